"""The labelled messages of `evaluation/data`, read and checked. They are not to train."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from knowledge.levels import EMERGENCY, URGENT
from knowledge.slots import SLOTS, possible

FOLDER = Path(__file__).resolve().parent / "data"
NONE = "none"  # a slot that is not spoken of; a level below urgent
LEVELS = (NONE, URGENT, EMERGENCY)
Case = TypeVar("Case")


class CaseFault(ValueError):
    """A labelled message is wrong."""


@dataclass(frozen=True)
class SymptomCase:
    """A message with the slots it fills, and per slot the values that are right as well."""

    text: str
    slots: Mapping[str, str]
    also_ok: Mapping[str, frozenset[str]] = field(default_factory=dict)
    kind: str = ""

    def wanted(self, slot: str) -> str:
        """Return the value of `slot`, "none" where it is not spoken of."""
        return self.slots.get(slot, NONE)

    def accepts(self, slot: str, value: str) -> bool:
        """Tell whether `value` is right for `slot`."""
        return value == self.wanted(slot) or value in self.also_ok.get(slot, ())


@dataclass(frozen=True)
class DangerCase:
    """A message with the level it deserves, and levels that are right as well."""

    text: str
    level: str
    also_ok: frozenset[str] = frozenset()

    def accepts(self, level: str) -> bool:
        """Tell whether `level` is right."""
        return level == self.level or level in self.also_ok

    def caught(self, level: str) -> bool:
        """Tell whether `level` is at least as grave as the mildest that is right."""
        return LEVELS.index(level) >= min(map(LEVELS.index, (self.level, *self.also_ok)))


@dataclass(frozen=True)
class IntentCase:
    """A message with its intent, and intents that are right as well."""

    text: str
    intent: str
    also_ok: frozenset[str] = frozenset()

    def accepts(self, intent: str) -> bool:
        """Tell whether `intent` is right."""
        return intent == self.intent or intent in self.also_ok


def symptom_cases(path: Path) -> list[SymptomCase]:
    """Read a file of messages with slots; raises CaseFault naming the line."""
    return read_cases(path, _symptoms)


def danger_cases(path: Path) -> list[DangerCase]:
    """Read a file of messages with levels; raises CaseFault naming the line."""
    return read_cases(path, _danger)


def intent_cases(path: Path) -> list[IntentCase]:
    """Read a file of messages with intents; raises CaseFault naming the line."""
    return read_cases(path, _intent)


def read_cases(path: Path, make: Callable[[Mapping[str, Any]], Case]) -> list[Case]:
    """Read a file of one JSON object a line, with its `text` or its `turns`; raises CaseFault naming the line."""
    cases = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            if not all(str(text).strip() for text in (row["turns"] if "turns" in row else [row["text"]])):
                raise ValueError("the text is empty")
            cases.append(make(row))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise CaseFault(f"{path.name}:{number}: {error!r}") from error
    return cases


def _symptoms(row: Mapping[str, Any]) -> SymptomCase:
    also_ok = {slot: frozenset(values) for slot, values in row.get("also_ok", {}).items()}
    pairs = [*row["slots"].items(), *((slot, value) for slot, values in also_ok.items() for value in values - {NONE})]
    for slot, value in pairs:
        if slot not in SLOTS or value not in possible(slot):
            raise ValueError(f"no such slot or value: {slot} = {value}")
    return SymptomCase(row["text"], dict(row["slots"]), also_ok, str(row.get("kind", "")))


def _danger(row: Mapping[str, Any]) -> DangerCase:
    case = DangerCase(row["text"], row["level"], frozenset(row.get("also_ok", ())))
    if strange := {case.level, *case.also_ok} - set(LEVELS):
        raise ValueError(f"no such levels: {sorted(strange)}")
    return case


def _intent(row: Mapping[str, Any]) -> IntentCase:
    return IntentCase(row["text"], str(row["intent"]), frozenset(row.get("also_ok", ())))
