"""Whole conversations by voice: the trained model and the real action server behind a telephone and an Alexa skill."""

from __future__ import annotations

import asyncio
import re
import socket
from collections.abc import Callable, Iterator

import pytest
from rasa.core.agent import Agent, load_agent
from rasa.core.utils import AvailableEndpoints

from bot import forms, remote
from bot.channels.alexa import AlexaInput
from bot.channels.alexa_requests import Verifier
from bot.channels.ear import words_in
from bot.channels.listening import GREETING
from bot.channels.speech import AGAIN, LONGEST
from bot.channels.twilio import KEYS_HINT, TwilioInput
from bot.serve import MODEL
from knowledge.settings import ROOT
from scripts import serve
from scripts.supervisor import Supervisor
from tests.bot.channels.serving import Serving
from tests.bot.channels.test_alexa import AUTHORITY, NOW, SKILL, Bucket, Skill, envelope, intent
from tests.bot.channels.test_twilio import SECRETS, Call

pytestmark = pytest.mark.server

Say = Callable[[str], str]
MOST_TURNS = 20


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Agent]:
    """The trained model, set up as `bot.serve` does, with an action server of its own."""
    with pytest.MonkeyPatch.context() as patch, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
        probe.close()
        patch.setenv("ACTION_PORT", str(port))
        remote.install()
        forms.install()
        folder = tmp_path_factory.mktemp("actions")
        actions = serve.servers(port + 1 if port < 65535 else port - 1, port)[:1]
        with Supervisor(actions, folder / "run", folder / "log"):
            endpoints = AvailableEndpoints.read_endpoints(str(ROOT / "endpoints.yml"))
            yield asyncio.run(load_agent(model_path=str(MODEL), endpoints=endpoints))


@pytest.fixture(params=["telephone", "alexa"])
def say(request: pytest.FixtureRequest, assistant: Agent) -> Iterator[Say]:
    """Somebody who talks by voice: what is said in, what is heard out; `hello` begins."""
    name = request.node.name
    if request.param == "telephone":
        with Serving(TwilioInput(SECRETS), assistant) as server:
            call = Call(server, "", name)
            yield lambda words: call.hears(SpeechResult="" if words == GREETING else words)
    else:
        verifier = Verifier(SKILL, Bucket().fetch, lambda: NOW, lambda: (AUTHORITY.root,))
        with Serving(AlexaInput({"ALEXA_APPLICATION_ID": SKILL}, verifier), assistant) as server:
            skill = Skill(server, Bucket())

            def spoken(words: str) -> str:
                told = envelope() if words == GREETING else intent("MessageIntent", message=words)
                told["context"]["System"]["user"]["userId"] = name
                return skill.says(told)

            yield spoken


def check(heard: str) -> None:
    """Fail where a turn is no good for the ear."""
    said = heard.replace(KEYS_HINT, "").split(AGAIN)[0]
    assert words_in(said) <= LONGEST, heard
    assert not re.search(r"\[\d|https?:|•", heard), heard


def test_interview_to_the_end(say: Say) -> None:
    assert "Kneewise" in say(GREETING)
    heard = say("my knee goes tight on the outside at mile three, no swelling, what do I do?")
    assert "a twist, fall or knock" in heard
    for _ in range(MOST_TURNS):
        check(heard)
        if "IT band syndrome fits best" in heard:
            break
        assert heard.endswith("?"), heard
        heard = say("none of those" if "none" in heard else answer_to(heard))
    assert "Nothing you told me is alarming." in heard
    assert heard.endswith("Shall I go on?")
    rest = say("yes")
    check(rest)
    assert "hills" in rest


def answer_to(heard: str) -> str:
    answers = {"How bad": "mild", "How long": "a few weeks", "Where": "on the outer side", "How old": "I'm 33"}
    return next((answer for question, answer in answers.items() if question in heard), "no")


def test_emergency_is_said_first_and_twice(say: Say) -> None:
    say(GREETING)
    heard = say("my foot's gone numb and cold since the fall")
    check(heard)
    assert heard.startswith("Please get help now.")
    assert heard.count("call 1 1 2") == 2
    assert AGAIN in heard
    assert say("goodbye").startswith("Please get help now.")


def test_small_talk_and_what_is_out_of_scope(say: Say) -> None:
    for words in (GREETING, "what can you do?", "what's the capital of France?", "can I speak to a person?", "thanks"):
        heard = say(words)
        check(heard)
        assert heard


def test_goodbye_ends(say: Say) -> None:
    say(GREETING)
    assert re.search("Take care|Bye", say("goodbye"))
