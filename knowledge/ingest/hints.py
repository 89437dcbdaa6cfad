"""What the words of an article tell (`hints.yml`): its kind of passage, what sells or steers, and abbreviations."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from knowledge.cues import any_of, cues

FILE = Path(__file__).resolve().parent / "hints.yml"
HEADING_WEIGHT = 1.5  # of a cue in the heading, in sentences; by the table tests/knowledge/ingest/tables/sections.yml
DEFAULT_ASPECT = "what"
WORD = re.compile(r"[a-z'-]+")
# "see a doctor", "ask your GP about it": who is to be seen is not for an article to say.
GO = (
    "see|consult|call|ring|visit|contact|book|ask|seek|go to|speak to|talk to|head to|get to|appointment with|"
    "check with"
)
CARE = re.compile(
    rf"\b(?:{GO})\b(?:\W+\w+){{0,4}}?\W+(?:doctors?|gp|physio\w*|hospital|clinic|specialist|surgeon|professional|"
    r"emergency department|medical)\b|\b(?:emergency|ambulance|a\&e|medical (?:attention|help)|red flags?)\b",
    re.IGNORECASE,
)
CLAUSE = re.compile(r"^(?:if|while|when|for|with|after|before|on|in|then|first|also|instead)\b[^,]*?,?\s+")


@dataclass(frozen=True)
class Hints:
    """The words of `hints.yml`, ready for matching."""

    aspects: Mapping[str, re.Pattern[str]]
    imperatives: frozenset[str]
    furniture: re.Pattern[str]
    inside: re.Pattern[str]
    ending: re.Pattern[str]
    written_out: Mapping[str, str]
    little: frozenset[str]

    def aspect(self, heading: str, sentences: Sequence[str]) -> str:
        """Return what kind of passage sentences under a heading are, by the cues that most of them have."""
        points = dict.fromkeys(self.aspects, 0.0)
        for sentence in sentences:
            text = sentence.lower().replace("’", "'")
            for aspect, pattern in self.aspects.items():
                points[aspect] += bool(pattern.search(text))
            points["fix"] += self.bids(text)
        for aspect in cues().wanted(heading)[:1]:
            points[aspect] += HEADING_WEIGHT
        for aspect, pattern in self.aspects.items():
            points[aspect] += HEADING_WEIGHT * bool(pattern.search(heading.lower()))
        best = max(points.values())
        return next(aspect for aspect, most in points.items() if most == best) if best else DEFAULT_ASPECT

    def bids(self, sentence: str) -> bool:
        """Return whether `sentence` tells the reader to do something, at once or after a clause."""
        text = sentence.lower().replace("’", "'")
        if text.startswith(("do not ", "don't ")):
            return False
        firsts = [WORD.search(text), WORD.search(CLAUSE.sub("", text)), WORD.search(text.partition(", ")[2])]
        return any(word and word[0] in self.imperatives for word in (firsts if CLAUSE.match(text) else firsts[:1]))

    def sends(self, sentence: str) -> bool:
        """Return whether `sentence` sends the reader to somebody who treats."""
        return bool(CARE.search(sentence))

    def without_abbreviations(self, text: str) -> str:
        """Return `text` with its abbreviations written out, so that every point ends a sentence."""
        plain = self.inside.sub(lambda found: self.written_out[found[0].lower()], text)
        return self.ending.sub(lambda found: self.written_out[found[1].lower()] + ("." if found[2] else ""), plain)


def read_hints(path: Path = FILE) -> Hints:
    """Read the hints.

    Raises:
        ValueError: a part of the file is missing.
    """
    raw: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    try:
        inside, ending = raw["abbreviations"]["inside"], raw["abbreviations"]["ending"]
        return Hints(
            {aspect: any_of(phrases, r"\b") for aspect, phrases in raw["aspects"].items()},
            frozenset(word for line in raw["imperatives"] for word in line.split()),
            any_of(raw["furniture"], r"\b"),
            re.compile(rf"\b(?:{'|'.join(map(re.escape, inside))})(?=[\s,;:)])", re.IGNORECASE),
            re.compile(rf"\b({'|'.join(map(re.escape, ending))})(?=(\s+(?-i:[A-Z])|$)|\W)", re.IGNORECASE),
            {short.lower(): long for short, long in {**inside, **ending}.items()},
            frozenset(raw["little"].split()),
        )
    except (KeyError, TypeError, AttributeError) as error:
        needs = "it needs aspects, imperatives, furniture and little, and inside and ending under abbreviations"
        raise ValueError(f"{path.name} lacks {error}; {needs}.") from error


@lru_cache(maxsize=1)
def hints() -> Hints:
    """Return the hints, read once."""
    return read_hints()
