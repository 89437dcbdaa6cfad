"""The site channel on a small Sanic server, with a stand-in for Rasa's message handler."""

import asyncio
import gzip
import json
import socket
import threading
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from rasa.core.channels.channel import UserMessage, register
from sanic import Sanic

from bot.channels import site_files
from bot.channels.incoming import MAX_CHARACTERS
from bot.channels.site import MAX_BODY_BYTES, SiteInput
from bot.channels.site_files import CONTENT_SECURITY_POLICY

SENDER = "abcDEF12-_"
BLOCK = {"data": {"v": 1, "kind": "question", "slot": "pop", "known": {}}}
UTTERANCE: dict[str, Any] = {
    "text": "First part.\n\nSecond part.",
    "buttons": [{"title": "No", "payload": "no"}],
    "custom": BLOCK,
    "elements": [],
    "quick_replies": [],
    "attachment": None,
    "image": None,
}


class Agent:
    """Answers each message with `replies`, or raises `failure`; remembers what it got."""

    def __init__(self) -> None:
        self.received: list[UserMessage] = []
        self.replies: list[dict[str, Any]] = [UTTERANCE]
        self.failure: Exception | None = None

    async def handle_message(self, message: UserMessage) -> None:
        """What Rasa's agent does with a message, in small."""
        self.received.append(message)
        if self.failure:
            raise self.failure
        for reply in self.replies:
            await message.output_channel.send_response(message.sender_id, dict(reply))


class Reply(NamedTuple):
    """Status, headers (lower-case names) and body of one HTTP answer."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body, parsed."""
        return json.loads(self.body)


