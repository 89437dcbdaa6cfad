"""What Rasa itself utters: text, buttons and block of every response, in conversations in which it can come."""

from __future__ import annotations

import asyncio
import re
import time
from typing import Any

import pytest
import yaml
from rasa.shared.core.domain import Domain

from bot.nlg import ReplyGenerator
from knowledge.interview import members
from knowledge.levels import EMERGENCY, LEVELS
from knowledge.outline import outline
from knowledge.reply import KINDS
from knowledge.settings import ROOT, settings
from knowledge.slots import SLOTS, SYMPTOMS, possible
from knowledge.visits import DAY
from tests.bot.talk import Talk, uttered

RESPONSES: dict[str, list[dict[str, Any]]] = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))[
    "responses"
]
ASKS = [name for name in RESPONSES if name[len("utter_ask_") :] in (*SLOTS, *outline().groups)]
GROUPS = list(outline().groups)
MOST_BUTTON_BYTES = 64
ODD = re.compile(r"[{}]|\bNone\b|\bnan\b|\\n|  |\[[a-z]")


LAST = {
    "since": 0.0, "date": 0.0, "level": "self_care", "cause": "itbs",
    "known": {"outer_tightness": "yes", "swelling": "no", "pop": "unsure"},
}  # fmt: skip


def nothing(talk: Talk) -> Talk:
    return talk


def asked(talk: Talk) -> Talk:
    return talk.slots(stairs_pain="yes", location="front", level="self_care").ask("pop")


def urgent(talk: Talk) -> Talk:
    return talk.slots(calf_swelling="yes", level="urgent", said_level="urgent", interview="done")


def emergency(talk: Talk) -> Talk:
    return talk.slots(twist_or_fall="yes", can_bear_weight="no", level="emergency", said_level="emergency")


STATES = {"nothing": nothing, "asked": asked, "urgent": urgent, "emergency": emergency}


@pytest.fixture(scope="module")
def generator() -> ReplyGenerator:
    return ReplyGenerator(None, Domain.empty())  # as Rasa makes it: without responses


def generate(generator: ReplyGenerator, talk: Talk, name: str) -> dict[str, Any]:
    reply = generator.generate(name, talk.tracker, "rest", domain_responses=talk.domain.responses)
    said = asyncio.run(reply)
    assert said is not None
    return said


@pytest.mark.parametrize("name", RESPONSES)
@pytest.mark.parametrize("state", STATES)
def test_every_response_comes_out_whole(generator: ReplyGenerator, talk: Talk, name: str, state: str) -> None:
    if "safety" in name and state in ("nothing", "asked"):
        talk.slots(calf_swelling="yes", level="urgent")
    STATES[state](talk).slots(visit=LAST)
    for _ in RESPONSES[name]:
        said = generate(generator, talk, name)
        assert said["text"].strip()
        assert not ODD.search(said["text"]), said["text"]
        assert len(said["text"]) < 900
        check_block(said["custom"]["data"], talk)
        for button in said["buttons"]:
            assert button["title"].strip()
            assert 0 < len(button["payload"].encode()) <= MOST_BUTTON_BYTES
            assert not button["payload"].startswith("/")
        talk.add(uttered(name))


def check_block(data: dict[str, Any], talk: Talk) -> None:
    assert data["v"] == 1
    assert data["kind"] in KINDS
    values = {name: talk.tracker.get_slot(name) for name in SLOTS}
    known = {name: value for name, value in values.items() if value is not None}
    assert data["known"] in (known, {})
    if "level" in data:
        assert data["level"] in LEVELS
    if data["kind"] == "question":
        named = data.get("slots") or [data["slot"]]
        assert set(named) <= set(SLOTS)
        assert not set(data) >= {"slot", "slots"}
    assert not ODD.search(data.get("speech", ""))
    for citation in data.get("citations", []):
        assert {"n", "id", "title", "publisher", "url"} <= set(citation)


