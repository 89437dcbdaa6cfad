"""Train the pair network: `python -m knowledge.following.learn` (app environment; about six minutes on two cores).

It learns from the dialogues, and from questions that stand alone with a topic before them that was drawn by chance. The
weights go beside this module with the digest of the dialogues.
"""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch.nn import functional

from knowledge.following.lines import OUTCOMES, FollowUp, digest, read_follow_ups
from knowledge.following.network import ANSWERS, PairNetwork
from knowledge.following.reader import before_text
from knowledge.passages import TOPICS, topic_names
from knowledge.questions import OUT_OF_SCOPE, Question, read_questions
from knowledge.tuning import base_model, keep, rates, say, tune

WEIGHTS = Path(__file__).with_name("weights.safetensors")
SEED = 20261128
EPOCHS = 4
BATCH = 32
ALONE = 1500  # questions an epoch, each time others
ELSEWHERE = 0.8  # the share of them that are asked while another topic is under discussion
TOPIC_ALONE = 0.2  # the share of all lines of which only the topic is known, as after an interview
ANSWER_WEIGHT = 0.5  # of the loss on what answers the message


def untrained() -> tuple[PairNetwork, Tokenizer]:
    """Return the network before training, seeded, and its tokenizer."""
    torch.manual_seed(SEED)
    bert, tokenizer = base_model()
    return PairNetwork(bert), tokenizer


def alone(
    questions: Sequence[Question], number: int, lines: Sequence[FollowUp], chance: random.Random
) -> list[FollowUp]:
    """Return `number` of the questions, each after a message of `lines` that was drawn by chance.

    Whoever asks a whole question moves on or is out of scope, unless it happens to be about what was discussed.
    """
    messages: dict[str, list[str]] = {topic: [""] for topic in TOPICS}
    for line in lines:
        messages[line.before].append(line.last)
    found = []
    for question in chance.sample(list(questions), min(number, len(questions))):
        others = [topic for topic in TOPICS if topic != question.topic]
        elsewhere = question.topic == OUT_OF_SCOPE or chance.random() < ELSEWHERE
        before = chance.choice(others) if elsewhere else question.topic
        found.append(FollowUp(question.text, before, question.topic, chance.choice(messages[before])))
    return found


def rows_of(lines: Sequence[FollowUp], tokenizer: Tokenizer) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Return ids, parts and mask of the lines, each of shape (lines, tokens)."""
    names = topic_names()
    encoded = [tokenizer.encode(before_text(names[line.before], line.last), line.text) for line in lines]
    longest = max(len(row.ids) for row in encoded)
    ids, parts, mask = (torch.zeros(len(lines), longest, dtype=torch.long) for _ in range(3))
    for number, row in enumerate(encoded):
        ids[number, : len(row.ids)] = torch.tensor(row.ids)
        parts[number, : len(row.ids)] = torch.tensor(row.type_ids)
        mask[number, : len(row.ids)] = 1
    return ids, parts, mask


def batches(lines: Sequence[FollowUp], chance: random.Random) -> Iterator[list[FollowUp]]:
    """Yield the lines in chance order, those of like length together."""
    order = list(lines)
    chance.shuffle(order)
    order.sort(key=lambda line: len(line.last + line.text) // 16)
    found = [order[at : at + BATCH] for at in range(0, len(order), BATCH)]
    chance.shuffle(found)
    yield from found


def loss_of(network: PairNetwork, tokenizer: Tokenizer, batch: Sequence[FollowUp]) -> torch.Tensor:
    """Return the mean loss of a line."""
    outcomes, answers = network(*rows_of(batch, tokenizer))
    right = torch.tensor([OUTCOMES.index(line.outcome) for line in batch])
    topics = torch.tensor([ANSWERS.index(line.topic) for line in batch])
    first = functional.cross_entropy(outcomes.float(), right)
    return first + ANSWER_WEIGHT * functional.cross_entropy(answers.float(), topics)


def train(network: PairNetwork, tokenizer: Tokenizer, lines: Sequence[FollowUp], questions: Sequence[Question]) -> None:
    """Train all of the network but its word and place vectors."""
    chance = random.Random(SEED)
    number = min(ALONE, len(questions))
    tuned = network.tuned
    heads = [*network.scale.parameters(), *tuned["outcome"].parameters(), *tuned["answer"].parameters()]
    tune(
        network,
        [*rates(list(tuned["layers"]), heads), {"params": list(tuned["parts"].parameters()), "lr": 1e-4}],
        EPOCHS,
        -(-(len(lines) + number) // BATCH),
        lambda: batches(_varied([*lines, *alone(questions, number, lines, chance)], chance), chance),
        lambda batch: loss_of(network, tokenizer, batch),
    )


def _varied(lines: Sequence[FollowUp], chance: random.Random) -> list[FollowUp]:
    return [replace(line, last="") if chance.random() < TOPIC_ALONE else line for line in lines]


def main() -> int:
    """Train on all dialogues and write the weights."""
    torch.set_num_threads(os.cpu_count() or 1)
    lines = read_follow_ups()
    say(f"{len(lines)} dialogues")
    network, tokenizer = untrained()
    train(network, tokenizer, lines, read_questions())
    save(network, lines)
    return 0


def save(network: PairNetwork, lines: Sequence[FollowUp], path: Path = WEIGHTS) -> None:
    """Write the weights, with what they were learnt from."""
    keep(network.tuned, path, len(lines), digest(lines))


if __name__ == "__main__":
    sys.exit(main())
