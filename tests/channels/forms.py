"""A person on each of the chat channels: what is said, by typing or tapping, and how the answer differs from REST's."""

from __future__ import annotations

import hashlib
import hmac
import itertools
import json
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import urlencode

from tests.bot.channels.standins import Call, StandIn
from tests.bot.channels.voices import post
from tests.channels.conftest import SECRET, Line
from tests.channels.reference import GREETING, Turn, parts_of
from tests.channels.shown import differences, from_slack, from_telegram
from tests.conftest import Conversation

COUNT = itertools.count(1)
SECONDS = 20.0
JSON = {"Content-Type": "application/json"}
# What a channel says of the bytes that a button sends back; REST and the site keep to the strictest.
MOST_OF_A_PAYLOAD = 64


class Form(Protocol):
    """Somebody on a channel."""

    greeted: bool  # the channel begins with a greeting by itself

    def arrives(self, words: str) -> str:
        """Return what becomes of the words on the way to the assistant."""

    def differs(self, turn: Turn) -> list[str]:
        """Take the turn's words to the assistant; return how the answer differs from the turn's."""


class Typed:
    """What the chat channels have in common: words arrive as they are written."""

    greeted = False

    def arrives(self, words: str) -> str:
        """Return the words."""
        return words


class Rest(Typed):
    """REST, or another channel that answers with the blocks themselves."""

    def __init__(self, line: Line, path: str = "/webhooks/rest/webhook") -> None:
        """Talk to the channel at `path`."""
        self.person = Conversation(line.url, path)

    def differs(self, turn: Turn) -> list[str]:
        """Say it; the blocks have to be the same and whole."""
        messages = self.person.say(turn.said)
        payloads = [one["payload"] for message in messages for one in message.get("buttons", [])]
        found = [f"button of {len(one.encode())} bytes" for one in payloads if len(one.encode()) > MOST_OF_A_PAYLOAD]
        parts = parts_of(messages)
        for part in parts:
            found += [f"[{one['n']}] is not in the text" for one in part.citations if f"[{one['n']}]" not in part.text]
        told, wanted = ([(one.text, one.buttons, one.alike) for one in some] for some in (parts, turn.parts))
        return found if told == wanted else [*found, f"expected {wanted!r}, got {told!r}"]


@dataclass
class OnSlack(Typed):
    """Somebody who writes to the assistant in Slack, and taps its buttons."""

    line: Line
    user: str = field(default_factory=lambda: f"U{secrets.token_hex(5).upper()}")
    last: dict[str, Any] = field(default_factory=dict)

    def differs(self, turn: Turn) -> list[str]:
        """Tap the button with these words, or type them; the blocks have to show the same."""
        seen, changed = len(self._of("chat.postMessage")), len(self._of("chat.update"))
        rows = [one for one in self.last.get("blocks", []) if one["type"] == "actions"]
        pressed = next(((row, one) for row in rows for one in row["elements"] if one["value"] == turn.said), None)
        if pressed:
            self._tap(*pressed)
        else:
            self._type(turn.said)
        posted = self._wait("chat.postMessage", seen + 1)[seen:]
        shown = from_slack([call.fields for call in posted])
        if files := [file for part in turn.parts for file in part.files]:
            done = wait_for(self.line.slack, lambda: self._of("files.completeUploadExternal", "channel_id"), 1)
            shown.files = [file["title"] for file in done[-1].fields["files"]]
            assert len(files) == len(shown.files)
        if pressed:
            self._wait("chat.update", changed + 1)
        self.last = {**posted[-1].fields, "ts": f"{next(COUNT)}.0001"}
        return [*differences(turn.parts, shown), *self.line.slack.faults]

    def _type(self, words: str) -> None:
        event = {"type": "message", "channel_type": "im", "channel": f"D{self.user}", "user": self.user,
                 "ts": f"{next(COUNT)}.1", "text": words.replace("&", "&amp;")}  # fmt: skip
        told = {"type": "event_callback", "event_id": f"Ev{self.user}{next(COUNT)}", "event": event}
        self._send(json.dumps(told).encode(), "application/json")

    def _tap(self, row: Any, button: Any) -> None:
        told = {
            "type": "block_actions", "user": {"id": self.user}, "channel": {"id": f"D{self.user}"},
            "message": {"ts": self.last["ts"], "text": self.last["text"], "blocks": self.last["blocks"]},
            "actions": [{**button, "block_id": row["block_id"]}],
        }  # fmt: skip
        self._send(urlencode({"payload": json.dumps(told)}).encode(), "application/x-www-form-urlencoded")

    def _send(self, body: bytes, kind: str) -> None:
        answer = post(f"{self.line.url}/webhooks/slack/webhook", body, slack_headers(body, kind))
        assert answer.status == 200, answer

    def _of(self, method: str, key: str = "channel") -> list[Call]:
        return [call for call in self.line.slack.of(method) if call.fields.get(key) == f"D{self.user}"]

    def _wait(self, method: str, count: int) -> list[Call]:
        return wait_for(self.line.slack, lambda: self._of(method), count)


@dataclass
class OnTelegram(Typed):
    """Somebody who writes to the assistant in Telegram, and taps its buttons."""

    line: Line
    user: int = field(default_factory=lambda: secrets.randbelow(10**9) + 1)
    buttons: list[str] = field(default_factory=list)

    def differs(self, turn: Turn) -> list[str]:
        """Tap the button with these words, or type them; the messages have to show the same."""
        seen, sent = len(self._shown()), len(self._of("sendDocument"))
        person, chat = {"id": self.user, "is_bot": False}, {"id": self.user, "type": "private"}
        told: dict[str, Any]
        if turn.said in self.buttons:
            message = {"message_id": next(COUNT), "chat": chat}
            told = {"callback_query": {"id": "9", "from": person, "message": message, "data": turn.said}}
        else:
            words = "/start" if turn.said == GREETING else turn.said
            told = {"message": {"message_id": next(COUNT), "from": person, "chat": chat, "text": words}}
        body = json.dumps({"update_id": next(COUNT), **told}).encode()
        url = f"{self.line.url}/webhooks/telegram/webhook"
        answer = post(url, body, {**JSON, "X-Telegram-Bot-Api-Secret-Token": SECRET})
        assert answer.status == 200, answer
        wait_for(self.line.telegram, self._shown, seen + len(turn.parts))
        shown = from_telegram([call.fields for call in self._shown()[seen:]])
        if files := [file for part in turn.parts for file in part.files]:
            documents = wait_for(self.line.telegram, lambda: self._of("sendDocument"), sent + len(files))[sent:]
            shown.files = [name for call in documents for name in call.files]
        self.buttons = [says for _, says in turn.parts[-1].buttons]
        return [*differences(turn.parts, shown, knee=True), *self.line.telegram.faults]

    def _of(self, *methods: str) -> list[Call]:
        calls = self.line.telegram.calls
        return [call for call in calls if call.method in methods and call.fields.get("chat_id") == self.user]

    def _shown(self) -> list[Call]:
        return self._of("sendMessage", "sendPhoto")


def slack_headers(body: bytes, kind: str, secret: str = SECRET, age: float = 0) -> dict[str, str]:
    """Return the headers of a request that Slack signed."""
    stamp = str(int(time.time() - age))
    signature = hmac.new(secret.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()
    return {"Content-Type": kind, "X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={signature}"}


def wait_for(standin: StandIn, calls: Callable[[], list[Call]], count: int) -> list[Call]:
    """Return what `calls` gives once there are so many."""
    with standin.came:
        assert standin.came.wait_for(lambda: len(calls()) >= count, SECONDS), (count, calls(), standin.faults)
    return calls()
