"""The chat on the demo shop's page, in a real browser against a running assistant.

The tests hold to the reply's blocks, not to its wording. `assistant_url` is the base URL of the server.
"""

import base64
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.chat import Block, Chat

pytestmark = pytest.mark.browser

OPENING = "my knee goes tight on the outside at mile three, no swelling, what do I do?"
RED_FLAG = "I fell, my knee is bent out of shape and my foot has gone numb and cold"
MAX_TURNS = 14
HARMLESS = {"can_bear_weight": r"^yes\b"}
PREFERRED = [r"^(no|none|nothing)\b", r"^mild", r"week", r"outer|outside", r"^16"]


def kinds(blocks: list[Block]) -> set[str]:
    """Kinds of block in a reply."""
    return {block.get("kind", "") for block in blocks}


def choose(labels: list[str], slot: str) -> int:
    """Index of the least alarming label; -1 where there is none."""
    for pattern in [HARMLESS.get(slot, r"(?!)"), *PREFERRED]:
        for index, label in enumerate(labels):
            if re.search(pattern, label.strip(), re.IGNORECASE):
                return index
    return 0 if labels else -1


def answer(chat: Chat, blocks: list[Block]) -> list[Block]:
    """Answer the question in the last reply, by a tap where it has buttons."""
    slot = next((b["slot"] for b in reversed(blocks) if b.get("slot")), "")
    index = choose(chat.quick_replies.all_inner_texts(), slot)
    if index >= 0:
        return chat.tap(index)
    return chat.say("yes" if slot in HARMLESS else "no")


def test_conversation_from_first_question_to_advice_and_over_a_reload(chat: Chat) -> None:
    page = chat.page
    blocks = chat.say(OPENING)
    assert {"answer", "question"} <= kinds(blocks), f"wanted an answer and a question, got {blocks}"
    expect(chat.quick_replies.first).to_be_visible()

    sources = chat.sources.first
    sources.locator("summary").click()
    expect(sources.locator("li").first).to_be_visible()
    cited = next(block["citations"] for block in blocks if block.get("citations"))
    assert sources.locator("li").count() == len(cited)
    for index, citation in enumerate(cited):
        row = sources.locator("li").nth(index)
        expect(row).to_contain_text(citation["title"])
        expect(row.locator("a")).to_have_count(1 if citation["url"] else 0)
        if citation["url"]:
            expect(row.locator("a")).to_have_attribute("href", re.compile("^https://"))
            expect(row.locator("a")).to_have_attribute("rel", "noopener noreferrer")

    for _ in range(MAX_TURNS):
        if "triage" in kinds(blocks):
            break
        blocks = answer(chat, blocks)
    assert "triage" in kinds(blocks), f"no triage after {MAX_TURNS} answers; the last reply was {blocks}"
    expect(page.locator(".triage-message").last).to_be_visible()

    before = {
        "mine": chat.mine.all_inner_texts(),
        "sources": chat.sources.count(),
        "buttons": chat.quick_replies.all_inner_texts(),
    }
    page.reload()
    chat.open()
    expect(chat.mine).to_have_count(len(before["mine"]))
    assert chat.mine.all_inner_texts() == before["mine"]
    assert chat.sources.count() == before["sources"]
    assert chat.quick_replies.all_inner_texts() == before["buttons"]

    assert chat.say("which exercises help my hips?")
    assert len({message["sender"] for message in chat.said}) == 1
    assert not chat.problems


def test_conversation_red_flag_shows_the_emergency_banner(chat: Chat) -> None:
    blocks = chat.say(RED_FLAG)
    assert any(b.get("kind") == "safety" and b.get("level") == "emergency" for b in blocks), blocks
    expect(chat.page.locator(".emergency-message").first).to_be_visible()
    expect(chat.page.get_by_role("log")).not_to_be_empty()


def abort(route: Route) -> None:
    """The network is gone."""
    route.abort()


def server_error(route: Route) -> None:
    """The server fails."""
    route.fulfill(status=500, json={"error": "turn_failed"})


def empty_list(route: Route) -> None:
    """The server says nothing."""
    route.fulfill(status=200, json=[])


@pytest.mark.parametrize("failure", [abort, server_error, empty_list])
def test_conversation_failure_offers_a_retry(chat: Chat, failure: Any) -> None:
    chat.page.route("**/site/webhook", failure)
    chat.type("hello")
    retry = chat.page.get_by_role("button", name="Retry")
    expect(retry).to_be_in_viewport()

    chat.page.unroute("**/site/webhook")
    with chat.page.expect_response("**/site/webhook"):
        retry.click()
    expect(retry).to_have_count(0)
    expect(chat.mine).to_have_count(1)
    expect(chat.page.get_by_role("log")).not_to_be_empty()


def test_conversation_unanswered_message_offers_a_retry_after_a_reload(chat: Chat) -> None:
    chat.page.route("**/site/webhook", abort)
    chat.type("hello")
    expect(chat.page.get_by_role("button", name="Retry")).to_be_visible()
    chat.page.reload()
    chat.open()
    expect(chat.page.get_by_role("button", name="Retry")).to_be_visible()


def test_conversation_starts_anew_under_another_sender(chat: Chat) -> None:
    chat.say("hello")
    with chat.page.expect_response("**/site/webhook"):
        chat.menu("New conversation")
    expect(chat.mine).to_have_count(0)
    chat.say("hello")
    senders = [message["sender"] for message in chat.said]
    assert senders[0] not in senders[1:]
    assert len(set(senders[1:])) == 1
    assert chat.said[1]["message"] == "start over"


