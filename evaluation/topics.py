"""How well questions by an author left out of the training find their topic: `python -m evaluation.topics`.

Every way is trained without one author and judged on him. `topics.jsonl` holds questions by a further author that never
train; lines that also stand in the training questions were taken out. Prints a Markdown table.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression

from knowledge import topics
from knowledge.build import CALIBRATION, author
from knowledge.encoder import Encoder, Vectors
from knowledge.gate import LET_THROUGH, calibrate, in_scope
from knowledge.passages import read_passages
from knowledge.questions import OUT_OF_SCOPE, read_questions, with_passage_questions

STRANGER = Path(__file__).with_suffix(".jsonl")
HARD = "near_misses"

Predict = Callable[[Sequence[str], Vectors], npt.NDArray[Any]]
Train = Callable[[Sequence[str], Sequence[str], Vectors], tuple[list[str], Predict]]


@dataclass(frozen=True)
class Lines:
    """Questions, the topics that may answer each, who wrote it, and their vectors, shape (len(texts), dimensions)."""

    texts: list[str]
    accepted: list[tuple[str, ...]]
    authors: list[str]
    vectors: Vectors


def read_lines() -> Lines:
    """Read the training questions and those of the stranger, and encode them."""
    own = with_passage_questions(read_questions(), read_passages()[0])
    foreign = [json.loads(line) for line in STRANGER.read_text(encoding="utf-8").splitlines()]
    texts = [question.text for question in own] + [row["text"] for row in foreign]
    accepted = [(question.topic,) for question in own] + [tuple(row["topics"]) for row in foreign]
    authors = [author(question) for question in own] + ["stranger"] * len(foreign)
    return Lines(texts, accepted, authors, Encoder(threads=2).encode(texts))


def head(texts: Sequence[str], labels: Sequence[str], vectors: Vectors) -> tuple[list[str], Predict]:
    """Train the topic head of `knowledge`."""
    trained = topics.train_head(texts, labels, vectors)
    return trained.labels, trained.probabilities


def regression(texts: Sequence[str], labels: Sequence[str], vectors: Vectors) -> tuple[list[str], Predict]:
    """Train logistic regression on the vectors alone."""
    model = LogisticRegression(C=12, max_iter=400, class_weight="balanced").fit(vectors * 2, labels)
    return list(model.classes_), lambda _, found: np.asarray(model.predict_proba(found * 2))


def regression_ngrams(texts: Sequence[str], labels: Sequence[str], vectors: Vectors) -> tuple[list[str], Predict]:
    """Train logistic regression on vectors, word and character n-grams: the way before the kernel."""
    from scipy.sparse import csr_matrix, hstack
    from sklearn.feature_extraction.text import TfidfVectorizer

    parts = [
        TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True).fit(texts),
        TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True, min_df=2).fit(texts),
    ]

    def features(some: Sequence[str], found: Vectors) -> Any:
        return hstack([csr_matrix(found * 2), *(part.transform(some) * 0.7 for part in parts)]).tocsr()

    model = LogisticRegression(C=12, max_iter=400, class_weight="balanced").fit(features(texts, vectors), labels)
    return list(model.classes_), lambda some, found: np.asarray(model.predict_proba(features(some, found)))


@contextmanager
def replaced(**values: object) -> Iterator[None]:
    """Give constants of `knowledge.topics` other values for a while."""
    before = {name: getattr(topics, name) for name in values}
    try:
        for name, value in values.items():
            setattr(topics, name, value)
        yield
    finally:
        for name, value in before.items():
            setattr(topics, name, value)


def judge(lines: Lines, left_out: str, train: Train, without: frozenset[str], least: float | None) -> str:
    """Train without `left_out` and `without`; return "topic@1 / right at 3 % through", and the gate's two shares."""
    held = [i for i, name in enumerate(lines.authors) if name == left_out]
    taken = {lines.texts[i].lower() for i in held}
    closed = without | {left_out, "stranger"}
    seen = [i for i, a in enumerate(lines.authors) if a not in closed and lines.texts[i].lower() not in taken]
    columns, predict = train([lines.texts[i] for i in seen], [lines.accepted[i][0] for i in seen], lines.vectors[seen])
    found = predict([lines.texts[i] for i in held], lines.vectors[held])
    outside = columns.index(OUT_OF_SCOPE)
    rest = np.delete(found, outside, axis=1)
    names = [name for name in columns if name != OUT_OF_SCOPE]
    pairs = zip(rest.max(axis=1), found[:, outside], strict=True)
    scores = np.array([in_scope(float(best), float(out)) for best, out in pairs])
    right = np.array([names[row.argmax()] in lines.accepted[i] for row, i in zip(rest, held, strict=True)])
    ours = np.array([lines.accepted[i] != (OUT_OF_SCOPE,) for i in held])
    line = float(np.quantile(scores[~ours], 1 - LET_THROUGH))
    text = f"{right[ours].mean():.3f} / {(right & (scores > line))[ours].mean():.3f}"
    if least is not None:
        passed = scores >= least
        text += f" / gate: {(right & passed)[ours].mean():.3f}, kept out {(~passed)[~ours].mean():.3f}"
    return text


def gate_of(lines: Lines) -> float:
    """Return the gate's threshold as the build sets it."""
    own = [i for i, name in enumerate(lines.authors) if name != "stranger"]
    labels = [lines.accepted[i][0] for i in own]
    authors = [lines.authors[i] for i in own]
    rows, found, columns = topics.left_out(
        [lines.texts[i] for i in own], labels, authors, lines.vectors[own], CALIBRATION
    )
    return calibrate(found, columns, [labels[row] for row in rows], [authors[row] for row in rows]).least


@click.command()
@click.option("--quick", is_flag=True, help="Only the head as it is, with the gate.")
def main(quick: bool) -> None:
    """Print topic@1 / right and answered at 3 % through, an author left out each time."""
    lines = read_lines()
    none: frozenset[str] = frozenset()
    hard = frozenset({HARD})
    linear = {"_kernel": lambda cosines, shared: cosines + shared + np.float32(0.1)}
    ways: list[tuple[str, Train, dict[str, Any], frozenset[str]]] = [
        ("logistic regression, vectors", regression, {}, hard),
        ("logistic regression, vectors and n-grams", regression_ngrams, {}, hard),
        ("ridge, vectors and n-grams", head, {**linear, "NEAREST_WEIGHT": 0.0}, hard),
        ("the same, squared kernel", head, {"NEAREST_WEIGHT": 0.0}, hard),
        ("and the nearest three", head, {}, hard),
        ("and near_misses.jsonl to learn from", head, {}, none),
    ]
    judged = [*CALIBRATION, HARD, "stranger"]
    click.echo("| way | " + " | ".join(judged) + " |\n|---|" + "---|" * len(judged))
    for name, train, values, without in ways[-1:] if quick else ways:
        with replaced(**values):
            least = gate_of(lines) if name == ways[-1][0] else None
            cells = [judge(lines, left, train, without, least) for left in judged]
        click.echo(f"| {name} | " + " | ".join(cells) + " |")


if __name__ == "__main__":
    main()
