"""What an action knows of the person it answers: slots, signs, level and the message."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from rasa_sdk import Tracker

from knowledge.levels import LEVELS
from knowledge.slots import SLOTS, known_of

MOST_SAID = 12  # passages remembered as said
MOST_LAST = 300  # characters remembered of the message answered last


@dataclass(frozen=True)
class Person:
    """One conversation as it stands when an action is called."""

    text: str
    intent: str
    entities: frozenset[str]  # names of what was read from the latest message
    answer: str | None  # yes, no or unsure, where the message answers a question
    values: Mapping[str, Any]
    signs: tuple[str, ...]
    level: str
    interview: str | None
    topics: tuple[str, ...]  # under discussion, the likeliest first
    asked: Mapping[str, int]
    requested: str | None
    refusals: int
    plan: tuple[str, ...]  # the steps of this turn
    said: tuple[str, ...]  # ids of the passages said last, the latest first
    last: str  # the message that was answered last
    told: Mapping[str, Any]  # first cause, level and known slots of the triage before
    visit: Mapping[str, Any] | None = None  # the last visit, where this is a later one (`knowledge.visits`)
    knees: Mapping[str, str] = field(default_factory=dict)  # `now`: the one spoken of; `other`: still to come
    supposed: tuple[str, ...] = ()  # "slot=value" that the message merely supposes

    @property
    def known(self) -> dict[str, str]:
        """The slots that are known."""
        return known_of(self.values)

    @property
    def judged(self) -> str | None:
        """The level, once anything was judged."""
        return self.level if self.known or self.signs or self.interview else None


def person_of(tracker: Tracker) -> Person:
    """Read the person from the tracker that came with the call."""
    slots = tracker.slots
    entities = list(tracker.latest_message.get("entities") or [])
    answers = [entity["value"] for entity in entities if entity["entity"] == "answer"]
    return Person(
        text=str(tracker.latest_message.get("text") or ""),
        intent=str((tracker.latest_message.get("intent") or {}).get("name") or ""),
        entities=frozenset(str(entity["entity"]) for entity in entities),
        answer=str(answers[-1]) if answers else None,
        values={slot: slots.get(slot) for slot in SLOTS},
        signs=tuple(slots.get("signs") or ()),
        level=str(slots.get("level") or LEVELS[0]),
        interview=slots.get("interview"),
        topics=tuple(slots.get("topics") or ()),
        asked=dict(slots.get("asked") or {}),
        requested=slots.get("requested_slot"),
        refusals=int(slots.get("refusals") or 0),
        plan=tuple(slots.get("plan") or ()),
        said=tuple(slots.get("said") or ()),
        last=str(slots.get("last") or ""),
        told=dict(slots.get("told") or {}),
        visit=slots.get("visit"),
        knees=dict(slots.get("knees") or {}),
        supposed=tuple(str(entity["value"]) for entity in entities if entity["entity"] == "supposed"),
    )
