"""Ids of the site's conversations: random, dated and signed by this shop, so that none can be made up or guessed.

An id is `<random>.<seconds since 1970>.<signature>`. Nothing is kept of it on the server.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import time
from collections.abc import Callable

DAY = 24 * 3600
# The browser keeps a chat for 7 days from its last message and has its id renewed once it is a day old.
OLDEST_DAYS = 9
AHEAD_SECONDS = 3600  # by which the clocks of two servers may differ
# Derives a key for these ids alone, so that the same secret may sign something else one day.
PURPOSE = b"kneewise/site/sender-id/1"
SIGNED = re.compile(r"([0-9a-f]{32})\.([0-9]{1,12})\.([0-9a-f]{64})")


class UnknownSender(Exception):
    """An id that this shop did not sign."""


class OldSender(Exception):
    """An id that this shop signed too long ago."""


class Senders:
    """Issues ids and tells whose conversation one stands for."""

    def __init__(self, secret: str, clock: Callable[[], float] = time.time) -> None:
        """Sign with a key made of `secret`; `clock` gives seconds since 1970."""
        self._key = hmac.new(secret.encode(), PURPOSE, hashlib.sha256).digest()
        self._clock = clock

    def issue(self, sender: object = None) -> str:
        """Return an id: of the same conversation as `sender` where that holds, otherwise of a new one."""
        try:
            conversation = self._opened(sender)
        except (UnknownSender, OldSender):
            conversation = secrets.token_hex(16)
        told = f"{conversation}.{int(self._clock())}"
        return f"{told}.{self._signature(told)}"

    def conversation(self, sender: object) -> str:
        """Return what Rasa calls the conversation of an id: `site-` and 32 hex digits.

        Raises:
            UnknownSender: it is not signed by this shop, or of the future.
            OldSender: it was signed more than OLDEST_DAYS ago.
        """
        return f"site-{self._opened(sender)}"

    def _opened(self, sender: object) -> str:
        found = SIGNED.fullmatch(sender) if isinstance(sender, str) else None
        if not found or not hmac.compare_digest(self._signature(f"{found[1]}.{found[2]}"), found[3]):
            raise UnknownSender
        age = self._clock() - int(found[2])
        if age < -AHEAD_SECONDS:
            raise UnknownSender
        if age > OLDEST_DAYS * DAY:
            raise OldSender
        return found[1]

    def _signature(self, told: str) -> str:
        return hmac.new(self._key, told.encode(), hashlib.sha256).hexdigest()
