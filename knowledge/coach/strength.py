"""Strength: sessions from the article's exercises, one or two a week; jumps and hills only when free of pain.

Order and exercises: [article:hips_core]; the gate of pain: [willy-2019]; knee exercises beside: [nascimento-2018].
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from knowledge.coach.advice import Advice, ask, say
from knowledge.coach.charts import Chart
from knowledge.coach.notes import Notes

FILE = Path(__file__).resolve().parent / "strength.yml"
TOPIC = ("hip_core_strength",)
RUNNERS_KNEE = "runners_knee"
ASKED = "pain_free"
WANTS_JUMPS = re.compile(
    r"\b(?:jump|jumps|jumping|plyo\w*|hops?|hopping|next (?:stage|level|step)|harder|progress\w*|sprints?|hills?)\b"
)
YES = re.compile(
    r"^(?:\W*(?:yes|yep|yeah|yup|sure|it is|they are|correct|right|absolutely|totally|completely|i can|no pain"
    r"|pain[ -]?free|none)\b)"
)


@lru_cache(maxsize=1)
def table() -> Mapping[str, Any]:
    """Return the exercises, read once."""
    loaded: Mapping[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return loaded


def exercises(session: int, runners_knee: bool, pain_free: bool = False) -> list[str]:
    """Return the names of a session's exercises.

    Args:
        session: its number, from 0; sessions take the floor exercises in turn.
        runners_knee: whether runner's knee fits best, which adds work for the knee.
        pain_free: whether the floor exercises are easy and nothing hurts; else there are no jumps.
    """
    floor, size = table()["stages"]["floor"], int(table()["in_a_session"])
    chosen = [floor[(session * size + number) % len(floor)] for number in range(size)]
    if runners_knee:
        chosen = [*chosen[: size - 1], *table()["knee"]]
    if pain_free and session >= int(table()["sessions_before_jumps"]):
        jumps = table()["stages"]["jumps"]
        chosen[-1] = jumps[session % len(jumps)]
    return chosen


def advise(text: str, notes: Notes, cause: str, sore: bool) -> Advice:
    """Answer with today's session, or say what has to come before jumps.

    Args:
        text: the message.
        notes: what is known.
        cause: the cause that fits best; empty where none is known.
        sore: whether a knee complaint is known, so that jumps wait.
    """
    wants_jumps = bool(WANTS_JUMPS.search(text.lower()))
    ready = notes.sessions >= int(table()["sessions_before_jumps"])
    if wants_jumps and ready and not sore and notes.asked != ASKED:
        return ask(TOPIC, "strength", "pain_free", notes, ASKED)
    free = notes.asked == ASKED and bool(YES.search(text.lower())) and not sore
    names = exercises(notes.sessions, cause == RUNNERS_KNEE, free)
    rows = table()["exercises"]
    lines = [f"• {rows[name]['name']}: {rows[name]['how']}; {rows[name]['much']}." for name in names]
    opening = [say("strength", "jumps_wait_sore" if sore else "jumps_wait")] if wants_jumps and not free else []
    ending = ["sets", "stop", "often"] + (["knee"] if cause == RUNNERS_KNEE else []) + ["evidence"]
    parts = (*opening, say("strength", "session"), *lines, *(say("strength", name) for name in ending))
    listed = ", ".join(str(rows[name]["name"]).lower() for name in names)
    chart = Chart(
        "exercises", say("strength", "chart_title"), say("strength", "chart", names=listed), figures=tuple(names)
    )
    known = notes.with_(asked="", sessions=notes.sessions + 1)
    return Advice(TOPIC, parts, say("strength", "spoken", names=listed), known, chart, buttons=("after_strength",))
