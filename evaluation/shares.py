"""Shares with their uncertainty, and counts of hits and misses."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Z = 1.959963984540054  # of a 95 % interval


def wilson(hits: int, total: int) -> tuple[float, float]:
    """Return Wilson's 95 % interval of the share `hits` of `total`; all of 0 to 1 where there is nothing to go by."""
    if not total:
        return 0.0, 1.0
    share = hits / total
    middle = share + Z * Z / (2 * total)
    reach = Z * math.sqrt(share * (1 - share) / total + Z * Z / (4 * total * total))
    scale = 1 + Z * Z / total
    return max(0.0, (middle - reach) / scale), min(1.0, (middle + reach) / scale)


@dataclass(frozen=True)
class Share:
    """How many of how many."""

    hits: int
    total: int

    @classmethod
    def of(cls, verdicts: Iterable[bool]) -> Share:
        """Count the true ones."""
        seen = list(verdicts)
        return cls(sum(seen), len(seen))

    @property
    def value(self) -> float:
        """The share; 0 where there is nothing to go by."""
        return self.hits / self.total if self.total else 0.0

    def __str__(self) -> str:
        if not self.total:
            return "-"
        low, high = wilson(self.hits, self.total)
        return f"{self.value:.3f} ({low:.2f}-{high:.2f})"


NOBODY = Share(0, 0)


@dataclass
class Counts:
    """What was found rightly, found wrongly and not found."""

    hits: int = 0
    false: int = 0
    missed: int = 0

    @classmethod
    def total(cls, parts: Iterable[Counts]) -> Counts:
        """Add counts up."""
        sums = cls()
        for part in parts:
            sums.hits += part.hits
            sums.false += part.false
            sums.missed += part.missed
        return sums

    @property
    def precision(self) -> Share:
        """The share of what was found that is right."""
        return Share(self.hits, self.hits + self.false)

    @property
    def recall(self) -> Share:
        """The share of what is there that was found."""
        return Share(self.hits, self.hits + self.missed)

    @property
    def f1(self) -> float | None:
        """The harmonic mean of both; None where there was nothing to find and nothing found."""
        every = 2 * self.hits + self.false + self.missed
        return 2 * self.hits / every if every else None

    @property
    def cells(self) -> tuple[str, str, str, str]:
        """How many there are, precision, recall and F1, for a table."""
        f1 = "-" if self.f1 is None else f"{self.f1:.3f}"
        return str(self.recall.total), str(self.precision), str(self.recall), f1


@dataclass(frozen=True)
class Bin:
    """The answers whose confidence lies between `low` and `high`."""

    low: float
    high: float
    confidence: float  # their mean
    right: Share


def bins(answers: Sequence[tuple[float, bool]], number: int = 10) -> list[Bin]:
    """Sort answers, each its confidence and whether it is right, into bins of equal width; 1 goes to the last."""
    sorted_in: list[list[tuple[float, bool]]] = [[] for _ in range(number)]
    for confidence, right in answers:
        # The margin keeps 0.3, which is a little less than 3/10 as a float, out of the bin below.
        sorted_in[min(number - 1, max(0, int(confidence * number + 1e-9)))].append((confidence, right))
    return [
        Bin(
            place / number,
            (place + 1) / number,
            sum(confidence for confidence, _ in part) / len(part) if part else 0.0,
            Share.of(right for _, right in part),
        )
        for place, part in enumerate(sorted_in)
    ]


def calibration_error(filled: Sequence[Bin]) -> float:
    """Return the expected calibration error: how far confidence and share right lie apart, weighed by count."""
    every = sum(one.right.total for one in filled)
    apart = sum(one.right.total * abs(one.confidence - one.right.value) for one in filled)
    return apart / every if every else 0.0
