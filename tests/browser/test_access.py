"""For everybody: axe finds nothing, the keyboard is enough, nothing scrolls sideways, and little has to be loaded."""

from __future__ import annotations

import gzip
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from knowledge.settings import ROOT
from tests.browser.chat import Block, Chat

pytestmark = pytest.mark.browser
logger = logging.getLogger(__name__)

AXE = ROOT / "bot/widget/node_modules/axe-core/axe.min.js"
LOADER = ROOT / "bot/widget/widget.js"
MOST_LOADER, MOST_FIRST_OPEN = 10 * 1024, 160 * 1024
WIDTHS = [320, 390, 768, 1200]
KNOWN = {"swelling": "no", "locking": "unsure", "duration": "weeks"}
PLACES = ("Outer side", "Inner side", "Front", "Below the kneecap", "Above the kneecap", "Behind", "All over")
SOURCE = {"n": 1, "id": "x", "title": "Knee pain", "section": "", "publisher": "P", "url": "https://example.org/"}
WHERE: Block = {"kind": "question", "known": KNOWN, "level": "self_care", "slot": "location", "citations": [SOURCE]}
EMERGENCY: Block = {"kind": "safety", "known": KNOWN, "level": "emergency", "citations": [SOURCE]}


def violations(page: Page) -> list[str]:
    """Run axe over the page with all its shadow roots; the rules broken, with where."""
    if "axe" not in page.evaluate("Object.keys(window)"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found: list[dict[str, Any]] = page.evaluate("axe.run().then(({violations}) => violations)")
    return [f"{one['id']}: {node['target']} {node['failureSummary']}" for one in found for node in one["nodes"]]


def picture(chat: Chat) -> None:
    chat.answers(WHERE, text="Where does it hurt most?", buttons=PLACES)
    chat.say("hello")


def panel(chat: Chat) -> None:
    picture(chat)
    chat.menu("What I know so far")
    chat.page.locator("#known .told").first.click()


def emergency(chat: Chat) -> None:
    chat.answers(EMERGENCY, text="Please get help now [1].")
    chat.say("my foot is numb")
    chat.page.locator(".kw-sources summary").click()


def menu_and_speech(chat: Chat) -> None:
    chat.menu("Speak and listen")
    chat.page.get_by_role("button", name="Menu").click()


def failed(chat: Chat) -> None:
    chat.page.route("**/site/webhook", lambda route: route.abort())
    chat.type("hello")
    expect(chat.page.get_by_role("button", name="Retry")).to_be_visible()


def waiting(chat: Chat) -> None:
    slow = {"Retry-After": "60"}
    chat.page.route("**/site/webhook", lambda route: route.fulfill(status=429, json={}, headers=slow))
    chat.type("hello")
    expect(chat.page.locator("#status")).to_contain_text("60 seconds")


STATES: dict[str, Callable[[Chat], None]] = {
    "closed": lambda chat: chat.page.keyboard.press("Escape"),
    "open": lambda _: None,
    "picture": picture,
    "panel": panel,
    "emergency": emergency,
    "menu and speech": menu_and_speech,
    "failed": failed,
    "waiting": waiting,
}


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("state", STATES)
def test_axe_finds_no_violation(page: Page, assistant_url: str, state: str, theme: str) -> None:
    page.emulate_media(color_scheme="dark" if theme == "dark" else "light", reduced_motion="reduce")
    chat = Chat(page, assistant_url.rstrip("/"))
    chat.visit()
    chat.open()
    STATES[state](chat)
    assert violations(page) == []


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("state", ["open", "picture", "panel", "emergency"])
def test_nothing_scrolls_sideways(page: Page, assistant_url: str, state: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 640})
    chat = Chat(page, assistant_url.rstrip("/"))
    chat.visit()
    chat.open()
    STATES[state](chat)
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    for part in ("#panel", "#head", "#known-body", "#messages"):
        wider = page.locator(part).evaluate("element => element.scrollWidth - element.clientWidth")
        assert wider <= 0, f"{part} is {wider} px too wide"


def focused(page: Page) -> str:
    """The name of what has the focus, through all shadow roots."""
    return str(
        page.evaluate(
            """() => {
              let at = document.activeElement;
              while (at.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
              return at.getAttribute("aria-label") || at.textContent.trim() || at.id;
            }"""
        )
    )


def tab_to(page: Page, name: str, key: str = "Tab") -> None:
    """Press Tab until what has the focus is called so."""
    for _ in range(40):
        if focused(page).startswith(name):
            return
        page.keyboard.press(key)
    pytest.fail(f"{name!r} cannot be reached with {key}; the focus ended on {focused(page)!r}")


def test_a_whole_conversation_by_keyboard(page: Page, assistant_url: str) -> None:
    chat = Chat(page, assistant_url.rstrip("/"))
    chat.visit()
    tab_to(page, "Knee trouble? Ask")
    page.keyboard.press("Enter")
    expect(chat.input).to_be_focused()
    chat.answers(WHERE, text="Where does it hurt most?", buttons=PLACES)
    page.keyboard.type("my knee hurts")
    page.keyboard.press("Enter")
    expect(page.get_by_role("group", name="Picture of a knee")).to_be_visible()
    tab_to(page, "Below the kneecap", "Shift+Tab")
    page.keyboard.press("Enter")
    expect(chat.mine.last).to_have_text("Below the kneecap")
    expect(chat.input).to_be_focused()
    expect(page.locator(".deep-chat-loading-message-bubble")).to_have_count(0)
    tab_to(page, "Sources (1)", "Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".kw-sources[open] li").last).to_be_visible()
    tab_to(page, "What I know so far", "Shift+Tab")
    page.keyboard.press("Enter")
    tab_to(page, "It is not swollen")
    page.keyboard.press("Space")
    tab_to(page, "Yes")
    page.keyboard.press("Enter")
    expect(chat.mine.last).to_have_text("It is swollen.")
    expect(page.locator(".deep-chat-loading-message-bubble")).to_have_count(0)
    tab_to(page, "Menu", "Shift+Tab")
    page.keyboard.press("Enter")
    chat.answers({"kind": "chat", "known": {}, "forgot": "everything"}, text="Done.")
    tab_to(page, "Delete my data")
    page.keyboard.press("Enter")
    expect(chat.mine).to_have_count(0)
    expect(chat.input).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#launcher")).to_be_focused()


def test_the_loader_and_the_first_open_are_light(page: Page, assistant_url: str) -> None:
    assert len(LOADER.read_bytes()) <= MOST_LOADER, "unpacked, so packed all the more"
    loaded: dict[str, int] = {}
    page.on(
        "response",
        lambda response: (
            loaded.update({response.url: len(gzip.compress(response.body()))})
            if response.status == 200 and "shop." not in response.url and not response.url.endswith("/site/")
            else None
        ),
    )
    chat = Chat(page, assistant_url.rstrip("/"))
    chat.visit()
    expect(page.locator("#launcher")).to_be_visible()
    before = {Path(url).name for url in loaded if url.startswith(chat.url)}
    assert before == {"widget.js", "widget.css"}, "the page pays for the loader only"
    chat.open()
    sizes = {Path(url).name: size for url, size in loaded.items() if url.startswith(chat.url)}
    assert {"deep-chat.js", "words.json", "parts.css", "knee.css"} <= set(sizes)
    total = sum(sizes.values())
    logger.info("Loader %d bytes, first open %d bytes, gzipped.", sizes["widget.js"], total)
    assert total <= MOST_FIRST_OPEN, sizes
