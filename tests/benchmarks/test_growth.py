"""The benchmark of growth: made vectors lie like their seeds, records are whole, and both backends are measured."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from benchmarks import growth
from benchmarks.crowd import Seeds, entries, likeness, make_crowd
from benchmarks.growth import recall
from knowledge.encoder import encoder
from knowledge.passages import read_passages
from knowledge.questions import OUT_OF_SCOPE, read_questions


@pytest.fixture(scope="module")
def seeds() -> Seeds:
    questions = read_questions()[::4]
    texts, topics = [question.text for question in questions], [question.topic for question in questions]
    return Seeds(texts, topics, encoder().encode(texts))


def test_made_vectors_lie_like_their_seeds(seeds: Seeds, tmp_path: Path) -> None:
    crowd, picks = make_crowd(seeds, len(seeds.texts), tmp_path / "crowd.npy")
    assert crowd.shape == seeds.vectors.shape
    assert np.linalg.norm(crowd, axis=1) == pytest.approx(1.0, abs=1e-5)
    real, made = likeness(seeds.vectors), likeness(np.array(crowd))
    assert made.nearest == pytest.approx(real.nearest, abs=0.08)
    assert made.tenth == pytest.approx(real.tenth, abs=0.08)
    assert made.dimension == pytest.approx(real.dimension, rel=0.3)
    assert np.median(np.einsum("ij,ij->i", crowd, seeds.vectors[picks])) > made.tenth, "each stays near its seed"


def test_the_same_vectors_are_made_again(seeds: Seeds, tmp_path: Path) -> None:
    first, second = (make_crowd(seeds, 200, tmp_path / name)[0] for name in ("a.npy", "b.npy"))
    assert np.array_equal(first, second)


@pytest.mark.parametrize("dimensions", [2, 5, 10])
def test_the_local_dimension(dimensions: int) -> None:
    points = np.zeros((4000, 32), dtype=np.float32)
    points[:, : dimensions + 1] = np.random.default_rng(0).standard_normal((4000, dimensions + 1))
    on_a_sphere = points / np.linalg.norm(points, axis=1, keepdims=True)
    assert likeness(on_a_sphere).dimension == pytest.approx(dimensions, rel=0.2)


def test_each_made_passage_has_its_own_id_and_the_topic_of_its_seed(seeds: Seeds) -> None:
    real = read_passages()[0]
    made = list(entries(seeds.texts, seeds.topics, real, np.arange(500)))
    assert len({passage.id for passage, _ in made}) == 500
    assert [passage.topic for passage, _ in made] == seeds.topics[:500]
    assert [views for _, views in made] == [[text] for text in seeds.texts[:500]]
    known = {passage.text: passage.topic for passage in real}
    assert all(passage.topic in (known[passage.text], OUT_OF_SCOPE) for passage, _ in made)


@pytest.mark.parametrize(
    ("found", "truth", "expected"),
    [
        ([["a", "b"]], [["b", "a"]], 1.0),
        ([["a", "b"], ["c", "d"]], [["a", "x"], ["c", "d"]], 0.75),
        ([["a"], []], [["a"], []], 1.0),
        ([["a"]], [["x"]], 0.0),
    ],
)
def test_recall(found: list[list[str]], truth: list[list[str]], expected: float) -> None:
    assert recall(found, truth) == expected


def test_both_backends_are_measured(seeds: Seeds, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(growth, "WORK", tmp_path / "work")
    monkeypatch.setattr(growth, "REPORT", tmp_path / "report" / "growth.md")
    monkeypatch.setattr(growth, "SPEED_SAMPLE", 50)
    monkeypatch.setattr(growth, "read_seeds", lambda _: seeds)
    ran = CliRunner().invoke(growth.main, ["--most", "100"], catch_exceptions=False)
    assert ran.exit_code == 0, ran.output
    assert "100, hnsw: median search, ms" in ran.output
    report = (tmp_path / "report" / "growth.md").read_text(encoding="utf-8")
    cells = [[cell.strip() for cell in line.split("|")[1:-1]] for line in report.splitlines() if "| 100 |" in line]
    assert [row[:2] for row in cells] == [["100", "exact"], ["100", "hnsw"]]
    assert [float(row[9]) for row in cells] == pytest.approx([1.0, 1.0], abs=0.01)
    assert not list((tmp_path / "work").iterdir()), "nothing is left of the stores"


@pytest.mark.parametrize("arguments", [["--most", "99"], ["--least", "1000001"], ["--least", "200", "--most", "900"]])
def test_none_of_the_sizes(arguments: list[str]) -> None:
    ran = CliRunner().invoke(growth.main, arguments)
    assert ran.exit_code == 2
    assert "none of the sizes 100, 1000, 10000, 100000, 1000000 is from " in ran.output
