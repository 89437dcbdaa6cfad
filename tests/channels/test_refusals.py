"""Forged, replayed, malformed, huge and slow requests to the real server: none is heard, and none breaks anything."""

from __future__ import annotations

import json
import socket
import sys
import time
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest

from tests.bot.channels.authority import headers
from tests.bot.channels.voices import Alexa, Answer, Twilio, post
from tests.channels.conftest import PATIENCE, PUBLIC, SECRET, Line
from tests.channels.forms import JSON, slack_headers
from tests.channels.refusals import ALEXA, PATHS, SITE, SLACK, TELEGRAM, TOKEN, Case, cases
from tests.conftest import Conversation, site_id

pytestmark = pytest.mark.server

FEWEST = 60
SECONDS = 5.0  # for an answer to somebody else meanwhile


def answer(line: Line, case: Case) -> Answer:
    """Return the answer to a case, sent as it stands."""
    return post(line.url + case.path, case.body, case.headers, method=case.method)


def test_everything_forged_or_malformed_is_refused(
    line: Line, record_testsuite_property: Callable[[str, object], None], capsys: pytest.CaptureFixture[str]
) -> None:
    table = cases(line)
    assert len({(case.path, case.name) for case in table}) == len(table) >= FEWEST
    heard = len(line.slack.calls), len(line.telegram.calls)
    statuses = [(case, answer(line, case).status) for case in table]
    assert [(case[:2], status) for case, status in statuses if status != case.status] == []
    assert (len(line.slack.quiet()), len(line.telegram.quiet())) == heard, "nothing was said to anybody"
    refused = sum(400 <= status < 500 for _, status in statuses)
    errors = sum(status >= 500 for _, status in statuses)
    record_testsuite_property("requests refused", f"{refused} of {len(table)}, server errors {errors}")
    with capsys.disabled():
        sys.stdout.write(f"\n{refused} of {len(table)} requests refused, {errors} server errors\n")


def test_what_comes_again_is_answered_once(line: Line) -> None:
    event = {"type": "message", "channel_type": "im", "channel": "DR", "user": "UR", "ts": "1.1", "text": "hello"}
    told = json.dumps({"type": "event_callback", "event_id": "EvReplay", "event": event}).encode()
    first = slack_headers(told, JSON["Content-Type"])
    again = {**slack_headers(told, JSON["Content-Type"], age=1), "X-Slack-Retry-Num": "1"}
    for sent in (first, first, {**again, "X-Slack-Retry-Reason": "http_error"}):
        assert post(line.url + SLACK, told, sent).status == 200
    person, chat = {"id": 99, "is_bot": False}, {"id": 99, "type": "private"}
    message = {"message_id": 1, "from": person, "chat": chat, "text": "hello"}
    update = json.dumps({"update_id": 987654321, "message": message}).encode()
    for _ in range(3):
        assert post(line.url + TELEGRAM, update, {**JSON, TOKEN: SECRET}).status == 200
    line.slack.wait("chat.postMessage")
    line.telegram.wait("sendMessage")
    assert [call.fields.get("channel") for call in line.slack.quiet()].count("DR") == 1
    replies = [call for call in line.telegram.quiet() if call.fields.get("chat_id") == 99]
    assert [call.method for call in replies].count("sendMessage") == 1


def test_a_message_on_the_site_that_comes_again_gets_the_same_answer(line: Line) -> None:
    def say(words: str, own: str) -> bytes:
        told = {"sender": sender, "message": words, "id": own}
        return post(line.url + SITE, json.dumps(told).encode(), JSON).body

    sender = site_id(line.url)
    say("my knee goes tight on the outside at mile three, no swelling", "message-0")
    first = say("no", "message-1")
    assert say("no", "message-1") == first, "a second no would answer the next question"
    assert say("no", "message-2") != first


def test_a_spoken_request_that_comes_again_gets_the_same_answer(line: Line) -> None:
    call = Twilio(line.url, PUBLIC)
    call.dial()
    address = call.address
    first = call.says("what is runner's knee?")
    call.address = address
    assert call.says("what is runner's knee?").words == first.words, "a second hearing would say it in other words"
    device = Alexa(line.url, line.alexa_key, line.alexa_model)
    device.opens()
    told = device.envelope("IntentRequest", intent=device.intent("what is runner's knee"))
    body = json.dumps(told).encode()
    sent = headers(body, line.alexa_key)
    assert post(line.url + ALEXA, body, sent).body == post(line.url + ALEXA, body, sent).body


@pytest.fixture
def slow(line: Line) -> Iterator[list[socket.socket]]:
    """For each channel a request of which only the first byte of the body has come."""
    host = urlsplit(line.url)
    opened = []
    for path in PATHS:
        one = socket.create_connection((str(host.hostname), host.port or 80))
        one.sendall(
            f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: 9\r\n\r\n{{".encode()
        )
        opened.append(one)
    yield opened
    for one in opened:
        one.close()


def test_slow_bodies_hold_up_nobody_and_are_given_up(line: Line, slow: list[socket.socket]) -> None:
    begin = time.monotonic()
    person = Conversation(line.url, SITE)
    assert person.say("hello")
    assert Twilio(line.url, PUBLIC).dial().words
    assert time.monotonic() - begin < SECONDS
    for one in slow:
        one.settimeout(PATIENCE + SECONDS)
        status = one.recv(4096).split(b" ")[1]
        assert status in (b"408", b"503"), "given up, and not heard"
