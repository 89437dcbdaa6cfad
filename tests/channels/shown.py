"""What a chat channel showed of a reply, and how that differs from the reply over REST."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from urllib.parse import unquote

from tests.channels.reference import Part

MARKED = ("emergency", "urgent")  # levels at which a warning has a heading


@dataclass
class Shown:
    """One turn, read back from a platform's markup.

    Attributes:
        text: all that is said, without links and sources, white space as one.
        links: where each [n] in the text leads, in order.
        sources: the lines of sources, in order.
        buttons: the titles with what they say, in order.
        headings: how many there are.
        files: the names of files, in order.
        knee: a picture of the knee stands over the question.
    """

    text: str = ""
    links: list[tuple[str, str]] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    buttons: list[tuple[str, str]] = field(default_factory=list)
    headings: int = 0
    files: list[str] = field(default_factory=list)
    knee: bool = False


def expected(parts: Sequence[Part]) -> Shown:
    """Return what has to be shown of a reply."""
    addresses = [{f"[{one['n']}]": one["url"] for one in part.citations if one.get("url")} for part in parts]
    return Shown(
        squeezed(" ".join(part.text for part in parts)),
        [
            (marker, address[marker])
            for part, address in zip(parts, addresses, strict=True)
            for marker in re.findall(r"\[\d+\]", part.text)
            if marker in address
        ],
        [line(one) for part in parts for one in part.citations],
        [button for part in parts for button in part.buttons],
        sum(part.kind == "safety" and part.level in MARKED for part in parts),
        [file for part in parts for file in part.files],
        any(part.block.get("slot") == "location" for part in parts),
    )


def line(citation: Mapping[str, Any]) -> str:
    """Return a source in words, and where it can be read."""
    words = [str(citation[key]) for key in ("title", "section", "publisher", "year") if citation.get(key)]
    return f"[{citation['n']}] {', '.join(words)} <{citation.get('url') or ''}>"


def differences(parts: Sequence[Part], shown: Shown, knee: bool = False) -> Iterator[str]:
    """Yield how what was shown differs from a reply; `knee`: the channel has the picture of the knee."""
    wanted = expected(parts)
    wanted.knee = wanted.knee and knee
    for name, value in vars(wanted).items():
        if (got := getattr(shown, name)) != value:
            yield f"{name}: expected {value!r}, shown {got!r}"


def squeezed(text: str) -> str:
    """Return a text with all white space as one space."""
    return " ".join(text.split())


def from_slack(messages: Sequence[Mapping[str, Any]]) -> Shown:
    """Read messages in Block Kit."""
    shown, texts = Shown(), list[str]()
    for block in (block for message in messages for block in message["blocks"]):
        if block["type"] == "header":
            shown.headings += 1
        elif block["type"] == "section":
            texts.append(_read(block["text"]["text"], r"<([^|>]+)\|([^>]*)>", shown.links))
        elif block["type"] == "context":
            for source in block["elements"][0]["text"].split("\n"):
                shown.sources.append(_source(source, r"<([^|>]+)\|([^>]*)>"))
        else:
            shown.buttons += [(one["text"]["text"], one["value"]) for one in block["elements"]]
    shown.text = squeezed(" ".join(texts))
    return shown


def from_telegram(messages: Sequence[Mapping[str, Any]]) -> Shown:
    """Read messages in Telegram's HTML, with their keyboards."""
    shown, texts = Shown(), list[str]()
    for message in messages:
        text = message.get("text") or message.get("caption", "")
        shown.knee = shown.knee or "caption" in message
        text, *folded = re.split(r"<blockquote expandable>(.*?)</blockquote>", text, flags=re.DOTALL)
        for source in "".join(folded).strip().split("\n")[1:]:
            shown.sources.append(_source(source, r'<a href="([^"]+)">(.*?)</a>'))
        text, headings = re.subn(r"^<b>[^<]*</b>\n", "", text)
        shown.headings += headings
        texts.append(_read(text, r'<a href="([^"]+)">(.*?)</a>', shown.links))
        rows = message.get("reply_markup", {}).get("inline_keyboard", [])
        shown.buttons += [(one["text"], one["callback_data"]) for row in rows for one in row]
    shown.text = squeezed(" ".join(texts))
    return shown


def _read(text: str, link: str, links: list[tuple[str, str]]) -> str:
    links += [(unescape(words), unquote(unescape(url))) for url, words in re.findall(link, text)]
    return unescape(re.sub(link, r"\2", text))


def _source(text: str, link: str) -> str:
    found = re.search(link, text)
    words, url = re.sub(link, r"\2", text), found[1] if found else ""
    return f"{unescape(words)} <{unquote(unescape(url))}>"
