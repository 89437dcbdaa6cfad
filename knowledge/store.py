"""Passages by nearness: a faiss index over several views of each (its title, sentences and questions)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import faiss
import numpy as np

from knowledge.encoder import Vectors
from knowledge.passages import Passage, sentences
from knowledge.sources import without_markers

INDEX_FILE, PASSAGES_FILE = "passages.faiss", "passages.json"


class IndexMissing(FileNotFoundError):
    """The knowledge index is not there, or belongs to other passages."""


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


class PassageStore:
    """Exact search by inner product; with a few thousand views nothing quicker is needed."""

    def __init__(
        self, passages: Sequence[Passage], owners: Sequence[int], texts: Sequence[str], vectors: Vectors
    ) -> None:
        """Index `vectors`, one a view; `owners` gives the passage of each view."""
        if not len(owners) == len(texts) == len(vectors):
            raise ValueError(f"{len(owners)} owners, {len(texts)} views and {len(vectors)} vectors: they must match.")
        self.passages = list(passages)
        self.by_id = {passage.id: passage for passage in self.passages}
        self._owners = list(owners)
        self._views = list(texts)
        self._index: faiss.Index = faiss.IndexFlatIP(vectors.shape[1])
        self._index.add(np.ascontiguousarray(vectors))

    def nearest(self, vector: Vectors, topics: Iterable[str] | None = None, most: int = 5) -> list[Hit]:
        """Return the passages nearest to `vector` (shape (dimensions,)), the best first, by their best view.

        Args:
            vector: a unit vector.
            topics: only passages of these; None for all.
            most: how many passages at the most.
        """
        wanted = None if topics is None else set(topics)
        scores, rows = self._index.search(np.ascontiguousarray(vector[np.newaxis, :]), self._index.ntotal)
        hits: dict[int, Hit] = {}
        kept = [wanted is None or passage.topic in wanted for passage in self.passages]
        for place in np.flatnonzero(np.array(kept)[np.array(self._owners)[rows[0]]]):
            row = rows[0][place]
            owner = self._owners[row]
            if owner not in hits:
                hits[owner] = Hit(self.passages[owner], float(scores[0][place]), self._views[row])
                if len(hits) == most:
                    break
        return list(hits.values())

    def save(self, folder: Path) -> None:
        """Write index and passages into `folder`."""
        faiss.write_index(self._index, str(folder / INDEX_FILE))
        rows = {"passages": [asdict(p) for p in self.passages], "owners": self._owners, "views": self._views}
        (folder / PASSAGES_FILE).write_text(json.dumps(rows, ensure_ascii=False, indent=1), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> PassageStore:
        """Read what `save` wrote.

        Raises:
            IndexMissing: a file is missing or the two do not belong together.
        """
        if not (folder / INDEX_FILE).is_file() or not (folder / PASSAGES_FILE).is_file():
            raise IndexMissing(f"No knowledge index in {folder}. Run `make build`.")
        rows = json.loads((folder / PASSAGES_FILE).read_text(encoding="utf-8"))
        index = faiss.read_index(str(folder / INDEX_FILE))
        if index.ntotal != len(rows["owners"]):
            raise IndexMissing(f"{folder}: {index.ntotal} vectors, {len(rows['owners'])} views. Run `make build`.")
        store = cls.__new__(cls)
        store.passages = [Passage(**{**row, "questions": tuple(row["questions"])}) for row in rows["passages"]]
        store.by_id = {passage.id: passage for passage in store.passages}
        store._owners, store._views, store._index = rows["owners"], rows["views"], index
        return store
