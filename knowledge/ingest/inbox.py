"""The inbox: which articles were taken in before, and putting a proposal there whole or not at all."""

from __future__ import annotations

import re
import tempfile
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from knowledge.ingest.document import IngestError
from knowledge.shop import INBOX, PASSAGES_FILE, SHOP_FOLDER, SOURCE_FILE, Shop

REPLACED = ".replaced"  # earlier proposals of an article, which a reviewer may have worked on


@dataclass(frozen=True)
class Known:
    """An article taken in before: its folder's name, where that is (`inbox/knees`), and its file as it was then."""

    name: str
    where: str
    file: str
    sha256: str


class Inbox:
    """The proposals and reviewed articles of a shop."""

    def __init__(self, shop: Shop, folder: Path = SHOP_FOLDER) -> None:
        """Look through `shop`, as read from `folder`."""
        self.folder = folder
        self._known: list[Known] = []
        for place, articles in ((f"{INBOX}/", shop.inbox), ("", shop.reviewed)):
            for article in articles:
                head = article.head
                file, sha256 = (head.file, head.sha256) if head else ("", "")
                self._known.append(Known(article.name, f"{place}{article.name}", file, sha256))

    def taken_before(self, sha256: str) -> str:
        """Return where an article with this content is, or an empty text."""
        return next((known.where for known in self._known if known.sha256 == sha256), "")

    def name(self, slug: str, file: str, sha256: str, again: bool) -> str:
        """Return the name of the folder for an article that was read from `file`.

        Raises:
            IngestError: another version of the file is there, and it is not to be taken in `again`.
        """
        for known in self._known:
            newer = known.file == file and re.fullmatch(rf"{slug}(?:-\d+)?", known.name)
            if known.sha256 == sha256 or newer:
                if not again:
                    received = f"another version than the one in {known.where}"
                    raise IngestError("the article was not taken in", received, "Use --again to propose it anew.")
                return known.name
        numbers = (slug if number == 1 else f"{slug}-{number}" for number in count(1))
        return next(name for name in numbers if not any((place / name).exists() for place in self._places))

    @property
    def _places(self) -> tuple[Path, Path]:
        return self.folder, self.folder / INBOX

    def put(self, name: str, file: str, sha256: str, passages: str, source: str) -> Path | None:
        """Put an article's files at their place; return where the proposal that stood there is kept, if one did.

        Raises:
            IngestError: they could not be written; what was there is as before.
        """
        inbox = self.folder / INBOX
        try:
            inbox.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(prefix=".taking-in-", dir=inbox) as scratch:
                fresh = Path(scratch) / name
                fresh.mkdir()
                (fresh / PASSAGES_FILE).write_text(passages, encoding="utf-8")
                (fresh / SOURCE_FILE).write_text(source, encoding="utf-8")
                kept = _exchange(fresh, inbox / name)
        except OSError as error:
            received = f"an error of the system: {error.strerror}"
            remedy = "Nothing was changed. Make room or rights, and take it in again."
            raise IngestError("the proposal could not be written", received, remedy) from error
        self._known.append(Known(name, f"{INBOX}/{name}", file, sha256))
        return kept


def _exchange(fresh: Path, place: Path) -> Path | None:
    if not place.exists():
        fresh.rename(place)
        return None
    folder = place.parent / REPLACED
    folder.mkdir(exist_ok=True)
    kept = next(path for number in count(1) if not (path := folder / f"{place.name}.{number}").exists())
    place.rename(kept)
    try:
        fresh.rename(place)
    except OSError:
        kept.rename(place)
        raise
    return kept
