"""Export the network for `reader.py`: `python -m knowledge.coach.context.build` (app environment).

Weights that were learnt from other lines than those that are here, or on another encoder, are learnt anew first.
"""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

import numpy as np
import torch

from knowledge.coach.context import learn
from knowledge.coach.context.learn import WEIGHTS, Example, batch_of, digest, untrained
from knowledge.coach.context.network import ContextNetwork
from knowledge.coach.context.reader import CONTEXT_FOLDER, MAY, NEVER, ContextReader
from knowledge.coach.learning.rows import rows
from knowledge.coach.marks import marks_of
from knowledge.tuning import export as export_network
from knowledge.tuning import kept, learnt_from, say

SAMPLE = (
    ("mileage", "18 miles last week, 22 this week"),
    ("cadence", "i count 74 right foot steps in a minute"),
    ("run", "5k, pain 2 out of 10"),
)
# Of a log-probability between an exported network and the original: rounding only; with eight bits, what changes no
# mind.
LARGEST_DIFFERENCE, LARGEST_DIFFERENCE_SMALL = 1e-3, 0.5
LIKELY = -3.0  # from which on a log-probability is compared


def up_to_date(path: Path = WEIGHTS) -> bool:
    """Return whether the weights were learnt from the lines and on the encoder that are here."""
    return learnt_from(path, digest(rows()))


def load(path: Path = WEIGHTS) -> ContextNetwork:
    """Return the trained network."""
    network, _ = untrained()
    network.tuned.load_state_dict(kept(path))
    network.eval()
    return network


def export(network: ContextNetwork, target: Path = CONTEXT_FOLDER) -> None:
    """Export the network; raises ValueError where it strays from the trained one."""
    names = ("ids", "parts", "mask", "spans", "kinds", "rows")
    both = {0: "batch", 1: "tokens"}
    ids = torch.tensor([[101, 102, 2026, 102], [101, 102, 102, 0]])
    mask = torch.tensor([[1, 1, 1, 1], [1, 1, 1, 0]])
    parts = torch.tensor([[0, 0, 1, 1], [0, 0, 1, 0]])
    spans = torch.tensor([[0.0, 0.0, 1.0, 0.0], [0.0, 0.0, 0.5, 0.5], [0.0, 0.0, 1.0, 0.0]])
    export_network(
        network,
        (ids, parts, mask, spans, torch.tensor([0, 1, 2]), torch.tensor([0, 0, 1])),
        names,
        ("roles", "routes"),
        {
            **dict.fromkeys(names[:3], both),
            "spans": {0: "marks", 1: "tokens"},
            **{name: {0: "marks"} for name in ("kinds", "rows", "roles")},
            "routes": {0: "batch"},
        },
        target,
        partial(_check, network),
    )


def _check(network: ContextNetwork, folder: Path, small: bool) -> None:
    reader, (_, tokenizer) = ContextReader(folder), untrained()
    difference = 0.0
    for asked, text in SAMPLE:
        words, marks = marks_of(text)
        inputs, _, _ = batch_of([Example(words, asked, tuple(marks))], tokenizer)
        with torch.no_grad():
            scores = network(*inputs)[0].masked_fill(~torch.from_numpy(MAY)[inputs[4]], NEVER)
        original = scores.log_softmax(-1).numpy()
        strays = np.abs(reader.roles(words, marks, asked) - original)[original > LIKELY]
        difference = max(difference, float(strays.max()))
    tolerance = LARGEST_DIFFERENCE_SMALL if small else LARGEST_DIFFERENCE
    if not difference <= tolerance:
        raise ValueError(
            f"The coach's exported network strays from the trained one by {difference:.4f}, and may by {tolerance}. "
            "Learn anew (make learn), or report it with the versions of torch and onnxruntime."
        )


def main() -> int:
    """Learn where needed, then export."""
    if not up_to_date():
        say("the coach's lines have changed; learning from them takes about half an hour")
        learn.main()
    export(load())
    return 0


if __name__ == "__main__":
    sys.exit(main())
