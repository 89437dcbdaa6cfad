"""What the widget does beside the conversation itself: known symptoms, the knee, the banner, deleting, speech, colours.

Replies are given by hand where only their drawing counts.
"""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.chat import Block, Chat

pytestmark = pytest.mark.browser

KNOWN = {"swelling": "no", "locking": "unsure", "duration": "weeks"}
PLACES = ("Outer side", "Inner side", "Front", "Below the kneecap", "Above the kneecap", "Behind", "All over")
WHERE: Block = {"kind": "question", "known": KNOWN, "level": "self_care", "slot": "location"}
EMERGENCY: Block = {"kind": "safety", "known": {"numb_or_cold": "yes"}, "level": "emergency"}
GONE: Block = {"kind": "chat", "known": {}, "forgot": "everything"}
ANEW: Block = {"kind": "chat", "known": {}, "forgot": "answers"}


# -------------------------------------------------------------------------------------------------- what is known
def test_what_is_known_is_listed_in_plain_words(chat: Chat) -> None:
    expect(chat.page.locator("#known")).to_be_hidden()
    chat.answers({"kind": "chat", "known": KNOWN})
    chat.say("hello")
    bar = chat.page.get_by_role("button", name="What I know so far (3)")
    expect(bar).to_have_attribute("aria-expanded", "false")
    bar.click()
    told = chat.page.locator("#known .told")
    expect(told).to_have_text(
        [re.compile(text) for text in ("It is not swollen", "not clear whether it locks", "on for weeks")]
    )
    chat.page.keyboard.press("Escape")
    expect(bar).to_be_focused()
    expect(told.first).to_be_hidden()
    expect(chat.page.locator("#panel")).to_be_visible()


def test_a_tap_corrects_what_the_assistant_knows(chat: Chat) -> None:
    blocks = chat.say("my knee is swollen, for weeks, no injury")
    assert blocks[-1]["known"]["swelling"] == "yes"
    chat.menu("What I know so far")
    chat.page.get_by_role("button", name="It is swollen").click()
    group = chat.page.get_by_role("group", name="Is it swollen?")
    expect(group.get_by_role("button", name="Yes")).to_have_attribute("aria-pressed", "true")
    with chat.page.expect_response("**/site/webhook") as answered:
        group.get_by_role("button", name="No", exact=True).click()
    assert answered.value.json()[-1]["custom"]["data"]["known"]["swelling"] == "no"
    expect(chat.mine.last).to_have_text("It is not swollen.")
    expect(group).to_be_hidden()


# ------------------------------------------------------------------------------------------------------- the knee
def test_the_knee_answers_where_it_hurts(chat: Chat) -> None:
    chat.answers(WHERE, text="Where does it hurt most?", buttons=PLACES)
    chat.say("hello")
    knee = chat.page.get_by_role("group", name="Picture of a knee")
    for place in PLACES[:-1]:
        expect(knee.get_by_role("button", name=place)).to_be_in_viewport()
    expect(chat.quick_replies.last).to_have_text("All over")
    expect(chat.quick_replies).to_have_count(len(PLACES))
    knee.get_by_role("button", name="Behind").press("Enter")
    expect(chat.mine.last).to_have_text("Behind")
    assert chat.page.locator(".kw-knee").count() <= 1, "it goes once it was answered"


def test_the_assistant_s_own_question_is_drawn_as_a_knee(chat: Chat, assistant_url: str) -> None:
    words = chat.page.request.get(f"{assistant_url.rstrip('/')}/site/words.json").json()
    titles = [value["title"] for value in words["slots"]["location"]["values"].values()]
    assert titles == list(PLACES)


def test_another_question_has_no_knee(chat: Chat) -> None:
    chat.answers({**WHERE, "slot": "pop"}, text="Was there a pop?", buttons=["Yes", "No"])
    chat.say("hello")
    expect(chat.quick_replies).to_have_count(2)
    expect(chat.page.locator(".kw-knee")).to_have_count(0)


