"""A shop's own articles: the passages taken from them, and whether somebody has reviewed them.

Each article has a folder with `passages.md` (as in `knowledge/passages`, but of several topics) and `source.yml`:
proposals in `shop/inbox`, reviewed ones beside it. Only reviewed articles are answered from.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import frontmatter
import yaml
from pydantic import BaseModel, ConfigDict, Field, field_validator

from knowledge.passages import (
    TOPICS,
    Fault,
    Meta,
    Passage,
    Section,
    faults_of,
    first_line,
    meta_of,
    passage_of,
    sections_of,
)
from knowledge.sources import Source, SourceError, read_source_file
from knowledge.wrong_claims import claims_in

SHOP_FOLDER = Path(__file__).resolve().parent / "shop"
INBOX = "inbox"
PASSAGES_FILE, SOURCE_FILE = "passages.md", "source.yml"
# When to see whom is settled by the red flags and by passages that rest on clinical guidance; an article may not add.
SHOP_TOPICS = tuple(topic for topic in TOPICS if topic != "escalation")
NOT_FROM_SHOPS = "escalate"  # the aspect
CONFLICT = "CONFLICT"  # opens a line of a comment that the reviewer has to settle


class Review(BaseModel):
    """Who read an article's passages, and when."""

    model_config = ConfigDict(extra="forbid")
    by: str = Field(pattern=r"[^\W\d_]{2}")
    date: date


class Head(BaseModel):
    """The front matter of an article's passages."""

    model_config = ConfigDict(extra="forbid")
    title: str
    reviewed: Review | None = None
    file: str
    sha256: str = Field(pattern="^[0-9a-f]{64}$")
    taken_in: date

    @field_validator("reviewed", mode="before")
    @classmethod
    def _who_and_when(cls, value: object) -> object:
        if value is not None and not isinstance(value, dict):
            raise ValueError(f"write who and when, as in {{by: Jo Smith, date: 2026-11-27}}; it is {value!r}")
        return value


class _ShopMeta(Meta):
    cleared: list[str] = Field(default=[])  # wrong claims that the reviewer read and found not to be made here


@dataclass(frozen=True)
class Article:
    """One article: what may be said from it once it is reviewed, and what is wrong with its files."""

    name: str  # of its folder
    head: Head | None
    passages: tuple[Passage, ...]
    sources: Mapping[str, Source]
    faults: tuple[Fault, ...]


@dataclass(frozen=True)
class Shop:
    """All articles of a shop."""

    reviewed: tuple[Article, ...]
    inbox: tuple[Article, ...]

    @property
    def passages(self) -> list[Passage]:
        """The passages that may be said."""
        answerable = [article for article in self.reviewed if article.head and article.head.reviewed]
        return [passage for article in answerable for passage in article.passages]

    @property
    def sources(self) -> dict[str, Source]:
        """What these passages cite, by key."""
        return {key: source for article in self.reviewed for key, source in article.sources.items()}

    @property
    def faults(self) -> list[Fault]:
        """What is wrong with the reviewed articles."""
        return [fault for article in self.reviewed for fault in article.faults]


@dataclass
class _Taken:
    """What stands elsewhere already: ids and questions by the article they stand in (none: our own passages)."""

    ids: dict[str, str] = field(default_factory=dict)
    questions: dict[str, tuple[str, str]] = field(default_factory=dict)

    def add(self, passages: Iterable[Passage], article: str = "") -> None:
        for passage in passages:
            self.ids.setdefault(passage.id, article)
            for question in passage.questions:
                self.questions.setdefault(question.strip().lower(), (passage.id, article))

    def faults(self, passage: Passage, article: str) -> Iterator[str]:
        # A proposal may repeat the reviewed article that it is to replace.
        if self.ids.get(passage.id, article) != article:
            yield f"id {passage.id} is taken; give it other words after the aspect"
        for question in passage.questions:
            other, where = self.questions.get(question.strip().lower(), ("", article))
            if where != article:
                yield f"question {question!r} stands under {other} too; keep it where it is answered best"


