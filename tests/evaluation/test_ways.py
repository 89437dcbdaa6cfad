"""The ways of ranking topics, each on texts of its own and with the real encoder and index."""

from __future__ import annotations

import pytest

from evaluation.ways import Assistant, Bm25, Labelled, Nearest, Way
from knowledge.encoder import encoder
from knowledge.gate import in_scope
from knowledge.questions import OUT_OF_SCOPE
from knowledge.search import Searcher

TEXTS: Labelled = [
    ("Replace running shoes after five hundred miles", "shoes_replace"),
    ("Worn soles cushion less", "shoes_replace"),
    ("Short quick steps load the knee less", "cadence"),
    ("Walk down steep hills", "downhill"),
]


def test_bm25_ranks_topics_that_share_a_word() -> None:
    way = Bm25("BM25", TEXTS)
    assert way.rank("are my SOLES worn?").topics == ("shoes_replace",)
    assert way.rank("less cushion in the knee").topics == ("shoes_replace", "cadence")
    assert way.rank("worn soles of shoes").score > way.rank("shoes").score > 0


@pytest.mark.parametrize("question", ["zebra", "", "what is the", "?!"])
def test_bm25_finds_nothing_where_no_word_is_shared(question: str) -> None:
    ranking = Bm25("BM25", TEXTS).rank(question)
    assert (ranking.topics, ranking.score) == ((), 0.0)


def test_the_nearest_text_speaks_for_its_topic() -> None:
    way = Nearest("nearest", TEXTS, encoder())
    ranking = way.rank("when do trainers need changing")
    assert ranking.topics[0] == "shoes_replace"
    assert sorted(ranking.topics) == ["cadence", "downhill", "shoes_replace"]
    assert way.rank("Walk down steep hills").score == pytest.approx(1.0, abs=1e-5)


def test_texts_out_of_scope_only_lower_the_score() -> None:
    plain = Nearest("nearest", TEXTS, encoder())
    way = Nearest("nearest", [*TEXTS, ("what is the weather today", OUT_OF_SCOPE)], encoder())
    question = "what's the weather like today"
    assert way.rank(question).topics == plain.rank(question).topics
    assert way.rank(question).score < 0 < way.rank("do quick steps help the knee").score


def test_the_assistant_ranks_by_its_own_probabilities() -> None:
    way = Assistant(Searcher.load())
    question = "how often should I change my running shoes"
    probabilities = dict(way.find(question).probabilities)
    outside = probabilities.pop(OUT_OF_SCOPE)
    ranking = way.rank(question)
    assert ranking.topics[0] == "shoes_replace"
    assert [probabilities[topic] for topic in ranking.topics] == sorted(probabilities.values(), reverse=True)
    assert ranking.score == in_scope(max(probabilities.values()), outside)
    assert way.find(question) is way.find(question)


def test_all_are_ways() -> None:
    ways: list[Way] = [Assistant(Searcher.load()), Bm25("BM25", TEXTS), Nearest("nearest", TEXTS, encoder())]
    assert [way.name for way in ways] == ["Kneewise", "BM25", "nearest"]
