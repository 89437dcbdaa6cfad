"""What a new passage repeats of those that are there, and where it contradicts them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.encoder import Encoder, Vectors
from knowledge.ingest.hints import hints
from knowledge.ingest.quantities import at_odds, quantities
from knowledge.passages import Passage, sentences
from knowledge.wrong_claims import claims_in

# No two passages of our own reach both; copies with some words changed do.
SAME_MEANING, SAME_WORDS = 0.80, 0.60
# By the table tests/knowledge/ingest/tables/conflicts.yml (cosine of two sentences, and the share of their words).
NUMBERS_NEAR = 0.50
DENIAL_NEAR, DENIAL_WORDS = 0.65, 0.50
ALWAYS = "escalation"
MOST_NAMED = 2  # passages named for one sentence
DENIAL = re.compile(
    r"\b(?:not|no|never|nobody|nothing|none|neither|nor|without|cannot|hardly|barely|\w+n['’]t|avoid(?:ed|ing)?|skip|"
    r"leave (?:\w+ ){0,3}(?:out|alone)|stay away|steer clear|instead of|rather than|myth|unproven)\b",
    re.IGNORECASE,
)
ENDINGS = re.compile(r"(?:ing|ed|(?<=[sxzh])es|s)$")


@dataclass(frozen=True)
class Note:
    """Something the reviewer has to know: its kind (CONFLICT with what about it, DUPLICATE, ...) and words for it."""

    kind: str
    text: str


class Library:
    """The passages that are there, ready to be compared with."""

    def __init__(self, passages: Iterable[Passage], encode: Encoder) -> None:
        """Embed `passages` whole and by sentence."""
        self._encode = encode
        self._passages: list[Passage] = []
        self._whole = np.zeros((0, encode.dimensions), dtype=np.float32)
        self._sentences: list[tuple[Passage, str]] = []
        self._vectors = self._whole
        self.add(passages)

    def add(self, passages: Iterable[Passage]) -> None:
        """Add passages to compare later ones with."""
        fresh = list(passages)
        rows = [(passage, sentence) for passage in fresh for sentence in sentences(passage.plain)]
        self._passages += fresh
        self._sentences += rows
        self._whole = np.vstack([self._whole, self._encode.encode([passage.plain for passage in fresh])])
        self._vectors = np.vstack([self._vectors, self._encode.encode([sentence for _, sentence in rows])])

    def remove(self, identifiers: Collection[str]) -> None:
        """Compare with the passages of these ids no longer."""
        whole = [row for row, passage in enumerate(self._passages) if passage.id not in identifiers]
        single = [row for row, (passage, _) in enumerate(self._sentences) if passage.id not in identifiers]
        self._passages, self._whole = [self._passages[row] for row in whole], self._whole[whole]
        self._sentences, self._vectors = [self._sentences[row] for row in single], self._vectors[single]

    def duplicates(self, text: str) -> list[tuple[Passage, float, float]]:
        """Return passages that say nearly the same in nearly the same words, with the cosine and the share of words."""
        cosines = self._whole @ self._encode.encode([text])[0]
        near = [
            (self._passages[row], float(cosines[row])) for row in np.argsort(-cosines) if cosines[row] >= SAME_MEANING
        ]
        shared = [(passage, cosine, common_words(text, passage.plain)) for passage, cosine in near]
        return [row for row in shared if row[2] >= SAME_WORDS]

    def nearness(self, vectors: Vectors, topic: str) -> Vectors:
        """Return the cosine of each vector, shape (n, dimensions), with the nearest sentence of `topic`; shape (n,)."""
        rows = [row for row, (passage, _) in enumerate(self._sentences) if passage.topic == topic]
        return np.asarray((vectors @ self._vectors[rows].T).max(axis=1, initial=-1.0))

    def conflicts(self, found: Sequence[str], topics: Collection[str]) -> list[Note]:
        """Return where the sentences `found` contradict what is there, or say what is known to be wrong.

        Numbers are held against the passages on `topics`, denials also against those on when to see whom.
        """
        wanted = {*topics, ALWAYS}
        rows = [row for row, (passage, _) in enumerate(self._sentences) if passage.topic in wanted]
        notes = []
        for sentence, vector in zip(found, self._encode.encode(list(found)), strict=True):
            notes += [
                Note("CONFLICT claim", f'"{sentence}" is known to be wrong ({claim.id}). {claim.fact}')
                for claim, _ in claims_in(sentence)
            ]
            cosines = self._vectors[rows] @ vector
            near = [(*self._sentences[rows[place]], float(cosines[place])) for place in np.argsort(-cosines)]
            numbers = [row for row in near if row[2] >= NUMBERS_NEAR and row[0].topic in topics]
            notes += _numbers(sentence, numbers)
            notes += _denials(sentence, [row for row in near if row[2] >= DENIAL_NEAR])
        return notes


def _numbers(sentence: str, near: Sequence[tuple[Passage, str, float]]) -> list[Note]:
    mine = quantities(sentence)
    if not mine:
        return []
    theirs = [(passage, other, quantities(other)) for passage, other, _ in near]
    # What another sentence on the subject says in the same way is settled.
    agreed = {one.words for one in mine for _, _, others in theirs if any(one.agrees(other) for other in others)}
    notes = []
    for passage, other, others in theirs:
        for odd, same in at_odds([one for one in mine if one.words not in agreed], others):
            told = ", ".join(quantity.words for quantity in same)
            notes.append(Note("CONFLICT number", f'"{sentence}" says {odd.words}; {passage.id} says {told}: "{other}"'))
    return notes[:MOST_NAMED]


def _denials(sentence: str, near: Sequence[tuple[Passage, str, float]]) -> list[Note]:
    denies = bool(DENIAL.search(sentence))
    return [
        Note("CONFLICT negation", f'"{sentence}" against {passage.id}: "{other}"')
        for passage, other, _ in near
        if bool(DENIAL.search(other)) != denies and common_words(sentence, other) >= DENIAL_WORDS
    ][:MOST_NAMED]


def common_words(one: str, other: str) -> float:
    """Return which share of the words of the shorter text the other has too (0..1), little words and endings aside."""
    mine, theirs = _words(one), _words(other)
    return len(mine & theirs) / min(len(mine), len(theirs)) if mine and theirs else 0.0


def _words(text: str) -> set[str]:
    words = re.findall(r"[a-z]+", text.lower())
    return {ENDINGS.sub("", word) for word in words if len(word) > 2 and word not in hints().little}
