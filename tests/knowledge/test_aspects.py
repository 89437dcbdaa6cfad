"""The aspect head: which kind of passage a question wants."""

from __future__ import annotations

from pathlib import Path

import joblib
import numpy as np
import pytest

from knowledge.aspects import LEAST, AspectHead, train_aspects
from knowledge.encoder import Encoder
from knowledge.passages import ASPECTS, read_passages
from knowledge.search import ASPECT_FILE, INDEX_FOLDER

# Asked of topics at random, in words that do not stand under the passages.
ASKED = [
    ("roughly what number of weeks before it settles", "recovery"),
    ("who ought to look at this, a GP?", "escalate"),
    ("which exercises would sort it", "fix"),
    ("was that ever tested in a trial", "evidence"),
    ("stuff I had better leave alone", "avoid"),
]


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder()


def test_the_built_head_knows_every_aspect(encoder: Encoder) -> None:
    head = AspectHead.load(INDEX_FOLDER / ASPECT_FILE)
    texts = [text for text, _ in ASKED]
    rows = head.logs(texts, encoder.encode(texts))
    assert all(set(row) == set(ASPECTS) for row in rows)
    assert all(np.log(LEAST) - 1e-6 <= value <= 1e-6 for row in rows for value in row.values())
    wrong = [(text, max(row, key=row.__getitem__)) for (text, want), row in zip(ASKED, rows, strict=True)
             if max(row, key=row.__getitem__) != want]  # fmt: skip
    assert len(wrong) <= 1, wrong


def test_a_head_learnt_without_a_topic_still_tells_what_is_asked_of_it(encoder: Encoder) -> None:
    passages, _ = read_passages()
    seen = [(q, p.aspect) for p in passages if p.topic != "itbs" for q in p.questions]
    held = [(q, p.aspect) for p in passages if p.topic == "itbs" for q in p.questions]
    head = train_aspects([q for q, _ in seen], [a for _, a in seen], encoder.encode([q for q, _ in seen]))
    rows = head.logs([q for q, _ in held], encoder.encode([q for q, _ in held]))
    right = sum(max(row, key=row.__getitem__) == aspect for row, (_, aspect) in zip(rows, held, strict=True))
    assert right >= 0.5 * len(held)  # one kind in seven by chance


def test_numbers_that_do_not_match_are_refused() -> None:
    with pytest.raises(ValueError, match="1 texts, 0 aspects"):
        train_aspects(["why"], [], np.zeros((1, 4), dtype=np.float32))


def test_another_file_is_no_head(tmp_path: Path) -> None:
    joblib.dump([1], tmp_path / "other")
    with pytest.raises(TypeError, match="Run `make build`"):
        AspectHead.load(tmp_path / "other")
