"""What a message tells the coach, worked out from the roles of its numbers and days: "3 x 5k and a 10k" is 25 a week.

`roles.py` tells what each of them is; the arithmetic is here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from knowledge.coach.context.reader import roles_in_context
from knowledge.coach.dates import date_in
from knowledge.coach.fitting import MINUTE, strain
from knowledge.coach.marks import Mark, marks_of, unit_of
from knowledge.coach.quantities import MILE
from knowledge.coach.roles import (
    ADDED,
    BEFORE,
    BEFORE_RUNS,
    BOTH,
    BOUGHT,
    DISTANCES,
    DUE,
    GOAL,
    INVERSE,
    LESS,
    MORE,
    NOW,
    NOW_RUNS,
    ONE,
    PAIN,
    RATIO,
    RUN,
    RUNS,
    SHOES,
    SPELL,
    TIMES_LAST,
    TIMES_NEXT,
    Model,
    model,
    ranked,
)  # fmt: skip

LONGEST = 36_500.0  # days
RACES = frozenset({"marathon", "half", "ultra"})


@dataclass(frozen=True)
class Told:
    """What a message tells; None is not told. Distances in kilometres.

    Attributes:
        cadence: steps a minute of both feet.
        feet: how many of them were counted.
        seconds: for how long.
        now: this week or usually, a week.
        before: the week before.
        goal: to be reached.
        race: whether that is the distance of a race.
        shoes: in these shoes.
        run: of one run.
        pain: in it, 0 to 10.
        due: the day of the goal.
        bought: the day on which the shoes were bought.
        unit: `mi` or `km`, as said; empty where no unit was.
    """

    cadence: float | None = None
    feet: int = 2
    seconds: float = MINUTE
    now: float | None = None
    before: float | None = None
    goal: float | None = None
    race: bool = False
    shoes: float | None = None
    run: float | None = None
    pain: float | None = None
    due: date | None = None
    bought: date | None = None
    unit: str = ""


def tell(text: str, asked: str, today: date, unit: str = "", beside: float | None = None) -> Told:
    """Return what `text` tells.

    Args:
        text: the message.
        asked: what was asked for, else the part of the coach that it goes to (`roles.py` names them).
        today: the day on which it was said.
        unit: `mi` or `km`, for distances without one.
        beside: kilometres of this week that are known already, for "the same" and "twice that".
    """
    words, marks = marks_of(text)
    ways = readings(words, marks, asked, model(), roles_in_context(words, tuple(marks), asked))
    told = compose(words, marks, ways[0][1], today, unit, beside)
    if any(one.kind in ("day", "days") for one in marks):
        return told
    # Days that have no mark, as their words mostly mean something else: "got them last week".
    if asked in (BOUGHT, "shoes"):
        told = replace(told, bought=date_in(text, today, figures=True))
    elif asked in (GOAL, DUE):
        told = replace(told, due=date_in(text, today, ahead=True, figures=True))
    return told


def readings(
    words: str, marks: Sequence[Mark], asked: str, of: Model, beside: Sequence[Mapping[str, float]] = ()
) -> list[tuple[float, tuple[str, ...]]]:
    """Return the ways to read the marks, the likeliest first, those that hang together before all others.

    `beside` is what the network makes of each mark; without it the linear model decides alone.
    """
    ways = [
        (score - strain(words, marks, roles, asked), roles) for score, roles in ranked(words, marks, asked, of, beside)
    ]
    return sorted(ways, key=lambda way: -way[0])


def compose(
    words: str, marks: Sequence[Mark], roles: Sequence[str], today: date, unit: str = "", beside: float | None = None
) -> Told:
    """Work out what marks with these roles tell; the other arguments are those of `tell`."""
    tally = _Tally(unit)
    for mark, role in zip(marks, roles, strict=True):
        tally.take(mark, role.rstrip(ADDED), role.endswith(ADDED))
    placed = tally.placed
    if tally.factor is not None or tally.change is not None:
        if not {NOW, BEFORE} & {*placed} and (placed or tally.steps or tally.pain):
            tally.compared()
        else:
            _beside(placed, tally.factor, tally.change, beside)
    rate = tally.steps.get(BOTH, 2 * tally.steps.get(ONE, 0.0)) * MINUTE / tally.spell if tally.steps else None
    return Told(
        rate, 2 if BOTH in tally.steps else 1, tally.spell, placed.get(NOW), placed.get(BEFORE), placed.get(GOAL),
        tally.race, placed.get(SHOES), placed.get(RUN), tally.pain,
        _day(words, marks, roles, DUE, today), _day(words, marks, roles, BOUGHT, today), unit_of(words),
    )  # fmt: skip


@dataclass
class _Tally:
    """Sums up what is told, mark by mark."""

    unit: str
    placed: dict[str, float] = field(default_factory=dict)  # kilometres, by role
    steps: dict[str, float] = field(default_factory=dict)
    spell: float = MINUTE
    pain: float | None = None
    race: bool = False
    factor: float | None = None  # this week as so many times the week before
    change: float | None = None  # kilometres by which it differs
    _times: float = 1.0  # by which the next distance is multiplied
    _last: str = ""  # the role told last, and what was told of it
    _part: float = 0.0
    _run: float = 0.0  # one run of it
    _told: list[str] = field(default_factory=list)  # roles of figures, in order
    _compared_at: int = 0  # how many were told before what compares them
    _spelt: bool = False  # whether the count told last had its seconds

    def take(self, mark: Mark, role: str, added: bool) -> None:
        """Take in one mark; `added` says that it comes on top of what was told of the role."""
        if mark.kind == "naught" and (self.placed.get(role) or (role == PAIN and self.pain)):
            return  # "23 miles, I had the week off"
        if role in (*DISTANCES, ONE, BOTH, PAIN):
            self._told.append(role)
        if role in DISTANCES:
            self._distance(mark, role, added)
        elif role in (TIMES_NEXT, TIMES_LAST):
            self._multiply(mark.value, role == TIMES_NEXT)
        elif role in (NOW_RUNS, BEFORE_RUNS):
            self.placed[role.rstrip(RUNS)] = self._run * mark.value
        elif role in (MORE, LESS, RATIO, INVERSE):
            self._compare(mark, role)
        elif role in (ONE, BOTH):
            self._count(mark, role, added)
        elif role == SPELL:
            self.spell, self._spelt = mark.value or MINUTE, bool(self.steps)
        elif role == PAIN:
            self.pain = mark.value

    def _count(self, mark: Mark, role: str, added: bool) -> None:
        if self._spelt and not added:
            self.spell, self._spelt = MINUTE, False  # "20 in 15 seconds, so 80"
        count = (self.steps.get(role, 0.0) if added else 0.0) + mark.value
        self.steps = {BOTH: count} if added else {**self.steps, role: count}  # left and right make both

    def _distance(self, mark: Mark, role: str, added: bool) -> None:
        self._run = _km(mark, self.unit)
        if role == SHOES and mark.unit == "m":
            self._run = mark.value * 1000 * MILE  # "300m on them"
        self._part = self._run * self._times
        self._times, self._last = 1.0, role
        self.placed[role] = (self.placed.get(role, 0.0) if added else 0.0) + self._part
        self.race = mark.unit in RACES if role == GOAL else self.race

    def _multiply(self, by: float, ahead: bool) -> None:
        if ahead:
            self._times *= by
        elif self._last:
            self.placed[self._last] += self._part * (by - 1)
            self._part *= by

    def compared(self) -> None:
        """Work out what is told beside another's: "twice as far as hers, and hers did 240 k"."""
        by, more = self.factor or 1.0, self.change or 0.0
        role = (self._told[self._compared_at :] or self._told)[0]
        if role == PAIN:
            self.pain = (self.pain or 0.0) * by + more
        figures = self.steps if role in (ONE, BOTH) else self.placed
        if role in figures:
            figures[role] = max(0.0, figures[role] * by + more)

    def _compare(self, mark: Mark, role: str) -> None:
        self._compared_at = len(self._told)
        sign = -1 if role == LESS else 1
        if role in (RATIO, INVERSE):
            self.factor = mark.value if role == RATIO else 1 / mark.value
        elif mark.kind == "share":
            self.factor = 1 + sign * mark.value
        else:
            self.change = sign * _km(mark, self.unit)


