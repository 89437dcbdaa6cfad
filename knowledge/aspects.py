"""The aspect head: which kind of passage a question wants (what, signs, fix, avoid, recovery, escalate, evidence).

Logistic regression on the question's vector and n-grams, learnt from the questions under the passages. What is asked is
much the same in every topic, so all topics teach it together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression

from knowledge.encoder import Vectors
from knowledge.heads import Head
from knowledge.ngrams import NGrams

VECTOR_WEIGHT = 3.0
STRENGTH = 4.0  # of the regression
LEAST = 1e-3


@dataclass
class AspectHead(Head):
    """A trained aspect head."""

    words: NGrams
    characters: NGrams
    model: LogisticRegression

    def logs(self, texts: Sequence[str], vectors: Vectors) -> list[dict[str, float]]:
        """Return the log-probability of each aspect for each text, at least log(LEAST).

        Args:
            texts: questions.
            vectors: theirs, shape (len(texts), dimensions).
        """
        rows = self.model.predict_proba(_features(self.words, self.characters, texts, vectors))
        return [dict(zip(self.model.classes_, map(float, row), strict=True)) for row in np.log(np.maximum(rows, LEAST))]


def train_aspects(texts: Sequence[str], aspects: Sequence[str], vectors: Vectors) -> AspectHead:
    """Train a head on questions with the aspect of the passage under which each stands.

    Raises:
        ValueError: texts, aspects and vectors differ in number.
    """
    if not len(texts) == len(aspects) == len(vectors):
        raise ValueError(f"{len(texts)} texts, {len(aspects)} aspects and {len(vectors)} vectors: they must match.")
    words = NGrams(texts, ngram_range=(1, 2), token_pattern=r"(?u)\b\w+\b")
    characters = NGrams(texts, analyzer="char_wb", ngram_range=(2, 4), min_df=2)
    model = LogisticRegression(C=STRENGTH, max_iter=1000, class_weight="balanced")
    model.fit(_features(words, characters, texts, vectors), list(aspects))
    return AspectHead(words, characters, model)


def _features(words: NGrams, characters: NGrams, texts: Sequence[str], vectors: Vectors) -> csr_matrix:
    parts = [csr_matrix(vectors * VECTOR_WEIGHT), words.transform(texts), characters.transform(texts)]
    return hstack(parts).tocsr()
