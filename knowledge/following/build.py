"""Export the pair network for `reader.py`: `python -m knowledge.following.build` (app environment).

Weights that were learnt from other dialogues than those in `knowledge/follow_ups`, or on another encoder, are learnt
anew first.
"""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

import numpy as np
import torch

from knowledge.following import learn
from knowledge.following.learn import WEIGHTS, rows_of, untrained
from knowledge.following.lines import FollowUp, digest, read_follow_ups
from knowledge.following.network import PairNetwork
from knowledge.following.reader import PAIRS_FOLDER, PairReader
from knowledge.passages import topic_names
from knowledge.tuning import export as export_network
from knowledge.tuning import kept, learnt_from, say

SAMPLE = [
    FollowUp("and how long does it last?", "itbs", "itbs", "the outside of my knee burns after a while"),
    FollowUp("which shoes then", "terrain", "shoes_fit", "is grass kinder than tarmac"),
    FollowUp("does that help with my elbow too", "tendonitis", "out_of_scope"),
]
# Of a log-probability between an exported network and the original: rounding only; with eight bits, what changes no
# mind.
LARGEST_DIFFERENCE, LARGEST_DIFFERENCE_SMALL = 1e-3, 0.5


def up_to_date(path: Path = WEIGHTS) -> bool:
    """Return whether the weights were learnt from the dialogues and on the encoder that are here."""
    return learnt_from(path, digest(read_follow_ups()))


def load(path: Path = WEIGHTS) -> PairNetwork:
    """Return the trained network."""
    network, _ = untrained()
    network.tuned.load_state_dict(kept(path))
    network.eval()
    return network


def export(network: PairNetwork, target: Path = PAIRS_FOLDER) -> None:
    """Export the network; raises ValueError where it strays from the trained one."""
    names = ("ids", "parts", "mask")
    example = torch.tensor([[101, 102, 0], [101, 2026, 102]]), torch.tensor([[0, 1, 0], [0, 1, 1]])
    export_network(
        network,
        (*example, torch.tensor([[1, 1, 0], [1, 1, 1]])),
        names,
        ("outcomes", "answers"),
        {**{name: {0: "batch", 1: "tokens"} for name in names}, "outcomes": {0: "batch"}, "answers": {0: "batch"}},
        target,
        partial(_check, network),
    )


def main() -> int:
    """Learn where needed, then export."""
    if not up_to_date():
        say("the dialogues have changed; learning from them takes some six minutes")
        learn.main()
    export(load())
    return 0


def _check(network: PairNetwork, folder: Path, small: bool) -> None:
    reader, names = PairReader(folder), topic_names()
    _, tokenizer = untrained()
    with torch.no_grad():
        original = [network(*rows_of([line], tokenizer))[0].log_softmax(-1)[0].numpy() for line in SAMPLE]
    exported = [reader.logs(names[line.before], line.last, line.text) for line in SAMPLE]
    difference = float(np.abs(np.array(exported) - np.array(original)).max())
    tolerance = LARGEST_DIFFERENCE_SMALL if small else LARGEST_DIFFERENCE
    if not difference <= tolerance:
        raise ValueError(
            f"The exported pair network strays from the trained one by {difference:.4f}, and may by {tolerance}. "
            "Learn anew (make learn), or report it with the versions of torch and onnxruntime."
        )


if __name__ == "__main__":
    sys.exit(main())