def test_an_unknown_response_gives_nothing(generator: ReplyGenerator, talk: Talk) -> None:
    reply = generator.generate("utter_no_such_thing", talk.tracker, "rest", domain_responses=talk.domain.responses)
    assert asyncio.run(reply) is None


@pytest.mark.parametrize("name", ["utter_greet", "utter_ask_help", "utter_thank", "utter_what_next"])
def test_there_is_no_level_before_anything_was_judged(generator: ReplyGenerator, talk: Talk, name: str) -> None:
    talk.slots(level="self_care")  # what the policy writes at each message
    assert "level" not in generate(generator, talk, name)["custom"]["data"]
    talk.slots(stiffness="yes")
    assert generate(generator, talk, name)["custom"]["data"]["level"] == "self_care"


@pytest.mark.parametrize("name", ["utter_safety", "utter_safety_again"])
def test_safety_has_level_topics_reasons_and_no_buttons(generator: ReplyGenerator, talk: Talk, name: str) -> None:
    said = generate(generator, emergency(talk), name)
    data = said["custom"]["data"]
    assert (data["kind"], data["level"], data["topics"][0]) == ("safety", EMERGENCY, "escalation")
    assert said["buttons"] == []
    assert settings().emergency_number in said["text"]
    marks = {int(number) for number in re.findall(r"\[(\d+)\]", said["text"])}
    assert marks == {citation["n"] for citation in data.get("citations", [])}
    assert "[" not in data["speech"]


def test_safety_said_again_has_other_words(generator: ReplyGenerator, talk: Talk) -> None:
    emergency(talk)
    assert generate(generator, talk, "utter_safety")["text"] != generate(generator, talk, "utter_safety_again")["text"]


@pytest.mark.parametrize(
    ("name", "forgot"),
    [("utter_restart", "answers"), ("utter_forgotten", "everything"), ("utter_forgotten_in_danger", "everything")],
)
def test_what_is_forgotten_is_said_and_nothing_is_known(
    generator: ReplyGenerator, talk: Talk, name: str, forgot: str
) -> None:
    data = generate(generator, emergency(talk), name)["custom"]["data"]
    assert data["known"] == {}
    assert "level" not in data
    assert data["forgot"] == forgot


@pytest.mark.parametrize("name", ASKS)
def test_a_question_names_its_slot_and_is_worded_differently_when_repeated(
    generator: ReplyGenerator, talk: Talk, name: str
) -> None:
    first = generate(generator, talk, name)
    question = name[len("utter_ask_") :]
    data = first["custom"]["data"]
    assert data["kind"] == "question"
    assert (data.get("slots") or [data["slot"]]) == list(members(question, {}))
    second = generate(generator, talk.add(uttered(name)), name)
    assert second["text"] != first["text"]
    assert second["buttons"] == first["buttons"]


@pytest.mark.parametrize("slot", [name[len("utter_ask_") :] for name in ASKS if name[len("utter_ask_") :] in SYMPTOMS])
def test_yes_no_questions_offer_yes_no_and_not_sure(generator: ReplyGenerator, talk: Talk, slot: str) -> None:
    titles = [button["title"] for button in generate(generator, talk, f"utter_ask_{slot}")["buttons"]]
    assert titles == ["Yes", "No", "Not sure"]


@pytest.mark.parametrize("group", GROUPS)
def test_a_group_lists_only_what_is_unknown(generator: ReplyGenerator, talk: Talk, group: str) -> None:
    names = outline().groups[group]
    talk.slots(**{names[0]: "no", names[-1]: "no"})
    said = generate(generator, talk, f"utter_ask_{group}")
    left = list(names[1:-1])
    data = said["custom"]["data"]
    assert (data.get("slots") or [data["slot"]]) == left
    assert said["text"].count("•") == len(left)
    for slot in names:
        assert (outline().items[slot]["item"] in said["text"]) is (slot in left)
    assert [button["title"] for button in said["buttons"]] == [
        *(outline().items[slot]["button"] for slot in left),
        "None of those",
    ]


