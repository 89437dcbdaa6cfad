"""The follow-up head: whether a message goes on about the topic under discussion, moves to another, or is neither.

A support vector machine on the message's vector and what the topic head makes of it. Elliptical messages ("how tight?",
"says who?") name no topic, so how they are said tells more than what they name.
"""

from __future__ import annotations

import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import joblib
import numpy as np
import numpy.typing as npt
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

from knowledge.cues import cues
from knowledge.encoder import Vectors
from knowledge.passages import TOPICS
from knowledge.questions import OUT_OF_SCOPE, Question

FOLDER = Path(__file__).resolve().parent / "follow_ups"
STAYS, MOVES, NEITHER = OUTCOMES = ("stays", "moves", "neither")
SMALL_TALK = "small_talk"
SEED = 20261127
# By cross-validation on the dialogues (docs/retrieval.md).
STRENGTH, WIDTH = 4.0, 0.1
VECTOR_WEIGHT, SIGNAL_WEIGHT = 3.0, 0.5
ALONE_PER_DIALOGUE = 1.2  # questions that stand alone, with a topic drawn by chance, for each dialogue
ALONE_WEIGHT = 0.3  # of each of them: they are easy
LEAST = 1e-4

Shares = Mapping[str, float]
Floats = npt.NDArray[np.float64]


class FollowUpError(ValueError):
    """A line of follow-ups cannot be used."""


@dataclass(frozen=True)
class FollowUp:
    """A message with the topic under discussion before it, and the topic that answers it."""

    text: str
    before: str
    topic: str  # one of TOPICS, OUT_OF_SCOPE or SMALL_TALK

    @property
    def outcome(self) -> str:
        """Whether it stays, moves or is neither."""
        return STAYS if self.topic == self.before else MOVES if self.topic in TOPICS else NEITHER


def read_follow_ups(folder: Path = FOLDER) -> list[FollowUp]:
    """Read every `*.jsonl` of `folder`: {"turns": [...], "before": topic, "topic": topic}, the last turn decides.

    Raises:
        FollowUpError: a line is not JSON, or names no topic.
    """
    found = []
    for path in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            try:
                row = json.loads(line)
                one = FollowUp(str(row["turns"][-1]).strip(), str(row["before"]), str(row["topic"]))
            except (ValueError, KeyError, TypeError, IndexError) as error:
                needs = '{"turns": [...], "before": ..., "topic": ...}'
                raise FollowUpError(f"{path.name}:{number}: needs {needs}: {error!r}") from error
            if one.before not in TOPICS or one.topic not in (*TOPICS, OUT_OF_SCOPE, SMALL_TALK) or not one.text:
                raise FollowUpError(
                    f"{path.name}:{number}: no such topic: {one.before!r} or {one.topic!r}, or no text."
                )
            found.append(one)
    return found


def alone(questions: Sequence[Question], number: int) -> tuple[list[FollowUp], list[int]]:
    """Return `number` of the questions as if asked while another topic was under discussion, and their places.

    Whoever asks a whole question moves on or is out of scope, whatever was discussed.
    """
    chance = random.Random(SEED)
    places = chance.sample(range(len(questions)), min(len(questions), number))
    drawn = [questions[place] for place in places]
    others = [[topic for topic in TOPICS if topic != question.topic] for question in drawn]
    return [FollowUp(q.text, chance.choice(topics), q.topic) for q, topics in zip(drawn, others, strict=True)], places


def signals(text: str, before: str, probabilities: Shares) -> list[float]:
    """Return what the topic head and the cue words make of `text`, nine numbers."""
    own = {topic: share for topic, share in probabilities.items() if topic != OUT_OF_SCOPE}
    best = max(own, key=own.__getitem__)
    words = cues()
    return [
        float(np.log(max(own.get(before, 0.0), LEAST))),
        float(np.log(max(own[best], LEAST))),
        float(np.log(max(probabilities.get(OUT_OF_SCOPE, 0.0), LEAST))),
        float(best == before),
        2.0 * words.leans(text),
        2.0 * words.points_back(text),
        float(words.asks_on(text)),
        float(words.wants_more(text)),
        float(np.log1p(len(text.split()))),
    ]


@dataclass
class FollowUpHead:
    """A trained follow-up head: the machine, and the scale of the signals."""

    scale: StandardScaler
    machine: SVC

    def outcomes(
        self, texts: Sequence[str], befores: Sequence[str], vectors: Vectors, probabilities: Sequence[Shares]
    ) -> list[dict[str, float]]:
        """Return how much speaks for each outcome, for each text; the most wins.

        Args:
            texts: messages.
            befores: the topic under discussion before each.
            vectors: theirs, shape (len(texts), dimensions).
            probabilities: what the topic head makes of each.
        """
        told = self.scale.transform(_told(texts, befores, probabilities))
        rows = self.machine.decision_function(_features(told, vectors))
        return [dict(zip(self.machine.classes_, map(float, row), strict=True)) for row in rows]

    def save(self, path: Path) -> None:
        """Write the head to `path`."""
        joblib.dump(self, path, compress=3)

    @staticmethod
    def load(path: Path) -> FollowUpHead:
        """Read a head that `save` wrote. Only files of our own build may be read: the format can hold code."""
        head = joblib.load(path)
        if not isinstance(head, FollowUpHead):
            raise TypeError(f"{path} holds {type(head).__name__}, not a follow-up head. Run `make build`.")
        return head


def train_follow_ups(
    lines: Sequence[FollowUp], weights: Sequence[float], vectors: Vectors, probabilities: Sequence[Shares]
) -> FollowUpHead:
    """Train a head; `vectors` and `probabilities` are those of the lines' texts, the latter from a topic head.

    Raises:
        ValueError: lines, weights, vectors and probabilities differ in number.
    """
    if not len(lines) == len(weights) == len(vectors) == len(probabilities):
        raise ValueError(
            f"{len(lines)} lines, {len(weights)} weights, {len(vectors)} vectors and {len(probabilities)} "
            "probabilities: they must match."
        )
    told = _told([line.text for line in lines], [line.before for line in lines], probabilities)
    scale = StandardScaler().fit(told)
    machine = SVC(C=STRENGTH, gamma=WIDTH, class_weight="balanced")
    machine.fit(_features(scale.transform(told), vectors), [line.outcome for line in lines], np.asarray(weights))
    return FollowUpHead(scale, machine)


def _told(texts: Sequence[str], befores: Sequence[str], probabilities: Sequence[Shares]) -> Floats:
    return np.array([signals(*row) for row in zip(texts, befores, probabilities, strict=True)])


def _features(told: Floats, vectors: Vectors) -> Floats:
    return np.hstack([told * SIGNAL_WEIGHT, vectors * VECTOR_WEIGHT])
