"""Every plan keeps the bounds of its rule, whatever is told."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.coach import back_to_running, cadence, mileage, shoes, strength
from knowledge.coach.advice import tidy
from knowledge.coach.back_to_running import BACK, BROKEN, GOOD_RUNS, KEPT, UP, moved, steps_of, table, verdict
from knowledge.coach.notes import Notes, Run
from knowledge.coach.quantities import MILE

TODAY = date(2026, 11, 28)


@given(st.floats(cadence.LEAST, cadence.MOST))
def test_the_cadence_goal_is_5_to_10_percent_above_and_the_weeks_climb_to_it(now: float) -> None:
    goal = cadence.target(now)
    assert (goal is None) is (now >= cadence.LINE_OF_CHANGE)
    if goal is None:
        return
    assert goal.low == pytest.approx(now * 1.05, abs=0.51)
    assert goal.high == pytest.approx(now * 1.10, abs=0.51)
    weeks = cadence.weeks(goal)
    assert len(weeks) == cadence.WEEKS
    assert weeks == sorted(weeks)
    assert goal.now <= weeks[0]
    assert weeks[-1] == goal.low


def test_the_example_of_the_article() -> None:
    assert cadence.target(148) == cadence.Target(148, 155, 163)


@given(st.floats(1, 250), st.floats(1, 250))
def test_the_ceiling_of_next_week(now: float, before: float) -> None:
    most = mileage.ceiling(now, before)
    assert most <= now * mileage.GROWTH + 1e-9
    if now > before * mileage.JUMP:
        assert most <= now
        assert most <= before * mileage.GROWTH**2 + 1e-9


@given(st.floats(1, 200), st.floats(1, 250), st.one_of(st.none(), st.integers(1, 52)))
def test_no_week_is_above_its_ceiling_nor_beyond_the_goal(now: float, goal: float, weeks: int | None) -> None:
    plan = mileage.plan(now, goal, weeks)
    last = now
    assert 1 <= len(plan.weeks) <= mileage.MOST_WEEKS
    for value, ceiling in zip(plan.weeks, plan.ceilings, strict=True):
        assert ceiling == pytest.approx(last * 1.10)
        assert value <= ceiling + 1e-9
        assert value <= max(goal, now) + 1e-9
        last = value
    pairs = zip(plan.weeks, plan.weeks[2:], strict=False)
    assert all(later <= earlier * mileage.JUMP for earlier, later in pairs)
    if weeks is not None:
        assert len(plan.weeks) == weeks
    if plan.reached:
        assert max(plan.weeks) >= goal * 0.999


@given(st.floats(10, 60), st.floats(1.05, 1.6), st.integers(20, 52))
def test_with_time_enough_the_goal_is_reached(now: float, factor: float, weeks: int) -> None:
    assert mileage.plan(now, now * factor, weeks).reached


@given(st.floats(0, 500), st.sampled_from(["mi", "km"]))
def test_a_distance_is_never_rounded_up(km: float, unit: str) -> None:
    assert tidy(km, unit) * (MILE if unit == "mi" else 1.0) <= km + 1e-4


@given(st.integers(0, 3000), st.floats(1, 250))
def test_shoes(days: int, weekly: float) -> None:
    found = shoes.wear(TODAY, TODAY - timedelta(days=days), weekly)
    assert found is not None
    assert found.km == pytest.approx(days / 7 * weekly)
    assert found.stage == ("fresh" if found.km < 300 * MILE else "look" if found.km <= 600 * MILE else "past")
    assert all(day is None or day >= TODAY for day in (found.first_look, found.last))


RUNS = st.builds(
    Run,
    day=st.just(""),
    pain=st.one_of(st.none(), st.integers(0, 10).map(float)),
    settled=st.sampled_from([None, True, False]),
    morning=st.sampled_from([None, True, False]),
)


@given(st.sampled_from(sorted(table()["ladders"])), st.lists(RUNS, max_size=40))
def test_the_plan_is_never_ahead_of_the_load_rule(ladder: str, runs: list[Run]) -> None:
    notes = Notes(plan=ladder)
    row: list[str] = []  # verdicts at the present step
    for number, run in enumerate(runs):
        dated = Run(
            (TODAY + timedelta(days=2 * number)).isoformat(), run.pain, run.settled, run.morning, stage=notes.stage
        )
        before = notes.stage
        notes, way = moved(notes.logged(dated))
        row.append(verdict(dated))
        assert 0 <= notes.stage < len(steps_of(ladder))
        if notes.stage > before:
            assert way == UP
            assert notes.stage == before + 1
            assert row[-GOOD_RUNS:] == [KEPT] * GOOD_RUNS
        if row[-1] == BROKEN:
            assert way == BACK
            assert notes.stage == max(0, before - 1)
        if notes.stage != before:
            row = []


@given(RUNS)
def test_a_run_keeps_the_rule_only_if_every_part_of_it_is_known_and_kept(run: Run) -> None:
    kept = run.pain is not None and run.pain <= 2 and run.morning is True and (run.settled is True or run.pain == 0)
    assert (verdict(run) == KEPT) is (kept and run.settled is not False)


@pytest.mark.parametrize("ladder", sorted(table()["ladders"]))
def test_each_step_runs_no_less_than_the_one_before(ladder: str) -> None:
    def running(step: dict[str, float]) -> tuple[float, float]:
        share = step["run"] / (step["run"] + step["walk"]) if step["walk"] else 1.0
        return share, step.get("km", step["run"] * step.get("times", 1))

    steps = [running(dict(step)) for step in steps_of(ladder)]
    assert all(a[0] <= b[0] and a[1] <= b[1] for a, b in pairwise(steps))


@pytest.mark.parametrize("cause", table()["led_by_others"])
def test_no_plan_where_somebody_else_leads(cause: str) -> None:
    advice = back_to_running.start(Notes(), cause, "a plan back to running", TODAY, "yes")
    assert advice.notes.plan == ""
    assert "no plan" in advice.text


@given(st.integers(0, 100), st.booleans(), st.booleans())
def test_jumps_come_only_when_free_of_pain_and_after_the_basics(session: int, knee: bool, free: bool) -> None:
    names = strength.exercises(session, knee, free)
    jumps = set(names) & {*strength.table()["stages"]["jumps"], *strength.table()["stages"]["hills"]}
    assert not jumps or (free and session >= strength.table()["sessions_before_jumps"])
    assert len(names) == strength.table()["in_a_session"]
    assert ("leg_lift" in names) is (knee and not (jumps and names[-1] in jumps))


UNITS = st.sampled_from([("km", 1.0), ("miles", MILE)])


@settings(deadline=None)  # the first date read loads dateparser
@given(st.integers(2, 100), st.integers(2, 150), UNITS, st.integers(1, 60))
def test_a_plan_told_in_words_keeps_its_unit_its_ceilings_and_its_day(
    now: int, goal: int, unit: tuple[str, float], weeks: int
) -> None:
    name, size = unit
    due = TODAY + timedelta(weeks=weeks)
    text = f"I run {now} {name} a week and want to reach {goal} {name} a week by {due:%-d %B %Y}"
    advice = mileage.advise(text, Notes(), TODAY)
    if now * size > mileage.MOST or goal * size > mileage.MOST:
        assert advice.chart is None
        assert advice.notes.asked
        return
    assert advice.notes.weekly == pytest.approx(now * size)
    assert advice.notes.goal == pytest.approx(goal * size)
    assert advice.notes.due == due.isoformat()
    if goal <= now:
        assert advice.chart is None
        return
    assert advice.chart is not None
    drawn, limits = advice.chart.series[0].values[1:], advice.chart.series[1].values[1:]
    assert len(drawn) <= (weeks if weeks <= mileage.MOST_WEEKS else mileage.MOST_WEEKS)
    last = float(now)
    for value, limit in zip(drawn, limits, strict=True):
        assert value is not None
        assert limit is not None
        assert value <= limit
        cut = 0.12 if last < 100 else 1.2  # figures are cut to one decimal, to none from 100, each for itself
        assert value <= last * mileage.GROWTH + cut
        last = value
    assert max(value for value in drawn if value is not None) <= goal
    reached = "can get to" not in advice.text
    assert reached is (max(value for value in drawn if value is not None) >= goal * 0.995)


@settings(deadline=None)
@given(st.integers(1, 150), UNITS)
def test_after_a_week_off_no_more_than_before_it(before: int, unit: tuple[str, float]) -> None:
    name, size = unit
    advice = mileage.advise(f"nothing this week, {before} {name} last week", Notes(), TODAY)
    if before * size > mileage.MOST:
        assert advice.chart is None
        return
    assert advice.chart is not None
    assert advice.chart.series[0].values[-1] == before


@settings(deadline=None)
@given(st.integers(2, 150), st.integers(2, 150), UNITS)
def test_next_week_in_words(now: int, before: int, unit: tuple[str, float]) -> None:
    name, size = unit
    advice = mileage.advise(f"{now} {name} this week, {before} {name} last week", Notes(), TODAY)
    if max(now, before) * size > mileage.MOST:
        assert advice.chart is None
        return
    assert advice.chart is not None
    most = advice.chart.series[0].values[-1]
    assert most is not None
    assert most <= now * mileage.GROWTH + 1e-6
    assert ("jumps of over 30%" in advice.text) is (now > before * mileage.JUMP)
    if now > before * mileage.JUMP:
        assert most <= min(now, before * mileage.GROWTH**2 + 1e-6)


@given(st.integers(cadence.LEAST, cadence.LINE_OF_CHANGE - 1))
def test_no_week_of_cadence_rises_by_more_than_a_few_steps(now: int) -> None:
    goal = cadence.target(now)
    assert goal is not None
    rises = [later - earlier for earlier, later in pairwise([goal.now, *cadence.weeks(goal)])]
    assert all(0 <= rise <= 3 for rise in rises)
    assert rises[cadence.WEEKS_OF_RISE :] == [0] * (cadence.WEEKS - cadence.WEEKS_OF_RISE)
    assert all(week <= goal.high for week in cadence.weeks(goal))


@settings(deadline=None)
@given(st.sampled_from([0, 1, 2, 3, 7, 10]), st.booleans(), st.booleans(), st.sampled_from(sorted(table()["ladders"])))
def test_check_ins_in_words_never_go_up_on_a_broken_rule(pain: int, settled: bool, good: bool, ladder: str) -> None:
    notes = Notes(plan=ladder, cause="other", stage=2, asked="run")
    for back in (4, 2):
        day = TODAY - timedelta(days=back)
        text = (
            f"ran on {day:%-d %B}, pain {pain} out of 10, {'settled at once' if settled else 'still sore for hours'}, "
            f"{'no worse next morning' if good else 'worse next morning'}"
        )
        notes = back_to_running.check_in(notes, text, TODAY).notes
    kept = pain <= 2 and settled and good
    assert notes.stage == (3 if kept else 0)


@given(st.one_of(st.none(), st.floats(0, 250)), st.one_of(st.none(), st.floats(0, 250)), st.integers(0, 9))
def test_notes_survive_the_slot(weekly: float | None, before: float | None, stage: int) -> None:
    notes = Notes(weekly=weekly, before=before, stage=stage, diary=(Run("2026-11-28", pain=0.0),))
    assert Notes.of(notes.slot()) == notes
