"""How often each response was said: nothing is put twice in the same words, however long the conversation is.

The tracker store keeps a few turns only, so the counts stand in a slot, brought up to date at each turn.
"""

from __future__ import annotations

from rasa.shared.core.events import BotUttered, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

SLOT = "spoken"


def spoken_before(tracker: DialogueStateTracker) -> dict[str, int]:
    """Return how often each response was said before the latest message."""
    counts = dict(tracker.get_slot(SLOT) or {})
    heard = 0
    for event in reversed(tracker.events):
        heard += isinstance(event, UserUttered)
        if heard == 2:
            break
        name = event.metadata.get("utter_action") if heard == 1 and isinstance(event, BotUttered) else None
        if name:
            counts[name] = counts.get(name, 0) + 1
    return counts


def spoken_now(tracker: DialogueStateTracker, name: str) -> int:
    """Return how often the response `name` was said until now."""
    count = int((tracker.get_slot(SLOT) or {}).get(name, 0))
    for event in reversed(tracker.events):
        if isinstance(event, UserUttered):
            break
        count += isinstance(event, BotUttered) and event.metadata.get("utter_action") == name
    return count


def spoken_last(tracker: DialogueStateTracker) -> dict[str, int]:
    """Return the counts as they stood before the conversation was started over."""
    noted = (event for event in reversed(tracker.events) if isinstance(event, SlotSet) and event.key == SLOT)
    return dict(next((event.value for event in noted if event.value), {}))
