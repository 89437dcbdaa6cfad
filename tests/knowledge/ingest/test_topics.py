"""Topics and kinds proposed for sections as shops write them (tables/sections.yml)."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from knowledge.ingest.hints import hints
from knowledge.ingest.topics import TopicFinder
from knowledge.passages import Passage, sentences

ROWS = yaml.safe_load((Path(__file__).parent / "tables" / "sections.yml").read_text(encoding="utf-8"))
OURS = [row for row in ROWS if row[2] != "none"]
OTHERS = [row for row in ROWS if row[2] == "none"]


def test_sections_find_their_topic(finder: TopicFinder) -> None:
    found = [(heading, topic, finder.fit([heading], text)) for heading, text, topic, _ in OURS]
    wrong = [(heading, topic, fit.topic) for heading, topic, fit in found if fit.topic != topic]
    lost = [heading for heading, _, fit in found if not fit.fits]
    assert len(wrong) <= 0.05 * len(OURS), wrong
    assert len(lost) <= 0.05 * len(OURS), lost


def test_sections_on_other_things_fit_none(finder: TopicFinder) -> None:
    kept = [heading for heading, text, _, _ in OTHERS if finder.fit([heading], text).fits]
    assert len(kept) <= 0.1 * len(OTHERS), kept


def test_a_section_under_a_wrong_heading_mostly_finds_its_own_topic(finder: TopicFinder, own: list[Passage]) -> None:
    names = list({passage.topic: passage.name for passage in own}.items())
    found = []
    for number, (_, text, topic, _) in enumerate(OURS):
        other, name = next(row for row in names[number % len(names) :] + names if row[0] != topic)
        fit = finder.fit([name], text)
        found.append(fit.topic == topic)
        assert fit.by_heading != fit.topic
        if fit.topic == other:
            assert fit.by_heading == ""
    assert sum(found) >= 0.75 * len(found)


def test_kinds_of_passage_fit() -> None:
    found = [(heading, kinds, hints().aspect(heading, sentences(text))) for heading, text, _, kinds in OURS]
    wrong = [row for row in found if row[2] not in row[1]]
    assert len(wrong) <= 0.1 * len(found), wrong


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Run slowly.", True),
        ("If it hurts, walk home.", True),
        ("Then rest it.", True),
        ("Don't run.", False),
        ("Do not run.", False),
        ("Running helps.", False),
        ("The knee, rest it.", False),
    ],
)
def test_sentences_that_bid(sentence: str, expected: bool) -> None:
    assert hints().bids(sentence) == expected
