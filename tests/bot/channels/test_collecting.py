"""A turn is gathered as it was said: each utterance with its buttons and its block."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.channels.collecting import Button, CollectingOutput, Part
from knowledge.reply import block

BUTTON = {"title": "Yes", "payload": "yes"}


def collected(*messages: dict[str, Any]) -> list[Part]:
    output = CollectingOutput()
    for message in messages:
        asyncio.run(output.send_response("anybody", message))
    return output.parts


def test_utterance_stays_one_part_with_all_that_belongs_to_it() -> None:
    custom = block("question", {"pop": "no"}, level="routine", slots=["swelling"], speech="Is it swollen?")
    (part,) = collected({"text": " One.\n\nTwo. ", "buttons": [BUTTON], "custom": custom, "image": None})
    assert part == Part("One.\n\nTwo.", (Button("Yes", "yes"),), custom["data"])
    assert (part.kind, part.level, part.slots, part.speech) == ("question", "routine", ("swelling",), "Is it swollen?")


def test_group_names_all_its_slots() -> None:
    (part,) = collected({"text": "Any?", "custom": block("question", {}, slots=["pop", "locking"])})
    assert part.slots == ("pop", "locking")


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ({"text": "Hi"}, Part("Hi")),
        ({"text": "Hi", "quick_replies": [BUTTON]}, Part("Hi", (Button("Yes", "yes"),))),
        ({"text": "Hi", "buttons": [{"title": "Yes"}]}, Part("Hi", (Button("Yes", "Yes"),))),
    ],
)
def test_what_is_missing_is_empty(message: dict[str, Any], expected: Part) -> None:
    (part,) = collected(message)
    assert part == expected
    assert (part.kind, part.level, part.slots, part.citations, part.files) == ("chat", "", (), (), ())


def test_order_is_kept_and_empty_utterances_are_dropped() -> None:
    parts = collected({"text": "one"}, {"text": "  ", "buttons": [], "custom": None}, {"custom": block("chat", {})})
    assert [(part.text, part.kind) for part in parts] == [("one", "chat"), ("", "chat")]


def test_text_sent_by_rasa_itself_is_kept() -> None:
    output = CollectingOutput()
    asyncio.run(output.send_text_message("anybody", "Hello?", reason="reminder"))
    assert output.parts == [Part("Hello?")]
