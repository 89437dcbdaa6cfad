"""A conversation with the real domain and the real policy, but without a server: what a test says and what comes."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from rasa.core.actions.action import ActionExtractSlots
from rasa.core.channels.channel import CollectingOutputChannel
from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator
from rasa.core.policies.policy import PolicyPrediction
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.resource import Resource
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

from bot.policy import TurnPolicy
from bot.turn import END_LOOP, FORM, LISTEN, RESTART, Turn, plan, read_turn

MOST_STEPS = 10  # Rasa's own limit of actions a turn


def policy() -> TurnPolicy:
    """Return a policy of its own, outside any model."""
    context = ExecutionContext(GraphSchema({}), "test")
    return TurnPolicy(TurnPolicy.get_default_config(), None, Resource("turn"), context)


def entity(name: str, value: str) -> dict[str, Any]:
    """Return an entity as the NLU gives it."""
    return {"entity": name, "value": value, "start": 0, "end": 1, "extractor": "test"}


def entities_of(values: Mapping[str, str | Sequence[str]]) -> list[dict[str, Any]]:
    """Return the entities of a message; several signs may be given as a list."""
    pairs = [(name, value) for name, value in values.items()]
    return [entity(name, one) for name, value in pairs for one in ([value] if isinstance(value, str) else list(value))]


class Talk:
    """One conversation; `tracker` holds it."""

    def __init__(self, domain: Domain) -> None:
        self.domain = domain
        self.policy = policy()
        self.tracker = DialogueStateTracker.from_events("test", [], domain.slots)
        self.add(ActionExecuted("action_session_start"), SessionStarted(), ActionExecuted(LISTEN))

    def add(self, *events: Event) -> Talk:
        """Apply events as they are."""
        self.tracker.update_with_events(list(events), self.domain)
        return self

    def slots(self, **values: Any) -> Talk:
        """Set slots."""
        return self.add(*(SlotSet(name, value) for name, value in values.items()))

    def ask(self, slot: str) -> Talk:
        """Open the interview with a question about `slot`."""
        asked = dict(self.tracker.get_slot("asked") or {})
        asked[slot] = asked.get(slot, 0) + 1
        return self.add(ActiveLoop(FORM)).slots(interview="open", asked=asked, requested_slot=slot)

    def hear(self, intent: str, text: str = "", confidence: float = 1.0, **said: Any) -> Turn:
        """Take in a message, fill the slots as Rasa does, and return the turn that it opens."""
        return self.take(text or intent, {"name": intent, "confidence": confidence}, entities_of(said))

    def take(self, text: str, intent: Mapping[str, Any], entities: list[dict[str, Any]]) -> Turn:
        """Take in a message as it was parsed."""
        self.tracker.update(UserUttered(text, intent=dict(intent), entities=entities), self.domain)
        extract = ActionExtractSlots(None).run(
            CollectingOutputChannel(), TemplatedNaturalLanguageGenerator({}), self.tracker, self.domain
        )
        self.add(*asyncio.run(extract))
        return read_turn(self.tracker, self.domain.responses)

    def predict(self) -> PolicyPrediction:
        """Return what the policy predicts now."""
        return self.policy.predict_action_probabilities(self.tracker, self.domain)

    def step(self) -> str:
        """Return the name of the action that the policy predicts now."""
        return named(self.predict(), self.domain)

    def plan(self, intent: str, text: str = "", confidence: float = 1.0, **said: Any) -> list[str]:
        """Return the steps planned for a message."""
        return plan(self.hear(intent, text, confidence, **said))

    def say(self, intent: str, effects: Mapping[str, Sequence[Event]] | None = None, **said: Any) -> list[str]:
        """Take in a message and run its turn to the end; return the actions run, without listening.

        Args:
            intent: of the message.
            effects: the events that a remote action gives; one that is missing has no effect, as if it had failed.
            said: the entities of the message.
        """
        self.hear(intent, **said)
        return self.run(effects or {})

    def run(self, effects: Mapping[str, Sequence[Event]]) -> list[str]:
        """Run the policy's predictions until it listens."""
        done: list[str] = []
        for _ in range(MOST_STEPS):
            prediction = self.predict()
            step = named(prediction, self.domain)
            self.add(*prediction.events, ActionExecuted(step))
            if step == LISTEN:
                return done
            done.append(step)
            self.add(*effects.get(step, _own_effects(step)))
        raise AssertionError(f"the turn does not end: {done}")


def named(prediction: PolicyPrediction, domain: Domain) -> str:
    """Return the name of the most likely action."""
    return str(domain.action_names_or_texts[prediction.probabilities.index(max(prediction.probabilities))])


def uttered(name: str) -> BotUttered:
    """Return the event of a response that was said."""
    return BotUttered(name, metadata={"utter_action": name})


def asks(slot: str) -> list[Event]:
    """Return what the form does when it asks for `slot`."""
    return [
        ActiveLoop(FORM),
        SlotSet("asked", {slot: 1}),
        SlotSet("interview", "open"),
        SlotSet("requested_slot", slot),
        uttered(f"utter_ask_{slot}"),
    ]


def ends() -> list[Event]:
    """Return what the form does when there is nothing left to ask."""
    return [SlotSet("interview", "done"), SlotSet("requested_slot", None), ActiveLoop(None)]


def _own_effects(step: str) -> list[Event]:
    if step == RESTART:
        return [uttered("utter_restart"), Restarted()]
    if step == END_LOOP:
        return [ActiveLoop(None), SlotSet("requested_slot", None)]
    return [uttered(step)] if step.startswith("utter_") else []
