"""Back to running: run and walk in steps, led by the load rule.

The rule: pain of at most 2 out of 10 during the run, settled within an hour, no worse next morning ([esculier-2018]).
Each step is done at least twice, with a day of rest between ([return-to-run-trial-2023]); a broken rule goes back a
step. Steps and causes stand in `back_to_running.yml`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from knowledge.coach.advice import Advice, ask, distance, say
from knowledge.coach.dates import date_in
from knowledge.coach.diary import chart, reminders
from knowledge.coach.notes import Notes, Run
from knowledge.coach.runs import told_of

FILE = Path(__file__).resolve().parent / "back_to_running.yml"
MOST_PAIN = 2.0
MOST_TOLD, MOST_KM = 10, 170.0  # pain and kilometres of one run that are believed
GOOD_RUNS = 2  # that keep the rule, before a step up
KEPT, BROKEN, OPEN = "kept", "broken", "open"
UP, STAY, BACK = "up", "stay", "back"
OTHER = "other"
ASKED_WALK, ASKED_RUN, ASKED_MORNING = "walk", "run", "morning"
TOPIC = ("training_load",)


@lru_cache(maxsize=1)
def table() -> Mapping[str, Any]:
    """Return ladders and causes, read once."""
    loaded: Mapping[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return loaded


def steps_of(ladder: str) -> Sequence[Mapping[str, float]]:
    """Return the steps of a ladder."""
    steps: Sequence[Mapping[str, float]] = table()["ladders"][ladder]
    return steps


def verdict(run: Run) -> str:
    """Return whether a run kept the rule, broke it, or leaves that open because a part of it is not told."""
    if (run.pain is not None and run.pain > MOST_PAIN) or run.settled is False or run.morning is False:
        return BROKEN
    settled = run.settled or run.pain == 0
    return KEPT if run.pain is not None and settled and run.morning else OPEN


def move(notes: Notes) -> str:
    """Return where the plan goes after the last run of its step: up, stay or back."""
    since = max(
        (n for n, run in enumerate(notes.diary) if run.stage is not None and run.stage != notes.stage), default=-1
    )
    here = [run for run in notes.diary[since + 1 :] if run.stage == notes.stage]
    if not here:
        return STAY
    if verdict(here[-1]) == BROKEN:
        return BACK
    good = [verdict(run) for run in here[-GOOD_RUNS:]]
    last = len(steps_of(notes.plan)) - 1
    return UP if good == [KEPT] * GOOD_RUNS and notes.stage < last else STAY


def moved(notes: Notes) -> tuple[Notes, str]:
    """Return the notes after the last run, and which way they went."""
    way = move(notes)
    change = {UP: 1, BACK: -1}.get(way, 0)
    return notes.with_(stage=max(0, notes.stage + change)), way


def step_words(notes: Notes) -> str:
    """Return the current step in words: "run 3 minutes, walk 2 minutes, for 1 mile"."""
    step = steps_of(notes.plan)[notes.stage]
    unit = notes.unit or "mi"
    if not step["walk"]:
        length = distance(step["km"] + 1e-3, unit) if "km" in step else f"{step['run']:g} minutes"
        return say("back", "all_running", length=length)
    length = (
        say("back", "for", length=distance(step["km"] + 1e-3, unit))
        if "km" in step
        else say("back", "times", times=int(step["times"]))
    )
    return say("back", "intervals", run=_minutes(step["run"]), walk=_minutes(step["walk"]), length=length)


def _minutes(value: float) -> str:
    return "half a minute" if value == 0.5 else f"{value:g} minute" + ("" if value == 1 else "s")


def start(notes: Notes, cause: str, text: str, today: date, answer: str | None) -> Advice:
    """Open a plan for `cause`; first ask whether half an hour of brisk walking is fine.

    Args:
        notes: what is known.
        cause: the cause that fits best; empty where none is known.
        text: the message.
        today: the day.
        answer: `yes`, `no` or `unsure`, where the message answers a question.
    """
    topics = (cause, *TOPIC) if cause else TOPIC
    if cause in table()["led_by_others"]:
        parts = (say("back", f"led_{cause}"), say("back", "meanwhile"))
        return Advice(topics, parts, say("back", "led_spoken"), notes.with_(asked="", plan=""))
    if notes.plan and notes.asked != ASKED_WALK:
        return _step(notes.with_(asked=ASKED_RUN), topics, [say("back", "where_you_are", **_place(notes))], today)
    if notes.asked != ASKED_WALK or answer is None:
        return Advice(
            topics,
            (say("back", "can_you_walk"),),
            say("back", "can_you_walk_spoken"),
            notes.with_(asked=ASKED_WALK),
            buttons=("yes_no",),
        )
    if answer != "yes":
        return Advice(
            topics,
            (say("back", "walk_first"), say("back", "worse")),
            say("back", "walk_first_spoken"),
            notes.with_(asked="", plan=""),
        )
    row = table()["causes"].get(cause, table()["causes"][OTHER])
    made = notes.with_(plan=row["ladder"], cause=cause or OTHER, stage=0, asked=ASKED_RUN)
    opening = [say("back", f"start_{row['ladder']}", steps=len(steps_of(row["ladder"]))), str(row["note"])]
    return _step(made, topics, opening, today)


def _place(notes: Notes) -> dict[str, object]:
    return {"stage": notes.stage + 1, "steps": len(steps_of(notes.plan))}


def _step(notes: Notes, topics: tuple[str, ...], opening: Sequence[str], today: date) -> Advice:
    words = step_words(notes)
    parts = (
        *opening,
        say("back", "now", words=words, **_place(notes)),
        say("back", "rule"),
        say("back", "twice"),
        say("back", "tell_me"),
    )
    spoken = say("back", "spoken", words=words, **_place(notes))
    files = (reminders(today, words),)
    picture = chart(notes, today) if notes.diary else None
    return Advice(topics, parts, spoken, notes, picture, files, ("after_run",))


def remind(notes: Notes, today: date) -> Advice:
    """Return the next runs as a file for a calendar, with the step of the plan where there is one."""
    words = step_words(notes) if notes.plan else say("back", "calendar_run")
    files = (reminders(today, words),)
    return Advice(TOPIC, (say("back", "remind"),), say("back", "remind_spoken"), notes, None, files)


def check_in(notes: Notes, text: str, today: date) -> Advice:
    """Take in how a run was, keep it in the diary, and say what comes next."""
    topics = (notes.cause, *TOPIC) if notes.cause not in ("", OTHER) else TOPIC
    told = told_of(text, today, asked=notes.asked, unit=notes.unit)
    if told.pain is not None and told.pain > MOST_TOLD:
        return ask(topics, "back", "pain_too_much", notes, ASKED_RUN)
    if told.km is not None and told.km > MOST_KM:
        far = distance(told.km, told.unit or notes.unit)
        return ask(topics, "back", "run_too_far", notes, ASKED_RUN, distance=far)
    day = date_in(text, today) or _day_of(notes, told, today)
    day = min(day, today)
    again = any(run.day == day.isoformat() for run in notes.diary)
    stage = None if again or not notes.plan else notes.stage
    run = Run(day.isoformat(), told.pain, told.settled, told.morning, told.km, told.minutes, stage)
    unit = told.unit or notes.unit
    known = notes.with_(unit=unit, asked="").logged(run)
    kept = next(one for one in known.diary if one.day == run.day)
    if kept.pain is None and kept.settled is None and kept.morning is None:
        return ask(topics, "back", "how_much_pain", known, ASKED_RUN)
    found = verdict(kept)
    if found == OPEN:
        return _open(known, kept, topics, day, today)
    if not notes.plan:
        parts = (say("back", "kept_no_plan" if found == KEPT else "broken_no_plan"), say("back", "rule"))
        return Advice(
            topics, parts, say("back", f"{found}_spoken"), known, chart(known, today), buttons=("after_diary",)
        )
    if kept.stage is not None and kept.stage != known.stage:
        return _step(known.with_(asked=ASKED_RUN), topics, [say("back", "noted")], today)
    after, way = moved(known)
    return _moved(after.with_(asked=ASKED_RUN), known, way, topics, today)


def _day_of(notes: Notes, told: object, today: date) -> date:
    """Return the day of a run told without one: a next morning is that of the last open run, or of yesterday's."""
    if getattr(told, "morning", None) is None:
        return today
    last = notes.diary[-1] if notes.diary else None
    if last and last.morning is None and (today - date.fromisoformat(last.day)).days <= 3:
        return date.fromisoformat(last.day)
    return today - timedelta(days=1)


