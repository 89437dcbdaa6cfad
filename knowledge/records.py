"""Passages on disk: an SQLite file, from which those that were found are read, so that the others need no memory."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, overload

from knowledge.passages import Passage

KEPT = 4096  # passages, and as many views, that stay decoded: all of today's, a little of a large store
TABLES = """
CREATE TABLE passages (number INTEGER PRIMARY KEY, id TEXT UNIQUE NOT NULL, topic TEXT NOT NULL, record TEXT NOT NULL);
CREATE TABLE views (row INTEGER PRIMARY KEY, text TEXT NOT NULL);
"""


class RecordsError(ValueError):
    """The file of passages cannot be written or read."""


def write_records(path: Path, entries: Iterable[tuple[Passage, Sequence[str]]]) -> list[int]:
    """Write passages, each with its views, to a new file; return how many views each passage has.

    The rows of the views are counted from 0 through all passages. `entries` is gone through once.

    Raises:
        RecordsError: two passages have the same id, or the file is there already.
    """
    if path.exists():
        raise RecordsError(f"{path} is there already; write the passages into a new folder.")
    row, counts = 0, []
    with closing(sqlite3.connect(path)) as file, file:
        # A file that is not whole is never moved to its place, so it need not survive a power cut.
        file.executescript(f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; {TABLES}")
        for number, (passage, texts) in enumerate(entries):
            record = json.dumps(asdict(passage), ensure_ascii=False)
            try:
                file.execute("INSERT INTO passages VALUES (?, ?, ?, ?)", (number, passage.id, passage.topic, record))
            except sqlite3.IntegrityError as error:
                raise RecordsError(f"two passages have the id {passage.id!r}; rename one.") from error
            file.executemany("INSERT INTO views VALUES (?, ?)", enumerate(texts, start=row))
            row += len(texts)
            counts.append(len(texts))
        file.execute("CREATE INDEX by_topic ON passages (topic)")
    return counts


class Records(Sequence[Passage]):
    """The passages of a file by number, in the order written; any thread may read."""

    def __init__(self, path: Path) -> None:
        """Open what `write_records` wrote.

        Raises:
            RecordsError: the file is missing or damaged.
        """
        # `immutable` spares the locks: a build writes a new file beside this one and never changes it.
        address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        try:
            self._file = sqlite3.connect(address, uri=True, check_same_thread=False)
            self._size = int(self._one("SELECT COALESCE(MAX(number) + 1, 0) FROM passages")[0])
        except sqlite3.Error as error:
            raise RecordsError(f"the passages in {path} cannot be read: {error}.") from error
        self.by_id = _ById(self)
        self._passage = lru_cache(KEPT)(self._read_passage)
        self.view = lru_cache(KEPT)(self._read_view)

    def __len__(self) -> int:
        return self._size

    @overload
    def __getitem__(self, number: int) -> Passage: ...
    @overload
    def __getitem__(self, number: slice) -> list[Passage]: ...
    def __getitem__(self, number: int | slice) -> Passage | list[Passage]:
        if isinstance(number, slice):
            return [self._passage(each) for each in range(*number.indices(self._size))]
        return self._passage(range(self._size)[number])

    def __iter__(self) -> Iterator[Passage]:
        for (record,) in self._file.execute("SELECT record FROM passages ORDER BY number"):
            yield _decoded(record)

    def of_topics(self, topics: Iterable[str]) -> list[int]:
        """Return the numbers of the passages of `topics`."""
        wanted = sorted(topics)
        marks = ",".join("?" * len(wanted))
        return [n for (n,) in self._file.execute(f"SELECT number FROM passages WHERE topic IN ({marks})", wanted)]

    @cached_property
    def names(self) -> dict[str, str]:
        """What each topic is called."""
        firsts = self._file.execute("SELECT MIN(number) FROM passages GROUP BY topic").fetchall()
        return {passage.topic: passage.name for (number,) in firsts for passage in [self._passage(number)]}

    def _one(self, query: str, *values: Any) -> tuple[Any, ...]:
        found: tuple[Any, ...] | None = self._file.execute(query, values).fetchone()
        if found is None:
            raise KeyError(*values)
        return found

    def _read_passage(self, number: int) -> Passage:
        return _decoded(self._one("SELECT record FROM passages WHERE number = ?", number)[0])

    def _read_view(self, row: int) -> str:
        """Return the text of a view."""
        return str(self._one("SELECT text FROM views WHERE row = ?", row)[0])

    def number_of(self, identifier: str) -> int:
        """Return the number of the passage with this id.

        Raises:
            KeyError: there is none.
        """
        return int(self._one("SELECT number FROM passages WHERE id = ?", identifier)[0])


class _ById(Mapping[str, Passage]):
    def __init__(self, records: Records) -> None:
        self._records = records

    def __getitem__(self, identifier: str) -> Passage:
        return self._records[self._records.number_of(identifier)]

    def __iter__(self) -> Iterator[str]:
        return (passage.id for passage in self._records)

    def __len__(self) -> int:
        return len(self._records)


def _decoded(record: str) -> Passage:
    fields = json.loads(record)
    return Passage(**{**fields, "questions": tuple(fields["questions"])})
