"""The follow-up head: whether a message goes on about the topic under discussion, moves to another, or is neither.

Half of it is the pair network, which reads what was said before beside the message; half a logistic regression on nine
signals (what the topic head makes of the message, words that point back, length). The one knows how people go on, the
other what is ours; together they are better than either on authors not learnt from (docs/retrieval.md).
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from knowledge.cues import cues
from knowledge.following.lines import OUTCOMES, FollowUp
from knowledge.following.reader import PairReader
from knowledge.heads import Head
from knowledge.passages import TOPICS
from knowledge.questions import OUT_OF_SCOPE, Question

SEED = 20261127
ALONE_PER_DIALOGUE = 1.0  # questions that stand alone, with a topic drawn by chance, for each dialogue
ALONE_WEIGHT = 0.3  # of each of them: they are easy
PAIR_WEIGHT = 0.5  # of the network's log-probabilities; the rest is the signals'
LEAST = 1e-4

Shares = Mapping[str, float]
Floats = npt.NDArray[np.float64]


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
        float(words.leans(text)),
        float(words.points_back(text)),
        float(words.asks_on(text)),
        float(words.wants_more(text)),
        float(np.log1p(len(text.split()))),
    ]


@dataclass
class FollowUpHead(Head):
    """A trained head: the regression on the signals, its classes as in OUTCOMES."""

    regression: Pipeline

    def outcomes(
        self, text: str, before: str, probabilities: Shares, reader: PairReader, name: str, last: str
    ) -> dict[str, float]:
        """Return how much speaks for each outcome, in logarithms; the most wins.

        Args:
            text: the message.
            before: the topic under discussion before it.
            probabilities: what the topic head makes of the message.
            reader: the pair network.
            name: of the topic under discussion.
            last: the message before, may be empty.
        """
        both = (
            PAIR_WEIGHT * reader.logs(name, last, text)
            + (1 - PAIR_WEIGHT) * self.logs([text], [before], [probabilities])[0]
        )
        return dict(zip(OUTCOMES, map(float, both), strict=True))

    def logs(self, texts: Sequence[str], befores: Sequence[str], probabilities: Sequence[Shares]) -> Floats:
        """Return what the signals alone make of messages: log-probabilities, shape (messages, outcomes)."""
        told = np.array([signals(*row) for row in zip(texts, befores, probabilities, strict=True)])
        columns = [list(self.regression.classes_).index(outcome) for outcome in OUTCOMES]
        return np.asarray(np.log(np.maximum(self.regression.predict_proba(told)[:, columns], LEAST)))


def train_head(lines: Sequence[FollowUp], weights: Sequence[float], probabilities: Sequence[Shares]) -> FollowUpHead:
    """Train a head; `probabilities` are what a topic head that has not seen the lines makes of them.

    Raises:
        ValueError: lines, weights and probabilities differ in number.
    """
    if not len(lines) == len(weights) == len(probabilities):
        raise ValueError(
            f"{len(lines)} lines, {len(weights)} weights, {len(probabilities)} probabilities: they must match."
        )
    rows = [signals(line.text, line.before, share) for line, share in zip(lines, probabilities, strict=True)]
    regression = make_pipeline(StandardScaler(), LogisticRegression(max_iter=2000, class_weight="balanced"))
    regression.fit(
        np.array(rows), [line.outcome for line in lines], logisticregression__sample_weight=np.asarray(weights)
    )
    return FollowUpHead(regression)
