"""Each kind of part is drawn in messages that Telegram takes, and nothing of it gets lost."""

from __future__ import annotations

import html
import re

import pytest

from bot.channels.collecting import Button
from bot.channels.telegram_drawing import CHOSEN, chosen, draw, keyboard
from tests.bot.channels.parts import PARTS
from tests.bot.channels.standins import html_faults

URL = "https://www.nhs.uk/conditions/knee-pain/?a=1&amp;b=%222%22%7C%3E"


def shown(text: str) -> str:
    """Return what a person reads of this HTML."""
    return html.unescape(re.sub(r"<[^>]*>", "", text))


@pytest.mark.parametrize("name", PARTS)
def test_every_kind_is_taken_by_telegram(name: str) -> None:
    part, messages = PARTS[name], draw(PARTS[name])
    assert [fault for message in messages for fault in html_faults(message["text"])] == []
    read = " ".join(shown(message["text"]) for message in messages)
    assert " ".join(part.text.split()) in " ".join(read.split())
    assert all(f"[{one['n']}] {one['title']}" in read for one in part.citations)
    buttons = [one for message in messages for row in message.get("reply_markup", {}).get("inline_keyboard", [])
               for one in row]  # fmt: skip
    assert [one["callback_data"] for one in buttons] == [button.payload for button in part.buttons]


def test_references_and_sources_become_links() -> None:
    (message,) = draw(PARTS["answer"])
    body, sources = message["text"].split("\n\n")
    assert body == f'Rest if P &lt; 0.05 &amp; it hurts &gt; 2 days <a href="{URL}">[1]</a>. Then run [2] [3].'
    assert f'[1] <a href="{URL}">Knee pain &amp; &lt;you&gt;, NHS, 2024</a>\n[2] Steps to Take, Rest' in sources
    assert sources.startswith("<blockquote expandable>")


@pytest.mark.parametrize(("name", "heading"), [("safety", "Get help now"), ("urgent", "Have it seen soon")])
def test_danger_has_a_heading(name: str, heading: str) -> None:
    assert draw(PARTS[name])[0]["text"].startswith(f"<b>{heading}</b>\n")
    assert not draw(PARTS["triage"])[0]["text"].startswith("<b>")


def test_short_buttons_stand_in_pairs() -> None:
    rows = draw(PARTS["group"])[-1]["reply_markup"]["inline_keyboard"]
    assert [[one["text"] for one in row] for row in rows] == [
        ["It locks", "It gives way"], ["I can't straighten it"], ["It is hot"], ["My calf is swollen"],
        ["None of those"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("button", "data"),
    [
        (Button("Yes", "yes"), "yes"),
        (Button("é", "é" * 32), "é" * 32),
        (Button("Short", "x" * 65), "Short"),
        (Button("é" * 40, "é" * 40), "é" * 32),
        (Button("a" + "é" * 40, "x" * 65), "a" + "é" * 31),
    ],
)
def test_what_a_button_sends_fits(button: Button, data: str) -> None:
    assert keyboard([button])["inline_keyboard"][0][0]["callback_data"] == data


def test_a_tap_leaves_what_was_chosen() -> None:
    assert chosen("Not sure") == {"inline_keyboard": [[{"text": "✓ Not sure", "callback_data": CHOSEN}]]}
