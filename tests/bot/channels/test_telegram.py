"""The Telegram channel on a small server, against a stand-in of the Bot API: who is heard, and what comes back."""

from __future__ import annotations

import itertools
import json
import logging
import socket
from collections.abc import Iterator
from typing import Any

import pytest

from bot.channels.telegram import MOST_BYTES, SECRET, TOKEN, TelegramInput
from bot.channels.telegram_drawing import CHOSEN
from bot.channels.telegram_updates import COMMANDS
from knowledge.reply import block
from tests.bot.channels.parts import FILES
from tests.bot.channels.serving import Agent, Reply, Serving
from tests.bot.channels.standins import TELEGRAM_TOKEN, Telegram

SECRET_TOKEN = "a-Secret_7"
PATH = "/webhooks/telegram/webhook"
HEADER = "X-Telegram-Bot-Api-Secret-Token"
HEADERS = {"Content-Type": "application/json", HEADER: SECRET_TOKEN}
QUESTION = {
    "text": "Is it swollen?",
    "buttons": [{"title": "Yes", "payload": "Yes"}, {"title": "No", "payload": "No"}],
    "custom": block("question", {}, slots=["swelling"]),
}
COUNT = itertools.count(1)
CHAT = {"id": 4711, "type": "private", "first_name": "Ann"}
USER = {"id": 4711, "is_bot": False, "first_name": "Ann"}


def update(text: Any = "my knee hurts", **message: Any) -> dict[str, Any]:
    """Return an update with a message, as Telegram sends it; `message` changes the message."""
    said = {} if text is None else {"text": text}
    told = {"message_id": 1, "from": USER, "chat": CHAT, "date": 1700000000, **said, **message}
    return {"update_id": next(COUNT), "message": told}


def tap(data: Any = "No", **callback: Any) -> dict[str, Any]:
    """Return an update with a tap on a button."""
    message = {"message_id": next(COUNT), "chat": CHAT, "date": 1700000000}
    told = {"id": "77", "from": USER, "message": message, "data": data, "chat_instance": "1", **callback}
    return {"update_id": next(COUNT), "callback_query": told}


class Person:
    """Telegram's side of the line."""

    def __init__(self, serving: Serving, telegram: Telegram) -> None:
        self.serving, self.telegram = serving, telegram
        self.agent: Agent = serving.agent

    def send(self, payload: Any) -> Reply:
        return self.serving.post(PATH, json.dumps(payload), HEADERS)


@pytest.fixture(scope="module")
def line() -> Iterator[Person]:
    telegram = Telegram()
    with Serving(TelegramInput({TOKEN: TELEGRAM_TOKEN, SECRET: SECRET_TOKEN}, telegram.url)) as serving:
        assert telegram.quiet(0.1) == [], "nothing is sent at the start"
        yield Person(serving, telegram)
    telegram.stop()


@pytest.fixture
def person(line: Person) -> Iterator[Person]:
    line.agent.__init__()  # type: ignore[misc]  # the server keeps the agent; its memory starts anew
    line.agent.replies = [QUESTION]
    line.telegram.calls.clear()
    line.telegram.refused.clear()
    yield line
    line.telegram.quiet(0.05)
    assert line.telegram.faults == []


@pytest.mark.parametrize(
    "token", [None, "", "a-Secret_", "a-Secret_77", "A-SECRET_7", "Ã©", "x" * 4000, f"{SECRET_TOKEN},{SECRET_TOKEN}"]
)
@pytest.mark.parametrize("body", [json.dumps(update()), "{", "x" * (MOST_BYTES + 1)])
def test_what_telegram_did_not_send_is_refused_unread(person: Person, token: str | None, body: str) -> None:
    headers = {} if token is None else {HEADER: token}
    assert person.serving.post(PATH, body, {"Content-Type": "application/json", **headers}).status == 401
    assert not person.agent.received


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'"hi"', b"7", b"null", b"\xff\xfe", b"[" * 50_000])
def test_what_is_no_update_is_refused(person: Person, body: bytes) -> None:
    assert person.serving.post(PATH, body, HEADERS).status == 400


def test_a_huge_update_is_refused(person: Person) -> None:
    assert person.send(update("x" * MOST_BYTES)).status == 413
    assert not person.agent.received


def test_a_slow_body_holds_up_nobody(person: Person) -> None:
    with socket.create_connection(("127.0.0.1", person.serving.port)) as slow:
        slow.sendall(f"POST {PATH} HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{{".encode())
        assert person.send(update()).status == 200
        person.telegram.wait("sendMessage")


