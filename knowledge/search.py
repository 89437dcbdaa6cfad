"""Finding the passages that answer a question, or knowing that none does."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import numpy as np

from knowledge.aspects import AspectHead
from knowledge.cues import cues
from knowledge.encoder import Encoder, Vectors, encoder
from knowledge.following.head import FollowUpHead
from knowledge.following.lines import MOVES, NEITHER, STAYS
from knowledge.following.reader import PairReader, pair_reader
from knowledge.gate import ANSWER, CHOICE, REFUSE, Gate
from knowledge.picking import PassageHead
from knowledge.questions import OUT_OF_SCOPE
from knowledge.settings import ROOT
from knowledge.sources import Source, sources
from knowledge.store import Hit, PassageStore
from knowledge.topics import TopicHead

INDEX_FOLDER = ROOT / "build" / "index"
HEAD_FILE, GATE_FILE = "topics.joblib", "gate.json"
FOLLOW_UP_FILE, ASPECT_FILE, PASSAGE_FILE = "follow_ups.joblib", "aspects.joblib", "passages.joblib"
SOURCES_FILE = "sources.json"
NAMED = 0.9  # so likely a topic under discussion is named, and there is nothing to resolve
SHORT = 6  # words; so short a request for sources is for those of what was said
# In cosine; by the questions under the passages, each left out in turn (docs/retrieval.md).
MOST_OF_A_TOPIC = 50  # passages looked at
BEST_VIEWS = 3  # a passage is as near as its three best views on the average
ASPECT_WEIGHT = 0.05  # of the log-probability that the question wants this kind of passage
PASSAGE_WEIGHT = 0.06  # of the logarithm by which the passage is likelier than by chance
CUE_BONUS = 0.2  # for the kind that the question's words ask for
SECOND_CUE = 0.3  # share of it for the second kind that they ask for
PREFERRED_BONUS = 0.32  # for the kinds that fit the person's situation, above a topic's bare name; set by hand
MATTER_BONUS = 0.1  # for a passage that speaks of what the question names; set by hand, not measured
ELSEWHERE = 0.2  # so likely a topic that is not under discussion may answer, where the one that is has no word on it
SECOND_PASSAGE = 0.08  # a second passage is added when it is at most this far behind, in cosine


@dataclass(frozen=True)
class Finding:
    """What was found for a question."""

    outcome: str  # ANSWER, CHOICE or REFUSE
    topics: tuple[str, ...]  # best first
    hits: tuple[Hit, ...]  # passages of the first topic, best first
    probabilities: Mapping[str, float] = field(default_factory=dict)
    why: str = ""


class Searcher:
    """The index, the topic head and the gate together."""

    def __init__(
        self,
        store: PassageStore,
        head: TopicHead,
        gate: Gate,
        follow_ups: FollowUpHead,
        aspects: AspectHead,
        picking: PassageHead,
        encode: Encoder,
        pairs: PairReader,
        shop: Mapping[str, Source],
    ) -> None:
        """Put together what `load` read; `shop` are the sources of the shop's own articles."""
        self.store = store
        self.sources = {**sources(), **shop}  # whatever a passage found may cite
        self._head = head
        self._gate = gate
        self._follow_ups = follow_ups
        self._aspects = aspects
        self._picking = picking
        self._encoder = encode
        self._pairs = pairs
        self._spoken_of: dict[str, bool] = {}

    @classmethod
    def load(cls, folder: Path = INDEX_FOLDER, encode: Encoder | None = None) -> Searcher:
        """Read what the build wrote.

        Raises:
            IndexMissing: the index was not built.
        """
        store = PassageStore.load(folder)
        head = TopicHead.load(folder / HEAD_FILE)
        gate = Gate(**json.loads((folder / GATE_FILE).read_text(encoding="utf-8")))
        follow_ups, aspects = FollowUpHead.load(folder / FOLLOW_UP_FILE), AspectHead.load(folder / ASPECT_FILE)
        picking = PassageHead.load(folder / PASSAGE_FILE)
        rows = json.loads((folder / SOURCES_FILE).read_text(encoding="utf-8"))
        shop = {key: Source(**row) for key, row in rows.items()}
        return cls(store, head, gate, follow_ups, aspects, picking, encode or encoder(), pair_reader(), shop)

    def find(
        self,
        question: str,
        context: Sequence[str] = (),
        aspects: Sequence[str] = (),
        most: int = 2,
        said: Sequence[str] = (),
        own: bool = False,
        last: str = "",
    ) -> Finding:
        """Find the passages that answer `question`.

        Args:
            question: as the user asked it.
            context: topics under discussion, the likeliest first; a follow-up ("and how long does that take?") is
                resolved against them. Empty: the question stands on its own.
            aspects: preferred kinds of passage (`fix`, `recovery`, ...).
            most: passages at the most.
            said: ids of passages said already, left out where the question bids for more.
            own: leave out what a shop's articles say.
            last: the message answered before, where there is one.
        """
        vector = self._encoder.encode([question])
        probabilities = self.topic_probabilities(question, vector)
        ranked = sorted((t for t in probabilities if t != OUT_OF_SCOPE), key=lambda t: -probabilities[t])
        outcome, why = self._gate.decide(probabilities)
        if context:
            follows, so = self._follows(question, context, last, probabilities)
            if follows == STAYS:
                left_out = frozenset(said) if cues().wants_more(question) else frozenset()
                return self._about(question, vector, context, aspects, most, probabilities, left_out, so, own)
            if follows == NEITHER:
                outcome, why = REFUSE, so
        if outcome == REFUSE:
            return Finding(REFUSE, (), (), probabilities, why)
        if outcome == CHOICE:
            return Finding(CHOICE, tuple(ranked[:2]), (), probabilities, why)
        hits = self._hits(question, vector[0], ranked[0], aspects, most, own=own)
        return Finding(ANSWER, (ranked[0],), hits, probabilities, why)

    def topic_probabilities(self, question: str, vector: Vectors) -> dict[str, float]:
        """Return how likely each topic, or none, answers `question`; `vector` has shape (1, dimensions)."""
        row = self._head.probabilities([question], vector)[0]
        return {label: float(p) for label, p in zip(self._head.labels, row, strict=True)}

    def about(self, topic: str, aspects: Sequence[str], question: str = "", most: int = 1) -> tuple[Hit, ...]:
        """Return the passages of `topic` that fit `question` best, of the kinds `aspects` where there are any.

        Only our own: what is said unasked, or at a grave level, never rests on a shop's article.
        """
        vector = self._encoder.encode([question or topic])[0]
        hits = self._hits(question, vector, topic, aspects, MOST_OF_A_TOPIC, own=True, near=False)
        wanted = tuple(hit for hit in hits if hit.passage.aspect in aspects)
        return (wanted or hits)[:most]

    def silent_on(self, question: str) -> tuple[str, ...]:
        """Return what `question` names and no passage speaks of, where `cues.yml` has a name for it."""
        named = sorted(cues().named(question) & cues().called.keys())
        return tuple(cues().called[matter] for matter in named if not self._speaks_of(matter))

    def _speaks_of(self, matter: str) -> bool:
        if matter not in self._spoken_of:
            texts = (passage.text for passage in self.store.by_id.values())
            self._spoken_of[matter] = any(cues().speaks(text, [matter]) for text in texts)
        return self._spoken_of[matter]

    def _follows(
        self, question: str, context: Sequence[str], last: str, probabilities: Mapping[str, float]
    ) -> tuple[str, str]:
        """Return whether `question` goes on about the topics under discussion, and how that was judged."""
        if cues().asks_on(question) or (cues().asks_sources(question) and len(question.split()) <= SHORT):
            return STAYS, f"it only makes sense after something on {context[0]}"
        nearest = max(context, key=lambda topic: probabilities.get(topic, 0.0))
        if probabilities.get(nearest, 0.0) >= NAMED:
            return STAYS, f"it names {nearest}, which is under discussion"
        name = self.store.passages.names[nearest]
        shares = self._follow_ups.outcomes(question, nearest, probabilities, self._pairs, name, last)
        best = max(shares, key=shares.__getitem__)
        told = ", ".join(f"{outcome} {shares[outcome]:.2f}" for outcome in (STAYS, MOVES, NEITHER))
        return best, f"with {context[0]} under discussion it {best} ({told})"

    def _about(
        self,
        question: str,
        vector: Vectors,
        context: Sequence[str],
        aspects: Sequence[str],
        most: int,
        probabilities: Mapping[str, float],
        left_out: Collection[str],
        why: str,
        own: bool,
    ) -> Finding:
        topic = context[0]
        if cues().leans(question):  # it names nothing of its own, so the topic's name is put before it
            vector = self._encoder.encode([f"{self.store.passages.names[topic]}: {question}"])
        else:
            topic = max(context, key=lambda t: probabilities.get(t, 0.0))
        topic = self._speaking_of(question, np.asarray(vector[0]), topic, probabilities)
        hits = self._hits(question, vector[0], topic, aspects, most, left_out, own)
        return Finding(ANSWER, (topic,), hits, probabilities, why)

    def _speaking_of(self, question: str, vector: Vectors, topic: str, probabilities: Mapping[str, float]) -> str:
        """Return `topic`, or a likely other one where only that has a word on what the question names."""
        named = cues().named(question)
        likely = sorted(probabilities, key=lambda label: -probabilities[label])
        others = [one for one in likely if probabilities[one] >= ELSEWHERE and one not in (topic, OUT_OF_SCOPE)]
        for one in (topic, *others) if named else ():
            if any(cues().speaks(hit.passage.text, named) for hit in self._nearest(vector, one, own=True)):
                return one
        return topic

    def _hits(
        self,
        question: str,
        vector: Vectors,
        topic: str,
        aspects: Sequence[str],
        most: int,
        left_out: Collection[str] = (),
        own: bool = False,
        near: bool = True,
    ) -> tuple[Hit, ...]:
        [logs] = self._aspects.logs([question], vector[np.newaxis, :])
        bonus = {aspect: ASPECT_WEIGHT * log for aspect, log in logs.items()}
        for rank, aspect in enumerate(cues().wanted(question)):
            bonus[aspect] = bonus.get(aspect, 0.0) + CUE_BONUS * (1.0 if rank == 0 else SECOND_CUE)
        for aspect in aspects:
            bonus[aspect] = max(bonus.get(aspect, 0.0), 0.0) + PREFERRED_BONUS
        all_of_it = self._nearest(np.asarray(vector), topic, own)
        # When all was said, say the nearest again rather than nothing.
        found = [hit for hit in all_of_it if hit.passage.id not in left_out] or all_of_it
        picked = self._picking.logs(topic, vector)
        named = cues().named(question)
        scored = [
            Hit(
                hit.passage,
                hit.score
                + bonus.get(hit.passage.aspect, 0.0)
                + PASSAGE_WEIGHT * picked.get(hit.passage.id, 0.0)
                + MATTER_BONUS * cues().speaks(hit.passage.text, named),
                hit.view,
            )
            for hit in found
        ]
        scored.sort(key=lambda hit: -hit.score)
        kept = [hit for hit in scored if not near or hit.score >= scored[0].score - SECOND_PASSAGE]
        return tuple(kept[:most])

    def _nearest(self, vector: Vectors, topic: str, own: bool, most: int = MOST_OF_A_TOPIC) -> list[Hit]:
        hits = self.store.nearest(vector, [topic], most, best_of=BEST_VIEWS)
        kept = [hit for hit in hits if not (own and hit.passage.shop)]
        # Articles enough to crowd out our own passages: look further.
        return kept if kept or len(hits) < most else self._nearest(vector, topic, own, 4 * most)


@lru_cache(maxsize=1)
def searcher() -> Searcher:
    """Return this process's searcher, loaded at the first call."""
    return Searcher.load()
