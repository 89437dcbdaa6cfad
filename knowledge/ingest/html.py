"""Articles in HTML: trafilatura finds the text among menus, banners and scripts."""

from __future__ import annotations

import re
from typing import Any

from trafilatura import bare_extraction
from trafilatura.settings import use_config

from knowledge.ingest.decode import decode
from knowledge.ingest.document import Block, Document, IngestError

TAKEN = ("head", "p", "item", "quote")
# Below so many characters it takes the page's text as one lump, headings and tables too; a passage needs no more.
LEAST_CHARACTERS = 80
CONFIG = use_config()
CONFIG.set("DEFAULT", "MIN_EXTRACTED_SIZE", str(LEAST_CHARACTERS))
DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")  # lxml takes no text that names an encoding


def read_html(content: bytes) -> Document:
    """Return the article of an HTML page, with title, site, date and address where the page gives them.

    Raises:
        IngestError: there is no article in it.
    """
    text, encoding = decode(content)
    found: Any = bare_extraction(
        DECLARATION.sub("", text),
        with_metadata=True,
        include_comments=False,
        include_tables=False,
        config=CONFIG,
        # Dates that the page states; the others are guesses from whatever stands in it.
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    if found is None:
        remedy = "Save the article's own page, or only its text, and take that in."
        raise IngestError("no article was found in the page", f"{len(content):,} bytes of HTML", remedy)
    return Document(
        title=found.title or "",
        publisher=found.sitename or "",
        year=int(found.date[:4]) if found.date else None,
        url=found.url or "",
        blocks=list(_blocks(found.body)),
        note="" if encoding.startswith("utf") else f"read as {encoding}",
    )


def _blocks(body: Any) -> list[Block]:
    blocks = []
    for element in body.iter(*TAKEN):
        if any(parent.tag in TAKEN for parent in element.iterancestors()):
            continue  # its text came with the parent's
        text = " ".join("".join(element.itertext()).split())
        if element.tag == "head":
            level = element.get("rend", "h2")[1:]
            blocks.append(Block(kind="heading", text=text, level=int(level) if level.isdigit() else 2))
        else:
            blocks.append(Block(kind="item" if element.tag == "item" else "paragraph", text=text))
    return blocks
