"""The site channel on a small Sanic server, with a stand-in for Rasa's message handler."""

import asyncio
import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rasa.shared.core.training_data.story_reader.yaml_story_reader import YAMLStoryReader
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.channels import site_files
from bot.channels.incoming import MAX_CHARACTERS
from bot.channels.site_files import CONTENT_SECURITY_POLICY
from bot.channels.site_repeats import Repeats
from bot.channels.site_requests import MAX_BODY_BYTES
from tests.bot.channels.serving import Agent
from tests.bot.channels.visiting import JSON, Site

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


def name_of(sender: str) -> str:
    """What Rasa calls the conversation of an id."""
    return f"site-{sender.partition('.')[0]}"


@pytest.fixture(scope="module")
def running() -> Iterator[Site]:
    """One server for the module."""
    with Site() as site:
        yield site


@pytest.fixture
def server(running: Site) -> Site:
    """The server with a fresh agent."""
    running.agent = running.app.ctx.agent = Agent()
    running.agent.replies = [UTTERANCE]
    return running


def test_site_message_stays_one_message(server: Site) -> None:
    sender = server.id()
    reply = server.say(sender=sender)
    assert reply.status == 200
    assert reply.json == [
        {"recipient_id": name_of(sender), "text": UTTERANCE["text"], "buttons": UTTERANCE["buttons"], "custom": BLOCK}
    ]


def test_site_keeps_the_order_and_drops_empty_utterances(server: Site) -> None:
    server.agent.replies = [{"text": " one "}, {"text": "", "custom": {}}, {"custom": BLOCK}]
    sender = server.id()
    name = name_of(sender)
    assert server.say(sender=sender).json == [
        {"recipient_id": name, "text": "one"}, {"recipient_id": name, "custom": BLOCK},
    ]  # fmt: skip


def test_site_turns_quick_replies_into_buttons(server: Site) -> None:
    server.agent.replies = [{"text": "Pop?", "quick_replies": [{"title": "Yes", "payload": "yes"}]}]
    assert server.say().json[0]["buttons"] == [{"title": "Yes", "payload": "yes"}]


def test_site_passes_sender_text_and_channel_name(server: Site) -> None:
    sender = server.id()
    server.say("  my knee hurts\x00 ", sender, input_channel="telegram", metadata={"admin": True})
    message = server.agent.received[0]
    assert (message.sender_id, message.text, message.input_channel) == (name_of(sender), "my knee hurts", "site")
    assert message.metadata is None
    assert message.output_channel.name() == "site"


@pytest.mark.parametrize("prefix", ["/", " /", "//", "\n/ /", "\x00/", "\u00a0/"])
@pytest.mark.parametrize("words", ["restart", 'inform{"pop": "yes"}', "greet@1.0"])
def test_site_slash_text_names_no_intent(server: Site, prefix: str, words: str) -> None:
    assert server.say(prefix + words).status == 200
    assert server.agent.received[0].text == words


@pytest.mark.parametrize("message", ["\u200b/restart", "\uff0frestart", "\ufeff/restart", "\u202e/restart"])
def test_site_what_only_looks_like_a_slash_in_front_is_text_to_rasa_too(server: Site, message: str) -> None:
    assert server.say(message).status == 200
    read = Message(data={TEXT: server.agent.received[0].text})
    assert YAMLStoryReader.unpack_regex_message(read).get(INTENT) is None


def test_site_a_command_would_have_named_an_intent() -> None:
    assert YAMLStoryReader.unpack_regex_message(Message(data={TEXT: "/restart"})).get(INTENT)


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", "application/jsonx", None])
def test_site_refuses_other_content_types(server: Site, content_type: str | None) -> None:
    headers = {"Content-Type": content_type} if content_type else {}
    told = json.dumps({"sender": server.id(), "message": "hi"})
    for path in ("/site/webhook", "/site/session"):
        reply = server.post(path, told, headers)
        assert (reply.status, reply.json["error"]) == (415, "not_json")
    assert not server.agent.received


