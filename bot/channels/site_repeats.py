"""A message that the widget sends again, as no answer got through, is heard once and gets the same answer."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

Answer = TypeVar("Answer")

MOST_CONVERSATIONS = 2000


class Repeats(Generic[Answer]):
    """Keeps the answer to the latest message of each conversation: only that one can be missing in a browser."""

    def __init__(self, most: int = MOST_CONVERSATIONS) -> None:
        """Remember the answers in the latest `most` conversations."""
        self._most = most
        self._latest: OrderedDict[str, tuple[str, asyncio.Task[Answer]]] = OrderedDict()

    def __len__(self) -> int:
        """Return the number of answers kept."""
        return len(self._latest)

    async def answer(self, conversation: str, message: str, make: Callable[[], Awaitable[Answer]]) -> Answer:
        """Return what `make` gives, or gave when the message came first; what fails is not kept.

        Args:
            conversation: whose message it is.
            message: the id that its sender gave it; without one it counts as new.
            make: hears the message.
        """
        known, task = self._latest.get(conversation, ("", None))
        if task is None or not message or known != message:
            task = asyncio.ensure_future(make())
            self._latest[conversation] = message, task
            self._latest.move_to_end(conversation)
            if len(self._latest) > self._most:
                self._latest.popitem(last=False)
        try:
            # Shielded, as who hangs up must not take the answer from who asks again.
            return await asyncio.shield(task)
        except Exception:
            if self._latest.get(conversation) == (message, task):
                del self._latest[conversation]
            raise
