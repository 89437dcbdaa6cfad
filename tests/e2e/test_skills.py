"""Each skill of the conversation in one whole talk with the running assistant, with danger in the middle of each."""

from __future__ import annotations

import re

import pytest

from tests.conftest import Conversation
from tests.e2e.test_conversations import answer_all

pytestmark = pytest.mark.server

OUTER = "my knee is tight on the outer side at mile three, no swelling, no injury"
DANGER = "hang on, my foot has gone numb and cold"


def triaged(runner: Conversation, opening: str = OUTER) -> str:
    """Tell `opening`, answer every question and return the text of the triage."""
    runner.say(opening)
    answer_all(runner, {"location": "on the outer side"})
    assert "triage" in runner.kinds
    return runner.text


def breaks_off(runner: Conversation) -> None:
    """Tell a danger sign: help comes first, and nothing is asked any more."""
    runner.say(DANGER)
    assert runner.kinds == ["safety"]
    assert runner.level == "emergency"
    assert runner.asked == []


def test_how_sure_it_is_before_and_after_the_triage(runner: Conversation) -> None:
    runner.say(OUTER)
    asked = runner.asked
    runner.say("how sure are you?")
    assert runner.kinds == ["answer", "question"]
    assert "too early" in runner.text
    assert runner.asked == asked, "the interview goes on where it was"
    answer_all(runner)
    runner.say("and how sure can you be without seeing it?")
    assert runner.kinds == ["answer"]
    assert "As sure as I can be" in runner.text
    assert "For it: tightness or pain on the outer side" in runner.text
    assert "examines the knee" in runner.text
    assert runner.blocks[0]["citations"]
    breaks_off(runner)
    runner.say("are you certain?")
    assert runner.text.startswith("Please don't wait")
    assert runner.level == "emergency"


def test_low_certainty_is_said_plainly(runner: Conversation) -> None:
    runner.say("my knee is sore behind, no swelling, no injury")
    runner.say("this is taking too long, you ask too many questions")
    assert "triage" in runner.kinds
    runner.say("are you sure?")
    assert "Not very sure" in runner.text


def test_doubt_of_an_answer_is_not_about_the_knee(runner: Conversation) -> None:
    triaged(runner)
    runner.say("how often should I replace my running shoes?")
    runner.say("are you sure?")
    assert "IT band" not in runner.text
    assert runner.kinds in (["answer"], ["refusal"])


def test_what_if(runner: Conversation) -> None:
    triaged(runner)
    known = runner.known
    runner.say("what if it had popped?")
    assert runner.kinds == ["answer"]
    assert runner.text.startswith("If there was a pop:")
    runner.say("and if it was swollen?")
    assert "Swelling that stays or comes back should be examined" in runner.text
    runner.say("what would change if it was stiff?")
    assert "my advice would stay the same" in runner.text
    runner.say("and what if my foot was numb?")
    assert "that would be an emergency" in runner.text
    assert runner.blocks[0]["citations"]
    assert (runner.known, runner.level) == (known, "self_care"), "nothing was changed"
    breaks_off(runner)
    runner.say("what if it wasn't numb?")
    assert runner.level == "emergency"
    assert runner.text.startswith("Please don't wait")


def test_what_if_in_the_interview_then_a_real_sign(runner: Conversation) -> None:
    runner.say("I twisted my knee yesterday")
    asked = runner.asked
    assert asked == ["can_bear_weight"]
    runner.say("what if I couldn't?")
    assert "If the leg does not carry weight: that would be an emergency" in runner.text
    assert runner.asked == asked
    assert "can_bear_weight" not in runner.known
    runner.say("no I can't")
    assert runner.kinds == ["safety"]
    assert (runner.known["can_bear_weight"], runner.level) == ("no", "emergency")


def test_the_triage_in_words(runner: Conversation) -> None:
    text = triaged(runner)
    order = [
        "would change", "IT band syndrome fits best", "tightness or pain on the outer side and no injury speak for it",
        "looked after at home", "In the next days", "See a doctor or a physio if", "What to do:",
    ]  # fmt: skip
    places = [text.find(part) for part in order]
    assert -1 not in places[1:]
    assert places[1:] == sorted(places[1:])
    assert "When can I run again?" in runner.buttons
    runner.say("When can I run again?")
    assert "itbs.recovery" in {citation["id"] for citation in runner.blocks[0]["citations"]}
    breaks_off(runner)


