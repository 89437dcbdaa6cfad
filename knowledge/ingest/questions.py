"""Questions that people may ask of a new passage: from its heading, from those written down already, from its words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from pathlib import Path

import numpy as np
import yaml
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

from knowledge.cues import cues
from knowledge.encoder import Encoder, Vectors
from knowledge.ingest.compare import Library
from knowledge.ingest.hints import hints
from knowledge.questions import Question, read_questions

FILE = Path(__file__).resolve().parent / "questions.yml"
LEAST, MOST = 4, 7  # a passage needs four
TYPICAL, MOST_TYPICAL = 0.5, 4  # cosine from which a written question is taken to be answered, and how many at most
TYPICAL_WORDS = 15  # of such a question at most; longer ones tell a story of their own
PHRASES, LONGEST_PHRASE = 4, 3  # how many phrases stand for a passage, and of how many words at most
VARIED = 0.5  # how much a phrase loses by being like one taken before (maximal marginal relevance)
MOST_HEADING_WORDS = 10
RUNNER = {"your": "my", "you": "i", "yourself": "myself", "yours": "mine"}
WORD = re.compile(r"[a-z]+(?:['-][a-z]+)*")
ASKS = re.compile(r"^(?:how|what|when|why|which|who|where|is|are|can|should|do|does|will|did|could)\b", re.IGNORECASE)
STATES = re.compile(r"\b(?:is|are|was|were|can|will)\b")
WARNS = re.compile(r"^(?:don['’]t|do not|never|avoid|stop)\s+", re.IGNORECASE)


@dataclass
class Asker:
    """Proposes questions; `taken` holds those that stand under a passage, in small letters.

    `topic_of` returns the topic that answers a question, or an empty text.
    """

    encode: Encoder
    library: Library
    topic_of: Callable[[str], str]
    taken: set[str]
    _all: list[Question] = field(default_factory=read_questions)
    _written: dict[str, tuple[list[Question], Vectors]] = field(default_factory=dict)

    def propose(self, heading: str, sentences: Sequence[str], topic: str) -> list[str]:
        """Return questions for a passage that no other has; now and then fewer than `LEAST` can be made.

        Args:
            heading: of the section; may be empty.
            sentences: of the passage.
            topic: its topic.
        """
        made = _from_heading(heading)
        phrases = self.phrases(sentences)
        for template in _templates()["phrase"]:
            made += [template.format(phrase=phrase) for phrase in phrases]
        fitting = [question for question in made if self.topic_of(question) == topic]
        found: list[str] = []
        # Those that would not lead here are better than none: a passage needs its four, and the reviewer sees them.
        for question in [*self.typical(sentences, topic), *fitting, *made]:
            enough = LEAST if question not in fitting and question in made else MOST
            if len(found) < enough and question.lower() not in self.taken:
                found.append(question)
                self.taken.add(question.lower())
        return found

    def typical(self, sentences: Sequence[str], topic: str) -> list[str]:
        """Return written questions on `topic` that lie nearer to these sentences than to any there, the best first."""
        if topic not in self._written:
            mine = (question for question in self._all if question.topic == topic)
            rows = [question for question in mine if len(question.text.split()) <= TYPICAL_WORDS]
            self._written[topic] = rows, self.encode.encode([question.text for question in rows])
        rows, vectors = self._written[topic]
        own = (vectors @ self.encode.encode(list(sentences)).T).max(axis=1)
        better = np.flatnonzero((own >= TYPICAL) & (own > self.library.nearness(vectors, topic)))
        best = (rows[row].text for row in better[np.argsort(-own[better])])
        return list(islice((text for text in best if text.lower() not in self.taken), MOST_TYPICAL))

    def phrases(self, sentences: Sequence[str]) -> list[str]:
        """Return the phrases nearest to the passage as a whole and unlike each other; there may be none."""
        found = list(dict.fromkeys(phrase for sentence in sentences for phrase in _phrases(sentence)))
        if not found:
            return []
        vectors = self.encode.encode(found)
        near = vectors @ self.encode.encode([" ".join(sentences)])[0]
        chosen = [int(near.argmax())]
        while len(chosen) < min(PHRASES, len(found)):
            gain = near - VARIED * (vectors @ vectors[chosen].T).max(axis=1)
            gain[chosen] = -np.inf
            chosen.append(int(gain.argmax()))
        return [found[row] for row in chosen]


def _phrases(sentence: str) -> Iterator[str]:
    words = WORD.findall(sentence.lower())
    for start in range(len(words)):
        for end in range(start + 1, min(start + LONGEST_PHRASE, len(words)) + 1):
            if words[end - 1] in ENGLISH_STOP_WORDS or len(words[end - 1]) < 3:
                break
            phrase = words[start:end]
            if not all(word.rstrip("s") in ("knee", "run", "runner") or word in cues().plain for word in phrase):
                yield " ".join(phrase)


def _from_heading(heading: str) -> list[str]:
    words = heading.rstrip(" ?!.:").split()
    if not 2 <= len(words) <= MOST_HEADING_WORDS:
        return []
    plain = (word.lower() if word[1:].islower() else word for word in words)  # "Your ITB Again": your ITB again
    said = " ".join(RUNNER.get(word, word) for word in plain)
    if heading.endswith("?") or ASKS.match(heading):
        return [f"{said}?"]
    if WARNS.match(said):
        return [template.format(heading=WARNS.sub("", said)) for template in _templates()["forbidding"]]
    kind = "bidding" if hints().bids(said) and not STATES.search(said) else "naming"
    return [template.format(heading=said) for template in _templates()[kind]]


@lru_cache(maxsize=1)
def _templates() -> dict[str, list[str]]:
    loaded: dict[str, list[str]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return loaded
