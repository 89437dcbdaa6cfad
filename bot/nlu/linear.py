"""What the linear classifiers share: the features of a text, and a quick one-against-the-rest model on them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression

from knowledge.encoder import Vectors, encoder
from knowledge.ngrams import NGrams

SEED = 20261122
Shares = npt.NDArray[np.float64]


class TextFeatures:
    """Turns texts and their vectors into one sparse matrix: the encoder's vector beside word and character n-grams."""

    def __init__(self, texts: Sequence[str], vector_weight: float) -> None:
        """Learn the n-grams of `texts`; `vector_weight` says how much the vector counts beside them."""
        self.vector_weight = vector_weight
        self._words = NGrams(texts, ngram_range=(1, 2), min_df=2)
        self._characters = NGrams(texts, analyzer="char_wb", ngram_range=(2, 4), min_df=3, max_features=12_000)

    def transform(self, texts: Sequence[str], vectors: Vectors) -> csr_matrix:
        """Return the features, sparse, shape (len(texts), features); `vectors` are those of the texts."""
        grams = [self._words.transform(texts), self._characters.transform(texts)]
        return hstack([csr_matrix(vectors * self.vector_weight), *grams]).tocsr()


class OneAgainstRest:
    """A logistic regression a label; all of them are one matrix, so that a message costs one product."""

    def __init__(self, names: Sequence[str], models: Sequence[LogisticRegression]) -> None:
        """Take over trained models; `names` are those of their outputs, in order."""
        self.names = [str(name) for name in names]
        self._weights = np.concatenate([model.coef_ for model in models]).T.astype(np.float32)
        self._offsets = np.concatenate([model.intercept_ for model in models]).astype(np.float32)

    @classmethod
    def of_classes(cls, features: csr_matrix, classes: Sequence[str], strength: float) -> OneAgainstRest:
        """Train on examples that have one class each; `strength` is the inverse regularisation."""
        model = _logistic_regression(strength).fit(features, classes)
        return cls(model.classes_, [model])

    @classmethod
    def of_labels(cls, features: csr_matrix, labels: Sequence[Sequence[str]], strength: float) -> OneAgainstRest:
        """Train on examples that have any number of labels each."""
        names = sorted({name for own in labels for name in own})
        columns = [[name in own for own in labels] for name in names]
        return cls(names, [_logistic_regression(strength).fit(features, column) for column in columns])

    def probabilities(self, features: csr_matrix) -> Shares:
        """Return how likely each label is, each by itself, shape (n, len(names))."""
        scores = np.asarray(features @ self._weights + self._offsets, dtype=np.float64)
        return np.asarray(1 / (1 + np.exp(-scores)))


def _logistic_regression(strength: float) -> LogisticRegression:
    # The dual form is the quick one where rows are few and wide.
    return LogisticRegression(
        C=strength, class_weight="balanced", solver="liblinear", dual=True, max_iter=300, random_state=SEED
    )


def vectors_of(messages: Sequence[Message]) -> Vectors:
    """Return the sentence vectors of `messages`, those of the featurizer where it has run."""
    dense = [message.get_dense_features(TEXT)[1] for message in messages]
    if all(features is not None for features in dense):
        return np.concatenate([features.features for features in dense if features is not None])
    return encoder().encode(texts_of(messages))


def texts_of(messages: Sequence[Message]) -> list[str]:
    """Return the texts of `messages`."""
    return [message.get(TEXT) or "" for message in messages]
