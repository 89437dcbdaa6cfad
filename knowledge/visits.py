"""A visit after a pause: what is kept of the last one (slots, level, first cause, date) and what may have changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from knowledge.causes import table
from knowledge.settings import settings
from knowledge.slots import SLOTS, UNSURE
from knowledge.words import words

FILE = Path(__file__).resolve().parent / "visits.yml"
MOST_SAID = 2  # things named of what was told last time
DAY, HOUR = 86_400, 3_600  # in seconds


@dataclass(frozen=True)
class Course:
    """What `visits.yml` says of how things go on."""

    lasting: tuple[str, ...]
    of_the_person: tuple[str, ...]
    least_days: Mapping[str, int]
    stands_for: Mapping[str, int]
    review_days: tuple[int, ...]

    @property
    def changing(self) -> tuple[str, ...]:
        """Return the slots that may have changed since they were told."""
        return tuple(slot for slot in SLOTS if slot not in self.lasting)

    def aged(self, duration: str | None, days: int) -> str | None:
        """Return what `duration` has become after `days`; None stays None."""
        if duration is None or duration not in self.stands_for:
            return duration
        total = self.stands_for[duration] + days
        return max((span for span, least in self.least_days.items() if total >= least), key=self.least_days.__getitem__)


@lru_cache(maxsize=1)
def course() -> Course:
    """Return the course of this process, read once."""
    raw = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return Course(
        tuple(raw["lasting"]),
        tuple(raw["of_the_person"]),
        raw["least_days"],
        raw["stands_for"],
        tuple(raw["review_days"]),
    )


@dataclass(frozen=True)
class Visit:
    """The last visit, as the slot `visit` holds it; times are seconds since 1970."""

    since: float  # when this knee was first spoken of
    date: float
    level: str
    cause: str  # id of the first cause; empty where none was named
    known: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, slot: Mapping[str, Any] | None) -> Visit | None:
        """Return the visit that the slot holds; None where it holds none."""
        return cls(**slot) if slot else None

    def days(self, now: float) -> int:
        """Return how many days this knee has been spoken of until `now`."""
        return (day_of(now) - day_of(self.since)).days

    def ago(self, now: float) -> str:
        """Return how long ago the visit was, in words."""
        days = (day_of(now) - day_of(self.date)).days
        if days < 2:
            return ("earlier today", "yesterday")[max(days, 0)]
        return (
            f"{days} days ago" if days < 14 else f"{days // 7} weeks ago" if days < 60 else f"{days // 30} months ago"
        )

    def review(self, now: float) -> str:
        """Return the next day on which to check the knee, as "3 December"; empty where all are past."""
        days = [day_of(self.since) + timedelta(days=days) for days in course().review_days]
        later = [day for day in days if day > day_of(now)]
        return f"{later[0].day} {later[0]:%B}" if later else ""

    def gist(self) -> str:
        """Return what was told, how soon to be seen, and which cause fitted best, in words."""
        found = table().conditions.get(self.cause)
        ranked = {cause.id: cause for cause in table().rank(self.known)}
        told = table().reasons(ranked[self.cause].speaks_for, self.known) if self.cause in ranked else []
        if not told:
            sure = {slot: value for slot, value in self.known.items() if value != UNSURE}
            told = [clause for slot, value in sure.items() if (clause := words().clause(slot, value))]
        parts = [", ".join(told[:MOST_SAID]), words().levels[self.level]]
        return "; ".join([*filter(None, parts), *([f"{found.name} fitted best"] if found else [])])


def day_of(seconds: float) -> date:
    """Return the day of a time, by the clock of this machine."""
    return datetime.fromtimestamp(seconds, tz=timezone.utc).astimezone().date()


def is_new(last: float | None, now: float) -> bool:
    """Tell whether a message at `now` opens a new visit, the one before it having come at `last`."""
    return last is not None and now - last >= settings().visit_hours * HOUR
