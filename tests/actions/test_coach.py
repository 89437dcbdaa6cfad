"""The coach's action: what it says and keeps; nothing is planned while somebody has to look at the knee first."""

from __future__ import annotations

from typing import Any

import pytest

from actions.coach import ActionCoach
from tests.actions.people import run
from tests.knowledge.coach.test_reading import WISHES

PLANNED = ("cadence", "mileage", "shoes", "strength", "form", "back", "check_in")
TRIAGED: dict[str, Any] = {
    "interview": "done",
    "told": {"cause": "itbs"},
    "outer_tightness": "yes",
    "level": "self_care",
}


@pytest.mark.parametrize("text", [text for wish, texts in WISHES.items() if wish != "none" for text in texts])
def test_every_request_gets_a_coach_block_with_speech(text: str) -> None:
    block = run(ActionCoach(), text, **TRIAGED).blocks[0]
    assert block["kind"] == "coach"
    assert block["speech"]
    assert "[" not in block["speech"]
    assert block["topics"]


@pytest.mark.parametrize("level", ["urgent", "emergency"])
@pytest.mark.parametrize("wish", PLANNED)
def test_no_plan_at_a_level_that_has_to_be_seen(wish: str, level: str) -> None:
    for text in WISHES[wish]:
        out = run(ActionCoach(), text, **{**TRIAGED, "level": level})
        assert out.text.startswith("No training plan for now.")
        assert "chart" not in out.blocks[0]
        assert "files" not in out.blocks[0]


def test_what_was_told_is_kept_for_the_next_visit() -> None:
    first = run(ActionCoach(), "I bought my shoes in March and run 15 miles a week")
    again = run(ActionCoach(), "how worn are my shoes", coach=first.slots["coach"])
    assert "They have come about" in again.text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("my cadence is 20", "walking pace"),
        ("my cadence is 390", "more than runners take"),
        ("I ran 900 miles this week and 15 last week", "more than I would believe"),
        ("I bought my shoes in 1990", "Tell me again"),
        ("my shoes have 90000 miles on them", "more than I would believe"),
    ],
)
def test_what_cannot_be_right_is_asked_about_kindly(text: str, said: str) -> None:
    out = run(ActionCoach(), text)
    assert said in out.text
    assert out.text.count("?") == 1 or out.text.endswith(".")


def test_a_torn_meniscus_gets_no_plan() -> None:
    out = run(ActionCoach(), "a plan back to running", **{**TRIAGED, "told": {"cause": "meniscus_tear"}})
    assert "I make no plan for that." in out.text


@pytest.mark.parametrize("text", ["And how do I get there?", "ok so how can I reach that", "how do I do that?"])
def test_after_a_cadence_goal_it_tells_how_to_raise_the_cadence(text: str) -> None:
    goal = run(ActionCoach(), "my cadence is 148")
    how = run(ActionCoach(), text, coach=goal.slots["coach"], topics=goal.slots["topics"])
    assert "let the steps get shorter" in how.text
    assert "metronome" in how.text
    assert how.slots["coach"] == goal.slots["coach"]
    elsewhere = run(ActionCoach(), text, coach=goal.slots["coach"], topics=["itbs", "cadence"], interview="done")
    assert "let the steps get shorter" not in elsewhere.text


def test_after_a_distance_to_reach_it_gives_the_plan_again() -> None:
    told = run(ActionCoach(), "I run 20 km a week and want to reach 30 km a week by June")
    how = run(ActionCoach(), "and how do I get there?", coach=told.slots["coach"], topics=told.slots["topics"])
    assert "Week 1" in how.text


@pytest.mark.parametrize(
    "text",
    ["20 miles this week", "my cadence is 20", "help me raise my cadence", "got new shoes in march", "coach me please"],
)
def test_before_a_question_of_the_interview_the_coach_asks_nothing_itself(text: str) -> None:
    alone = run(ActionCoach(), text)
    assert "?" in alone.text
    followed = run(ActionCoach(), text, plan=["action_coach", "interview_form", "action_triage"])
    assert "?" not in followed.text
    assert followed.text
    assert "?" not in followed.blocks[0]["speech"]
    assert "asked" not in followed.slots["coach"]


def test_what_is_told_beside_is_kept_and_said() -> None:
    out = run(ActionCoach(), "half marathon in april and I bought new shoes in september for it")
    assert out.slots["coach"]["goal"] == 21.1
    assert out.slots["coach"]["bought"].endswith("-09-01")
    assert "Noted too: your shoes." in out.text
    assert out.text.endswith("?")  # how far in a week
