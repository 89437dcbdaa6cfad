"""Outcomes, citations and follow-ups, scored on findings made by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from evaluation.citing import resolves, score_citations
from evaluation.following import alone, discussed, resolved, score_follow_ups, staying
from evaluation.outcomes import score_outcomes
from evaluation.shares import Share
from evaluation.topic_cases import ALL, FAR, NEAR, FollowUpCase, TopicCase
from knowledge.gate import ANSWER, CHOICE, REFUSE
from knowledge.passages import read_passages
from knowledge.search import Finding
from knowledge.sources import sources
from knowledge.store import Hit

MINE, SHIN, WEATHER = (
    TopicCase("mine", ("itbs", "escalation")),
    TopicCase("shin", (), True),
    TopicCase("rain", (), False),
)
REFUSED = Finding(REFUSE, (), ())
PASSAGES = {passage.topic: passage for passage in reversed(read_passages()[0])}


def answer(topic: str) -> Finding:
    return Finding(ANSWER, (topic,), (Hit(PASSAGES[topic], 0.9, "a view"),))


# case, finding -> which share of the questions in scope it counts to, or whether it is kept out; how it is listed
OUTCOMES = [
    (MINE, answer("itbs"), "right", None),
    (MINE, answer("escalation"), "right", None),
    (MINE, answer("terrain"), "wrong", "itbs -> terrain: mine"),
    (MINE, Finding(CHOICE, ("terrain", "escalation"), ()), "offered", None),
    (MINE, Finding(CHOICE, ("terrain", "cadence"), ()), "wrong", "itbs -> terrain or cadence: mine"),
    (MINE, REFUSED, "refused", "itbs -> refused: mine"),
    (SHIN, REFUSED, True, None),
    (WEATHER, REFUSED, True, None),
    (SHIN, answer("itbs"), False, "out_of_scope -> itbs: shin"),
    (SHIN, Finding(CHOICE, ("itbs", "terrain"), ()), False, "out_of_scope -> itbs or terrain: shin"),
]


@pytest.mark.parametrize(("case", "finding", "told", "listed"), OUTCOMES)
def test_outcome(case: TopicCase, finding: Finding, told: str | bool, listed: str | None) -> None:
    score = score_outcomes([case], [finding])
    if isinstance(told, str):
        for name in ("right", "offered", "wrong", "refused"):
            assert getattr(score, name) == Share(int(name == told), 1)
        assert score.topics == {"itbs": Share(int(told == "right"), 1)}
    else:
        assert score.kept_out[ALL] == Share(int(told), 1)
    assert list(score.faults) == ([listed] if listed else [])
    assert sum(score.confusions.values()) == len(score.faults)


def test_outcomes_of_a_set() -> None:
    score = score_outcomes([case for case, *_ in OUTCOMES], [finding for _, finding, *_ in OUTCOMES])
    assert (score.right, score.offered, score.wrong, score.refused) == tuple(Share(n, 6) for n in (2, 1, 2, 1))
    assert score.kept_out == {ALL: Share(2, 4), NEAR: Share(1, 3), FAR: Share(1, 1)}
    assert score.confusions["itbs", "terrain"] == 1


@pytest.mark.parametrize(
    ("sentence", "holds"),
    [
        ("Rest it [article:itbs].", True),
        ("Rest it [article].", True),
        ("Rest it.", False),
        ("Rest it [no-such-work].", False),
        ("Rest it [article:no_such_section].", False),
        ("Rest it [article:itbs] [no-such-work].", False),
    ],
)
def test_a_sentence_cites_something_that_is_there(sentence: str, holds: bool) -> None:
    assert resolves(sentence, sources()) is holds


def test_citations() -> None:
    bare = answer("itbs")
    bare = replace(bare, hits=(Hit(replace(bare.hits[0].passage, text="Rest it [article]. It heals."), 0.9, "a view"),))
    cases = [MINE, MINE, MINE, SHIN, WEATHER, MINE]
    findings = [bare, bare, answer("terrain"), answer("terrain"), REFUSED, Finding(CHOICE, ("itbs", "terrain"), ())]
    score = score_citations(cases, findings, sources())
    missing = score.sentences.total - score.sentences.hits
    assert (missing, score.sentences.total > 4) == (2, True)
    assert (score.passages, score.answers) == (Share(2, 3), Share(2, 4))


class Parrot:
    """A search with an answer for each question; "and ..." is answered from the topic under discussion."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, tuple[str, ...]]] = []

    def find(self, question: str, context: Sequence[str] = (), *, last: str = "") -> Finding:
        self.asked.append((question, tuple(context)))
        if question in PASSAGES:
            return answer(question)
        return answer(context[0]) if question.startswith("and") and context else REFUSED


@pytest.mark.parametrize(
    ("turns", "topics"),
    [
        ([], ()),
        (["itbs", "and how long?", "hm"], ("itbs",)),
        (["itbs", "terrain", "itbs"], ("itbs", "terrain")),
        (["itbs", "terrain", "cadence", "downhill"], ("downhill", "cadence", "terrain")),
    ],
)
def test_topics_under_discussion(turns: list[str], topics: tuple[str, ...]) -> None:
    assert discussed(Parrot(), turns) == topics


@pytest.mark.parametrize(
    ("turns", "in_context", "by_itself", "before"),
    [
        (("itbs", "and how long?"), "itbs", None, "itbs"),
        (("itbs", "terrain"), "terrain", "terrain", "itbs"),
        (("hm", "and why?"), None, None, None),
    ],
)
def test_ways_of_resolving(
    turns: tuple[str, ...], in_context: str | None, by_itself: str | None, before: str | None
) -> None:
    search = Parrot()
    assert resolved(search, turns) == in_context
    assert search.asked[0] == (turns[0], ())
    assert (alone(search, turns), staying(search, turns)) == (by_itself, before)


def test_follow_ups() -> None:
    cases = [
        FollowUpCase(("itbs", "and why?"), ("itbs", "terrain"), "why"),
        FollowUpCase(("itbs", "and ice?"), ("itbs",), "same"),
        FollowUpCase(("itbs", "and the weather?"), (), "away"),
        FollowUpCase(("itbs", "and rain?"), (), "away"),
    ]
    score = score_follow_ups(cases, ["terrain", None, None, "itbs"])
    assert (score.every, score.kinds["why"], score.kinds["same"]) == (Share(2, 4), Share(1, 1), Share(0, 1))
    assert score.kinds["away"] == Share(1, 2)
    assert list(score.faults) == ["itbs -> refused: itbs / and ice?", "refused -> itbs: itbs / and rain?"]
