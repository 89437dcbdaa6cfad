"""Somebody who comes back after a pause: what was known is said, how it is now is asked, and danger goes first.

The servers of this module take a few seconds for a pause.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from scripts import serve
from scripts.supervisor import Supervisor
from tests.conftest import Conversation, free_port
from tests.e2e.test_conversations import answer_all

pytestmark = [pytest.mark.server, pytest.mark.slow]

PAUSE = 8.0  # seconds; a turn takes well under one
OUTER = "my knee is tight on the outer side at mile three, no swelling, no injury"
HOW_NOW = ["Better", "The same", "Worse", "Another problem"]


@pytest.fixture(scope="module")
def visited_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Base URL of an assistant for which a visit is over after `PAUSE`."""
    folder: Path = tmp_path_factory.mktemp("visits")
    rasa_port = free_port()
    hours = {"KNEEWISE_VISIT_HOURS": str((PAUSE - 1) / 3600)}
    both = [replace(one, environment={**one.environment, **hours}) for one in serve.servers(rasa_port, free_port())]
    with Supervisor(both, folder / "run", folder / "log"):
        yield f"http://127.0.0.1:{rasa_port}"


@pytest.fixture
def visitor(visited_url: str) -> Conversation:
    """Somebody who was told their triage and then was away for a while."""
    runner = Conversation(visited_url)
    runner.say(OUTER)
    answer_all(runner, {"location": "on the outer side"})
    assert "triage" in runner.kinds
    time.sleep(PAUSE)
    return runner


def comes_back(runner: Conversation, text: str = "hello") -> None:
    """Say `text` after the pause; what was known must come."""
    runner.say(text)
    assert "tightness or pain on the outer side" in runner.text
    assert "IT band syndrome fitted best" in runner.text


def test_better_then_worse_then_danger(visitor: Conversation) -> None:
    comes_back(visitor)
    assert visitor.kinds == ["chat"]
    assert visitor.buttons == HOW_NOW
    visitor.say("It is better")
    assert visitor.kinds == ["answer"]
    assert "itbs.recovery" in {citation["id"] for citation in visitor.blocks[0]["citations"]}
    assert "Check it again on" in visitor.text
    time.sleep(PAUSE)
    comes_back(visitor)
    questions = [turn[1][0]["text"] for turn in visitor.turns]
    visitor.say("it's got worse")
    assert "swelling" in visitor.asked, "what may have changed is asked again"
    assert visitor.texts[-1] not in questions, "in other words than before"
    answer_all(visitor, {"swelling": "it is swollen", "swelling_fast": "no"})
    assert visitor.text.startswith("Compared with last time")
    assert "New since then: it is swollen." in visitor.text
    assert visitor.level == "routine"
    time.sleep(PAUSE)
    visitor.say("hi, my calf is swollen and I can't get my breath")
    assert visitor.kinds == ["safety"]
    assert visitor.level == "emergency"


def test_the_same(visitor: Conversation) -> None:
    comes_back(visitor)
    visitor.say("It is about the same")
    assert visitor.kinds == ["answer"]
    assert "without a change" in visitor.text
    assert visitor.level == "self_care"
    visitor.say("my foot has gone numb and cold")
    assert visitor.kinds == ["safety"]


def test_another_problem_starts_over(visitor: Conversation) -> None:
    comes_back(visitor)
    visitor.say("It is another problem")
    assert visitor.known == {}
    assert visitor.level is None
    visitor.say("my kneecap aches after sitting")
    assert "pain_after_sitting" in visitor.known


def test_a_question_goes_first(visitor: Conversation) -> None:
    comes_back(visitor, "how often should I replace my running shoes?")
    assert visitor.kinds == ["answer", "chat"]
    assert visitor.buttons == HOW_NOW
    visitor.say("and what is a good cadence?")
    visitor.say("much worse")
    assert visitor.asked, "the question still stands"


def test_news_go_first_and_what_may_have_changed_is_asked_again(visitor: Conversation) -> None:
    comes_back(visitor, "it gives way now when I turn")
    assert visitor.known["instability"] == "yes"
    assert "swelling" in visitor.asked
    answer_all(visitor)
    assert "Compared with last time" in visitor.text


def test_danger_goes_first_and_asks_nothing(visitor: Conversation) -> None:
    visitor.say("hello, I fell again and the knee is a funny shape")
    assert visitor.kinds == ["safety"]
    assert visitor.asked == []
    time.sleep(PAUSE)
    visitor.say("hello")
    assert "help right now" in visitor.text
    visitor.say("it is the same")
    assert visitor.level == "emergency"
    assert visitor.text.startswith("Please don't wait")
