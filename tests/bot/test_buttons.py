"""Every button's words, read like typed ones by the trained model, set what they stand for."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from bot.turn import explained
from knowledge.outline import outline
from knowledge.settings import ROOT
from knowledge.slots import CHOICES, SLOTS
from tests.bot.conftest import Parse
from tests.bot.talk import Talk

ASK = "utter_ask_"
ANSWERS = {"Yes": "yes", "No": "no", "Not sure": "unsure"}
CHOICE_OF = {
    "Outer side": "outer", "Inner side": "inner", "Front": "front", "Below the kneecap": "below_kneecap",
    "Above the kneecap": "above_kneecap", "Behind": "behind", "All over": "all_over",
    "Since today": "today", "A few days": "days", "A few weeks": "weeks", "Months": "months",
    "Mild": "mild", "Moderate": "moderate", "Severe": "severe",
    "Under 16": "under16", "16 to 54": "16to54", "55 or over": "55plus",
}  # fmt: skip
"""Titles of the choice buttons; the payload may say more."""


def buttons() -> list[Any]:
    """Return each button of each question once: the slot asked for, the words, and the value they stand for."""
    responses = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))["responses"]
    found = {}
    for name, wordings in responses.items():
        slot = name[len(ASK) :] if name.startswith(ASK) else ""
        if slot not in SLOTS:
            continue
        for button in (button for wording in wordings for button in wording["buttons"]):
            value = ANSWERS.get(button["title"]) or CHOICE_OF[button["title"]]
            found[slot, button["payload"]] = value
    return [pytest.param(slot, words, value, id=f"{slot}: {words}") for (slot, words), value in found.items()]


def heard(talk: Talk, parse: Parse, words: str) -> dict[str, str]:
    """Say `words`; return the slots that are known then."""
    parsed = parse(words)
    talk.take(words, parsed["intent"], parsed["entities"])
    return {slot: talk.tracker.get_slot(slot) for slot in SLOTS if talk.tracker.get_slot(slot) is not None}


@pytest.mark.parametrize(("slot", "words", "value"), buttons())
def test_the_button_of_a_question_fills_its_slot(talk: Talk, parse: Parse, slot: str, words: str, value: str) -> None:
    known = heard(talk.ask(slot), parse, words)
    also = {"outer_tightness": "yes"} if (slot, value) == ("location", "outer") else {}
    assert known == {slot: value, **also}


def test_every_choice_has_its_button() -> None:
    assert sorted(CHOICE_OF.values()) == sorted(value for values in CHOICES.values() for value in values)


@pytest.mark.parametrize("group", outline().groups)
def test_the_button_of_a_group_item_fills_its_slot(talk: Talk, parse: Parse, group: str) -> None:
    for slot in outline().groups[group]:
        known = heard(Talk(talk.domain).ask(group), parse, outline().items[slot]["button"])
        assert known == {slot: "yes"}


@pytest.mark.parametrize("slot", outline().items)
def test_no_item_button_raises_a_suspicion_of_something_else(parse: Parse, slot: str) -> None:
    signs = {
        found["value"] for found in parse(outline().items[slot]["button"])["entities"] if found["entity"] == "sign"
    }
    own = {"fever_or_hot_red": {"fever", "hot_red_knee"}}.get(slot, set())
    assert set(explained({slot: "yes", "twist_or_fall": "no"}, tuple(signs))) <= own


def test_none_of_those_answers_no(talk: Talk, parse: Parse) -> None:
    for group in outline().groups:
        turn_talk = Talk(talk.domain).ask(group)
        assert heard(turn_talk, parse, "None of those") == {}
        found = parse("None of those")["entities"]
        assert [(one["entity"], one["value"]) for one in found] == [("answer", "no")]


OPENERS = [("My knee hurts", "report"), ("What can you do?", "ask_help")]


@pytest.mark.parametrize(("words", "intent"), OPENERS)
def test_the_openers_are_understood(parse: Parse, words: str, intent: str) -> None:
    assert parse(words)["intent"]["name"] == intent
    assert parse(words)["entities"] == []
