"""What the widget sends, read and checked, and how a request is refused."""

from __future__ import annotations

import json
import re
from typing import Any, NamedTuple

from bot.channels.incoming import MAX_CHARACTERS, plain

# A message of 1,000 characters outside the basic plane takes 12 bytes each once JSON-escaped.
MAX_BODY_BYTES = 16 * 1024
MESSAGE_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")


class Refused(Exception):
    """A request that is not answered: HTTP status, machine-readable code and a sentence for a person."""

    def __init__(self, status: int, code: str, message: str, wait: int = 0) -> None:
        """Keep what the answer to this request will say; `wait` is after how many seconds it may come again."""
        super().__init__(message)
        self.status = status
        self.code = code
        self.wait = wait


class Message(NamedTuple):
    """One message: who sent it, by an id that is not verified yet, its cleaned text, and its own id or nothing."""

    sender: str
    text: str
    id: str


def read_message(content_type: str, body: bytes) -> Message:
    """Return the message of a request.

    The text loses control characters and leading slashes, so that no words of a user can name an intent.
    Raises Refused: 415 (not JSON), 413 (body over MAX_BODY_BYTES), 400 (anything else).
    """
    payload = read_payload(content_type, body)
    sender = payload.get("sender")
    if not isinstance(sender, str) or not sender:
        raise Refused(400, "bad_sender", "Set sender to an id that POST /site/session gave.")
    message = payload.get("message")
    if not isinstance(message, str):
        raise Refused(400, "bad_message", f"Set message to a string; got {type(message).__name__}.")
    if len(message) > MAX_CHARACTERS:
        raise Refused(400, "message_too_long", f"Send at most {MAX_CHARACTERS} characters; got {len(message)}.")
    text = plain(message)
    if not text:
        raise Refused(400, "empty_message", f"Send 1 to {MAX_CHARACTERS} characters of text; got none.")
    own = payload.get("id", "")
    if not isinstance(own, str) or (own and not MESSAGE_ID.fullmatch(own)):
        raise Refused(400, "bad_id", "Set id to 8 to 64 letters, digits, '-' or '_', or leave it out.")
    return Message(sender, text, own)


def read_payload(content_type: str, body: bytes) -> dict[str, Any]:
    """Return the JSON object of a request; raises Refused with 415, 413 or 400 where there is none."""
    if content_type.split(";", maxsplit=1)[0].strip().lower() != "application/json":
        raise Refused(415, "not_json", f"Send application/json; got {content_type[:80] or 'no content type'!r}.")
    if len(body) > MAX_BODY_BYTES:
        raise Refused(413, "too_large", f"Send at most {MAX_BODY_BYTES} bytes; got {len(body)}.")
    try:
        payload = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Refused(400, "bad_json", "The body is not valid JSON. Send an object.") from error
    if not isinstance(payload, dict):
        raise Refused(400, "bad_json", f"Send a JSON object; got {type(payload).__name__}.")
    return payload
