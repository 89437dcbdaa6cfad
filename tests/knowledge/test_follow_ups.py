"""The follow-up head: its lines, its training, and what the built one makes of messages it has not learnt from."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from knowledge.follow_ups import (
    MOVES,
    NEITHER,
    SMALL_TALK,
    STAYS,
    FollowUp,
    FollowUpError,
    FollowUpHead,
    alone,
    read_follow_ups,
    signals,
    train_follow_ups,
)
from knowledge.passages import TOPICS
from knowledge.questions import OUT_OF_SCOPE, Question
from knowledge.topics import TopicHead

SHARES = {"itbs": 0.5, "cadence": 0.3, OUT_OF_SCOPE: 0.2}


@pytest.mark.parametrize(
    ("topic", "outcome"), [("itbs", STAYS), ("cadence", MOVES), (OUT_OF_SCOPE, NEITHER), (SMALL_TALK, NEITHER)]
)
def test_the_outcome_follows_from_the_topics(topic: str, outcome: str) -> None:
    assert FollowUp("and?", "itbs", topic).outcome == outcome


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("{", "a.jsonl:1: needs"),
        ('{"turns": [], "before": "itbs", "topic": "itbs"}', "a.jsonl:1: needs"),
        ('{"turns": ["why"], "before": "elbow", "topic": "itbs"}', "no such topic: 'elbow'"),
        ('{"turns": [" "], "before": "itbs", "topic": "itbs"}', "or no text"),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, line: str, complaint: str) -> None:
    (tmp_path / "a.jsonl").write_text(line, encoding="utf-8")
    with pytest.raises(FollowUpError, match=complaint):
        read_follow_ups(tmp_path)


def test_the_real_lines_cover_every_outcome() -> None:
    lines = read_follow_ups()
    assert len(lines) > 400
    assert {line.before for line in lines} == set(TOPICS)
    for outcome in (STAYS, MOVES, NEITHER):
        assert sum(line.outcome == outcome for line in lines) > 50, outcome


def test_questions_that_stand_alone_never_stay() -> None:
    questions = [Question(f"question {topic}", topic, "x") for topic in (*TOPICS, OUT_OF_SCOPE)]
    lines, places = alone(questions, 10)
    assert [line.text for line in lines] == [questions[place].text for place in places]
    assert len(set(places)) == 10
    assert STAYS not in {line.outcome for line in lines}


def test_signals_are_finite_for_odd_texts() -> None:
    for text in ("", "?", "and how long does that take?", "\U0001f642", "knee " * 500):
        assert np.isfinite(signals(text, "itbs", SHARES)).all()


def test_numbers_that_do_not_match_are_refused() -> None:
    with pytest.raises(ValueError, match="1 lines, 0 weights"):
        train_follow_ups([FollowUp("why", "itbs", "itbs")], [], np.zeros((1, 4), dtype=np.float32), [SHARES])


def test_a_trained_head_comes_back_as_it_was_saved(tmp_path: Path) -> None:
    lines = [
        FollowUp(text, "itbs", topic)
        for text, topic in (("how long", "itbs"), ("what is cadence", "cadence"), ("thanks mate", SMALL_TALK))
        for _ in range(4)
    ]
    vectors = np.eye(len(lines), 8, dtype=np.float32)
    head = train_follow_ups(lines, [1.0] * len(lines), vectors, [SHARES] * len(lines))
    head.save(tmp_path / "head")
    texts, befores = [line.text for line in lines], ["itbs"] * len(lines)
    first = head.outcomes(texts, befores, vectors, [SHARES] * len(lines))
    assert first == FollowUpHead.load(tmp_path / "head").outcomes(texts, befores, vectors, [SHARES] * len(lines))
    assert [max(row, key=row.__getitem__) for row in first] == [line.outcome for line in lines]
    assert all(set(row) == {STAYS, MOVES, NEITHER} for row in first)


def test_another_file_is_no_head(tmp_path: Path) -> None:
    import joblib

    joblib.dump({"a": 1}, tmp_path / "other")
    for kind in (FollowUpHead, TopicHead):
        with pytest.raises(TypeError, match="Run `make build`"):
            kind.load(tmp_path / "other")
