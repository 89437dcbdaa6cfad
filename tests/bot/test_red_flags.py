"""Danger signs on wordings that the trained model has not seen: found where they are, quiet where they are not."""

from __future__ import annotations

from typing import Any

import pytest
from rasa.core.agent import Agent
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.danger import suspicions, told
from bot.nlu.red_flags import RedFlagDetector
from bot.nlu.understanding import understand
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


def suspected(text: str) -> dict[str, float]:
    return suspicions(understand(text))


def test_what_is_suspected_is_a_known_sign_with_its_share() -> None:
    found = [item for text, _ in CASES for item in suspected(text).items()]
    assert found
    assert all(sign in (*SIGNS, *SYMPTOMS) for sign, _ in found)
    assert all(0 < share <= 1 for _, share in found)


def test_a_suspicion_makes_it_as_grave_as_it_sounds_and_none_is_needless() -> None:
    for text, _ in CASES:
        values, signs = told(understand(text))
        found = list(suspected(text))
        level = judge(values, [*signs, *found]).level
        assert not found or LEVELS.index(level) > LEVELS.index(judge(values, signs).level), text
        for sign in found:
            rest = [one for one in found if one != sign]
            assert judge(values, [*signs, *rest]).level != level, (text, sign)


def test_nothing_is_suspected_where_the_danger_was_read() -> None:
    understood = understand("my foot has gone numb and cold since the fall")
    values, _ = told(understood)
    assert values["numb_or_cold"] == "yes"
    assert suspicions(understood) == {}


@pytest.mark.parametrize("text", ["", "  ", "\n"])
def test_a_text_without_words_is_left_alone(detector: RedFlagDetector, text: str) -> None:
    [message] = detector.process([Message({TEXT: text})])
    assert message.get(ENTITIES) is None


def test_the_component_adds_each_suspicion_as_a_sign(detector: RedFlagDetector) -> None:
    text = next(text for text, _ in CASES if suspected(text))
    [message] = detector.process([Message({TEXT: text, ENTITIES: [entity("pop", "yes")]})])
    first, *added = message.get(ENTITIES)
    assert first["entity"] == "pop"
    assert [(one["entity"], one["value"]) for one in added] == [("sign", sign) for sign in suspected(text)]
    assert all(one["extractor"] == "RedFlagDetector" and 0 < one["confidence_entity"] <= 1 for one in added)
