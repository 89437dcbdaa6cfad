"""What has changed: since the triage before, or since the last visit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from actions.person import Person
from actions.verdict import Verdict
from actions.wording import listed, say
from knowledge.causes import table
from knowledge.levels import is_danger
from knowledge.slots import SLOTS, UNSURE
from knowledge.visits import Visit
from knowledge.words import words

MOST_SAID = 2


def gist(person: Person, verdict: Verdict) -> dict[str, Any]:
    """Return what is kept of a triage to compare the next one with."""
    return {"cause": verdict.first_id, "level": verdict.level, "known": person.known}


def revised(person: Person, verdict: Verdict) -> str:
    """Return what the latest news change in the advice given before; empty where there was none."""
    if not person.told:
        return ""
    changes = _advice(person.told["cause"], person.told["level"], verdict)
    if not changes:
        return say("unchanged", level=words().levels[verdict.level])
    return f"{_because(person, verdict)}, {listed(changes)}."


def compared(person: Person, verdict: Verdict, now: float) -> str:
    """Return how the knee has changed since the last visit; empty where there was none.

    Args:
        person: as they are now.
        verdict: the judgement of now.
        now: the time, in seconds since 1970.
    """
    visit = Visit.of(person.visit)
    if visit is None:
        return ""
    worse = [slot for slot, value in person.known.items() if _worries(slot, value) and visit.known.get(slot) != value]
    gone = [
        slot
        for slot, value in visit.known.items()
        if _worries(slot, value) and person.known.get(slot) not in (None, value)
    ]
    advice = _advice(visit.cause, visit.level, verdict) or [say("as_last_time", level=words().levels[verdict.level])]
    parts = [say("compared", ago=visit.ago(now), advice=listed(advice))]
    for name, slots, known in (("new", worse, person.known), ("gone", gone, visit.known)):
        clauses = [words().clause(slot, known[slot]) for slot in slots[:MOST_SAID]]
        parts += [say(name, clauses=listed(clauses))] if clauses else []
    return " ".join(parts)


def _advice(cause: str, level: str, verdict: Verdict) -> list[str]:
    """Return the change of level and that of the first cause, as clauses."""
    parts = []
    if level != verdict.level:
        parts.append(say("level_goes", before=words().levels[level], after=words().levels[verdict.level]))
    if cause != verdict.first_id and verdict.first:
        known = table().conditions.get(cause)
        parts.append(
            say("cause_goes", cause=verdict.first.name, before=known.name)
            if known
            else say("cause_comes", cause=verdict.first.name)
        )
    return parts


def _because(person: Person, verdict: Verdict) -> str:
    """Return the news that weigh most as "Because ...": what was corrected, dangers, reasons for the cause."""
    before: Mapping[str, str] = person.told["known"]
    news = [slot for slot in SLOTS if person.known.get(slot) not in (None, before.get(slot))]
    reasons = verdict.first.speaks_for if verdict.first else ()
    weighed = [slot for slot in news if slot in before or is_danger(slot, person.known[slot]) or slot in reasons]
    weighed.sort(key=lambda slot: (slot not in before, not is_danger(slot, person.known[slot])))
    chosen = weighed[:MOST_SAID]
    clauses = [words().clause(slot, person.known[slot]) for slot in chosen]
    if not clauses:
        return say("with_news")
    return say("because_after_all" if chosen[0] in before else "because", clauses=listed(clauses))


def _worries(slot: str, value: str) -> bool:
    return value != UNSURE and is_danger(slot, value)