def test_conversation_example_chip_sends_itself(chat: Chat) -> None:
    label = chat.quick_replies.first.inner_text()
    assert chat.tap(0)
    assert chat.said[0]["message"] == label
    expect(chat.mine.first).to_have_text(label)


def test_conversation_by_keyboard_opens_takes_focus_and_gives_it_back(chat: Chat) -> None:
    page = chat.page
    page.keyboard.press("Escape")
    launcher = page.locator("#launcher")
    expect(page.locator("#panel")).to_be_hidden()
    expect(launcher).to_be_focused()
    expect(launcher).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Enter")
    expect(launcher).to_have_attribute("aria-expanded", "true")
    expect(chat.input).to_be_focused()


def test_conversation_fills_a_small_screen(page: Page, assistant_url: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    chat = Chat(page, assistant_url.rstrip("/"))
    chat.visit()
    chat.open()
    chat.say(OPENING)
    assert page.locator("#panel").bounding_box() == {"x": 0, "y": 0, "width": 320, "height": 640}
    expect(page.locator("#panel")).to_have_attribute("aria-modal", "true")
    overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert overflow <= 0
    assert page.locator("#messages").evaluate("element => element.scrollWidth - element.clientWidth") <= 0


def test_conversation_draws_hostile_text_as_text(chat: Chat) -> None:
    hostile = "<img src=x onerror=alert(1)> [a](javascript:alert(1)) ![b](https://example.org/b.png) <javascript:c>"
    citation = {"n": 1, "id": "x", "title": "<b>T</b>", "section": "", "publisher": "P", "url": "javascript:alert(1)"}
    block = {"v": 1, "kind": "answer", "known": {}, "citations": [citation]}
    button = {"title": "<i>No</i>", "payload": 'no" onclick="alert(1)'}
    reply = [{"recipient_id": "x", "text": hostile, "buttons": [button], "custom": {"data": block}}]
    chat.page.route("**/site/webhook", lambda route: route.fulfill(status=200, json=reply))
    chat.page.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
    chat.say("hello")
    chat.page.locator(".kw-sources summary").click()
    messages = chat.page.locator("#messages")
    expect(messages.locator("img")).to_have_count(0)
    expect(messages.locator("a:not([href^='https:'])")).to_have_count(0)
    expect(messages.locator(".kw-sources li")).to_contain_text("<b>T</b>")
    expect(chat.quick_replies.first).to_have_text("<i>No</i>")
    assert chat.quick_replies.first.get_attribute("onclick") is None
    assert not chat.problems


def file_of(name: str, kind: str, content: bytes) -> Block:
    """A file as a block carries it."""
    return {"name": name, "type": kind, "data": base64.b64encode(content).decode()}


def test_conversation_files_are_saved_from_links_and_outlast_a_reload(chat: Chat) -> None:
    contents = {"knee-summary-2026-11-27.pdf": b"%PDF-1.4 \xe2\x00", "knee-summary-2026-11-27.md": b"# Knee"}
    kinds_of = {".pdf": "application/pdf", ".md": "text/markdown"}
    given = [file_of(name, kinds_of[Path(name).suffix], content) for name, content in contents.items()]
    block = {"v": 1, "kind": "chat", "known": {}, "files": given}
    reply = [{"recipient_id": "x", "text": "Here is your summary.", "custom": {"data": block}}]
    chat.page.route("**/site/webhook", lambda route: route.fulfill(status=200, json=reply))
    chat.say("summary please")
    for again in (False, True):
        if again:
            chat.page.reload()
            chat.open()
        links = chat.page.locator(".kw-file")
        expect(links).to_have_count(2)
        for index, (name, content) in enumerate(contents.items()):
            with chat.page.expect_download() as saving:
                links.nth(index).click()
            assert saving.value.suggested_filename == name
            assert saving.value.path().read_bytes() == content
    assert not chat.problems


def test_conversation_only_the_latest_files_are_kept(chat: Chat) -> None:
    given = [file_of("knee-summary.md", "text/markdown", b"# Knee")]
    block = {"v": 1, "kind": "chat", "known": {}, "files": given}
    reply = [{"recipient_id": "x", "text": "Here is your summary.", "custom": {"data": block}}]
    chat.page.route("**/site/webhook", lambda route: route.fulfill(status=200, json=reply))
    chat.say("summary please")
    chat.say("once more please")
    expect(chat.page.locator(".kw-file")).to_have_count(2)
    chat.page.reload()
    chat.open()
    expect(chat.page.locator(".kw-file")).to_have_count(1)


def test_conversation_odd_files_are_not_offered(chat: Chat) -> None:
    given = [
        file_of("knee.html", "text/html", b"<script>alert(1)</script>"),
        file_of("../knee.pdf", "application/pdf", b"%PDF"),
        file_of('a".pdf', "application/pdf", b"%PDF"),
        {"name": "knee.pdf", "type": "application/pdf", "data": "no base64 at all!"},
        {"name": "knee.md", "type": "text/markdown"},
    ]
    block = {"v": 1, "kind": "chat", "known": {}, "files": given}
    reply = [{"recipient_id": "x", "text": "Here is your summary.", "custom": {"data": block}}]
    chat.page.route("**/site/webhook", lambda route: route.fulfill(status=200, json=reply))
    chat.say("summary please")
    expect(chat.page.get_by_text("Here is your summary.").first).to_be_visible()
    expect(chat.page.locator(".kw-file")).to_have_count(0)
    assert not chat.problems
