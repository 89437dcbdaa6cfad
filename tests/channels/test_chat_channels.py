"""What a conversation over Slack and one over Telegram look like, from the first message to the files."""

from __future__ import annotations

import itertools
import json
from typing import Any

import pytest

from tests.bot.channels.voices import post
from tests.channels.conftest import SECRET, Line
from tests.channels.forms import JSON, slack_headers

pytestmark = pytest.mark.server

COUNT = itertools.count(10**9)


def test_slack(line: Line) -> None:
    def say(text: str, expected: str) -> list[dict[str, Any]]:
        seen = len(line.slack.of("chat.postMessage"))
        event = {"type": "message", "channel_type": "im", "channel": "D1", "user": "U1", "ts": "1.1", "text": text}
        told = {"type": "event_callback", "event_id": f"Ev{next(COUNT)}", "event": event}
        body = json.dumps(told).encode()
        answer = post(f"{line.url}/webhooks/slack/webhook", body, slack_headers(body, JSON["Content-Type"]))
        assert answer.status == 200
        fields = line.slack.wait("chat.postMessage", seen + 1)[seen].fields
        assert expected in fields["text"]
        return list(fields["blocks"])

    assert say("hello", "Kneewise")[-1]["type"] == "actions"
    blocks = say("my knee goes tight on the outside at mile three, no swelling, what do I do?", "[1]")
    assert [block["type"] for block in blocks] == ["section", "context", "section", "actions", "actions"]
    assert "<https://" in blocks[1]["elements"][0]["text"]
    assert say("my foot's gone numb and cold since the fall", "get help now")[0]["type"] == "header"
    say("can i have a summary for my physio", "summary")
    files = line.slack.wait("files.completeUploadExternal")[0].fields["files"]
    assert [file["title"].rsplit(".", 1)[1] for file in files] == ["pdf", "md"]
    assert line.slack.wait("upload", 2)[0].files["file"].startswith(b"%PDF")
    assert line.slack.faults == []


def test_slack_shows_what_it_can_do_on_the_home_tab(line: Line) -> None:
    event = {"type": "app_home_opened", "user": "UHOME", "channel": "DHOME", "tab": "home"}
    body = json.dumps({"type": "event_callback", "event_id": "EvHome", "event": event}).encode()
    assert post(f"{line.url}/webhooks/slack/webhook", body, slack_headers(body, JSON["Content-Type"])).status == 200
    (call,) = line.slack.wait("views.publish")
    assert call.fields["user_id"] == "UHOME"
    assert call.fields["view"]["blocks"][0]["type"] == "header"
    assert "not a doctor" in str(call.fields["view"]["blocks"])
    assert line.slack.faults == []


def test_telegram(line: Line) -> None:
    def send(told: dict[str, Any], expected: str) -> list[dict[str, Any]]:
        seen = len(line.telegram.of("sendMessage"))
        url = f"{line.url}/webhooks/telegram/webhook"
        body = json.dumps({"update_id": next(COUNT), **told}).encode()
        assert post(url, body, {**JSON, "X-Telegram-Bot-Api-Secret-Token": SECRET}).status == 200
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
    (button,) = question["reply_markup"]["inline_keyboard"][-1]
    assert button["callback_data"] == "None of those"
    tapped = {"id": "9", "from": person, "message": {"message_id": 5, "chat": chat}, "data": "None of those"}
    send({"callback_query": tapped}, "")
    assert line.telegram.wait("answerCallbackQuery")
    assert say("my foot's gone numb and cold since the fall", "get help now")[0]["text"].startswith("<b>Get help now")
    say("/summary", "summary")
    assert [name.rsplit(".", 1)[1] for call in line.telegram.wait("sendDocument", 2) for name in call.files] == [
        "pdf", "md",
    ]  # fmt: skip
    assert line.telegram.faults == []
