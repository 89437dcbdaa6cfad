"""What a question is after, by its words: the kind of passage it wants, and whether it leans on the question before."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).resolve().parent / "cues.yml"
WORD = re.compile(r"[a-z0-9&]+(?:['-][a-z0-9]+)*")


@dataclass(frozen=True)
class Cues:
    """The cue words of `cues.yml`, ready for matching."""

    aspects: dict[str, re.Pattern[str]]
    matters: dict[str, re.Pattern[str]]
    called: dict[str, str]
    leads: re.Pattern[str]
    openers: frozenset[str]
    more: re.Pattern[str]
    sources: re.Pattern[str]
    article: re.Pattern[str]
    pointers: frozenset[str]
    plain: frozenset[str]

    def wanted(self, question: str) -> tuple[str, ...]:
        """Return the aspects that `question` asks for, in the order of `cues.yml`; often none, sometimes several."""
        text = _tidy(question)
        return tuple(aspect for aspect, pattern in self.aspects.items() if pattern.search(text))

    def named(self, question: str) -> frozenset[str]:
        """Return the matters that `question` names ("ice", "tape")."""
        text = _tidy(question)
        return frozenset(matter for matter, pattern in self.matters.items() if pattern.search(text))

    def speaks(self, text: str, matters: Iterable[str]) -> bool:
        """Return whether a passage's text speaks of one of `matters`."""
        tidy = _tidy(text)
        return any(self.matters[matter].search(tidy) for matter in matters)

    def leans(self, question: str) -> bool:
        """Return whether `question` names nothing of its own ("and how long does that take?", "why?")."""
        words = WORD.findall(_tidy(question))
        known = self.plain | self.pointers
        return all(word in known or word.isdigit() or self.leads.fullmatch(word) for word in words)

    def asks_on(self, text: str) -> bool:
        """Return whether `text` names nothing of its own, but asks or bids to go on ("why?", "tell me more")."""
        words = [word for word in WORD.findall(_tidy(text)) if not self.leads.fullmatch(word)]
        return bool(words) and self.leans(text) and ("?" in text or words[0] in self.openers)

    def wants_more(self, text: str) -> bool:
        """Return whether `text` asks for something that was not said yet ("go on", "what else?")."""
        return bool(self.more.search(_tidy(text)))

    def asks_sources(self, text: str) -> bool:
        """Return whether `text` asks what was said rests on ("says who?")."""
        return bool(self.sources.search(_tidy(text)))

    def asks_article(self, text: str) -> bool:
        """Return whether `text` asks what the source article says."""
        return bool(self.article.search(_tidy(text)))

    def points_back(self, question: str) -> bool:
        """Return whether `question` opens like a second one ("and ...") or points at something said ("... that")."""
        text = _tidy(question)
        return bool(self.leads.match(text)) or any(word in self.pointers for word in WORD.findall(text))


def read_cues(path: Path = FILE) -> Cues:
    """Read the cue words.

    Raises:
        ValueError: a part of the file is missing.
    """
    raw: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    try:
        follow = raw["follow_ups"]
        return Cues(
            {aspect: any_of(phrases, r"\b") for aspect, phrases in raw["aspects"].items()},
            {matter: any_of(words, r"\b") for matter, words in raw["matters"].items()},
            {str(matter): str(name) for matter, name in raw["called"].items() if matter in raw["matters"]},
            any_of(follow["leads"], ""),
            frozenset(word for line in follow["openers"] for word in line.split()),
            any_of(follow["more"], r"\b"),
            any_of(follow["sources"], r"\b"),
            any_of(follow["article"], r"\b"),
            frozenset(follow["pointers"]),
            frozenset(word for line in follow["plain"] for word in line.split()),
        )
    except (KeyError, TypeError) as error:
        needs = (
            "it needs aspects, matters, called, and leads, openers, more, sources, article, pointers and plain "
            "under follow_ups"
        )
        raise ValueError(f"{path.name} lacks {error}; {needs}.") from error


@lru_cache(maxsize=1)
def cues() -> Cues:
    """Return the cue words, read once."""
    return read_cues()


def any_of(phrases: list[str], start: str) -> re.Pattern[str]:
    """Return a pattern for any of `phrases`, of which "*" ends a stem; `start` stands before them."""
    parts = [re.escape(p[:-1]) + r"\w*" if p.endswith("*") else re.escape(p) for p in map(str, phrases)]
    return re.compile(start + "(?:" + "|".join(parts) + r")(?![\w'])")


def _tidy(text: str) -> str:
    return " ".join(text.lower().replace("’", "'").split())
