"""The linear model beside the tuned reader: the n-grams of a text, and a quick one-against-the-rest model on them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression

from knowledge.ngrams import NGrams

SEED = 20261122
Shares = npt.NDArray[np.float64]


class TextFeatures:
    """Turns texts into one sparse matrix of word and character n-grams."""

    def __init__(self, texts: Sequence[str]) -> None:
        """Learn the n-grams of `texts`."""
        self._words = NGrams(texts, ngram_range=(1, 2), min_df=2)
        self._characters = NGrams(texts, analyzer="char_wb", ngram_range=(2, 4), min_df=3, max_features=12_000)

    def transform(self, texts: Sequence[str]) -> csr_matrix:
        """Return the features, sparse, shape (len(texts), features)."""
        return hstack([self._words.transform(texts), self._characters.transform(texts)]).tocsr()


class OneAgainstRest:
    """A logistic regression a label; all of them are one matrix, so that a message costs one product."""

    def __init__(self, model: LogisticRegression) -> None:
        """Take over a trained model; `names` are those of its classes, in order."""
        self.names = [str(name) for name in model.classes_]
        self._weights = model.coef_.T.astype(np.float32)
        self._offsets = model.intercept_.astype(np.float32)

    @classmethod
    def of_classes(cls, features: csr_matrix, classes: Sequence[str], strength: float) -> OneAgainstRest:
        """Train on examples that have one class each; `strength` is the inverse regularisation."""
        return cls(_logistic_regression(strength).fit(features, classes))

    def probabilities(self, features: csr_matrix) -> Shares:
        """Return how likely each label is, each by itself, shape (n, len(names))."""
        scores = np.asarray(features @ self._weights + self._offsets, dtype=np.float64)
        return np.asarray(1 / (1 + np.exp(-scores)))


def _logistic_regression(strength: float) -> LogisticRegression:
    # The dual form is the quick one where rows are few and wide.
    return LogisticRegression(
        C=strength, class_weight="balanced", solver="liblinear", dual=True, max_iter=300, random_state=SEED
    )


def texts_of(messages: Sequence[Message]) -> list[str]:
    """Return the texts of `messages`."""
    return [message.get(TEXT) or "" for message in messages]
