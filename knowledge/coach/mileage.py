"""Weekly distance: next week's ceiling, and a plan to a goal with easy weeks.

The ceiling is the article's 10 % a week ([article:training]); a jump of more than 30 % looks riskier
([nielsen-2014]); a trial found no fewer injuries with a 10 % plan ([buist-2008]).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from knowledge.coach.advice import Advice, ask, day_words, distance, say, tidy
from knowledge.coach.charts import BARS, LINE, Chart, Series
from knowledge.coach.notes import Notes
from knowledge.coach.roles import DUE
from knowledge.coach.telling import Told, tell
from knowledge.sources import without_markers

TOPIC = ("training_load",)
GROWTH = 1.10
JUMP = 1.30
EASY_EVERY = 4  # each fourth week is easier; by one step of growth, so that the next one is no jump either
LEAST, MOST = 1.0, 250.0  # kilometres a week that are believed
LITTLE = 10.0  # kilometres a week on which 10 % is tiny
MOST_WEEKS = 52
FARTHEST_AHEAD = 5 * 365  # days; a later day is a slip of the year
ASKED, ASKED_GOAL, ASKED_BEFORE = "weekly", "goal", "before"
PART = "mileage"


@dataclass(frozen=True)
class Plan:
    """Weekly distances in kilometres, the highest that each may have, and whether the goal is reached."""

    weeks: tuple[float, ...]
    ceilings: tuple[float, ...]
    reached: bool


def ceiling(now: float, before: float | None = None) -> float:
    """Return the most for next week: 10 % more; after a jump of over 30 %, 10 % a week from the week before."""
    if before is not None and before > 0 and now > before * JUMP:
        return min(now, before * GROWTH * GROWTH)
    return now * GROWTH


def plan(now: float, goal: float, weeks: int | None = None) -> Plan:
    """Return the weeks from `now` to `goal`: even growth of at most 10 %, every fourth week easier.

    Args:
        now: kilometres of this week.
        goal: kilometres a week to be reached.
        weeks: how many there are until then; None takes as few as the ceiling allows.
    """
    growth = GROWTH
    if weeks is not None and goal > now:
        rises = _rises(weeks)
        growth = min(GROWTH, (goal / now) ** (1 / rises)) if rises else GROWTH
    done: list[float] = []
    ceilings: list[float] = []
    last = peak = now
    most = min(weeks or MOST_WEEKS, MOST_WEEKS)
    for number in range(1, most + 1):
        highest = last * GROWTH
        easy = number % EASY_EVERY == 0 and number != weeks
        value = (
            peak / GROWTH
            if easy
            else min(peak * (1.0 if last < peak * 0.999 else growth), goal if goal > now else peak, highest)
        )
        done.append(value)
        ceilings.append(highest)
        last, peak = value, max(peak, value)
        if weeks is None and value >= goal - 1e-9:
            break
    return Plan(tuple(done), tuple(ceilings), bool(done) and max(done) >= goal * 0.999)


def _rises(weeks: int) -> int:
    """Return in how many of the weeks the distance grows: not in an easy one nor in the one after it."""
    return sum(1 for n in range(1, weeks + 1) if (n % EASY_EVERY or n == weeks) and (n == 1 or (n - 1) % EASY_EVERY))


def advise(text: str, notes: Notes, today: date) -> Advice:
    """Answer a message on weekly distance: next week's ceiling, a plan where there is a goal, or what is missing."""
    asked = notes.asked if notes.asked in (ASKED, ASKED_GOAL, ASKED_BEFORE) else ""
    context = DUE if asked == ASKED_GOAL and notes.goal else asked or PART
    told = tell(text, context, today, notes.unit, beside=notes.weekly)
    unit = told.unit or notes.unit or "km"
    due = told.due if told.goal or notes.goal or asked == ASKED_GOAL else None
    if due is not None and not 0 < (due - today).days <= FARTHEST_AHEAD:
        name = "due_past" if due <= today else "due_far"
        return ask(TOPIC, "mileage", name, notes, ASKED_GOAL, day=day_words(due, today))
    known = _noted(notes, told, due, unit)
    if known.goal and known.goal > MOST:
        return ask(
            TOPIC,
            "mileage",
            "goal_too_much",
            known.with_(goal=None, due=notes.due),
            ASKED_GOAL,
            distance=distance(known.goal, unit),
        )
    now = known.weekly
    if now is None:
        return ask(TOPIC, "mileage", "how_far", known, ASKED)
    if now == 0:
        return _week_off(known, unit)
    if not LEAST <= now <= MOST or (known.before or 0) > MOST:
        name = "too_little" if now < LEAST else "too_much"
        return ask(
            TOPIC, "mileage", name, notes.with_(unit=unit), ASKED, distance=distance(max(now, known.before or 0), unit)
        )
    if known.goal:
        return _planned(known, now, known.goal, unit, today, told.race)
    return _ceiling(known, now, unit)