@pytest.mark.parametrize(("method", "path"), [("GET", PATH), ("GET", "/webhooks/telegram/set_webhook")])
def test_other_ways_in_are_closed(person: Person, method: str, path: str) -> None:
    assert person.serving.post(path, b"", HEADERS, method=method).status in (404, 405)


GROUP = {"id": -100, "type": "supergroup"}
ODD: dict[str, Any] = {
    "nothing": {},
    "only a number": {"update_id": 1},
    "somebody blocked it": {"update_id": 2, "my_chat_member": {"chat": CHAT, "from": USER}},
    "a channel": {
        "update_id": 3,
        "channel_post": {"message_id": 1, "chat": {"id": -1, "type": "channel"}, "text": "x"},
    },
    "an edit": {"update_id": 4, "edited_message": update()["message"]},
    "an inline query": {"update_id": 5, "inline_query": {"id": "1", "from": USER, "query": "knee"}},
    "a poll": {"update_id": 6, "poll": {"id": "1"}},
    "no number": {**update(), "update_id": None},
    "a number in words": {**update(), "update_id": "7"},
    "a group": update(chat=GROUP),
    "a bot": update(**{"from": {**USER, "is_bot": True}}),
    "nobody": update(**{"from": None}),
    "no chat": update(chat=None),
    "a chat in words": update(chat={"id": "4711", "type": "private"}),
    "a pinned message": update(None, pinned_message={}),
    "a text that is no text": update(7),
    "a message that is no object": {"update_id": 8, "message": ["x"]},
    "a tap without a message": tap(message=None),
    "a tap in a group": tap(message={"message_id": 1, "chat": GROUP}),
    "a tap by nobody": tap(**{"from": None}),
    "a tap without an id": tap(id=None),
    "a tap that is no object": {"update_id": 9, "callback_query": "x"},
}


@pytest.mark.parametrize("name", ODD)
def test_odd_updates_are_ignored(person: Person, name: str) -> None:
    assert person.send(ODD[name]).status == 200
    assert person.telegram.quiet(0.05) == []
    assert not person.agent.received


def test_a_message_is_answered(person: Person) -> None:
    assert person.send(update()).status == 200
    (call,) = person.telegram.wait("sendMessage")
    assert (call.fields["chat_id"], call.fields["text"]) == (4711, "Is it swollen?")
    assert [one["text"] for one in call.fields["reply_markup"]["inline_keyboard"][0]] == ["Yes", "No"]
    assert [one.method for one in person.telegram.calls] == ["sendChatAction", "sendMessage"]
    (heard,) = person.agent.received
    assert (heard.text, heard.input_channel, heard.output_channel.name()) == ("my knee hurts", "telegram", "telegram")
    assert "4711" not in heard.sender_id


def test_a_part_is_a_message(person: Person) -> None:
    person.agent.replies = [{"text": "One."}, QUESTION]
    person.send(update())
    assert [call.fields["text"] for call in person.telegram.wait("sendMessage", 2)] == ["One.", "Is it swollen?"]


def test_updates_count_once(person: Person) -> None:
    told = update()
    assert [person.send(told).status for _ in range(3)] == [200] * 3
    person.telegram.quiet(0.1)
    assert len(person.agent.received) == len(person.telegram.of("sendMessage")) == 1


def test_a_tap_says_its_words_and_takes_the_buttons_away(person: Person) -> None:
    person.send(update())
    person.send(told := tap("No"))
    (edit,) = person.telegram.wait("editMessageReplyMarkup")
    assert [heard.text for heard in person.agent.received] == ["my knee hurts", "No"]
    assert person.agent.received[0].sender_id == person.agent.received[1].sender_id
    assert [call.fields for call in person.telegram.of("answerCallbackQuery")] == [{"callback_query_id": "77"}]
    assert edit.fields["message_id"] == told["callback_query"]["message"]["message_id"]
    assert edit.fields["reply_markup"]["inline_keyboard"] == [[{"text": "✓ No", "callback_data": CHOSEN}]]


def test_a_second_tap_is_answered_and_says_nothing(person: Person) -> None:
    first, second = tap("Yes"), tap("No")
    second["callback_query"]["message"] = first["callback_query"]["message"]
    person.send(first)
    person.send(second)
    person.send(tap(CHOSEN))
    assert len(person.telegram.wait("answerCallbackQuery", 3)) == 3
    person.telegram.quiet(0.1)
    assert [heard.text for heard in person.agent.received] == ["Yes"]


@pytest.mark.parametrize(
    ("text", "read"),
    [*((f"/{name}", words) for name, words in COMMANDS.items()), ("/start@kneebot ref", "hello"), ("/Help", "what can"
     " you do?"), ("/ restart", "restart"), ("/utter_greet", "utter_greet"), ("//restart", "restart"), (" /x", "x")],
)  # fmt: skip
def test_commands_become_words(person: Person, text: str, read: str) -> None:
    person.send(update(text))
    person.telegram.wait("sendMessage")
    assert person.agent.received[0].text == read


