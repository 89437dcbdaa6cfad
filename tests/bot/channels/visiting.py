"""The site channel on a small server, with clocks that stand still, and a visitor of the shop's page."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from bot.channels.site import SiteInput
from bot.channels.site_gate import Gate, Limits
from bot.channels.site_origins import Origins
from bot.channels.site_senders import Senders
from tests.bot.channels.serving import Reply, Serving

SECRET = "0123456789abcdef0123456789abcdef"
NOW = 1_800_000_000
PLENTY = Limits(100_000, 100_000, 100_000)
JSON = {"Content-Type": "application/json"}


class Clock:
    """Stands still until it is moved."""

    def __init__(self, now: float = NOW) -> None:
        self.now = now

    def __call__(self) -> float:
        """The time."""
        return self.now


class Site(Serving):
    """The channel, and what a visitor sends to it."""

    def __init__(self, limits: Limits = PLENTY, origins: Sequence[str] = (), proxies: int = 0) -> None:
        self.clock, self.ticks = Clock(), Clock()  # the time of day, and what the limits go by
        gate = Gate(Senders(SECRET, self.clock), Origins(origins), limits, proxies, self.ticks)
        super().__init__(SiteInput(gate))

    def begin(self, body: Any = None, headers: Mapping[str, str] | None = None) -> Reply:
        """Ask for an id."""
        return self.post("/site/session", json.dumps({} if body is None else body), {**JSON, **(headers or {})})

    def id(self) -> str:
        """Return a new id."""
        return str(self.begin().json["sender"])

    def say(
        self, message: Any = "my knee hurts", sender: Any = None, headers: Mapping[str, str] | None = None, **more: Any
    ) -> Reply:
        """Post one message as the widget does, under a new id where none is given."""
        told = {"sender": self.id() if sender is None else sender, "message": message, **more}
        return self.post("/site/webhook", json.dumps(told), {**JSON, **(headers or {})})

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> Reply:
        """Read what is served under a path."""
        return self.post(path, None, headers or {}, "GET")
