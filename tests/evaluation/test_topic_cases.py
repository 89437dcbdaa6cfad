"""The labelled questions: the real ones are sound and were not learnt from, faults are named."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from evaluation.answering import FILES, FOLLOW_UPS, Sets
from evaluation.cases import CaseFault
from evaluation.overlap import Learnt
from evaluation.topic_cases import ALL, FAR, NEAR, TopicCase, follow_up_cases, parts_of, topic_cases
from knowledge.passages import TOPICS, read_passages
from knowledge.questions import read_questions, with_passage_questions

Read = Callable[[Path], list[Any]]
BY_CHANCE = 0.02  # of a set may stand among the lines learnt from: two people now and then use the same words


@pytest.fixture(scope="module")
def learnt() -> Learnt:
    return Learnt(question.text for question in with_passage_questions(read_questions(), read_passages()[0]))


@pytest.mark.parametrize("name", FILES)
def test_the_real_questions(name: str, learnt: Learnt) -> None:
    cases = topic_cases(FILES[name])
    assert len({case.text for case in cases}) == len(cases) >= 250
    assert {topic for case in cases for topic in case.topics} == set(TOPICS)
    assert ALL in parts_of(cases)
    assert sum(case.text in learnt for case in cases) <= BY_CHANCE * len(cases)


def test_the_unseen_questions_out_of_scope_are_told_apart() -> None:
    outside = [case for case in topic_cases(FILES["unseen"]) if not case.in_scope]
    assert sum(case.is_of(NEAR) for case in outside) + sum(case.is_of(FAR) for case in outside) == len(outside)
    assert parts_of(outside) == [ALL, NEAR, FAR]


@pytest.mark.parametrize("part", FOLLOW_UPS)
def test_the_real_follow_ups(learnt: Learnt, part: str) -> None:
    cases = follow_up_cases(FOLLOW_UPS[part])
    assert len({case.turns for case in cases}) == len(cases) >= 60
    assert not [case.last for case in cases if case.last in learnt]


def test_what_is_measured_was_not_learnt_from(learnt: Learnt) -> None:
    sets = Sets(learnt)
    for name, cases in sets.questions.items():
        assert not [case.text for case in cases if case.text in learnt]
        assert len(cases) + sets.left_out[name] == len(topic_cases(FILES[name]))


@pytest.mark.parametrize(
    ("read", "line", "told"),
    [
        (topic_cases, '{"text": "a", "topics": ["shins"]}', "shins"),
        (topic_cases, '{"text": "a", "topics": [], "near": "yes"}', "near must be"),
        (topic_cases, '{"text": " ", "topics": []}', "empty"),
        (topic_cases, '{"text": "a"}', "topics"),
        (follow_up_cases, '{"turns": ["a"], "topics": ["itbs"], "kind": "same"}', "two turns"),
        (follow_up_cases, '{"turns": ["a", ""], "topics": ["itbs"], "kind": "same"}', "empty"),
        (follow_up_cases, '{"turns": ["a", "b"], "topics": ["itbs"]}', "kind"),
        (follow_up_cases, '{"topics": ["itbs"], "kind": "same"}', "text"),
    ],
)
def test_faults(tmp_path: Path, read: Read, line: str, told: str) -> None:
    path = tmp_path / "set.jsonl"
    path.write_text(f"\n{line}\n", encoding="utf-8")
    with pytest.raises(CaseFault, match=rf"set\.jsonl:2: .*{told}"):
        read(path)


@pytest.mark.parametrize(
    ("case", "parts"),
    [
        (TopicCase("a", ("itbs",)), []),
        (TopicCase("a", ()), [ALL]),
        (TopicCase("a", (), near=True), [ALL, NEAR]),
        (TopicCase("a", (), near=False), [ALL, FAR]),
    ],
)
def test_parts(case: TopicCase, parts: list[str]) -> None:
    assert [part for part in (ALL, NEAR, FAR) if case.is_of(part)] == parts_of([case]) == parts


@pytest.mark.parametrize("topics", ['["out_of_scope"]', "[]"])
def test_both_ways_of_saying_out_of_scope(tmp_path: Path, topics: str) -> None:
    path = tmp_path / "set.jsonl"
    path.write_text(f'{{"text": "a", "topics": {topics}}}', encoding="utf-8")
    assert topic_cases(path) == [TopicCase("a", ())]
