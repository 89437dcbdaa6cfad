"""Whether a message asks for a summary to take along, by its words (`lexicon/summary.yml`).

No intent of the classifier: such requests are said in few ways, which words tell from a report that begins with "in
summary" better than meaning does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from bot.nlu.reading.patterns import Compiler, Match, PatternIndex
from bot.nlu.reading.scene import SENTENCE_ENDS
from bot.nlu.reading.text import tokenize, windows
from bot.nlu.reading.wordsets import read_yaml

FILE = Path(__file__).parent / "lexicon" / "summary.yml"
KEYS = ("asks", "opens", "whole", "of", "of_this", "never", "never_opens")
TURNS = frozenset({"but", "however"})  # they begin a new sentence here


def asks_for_summary(text: str) -> bool:
    """Return whether `text` asks for a summary of the conversation to take along."""
    words = [token.norm for offset, part in windows(text) for token in tokenize(part, offset, str)]
    sentences = [_Sentence(row, _lexicon()) for row in _sentences(words)]
    return any(sentence.asks(alone=len(sentences) == 1) for sentence in sentences)


@dataclass(frozen=True)
class _Lexicon:
    index: PatternIndex
    leads: frozenset[str]


@lru_cache(maxsize=1)
def _lexicon() -> _Lexicon:
    data = read_yaml(FILE)
    compiler = Compiler(data["groups"], {})
    patterns = [compiler.compile(key, source) for key in KEYS for source in data[key]]
    return _Lexicon(PatternIndex(patterns), frozenset(data["leads"]))


def _sentences(words: Sequence[str]) -> list[list[str]]:
    rows: list[list[str]] = [[]]
    for word in words:
        if word in SENTENCE_ENDS or word in TURNS:
            rows.append([])
        else:
            rows[-1].append(word)
    return [row for row in rows if row]


class _Sentence:
    """The words of one sentence and the patterns found in it."""

    def __init__(self, words: Sequence[str], lexicon: _Lexicon) -> None:
        self._end = len(words)
        self._opening = next((n for n, word in enumerate(words) if word not in lexicon.leads), self._end)
        self._matches = lexicon.index.find(words)

    def asks(self, alone: bool) -> bool:
        """Return whether the sentence asks; `alone`: it is the whole message."""
        if self._found("never") or self._opens("never_opens"):
            return False
        this = {match.start for match in self._found("of_this")}
        if any(match.start not in this for match in self._found("of")):
            return False
        whole = alone and any(match.end == self._end for match in self._opens("whole"))
        return whole or bool(self._found("asks") or self._opens("opens"))

    def _found(self, key: str) -> list[Match]:
        return [match for match in self._matches if match.key == key]

    def _opens(self, key: str) -> list[Match]:
        return [match for match in self._found(key) if match.start == self._opening]
