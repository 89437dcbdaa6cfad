"""Which causes fit what is known, and why: the evidence table, added up.

Naive Bayes in log-odds: prior plus one weight an answer, then a softmax over the causes.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from knowledge.conditions import FILE, Condition, read_conditions

TELLING = 0.25  # weights below it move nothing that a reader would call a reason


@dataclass(frozen=True)
class Cause:
    """How well a cause fits one person."""

    id: str
    name: str
    support: float  # 0..1, the causes' add up to 1
    speaks_for: tuple[str, ...]  # slots, most telling first
    speaks_against: tuple[str, ...]
    least_level: str

    def block(self) -> dict[str, Any]:
        """Return what a reply carries of the cause."""
        return {
            "id": self.id,
            "name": self.name,
            "support": round(self.support, 3),
            "for": list(self.speaks_for),
            "against": list(self.speaks_against),
        }


@dataclass(frozen=True)
class Table:
    """The evidence table at work: conditions by id, words for answers, slots that say the same, usual answers."""

    conditions: Mapping[str, Condition]
    words: Mapping[str, Mapping[str, str]]
    overlaps: tuple[tuple[str, str], ...] = ()
    usual: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    def rank(self, values: Mapping[str, Any]) -> list[Cause]:
        """Rank the causes on the slots known so far, the best first; equal ones by their id."""
        weights = {cause: self._weights(condition, values) for cause, condition in self.conditions.items()}
        support = dict(zip(self.conditions, shares([self._score(*row) for row in weights.items()]), strict=True))
        ranked = sorted(support, key=lambda cause: (-support[cause], cause))
        return [self._cause(cause, support[cause], weights[cause]) for cause in ranked]

    def supports(self, values: Mapping[str, Any]) -> list[float]:
        """Return each cause's support, in the order of `conditions`: what `rank` gives, without reasons."""
        rows = {cause: self._weights(condition, values) for cause, condition in self.conditions.items()}
        return shares([self._score(*row) for row in rows.items()])

    def likelihood(self, cause: str, slot: str) -> Mapping[str, float]:
        """Return how likely each answer to `slot` is for a person with `cause`, "not sure" left out.

        The usual share of an answer times e to the power of its weight, scaled to add up to 1.
        """
        return self._likelihoods[cause, slot]

    def reasons(self, slots: tuple[str, ...], values: Mapping[str, Any]) -> list[str]:
        """Return `slots` with their values in words, those that have words."""
        said = [self.words.get(slot, {}).get(str(values.get(slot))) for slot in slots]
        return [words for words in said if words]

    @cached_property
    def _likelihoods(self) -> Mapping[tuple[str, str], Mapping[str, float]]:
        found = {}
        for cause, condition in self.conditions.items():
            for slot, usual in self.usual.items():
                row = condition.evidence.get(slot, {})
                odds = {value: share * math.exp(row.get(value, 0.0)) for value, share in usual.items()}
                total = sum(odds.values())
                found[cause, slot] = {value: part / total for value, part in odds.items()}
        return found

    def _score(self, cause: str, weights: Mapping[str, float]) -> float:
        return self.conditions[cause].prior + math.fsum(weights.values())

    def _weights(self, condition: Condition, values: Mapping[str, Any]) -> dict[str, float]:
        weights = {
            slot: row[str(values[slot])]
            for slot, row in condition.evidence.items()
            if values.get(slot) is not None and str(values[slot]) in row
        }
        for pair in self.overlaps:
            first, second = (weights.get(slot, 0.0) for slot in pair)
            if first * second > 0:
                del weights[pair[0] if abs(first) < abs(second) else pair[1]]
        return weights

    def _cause(self, cause: str, support: float, weights: Mapping[str, float]) -> Cause:
        condition = self.conditions[cause]
        order = sorted(weights, key=lambda slot: (-abs(weights[slot]), slot))
        return Cause(
            cause,
            condition.name,
            support,
            tuple(slot for slot in order if weights[slot] >= TELLING),
            tuple(slot for slot in order if weights[slot] <= -TELLING),
            condition.least_level,
        )


def shares(scores: Sequence[float]) -> list[float]:
    """Return the softmax of `scores`: shares of 0 to 1 that add up to 1."""
    top = max(scores)
    powers = [math.exp(score - top) for score in scores]
    total = math.fsum(powers)
    return [power / total for power in powers]


def read_table(path: Path = FILE) -> Table:
    """Read the evidence table.

    Raises:
        EvidenceError: the file is faulty.
    """
    contents = read_conditions(path)
    return Table(contents.conditions, contents.words, contents.overlaps, contents.usual)


@lru_cache(maxsize=1)
def table() -> Table:
    """Return the evidence table of this process, read once."""
    return read_table()
