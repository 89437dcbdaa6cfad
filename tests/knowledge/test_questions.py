"""Labelled questions: reading them, and adding those that stand under the passages."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from knowledge.build import author
from knowledge.passages import TOPICS, read_passages
from knowledge.questions import OUT_OF_SCOPE, Question, QuestionError, read_questions, with_passage_questions


def read(folder: Path, content: str, name: str = "mine.jsonl") -> list[Question]:
    (folder / name).write_text(content, encoding="utf-8")
    return read_questions(folder)


def test_reads_and_keeps_the_same_words_once(tmp_path: Path) -> None:
    rows = [
        {"text": " What is ITBS? ", "topic": "itbs"},
        {"text": "what is itbs?", "topic": "cadence"},
        {"text": "Weather?", "topic": OUT_OF_SCOPE},
    ]
    content = "\n\n".join(json.dumps(row) for row in rows)
    assert read(tmp_path, content) == [
        Question("What is ITBS?", "itbs", "mine"), Question("Weather?", OUT_OF_SCOPE, "mine"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("not json", 'mine.jsonl:2: needs {"text": ..., "topic": ...}: Expecting value'),
        ('{"topic": "itbs"}', 'mine.jsonl:2: needs {"text": ..., "topic": ...}: \'text\''),
        ('{"text": "a"}', 'mine.jsonl:2: needs {"text": ..., "topic": ...}: \'topic\''),
        ('{"text": null, "topic": "itbs"}', 'mine.jsonl:2: needs {"text": ..., "topic": ...}: text is None'),
        ('["a", "itbs"]', 'mine.jsonl:2: needs {"text": ..., "topic": ...}: '),
        ('{"text": "a", "topic": "elbow"}', "mine.jsonl:2: no such topic: 'elbow', or no text."),
        ('{"text": "  ", "topic": "itbs"}', "mine.jsonl:2: no such topic: 'itbs', or no text."),
    ],
    ids=["not JSON", "no text", "no topic", "text is null", "a list", "unknown topic", "blank text"],
)
def test_faults(tmp_path: Path, line: str, message: str) -> None:
    with pytest.raises(QuestionError) as caught:
        read(tmp_path, f'{{"text": "fine", "topic": "itbs"}}\n{line}\n')
    assert str(caught.value).startswith(message)


def test_passage_questions_are_added_once() -> None:
    passage = read_passages()[0][0]
    known = [Question(passage.questions[0].upper(), passage.topic, "mine")]
    listed = with_passage_questions(known, [passage])
    assert [question.text for question in listed] == [known[0].text, *passage.questions[1:]]
    assert {question.origin for question in listed[1:]} == {passage.id}


@pytest.mark.parametrize(
    ("origin", "name"),
    [
        ("itbs.fix-ice", "passages"),
        ("out_of_scope", "voices"),
        ("elsewhere", "causes"),
        ("voices", "voices"),
        ("starter", "starter"),
    ],
)
def test_who_wrote_a_question(origin: str, name: str) -> None:
    assert author(Question("?", "itbs", origin)) == name


def test_every_topic_has_enough_questions() -> None:
    questions = with_passage_questions(read_questions(), read_passages()[0])
    counts = Counter(question.topic for question in questions)
    assert {topic for topic in (*TOPICS, OUT_OF_SCOPE) if counts[topic] < 50} == set()


def test_no_words_have_two_topics() -> None:
    questions = with_passage_questions(read_questions(), read_passages()[0])
    topics: dict[str, set[str]] = {}
    for question in questions:
        topics.setdefault(question.text.lower(), set()).add(question.topic)
    assert {text: found for text, found in topics.items() if len(found) > 1} == {}
