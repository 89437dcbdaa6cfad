"""Read a message's figures in context with the exported network: onnxruntime and a tokenizer."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
from tokenizers import Encoding

from knowledge.coach.context.labels import CONTEXTS, KINDS, ROLES, ROUTES
from knowledge.coach.marks import Mark
from knowledge.coach.quantities import RECENT
from knowledge.coach.roles import ALLOWED
from knowledge.encoder import MAX_TOKENS, open_network
from knowledge.settings import ROOT

log = logging.getLogger(__name__)

CONTEXT_FOLDER = ROOT / "build" / "context"
# Of the network's log-probability of a role beside the linear model's: it is surer than it should be. From 0.4 to 1
# unseen lines are read alike; at 1 what is odd taken together (`fitting.py`) is no longer heard.
WEIGHT = 0.6
NEVER = -1e4  # the score of a role that a mark of its kind cannot have

Floats = npt.NDArray[np.float64]
# Which roles a mark of each kind may have, shape (kinds, roles).
MAY = np.array([[role in ALLOWED[kind] for role in ROLES] for kind in KINDS])


class ContextReaderMissing(FileNotFoundError):
    """The exported network is not there."""


class ContextReader:
    """Reads figures in context; safe for any string."""

    def __init__(self, folder: Path = CONTEXT_FOLDER) -> None:
        """Load the network from `folder`.

        Raises:
            ContextReaderMissing: a file is not there.
        """
        self._session, self._tokenizer = open_network(
            folder, lambda path: ContextReaderMissing(f"No network for the coach: {path} is missing. Run `make build`.")
        )
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._tokenizer.no_padding()

    def roles(self, words: str, marks: Sequence[Mark], asked: str) -> Floats:
        """Return the log-probability of each of ROLES for each mark, shape (marks, roles).

        Args:
            words: the message in plain words, as `marks_of` gives it.
            marks: the marks in it; one that stands beyond what is read may be anything.
            asked: what was asked for, else the part that the message goes to.
        """
        scores, _ = self._run(words, marks, asked)
        fixed = np.where(MAY[[KINDS.index(one.kind) for one in marks]], scores, NEVER)
        return np.asarray(fixed - np.logaddexp.reduce(fixed, axis=1, keepdims=True))

    def routes(self, words: str, asked: str) -> dict[str, float]:
        """Return how likely the message goes to each of ROUTES."""
        _, scores = self._run(words, (), asked)
        shares = np.exp(scores[0] - np.logaddexp.reduce(scores[0]))
        return dict(zip(ROUTES, map(float, shares), strict=True))

    def _run(self, words: str, marks: Sequence[Mark], asked: str) -> tuple[Floats, Floats]:
        row = self._tokenizer.encode(CONTEXTS[asked], words)
        feed = {
            "ids": np.array([row.ids], dtype=np.int64),
            "parts": np.array([row.type_ids], dtype=np.int64),
            "mask": np.ones((1, len(row.ids)), dtype=np.int64),
            "spans": spans_of(row, marks),
            "kinds": np.array([KINDS.index(one.kind) for one in marks], dtype=np.int64),
            "rows": np.zeros(len(marks), dtype=np.int64),
        }
        roles, routes = self._session.run(["roles", "routes"], feed)
        return np.asarray(roles, dtype=np.float64), np.asarray(routes, dtype=np.float64)


def spans_of(row: Encoding, marks: Sequence[Mark]) -> npt.NDArray[np.float32]:
    """Return for each mark the weight of each token of the encoded message, shape (marks, tokens)."""
    spans = np.zeros((len(marks), len(row.ids)), dtype=np.float32)
    for number, (part, (start, end)) in enumerate(zip(row.type_ids, row.offsets, strict=True)):
        if part == 1 and end > start:
            spans[:, number] = [start < one.end and end > one.start for one in marks]
    return np.asarray(spans / np.maximum(spans.sum(axis=1, keepdims=True), 1.0), dtype=np.float32)


@lru_cache(maxsize=1)
def context_reader() -> ContextReader | None:
    """Return this process's reader, loaded at the first call; None, with a warning, where it is not there.

    Danger is judged in the same turn as what is told to the coach, so that a missing network must not end it: the
    linear models decide alone then.
    """
    try:
        return ContextReader()
    except ContextReaderMissing as trouble:
        log.warning("The coach reads with its linear models alone. %s", trouble)
        return None


@lru_cache(maxsize=RECENT)
def roles_in_context(words: str, marks: tuple[Mark, ...], asked: str) -> tuple[Mapping[str, float], ...]:
    """Return for each mark what speaks for each role, in log-probability; empty without marks or network."""
    reader = context_reader()
    if not marks or reader is None:
        return ()
    logs = (WEIGHT * reader.roles(words, marks, asked)).tolist()
    return tuple(dict(zip(ROLES, row, strict=True)) for row in logs)


@lru_cache(maxsize=RECENT)
def routes_in_context(words: str, asked: str) -> Mapping[str, float]:
    """Return how likely a message goes to each of ROUTES; empty without the network."""
    reader = context_reader()
    return {} if reader is None else reader.routes(words, asked)
