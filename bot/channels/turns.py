"""Taking a turn: what the assistant says to a message, and turns that run after the platform's request was answered."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from rasa.core.channels.channel import UserMessage

from bot.channels.collecting import CollectingOutput, Part
from bot.channels.incoming import MAX_CHARACTERS
from bot.channels.wording import say

logger = logging.getLogger(__name__)

MOST_WAITING = 200  # turns of all people together; more than two cores work off in half a minute
MOST_PER_SENDER = 10
SECONDS_TO_FINISH = 10.0

OnMessage = Callable[[UserMessage], Awaitable[Any]]


async def take_turn(text: str, output: CollectingOutput, sender: str, on_new_message: OnMessage) -> list[Part]:
    """Return what there is to say to a message: never nothing, and never an error.

    Args:
        text: the message, as `plain` leaves it.
        output: a new one of the channel; its name is the channel's.
        sender: the pseudonym of who wrote.
        on_new_message: Rasa's handler.
    """
    if not text or len(text) > MAX_CHARACTERS:
        return [Part(say("too_long" if text else "only_text"))]
    try:
        await on_new_message(UserMessage(text, output, sender, input_channel=output.name()))
    except Exception:
        # The text is health data: the log gets the trace only.
        logger.exception("A message on the channel %s could not be handled.", output.name())
        return [Part(say("failed"))]
    return [part for part in output.parts if part.text] or [Part(say("failed"))]


class Turns:
    """Runs the turns of each person one after the other, and those of different people side by side."""

    def __init__(self) -> None:
        """Start with nothing to do."""
        self._tasks: set[asyncio.Task[None]] = set()
        self._last: dict[str, asyncio.Task[None]] = {}
        self._waiting: dict[str, int] = defaultdict(int)

    def start(self, sender: str, turn: Coroutine[Any, Any, None]) -> bool:
        """Run a turn after the earlier ones of this sender; False where too many wait, and it is dropped."""
        if len(self._tasks) >= MOST_WAITING or self._waiting[sender] >= MOST_PER_SENDER:
            turn.close()
            logger.warning("A message was dropped: too many are waiting.")
            return False
        self._waiting[sender] += 1
        task = asyncio.create_task(self._run(self._last.get(sender), turn))
        self._tasks.add(task)
        self._last[sender] = task
        task.add_done_callback(lambda done: self._forget(sender, done))
        return True

    async def finish(self) -> None:
        """Wait for the turns that run, so that a restart loses none; give up after `SECONDS_TO_FINISH`."""
        if self._tasks:
            await asyncio.wait(set(self._tasks), timeout=SECONDS_TO_FINISH)

    @staticmethod
    async def _run(before: asyncio.Task[None] | None, turn: Coroutine[Any, Any, None]) -> None:
        if before:
            await asyncio.wait({before})
        try:
            await turn
        except Exception as error:
            # What went wrong may name the person or the token of the channel: the log gets its kind only.
            logger.error("A turn could not be finished: %s.", type(error).__name__)

    def _forget(self, sender: str, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self._waiting[sender] -= 1
        if self._last.get(sender) is task:
            del self._last[sender]
        if not self._waiting[sender]:
            del self._waiting[sender]
