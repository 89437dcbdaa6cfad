"""Articles in Markdown, with or without front matter."""

from __future__ import annotations

import re
from typing import Any

import frontmatter
import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from knowledge.ingest.decode import decode
from knowledge.ingest.document import Block, BlockKind, Document, IngestError

TITLES, PUBLISHERS = ("title",), ("publisher", "site", "site_name")
YEARS, ADDRESSES = ("year", "date", "published"), ("url", "canonical_url", "canonical", "permalink")
YEAR = re.compile(r"(?:19|20)\d\d")


def read_markdown(content: bytes) -> Document:
    """Return the article of a Markdown file; code, tables, pictures and raw HTML are left out.

    Raises:
        IngestError: its front matter is no YAML, or there is no text in it.
    """
    text, encoding = decode(content)
    try:
        post = frontmatter.loads(text)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        received = " ".join(str(error).split())[:120]
        raise IngestError("the front matter is no YAML", received, "Mend it or take it away.") from error
    # Text between two rules is no front matter, and would be lost.
    body, told = (post.content, post.metadata) if post.metadata else (text, {})
    blocks = _blocks(MarkdownIt().enable("table").parse(body))
    if not any(block.kind != "heading" for block in blocks):
        raise IngestError("no text was found", f"{len(content):,} bytes of Markdown", "Save the article again.")
    first = blocks[0]
    year = YEAR.search(_told(told, YEARS))
    return Document(
        title=_told(told, TITLES) or (first.text if first.kind == "heading" and first.level == 1 else ""),
        publisher=_told(told, PUBLISHERS),
        year=int(year[0]) if year else None,
        url=_told(told, ADDRESSES),
        blocks=blocks,
        note="" if encoding.startswith("utf") else f"read as {encoding}",
    )


def _told(told: dict[str, Any], names: tuple[str, ...]) -> str:
    """Return the first of the values named that is plain; what is nested could be made to grow without end."""
    values = (told.get(name) for name in names)
    return next((str(value) for value in values if isinstance(value, str | int) or hasattr(value, "isoformat")), "")


def _blocks(tokens: list[Token]) -> list[Block]:
    blocks: list[Block] = []
    items = tables = 0
    heading = 0
    for token in tokens:
        items += token.nesting if token.type.startswith("list_item_") else 0
        tables += token.nesting if token.type.startswith("table_") else 0
        if token.type == "heading_open":
            heading = int(token.tag[1:])
        elif token.type == "heading_close":
            heading = 0
        elif token.type == "inline" and not tables:
            text = "".join(_words(child) for child in token.children or ())
            kind: BlockKind = "heading" if heading else "item" if items else "paragraph"
            blocks.append(Block(kind=kind, text=text, level=heading))
    return blocks


def _words(token: Token) -> str:
    if token.type in ("text", "code_inline"):
        return token.content
    return " " if token.type in ("softbreak", "hardbreak") else ""
