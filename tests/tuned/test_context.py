"""Training and export of the coach's network, on a handful of lines; and that the weights here fit the lines here."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from knowledge.coach.context import build, learn
from knowledge.coach.context.labels import ROLES, ROUTES
from knowledge.coach.context.learn import UNKNOWN, Example
from knowledge.coach.context.reader import ContextReader
from knowledge.coach.learning.rows import Row, rows
from knowledge.coach.marks import marks_of

TOLD = (
    ("18 miles last week and 22 this week", ("before", "now")),
    ("this week 22 miles, 18 the week before", ("now", "before")),
    ("i want to run 10 km", ("goal",)),
)


def told(text: str, roles: tuple[str, ...], asked: str = "mileage") -> Example:
    words, marks = marks_of(text)
    return Example(words, asked, tuple(marks), roles)


LINES = [*(told(text, roles) for text, roles in TOLD), Example("what a lovely day", "", route="none")]


def test_a_batch_points_at_the_marks() -> None:
    _, tokenizer = learn.untrained()
    (ids, _, mask, spans, kinds, where), roles, routes = learn.batch_of(LINES, tokenizer)
    assert ids.shape == mask.shape
    assert spans.shape == (5, ids.shape[1])
    assert len(kinds) == len(where) == len(roles) == 5
    seen = [tokenizer.decode(ids[row][span > 0].tolist()) for row, span in zip(where, spans, strict=True)]
    assert seen == ["18 miles", "22", "22 miles", "18", "10 km"]
    assert torch.allclose(spans.sum(1), torch.ones(5))
    assert [ROLES[number] for number in roles] == ["before", "now", "now", "before", "goal"]
    assert routes.tolist() == [UNKNOWN, UNKNOWN, UNKNOWN, ROUTES.index("none")]


def test_an_epoch_takes_a_share_of_the_lines_each_time_others() -> None:
    lines = LINES * 25
    assert learn._an_epoch(lines) == round(learn.SHARE * len(lines))


@pytest.mark.slow
def test_it_learns_saves_and_exports_alike(tmp_path: Path) -> None:
    torch.set_num_threads(2)
    network, tokenizer = learn.untrained()
    words = network.words.weight.clone()
    learn.train(network, tokenizer, LINES * 100, epochs=4)
    assert torch.equal(words, network.words.weight)
    lines = [Row("a1", text, "", {"week": 1}, "a") for text, _ in TOLD]
    learn.save(network, lines, tmp_path / "weights.safetensors")
    build.export(build.load(tmp_path / "weights.safetensors"), tmp_path / "exported")
    reader = ContextReader(tmp_path / "exported")
    for line in LINES[:3]:
        logs = reader.roles(line.words, line.marks, "mileage")
        assert tuple(ROLES[number] for number in logs.argmax(axis=1)) == line.roles
    routes = reader.routes("what a lovely day", "")
    assert max(routes, key=lambda route: routes[route]) == "none"


def test_the_weights_here_were_learnt_from_the_lines_here() -> None:
    assert build.up_to_date(), "the coach's lines have changed: python -m knowledge.coach.context.learn"


def test_weights_of_other_lines_are_noticed(tmp_path: Path) -> None:
    network, _ = learn.untrained()
    learn.save(network, rows()[:3], tmp_path / "weights.safetensors")
    assert not build.up_to_date(tmp_path / "weights.safetensors")
    assert not build.up_to_date(tmp_path / "missing.safetensors")


def test_the_digest_tells_lines_apart() -> None:
    line = Row("a1", "30 km", "week", {"week": 30}, "a")
    assert learn.digest([line]) == learn.digest([Row("b2", "30 km", "week", {"week": 30}, "b")])
    assert learn.digest([line]) != learn.digest([Row("a1", "30 km", "week", {"week": 31}, "a")])
