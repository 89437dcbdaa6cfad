"""What every store of passages must do, over each kind of index: one suite."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from knowledge.encoder import Vectors, encoder
from knowledge.passages import Passage, read_passages
from knowledge.questions import read_questions
from knowledge.records import Records, RecordsError, write_records
from knowledge.store import (
    KIND_FILE,
    OWNERS_FILE,
    RECORDS_FILE,
    VECTORS_FILE,
    Hit,
    PassageStore,
    views,
    write_store,
)
from knowledge.vectors import BACKENDS, IndexMissing

EVERY = pytest.mark.parametrize("kind", BACKENDS)
FILES = (VECTORS_FILE, RECORDS_FILE, OWNERS_FILE, KIND_FILE)
Entries = list[tuple[Passage, list[str]]]


def passage(identifier: str, topic: str = "itbs", **changes: object) -> Passage:
    fields: dict[str, object] = {
        "id": identifier, "topic": topic, "name": f"The {topic}", "aspect": "fix", "text": "Rest it [article].",
        "spoken": "Rest it.", "questions": ("what now?",), "article_differs": None,
    }  # fmt: skip
    return Passage(**{**fields, **changes})  # type: ignore[arg-type]


# Four directions, three passages: the second is named from two sides, the third by its likeness to the first.
ENTRIES: Entries = [
    (passage("itbs.fix"), ["east"]),
    (passage("cadence.fix", "cadence"), ["north", "west"]),
    (passage("itbs.avoid"), ["south", "east by south"]),
]
VECTORS = np.array([[1, 0], [0, 1], [-1, 0], [0, -1], [0.8, -0.6]], dtype=np.float32)
EAST, NORTH, SOUTH, WEST = (np.array(v, dtype=np.float32) for v in ([1, 0], [0, 1], [0, -1], [-1, 0]))


def stored(folder: Path, kind: str, entries: Entries = ENTRIES, vectors: Vectors = VECTORS) -> PassageStore:
    folder.mkdir(exist_ok=True)
    write_store(folder, entries, vectors, kind)
    return PassageStore.load(folder)


def told(hits: Sequence[Hit]) -> list[tuple[str, str, float]]:
    return [(hit.passage.id, hit.view, round(hit.score, 2)) for hit in hits]


@EVERY
@pytest.mark.parametrize(
    ("vector", "topics", "most", "expected"),
    [
        (EAST, None, 1, [("itbs.fix", "east", 1)]),
        (EAST, None, 3, [("itbs.fix", "east", 1), ("itbs.avoid", "east by south", 0.8), ("cadence.fix", "north", 0)]),
        (WEST, None, 1, [("cadence.fix", "west", 1)]),
        (EAST, ["cadence"], 5, [("cadence.fix", "north", 0)]),
        (NORTH, ["itbs"], 2, [("itbs.fix", "east", 0), ("itbs.avoid", "east by south", -0.6)]),
        (SOUTH, ["cadence", "itbs", "itbs"], 2, [("itbs.avoid", "south", 1), ("itbs.fix", "east", 0)]),
        (SOUTH, ["hills"], 5, []),
        (SOUTH, [], 5, []),
        (SOUTH, None, 0, []),
    ],
)
def test_passages_come_by_their_best_view(
    tmp_path: Path,
    kind: str,
    vector: Vectors,
    topics: list[str] | None,
    most: int,
    expected: list[tuple[str, str, float]],
) -> None:
    assert told(stored(tmp_path, kind).nearest(vector, topics, most)) == expected


@EVERY
def test_a_passage_with_many_near_views_does_not_hide_the_others(tmp_path: Path, kind: str) -> None:
    entries: Entries = [
        (passage("itbs.fix"), [f"view {number}" for number in range(200)]),
        *((passage(f"itbs.fix-{number}"), ["far"]) for number in range(20)),
    ]
    angles = np.concatenate([np.linspace(0, 0.1, 200), np.linspace(1, 2, 20)])
    vectors = np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)
    found = stored(tmp_path, kind, entries, vectors).nearest(EAST, most=5)
    assert [hit.passage.id for hit in found] == ["itbs.fix", *(f"itbs.fix-{number}" for number in range(4))]


ODD = [
    passage("itbs.what", name="Läufer 膝 🙂", text="\"It's\" 'so'; DROP TABLE passages; -- \\ \n [article]."),
    passage("itbs.signs", questions=(), article_differs="It says: hurry.", spoken=""),
    passage("hills.fix-膝", "hills", questions=("", "a\u0000b", "x" * 100_000)),
]


@EVERY
def test_passages_come_back_as_they_were(tmp_path: Path, kind: str) -> None:
    store = stored(tmp_path, kind, [(each, [f"view of {each.id} 'n\u0000'"]) for each in ODD], VECTORS[:3])
    assert list(store.passages) == ODD
    assert [store.by_id[each.id] for each in ODD] == ODD
    assert told(store.nearest(NORTH, most=1)) == [("itbs.signs", "view of itbs.signs 'n\u0000'", 1)]
    assert store.passages.names == {"itbs": "Läufer 膝 🙂", "hills": "The hills"}


def test_passages_by_number_and_by_id(tmp_path: Path) -> None:
    store = stored(tmp_path, "exact")
    assert [store.passages[-1], store.passages[0]] == [ENTRIES[2][0], ENTRIES[0][0]]
    assert store.passages[1:] == [ENTRIES[1][0], ENTRIES[2][0]]
    assert (len(store.passages), len(store.by_id)) == (3, 3)
    assert list(store.by_id) == ["itbs.fix", "cadence.fix", "itbs.avoid"]
    assert "itbs.fix" in store.by_id
    assert "itbs.why" not in store.by_id
    with pytest.raises(KeyError, match=r"itbs\.why"):
        store.by_id["itbs.why"]
    with pytest.raises(IndexError):
        store.passages[3]


def test_both_kinds_find_the_same_for_real_questions(tmp_path: Path) -> None:
    """But for passages that are as near as each other by four digits, as the graph's vectors are rounded."""
    entries = [(each, views(each)) for each in read_passages()[0][:20]]
    vectors = encoder().encode([view for _, own in entries for view in own])
    exact, graph = (stored(tmp_path / kind, kind, entries, vectors) for kind in ("exact", "hnsw"))
    for question in read_questions()[::100]:
        vector = encoder().encode([question.text])[0]
        for topics in (None, [entries[0][0].topic]):
            expected, found = exact.nearest(vector, topics, 11), graph.nearest(vector, topics, 11)
            scores = [hit.score for hit in expected]
            assert [hit.score for hit in found] == pytest.approx(scores, abs=1e-4)
            for place, (one, other) in enumerate(zip(expected[:10], found[:10], strict=True)):
                tied = [hit for hit in expected if abs(hit.score - scores[place]) < 2e-4]
                assert one.passage == other.passage or len(tied) > 1


