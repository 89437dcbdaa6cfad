"""Sentence vectors from the exported encoder: onnxruntime and a tokenizer, nothing heavier.

The files come from `knowledge.export`; the same ones serve the dialogue process and the action server.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from knowledge.settings import ROOT

ENCODER_FOLDER = ROOT / "build" / "encoder"
MODEL_FILE = "model.onnx"
TOKENIZER_FILE = "tokenizer.json"
MAX_TOKENS = 128  # the length all-MiniLM-L6-v2 was trained on (its model card); later words are cut off
RECENT = 512  # single texts whose vectors are kept; several parts read the same message

Vectors = npt.NDArray[np.float32]


class EncoderMissing(FileNotFoundError):
    """The exported encoder is not there."""


def open_network(folder: Path, missing: Callable[[Path], Exception], threads: int = 1) -> tuple[Any, Any]:
    """Open an exported network: return its onnxruntime session and its tokenizer.

    Args:
        folder: holds `model.onnx` and `tokenizer.json`.
        missing: makes the error to raise of the path of a file that is not there.
        threads: for one run; one is fastest for short texts and leaves the other core to the server.
    """
    import onnxruntime
    from tokenizers import Tokenizer

    for name in (MODEL_FILE, TOKENIZER_FILE):
        if not (folder / name).is_file():
            raise missing(folder / name)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(folder / MODEL_FILE), options, providers=["CPUExecutionProvider"])
    return session, Tokenizer.from_file(str(folder / TOKENIZER_FILE))


class Encoder:
    """Turns texts into unit vectors by mean pooling over the encoder's token vectors."""

    def __init__(self, folder: Path = ENCODER_FOLDER, threads: int = 1) -> None:
        """Load the encoder.

        Args:
            folder: holds `model.onnx` and `tokenizer.json`.
            threads: for one encoding.

        Raises:
            EncoderMissing: a file is not there.
        """
        self._session, self._tokenizer = open_network(
            folder, lambda path: EncoderMissing(f"No encoder: {path} is missing. Run `make build`."), threads
        )
        self._inputs = {node.name for node in self._session.get_inputs()}
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._tokenizer.no_padding()
        self.dimensions: int = self._session.get_outputs()[0].shape[-1]
        self._recent: OrderedDict[str, Vectors] = OrderedDict()

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one unit vector a text, shape (len(texts), dimensions), float32; empty texts give vectors too."""
        if len(texts) == 1:
            return self._one(texts[0])[np.newaxis, :].copy()
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for row, text in enumerate(texts):
            vectors[row] = self._encode(text)
        return vectors

    def _one(self, text: str) -> Vectors:
        vector = self._recent.get(text)
        if vector is None:
            vector = self._encode(text)
            self._keep(text, vector)
        return vector

    def _keep(self, text: str, vector: Vectors) -> None:
        self._recent[text] = vector
        while len(self._recent) > RECENT:
            self._recent.popitem(last=False)

    def _encode(self, text: str) -> Vectors:
        # By itself: in eight bits a text would depend on those it is read with (`knowledge.eight_bits`).
        # Half a surrogate pair, as some phones cut an emoji, is no text to the tokenizer.
        row = self._tokenizer.encode(text.encode("utf-8", "replace").decode("utf-8"))
        ids = np.array([row.ids], dtype=np.int64)
        feed = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        tokens = self._session.run(None, {name: value for name, value in feed.items() if name in self._inputs})[0][0]
        pooled = tokens.mean(axis=0)
        return np.asarray(pooled / max(float(np.linalg.norm(pooled)), 1e-12), dtype=np.float32)


@lru_cache(maxsize=1)
def encoder() -> Encoder:
    """Return this process's encoder, loaded at the first call."""
    return Encoder()