def read_shop(own: Iterable[Passage], known: Mapping[str, Source], folder: Path = SHOP_FOLDER) -> Shop:
    """Read the articles of `folder`; there may be none.

    Args:
        own: the passages of `knowledge/passages`.
        known: the sources that may be cited beside an article's own.
        folder: holds a folder for each reviewed article, and the inbox.
    """
    own = list(own)
    names = {passage.topic: passage.name for passage in own}
    taken = _Taken()
    taken.add(own)
    found: dict[str, list[Article]] = {"": [], INBOX: []}
    for place, articles in found.items():
        for path in sorted((folder / place).glob("*")):
            if path.is_dir() and not path.name.startswith(".") and path.name != INBOX:
                article = _Reader(path, place, known, names, taken).read()
                taken.add(article.passages, article.name)
                articles.append(article)
        known = {**known, **{key: source for article in articles for key, source in article.sources.items()}}
    return Shop(tuple(found[""]), tuple(found[INBOX]))


class _Reader:
    """Reads one article's folder."""

    def __init__(
        self, path: Path, place: str, known: Mapping[str, Source], names: Mapping[str, str], taken: _Taken
    ) -> None:
        self.path, self.known, self.names, self.taken = path, known, names, taken
        self.here = _Taken()  # what stands further up in this file
        self.waiting = place == INBOX
        label = f"shop/{INBOX}/{path.name}" if self.waiting else f"shop/{path.name}"
        self.file, self.source_file = f"{label}/{PASSAGES_FILE}", f"{label}/{SOURCE_FILE}"
        self.faults: list[Fault] = []

    def read(self) -> Article:
        """Return the article, with whatever is wrong with it."""
        sources = self._sources()
        head, passages = None, []
        try:
            raw = (self.path / PASSAGES_FILE).read_text(encoding="utf-8")
            post = frontmatter.loads(raw)
            head = Head.model_validate(post.metadata)
        except OSError as error:
            self._fault(f"cannot be read ({error.strerror}); restore it, or remove the folder")
        except (yaml.YAMLError, ValueError) as error:
            self._fault(f"front matter: {first_line(error)}")
        else:
            self._review(head, raw)
            passages = [passage for part in sections_of(raw, post.content) if (passage := self._passage(part, sources))]
            if not passages and not self.faults:
                self._fault("no passage in it; remove the folder if none is wanted")
        return Article(self.path.name, head, tuple(passages), sources, tuple(self.faults))

    def _fault(self, message: str, line: int = 1) -> None:
        self.faults.append(Fault(self.file, line, message))

    def _sources(self) -> dict[str, Source]:
        try:
            found = read_source_file(self.path / SOURCE_FILE)
        except (OSError, SourceError) as error:
            mark = getattr(error.__cause__, "problem_mark", None)
            self.faults.append(Fault(self.source_file, mark.line + 1 if mark else 1, " ".join(str(error).split())))
            return {}
        for key in found:
            if key in self.known and not self.waiting:
                self.faults.append(Fault(self.source_file, 1, f"source `{key}` stands elsewhere too; rename this one"))
        return found

    def _review(self, head: Head, raw: str) -> None:
        if self.waiting:
            if head.reviewed:
                self._fault("reviewed, but still in the inbox; move the folder up to knowledge/shop/")
            return
        if not head.reviewed:
            self._fault("not reviewed; fill in `reviewed` once it is, or move the folder to knowledge/shop/inbox/")
        for number, line in enumerate(raw.splitlines(), start=1):
            if line.startswith(CONFLICT):
                self._fault("an unsettled conflict; settle it and take its line away", number)

    def _passage(self, section: Section, sources: Mapping[str, Source]) -> Passage | None:
        fields = meta_of(section, _ShopMeta, self.file)
        if isinstance(fields, Fault):
            self.faults.append(fields)
            return None
        topic = section.heading.partition(".")[0]
        passage = passage_of(section, fields, topic, self.names.get(topic, ""), shop=True)
        wrong = list(self._faults(passage, fields, {**self.known, **sources}))
        self.here.add([passage])
        for message in wrong:
            self._fault(message, section.line)
        return None if wrong else passage

    def _faults(self, passage: Passage, fields: _ShopMeta, known: Mapping[str, Source]) -> Iterator[str]:
        if passage.topic not in SHOP_TOPICS:
            yield f"topic {passage.topic!r} (the id up to the dot) must be one of {', '.join(SHOP_TOPICS)}"
        if passage.aspect == NOT_FROM_SHOPS:
            yield "when to see whom is not taken from articles; leave this passage out"
        yield from faults_of(passage, known)
        yield from self.taken.faults(passage, self.path.name)
        yield from self.here.faults(passage, self.path.name)
        if not self.waiting:
            for text in (passage.text, passage.spoken):
                for claim, sentence in claims_in(text):
                    if claim.id not in fields.cleared:
                        yield f"known to be wrong ({claim.id}): {sentence!r}. {claim.fact} Reword it"
