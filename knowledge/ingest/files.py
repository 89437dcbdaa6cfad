"""Which files are taken, and reading them without trusting their names, sizes, links or endings."""

from __future__ import annotations

import os
import stat
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from knowledge.ingest.document import IngestError

KINDS = {
    ".html": "HTML", ".htm": "HTML", ".xhtml": "HTML",
    ".md": "Markdown", ".markdown": "Markdown",
    ".txt": "text", ".text": "text",
    ".pdf": "PDF",
}  # fmt: skip
MOST_BYTES = {"HTML": 4_000_000, "Markdown": 1_000_000, "text": 1_000_000, "PDF": 20_000_000}
SIGNATURES = (
    (b"%PDF-", "a PDF", "Give it the ending .pdf."),
    (b"PK\x03\x04", "a ZIP archive (a .docx or .odt is one too)", "Unpack it, or save the document as PDF or HTML."),
    (b"\x1f\x8b", "a gzip archive", "Unpack it first."),
    (b"\xd0\xcf\x11\xe0", "an old Office document", "Save it as PDF or HTML."),
    (b"{\\rtf", "a rich-text document", "Save it as PDF or HTML."),
    (b"\x89PNG", "a PNG picture", "Take in the text itself."),
    (b"\xff\xd8\xff", "a JPEG picture", "Take in the text itself."),
    (b"GIF8", "a GIF picture", "Take in the text itself."),
    (b"Rar!", "a RAR archive", "Unpack it first."),
    (b"7z\xbc\xaf", "a 7z archive", "Unpack it first."),
    (b"\x7fELF", "a program", "Take in articles only."),
    (b"MZ", "a program", "Take in articles only."),
    (b"SQLite format 3", "a database", "Take in articles only."),
)
PDF_WITHIN = 1024  # bytes; readers accept some rubbish before the signature


@dataclass(frozen=True)
class Found:
    """A file to take in: where it is, its name to show and keep, and its kind by its ending."""

    path: Path
    name: str
    kind: str


@dataclass
class Listing:
    """What a path holds: files to take in, what is refused and why, and how many files of other kinds there are."""

    files: list[Found] = field(default_factory=list)
    refused: list[tuple[str, IngestError]] = field(default_factory=list)
    passed_over: Counter[str] = field(default_factory=Counter)


def shown(name: str) -> str:
    """Return a file's name fit for a terminal and a YAML file: no control characters, at most 200 long."""
    safe = "".join("?" if unicodedata.category(c)[0] == "C" else c for c in name)
    return safe if len(safe) <= 200 else f"{safe[:197]}..."


def list_files(path: Path) -> Listing:
    """List what `path`, a file or a folder, holds; links that lead out of a folder are refused.

    Raises:
        IngestError: there is no such path, or it is a file of another kind.
    """
    if not os.path.exists(path):  # which takes names that no file can have, too
        raise IngestError("nothing was read", f"{shown(str(path))}, which is not there", "Check the path.")
    if not path.is_dir():
        kind = KINDS.get(path.suffix.lower())
        if kind is None:
            raise IngestError("the file was not taken in", f"the ending {shown(path.suffix) or 'none'}", _WANTED)
        return Listing([Found(_real(path), shown(path.name), kind)])
    listing = Listing()
    root = _real(path)

    def unreadable(error: OSError) -> None:
        received = f"an error of the system: {error.strerror}"
        problem = IngestError("the folder could not be read", received, "Check that it may be read.")
        listing.refused.append((shown(str(error.filename)), problem))

    for folder, folders, names in os.walk(root, onerror=unreadable, followlinks=False):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        links = [name for name in folders if Path(folder, name).is_symlink()]
        for name in sorted([*links, *names]):
            if not name.startswith("."):
                _list(Path(folder, name), root, listing)
    if not (listing.files or listing.refused):
        raise IngestError("nothing was taken in", f"a folder without articles, {shown(str(path))}", _WANTED)
    return listing


def _real(path: Path) -> Path:
    return Path(os.path.realpath(path))  # as `resolve`, but does not fail on links in a circle


_WANTED = f"Files to take in end with {', '.join(KINDS)}."


def _list(path: Path, root: Path, listing: Listing) -> None:
    name = shown(path.relative_to(root).as_posix())
    kind = KINDS.get(path.suffix.lower())
    if path.is_symlink():
        target = _real(path)
        if not target.is_relative_to(root):
            received = f"a link to {shown(str(target))}, outside the folder"
            listing.refused.append((name, IngestError("the link was not followed", received, "Copy the file itself.")))
        return  # what it leads to inside the folder is listed by its own name
    if kind is None:
        listing.passed_over[shown(path.suffix.lower()) or "no ending"] += 1
    else:
        listing.files.append(Found(path, name, kind))


def read_bytes(found: Found) -> bytes:
    """Return the content of a file, after looking at its size and first bytes.

    Raises:
        IngestError: it cannot be read, is no plain file, empty, too large, or not what its ending says.
    """
    limit = MOST_BYTES[found.kind]
    try:
        # Not blocking: a named pipe would wait for ever. No link: what was listed may have been changed since.
        descriptor = os.open(found.path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW)
        with open(descriptor, "rb") as file:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode):
                raise IngestError("the file was not read", "a device or a pipe", "Give a plain file.")
            content = b"" if status.st_size > limit else file.read(limit + 1)
    except OSError as error:
        received = f"an error of the system: {error.strerror}"
        raise IngestError("the file could not be read", received, "Check that it is there and may be read.") from error
    if status.st_size > limit or len(content) > limit:
        remedy = f"{found.kind} may have {limit:,} at most; split it, or take out what is no text."
        raise IngestError("the file is too large", f"{max(status.st_size, len(content)):,} bytes", remedy)
    if not content.strip():
        raise IngestError("the file is empty", f"{len(content):,} bytes", "Save the article again.")
    _check_signature(content, found.kind)
    return content


def _check_signature(content: bytes, kind: str) -> None:
    if kind == "PDF" and b"%PDF-" in content[:PDF_WITHIN]:
        return
    for signature, what, remedy in SIGNATURES:
        if content.startswith(signature):
            raise IngestError(f"the file is no {kind}", what, remedy)
    if kind == "PDF":
        raise IngestError("the file is no PDF", f"a file that begins with {content[:12]!r}", "Save it as PDF again.")
