"""Shoes: how far through the 300 to 600 miles they are, and what to look at.

The span is custom and the signs of wear are the article's ([article:footwear]); only cushioning was ever measured
([cook-1985]).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from knowledge.coach.advice import Advice, ask, day_words, distance, say
from knowledge.coach.notes import Notes
from knowledge.coach.quantities import MILE, plain
from knowledge.coach.telling import tell

TOPIC = ("shoes_replace", "shoes_fit")
FIRST_LOOK, LAST = 300 * MILE, 600 * MILE  # kilometres
MOST_WEEKLY, MOST_TOTAL = 250.0, 5000.0
OLDEST = 15 * 365  # days; older shoes are a slip of the year
UNUSED = re.compile(
    r"\b(?:not|never|have ?n[o']?t|yet to) (?:been )?(?:used?|worn?|wear|run in)\b|\bunworn\b|\b(?:in"
    r"|out of) (?:the|their) box\b"
    r"|\bnot a (?:single )?(?:mile|km|run|step)\b"
)
ASKED_BOUGHT, ASKED_WEEKLY = "bought", "shoes_weekly"
PART = "shoes"
CONTEXT = {ASKED_BOUGHT: "bought", ASKED_WEEKLY: "weekly"}  # what was asked for, as `roles.py` names it


@dataclass(frozen=True)
class Wear:
    """How far a pair has come.

    Attributes:
        km: run in it.
        stage: `fresh` below 300 miles, `look` to 600, `past` beyond.
        first_look: the day on which it will have come 300 miles; None where it has, or where no pace is known.
        last: the same for 600 miles.
    """

    km: float
    stage: str
    first_look: date | None
    last: date | None

    @property
    def share(self) -> tuple[int, int]:
        """Percent of 300 and of 600 miles."""
        return round(100 * self.km / FIRST_LOOK), round(100 * self.km / LAST)


def wear(today: date, bought: date | None, weekly: float | None, total: float | None = None) -> Wear | None:
    """Return how far a pair has come; None where neither a total nor a day and a weekly distance are known."""
    if total is None and (bought is None or weekly is None):
        return None
    km = total if total is not None else (today - (bought or today)).days / 7 * (weekly or 0.0)
    stage = "fresh" if km < FIRST_LOOK else "look" if km <= LAST else "past"
    return Wear(km, stage, _day_at(FIRST_LOOK, km, weekly, today), _day_at(LAST, km, weekly, today))


def _day_at(mark: float, km: float, weekly: float | None, today: date) -> date | None:
    if not weekly or km >= mark:
        return None
    days = (mark - km) / weekly * 7
    return today + timedelta(days=round(days)) if days < 5 * 365 else None


def advise(text: str, notes: Notes, today: date) -> Advice:
    """Answer a message on the shoes: how far through they are, or a question for what is missing."""
    told = tell(text, CONTEXT.get(notes.asked, PART), today, notes.unit)
    unit = told.unit or notes.unit or "mi"
    bought, weekly, total = told.bought, told.now, told.shoes
    if total is None and UNUSED.search(plain(text)):
        total = 0.0
    known = notes.with_(
        unit=unit,
        asked="",
        bought=bought.isoformat() if bought else notes.bought,
        weekly=weekly if weekly is not None else notes.weekly,
        shoes=total if total is not None else (None if bought else notes.shoes),
    )
    day = date.fromisoformat(known.bought) if known.bought else None
    if day and not 0 <= (today - day).days <= OLDEST:
        name = "bought_ahead" if day > today else "bought_long_ago"
        return ask(TOPIC, "shoes", name, notes, ASKED_BOUGHT, day=day_words(day, today))
    if total is not None and total > MOST_TOTAL:
        return ask(TOPIC, "shoes", "total_too_much", notes, ASKED_BOUGHT, distance=distance(total, unit))
    if known.weekly is not None and known.weekly > MOST_WEEKLY:
        return ask(TOPIC, "shoes", "weekly_too_much", notes, ASKED_WEEKLY, distance=distance(known.weekly, unit))
    found = wear(today, day, known.weekly, known.shoes)
    if found is None:
        missing = (ASKED_WEEKLY, "how_far") if day else (ASKED_BOUGHT, "since_when")
        return ask(TOPIC, "shoes", missing[1], known, missing[0])
    return _told(found, known, unit, today)


def _told(found: Wear, known: Notes, unit: str, today: date) -> Advice:
    to_look, to_last = found.share
    values = {
        "km": distance(found.km, unit), "to_look": to_look, "to_last": to_last,
        "first": distance(FIRST_LOOK + 1e-6, unit), "end": distance(LAST + 1e-6, unit),
        "first_day": day_words(found.first_look, today) if found.first_look else "",
        "last_day": day_words(found.last, today) if found.last else "",
    }  # fmt: skip
    parts = [say("shoes", found.stage, **values)]
    if found.first_look or (found.stage == "look" and found.last):
        parts.append(say("shoes", "when_first" if found.first_look else "when_last", **values))
    parts += [say("shoes", "look_at"), say("shoes", "evidence"), say("shoes", "fitting")]
    return Advice(TOPIC, tuple(parts), say("shoes", f"{found.stage}_spoken", **values), known)