# ----------------------------------------------------------------------------------------------------- the banner
def test_the_banner_stays_until_it_starts_over(chat: Chat) -> None:
    banner = chat.page.locator("#alarm")
    expect(banner).to_be_hidden()
    chat.answers(EMERGENCY)
    chat.say("my foot is numb")
    expect(banner).to_contain_text("Get help now")
    assert re.fullmatch(r"tel:\d+", banner.get_by_role("link").get_attribute("href") or "")
    chat.answers({"kind": "chat", "known": {}, "level": "emergency"})
    chat.say("thanks")
    chat.page.reload()
    chat.open()
    expect(banner).to_contain_text("Get help now")
    chat.answers({"kind": "question", "known": {"numb_or_cold": "no"}, "level": "self_care", "slot": "pop"})
    chat.say("no, it is not numb after all")
    expect(banner).to_contain_text("If any of them is true, call")
    chat.answers(ANEW)
    chat.say("start over")
    expect(banner).to_be_hidden()


def test_a_long_reply_is_shown_from_its_beginning(chat: Chat) -> None:
    chat.answers(EMERGENCY, text="Please get help now.\n\n" + "It matters that you do. " * 120)
    chat.say("my foot is numb")
    expect(chat.mine.last).to_be_in_viewport(ratio=1)


# --------------------------------------------------------------------------------------------- deleting and privacy
def test_the_start_says_what_is_kept_and_how_to_delete_it(chat: Chat) -> None:
    notes = chat.page.locator(".kw-notes")
    expect(notes).to_contain_text("7 days")
    expect(notes).to_contain_text("until it restarts")
    expect(notes).to_contain_text("Delete my data")


@pytest.mark.parametrize("way", ["menu", "typed"])
def test_deleting_empties_the_browser_and_the_assistant(chat: Chat, way: str) -> None:
    chat.say("my knee is swollen and locks")
    sender = chat.said[0]["sender"]
    assert sender in json.dumps(chat.kept)
    with chat.page.expect_response("**/site/webhook"):
        if way == "menu":
            chat.menu("Delete my data")
        else:
            chat.type("please forget everything about me")
    expect(chat.page.get_by_text("everything I had kept").last).to_be_visible()
    expect(chat.mine).to_have_count(0)
    assert chat.kept == {}
    expect(chat.page.locator("#known")).to_be_hidden()
    chat.page.reload()
    chat.open()
    expect(chat.mine).to_have_count(0)
    blocks = chat.say("hello")
    assert chat.said[-1]["sender"] != sender
    assert blocks[-1]["known"] == {}


def test_what_could_not_be_deleted_is_not_said_to_be(chat: Chat) -> None:
    chat.answers({"kind": "chat", "known": KNOWN})
    chat.say("hello")
    chat.page.unroute("**/site/webhook")
    chat.page.route("**/site/webhook", lambda route: route.abort())
    chat.menu("Delete my data")
    expect(chat.page.get_by_role("button", name="Retry")).to_be_visible()
    assert chat.kept


# ---------------------------------------------------------------------------------------------------- the network
def test_what_is_typed_offline_goes_out_when_the_network_is_back(chat: Chat) -> None:
    chat.page.context.set_offline(True)
    chat.type("my knee is stiff")
    expect(chat.page.get_by_text("You are offline. Your message is kept")).to_be_visible()
    with chat.page.expect_response("**/site/webhook") as answered:
        chat.page.context.set_offline(False)
    assert json.loads(answered.value.request.post_data or "")["message"] == "my knee is stiff"
    expect(chat.page.get_by_role("button", name="Retry")).to_have_count(0)
    expect(chat.mine).to_have_count(1)


def test_typing_is_shown_and_said_while_a_reply_is_due(chat: Chat) -> None:
    held: list[Route] = []
    chat.page.route("**/site/webhook", lambda route: held.append(route))  # noqa: PLW0108  # it sets attributes on it
    chat.type("hello")
    expect(chat.page.locator(".deep-chat-loading-message-bubble")).to_be_visible()
    expect(chat.page.locator("#typing")).to_have_text("Kneewise is typing")
    expect(chat.page.locator("#known")).to_have_js_property("inert", True)
    held[0].fulfill(status=200, json=[{"text": "Hello.", "custom": {"data": {"kind": "chat", "known": {}}}}])
    expect(chat.page.locator("#typing")).to_be_empty()
    expect(chat.page.locator(".deep-chat-loading-message-bubble")).to_have_count(0)


# --------------------------------------------------------------------------------------------------------- speech
HEARING = """
window.spoken = [];
speechSynthesis.speak = (utterance) => spoken.push(utterance.text);
window.SpeechRecognition = window.webkitSpeechRecognition = class {
  start() { window.hearing = this; }
  abort() { this.onerror({error: "aborted"}); this.onend(); }
  hears(words) { this.onresult({results: [[{transcript: words}]]}); this.onend(); }
};
"""


