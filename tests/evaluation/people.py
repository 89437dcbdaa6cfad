"""Readers that say what they are told to."""

from __future__ import annotations

from collections.abc import Mapping

from evaluation.cases import NONE
from evaluation.readers import Assistant
from knowledge.slots import SLOTS, possible


class Parrot(Assistant):
    """An assistant with an answer for each text, and nothing for all others."""

    def __init__(
        self,
        values: Mapping[str, Mapping[str, str]] | None = None,
        levels: Mapping[str, str] | None = None,
        intents: Mapping[str, tuple[str, float]] | None = None,
    ) -> None:
        self._values, self._levels, self._intents = values or {}, levels or {}, intents or {}
        self.asked: list[str] = []

    def values(self, text: str) -> Mapping[str, str]:
        self.asked.append(text)
        return self._values.get(text, {})

    def level(self, text: str) -> str:
        self.asked.append(text)
        return self._levels.get(text, "self_care")

    def intent(self, text: str) -> tuple[str, float]:
        return self._intents.get(text, ("chitchat", 0.3))

    def shares(self, text: str) -> dict[str, dict[str, float]]:
        said = self._values.get(text, {})
        return {
            slot: {value: 0.9 if value == said.get(slot, NONE) else 0.03 for value in (NONE, *possible(slot))}
            for slot in SLOTS
        }
