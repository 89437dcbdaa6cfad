"""The topic head in miniature, and reading and writing it."""

from __future__ import annotations

from pathlib import Path

import joblib
import numpy as np
import pytest

from knowledge.topics import TopicHead, left_out, train_head

TEXTS = ["outer knee pain", "it band tight", "outer side of the knee", "new shoes", "worn out shoes", "which shoe fits",
         "weather tomorrow", "will it rain", "sunny today"]  # fmt: skip
LABELS = ["itbs"] * 3 + ["shoes"] * 3 + ["out_of_scope"] * 3


def vectors(labels: list[str]) -> np.ndarray:
    """Unit vectors near a corner for each label."""
    corners = np.eye(4, dtype=np.float32)[[("itbs", "shoes", "out_of_scope").index(label) for label in labels]]
    found = corners + np.random.default_rng(7).normal(0, 0.1, corners.shape).astype(np.float32)
    return np.asarray(found / np.linalg.norm(found, axis=1, keepdims=True))


@pytest.fixture
def head() -> TopicHead:
    return train_head(TEXTS, LABELS, vectors(LABELS))


def test_probabilities_shape_and_sum(head: TopicHead) -> None:
    found = head.probabilities(["outer knee", "rain"], vectors(["itbs", "out_of_scope"]))
    assert found.shape == (2, 3)
    assert found.sum(axis=1) == pytest.approx([1.0, 1.0])
    assert [head.labels[column] for column in found.argmax(axis=1)] == ["itbs", "out_of_scope"]


def test_one_question_equals_many(head: TopicHead) -> None:
    some = vectors(["shoes", "itbs"])
    both = head.probabilities(["a shoe", "the band"], some)
    alone = head.probabilities(["a shoe"], some[:1])
    assert alone[0] == pytest.approx(both[0], abs=1e-5)


def test_an_empty_text_gives_no_nan(head: TopicHead) -> None:
    assert np.isfinite(head.probabilities([""], np.zeros((1, 4), dtype=np.float32))).all()


def test_order_of_training_does_not_matter(head: TopicHead) -> None:
    order = [8, 0, 4, 2, 6, 1, 7, 3, 5]
    known = vectors(LABELS)
    other = train_head([TEXTS[i] for i in order], [LABELS[i] for i in order], known[order])
    asked = vectors(["shoes"])
    assert other.probabilities(["shoe"], asked) == pytest.approx(head.probabilities(["shoe"], asked), abs=1e-3)


def test_save_and_load(head: TopicHead, tmp_path: Path) -> None:
    head.save(tmp_path / "head.joblib")
    again = TopicHead.load(tmp_path / "head.joblib")
    asked = vectors(["itbs"])
    assert again.labels == head.labels
    assert again.probabilities(["band"], asked) == pytest.approx(head.probabilities(["band"], asked))


def test_load_refuses_something_else(tmp_path: Path) -> None:
    joblib.dump({"not": "a head"}, tmp_path / "head.joblib")
    with pytest.raises(TypeError, match=r"holds dict, not TopicHead\. Run `make build`"):
        TopicHead.load(tmp_path / "head.joblib")


def test_train_head_says_what_does_not_match() -> None:
    with pytest.raises(ValueError, match="2 texts, 1 labels and 2 vectors: they must match"):
        train_head(["a", "b"], ["x"], np.zeros((2, 4), dtype=np.float32))
    with pytest.raises(ValueError, match="two labels at least"):
        train_head(["a", "b"], ["x", "x"], np.zeros((2, 4), dtype=np.float32))


def test_left_out_never_shows_an_author_his_own_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    authors = ["ann", "bob", "cy"] * 3
    shown: list[set[str]] = []

    def spy(texts: list[str], labels: list[str], known: np.ndarray) -> TopicHead:
        shown.append(set(texts))
        return train_head(texts, labels, known)

    monkeypatch.setattr("knowledge.topics.train_head", spy)
    rows, found, columns = left_out(TEXTS, LABELS, authors, vectors(LABELS), ["ann", "bob"])
    assert [authors[row] for row in rows] == ["ann"] * 3 + ["bob"] * 3
    assert found.shape == (6, 3)
    assert columns == ["itbs", "out_of_scope", "shoes"]
    assert not shown[0] & {text for text, name in zip(TEXTS, authors, strict=True) if name == "ann"}