@EVERY
def test_any_thread_may_search(tmp_path: Path, kind: str) -> None:
    entries: Entries = [(passage(f"itbs.fix-{number}"), [f"view {number}"]) for number in range(300)]
    angles = np.linspace(0, 6, 300)
    vectors = np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)
    store, fresh = stored(tmp_path, kind, entries, vectors), PassageStore.load(tmp_path)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda vector: told(store.nearest(vector)), vectors))
    assert found == [told(fresh.nearest(vector)) for vector in vectors]


@EVERY
@pytest.mark.parametrize("missing", FILES)
def test_a_missing_file(tmp_path: Path, kind: str, missing: str) -> None:
    stored(tmp_path, kind)
    (tmp_path / missing).unlink()
    with pytest.raises(IndexMissing) as caught:
        PassageStore.load(tmp_path)
    assert str(caught.value) == f"No knowledge index in {tmp_path}: without {missing}. Run `make build`."


@EVERY
@pytest.mark.parametrize("damaged", FILES)
@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda whole: b"", id="empty"),
        pytest.param(lambda whole: whole[: len(whole) // 2], id="half"),
        pytest.param(lambda whole: b"\xff\x00 something else" * 500, id="something else"),
    ],
)
def test_a_damaged_file(tmp_path: Path, kind: str, damaged: str, damage: Callable[[bytes], bytes]) -> None:
    stored(tmp_path, kind)
    path = tmp_path / damaged
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(IndexMissing, match=r"Run `make build`\.$"):
        PassageStore.load(tmp_path)


@EVERY
@pytest.mark.parametrize("foreign", [VECTORS_FILE, RECORDS_FILE, OWNERS_FILE])
def test_files_of_two_builds(tmp_path: Path, kind: str, foreign: str) -> None:
    stored(tmp_path / "one", kind)
    stored(tmp_path / "two", kind, ENTRIES[:2], VECTORS[:3])
    shutil.copyfile(tmp_path / "two" / foreign, tmp_path / "one" / foreign)
    with pytest.raises(IndexMissing, match=r"were to be there\. Run `make build`\.$"):
        PassageStore.load(tmp_path / "one")


@pytest.mark.parametrize("content", ['{"kind": "flat"}', "{}", "[]", "exact"])
def test_an_unknown_kind_in_the_files(tmp_path: Path, content: str) -> None:
    stored(tmp_path, "exact")
    (tmp_path / KIND_FILE).write_text(content, encoding="utf-8")
    with pytest.raises(IndexMissing, match=r"cannot be used: .* Run `make build`\.$"):
        PassageStore.load(tmp_path)


@pytest.mark.parametrize(
    ("entries", "vectors", "message"),
    [
        (ENTRIES, VECTORS[:4], "3 passages with 5 views, and 4 vectors: "),
        (ENTRIES[:2], VECTORS, "2 passages with 3 views, and 5 vectors: "),
        ([], VECTORS[:0], "0 passages with 0 views, and 0 vectors: "),
        ([ENTRIES[0], (passage("itbs.why"), [])], VECTORS[:1], "2 passages with 1 views, and 1 vectors: "),
        ([ENTRIES[0], ENTRIES[0]], VECTORS[:2], "two passages have the id 'itbs.fix'; rename one."),
    ],
    ids=["too few vectors", "too many", "no passages", "a passage without views", "an id twice"],
)
def test_what_does_not_fit_is_not_written(tmp_path: Path, entries: Entries, vectors: Vectors, message: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(message)}"):
        write_store(tmp_path, entries, vectors)
    with pytest.raises(IndexMissing):
        PassageStore.load(tmp_path)


def test_an_unknown_kind_is_not_written(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="there is no index of the kind 'flat'"):
        write_store(tmp_path, ENTRIES, VECTORS, "flat")
    assert list(tmp_path.iterdir()) == []


def test_records_are_not_written_over(tmp_path: Path) -> None:
    write_records(tmp_path / "records", ENTRIES)
    with pytest.raises(RecordsError, match="is there already; write the passages into a new folder"):
        write_records(tmp_path / "records", ENTRIES)
    assert len(Records(tmp_path / "records")) == 3


@EVERY
def test_the_kind_is_written_beside_the_index(tmp_path: Path, kind: str) -> None:
    stored(tmp_path, kind)
    assert json.loads((tmp_path / KIND_FILE).read_text(encoding="utf-8")) == {"kind": kind}
