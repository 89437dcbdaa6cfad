"""Stride rate: the goal of 5 to 10 % more where it is below 160, over four to six weeks.

The line of 160 and the weeks are the article's ([article:stride_rate]); the rise is what the laboratory tested
([heiderscheit-2011]).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from knowledge.coach.advice import Advice, ask, say
from knowledge.coach.charts import BAND, LINE, Chart, Series
from knowledge.coach.fitting import MINUTE
from knowledge.coach.notes import Notes
from knowledge.coach.quantities import plain
from knowledge.coach.telling import Told, tell

TOPIC = ("cadence",)
LEAST_RISE, MOST_RISE = 0.05, 0.10
LINE_OF_CHANGE = 160  # steps a minute
LEAST, MOST = 120, 220  # what somebody who runs can have; others walk, or counted wrong
WEEKS, WEEKS_OF_RISE = 6, 4
ASKED = "cadence"
# Of which foot the count is. Where nothing says so, a small count is taken to be of one.
FOOT_SAID = re.compile(
    r"\b(?:right|left|both|feet|foot|footed|leg|legs|side|shoe|total|together|spm|rpm|watch|garmin|strava|polar|app)\b"
)


@dataclass(frozen=True)
class Target:
    """The goal in steps a minute."""

    now: int
    low: int
    high: int


def target(now: float) -> Target | None:
    """Return 5 and 10 % above `now`; None from 160 on, where the article sees nothing to change."""
    if now >= LINE_OF_CHANGE:
        return None
    return Target(round(now), round(now * (1 + LEAST_RISE)), round(now * (1 + MOST_RISE)))


def weeks(goal: Target) -> list[int]:
    """Return the steps a minute to try in each of six weeks: even steps up to the lower goal in four, then kept."""
    rise = goal.low - goal.now
    return [goal.now + round(rise * min(week, WEEKS_OF_RISE) / WEEKS_OF_RISE) for week in range(1, WEEKS + 1)]


def advise(text: str, notes: Notes, today: date) -> Advice:
    """Answer a message on stride rate: the goal, or a question where the count is missing or cannot be right."""
    told = tell(text, ASKED, today)
    if told.cadence is None and notes.cadence is None:
        return ask(TOPIC, "cadence", "how_many", notes, ASKED)
    steps = told.cadence if told.cadence is not None else float(notes.cadence or 0)
    if not LEAST <= steps <= MOST:
        name = "too_few" if steps < LEAST else "too_many"
        return ask(TOPIC, "cadence", name, notes, ASKED, steps=round(steps))
    known = notes.with_(cadence=round(steps), asked="")
    goal = target(steps)
    lead = _lead(told, text)
    if goal is None:
        parts = (
            *lead,
            say("cadence", "enough", steps=round(steps)),
            say("cadence", "no_number"),
            say("cadence", "evidence"),
        )
        return Advice(TOPIC, parts, say("cadence", "enough_spoken", steps=round(steps)), known)
    values = _values(goal)
    plan = [say("cadence", name, **values) for name in ("goal", "how", "music", "steps", "weeks", "evidence")]
    return Advice(
        TOPIC, (*lead, *plan), say("cadence", "spoken", **values), known, chart(goal), buttons=("after_cadence",)
    )


def how(notes: Notes) -> Advice:
    """Say how the goal is reached, once the steps a minute are known."""
    now = float(notes.cadence or 0)
    goal = target(now)
    if goal is None:
        return Advice(
            TOPIC, (say("cadence", "enough", steps=round(now)), say("cadence", "no_number")),
            say("cadence", "enough_spoken", steps=round(now)), notes,
        )  # fmt: skip
    values = _values(goal)
    parts = tuple(say("cadence", name, **values) for name in ("how", "music", "steps", "weeks", "evidence"))
    return Advice(TOPIC, parts, say("cadence", "how_spoken", **values), notes, chart(goal), buttons=("after_cadence",))


def _values(goal: Target) -> dict[str, object]:
    rises = list(dict.fromkeys(weeks(goal)))
    by_week = f"{', '.join(map(str, rises[:-1]))} and {rises[-1]}" if len(rises) > 1 else str(rises[0])
    return {"now": goal.now, "low": goal.low, "high": goal.high, "steps": by_week}


def _lead(told: Told, text: str) -> tuple[str, ...]:
    if told.cadence is None or (told.feet == 2 and told.seconds == MINUTE):
        return ()
    assumed = told.feet == 1 and not FOOT_SAID.search(plain(text))
    return (say("cadence", "assumed" if assumed else "worked_out", steps=round(told.cadence)),)


def chart(goal: Target) -> Chart:
    """Return the weeks as a line in the band of 5 to 10 %."""
    values = weeks(goal)
    return Chart(
        "cadence",
        say("cadence", "chart_title"),
        say("cadence", "chart", now=goal.now, low=goal.low, high=goal.high, weeks=WEEKS_OF_RISE),
        say("cadence", "unit"),
        ("Now", *(f"Week {week}" for week in range(1, WEEKS + 1))),
        (
            Series("5 to 10% more", BAND, (goal.high,) * (WEEKS + 1), (goal.low,) * (WEEKS + 1)),
            Series("To try", LINE, (goal.now, *values)),
        ),
    )
