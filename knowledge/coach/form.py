"""Cues for how to run: one at a time, for the next run (`words.yml`, `cues`)."""

from __future__ import annotations

import re

from knowledge.coach.advice import Advice, say, words
from knowledge.coach.notes import Notes


def advise(text: str, notes: Notes) -> Advice:
    """Answer with one cue: the one that is named, else the next in turn."""
    cues = words()["cues"]
    spoken = text.lower()
    named = next((name for name, row in cues.items() if re.search(rf"\b(?:{row['named']})", spoken)), None)
    name = named or list(cues)[notes.cue % len(cues)]
    row = cues[name]
    known = notes.with_(asked="", cue=list(cues).index(name) + 1)
    parts = (say("form", "one"), str(row["try"]), str(row["evidence"]), say("form", "after"))
    return Advice((str(row["topic"]),), parts, f"{say('form', 'one')} {row['spoken']}", known, buttons=("after_cue",))
