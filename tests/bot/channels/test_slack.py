"""The Slack channel on a small server, against a stand-in of Slack: who is heard, how often, and what comes back."""

from __future__ import annotations

import hashlib
import hmac
import itertools
import json
import logging
import socket
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest

from bot.channels.slack import MOST_BYTES, SIGNING_SECRET, TOKEN, SlackInput
from knowledge.reply import block
from tests.bot.channels.parts import FILES
from tests.bot.channels.serving import Agent, Reply, Serving
from tests.bot.channels.standins import SLACK_TOKEN, Slack

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
PATH = "/webhooks/slack/webhook"
JSON, FORM = "application/json", "application/x-www-form-urlencoded"
QUESTION = {
    "text": "Is it swollen?",
    "buttons": [{"title": "Yes", "payload": "Yes"}, {"title": "No", "payload": "No"}],
    "custom": block("question", {}, slots=["swelling"]),
}
COUNT = itertools.count(1)


def signature(body: bytes, stamp: str, secret: str = SECRET) -> str:
    return "v0=" + hmac.new(secret.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()


def signed(body: bytes, kind: str = JSON, age: float = 0, secret: str = SECRET) -> dict[str, str]:
    stamp = str(int(time.time() - age))
    signature_of_it = signature(body, stamp, secret)
    return {"Content-Type": kind, "X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": signature_of_it}


def event(text: str = "my knee hurts", **more: Any) -> dict[str, Any]:
    """Return a direct message as Slack sends it; `more` changes the inner event."""
    inner = {"type": "message", "channel_type": "im", "channel": "D1", "user": "U1", "ts": "100.1", "text": text}
    return {"type": "event_callback", "team_id": "T1", "event_id": f"Ev{next(COUNT)}", "event": {**inner, **more}}


class Person:
    """Slack's side of the line: sends signed requests to the channel."""

    def __init__(self, serving: Serving, slack: Slack) -> None:
        self.serving, self.slack = serving, slack
        self.agent: Agent = serving.agent

    def send(self, payload: Any, kind: str = JSON, **how: Any) -> Reply:
        text = json.dumps(payload)
        body = (urlencode({"payload": text}) if kind == FORM else text).encode()
        return self.serving.post(PATH, body, signed(body, kind, **how))

    def tap(self, number: int = 0, index: int = -1, **more: Any) -> Reply:
        """Tap a button of a message that the assistant posted."""
        posted = self.slack.of("chat.postMessage")[index].fields
        rows = [one for one in posted["blocks"] if one["type"] == "actions"]
        pressed = {**rows[0]["elements"][number], "block_id": rows[0]["block_id"], "action_ts": "5.5"}
        told = {
            "type": "block_actions", "user": {"id": "U1"}, "channel": {"id": posted["channel"]},
            "message": {"ts": f"{next(COUNT)}.7", "text": posted["text"], "blocks": posted["blocks"],
                        "thread_ts": posted.get("thread_ts")},
            "actions": [pressed],
        }  # fmt: skip
        return self.send({**told, **more}, FORM)


@pytest.fixture(scope="module")
def line() -> Iterator[Person]:
    slack = Slack()
    with Serving(SlackInput({TOKEN: SLACK_TOKEN, SIGNING_SECRET: SECRET}, slack.api)) as serving:
        yield Person(serving, slack)
    slack.stop()


@pytest.fixture
def person(line: Person) -> Iterator[Person]:
    line.agent.__init__()  # type: ignore[misc]  # the server keeps the agent; its memory starts anew
    line.agent.replies = [QUESTION]
    line.slack.calls.clear()
    line.slack.refused.clear()
    yield line
    line.slack.quiet(0.05)
    assert line.slack.faults == []


BODY = json.dumps(event()).encode()


def forged() -> dict[str, dict[str, str]]:
    good, now = signed(BODY), str(int(time.time()))
    return {
        "no signature": {"X-Slack-Request-Timestamp": now},
        "no timestamp": {"X-Slack-Signature": signature(BODY, "1")},
        "nothing at all": {},
        "another secret": signed(BODY, secret="other"),
        "another body": signed(BODY + b" "),
        "too old": signed(BODY, age=301),
        "of the future": signed(BODY, age=-302),
        "no number": {"X-Slack-Request-Timestamp": "soon", "X-Slack-Signature": signature(BODY, "soon")},
        "a number not in ASCII": {"X-Slack-Request-Timestamp": "²", "X-Slack-Signature": "v0=00"},
        "a negative number": {"X-Slack-Request-Timestamp": "-1", "X-Slack-Signature": signature(BODY, "-1")},
        "an endless number": {"X-Slack-Request-Timestamp": "9" * 5000, "X-Slack-Signature": "v0=00"},
        "another version": {"X-Slack-Request-Timestamp": now, "X-Slack-Signature": "v1=00"},
        "an empty signature": {"X-Slack-Request-Timestamp": now, "X-Slack-Signature": ""},
        "a signature not in ASCII": {"X-Slack-Request-Timestamp": now, "X-Slack-Signature": "v0=é"},
        "one letter wrong": {**good, "X-Slack-Signature": good["X-Slack-Signature"][:-1] + "x"},
        "in capitals": {**good, "X-Slack-Signature": good["X-Slack-Signature"].upper()},
    }


@pytest.mark.parametrize("name", forged())
def test_what_slack_did_not_sign_is_refused(person: Person, name: str) -> None:
    headers = {"Content-Type": JSON, **forged()[name]}
    sent = {key: value.encode().decode("latin-1") for key, value in headers.items()}
    assert person.serving.post(PATH, BODY, sent).status == 401
    assert not person.agent.received


MALFORMED = {
    "nothing": b"", "cut off": b"{", "a list": b"[]", "a word": b'"hi"', "bytes": b"\xff\xfe", "deep": b"[" * 50_000,
}  # fmt: skip


@pytest.mark.parametrize("name", MALFORMED)
@pytest.mark.parametrize("kind", [JSON, FORM])
def test_what_is_no_request_of_slacks_is_refused(person: Person, name: str, kind: str) -> None:
    body = MALFORMED[name]
    for sent in (body, b"payload=" + body)[: 2 if kind == FORM else 1]:
        assert person.serving.post(PATH, sent, signed(sent, kind)).status == 400
    assert not person.agent.received


def test_a_huge_body_is_refused(person: Person) -> None:
    body = json.dumps(event("x" * MOST_BYTES)).encode()
    assert person.serving.post(PATH, body, signed(body)).status == 413


def test_a_slow_body_holds_up_nobody(person: Person) -> None:
    with socket.create_connection(("127.0.0.1", person.serving.port)) as slow:
        slow.sendall(f"POST {PATH} HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{{".encode())
        assert person.send(event()).status == 200
        person.slack.wait("chat.postMessage")


def test_other_methods_are_refused(person: Person) -> None:
    assert person.serving.post(PATH, b"", {}, method="GET").status == 405


ODD: dict[str, Any] = {
    "its own message": event(bot_id="B1"),
    "an edit": event(subtype="message_changed"),
    "a deletion": event(subtype="message_deleted"),
    "somebody joined": event(subtype="channel_join"),
    "a message in a channel without a mention": event(channel_type="channel", channel="C1"),
    "a message without a user": event(user=None),
    "a message without a channel": event(channel=7),
    "a reaction": event(type="reaction_added"),
    "an event that is no object": {"type": "event_callback", "event_id": "Ev", "event": [1]},
    "no event": {"type": "event_callback", "event_id": "Ev"},
    "no id": {**event(), "event_id": None},
    "another type": {"type": "app_rate_limited"},
    "the messages tab": event(type="app_home_opened", tab="messages"),
}


@pytest.mark.parametrize("name", ODD)
def test_what_is_not_said_to_it_is_ignored(person: Person, name: str) -> None:
    assert person.send(ODD[name]).status == 200
    assert person.slack.quiet(0.05) == []
    assert not person.agent.received


@pytest.mark.parametrize(
    "changes",
    [{"type": "view_submission"}, {"actions": []}, {"actions": None}, {"actions": ["x"]}, {"user": None},
     {"channel": {}}, {"message": None}, {"message": "x"}, {"actions": [{"value": "/restart"}]}],
)  # fmt: skip
def test_odd_taps_are_ignored(person: Person, changes: dict[str, Any]) -> None:
    person.send(event())
    person.slack.wait("chat.postMessage")
    assert person.tap(**changes).status == 200
    person.slack.quiet(0.05)
    assert len(person.agent.received) == 1


def test_the_address_is_confirmed(person: Person) -> None:
    assert person.send({"type": "url_verification", "challenge": "abc"}).json == {"challenge": "abc"}


@pytest.mark.parametrize("kind", [JSON, f"{JSON}; charset=utf-8", "Application/JSON;charset=UTF-8"])
def test_a_direct_message_is_answered_in_the_open(person: Person, kind: str) -> None:
    assert person.send(event(), kind).status == 200
    (call,) = person.slack.wait("chat.postMessage")
    assert call.fields["channel"] == "D1"
    assert "thread_ts" not in call.fields
    assert call.fields["text"] == "Is it swollen?"
    (heard,) = person.agent.received
    assert (heard.text, heard.input_channel, heard.output_channel.name()) == ("my knee hurts", "slack", "slack")


@pytest.mark.parametrize(
    ("changes", "thread"),
    [
        ({"thread_ts": "90.1"}, "90.1"),
        ({"type": "app_mention", "channel": "C1", "channel_type": None, "text": "<@U9> my knee hurts"}, "100.1"),
        ({"type": "app_mention", "channel": "C1", "channel_type": None, "thread_ts": "90.1"}, "90.1"),
    ],
)
def test_answers_stand_in_the_thread(person: Person, changes: dict[str, Any], thread: str) -> None:
    person.send(event(**changes))
    (call,) = person.slack.wait("chat.postMessage")
    assert call.fields["thread_ts"] == thread
    assert person.agent.received[0].text == "my knee hurts"


def test_deliveries_count_once(person: Person) -> None:
    body = json.dumps(event()).encode()
    headers = signed(body)
    retry = {"X-Slack-Retry-Num": "1", "X-Slack-Retry-Reason": "http_error"}
    sent = [headers, headers, {**signed(body, age=1), **retry}, {**signed(body, age=2), **retry}]
    assert [person.serving.post(PATH, body, one).status for one in sent] == [200] * 4
    person.slack.quiet(0.1)
    assert len(person.agent.received) == len(person.slack.of("chat.postMessage")) == 1


def test_a_tap_says_its_words_and_takes_the_buttons_away(person: Person) -> None:
    person.send(event())
    person.slack.wait("chat.postMessage")
    person.tap(1)
    person.slack.wait("chat.postMessage", 2)
    (update,) = person.slack.wait("chat.update")
    assert [heard.text for heard in person.agent.received] == ["my knee hurts", "No"]
    assert person.agent.received[0].sender_id == person.agent.received[1].sender_id
    assert [one["type"] for one in update.fields["blocks"]] == ["section", "context"]


def test_a_tap_counts_once(person: Person) -> None:
    person.send(event())
    person.slack.wait("chat.postMessage")
    message = {"ts": "77.7", "blocks": []}
    for number in (0, 1, 0):
        person.tap(number, index=0, message=message)
    person.slack.quiet(0.1)
    assert [heard.text for heard in person.agent.received] == ["my knee hurts", "Yes"]


def test_buttons_are_for_whom_was_asked(person: Person) -> None:
    person.send(event(type="app_mention", channel="C1", text="<@U9> my knee hurts"))
    person.slack.wait("chat.postMessage")
    person.tap(user={"id": "U2"})
    person.slack.quiet(0.1)
    assert len(person.agent.received) == 1
    person.tap()
    person.slack.wait("chat.update")
    assert [heard.text for heard in person.agent.received] == ["my knee hurts", "Yes"]


def test_conversations_are_kept_apart_and_hidden(person: Person) -> None:
    places = [{}, {"user": "U2"}, {"channel": "D2"}, {"type": "app_mention", "channel": "C1", "thread_ts": "1.1"},
              {"type": "app_mention", "channel": "C1", "thread_ts": "1.2"}]  # fmt: skip
    for place in [*places, {"thread_ts": "50.1"}]:
        person.send(event(**place))
    person.slack.wait("chat.postMessage", len(places) + 1)
    senders = [heard.sender_id for heard in person.agent.received]
    assert len(set(senders)) == len(places)
    assert senders[0] == senders[-1], "a thread in a direct message is the same conversation"
    assert not any(word in sender for sender in senders for word in ("U1", "U2", "C1"))


def test_the_home_tab_says_what_it_can_do(person: Person) -> None:
    person.send(event(type="app_home_opened", tab="home"))
    (call,) = person.slack.wait("views.publish")
    assert call.fields["user_id"] == "U1"
    assert call.fields["view"]["type"] == "home"


def test_files_are_sent_after_the_text(person: Person) -> None:
    person.agent.replies = [{"text": "Here it is.", "custom": block("chat", {}, files=FILES)}]
    person.send(event(thread_ts="9.9"))
    (done,) = person.slack.wait("files.completeUploadExternal")
    assert person.slack.calls[0].method == "chat.postMessage"
    assert [call.files["file"] for call in person.slack.of("upload")] == [b"%PDF-1.4", b"# Knee"]
    assert [call.fields["filename"] for call in person.slack.of("files.getUploadURLExternal")] == [
        "knee.pdf",
        "knee.md",
    ]
    assert (done.fields["thread_ts"], len(done.fields["files"])) == ("9.9", 2)


def test_a_file_that_cannot_be_sent_is_told(person: Person) -> None:
    person.agent.replies = [{"text": "Here it is.", "custom": block("chat", {}, files=FILES[:1])}]
    person.slack.refused.add("files.getUploadURLExternal")
    person.send(event())
    assert "could not send" in person.slack.wait("chat.postMessage", 2)[1].fields["text"]


@pytest.mark.parametrize(
    ("text", "answer"), [("", "only read words"), ("<@U9>", "only read words"), ("/", "only"), ("x" * 1001, "too long")]
)
def test_what_cannot_be_read_is_told(person: Person, text: str, answer: str) -> None:
    person.send(event(text, subtype="file_share"))
    (call,) = person.slack.wait("chat.postMessage")
    assert answer in call.fields["text"]
    assert not person.agent.received


def test_no_words_name_an_intent(person: Person) -> None:
    person.send(event(" /restart"))
    person.slack.wait("chat.postMessage")
    assert person.agent.received[0].text == "restart"


@pytest.mark.parametrize("replies", [[], [{"custom": block("chat", {})}]])
def test_no_turn_is_silent(person: Person, replies: list[dict[str, Any]]) -> None:
    person.agent.replies = replies
    person.send(event())
    assert "went wrong" in person.slack.wait("chat.postMessage")[0].fields["text"]


def test_a_failure_is_told_and_keeps_the_person_out_of_the_log(
    person: Person, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "bot")
    person.agent.failure = RuntimeError("lost the database")
    person.slack.refused.add("chat.postMessage")
    person.send(event("a private matter"))
    person.slack.wait("chat.postMessage")
    person.slack.quiet(0.1)
    assert "lost the database" in caplog.text
    assert "internal_error" in caplog.text
    assert not any(word in caplog.text for word in ("private matter", "U1", "D1", "slack-", SLACK_TOKEN, SECRET))


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({}, "Slack is off. To use it, set SLACK_TOKEN and SLACK_SIGNING_SECRET."),
        ({TOKEN: "x"}, "Slack is off: SLACK_SIGNING_SECRET is not set."),
        ({SIGNING_SECRET: "x", TOKEN: " "}, "Slack is off: SLACK_TOKEN is not set."),
    ],
)
def test_without_secrets_it_is_off(
    environment: dict[str, str], words: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    for name in (TOKEN, SIGNING_SECRET):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    channel = SlackInput.from_credentials(None)
    assert caplog.text.count(words) == 1
    with Serving(channel) as serving:
        assert serving.post(PATH, BODY, signed(BODY, secret="")).status == 404
