"""Nearest vectors: one interface, two backends, both in files that are mapped into memory and not read into it.

| kind  | finds                   | by looking at          | best for                     |
|-------|-------------------------|------------------------|------------------------------|
| exact | all the nearest vectors | every row              | up to some 10,000 rows       |
| hnsw  | nearly all of them      | some thousands of rows | more, where it was measured: |
|       |                         |                        | docs/retrieval.md, "Growth"  |

Nothing here knows of passages; `knowledge.store` does.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar, NamedTuple, Protocol, Self

import faiss
import numpy as np
import numpy.typing as npt

from knowledge.encoder import Vectors

Numbers = npt.NDArray[np.int64]

SLICE = 10_000  # rows added at a time, so that a mapped file of vectors is never whole in memory
# Malkov and Yashunin 2018 (arXiv 1603.09320) name what these do; docs/retrieval.md, "Growth", has what they give here.
LINKS = 32  # M: neighbours a node keeps
BUILD_WIDTH = 200  # efConstruction: candidates looked at for a new node
SEARCH_WIDTH = 200  # efSearch: candidates looked at for a question
REMEDY = "Run `make build`."


class IndexMissing(FileNotFoundError):
    """The knowledge index is not there, is damaged, or belongs to other passages."""


class Nearest(NamedTuple):
    """What a search found, the best first; equal scores stand in the order of their rows."""

    scores: Vectors  # inner products
    rows: Numbers


class Rows:
    """Some rows of an index, made ready for many searches among them only."""

    def __init__(self, numbers: npt.ArrayLike) -> None:
        """Keep `numbers`, in order and each once."""
        self.numbers: Numbers = np.unique(np.asarray(numbers, dtype=np.int64))

    def __len__(self) -> int:
        return len(self.numbers)

    @cached_property
    def selector(self) -> Any:
        """The rows as faiss wants them: a bit a row."""
        bits = np.zeros(int(self.numbers[-1]) + 1 if len(self) else 0, dtype=bool)
        bits[self.numbers] = True
        return faiss.IDSelectorBitmap(np.packbits(bits, bitorder="little"))


class VectorIndex(Protocol):
    """Vectors by row number, from 0 in the order in which they were added."""

    kind: ClassVar[str]

    @property
    def dimensions(self) -> int:
        """How long a vector is."""

    def __len__(self) -> int: ...

    def add(self, vectors: Vectors) -> None:
        """Add unit vectors, shape (n, dimensions), behind those that are there.

        Raises:
            ValueError: they have other dimensions or hold numbers that are not finite, or the index was loaded from a
                file, which is only read; nothing was added.
        """

    def search(self, vector: Vectors, most: int, among: Rows | None = None) -> Nearest:
        """Return the rows nearest to `vector`, by inner product.

        Args:
            vector: shape (dimensions,).
            most: how many at the most; fewer come back only where there are fewer.
            among: only these rows; None for all.

        Raises:
            ValueError: `vector` has other dimensions or numbers that are not finite, or `among` names rows that are
                not there.
        """

    def save(self, path: Path) -> None:
        """Write the index to `path`."""


class _FaissIndex(ABC):
    """What both backends share: the checks, and faiss's own file."""

    kind: ClassVar[str]

    def __init__(self, dimensions: int) -> None:
        self._index: Any = self._empty(dimensions)
        self._mapped = False

    @staticmethod
    @abstractmethod
    def _empty(dimensions: int) -> Any:
        """Return an empty faiss index."""

    @abstractmethod
    def _found(self, query: Vectors, most: int, among: Rows | None) -> Nearest:
        """Return the nearest rows, `most` at least one and not more than there are; `query` has shape (1, d)."""

    @property
    def dimensions(self) -> int:
        return int(self._index.d)

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def add(self, vectors: Vectors) -> None:
        if vectors.ndim != 2 or vectors.shape[1] != self.dimensions:
            raise ValueError(f"vectors of shape {vectors.shape} do not fit an index of {self.dimensions} dimensions.")
        if self._mapped:
            raise ValueError("an index that was loaded from a file is only read; add the vectors to a new one.")
        slices = [slice(start, start + SLICE) for start in range(0, len(vectors), SLICE)]
        for rows in slices:
            if not np.isfinite(vectors[rows]).all():
                raise ValueError(
                    f"among the vectors {rows.start} to {rows.stop} some hold numbers that are not finite."
                )
        for rows in slices:
            self._index.add(np.ascontiguousarray(vectors[rows], dtype=np.float32))

    def search(self, vector: Vectors, most: int, among: Rows | None = None) -> Nearest:
        if vector.shape != (self.dimensions,):
            raise ValueError(
                f"a question's vector of shape {vector.shape} does not fit an index of {self.dimensions} dimensions. "
                f"Index and questions need the same encoder. {REMEDY}"
            )
        if not np.isfinite(vector).all():
            raise ValueError("a question's vector holds numbers that are not finite; the encoder is broken.")
        if among is not None and len(among) and not 0 <= among.numbers[0] <= among.numbers[-1] < len(self):
            raise ValueError(
                f"rows from {among.numbers[0]} to {among.numbers[-1]} are asked for; the index has {len(self)}."
            )
        most = min(most, len(self) if among is None else len(among))
        if most < 1:
            return Nearest(np.empty(0, np.float32), np.empty(0, np.int64))
        found = self._found(np.ascontiguousarray(vector[np.newaxis, :], dtype=np.float32), most, among)
        order = np.lexsort((found.rows, -found.scores))
        return Nearest(found.scores[order], found.rows[order])

    def save(self, path: Path) -> None:
        faiss.write_index(self._index, str(path))

    @classmethod
    def load(cls, path: Path) -> Self:
        """Map the file that `save` wrote.

        Raises:
            IndexMissing: it is missing, damaged or of another kind.
        """
        loaded = cls(1)
        try:
            # faiss checks the lengths of all parts and the links of the graph, also of a mapped file.
            found = faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC)
        except RuntimeError as error:
            raise IndexMissing(f"The index {path} cannot be read: {' '.join(str(error).split())}. {REMEDY}") from error
        if type(found) is not type(loaded._index):
            raise IndexMissing(f"The index {path} is a {type(found).__name__}, not of the kind {cls.kind}. {REMEDY}")
        loaded._index, loaded._mapped = found, True
        return loaded


