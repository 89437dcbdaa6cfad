"""A tracker store in memory whose conversations do not grow without end.

Rasa reads, sends and writes the whole history at every turn, so a long conversation gets slower and slower. This
store keeps the last turns and carries over the slots and the active form from before them. It also lets go of a
conversation whose person asked for that.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import InMemoryTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActiveLoop,
    BotUttered,
    Event,
    Restarted,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

# Saying one of these makes it true: a conversation in which it was just said is deleted instead of saved.
FORGOTTEN, FORGOTTEN_IN_DANGER = "utter_forgotten", "utter_forgotten_in_danger"
MOST_CONVERSATIONS = 20_000  # about 40 KB each; the one that was silent longest goes first


class BoundedTrackerStore(InMemoryTrackerStore):
    """Keeps the last `turns` turns of each conversation, and the slots from before them."""

    def __init__(self, domain: Domain, event_broker: EventBroker | None = None, turns: int = 10, **kwargs: Any) -> None:
        """Keep `turns` user turns a conversation."""
        super().__init__(domain, event_broker, **kwargs)
        self.turns = turns
        self.store: OrderedDict[str, str] = OrderedDict()

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Save the bounded conversation; delete it where the person was just told that it is deleted."""
        if is_forgotten(list(tracker.events)):
            self.store.pop(tracker.sender_id, None)
            return
        await self.stream_events(tracker)
        events = [without_files(event) for event in bounded(list(tracker.events), self.turns, self.domain)]
        kept = DialogueStateTracker.from_events(tracker.sender_id, events, self.domain.slots)
        self.store[tracker.sender_id] = self.serialise_tracker(kept)
        self.store.move_to_end(tracker.sender_id)
        while len(self.store) > MOST_CONVERSATIONS:
            self.store.popitem(last=False)


def bounded(events: list[Event], turns: int, domain: Domain) -> list[Event]:
    """Return the events of the last `turns` user turns, preceded by what stood then: slots and the active form."""
    starts = [index for index, event in enumerate(events) if isinstance(event, UserUttered)]
    if len(starts) <= turns:
        return events
    cut = starts[-turns]
    before = DialogueStateTracker.from_events("", events[:cut], domain.slots)
    carried: list[Event] = [ActionExecuted("action_session_start"), SessionStarted(), ActionExecuted("action_listen")]
    if not any(isinstance(event, Restarted) for event in events[cut:]):
        carried += [
            SlotSet(slot.name, slot.value) for slot in before.slots.values() if slot.value != slot.initial_value
        ]
        if before.active_loop_name:
            carried.append(ActiveLoop(before.active_loop_name))
    return carried + events[cut:]


def is_forgotten(events: list[Event]) -> bool:
    """Tell whether the latest turn told the person that everything kept of them is deleted."""
    for event in reversed(events):
        if isinstance(event, UserUttered):
            return False
        if isinstance(event, ActionExecuted) and event.action_name in (FORGOTTEN, FORGOTTEN_IN_DANGER):
            return True
    return False


def without_files(event: Event) -> Event:
    """Return the event without the files of its block: they were sent, and are health data of some 50 KB."""
    block = ((event.data.get("custom") or {}).get("data") or {}) if isinstance(event, BotUttered) else {}
    if "files" not in block:
        return event
    rest = {key: value for key, value in block.items() if key != "files"}
    data = {**event.data, "custom": {"data": rest}}
    return BotUttered(event.text, data, event.metadata, event.timestamp)
