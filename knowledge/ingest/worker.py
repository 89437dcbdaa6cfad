"""Reads one file in a process of its own, with little memory, little time and no right to write.

`python -m knowledge.ingest.worker KIND SECONDS` takes the content on its standard input and prints a document, or what
is wrong, as JSON. A file that is made to fill the memory or to never end takes down this process and nothing else.
"""

from __future__ import annotations

import json
import resource
import sys

from knowledge.ingest.document import MOST_CHARACTERS, Document, IngestError

MOST_MEMORY = 1_500_000_000  # bytes of address space


def limit(seconds: int) -> None:
    """Take from this process what reading does not need; it ends after `seconds` of processor time."""
    for what, most in (
        (resource.RLIMIT_AS, MOST_MEMORY),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def read(kind: str, content: bytes) -> Document:
    """Return what a file of `kind` (a value of `KINDS` in `files.py`) holds.

    Raises:
        IngestError: it cannot be read, or holds too much.
    """
    # Each reader brings a large library; only one is needed.
    if kind == "HTML":
        from knowledge.ingest.html import read_html as reader
    elif kind == "Markdown":
        from knowledge.ingest.markdown import read_markdown as reader
    elif kind == "PDF":
        from knowledge.ingest.pdf import read_pdf as reader
    else:
        from knowledge.ingest.plain import read_text as reader
    try:
        document = reader(content)
    except (IngestError, MemoryError):
        raise
    except Exception as error:
        # The libraries have errors of many kinds for broken files; here each means the same.
        received = f"{len(content):,} bytes that break off or contradict themselves ({type(error).__name__})"
        raise IngestError(f"the {kind} could not be read", received, "Save it again from its source.") from error
    characters = sum(len(block.text) for block in document.blocks)
    if characters > MOST_CHARACTERS:
        received = f"{characters:,} characters of text"
        raise IngestError("the article is too long", received, f"Split it: {MOST_CHARACTERS:,} at most.")
    return document


def main() -> None:
    """Read standard input as the kind named on the command line."""
    limit(int(sys.argv[2]))
    try:
        answer: dict[str, object] = {"document": read(sys.argv[1], sys.stdin.buffer.read()).model_dump()}
    except IngestError as error:
        answer = {"error": error.parts}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
