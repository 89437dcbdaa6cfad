"""From a file to an answer: an article is taken in, reviewed, built, found by questions, and cited."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from actions import answer, references
from actions.answer import ActionAnswer
from knowledge.build import build
from knowledge.encoder import Encoder
from knowledge.gate import ANSWER
from knowledge.ingest.files import list_files
from knowledge.ingest.intake import Intake, Told
from knowledge.passages import Passage
from knowledge.search import Searcher
from knowledge.shop import read_shop
from knowledge.sources import read_sources
from tests.actions.people import run
from tests.knowledge.ingest.articles import SECTIONS, TITLE, html

NAME = "beach-runs-without-sore-knees"
SAND = SECTIONS["Where to run on the sand"]
QUESTION = "which part of the beach is easiest to run on, the firm wet sand?"


def review(inbox: Path) -> None:
    """Do what docs/ingest.md asks of a reviewer: settle the conflicts, sign, and move the folder up."""
    path = inbox / NAME / "passages.md"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    lines = [line for line in lines if not line.startswith("CONFLICT")]
    signed = [
        "reviewed: {by: Jo Smith, date: 2026-11-27}\n" if line.startswith("reviewed:") else line for line in lines
    ]
    path.write_text("".join(signed), encoding="utf-8")
    shutil.move(inbox / NAME, inbox.parent)


@pytest.mark.slow
@pytest.mark.timeout(1200)
def test_an_article_answers_with_its_citation_once_it_is_reviewed(
    tmp_path: Path, search: Searcher, encode: Encoder, own: list[Passage], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "beach.html").write_bytes(html())
    shop, index = tmp_path / "shop", tmp_path / "build" / "index"
    taken = Intake(lambda: search, lambda: encode, shop).take(list_files(tmp_path / "beach.html").files[0], Told())
    assert taken.where == f"inbox/{NAME}"
    assert all(passage.shop is False for passage in search.store.passages)

    review(shop / "inbox")
    reviewed = read_shop(own, read_sources(), shop)
    assert [str(fault) for fault in reviewed.faults] == []
    said: list[str] = []
    build(said.append, index_folder=index, shop_folder=shop)
    assert "2 more come from the shop's articles (1 reviewed)" in said

    built = Searcher.load(index, encode)
    finding = built.find(QUESTION)
    assert (finding.outcome, finding.topics) == (ANSWER, ("terrain",)), finding.why
    assert finding.hits[0].passage.plain == SAND
    assert not built.about("terrain", ("fix",), QUESTION)[0].passage.shop
    assert not any(hit.passage.shop for hit in built.find(QUESTION, own=True).hits)

    for module in (answer, references):
        monkeypatch.setattr(module, "searcher", lambda: built)
    answered = run(ActionAnswer(), QUESTION, "ask")
    assert "Firm, wet sand near the water is the easiest ground on a beach [1]." in answered.text
    (block,) = answered.blocks
    assert (block["kind"], block["topics"]) == ("answer", ["terrain"])
    cited = next(citation for citation in block["citations"] if citation["id"] == finding.hits[0].passage.id)
    assert cited == {
        "n": cited["n"],
        "id": finding.hits[0].passage.id,
        "title": TITLE,
        "section": "Where to run on the sand",
        "publisher": "Fleet & Sole",
        "year": 2024,
        "kind": "article",
        "url": "https://shop.example/beach",
    }
    urgent = run(ActionAnswer(), QUESTION, "ask", level="urgent", interview="open")
    assert TITLE not in [citation["title"] for citation in urgent.blocks[0]["citations"]]
    where = run(ActionAnswer(), "says who?", "ask", topics=["terrain"], said=answered.slots["said"])
    assert f"Fleet & Sole, “{TITLE}”, 2024" in where.text