def test_speech_is_off_until_asked_for_and_then_goes_both_ways(page: Page, assistant_url: str) -> None:
    page.add_init_script(HEARING)
    chat = Chat(page, assistant_url.rstrip("/"))
    chat.visit()
    chat.open()
    tools = page.get_by_role("group", name="Speak and listen")
    expect(tools).to_be_hidden()
    chat.answers({"kind": "answer", "known": {}, "speech": "Rest it for a week."}, text="Rest it [1] for a week.")
    chat.say("hello")
    assert page.evaluate("spoken") == []
    chat.menu("Speak and listen")
    speak, read = tools.get_by_role("button", name="Speak"), tools.get_by_role("button", name="Read replies aloud")
    expect(speak).to_be_focused()
    read.click()
    expect(read).to_have_attribute("aria-pressed", "true")
    speak.click()
    expect(speak).to_have_attribute("aria-pressed", "true")
    expect(tools.get_by_role("status")).to_contain_text("Your browser may send your voice to its maker")
    with page.expect_response("**/site/webhook"):
        page.evaluate("hearing.hears('my knee is stiff')")
    expect(chat.mine.last).to_have_text("my knee is stiff")
    expect(speak).to_have_attribute("aria-pressed", "false")
    page.wait_for_function("spoken.length")
    assert page.evaluate("spoken") == ["Rest it for a week."]
    speak.click()
    page.evaluate("hearing.onerror({error: 'not-allowed'}); hearing.onend()")
    expect(tools.get_by_role("status")).to_contain_text("does not let me use the microphone")


def test_a_browser_that_cannot_speak_offers_nothing(page: Page, assistant_url: str) -> None:
    page.add_init_script(
        "for (const name of ['SpeechRecognition', 'webkitSpeechRecognition', 'speechSynthesis'])"
        " Object.defineProperty(window, name, {value: undefined});"
    )
    chat = Chat(page, assistant_url.rstrip("/"))
    chat.visit()
    chat.open()
    page.get_by_role("button", name="Menu").click()
    expect(page.locator("#menu-list").get_by_role("button", name="New conversation")).to_be_visible()
    expect(page.locator("#menu-list").get_by_role("button", name="Speak and listen")).to_be_hidden()


# ------------------------------------------------------------------------------------------- the shop's own colours
def page_with(page: Page, url: str, attributes: str) -> Chat:
    """The chat on a page whose tag has these attributes."""
    html = (
        f'<!doctype html><html lang="en"><title>Shop</title><script async src="/site/widget.js" {attributes}></script>'
    )
    page.route("**/shop-page", lambda route: route.fulfill(status=200, content_type="text/html", body=html))
    page.goto(f"{url.rstrip('/')}/shop-page")
    chat = Chat(page, url.rstrip("/"))
    chat.open()
    return chat


@pytest.mark.parametrize(("color", "ink"), [("#7a1f5c", "rgb(255, 255, 255)"), ("#fd0", "rgb(0, 0, 0)")])
def test_the_shop_s_name_and_colour_are_taken_and_stay_readable(
    page: Page, assistant_url: str, color: str, ink: str
) -> None:
    chat = page_with(page, assistant_url, f'data-color="{color}" data-title="Knee help" data-shop="A &amp; B"')
    expect(page.get_by_role("dialog", name="Knee help A & B")).to_be_visible()
    expect(page.locator("#head")).to_have_css("color", ink)
    chat.answers({"kind": "chat", "known": {}})
    chat.say("hello")
    expect(page.locator("#messages .user-message-text").first).to_have_css("color", ink)


def test_odd_attributes_change_nothing(page: Page, assistant_url: str) -> None:
    page_with(page, assistant_url, 'data-color="red;}</style>" data-title="<b>x</b>" data-theme="pink"')
    expect(page.get_by_role("dialog", name="<b>x</b>")).to_be_visible()
    expect(page.locator("#head")).to_have_css("background-color", "rgb(11, 93, 87)")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_page_may_choose_the_theme(page: Page, assistant_url: str, theme: str) -> None:
    page.emulate_media(color_scheme="light" if theme == "dark" else "dark")
    page_with(page, assistant_url, f'data-theme="{theme}"')
    light = page.locator("#panel").evaluate("panel => getComputedStyle(panel).backgroundColor") == "rgb(251, 250, 247)"
    assert light is (theme == "light")
