"""What the tests of the Rasa side share: the trained model, the domain, and a person to talk to."""

from __future__ import annotations

import asyncio
import os
import warnings
from collections.abc import Callable
from typing import Any

import pytest

os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")
os.environ.setdefault("ACTION_PORT", "5055")
warnings.simplefilter("ignore")

from rasa.core.agent import Agent  # noqa: E402  # after the settings that quieten it
from rasa.shared.core.domain import Domain  # noqa: E402
from sanic import Sanic  # noqa: E402

from bot.serve import MODEL  # noqa: E402
from knowledge.settings import ROOT  # noqa: E402
from tests.bot.talk import Talk  # noqa: E402

# Sanic rewrites its own methods for the first server of a process, and fails at the second unless it keeps them.
Sanic.test_mode = True

Parsed = dict[str, Any]
Parse = Callable[[str], Parsed]


@pytest.fixture(scope="session")
def domain() -> Domain:
    """The real domain."""
    return Domain.load(str(ROOT / "domain.yml"))


@pytest.fixture
def talk(domain: Domain) -> Talk:
    """A conversation in which nothing was said yet."""
    return Talk(domain)


@pytest.fixture(scope="session")
def agent() -> Agent:
    """The trained model, loaded once."""
    if not MODEL.is_file():
        pytest.fail(f"{MODEL.name} is missing from models/: run `make train`.")
    return Agent.load(str(MODEL))


@pytest.fixture(scope="session")
def parse(agent: Agent) -> Parse:
    """Reads a message as the trained model does; each text once."""
    seen: dict[str, Parsed] = {}

    def read(text: str) -> Parsed:
        if text not in seen:
            seen[text] = asyncio.run(agent.parse_message(text))
        return seen[text]

    return read
