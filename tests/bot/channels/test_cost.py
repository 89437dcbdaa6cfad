"""What each channel costs over REST: verifying, hiding, drawing and calling the platform, in the median turn.

Counted is the time that the server's thread works, not the time on the wall: other work on the machine changes the
second by more than there is to measure.
"""

from __future__ import annotations

import asyncio
import json
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import pairwise

import pytest
from rasa.core.channels.rest import RestInput

from bot.channels import slack, telegram
from bot.channels.alexa import AlexaInput
from bot.channels.alexa_requests import Verifier, public_roots
from bot.channels.twilio import TwilioInput
from tests.bot.channels import test_alexa, test_slack, test_telegram, test_twilio
from tests.bot.channels.serving import Agent, Serving
from tests.bot.channels.standins import SLACK_TOKEN, TELEGRAM_TOKEN, Slack, StandIn, Telegram
from tests.bot.channels.visiting import Site

TURNS = 60
MOST = 3.0  # milliseconds over REST

Note = Callable[[str, object], None]
Line = tuple[Serving, Callable[[], object]]


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


@contextmanager
def on_slack() -> Iterator[Line]:
    """A person on Slack."""
    board = Slack()
    secrets = {slack.TOKEN: SLACK_TOKEN, slack.SIGNING_SECRET: test_slack.SECRET}
    with Serving(slack.SlackInput(secrets, board.api), agent()) as serving:
        writer = test_slack.Person(serving, board)
        yield serving, lambda: finished(board, "chat.postMessage", lambda: writer.send(test_slack.event()))
    board.stop()


@contextmanager
def on_telegram() -> Iterator[Line]:
    """A person on Telegram."""
    chat = Telegram()
    secrets = {telegram.TOKEN: TELEGRAM_TOKEN, telegram.SECRET: test_telegram.SECRET_TOKEN}
    with Serving(telegram.TelegramInput(secrets, chat.url), agent()) as serving:
        writer = test_telegram.Person(serving, chat)
        yield serving, lambda: finished(chat, "sendMessage", lambda: writer.send(test_telegram.update()))
    chat.stop()


@contextmanager
def on_the_telephone() -> Iterator[Line]:
    """A person who calls."""
    with Serving(TwilioInput(test_twilio.SECRETS), agent()) as serving:
        call = test_twilio.Call(serving)
        yield serving, lambda: call.send(SpeechResult="my knee hurts")


@contextmanager
def at_an_alexa() -> Iterator[Line]:
    """A person who talks to the skill, whose certificate stands under one of as many authorities as there are."""
    roots = (*public_roots(), test_alexa.AUTHORITY.root)
    verifier = Verifier(test_alexa.SKILL, test_alexa.Bucket().fetch, lambda: test_alexa.NOW, lambda: roots)
    with Serving(AlexaInput({"ALEXA_APPLICATION_ID": test_alexa.SKILL}, verifier), agent()) as serving:
        skill = test_alexa.Skill(serving, test_alexa.Bucket())
        yield serving, lambda: skill.send(test_alexa.intent("Say_my", words="knee hurts"))


@contextmanager
def on_the_site() -> Iterator[Line]:
    """A visitor of the shop's page."""
    with Site() as site:
        site.agent.replies = [test_slack.QUESTION]
        sender = site.id()
        page = {"Origin": f"http://127.0.0.1:{site.port}", "Sec-Fetch-Site": "same-origin"}
        yield site, lambda: site.say(sender=sender, headers=page)


@pytest.mark.parametrize("line", [on_the_site, on_slack, on_telegram, on_the_telephone, at_an_alexa])
def test_a_channel_costs_little_over_rest(
    line: Callable[[], AbstractContextManager[Line]],
    rest: float,
    record_testsuite_property: Note,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with line() as (serving, turn):
        cost = median(serving, turn) - rest
    name = line.__name__.replace("_", " ")
    record_testsuite_property(f"{name}: milliseconds over REST", cost)
    with capsys.disabled():
        sys.stdout.write(f"\n{name}: {cost:.2f} ms a turn over REST\n")
    assert cost <= MOST
