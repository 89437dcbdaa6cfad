"""Train the tuned reader: `python -m bot.nlu.tuned.learn` (app environment; about twenty minutes on two cores).

The encoder's lowest layers stay as they are and are run once over every line; the layers above them are tuned on all
labels at once. The weights go beside this module with the digest of what they were learnt from.
"""

from __future__ import annotations

import os
import random
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import save_file
from tokenizers import Tokenizer
from torch.nn import functional
from transformers import AutoModel

from bot.nlu.tuned.labels import GROUPS, TRAINED_SIGNS
from bot.nlu.tuned.lines import Line, digest, read_lines
from bot.nlu.tuned.network import Tuned, Whole
from bot.nlu.tuned.noise import noisy
from knowledge.encoder import MAX_TOKENS, TOKENIZER_FILE
from knowledge.export import check_weights, model_folder
from knowledge.settings import settings

WEIGHTS = Path(__file__).with_name("weights.safetensors")
SEED = 20261122
FROZEN = 2  # of six layers; the more are tuned the better it reads, and the longer it learns
EPOCHS = 5
BATCH = 32
RATE, HEAD_RATE = 2e-4, 1e-3
WARM_UP = 0.1  # the share of steps in which the rate rises; then it falls to nothing
NOISY = 0.3  # the share of lines with slips, each epoch anew which
UNKNOWN = -100  # the target where a line is not labelled


@dataclass
class Sample:
    """A line ready to learn from: hidden states, those of a noisy twin, and the targets."""

    clean: torch.Tensor
    noisy: torch.Tensor
    groups: torch.Tensor
    signs: torch.Tensor


def base_model() -> tuple[torch.nn.Module, Tokenizer]:
    """Return the encoder to tune and its tokenizer."""
    folder = model_folder(settings().model)
    check_weights(settings().model, folder)
    tokenizer = Tokenizer.from_file(str(folder / TOKENIZER_FILE))
    tokenizer.enable_truncation(MAX_TOKENS)
    tokenizer.no_padding()
    return AutoModel.from_pretrained(str(folder), attn_implementation="sdpa").eval(), tokenizer


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


def hidden_states(network: Whole, tokenizer: Tokenizer, texts: Sequence[str]) -> list[torch.Tensor]:
    """Return the states below the tuned layers, one tensor (tokens, size) a text."""
    ids = [torch.tensor(row.ids) for row in tokenizer.encode_batch(list(texts))]
    order = sorted(range(len(ids)), key=lambda number: len(ids[number]))
    states: list[torch.Tensor] = [torch.empty(0)] * len(ids)
    with torch.no_grad():
        for start in range(0, len(order), BATCH):
            rows = order[start : start + BATCH]
            batch, mask = padded([ids[row] for row in rows])
            for row, state in zip(rows, network.hidden(batch, mask), strict=True):
                states[row] = state[: len(ids[row])].clone()
    return states


def targets(line: Line) -> tuple[torch.Tensor, torch.Tensor]:
    """Return the number of the right label in each group (UNKNOWN where nobody said), and 1, 0 or -1 for each sign."""
    groups = [labels.index(line.labels[group]) if group in line.labels else UNKNOWN for group, labels in GROUPS.items()]
    signs = [-1.0 if line.signs is None else float(sign in line.signs) for sign in TRAINED_SIGNS]
    return torch.tensor(groups), torch.tensor(signs)


def samples(network: Whole, tokenizer: Tokenizer, lines: Sequence[Line]) -> list[Sample]:
    """Return every line ready to learn from."""
    chance = random.Random(SEED)
    clean = hidden_states(network, tokenizer, [line.text for line in lines])
    twins = hidden_states(network, tokenizer, [noisy(line.text, chance) for line in lines])
    return [Sample(one, other, *targets(line)) for line, one, other in zip(lines, clean, twins, strict=True)]


def batches(pool: Sequence[Sample], chance: random.Random) -> Iterator[list[Sample]]:
    """Yield the samples in chance order, those of like length together."""
    order = list(range(len(pool)))
    chance.shuffle(order)
    found = []
    for start in range(0, len(order), BATCH * 20):
        part = sorted(order[start : start + BATCH * 20], key=lambda number: len(pool[number].clean))
        found += [part[at : at + BATCH] for at in range(0, len(part), BATCH)]
    chance.shuffle(found)
    for part in found:
        yield [pool[number] for number in part]


def loss_of(tuned: Tuned, batch: Sequence[Sample], chance: random.Random) -> torch.Tensor:
    """Return the mean loss of a line, summed over the groups and signs that are labelled."""
    states = [sample.noisy if chance.random() < NOISY else sample.clean for sample in batch]
    scores, _ = tuned(*padded(states))
    wanted = torch.stack([sample.groups for sample in batch])
    total = scores.new_zeros(())
    for number, labels in enumerate(GROUPS.values()):
        total = total + functional.cross_entropy(
            scores[:, number, : len(labels)], wanted[:, number], ignore_index=UNKNOWN, reduction="sum"
        )
    signs = torch.stack([sample.signs for sample in batch])
    by_sign = functional.binary_cross_entropy_with_logits(
        scores[:, len(GROUPS), : len(TRAINED_SIGNS)], signs.clamp(min=0.0), reduction="none"
    )
    return (total + (by_sign * (signs >= 0)).sum()) / len(batch)


def train(tuned: Tuned, pool: Sequence[Sample], epochs: int = EPOCHS) -> None:
    """Train the tuned part, with AdamW under a rate that rises and then falls."""
    chance = random.Random(SEED)
    layers, heads = list(tuned.layers.parameters()), [tuned.queries, tuned.weights, tuned.offsets]
    optimizer = torch.optim.AdamW([{"params": layers, "lr": RATE}, {"params": heads, "lr": HEAD_RATE}])
    steps = epochs * -(-len(pool) // BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(step / (WARM_UP * steps), max(0.0, 1 - step / steps))
    )
    for epoch in range(epochs):
        tuned.train()
        start, losses = time.monotonic(), []
        for batch in batches(pool, chance):
            loss = loss_of(tuned, batch, chance)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(tuned.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            losses.append(float(loss.detach()))
        _say(f"epoch {epoch + 1} of {epochs}: loss {np.mean(losses):.3f}, {time.monotonic() - start:.0f} s")
    tuned.eval()


def save(tuned: Tuned, lines: Sequence[Line], path: Path = WEIGHTS) -> None:
    """Write the weights in half precision, with what they were learnt from."""
    tensors = {name: tensor.to(torch.float16).contiguous() for name, tensor in tuned.state_dict().items()}
    about = {"lines": str(len(lines)), "digest": digest(list(lines)), "frozen": str(FROZEN), "model": settings().model}
    save_file(tensors, str(path), about)


def main() -> int:
    """Train on all lines and write the weights."""
    torch.set_num_threads(os.cpu_count() or 1)
    lines = read_lines()
    _say(f"{len(lines)} lines")
    network, tokenizer = untrained()
    pool = samples(network, tokenizer, lines)
    _say("the lower layers have read them")
    train(network.tuned, pool)
    save(network.tuned, lines)
    return 0


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
