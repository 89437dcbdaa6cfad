"""What Slack and Telegram cost over REST: verifying, hiding, drawing and calling the platform, in the median turn.

Counted is the time that the server's thread works, not the time on the wall: other work on the machine changes the
second by more than there is to measure.
"""

from __future__ import annotations

import asyncio
import json
import statistics
import time
from collections.abc import Callable, Iterator
from itertools import pairwise

import pytest
from rasa.core.channels.rest import RestInput

from bot.channels import slack, telegram
from tests.bot.channels import test_slack, test_telegram
from tests.bot.channels.serving import Agent, Serving
from tests.bot.channels.standins import SLACK_TOKEN, TELEGRAM_TOKEN, Slack, StandIn, Telegram

TURNS = 60
MOST = 3.0  # milliseconds over REST

Note = Callable[[str, object], None]


def agent() -> Agent:
    """Return an agent that takes no time of its own."""
    quick = Agent()
    quick.replies = [test_slack.QUESTION]
    return quick


def worked(serving: Serving) -> float:
    """Return the seconds that the server's thread has worked."""

    async def clock() -> float:
        return time.thread_time()

    return asyncio.run_coroutine_threadsafe(clock(), serving.loop).result(10)


def median(serving: Serving, turn: Callable[[], object]) -> float:
    """Return the median milliseconds of work from turn to turn, after some to warm up."""
    marks = []
    for _ in range(TURNS):
        turn()
        marks.append(worked(serving))
    return 1000 * statistics.median([after - before for before, after in pairwise(marks[10:])])


@pytest.fixture(scope="module")
def rest() -> Iterator[float]:
    """What a turn over REST takes."""
    body = json.dumps({"sender": "x", "message": "my knee hurts"})
    headers = {"Content-Type": "application/json"}
    with Serving(RestInput(), agent()) as serving:
        yield median(serving, lambda: serving.post("/webhooks/rest/webhook", body, headers))


def finished(standin: StandIn, method: str, send: Callable[[], object]) -> None:
    """Send a message and wait until the platform has the reply."""
    seen = len(standin.of(method))
    send()
    standin.wait(method, seen + 1)


def test_slack_costs_little_over_rest(rest: float, record_testsuite_property: Note) -> None:
    board = Slack()
    secrets = {slack.TOKEN: SLACK_TOKEN, slack.SIGNING_SECRET: test_slack.SECRET}
    with Serving(slack.SlackInput(secrets, board.api), agent()) as serving:
        writer = test_slack.Person(serving, board)
        turn = median(serving, lambda: finished(board, "chat.postMessage", lambda: writer.send(test_slack.event())))
    board.stop()
    record_testsuite_property("slack: milliseconds over REST", turn - rest)
    assert turn - rest <= MOST


def test_telegram_costs_little_over_rest(rest: float, record_testsuite_property: Note) -> None:
    chat = Telegram()
    secrets = {telegram.TOKEN: TELEGRAM_TOKEN, telegram.SECRET: test_telegram.SECRET_TOKEN}
    with Serving(telegram.TelegramInput(secrets, chat.url), agent()) as serving:
        writer = test_telegram.Person(serving, chat)
        turn = median(serving, lambda: finished(chat, "sendMessage", lambda: writer.send(test_telegram.update())))
    chat.stop()
    record_testsuite_property("telegram: milliseconds over REST", turn - rest)
    assert turn - rest <= MOST
