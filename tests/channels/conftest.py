"""Both real servers with every channel on, and a stand-in for each platform."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from scripts import serve
from scripts.console import ROOT
from scripts.environments import BOT
from scripts.supervisor import Supervisor
from tests.bot.channels.authority import SIGNER, Authority, pem
from tests.bot.channels.standins import SLACK_TOKEN, TELEGRAM_TOKEN, Slack, Telegram
from tests.bot.channels.voices import ALEXA_SKILL, TWILIO_TOKEN
from tests.conftest import free_port

SECRET = "a-Secret_7"
PUBLIC = "https://bot.example"
SHOP_PAGE = "https://www.shop.example"  # a page elsewhere that may use the chat
PATIENCE = 10  # seconds that the server waits for the rest of a request; 30 where nothing is set


class Line(NamedTuple):
    """The assistant's address, and what it talks to."""

    url: str
    slack: Slack
    telegram: Telegram
    alexa_key: Any
    alexa_model: Mapping[str, Any]


@pytest.fixture(scope="session")
def line(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Line]:
    """Servers whose channels are on."""
    slack, telegram = Slack(), Telegram()
    folder = tmp_path_factory.mktemp("channels")
    authority, key = Authority(), rsa.generate_private_key(65537, 2048)
    (folder / "root.pem").write_bytes(pem(authority.root))
    (folder / "chain.pem").write_bytes(pem(authority.issue(SIGNER, key), authority.root))
    rasa_port, action_port = free_port(), free_port()
    actions, rasa = serve.servers(rasa_port, action_port)
    command: list[str | Path] = [
        BOT.python,
        "-m",
        "tests.bot.channels.amazon",
        folder / "root.pem",
        folder / "chain.pem",
    ]
    rasa = replace(rasa, command=command)
    rasa.environment.update(
        SLACK_TOKEN=SLACK_TOKEN, SLACK_SIGNING_SECRET=SECRET, SLACK_API=slack.api,
        TELEGRAM_TOKEN=TELEGRAM_TOKEN, TELEGRAM_SECRET=SECRET, TELEGRAM_API=telegram.url,
        TWILIO_AUTH_TOKEN=TWILIO_TOKEN, TWILIO_PUBLIC_URL=PUBLIC, ALEXA_APPLICATION_ID=ALEXA_SKILL,
        SITE_SECRET="a-secret-of-the-site-for-tests-only", KNEEWISE_SITE_ORIGINS=SHOP_PAGE,
        SANIC_RESPONSE_TIMEOUT=str(PATIENCE),
    )  # fmt: skip
    with Supervisor([actions, rasa], folder / "run", folder / "log"):
        yield Line(f"http://127.0.0.1:{rasa_port}", slack, telegram, key, interaction_model())
    slack.stop()
    telegram.stop()


def interaction_model() -> dict[str, Any]:
    """Return what goes into Alexa's skill console, written as docs/channels/alexa.md says."""
    command: list[str | Path] = [BOT.python, "-m", "bot.channels.alexa_model"]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=120)
    model: dict[str, Any] = json.loads((ROOT / "build/alexa/interaction-model.json").read_text(encoding="utf-8"))
    return model
