"""The passages: what the assistant may say, one Markdown file a topic.

A file has front matter (topic, name, kind, also) and one section a passage: a heading with its id, a fenced YAML
block with aspect, spoken form and questions, and the text. Every sentence of the text ends with the sources it rests
on: "Count one foot for a minute and double it [article:stride_rate]." Where steps or several items are natural, the
block lists them too, for channels that draw lists.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import frontmatter
import yaml
from markdown_it import MarkdownIt
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from knowledge.sources import MARKER, Source, read_sources, references, unknown_references, without_markers

FOLDER = Path(__file__).resolve().parent / "passages"
CAUSES = ("itbs", "tendonitis", "runners_knee", "meniscus_tear", "ligament_tear", "knee_strain")
PREVENTION = (
    "shoes_fit", "shoes_replace", "hip_core_strength", "training_load", "terrain", "forward_lean", "cadence",
    "downhill",
)  # fmt: skip
TOPICS = (*CAUSES, *PREVENTION, "running_myth", "escalation")
ASPECTS = ("what", "signs", "fix", "avoid", "recovery", "escalate", "evidence")
LEAST_WORDS, MOST_WORDS = 15, 95
MOST_SPOKEN_WORDS = 50
FEWEST_ITEMS, MOST_ITEMS, MOST_ITEM_WORDS = 2, 8, 20
SENTENCE = re.compile(r"(?:(?<=[.!?])|(?<=[.!?][\"')]))\s+(?=[A-Z0-9{\"'])")
IDENTIFIER = re.compile(r"^[a-z_]+\.[a-z]+(-[a-z0-9-]+)?$")
ARTICLE_FAULT = re.compile(r"^S[1-9][0-9]?$")


class _Review(BaseModel):
    """Who read the file against its sources last, and when. A reader is no clinician: see docs/safety.md."""

    model_config = ConfigDict(extra="forbid")
    date: date
    by: str = Field(min_length=3)
    against: str = Field(min_length=3)


class _Topic(BaseModel):
    model_config = ConfigDict(extra="forbid")
    topic: str
    name: str
    kind: str = Field(pattern="^(cause|prevention|myth|escalation)$")
    also: list[str] = []
    reviewed: _Review


class Meta(BaseModel):
    """The YAML block of a passage."""

    model_config = ConfigDict(extra="forbid")
    aspect: str
    spoken: str = Field(min_length=10)
    questions: list[str] = Field(min_length=4)
    article_differs: str | None = None
    corrects: list[str] = []
    items: list[str] = Field(default=[], alias="list")


AnyMeta = TypeVar("AnyMeta", bound=Meta)


@dataclass(frozen=True)
class Passage:
    """One thing the assistant may say, with where it comes from."""

    id: str
    topic: str
    name: str
    aspect: str
    text: str
    spoken: str
    questions: tuple[str, ...]
    article_differs: str | None
    shop: bool = False  # from a shop's own article
    corrects: tuple[str, ...] = ()  # faults of the source article (`article_faults.yml`) that it puts right
    items: tuple[str, ...] = ()  # the text as a list, each item with its references; empty where a list is not natural

    def __post_init__(self) -> None:
        # An index keeps its passages as JSON, which has no tuples.
        for name in ("questions", "corrects", "items"):
            object.__setattr__(self, name, tuple(getattr(self, name)))

    @property
    def plain(self) -> str:
        """The text without its references."""
        return without_markers(self.text)


@dataclass(frozen=True)
class Fault:
    """Something wrong in a content file."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


def sentences(text: str) -> list[str]:
    """Split `text` into its sentences."""
    return [part.strip() for part in SENTENCE.split(text) if part.strip()]


def read_passages(folder: Path = FOLDER, known: dict[str, Source] | None = None) -> tuple[list[Passage], list[Fault]]:
    """Read every passage of `folder`; return those that are right, and what is wrong with the others."""
    known = read_sources() if known is None else known
    passages: list[Passage] = []
    faults: list[Fault] = []
    seen_ids: dict[str, str] = {}
    seen_questions: dict[str, str] = {}
    for path in sorted(folder.glob("*.md")):
        for item in _read_file(path):
            if isinstance(item, Fault):
                faults.append(item)
                continue
            passage, line = item
            wrong = list(faults_of(passage, known))
            if passage.id in seen_ids:
                wrong.append(f"id {passage.id} stands in {seen_ids[passage.id]} too")
            seen_ids[passage.id] = path.name
            for question in passage.questions:
                other = seen_questions.setdefault(question.strip().lower(), passage.id)
                if other != passage.id:
                    wrong.append(f"question {question!r} stands under {other} too; keep it where it is answered best")
            faults.extend(Fault(path.name, line, message) for message in wrong)
            if not wrong:
                passages.append(passage)
    topics = {passage.topic for passage in passages}
    faults.extend(Fault(f"{topic}.md", 1, "no passage of this topic") for topic in TOPICS if topic not in topics)
    return passages, faults


@lru_cache(maxsize=1)
def topic_names() -> dict[str, str]:
    """Return the name of each topic, as the front matter of our own passages gives it."""
    return {passage.topic: passage.name for passage in read_passages()[0]}


