"""Train the tuned reader: `python -m bot.nlu.tuned.learn` (app environment; about forty minutes on two quiet cores).

The encoder's layers are tuned on all labels at once; its word vectors stay as they are. In every epoch each line comes
as somebody else might have sent it (`varied`). The weights go beside this module with the digest of the lines.
With `--further` it goes on from the weights that are there, in half the epochs and at half the rate: for more lines.
What it keeps then is the mean of the weights before and after (Wortsman et al. 2022, arXiv 2109.01903): it knows the
new lines, and forgets less of how strangers write.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import click
import torch
from tokenizers import Tokenizer
from torch.nn import functional

from bot.nlu.tuned.joining import joined
from bot.nlu.tuned.labels import GROUPS, INTENT, TRAINED_SIGNS
from bot.nlu.tuned.lines import Line, digest, read_lines
from bot.nlu.tuned.network import Tuned, Whole
from bot.nlu.tuned.noise import noisy, wrapped
from knowledge.tuning import about_weights, base_model, keep, kept, rates, say, tune

WEIGHTS = Path(__file__).with_name("weights.safetensors")
SEED = 20261122
FROZEN = 0  # of six layers; the more are tuned the better it reads, and the longer it learns
EPOCHS = 6
FURTHER = 0.5  # of the epochs and of the rates, where it goes on from weights that are there
BATCH = 32
NOISY, WRAPPED, JOINED = 0.45, 0.2, 0.15  # shares of the lines, each epoch anew which
SHORT = frozenset({"affirm", "deny", "unsure", "greet", "goodbye", "thank"})  # nobody wraps a "yes"
UNKNOWN = -100  # the target where a line is not labelled


def untrained(frozen: int = FROZEN) -> tuple[Whole, Tokenizer]:
    """Return the network before training, seeded, and its tokenizer."""
    torch.manual_seed(SEED)
    bert, tokenizer = base_model()
    tuned = Tuned(list(bert.encoder.layer)[frozen:], bert.config.hidden_size)
    return Whole(bert, tuned, frozen), tokenizer


def padded(parts: Sequence[torch.Tensor]) -> tuple[torch.Tensor, torch.Tensor]:
    """Return the parts (tokens, ...) as one batch, and its mask of shape (batch, tokens)."""
    mask = torch.zeros(len(parts), max(len(part) for part in parts))
    for row, part in enumerate(parts):
        mask[row, : len(part)] = 1.0
    return torch.nn.utils.rnn.pad_sequence(list(parts), batch_first=True), mask


def targets(line: Line) -> tuple[torch.Tensor, torch.Tensor]:
    """Return the number of the right label in each group (UNKNOWN where nobody said), and 1, 0 or -1 for each sign."""
    groups = [labels.index(line.labels[group]) if group in line.labels else UNKNOWN for group, labels in GROUPS.items()]
    signs = [-1.0 if line.signs is None else float(sign in line.signs) for sign in TRAINED_SIGNS]
    return torch.tensor(groups), torch.tensor(signs)


def varied(line: Line, lines: Sequence[Line], chance: random.Random) -> Line:
    """Return `line` as somebody else might have sent it: joined to another one, with slips, or with idle words."""
    if chance.random() < JOINED and (both := joined(line, chance.choice(lines), chance)):
        line = both
    text = line.text
    if chance.random() < NOISY:
        text = noisy(text, chance)
    if chance.random() < WRAPPED and line.labels.get(INTENT, "report") not in SHORT:
        text = wrapped(text, chance)
    return replace(line, text=text)


def batches(lines: Sequence[Line], chance: random.Random) -> Iterator[list[Line]]:
    """Yield the lines in chance order, those of like length together."""
    order = list(lines)
    chance.shuffle(order)
    found = []
    for start in range(0, len(order), BATCH * 20):
        part = sorted(order[start : start + BATCH * 20], key=lambda line: len(line.text))
        found += [part[at : at + BATCH] for at in range(0, len(part), BATCH)]
    chance.shuffle(found)
    yield from found


def loss_of(network: Whole, tokenizer: Tokenizer, batch: Sequence[Line]) -> torch.Tensor:
    """Return the mean loss of a line, summed over the groups and signs that are labelled."""
    ids, mask = padded([torch.tensor(row.ids) for row in tokenizer.encode_batch([line.text for line in batch])])
    with torch.no_grad():
        states = network.hidden(ids, mask)
    scores, _ = network.tuned(states, mask)
    pairs = [targets(line) for line in batch]
    wanted = torch.stack([groups for groups, _ in pairs])
    total = scores.new_zeros(())
    for number, labels in enumerate(GROUPS.values()):
        total = total + functional.cross_entropy(
            scores[:, number, : len(labels)], wanted[:, number], ignore_index=UNKNOWN, reduction="sum"
        )
    signs = torch.stack([told for _, told in pairs])
    by_sign = functional.binary_cross_entropy_with_logits(
        scores[:, len(GROUPS), : len(TRAINED_SIGNS)], signs.clamp(min=0.0), reduction="none"
    )
    return (total + (by_sign * (signs >= 0)).sum()) / len(batch)


def train(network: Whole, tokenizer: Tokenizer, lines: Sequence[Line], epochs: int = EPOCHS, pace: float = 1.0) -> None:
    """Train the tuned part; `pace` is the share of the usual rates."""
    chance = random.Random(SEED)
    tuned = network.tuned
    network.eval()  # what is not tuned stays as it is
    tune(
        tuned,
        [{**part, "lr": pace * part["lr"]} for part in rates(list(tuned.layers), tuned.heads)],
        epochs,
        -(-len(lines) // BATCH),
        lambda: batches([varied(line, lines, chance) for line in lines], chance),
        lambda batch: loss_of(network, tokenizer, batch),
    )


def save(tuned: Tuned, lines: Sequence[Line], path: Path = WEIGHTS, frozen: int = FROZEN) -> None:
    """Write the weights, with what they were learnt from."""
    keep(tuned, path, len(lines), digest(list(lines)), {"frozen": str(frozen)})


def load(path: Path = WEIGHTS) -> Whole:
    """Return the trained network."""
    network, _ = untrained(int(about_weights(path)["frozen"]))
    network.tuned.load_state_dict(kept(path))
    network.eval()
    return network


def learn(further: bool = False) -> None:
    """Train on all lines and write the weights; `further` goes on from those that are there."""
    torch.set_num_threads(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)
    lines = read_lines()
    say(f"{len(lines)} lines")
    network, tokenizer = untrained()
    if further:
        network = load()
        before = {name: tensor.clone() for name, tensor in network.tuned.state_dict().items()}
        train(network, tokenizer, lines, round(FURTHER * EPOCHS), FURTHER)
        after = network.tuned.state_dict()
        network.tuned.load_state_dict({name: (before[name] + tensor) / 2 for name, tensor in after.items()})
    else:
        train(network, tokenizer, lines)
    save(network.tuned, lines)


@click.command()
@click.option("--further", is_flag=True, help="Go on from the weights that are there, for half the epochs.")
def main(further: bool) -> None:
    """Train the tuned reader and write its weights."""
    learn(further)


if __name__ == "__main__":
    main()
