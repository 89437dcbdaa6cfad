"""The index part of the build: it obeys the setting, shows how far it is, and takes up what broke off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from knowledge import build as building
from knowledge.embedding import BATCH
from knowledge.encoder import Vectors, encoder
from knowledge.passages import Passage, read_passages
from knowledge.settings import settings
from knowledge.store import PassageStore, views

PASSAGES = read_passages()[0][:60]
COUNT = sum(len(views(passage)) for passage in PASSAGES)


@pytest.fixture(autouse=True)
def _with_the_exported_encoder(monkeypatch: pytest.MonkeyPatch) -> None:
    # The original one gives the same vectors (test_encoder.py), but takes torch and many seconds to load.
    monkeypatch.setattr(building, "_original_encoder", lambda: encoder().encode)


def indexed(folder: Path, passages: list[Passage] = PASSAGES) -> list[str]:
    """Build the index of `passages` into `folder`, and return what was said."""
    said: list[str] = []
    (folder / "index").mkdir()
    building._index(passages, folder / "index", folder / "vectors.npy", said.append)
    return said


@pytest.mark.parametrize("kind", ["exact", "hnsw"])
def test_the_index_is_of_the_kind_that_is_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    monkeypatch.setattr(building, "settings", lambda: replace(settings(), index=kind))
    assert f"building the {kind} index" in indexed(tmp_path, PASSAGES[:5])
    store = PassageStore.load(tmp_path / "index")
    assert store._index.kind == kind
    for passage in PASSAGES[:5]:
        vector = encoder().encode([passage.questions[0]])[0]
        assert store.nearest(vector, most=1)[0].passage == passage


def test_how_far_it_is(tmp_path: Path) -> None:
    said = indexed(tmp_path)
    assert said[0] == f"embedding {COUNT} views of 60 passages"
    assert said[1:-1] == [f"{done} of {COUNT}" for done in (*range(BATCH, COUNT, BATCH), COUNT)]


def test_embedding_that_broke_off_is_taken_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    encoded: list[int] = []

    def breaking(texts: Sequence[str]) -> Vectors:
        if encoded:
            raise KeyboardInterrupt
        encoded.append(len(texts))
        return encoder().encode(texts)

    with monkeypatch.context() as patch:
        patch.setattr(building, "_original_encoder", lambda: breaking)
        with pytest.raises(KeyboardInterrupt):
            indexed(tmp_path)
    (tmp_path / "index").rmdir()
    assert f"{BATCH} of {COUNT}" in indexed(tmp_path)
    assert encoded == [BATCH]
    assert len(PassageStore.load(tmp_path / "index").passages) == 60
