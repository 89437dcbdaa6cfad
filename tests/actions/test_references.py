"""What an answer rests on, and where the source article puts it otherwise."""

from __future__ import annotations

import pytest

from actions.answer import ActionAnswer
from actions.references import article_on, described, where_from
from actions.wording import kind_of_source, say
from knowledge.passages import Passage
from knowledge.search import searcher
from knowledge.sources import KINDS, references, sources
from tests.actions.people import run

PASSAGES = searcher().store.passages
DIFFERING = [passage for passage in PASSAGES if passage.article_differs]


def test_every_kind_of_source_has_words() -> None:
    assert len({kind_of_source(kind) for kind in KINDS}) == len(KINDS)


@pytest.mark.parametrize("passage", PASSAGES, ids=lambda passage: passage.id)
def test_every_work_behind_a_passage_is_listed_once(passage: Passage) -> None:
    text, speech, citations = where_from([passage])
    lines = text.splitlines()[1:]
    assert len(lines) == len(set(lines)) == len(references(passage.text))
    assert [block["n"] for block in citations.blocks()] == list(range(1, len(lines) + 1))
    for reference, line in zip(references(passage.text), lines, strict=True):
        source = sources()[reference.partition(":")[0]]
        assert described(source) in line
        assert source.publisher in speech
    assert "[" not in speech


@pytest.mark.parametrize(
    "text", ["says who?", "where does that come from", "and the source?", "who told you that", "got any links"]
)
def test_says_who_lists_the_works_of_the_last_answer(text: str) -> None:
    outcome = run(ActionAnswer(), text, "ask", topics=["itbs"], said=["itbs.fix"])
    assert outcome.blocks[0]["kind"] == "answer"
    assert outcome.blocks[0]["topics"] == ["itbs"]
    for reference in references(searcher().store.by_id["itbs.fix"].text):
        assert sources()[reference.partition(":")[0]].title in outcome.text
    assert outcome.slots["said"] == ["itbs.fix"], "a list of sources is no passage said"


def test_without_a_last_answer_there_is_nothing_to_list() -> None:
    outcome = run(ActionAnswer(), "what are the sources of cadence figures", "ask")
    assert say("rests_on") not in outcome.text


def test_what_the_article_says_otherwise_is_told_on_request() -> None:
    passage = searcher().store.by_id["itbs.what"]
    outcome = run(ActionAnswer(), "but what does the article say about it?", "ask", topics=["itbs"], said=["itbs.what"])
    assert str(passage.article_differs) in outcome.text
    assert outcome.blocks[0]["citations"][0]["kind"] == "article"


def test_an_article_that_agrees_has_nothing_to_tell() -> None:
    agreeing = next(passage for passage in PASSAGES if not passage.article_differs)
    assert article_on([agreeing]) is None
    assert all(article_on([passage]) for passage in DIFFERING)


def test_sources_do_not_come_before_safety() -> None:
    outcome = run(ActionAnswer(), "says who?", "ask", topics=["itbs"], said=["itbs.fix"], level="emergency", pop="yes")
    assert say("rests_on") not in outcome.text
