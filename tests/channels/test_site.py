"""The site's gate on the real server: pages elsewhere, bursts, commands, and what survives a restart."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from email.message import Message as Headers
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from scripts import serve
from scripts.supervisor import Supervisor
from tests.channels.conftest import SHOP_PAGE, Line
from tests.channels.forms import JSON
from tests.channels.refusals import SESSION, SITE
from tests.conftest import Conversation, free_port, site_id

pytestmark = pytest.mark.server

FROM_THE_SHOP = {"Origin": SHOP_PAGE, "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "cors"}
CONVERSATION_LIMIT = 40  # of settings.yml


class Answer(NamedTuple):
    """Status, headers and body of an answer."""

    status: int
    headers: Headers
    body: bytes


def send(url: str, told: Any = None, headers: dict[str, str] | None = None, method: str | None = None) -> Answer:
    """Return the answer to a request."""
    body = None if told is None else json.dumps(told).encode()
    request = urllib.request.Request(url, body, headers or {}, method=method)
    try:
        with urllib.request.urlopen(request, timeout=30) as reply:
            return Answer(reply.status, reply.headers, reply.read())
    except urllib.error.HTTPError as error:
        return Answer(error.code, error.headers, error.read())


def test_a_listed_page_elsewhere_can_talk(line: Line) -> None:
    asked = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
    for path in (SESSION, SITE):
        told = send(line.url + path, None, {**FROM_THE_SHOP, **asked}, "OPTIONS")
        assert 200 <= told.status < 300
        assert told.headers.get_all("Access-Control-Allow-Origin") == [SHOP_PAGE]
        assert told.headers.get_all("Access-Control-Allow-Headers") == ["Content-Type"]
    begun = send(line.url + SESSION, {}, {**JSON, **FROM_THE_SHOP})
    sender = json.loads(begun.body)["sender"]
    said = send(line.url + SITE, {"sender": sender, "message": "hello"}, {**JSON, **FROM_THE_SHOP})
    for answer in (begun, said, send(f"{line.url}/site/chat.js", None, FROM_THE_SHOP)):
        assert answer.status == 200
        assert answer.headers.get_all("Access-Control-Allow-Origin") == [SHOP_PAGE], "once, or browsers refuse it"
        assert "Origin" in answer.headers["Vary"]
        assert answer.headers["Access-Control-Allow-Credentials"] is None


def test_a_burst_is_slowed_down_and_others_go_on(line: Line) -> None:
    sender = site_id(line.url)
    answers = [
        send(line.url + SITE, {"sender": sender, "message": "thanks"}, JSON) for _ in range(CONVERSATION_LIMIT + 5)
    ]
    statuses = [answer.status for answer in answers]
    assert statuses[:CONVERSATION_LIMIT] == [200] * CONVERSATION_LIMIT
    assert 429 in statuses
    late = next(answer for answer in answers if answer.status == 429)
    assert 1 <= int(late.headers["Retry-After"]) <= 2
    assert "Please send it again" in json.loads(late.body)["message"]
    assert Conversation(line.url, SITE).say("hello")


@pytest.mark.parametrize("command", ['/report{"numb_or_cold": "yes"}', "/restart", "/session_start", "/back"])
def test_a_command_is_read_as_words(line: Line, command: str) -> None:
    one, other = Conversation(line.url, SITE), Conversation(line.url, SITE)
    one.say(command)
    other.say(command.removeprefix("/"))
    assert (one.texts, one.known, one.kinds) == (other.texts, other.known, other.kinds)


def test_an_id_outlives_the_server(tmp_path: Path) -> None:
    servers = serve.servers(free_port(), free_port())
    url = servers[1].health[0].rstrip("/")
    with Supervisor(servers, tmp_path / "run", tmp_path / "log"):
        sender = site_id(url)
    with Supervisor(servers, tmp_path / "run", tmp_path / "log"):
        assert Conversation(url, SITE, sender).say("hello")
