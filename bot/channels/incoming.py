"""What every channel does with what comes in: cleaning text, hiding who wrote, and hearing a delivery only once."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import time
import unicodedata
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

MAX_CHARACTERS = 1000  # of one message; longer than any report of a sore knee


def plain(message: str) -> str:
    """Return the text without control characters, lone surrogates and leading slashes.

    A leading slash would name an intent to Rasa, and no words of a user may do that.
    """
    kept = "".join(c for c in message if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs"})
    return re.sub(r"^[\s/]+", "", kept).rstrip()


def read_object(body: bytes | str) -> dict[str, Any] | None:
    """Return the JSON object in a body; None where there is none."""
    try:
        payload = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return payload if isinstance(payload, dict) else None


def dig(payload: Any, *keys: str) -> Any:
    """Return what lies under nested keys; None where a key is missing, or what should hold it is no object."""
    for key in keys:
        payload = payload.get(key) if isinstance(payload, dict) else None
    return payload


def word(payload: Any, *keys: str) -> str:
    """Return the string under nested keys; empty where there is no string."""
    found = dig(payload, *keys)
    return found if isinstance(found, str) else ""


def pseudonym(channel: str, secret: str, *identity: str) -> str:
    """Return a sender id that says nothing of the person: 32 hex digits after the channel's name.

    Keyed with a secret of the channel, as a phone number or a member id alone could be found by trying them all.

    Args:
        channel: name of the channel, so that the same number on two channels makes two conversations.
        secret: what only this shop and the platform know.
        identity: the platform's ids of person and place.
    """
    told = "\x1f".join((channel, *identity)).encode()
    return f"{channel}-{hmac.new(secret.encode(), told, hashlib.sha256).hexdigest()[:32]}"


class Deliveries:
    """Remembers the ids of deliveries for a while, as platforms send again what they think got lost."""

    def __init__(self, seconds: float = 600.0, most: int = 10_000, clock: Callable[[], float] = time.monotonic) -> None:
        """Remember at most `most` ids, each for `seconds`."""
        self._seconds, self._most, self._clock = seconds, most, clock
        self._seen: OrderedDict[str, float] = OrderedDict()

    def is_new(self, delivery: str) -> bool:
        """Tell whether this id has not come within the time remembered, and remember it."""
        now = self._clock()
        while self._seen and next(iter(self._seen.values())) <= now - self._seconds:
            self._seen.popitem(last=False)
        if delivery in self._seen:
            return False
        self._seen[delivery] = now
        if len(self._seen) > self._most:
            self._seen.popitem(last=False)
        return True
