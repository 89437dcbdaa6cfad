"""In which ways the marks of a line may be read, so that what it tells follows.

The lines say what a message tells, not which number tells it. Most have one way; where there are several, the model
learnt so far chooses.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product
from math import prod
from typing import Any

from knowledge.coach.fitting import COMPARING, IMPOSSIBLE, MOST_PAIN, strain
from knowledge.coach.learning.rows import IMPLAUSIBLE, Row
from knowledge.coach.marks import Mark, marks_of
from knowledge.coach.roles import (
    ADDED,
    ALLOWED,
    BEFORE,
    BEFORE_RUNS,
    BOTH,
    BOUGHT,
    DUE,
    GOAL,
    INVERSE,
    LESS,
    MORE,
    NOW,
    NOW_RUNS,
    ONE,
    OTHER,
    PAIN,
    RATIO,
    RUN,
    SHOES,
    SPELL,
    TIMES_LAST,
    TIMES_NEXT,
)  # fmt: skip
from knowledge.coach.telling import Told, compose

TODAY = date(2026, 11, 28)  # the day on which the lines are said
KNOWN_WEEK = 30.0  # kilometres of this week that are known where the week before is asked for
WANTED = {
    "cadence": "cadence", "week": "now", "last_week": "before", "goal": "goal", "shoes_km": "shoes", "run_km": "run",
    "pain": "pain",
}  # fmt: skip
_WEEKS = ("week", "last_week")
_COMPARED = ("last_week", "run_km", "shoes_km", "goal", "cadence", "pain")
_LONG = (*_WEEKS, "run_km", "goal", "shoes_km")
# A role is tried only where one of these is told.
NEEDS: Mapping[str, tuple[str, ...]] = {
    ONE: ("cadence",), BOTH: ("cadence",), SPELL: ("cadence",), NOW: _WEEKS, BEFORE: _WEEKS, GOAL: ("goal",),
    SHOES: ("shoes_km",), RUN: ("run_km",), PAIN: ("pain",), DUE: ("goal_date",), BOUGHT: ("shoes_bought",),
    MORE: _COMPARED, LESS: _COMPARED, RATIO: _COMPARED, INVERSE: ("last_week",), TIMES_NEXT: _LONG,
    TIMES_LAST: _LONG, NOW_RUNS: ("last_week",), BEFORE_RUNS: ("last_week",),
}  # fmt: skip
COST = {
    OTHER: 0.0, MORE: 1.5, LESS: 1.5, RATIO: 1.5, INVERSE: 2.0, NOW_RUNS: 1.5, BEFORE_RUNS: 1.5, TIMES_NEXT: 0.6,
    TIMES_LAST: 0.6,
}  # fmt: skip
TOLERANCE = 0.03
MOST_RUNS = 60  # of one distance
MOST_TRIED, MOST_KEPT = 150_000, 20
SELDOM = frozenset({MORE, LESS, TIMES_LAST, NOW_RUNS, BEFORE_RUNS})  # left out where there is too much to try


@dataclass(frozen=True)
class Lesson:
    """A line with its marks and the ways in which they may be read, the simplest first."""

    row: Row
    words: str
    marks: tuple[Mark, ...]
    context: str
    ways: tuple[tuple[str, ...], ...]


def lessons(rows: Iterable[Row]) -> list[Lesson]:
    """Return the lines whose figures can be worked out from their marks."""
    found = []
    for row in rows:
        words, marks = marks_of(row.text)
        ways = () if IMPLAUSIBLE in row.want or not (row.want or row.asked) else ways_of(row, words, marks)
        if ways:
            found.append(Lesson(row, words, tuple(marks), row.context, tuple(ways)))
    return found


def ways_of(row: Row, words: str, marks: Sequence[Mark]) -> list[tuple[str, ...]]:
    """Return the roles from which what a line tells follows."""
    compared = bool(COMPARING.search(words))
    allowed = [
        [role for role in ALLOWED[one.kind] if role == OTHER or _possible(role, one, row.want, compared)]
        for one in marks
    ]
    if prod(map(len, allowed)) > MOST_TRIED:
        allowed = [[role for role in roles if role not in SELDOM] for roles in allowed]
    if prod(map(len, allowed)) > MOST_TRIED:
        return []
    days: dict[tuple[int, ...], bool] = {}
    found = [
        roles
        for roles in product(*allowed)
        if _figures_fit(compose(words, marks, _without_days(roles), TODAY, "", KNOWN_WEEK), row.want)
        and strain(words, marks, roles, row.context) < IMPOSSIBLE
        and _days_fit(words, marks, roles, row.want, days)
    ]
    return sorted(found, key=lambda roles: cost(roles) + strain(words, marks, roles, row.context))[:MOST_KEPT]


def _possible(role: str, mark: Mark, want: Mapping[str, Any], compared: bool) -> bool:
    """Tell whether a mark can have a role where these things are told."""
    many = role in (TIMES_NEXT, TIMES_LAST, NOW_RUNS, BEFORE_RUNS) and mark.kind == "number"
    if many and (mark.value % 1 or mark.value > MOST_RUNS):
        return False
    if (role == PAIN and mark.value > MOST_PAIN) or (role in (MORE, LESS) and not compared):
        return False
    return bool({*NEEDS[role.rstrip(ADDED)]} & {*want})


def cost(roles: Sequence[str]) -> float:
    """Return how much is made of the marks: a simple reading is the likelier one."""
    return sum(COST.get(role.rstrip(ADDED), 1.0) + 0.3 * role.endswith(ADDED) for role in roles)


def fits(told: Told, want: Mapping[str, Any]) -> bool:
    """Tell whether all that is wanted is told, and nothing else."""
    return _figures_fit(told, want) and all(
        _same_day(getattr(told, name), want, key) for key, name in (("goal_date", DUE), ("shoes_bought", BOUGHT))
    )


def _figures_fit(told: Told, want: Mapping[str, Any]) -> bool:
    for key, name in WANTED.items():
        value = getattr(told, name)
        if (value is None) is (key in want):
            return False
        slack = float(want.get("tolerance", TOLERANCE)) * float(want.get(key, 0.0)) + 1e-6
        if value is not None and abs(value - float(want[key])) > slack:
            return False
    return True


def _without_days(roles: Sequence[str]) -> list[str]:
    return [OTHER if role in (DUE, BOUGHT) else role for role in roles]


def _days_fit(
    words: str, marks: Sequence[Mark], roles: Sequence[str], want: Mapping[str, Any], known: dict[tuple[int, ...], bool]
) -> bool:
    """Tell whether the days come out; `known` keeps what was worked out before, as reading a day is slow."""
    for role, key in ((DUE, "goal_date"), (BOUGHT, "shoes_bought")):
        places = (role == DUE, *(n for n, other in enumerate(roles) if other == role))
        if places not in known:
            only = [other if other == role else OTHER for other in roles]
            known[places] = _same_day(getattr(compose(words, marks, only, TODAY), role), want, key)
        if not known[places]:
            return False
    return True


def _same_day(day: date | None, want: Mapping[str, Any], key: str) -> bool:
    if (day is None) is (key in want):
        return False
    if day is None or want[key] is None:
        return True
    return abs((day - date.fromisoformat(want[key])).days) <= int(want.get(f"{key}_days", 1))