class Server:
    """The channel, mounted by Rasa's own `register`, on a free loopback port."""

    def __init__(self) -> None:
        self.agent = Agent()
        self.app = Sanic("site_channel_test")
        register([SiteInput.from_credentials(None)], self.app, route="/webhooks/")
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.loop = asyncio.new_event_loop()
        self.ready = threading.Event()
        self.thread = threading.Thread(target=self._serve, daemon=True)

    def start(self) -> None:
        """Serve from a thread until `stop`."""
        self.thread.start()
        if not self.ready.wait(10):
            raise TimeoutError("The test server did not start within 10 s.")

    def stop(self) -> None:
        """End the loop and join its thread."""
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(10)
        self.socket.close()

    def request(
        self, method: str, path: str, body: bytes | str | None = None, headers: dict[str, str] | None = None
    ) -> Reply:
        """One HTTP request on a fresh connection."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request(method, path, body=body, headers=headers or {})
        response = connection.getresponse()
        reply = Reply(response.status, {k.lower(): v for k, v in response.getheaders()}, response.read())
        connection.close()
        return reply

    def say(self, message: Any = "my knee hurts", sender: Any = SENDER, **extra: Any) -> Reply:
        """Post one message as the widget does."""
        body = json.dumps({"sender": sender, "message": message, **extra})
        return self.request("POST", "/site/webhook", body, {"Content-Type": "application/json"})

    def _serve(self) -> None:
        asyncio.set_event_loop(self.loop)

        async def start() -> None:
            self.app.ctx.agent = self.agent
            server = await self.app.create_server(
                sock=self.socket, return_asyncio_server=True, access_log=False, debug=False
            )
            if server is None:
                raise RuntimeError("Sanic returned no server for the test socket.")
            await server.startup()
            await server.start_serving()
            self.ready.set()

        self.loop.run_until_complete(start())
        self.loop.run_forever()


@pytest.fixture(scope="module")
def running() -> Iterator[Server]:
    """One server for the module."""
    server = Server()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def server(running: Server) -> Server:
    """The server with a fresh agent."""
    running.agent = running.app.ctx.agent = Agent()
    return running


def test_site_message_stays_one_message(server: Server) -> None:
    reply = server.say()
    assert reply.status == 200
    assert reply.json == [
        {"recipient_id": SENDER, "text": UTTERANCE["text"], "buttons": UTTERANCE["buttons"], "custom": BLOCK}
    ]


def test_site_keeps_the_order_and_drops_empty_utterances(server: Server) -> None:
    server.agent.replies = [{"text": " one "}, {"text": "", "custom": {}}, {"custom": BLOCK}]
    assert server.say().json == [{"recipient_id": SENDER, "text": "one"}, {"recipient_id": SENDER, "custom": BLOCK}]


def test_site_turns_quick_replies_into_buttons(server: Server) -> None:
    server.agent.replies = [{"text": "Pop?", "quick_replies": [{"title": "Yes", "payload": "yes"}]}]
    assert server.say().json[0]["buttons"] == [{"title": "Yes", "payload": "yes"}]


def test_site_passes_sender_text_and_channel_name(server: Server) -> None:
    server.say("  my knee hurts\x00 ", input_channel="telegram", metadata={"admin": True})
    message = server.agent.received[0]
    assert (message.sender_id, message.text, message.input_channel) == (SENDER, "my knee hurts", "site")
    assert message.metadata is None
    assert message.output_channel.name() == "site"


@pytest.mark.parametrize("prefix", ["/", " /", "//", "\n/ /", "\x00/", "\u00a0/"])
def test_site_slash_text_names_no_intent(server: Server, prefix: str) -> None:
    assert server.say(prefix + "restart").status == 200
    assert server.agent.received[0].text == "restart"


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", "application/jsonx", None])
def test_site_refuses_other_content_types(server: Server, content_type: str | None) -> None:
    headers = {"Content-Type": content_type} if content_type else {}
    reply = server.request("POST", "/site/webhook", json.dumps({"sender": SENDER, "message": "hi"}), headers)
    assert (reply.status, reply.json["error"]) == (415, "not_json")
    assert not server.agent.received


def test_site_accepts_a_charset_parameter(server: Server) -> None:
    body = json.dumps({"sender": SENDER, "message": "hi"})
    assert (
        server.request("POST", "/site/webhook", body, {"Content-Type": "application/json; charset=utf-8"}).status == 200
    )


@pytest.mark.parametrize("message", [None, 7, ["hi"], {"text": "hi"}, True])
def test_site_refuses_a_message_that_is_no_string(server: Server, message: Any) -> None:
    reply = server.say(message)
    assert (reply.status, reply.json["error"]) == (400, "bad_message")
    assert type(message).__name__ in reply.json["message"]


@pytest.mark.parametrize("message", ["", "  \n", "/", " // ", "\x00\x1b", "\ud800"])
def test_site_refuses_a_message_without_text(server: Server, message: str) -> None:
    assert server.say(message).json["error"] == "empty_message"


@pytest.mark.parametrize("character", ["a", "é", "\U0001f3c3"])
def test_site_limits_length_in_characters(server: Server, character: str) -> None:
    assert server.say(character * MAX_CHARACTERS).status == 200
    reply = server.say(character * (MAX_CHARACTERS + 1))
    assert (reply.status, reply.json["error"]) == (400, "message_too_long")
    assert str(MAX_CHARACTERS + 1) in reply.json["message"]


def test_site_refuses_a_large_body(server: Server) -> None:
    reply = server.say("hi", padding="x" * MAX_BODY_BYTES)
    assert (reply.status, reply.json["error"]) == (413, "too_large")


@pytest.mark.parametrize("body", ["", "{", "[]", '"hi"', "\xff", "[" * 5000])
def test_site_refuses_bodies_that_are_no_object(server: Server, body: str) -> None:
    reply = server.request("POST", "/site/webhook", body.encode("latin-1"), {"Content-Type": "application/json"})
    assert (reply.status, reply.json["error"]) == (400, "bad_json")


@pytest.mark.parametrize(
    "sender", [None, "", "short12", "x" * 65, "with space", "abcdefgh\n", "../../etc", "ключключ", 12345678]
)
def test_site_refuses_bad_senders(server: Server, sender: Any) -> None:
    reply = server.say(sender=sender)
    assert (reply.status, reply.json["error"]) == (400, "bad_sender")
    assert not server.agent.received


@pytest.mark.parametrize("sender", ["x" * 8, "x" * 64, "_-_-_-_-"])
def test_site_accepts_senders_at_the_limits(server: Server, sender: str) -> None:
    assert server.say(sender=sender).status == 200


def test_site_failure_is_an_error_and_keeps_the_text_out_of_the_log(
    server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    server.agent.failure = RuntimeError("lost the database")
    reply = server.say("a private matter")
    assert (reply.status, reply.json["error"]) == (500, "turn_failed")
    assert "database" not in reply.json["message"]
    assert "lost the database" in caplog.text
    assert "private matter" not in caplog.text


def test_site_never_answers_an_empty_list(server: Server) -> None:
    server.agent.replies = []
    reply = server.say()
    assert (reply.status, reply.json["error"]) == (500, "no_reply")


@pytest.mark.parametrize("path", ["", "/", "/shop.css", "/widget.js", "/chat.js", "/widget.css"])
def test_site_static_parts_have_safe_headers(server: Server, path: str) -> None:
    reply = server.request("GET", f"/site{path}")
    assert reply.status == 200
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert reply.headers["content-security-policy"] == CONTENT_SECURITY_POLICY
    assert "unsafe" not in reply.headers["content-security-policy"]
    assert reply.headers["cache-control"] in {site_files.REVALIDATE, site_files.HOUR}


def test_site_static_parts_are_compressed_and_revalidated(server: Server) -> None:
    plain = server.request("GET", "/site/widget.js")
    packed = server.request("GET", "/site/widget.js", headers={"Accept-Encoding": "gzip, br"})
    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    assert len(packed.body) <= 10 * 1024, "The loader has a budget of 10 KB gzipped."
    again = server.request("GET", "/site/widget.js", headers={"If-None-Match": plain.headers["etag"]})
    assert (again.status, again.body) == (304, b"")


def test_site_serves_only_its_list(server: Server) -> None:
    for path in ("/site/package.json", "/site/..%2fchannels%2fsite.py", "/site/node_modules/deep-chat/package.json"):
        assert server.request("GET", path).status == 404


def test_site_says_how_to_install_the_chat_component(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(site_files, "WIDGET", tmp_path)
    reply = server.request("GET", "/site/deep-chat.js")
    assert (reply.status, reply.json["error"]) == (503, "file_missing")
    assert "npm ci" in reply.json["message"]
    assert server.request("GET", "/site/health").json == {"status": "ok", "widget_installed": False}


def test_site_serves_the_chat_component_when_installed(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bundle = tmp_path / site_files.DEEP_CHAT
    bundle.parent.mkdir(parents=True)
    bundle.write_text("export {}")
    monkeypatch.setattr(site_files, "WIDGET", tmp_path)
    reply = server.request("GET", "/site/deep-chat.js")
    assert (reply.status, reply.body) == (200, b"export {}")
    assert reply.headers["content-type"].startswith("text/javascript")
    assert reply.headers["cache-control"] == site_files.DAY


def test_site_api_answers_are_not_cached(server: Server) -> None:
    for reply in (server.say(), server.say(""), server.request("GET", "/site/health")):
        assert reply.headers["cache-control"] == "no-store"
        assert reply.headers["x-content-type-options"] == "nosniff"