def _read_file(path: Path) -> Iterator[tuple[Passage, int] | Fault]:
    raw = path.read_text(encoding="utf-8")
    try:
        post = frontmatter.loads(raw)
        topic = _Topic.model_validate(post.metadata)
    except (yaml.YAMLError, ValueError) as error:
        yield Fault(path.name, 1, f"front matter: {first_line(error)}")
        return
    if topic.topic != path.stem or topic.topic not in TOPICS:
        yield Fault(path.name, 1, f"topic {topic.topic!r} must be the file's name and one of {', '.join(TOPICS)}")
        return
    for section in sections_of(raw, post.content):
        fields = meta_of(section, Meta, path.name)
        if isinstance(fields, Fault):
            yield fields
        else:
            yield passage_of(section, fields, topic.topic, topic.name), section.line


@dataclass(frozen=True)
class Section:
    """A passage as it stands in its file: heading, the heading's line, the YAML block and the text."""

    heading: str
    line: int
    meta: str
    text: str


def sections_of(raw: str, content: str) -> list[Section]:
    """Return the sections of `content`, which is the file `raw` without its front matter."""
    offset = raw.count("\n", 0, raw.index(content)) if content else 0
    tokens = MarkdownIt().parse(content)
    found: list[Section] = []
    heading, line, meta, body = "", 0, "", [""]
    for index, token in enumerate(tokens):
        if token.type == "heading_open":
            if heading:
                found.append(Section(heading, line, meta, " ".join(body)))
            heading, meta, body = tokens[index + 1].content.strip(), "", []
            line = offset + (token.map or [0])[0] + 1
        elif token.type == "fence" and token.info.strip() == "yaml":
            meta = token.content
        elif token.type == "inline" and tokens[index - 1].type == "paragraph_open":
            body.append(" ".join(token.content.split()))
    if heading:
        found.append(Section(heading, line, meta, " ".join(body)))
    return found


def meta_of(section: Section, model: type[AnyMeta], file: str) -> AnyMeta | Fault:
    """Return the YAML block of `section`, or what is wrong with it."""
    try:
        return model.model_validate(yaml.safe_load(section.meta) or {})
    except (yaml.YAMLError, ValueError) as error:
        return Fault(file, section.line, f"{section.heading}: {first_line(error)}")


def passage_of(section: Section, fields: Meta, topic: str, name: str, *, shop: bool = False) -> Passage:
    """Return the passage that stands in `section`; `name` is that of its topic."""
    return Passage(
        id=section.heading,
        topic=topic,
        name=name,
        aspect=fields.aspect,
        text=section.text,
        spoken=fields.spoken,
        questions=tuple(fields.questions),
        article_differs=fields.article_differs,
        shop=shop,
        corrects=tuple(fields.corrects),
        items=tuple(" ".join(item.split()) for item in fields.items),
    )


def first_line(error: Exception) -> str:
    """Return what is wrong with a YAML text, in one line."""
    if isinstance(error, ValidationError):
        first: Any = error.errors()[0]
        return f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
    return " ".join(str(error).split())


def faults_of(passage: Passage, known: Mapping[str, Source]) -> Iterator[str]:
    """Yield what is wrong with a passage; `known` are the sources that it may cite."""
    if not IDENTIFIER.match(passage.id) or passage.id.split("-")[0] != f"{passage.topic}.{passage.aspect}":
        yield f"id {passage.id!r} must be {passage.topic}.{passage.aspect} or {passage.topic}.{passage.aspect}-words"
    if passage.aspect not in ASPECTS:
        yield f"aspect {passage.aspect!r} is none of {', '.join(ASPECTS)}"
    words = len(passage.plain.split())
    if not LEAST_WORDS <= words <= MOST_WORDS:
        yield f"the text has {words} words; write {LEAST_WORDS} to {MOST_WORDS}"
    spoken = len(passage.spoken.split())
    if spoken > MOST_SPOKEN_WORDS:
        yield f"the spoken form has {spoken} words; write at most {MOST_SPOKEN_WORDS}"
    if references(passage.spoken) or "http" in passage.spoken:
        yield "the spoken form carries a reference or an address; nobody wants those read aloud"
    for sentence in sentences(passage.text):
        if not MARKER.search(sentence):
            yield f"no source behind the sentence {sentence[:60]!r}"
    for missing in unknown_references([passage.text, *passage.items], known):
        yield f"[{missing}] names no source"
    yield from _list_faults(passage)
    if not passage.shop:
        yield from _correction_faults(passage)


def _correction_faults(passage: Passage) -> Iterator[str]:
    if bool(passage.corrects) != bool(passage.article_differs):
        yield "`corrects` and `article_differs` belong together; write both or none"
    for fault in passage.corrects:
        if not ARTICLE_FAULT.match(fault):
            yield f"`corrects` holds {fault!r}; write ids of article_faults.yml, such as S2"


def _list_faults(passage: Passage) -> Iterator[str]:
    if passage.items and not FEWEST_ITEMS <= len(passage.items) <= MOST_ITEMS:
        yield f"the list has {len(passage.items)} items; write {FEWEST_ITEMS} to {MOST_ITEMS}"
    for item in passage.items:
        words = len(without_markers(item).split())
        if not references(item):
            yield f"no source behind the list's item {item[:60]!r}"
        if words > MOST_ITEM_WORDS:
            yield f"the list's item {item[:60]!r} has {words} words; write at most {MOST_ITEM_WORDS}"
        if len(sentences(item)) > 1:
            yield f"the list's item {item[:60]!r} has more than one sentence"
        for other in set(references(item)) - set(references(passage.text)):
            yield f"the list cites [{other}] and the text does not; a list says nothing new"
