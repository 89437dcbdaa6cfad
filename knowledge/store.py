"""Passages by nearness: vectors of several views of each (its title, sentences and questions), and their records."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from knowledge.encoder import Vectors
from knowledge.passages import Passage, sentences
from knowledge.records import Records, write_records
from knowledge.sources import without_markers
from knowledge.vectors import IndexMissing, Rows, VectorIndex, load_index, new_index

VECTORS_FILE, RECORDS_FILE, OWNERS_FILE, KIND_FILE = "passages.faiss", "passages.sqlite", "owners.npy", "index.json"
TOPICS_KEPT = 64  # sets of topics whose rows stay marked


@dataclass(frozen=True)
class Hit:
    """A passage found, how near its best view is (cosine), and that view."""

    passage: Passage
    score: float
    view: str


def views(passage: Passage) -> list[str]:
    """Return the texts by which a passage is found."""
    return [
        f"{passage.name}: {passage.aspect}",
        *(without_markers(sentence) for sentence in sentences(passage.text)),
        *passage.questions,
    ]


def write_store(
    folder: Path, entries: Iterable[tuple[Passage, Sequence[str]]], vectors: Vectors, kind: str = "exact"
) -> None:
    """Write passages into `folder`, which must be empty, for `PassageStore.load`.

    Args:
        folder: where the files go.
        entries: each passage with its views; gone through once.
        vectors: unit vectors of all views in this order, shape (views, dimensions); may be a mapped file.
        kind: of the index, a key of `knowledge.vectors.BACKENDS`.

    Raises:
        ValueError: views and vectors differ in number, there is no such kind, or two passages have one id.
    """
    index = new_index(kind, vectors.shape[1])
    counts = write_records(folder / RECORDS_FILE, entries)
    if not counts or 0 in counts or sum(counts) != len(vectors):
        raise ValueError(
            f"{len(counts)} passages with {sum(counts)} views, and {len(vectors)} vectors: there must be a passage at "
            "least, a view at least for each, and a vector a view."
        )
    np.save(folder / OWNERS_FILE, np.repeat(np.arange(len(counts), dtype=np.int32), counts))
    index.add(vectors)
    index.save(folder / VECTORS_FILE)
    (folder / KIND_FILE).write_text(json.dumps({"kind": kind}), encoding="utf-8")


class PassageStore:
    """Passages to be found by the nearest of their views; vectors and records stay in their files."""

    def __init__(self, records: Records, owners: npt.NDArray[np.int32], index: VectorIndex) -> None:
        """Put together what `load` opened; `owners` gives the number of the passage of each view."""
        self.passages = records
        self.by_id = records.by_id
        self._owners = owners
        self._index = index
        self._rows = lru_cache(TOPICS_KEPT)(self._rows_of)

    @classmethod
    def load(cls, folder: Path) -> PassageStore:
        """Open what `write_store` wrote.

        Raises:
            IndexMissing: a file is missing or damaged, or they do not belong together.
        """
        files = (VECTORS_FILE, RECORDS_FILE, OWNERS_FILE, KIND_FILE)
        if missing := [name for name in files if not (folder / name).is_file()]:
            raise IndexMissing(f"No knowledge index in {folder}: without {', '.join(missing)}. Run `make build`.")
        try:
            kind = json.loads((folder / KIND_FILE).read_text(encoding="utf-8"))["kind"]
            owners = np.load(folder / OWNERS_FILE, mmap_mode="r")
            records = Records(folder / RECORDS_FILE)
            index = load_index(kind, folder / VECTORS_FILE)
        except (ValueError, KeyError, TypeError, EOFError) as error:
            raise IndexMissing(f"The knowledge index in {folder} cannot be used: {error} Run `make build`.") from error
        if len(index) != len(owners) or owners[-1] + 1 != len(records):
            raise IndexMissing(
                f"{folder}: {len(index)} vectors and {len(records)} passages; {len(owners)} views of "
                f"{owners[-1] + 1} were to be there. Run `make build`."
            )
        return cls(records, owners, index)

    def nearest(
        self, vector: Vectors, topics: Iterable[str] | None = None, most: int = 5, best_of: int = 1
    ) -> list[Hit]:
        """Return the passages nearest to `vector` (shape (dimensions,)), the best first, by their best views.

        Args:
            vector: a unit vector.
            topics: only passages of these; None for all.
            most: how many passages at the most.
            best_of: how many of a passage's best views, as far as they were looked at, its score is the mean of.
        """
        among = None if topics is None else self._rows(frozenset(topics))
        size = len(self._owners) if among is None else len(among)
        # Views of one passage tend to be found together, so more of them are asked for than passages.
        wanted = min(size, most * math.ceil(len(self._owners) / len(self.passages)))
        while True:
            scores, rows = self._index.search(vector, wanted, among)
            owners, firsts = np.unique(self._owners[rows], return_index=True)
            if len(owners) >= most or wanted == size:
                break
            wanted = min(size, 2 * wanted)
        found = self._owners[rows]
        means = [float(scores[np.flatnonzero(found == owner)[:best_of]].mean()) for owner in owners]
        order = sorted(range(len(owners)), key=lambda number: (-means[number], firsts[number]))[:most]
        return [
            Hit(self.passages[int(owners[one])], means[one], self.passages.view(int(rows[firsts[one]])))
            for one in order
        ]

    def _rows_of(self, topics: frozenset[str]) -> Rows:
        return Rows(np.flatnonzero(np.isin(self._owners, self.passages.of_topics(topics))))
