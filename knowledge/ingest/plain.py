"""Articles in plain text: headings are short lines by themselves, lists begin with a mark."""

from __future__ import annotations

import re

from knowledge.ingest.decode import decode
from knowledge.ingest.document import Block, Document, IngestError

MOST_WORDS = 10  # of a heading
UNDERLINE = re.compile(r"^\s*(?:=+|-{3,}|~{3,}|\*{3,}|_{3,})\s*$")
ITEM = re.compile(r"^\s*(?:[-*•·–]|\d{1,2}[.)])\s+")
MARKED = re.compile(r"^(#{1,6})\s+(.*?)\s*#*$")
ENDS = (".", "!", ",", ";", ":", "”", '"')


def read_text(content: bytes) -> Document:
    """Return the article of a plain text file; its first line is the title where it looks like one.

    Raises:
        IngestError: there is no text in it.
    """
    text, encoding = decode(content)
    blocks = [block for group in re.split(r"\n\s*\n", text) for block in _blocks(group)]
    if not any(block.kind != "heading" for block in blocks):
        raise IngestError("no text was found", f"{len(content):,} bytes of text", "Save the article again.")
    title = blocks[0].text if blocks[0].kind == "heading" else ""
    note = "" if encoding.startswith("utf") else f"read as {encoding}"
    return Document(title=title, blocks=blocks, note=note)


def _blocks(group: str) -> list[Block]:
    """Return the blocks of lines that stand together."""
    lines = [line for line in group.split("\n") if line.strip()]
    if not lines:
        return []
    underlined = len(lines) > 1 and UNDERLINE.match(lines[1])
    blocks: list[Block] = []
    if _is_heading(lines[0]) and (len(lines) == 1 or underlined):
        blocks.append(Block(kind="heading", text=ITEM.sub("", lines.pop(0)).strip(), level=2))
    for line in lines:
        if marked := MARKED.match(line.strip()):
            blocks.append(Block(kind="heading", text=marked[2], level=len(marked[1])))
        elif ITEM.match(line):
            blocks.append(Block(kind="item", text=ITEM.sub("", line).strip()))
        elif UNDERLINE.match(line):
            continue
        elif blocks and blocks[-1].kind != "heading":  # a line broken to fit a width
            blocks[-1] = Block(kind=blocks[-1].kind, text=f"{blocks[-1].text} {line.strip()}")
        else:
            blocks.append(Block(kind="paragraph", text=line.strip()))
    return blocks


def _is_heading(line: str) -> bool:
    text = line.strip()
    bullet = ITEM.match(line) and not text[0].isdigit()
    return (
        len(text.split()) <= MOST_WORDS
        and not text.endswith(ENDS)
        and not bullet
        and not MARKED.match(text)
        and not UNDERLINE.match(text)
    )
