"""Proposals from articles: whole, cited, with questions, and with whatever was left out."""

from __future__ import annotations

from datetime import date

import pytest
import yaml

from knowledge.encoder import Encoder
from knowledge.ingest.compare import Library
from knowledge.ingest.document import Block, Document
from knowledge.ingest.propose import Proposals, Proposer
from knowledge.ingest.questions import LEAST, MOST, Asker
from knowledge.ingest.render import passages_file, reads_back
from knowledge.ingest.topics import TopicFinder
from knowledge.passages import MOST_SPOKEN_WORDS, Passage, faults_of, sections_of
from knowledge.search import Searcher
from knowledge.sources import Source
from tests.knowledge.ingest.articles import SECTIONS, TITLE

SAND = SECTIONS["Where to run on the sand"]


@pytest.fixture
def proposer(search: Searcher, encode: Encoder, own: list[Passage]) -> Proposer:
    """One that knows a few of our own passages: comparing with all is tried elsewhere."""
    first = {passage.topic: passage for passage in own}
    chosen = {"terrain.avoid", "cadence.fix-count", "itbs.fix-roller"}
    return Proposer(search, encode, [*first.values(), *(p for p in own if p.id in chosen and p not in first.values())])


def article(*sections: tuple[str, str], title: str = TITLE) -> Document:
    blocks = [Block(kind="heading", text=title, level=1)]
    for heading, text in sections:
        blocks += [Block(kind="heading", text=heading, level=2), Block(kind="paragraph", text=text)]
    return Document(title=title, blocks=blocks)


def test_an_article_becomes_passages(proposer: Proposer) -> None:
    found = proposer.propose(article(*SECTIONS.items()), "shop-beach")
    sand, feet = (proposal.passage for proposal in found.passages)
    assert (sand.topic, feet.topic) == ("terrain", "cadence")
    assert (sand.id, feet.id) == (f"terrain.{sand.aspect}-run-sand", f"cadence.{feet.aspect}-quick-feet")
    assert sand.plain == SAND
    assert sand.text.count("[shop-beach:where_to_run_on_the_sand]") == 3
    assert sand.shop
    assert found.sections == {
        "where_to_run_on_the_sand": "Where to run on the sand", "quick_feet": "Quick feet",
    }  # fmt: skip
    source = Source("shop-beach", TITLE, "P", None, "article", None, found.sections)
    for passage in (sand, feet):
        assert list(faults_of(passage, {"shop-beach": source})) == []
        assert LEAST <= len(passage.questions) <= MOST
        assert len(passage.spoken.split()) <= MOST_SPOKEN_WORDS
    assert not {question.lower() for question in sand.questions} & {question.lower() for question in feet.questions}
    assert found.left_out == []


LEFT_OUT = {
    "another subject": ("Our spring sale", "All jackets of last season are reduced until Sunday evening. Come early, "
                        "as sizes go fast and nothing is kept back.", "fits no topic (nearest: "),
    "too short": ("Sand", "Run on wet sand near the water.", "too short: 7 words, where a passage has 15 to 95"),
    "when to see whom": ("Whom to see", "See a doctor if the knee swells up badly after a fall on the beach.",
                         "when to see whom is not taken from articles"),
    "a sentence without end": ("Sand", "Run on the sand " * 30, "a sentence of 120 words, where a whole passage has"),
    "a word without end": ("Sand", f"Run on the sand {'a' * 5000} near the water.", "a word of 5000 letters"),
    "an address": ("Sand", "Look at https://shop.example/sand for the best sand to run on.", "an address"),
    "a bid to buy": ("Sand", "Add to basket the shoe for running on soft sand.", "sells or steers ('add to basket')"),
}  # fmt: skip


@pytest.mark.parametrize(("heading", "text", "why"), LEFT_OUT.values(), ids=list(LEFT_OUT))
def test_what_is_left_out_is_told_with_the_reason(proposer: Proposer, heading: str, text: str, why: str) -> None:
    found = proposer.propose(article((heading, text)), "shop-x")
    assert found.passages == []
    assert [row.heading for row in found.left_out] == [heading]
    assert found.left_out[0].why.startswith(why)
    assert len(found.left_out[0].words) <= 124


def test_advice_on_whom_to_see_goes_and_the_rest_stays(proposer: Proposer) -> None:
    found = proposer.propose(article(("Sand", f"{SAND} Ask your physio about sore knees.")), "shop-x")
    assert [proposal.passage.plain for proposal in found.passages] == [SAND]
    assert [(row.words, row.why) for row in found.left_out] == [
        ("Ask your physio about sore knees.", "when to see whom is not taken from articles")
    ]


def test_what_stands_there_word_for_word_is_left_out(proposer: Proposer, own: list[Passage]) -> None:
    there = next(passage for passage in own if passage.id == "cadence.fix-count")
    found = proposer.propose(article(("Steps", there.plain)), "shop-x")
    assert [row.why for row in found.left_out] == ["the same words stand in cadence.fix-count"]


def test_a_near_copy_is_proposed_with_a_word_to_the_reviewer(proposer: Proposer) -> None:
    text = (
        "Get on a treadmill and run at your normal easy pace. Ask a friend to count how often one foot lands in 15 "
        "seconds. Double the number to get your steps per minute."
    )
    (proposal,) = proposer.propose(article(("Steps", text)), "shop-x").passages
    kinds = [note.kind for note in proposal.notes]
    assert kinds == ["DUPLICATE", "CONFLICT number"]
    assert proposal.notes[0].text.startswith("of cadence.fix-count (meaning 0.9")
    assert "says 15 seconds; cadence.fix-count says 60 seconds" in proposal.notes[1].text


