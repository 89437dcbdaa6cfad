"""Which passage of a topic a question wants, learnt from the questions and sentences of each passage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.linear_model import LogisticRegression

from knowledge.encoder import Vectors
from knowledge.heads import Head

STRENGTH = 20.0  # inverse of the ridge
SENTENCE_WEIGHT = 0.5  # of a view that is no question
LEAST = -1.5  # what does not fit at all is no further below chance: a kind that is asked for must be able to win


@dataclass(frozen=True)
class View:
    """A text that stands for a passage, and whether it is a question that people ask of it."""

    topic: str
    passage: str
    text: str
    question: bool


@dataclass
class PassageHead(Head):
    """A trained head: for each topic a regression on vectors whose classes are the ids of its passages."""

    topics: dict[str, LogisticRegression]

    def logs(self, topic: str, vector: Vectors) -> dict[str, float]:
        """Return how much likelier each passage is than by chance, as a logarithm; an unknown topic has none.

        Args:
            topic: of the passages.
            vector: the question's, shape (dimensions,).
        """
        model = self.topics.get(topic)
        if model is None:
            return {}
        shares = model.predict_log_proba(vector[np.newaxis, :])[0] + np.log(len(model.classes_))
        return dict(zip(model.classes_, map(float, np.maximum(shares, LEAST)), strict=True))


def train_passages(views: Sequence[View], vectors: Vectors) -> PassageHead:
    """Train a head on views of passages; `vectors` are theirs, shape (len(views), dimensions).

    Raises:
        ValueError: views and vectors differ in number.
    """
    if len(views) != len(vectors):
        raise ValueError(f"{len(views)} views and {len(vectors)} vectors: they must match.")
    rows: dict[str, list[int]] = {}
    for row, view in enumerate(views):
        rows.setdefault(view.topic, []).append(row)
    models = {}
    for topic, own in rows.items():
        ids = [views[row].passage for row in own]
        if len(set(ids)) > 1:
            weights = [1.0 if views[row].question else SENTENCE_WEIGHT for row in own]
            model = LogisticRegression(C=STRENGTH, max_iter=1000)
            models[topic] = model.fit(vectors[own], ids, sample_weight=weights)
    return PassageHead(models)
