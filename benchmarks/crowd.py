"""A million vectors that lie as the vectors of real texts do, without encoding a million texts.

The seeds are the vectors of all views and labelled questions of this project. Each further vector is a seed, moved some
way towards one of its near neighbours and then along steps that lead from other seeds to neighbours of theirs: so it
strays in the directions, and as far, in which real texts differ from each other. `likeness` measures how well that
works: how near the nearest neighbours are, and how many ways there are to go from a point (its local dimension).

The questions asked of them are real, encoded as they are, and by authors of whom nothing stands among the seeds.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import faiss
import numpy as np
import numpy.typing as npt
from numpy.lib.format import open_memmap

from knowledge.embedding import embed
from knowledge.encoder import Vectors, encoder
from knowledge.passages import Passage, read_passages
from knowledge.questions import OUT_OF_SCOPE, read_questions
from knowledge.settings import ROOT
from knowledge.store import views

ASKED = ROOT / "evaluation" / "topics.jsonl"
NEIGHBOURS = 16
STEPS, STEP = 4, 0.3  # chosen so that `likeness` of as many made vectors comes out as that of the seeds
CHUNK = 10_000  # vectors made at a time

Picks = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Seeds:
    """Real texts with their topics and vectors."""

    texts: list[str]
    topics: list[str]
    vectors: Vectors


@dataclass(frozen=True)
class Asked:
    """Real questions with their topics and vectors."""

    topics: list[str]
    vectors: Vectors


def read_seeds(folder: Path) -> Seeds:
    """Embed every view and labelled question; the vectors stay in `folder`, so that the next run need not."""
    passages = read_passages()[0]
    found = {view: passage.topic for passage in passages for view in views(passage)}
    for question in read_questions():
        found.setdefault(question.text, question.topic)
    texts = list(found)
    vectors = embed(texts, encoder().encode, "the exported encoder", folder / "seeds.npy")
    return Seeds(texts, list(found.values()), np.array(vectors))


def read_asked(seeds: Seeds) -> Asked:
    """Encode the questions of the evaluation, without such as stand among the seeds."""
    known = set(seeds.texts)
    rows = [json.loads(line) for line in ASKED.read_text(encoding="utf-8").splitlines()]
    found = {row["text"]: (row["topics"] or [OUT_OF_SCOPE])[0] for row in rows if row["text"] not in known}
    return Asked(list(found.values()), encoder().encode(list(found)))


def make_crowd(seeds: Seeds, count: int, path: Path) -> tuple[Vectors, Picks]:
    """Make `count` vectors in the file at `path`; return them, and the number of the seed that each comes from."""
    chance = np.random.default_rng(20)
    near = _neighbours(seeds.vectors)
    picks = chance.integers(len(seeds.texts), size=count)
    crowd = open_memmap(path, mode="w+", dtype=np.float32, shape=(count, seeds.vectors.shape[1]))
    for start in range(0, count, CHUNK):
        crowd[start : start + CHUNK] = _moved(seeds.vectors, near, picks[start : start + CHUNK], chance)
    crowd.flush()
    return crowd, picks


def _neighbours(vectors: Vectors) -> Picks:
    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(vectors)
    return np.asarray(index.search(vectors, NEIGHBOURS + 1)[1][:, 1:])


def _moved(seeds: Vectors, near: Picks, picks: Picks, chance: np.random.Generator) -> Vectors:
    def to_a_neighbour(starts: Picks) -> Vectors:
        ends = near[starts, chance.integers(near.shape[1], size=len(starts))]
        return np.asarray(seeds[ends] - seeds[starts])

    moved = seeds[picks] + chance.random((len(picks), 1), dtype=np.float32) * to_a_neighbour(picks)
    for _ in range(STEPS):
        lengths = STEP * chance.standard_normal((len(picks), 1), dtype=np.float32)
        moved += lengths * to_a_neighbour(chance.integers(len(seeds), size=len(picks)))
    return np.asarray(moved / np.linalg.norm(moved, axis=1, keepdims=True), dtype=np.float32)


@dataclass(frozen=True)
class Likeness:
    """How a cloud of vectors lies: median cosine to the nearest and tenth nearest neighbour, median local dimension."""

    nearest: float
    tenth: float
    dimension: float

    def __str__(self) -> str:
        return (
            f"median cosine to the nearest {self.nearest:.2f}, to the tenth {self.tenth:.2f}; "
            f"local dimension {self.dimension:.0f}"
        )


def likeness(vectors: Vectors, near: int = 20) -> Likeness:
    """Measure how `vectors` lie, at 2000 of them.

    The dimension is the maximum-likelihood estimate of Levina and Bickel 2004 from the distances to `near` neighbours.
    """
    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(vectors)
    cosines = index.search(vectors[:2000], near + 1)[0][:, 1:]
    distances = np.sqrt(np.maximum(2 - 2 * cosines, 1e-9))
    dimension = -1 / np.log(distances[:, :-1] / distances[:, -1:]).mean(axis=1)
    return Likeness(*(float(np.median(each)) for each in (cosines[:, 0], cosines[:, 9], dimension)))


def entries(
    texts: Sequence[str], topics: Sequence[str], passages: Sequence[Passage], picks: Picks
) -> Iterator[tuple[Passage, list[str]]]:
    """Yield a passage with one view for each made vector: the record of a real one of its topic, under a new id.

    Args:
        texts: of the seeds.
        topics: of the seeds.
        passages: the real ones; seeds out of scope take from all of them.
        picks: the seed of each made vector.
    """
    by_topic: dict[str, list[Passage]] = {OUT_OF_SCOPE: [*passages]}
    for passage in passages:
        by_topic.setdefault(passage.topic, []).append(passage)
    for number, pick in enumerate(picks):
        like = by_topic[topics[pick]][number % len(by_topic[topics[pick]])]
        yield replace(like, id=f"{topics[pick]}.{like.aspect}-{number}", topic=topics[pick]), [texts[pick]]
