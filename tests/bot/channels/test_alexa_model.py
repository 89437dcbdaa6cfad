"""The interaction model that the skill console takes in, made from the real lines."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from bot.channels import alexa_model
from bot.channels.alexa import FIXED, LEAVING, MESSAGE, REPEAT, _Told, beginning
from bot.channels.alexa_model import BY_THEMSELVES, MOST_CHARACTERS, examples, model, spoken
from tests.bot.channels.voices import Alexa

# Letters, spaces, apostrophes, hyphens, and a slot in braces.
SAMPLE = re.compile(r"[a-z' -]*(\{[a-z]+\})?")
INVOCATION = re.compile(r"[a-z']+( [a-z']+)+")
RESERVED = {"alexa", "amazon", "echo", "skill", "app", "launch", "ask", "tell", "open", "load", "begin", "the", "a"}


@pytest.fixture(scope="module")
def language() -> dict[str, Any]:
    made: dict[str, Any] = model(examples())["interactionModel"]["languageModel"]
    return made


def test_invocation_name_follows_the_rules(language: dict[str, Any]) -> None:
    name = language["invocationName"]
    assert INVOCATION.fullmatch(name)
    assert not RESERVED & set(name.split())
    assert 2 <= len(name) <= 50


def test_names_are_unique_and_have_the_allowed_characters(language: dict[str, Any]) -> None:
    names = [intent["name"] for intent in language["intents"]]
    assert len(names) == len(set(names)) <= 250
    assert all(re.fullmatch(r"(AMAZON\.)?[A-Za-z_]+", name) for name in names)


def test_samples_are_unique_and_have_the_allowed_characters(language: dict[str, Any]) -> None:
    samples = [sample for intent in language["intents"] for sample in intent["samples"]]
    assert len(samples) == len(set(samples))
    assert all(sample and SAMPLE.fullmatch(sample) and len(sample) <= 200 for sample in samples)
    for intent in language["intents"]:
        named = {slot["name"] for slot in intent.get("slots", [])}
        assert all(set(re.findall(r"\{(\w+)\}", sample)) == named for sample in intent["samples"])


def test_free_text_stands_behind_the_words_of_its_intents_name(language: dict[str, Any]) -> None:
    searching = [i for i in language["intents"] if any(s["type"] == "AMAZON.SearchQuery" for s in i.get("slots", []))]
    assert len(searching) > 50
    for intent in searching:
        assert intent["samples"] == [f"{beginning(intent['name'])} {{words}}"]


def test_one_slot_name_has_one_type(language: dict[str, Any]) -> None:
    types: dict[str, set[str]] = {}
    for slot in (slot for intent in language["intents"] for slot in intent.get("slots", [])):
        types.setdefault(slot["name"], set()).add(slot["type"])
    assert all(len(found) == 1 for found in types.values())


def test_whole_messages_are_values_of_the_right_size(language: dict[str, Any]) -> None:
    (kind,) = language["types"]
    values = [value["name"]["value"] for value in kind["values"]]
    assert len(values) == len(set(values)) > 500
    assert all(0 < len(value) <= MOST_CHARACTERS for value in values)
    assert not BY_THEMSELVES & set(values)


def test_what_is_said_reaches_the_assistant_word_for_word(language: dict[str, Any]) -> None:
    device = Alexa("", None, {"interactionModel": {"languageModel": language}})
    lines = sorted({line for found in examples().values() for line in found})
    told = {line: _Told(device.envelope("IntentRequest", intent=device.intent(line))) for line in lines}
    meant = {line: FIXED[one.intent].lower() if one.intent in FIXED else line for line, one in told.items()}
    aside = {line for line, one in told.items() if one.intent in LEAVING or one.intent == REPEAT}
    assert {line: one.words for line, one in told.items() if one.words.lower() != meant[line]}.keys() <= aside
    assert len(lines) > 3000
    fixed = sorted(line for line, one in told.items() if one.intent in FIXED)
    assert not [line for line in fixed if len(line.split()) > 3], "no report is taken for a yes, a no or not sure"


def test_everything_that_the_channel_answers_is_there(language: dict[str, Any]) -> None:
    names = {intent["name"] for intent in language["intents"]}
    needed = {"AMAZON.StopIntent", "AMAZON.CancelIntent", "AMAZON.FallbackIntent", "AMAZON.NavigateHomeIntent"}
    assert names >= {*FIXED, *needed, MESSAGE}


def test_file_is_within_the_consoles_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "alexa" / "model.json"
    monkeypatch.setattr(alexa_model, "FILE", file)
    monkeypatch.setattr(alexa_model, "ROOT", tmp_path)
    alexa_model.main()
    assert json.loads(file.read_text(encoding="utf-8")) == model(examples())
    assert file.stat().st_size < 1_500_000


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("My knee’s sore, really!", "my knee's sore really"),
        ("after 3 miles", ""),
        ("läuft", ""),
        ("...", ""),
        ("a" * (MOST_CHARACTERS + 1), ""),
    ],
)
def test_line_is_put_in_the_characters_of_a_sample(line: str, expected: str) -> None:
    assert spoken(line) == expected
