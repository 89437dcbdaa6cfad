"""Which causes fit what is known, and why: the evidence table of `conditions.yml`, added up.

Naive Bayes in log-odds: prior plus one weight an answer, then a softmax over the causes.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from knowledge.slots import NO, YES, possible, unknown_slots

FILE = Path(__file__).resolve().parent / "conditions.yml"
TELLING = 0.25  # weights below it move nothing that a reader would call a reason


class EvidenceError(ValueError):
    """The evidence table is incomplete or names something that does not exist."""


@dataclass(frozen=True)
class Condition:
    """A cause and what speaks for and against it."""

    id: str
    name: str
    prior: float
    least_level: str
    sources: tuple[str, ...]
    evidence: Mapping[str, Mapping[str, float]]


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
    """The evidence table: conditions by id, the words for answers, and the slots that say the same thing."""

    conditions: Mapping[str, Condition]
    words: Mapping[str, Mapping[str, str]]
    overlaps: tuple[tuple[str, str], ...] = ()

    def rank(self, values: Mapping[str, Any]) -> list[Cause]:
        """Rank the causes on the slots known so far, the best first."""
        weights = {cause: self._weights(condition, values) for cause, condition in self.conditions.items()}
        scores = {cause: self.conditions[cause].prior + sum(row.values()) for cause, row in weights.items()}
        top = max(scores.values())
        total = sum(math.exp(score - top) for score in scores.values())
        ranked = sorted(scores, key=lambda cause: -scores[cause])
        return [self._cause(cause, math.exp(scores[cause] - top) / total, weights[cause]) for cause in ranked]

    def reasons(self, slots: tuple[str, ...], values: Mapping[str, Any]) -> list[str]:
        """Return `slots` with their values in words, those that have words."""
        said = [self.words.get(slot, {}).get(str(values.get(slot))) for slot in slots]
        return [words for words in said if words]

    def weight(self, slot: str) -> float:
        """Return how far answers to `slot` can pull two causes apart, in log-odds."""
        spreads = [0.0]
        for value in possible(slot):
            column = [condition.evidence.get(slot, {}).get(value, 0.0) for condition in self.conditions.values()]
            spreads.append(max(column) - min(column))
        return max(spreads)

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
        order = sorted(weights, key=lambda slot: -abs(weights[slot]))
        return Cause(
            cause,
            condition.name,
            support,
            tuple(slot for slot in order if weights[slot] >= TELLING),
            tuple(slot for slot in order if weights[slot] <= -TELLING),
            condition.least_level,
        )


def read_table(path: Path = FILE) -> Table:
    """Read the evidence table.

    Raises:
        EvidenceError: a slot or value does not exist.
    """
    raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    conditions = {}
    for cause, row in raw["causes"].items():
        evidence = {slot: _answers(answers) for slot, answers in row["evidence"].items()}
        if strange := unknown_slots(evidence):
            raise EvidenceError(f"{path.name}: {cause}: no such slots: {strange}.")
        for slot, answers in evidence.items():
            if wrong := [value for value in answers if value not in possible(slot)]:
                raise EvidenceError(f"{path.name}: {cause}: {slot} cannot be {wrong}; it can be {possible(slot)}.")
        conditions[cause] = Condition(
            cause, row["name"], float(row["prior"]), row["least_level"], tuple(row["sources"]), evidence
        )
    words = {slot: _answers(row) for slot, row in raw["words"].items()}
    return Table(conditions, words, tuple((first, second) for first, second in raw["overlaps"]))


def _answers(row: Mapping[Any, Any]) -> dict[str, Any]:
    names = {True: YES, False: NO}
    return {names[key] if isinstance(key, bool) else str(key): value for key, value in row.items()}


@lru_cache(maxsize=1)
def table() -> Table:
    """Return the evidence table of this process, read once."""
    return read_table()
