"""Train the network: `python -m knowledge.coach.context.learn` (app environment; about half an hour on one core).

It learns the roles of marks from the lines of the coach and their variations, and the routes from the messages that the
linear model learns from. The weights go beside this module with the digest of the coach's lines.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch.nn import functional

from knowledge.coach.context.labels import CONTEXTS, KINDS, ROLES, ROUTES
from knowledge.coach.context.network import ContextNetwork
from knowledge.coach.context.reader import MAY, NEVER, spans_of
from knowledge.coach.learning.fit import best_way, sent
from knowledge.coach.learning.rows import Row, others, rows
from knowledge.coach.learning.variety import varied
from knowledge.coach.learning.ways import Lesson, lessons
from knowledge.coach.marks import Mark, marks_of
from knowledge.coach.roles import Model, features_of, gaps, model
from knowledge.tuning import base_model, keep, rates, say, tune

WEIGHTS = Path(__file__).with_name("weights.safetensors")
SEED = 20261128
EPOCHS = 8
SHARE = 0.3  # of the lessons and of the messages that an epoch takes, each time others
BATCH = 32
UNKNOWN = -100  # the target where nobody said


@dataclass(frozen=True)
class Example:
    """A message with what was asked, the roles of its marks and where it goes; empty where that is not told."""

    words: str
    asked: str
    marks: tuple[Mark, ...] = ()
    roles: tuple[str, ...] = ()
    route: str = ""


Batch = tuple[tuple[torch.Tensor, ...], torch.Tensor, torch.Tensor]


def untrained() -> tuple[ContextNetwork, Tokenizer]:
    """Return the network before training, seeded, and its tokenizer."""
    torch.manual_seed(SEED)
    bert, tokenizer = base_model()
    return ContextNetwork(bert), tokenizer


def examples(taught: Sequence[Lesson], messages: Sequence[tuple[str, str, str]], of: Model) -> list[Example]:
    """Return the lessons with their variations, and the messages with where they go.

    Args:
        taught: the lines of the coach.
        messages: text, what was asked, and the part of the coach that it goes to (`fit.sent`).
        of: chooses where a lesson may be read in several ways.
    """
    found = [Example(one.words, one.context, one.marks, _roles(one, of)) for one in varied(taught) if one.marks]
    return found + [Example(marks_of(text)[0], asked, route=part) for text, asked, part in messages]


def _roles(one: Lesson, of: Model) -> tuple[str, ...]:
    if len(one.ways) == 1:
        return one.ways[0]
    return best_way(of, one, features_of(one.words, one.marks, one.context), gaps(one.words, one.marks))


def batch_of(lines: Sequence[Example], tokenizer: Tokenizer) -> Batch:
    """Return what the network takes, the number of each mark's role, and of each line's route (UNKNOWN: not told)."""
    encoded = [tokenizer.encode(CONTEXTS[line.asked], line.words) for line in lines]
    longest = max(len(row.ids) for row in encoded)
    ids, parts, mask = (torch.zeros(len(lines), longest, dtype=torch.long) for _ in range(3))
    spans = []
    for number, (line, row) in enumerate(zip(lines, encoded, strict=True)):
        ids[number, : len(row.ids)] = torch.tensor(row.ids)
        parts[number, : len(row.ids)] = torch.tensor(row.type_ids)
        mask[number, : len(row.ids)] = 1
        spans.append(np.pad(spans_of(row, line.marks), ((0, 0), (0, longest - len(row.ids)))))
    kinds = torch.tensor([KINDS.index(mark.kind) for line in lines for mark in line.marks], dtype=torch.long)
    where = torch.tensor([number for number, line in enumerate(lines) for _ in line.marks], dtype=torch.long)
    roles = torch.tensor([ROLES.index(role) for line in lines for role in line.roles], dtype=torch.long)
    routes = torch.tensor([ROUTES.index(line.route) if line.route else UNKNOWN for line in lines])
    return (ids, parts, mask, torch.from_numpy(np.concatenate(spans)), kinds, where), roles, routes


def batches(lines: Sequence[Example], tokenizer: Tokenizer, chance: random.Random) -> Iterator[Batch]:
    """Yield an epoch's batches in chance order, lines of like length together."""
    order = chance.sample(list(lines), _an_epoch(lines))
    order.sort(key=lambda line: len(line.words) // 8)
    found = [order[at : at + BATCH] for at in range(0, len(order), BATCH)]
    chance.shuffle(found)
    return (batch_of(part, tokenizer) for part in found)


def loss_of(network: ContextNetwork, batch: Batch) -> torch.Tensor:
    """Return the mean loss of a mark, and that of a route."""
    inputs, roles, routes = batch
    scores, ways = network(*inputs)
    total = scores.new_zeros(()).float()
    if len(roles):
        open_ = torch.from_numpy(MAY)[inputs[4]]
        total = total + functional.cross_entropy(scores.float().masked_fill(~open_, NEVER), roles)
    if (routes != UNKNOWN).any():
        total = total + functional.cross_entropy(ways.float(), routes, ignore_index=UNKNOWN)
    return total


def train(network: ContextNetwork, tokenizer: Tokenizer, lines: Sequence[Example], epochs: int = EPOCHS) -> None:
    """Train all of the network but its embeddings."""
    chance = random.Random(SEED)
    tuned = network.tuned
    heads = [parameter for name in ("kinds", "role", "route") for parameter in tuned[name].parameters()]
    tune(
        network,
        rates(list(tuned["layers"]), heads),
        epochs,
        -(-_an_epoch(lines) // BATCH),
        lambda: batches(lines, tokenizer, chance),
        lambda batch: loss_of(network, batch),
    )


def _an_epoch(lines: Sequence[Example]) -> int:
    return max(1, round(SHARE * len(lines)))


def digest(lines: Sequence[Row]) -> str:
    """Return a SHA-256 (hex) over the coach's lines, and over the order of what the network tells apart."""
    total = hashlib.sha256(json.dumps([ROLES, KINDS, ROUTES, CONTEXTS]).encode())
    for row in lines:
        total.update(json.dumps([row.text, row.asked, dict(sorted(row.want.items()))]).encode())
    return total.hexdigest()


def save(network: ContextNetwork, lines: Sequence[Row], path: Path = WEIGHTS) -> None:
    """Write the weights, with what they were learnt from."""
    keep(network.tuned, path, len(lines), digest(lines))


def main() -> int:
    """Train on all lines and write the weights."""
    torch.set_num_threads(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)
    lines = rows()
    say(f"{len(lines)} lines of the coach")
    network, tokenizer = untrained()
    train(network, tokenizer, examples(lessons(lines), sent(lines, others()), model()))
    save(network, lines)
    return 0


if __name__ == "__main__":
    sys.exit(main())
