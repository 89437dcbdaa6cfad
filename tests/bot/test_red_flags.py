"""Danger signs on wordings that the trained model has not seen: found where they are, quiet where they are not."""

from __future__ import annotations

from typing import Any

import pytest
from rasa.core.agent import Agent
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.red_flags import RedFlagDetector
from knowledge.levels import LEVELS, URGENT, is_danger, judge
from knowledge.slots import SIGNS, SLOTS, SYMPTOMS
from tests.bot.conftest import Parse
from tests.bot.nlu_cases import DANGER, HARMLESS, STORY, VETOED
from tests.bot.talk import entity

CASES = [(text, set(signs.split())) for text, signs in (line.split(" | ") for line in DANGER.strip().splitlines())]
TALE = " ".join(STORY.split())
LEAST_SHARE = 0.9


@pytest.fixture(scope="module")
def detector(agent: Agent) -> RedFlagDetector:
    nodes = agent.processor.graph_runner._instantiated_nodes.values()
    [found] = [node._component for node in nodes if isinstance(node._component, RedFlagDetector)]
    return found


def signs_in(parsed: dict[str, Any]) -> set[str]:
    """Return the danger signs read, by sign or slot."""
    found = set()
    for one in parsed["entities"]:
        if one["entity"] == "sign":
            found.add(str(one["value"]))
        elif is_danger(one["entity"], one["value"]):
            found.add(str(one["entity"]))
    return found


def level_of(parsed: dict[str, Any]) -> str:
    """Return the level that the message alone gives."""
    values = {one["entity"]: one["value"] for one in parsed["entities"] if one["entity"] in SLOTS}
    return judge(values, [one["value"] for one in parsed["entities"] if one["entity"] == "sign"]).level


def grave(level: str) -> bool:
    return LEVELS.index(level) >= LEVELS.index(URGENT)


def test_there_are_forty_of_each_and_the_signs_exist() -> None:
    assert len(CASES) >= 40
    assert len(HARMLESS) >= 40
    assert all(signs <= {*SIGNS, *SYMPTOMS} for _, signs in CASES)


def test_nine_in_ten_signs_are_found_in_unseen_words(parse: Parse) -> None:
    missed = [(text, signs_in(parse(text))) for text, signs in CASES if not signs & signs_in(parse(text))]
    print(f"signs: {len(CASES) - len(missed)} of {len(CASES)} found; not: {missed}")  # noqa: T201
    assert len(missed) <= (1 - LEAST_SHARE) * len(CASES), missed


def test_nearly_every_message_with_a_sign_is_urgent_at_the_least(parse: Parse) -> None:
    mild = [(text, level_of(parse(text))) for text, _ in CASES if not grave(level_of(parse(text)))]
    print(f"urgent or worse: {len(CASES) - len(mild)} of {len(CASES)}; not: {mild}")  # noqa: T201
    assert len(mild) <= 0.05 * len(CASES), mild


def test_harmless_messages_stay_quiet(parse: Parse) -> None:
    loud = [(text, signs_in(parse(text))) for text in HARMLESS if grave(level_of(parse(text)))]
    print(f"quiet: {len(HARMLESS) - len(loud)} of {len(HARMLESS)}; not: {loud}")  # noqa: T201
    assert len(loud) <= (1 - LEAST_SHARE) * len(HARMLESS), loud


def test_a_sign_buried_in_a_long_story_is_found(parse: Parse) -> None:
    assert "numb_or_cold" in signs_in(parse(TALE))
    assert level_of(parse(TALE)) == "emergency"


def test_the_same_story_without_the_sign_is_quiet(parse: Parse) -> None:
    text = TALE.replace("My foot has gone numb and pale since then. ", "")
    assert "numb" not in text
    assert not grave(level_of(parse(text)))


@pytest.mark.parametrize("text", VETOED)
def test_a_grave_word_in_a_harmless_message_is_dropped(parse: Parse, text: str) -> None:
    assert not grave(level_of(parse(text)))


def process(detector: RedFlagDetector, text: str, entities: list[dict[str, Any]]) -> list[tuple[str, str]]:
    [message] = detector.process([Message({TEXT: text, ENTITIES: entities})])
    return [(one["entity"], one["value"]) for one in message.get(ENTITIES)]


QUIET = "hello there, what a lovely day for a jog in the park"


def test_the_veto_drops_grave_readings_only(detector: RedFlagDetector) -> None:
    read = [entity("numb_or_cold", "yes"), entity("sign", "fever"), entity("stiffness", "yes"), entity("pop", "yes")]
    assert process(detector, QUIET, read) == [("stiffness", "yes"), ("pop", "yes")]


def test_the_veto_leaves_what_is_denied(detector: RedFlagDetector) -> None:
    assert process(detector, QUIET, [entity("numb_or_cold", "no")]) == [("numb_or_cold", "no")]


def test_no_veto_where_danger_is_likely(detector: RedFlagDetector) -> None:
    text = "my foot has gone numb and cold since the fall"
    assert ("numb_or_cold", "yes") in process(detector, text, [entity("numb_or_cold", "yes")])


def test_what_was_read_already_is_not_added_again(detector: RedFlagDetector) -> None:
    text = "my foot has gone numb and cold since the fall"
    assert ("sign", "numb_or_cold") in process(detector, text, [])
    for value in ("yes", "no", "unsure"):
        assert ("sign", "numb_or_cold") not in process(detector, text, [entity("numb_or_cold", value)])


def test_what_is_added_is_a_known_sign_with_its_probability(detector: RedFlagDetector) -> None:
    for text, _ in CASES:
        [message] = detector.process([Message({TEXT: text})])
        for one in message.get(ENTITIES):
            assert one["entity"] == "sign"
            assert one["value"] in (*SIGNS, *SYMPTOMS)
            assert 0 < one["confidence_entity"] <= 1
            assert one["extractor"] == "RedFlagDetector"


@pytest.mark.parametrize("text", ["", "  ", "\n"])
def test_a_text_without_words_is_left_alone(detector: RedFlagDetector, text: str) -> None:
    [message] = detector.process([Message({TEXT: text})])
    assert message.get(ENTITIES) is None


def test_long_messages_are_read_sentence_by_sentence(detector: RedFlagDetector) -> None:
    parts = detector.parts(TALE)
    assert parts[0] == TALE
    assert 2 < len(parts) <= 8
    assert detector.parts("my knee hurts. it is stiff.") == ["my knee hurts. it is stiff."]


def test_a_very_long_message_is_not_split_without_end(detector: RedFlagDetector) -> None:
    assert len(detector.parts("My knee hurts a bit today. " * 400)) <= 8
