"""The interview as Rasa calls it: what an answer to a group fills, which question comes next, how it ends."""

from __future__ import annotations

from typing import Any

import pytest

from actions.interview import ValidateInterviewForm, group_answer
from actions.person import person_of
from knowledge.outline import outline
from knowledge.slots import SAFE_ANSWER, SYMPTOMS
from tests.actions.people import Outcome, run, tracker

INJURY = outline().groups["group_injury"]
WELL = {**SAFE_ANSWER, "location": "front", "severity": "mild", "duration": "days", "age_band": "16to54"}
UNCLEAR = {**WELL, "location": None, "outer_tightness": None}
JOINT: dict[str, Any] = {slot: "no" for slot in outline().groups["group_joint"] if slot != "twist_or_fall"}
STEPS = {"twist_or_fall": "yes", "can_bear_weight": "yes"}


def ask(entities: dict[str, str] | None = None, **slots: Any) -> Outcome:
    return run(ValidateInterviewForm(), "some words", "report", entities, **slots)


def rest(*named: str) -> dict[str, str]:
    return {slot: "no" for slot in INJURY if slot not in named}


@pytest.mark.parametrize(
    ("entities", "slots", "filled"),
    [
        ({"answer": "no"}, {}, rest()),
        ({"crack": "yes"}, {"crack": "yes"}, rest("crack")),
        ({"crack": "yes", "answer": "yes"}, {"crack": "yes"}, rest("crack")),
        ({"crack": "yes", "deformity": "yes"}, {"crack": "yes", "deformity": "yes"}, rest("crack", "deformity")),
        ({"crack": "unsure"}, {"crack": "unsure"}, rest("crack")),
        ({"crack": "no"}, {"crack": "no"}, {}),
        ({"crack": "no", "answer": "no"}, {"crack": "no"}, rest("crack")),
        ({"crack": "no", "deformity": "yes"}, {"crack": "no", "deformity": "yes"}, rest("crack", "deformity")),
        ({"answer": "yes"}, {}, {}),
        ({"answer": "yes"}, {"asked": {"group_injury": 2}}, dict.fromkeys(INJURY, "unsure")),
        ({"answer": "unsure"}, {}, {}),
        ({"answer": "unsure"}, {"asked": {"group_injury": 2}}, dict.fromkeys(INJURY, "unsure")),
        ({"answer": "unsure"}, {"asked": {"group_injury": 2}, "crack": "no"},
         dict.fromkeys([slot for slot in INJURY if slot != "crack"], "unsure")),
        ({}, {}, {}),
        ({"location": "outer"}, {"location": "outer"}, {}),
        ({"answer": "no"}, {"crack": "no"}, rest("crack")),
        ({"answer": "no"}, {"blood_thinner": "yes", "swelling": "yes"}, {"pop": "no"}),
        ({"answer": "no"}, {"level": "urgent", "swelling": "no"}, rest("blood_thinner")),
        ({"answer": "no"}, {"requested_slot": "pop"}, {}),
        ({"answer": "no"}, {"requested_slot": None}, {}),
    ],
    ids=["none of those", "naming one", "yes and naming one", "naming two", "one of them, not sure", "denying one",
         "no, and denying one", "denying one, naming another", "a bare yes", "a bare yes twice", "not sure",
         "not sure twice", "not sure twice, one known", "something else", "another symptom", "no to what is left",
         "what was not asked in an emergency",
         "what was not asked as it could not matter",
         "no group asked", "nothing asked"],
)  # fmt: skip
def test_answers_to_a_group(entities: dict[str, str], slots: dict[str, Any], filled: dict[str, str]) -> None:
    given = {"requested_slot": "group_injury", "asked": {"group_injury": 1}, **slots}
    assert group_answer(person_of(tracker("some words", "report", entities, **given))) == filled


def test_what_the_group_fills_is_set_and_counts_at_once() -> None:
    outcome = ask({"answer": "no"}, **STEPS, requested_slot="group_injury", asked={"group_injury": 1})
    assert {slot: outcome.slots[slot] for slot in INJURY} == dict.fromkeys(INJURY, "no")
    assert outcome.slots["requested_slot"] == "group_joint"
    assert outcome.slots["asked"] == {"group_injury": 1, "group_joint": 1}


@pytest.mark.parametrize("answer", ["yes", "unsure"])
def test_an_unclear_answer_to_a_group_is_asked_back_once(answer: str) -> None:
    first = ask({"answer": answer}, **STEPS, requested_slot="group_injury", asked={"group_injury": 1})
    assert (first.slots["requested_slot"], first.slots["asked"]) == ("group_injury", {"group_injury": 2})
    second = ask({"answer": answer}, **STEPS, requested_slot="group_injury", asked={"group_injury": 2})
    assert second.slots["deformity"] == "unsure"
    assert (second.slots["interview"], second.slots["requested_slot"]) == ("done", None), "an emergency by now"