def test_site_accepts_a_charset_parameter(server: Site) -> None:
    body = json.dumps({"sender": server.id(), "message": "hi"})
    assert server.post("/site/webhook", body, {"Content-Type": "application/json; charset=utf-8"}).status == 200


@pytest.mark.parametrize("message", [None, 7, ["hi"], {"text": "hi"}, True])
def test_site_refuses_a_message_that_is_no_string(server: Site, message: Any) -> None:
    reply = server.say(message)
    assert (reply.status, reply.json["error"]) == (400, "bad_message")
    assert type(message).__name__ in reply.json["message"]


@pytest.mark.parametrize("message", ["", "  \n", "/", " // ", "\x00\x1b", "\ud800"])
def test_site_refuses_a_message_without_text(server: Site, message: str) -> None:
    assert server.say(message).json["error"] == "empty_message"


@pytest.mark.parametrize("character", ["a", "é", "\U0001f3c3"])
def test_site_limits_length_in_characters(server: Site, character: str) -> None:
    assert server.say(character * MAX_CHARACTERS).status == 200
    reply = server.say(character * (MAX_CHARACTERS + 1))
    assert (reply.status, reply.json["error"]) == (400, "message_too_long")
    assert str(MAX_CHARACTERS + 1) in reply.json["message"]


def test_site_refuses_a_large_body(server: Site) -> None:
    reply = server.say("hi", padding="x" * MAX_BODY_BYTES)
    assert (reply.status, reply.json["error"]) == (413, "too_large")


@pytest.mark.parametrize("body", ["", "{", "[]", '"hi"', "\xff", "[" * 5000])
def test_site_refuses_bodies_that_are_no_object(server: Site, body: str) -> None:
    for path in ("/site/webhook", "/site/session"):
        reply = server.post(path, body.encode("latin-1"), JSON)
        assert (reply.status, reply.json["error"]) == (400, "bad_json")


@pytest.mark.parametrize("sender", ["", 12345678, ["x"], {"sender": "x"}, False])
def test_site_refuses_a_sender_that_is_no_text(server: Site, sender: Any) -> None:
    reply = server.say(sender=sender)
    assert (reply.status, reply.json["error"]) == (400, "bad_sender")
    assert "/site/session" in reply.json["message"]
    assert not server.agent.received


def test_site_failure_is_an_error_and_keeps_the_text_out_of_the_log(
    server: Site, caplog: pytest.LogCaptureFixture
) -> None:
    server.agent.failure = RuntimeError("lost the database")
    reply = server.say("a private matter")
    assert (reply.status, reply.json["error"]) == (500, "turn_failed")
    assert "database" not in reply.json["message"]
    assert "lost the database" in caplog.text
    assert "private matter" not in caplog.text


def test_site_hears_a_message_that_comes_again_once(server: Site) -> None:
    sender = server.id()
    first = server.say("it hurts", sender, id="message-1")
    server.agent.replies = [{"text": "Something else."}]
    assert server.say("it hurts", sender, id="message-1").json == first.json
    assert len(server.agent.received) == 1


@pytest.mark.parametrize("ids", [("message-1", "message-2"), (None, None), ("", "")], ids=["other", "none", "empty"])
def test_site_hears_what_is_said_twice_twice(server: Site, ids: tuple[str | None, str | None]) -> None:
    sender = server.id()
    for one in ids:
        more: dict[str, Any] = {} if one is None else {"id": one}
        server.say("it hurts", sender, **more)
    assert len(server.agent.received) == 2


def test_site_keeps_messages_of_two_conversations_apart(server: Site) -> None:
    for sender in (server.id(), server.id()):
        server.say("it hurts", sender, id="message-1")
    assert len(server.agent.received) == 2


def test_site_keeps_no_answer_but_the_latest(server: Site) -> None:
    sender = server.id()
    for one in ("message-1", "message-2", "message-1"):
        server.say("it hurts", sender, id=one)
    assert len(server.agent.received) == 3


def test_site_hears_a_message_again_that_failed(server: Site) -> None:
    sender = server.id()
    server.agent.failure = RuntimeError("lost")
    assert server.say(sender=sender, id="message-1").status == 500
    server.agent.failure = None
    assert server.say(sender=sender, id="message-1").status == 200


