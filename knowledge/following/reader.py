"""Read a message beside what was said before it with the exported pair network: onnxruntime and a tokenizer."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from knowledge.encoder import MAX_TOKENS, open_network
from knowledge.following.lines import OUTCOMES
from knowledge.settings import ROOT

PAIRS_FOLDER = ROOT / "build" / "following"
MOST_CHARACTERS = 2_000  # of each message that are looked at

Floats = npt.NDArray[np.float64]


class PairReaderMissing(FileNotFoundError):
    """The exported network is not there."""


def before_text(name: str, last: str) -> str:
    """Return what stands before the message: the topic under discussion by its name, and the last message."""
    return f"{name}: {last}" if last else name


class PairReader:
    """Judges messages; safe for any string."""

    def __init__(self, folder: Path = PAIRS_FOLDER) -> None:
        """Load the network from `folder`.

        Raises:
            PairReaderMissing: a file is not there.
        """
        self._session, self._tokenizer = open_network(
            folder, lambda path: PairReaderMissing(f"No network for follow-ups: {path} is missing. Run `make build`.")
        )
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._tokenizer.no_padding()

    def logs(self, name: str, last: str, text: str) -> Floats:
        """Return the log-probability of each of OUTCOMES, shape (3,).

        Args:
            name: of the topic under discussion.
            last: the message before, may be empty.
            text: the message.
        """
        row = self._tokenizer.encode(_clean(before_text(name, last)), _clean(text))
        feed = {
            "ids": np.array([row.ids], dtype=np.int64),
            "parts": np.array([row.type_ids], dtype=np.int64),
            "mask": np.ones((1, len(row.ids)), dtype=np.int64),
        }
        scores = np.asarray(self._session.run(["outcomes"], feed)[0][0], dtype=np.float64)
        assert scores.shape == (len(OUTCOMES),)
        return np.asarray(scores - np.logaddexp.reduce(scores))


def _clean(text: str) -> str:
    # Half a surrogate pair, as some phones cut an emoji, is no text to the tokenizer.
    return text[:MOST_CHARACTERS].encode("utf-8", "replace").decode("utf-8")


@lru_cache(maxsize=1)
def pair_reader() -> PairReader:
    """Return this process's reader, loaded at the first call."""
    return PairReader()
