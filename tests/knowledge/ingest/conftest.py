"""The real parts that proposals are made with, loaded once: the encoder, the index as built, our own passages."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from knowledge.encoder import Encoder, Vectors
from knowledge.ingest.compare import Library
from knowledge.ingest.topics import TopicFinder
from knowledge.passages import Passage, read_passages
from knowledge.search import INDEX_FOLDER, Searcher


class RememberingEncoder(Encoder):
    """The real encoder, which encodes no text twice: many tests compare with the same passages and questions."""

    def __init__(self) -> None:
        super().__init__(threads=2)
        self._known: dict[str, Vectors] = {}

    def encode(self, texts: Sequence[str]) -> Vectors:
        fresh = [text for text in dict.fromkeys(texts) if text not in self._known]
        if fresh:
            self._known.update(zip(fresh, super().encode(fresh), strict=True))
        rows = [self._known[text] for text in texts]
        return np.stack(rows) if rows else np.zeros((0, self.dimensions), dtype=np.float32)


@pytest.fixture(scope="session")
def encode() -> Encoder:
    return RememberingEncoder()


@pytest.fixture(scope="session")
def search(encode: Encoder) -> Searcher:
    try:
        return Searcher.load(encode=encode)
    except FileNotFoundError as error:
        pytest.fail(f"{INDEX_FOLDER} is not there or not whole: {error} Please run make build.")


@pytest.fixture(scope="session")
def own() -> list[Passage]:
    return read_passages()[0]


@pytest.fixture(scope="session")
def finder(search: Searcher, encode: Encoder) -> TopicFinder:
    return TopicFinder(search, encode)


@pytest.fixture(scope="session")
def library(own: list[Passage], encode: Encoder) -> Library:
    return Library(own, encode)
