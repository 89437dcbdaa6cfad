"""What drawing on chat platforms has in common: references made into links, sources into lines, text cut to fit."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import quote

REFERENCE = re.compile(r"\[(\d+)\]")
# What an address may hold unquoted; quotes, brackets and bars would end a link.
ADDRESS = "%/:=&?~#+!$,;@()*'"


def address(citation: Mapping[str, Any]) -> str:
    """Return the address of a source, safe to stand in a link; empty where it has none that is https."""
    url = str(citation.get("url") or "")
    return quote(url, safe=ADDRESS).replace("'", "%27") if url.startswith("https://") else ""


def source(citation: Mapping[str, Any]) -> str:
    """Return a source in words: title, section, publisher and year, as far as known."""
    parts = (citation.get(key) for key in ("title", "section", "publisher", "year"))
    return ", ".join(str(part) for part in parts if part)


def with_references(text: str, citations: Mapping[int, str], escape: Callable[[str], str]) -> str:
    """Return the text escaped, with each [n] replaced by what `citations` has for n."""
    drawn, end = [], 0
    for match in REFERENCE.finditer(text):
        drawn += [escape(text[end : match.start()]), citations.get(int(match[1]), escape(match[0]))]
        end = match.end()
    return "".join([*drawn, escape(text[end:])])


def pieces(text: str, most: int) -> Iterator[str]:
    """Yield the text in pieces of at most `most` characters, cut at a line's end, or a sentence's, or a word's."""
    rest = text.strip()
    while len(rest) > most:
        cut = next((at for mark in ("\n", ". ", " ") if (at := rest.rfind(mark, 1, most)) > 0), most - 1) + 1
        yield rest[:cut].strip()
        rest = rest[cut:].strip()
    if rest:
        yield rest
