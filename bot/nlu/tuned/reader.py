"""Read a message with the exported tuned network: onnxruntime and a tokenizer, inside the Rasa server."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bot.nlu.tuned.cleaning import cleaned
from bot.nlu.tuned.labels import GROUPS, NOTHING, TRAINED_SIGNS
from bot.nlu.tuned.spelling import WORDS_FILE, Mender
from knowledge.encoder import MAX_TOKENS, open_network
from knowledge.settings import ROOT

READER_FOLDER = ROOT / "build" / "reader"
# Of a message beyond one window the beginning and the end are read: more would take over 50 ms on one core. The
# patterns read all of it.
HEAD, TAIL = 62, 50  # tokens
MOST_CHARACTERS = 10_000  # that are looked at
RECENT = 256

Floats = npt.NDArray[np.float32]


class ReaderMissing(FileNotFoundError):
    """The exported reader is not there."""


@dataclass(frozen=True)
class Reading:
    """What the network makes of a message.

    `shares` holds for each group how likely each of its labels is, `signs` how likely each sign is, and `spans` the
    characters that each group looked at most.
    """

    shares: Mapping[str, Mapping[str, float]]
    signs: Mapping[str, float]
    spans: Mapping[str, tuple[int, int]]


class TunedReader:
    """Reads messages; safe for any string."""

    def __init__(self, folder: Path = READER_FOLDER) -> None:
        """Load the network from `folder`.

        Raises:
            ReaderMissing: a file is not there.
        """
        self._session, self._tokenizer = open_network(
            folder, lambda path: ReaderMissing(f"No tuned reader: {path} is missing. Run `make build`.")
        )
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        if not (folder / WORDS_FILE).is_file():
            raise ReaderMissing(f"No tuned reader: {folder / WORDS_FILE} is missing. Run `make build`.")
        self._mender = Mender.load(folder, self._tokenizer.get_vocab())

    def seen(self, text: str) -> str:
        """Return `text` as the network gets it: without idle marks, its slips put right."""
        return self._mender.mend(cleaned(text)).text

    def token_ids(self, text: str) -> list[int]:
        """Return the ids of the tokens of `text`, the marks at both ends included, cut to one window."""
        return list(self._tokenizer.encode(self.seen(text)).ids[:MAX_TOKENS])

    def scores(self, text: str) -> Floats:
        """Return the network's scores of the first window, shape (groups, widest group)."""
        scores, _ = self._run([self.token_ids(text)])
        return np.asarray(scores[0], dtype=np.float32)

    def read(self, text: str) -> Reading:
        """Return what the network makes of `text`."""
        mended = self._mender.mend(cleaned(text[:MOST_CHARACTERS]))
        row = self._tokenizer.encode(mended.text)
        windows = _windows(len(row.ids))
        inside = [[row.ids[0], *row.ids[begin:end], row.ids[-1]] for begin, end in windows]
        scores, attention = self._run(inside)
        shares: dict[str, dict[str, float]] = {}
        spans: dict[str, tuple[int, int]] = {}
        for number, (group, labels) in enumerate(GROUPS.items()):
            each = _softmax(scores[:, number, : len(labels)])
            # The window that says most about the group speaks for it.
            telling = int(each[:, 0].argmin()) if labels[0] == NOTHING else 0
            shares[group] = dict(zip(labels, map(float, each[telling]), strict=True))
            begin, end = windows[telling]
            token = begin + int(attention[telling, number, 1 : 1 + end - begin].argmax()) if end > begin else 0
            spans[group] = mended.origin(*row.offsets[token])
        shown = 1 / (1 + np.exp(-scores[:, len(GROUPS), : len(TRAINED_SIGNS)]))
        return Reading(shares, dict(zip(TRAINED_SIGNS, map(float, shown.max(axis=0)), strict=True)), spans)

    def _run(self, rows: Sequence[Sequence[int]]) -> tuple[Floats, Floats]:
        # Each by itself: in eight bits a window would depend on the other (`knowledge.eight_bits`).
        found = [self._session.run(None, {"ids": ids, "mask": np.ones_like(ids)}) for ids in map(_row, rows)]
        longest = max(map(len, rows))
        attention = np.zeros((len(rows), found[0][1].shape[1], longest), dtype=np.float32)
        for number, (_, looks) in enumerate(found):
            attention[number, :, : looks.shape[2]] = looks[0]
        return np.concatenate([scores for scores, _ in found]), attention


def _row(ids: Sequence[int]) -> npt.NDArray[np.int64]:
    return np.array([ids], dtype=np.int64)


def _windows(length: int) -> list[tuple[int, int]]:
    """Return where the windows on `length` tokens begin and end, the marks at both ends left out."""
    if length <= MAX_TOKENS:
        return [(1, max(1, length - 1))]
    return [(1, 1 + HEAD), (length - 1 - TAIL, length - 1)]


def _softmax(scores: Floats) -> Floats:
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True), dtype=np.float32)


@lru_cache(maxsize=1)
def tuned_reader() -> TunedReader:
    """Return this process's reader, loaded at the first call."""
    return TunedReader()


@lru_cache(maxsize=RECENT)
def tuned_reading(text: str) -> Reading:
    """Return the reading of `text`; several components ask for the same one."""
    return tuned_reader().read(text)
