"""What Slack sends: whether it is Slack that sent it, and what it says."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

from bot.channels.incoming import dig, plain, read_object, word
from bot.channels.slack_drawing import owner, typed

SECONDS_OF_A_SIGNATURE = 5 * 60
# Of the kinds of message that Slack tells apart, those that a person writes.
SUBTYPES = ("", "file_share", "thread_broadcast")


@dataclass(frozen=True)
class Challenge:
    """Slack asks whether the address is ours; it wants the word back."""

    word: str


@dataclass(frozen=True)
class HomeOpened:
    """Somebody opened the app's Home tab."""

    delivery: str
    user: str


@dataclass(frozen=True)
class Heard:
    """Somebody said something, by typing or with a button."""

    delivery: str  # the same for each time that Slack sends it
    user: str
    channel: str
    thread: str  # the message to answer under; empty for the open channel
    text: str
    tapped: Mapping[str, Any] = field(default_factory=dict)  # the message whose button it was
    owner: str = ""  # the pseudonym of whom that button was for

    @property
    def identity(self) -> tuple[str, ...]:
        """Whose conversation it is: of this person here, and in a shared channel of this thread."""
        return (self.channel, "" if self.channel.startswith("D") else self.thread, self.user)


def is_signed(secret: str, headers: Mapping[str, str], body: bytes, now: float) -> bool:
    """Tell whether Slack signed this body, and within five minutes (docs.slack.dev, "Verifying requests").

    Args:
        secret: the app's signing secret.
        headers: of the request; names in lower case.
        body: as it came.
        now: seconds since 1970.
    """
    stamp, signature = headers.get("x-slack-request-timestamp", ""), headers.get("x-slack-signature", "")
    if not (stamp.isascii() and stamp.isdigit() and len(stamp) <= 12):
        return False
    if abs(now - int(stamp)) > SECONDS_OF_A_SIGNATURE:
        return False
    expected = "v0=" + hmac.new(secret.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(expected.encode(), signature.encode("utf-8", "surrogateescape"))


def read(content_type: str, body: bytes) -> Challenge | HomeOpened | Heard | None:
    """Return what a signed request says; None where it says nothing to us.

    Raises:
        ValueError: the body is not what Slack sends.
    """
    if content_type.split(";", maxsplit=1)[0].strip().lower() == "application/x-www-form-urlencoded":
        fields = parse_qs(body.decode("utf-8", "replace"), max_num_fields=10)
        payload = read_object(fields.get("payload", [""])[0])
        if payload is None:
            raise ValueError("the form holds no JSON object under payload")
        return _tap(payload)
    payload = read_object(body)
    if payload is None:
        raise ValueError("the body is no JSON object")
    if payload.get("type") == "url_verification":
        return Challenge(word(payload, "challenge"))
    return _event(payload) if payload.get("type") == "event_callback" else None


def _event(payload: dict[str, Any]) -> HomeOpened | Heard | None:
    delivery, event = word(payload, "event_id"), dig(payload, "event")
    user, kind = word(event, "user"), word(event, "type")
    if not (delivery and user) or dig(event, "bot_id"):
        return None
    if kind == "app_home_opened":
        return HomeOpened(delivery, user) if word(event, "tab") == "home" else None
    channel, stamp = word(event, "channel"), word(event, "ts")
    direct = kind == "message" and word(event, "channel_type") == "im" and word(event, "subtype") in SUBTYPES
    if not (direct or kind == "app_mention") or not (channel and stamp):
        return None
    thread = word(event, "thread_ts") or ("" if channel.startswith("D") else stamp)
    return Heard(delivery, user, channel, thread, plain(typed(word(event, "text"))))


def _tap(payload: dict[str, Any]) -> Heard | None:
    actions = payload.get("actions")
    action = actions[0] if isinstance(actions, list) and actions else None
    user, channel = word(payload, "user", "id"), word(payload, "channel", "id")
    text, message = plain(word(action, "value")), dig(payload, "message")
    if payload.get("type") != "block_actions" or not (user and channel and text and word(message, "ts")):
        return None
    # The buttons of a message go away once one was tapped; a second tap may come before they do.
    pressed = f"{channel} {word(message, 'ts')} {user}"
    return Heard(pressed, user, channel, word(message, "thread_ts"), text, message, owner(word(action, "block_id")))