def test_a_correction_says_what_it_changes(runner: Conversation) -> None:
    triaged(runner)
    runner.say("sorry, it is swollen after all")
    answer_all(runner)
    assert "Because it is swollen after all, my advice goes from care at home" in runner.text
    assert runner.level == "routine"
    runner.say("no, I was wrong, it isn't swollen")
    answer_all(runner)
    assert "Because it is not swollen after all" in runner.text
    assert runner.level == "self_care"
    breaks_off(runner)


def test_two_knees(runner: Conversation) -> None:
    runner.say("both knees hurt, the left is swollen, the right is only stiff")
    assert runner.text.startswith("I take one knee at a time")
    assert runner.known == {"swelling": "yes"}
    answer_all(runner, {"location": "behind the knee"})
    assert "Now the other knee" in runner.buttons
    assert "stiffness" not in runner.known or runner.known["stiffness"] == "no"
    age = runner.known.get("age_band")
    runner.say("the other one")
    assert "the right knee" in runner.text
    assert runner.known["stiffness"] == "yes"
    assert "swelling" not in runner.known
    assert runner.known.get("age_band") == age
    assert runner.level == "self_care"
    breaks_off(runner)
    runner.say("back to the other one")
    assert runner.level == "emergency"


def test_the_other_knee_waits_but_its_danger_does_not(runner: Conversation) -> None:
    runner.say("my left knee is tight on the outer side, no injury")
    asked = runner.asked
    runner.say("my right knee is stiff too")
    assert "I'll keep the right knee for later" in runner.text
    assert "stiffness" not in runner.known
    assert runner.asked == asked
    runner.say("and the right one popped and blew up within an hour")
    assert runner.kinds == ["safety"]


@pytest.mark.parametrize(
    "opening",
    [
        "my wife twisted her knee this morning, she can walk on it",
        "my son's knee hurts at the front after football, he is 12",
        "asking for a friend: his knee is tight on the outside, no swelling",
    ],
)
def test_for_somebody_else_nothing_is_said_of_the_writer(runner: Conversation, opening: str) -> None:
    runner.say(opening)
    words = []
    while runner.asked:
        words += [text for text, block in zip(runner.texts[-1:], runner.blocks[-1:], strict=True) if block]
        runner.say("none of those" if len(runner.asked) > 1 else "no")
    words.append(runner.texts[runner.kinds.index("triage")])
    for text in words:
        assert not re.search(r"\byou(r|'re)?\b", text.replace("you told me", "").replace("Thank you", "")), text


def test_for_somebody_else_danger_goes_first_and_speaks_of_the_knee(runner: Conversation) -> None:
    runner.say("my wife fell on her knee an hour ago")
    runner.say("she can't put any weight on it")
    assert runner.kinds == ["safety"]
    assert not re.search(r"\byour?\b", runner.text)


def test_no_question_comes_twice_in_the_same_words(runner: Conversation) -> None:
    runner.say("my knee hurts")
    asides = [
        "why do you ask?",
        "what is cadence?",
        "how sure are you?",
        "thanks",
        "what if it locked?",
        "are you a robot?",
    ]
    questions = []
    for aside in asides:
        questions.append(runner.texts[-1])
        assert runner.asked[:2] == ["twist_or_fall", "swelling"], "what is asked in between is no failed try"
        runner.say(aside)
    assert len(set(questions)) == len(questions)


def test_who_asks_to_be_forgotten_is_met_as_somebody_new(runner: Conversation) -> None:
    triaged(runner)
    runner.say("do you store what I tell you?")
    assert "delete my data" in runner.text
    assert runner.known["outer_tightness"] == "yes", "asking deletes nothing"
    runner.say("ok, please forget everything about me")
    assert runner.kinds == ["chat"]
    assert runner.blocks[0]["forgot"] == "everything"
    assert (runner.known, runner.level, runner.asked) == ({}, None, [])
    runner.say("how sure are you?")
    assert runner.known == {}
    breaks_off(runner)
    runner.say("delete my data")
    assert "still get the help" in runner.text
    assert runner.blocks[0]["forgot"] == "everything"