def _open(known: Notes, run: Run, topics: tuple[str, ...], day: date, today: date) -> Advice:
    if run.pain is None:
        return ask(topics, "back", "how_much_pain", known, ASKED_RUN)
    if run.settled is None and run.pain > 0:
        return ask(topics, "back", "settled", known, ASKED_RUN)
    name = "morning_to_come" if day == today else "morning"
    return ask(topics, "back", name, known, ASKED_MORNING)


def _moved(after: Notes, before: Notes, way: str, topics: tuple[str, ...], today: date) -> Advice:
    if way == BACK:
        first = before.stage == 0
        opening = [say("back", "back_at_first" if first else "back", **_place(after))]
        broken = [run for run in before.diary[-3:] if verdict(run) == BROKEN]
        if len(broken) >= 3 or (first and len(broken) >= 2):
            opening.append(say("back", "see_somebody"))
        return _step(after, topics, opening, today)
    if way == UP:
        return _step(after, topics, [say("back", "up", **_place(after))], today)
    if after.stage == len(steps_of(after.plan)) - 1 and _last_two_kept(after):
        parts = (say("back", "done"), say("back", "then"))
        return Advice(
            topics,
            parts,
            say("back", "done_spoken"),
            after.with_(plan="", stage=0, asked=""),
            chart(after, today),
            buttons=("after_diary",),
        )
    return _step(after, topics, [say("back", "once_more", **_place(after))], today)


def _last_two_kept(notes: Notes) -> bool:
    here = [run for run in notes.diary if run.stage == notes.stage]
    return [verdict(run) for run in here[-GOOD_RUNS:]] == [KEPT] * GOOD_RUNS
