"""The outline of the interview: the questions of `interview.yml`, read and checked."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from knowledge.levels import UNKNOWN
from knowledge.slots import NO, answer_of, possible, unknown_slots

FILE = Path(__file__).resolve().parent / "interview.yml"
PARTS = ("groups", "denied_in_words", "after_injury", "without_injury", "causes", "items")


class OutlineError(ValueError):
    """The outline is incomplete or names something that does not exist."""


@dataclass(frozen=True)
class Step:
    """A question that can raise the level, and what must be known for it to be asked."""

    question: str  # a slot or a group
    needs: Mapping[str, tuple[str | None, ...]]  # None: not known yet

    def fits(self, values: Mapping[str, Any]) -> bool:
        """Tell whether what is known allows the question."""
        return all(values.get(slot) in wanted for slot, wanted in self.needs.items())


@dataclass(frozen=True)
class Outline:
    """The questions of `interview.yml`."""

    groups: Mapping[str, tuple[str, ...]]
    denied_in_words: frozenset[str]  # not denied by naming another of their group
    after_injury: tuple[Step, ...]
    without_injury: tuple[Step, ...]
    causes: tuple[str, ...]
    items: Mapping[str, Mapping[str, str]]

    def danger(self, values: Mapping[str, Any]) -> tuple[Step, ...]:
        """Return the questions that can raise the level, in their order.

        Like the rules of red_flags.yml: an injury counts as one until it is denied.
        """
        return self.without_injury if values.get("twist_or_fall") == NO else self.after_injury

    def denied(self, listed: Iterable[str], named: Collection[str]) -> tuple[str, ...]:
        """Return those of `listed` that naming `named` denies: the rest, but for what has to be denied in words.

        Naming only what would have to be denied in words denies nothing: who clicks "I fell" has not seen the rest.
        """
        if not set(named) - self.denied_in_words:
            return ()
        return tuple(slot for slot in listed if slot not in named and slot not in self.denied_in_words)

    def slots(self, question: str) -> tuple[str, ...]:
        """Return the slots that `question` stands for: itself, or those of its group."""
        return self.groups.get(question, (question,))


def read_outline(path: Path = FILE) -> Outline:
    """Read the outline.

    Raises:
        OutlineError: a part is missing, a question is neither slot nor group, or a group's slot has no item.
    """
    raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    if missing := [part for part in PARTS if part not in raw]:
        raise OutlineError(f"{path.name} lacks {missing}.")
    outline = Outline(
        groups={name: tuple(slots) for name, slots in raw["groups"].items()},
        denied_in_words=frozenset(raw["denied_in_words"]),
        after_injury=tuple(_step(row) for row in raw["after_injury"]),
        without_injury=tuple(_step(row) for row in raw["without_injury"]),
        causes=tuple(raw["causes"]),
        items=raw["items"],
    )
    if strange := unknown_slots(_slots_of(outline)):
        raise OutlineError(f"{path.name}: neither slots nor groups: {strange}.")
    grouped = {slot for group in outline.groups.values() for slot in group}
    if bare := sorted(grouped - {slot for slot, row in raw["items"].items() if {"item", "button"} <= set(row)}):
        raise OutlineError(f"{path.name}: no item and button for {bare}.")
    return outline


def _step(row: Any) -> Step:
    if isinstance(row, str):
        return Step(row, {})
    needs = {
        slot: tuple(None if value == UNKNOWN else answer_of(value) for value in values)
        for slot, values in row["if"].items()
    }
    for slot, values in needs.items():
        if unknown_slots([slot]) or not set(values) <= {None, *possible(slot)}:
            raise OutlineError(f"`if` of {row['ask']}: {slot} cannot be {list(values)}.")
    return Step(row["ask"], needs)


def _slots_of(outline: Outline) -> Iterator[str]:
    for step in (*outline.after_injury, *outline.without_injury):
        yield from outline.slots(step.question)
    for group in outline.groups.values():
        yield from group
    yield from outline.causes
    yield from outline.denied_in_words


@lru_cache(maxsize=1)
def outline() -> Outline:
    """Return the outline of this process, read once."""
    return read_outline()