def test_site_hears_a_message_again_that_got_no_reply(server: Site) -> None:
    sender = server.id()
    server.agent.replies = []
    assert server.say(sender=sender, id="message-1").status == 500
    server.agent.replies = [UTTERANCE]
    assert server.say(sender=sender, id="message-1").status == 200


@pytest.mark.parametrize("own", [7, None, ["message-1"], "short", "x" * 65, "with space", "message-1\n"])
def test_site_refuses_odd_ids_of_messages(server: Site, own: Any) -> None:
    reply = server.say(id=own)
    assert (reply.status, reply.json["error"]) == (400, "bad_id")
    assert not server.agent.received


def test_a_message_that_comes_again_meanwhile_is_heard_once_and_memory_is_bounded() -> None:
    heard: list[str] = []

    async def talk() -> None:
        repeats: Repeats[str] = Repeats(most=3)

        async def slowly() -> str:
            heard.append("once")
            await asyncio.sleep(0.01)
            return "answer"

        first = asyncio.ensure_future(repeats.answer("a", "1", slowly))
        await asyncio.sleep(0)
        first.cancel()
        assert await repeats.answer("a", "1", slowly) == "answer"
        assert heard == ["once"]
        for number in range(10):
            await repeats.answer(str(number), "1", slowly)
        assert len(repeats) == 3

    asyncio.run(talk())


def test_site_never_answers_an_empty_list(server: Site) -> None:
    server.agent.replies = []
    reply = server.say()
    assert (reply.status, reply.json["error"]) == (500, "no_reply")


@pytest.mark.parametrize("path", ["", "/", "/shop.css", "/widget.js", "/chat.js", "/widget.css"])
def test_site_static_parts_have_safe_headers(server: Site, path: str) -> None:
    reply = server.get(f"/site{path}")
    assert reply.status == 200
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert reply.headers["content-security-policy"] == CONTENT_SECURITY_POLICY
    assert "unsafe" not in reply.headers["content-security-policy"]
    assert reply.headers["cache-control"] in {site_files.REVALIDATE, site_files.HOUR}


def test_site_static_parts_are_compressed_and_revalidated(server: Site) -> None:
    plain = server.get("/site/widget.js")
    packed = server.get("/site/widget.js", {"Accept-Encoding": "gzip, br"})
    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    assert len(packed.body) <= 10 * 1024, "The loader has a budget of 10 KB gzipped."
    again = server.get("/site/widget.js", {"If-None-Match": plain.headers["etag"]})
    assert (again.status, again.body) == (304, b"")


def test_site_serves_only_its_list(server: Site) -> None:
    for path in ("/site/package.json", "/site/..%2fchannels%2fsite.py", "/site/node_modules/deep-chat/package.json"):
        assert server.get(path).status == 404


def test_site_says_how_to_install_the_chat_component(
    server: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(site_files, "WIDGET", tmp_path)
    reply = server.get("/site/deep-chat.js")
    assert (reply.status, reply.json["error"]) == (503, "file_missing")
    assert "npm ci" in reply.json["message"]
    assert server.get("/site/health").json == {"status": "ok", "widget_installed": False}


def test_site_serves_the_chat_component_when_installed(
    server: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bundle = tmp_path / site_files.DEEP_CHAT
    bundle.parent.mkdir(parents=True)
    bundle.write_text("export {}")
    monkeypatch.setattr(site_files, "WIDGET", tmp_path)
    reply = server.get("/site/deep-chat.js")
    assert (reply.status, reply.body) == (200, b"export {}")
    assert reply.headers["content-type"].startswith("text/javascript")
    assert reply.headers["cache-control"] == site_files.DAY


def test_site_api_answers_are_not_cached(server: Site) -> None:
    for reply in (server.say(), server.say(""), server.get("/site/health")):
        assert reply.headers["cache-control"] == "no-store"
        assert reply.headers["x-content-type-options"] == "nosniff"
