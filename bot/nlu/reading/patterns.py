"""The small pattern language of the lexicon, and an index that finds its patterns in tokens.

A pattern is words in a row. `a/b` either word; `(a)` may be missing; `<group>` any member of a word group;
`..` up to three words between, `...` up to six; `=word` exactly this form (otherwise all forms of the word fit);
`#` any number in figures; where "is" or "has" fits, "'s" does too.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bot.nlu.reading.wordsets import word_set

NUMBER = "#"
GAPS = {"..": 3, "...": 6}
WALLS = frozenset({".", "!", "?", ";", "--", "but", "however"})


@dataclass(frozen=True)
class Element:
    """One place of a pattern: the word rows that fit, or a gap of up to `gap` words."""

    rows: tuple[tuple[str, ...], ...] = ()
    singles: frozenset[str] = frozenset()
    optional: bool = False
    gap: int = 0


@dataclass(frozen=True)
class Pattern:
    """A compiled pattern: what it says (`key`), its source text and its places."""

    key: str
    source: str
    elements: tuple[Element, ...]
    anchor: int


@dataclass(frozen=True)
class Match:
    """Tokens [start, end) fit the pattern `source` of `key`."""

    key: str
    source: str
    start: int
    end: int


@dataclass
class Compiler:
    """Compiles pattern texts, given the word groups and the word forms."""

    groups: dict[str, list[str]]
    forms: dict[str, frozenset[str]]
    words: set[str] = field(default_factory=set)

    def compile(self, key: str, source: str) -> Pattern:
        """Compile one pattern; raises ValueError naming the pattern when it cannot be read."""
        elements = tuple(self._element(part, source) for part in str(source).split())
        fixed = [i for i, e in enumerate(elements) if not e.optional and not e.gap]
        if not fixed:
            raise ValueError(f"pattern {source!r} of {key!r} has no required word: add one")
        anchor = min(fixed, key=lambda i: (self._common(elements[i]), len(elements[i].rows) + len(elements[i].singles)))
        return Pattern(key, str(source), elements, anchor)

    @staticmethod
    def _common(element: Element) -> bool:
        return bool(element.singles & COMMON)

    def _element(self, part: str, source: str) -> Element:
        if part in GAPS:
            return Element(gap=GAPS[part])
        optional = part.startswith("(") and part.endswith(")")
        rows: set[tuple[str, ...]] = set()
        for choice in part.strip("()").split("/"):
            rows |= self._rows(choice, source)
        self.words.update(word for row in rows for word in row)
        singles = frozenset(row[0] for row in rows if len(row) == 1)
        if {"is", "has"} & singles and not part.startswith(("=", "(its")):
            singles |= {"'s"}
            self.words.add("'s")
        longer = tuple(sorted((row for row in rows if len(row) > 1), key=len, reverse=True))
        return Element(longer, singles, optional)

    def _rows(self, choice: str, source: str) -> set[tuple[str, ...]]:
        if choice.startswith("<"):
            name = choice.strip("<>")
            if name not in self.groups:
                raise ValueError(f"pattern {source!r} names the unknown group {name!r}: define it in groups.yml")
            rows: set[tuple[str, ...]] = set()
            for member in self.groups[name]:
                rows |= self._member(str(member), source)
            return rows
        if choice.startswith("="):
            return {(choice[1:],)}
        return {(form,) for form in self.forms.get(choice, frozenset({choice}))}

    def _member(self, member: str, source: str) -> set[tuple[str, ...]]:
        rows: set[tuple[str, ...]] = {()}
        for word in member.split():
            rows = {row + more for row in rows for more in self._rows(word, source)}
        return rows


COMMON = word_set("common")


class PatternIndex:
    """Finds all patterns in a row of words; each pattern is only tried where its rarest word stands."""

    def __init__(self, patterns: Sequence[Pattern]) -> None:
        """Index the patterns by the words that may open their rarest place."""
        self._by_word: dict[str, list[Pattern]] = {}
        for pattern in patterns:
            element = pattern.elements[pattern.anchor]
            for word in element.singles | {row[0] for row in element.rows}:
                self._by_word.setdefault(word, []).append(pattern)

    def _tried(self, word: str) -> list[Pattern]:
        if not word[0].isdigit():
            return self._by_word.get(word, [])
        return self._by_word.get(word, []) + self._by_word.get(NUMBER, [])

    def find(self, words: Sequence[str]) -> list[Match]:
        """Return every match, the longest one per pattern and start."""
        best: dict[tuple[int, int], Match] = {}
        for i, word in enumerate(words):
            for pattern in self._tried(word):
                after = pattern.elements[pattern.anchor :]
                before = pattern.elements[: pattern.anchor][::-1]
                end = next(_walk(words, i, after, 1), None)
                if end is None:
                    continue
                last = next(_walk(words, i - 1, before, -1), None)
                if last is None:
                    continue
                start = last + 1
                spot = (id(pattern), start)
                if spot not in best or best[spot].end < end:
                    best[spot] = Match(pattern.key, pattern.source, start, end)
        return sorted(best.values(), key=lambda m: (m.start, -m.end))


def _walk(words: Sequence[str], at: int, elements: Sequence[Element], step: int) -> Iterator[int]:
    """Yield the positions just past the elements, read from `at` in direction `step`, shortest gaps first."""
    if not elements:
        yield at
        return
    first, rest = elements[0], elements[1:]
    if first.gap:
        for skip in range(first.gap + 1):
            yield from _walk(words, at + skip * step, rest, step)
            spot = at + skip * step
            if not 0 <= spot < len(words) or words[spot] in WALLS:
                return
        return
    if 0 <= at < len(words):
        word = words[at]
        if word in first.singles or (word[0].isdigit() and NUMBER in first.singles):
            yield from _walk(words, at + step, rest, step)
        for row in first.rows:
            low = at if step > 0 else at - len(row) + 1
            if low >= 0 and tuple(words[low : low + len(row)]) == row:
                yield from _walk(words, at + len(row) * step, rest, step)
    if first.optional:
        yield from _walk(words, at, rest, step)
