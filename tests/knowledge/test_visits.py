"""What is kept between visits, how time passes, and what may have changed."""

from __future__ import annotations

import time
from datetime import datetime

import pytest

from knowledge.levels import LEVELS, can_raise
from knowledge.settings import settings
from knowledge.slots import CHOICES, SLOTS
from knowledge.visits import DAY, HOUR, Visit, course, day_of, is_new

NOON = datetime(2026, 11, 30, 12).astimezone().timestamp()
ITBS = {"outer_tightness": "yes", "swelling": "no", "twist_or_fall": "no", "pop": "unsure"}


def visit(days: float, level: str = "self_care", cause: str = "itbs", known: dict[str, str] | None = None) -> Visit:
    return Visit(NOON - days * DAY, NOON - days * DAY, level, cause, ITBS if known is None else known)


@pytest.mark.parametrize(
    ("hours", "new"), [(0, False), (11.9, False), (12, True), (12.1, True), (24 * 400, True), (-5, False)]
)
def test_a_pause_makes_a_visit(hours: float, new: bool) -> None:
    assert settings().visit_hours == 12
    assert is_new(NOON - hours * HOUR, NOON) is new


def test_who_was_never_here_is_no_second_visitor() -> None:
    assert not is_new(None, time.time())


@pytest.mark.parametrize(
    ("days", "words"),
    [(0.1, "earlier today"), (1, "yesterday"), (2, "2 days ago"), (13, "13 days ago"), (14, "2 weeks ago"),
     (30, "4 weeks ago"), (60, "2 months ago"), (-1, "earlier today")],
)  # fmt: skip
def test_how_long_ago(days: float, words: str) -> None:
    assert visit(days).ago(NOON) == words


@pytest.mark.parametrize(("days", "day"), [(0, "14 December"), (13, "1 December"), (14, "28 December"), (42, "")])
def test_the_next_day_for_a_check(days: float, day: str) -> None:
    assert visit(days).review(NOON) == day


@pytest.mark.parametrize(
    ("duration", "days", "aged"),
    [("today", 0, "today"), ("today", 1, "days"), ("today", 14, "weeks"), ("days", 3, "days"), ("days", 12, "weeks"),
     ("weeks", 7, "weeks"), ("weeks", 30, "months"), ("months", 100, "months"), (None, 50, None)],
)  # fmt: skip
def test_a_duration_grows(duration: str | None, days: int, aged: str | None) -> None:
    assert course().aged(duration, days) == aged


@pytest.mark.parametrize("duration", CHOICES["duration"])
def test_a_duration_never_shrinks(duration: str) -> None:
    order = CHOICES["duration"]
    spans = [order.index(str(course().aged(duration, days))) for days in range(120)]
    assert spans == sorted(spans)
    assert spans[0] == order.index(duration)


def test_the_lists_name_slots_and_what_may_raise_the_level_is_asked_again() -> None:
    assert set(course().of_the_person) < set(course().lasting) < set(SLOTS)
    assert set(course().changing) | set(course().lasting) == set(SLOTS)
    events = {"pop", "crack", "twist_or_fall", "age_band", "blood_thinner", "duration"}
    assert set(can_raise({}, [], LEVELS[0])) - events <= set(course().changing)


@pytest.mark.parametrize(
    ("slots", "gist"),
    [
        ({}, "tightness or pain on the outer side, no injury; care at home with a check after two weeks; "
             "IT band syndrome fitted best"),
        ({"cause": "", "known": {"swelling": "yes"}, "level": "routine"},
         "it is swollen; a visit to a doctor or physio in the next days or weeks"),
        ({"cause": "", "known": {"pop": "unsure"}}, "care at home with a check after two weeks"),
        ({"cause": "gone_from_the_table", "known": {}}, "care at home with a check after two weeks"),
    ],
    ids=["a cause", "no cause", "nothing sure", "a cause that is no more"],
)  # fmt: skip
def test_the_gist_of_a_visit(slots: dict[str, object], gist: str) -> None:
    assert visit(3, **slots).gist() == gist  # type: ignore[arg-type]


def test_a_slot_holds_a_visit_or_nothing() -> None:
    assert Visit.of(None) is None
    assert Visit.of({}) is None
    kept = visit(3)
    assert Visit.of(vars(kept)) == kept


def test_days_are_counted_by_the_calendar() -> None:
    late = datetime(2026, 11, 29, 23, 50).astimezone().timestamp()
    assert Visit(late, late, "self_care", "").days(NOON) == 1
    assert day_of(late).day == 29
