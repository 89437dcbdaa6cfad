"""The topic head: which topic answers a question, or none.

Kernel ridge regression, one column a label, over the encoder's vectors beside word and character n-grams: the vector
carries the meaning, the n-grams the names and the misspellings, and squaring their sum lets the two work together.
The nearest written questions of each label have a say too. docs/retrieval.md has what each part adds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.linalg import solve
from scipy.sparse import hstack

from knowledge.encoder import Vectors
from knowledge.heads import Head
from knowledge.ngrams import NGrams

# Tuned on questions by an author left out of the training; docs/retrieval.md has the neighbours of each value.
NGRAM_WEIGHT = 0.5
OFFSET = 0.3  # added before squaring, so that single features count beside pairs of them
RIDGE = 0.2
BALANCE = 0.5  # 0: every question counts alike; 1: every label
NEAREST, NEAREST_WEIGHT = 3, 2.0
SHARPNESS = 5.0  # turns scores into probabilities: least log loss on left-out authors

WORD = r"(?u)\b\w+\b"

Probabilities = npt.NDArray[np.float64]
Scores = npt.NDArray[np.float32]


@dataclass
class TopicHead(Head):
    """A trained topic head; `labels` names the columns of `probabilities`."""

    labels: list[str]
    words: NGrams
    characters: NGrams
    vectors: Vectors  # of the training questions, shape (n, dimensions)
    ngrams: Any  # theirs too, sparse, shape (features, n): one question then needs only the rows of its own n-grams
    bounds: list[int]  # training questions bounds[c] to bounds[c + 1] - 1 have the label of column c
    weights: Scores  # shape (n, len(labels))

    def probabilities(self, texts: Sequence[str], vectors: Vectors) -> Probabilities:
        """Return how likely each label answers each text, shape (len(texts), len(labels)); rows add up to 1."""
        scores = self.scores(texts, vectors).astype(np.float64) * SHARPNESS
        raised = np.exp(scores - scores.max(axis=1, keepdims=True))
        return np.asarray(raised / raised.sum(axis=1, keepdims=True))

    def scores(self, texts: Sequence[str], vectors: Vectors) -> Scores:
        """Return the score of each label for each text, shape (len(texts), len(labels)); the most wins."""
        # One question at a time is the usual case: a product with a vector takes a sixth of that with a matrix.
        cosines = (self.vectors @ vectors[0])[np.newaxis] if len(texts) == 1 else vectors @ self.vectors.T
        found = _kernel(cosines, (_ngrams(self.words, self.characters, texts) @ self.ngrams).toarray()) @ self.weights
        for column in range(len(self.labels)):
            own = cosines[:, self.bounds[column] : self.bounds[column + 1]]
            best = min(NEAREST, own.shape[1])
            found[:, column] += NEAREST_WEIGHT * np.partition(own, -best, axis=1)[:, -best:].mean(axis=1)
        return np.asarray(found)


def train_head(texts: Sequence[str], labels: Sequence[str], vectors: Vectors) -> TopicHead:
    """Train a head on labelled questions; `vectors` are theirs, shape (len(texts), dimensions).

    Raises:
        ValueError: texts, labels and vectors differ in number, or there are fewer than two labels.
    """
    if not len(texts) == len(labels) == len(vectors):
        raise ValueError(f"{len(texts)} texts, {len(labels)} labels and {len(vectors)} vectors: they must match.")
    columns = sorted(set(labels))
    if len(columns) < 2:
        raise ValueError(f"a topic head needs two labels at least, it got {columns}.")
    codes = np.array([columns.index(label) for label in labels])
    order = np.argsort(codes, kind="stable")
    codes, vectors, texts = codes[order], vectors[order], [texts[i] for i in order]
    words = NGrams(texts, ngram_range=(1, 2), token_pattern=WORD)
    characters = NGrams(texts, analyzer="char_wb", ngram_range=(2, 4), min_df=2)
    ngrams = _ngrams(words, characters, texts)
    targets = np.full((len(texts), len(columns)), -1.0, dtype=np.float32)
    targets[np.arange(len(texts)), codes] = 1.0
    share = np.bincount(codes) * len(columns) / len(texts)
    kernel = _kernel(vectors @ vectors.T, (ngrams @ ngrams.T).toarray())
    kernel[np.diag_indices_from(kernel)] += (RIDGE * share[codes] ** BALANCE).astype(np.float32)
    weights = solve(kernel, targets, assume_a="pos", overwrite_a=True, check_finite=False)
    bounds = [0, *np.cumsum(np.bincount(codes)).tolist()]
    return TopicHead(columns, words, characters, vectors, ngrams.T.tocsr(), bounds, weights.astype(np.float32))


def _ngrams(words: NGrams, characters: NGrams, texts: Sequence[str]) -> Any:
    parts = [words.transform(texts), characters.transform(texts)]
    return (hstack(parts) * np.float32(np.sqrt(NGRAM_WEIGHT))).tocsr()


def _kernel(cosines: Vectors, shared: npt.NDArray[np.float32]) -> Vectors:
    return np.asarray((cosines + shared + np.float32(OFFSET)) ** 2, dtype=np.float32)


def left_out(
    texts: Sequence[str], labels: Sequence[str], authors: Sequence[str], vectors: Vectors, test: Sequence[str]
) -> tuple[list[int], Probabilities, list[str]]:
    """Let every author of `test` be judged by a head that learnt from all the others.

    Returns:
        The rows judged, their probabilities, shape (len(rows), len(columns)), and the names of the columns.
    """
    columns = sorted(set(labels))
    rows: list[int] = []
    found: list[Probabilities] = []
    for author in test:
        held = [i for i, name in enumerate(authors) if name == author]
        taken = {texts[i].lower() for i in held}
        seen = [i for i, name in enumerate(authors) if name != author and texts[i].lower() not in taken]
        head = train_head([texts[i] for i in seen], [labels[i] for i in seen], vectors[seen])
        part = np.zeros((len(held), len(columns)))
        places = [columns.index(label) for label in head.labels]
        part[:, places] = head.probabilities([texts[i] for i in held], vectors[held])
        rows += held
        found.append(part)
    return rows, np.concatenate(found), columns
