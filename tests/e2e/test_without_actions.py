"""With the action server down, the assistant says so kindly, and danger is still spotted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts import serve
from scripts.supervisor import Supervisor
from tests.conftest import Conversation, free_port

pytestmark = [pytest.mark.server, pytest.mark.slow]


@pytest.fixture(scope="module")
def lonely_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Base URL of a Rasa server whose action server does not answer."""
    folder: Path = tmp_path_factory.mktemp("lonely")
    rasa_port = free_port()
    only_rasa = serve.servers(rasa_port, free_port())[1:]
    with Supervisor(only_rasa, folder / "run", folder / "log"):
        yield f"http://127.0.0.1:{rasa_port}"


@pytest.fixture
def lonely(lonely_url: str) -> Conversation:
    """Somebody who talks to it."""
    return Conversation(lonely_url)


@pytest.mark.parametrize("text", ["how do I fix IT band pain?", "my knee hurts", "what do I do?", "give me a summary"])
def test_what_needs_the_action_server_gets_a_kind_line(lonely: Conversation, text: str) -> None:
    lonely.say(text)
    assert lonely.kinds == ["refusal"]
    assert "call" in lonely.text, "the emergency number stands in it"


def test_no_triage_comes_out_of_nothing(lonely: Conversation) -> None:
    for text in ("the outer side of my knee is tight", "no", "none of those"):
        lonely.say(text)
        assert "triage" not in lonely.kinds


def test_danger_is_still_spotted(lonely: Conversation) -> None:
    lonely.say("hello")
    lonely.say("I fell and my foot is numb and cold")
    assert lonely.kinds == ["safety"]
    assert lonely.level == "emergency"
