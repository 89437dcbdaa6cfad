"""Rules and stories are looked up before a planned turn and not while it is under way."""

from __future__ import annotations

from pathlib import Path

import pytest
from rasa.core.policies.memoization import MemoizationPolicy
from rasa.core.policies.policy import Policy
from rasa.core.policies.rule_policy import RulePolicy
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

from bot.standby import StandbyMemoizationPolicy, StandbyRulePolicy, is_under_way
from tests.bot.talk import Talk


def heard(talk: Talk) -> DialogueStateTracker:
    talk.hear("ask")
    return talk.tracker


PAIRS = [(StandbyRulePolicy, RulePolicy), (StandbyMemoizationPolicy, MemoizationPolicy)]


@pytest.mark.parametrize(
    ("planned", "steps", "under_way"),
    [
        (["action_answer", "action_listen"], [], False),
        (["action_answer", "action_listen"], ["action_answer"], True),
        ([], ["utter_greet"], False),
        (None, ["utter_greet"], False),
    ],
)
def test_a_turn_is_under_way_from_its_first_step(
    talk: Talk, planned: list[str] | None, steps: list[str], under_way: bool
) -> None:
    tracker = heard(talk)
    tracker.update(SlotSet("plan", planned))
    for step in steps:
        tracker.update(ActionExecuted(step))
    assert is_under_way(tracker) is under_way


@pytest.mark.parametrize(("standby", "rasas"), PAIRS)
@pytest.mark.parametrize("under_way", [False, True])
def test_rasas_policy_is_asked_only_before(
    talk: Talk,
    domain: Domain,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    standby: type[Policy],
    rasas: type[Policy],
    under_way: bool,
) -> None:
    asked: list[str] = []

    def predict(self: Policy, *_: object, **__: object) -> str:
        asked.append(type(self).__name__)
        return "rasa's"

    monkeypatch.setattr(rasas, "predict_action_probabilities", predict)
    policy = standby(
        {**standby.get_default_config(), "enable_fallback_prediction": False},
        LocalModelStorage(tmp_path),
        Resource("policy"),
        ExecutionContext(GraphSchema({})),
    )
    tracker = heard(talk)
    tracker.update(SlotSet("plan", ["action_answer", "action_listen"]))
    if under_way:
        tracker.update(ActionExecuted("action_answer"))
    predicted = policy.predict_action_probabilities(tracker, domain)
    assert asked == ([] if under_way else [standby.__name__])
    if under_way:
        assert max(predicted.probabilities) == 0
