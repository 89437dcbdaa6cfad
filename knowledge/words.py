"""Slots, signs and levels in words, for replies that speak of what was told, supposed or is still open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from knowledge.slots import UNSURE, YES, answer_of

FILE = Path(__file__).resolve().parent / "words.yml"


@dataclass(frozen=True)
class Words:
    """The words of `words.yml`."""

    said: Mapping[str, Mapping[str, str]]
    open: Mapping[str, str]
    levels: Mapping[str, str]

    def clause(self, slot: str, value: str) -> str:
        """Return what `slot` = `value` says ("it is swollen"); empty where there are no words for it."""
        if value == UNSURE:
            return f"it is not clear {self.matter(slot)}"
        return self.said.get(slot, {}).get(value, "")

    def matter(self, question: str) -> str:
        """Return the slot or group as something that is open ("whether it is swollen")."""
        return self.open.get(question) or f"whether {self.said[question][YES]}"


@lru_cache(maxsize=1)
def words() -> Words:
    """Return the words of this process, read once."""
    raw = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    said = {slot: {answer_of(key): clause for key, clause in row.items()} for slot, row in raw["said"].items()}
    return Words(said, raw["open"], raw["levels"])