def _noted(notes: Notes, told: Told, due: date | None, unit: str) -> Notes:
    changes: dict[str, object] = {"unit": unit, "asked": ""}
    now = told.now
    if now is not None:
        changes |= {"weekly": now, "before": told.before}
    elif told.before is not None and (notes.weekly is not None or notes.asked == ASKED_BEFORE):
        changes["before"] = told.before
    elif told.before is not None:
        changes["weekly"] = told.before  # what was run last is the base
    if told.goal is not None:
        changes |= {"goal": told.goal, "due": due.isoformat() if due else ""}
    elif now is not None and notes.asked != ASKED:
        changes |= {"goal": None, "due": ""}
    if due is not None and told.goal is None and notes.goal is not None:
        changes["due"] = due.isoformat()
    return notes.with_(**changes)


def _week_off(known: Notes, unit: str) -> Advice:
    """Say how far to go after a week without a run: no farther than the week before it."""
    if not known.before:
        return ask(TOPIC, "mileage", "before_week_off", known, ASKED_BEFORE)
    if known.before > MOST:
        again = known.with_(before=None)
        return ask(TOPIC, "mileage", "too_much", again, ASKED_BEFORE, distance=distance(known.before, unit))
    values = {"before": distance(known.before, unit)}
    parts = (say("mileage", "after_week_off", **values), say("mileage", "knee"))
    picture = chart(known, Plan((known.before,), (known.before,), True), unit)
    return Advice(TOPIC, parts, say("mileage", "after_week_off_spoken", **values), known, picture)


def _ceiling(known: Notes, now: float, unit: str) -> Advice:
    before = known.before
    jumped = before is not None and before > 0 and now > before * JUMP
    most = ceiling(now, before)
    values = {"now": distance(now, unit), "most": distance(most, unit), "before": distance(before or 0, unit)}
    parts: list[str] = [say("mileage", "ceiling_after_jump" if jumped else "ceiling", **values)]
    if jumped and before:
        parts.insert(0, say("mileage", "jump", share=round((now / before - 1) * 100), **values))
    if now < LITTLE:
        parts.append(say("mileage", "little"))
    parts += [say("mileage", "evidence"), say("mileage", "knee")]
    if before is None:
        parts.append(say("mileage", "and_before"))
        known = known.with_(asked=ASKED_BEFORE)
    spoken = say("mileage", "spoken_after_jump" if jumped else "spoken", **values)
    return Advice(
        TOPIC, tuple(parts), spoken, known, chart(known, Plan((most,), (most,), True), unit), buttons=("after_mileage",)
    )


def _planned(known: Notes, now: float, goal: float, unit: str, today: date, race: bool) -> Advice:
    due = date.fromisoformat(known.due) if known.due else None
    if due is not None and due <= today:
        return ask(TOPIC, "mileage", "due_past", known.with_(due=""), ASKED_GOAL, day=day_words(due, today))
    if goal <= now:
        there = say("mileage", "already_there", now=distance(now, unit), goal=distance(goal, unit))
        return Advice(TOPIC, (there, say("mileage", "knee")), without_markers(there), known)
    weeks = max(1, (due - today).days // 7) if due else None
    if weeks is not None and weeks > MOST_WEEKS:
        weeks = None
    made = plan(now, goal, weeks)
    fastest = made if weeks is None else plan(now, goal)
    ends = today + timedelta(weeks=len(fastest.weeks))
    values = {
        "now": distance(now, unit), "goal": distance(goal, unit), "weeks": len(made.weeks),
        "next": distance(made.weeks[0], unit), "reached": distance(max(made.weeks), unit),
        "ends": day_words(ends, today),
        "due": day_words(due, today) if due else "",
    }  # fmt: skip
    opening = "plan" if made.reached else "plan_short"
    easy = [say("mileage", "easy")] if len(made.weeks) >= EASY_EVERY else []
    rows = [
        f"• Week {n}: {distance(value, unit)}"
        for n, value in enumerate(made.weeks, 1)
        if n <= 12 or n == len(made.weeks)
    ]
    reads = [say("mileage", "goal_is_weekly")] if race else []
    closing = (say("mileage", "evidence"), say("mileage", "knee"))
    parts = (say("mileage", opening, **values), *reads, *rows, *easy, *closing)
    spoken = say("mileage", "plan_spoken" if made.reached else "plan_short_spoken", **values)
    return Advice(TOPIC, parts, spoken, known, chart(known, made, unit), buttons=("after_plan",))


def chart(known: Notes, made: Plan, unit: str) -> Chart:
    """Return the weeks as bars under the line of their ceilings, behind this week and the one before."""
    past = [("Last week", known.before), ("This week", known.weekly)]
    earlier = [(name, tidy(km, unit)) for name, km in past if km is not None]
    names = ["Next"] if len(made.weeks) == 1 else [f"Week {n}" for n in range(1, len(made.weeks) + 1)]
    gap = (None,) * len(earlier)
    return Chart(
        "mileage",
        say("mileage", "chart_title"),
        say("mileage", "chart_one" if len(made.weeks) == 1 else "chart", weeks=len(made.weeks),
            now=distance(known.weekly or 0, unit), most=distance(max(made.weeks), unit)),
        "miles" if unit == "mi" else "km",
        (*(name for name, _ in earlier), *names),
        (
            Series("Distance", BARS, (*(value for _, value in earlier), *(tidy(value, unit) for value in made.weeks))),
            Series("At most", LINE, (*gap, *(tidy(value, unit) for value in made.ceilings))),
        ),
    )  # fmt: skip