@pytest.mark.parametrize(
    ("slots", "question"),
    [
        ({}, "group_joint"),
        (JOINT, "twist_or_fall"),
        ({"twist_or_fall": "yes"}, "can_bear_weight"),
        ({"twist_or_fall": "no"}, "group_joint"),
        ({**WELL, "age_band": None}, "age_band"),
        ({**WELL, "age_band": None, "level": "routine"}, None),
        ({**STEPS}, "group_injury"),
        (UNCLEAR, "location"),
    ],
    ids=["at first", "all but the injury known", "after an injury", "no injury", "age", "age cannot raise the level",
         "signs in a group",
         "causes last"],
)  # fmt: skip
def test_the_next_question(slots: dict[str, Any], question: str | None) -> None:
    outcome = ask(**slots)
    assert outcome.messages == [], "the question itself is the reply generator's"
    assert outcome.slots["requested_slot"] == question
    if question is None:
        return
    assert outcome.slots["interview"] == "open"
    assert outcome.slots["asked"] == {question: 1}


def test_asking_again_is_counted() -> None:
    outcome = ask(**JOINT, asked={"twist_or_fall": 1, "pop": 2}, requested_slot="twist_or_fall")
    assert outcome.slots["asked"] == {"twist_or_fall": 2, "pop": 2}


@pytest.mark.parametrize(
    ("plan", "entities", "tries"),
    [
        (["action_answer", "interview_form"], {}, 1),
        (["utter_ask_reason", "interview_form"], {}, 1),
        (["action_answer", "interview_form"], {"stiffness": "yes"}, 2),
        (["action_answer", "interview_form"], {"answer": "unsure"}, 2),
        (["interview_form"], {}, 2),
    ],
    ids=["a question between", "why do you ask?", "told something else", "answered", "did not answer"],
)
def test_what_is_asked_in_between_is_no_try(plan: list[str], entities: dict[str, str], tries: int) -> None:
    outcome = ask(entities, **JOINT, asked={"twist_or_fall": 1}, requested_slot="twist_or_fall", plan=plan)
    assert outcome.slots["asked"] == {"twist_or_fall": tries}


def test_a_question_that_was_put_twice_still_stands_after_something_in_between() -> None:
    between = ["action_answer", "interview_form"]
    outcome = ask(**JOINT, asked={"twist_or_fall": 2}, requested_slot="twist_or_fall", plan=between)
    assert (outcome.slots["requested_slot"], outcome.slots["asked"]) == ("twist_or_fall", {"twist_or_fall": 2})


@pytest.mark.parametrize(
    "slots",
    [
        WELL,
        {"deformity": "yes"},
        {"signs": ["kneecap_out"]},
        {**UNCLEAR, "asked": {f"q{number}": 1 for number in range(12)}},
    ],
    ids=["all known", "emergency by a slot", "emergency by a sign", "twelve questions"],
)
def test_the_interview_ends(slots: dict[str, Any]) -> None:
    outcome = ask(**slots)
    assert outcome.slots == {"interview": "done", "requested_slot": None}
    assert outcome.messages == []


def test_a_whole_interview_fills_what_it_asks_for() -> None:
    slots: dict[str, Any] = {}
    for _ in range(13):
        entities = {"answer": "no"} if slots.get("requested_slot") in outline().groups else {}
        outcome = ask(entities, **slots)
        slots.update(outcome.slots)
        question = slots["requested_slot"]
        if question is None:
            break
        if question not in outline().groups:
            slots[question] = WELL[question]
    assert slots["interview"] == "done"
    known = {slot for slot in SYMPTOMS if slots.get(slot) is not None}
    assert {"twist_or_fall", "swelling", "fever_or_hot_red", "locking"} <= known


def test_its_name_is_the_one_rasa_looks_for() -> None:
    assert ValidateInterviewForm().name() == "validate_interview_form"


def test_the_last_denial_of_a_suspicion_is_told_and_lowers_the_level() -> None:
    known = {**WELL, "hip_or_groin_pain": None, "location": None, "signs": ["unclear_danger"], "level": "urgent"}
    asking = {"requested_slot": "hip_or_groin_pain", "asked": {"hip_or_groin_pain": 1}}
    denied = ask({"answer": "no"}, **{**known, "hip_or_groin_pain": "no"}, **asking)
    assert "no to every warning sign" in denied.text
    assert (denied.slots["level"], denied.blocks[0]["level"]) == ("self_care", "self_care")
    assert denied.slots["requested_slot"] is not None, "what tells the causes apart is still asked"
    doubted = ask({"answer": "unsure"}, **{**known, "hip_or_groin_pain": "unsure"}, **asking)
    assert doubted.messages == []
    assert "level" not in doubted.slots
