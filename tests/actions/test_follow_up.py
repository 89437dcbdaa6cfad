"""A knee that is better, or the same, after a pause: what comes next, and when to check again."""

from __future__ import annotations

import time
from typing import Any

import pytest

from actions.follow_up import ActionFollowUp
from knowledge.levels import LEVELS
from knowledge.passages import CAUSES
from knowledge.safety import care
from knowledge.visits import DAY
from tests.actions.people import Outcome, run


def follow_up(text: str, days: float, level: str = "self_care", cause: str = "itbs", **slots: Any) -> Outcome:
    first = time.time() - days * DAY
    visit = {"since": first, "date": first, "level": level, "cause": cause, "known": {}}
    outcome = run(ActionFollowUp(), text, "report", visit=visit, level=level, stiffness="yes", **slots)
    [block] = outcome.blocks
    assert block["kind"] == "answer"
    assert block["level"] == outcome.slots["level"]
    assert LEVELS.index(outcome.slots["level"]) >= LEVELS.index(level), "no news make it milder by themselves"
    assert block["citations"]
    assert "[" not in block["speech"]
    return outcome


def words(level: str, key: str) -> str:
    return care()[level][key].partition(" [")[0].partition("{")[0]


@pytest.mark.parametrize("cause", CAUSES)
@pytest.mark.parametrize("level", LEVELS)
def test_better(cause: str, level: str) -> None:
    outcome = follow_up("It is better", 9, level, cause)
    assert "better" in outcome.text.partition(".")[0]
    cited = {citation["id"] for citation in outcome.blocks[0]["citations"]}
    mild = level in ("self_care", "routine")
    assert (f"{cause}.recovery" in cited) is mild, "how to run again is not for a knee that has to be seen first"
    assert (words("self_care", "check") in outcome.text) is (level == "self_care")
    if level != "self_care":
        assert words(level, "better") in outcome.text
    assert outcome.slots["topics"] == [cause]


@pytest.mark.parametrize(("days", "check"), [(1, True), (13, True), (15, True), (41, True), (43, False), (200, False)])
def test_the_next_day_for_a_check_is_named_as_long_as_there_is_one(days: int, check: bool) -> None:
    assert (words("self_care", "check") in follow_up("much better thanks", days).text) is check


@pytest.mark.parametrize(
    ("days", "level"), [(1, "self_care"), (13, "self_care"), (14, "routine"), (60, "routine"), (400, "routine")]
)
def test_the_same_for_too_long_is_to_be_seen(days: int, level: str) -> None:
    outcome = follow_up("It is about the same", days)
    assert outcome.slots["level"] == level
    late = level == "routine"
    assert (words("self_care", "overdue") in outcome.text) is late
    assert (words("self_care", "check") in outcome.text) is not late
    assert ("about a day" if days == 1 else f"{days} days") in outcome.text
    assert words(level, "then") in outcome.text


@pytest.mark.parametrize("level", ["routine", "urgent"])
def test_the_same_at_a_graver_level_says_that_level_again(level: str) -> None:
    outcome = follow_up("no change", 30, level)
    assert words(level, "again") in outcome.text
    assert words("self_care", "overdue") not in outcome.text


def test_without_a_cause_there_is_no_passage_and_the_topic_stays() -> None:
    outcome = follow_up("it is better", 5, cause="", topics=["cadence"])
    assert outcome.slots["topics"] == ["cadence"]
    assert all("recovery" not in citation["id"] for citation in outcome.blocks[0]["citations"])
