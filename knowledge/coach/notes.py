"""What the coach remembers of one runner, as the slot `coach` holds it: plain values, so that any store keeps them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

MOST_RUNS = 60  # runs kept in the diary; older ones go


@dataclass(frozen=True)
class Run:
    """One run in the diary; None is not told.

    Attributes:
        day: date, as 2026-11-28.
        pain: the worst of the run, 0 to 10.
        settled: whether it was back to its usual state within an hour.
        morning: whether the knee was no worse the next morning.
        km: distance.
        minutes: time.
        stage: step of the plan back to running; None outside one.
    """

    day: str
    pain: float | None = None
    settled: bool | None = None
    morning: bool | None = None
    km: float | None = None
    minutes: float | None = None
    stage: int | None = None


@dataclass(frozen=True)
class Notes:
    """What was told and what is under way; distances in kilometres.

    Attributes:
        unit: `mi` or `km`, as the runner speaks.
        cadence: steps a minute.
        weekly: distance of this week.
        before: distance of the week before.
        goal: distance to be reached.
        due: the day by which, as 2027-05-10.
        bought: the day on which the shoes were bought.
        shoes: distance told of the shoes themselves.
        plan: name of the ladder of the plan back to running; empty where there is none.
        cause: for which cause it was made.
        stage: step of it, from 0.
        sessions: strength sessions given.
        cue: how many cues for the next run were given.
        diary: runs, the oldest first.
        asked: what the coach asked for last; empty where nothing is open.
    """

    unit: str = ""
    cadence: int | None = None
    weekly: float | None = None
    before: float | None = None
    goal: float | None = None
    due: str = ""
    bought: str = ""
    shoes: float | None = None
    plan: str = ""
    cause: str = ""
    stage: int = 0
    sessions: int = 0
    cue: int = 0
    diary: tuple[Run, ...] = field(default=())
    asked: str = ""

    @classmethod
    def of(cls, slot: Mapping[str, Any] | None) -> Notes:
        """Return the notes that the slot holds; keys that are not known are left out."""
        known = {one.name for one in fields(cls)}
        values = {key: value for key, value in (slot or {}).items() if key in known}
        values["diary"] = tuple(Run(**run) for run in values.get("diary", ()))
        return cls(**values)

    def slot(self) -> dict[str, Any]:
        """Return what the slot holds."""
        new = asdict(Notes())
        kept = {key: value for key, value in asdict(self).items() if value != new[key]}
        if "diary" in kept:
            kept["diary"] = [{k: v for k, v in run.items() if v is not None} for run in kept["diary"]]
        return kept

    def with_(self, **changes: Any) -> Notes:
        """Return the notes with `changes`."""
        return replace(self, **changes)

    def logged(self, run: Run) -> Notes:
        """Return the notes with one more run; a second report of a day's run completes the first."""
        earlier = [one for one in self.diary if one.day != run.day]
        same = next((one for one in self.diary if one.day == run.day), None)
        if same:
            told = {key: value for key, value in asdict(run).items() if value is not None}
            run = replace(same, **told)
        return replace(self, diary=tuple(sorted([*earlier, run], key=lambda one: one.day))[-MOST_RUNS:])