class ExactIndex(_FaissIndex):
    """Looks at every row, or at every one of `among`."""

    kind = "exact"

    @staticmethod
    def _empty(dimensions: int) -> Any:
        return faiss.IndexFlatIP(dimensions)

    def _found(self, query: Vectors, most: int, among: Rows | None) -> Nearest:
        return _each(self._index, query, most, among)


class HnswIndex(_FaissIndex):
    """Walks a graph of near neighbours (HNSW); vectors are kept as 16-bit floats, so scores err in the fifth place."""

    kind = "hnsw"
    few: ClassVar[int] = 10_000  # rows among which looking at each costs less than walking the graph

    @staticmethod
    def _empty(dimensions: int) -> Any:
        index = faiss.IndexHNSWSQ(dimensions, faiss.ScalarQuantizer.QT_fp16, LINKS, faiss.METRIC_INNER_PRODUCT)
        index.hnsw.efConstruction = BUILD_WIDTH
        return index

    def _found(self, query: Vectors, most: int, among: Rows | None) -> Nearest:
        if (len(self) if among is None else len(among)) > self.few:
            options = {} if among is None else {"sel": among.selector}
            parameters = faiss.SearchParametersHNSW(efSearch=max(SEARCH_WIDTH, 2 * most), **options)
            scores, rows = self._index.search(query, most, params=parameters)
            if rows[0][-1] >= 0:
                return Nearest(scores[0], rows[0])
            # The walk met too few of the rows asked for, as these lie far from the question. A wider walk would take
            # longer than looking at each of them: its time grows with the square of its width.
        return _each(self._index.storage, query, most, among)


def _each(index: Any, query: Vectors, most: int, among: Rows | None) -> Nearest:
    parameters = None if among is None else faiss.SearchParameters(sel=among.selector)
    scores, rows = index.search(query, most, params=parameters)
    return Nearest(scores[0], rows[0])


BACKENDS: dict[str, type[_FaissIndex]] = {backend.kind: backend for backend in (ExactIndex, HnswIndex)}


def new_index(kind: str, dimensions: int) -> VectorIndex:
    """Return an empty index.

    Raises:
        ValueError: there is no such kind.
    """
    return _backend(kind)(dimensions)


def load_index(kind: str, path: Path) -> VectorIndex:
    """Map the index of this kind that `save` wrote to `path`.

    Raises:
        ValueError: there is no such kind.
        IndexMissing: the file is missing, damaged or of another kind.
    """
    return _backend(kind).load(path)


def _backend(kind: str) -> type[_FaissIndex]:
    if kind not in BACKENDS:
        raise ValueError(f"there is no index of the kind {kind!r}; choose one of {', '.join(BACKENDS)}.")
    return BACKENDS[kind]
