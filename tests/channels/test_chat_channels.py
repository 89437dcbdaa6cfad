"""A conversation over Slack and one over Telegram: both real servers, and a stand-in for each platform."""

from __future__ import annotations

import hashlib
import hmac
import itertools
import json
import time
import urllib.request
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest

from scripts import serve
from scripts.supervisor import Supervisor
from tests.bot.channels.standins import SLACK_TOKEN, TELEGRAM_TOKEN, Slack, Telegram
from tests.conftest import free_port

pytestmark = pytest.mark.server

SECRET = "a-Secret_7"
COUNT = itertools.count(1)


class Line(NamedTuple):
    """The assistant's address, and the platforms that it talks to."""

    url: str
    slack: Slack
    telegram: Telegram


@pytest.fixture(scope="module")
def line(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Line]:
    """Servers whose channels are on."""
    slack, telegram = Slack(), Telegram()
    rasa_port, action_port = free_port(), free_port()
    actions, rasa = serve.servers(rasa_port, action_port)
    rasa.environment.update(
        SLACK_TOKEN=SLACK_TOKEN, SLACK_SIGNING_SECRET=SECRET, SLACK_API=slack.api,
        TELEGRAM_TOKEN=TELEGRAM_TOKEN, TELEGRAM_SECRET=SECRET, TELEGRAM_API=telegram.url,
    )  # fmt: skip
    folder = tmp_path_factory.mktemp("channels")
    with Supervisor([actions, rasa], folder / "run", folder / "log"):
        yield Line(f"http://127.0.0.1:{rasa_port}", slack, telegram)
    slack.stop()
    telegram.stop()


def post(url: str, payload: Any, headers: dict[str, str]) -> None:
    body = json.dumps(payload).encode()
    if "slack" in url:
        stamp = str(int(time.time()))
        signature = hmac.new(SECRET.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()
        headers = {**headers, "X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={signature}"}
    with urllib.request.urlopen(
        urllib.request.Request(url, body, {"Content-Type": "application/json", **headers}), timeout=30
    ) as answer:
        assert answer.status == 200


def test_slack(line: Line) -> None:
    def say(text: str, expected: str) -> list[dict[str, Any]]:
        seen = len(line.slack.of("chat.postMessage"))
        event = {"type": "message", "channel_type": "im", "channel": "D1", "user": "U1", "ts": "1.1", "text": text}
        told = {"type": "event_callback", "event_id": f"Ev{next(COUNT)}", "event": event}
        post(f"{line.url}/webhooks/slack/webhook", told, {})
        fields = line.slack.wait("chat.postMessage", seen + 1)[seen].fields
        assert expected in fields["text"]
        return list(fields["blocks"])

    assert say("hello", "Kneewise")[-1]["type"] == "actions"
    blocks = say("my knee goes tight on the outside at mile three, no swelling, what do I do?", "[1]")
    assert [block["type"] for block in blocks] == ["section", "context", "section", "actions"]
    assert "<https://" in blocks[1]["elements"][0]["text"]
    assert say("my foot's gone numb and cold since the fall", "get help now")[0]["type"] == "header"
    say("can i have a summary for my physio", "summary")
    files = line.slack.wait("files.completeUploadExternal")[0].fields["files"]
    assert [file["title"].rsplit(".", 1)[1] for file in files] == ["pdf", "md"]
    assert line.slack.wait("upload", 2)[0].files["file"].startswith(b"%PDF")
    assert line.slack.faults == []


def test_telegram(line: Line) -> None:
    def send(told: dict[str, Any], expected: str) -> list[dict[str, Any]]:
        seen = len(line.telegram.of("sendMessage"))
        url = f"{line.url}/webhooks/telegram/webhook"
        post(url, {"update_id": next(COUNT), **told}, {"X-Telegram-Bot-Api-Secret-Token": SECRET})
        line.telegram.wait("sendMessage", seen + 1)
        messages = [call.fields for call in line.telegram.quiet() if call.method == "sendMessage"][seen:]
        assert expected in " ".join(message["text"] for message in messages)
        return messages

    person, chat = {"id": 7, "is_bot": False}, {"id": 7, "type": "private"}

    def say(text: str, expected: str) -> list[dict[str, Any]]:
        return send({"message": {"message_id": 1, "from": person, "chat": chat, "text": text}}, expected)

    say("/start", "Kneewise")
    answer, question = say("my knee goes tight on the outside at mile three, no swelling, what do I do?", "[1]")
    assert '<a href="https://' in answer["text"]
    assert "<blockquote" in answer["text"]
    button = question["reply_markup"]["inline_keyboard"][0][1]
    assert button["callback_data"] == "No"
    tapped = {"id": "9", "from": person, "message": {"message_id": 5, "chat": chat}, "data": "No"}
    send({"callback_query": tapped}, "")
    assert line.telegram.wait("answerCallbackQuery")
    assert say("my foot's gone numb and cold since the fall", "get help now")[0]["text"].startswith("<b>Get help now")
    say("/summary", "summary")
    assert [name.rsplit(".", 1)[1] for call in line.telegram.wait("sendDocument", 2) for name in call.files] == [
        "pdf", "md",
    ]  # fmt: skip
    assert line.telegram.faults == []
