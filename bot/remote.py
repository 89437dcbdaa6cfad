"""Quicker and safer calls to the action server than Rasa's own.

Rasa 3.6 builds a JSON-schema validator for every answer (22 ms), waits up to 300 s for one while the conversation is
locked, and sends the whole history. Here the validator is built once and only used on answers that are not plain, a
call waits 3 s, and an action gets the slots, the latest message, and the events of this turn: our actions read
nothing else.
"""

from __future__ import annotations

from typing import Any

import jsonschema
from rasa.core.actions import action
from rasa.core.actions.action import RemoteAction
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

TIME_OUT = 3  # seconds; an answer takes some 20 ms, and a runner with an emergency must not wait behind one
_VALIDATOR = jsonschema.Draft7Validator(RemoteAction.action_response_format_spec())


def _validate(self: RemoteAction, result: dict[str, Any]) -> bool:
    if not _plain(result):
        _VALIDATOR.validate(result)
    return True


def _plain(result: Any) -> bool:
    """Tell whether the answer is of the kind that ours are: slots to set and texts to say."""
    if not isinstance(result, dict) or set(result) != {"events", "responses"}:
        return False
    events, responses = result["events"], result["responses"]
    return (
        isinstance(events, list)
        and isinstance(responses, list)
        and all(isinstance(response, dict) for response in responses)
        and all(_sets_a_slot(event) for event in events)
    )


def _sets_a_slot(event: Any) -> bool:
    told = isinstance(event, dict) and event.get("event") == "slot" and isinstance(event.get("name"), str)
    return bool(told and "value" in event and set(event) <= {"event", "timestamp", "name", "value"})


def _call(self: RemoteAction, tracker: DialogueStateTracker, domain: Domain) -> dict[str, Any]:
    latest = tracker.latest_message
    said = dict(latest.parse_data) if latest else {}
    state = {
        "sender_id": tracker.sender_id,
        "slots": tracker.current_slot_values(),
        "latest_message": said,
        "latest_event_time": None,
        "followup_action": tracker.followup_action,
        "paused": tracker.is_paused(),
        "events": _this_turn(tracker),
        "latest_input_channel": tracker.get_latest_input_channel(),
        "active_loop": tracker.active_loop.__dict__ if tracker.active_loop else {},
        "latest_action": tracker.latest_action or {},
        "latest_action_name": tracker.latest_action_name,
    }
    return {
        "next_action": self._name,
        "sender_id": tracker.sender_id,
        "tracker": state,
        "version": action.rasa.__version__,
        "domain": {},
    }


def _this_turn(tracker: DialogueStateTracker) -> list[dict[str, Any]]:
    recent = []
    for event in reversed(tracker.events):
        if not isinstance(event, (ActionExecuted, UserUttered)):
            continue
        recent.append(event.as_dict())
        if isinstance(event, UserUttered):
            break
    return recent[::-1]


def install() -> None:
    """Put these calls in place of Rasa's.

    Raises:
        RuntimeError: this Rasa has other methods than the one this was written for.
    """
    for name in ("_validate_action_result", "_action_call_format"):
        if not hasattr(RemoteAction, name):
            raise RuntimeError(f"rasa has no RemoteAction.{name}; bot/remote.py was written for rasa 3.6.21.")
    if not hasattr(action, "DEFAULT_REQUEST_TIMEOUT"):
        raise RuntimeError("rasa.core.actions.action has no DEFAULT_REQUEST_TIMEOUT; see bot/remote.py.")
    RemoteAction._validate_action_result = _validate
    RemoteAction._action_call_format = _call
    action.DEFAULT_REQUEST_TIMEOUT = TIME_OUT
