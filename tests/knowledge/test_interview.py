"""The interview by hand: which question comes next, what a group asks for, and when it ends."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluation.simulated import Course, conduct
from knowledge.causes import Table, table
from knowledge.interview import CLEAR, LEAST_GAIN, MOST_QUESTIONS, information_gain, members, next_question
from knowledge.levels import judge
from knowledge.outline import outline
from knowledge.slots import CHOICES, NO, SAFE_ANSWER, SLOTS, SYMPTOMS, UNSURE, YES

Values = dict[str, Any]
WELL: Values = {**SAFE_ANSWER, "location": "front", "severity": "mild", "duration": "weeks", "age_band": "16to54"}
JOINT: Values = {slot: NO for slot in outline().groups["group_joint"] if slot != "twist_or_fall"}
STEPS = (*outline().after_injury, *outline().without_injury)
DANGER = {name for step in STEPS for name in (step.question, *outline().slots(step.question))}
CAUSES = set(outline().causes)


def interview(facts: Values, signs: Collection[str] = (), known: Values | None = None) -> Course:
    return conduct(facts, known, list(signs))


@pytest.mark.parametrize("known", [{"calf_swelling": YES}, {"night_or_rest_pain": YES}, {"cannot_straighten": YES}])
def test_after_urgent_only_what_could_raise_it(known: Values) -> None:
    questions = interview(WELL, known=known).questions
    assert questions
    assert set(questions) <= DANGER


@pytest.mark.parametrize(
    ("known", "asked", "question"),
    [
        ({}, {}, "group_joint"),
        ({}, {"group_joint": 1}, "group_joint"),
        (JOINT, {"group_joint": 1}, "twist_or_fall"),
        (JOINT, {"group_joint": 1, "twist_or_fall": 1}, "twist_or_fall"),
        ({"twist_or_fall": YES}, {"twist_or_fall": 1}, "can_bear_weight"),
        ({"twist_or_fall": UNSURE}, {"twist_or_fall": 1}, "can_bear_weight"),
        (JOINT, {"twist_or_fall": 2}, "can_bear_weight"),
        ({**JOINT, "cannot_straighten": YES}, {}, "twist_or_fall"),
        ({"twist_or_fall": NO}, {}, "group_joint"),
        ({"twist_or_fall": NO, "swelling": YES}, {"group_joint": 2}, "swelling_fast"),
        ({"twist_or_fall": YES, "can_bear_weight": YES, "swelling": NO}, {}, "group_injury"),
        ({**WELL, "swelling": YES, "swelling_fast": YES, "pop": None}, {}, "pop"),
        ({**WELL, "swelling": YES, "swelling_fast": NO, "pop": None}, {}, None),
        ({**WELL, "swelling": YES, "blood_thinner": None}, {}, "blood_thinner"),
        ({**WELL, "severity": "severe", "can_bear_weight": None}, {}, "can_bear_weight"),
        ({**WELL, "can_bear_weight": None}, {}, None),
        ({**WELL, "location": None, "outer_tightness": None}, {}, "location"),
        ({**WELL, "duration": None}, {}, "duration"),
        ({**WELL, "severity": None}, {}, "severity"),
        ({**WELL, "age_band": None}, {}, "age_band"),
        (WELL, {}, None),
    ],
    ids=["first", "first again", "something else named", "injury asked again", "after an injury", "injury not sure",
         "injury left open", "urgent, injury open", "no injury",
         "swollen: how fast", "a group", "fast without injury: a pop", "slow without injury", "swollen: blood thinners",
         "severe: standing", "mild: standing", "what tells causes apart", "duration", "severity", "age", "all known"],
)  # fmt: skip
def test_what_comes_next(known: Values, asked: dict[str, int], question: str | None) -> None:
    assert next_question(known, (), asked) == question


def test_the_level_before_leaves_out_what_cannot_raise_it() -> None:
    known = {**WELL, "age_band": None}
    assert next_question(known, (), {}) == "age_band"
    assert next_question(known, (), {}, at_least="routine") is None
    assert next_question({}, (), {}, at_least="emergency") is None


def test_a_suspicion_is_asked_after_although_it_cannot_raise_the_level() -> None:
    known = {**WELL, "calf_swelling": None}
    assert next_question(known, ["calf_swelling"], {}) == "calf_swelling"
    assert members("group_illness", known, ["calf_swelling"]) == ("calf_swelling",)


def test_a_group_of_one_is_asked_plainly() -> None:
    known = {**WELL, "locking": None}
    assert next_question(known, (), {}) == "locking"
    assert next_question({**known, "instability": None}, (), {}) == "group_joint"
    assert next_question(known, (), {"locking": 2}) is None


def test_what_opens_a_question_that_matters_is_asked() -> None:
    torn = {"twist_or_fall": YES, "pop": YES, "swelling": YES, "swelling_fast": YES}
    course = interview({**WELL, **torn}, known={"twist_or_fall": YES})
    assert course.levels[-2:] == ("urgent", "emergency")
    assert course.questions[-2:] == ("group_joint", "swelling_fast")


@pytest.mark.parametrize("twist", [YES, NO, UNSURE])
def test_how_fast_is_not_asked_of_a_knee_that_did_not_swell(twist: str) -> None:
    assert "swelling_fast" not in interview({**WELL, "twist_or_fall": twist, "swelling": NO}).questions


@pytest.mark.parametrize("injury", [YES, NO, UNSURE])
def test_every_sign_of_danger_is_asked_for_where_it_fits(injury: str) -> None:
    values = interview({**WELL, "twist_or_fall": injury, "duration": "days"}).values
    only_then = {"swelling_fast"} | ({"crack", "pop", "blood_thinner", "can_bear_weight"} if injury == NO else set())
    dangerous = {slot for step in outline().danger(values) for slot in outline().slots(step.question)}
    assert {slot for slot in dangerous if values.get(slot) is None} <= only_then


def test_a_clear_cause_ends_the_questions_about_causes() -> None:
    known = {**WELL, "location": "outer", "outer_tightness": YES, **dict.fromkeys(CAUSES - {"location"})}
    assert max(table().supports(known)) >= CLEAR
    assert next_question(known, (), {}) is None


def test_questions_about_causes_end_after_twelve_questions_those_about_danger_do_not() -> None:
    asked = {f"question {number}": 1 for number in range(MOST_QUESTIONS)}
    unclear = {**WELL, "location": None, "outer_tightness": None}
    assert next_question(unclear, (), {**asked, "question 0": 0}) == "location"
    assert next_question(unclear, (), asked) is None
    assert next_question({**unclear, "fever_or_hot_red": None}, (), asked) == "fever_or_hot_red"


@pytest.mark.parametrize(
    ("question", "known", "slots"),
    [
        ("pop", {}, ("pop",)),
        ("group_joint", {}, outline().groups["group_joint"]),
        ("group_joint", {"instability": NO, "swelling": NO, "deformity": NO},
         ("twist_or_fall", "locking", "cannot_straighten", "cannot_lift_leg")),
        ("group_joint", dict.fromkeys(outline().groups["group_joint"], NO), ()),
        ("group_illness", {"twist_or_fall": NO, "hip_or_groin_pain": YES, "swelling": NO},
         ("fever_or_hot_red", "breathless_or_chest_pain", "numb_or_cold")),
        ("group_injury", {"twist_or_fall": YES, "blood_thinner": NO, "numb_or_cold": UNSURE}, ("pop",)),
    ],
    ids=["a slot", "a group", "what is unknown", "nothing", "what can still raise an urgent level",
         "in an emergency what tells causes apart"],
)  # fmt: skip
def test_members(question: str, known: Values, slots: tuple[str, ...]) -> None:
    assert members(question, known) == slots


@given(known=st.fixed_dictionaries({slot: st.sampled_from((None, YES, NO, UNSURE)) for slot in SYMPTOMS}))
@settings(max_examples=100, deadline=None)
def test_a_question_is_worth_asking_for_what_it_tells(known: Values) -> None:
    for slot in CAUSES:
        gain = information_gain(slot, {**known, slot: None}, table())
        assert gain >= 0
    question = next_question(known, (), {})
    if question in CAUSES - DANGER:
        assert information_gain(question, known, table()) >= LEAST_GAIN


def test_location_tells_most_at_first() -> None:
    gains = {slot: information_gain(slot, {}, table()) for slot in outline().causes}
    assert max(gains, key=lambda slot: gains[slot]) == "location"


def test_what_says_the_same_as_something_known_tells_nothing() -> None:
    tight = {"location": "outer", "outer_tightness": None}
    assert information_gain("outer_tightness", tight, table()) < 0.25 * information_gain("outer_tightness", {}, table())


def test_the_order_of_dictionaries_does_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    real = table()
    turned = Table(dict(reversed(list(real.conditions.items()))), real.words, real.overlaps, real.usual)
    facts = {**WELL, "location": "all_over", "stiffness": YES, "load_increase": YES}
    before = conduct(facts).questions
    monkeypatch.setattr("knowledge.interview.table", lambda: turned)
    assert conduct(dict(reversed(facts.items()))).questions == before


def test_choices_and_symptoms_are_all_that_is_asked() -> None:
    asked = {slot for question in DANGER | CAUSES for slot in outline().slots(question)}
    assert asked <= set(SLOTS)
    assert set(CHOICES) <= asked


def test_a_suspicion_without_a_name_is_followed_up_until_nothing_is_left_of_it() -> None:
    signs, level = ["unclear_danger"], "urgent"
    known: Values = {}
    questions: list[str] = []
    while level == "urgent" and (question := next_question(known, signs, {}, level)):
        questions.append(question)
        known |= {slot: WELL[slot] for slot in members(question, known, signs, level)}
        level = judge(known, signs, level).level
    assert level == "self_care"
    assert questions == ["group_joint", "group_illness"]


def test_a_suspicion_after_an_injury_is_followed_up_until_nothing_is_left_of_it() -> None:
    known = {**WELL, "twist_or_fall": YES, "calf_swelling": None, "hip_or_groin_pain": None}
    assert next_question(known, ["unclear_danger"], {}, "urgent") == "group_illness"


def test_a_suspicion_is_not_followed_up_in_vain() -> None:
    known = {**WELL, "twist_or_fall": YES, "swelling": YES, "calf_swelling": None, "hip_or_groin_pain": None}
    assert next_question(known, ["unclear_danger"], {}, "urgent") is None
