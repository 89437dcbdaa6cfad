"""What the linear classifiers see of a text: the encoder's vector beside word and character n-grams."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from knowledge.encoder import Vectors, encoder

SEED = 20261122


class TextFeatures:
    """Turns texts and their vectors into one sparse matrix; the n-grams are learnt by `fit`."""

    def __init__(self, vector_weight: float) -> None:
        """Start with nothing learnt; `vector_weight` says how much the vector counts beside the n-grams."""
        self.vector_weight = vector_weight
        self._words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=2, dtype=np.float32)
        self._characters = TfidfVectorizer(
            analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True, min_df=3, max_features=12_000, dtype=np.float32
        )

    def fit(self, texts: Sequence[str]) -> TextFeatures:
        """Learn the n-grams of `texts`."""
        self._words.fit(texts)
        self._characters.fit(texts)
        return self

    def transform(self, texts: Sequence[str], vectors: Vectors) -> Any:
        """Return the features, a sparse matrix of shape (len(texts), features); `vectors` are those of the texts."""
        grams = [self._words.transform(texts), self._characters.transform(texts)]
        return hstack([csr_matrix(vectors * self.vector_weight), *grams]).tocsr()


def logistic_regression(strength: float) -> LogisticRegression:
    """Return an untrained one-against-the-rest model; the dual form is the quick one for few, wide rows."""
    return LogisticRegression(
        C=strength, class_weight="balanced", solver="liblinear", dual=True, max_iter=300, random_state=SEED
    )


def vectors_of(messages: Sequence[Message]) -> Vectors:
    """Return the sentence vectors of `messages`, those of the featurizer where it has run."""
    dense = [message.get_dense_features(TEXT)[1] for message in messages]
    if all(features is not None for features in dense):
        return np.concatenate([features.features for features in dense if features is not None])
    return encoder().encode([message.get(TEXT) or "" for message in messages])


def texts_of(messages: Sequence[Message]) -> list[str]:
    """Return the texts of `messages`."""
    return [message.get(TEXT) or "" for message in messages]
