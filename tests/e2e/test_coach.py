"""The coach in whole conversations with the running assistant."""

from __future__ import annotations

import base64

import pytest

from tests.conftest import Conversation
from tests.e2e.test_conversations import answer_all

pytestmark = pytest.mark.server

OUTER = "my knee is tight on the outer side at mile three, no swelling, no injury"
DANGER = "hang on, my foot has gone numb and cold"


def names_of_files(runner: Conversation) -> list[str]:
    return [file["name"] for block in runner.blocks for file in block.get("files", [])]


def test_cadence_from_a_count_of_one_foot(runner: Conversation) -> None:
    runner.say("I count 74 right-foot steps in a minute")
    assert runner.kinds == ["coach"]
    assert runner.topics == ["cadence"]
    assert "148" in runner.text
    assert "155 to 163" in runner.text
    assert runner.blocks[0]["chart"]["kind"] == "cadence"
    assert runner.blocks[0]["citations"]


def test_a_missing_number_is_asked_for_and_a_bare_answer_understood(runner: Conversation) -> None:
    runner.say("help me raise my cadence")
    assert runner.text.count("?") == 1
    runner.say("300")
    assert "more than runners take" in runner.text
    runner.say("152")
    assert "160 to 167" in runner.text


def test_mileage_this_week_last_week_then_a_plan(runner: Conversation) -> None:
    runner.say("I ran 20 miles this week and 15 last week")
    assert "33% more" in runner.text
    assert "18.1 miles" in runner.text
    runner.say("plan to get to 40 miles a week in 30 weeks")
    assert runner.kinds == ["coach"]
    assert "40 miles" in runner.text
    assert len(runner.blocks[0]["chart"]["labels"]) > 10


def test_shoes_are_remembered(runner: Conversation) -> None:
    runner.say("I bought my shoes in March")
    assert "How far" in runner.text
    runner.say("15 miles")
    assert "miles" in runner.text
    assert runner.topics[0] == "shoes_replace"
    runner.say("how worn are my shoes")
    assert "They have come about" in runner.text


def test_strength_and_cues(runner: Conversation) -> None:
    runner.say("A strength session")
    first = runner.text
    assert runner.blocks[0]["chart"]["figures"][0] == "plank"
    runner.say("The next strength session")
    assert runner.text != first
    runner.say("A cue for my next run")
    cue = runner.text
    runner.say("Another cue")
    assert runner.text != cue


def test_in_the_interview_it_answers_and_the_question_comes_again(runner: Conversation) -> None:
    runner.say("the front of my knee aches when I run")
    asked = runner.asked
    assert asked
    runner.say("my cadence is 148")
    assert runner.kinds == ["coach", "question"]
    assert runner.asked == asked


def test_back_to_running_from_the_triage_to_a_step_back(runner: Conversation) -> None:
    runner.say("a plan back to running please")
    assert runner.kinds[0] == "coach"
    assert runner.asked, "the knee comes first"
    runner.say(OUTER)
    answer_all(runner, {"location": "on the outer side"})
    runner.say("a plan back to running please")
    assert "30 minutes" in runner.text
    runner.say("yes")
    assert "Step 1 of 10" in runner.text
    assert names_of_files(runner) == ["next-runs.ics"]
    runner.say("ran on 20 November, no pain, and fine next morning")
    assert "two in a row" in runner.text
    runner.say("ran on 22 November, no pain, and fine next morning")
    assert "Step 2 of 10" in runner.text
    runner.say("It hurt more than 2 out of 10")
    assert "back a step" in runner.text
    assert "Step 1 of 10" in runner.text
    assert runner.blocks[0]["chart"]["kind"] == "diary"
    runner.say("Export my diary")
    rows = base64.b64decode(runner.blocks[0]["files"][0]["data"]).decode().splitlines()
    assert rows[0].startswith("date,distance_km")
    assert len(rows) == 4


