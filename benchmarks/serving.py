"""One store, built and then served by a process of its own on one core; `growth` starts them and reads what they print.

    python -m benchmarks.serving write FOLDER KIND SIZE      builds a store in FOLDER
    python -m benchmarks.serving serve FOLDER                opens it and searches

FOLDER stands beside the files that `prepare` wrote.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from benchmarks.crowd import Asked, Seeds, entries, make_crowd
from benchmarks.turns import Turns
from knowledge.encoder import Vectors
from knowledge.passages import read_passages
from knowledge.settings import ROOT
from knowledge.store import RECORDS_FILE, VECTORS_FILE, PassageStore, write_store

CROWD, PICKS, ASKED, WORDS = "crowd.npy", "picks.npy", "asked.npy", "words.json"
MOST = 10  # passages a search
WARM = 100  # questions asked before those that are timed

Found = list[list[str]]


@dataclass(frozen=True)
class Written:
    """What building took, in seconds, and left, in MB."""

    seconds: float
    vectors: float
    records: float


@dataclass(frozen=True)
class Served:
    """Milliseconds to open, MB of memory, and searches over all passages and over those of the question's topic.

    Of the memory, `own` is this process's alone; `mapped` are pages of files, which the system may take back.
    """

    opened: float
    own: float
    mapped: float
    everywhere: Turns
    in_topic: Turns
    found: Found
    found_in_topic: Found


def prepare(folder: Path, seeds: Seeds, asked: Asked, count: int) -> Vectors:
    """Make `count` vectors and write into `folder` what both processes need; return the vectors."""
    crowd, picks = make_crowd(seeds, count, folder / CROWD)
    np.save(folder / PICKS, picks)
    np.save(folder / ASKED, asked.vectors)
    words = {"texts": seeds.texts, "topics": seeds.topics, "asked": asked.topics}
    (folder / WORDS).write_text(json.dumps(words), encoding="utf-8")
    return crowd


def tidy(folder: Path) -> None:
    """Remove what `prepare` wrote."""
    for name in (CROWD, PICKS, ASKED, WORDS):
        (folder / name).unlink(missing_ok=True)


def written(folder: Path, kind: str, size: int) -> Written:
    """Build a store of this kind and size in `folder`, in a process of its own."""
    return Written(**json.loads(_told("write", folder, kind, size)))


def served(folder: Path) -> Served:
    """Open and search the store in `folder`, in a process of its own."""
    read = json.loads(_told("serve", folder))
    return Served(**{**read, "everywhere": Turns(**read["everywhere"]), "in_topic": Turns(**read["in_topic"])})


def _told(*arguments: object) -> str:
    command = [sys.executable, "-m", "benchmarks.serving", *map(str, arguments)]
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    return subprocess.run(
        command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, encoding="utf-8"
    ).stdout


def _write(folder: Path, kind: str, size: int) -> Written:
    words = json.loads((folder.parent / WORDS).read_text(encoding="utf-8"))
    vectors, picks = np.load(folder.parent / CROWD, mmap_mode="r")[:size], np.load(folder.parent / PICKS)[:size]
    made = entries(words["texts"], words["topics"], read_passages()[0], picks)
    start = time.perf_counter()
    write_store(folder, made, vectors, kind)
    seconds = time.perf_counter() - start
    return Written(seconds, *((folder / name).stat().st_size / 1e6 for name in (VECTORS_FILE, RECORDS_FILE)))


def _serve(folder: Path) -> Served:
    asked = np.load(folder.parent / ASKED)
    topics = json.loads((folder.parent / WORDS).read_text(encoding="utf-8"))["asked"]
    start = time.perf_counter()
    store = PassageStore.load(folder)
    opened = (time.perf_counter() - start) * 1000
    everywhere, found = _timed(store, asked, [None] * len(asked))
    own, mapped = _memory()
    in_topic, found_in_topic = _timed(store, asked, [[topic] for topic in topics])
    return Served(opened, own, mapped, everywhere, in_topic, found, found_in_topic)


def _timed(store: PassageStore, asked: Vectors, topics: Sequence[list[str] | None]) -> tuple[Turns, Found]:
    """Return the times and what was found of all but the first `WARM` questions."""
    times, found = [], []
    for vector, among in zip(asked, topics, strict=True):
        start = time.perf_counter()
        hits = store.nearest(vector, among, MOST)
        times.append((time.perf_counter() - start) * 1000)
        found.append([hit.passage.id for hit in hits])
    return Turns.of(times[WARM:]), found[WARM:]


def _memory() -> tuple[float, float]:
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    own, mapped = (int(re.findall(rf"{name}:\s+(\d+)", status)[0]) / 1e3 for name in ("RssAnon", "RssFile"))
    return own, mapped


def main() -> None:
    """Do what the command line says and print the figures as JSON."""
    match sys.argv[1:]:
        case ["write", folder, kind, size]:
            print(json.dumps(asdict(_write(Path(folder), kind, int(size)))))
        case ["serve", folder]:
            print(json.dumps(asdict(_serve(Path(folder)))))
        case other:
            sys.exit(f"serving: {other} is neither `write FOLDER KIND SIZE` nor `serve FOLDER`.")


if __name__ == "__main__":
    main()
