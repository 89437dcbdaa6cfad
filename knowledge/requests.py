"""What a message asks of the conversation itself ("how sure are you?", "the other one"), by the phrases of a file.

The intents are learnt and fixed; these requests are few and said in few ways, so phrases with guards do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).resolve().parent / "requests.yml"
KEYS = frozenset({"says", "but_not", "most_words"})
GAP = r"(?:\w+ ){0,3}"
HOW_NOW = ("another", "worse", "same", "better")  # answers to "how is it now?", in the order in which to look


class RequestError(ValueError):
    """The file of requests cannot be read as it is."""


@dataclass(frozen=True)
class Request:
    """One thing that can be asked for: what says so, and what makes it something else after all."""

    says: re.Pattern[str]
    but_not: re.Pattern[str] | None
    most_words: int

    def made_in(self, text: str) -> bool:
        """Tell whether `text`, tidied, makes the request."""
        if len(text.split()) > self.most_words or (self.but_not and self.but_not.search(text)):
            return False
        return bool(self.says.search(text))


def read_requests(path: Path = FILE) -> dict[str, Request]:
    """Read the requests, by name, in the order of the file.

    Raises:
        RequestError: a request lacks its phrases or has a key that is not known.
    """
    raw: Mapping[str, Mapping[str, Any]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    found = {}
    for name, row in raw.items():
        if not row.get("says") or set(row) - KEYS:
            raise RequestError(f"{path.name}: {name} needs `says` and may have `but_not` and `most_words`: {set(row)}.")
        but_not = _any_of(row["but_not"]) if row.get("but_not") else None
        found[name] = Request(_any_of(row["says"]), but_not, int(row.get("most_words", 20)))
    return found


@lru_cache(maxsize=1)
def requests() -> dict[str, Request]:
    """Return the requests of this process, read once."""
    return read_requests()


def requested(text: str, names: Iterable[str]) -> str | None:
    """Return the first of `names` that `text` asks for; None where it asks for none of them."""
    tidied = tidy(text)
    return next((name for name in names if requests()[name].made_in(tidied)), None)


def tidy(text: str) -> str:
    """Return the words of `text` in small letters, one space between them, without marks and apostrophes."""
    return " ".join(re.findall(r"\w+", re.sub(r"['’]", "", text.lower())))


def _any_of(phrases: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(rf"(?:{_phrase(phrase)})" for phrase in map(str, phrases)))


def _phrase(phrase: str) -> str:
    """Return a phrase as a pattern: `a/b` either word, `(a)` may be missing, `a*` a stem, `..` up to three words.

    `^` at the beginning and `$` at the end tie it to the ends of the message.
    """
    parts = []
    for part in phrase.replace("^", "^ ").replace("$", " $").split():
        if part in "^$":
            parts.append(part)
        elif part == "..":
            parts.append(GAP)
        else:
            words = [_word(word) for word in part.strip("()").split("/")]
            parts.append(f"(?:(?:{'|'.join(words)})\\b ?)" + ("?" if part.startswith("(") else ""))
    if all(part.endswith("?") or part in ("^", "$", GAP) for part in parts):
        raise RequestError(f"the phrase {phrase!r} has no word that must stand: add one")
    start = "" if parts[0] == "^" else r"\b"
    return start + "".join(parts)


def _word(word: str) -> str:
    return tidy(word[:-1]) + r"\w*" if word.endswith("*") else tidy(word)
