"""One text laid out for reading: words, clauses, and the matches of the lexicon in it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bot.nlu.reading.patterns import Match
from bot.nlu.reading.text import Token
from bot.nlu.reading.wordsets import word_set

SENTENCE_ENDS = frozenset(".!?;")
TURNS = word_set("turns")
SUBJECTS = word_set("subjects")
PRONOUNS = word_set("pronouns")
VERBS = word_set("verbs")
OPENERS = word_set("openers")
WALL_WORDS = word_set("wall_words")
LIST_WORDS = frozenset({",", "and", "or", ":"})
KNEE_WORDS = word_set("knee_words")
OTHER_PARTS = word_set("other_parts")

# The latest mention wins, so a text that repeats itself needs no more than these.
KEPT_FIRST, KEPT_LAST = 4, 12


@dataclass
class Scene:
    """Tokens with the sentence, clause and segment each belongs to, and the matches by key."""

    tokens: Sequence[Token]
    matches: Sequence[Match]
    adjectives: frozenset[str]
    words: list[str] = field(default_factory=list)
    sentence: list[int] = field(default_factory=list)
    clause: list[int] = field(default_factory=list)
    segment: list[int] = field(default_factory=list)
    by_key: dict[str, list[Match]] = field(default_factory=lambda: defaultdict(list))
    hits: list[Match] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.words = [token.norm for token in self.tokens]
        self._lay_out()
        for match in _longest(self.matches):
            self.by_key[match.key].append(match)

    def _lay_out(self) -> None:
        sentence = clause = segment = 0
        words = self.words
        for i, word in enumerate(words):
            last = words[i - 1] if i else ""
            if last in SENTENCE_ENDS and word not in SENTENCE_ENDS:
                sentence, clause, segment = sentence + 1, clause + 1, segment + 1
            elif (
                last == "--"
                or (word in TURNS and i)
                or (word in ("though", "while", "except") and i and words[i - 1] == ",")
            ):
                clause, segment = clause + 1, segment + 1
            elif last == "," or (word in ("and", "so", "then") and self._opens(i + 1)):
                segment += 1
            self.sentence.append(sentence)
            self.clause.append(clause)
            self.segment.append(segment)

    def word(self, i: int) -> str:
        """Return the word at i, or an empty string outside the text."""
        return self.words[i] if 0 <= i < len(self.words) else ""

    def _opens(self, i: int) -> bool:
        return self.word(i) in SUBJECTS or self.word(i) in VERBS

    def found(self, *keys: str) -> list[Match]:
        """Return the matches of these keys in text order."""
        if len(keys) == 1:
            return self.by_key.get(keys[0], [])
        return sorted((m for key in keys for m in self.by_key.get(key, ())), key=lambda m: m.start)

    def between(self, start: int, end: int) -> list[Match]:
        """Return the symptom hits that lie wholly within tokens [start, end)."""
        return [hit for hit in self.hits if start <= hit.start and hit.end <= end]

    def topics_between(self, start: int, end: int) -> bool:
        """Tell whether a new topic (stairs, kneeling) comes up within tokens [start, end)."""
        return any(
            start <= match.start and match.end <= end
            for key, rows in self.by_key.items()
            if key.endswith(".topic")
            for match in rows
        )

    def kind_of(self, hit: Match) -> str:
        """Say how the hit's head word behaves: "adjective", "past", "gerund" or "base"."""
        head = self.words[hit.start]
        if head.endswith("ing"):
            return "gerund"
        if head in self.adjectives or head.endswith("ed"):
            return "adjective"
        return "base"

    def open_scope(self, cue: Match, hit: Match, style: str) -> bool:
        """Tell whether what the cue says still reaches the hit: same clause, no new subject, fitting list items."""
        if self.clause[cue.start] != self.clause[hit.start] or hit.start - cue.end > 16:
            return False
        low = min(cue.end, hit.start)
        inner = self.between(cue.end, hit.start)
        first_end = inner[0].end if inner else len(self.words)
        for i in range(low, hit.start):
            if self._closes(i, i + 1 >= first_end, i >= first_end, hit, style):
                return False
        if inner and hit.start > first_end and style == "noun" and not self._listed(cue, hit):
            return self._agrees(hit, style)
        return True

    def _closes(self, i: int, seen: bool, past: bool, hit: Match, style: str) -> bool:
        """Tell whether word i ends the scope; `seen`, `past`: a first thing was named before or well before it."""
        word, following = self.words[i], self.word(i + 1)
        if word in SENTENCE_ENDS:
            return True
        if word in LIST_WORDS:
            return self._closes_list(word, following, seen, hit, style)
        if word in WALL_WORDS or word in ("just", "only"):
            return not (word in ("so", "as") and not seen)
        return past and (word in PRONOUNS or word in ("my", "now", "still"))

    def _closes_list(self, word: str, following: str, seen: bool, hit: Match, style: str) -> bool:
        if word in (",", ":") and not seen:
            return True
        if word == "or" or following in ("or", "nor"):
            return False
        if following in SUBJECTS | OPENERS | VERBS or following in WALL_WORDS:
            return True
        return not self._agrees(hit, style)

    def _listed(self, cue: Match, hit: Match) -> bool:
        return any(self.words[i] in (",", "or", "and") for i in range(cue.end, hit.start))

    def _agrees(self, hit: Match, style: str) -> bool:
        kind = self.kind_of(hit)
        linked = any(self.words[i] in ("or", "nor") for i in range(max(0, hit.start - 2), hit.start))
        if linked or style == "unsure":
            return True
        if style == "be":
            word = self.words[hit.start]
            return not (word.endswith("s") and word in self.adjectives)
        return kind != "adjective"


def _longest(matches: Iterable[Match]) -> list[Match]:
    """Drop matches inside a longer one of the same key; of very many, the first and the last ones are enough."""
    kept: dict[str, list[Match]] = defaultdict(list)
    for match in sorted(matches, key=lambda m: (m.start, -m.end)):
        row = kept[match.key]
        if row and match.start < row[-1].end:
            if match.end - match.start > row[-1].end - row[-1].start:
                row[-1] = Match(match.key, match.source, min(match.start, row[-1].start), match.end)
            continue
        row.append(match)
    few = (row if len(row) <= KEPT_FIRST + KEPT_LAST else row[:KEPT_FIRST] + row[-KEPT_LAST:] for row in kept.values())
    return sorted((m for row in few for m in row), key=lambda m: (m.start, m.end))
