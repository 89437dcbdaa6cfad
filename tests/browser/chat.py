"""The chat as the browser tests handle it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from playwright.sync_api import Locator, Page, Response, expect

Block = dict[str, Any]


class Chat:
    """The chat as its user handles it; `said` holds what went over the wire, `problems` what should not happen."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url
        self.said: list[dict[str, str]] = []
        self.problems: list[str] = []
        page.on("response", self._note)
        page.on("pageerror", lambda error: self.problems.append(f"script error: {error}"))
        page.on("console", self._read_console)
        page.on("request", lambda request: self._check_host(request.url))

    @property
    def input(self) -> Locator:
        """The field for typing."""
        return self.page.locator("#text-input")

    @property
    def quick_replies(self) -> Locator:
        """The buttons under the last reply."""
        return self.page.locator(".kw-reply")

    @property
    def mine(self) -> Locator:
        """The user's bubbles."""
        return self.page.locator(".user-message")

    @property
    def sources(self) -> Locator:
        """The accordions with citations."""
        return self.page.locator(".kw-sources")

    def visit(self) -> None:
        """Load the shop's page."""
        self.page.goto(f"{self.url}/site/")

    def open(self) -> None:
        """Open the chat, unless it is open."""
        expect(self.page.locator("#launcher")).to_be_attached()
        if self.page.locator("#panel").is_hidden():
            self.page.locator("#launcher").click()
        expect(self.input).to_be_visible()
        expect(self.page.locator("#messages .message-bubble").first).to_be_visible()

    def type(self, text: str) -> None:
        """Type and send, without waiting."""
        self.input.fill(text)
        self.input.press("Enter")

    def say(self, text: str) -> list[Block]:
        """Type and send; the blocks of the reply, once drawn."""
        with self.page.expect_response("**/site/webhook") as answered:
            self.type(text)
        return self._drawn(answered.value)

    def tap(self, index: int) -> list[Block]:
        """Tap a quick reply; the blocks of the reply, once drawn."""
        with self.page.expect_response("**/site/webhook") as answered:
            self.quick_replies.nth(index).click()
        return self._drawn(answered.value)

    def menu(self, name: str) -> None:
        """Choose from the menu."""
        self.page.get_by_role("button", name="Menu").click()
        self.page.locator("#menu-list").get_by_role("button", name=name).click()

    def answers(self, *blocks: Block, text: str = "All right.", buttons: Sequence[str] = ()) -> None:
        """Answer everything from now on with these blocks, the last of them with the text and the buttons."""
        reply: list[Block] = [{"recipient_id": "x", "custom": {"data": {"v": 1, **block}}} for block in blocks]
        reply[-1] |= {"text": text, "buttons": [{"title": title, "payload": title} for title in buttons]}
        self.page.unroute("**/site/webhook")
        self.page.route("**/site/webhook", lambda route: route.fulfill(status=200, json=reply))

    @property
    def kept(self) -> dict[str, str]:
        """What the browser keeps of the chat."""
        kept: dict[str, str] = self.page.evaluate("({...localStorage})")
        return {key: value for key, value in kept.items() if key.startswith("kneewise:")}

    def _drawn(self, response: Response) -> list[Block]:
        assert response.status == 200, response.text()
        blocks = [message.get("custom", {}).get("data", {}) for message in response.json()]
        expect(self.page.locator(".deep-chat-loading-message-bubble")).to_have_count(0)
        return blocks

    def _note(self, response: Response) -> None:
        if response.url.endswith("/site/webhook"):
            self.said.append(json.loads(response.request.post_data or "{}"))

    def _read_console(self, message: Any) -> None:
        if message.type == "error" and "Content Security Policy" in message.text:
            self.problems.append(message.text)

    def _check_host(self, url: str) -> None:
        if not url.startswith((self.url, "data:", "blob:")):
            self.problems.append(f"foreign request: {url}")
