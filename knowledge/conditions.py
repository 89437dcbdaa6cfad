"""The evidence table of `conditions.yml`: what speaks for and against each cause, how far, and where that is written.

A faulty file is refused, with the line of the fault. Adding the evidence up is the work of `causes.py`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from knowledge.levels import LEVELS
from knowledge.lines import line_of
from knowledge.slots import NO, UNSURE, YES, answer_of, possible, unknown_slots

FILE = Path(__file__).resolve().parent / "conditions.yml"
OUR_READING = "our-reading"  # stands where no source speaks of an answer
PRIOR, LEAST_LEVEL = "prior", "least_level"
BACKING = ("from", "note")


class EvidenceError(ValueError):
    """The evidence table is incomplete or names something that does not exist; `line` says where."""

    def __init__(self, path: Path, keys: Sequence[str], message: str) -> None:
        """Keep the message and the line of `path` that `keys` lead to."""
        super().__init__(": ".join([path.name, *keys, message]))
        self.line = line_of(path, [*([] if list(keys[:1]) == ["usual"] else ["causes"]), *keys]) if keys else 1


@dataclass(frozen=True)
class Backing:
    """Where a line of evidence comes from."""

    sources: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True)
class Condition:
    """A cause and what speaks for and against it, in log-odds."""

    id: str
    name: str
    prior: float
    least_level: str
    evidence: Mapping[str, Mapping[str, float]]
    backing: Mapping[str, Backing] = field(default_factory=dict)  # by slot, and of PRIOR and LEAST_LEVEL

    @property
    def sources(self) -> tuple[str, ...]:
        """Every source of the condition, each once."""
        named = (source for backing in self.backing.values() for source in backing.sources)
        return tuple(dict.fromkeys(source for source in named if source != OUR_READING))


@dataclass(frozen=True)
class Contents:
    """What the file holds: conditions by id, words for answers, overlapping slots, and how usual answers are."""

    conditions: Mapping[str, Condition]
    words: Mapping[str, Mapping[str, str]]
    overlaps: tuple[tuple[str, str], ...]
    usual: Mapping[str, Mapping[str, float]]  # by slot and answer, "not sure" left out; adds up to 1


def read_conditions(path: Path = FILE) -> Contents:
    """Read the evidence table.

    Raises:
        EvidenceError: a slot or value does not exist, something is missing, or a line has no source.
    """
    raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    if missing := [key for key in ("causes", "words", "overlaps", "usual") if key not in raw]:
        raise EvidenceError(path, [], f"lacks {missing}.")
    conditions = {cause: _condition(path, cause, row) for cause, row in raw["causes"].items()}
    usual = {slot: _usual(path, slot, row) for slot, row in raw["usual"].items()}
    asked = {slot for condition in conditions.values() for slot in condition.evidence}
    if missing := sorted(asked - set(usual)):
        raise EvidenceError(path, ["usual"], f"lacks {missing}.")
    words = {slot: _answers(row) for slot, row in raw["words"].items()}
    return Contents(conditions, words, tuple((first, second) for first, second in raw["overlaps"]), usual)


def _condition(path: Path, cause: str, row: Mapping[str, Any]) -> Condition:
    if missing := [key for key in ("name", PRIOR, LEAST_LEVEL, "evidence") if key not in row]:
        raise EvidenceError(path, [cause], f"lacks {missing}.")
    lines = {slot: _answers(line) for slot, line in row["evidence"].items()}
    backing = {key: _backing(path, [cause, key], row[key]) for key in (PRIOR, LEAST_LEVEL)}
    for slot, line in lines.items():
        keys = [cause, "evidence", slot]
        if unknown_slots([slot]):
            raise EvidenceError(path, keys, "is no slot.")
        if wrong := [value for value in line if value not in (*possible(slot), *BACKING)]:
            raise EvidenceError(path, keys, f"cannot be {wrong}; it can be {possible(slot)}.")
        backing[slot] = _backing(path, keys, line)
    if row[LEAST_LEVEL].get("level") not in LEVELS or not isinstance(row[PRIOR].get("weight"), (int, float)):
        raise EvidenceError(
            path, [cause], f"needs a weight under {PRIOR}, and a level of {LEVELS} under {LEAST_LEVEL}."
        )
    evidence = {
        slot: {value: float(weight) for value, weight in line.items() if value not in BACKING}
        for slot, line in lines.items()
    }
    return Condition(cause, row["name"], float(row[PRIOR]["weight"]), row[LEAST_LEVEL]["level"], evidence, backing)


def _backing(path: Path, keys: Sequence[str], row: Any) -> Backing:
    found = row if isinstance(row, Mapping) else {}
    sources, note = tuple(found.get("from") or ()), str(found.get("note") or "")
    if not sources:
        raise EvidenceError(path, keys, f"needs its sources under `from`, or {OUR_READING}.")
    if OUR_READING in sources and not note:
        raise EvidenceError(path, keys, f"{OUR_READING} needs a `note` that says why.")
    return Backing(sources, note)


def _usual(path: Path, slot: str, row: Any) -> dict[str, float]:
    answers = [value for value in possible(slot) if value != UNSURE]
    shares = {YES: row, NO: 1 - row} if isinstance(row, float) else _answers(row)
    if unknown_slots([slot]) or sorted(shares) != sorted(answers) or not _are_shares(shares.values()):
        raise EvidenceError(
            path, ["usual", slot], f"needs shares of {answers} that add up to 1; of yes/no that of yes."
        )
    return shares


def _are_shares(numbers: Any) -> bool:
    shares = list(numbers)
    return all(isinstance(share, (int, float)) and 0 < share < 1 for share in shares) and math.isclose(sum(shares), 1)


def _answers(row: Mapping[Any, Any]) -> dict[str, Any]:
    return {answer_of(key): value for key, value in row.items()}