def test_no_plan_while_the_level_is_urgent_or_worse(runner: Conversation) -> None:
    runner.say(DANGER)
    assert runner.level == "emergency"
    runner.say("give me a mileage plan to 40 miles a week")
    assert runner.level == "emergency"
    assert "No training plan" in runner.text
    assert "Week 1" not in runner.text


def test_danger_told_to_the_coach_comes_first(runner: Conversation) -> None:
    runner.say("help me with my mileage")
    runner.say("20 miles, but " + DANGER)
    assert runner.kinds[0] == "safety"
    assert runner.level == "emergency"


@pytest.mark.parametrize(
    "question",
    [
        "how do I work out my steps per minute?",
        "how often should I replace my running shoes?",
        "what is the 10 percent rule?",
    ],
)
def test_a_plain_question_is_answered_as_ever(runner: Conversation, question: str) -> None:
    runner.say(question)
    assert runner.kinds == ["answer"]


def test_a_week_is_asked_about_the_one_before_and_a_jump_is_named(runner: Conversation) -> None:
    runner.say("this week I ran about twenty-five k")
    assert "27.5 km" in runner.text
    assert "last week" in runner.text
    assert runner.blocks[0]["chart"]["kind"] == "mileage"
    runner.say("18")
    assert "39% more" in runner.text
    assert "21.7 km" in runner.text
    runner.say("want to run 40 km a week by 1 May")
    assert runner.kinds == ["coach"]
    assert "Week 1" in runner.text


def test_a_week_without_a_run(runner: Conversation) -> None:
    runner.say("help me with my mileage")
    runner.say("nothing, I had flu")
    assert "the week before" in runner.text
    runner.say("20 miles")
    assert "20 miles at most" in runner.text


def test_what_cannot_be_right_is_asked_about(runner: Conversation) -> None:
    runner.say("A plan for my mileage")
    runner.say("900 miles")
    assert "more than I would believe" in runner.text
    runner.say("90 km")
    assert "99 km" in runner.text


def test_todays_session_and_jumps_only_later(runner: Conversation) -> None:
    runner.say("today's strength session")
    assert runner.kinds == ["coach"]
    assert "Stop an exercise if it hurts" in runner.text
    runner.say("am I ready for the jumps")
    assert "Jumps" in runner.text
    assert "jump" not in " ".join(runner.blocks[0]["chart"]["figures"])


def test_a_cue_by_its_name(runner: Conversation) -> None:
    runner.say("downhill, something to try on my next run")
    assert runner.topics == ["downhill"]
    assert runner.text.count("One cue for your next run") == 1


def test_reminders_as_a_file(runner: Conversation) -> None:
    runner.say("remind me of my next run")
    assert names_of_files(runner) == ["next-runs.ics"]
    content = base64.b64decode(runner.blocks[0]["files"][0]["data"]).decode()
    assert content.count("BEGIN:VALARM") == 3


def test_what_the_coach_can_do_is_offered(runner: Conversation) -> None:
    runner.say("can you coach me?")
    assert runner.kinds == ["coach"]
    assert "A strength session" in runner.buttons


def test_a_sore_run_told_first_opens_the_interview(runner: Conversation) -> None:
    runner.say("my knee hurts 7/10 after I ran 8 miles today")
    assert runner.asked
    assert runner.kinds[-1] == "question"


def test_a_run_without_pain_is_kept_in_the_diary(runner: Conversation) -> None:
    runner.say("did 10k today with no pain")
    assert runner.kinds == ["coach"]
    runner.say("Show my running diary")
    assert "pain 0 out of 10, 10 km" in runner.text


@pytest.mark.parametrize("wish", ["a strength session", "my cadence is 148", "a plan back to running"])
def test_nothing_is_coached_while_it_is_urgent(runner: Conversation, wish: str) -> None:
    runner.say("my knee swelled up within an hour after it popped and I can't put weight on it")
    assert runner.level in ("urgent", "emergency")
    runner.say(wish)
    assert "No training plan" in runner.text or runner.kinds == ["safety"]
    assert not any(block.get("chart") for block in runner.blocks)
    runner.say("show my running diary")
    assert "No training plan" not in runner.text
