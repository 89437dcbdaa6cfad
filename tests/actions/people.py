"""People to run the actions on: a tracker built by hand, and what the action said and set."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

Slots = dict[str, Any]


@dataclass
class Outcome:
    """What an action said and which slots it set."""

    messages: list[dict[str, Any]]
    slots: Slots
    events: list[dict[str, Any]] = field(default_factory=list)

    @property
    def blocks(self) -> list[dict[str, Any]]:
        """The data blocks, in order."""
        return [message["custom"]["data"] for message in self.messages]

    @property
    def text(self) -> str:
        """Everything said."""
        return "\n".join(message["text"] for message in self.messages)

    @property
    def buttons(self) -> list[str]:
        """The titles of all buttons."""
        return [button["title"] for message in self.messages for button in message["buttons"]]


def tracker(
    text: str = "", intent: str = "", entities: Mapping[str, str | list[str]] | None = None, **slots: Any
) -> Tracker:
    """Return a tracker whose latest message is `text`; slots not named are empty."""
    read = [
        {"entity": name, "value": value}
        for name, values in (entities or {}).items()
        for value in ([values] if isinstance(values, str) else values)
    ]
    latest = {"text": text, "intent": {"name": intent, "confidence": 0.9}, "entities": read}
    return Tracker("someone", slots, latest, [], False, None, {}, "action_listen")


def run(
    action: Action,
    text: str = "",
    intent: str = "",
    entities: Mapping[str, str | list[str]] | None = None,
    **slots: Any,
) -> Outcome:
    """Run `action` on a person; every message must carry text, fitting buttons and a block."""
    dispatcher = CollectingDispatcher()
    # In a thread of its own: after browser tests this one still has a running event loop.
    with ThreadPoolExecutor(1) as pool:
        told = tracker(text, intent, entities, **slots)
        events = pool.submit(lambda: asyncio.run(action.run(dispatcher, told, {}))).result()
    for message in dispatcher.messages:
        assert message["text"].strip()
        assert not set("{}") & set(message["text"])
        assert message["custom"]["data"]["v"] == 1
        for button in message["buttons"]:
            assert button["title"] == button["payload"]
            assert not button["payload"].startswith("/")
            assert len(button["payload"].encode()) <= 64
    return Outcome(dispatcher.messages, {event["name"]: event["value"] for event in events}, events)
