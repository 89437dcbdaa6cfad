"""The domain fits the slots, the interview and the code; Rasa's own validator only warns of such things."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml

from bot import turn
from bot.nlu.answers import BARE, OF_INTENT
from bot.nlu.sides import ENTITY as SIDE
from bot.nlu.sides import HELD
from bot.nlu.suppositions import ENTITY as SUPPOSED
from bot.tracker_store import FORGOTTEN, FORGOTTEN_IN_DANGER
from knowledge.outline import outline
from knowledge.settings import ROOT
from knowledge.slots import CHOICES, SIGNS, SLOTS, SYMPTOMS

DOMAIN: dict[str, Any] = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
FORM: list[str] = DOMAIN["forms"][turn.FORM]["required_slots"]
RESPONSES: dict[str, list[dict[str, Any]]] = DOMAIN["responses"]
INTENTS = {next(iter(intent)) if isinstance(intent, dict) else intent for intent in DOMAIN["intents"]}
GROUPS = outline().groups
STORIES = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted((ROOT / "data/stories").glob("*.yml"))]
STEPS = [
    step for file in STORIES for kind in ("rules", "stories") for path in file.get(kind, []) for step in path["steps"]
]
TRAINED = {
    part["intent"]
    for path in (ROOT / "data/nlu").glob("*.yml")
    for part in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]
    if "intent" in part
}
CODE = "\n".join(
    path.read_text(encoding="utf-8") for folder in ("bot", "actions") for path in (ROOT / folder).glob("*.py")
)


@pytest.mark.parametrize("slot", SLOTS)
def test_every_slot_is_filled_from_its_entity_at_any_time(slot: str) -> None:
    mappings = DOMAIN["slots"][slot]["mappings"]
    assert {"type": "from_entity", "entity": slot} in mappings
    assert slot in DOMAIN["entities"]
    assert DOMAIN["slots"][slot]["type"] == "text"
    assert DOMAIN["slots"][slot]["influence_conversation"] is False


@pytest.mark.parametrize("slot", SYMPTOMS)
def test_a_bare_answer_fills_a_yes_no_slot_only_when_it_was_asked_for(slot: str) -> None:
    answers = [mapping for mapping in DOMAIN["slots"][slot]["mappings"] if mapping.get("entity") == "answer"]
    assert [mapping["conditions"] for mapping in answers] == [[{"active_loop": turn.FORM, "requested_slot": slot}]]


@pytest.mark.parametrize("slot", CHOICES)
def test_a_bare_yes_fills_no_choice(slot: str) -> None:
    assert all(mapping.get("entity") != "answer" for mapping in DOMAIN["slots"][slot]["mappings"])


@pytest.mark.parametrize("slot", SLOTS)
def test_every_slot_can_be_asked_for(slot: str) -> None:
    assert slot in FORM
    assert f"utter_ask_{slot}" in RESPONSES


def test_the_form_asks_for_slots_and_groups_only() -> None:
    assert sorted(FORM) == sorted([*SLOTS, *GROUPS])


@pytest.mark.parametrize("slot", FORM)
def test_every_question_has_two_wordings_buttons_and_a_reason(slot: str) -> None:
    wordings = RESPONSES[f"utter_ask_{slot}"]
    texts = [wording["text"] for wording in wordings]
    assert len(set(texts)) == len(texts) >= 2
    assert all(wording["buttons"] for wording in wordings)
    assert all("{items}" in text for text in texts) is (slot in GROUPS)
    why = wordings[0]["metadata"]["why"]
    assert why.endswith(".")
    assert 20 < len(why) < 120


@pytest.mark.parametrize("name", RESPONSES)
def test_what_can_be_said_twice_has_two_wordings(name: str) -> None:
    once = {"utter_safety", "utter_safety_again", "utter_restart", FORGOTTEN, FORGOTTEN_IN_DANGER}
    assert len(RESPONSES[name]) >= 2 or name in once


def test_every_group_is_a_slot_that_nothing_fills_by_itself() -> None:
    for group in GROUPS:
        assert DOMAIN["slots"][group]["mappings"] == [{"type": "custom"}]


def test_entities_are_the_slots_and_the_helpers() -> None:
    assert sorted(DOMAIN["entities"]) == sorted([*SLOTS, "sign", "answer", *BARE, SUPPOSED, SIDE, HELD])
    assert not set(SIGNS) & set(SLOTS)


@pytest.mark.parametrize("intent", sorted(INTENTS))
def test_every_intent_leads_somewhere(intent: str) -> None:
    in_stories = {step["intent"] for step in STEPS if "intent" in step}
    handled = turn.QUESTIONS | turn.SMALL_TALK | turn.UNPLACED | turn.ANSWERING | set(OF_INTENT)
    assert intent in in_stories | handled | {"report", "stop", "start_over"}


def test_every_intent_has_examples_and_every_example_an_intent() -> None:
    assert INTENTS - {turn.UNSURE_INTENT} == TRAINED


def test_small_talk_has_an_answer_in_the_interview_and_in_an_emergency() -> None:
    for intent in turn.SMALL_TALK | {"ask_reason", "stop"}:
        assert f"utter_{intent}" in RESPONSES


def test_entities_do_not_steer_rules_and_stories() -> None:
    for intent in DOMAIN["intents"]:
        assert next(iter(intent.values())) == {"use_entities": []}, intent


@pytest.mark.parametrize("name", RESPONSES)
def test_no_response_is_unused(name: str) -> None:
    in_stories = {step.get("action") for step in STEPS}
    asked = {f"utter_ask_{slot}" for slot in FORM}
    spoken = {f"utter_{intent}{end}" for intent in INTENTS for end in ("", "_aside")}
    rasa = {"utter_restart"}  # action_restart says it
    assert name in in_stories | asked | spoken | rasa or f'"{name}"' in CODE


def test_stories_and_code_name_only_what_exists() -> None:
    named = {step["action"] for step in STEPS if "action" in step} | set(
        re.findall(r'"(utter_(?!action")[a-z_]+[a-z])"', CODE)
    )
    actions = {*RESPONSES, *DOMAIN["actions"]}
    assert named <= actions, sorted(named - actions)
    assert {step["intent"] for step in STEPS if "intent" in step} <= INTENTS


def test_actions_are_those_that_the_turn_runs() -> None:
    assert set(DOMAIN["actions"]) == turn.REMOTE - {turn.FORM} | {f"validate_{turn.FORM}"}


def test_book_keeping_slots_do_not_influence_predictions() -> None:
    for name, slot in DOMAIN["slots"].items():
        assert slot["influence_conversation"] is False, name


def test_unused_aside_wordings_do_not_exist() -> None:
    asides = {name[len("utter_") : -len("_aside")] for name in RESPONSES if name.endswith("_aside")}
    assert asides <= turn.SMALL_TALK - set(turn.LEAVING)
