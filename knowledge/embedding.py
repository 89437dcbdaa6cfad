"""Vectors of any number of texts, batch by batch into a file; a later run goes on where an earlier one broke off."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.lib.format import open_memmap

from knowledge.encoder import Vectors

Encode = Callable[[Sequence[str]], Vectors]

BATCH = 512  # texts between two notes of how far it came; a second or two on one core


def embed(
    texts: Sequence[str],
    encode: Encode,
    model: str,
    path: Path,
    told: Callable[[int], None] = lambda _: None,
) -> Vectors:
    """Return the vectors of `texts`, shape (len(texts), dimensions), float32, mapped from the file at `path`.

    Beside it, `<path>.json` says how many are done and of what. A run that finds both there, of the same texts and
    model, does the rest only; the vectors are the same as of one run, as the batches are. Otherwise it starts anew.

    Args:
        texts: at least one.
        encode: gives a vector a text, shape (n, dimensions).
        model: what `encode` is, by name.
        path: of the `.npy` file; its folder must be there.
        told: is called with the number of texts done since it was called last, at first with those of an earlier run.

    Raises:
        ValueError: there are no texts.
    """
    if not texts:
        raise ValueError("there are no texts to embed.")
    key = _key(texts, model)
    note = path.with_name(path.name + ".json")
    done = _done(path, note, key, len(texts))
    vectors = open_memmap(path, mode="r+") if done else None
    told(done)
    while done < len(texts):
        batch = encode(texts[done : done + BATCH])
        if vectors is None:
            note.unlink(missing_ok=True)
            vectors = open_memmap(path, mode="w+", dtype=np.float32, shape=(len(texts), batch.shape[1]))
        vectors[done : done + len(batch)] = batch
        vectors.flush()
        done += len(batch)
        _write(note, {"key": key, "done": done})
        told(len(batch))
    return open_memmap(path, mode="r")


def discard(path: Path) -> None:
    """Remove what `embed` left at `path`."""
    path.unlink(missing_ok=True)
    path.with_name(path.name + ".json").unlink(missing_ok=True)


def _key(texts: Sequence[str], model: str) -> str:
    found = hashlib.sha256()
    for text in (model, str(BATCH), *texts):
        raw = text.encode("utf-8", "surrogatepass")
        found.update(f"{len(raw)}:".encode() + raw)
    return found.hexdigest()


def _done(path: Path, note: Path, key: str, count: int) -> int:
    """Return how many of `count` vectors an earlier run left at `path`; 0 where they are of something else."""
    try:
        kept = json.loads(note.read_text(encoding="utf-8"))
        whole = kept["key"] == key and len(open_memmap(path, mode="r")) == count
        return min(int(kept["done"]), count) if whole else 0
    except (OSError, ValueError, KeyError, TypeError):
        return 0


def _write(note: Path, row: dict[str, str | int]) -> None:
    fresh = note.with_name(note.name + ".new")
    fresh.write_text(json.dumps(row), encoding="utf-8")
    os.replace(fresh, note)
