"""What a message tells the other parts of the coach beside the one that answers: "a 10k in May, shoes from March"."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from knowledge.coach import back_to_running, cadence, mileage, shoes
from knowledge.coach.advice import Advice, say, words
from knowledge.coach.notes import Notes, Run
from knowledge.coach.telling import Told, tell


def with_beside(advice: Advice, text: str, part: str, notes: Notes, today: date) -> Advice:
    """Return the advice of a part with what the message tells the other parts kept too, and a word on that.

    What cannot be right is left out, and so is what stands in an answer to a question.

    Args:
        advice: what the part answers.
        text: the message.
        part: its name.
        notes: what was noted before the message.
        today: the day.
    """
    if notes.asked:
        return advice
    told = tell(text, part, today, notes.unit, notes.weekly)
    known, kept = advice.notes, []
    for name, note in NOTED.items():
        noted = known if name == part else note(told, known, today)
        if noted != known:
            known = noted
            kept.append(str(words()["beside"][name]))
    if not kept:
        return advice
    *parts, last = advice.parts
    too = say("beside", "noted", what=" and ".join(kept))
    # What the part asks for stays at the end.
    said = (*parts, too, last) if advice.notes.asked else (*advice.parts, too)
    return replace(advice, parts=said, notes=known)


def _cadence(told: Told, known: Notes, _: date) -> Notes:
    if told.cadence is None or not cadence.LEAST <= told.cadence <= cadence.MOST:
        return known
    return known.with_(cadence=round(told.cadence))


def _mileage(told: Told, known: Notes, _: date) -> Notes:
    if told.now is not None and mileage.LEAST <= told.now <= mileage.MOST:
        before = told.before if told.before is not None and told.before <= mileage.MOST else None
        known = known.with_(weekly=told.now, before=before)
    if told.goal is not None and told.goal <= mileage.MOST:
        known = known.with_(goal=told.goal, due=told.due.isoformat() if told.due else "")
    return known


def _shoes(told: Told, known: Notes, today: date) -> Notes:
    if told.bought is not None and 0 <= (today - told.bought).days <= shoes.OLDEST:
        known = known.with_(bought=told.bought.isoformat(), shoes=None)
    if told.shoes is not None and told.shoes <= shoes.MOST_TOTAL:
        known = known.with_(shoes=told.shoes)
    return known


def _run(told: Told, known: Notes, today: date) -> Notes:
    """Keep a run in the diary, outside any plan: only the part that takes in a run may move that."""
    if told.run is None or told.run > back_to_running.MOST_KM or (told.pain or 0) > back_to_running.MOST_TOLD:
        return known
    return known.logged(Run(today.isoformat(), pain=told.pain, km=told.run))


NOTED: Mapping[str, Callable[[Told, Notes, date], Notes]] = {
    "cadence": _cadence, "mileage": _mileage, "shoes": _shoes, "check_in": _run,
}  # fmt: skip
