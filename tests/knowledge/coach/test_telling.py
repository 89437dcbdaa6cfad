"""From marks and their roles to figures: what is found, what hangs together, what is worked out."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from knowledge.coach.context.labels import NONE
from knowledge.coach.fitting import IMPOSSIBLE, strain
from knowledge.coach.marks import marks_of
from knowledge.coach.quantities import MILE
from knowledge.coach.roles import ALLOWED, model
from knowledge.coach.routes import route
from knowledge.coach.telling import compose, readings, tell

TODAY = date(2026, 11, 28)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ran 5k, pain 2/10", [("distance", 5.0), ("score", 2.0)]),
        ("seven outta ten", [("score", 7.0)]),
        ("45 mpw", [("distance", 45 * MILE)]),
        ("spring of twenty twenty three", [("day", 0.0)]),
        ("the 9th of may 2027 or in 3 weeks", [("day", 0.0), ("days", 21.0)]),
        ("5k each way, mon, wed and fri", [("distance", 5.0), ("times", 2.0), ("times", 3.0)]),
        ("every day but not on sunday, 4 km", [("times", 6.0), ("day", 0.0), ("distance", 4.0)]),
        ("10% up, double last week", [("share", 0.1), ("ratio", 2.0)]),
        ("no pain, didn't run", [("naught", 0.0), ("naught", 0.0)]),
        ("6 and 6 and 9", [("number", 6.0), ("number", 6.0), ("number", 9.0)]),
        ("between 6 and 9", [("number", 7.5)]),
        ("165 avg, 182 max", [("number", 165.0)]),
        ("hr 151, the blue one, 32 degrees, 10 am, aged 47", []),
        ("a half in May", [("distance", 21.1), ("day", 0.0)]),
        ("half an hour", [("seconds", 1800.0)]),
        ("marathon block", []),
        ("33 miles this week no wait 23", [("distance", 23 * MILE)]),
        ("11 on monday no 9 on monday", [("number", 9.0), ("day", 0.0)]),
        ("65 no that's the bus, it's 75", [("number", 75.0)]),
        ("three three kilometres", [("distance", 3.0)]),
        ("2 runs of 7k and one of ten", [("number", 2.0), ("distance", 7.0), ("number", 1.0), ("number", 10.0)]),
        ("5 days, 7k a day", [("days", 5.0), ("distance", 7.0)]),
        ("7k a day", [("distance", 7.0), ("times", 7.0)]),
        ("3 weeks tomorrow", [("day", 0.0)]),
        ("the twins ( 3 , 3 )", []),
        ("my 30th parkrun no. 31 at 7:10 a km", [("distance", 5.0)]),
        ("LW 30 kpw, goal HM", [("distance", 30.0), ("distance", 21.1)]),
        ("my daily trainers, sub 4 marathon", [("distance", 42.2)]),
        ("22mpw, first HM", [("distance", 22 * MILE), ("distance", 21.1)]),
        ("2 5-milers", [("number", 2.0), ("distance", 5 * MILE)]),
        ("8 n a half k, pain one on ten", [("distance", 8.5), ("score", 1.0)]),
        ("six and three quarter miles", [("distance", 6.75 * MILE)]),
        ("45 000 km, 5 kilometres 700", [("distance", 45000.0), ("distance", 5.7)]),
        ("sixty... no, seventy-six in thirty second", [("number", 76.0), ("seconds", 30.0)]),
        ("40 miles. No, 30", [("distance", 30 * MILE)]),
        ("pain 2 not 3, heart below 150, 640 m climbing, 900 kcal", [("number", 2.0)]),
        ("10.5 km/h", []),
        ("weeks 8, 9 and 10: 20, 22, 24", [("number", 20.0), ("number", 22.0), ("number", 24.0)]),
        ("half again as much", [("share", 0.5)]),
    ],
)
def test_marks(text: str, found: list[tuple[str, float]]) -> None:
    _, marks = marks_of(text)
    assert [one.kind for one in marks] == [kind for kind, _ in found]
    assert [one.value for one in marks] == pytest.approx([value for _, value in found], abs=0.01)


@pytest.mark.parametrize(
    ("text", "roles", "told"),
    [
        ("3 x 5k and a 10k", ["times>", "now", "now+"], {"now": 25}),
        ("5k three times and 7k", ["now", "times<", "now+"], {"now": 22}),
        ("4k each way on tues and thurs", ["now", "times<", "times<"], {"now": 16}),
        ("5k, 6k, so 11k", ["now", "now+", "now"], {"now": 11}),
        ("5k more than last week, 25k", ["more", "now"], {"now": 25, "before": 20}),
        ("20k last week, 10% more", ["before", "more"], {"now": 22, "before": 20}),
        ("double last week, 16k", ["ratio", "now"], {"now": 16, "before": 8}),
        ("23 km, I had the week off", ["before", "before"], {"before": 23}),
        ("38 left 39 right in 30 seconds", ["one", "one+", "spell"], {"cadence": 154}),
        ("40 right steps in 15 seconds", ["one", "spell"], {"cadence": 320}),
        ("20 in 15 seconds, so 80", ["one", "spell", "one"], {"cadence": 160}),
        ("3 x 5k, last week only 2", ["times>", "now", "before*"], {"now": 15, "before": 10}),
        ("2k more than the planned 8", ["more", "run"], {"run": 10}),
        ("twice as far as hers, 240k", ["ratio", "shoes"], {"shoes": 480}),
        ("5% less than his 180", ["less", "both"], {"cadence": 171}),
        ("half of last time, a 6", ["ratio", "pain"], {"pain": 3}),
        ("300m on them", ["shoes"], {"shoes": 300 * MILE}),
        ("marathon in may", ["goal", "due"], {"goal": 42.2, "race": True, "due": date(2027, 5, 1)}),
        ("race 2 may, shoes 3 march", ["due", "bought"], {"due": date(2027, 5, 2), "bought": date(2026, 3, 3)}),
    ],
)
def test_the_arithmetic_of_roles(text: str, roles: list[str], told: dict[str, Any]) -> None:
    words, marks = marks_of(text)
    found = compose(words, marks, roles, TODAY)
    assert {name: getattr(found, name) for name in told} == told


def test_the_week_that_is_known_stands_in_for_the_one_that_is_not_told() -> None:
    words, marks = marks_of("half of that")
    assert compose(words, marks, ["inverse"], TODAY, beside=30.0).before == pytest.approx(15.0)
    assert compose(words, marks, ["ratio"], TODAY, beside=30.0).before == pytest.approx(60.0)


@pytest.mark.parametrize(
    ("text", "asked", "roles"),
    [
        ("5k and 6k", "mileage", ["now+", "now"]),  # added to nothing
        ("5k three times", "mileage", ["other", "times<"]),
        ("20k, last week two runs", "mileage", ["other", "before*"]),
        ("40 in 30 seconds", "cadence", ["other", "spell"]),
        ("half marathon in may", "mileage", ["now", "due"]),  # the day of nothing
        ("20k, 18k", "mileage", ["more", "now"]),  # no word compares them
    ],
)
def test_what_cannot_hang_together(text: str, asked: str, roles: list[str]) -> None:
    words, marks = marks_of(text)
    assert strain(words, marks, roles, asked) >= IMPOSSIBLE


def test_nobody_runs_with_eighty_steps_of_both_feet() -> None:
    words, marks = marks_of("82 in a minute")
    assert strain(words, marks, ["both"], "cadence") > strain(words, marks, ["one"], "cadence") == 0


@pytest.mark.parametrize(
    ("text", "asked", "worse", "better"),
    [
        ("shoes from 1 june. goal: 10k on 2 may", "mileage", ["due", "goal", "bought"], ["bought", "goal", "due"]),
        ("a 10k in 3 weeks, ran twice", "mileage", ["goal", "due", "times<"], ["goal", "due", "other"]),
        ("3 times 6k, so 18", "weekly", ["times>", "other", "now"], ["times>", "now", "now"]),
        ("7+7+5", "weekly", ["now", "times<", "now+"], ["now", "now+", "now+"]),
        ("up, it has gone from 21 to 28 km", "mileage", ["now", "goal"], ["before", "now"]),
        ("a marathon over 4 days", "weekly", ["goal", "other"], ["now", "other"]),
        ("4 runs: 6k 6k 6k 7k", "weekly", ["times>", "now", "now+", "now+", "now+"],
         ["other", "now", "now+", "now+", "now+"]),
    ],
)  # fmt: skip
def test_what_hangs_together_better(text: str, asked: str, worse: list[str], better: list[str]) -> None:
    words, marks = marks_of(text)
    assert len(marks) == len(better)
    assert strain(words, marks, worse, asked) >= strain(words, marks, better, asked) + 5


def test_every_role_of_the_model_is_allowed_somewhere_and_readings_keep_to_it() -> None:
    assert {*model().roles} == {role for roles in ALLOWED.values() for role in roles} & {*model().roles}
    words, marks = marks_of("ran 5k twice, 12 km in all this week, last week nothing, 10 weeks to go")
    for _, roles in readings(words, marks, "mileage", model()):
        assert all(role in ALLOWED[mark.kind] for mark, role in zip(marks, roles, strict=True))


def test_two_parts_told_at_once_are_both_read() -> None:
    told = tell("10k race on 31 january, shoes bought in march, 300 km in them", "mileage", TODAY)
    assert (told.goal, told.due, told.bought, told.shoes) == (10.0, date(2027, 1, 31), date(2026, 3, 1), 300.0)


@pytest.mark.parametrize(
    "text", ["", "hello", "today", "yesterday", "3 days", "about 6 out of 10", "ran 5k and my knee hurts, what is it"]
)
def test_what_is_not_for_the_coach_goes_nowhere(text: str) -> None:
    assert route(text, "") == NONE


@pytest.mark.parametrize(
    ("text", "asked", "part"),
    [
        ("ninety right foot strikes a minute", "", "cadence"), ("I clock up 40 clicks a week", "", "mileage"),
        ("the hokas have done 300 miles", "", "shoes"), ("jogged 4k, shin 2/10", "", "check_in"),
        ("about twenty-five k, the same loop with my neighbour as always, geese and all", "weekly", "mileage"),
    ],
)  # fmt: skip
def test_what_is_told_goes_to_its_part(text: str, asked: str, part: str) -> None:
    assert route(text, asked) == part