@pytest.mark.parametrize(
    ("told", "answer"),
    [
        (update(None, voice={"file_id": "x"}), "only read words"),
        (update(None, photo=[]), "only read words"),
        (update("/"), "only read words"),
        (update("x" * 1001), "too long"),
    ],
)
def test_what_cannot_be_read_is_told(person: Person, told: dict[str, Any], answer: str) -> None:
    person.send(told)
    assert answer in person.telegram.wait("sendMessage")[0].fields["text"]
    assert not person.agent.received


def test_the_words_under_a_picture_are_read(person: Person) -> None:
    person.send(update(None, photo=[], caption="it looks swollen"))
    person.telegram.wait("sendMessage")
    assert person.agent.received[0].text == "it looks swollen"


PLACE = {**QUESTION, "text": "Where does it hurt most?", "custom": block("question", {}, slots=["location"])}


def test_the_knee_is_shown_where_it_is_asked_what_part_hurts(person: Person) -> None:
    person.agent.replies = [PLACE]
    person.send(update())
    (call,) = person.telegram.wait("sendPhoto")
    assert call.files["knee.png"].startswith(b"\x89PNG")
    assert call.fields["caption"] == PLACE["text"]
    assert [one["text"] for one in call.fields["reply_markup"]["inline_keyboard"][0]] == ["Yes", "No"]
    person.telegram.quiet(0.05)
    assert not person.telegram.of("sendMessage")


def test_without_the_picture_the_question_is_asked_all_the_same(person: Person) -> None:
    person.agent.replies = [PLACE]
    person.telegram.refused.add("sendPhoto")
    person.send(update())
    assert person.telegram.wait("sendMessage")[0].fields["text"] == PLACE["text"]


def test_files_are_sent_after_the_text(person: Person) -> None:
    person.agent.replies = [{"text": "Here it is.", "custom": block("chat", {}, files=FILES)}]
    person.send(update())
    calls = person.telegram.wait("sendDocument", 2)
    assert [call.files for call in calls] == [{"knee.pdf": b"%PDF-1.4"}, {"knee.md": b"# Knee"}]
    assert [call.method for call in person.telegram.calls][-3:] == ["sendMessage", "sendDocument", "sendDocument"]


def test_files_that_cannot_be_sent_are_told(person: Person) -> None:
    person.agent.replies = [{"text": "Here it is.", "custom": block("chat", {}, files=FILES)}]
    person.telegram.refused.add("sendDocument")
    person.send(update())
    assert "could not send" in person.telegram.wait("sendMessage", 2)[1].fields["text"]


def test_a_failure_is_told_and_keeps_the_person_out_of_the_log(
    person: Person, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "bot")
    person.agent.failure = RuntimeError("lost the database")
    person.telegram.refused.add("sendMessage")
    person.send(update("a private matter"))
    assert "went wrong" in person.telegram.wait("sendMessage")[0].fields["text"]
    person.telegram.quiet(0.1)
    assert "lost the database" in caplog.text
    assert "sendMessage: 400" in caplog.text
    assert not any(
        word in caplog.text for word in ("private matter", "4711", "telegram-", TELEGRAM_TOKEN, SECRET_TOKEN)
    )


def test_an_api_out_of_reach_keeps_the_token_out_of_the_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "bot")
    with socket.create_server(("127.0.0.1", 0)) as closed:
        nowhere = f"http://127.0.0.1:{closed.getsockname()[1]}"
    with Serving(TelegramInput({TOKEN: TELEGRAM_TOKEN, SECRET: SECRET_TOKEN}, nowhere)) as serving:
        assert serving.post(PATH, json.dumps(update()), HEADERS).status == 200
    assert "sendMessage: ClientConnectorError" in caplog.text
    assert TELEGRAM_TOKEN not in caplog.text


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({}, "Telegram is off. To use it, set TELEGRAM_TOKEN and TELEGRAM_SECRET."),
        ({TOKEN: "x"}, "Telegram is off: TELEGRAM_SECRET is not set."),
        ({SECRET: "x"}, "Telegram is off: TELEGRAM_TOKEN is not set."),
    ],
)
def test_without_secrets_it_is_off(
    environment: dict[str, str], words: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    for name in (TOKEN, SECRET):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    channel = TelegramInput.from_credentials(None)
    assert caplog.text.count(words) == 1
    with Serving(channel) as serving:
        assert serving.post(PATH, json.dumps(update()), {HEADER: ""}).status == 404
