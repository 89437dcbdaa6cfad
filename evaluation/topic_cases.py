"""The labelled questions that finding answers is measured on, read and checked. They are not to train."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evaluation.cases import read_cases
from knowledge.passages import TOPICS
from knowledge.questions import OUT_OF_SCOPE

ALL, NEAR, FAR = "all", "near", "far"  # parts of the questions out of scope


@dataclass(frozen=True)
class TopicCase:
    """A question with the topics that may answer it, the best first; without topics it is out of scope."""

    text: str
    topics: tuple[str, ...]
    near: bool | None = None  # out of scope: whether it borders on what is ours; None where nobody said

    @property
    def in_scope(self) -> bool:
        """Whether there is something to answer it with."""
        return bool(self.topics)

    def is_of(self, part: str) -> bool:
        """Tell whether it is out of scope and of this part: "all", "near" or "far"."""
        return not self.in_scope and (part == ALL or self.near is (part == NEAR))


@dataclass(frozen=True)
class FollowUpCase:
    """A conversation, and the topics that may answer its last turn; without topics it should be refused."""

    turns: tuple[str, ...]
    topics: tuple[str, ...]
    kind: str

    @property
    def last(self) -> str:
        """The turn that is judged."""
        return self.turns[-1]


def topic_cases(path: Path) -> list[TopicCase]:
    """Read a file of questions with topics; raises CaseFault naming the line."""
    return read_cases(path, _topic)


def follow_up_cases(path: Path) -> list[FollowUpCase]:
    """Read a file of conversations; raises CaseFault naming the line."""
    return read_cases(path, _follow_up)


def parts_of(cases: Sequence[TopicCase]) -> list[str]:
    """Return the parts of the questions out of scope that `cases` hold."""
    return [part for part in (ALL, NEAR, FAR) if any(case.is_of(part) for case in cases)]


def _topic(row: Mapping[str, Any]) -> TopicCase:
    near = row.get("near")
    if near not in (None, True, False):
        raise ValueError(f"near must be true or false, not {near!r}")
    return TopicCase(row["text"], _topics(row), near)


def _follow_up(row: Mapping[str, Any]) -> FollowUpCase:
    turns = tuple(row["turns"])
    if len(turns) < 2:
        raise ValueError("a follow-up needs two turns at least")
    return FollowUpCase(turns, _topics(row), str(row["kind"]))


def _topics(row: Mapping[str, Any]) -> tuple[str, ...]:
    topics = tuple(topic for topic in row["topics"] if topic != OUT_OF_SCOPE)
    if strange := set(topics) - set(TOPICS):
        raise ValueError(f"no such topics: {sorted(strange)}")
    return topics
