"""Training and export of the pair network, on a handful of dialogues; and that the weights here fit those here."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest
import torch

from knowledge.following import build, learn
from knowledge.following.lines import MOVES, OUTCOMES, STAYS, FollowUp, digest, read_follow_ups
from knowledge.following.reader import PairReader
from knowledge.passages import TOPICS, topic_names
from knowledge.questions import OUT_OF_SCOPE, Question

LINES = [
    FollowUp("and how long", "itbs", "itbs", "outer knee pain"),
    FollowUp("which shoes then", "itbs", "shoes_fit", "outer knee pain"),
    FollowUp("who won the cup", "cadence", OUT_OF_SCOPE, "how many steps"),
]
QUESTIONS = [Question(f"a question on {topic}", topic, "x") for topic in (*TOPICS, OUT_OF_SCOPE)]


def test_questions_that_stand_alone_come_after_messages_on_their_topic() -> None:
    said = {"": set(TOPICS), "outer knee pain": {"itbs"}, "how many steps": {"cadence"}}
    found = learn.alone(QUESTIONS, 17, LINES, random.Random(1))
    assert len(found) == 17
    assert all(line.before in said[line.last] for line in found)
    assert {line.outcome for line in found} >= {MOVES, "neither"}
    assert all(line.before != line.topic for line in found if line.topic == OUT_OF_SCOPE)


def test_rows_tell_apart_what_was_said_before() -> None:
    _, tokenizer = learn.untrained()
    ids, parts, mask = learn.rows_of(LINES, tokenizer)
    assert ids.shape == parts.shape == mask.shape
    for number, line in enumerate(LINES):
        new = ids[number][(parts[number] == 1) & (mask[number] == 1)].tolist()
        assert tokenizer.decode(new) == line.text


@pytest.mark.slow
def test_it_learns_saves_and_exports_alike(tmp_path: Path) -> None:
    torch.set_num_threads(2)
    network, tokenizer = learn.untrained()
    before = {name: tensor.clone() for name, tensor in network.tuned.state_dict().items()}
    words = network.words.weight.clone()
    learn.train(network, tokenizer, LINES * 40, QUESTIONS)
    assert torch.equal(words, network.words.weight)
    assert any(not torch.equal(tensor, before[name]) for name, tensor in network.tuned.state_dict().items())
    with torch.no_grad():
        told = network(*learn.rows_of(LINES, tokenizer))[0].argmax(-1).tolist()
    assert [OUTCOMES[number] for number in told] == [line.outcome for line in LINES]
    learn.save(network, LINES, tmp_path / "weights.safetensors")
    build.export(build.load(tmp_path / "weights.safetensors"), tmp_path / "exported")
    reader = PairReader(tmp_path / "exported")
    logs = reader.logs(topic_names()["itbs"], "outer knee pain", "and how long")
    assert OUTCOMES[int(np.argmax(logs))] == STAYS


def test_a_stray_export_is_refused(tmp_path: Path) -> None:
    network, _ = learn.untrained()
    build.export(network, tmp_path / "exported")
    with torch.no_grad():
        network.tuned["outcome"].bias += torch.tensor([3.0, 0.0, 0.0])
    with pytest.raises(ValueError, match="strays from the trained one"):
        build._check(network, tmp_path / "exported", True)


def test_the_weights_fit_the_dialogues() -> None:
    assert build.up_to_date(), "The dialogues have changed: run make learn, and commit the weights."


def test_weights_of_other_dialogues_are_out_of_date(tmp_path: Path) -> None:
    network, _ = learn.untrained()
    path = tmp_path / "weights.safetensors"
    assert not build.up_to_date(path)
    learn.save(network, LINES, path)
    assert not build.up_to_date(path)
    assert digest(LINES) != digest(read_follow_ups())
