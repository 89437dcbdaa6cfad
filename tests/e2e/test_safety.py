"""Danger is spotted in every state of the conversation, at once, and without the action server."""

from __future__ import annotations

import pytest

from tests.conftest import Conversation

pytestmark = pytest.mark.server

EMERGENCIES = [
    "my foot's gone numb and cold since the fall",
    "the knee is a funny shape and I can't stand on it",
    "it's hot and red and I'm shivering with a fever",
    "my calf is swollen and I can't get my breath",
    "heard a pop and it blew up like a balloon within an hour",
    "I can't lift my leg up straight since I landed badly",
    "I take warfarin, fell on it and now the knee is swelling up",
    "my wife slipped an hour ago and can't put any weight on it",
    "I want to end my life",
]
STATES: dict[str, list[str]] = {
    "at once": [],
    "after small talk": ["hi", "what can you do?"],
    "in the interview": ["the outer side of my knee is tight"],
    "after a side question": ["the outer side of my knee is tight", "what is cadence?"],
    "after stop": ["the outer side of my knee is tight", "stop"],
    "after start over": ["I twisted my knee", "start over"],
}


@pytest.mark.parametrize("text", EMERGENCIES)
@pytest.mark.parametrize("state", STATES)
def test_an_emergency_speaks_at_once_and_asks_nothing(runner: Conversation, state: str, text: str) -> None:
    for earlier in STATES[state]:
        runner.say(earlier)
    runner.say(text)
    assert runner.kinds == ["safety"]
    assert runner.level == "emergency"
    assert runner.blocks[0]["topics"][0] == "escalation"
    assert runner.blocks[0]["citations"]
    assert runner.asked == []


def test_the_crisis_line_is_named_first(runner: Conversation) -> None:
    runner.say("I want to kill myself")
    assert "crisis line" in runner.text
    assert "knee" not in runner.text.lower()


def test_signs_of_different_turns_add_up(runner: Conversation) -> None:
    runner.say("something popped in my knee when I twisted it")
    assert runner.level == "urgent"
    runner.say("what is a meniscus?")
    runner.say("it was twice its size half an hour later")
    assert runner.level == "emergency"
    assert runner.kinds[0] == "safety"


def test_the_level_is_spoken_once_and_never_falls(runner: Conversation) -> None:
    runner.say("I twisted it and heard a pop, I can walk")
    assert runner.kinds[0] == "safety"
    spoken = runner.texts[0]
    for _ in range(12):
        if not runner.asked:
            break
        runner.say("no" if len(runner.asked) == 1 else "none of those")
        assert runner.level == "urgent"
        assert spoken not in runner.texts
    assert runner.level == "urgent"


def test_the_level_falls_when_the_sign_is_taken_back(runner: Conversation) -> None:
    runner.say("I twisted it and it popped, I can walk on it, no swelling")
    assert runner.level == "urgent"
    runner.say("sorry, I was wrong, there was no pop")
    assert runner.known["pop"] == "no"
    assert runner.level in ("self_care", "routine")


def test_an_emergency_stands_when_the_runner_plays_it_down(runner: Conversation) -> None:
    runner.say("my foot went numb and cold after the fall")
    for text in ("can't it wait till Monday?", "I'll just ice it", "thanks"):
        runner.say(text)
        assert runner.level == "emergency"
        assert runner.asked == []


def test_a_sign_given_as_an_answer_counts(runner: Conversation) -> None:
    runner.say("I fell yesterday and the knee is sore")
    for _ in range(6):
        if runner.asked == ["can_bear_weight"]:
            break
        runner.say("no")
    assert runner.asked == ["can_bear_weight"]
    runner.say("no")
    assert runner.level == "emergency"


@pytest.mark.parametrize(
    "text",
    [
        "outside of the knee is tight after 5k, no swelling",
        "my kneecap aches on the stairs and after sitting",
        "a bit stiff after my first ten miler, walking is fine",
        "is running bad for your knees?",
        "just popped out for a run, any tips on shoes?",
        "my mate tore his ACL last year, mine only aches after long runs",
        "do you sell hot weather running tops",
    ],
)
def test_harmless_messages_raise_no_alarm(runner: Conversation, text: str) -> None:
    runner.say(text)
    assert "safety" not in runner.kinds
    assert runner.level in (None, "self_care", "routine")
