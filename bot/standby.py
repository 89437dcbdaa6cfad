"""Rules and stories that are only looked up where they can decide.

While a planned turn runs, `bot.policy.TurnPolicy` decides alone. Looking up rules and stories then as well, copying the
tracker for every state before, is a tenth of a turn.
"""

from __future__ import annotations

from typing import Any

from rasa.core.policies.memoization import MemoizationPolicy
from rasa.core.policies.policy import Policy, PolicyPrediction
from rasa.core.policies.rule_policy import RulePolicy
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker

from bot.turn import LISTEN


def is_under_way(tracker: DialogueStateTracker) -> bool:
    """Tell whether the first step of a planned turn is done."""
    return bool(tracker.get_slot("plan")) and tracker.latest_action_name not in (None, LISTEN)


class Standby(Policy):
    """What both policies have in common; stands before the one that it silences."""

    def predict_action_probabilities(
        self,
        tracker: DialogueStateTracker,
        domain: Domain,
        rule_only_data: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> PolicyPrediction:
        """Predict by rules or stories; nothing while a planned turn is under way."""
        if is_under_way(tracker):
            return self._prediction(self._default_predictions(domain))
        return super().predict_action_probabilities(tracker, domain, rule_only_data, **kwargs)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True)
class StandbyRulePolicy(Standby, RulePolicy):
    """RulePolicy, silent while a planned turn is under way."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True)
class StandbyMemoizationPolicy(Standby, MemoizationPolicy):
    """MemoizationPolicy, silent while a planned turn is under way."""
