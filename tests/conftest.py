"""The running assistant: the real action server and the real Rasa server with the trained model, on free ports."""

from __future__ import annotations

import json
import secrets
import socket
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from scripts import serve
from scripts.supervisor import Supervisor

Message = dict[str, Any]
Block = dict[str, Any]


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answer_to(url: str, told: dict[str, Any]) -> Any:
    """Return what a server answers to an object, both in JSON."""
    request = urllib.request.Request(url, json.dumps(told).encode(), {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


def site_id(url: str) -> str:
    """Return an id for a conversation on the site, given by the server at `url`."""
    return str(answer_to(f"{url}/site/session", {})["sender"])


@dataclass
class Conversation:
    """One user of the assistant at `url`; `turns` keeps what was said."""

    url: str
    channel: str = "/webhooks/rest/webhook"
    sender: str = ""
    turns: list[tuple[str, list[Message]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Make up a sender; on the site the server gives one."""
        on_site = self.channel.startswith("/site/")
        self.sender = self.sender or (site_id(self.url) if on_site else f"test-{secrets.token_hex(8)}")

    def say(self, text: str) -> list[Message]:
        """Send `text`; return the messages of the reply. A turn without text or without block fails the test."""
        messages: list[Message] = answer_to(self.url + self.channel, {"sender": self.sender, "message": text})
        self.turns.append((text, messages))
        assert self.texts, f"no text after {text!r}: {messages}"
        assert self.blocks, f"no block after {text!r}: {messages}"
        return messages

    @property
    def texts(self) -> list[str]:
        """The texts of the latest reply."""
        return [message["text"] for message in self.turns[-1][1] if message.get("text")]

    @property
    def text(self) -> str:
        """The latest reply in one piece."""
        return "\n".join(self.texts)

    @property
    def blocks(self) -> list[Block]:
        """The data blocks of the latest reply."""
        return [message["custom"]["data"] for message in self.turns[-1][1] if "data" in (message.get("custom") or {})]

    @property
    def kinds(self) -> list[str]:
        """The kinds of block in the latest reply, in order."""
        return [block["kind"] for block in self.blocks]

    @property
    def known(self) -> dict[str, str]:
        """The slots known at the end of the latest reply."""
        return dict(self.blocks[-1]["known"])

    @property
    def level(self) -> str | None:
        """The level at the end of the latest reply."""
        return self.blocks[-1].get("level")

    @property
    def topics(self) -> list[str]:
        """The topics of the latest reply, in order."""
        return [topic for block in self.blocks for topic in block.get("topics", [])]

    @property
    def asked(self) -> list[str]:
        """The slots that the latest reply asks for."""
        question = next((block for block in reversed(self.blocks) if block["kind"] == "question"), {})
        return question.get("slots") or ([question["slot"]] if question.get("slot") else [])

    @property
    def buttons(self) -> list[str]:
        """The titles of the quick replies of the latest reply."""
        return [button["title"] for message in self.turns[-1][1] for button in message.get("buttons", [])]


@pytest.fixture(scope="session")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Supervisor]]:
    """The two servers, and the base URL of the Rasa server."""
    rasa_port, action_port = free_port(), free_port()
    folder: Path = tmp_path_factory.mktemp("servers")
    with Supervisor(serve.servers(rasa_port, action_port), folder / "run", folder / "log") as supervisor:
        yield f"http://127.0.0.1:{rasa_port}", supervisor


@pytest.fixture(scope="session")
def assistant_url(servers: tuple[str, Supervisor]) -> str:
    """Base URL of the running assistant."""
    return servers[0]


@pytest.fixture
def runner(assistant_url: str) -> Conversation:
    """Somebody who has not said anything yet."""
    return Conversation(assistant_url)
