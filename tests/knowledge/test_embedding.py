"""Embedding any number of texts: the same vectors as at once, taken up after an interruption, anew for other texts."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from knowledge.embedding import BATCH, discard, embed
from knowledge.encoder import Vectors, encoder
from knowledge.settings import ROOT

COUNT = 3 * BATCH + 40
TEXTS = [f"text {number}" for number in range(COUNT)]


def letters(texts: Sequence[str]) -> Vectors:
    """Return a vector a text that stands for the real one: its length and its number, to length 1."""
    rows = np.array([[len(text), int(text.split()[-1]) + 1, 7] for text in texts], dtype=np.float32)
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


class Counting:
    """Encodes as `letters` does, counts the texts, and breaks off before the batch of this number."""

    def __init__(self, breaks_at: int | None = None) -> None:
        self.encoded = 0
        self._left = breaks_at

    def __call__(self, texts: Sequence[str]) -> Vectors:
        if self._left == 0:
            raise KeyboardInterrupt
        self._left = None if self._left is None else self._left - 1
        self.encoded += len(texts)
        return letters(texts)


@pytest.mark.parametrize("count", [1, BATCH - 1, BATCH, BATCH + 1, COUNT])
def test_all_batches_together_are_what_one_would_be(tmp_path: Path, count: int) -> None:
    steps: list[int] = []
    vectors = embed(TEXTS[:count], letters, "letters", tmp_path / "v.npy", steps.append)
    assert vectors.dtype == np.float32
    assert np.array_equal(vectors, letters(TEXTS[:count]))
    assert (steps[0], sum(steps), max(steps) <= BATCH) == (0, count, True)


def test_the_vectors_are_read_from_the_file(tmp_path: Path) -> None:
    vectors = embed(TEXTS, letters, "letters", tmp_path / "v.npy")
    assert isinstance(vectors, np.memmap)
    with pytest.raises(ValueError, match="read-only"):
        vectors[0] = 0


@pytest.mark.parametrize("broken_at", [0, 1, 2, 3])
def test_what_broke_off_is_taken_up(tmp_path: Path, broken_at: int) -> None:
    with pytest.raises(KeyboardInterrupt):
        embed(TEXTS, Counting(broken_at), "letters", tmp_path / "v.npy")
    rest, steps = Counting(), list[int]()
    vectors = embed(TEXTS, rest, "letters", tmp_path / "v.npy", steps.append)
    assert rest.encoded == COUNT - broken_at * BATCH
    assert (steps[0], sum(steps)) == (broken_at * BATCH, COUNT)
    assert np.array_equal(vectors, letters(TEXTS))


def test_what_is_done_is_not_done_again(tmp_path: Path) -> None:
    embed(TEXTS, letters, "letters", tmp_path / "v.npy")
    again = Counting()
    assert np.array_equal(embed(TEXTS, again, "letters", tmp_path / "v.npy"), letters(TEXTS))
    assert again.encoded == 0


@pytest.mark.parametrize(
    ("texts", "model"),
    [
        pytest.param(TEXTS, "another", id="another model"),
        pytest.param(["text 9", *TEXTS[1:]], "letters", id="another text"),
        pytest.param(TEXTS[::-1], "letters", id="another order"),
        pytest.param(TEXTS[:-1], "letters", id="fewer texts"),
        pytest.param([*TEXTS, "text 1"], "letters", id="more texts"),
    ],
)
def test_something_else_starts_anew(tmp_path: Path, texts: list[str], model: str) -> None:
    with pytest.raises(KeyboardInterrupt):
        embed(TEXTS, Counting(2), "letters", tmp_path / "v.npy")
    fresh = Counting()
    assert np.array_equal(embed(texts, fresh, model, tmp_path / "v.npy"), letters(texts))
    assert fresh.encoded == len(texts)


def damage_note(path: Path) -> None:
    path.with_name("v.npy.json").write_text('{"key": 3', encoding="utf-8")


def empty_note(path: Path) -> None:
    path.with_name("v.npy.json").write_text("{}", encoding="utf-8")


def cut_vectors(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:200])


def garble_vectors(path: Path) -> None:
    path.write_bytes(b"not an array")


def take_vectors(path: Path) -> None:
    path.unlink()


@pytest.mark.parametrize("damage", [damage_note, empty_note, cut_vectors, garble_vectors, take_vectors])
def test_damaged_leftovers_start_anew(tmp_path: Path, damage: Callable[[Path], None]) -> None:
    with pytest.raises(KeyboardInterrupt):
        embed(TEXTS, Counting(2), "letters", tmp_path / "v.npy")
    damage(tmp_path / "v.npy")
    fresh = Counting()
    assert np.array_equal(embed(TEXTS, fresh, "letters", tmp_path / "v.npy"), letters(TEXTS))
    assert fresh.encoded == COUNT


def test_no_texts(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"^there are no texts to embed\.$"):
        embed([], letters, "letters", tmp_path / "v.npy")


def test_discarding_leaves_nothing(tmp_path: Path) -> None:
    embed(TEXTS, letters, "letters", tmp_path / "v.npy")
    discard(tmp_path / "v.npy")
    discard(tmp_path / "v.npy")
    assert list(tmp_path.iterdir()) == []


def test_with_the_real_encoder(tmp_path: Path) -> None:
    texts = ["my knee hurts", "", "膝が痛い", "half an emoji: \ud83d", "Are hills bad for my knees?"]
    vectors = embed(texts, encoder().encode, "real", tmp_path / "v.npy")
    assert vectors == pytest.approx(encoder().encode(texts), abs=1e-6)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1.0, abs=1e-5)


KILLED = """
import sys, time
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from knowledge.embedding import embed
from test_embedding import TEXTS, letters

def slowly(texts):
    time.sleep(0.2)
    return letters(texts)

embed(TEXTS, slowly, "letters", Path(sys.argv[1]), lambda done: print(done, flush=True))
"""


def test_a_killed_process_is_taken_up(tmp_path: Path) -> None:
    path = tmp_path / "v.npy"
    command = [sys.executable, "-c", KILLED, str(path), str(Path(__file__).parent)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert [process.stdout.readline() for _ in range(3)] == ["0\n", f"{BATCH}\n", f"{BATCH}\n"]
        time.sleep(0.1)
        process.send_signal(signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL
    rest = Counting()
    assert np.array_equal(embed(TEXTS, rest, "letters", path), letters(TEXTS))
    assert rest.encoded == COUNT - 2 * BATCH
