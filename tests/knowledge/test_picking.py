"""The passage head: which passage of a topic a question wants."""

from __future__ import annotations

from pathlib import Path

import joblib
import numpy as np
import pytest

from knowledge.encoder import encoder
from knowledge.passages import Passage, read_passages
from knowledge.picking import LEAST, PassageHead, View, train_passages
from knowledge.search import INDEX_FOLDER, PASSAGE_FILE
from knowledge.store import views


def views_of(passages: list[Passage], left_out: frozenset[str] = frozenset()) -> list[View]:
    return [
        View(passage.topic, passage.id, text, text in passage.questions)
        for passage in passages
        for text in views(passage)
        if text not in left_out
    ]


def test_the_built_head_knows_every_passage_and_what_is_asked_of_it() -> None:
    head = PassageHead.load(INDEX_FOLDER / PASSAGE_FILE)
    passages, _ = read_passages()
    own = [passage for passage in passages if not passage.shop]
    assert {name for topic in head.topics for name in head.logs(topic, np.zeros(384, dtype=np.float32))} == {
        one.id for one in own
    }
    first = [passage.questions[0] for passage in own]
    found = [
        max(logs, key=logs.__getitem__)
        for passage, vector in zip(own, encoder().encode(first), strict=True)
        for logs in [head.logs(passage.topic, vector)]
    ]
    assert sum(one.id == name for one, name in zip(own, found, strict=True)) >= 0.9 * len(own)


def test_a_question_left_out_finds_its_passage_far_above_chance() -> None:
    passages = [passage for passage in read_passages()[0] if passage.topic == "meniscus_tear"]
    asked = [(passage.id, passage.questions[-1]) for passage in passages]
    told = views_of(passages, frozenset(question for _, question in asked))
    head = train_passages(told, encoder().encode([view.text for view in told]))
    vectors = encoder().encode([question for _, question in asked])
    right = 0
    for (wanted, _), vector in zip(asked, vectors, strict=True):
        logs = head.logs("meniscus_tear", vector)
        right += max(logs, key=logs.__getitem__) == wanted
    assert right >= 0.3 * len(asked)
    assert len(passages) > 10, "by chance fewer than one in ten"


def test_what_a_head_does_not_know_counts_as_chance() -> None:
    told = [View("itbs", "itbs.what", "a", False), View("itbs", "itbs.fix", "b", True), View("cadence", "c", "d", True)]
    head = train_passages(told, np.eye(3, dtype=np.float32))
    assert set(head.topics) == {"itbs"}, "one passage is no choice"
    assert head.logs("cadence", np.zeros(3, dtype=np.float32)) == {}
    logs = head.logs("itbs", np.array([0.0, 1.0, 0.0], dtype=np.float32))
    assert logs["itbs.fix"] > 0 > logs["itbs.what"] >= LEAST


def test_numbers_that_do_not_match_are_refused() -> None:
    with pytest.raises(ValueError, match="1 views and 0 vectors"):
        train_passages([View("itbs", "itbs.what", "a", False)], np.zeros((0, 4), dtype=np.float32))


def test_another_file_is_no_head(tmp_path: Path) -> None:
    joblib.dump([1], tmp_path / "other")
    with pytest.raises(TypeError, match="holds list, not PassageHead"):
        PassageHead.load(tmp_path / "other")
