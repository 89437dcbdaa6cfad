"""Mend misspelt symptom words by deletion neighbourhoods (the SymSpell idea), with guards."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

MIN_LENGTH = 4
TWO_EDITS_FROM = 8


def _deletes(word: str) -> set[str]:
    return {word[:i] + word[i + 1 :] for i in range(len(word))}


def distance(left: str, right: str, limit: int = 2) -> int:
    """Return the edit distance with swaps of neighbours counted once; more than `limit` may be cut short."""
    if abs(len(left) - len(right)) > limit:
        return limit + 1
    before: list[int] = []
    last = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        row = [i]
        for j, b in enumerate(right, 1):
            cost = min(row[j - 1] + 1, last[j] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return last[-1]


class Speller:
    """Maps a word to the symptom word it most likely stands for, or to itself."""

    def __init__(
        self, targets: Iterable[str], known: Iterable[str], fixed: dict[str, str], two_edits: bool = True
    ) -> None:
        """Take what to mend by.

        Args:
            targets: the words to mend towards; as a mapping with how usual each is, which decides between equals.
            known: the words to leave alone.
            fixed: known slips with their meaning.
            two_edits: whether long words may be two slips away; the index is then several times as large.
        """
        self._known = frozenset(known)
        self._fixed = dict(fixed)
        self._two_edits = two_edits
        self._usual = dict(targets) if isinstance(targets, Mapping) else {}
        self._index: dict[str, set[str]] = {}
        for word in sorted(set(targets)):
            for key in self._keys(word):
                self._index.setdefault(key, set()).add(word)
        self.correct = lru_cache(maxsize=4096)(self._correct)

    def _keys(self, word: str) -> set[str]:
        keys = {word} | _deletes(word)
        if self._two_edits and len(word) >= TWO_EDITS_FROM:
            keys |= {shorter for key in _deletes(word) for shorter in _deletes(key)}
        return keys

    def _correct(self, word: str) -> str:
        if word in self._fixed:
            return self._fixed[word]
        if len(word) < MIN_LENGTH or len(word) > 16 or word in self._known or not word.isalpha():
            return word
        best, best_cost = word, 9
        found: set[str] = set()
        for key in self._keys(word):
            found |= self._index.get(key, set())
        for target in sorted(found, key=lambda target: (-self._usual.get(target, 0), target)):
            if target[0] != word[0]:
                continue
            cost = distance(word, target)
            allowed = 2 if self._two_edits and min(len(target), len(word)) >= TWO_EDITS_FROM else 1
            if cost <= allowed and cost < best_cost:
                best, best_cost = target, cost
        return best
