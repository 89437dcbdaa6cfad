"""The policy above RulePolicy: safety, questions and the interview, turn by turn (see `bot.turn`).

It predicts as a "no user" prediction, because the ensemble lets those beat all others and a form's own prediction is
one; so it must also predict what follows, down to listening. Where its plan is empty, rules and stories decide.
"""

from __future__ import annotations

from typing import Any

from rasa.core.policies.policy import Policy, PolicyPrediction, SupportedData
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, SlotSet
from rasa.shared.core.generator import TrackerWithCachedStates
from rasa.shared.core.trackers import DialogueStateTracker

from bot.spoken import SLOT as SPOKEN
from bot.spoken import spoken_before, spoken_last
from bot.turn import DONE, FORM, LISTEN, RESTART, SAFETY, TROUBLE, plan, read_turn, steps_of

WHAT_NEXT = "utter_what_next"
LAST_RESORT = 0.1


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True)
class TurnPolicy(Policy):
    """Runs the plan of the turn, step by step."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the default configuration; RulePolicy has priority 6."""
        return {"priority": 7}

    @staticmethod
    def supported_data() -> SupportedData:
        """Say that it learns from nothing, so that rules and stories are left to the other policies."""
        return SupportedData.ML_AND_RULE_DATA

    def train(self, training_trackers: list[TrackerWithCachedStates], domain: Domain, **kwargs: Any) -> Resource:
        """Learn nothing."""
        with self._model_storage.write_to(self._resource) as folder:
            (folder / "nothing_learnt").touch()
        return self._resource

    def predict_action_probabilities(
        self,
        tracker: DialogueStateTracker,
        domain: Domain,
        rule_only_data: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> PolicyPrediction:
        """Predict the next step of the turn; nothing at all where the plan is empty."""
        steps, silent = steps_of(tracker)
        events: list[Event] = []
        if not steps:
            turn = read_turn(tracker, domain.responses)
            planned = plan(turn)
            events = [
                *(SlotSet(slot, value) for slot, value in turn.notes.items()),
                *(SlotSet(slot, None) for slot in turn.reopened),
                *([SlotSet("how_now", True)] if turn.welcome in planned else []),
                SlotSet(SPOKEN, spoken_before(tracker)),
                SlotSet("plan", planned),
                SlotSet("signs", list(turn.signs)),
                SlotSet("level", turn.judgement.level),
                SlotSet("said_level", turn.judgement.level if SAFETY in planned else turn.said_level),
            ]
        else:
            planned = list(tracker.get_slot("plan") or [])
            if steps[-1] == RESTART:
                events = [SlotSet(SPOKEN, spoken_last(tracker))]
        step = self.next_step(planned, steps, silent, tracker)
        if step is None:
            return self._last_resort(domain, steps, events)
        prediction = PolicyPrediction.for_action_name(domain, step, self.__class__.__name__)
        return PolicyPrediction(
            prediction.probabilities,
            self.__class__.__name__,
            self.priority,
            events=events,
            is_no_user_prediction=True,
            hide_rule_turn=True,
        )

    def _last_resort(self, domain: Domain, steps: list[str], events: list[Event]) -> PolicyPrediction:
        """Predict with little confidence, so that any rule or story goes first but no turn stays silent."""
        step = WHAT_NEXT if not steps else LISTEN
        prediction = PolicyPrediction.for_action_name(domain, step, self.__class__.__name__, LAST_RESORT)
        return PolicyPrediction(prediction.probabilities, self.__class__.__name__, self.priority, events=events)

    @staticmethod
    def next_step(planned: list[str], steps: list[str], silent: bool, tracker: DialogueStateTracker) -> str | None:
        """Return the step after `steps`; None leaves the turn to the other policies."""
        last = steps[-1] if steps else ""
        if last in (RESTART, TROUBLE):
            return LISTEN
        if not planned:
            return None
        if silent:
            return TROUBLE
        if last == FORM and tracker.active_loop_name == FORM:
            return LISTEN
        if last == FORM and tracker.get_slot("interview") != DONE:
            return TROUBLE
        return planned[len(steps)] if len(steps) < len(planned) else LISTEN
