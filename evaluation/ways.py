"""Ways of finding the topic of a question: the assistant's own, and simpler ones beside it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Protocol

import numpy as np
import numpy.typing as npt

from evaluation.ranking import Ranking
from knowledge.encoder import Encoder
from knowledge.gate import in_scope
from knowledge.questions import OUT_OF_SCOPE
from knowledge.search import Finding

Labelled = Sequence[tuple[str, str]]  # texts, each with the topic that it stands for


class Way(Protocol):
    """A way of ranking topics."""

    @property
    def name(self) -> str:
        """Its name in the report."""

    def rank(self, question: str) -> Ranking:
        """Rank the topics for a question."""


class Search(Protocol):
    """What is needed of `knowledge.search.Searcher`."""

    def find(self, question: str, context: Sequence[str] = (), *, last: str = "") -> Finding:
        """Find the passages that answer a question; `last` is the message answered before."""


class Assistant:
    """The assistant's own way: the topic head's probabilities, and the score that its gate judges by."""

    name = "Kneewise"

    def __init__(self, search: Search) -> None:
        """Ask `search`; each question is put to it once."""
        self.find = cache(search.find)

    def rank(self, question: str) -> Ranking:
        """Rank the topics for a question."""
        probabilities = dict(self.find(question).probabilities)
        outside = probabilities.pop(OUT_OF_SCOPE)
        return Ranking.of(probabilities, in_scope(max(probabilities.values()), outside))


class Bm25:
    """BM25 over texts, as Lucene reckons it (k1 1.5, b 0.75, English stop words); a topic is as good as its best."""

    def __init__(self, name: str, texts: Labelled) -> None:
        """Index `texts`."""
        import bm25s

        self.name = name
        self._texts = _ByTopic(texts)
        self._tokenize = bm25s.tokenize
        self._index = bm25s.BM25()
        self._index.index(self._words([text for text, _ in texts]), show_progress=False)

    def rank(self, question: str) -> Ranking:
        """Rank the topics that share a word with the question."""
        known = self._index.get_tokens_ids(self._words([question])[0])
        scores = self._texts.best(self._index.get_scores_from_ids(known))
        found = {topic: score for topic, score in scores.items() if score > 0}
        return Ranking.of(found, max(found.values(), default=0.0))

    def _words(self, texts: Sequence[str]) -> list[list[str]]:
        words: list[list[str]] = self._tokenize(list(texts), stopwords="en", return_ids=False, show_progress=False)
        return words


class Nearest:
    """The nearest text by the encoder's cosine; a topic is as good as its best text.

    Where texts out of scope are among them, the score is how much nearer the best topic is than the nearest of those.
    """

    def __init__(self, name: str, texts: Labelled, encode: Encoder) -> None:
        """Encode `texts`."""
        self.name = name
        self._texts = _ByTopic(texts)
        self._encoder = encode
        self._vectors = encode.encode([text for text, _ in texts])

    def rank(self, question: str) -> Ranking:
        """Rank the topics for a question."""
        scores = self._texts.best(self._vectors @ self._encoder.encode([question])[0])
        outside = scores.pop(OUT_OF_SCOPE, 0.0)
        return Ranking.of(scores, max(scores.values()) - outside)


class _ByTopic:
    """Which texts belong to which topic."""

    def __init__(self, texts: Labelled) -> None:
        self._rows: dict[str, list[int]] = {}
        for row, (_, topic) in enumerate(texts):
            self._rows.setdefault(topic, []).append(row)

    def best(self, scores: npt.NDArray[np.float32]) -> dict[str, float]:
        """Return the best score of each topic; `scores` has shape (texts,)."""
        return {topic: float(scores[rows].max()) for topic, rows in self._rows.items()}
