"""Simulated runners: drawn as the table says, the same ones from the same seed; interviews with them."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from evaluation.interviews import drawn
from evaluation.simulated import (
    State,
    conduct,
    draw,
    every_question,
    level_of,
    our_choice,
    questionnaire,
    sensible,
    whole_list,
)
from knowledge.causes import shares, table
from knowledge.outline import outline
from knowledge.slots import NO, SLOTS, UNSURE, YES, possible
from tests.knowledge.pictures import WELL

RUNNERS = drawn(3000, 7)


def test_the_same_seed_draws_the_same_runners() -> None:
    assert drawn(20, 7) == RUNNERS[:20]
    assert drawn(20, 8) != RUNNERS[:20]


def test_every_runner_answers_everything() -> None:
    for runner in RUNNERS[:200]:
        assert set(runner.facts) == set(SLOTS)
        assert all(value in possible(slot) for slot, value in runner.facts.items())


def test_causes_come_as_often_as_their_priors_say() -> None:
    counts = Counter(runner.cause for runner in RUNNERS)
    priors = shares([one.prior for one in table().conditions.values()])
    for cause, share in zip(table().conditions, priors, strict=True):
        assert counts[cause] / len(RUNNERS) == pytest.approx(share, abs=0.03)


@pytest.mark.parametrize(
    ("cause", "slot", "value"),
    [("itbs", "outer_tightness", YES), ("runners_knee", "location", "front"), ("meniscus_tear", "swelling", YES),
     ("tendonitis", "load_increase", YES), ("knee_strain", "stiffness", YES), ("ligament_tear", "pop", YES)],
)  # fmt: skip
def test_answers_come_as_often_as_the_table_says(cause: str, slot: str, value: str) -> None:
    answers = Counter(one.facts[slot] for one in RUNNERS if one.cause == cause and one.facts[slot] != UNSURE)
    share = answers[value] / sum(answers.values())
    assert share == pytest.approx(table().likelihood(cause, slot)[value], abs=0.1)


def test_not_sure_and_danger_signs_come_as_often_as_asked_for() -> None:
    chance = random.Random(1)
    sure = [draw(table(), chance, unsure=0.0, signs=0.0) for _ in range(50)]
    assert not {UNSURE} & {value for one in sure for value in one.facts.values()}
    assert {one.facts["deformity"] for one in sure} == {NO}
    ill = [draw(table(), chance, unsure=1.0, signs=1.0) for _ in range(5)]
    assert {one.facts["deformity"] for one in ill} == {YES}
    assert {one.facts["stairs_pain"] for one in ill} == {UNSURE}
    assert {one.facts["pop"] for one in ill} <= {YES, NO}, "only what tells causes apart"


def test_answers_fit_together() -> None:
    assert sensible({**WELL, "swelling_fast": YES})["swelling_fast"] == NO
    assert sensible({**WELL, "swelling": UNSURE, "swelling_fast": YES})["swelling_fast"] == YES
    assert sensible({**WELL, "can_bear_weight": NO})["severity"] == "severe"
    assert sensible(WELL) == WELL


def test_an_interview_keeps_what_it_asked_and_learnt() -> None:
    course = conduct({**WELL, "fever_or_hot_red": YES}, known={"twist_or_fall": NO}, signs=["wound"])
    assert course.levels[0] == course.level == "urgent"
    assert course.questions == ("group_joint", "group_illness")
    assert [len(course.listed), len(course.known), len(course.levels)] == [2, 3, 3]
    assert course.known[0] == {"twist_or_fall": NO}
    assert course.values["fever_or_hot_red"] == YES
    assert "calf_swelling" not in course.values, "it could not raise the level any more"


def test_signs_may_be_said_with_an_answer() -> None:
    facts = {**WELL, "fever_or_hot_red": YES}
    assert conduct(facts).level == "urgent"
    assert conduct(facts, said_with={"fever_or_hot_red": ["fever", "hot_red_knee"]}).level == "emergency"


def test_an_emergency_ends_every_interview() -> None:
    facts = {**WELL, "twist_or_fall": YES, "can_bear_weight": NO}
    assert conduct(facts).questions == ("group_joint", "can_bear_weight")
    fixed = conduct(facts, choose=questionnaire(every_question()), listed=whole_list)
    assert fixed.level == level_of(facts) == "emergency"


def test_an_interview_without_end_is_noticed() -> None:
    with pytest.raises(RuntimeError, match="does not end"):
        conduct({}, choose=lambda state: "pop")


def test_a_questionnaire_asks_everything_once_and_nothing_known() -> None:
    course = conduct(WELL, known={"pop": NO}, choose=questionnaire(every_question()), listed=whole_list)
    assert set(course.questions) == set(every_question()) - {"pop", "blood_thinner", "swelling", "twist_or_fall"}
    assert len(set(course.questions)) == len(course.questions)
    asked = [slot for slots in course.listed for slot in slots]
    assert sorted(asked) == sorted(set(asked))
    assert set(course.values) >= {slot for question in every_question() for slot in outline().slots(question)}


def test_a_budget_ends_an_interview() -> None:
    assert len(conduct(WELL, choose=questionnaire(every_question()), listed=whole_list, most=3).questions) == 3
    assert conduct(WELL, most=0).questions == ()


def test_our_choice_is_the_assistants() -> None:
    assert our_choice(State({}, (), {}, "self_care")) == "group_joint"
    assert our_choice(State({}, (), {}, "emergency")) is None
