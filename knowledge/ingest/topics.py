"""Which topic a section of an article belongs to, by the topic head that questions go through too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from knowledge.encoder import Encoder
from knowledge.gate import in_scope
from knowledge.questions import OUT_OF_SCOPE
from knowledge.search import Searcher

# On tests/knowledge/ingest/tables/sections.yml: 97% of the sections on our topics kept, 95% of the others left out. A
# question needs more; here a reviewer reads what passes, and nobody what does not.
LEAST_SCORE = 0.5
# Probability from which a text goes to a topic whatever stands above it. On the same sections, put under the names of
# other topics, 85% find their own, where 50% do when the heading always counts; under their own headings all find the
# same topic either way.
SURE_ALONE = 0.5


@dataclass(frozen=True)
class Fit:
    """How a text fits the topics: the best and the second with their probabilities, and how likely any of them fits."""

    topic: str
    share: float
    second: str
    second_share: float
    score: float
    by_heading: str = ""  # the topic that the headings would have it in, where that is another

    @property
    def fits(self) -> bool:
        """Whether the text is on any topic."""
        return self.score >= LEAST_SCORE


class TopicFinder:
    """Proposes topics with the topic head of the built index."""

    def __init__(self, searcher: Searcher, encode: Encoder) -> None:
        """Use the topic head of `searcher`."""
        self._searcher = searcher
        self._encode = encode

    def fit(self, headings: Sequence[str], text: str) -> Fit:
        """Return how `text`, which stands under `headings`, fits the topics.

        Both are read as one, unless the text by itself is surely on another topic: articles lose headings.
        """
        under = self._fit(": ".join([*headings, text]))
        alone = self._fit(text) if headings else under
        if alone.topic != under.topic and alone.share >= SURE_ALONE:
            return replace(alone, by_heading=under.topic)
        return under

    def _fit(self, whole: str) -> Fit:
        shares = self._searcher.topic_probabilities(whole, self._encode.encode([whole]))
        outside = shares.pop(OUT_OF_SCOPE)
        best, second = sorted(shares, key=lambda topic: -shares[topic])[:2]
        return Fit(best, shares[best], second, shares[second], in_scope(shares[best], outside))

    def topic_of(self, question: str) -> str:
        """Return the topic that answers `question`, or an empty text."""
        found = self.fit((), question)
        return found.topic if found.fits else ""
