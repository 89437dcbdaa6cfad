"""The id that the server gives, limits, and pages elsewhere: what the widget does so that no message is lost."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from playwright.sync_api import Page, Request, Route, expect

from bot.channels.site_secret import site_secret
from bot.channels.site_senders import DAY, OLDEST_DAYS, Senders
from scripts import serve
from scripts.supervisor import Supervisor
from tests.browser.chat import Chat
from tests.conftest import free_port

pytestmark = pytest.mark.browser

HISTORY = [
    {"said": "my knee is stiff in the morning"},
    {"blocks": [{"text": "I see.", "buttons": [], "kind": "chat", "known": {}, "citations": [], "files": []}]},
]
UNSIGNED = "0123456789abcdef0123456789abcdef"


class Wire:
    """What went to the server, in order: what it was for, and what it said."""

    def __init__(self, page: Page) -> None:
        self.sent: list[tuple[str, Any]] = []
        page.on("request", self._note)

    def _note(self, request: Request) -> None:
        purpose = request.url.rpartition("/")[2]
        if purpose in ("session", "webhook"):
            self.sent.append((purpose, json.loads(request.post_data or "null")))

    @property
    def purposes(self) -> list[str]:
        """What the requests were for."""
        return [purpose for purpose, _ in self.sent]


def signed(days_ago: float) -> str:
    """An id that the server under test signed so long ago."""
    return Senders(site_secret(), lambda: time.time() - days_ago * DAY).issue()


def kept(chat: Chat, sender: str, **more: Any) -> None:
    """Have the browser hold a chat of an hour ago under this id, on a freshly opened page."""
    talk = {"sender": sender, "saved": (time.time() - 3600) * 1000, "turns": HISTORY, **more}
    key = f"kneewise:{chat.url}/site/webhook"
    chat.page.evaluate("([key, talk]) => localStorage.setItem(key, talk)", [key, json.dumps(talk)])
    chat.page.reload()
    chat.open()
    expect(chat.mine).to_have_count(1)


def goes_on(chat: Chat) -> None:
    """Say something, and see that it is answered as if nothing had been, with all that was said before."""
    with chat.page.expect_response(lambda response: response.url.endswith("webhook") and response.ok):
        chat.type("what is runner's knee?")
    expect(chat.page.locator(".deep-chat-loading-message-bubble")).to_have_count(0)
    expect(chat.mine).to_have_text(["my knee is stiff in the morning", "what is runner's knee?"])
    expect(chat.page.get_by_role("button", name="Retry")).to_have_count(0)
    expect(chat.page.locator("#status")).to_be_empty()
    assert not chat.problems


# -------------------------------------------------------------------------------------------------------------- ids
def test_an_id_is_asked_for_at_the_first_message_and_kept(page: Page, assistant_url: str) -> None:
    wire, chat = Wire(page), Chat(page, assistant_url)
    chat.visit()
    chat.open()
    assert wire.purposes == []
    chat.say("hello")
    chat.say("thanks")
    page.reload()
    chat.open()
    chat.say("hello again")
    assert wire.purposes == ["session", "webhook", "webhook", "webhook"]
    assert len({message["sender"] for message in chat.said}) == 1


@pytest.mark.parametrize(
    "old", [lambda: UNSIGNED, lambda: signed(OLDEST_DAYS + 1)], ids=["never signed", "signed too long ago"]
)
def test_an_id_that_does_not_hold_is_replaced_without_loss(chat: Chat, old: Callable[[], str]) -> None:
    wire, sender = Wire(chat.page), old()
    kept(chat, sender, issued=time.time() * 1000 - 5000)
    goes_on(chat)
    assert wire.purposes == ["webhook", "session", "webhook"]
    assert [said["message"] for said in chat.said] == ["what is runner's knee?"] * 2
    assert chat.said[0]["sender"] == sender != chat.said[1]["sender"]
    chat.say("thanks")
    assert chat.said[2]["sender"] == chat.said[1]["sender"]


def test_a_chat_kept_by_an_earlier_widget_goes_on(chat: Chat) -> None:
    wire = Wire(chat.page)
    kept(chat, UNSIGNED)
    goes_on(chat)
    assert wire.purposes == ["session", "webhook"]


def test_an_id_is_renewed_once_it_is_a_day_old_and_stays_the_same_conversation(chat: Chat) -> None:
    wire, sender = Wire(chat.page), signed(days_ago=7.5)
    kept(chat, sender, issued=(time.time() - 7.5 * DAY) * 1000)
    goes_on(chat)
    assert wire.purposes == ["session", "webhook"]
    renewed = chat.said[0]["sender"]
    assert renewed != sender
    assert renewed.partition(".")[0] == sender.partition(".")[0]


def test_an_id_that_never_holds_ends_in_a_word_and_not_in_a_loop(chat: Chat) -> None:
    wire = Wire(chat.page)
    refusal = {"error": "unknown_sender", "message": "None of ours."}
    chat.page.route("**/site/webhook", lambda route: route.fulfill(status=403, json=refusal))
    chat.type("hello")
    expect(chat.page.get_by_role("button", name="Retry")).to_be_visible()
    assert wire.purposes == ["session", "webhook", "session", "webhook"]


def test_two_messages_at_once_end_up_under_one_id(chat: Chat) -> None:
    chat.say("hello")
    wire = Wire(chat.page)
    held: list[Route] = []
    chat.page.route("**/site/session", lambda route: held.append(route))  # noqa: PLW0108  # it sets attributes on it
    chat.menu("New conversation")
    expect(chat.page.locator("deep-chat[data-ready]")).to_be_attached()
    expect(chat.mine).to_have_count(0)
    chat.type("my knee is stiff")
    expect(chat.page.locator("#typing")).to_have_text("Kneewise is typing")
    held[0].continue_()
    expect(chat.page.locator("#typing")).to_be_empty()
    expect(chat.mine).to_have_text(["my knee is stiff"])
    assert wire.purposes == ["session", "webhook", "webhook"]
    assert len({told["sender"] for _, told in wire.sent[1:]}) == 1


@pytest.mark.parametrize("reload", [False, True], ids=["at once", "after a reload"])
def test_a_message_whose_answer_was_lost_is_heard_once(chat: Chat, reload: bool) -> None:
    chat.say("my knee goes tight on the outside at mile three, no swelling")
    lost: list[Any] = []

    def lose(route: Route) -> None:
        lost.append(route.fetch().json())
        route.abort()

    chat.page.route("**/site/webhook", lose, times=1)
    chat.type("no")
    expect(chat.page.get_by_role("button", name="Retry")).to_be_visible()
    if reload:
        chat.page.reload()
        chat.open()
    with chat.page.expect_response("**/site/webhook") as answered:
        chat.page.get_by_role("button", name="Retry").click()
    assert [answered.value.json()] == lost, "a second no would answer the next question"
    expect(chat.mine.last).to_have_text("no")
    expect(chat.mine).to_have_count(2)
    with chat.page.expect_response("**/site/webhook") as asked:
        chat.type("no")
    assert asked.value.json() != lost[0]


# ----------------------------------------------------------------------------------------------------------- limits
def slowed(chat: Chat, path: str, times: int, seconds: str | None = "1") -> None:
    """Have the server ask for a pause so many times before it answers."""
    count = iter(range(times))
    headers = {} if seconds is None else {"Retry-After": seconds}

    def answer(route: Route) -> None:
        if next(count, None) is None:
            route.continue_()
        else:
            route.fulfill(status=429, json={"error": "too_many", "message": "Slower."}, headers=headers)

    chat.page.route(f"**/site/{path}", answer)


@pytest.mark.parametrize(("path", "times"), [("webhook", 1), ("webhook", 3), ("session", 1)])
def test_what_comes_too_fast_is_said_and_goes_out_by_itself(chat: Chat, path: str, times: int) -> None:
    slowed(chat, path, times)
    status = chat.page.locator("#status")
    chat.type("my knee is stiff")
    expect(status).to_have_text(
        "That was a lot at once. Your message is kept and goes out by itself in a second.", timeout=3000
    )
    expect(status).to_be_in_viewport()
    expect(chat.page.locator(".deep-chat-loading-message-bubble")).to_be_visible()
    expect(chat.page.get_by_role("log")).not_to_be_empty()
    expect(chat.mine).to_have_text(["my knee is stiff"])
    expect(chat.mine).to_be_in_viewport()
    expect(status).to_be_empty()
    expect(chat.page.get_by_role("button", name="Retry")).to_have_count(0)


@pytest.mark.parametrize(("times", "seconds"), [(99, "1"), (1, "86400")], ids=["again and again", "for a day"])
def test_what_cannot_go_out_for_long_is_left_to_the_person(chat: Chat, times: int, seconds: str) -> None:
    slowed(chat, "webhook", times, seconds)
    chat.type("my knee is stiff")
    expect(chat.page.get_by_role("button", name="Retry")).to_be_visible()
    expect(chat.page.locator("#status")).to_be_empty()
    expect(chat.mine).to_have_text(["my knee is stiff"])


def test_a_message_that_waits_outlasts_a_reload(chat: Chat) -> None:
    slowed(chat, "webhook", 1, "60")
    chat.type("my knee is stiff")
    expect(chat.page.locator("#status")).to_contain_text("60 seconds")
    chat.page.reload()
    chat.open()
    with chat.page.expect_response("**/site/webhook") as answered:
        chat.page.get_by_role("button", name="Retry").click()
    assert answered.value.ok
    expect(chat.mine).to_have_text(["my knee is stiff"])


def test_a_message_that_waits_goes_with_its_conversation(chat: Chat) -> None:
    slowed(chat, "webhook", 1, "2")
    wire = Wire(chat.page)
    chat.type("my knee is stiff")
    expect(chat.page.locator("#status")).to_contain_text("2 seconds")
    chat.menu("New conversation")
    expect(chat.page.locator("#status")).to_be_empty()
    chat.page.wait_for_timeout(3000)
    assert [told["message"] for purpose, told in wire.sent if purpose == "webhook"] == [
        "my knee is stiff",
        "start over",
    ]


# -------------------------------------------------------------------------------------------------- pages elsewhere
class Shop:
    """A page of a shop on an origin of its own, whose widget comes from elsewhere."""

    def __init__(self) -> None:
        shop = self
        self.html = ""

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                body = shop.html.encode()
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.origin = f"http://localhost:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        """Close the shop."""
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def shops() -> Iterator[tuple[Shop, Shop]]:
    """Two shops."""
    both = Shop(), Shop()
    yield both
    for shop in both:
        shop.stop()


def test_a_listed_page_elsewhere_has_the_chat_and_another_has_not(
    page: Page, shops: tuple[Shop, Shop], tmp_path_factory: pytest.TempPathFactory
) -> None:
    listed, foreign = shops
    folder = tmp_path_factory.mktemp("elsewhere")
    actions, rasa = serve.servers(free_port(), free_port())
    rasa.environment["KNEEWISE_SITE_ORIGINS"] = listed.origin
    url = rasa.health[0].rstrip("/")
    for shop in shops:
        shop.html = (
            f'<!doctype html><html lang="en"><title>Shop</title><script async src="{url}/site/widget.js"></script>'
        )
    with Supervisor([actions, rasa], folder / "run", folder / "log"):
        wire, chat = Wire(page), Chat(page, url)
        page.goto(listed.origin)
        chat.open()
        chat.say("what is runner's knee?")
        expect(chat.sources.first).to_be_visible()
        assert wire.purposes == ["session", "webhook"]
        page.goto(foreign.origin)
        page.locator("#launcher").click()
        expect(page.locator("#status")).to_contain_text("could not be loaded")
        refused = page.evaluate(
            """url => fetch(url, {method: "POST", headers: {"Content-Type": "application/json"}, body: "{}"})
                 .then(() => "answered", () => "refused")""",
            f"{url}/site/session",
        )
        assert refused == "refused"
