"""Answer, ask which of two was meant, or refuse: three outcomes from the topic probabilities."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

import numpy as np

from knowledge.questions import OUT_OF_SCOPE
from knowledge.topics import Probabilities

ANSWER, CHOICE, REFUSE = "answer", "choice", "refuse"
LET_THROUGH = 0.03  # share of the out-of-scope questions that may be answered by mistake
CLOSE = 0.75  # the second topic has at least this share of the first's probability
MAYBE = 0.5  # the in-scope score from which two topics are offered rather than nothing
UNSURE_TOPIC = 0.35  # the first topic's probability below which two close topics are both offered


@dataclass(frozen=True)
class Gate:
    """Where the line to refusing runs; `least` is the least in-scope score that is answered."""

    least: float

    def decide(self, probabilities: Mapping[str, float]) -> tuple[str, str]:
        """Return the outcome and the reason for it."""
        outside = probabilities.get(OUT_OF_SCOPE, 0.0)
        first, second = sorted((p for t, p in probabilities.items() if t != OUT_OF_SCOPE), reverse=True)[:2]
        score = in_scope(first, outside)
        if MAYBE <= score < self.least:
            return CHOICE, f"in-scope score {score:.2f} is only just below {self.least:.2f}"
        if score < self.least:
            return REFUSE, f"in-scope score {score:.2f} is below {self.least:.2f}"
        if first < UNSURE_TOPIC and second >= CLOSE * first:
            return CHOICE, f"two topics are close: {first:.2f} and {second:.2f}"
        return ANSWER, f"in-scope score {score:.2f} is at least {self.least:.2f}"

    def as_dict(self) -> dict[str, float]:
        """Return the gate for writing."""
        return asdict(self)


def in_scope(first: float, outside: float) -> float:
    """Return the in-scope score, 0..1: the best topic's probability against out of scope's."""
    return first / (first + outside) if first + outside else 0.0


def calibrate(
    probabilities: Probabilities, columns: Sequence[str], labels: Sequence[str], authors: Sequence[str]
) -> Gate:
    """Set the gate so that `LET_THROUGH` of the average author's out-of-scope questions pass.

    Args:
        probabilities: shape (n, len(columns)), from heads that saw no question of the same author: by the same author,
            held-out questions look easier than those of strangers, and the gate would stand too low.
        columns: what the columns stand for.
        labels: the right label of each row.
        authors: who wrote each row; each counts alike, however many lines he wrote.

    Raises:
        ValueError: none of the labels is out of scope.
    """
    outside = list(columns).index(OUT_OF_SCOPE)
    topics = np.delete(probabilities, outside, axis=1).max(axis=1)
    wrong = [
        (in_scope(float(topics[row]), float(probabilities[row, outside])), authors[row])
        for row, label in enumerate(labels)
        if label == OUT_OF_SCOPE
    ]
    if not wrong:
        raise ValueError("the gate needs out-of-scope questions to stand on; there are none among the labels.")
    lines = Counter(author for _, author in wrong)
    hardest = sorted(wrong, reverse=True)
    passed = np.cumsum([1 / lines[author] / len(lines) for _, author in hardest])
    first_refused = min(int(np.searchsorted(passed, LET_THROUGH + 1e-9, side="right")), len(hardest) - 1)
    return Gate(hardest[first_refused][0] + 1e-6)
