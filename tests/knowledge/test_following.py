"""Follow-ups: the dialogues, the head on the signals, and the exported network that reads what was said before."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from knowledge.following.head import Floats, FollowUpHead, alone, signals, train_head
from knowledge.following.lines import (
    MOVES,
    NEITHER,
    OUTCOMES,
    SMALL_TALK,
    STAYS,
    FollowUp,
    FollowUpError,
    digest,
    read_follow_ups,
)
from knowledge.following.reader import PairReader, PairReaderMissing, before_text
from knowledge.passages import TOPICS, topic_names
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
        ('{"turns": ["why"], "before": "itbs", "topic": "itbs"}', "a.jsonl:1: needs"),
        ('{"turns": ["a", "why"], "before": "elbow", "topic": "itbs"}', "no such topic: 'elbow'"),
        ('{"turns": ["a", " "], "before": "itbs", "topic": "itbs"}', "or no text"),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, line: str, complaint: str) -> None:
    (tmp_path / "a.jsonl").write_text(line, encoding="utf-8")
    with pytest.raises(FollowUpError, match=complaint):
        read_follow_ups(tmp_path)


def test_the_real_lines_cover_every_outcome() -> None:
    lines = read_follow_ups()
    assert len(lines) > 3000
    assert all(line.last for line in lines)
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
        train_head([FollowUp("why", "itbs", "itbs")], [], [SHARES])


class Undecided(PairReader):
    """A network that finds every outcome as likely."""

    def __init__(self) -> None: ...

    def logs(self, name: str, last: str, text: str) -> Floats:
        return np.asarray(np.log(np.full(3, 1 / 3)))


def test_a_trained_head_comes_back_as_it_was_saved(tmp_path: Path) -> None:
    shares = {
        "itbs": {"itbs": 0.8, "cadence": 0.1, OUT_OF_SCOPE: 0.1},
        "cadence": {"itbs": 0.1, "cadence": 0.8, OUT_OF_SCOPE: 0.1},
        SMALL_TALK: {"itbs": 0.1, "cadence": 0.1, OUT_OF_SCOPE: 0.8},
    }
    lines = [FollowUp("how long", "itbs", topic) for topic in shares for _ in range(4)]
    head = train_head(lines, [1.0] * len(lines), [shares[line.topic] for line in lines])
    head.save(tmp_path / "head")
    back = FollowUpHead.load(tmp_path / "head")
    for line in lines:
        row = head.outcomes(line.text, "itbs", shares[line.topic], Undecided(), "IT band", "")
        assert row == back.outcomes(line.text, "itbs", shares[line.topic], Undecided(), "IT band", "")
        assert (set(row), max(row, key=row.__getitem__)) == (set(OUTCOMES), line.outcome)


def test_the_fingerprint_of_dialogues_knows_words_and_labels_but_no_order() -> None:
    first, second = FollowUp("why", "itbs", "itbs", "a"), FollowUp("why", "itbs", "cadence", "a")
    assert digest([first, second]) == digest([second, first])
    prints = {digest([line]) for line in (first, second, FollowUp("why", "itbs", "itbs", "b"))}
    assert len(prints) == 3


def test_what_was_said_before_is_topic_and_message() -> None:
    assert (before_text("cadence", "how fast"), before_text("cadence", "")) == ("cadence: how fast", "cadence")


def test_a_network_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(PairReaderMissing, match="Run `make build`"):
        PairReader(tmp_path)


@pytest.mark.parametrize("text", ["", "?", "\ud83d", "and how long\x00", "knee " * 3000, "\U0001f642" * 400])
def test_the_network_reads_any_text(text: str) -> None:
    logs = PairReader().logs(topic_names()["itbs"], text, text)
    assert logs.shape == (3,)
    assert np.exp(logs).sum() == pytest.approx(1.0)


def test_the_network_minds_what_was_said_before() -> None:
    reader, names = PairReader(), topic_names()
    text = "how often should I replace them"
    same = reader.logs(names["shoes_replace"], "my trainers are worn through", text)
    other = reader.logs(names["itbs"], "the outside of my knee burns at mile three", text)
    stays = OUTCOMES.index(STAYS)
    assert same[stays] > other[stays]


def test_another_file_is_no_head(tmp_path: Path) -> None:
    import joblib

    joblib.dump({"a": 1}, tmp_path / "other")
    for kind in (FollowUpHead, TopicHead):
        with pytest.raises(TypeError, match="Run `make build`"):
            kind.load(tmp_path / "other")
