"""What would change: level and first cause of the supposed person, with the rule; the person stays as they are."""

from __future__ import annotations

from typing import Any

import pytest

from actions.person import person_of
from actions.verdict import verdict_of
from actions.what_if import ActionWhatIf, otherwise, supposed
from actions.wording import say
from knowledge.levels import EMERGENCY, LEVELS, rules
from knowledge.safety import care
from knowledge.slots import SIGNS, SLOTS, possible
from knowledge.words import words
from tests.actions.people import Outcome, run, tracker

ITBS: dict[str, Any] = {
    "location": "outer",
    "outer_tightness": "yes",
    "twist_or_fall": "no",
    "swelling": "no",
    "duration": "weeks",
}
INJURED = {"twist_or_fall": "yes", "can_bear_weight": "yes", "pop": "yes", "level": "urgent"}


def what_if(*values: str, **slots: Any) -> Outcome:
    outcome = run(ActionWhatIf(), "what if?", "ask", {"supposed": list(values)}, **slots)
    assert outcome.events == [], "nothing is changed"
    [block] = outcome.blocks
    assert block["kind"] == "answer"
    assert block["known"] == {slot: value for slot, value in slots.items() if slot in SLOTS}
    assert "[" not in block["speech"]
    return outcome


@pytest.mark.parametrize(
    ("values", "slots", "level", "rule"),
    [
        (["pop=yes"], {**ITBS, "twist_or_fall": "yes"}, "urgent", "pop_at_injury"),
        (["swelling=yes"], ITBS, "routine", "swollen"),
        (["swelling=yes", "swelling_fast=yes"], ITBS, "urgent", "fast_swelling"),
        (["locking=yes"], ITBS, "routine", "locks_at_times"),
        (["numb_or_cold=yes"], ITBS, "emergency", "numb_or_cold"),
        (["can_bear_weight=no"], {**ITBS, "twist_or_fall": "yes"}, "emergency", "cannot_stand_after_injury"),
        (["age_band=under16"], ITBS, "routine", "under_16"),
        (["fever=yes", "hot_red_knee=yes"], ITBS, "emergency", "hot_with_fever"),
        (["swelling_fast=yes"], INJURED, "emergency", "pop_and_fast_swelling"),
    ],
)  # fmt: skip
def test_a_graver_level_comes_with_its_rule(values: list[str], slots: dict[str, str], level: str, rule: str) -> None:
    outcome = what_if(*values, **slots)
    [because] = [one.because for one in rules() if one.id == rule]
    assert care()[level]["would"].partition(" [")[0].rstrip(".") in outcome.text
    assert because.partition(" [")[0] in outcome.text
    assert say("if_it_is_so") in outcome.text
    assert outcome.blocks[0]["citations"]


def test_a_milder_level_is_said_too() -> None:
    text = what_if("pop=no", **INJURED, swelling="no").text
    assert text.startswith(care()["urgent"]["again"].partition(" [")[0]), "what holds now comes first"
    assert "If there was no pop: it could be looked after at home" in text
    assert say("nothing_changed") in text


def test_what_changes_nothing_is_said_to_change_nothing() -> None:
    text = what_if("stiffness=no", **ITBS).text
    assert f"If it is not stiff: {say('level_same', level=words().levels['self_care'])}" in text
    assert say("cause_same", cause="IT band syndrome") in text


def test_another_first_cause_is_named() -> None:
    text = what_if("location=front", "outer_tightness=no", "stairs_pain=yes", "pain_after_sitting=yes", **ITBS).text
    assert say("then_first", cause="runner's knee") in text


def test_a_supposed_answer_is_one_to_the_question_put() -> None:
    assert "If it is swollen" in what_if("answer=yes", pop="no", requested_slot="swelling").text


def test_what_follows_from_a_supposition_is_supposed_as_well() -> None:
    person = person_of(tracker(swelling="yes", swelling_fast="yes", signs=["big_swelling", "fever"]))
    changed = otherwise(person, {"swelling": "no"})
    assert (changed.values["swelling"], changed.values["swelling_fast"], changed.signs) == ("no", "no", ("fever",))
    assert otherwise(person_of(tracker(pop="yes")), {"swelling_fast": "yes"}).values["swelling"] == "yes"


@pytest.mark.parametrize("slot", SLOTS)
def test_every_supposition_has_words_and_says_the_level_that_would_be_judged(slot: str) -> None:
    for value in possible(slot):
        pairs = {slot: value}
        person = person_of(tracker(**ITBS))
        outcome = what_if(f"{slot}={value}", **ITBS)
        assert f"If {words().clause(slot, value)}:" in outcome.text
        level = verdict_of(otherwise(person, pairs)).level
        if level != "self_care":
            assert care()[level]["would"].partition(" [")[0].rstrip(".") in outcome.text
        assert (say("if_it_is_so") in outcome.text) is (LEVELS.index(level) > 0)
        if level == EMERGENCY:
            assert "fit best" not in outcome.text


def test_signs_can_be_supposed_and_have_words() -> None:
    for sign in (sign for sign in SIGNS if words().clause(sign, "yes")):
        assert words().clause(sign, "yes") in what_if(f"{sign}=yes", **ITBS).text


def test_nothing_else_is_taken_from_the_message() -> None:
    assert supposed(person_of(tracker("what if it popped", "ask", {"pop": "yes"}))) == {}
