"""Takes in one file: reads it, proposes passages, and puts them into the inbox."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timezone
from functools import cached_property
from pathlib import Path

from knowledge.encoder import Encoder
from knowledge.ingest.document import Document, clean
from knowledge.ingest.extract import extract
from knowledge.ingest.files import Found, read_bytes
from knowledge.ingest.inbox import REPLACED, Inbox
from knowledge.ingest.propose import LeftOut, Proposals, Proposer, slug
from knowledge.ingest.render import passages_file, reads_back, source_file
from knowledge.passages import read_passages
from knowledge.search import Searcher
from knowledge.settings import settings
from knowledge.shop import INBOX, SHOP_FOLDER, read_shop
from knowledge.sources import Source, read_sources

MOST_TITLE, MOST_PUBLISHER, MOST_SLUG, MOST_ADDRESS = 200, 100, 50, 500  # characters
FIRST_YEAR = 1950
ADDRESS = re.compile(r"https://[a-z0-9.-]+\.[a-z]{2,}(?::\d+)?(?:[/?#][^\s\"'<>\[\]{}`\\]*)?", re.IGNORECASE)


@dataclass(frozen=True)
class Told:
    """What the user says of an article; it goes before what the file says."""

    title: str = ""
    publisher: str = ""
    year: int | None = None
    url: str = ""


@dataclass(frozen=True)
class Outcome:
    """What became of a file: where its proposal is (empty: none was made), what it gave, and where it was before."""

    where: str
    proposals: Proposals
    before: str = ""  # taken in earlier, and left as it is
    kept: str = ""  # the earlier proposal that this one replaces

    def count(self, kind: str) -> int:
        """Return how many passages have a note of `kind` (CONFLICT, DUPLICATE)."""
        return sum(any(note.kind.startswith(kind) for note in row.notes) for row in self.proposals.passages)


class Intake:
    """Takes in files one after the other; each is compared with all before it."""

    def __init__(
        self, search: Callable[[], Searcher], encode: Callable[[], Encoder], folder: Path = SHOP_FOLDER
    ) -> None:
        """Read what is there.

        Args:
            search: returns the searcher, whose topic head proposes topics; called when the first article is read.
            encode: returns the encoder; called then, too.
            folder: of the shop's articles.
        """
        self._search, self._encode = search, encode
        self._own = read_passages()[0]
        shop = read_shop(self._own, read_sources(), folder)
        self._articles = (*shop.reviewed, *shop.inbox)
        self._inbox = Inbox(shop, folder)

    @cached_property
    def _proposer(self) -> Proposer:
        others = [passage for article in self._articles for passage in article.passages]
        return Proposer(self._search(), self._encode(), [*self._own, *others])

    def take(self, found: Found, told: Told, again: bool = False) -> Outcome:
        """Take in one file.

        Args:
            found: the file.
            told: what is known of the article beside the file.
            again: propose it anew if it was taken in before.

        Raises:
            IngestError: it could not be read or its proposal could not be written; nothing was changed.
            FileNotFoundError: the encoder or the index was not built.
        """
        content = read_bytes(found)
        sha256 = hashlib.sha256(content).hexdigest()
        before = self._inbox.taken_before(sha256)
        if before and not again:
            return Outcome("", Proposals(), before=before)
        document = extract(found.kind, content)
        title = clean(told.title or document.title)[:MOST_TITLE].strip() or _readable(found.path.stem)
        name = self._inbox.name(folder_name(title), found.name, sha256, again)
        self._proposer.forget(row for article in self._articles if article.name == name for row in article.passages)
        key = f"shop-{name}"
        proposals = self._proposer.propose(document, key)
        _leave_out_what_does_not_read_back(proposals)
        if not proposals.passages:
            return Outcome("", proposals)
        source, note = _source(key, title, document, told, proposals)
        passages = passages_file(title, found.name, note, sha256, _today(), proposals)
        kept = self._inbox.put(name, found.name, sha256, passages, source_file(source))
        return Outcome(f"{INBOX}/{name}", proposals, kept=f"{INBOX}/{REPLACED}/{kept.name}" if kept else "")


def _today() -> date:
    return datetime.now(tz=timezone.utc).date()


def folder_name(title: str) -> str:
    """Return the name of the folder for an article of this title: small letters, digits and hyphens."""
    name = slug(title)[:MOST_SLUG].strip("-") or "article"
    return f"{name}-article" if name == INBOX else name


def _readable(stem: str) -> str:
    return clean(re.sub(r"[-_]+", " ", stem))[:MOST_TITLE].strip().capitalize() or "Article"


def _leave_out_what_does_not_read_back(proposals: Proposals) -> None:
    for proposal in [row for row in proposals.passages if not reads_back(row)]:
        proposals.passages.remove(proposal)
        why = "its text would not be read back as it was written"
        proposals.left_out.append(LeftOut(proposal.heading, proposal.passage.plain[:120], why))


def _source(key: str, title: str, document: Document, told: Told, proposals: Proposals) -> tuple[Source, str]:
    """Return the source of an article, and what the reviewer should know of how it was read."""
    publisher = clean(told.publisher or document.publisher)[:MOST_PUBLISHER].strip() or settings().shop_name
    year = told.year or document.year
    if year is not None and not FIRST_YEAR <= year <= _today().year:
        year = None
    address = told.url or document.url
    url = address if is_address(address) else None
    odd = "the page gives no https address, so none is cited" if address and not url else ""
    text = " ".join(proposal.passage.text for proposal in proposals.passages)
    sections = {name: title for name, title in proposals.sections.items() if f"[{key}:{name}]" in text}
    note = "; ".join(filter(None, (document.note, odd)))
    return Source(key, title, publisher, year, "article", url, sections), note


def is_address(text: str) -> bool:
    """Return whether `text` may be cited as an address."""
    return len(text) <= MOST_ADDRESS and bool(ADDRESS.fullmatch(text))
