"""Misspelt words put right before the tuned reader sees them, without losing where they stood.

A word is mended if neither the tokenizer nor the lines learnt from know it and one they know well is one slip away; two
pieces of a word with a space between them, one of which is no word, are put together.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.nlu.reading.spelling import Speller

WORDS_FILE = "words.txt"
WORD = re.compile(r"[A-Za-z]+(?:['\u2019][A-Za-z]+)?")
DRAWN_OUT = re.compile(r"(.)\1{2,}")
# How often a word must stand in the lines: to be left alone, to be mended towards, and the same where the tokenizer
# does not know it, as a slip that several authors made would otherwise count as a word.
KNOWN_AT, TARGET_AT, OWN_TARGET_AT = 4, 5, 12
LEAST_LETTERS = 4
LEAST_JOINED = 6  # letters of a word that is put together
MOST_MENDED = 60  # words looked up in one message; a message with more that nobody knows is no English


@dataclass(frozen=True)
class Mended:
    """A text with its slips put right; `places[i]` is where its character i came from."""

    text: str
    places: tuple[int, ...]

    def origin(self, begin: int, end: int) -> tuple[int, int]:
        """Return the place in the original of what stands between `begin` and `end` here."""
        return (self.places[begin], self.places[end - 1] + 1) if begin < end else (0, 0)


class Mender:
    """Puts slips right, towards the words that runners use."""

    def __init__(self, counts: Mapping[str, int], vocabulary: Collection[str]) -> None:
        """Take how often each word stands in the lines, and the whole words that the tokenizer knows."""
        known = {word for word, count in counts.items() if count >= KNOWN_AT} | set(vocabulary)
        targets = {
            word: count
            for word, count in counts.items()
            if len(word) >= LEAST_LETTERS and count >= (TARGET_AT if word in vocabulary else OWN_TARGET_AT)
        }
        self._known = known
        self._speller = Speller(targets, known, {}, two_edits=False)

    @classmethod
    def load(cls, folder: Path, vocabulary: Iterable[str]) -> Mender:
        """Read the counts that the build wrote into `folder`; raises FileNotFoundError where they are not there."""
        rows = (row.split() for row in (folder / WORDS_FILE).read_text(encoding="utf-8").splitlines())
        whole = frozenset(token for token in vocabulary if token.isalpha())
        return cls({word: int(count) for word, count in rows}, whole)

    def mend(self, text: str) -> Mended:
        """Return `text` with its misspelt words put right."""
        parts: list[str] = []
        places: list[int] = []
        last = looked_up = 0
        words = list(WORD.finditer(text))
        for number, found in enumerate(words):
            if found.start() < last or looked_up == MOST_MENDED:
                continue
            begin, end, right = found.start(), found.end(), found[0]
            following = words[number + 1] if number + 1 < len(words) else None
            if following and self._in_two(found, following):
                end, right = following.end(), found[0] + following[0]
            elif found[0].lower() not in self._known:
                looked_up += 1
                right = self._right(found[0])
            if right == text[begin:end]:
                continue
            parts += [text[last:begin], right]
            places += range(last, begin)
            places += (begin + min(at, end - begin - 1) for at in range(len(right)))
            last = end
        parts.append(text[last:])
        places += range(last, len(text))
        return Mended("".join(parts), tuple(places))

    def _in_two(self, first: re.Match[str], second: re.Match[str]) -> bool:
        """Tell whether two neighbours are the pieces of one word: "stra ight"."""
        pieces = first[0].lower(), second[0].lower()
        return (
            first.string[first.end() : second.start()] == " "
            and len("".join(pieces)) >= LEAST_JOINED
            and "".join(pieces) in self._known
            and not self._known.issuperset(pieces)
        )

    def _right(self, word: str) -> str:
        small = word.lower()
        if len(small) < LEAST_LETTERS:
            return word
        for drawn_in in (DRAWN_OUT.sub(r"\1\1", small), DRAWN_OUT.sub(r"\1", small)):
            if drawn_in != small and drawn_in in self._known:
                return drawn_in
        right = self._speller.correct(DRAWN_OUT.sub(r"\1\1", small))
        return right if right in self._known else word


def word_counts(texts: Iterable[str]) -> str:
    """Return the words of `texts` with how often each stands in them, the known ones only, as the file's content."""
    counts = Counter(word.lower() for text in texts for word in WORD.findall(text) if word.isalpha())
    kept = sorted((word, count) for word, count in counts.items() if count >= KNOWN_AT)
    return "".join(f"{word} {count}\n" for word, count in kept)
