"""What can be measured: anything that reads slots and judges the level of a message."""

from __future__ import annotations

import asyncio
import importlib
import logging
from collections.abc import Mapping
from typing import Any, Protocol

from evaluation.cases import NONE
from knowledge.settings import ROOT
from knowledge.slots import SLOTS

MODEL = ROOT / "models" / "kneewise.tar.gz"


class Reader(Protocol):
    """A reader of messages."""

    @property
    def name(self) -> str:
        """Its name in the report."""

    def values(self, text: str) -> Mapping[str, str]:
        """Return slot -> value, without the slots not spoken of."""

    def level(self, text: str) -> str:
        """Return the level of care, self_care to emergency."""


class Assistant:
    """The assistant's own understanding; it needs the bot environment and the built reader."""

    name = "Kneewise"

    def __init__(self) -> None:
        """Load the reader, so that the first message is no slower than the others."""
        from rasa.core.agent import Agent

        from bot.nlu.danger import level_of
        from bot.nlu.tuned.labels import NOTHING
        from bot.nlu.understanding import understand

        # Rasa logs every message that it parses; by this package, which only its environment has.
        structlog: Any = importlib.import_module("structlog")
        structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
        self._agent = Agent.load(str(MODEL))
        self._understand, self._level_of = understand, level_of
        self._nothing = NOTHING
        understand("my knee hurts")

    def values(self, text: str) -> Mapping[str, str]:
        """Return slot -> value, without the slots not spoken of."""
        return {finding.slot: finding.value for finding in self._understand(text).findings if finding.slot in SLOTS}

    def level(self, text: str) -> str:
        """Return the level of care, suspicions included."""
        return str(self._level_of(text))

    def intent(self, text: str) -> tuple[str, float]:
        """Return the intent and how sure the assistant is of it."""
        intent = asyncio.run(self._agent.parse_message(text))["intent"]
        return str(intent["name"]), float(intent["confidence"])

    def shares(self, text: str) -> dict[str, dict[str, float]]:
        """Return slot -> value -> how likely the tuned reader holds it, "none" included."""
        shares = self._understand(text).reading.shares
        return {
            slot: {NONE if value == self._nothing else value: share for value, share in shares[slot].items()}
            for slot in SLOTS
        }
