"""Where a sentence comes from: organisation, title, year, kind and address of each source."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from knowledge.settings import settings

FOLDER = Path(__file__).resolve().parent
KINDS = ("article", "guidance", "guideline", "trial", "review", "cohort", "laboratory", "reference")
KEY, SECTION_KEY = re.compile(r"[a-z0-9-]+"), re.compile(r"[a-z_]+")
SOURCE_ARTICLE = "article"  # its address is a setting
MARKER = re.compile(r"\s*\[([a-z0-9-]+(?::[a-z_]+)?)\]")  # [source] or [source:section], with the blank before it
NUMBER = re.compile(r"\[(\d+)\]")  # what `Citations.number` makes of it


class SourceError(ValueError):
    """A source is missing, doubled or incomplete."""


@dataclass(frozen=True)
class Source:
    """One work that sentences are cited from."""

    key: str
    title: str
    publisher: str
    year: int | None
    kind: str
    url: str | None
    sections: Mapping[str, str] = field(default_factory=dict)


def read_sources(folder: Path = FOLDER) -> dict[str, Source]:
    """Read `sources*.yml` in `folder`, by key.

    Raises:
        SourceError: a file is not YAML, a key stands twice, a field is missing or of an unknown kind, or an address
            is not https.
    """
    found: dict[str, Source] = {}
    for path in sorted(folder.glob("sources*.yml")):
        for key, source in read_source_file(path).items():
            if key in found:
                raise SourceError(f"{path.name}: source `{key}` stands twice; keep one.")
            found[key] = source
    return found


def read_source_file(path: Path) -> dict[str, Source]:
    """Read the sources of one file, by key.

    Raises:
        SourceError: the file is not YAML, or a field is missing, of an unknown kind or an address that is not https.
    """
    try:
        rows = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    except (yaml.YAMLError, ValueError) as error:
        raise SourceError(f"{path.name}: not YAML: {error}") from error
    if not isinstance(rows, dict):
        raise SourceError(f"{path.name}: must hold sources by key; it holds {type(rows).__name__}.")
    return {key: _source(path.name, key, row) for key, row in rows.items()}


def _source(file: str, key: str, row: Any) -> Source:
    wanted = {"title", "publisher", "year", "kind", "url"}
    if not isinstance(row, dict) or wanted - set(row) or set(row) - wanted - {"sections"}:
        raise SourceError(f"{file}: source `{key}` needs exactly {sorted(wanted)} (and may have sections).")
    if row["kind"] not in KINDS:
        raise SourceError(f"{file}: source `{key}` has kind {row['kind']!r}; known kinds are {', '.join(KINDS)}.")
    url = row["url"] or (settings().article_url or None if key == SOURCE_ARTICLE else None)
    if url is not None and not str(url).startswith("https://"):
        raise SourceError(f"{file}: the address of source `{key}` must begin with https://; it is {url!r}.")
    if url is None and row["kind"] != "article":
        raise SourceError(f"{file}: source `{key}` needs an address.")
    if not isinstance(key, str) or not KEY.fullmatch(key):
        raise SourceError(f"{file}: the key of source `{key}` must be of small letters, digits and hyphens.")
    if row["year"] is not None and not isinstance(row["year"], int):
        raise SourceError(f"{file}: the year of source `{key}` must be a number or null; it is {row['year']!r}.")
    sections = row.get("sections") or {}
    if not isinstance(sections, dict) or not all(SECTION_KEY.fullmatch(str(name)) for name in sections):
        raise SourceError(f"{file}: the sections of source `{key}` must be titles by name (small letters and _).")
    return Source(key, str(row["title"]), str(row["publisher"]), row["year"], row["kind"], url, sections)


@lru_cache(maxsize=1)
def sources() -> dict[str, Source]:
    """Return the sources of this process, read once."""
    return read_sources()


def references(text: str) -> list[str]:
    """Return the references that `text` carries (`source` or `source:section`), in order, each once."""
    return list(dict.fromkeys(MARKER.findall(text)))


def without_markers(text: str) -> str:
    """Return `text` without its references."""
    return MARKER.sub("", text)


class Citations:
    """Numbers the references of a reply: the same source and section keep one number across its texts."""

    def __init__(self, known: Mapping[str, Source] | None = None) -> None:
        """Start with no reference numbered; `known` are the sources that may be cited, all of them by default."""
        self._known = sources() if known is None else known
        self._numbers: dict[str, int] = {}
        self._passages: dict[str, str] = {}

    def number(self, text: str, passage: str = "") -> str:
        """Return `text` with its references turned into numbers: "Rest it [article:itbs]." gives "Rest it [1].".

        Raises:
            SourceError: a reference names no known source or section.
        """

        def numbered(match: re.Match[str]) -> str:
            reference = match.group(1)
            self._check(reference)
            self._passages.setdefault(reference, passage)
            return f" [{self._numbers.setdefault(reference, len(self._numbers) + 1)}]"

        return MARKER.sub(numbered, text)

    def _check(self, reference: str) -> None:
        key, _, section = reference.partition(":")
        if key not in self._known or (section and section not in self._known[key].sections):
            raise SourceError(f"[{reference}] names no source; add it to knowledge/sources.yml, or mend the text.")

    def blocks(self) -> list[dict[str, Any]]:
        """Return what a reply carries of each citation, in the order of their numbers."""
        listed = []
        for reference, number in self._numbers.items():
            key, _, section = reference.partition(":")
            source = self._known[key]
            listed.append(
                {
                    "n": number,
                    "id": self._passages[reference] or reference,
                    "title": source.title,
                    "section": source.sections.get(section, ""),
                    "publisher": source.publisher,
                    "year": source.year,
                    "kind": source.kind,
                    "url": source.url,
                }
            )
        return listed


def unknown_references(texts: Iterable[str], known: Mapping[str, Source]) -> list[str]:
    """Return the references in `texts` that name no source or section of `known`."""
    missing = []
    for reference in dict.fromkeys(ref for text in texts for ref in references(text)):
        key, _, section = reference.partition(":")
        if key not in known or (section and section not in known[key].sections):
            missing.append(reference)
    return missing
