"""What a message asks of the conversation itself ("how sure are you?", "the other one"), by the phrases of a file.

The intents are learnt and fixed; these requests are few and said in few ways, so phrases with guards do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).resolve().parent / "requests.yml"
HOW_NOW = ("another", "worse", "same", "better")  # answers to "how is it now?", in the order in which to look
KEYS = frozenset({"says", "asks", "but_not", "most_words"})
QUESTION = re.compile(
    r"(?:(?:and|but|so|ok|okay|well|hm|then|just) )*(?:how|what|whats|why|which|is|isnt|are|arent|r|do|does|did|can"
    r"|could|would|should|might|may)\b"
)
GAP = r"(?:\w+ ){0,3}"
WORD = re.compile(r"[\w'’]+")


class RequestError(ValueError):
    """The file of requests cannot be read as it is."""


@dataclass(frozen=True)
class Request:
    """One thing that can be asked for: what says so, and what makes it something else after all."""

    says: re.Pattern[str]
    asks: re.Pattern[str] | None  # says so in a question only
    but_not: re.Pattern[str] | None
    most_words: int

    def place(self, text: str) -> tuple[int, int] | None:
        """Return where `text` makes the request, as offsets of its characters; None where it does not."""
        words = words_of(text)
        tidied = " ".join(word for word, _, _ in words)
        if len(words) > self.most_words or (self.but_not and self.but_not.search(tidied)):
            return None
        match = self.says.search(tidied)
        if match is None and self.asks and ("?" in text or QUESTION.match(tidied)):
            match = self.asks.search(tidied)
        if match is None or not match.group().strip():
            return None
        starts = [0, *accumulate(len(word) + 1 for word, _, _ in words)]
        first = starts.index(match.start())
        last = first + len(match.group().split()) - 1
        return words[first][1], words[last][2]


def words_of(text: str) -> list[tuple[str, int, int]]:
    """Return the words of `text` in small letters and without apostrophes, each with its place in `text`."""
    found = ((re.sub("['’]", "", match.group().lower()), match.start(), match.end()) for match in WORD.finditer(text))
    return [(word, start, end) for word, start, end in found if word]


def read_requests(path: Path = FILE) -> dict[str, Request]:
    """Read the requests, by name, in the order of the file.

    Raises:
        RequestError: a request lacks its phrases, has a key that is not known, or a phrase that fits everything.
    """
    raw: Mapping[str, Mapping[str, Any]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    found = {}
    for name, row in raw.items():
        if not row.get("says") or set(row) - KEYS:
            raise RequestError(f"{path.name}: {name} needs `says` and may have `but_not` and `most_words`: {set(row)}.")
        asks, but_not = (_any_of(row[key]) if row.get(key) else None for key in ("asks", "but_not"))
        found[name] = Request(_any_of(row["says"]), asks, but_not, int(row.get("most_words", 20)))
    return found


@lru_cache(maxsize=1)
def requests() -> dict[str, Request]:
    """Return the requests of this process, read once."""
    return read_requests()


def requested(text: str, names: Iterable[str]) -> str | None:
    """Return the first of `names` that `text` asks for; None where it asks for none of them."""
    return next((name for name in names if requests()[name].place(text)), None)


def _any_of(phrases: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(rf"(?:{_phrase(phrase)})" for phrase in map(str, phrases)))


def _phrase(phrase: str) -> str:
    """Return a phrase as a pattern: `a/b` either word, `(a)` may be missing, `a*` a stem, `..` up to three words.

    `^` at the beginning and `$` at the end tie it to the ends of the message.
    """
    parts = []
    for part in phrase.split():
        if part in ("^", "$"):
            parts.append(part)
        elif part == "..":
            parts.append(GAP)
        else:
            words = "|".join(_word(word) for word in part.strip("()").split("/"))
            parts.append(rf"(?:\b(?:{words})\b ?)" + ("?" if part.startswith("(") else ""))
    if all(part.endswith("?") or part in ("^", "$", GAP) for part in parts):
        raise RequestError(f"the phrase {phrase!r} has no word that must stand: add one")
    return "".join(parts)


def _word(word: str) -> str:
    plain = re.escape(re.sub("['’*]", "", word.lower()))
    return plain + r"\w*" if word.endswith("*") else plain
