"""What every vector index must do: one suite, run over each backend, and the graph also where it would not be used."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.encoder import Vectors
from knowledge.settings import CHOICES, ROOT
from knowledge.vectors import BACKENDS, ExactIndex, HnswIndex, IndexMissing, Rows, load_index, new_index

DIMENSIONS = 24
COUNT = 1500
NEAR = 1e-3  # scores of 16-bit vectors may be off by this much


class Graph(HnswIndex):
    """The graph, walked however few rows there are."""

    few = 0


Backend = type[ExactIndex | HnswIndex]
EVERY = pytest.mark.parametrize("backend", [ExactIndex, HnswIndex, Graph])


def unit(rows: npt.ArrayLike) -> Vectors:
    wide = np.asarray(rows, dtype=np.float64)
    return np.asarray(wide / np.linalg.norm(wide, axis=-1, keepdims=True), dtype=np.float32)


def some(count: int, seed: int = 0, dimensions: int = DIMENSIONS) -> Vectors:
    """Return unit vectors in bunches, as those of texts lie."""
    chance = np.random.default_rng(seed)
    middles = chance.standard_normal((12, dimensions))
    return unit(middles[chance.integers(12, size=count)] + 0.7 * chance.standard_normal((count, dimensions)))


VECTORS = some(COUNT)
QUESTIONS = some(60, seed=1)


def filled(backend: Backend, vectors: Vectors = VECTORS) -> ExactIndex | HnswIndex:
    index = backend(vectors.shape[1])
    index.add(vectors)
    return index


def best_of(vectors: Vectors, question: Vectors, most: int) -> list[int]:
    return [int(row) for row in np.argsort(-(vectors @ question), kind="stable")[:most]]


@EVERY
def test_the_nearest_come_first_with_their_inner_product(backend: Backend) -> None:
    index = filled(backend)
    for question in QUESTIONS:
        scores, rows = index.search(question, 20)
        assert scores == pytest.approx(VECTORS[rows] @ question, abs=NEAR)
        assert (np.diff(scores) <= 0).all()
        assert len(set(rows.tolist())) == 20


@EVERY
def test_nearly_all_of_the_nearest_are_found(backend: Backend) -> None:
    index = filled(backend)
    found = [len({*index.search(q, 10).rows.tolist()} & {*best_of(VECTORS, q, 10)}) for q in QUESTIONS]
    assert sum(found) / len(found) >= (10 if backend is ExactIndex else 9.8)


@EVERY
def test_a_vector_finds_itself(backend: Backend) -> None:
    index = filled(backend)
    assert [int(index.search(vector, 1).rows[0]) for vector in VECTORS[:100]] == list(range(100))


@EVERY
def test_equal_vectors_come_in_the_order_of_their_rows(backend: Backend) -> None:
    index = filled(backend, np.repeat(VECTORS[:2], 400, axis=0))
    scores, rows = index.search(VECTORS[1], 5, Rows([3, 799, 500, 401, 650]))
    assert rows.tolist() == [401, 500, 650, 799, 3]
    assert scores[:4].tolist() == [scores[0]] * 4


@EVERY
def test_more_asked_for_than_there_is(backend: Backend) -> None:
    index = filled(backend)
    assert sorted(index.search(QUESTIONS[0], 10 * COUNT).rows.tolist()) == list(range(COUNT))
    assert sorted(index.search(QUESTIONS[0], 100, Rows([7, 5, 9])).rows.tolist()) == [5, 7, 9]


@EVERY
@pytest.mark.parametrize("most", [0, -1])
def test_nothing_asked_for(backend: Backend, most: int) -> None:
    assert len(filled(backend).search(QUESTIONS[0], most).rows) == 0


@EVERY
def test_an_empty_index(backend: Backend, tmp_path: Path) -> None:
    empty = backend(DIMENSIONS)
    empty.save(tmp_path / "empty")
    for index in (empty, backend.load(tmp_path / "empty")):
        assert (len(index), index.dimensions) == (0, DIMENSIONS)
        assert index.search(QUESTIONS[0], 5).rows.tolist() == []


@EVERY
@pytest.mark.parametrize("share", [0.002, 0.05, 0.5, 1.0])
def test_only_the_rows_asked_for(backend: Backend, share: float) -> None:
    index = filled(backend)
    among = Rows(np.random.default_rng(2).choice(COUNT, int(share * COUNT), replace=False))
    for question in QUESTIONS:
        rows = index.search(question, 3, among).rows.tolist()
        best = best_of(VECTORS[among.numbers], question, 3)
        assert len({*rows} & {*among.numbers[best].tolist()}) >= (2 if backend is Graph else 3)
        assert {*rows} <= {*among.numbers.tolist()}
        assert len(rows) == 3


@EVERY
def test_rows_that_lie_far_from_the_question(backend: Backend) -> None:
    index = filled(backend)
    for question in QUESTIONS[:10]:
        far = best_of(VECTORS, -question, 4)
        assert index.search(question, 4, Rows(far)).rows.tolist() == far[::-1]


@EVERY
def test_no_row_at_all(backend: Backend) -> None:
    assert filled(backend).search(QUESTIONS[0], 5, Rows([])).rows.tolist() == []


@EVERY
@pytest.mark.parametrize("rows", [[COUNT], [0, 10**9], [-1, 3]])
def test_rows_that_are_not_there(backend: Backend, rows: list[int]) -> None:
    with pytest.raises(
        ValueError, match=rf"^rows from {min(rows)} to {max(rows)} are asked for; the index has 1500\.$"
    ):
        filled(backend).search(QUESTIONS[0], 5, Rows(rows))


def test_rows_are_kept_in_order_and_once() -> None:
    rows = Rows([4, 1, 4, 2])
    assert (len(rows), rows.numbers.tolist()) == (3, [1, 2, 4])


@EVERY
@pytest.mark.parametrize("shape", [(3, DIMENSIONS - 1), (3, DIMENSIONS + 1), (DIMENSIONS,), (3, 0)])
def test_vectors_of_other_dimensions(backend: Backend, shape: tuple[int, ...]) -> None:
    index = filled(backend)
    with pytest.raises(ValueError, match=re.escape(f"vectors of shape {shape} do not fit an index of 24 dimensions.")):
        index.add(np.zeros(shape, np.float32))
    assert len(index) == COUNT


@EVERY
@pytest.mark.parametrize("shape", [(DIMENSIONS - 1,), (1, DIMENSIONS), ()])
def test_a_question_of_other_dimensions(backend: Backend, shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match=re.escape(f"of shape {shape} does not fit an index of 24 dimensions.")):
        filled(backend).search(np.zeros(shape, np.float32), 5)


@EVERY
@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_numbers_that_are_not_finite(backend: Backend, bad: float) -> None:
    index = backend(DIMENSIONS)
    vectors = VECTORS.copy()
    vectors[1200, 5] = bad
    with pytest.raises(ValueError, match="some hold numbers that are not finite"):
        index.add(vectors)
    assert len(index) == 0
    with pytest.raises(ValueError, match="vector holds numbers that are not finite; the encoder is broken"):
        index.search(vectors[1200], 5)


@EVERY
def test_other_layouts(backend: Backend) -> None:
    index = backend(DIMENSIONS)
    index.add(np.asfortranarray(VECTORS)[::2])
    assert index.search(np.repeat(VECTORS[4], 2)[::2], 1).rows.tolist() == [2]


@EVERY
def test_a_saved_index_finds_the_same(backend: Backend, tmp_path: Path) -> None:
    index = filled(backend)
    path = tmp_path / "Läufer 膝.faiss"
    index.save(path)
    loaded = backend.load(path)
    assert (len(loaded), loaded.dimensions, loaded.kind) == (COUNT, DIMENSIONS, backend.kind)
    for question in QUESTIONS:
        for among in (None, Rows(range(0, COUNT, 3))):
            before, after = index.search(question, 10, among), loaded.search(question, 10, among)
            assert (before.rows.tolist(), before.scores.tolist()) == (after.rows.tolist(), after.scores.tolist())


@EVERY
def test_a_loaded_index_is_only_read(backend: Backend, tmp_path: Path) -> None:
    filled(backend).save(tmp_path / "index")
    loaded = backend.load(tmp_path / "index")
    with pytest.raises(ValueError, match=r"^an index that was loaded from a file is only read"):
        loaded.add(VECTORS)
    assert len(loaded) == COUNT


@EVERY
def test_a_file_taken_away_is_still_served(backend: Backend, tmp_path: Path) -> None:
    """A build puts a new folder in the place of the one that a running server has mapped."""
    filled(backend).save(tmp_path / "index")
    loaded = backend.load(tmp_path / "index")
    (tmp_path / "index").unlink()
    assert loaded.search(VECTORS[3], 1).rows.tolist() == [3]


@EVERY
def test_searches_side_by_side(backend: Backend) -> None:
    index = filled(backend)
    among = Rows(range(0, COUNT, 2))

    def search(number: int) -> list[int]:
        return [int(row) for row in index.search(QUESTIONS[number % 60], 10, among).rows]

    alone = [search(number) for number in range(300)]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(search, range(300))) == alone


@EVERY
@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda whole: b"", id="empty"),
        pytest.param(lambda whole: whole[:20], id="the beginning"),
        pytest.param(lambda whole: whole[: len(whole) // 2], id="half"),
        pytest.param(lambda whole: whole[:-1], id="all but a byte"),
        pytest.param(lambda whole: b"\x00" * len(whole), id="zeros"),
        pytest.param(lambda whole: b"<html>" * 999, id="something else"),
        pytest.param(lambda whole: bytes(reversed(whole)), id="backwards"),
    ],
)
def test_a_damaged_file(backend: Backend, tmp_path: Path, damage: object) -> None:
    path = tmp_path / "index"
    filled(backend).save(path)
    path.write_bytes(damage(path.read_bytes()))  # type: ignore[operator]
    with pytest.raises(
        IndexMissing, match=rf"^The index {re.escape(str(path))} cannot be read: .*\. Run `make build`\.$"
    ):
        backend.load(path)


@EVERY
def test_a_missing_file(backend: Backend, tmp_path: Path) -> None:
    with pytest.raises(IndexMissing, match=r"cannot be read: .* Run `make build`\.$"):
        backend.load(tmp_path / "nothing")


@pytest.mark.parametrize(("saved", "asked"), [(ExactIndex, HnswIndex), (HnswIndex, ExactIndex)])
def test_a_file_of_another_kind(saved: Backend, asked: Backend, tmp_path: Path) -> None:
    filled(saved).save(tmp_path / "index")
    with pytest.raises(IndexMissing, match=rf"not of the kind {asked.kind}\. Run `make build`\.$"):
        asked.load(tmp_path / "index")


@pytest.mark.parametrize("kind", ["", "flat", "HNSW"])
def test_a_kind_that_there_is_not(kind: str, tmp_path: Path) -> None:
    message = rf"^there is no index of the kind '{kind}'; choose one of exact, hnsw\.$"
    with pytest.raises(ValueError, match=message):
        new_index(kind, DIMENSIONS)
    with pytest.raises(ValueError, match=message):
        load_index(kind, tmp_path)


def test_every_kind_can_be_set() -> None:
    assert tuple(BACKENDS) == CHOICES["index"]


units = st.integers(1, 6).flatmap(
    lambda dimensions: st.lists(
        st.lists(st.integers(-8, 8), min_size=dimensions, max_size=dimensions).filter(any), min_size=2, max_size=40
    )
)


@EVERY
@settings(deadline=None)
@given(rows=units, most=st.integers(1, 50), data=st.data())
def test_a_few_vectors_are_searched_as_by_hand(
    backend: Backend, rows: list[list[int]], most: int, data: st.DataObject
) -> None:
    vectors = unit(rows)
    *stored, question = vectors
    index = filled(backend, np.array(stored))
    chosen = data.draw(st.none() | st.sets(st.integers(0, len(stored) - 1)))
    pool = sorted(range(len(stored)) if chosen is None else chosen)
    scores, found = index.search(question, most, None if chosen is None else Rows(pool))
    expected = sorted((float(stored[row] @ question) for row in pool), reverse=True)[:most]
    assert scores == pytest.approx(expected, abs=NEAR)
    assert len({*found.tolist()}) == len(found)
    assert {*found.tolist()} <= {*pool}
    assert scores == pytest.approx([float(stored[row] @ question) for row in found], abs=NEAR)


@settings(deadline=None)
@given(rows=units, most=st.integers(1, 50))
def test_few_vectors_are_found_alike_by_both(rows: list[list[int]], most: int) -> None:
    *stored, question = unit(rows)
    (scores, found), (others, found_too) = (
        filled(backend, np.array(stored)).search(question, most) for backend in (ExactIndex, HnswIndex)
    )
    assert scores == pytest.approx(others, abs=NEAR)
    apart = np.abs(np.diff(scores, prepend=2, append=-2)) > NEAR
    clear = apart[:-1] & apart[1:]  # neither a tie nor nearly one with its neighbours
    clear[-1:] = False  # the first one left out may tie with the last
    assert found[clear].tolist() == found_too[clear].tolist()


MEMORY = """
import re, sys
from pathlib import Path
import numpy as np
from knowledge.vectors import load_index

def own():
    return int(re.search(r"RssAnon:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) / 1e3

path = Path(sys.argv[2])
question = np.ones(384, np.float32)
load_index(sys.argv[1], path.with_name("small")).search(question, 10)
before = own()
index = load_index(sys.argv[1], path)
for _ in range(20):
    index.search(question, 10)
print(own() - before)
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="measures memory as Linux tells it")
@pytest.mark.parametrize("kind", BACKENDS)
def test_a_loaded_index_stays_in_its_file(kind: str, tmp_path: Path) -> None:
    for name, count in (("small", 100), ("large", 12_000)):
        index = new_index(kind, 384)
        index.add(some(count, dimensions=384))
        index.save(tmp_path / name)
    size = (tmp_path / "large").stat().st_size / 1e6
    command = [sys.executable, "-c", MEMORY, kind, str(tmp_path / "large")]
    told = subprocess.run(
        command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=True, capture_output=True, text=True
    )
    assert size > 12
    assert float(told.stdout) < 0.2 * size