@pytest.mark.parametrize("name", ASKS)
def test_why_gives_the_reason_of_the_question_asked(generator: ReplyGenerator, talk: Talk, name: str) -> None:
    talk.ask(name[len("utter_ask_") :])
    why = RESPONSES[name][0]["metadata"]["why"]
    first = generate(generator, talk, "utter_ask_reason")
    second = generate(generator, talk.add(uttered("utter_ask_reason")), "utter_ask_reason")
    assert first["text"] == why
    assert why in second["text"]
    assert second["text"] != why
    assert first["custom"]["data"]["kind"] == "chat"


def test_why_without_a_question_has_an_answer_too(generator: ReplyGenerator, talk: Talk) -> None:
    assert len(generate(generator, talk, "utter_ask_reason")["text"]) > 20


@pytest.mark.parametrize("name", ["utter_ask_person", "utter_trouble", "utter_ask_identity"])
def test_settings_are_filled_in(generator: ReplyGenerator, talk: Talk, name: str) -> None:
    text = generate(generator, talk, name)["text"]
    assert any(value in text for value in (settings().shop_name, settings().emergency_number))


def test_the_wordings_come_round_again(generator: ReplyGenerator, talk: Talk) -> None:
    texts = []
    for _ in range(4):
        texts.append(generate(generator, talk, "utter_thank")["text"])
        talk.add(uttered("utter_thank"))
    assert texts[:2] == texts[2:]
    assert texts[0] != texts[1]


def test_no_question_is_put_twice_in_the_same_words(generator: ReplyGenerator, talk: Talk) -> None:
    """However often it comes again: after asides, for the other knee, after a pause, when it has got worse."""
    for name in ASKS:
        texts = []
        for _ in range(8):
            texts.append(generate(generator, talk, name)["text"])
            talk.add(uttered(name)).say("thank")
        assert len(set(texts)) == len(texts), texts


@pytest.mark.parametrize("name", ["utter_welcome_back", "utter_last_time"])
def test_what_is_known_of_the_last_visit_is_said(generator: ReplyGenerator, talk: Talk, name: str) -> None:
    talk.slots(visit={**LAST, "date": time.time() - 12 * DAY}).hear("greet")
    text = generate(generator, talk, name)["text"]
    for part in ("12 days ago", "tightness or pain on the outer side", "care at home", "IT band syndrome"):
        assert part in text
    assert "pop" not in text, "what was not sure is not held against anybody"


@pytest.mark.parametrize(
    ("knees", "words"),
    [
        (
            {"now": "left", "other": "right"},
            {"utter_two_knees": "the left knee", "utter_keep_for_later": "the right knee"},
        ),
        (
            {"now": "one", "other": "other"},
            {"utter_two_knees": "the worse one", "utter_keep_for_later": "the other knee"},
        ),
        ({"now": "right"}, {"utter_other_knee": "the right knee"}),
    ],
)
def test_the_knee_spoken_of_is_named(
    generator: ReplyGenerator, talk: Talk, knees: dict[str, str], words: dict[str, str]
) -> None:
    talk.slots(knees=knees)
    for name, said in words.items():
        assert said in generate(generator, talk, name)["text"]


@pytest.mark.parametrize("name", [name for name in RESPONSES if name in ASKS or "safety" in name])
def test_questions_address_nobody(name: str) -> None:
    """Many ask for somebody else: "did you twist it?" is wrong where it is a wife's knee."""
    for wording in RESPONSES[name]:
        assert not re.search(r"\byour?\b", wording["text"] + (wording.get("metadata") or {}).get("why", ""))


def test_items_exist_for_every_group_member_and_mean_yes() -> None:
    for group, names in outline().groups.items():
        for slot in names:
            assert set(outline().items[slot]) == {"item", "button"}, group
            assert possible(slot) == ("yes", "no", "unsure")
