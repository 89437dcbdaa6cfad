"""What is read from a file of any kind: a title, where it was published, and its headings and paragraphs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from pydantic import BaseModel, ConfigDict

MOST_CHARACTERS = 400_000  # of one article's text: some 65,000 words
MOST_WORDS_IN_LINE = 40  # of a list that becomes one sentence
FEW_WORDS = 3  # an item of fewer words is no sentence by itself
BLANKS = re.compile(r"\s+")
TAG = re.compile(r"<[a-zA-Z/!?][^<>]*>")
# What Markdown, our references, placeholders or comments would read as theirs.
NEUTRAL = str.maketrans("[]{}`|“”‘’", "()()' \"\"''", "*\\")
BELOW, ABOVE = re.compile(r"<\s*(?=\d)"), re.compile(r">\s*(?=\d)")
ANGLE = re.compile(r"[<>]")
NUMBERED = re.compile(r"^(?:\d{1,2}[.):]|#\d{1,2})\s+(?=\S)")
HYPHENS = re.compile(r"-{2,}")  # would end a comment


class IngestError(ValueError):
    """A file cannot be taken in."""

    def __init__(self, failed: str, received: str, remedy: str) -> None:
        """Say what failed, what was received, and what to do about it."""
        super().__init__(f"{failed}; received {received}. {remedy}")
        self.parts = (failed, received, remedy)


BlockKind = Literal["heading", "paragraph", "item"]


class Block(BaseModel):
    """A heading (of a level, 1 the highest), a paragraph, or an item of a list."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    kind: BlockKind
    text: str
    level: int = 0  # of a heading, from 1


class Document(BaseModel):
    """An article as read; what the file does not tell is empty."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    title: str = ""
    publisher: str = ""
    year: int | None = None
    url: str = ""
    blocks: list[Block] = []
    note: str = ""  # what the reviewer should know of the reading, such as a guessed encoding


@dataclass(frozen=True)
class Part:
    """The paragraphs under one heading; `trail` are the headings above it and itself, the title left out."""

    trail: tuple[str, ...]
    paragraphs: tuple[str, ...]

    @property
    def heading(self) -> str:
        """The nearest heading; empty before the first."""
        return self.trail[-1] if self.trail else ""


def clean(text: str) -> str:
    """Return `text` on one line, without anything that a file of passages would read as more than words.

    Ligatures and full-width letters become plain ones; control, format and private characters go.
    """
    plain = unicodedata.normalize("NFKC", text)
    kept = "".join(" " if c.isspace() else c for c in plain if c.isspace() or unicodedata.category(c)[0] != "C")
    kept = ABOVE.sub("over ", BELOW.sub("under ", TAG.sub(" ", kept)))
    return BLANKS.sub(" ", HYPHENS.sub("–", ANGLE.sub(" ", kept).translate(NEUTRAL))).strip()


def parts(document: Document) -> list[Part]:
    """Return the article by headings, cleaned; headings with nothing under them are left out."""
    found: list[Part] = []
    trail: list[tuple[int, str]] = []
    for is_heading, run in groupby(_joined(document.blocks), key=lambda row: row.level > 0):
        if not is_heading:
            found.append(Part(tuple(heading for _, heading in trail), tuple(row.text for row in run)))
            continue
        for row in run:
            trail = [above for above in trail if above[0] < row.level]
            if row.text.lower() != clean(document.title).lower():
                trail.append((row.level, NUMBERED.sub("", row.text)))
    return found


def _joined(blocks: Iterable[Block]) -> list[Block]:
    """Return the blocks cleaned; a list of few words becomes one sentence with the line that leads in to it."""
    found: list[Block] = []
    tidy = [Block(kind=block.kind, text=text, level=block.level) for block in blocks if (text := clean(block.text))]
    for is_item, run in groupby(tidy, key=lambda block: block.kind == "item"):
        if not is_item:
            found += run
            continue
        items = [block.text for block in run]
        lead = found.pop().text if found and found[-1].kind == "paragraph" and found[-1].text.endswith(":") else ""
        words = (item[0].lower() + item[1:] if item[1:2].islower() else item for item in items)
        line = f"{lead} {', '.join(word.rstrip('.;,') for word in words)}".strip()
        short = sum(len(item.split()) for item in items) < FEW_WORDS * len(items)
        if short and len(line.split()) <= MOST_WORDS_IN_LINE:
            found.append(Block(kind="item", text=line))
        else:
            found += [Block(kind="item", text=text) for text in (lead.rstrip(":"), *items) if text]
    return found
