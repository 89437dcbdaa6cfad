"""A part of a turn drawn for Telegram: HTML as its Bot API reads it, and an inline keyboard."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape as escape_html
from typing import Any

from bot.channels.collecting import Button, Part
from bot.channels.drawing import address, pieces, source, with_references
from bot.channels.wording import say, wording

MOST_CHARACTERS = 4096  # of a message, counted without the markup
MOST_OF_CALLBACK = 64  # bytes of what a button sends back
SHORT = 16  # characters of a title that leave room for a second button in the row
CHOSEN = "."  # what the button sends that stays after a tap; it says nothing


def escape(text: str) -> str:
    """Return a text that Telegram shows as it is."""
    return escape_html(text, quote=False)


def draw(part: Part) -> list[dict[str, Any]]:
    """Return the parameters of `sendMessage` for a part: one message, or more where it is long.

    Sources fold away under the text; the keyboard stands under the last message.
    """
    links = {int(one["n"]): f'<a href="{escape_html(url)}">[{one["n"]}]</a>' for one in part.citations
             if (url := address(one))}  # fmt: skip
    heading = wording()["headings"].get(part.level) if part.kind == "safety" else None
    room = MOST_CHARACTERS - len(heading or "") - 1
    cut = list(pieces(part.text, room))
    texts = [with_references(piece, links, escape) for piece in cut]
    lengths = [len(piece) for piece in cut]
    if heading and texts:
        texts[0] = f"<b>{escape(heading)}</b>\n{texts[0]}"
    for lines, length in _sources(part):
        if texts and lengths[-1] + length + len(heading or "") + 3 <= MOST_CHARACTERS:
            texts[-1] += f"\n\n{lines}"
            lengths[-1] += length + 2
        else:
            texts.append(lines)
            lengths.append(length)
    drawn = [{"text": text, "parse_mode": "HTML", "link_preview_options": {"is_disabled": True}} for text in texts]
    if drawn and part.buttons:
        drawn[-1]["reply_markup"] = keyboard(part.buttons)
    return drawn


def keyboard(buttons: Sequence[Button]) -> dict[str, Any]:
    """Return the buttons under a message, two in a row where both are short."""
    rows: list[list[dict[str, str]]] = []
    for button in buttons:
        drawn = {"text": button.title, "callback_data": _fit(button)}
        pair = rows and len(rows[-1]) == 1 and max(len(rows[-1][0]["text"]), len(button.title)) <= SHORT
        if pair:
            rows[-1].append(drawn)
        else:
            rows.append([drawn])
    return {"inline_keyboard": rows}


def chosen(words: str) -> dict[str, Any]:
    """Return the keyboard that stays after a tap: what was said."""
    return {"inline_keyboard": [[{"text": f"✓ {words}", "callback_data": CHOSEN}]]}


def _fit(button: Button) -> str:
    """Return the words that a tap says, within the bytes that Telegram lets through."""
    words = button.payload if len(button.payload.encode()) <= MOST_OF_CALLBACK else button.title
    return words.encode()[:MOST_OF_CALLBACK].decode(errors="ignore")


def _sources(part: Part) -> Iterator[tuple[str, int]]:
    """Yield the sources in blocks that fold, each with its length without markup."""
    lines = [_source(citation) for citation in part.citations]
    title = say("sources")
    while lines:
        taken, length = [f"<b>{escape(title)}</b>"], len(title)
        while lines and (len(taken) == 1 or length + lines[0][1] + 1 <= MOST_CHARACTERS):
            line, characters = lines.pop(0)
            taken.append(line)
            length += characters + 1
        body = "\n".join(taken)
        yield f"<blockquote expandable>{body}</blockquote>", length


def _source(citation: Any) -> tuple[str, int]:
    words, url, number = source(citation), address(citation), f"[{citation['n']}] "
    shown = f'<a href="{escape_html(url)}">{escape(words)}</a>' if url else escape(words)
    return number + shown, len(number) + len(words)
