"""A call and a session from beginning to end: silence, mishearing, keys, an emergency, and goodbye."""

from __future__ import annotations

import pytest

from tests.bot.channels.voices import Alexa, Twilio
from tests.channels.conftest import PUBLIC, Line

pytestmark = pytest.mark.server

NUMB = "my foot's gone numb and cold since the fall"
TO_CALL = "call 1 1 2"
WEIGHT = "Can the knee carry weight for four steps?"  # `utter_ask_can_bear_weight`


@pytest.fixture
def call(line: Line) -> Twilio:
    """A call that was answered, and in which the first question of the interview was asked."""
    one = Twilio(line.url, PUBLIC)
    assert "Kneewise" in one.dial().words
    assert one.says("I twisted my knee yesterday").words.endswith(WEIGHT)
    return one


def test_silence_is_borne_twice_and_ends_with_the_number_to_call(call: Twilio) -> None:
    first, second, last = (call.says("") for _ in range(3))
    assert WEIGHT in first.words
    assert second.words.endswith("Please say yes, no or not sure.")
    assert not first.ends
    assert not second.ends
    assert last.ends
    assert TO_CALL in last.words
    assert call.faults == []


def test_mishearing_is_asked_back_once_and_then_believed(call: Twilio) -> None:
    assert "not sure I heard" in call.says("know", confidence="0.1").words
    assert call.says("no I can't", confidence="0.1").words.startswith("Please get help now.")
    assert call.faults == []


def test_a_key_answers_and_brings_the_emergency_first_and_twice(call: Twilio) -> None:
    heard = call.presses("2")
    assert heard.words.startswith("Please get help now.")
    assert heard.words.count(TO_CALL) == 2
    assert not heard.ends
    assert TO_CALL in call.says("").words, "silence after it brings what to do once more"
    bye = call.says("goodbye")
    assert bye.ends
    assert TO_CALL in bye.words
    assert call.faults == []


def test_an_alexa_session(line: Line) -> None:
    device = Alexa(line.url, line.alexa_key, line.alexa_model)
    opened = device.opens()
    assert "Kneewise" in opened.words
    assert device.says("repeat").words == opened.words
    assert "my knee" in device.send(device.envelope("IntentRequest", intent={"name": "AMAZON.FallbackIntent"})).words
    assert "what to do" in device.says("help").words
    heard = device.says(NUMB)
    assert heard.words.startswith("Please get help now.")
    assert heard.words.count(TO_CALL) == 2
    assert TO_CALL in heard.reprompt
    bye = device.says("stop")
    assert bye.ends
    assert TO_CALL in bye.words
    assert device.faults == []
