"""Turn the tuned weights into one ONNX file: `python -m bot.nlu.tuned.build` (app environment).

Weights that were learnt from other lines than those in `data/nlu`, or on another encoder, are learnt anew first.
"""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

import numpy as np
import torch

from bot.nlu.tuned.learn import WEIGHTS, learn, load, padded
from bot.nlu.tuned.lines import digest, read_lines
from bot.nlu.tuned.network import WIDTHS, Whole
from bot.nlu.tuned.reader import READER_FOLDER, Floats, TunedReader
from bot.nlu.tuned.spelling import WORDS_FILE, word_counts
from knowledge.tuning import export as export_network
from knowledge.tuning import learnt_from

SAMPLE = ["my knee goes tight on the outside at mile three", "heard a crack when I fell and can't stand on it", "nope"]
LARGEST_DIFFERENCE = 1e-3  # of a score between the exported network and the original: rounding only
LARGEST_SHIFT = 0.1  # of a share with eight-bit weights: scores of what is out of the question may stray further
# The outputs that stand for a label; the rest only fill the widest group.
DECIDED = np.array([[column < width for column in range(max(WIDTHS))] for width in WIDTHS])


def up_to_date(path: Path = WEIGHTS) -> bool:
    """Return whether the weights were learnt from the lines and on the encoder that are here."""
    return learnt_from(path, digest(read_lines()))


def export(network: Whole, target: Path = READER_FOLDER) -> None:
    """Export the network; raises ValueError where it strays from the trained one."""
    both = {0: "batch", 1: "tokens"}
    export_network(
        network,
        (torch.tensor([[101, 102, 0], [101, 2026, 102]]), torch.tensor([[1, 1, 0], [1, 1, 1]])),
        ("ids", "mask"),
        ("scores", "attention"),
        {"ids": both, "mask": both, "scores": {0: "batch"}, "attention": {0: "batch", 2: "tokens"}},
        target,
        partial(_check, network),
        {WORDS_FILE: word_counts(line.text for line in read_lines())},
    )


def _check(network: Whole, folder: Path, small: bool) -> None:
    tolerance = LARGEST_SHIFT if small else LARGEST_DIFFERENCE
    reader = TunedReader(folder)
    with torch.no_grad():
        original = network(*padded([torch.tensor(reader.token_ids(text)) for text in SAMPLE]))[0].numpy()
    pairs = zip(SAMPLE, original, strict=True)
    told = _shares if small else np.asarray
    difference = max(float(np.abs(told(reader.scores(text)) - told(row))[DECIDED].max()) for text, row in pairs)
    if not difference <= tolerance:
        raise ValueError(
            f"The exported reader strays from the trained one: a {'share' if small else 'score'} differs by "
            f"{difference:.4f}, and may by {tolerance}. Learn anew (make learn), or report it with the versions of "
            "torch and onnxruntime."
        )


def _shares(scores: Floats) -> Floats:
    """Return how likely each label is in its group, and each sign by itself, shape (groups, widest group)."""
    raised = np.where(DECIDED, np.exp(scores - np.where(DECIDED, scores, -np.inf).max(axis=1, keepdims=True)), 0.0)
    shares = raised / raised.sum(axis=1, keepdims=True)
    shares[-1] = 1 / (1 + np.exp(-scores[-1]))
    return np.asarray(shares, dtype=np.float32)


def main() -> int:
    """Learn where needed, then export."""
    if not up_to_date():
        sys.stdout.write("the lines to learn from have changed; learning from them takes about a quarter of an hour\n")
        learn()
    export(load())
    return 0


if __name__ == "__main__":
    sys.exit(main())
