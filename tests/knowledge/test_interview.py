"""The interview: it ends, asks nothing twice over, and puts danger first."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.causes import table
from knowledge.interview import (
    CLEAR,
    MOST_QUESTIONS,
    MOST_TRIES,
    information_gain,
    members,
    next_question,
    outline,
)  # fmt: skip
from knowledge.levels import LEVELS, judge
from knowledge.slots import CHOICES, NO, SAFE_ANSWER, SIGNS, SLOTS, SYMPTOMS, UNSURE, YES

Values = dict[str, Any]
WELL: Values = {**SAFE_ANSWER, "location": "front", "severity": "mild", "duration": "weeks", "age_band": "16to54"}
DANGER = {"twist_or_fall", *outline().danger_after_injury, *outline().danger_otherwise}
LATER = ({*outline().causes} - DANGER) | set(outline().course)


def interview(facts: Values, signs: Collection[str] = (), known: Values | None = None) -> tuple[list[str], Values]:
    """Answer every question from `facts` (None: no answer); return the questions and what is known at the end."""
    values: Values = dict(known or {})
    asked: dict[str, int] = {}
    questions: list[str] = []
    while (question := next_question(values, signs, asked)) is not None:
        assert judge(values, signs).level != "emergency", f"{question} asked in an emergency"
        wanted = members(question, values)
        assert wanted, f"{question} asks for nothing"
        assert all(values.get(slot) is None for slot in wanted), f"{question} is known"
        questions.append(question)
        asked[question] = asked.get(question, 0) + 1
        assert len(questions) <= MOST_QUESTIONS * MOST_TRIES, "it does not end"
        values.update({slot: facts[slot] for slot in wanted if facts.get(slot) is not None})
    return questions, values


def answers(slot: str, silence: bool) -> st.SearchStrategy[Any]:
    given_ones = (SAFE_ANSWER[slot], SAFE_ANSWER[slot], YES, NO, UNSURE) if slot in SYMPTOMS else CHOICES[slot]
    return st.sampled_from((None, *given_ones) if silence else given_ones)


def profiles(silence: bool = False) -> st.SearchStrategy[Values]:
    return st.fixed_dictionaries({slot: answers(slot, silence) for slot in SLOTS})


@given(facts=profiles())
@settings(max_examples=150, deadline=None)
def test_who_answers_is_through_within_twelve_questions(facts: Values) -> None:
    questions, _ = interview(facts)
    assert 1 <= len(questions) <= MOST_QUESTIONS
    assert len(set(questions)) == len(questions), "an answered question comes back"


@given(facts=profiles(silence=True))
@settings(max_examples=150, deadline=None)
def test_no_question_is_put_more_than_twice(facts: Values) -> None:
    questions, _ = interview(facts)
    assert max(map(questions.count, questions)) <= MOST_TRIES
    assert len(set(questions)) <= MOST_QUESTIONS


@given(facts=profiles(), signs=st.sets(st.sampled_from((*SIGNS, *SYMPTOMS)), max_size=2))
@settings(max_examples=150, deadline=None)
def test_danger_comes_before_causes(facts: Values, signs: set[str]) -> None:
    questions, _ = interview(facts, signs)
    kinds = [question in LATER for question in questions if question in LATER or question in DANGER - {"swelling"}]
    assert kinds == sorted(kinds), questions


@given(facts=profiles(), order=st.permutations(SLOTS))
@settings(max_examples=150, deadline=None)
def test_the_order_of_the_answers_does_not_change_the_judgement(facts: Values, order: list[str]) -> None:
    known: Values = {}
    levels = [judge(known).level]
    for slot in order:
        known[slot] = facts[slot]
        levels.append(judge(known, at_least=levels[-1]).level)
    assert judge(known).level == judge(facts).level
    assert judge(known).rules == judge(facts).rules
    assert LEVELS.index(levels[-1]) >= LEVELS.index(judge(facts).level)


@given(facts=profiles(), first=st.lists(st.sampled_from(SLOTS), max_size=6))
@settings(max_examples=100, deadline=None)
def test_what_was_told_before_is_not_asked(facts: Values, first: list[str]) -> None:
    told = {slot: facts[slot] for slot in first}
    questions, values = interview(facts, known=told)
    assert not set(questions) & set(first)
    assert {slot: values[slot] for slot in first} == told


@pytest.mark.parametrize(
    ("known", "signs"),
    [
        ({"deformity": YES}, ()),
        ({"deformity": UNSURE}, ()),
        ({"can_bear_weight": NO, "twist_or_fall": YES}, ()),
        ({"pop": YES, "swelling_fast": YES, "swelling": YES}, ()),
        ({}, ("bleeding_or_bone",)),
        ({}, ("suicidal",)),
        ({}, ("numb_or_cold",)),
        ({"breathless_or_chest_pain": YES}, ()),
    ],
)
def test_no_question_in_an_emergency(known: Values, signs: tuple[str, ...]) -> None:
    assert next_question(known, signs, {}) is None


@pytest.mark.parametrize("known", [{"calf_swelling": YES}, {"night_or_rest_pain": YES}, {"cannot_straighten": YES}])
def test_after_urgent_only_what_could_raise_it(known: Values) -> None:
    questions, _ = interview(WELL, known=known)
    assert questions
    assert set(questions) <= DANGER


@pytest.mark.parametrize(
    ("known", "asked", "question"),
    [
        ({}, {}, "twist_or_fall"),
        ({}, {"twist_or_fall": 1}, "twist_or_fall"),
        ({"twist_or_fall": YES}, {"twist_or_fall": 1}, "can_bear_weight"),
        ({"twist_or_fall": UNSURE}, {"twist_or_fall": 1}, "can_bear_weight"),
        ({}, {"twist_or_fall": 2}, "can_bear_weight"),
        ({"twist_or_fall": NO, "swelling": YES}, {}, "swelling_fast"),
        ({"twist_or_fall": YES, "can_bear_weight": YES, "pop": NO, "swelling": NO}, {}, "group_injury"),
        ({**WELL, "location": None, "outer_tightness": None}, {}, "location"),
        ({**WELL, "duration": None}, {}, "duration"),
        ({**WELL, "severity": None}, {}, "severity"),
        (WELL, {}, None),
    ],
    ids=["first", "first again", "after an injury", "injury not sure", "injury left open", "swollen: how fast",
         "a group", "what tells causes apart", "course", "severity", "all known"],
)  # fmt: skip
def test_what_comes_next(known: Values, asked: dict[str, int], question: str | None) -> None:
    assert next_question(known, (), asked) == question


def test_how_fast_is_not_asked_of_a_knee_that_did_not_swell() -> None:
    for twist in (YES, NO, UNSURE):
        assert "swelling_fast" not in interview({**WELL, "twist_or_fall": twist, "swelling": NO})[0]


@pytest.mark.parametrize(
    ("injury", "danger"),
    [
        (YES, ("can_bear_weight", "pop", "swelling", "deformity", "crack", "numb_or_cold", "cannot_lift_leg",
               "cannot_straighten", "blood_thinner", "locking", "instability", "age_band")),
        (NO, ("swelling", "fever_or_hot_red", "calf_swelling", "breathless_or_chest_pain", "numb_or_cold",
              "night_or_rest_pain", "hip_or_groin_pain", "locking", "instability", "cannot_straighten")),
    ],
    ids=["injury", "no injury"],
)  # fmt: skip
def test_the_danger_signs_that_fit_are_all_asked_for(injury: str, danger: tuple[str, ...]) -> None:
    values = interview({**WELL, "twist_or_fall": injury})[1]
    assert {slot for slot in danger if values.get(slot) is None} == set()


def test_a_clear_cause_ends_the_questions_about_causes() -> None:
    known = {**WELL, "location": "outer", "outer_tightness": YES}
    for slot in ("stairs_pain", "pain_after_sitting", "load_increase", "pain_bending", "stiffness"):
        known[slot] = None
    assert table().rank(known)[0].support >= CLEAR
    assert next_question(known, (), {}) is None


def test_no_more_than_twelve_different_questions() -> None:
    asked = {f"question {number}": 1 for number in range(MOST_QUESTIONS)}
    assert next_question({}, (), asked) is None
    assert next_question({}, (), {**asked, "question 0": 0}) == "twist_or_fall"


@pytest.mark.parametrize(
    ("question", "known", "slots"),
    [
        ("pop", {}, ("pop",)),
        ("group_joint", {}, ("locking", "instability", "cannot_straighten")),
        ("group_joint", {"instability": NO}, ("locking", "cannot_straighten")),
        ("group_joint", {"locking": NO, "instability": NO, "cannot_straighten": UNSURE}, ()),
    ],
)
def test_members(question: str, known: Values, slots: tuple[str, ...]) -> None:
    assert members(question, known) == slots


@given(known=profiles(silence=True), slot=st.sampled_from(outline().causes))
@settings(max_examples=100, deadline=None)
def test_a_question_can_only_add_information(known: Values, slot: str) -> None:
    assert information_gain(slot, {**known, slot: None}, table()) >= -1e-9


def test_location_tells_most_at_first() -> None:
    gains = {slot: information_gain(slot, {}, table()) for slot in outline().causes}
    assert max(gains, key=lambda slot: gains[slot]) == "location"