def test_a_wrong_claim_and_a_denial_are_told(proposer: Proposer) -> None:
    text = "After a run, take a foam roller to stretch the IT band. Rolling really lengthens the band on the thigh."
    (proposal,) = proposer.propose(article(("IT band and roller", text)), "shop-x").passages
    assert any(note.kind == "CONFLICT claim" and "(S17)" in note.text for note in proposal.notes)


def test_the_second_of_two_like_passages_of_an_article_is_told(proposer: Proposer) -> None:
    more = SAND.replace("easiest ground", "best ground").replace("early", "soon")
    first, second = proposer.propose(article(("Sand", SAND), ("Beach", more)), "shop-x").passages
    assert [note.kind for note in first.notes] == []
    assert f"of {first.passage.id} " in next(note.text for note in second.notes if note.kind == "DUPLICATE")
    assert first.passage.id != second.passage.id


def test_an_article_that_is_forgotten_is_not_compared_with_itself(proposer: Proposer) -> None:
    first = proposer.propose(article(("Sand", SAND)), "shop-x").passages[0].passage
    proposer.forget([first])
    again = proposer.propose(article(("Sand", SAND)), "shop-x").passages[0]
    assert (again.passage, again.notes) == (first, ())


def test_a_sentence_too_long_to_say_is_marked(proposer: Proposer) -> None:
    text = "When you run on sand, " + "firm wet sand near the water is easier than dry sand and " * 5 + "that is all."
    (proposal,) = proposer.propose(article(("Sand", text)), "shop-x").passages
    assert [note.kind for note in proposal.notes] == ["HARD", "SPOKEN"]
    assert len(proposal.passage.spoken.split()) == MOST_SPOKEN_WORDS
    assert proposal.passage.spoken.endswith(" ...")


INJECTIONS = [
    "---\nreviewed: Eve, 2026-01-01\n---",
    "```yaml\naspect: fix\n```",
    "## itbs.fix",
    "-->\n## itbs.fix\n<!--",
    "[article:itbs]",
    "{emergency_number}",
    "<script>alert(1)</script>",
    "CONFLICT",
    "\x1b[2J\u202e",
    "spoken: \"x\"\nquestions: [a, b, c, d]",
    "| a | b |",
    "> 1. - + # =",
    "![x](y) [z]: https://evil.example",
]  # fmt: skip


@pytest.mark.parametrize("attack", INJECTIONS)
def test_nothing_in_an_article_passes_for_more_than_words(proposer: Proposer, attack: str) -> None:
    blocks = [
        Block(kind="heading", text=f"{attack} Sand {attack}", level=2),
        Block(kind="paragraph", text=f"{attack} {SAND} {attack}"),
        Block(kind="paragraph", text=f"Firm sand {attack} is good for a run on the beach with your knees. {attack}"),
    ]
    blocks += article(("Quick feet", SECTIONS["Quick feet"])).blocks[1:]
    found = proposer.propose(Document(title=f"{attack} Beach", blocks=blocks), "shop-beach")
    assert found.passages
    assert all(reads_back(proposal) for proposal in found.passages)
    file = written(found, title=f"{attack} Beach", name=f"{attack}.html")
    head, _, rest = file.removeprefix("---\n").partition("\n---\n")
    assert set(yaml.safe_load(head)) == {"title", "reviewed", "file", "sha256", "taken_in"}
    assert yaml.safe_load(head)["reviewed"] is None
    sections = sections_of(rest, rest)
    assert [section.heading for section in sections] == [proposal.passage.id for proposal in found.passages]
    assert [section.text for section in sections] == [proposal.passage.text for proposal in found.passages]
    assert all("[article:itbs]" not in section.text and "{" not in section.text for section in sections)


def written(found: Proposals, title: str = TITLE, name: str = "beach.html") -> str:
    return passages_file(title, name, "", "0" * 64, date(2026, 11, 27), found)


def asker(encode: Encoder, library: Library, finder: TopicFinder) -> Asker:
    return Asker(encode, library, finder.topic_of, set())


@pytest.mark.parametrize(
    ("heading", "topic", "expected"),
    [
        ("Count your steps", "cadence", "how do i count my steps"),
        ("Is sand bad for your knees?", "terrain", "is sand bad for my knees?"),
        ("Never Run Downhill On Tired Legs", "downhill", "should i run downhill on tired legs"),
        ("Steep Downhill Running", "downhill", "steep downhill running?"),
    ],
    ids=["bid", "question", "warning", "name"],
)
def test_questions_from_headings(
    encode: Encoder, library: Library, finder: TopicFinder, heading: str, topic: str, expected: str
) -> None:
    sentences = ["Firm wet sand is the easiest ground on a beach.", "Take short and quick steps downhill on sand."]
    assert expected in asker(encode, library, finder).propose(heading, sentences, topic)


def test_questions_people_ask_are_proposed_where_the_passage_answers_them_best(
    encode: Encoder, library: Library, finder: TopicFinder
) -> None:
    sentences = [
        "Firm, wet sand near the water is the easiest ground on a beach.",
        "Soft dry sand makes every step sink.",
    ]
    asking = asker(encode, library, finder)
    typical = asking.typical(sentences, "terrain")
    assert typical
    assert all("sand" in question.lower() or "beach" in question.lower() for question in typical[:2])
    first = asking.propose("", sentences, "terrain")
    assert len(first) >= LEAST
    second = asking.propose("", sentences, "terrain")
    assert not {question.lower() for question in first} & {question.lower() for question in second}
    assert asking.phrases(["It is what it was."]) == []
