"""Labelled questions: what people ask, and which topic answers it (or none: out of scope)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from knowledge.passages import TOPICS, Passage

FOLDER = Path(__file__).resolve().parent / "questions"
OUT_OF_SCOPE = "out_of_scope"


class QuestionError(ValueError):
    """A line of labelled questions cannot be used."""


@dataclass(frozen=True)
class Question:
    """A question as somebody asked it, with the topic that answers it."""

    text: str
    topic: str
    origin: str


def read_questions(folder: Path = FOLDER) -> list[Question]:
    """Read every `*.jsonl` in `folder`; the same words twice are kept once.

    Raises:
        QuestionError: a line is not JSON, has no text, or names no topic.
    """
    found: dict[str, Question] = {}
    for path in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
                if not isinstance(row["text"], str):
                    raise TypeError(f"text is {row['text']!r}")
                question = Question(str(row["text"]).strip(), str(row["topic"]), path.stem)
            except (ValueError, KeyError, TypeError) as error:
                raise QuestionError(f'{path.name}:{number}: needs {{"text": ..., "topic": ...}}: {error}') from error
            if question.topic not in (*TOPICS, OUT_OF_SCOPE) or not question.text:
                raise QuestionError(f"{path.name}:{number}: no such topic: {question.topic!r}, or no text.")
            found.setdefault(question.text.lower(), question)
    return list(found.values())


def with_passage_questions(questions: Iterable[Question], passages: Iterable[Passage]) -> list[Question]:
    """Return `questions` and those that stand under the passages."""
    listed = list(questions)
    seen = {question.text.lower() for question in listed}
    for passage in passages:
        listed.extend(
            Question(text, passage.topic, passage.id) for text in passage.questions if text.lower() not in seen
        )
    return listed