def _km(mark: Mark, unit: str) -> float:
    return mark.value * MILE if mark.kind == "number" and (mark.unit or unit) == "mi" else mark.value


def _beside(placed: dict[str, float], factor: float | None, change: float | None, known: float | None) -> None:
    """Work out a week that is told by the other one."""
    by, more = factor or 1.0, change or 0.0
    if NOW in placed and BEFORE not in placed:
        placed[BEFORE] = max(0.0, placed[NOW] / by - more)
    elif BEFORE in placed and NOW not in placed:
        placed[NOW] = max(0.0, placed[BEFORE] * by + more)
    elif not placed and known is not None:
        placed[BEFORE] = max(0.0, known / by - more)


def _day(words: str, marks: Sequence[Mark], roles: Sequence[str], role: str, today: date) -> date | None:
    """Return the day that the marks of a role name; days of other roles are left out of its reading."""
    if role not in roles:
        return None
    rest = words
    for mark, said in zip(marks, roles, strict=True):
        if said != role and mark.kind in ("day", "days"):
            rest = rest[: mark.start] + "~" * (mark.end - mark.start) + rest[mark.end :]
    found = date_in(rest, today, ahead=role == DUE, figures=True)
    spans = [mark.value for mark, said in zip(marks, roles, strict=True) if said == role and mark.kind == "days"]
    if found is None and spans and spans[0] < LONGEST:
        found = today + timedelta(days=round(spans[0] if role == DUE else -spans[0]))  # "about a year"
    return found
