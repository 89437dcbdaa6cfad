"""The calls to the action server: what stands in place of Rasa's own, what they carry, what they still refuse."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import ValidationError
from rasa.core.actions import action
from rasa.core.actions.action import RemoteAction
from rasa.core.channels.channel import CollectingOutputChannel
from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, SlotSet
from rasa.utils.endpoints import EndpointConfig

from bot import remote
from tests.bot.talk import Talk, entity, uttered


@pytest.fixture(autouse=True)
def _restored() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for name in ("_validate_action_result", "_action_call_format"):
            patch.setattr(RemoteAction, name, getattr(RemoteAction, name))
        patch.setattr(action, "DEFAULT_REQUEST_TIMEOUT", action.DEFAULT_REQUEST_TIMEOUT)
        yield


class Endpoint(EndpointConfig):
    """An action server that gives `answer` and keeps what it was asked."""

    def __init__(self, answer: Any) -> None:
        super().__init__("http://127.0.0.1:1/webhook")
        self.answer = answer
        self.calls: list[dict[str, Any]] = []

    async def request(self, *args: Any, **kwargs: Any) -> Any:
        self.calls.append(kwargs)
        return self.answer


def call(talk: Talk, answer: Any) -> tuple[Endpoint, list[Any]]:
    remote.install()
    endpoint = Endpoint(answer)
    run = RemoteAction("action_answer", endpoint).run(
        CollectingOutputChannel(), TemplatedNaturalLanguageGenerator({}), talk.tracker, talk.domain
    )
    return endpoint, asyncio.run(run)


@pytest.fixture
def long_talk(talk: Talk) -> Talk:
    for number in range(30):
        talk.hear("ask", f"question {number}")
        talk.add(ActionExecuted("action_answer"), uttered("answer"), ActionExecuted("action_listen"))
    talk.ask("pop").take("it popped", {"name": "report", "confidence": 0.9}, [entity("pop", "yes")])
    return talk.add(ActionExecuted("utter_safety"), uttered("utter_safety"))


def test_install_replaces_methods_and_time_out() -> None:
    remote.install()
    assert RemoteAction._validate_action_result is remote._validate
    assert RemoteAction._action_call_format is remote._call
    assert action.DEFAULT_REQUEST_TIMEOUT == remote.TIME_OUT <= 5


def test_rasa_reads_the_time_out_where_it_is_replaced(talk: Talk) -> None:
    endpoint, _ = call(talk, {"events": [], "responses": []})
    assert endpoint.calls[0]["timeout"] == remote.TIME_OUT


@pytest.mark.parametrize("name", ["_validate_action_result", "_action_call_format"])
def test_a_missing_method_fails_loudly(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.delattr(RemoteAction, name)
    with pytest.raises(RuntimeError, match=rf"RemoteAction\.{name}.*3\.6\.21"):
        remote.install()


def test_a_missing_time_out_fails_loudly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(action, "DEFAULT_REQUEST_TIMEOUT")
    with pytest.raises(RuntimeError, match="DEFAULT_REQUEST_TIMEOUT"):
        remote.install()


def test_installing_twice_is_the_same_as_once() -> None:
    remote.install()
    remote.install()
    assert RemoteAction._action_call_format is remote._call


def test_the_call_carries_the_slots_the_message_and_this_turn_only(long_talk: Talk) -> None:
    endpoint, _ = call(long_talk, {"events": [], "responses": []})
    sent = endpoint.calls[0]["json"]
    assert sent["next_action"] == "action_answer"
    assert sent["sender_id"] == "test"
    assert sent["domain"] == {}
    state = sent["tracker"]
    assert state["slots"]["pop"] == "yes"
    assert state["slots"]["requested_slot"] == "pop"
    assert state["latest_message"]["text"] == "it popped"
    assert state["latest_message"]["intent"]["name"] == "report"
    assert [found["entity"] for found in state["latest_message"]["entities"]] == ["pop"]
    assert state["active_loop"]["name"] == "interview_form"
    assert [event["event"] for event in state["events"]] == ["user", "action"]
    assert state["events"][0]["text"] == "it popped"
    assert state["latest_action_name"] == "utter_safety"


def test_the_call_stays_small_in_a_long_conversation(long_talk: Talk) -> None:
    endpoint, _ = call(long_talk, {"events": [], "responses": []})
    assert len(json.dumps(endpoint.calls[0]["json"])) < 8_000


def test_a_call_before_anybody_spoke_is_possible(talk: Talk) -> None:
    endpoint, _ = call(talk, {"events": [], "responses": []})
    assert endpoint.calls[0]["json"]["tracker"]["latest_message"]["text"] is None


def test_a_right_answer_becomes_events(talk: Talk) -> None:
    reply = {"text": "Rest it.", "custom": {"data": {"v": 1}}}
    _, events = call(talk, {"events": [{"event": "slot", "name": "pop", "value": "no"}], "responses": [reply]})
    assert SlotSet("pop", "no") in events
    assert any(getattr(event, "text", None) == "Rest it." for event in events)


WRONG: list[Any] = [
    {},
    {"events": []},
    {"responses": []},
    {"events": "none", "responses": []},
    {"events": [{"event": "no_such_event"}], "responses": []},
    {"events": [{"name": "pop"}], "responses": []},
    {"events": [], "responses": "text"},
    [],
    "error",
    None,
]


@pytest.mark.parametrize("wrong", WRONG, ids=[json.dumps(one) for one in WRONG])
def test_wrong_answers_are_still_rejected_as_by_rasa(wrong: Any) -> None:
    mine = RemoteAction("action_answer", None)
    refused = _refuses(mine, wrong)
    remote.install()
    assert _refuses(mine, wrong) is refused is (wrong not in ({}, {"events": []}, {"responses": []}))


def test_rasa_and_ours_agree_on_a_right_answer() -> None:
    mine = RemoteAction("action_answer", None)
    right = {"events": [{"event": "slot", "name": "pop", "value": "no"}], "responses": [{"text": "a"}]}
    assert not _refuses(mine, right)
    remote.install()
    assert not _refuses(mine, right)


def test_the_domain_can_serve_as_is(domain: Domain) -> None:
    assert "action_answer" in domain.action_names_or_texts


def _refuses(mine: RemoteAction, answer: Any) -> bool:
    try:
        mine._validate_action_result(answer)
    except ValidationError:
        return True
    return False
