"""A shop's articles: each fault is named with file and line, and only what is reviewed is said."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from knowledge import __main__ as cli
from knowledge import build as building
from knowledge import search
from knowledge.gate import Gate
from knowledge.passages import Passage, read_passages
from knowledge.picking import PassageHead
from knowledge.search import Searcher
from knowledge.shop import SHOP_TOPICS, Shop, read_shop
from knowledge.sources import Source, read_sources, sources
from knowledge.store import Hit

OWN, KNOWN = read_passages()[0], read_sources()
SOURCE = """shop-beach:
  title: Beach runs
  publisher: Fleet & Sole
  year: 2025
  kind: article
  url: https://example.org/beach
  sections: {sand: Sand}
"""
HEAD = f"""---
title: Beach runs
reviewed: {{by: Jo Smith, date: 2026-11-27}}
file: beach.html
sha256: {"ab" * 32}
taken_in: 2026-11-20
---
"""
META = """
```yaml
aspect: fix
spoken: Run on the wet sand near the water.
questions: [one, two, three, four]
```
"""
TEXT = "\nRun on the firm wet sand near the water and turn round after half of the time [shop-beach:sand].\n"
FILE = (
    f"{HEAD}\n<!--\nFrom the section Sand.\n-->\n\n## terrain.fix-beach\n{META}{TEXT}"  # the heading stands in line 13
)
REVIEWED = "reviewed: {by: Jo Smith, date: 2026-11-27}\n"
WAITING = FILE.replace(REVIEWED, "reviewed:\n")
BEACH = Passage(
    "terrain.fix-beach", "terrain", next(passage.name for passage in OWN if passage.topic == "terrain"), "fix",
    TEXT.strip(), "Run on the wet sand near the water.", ("one", "two", "three", "four"), None, shop=True,
)  # fmt: skip


def written(folder: Path, **articles: str) -> Shop:
    """Write articles, `inbox_` before the name of those in the inbox, and read them."""
    for name, content in articles.items():
        path = folder / "inbox" / name.removeprefix("inbox_") if name.startswith("inbox_") else folder / name
        path.mkdir(parents=True)
        (path / "passages.md").write_text(content, encoding="utf-8")
        key = "shop-hills" if "shop-hills" in content else "shop-beach"
        (path / "source.yml").write_text(SOURCE.replace("shop-beach", key), encoding="utf-8")
    return read_shop(OWN, KNOWN, folder)


def said_of(shop: Shop) -> list[str]:
    return [str(fault) for article in (*shop.reviewed, *shop.inbox) for fault in article.faults]


@pytest.mark.parametrize("there", [True, False])
def test_no_shop(tmp_path: Path, there: bool) -> None:
    folder = tmp_path / "shop"
    if there:
        folder.mkdir()
        (folder / "README.md").write_text("words", encoding="utf-8")
    assert read_shop(OWN, KNOWN, folder) == Shop((), ())


def test_a_reviewed_article(tmp_path: Path) -> None:
    shop = written(tmp_path, beach=FILE)
    assert said_of(shop) == []
    assert shop.passages == [BEACH]
    assert shop.sources == {
        "shop-beach": Source(
            "shop-beach", "Beach runs", "Fleet & Sole", 2025, "article", "https://example.org/beach", {"sand": "Sand"}
        )
    }


def test_an_article_in_the_inbox_is_not_said(tmp_path: Path) -> None:
    shop = written(tmp_path, inbox_beach=WAITING)
    assert said_of(shop) == []
    assert (shop.passages, shop.sources, shop.faults) == ([], {}, [])
    assert [article.passages for article in shop.inbox] == [(BEACH,)]


FAULTS = {
    "not reviewed": (
        WAITING, 1, "not reviewed; fill in `reviewed` once it is, or move the folder to knowledge/shop/inbox/",
    ),
    "reviewed without a date": (
        FILE.replace(REVIEWED, "reviewed: {by: Jo Smith}\n"), 1, "front matter: reviewed.date: Field required",
    ),
    "reviewed without a name": (
        FILE.replace("by: Jo Smith, ", ""), 1, "front matter: reviewed.by: Field required",
    ),
    "reviewed by nobody": (
        FILE.replace("Jo Smith", "'   '"), 1, "front matter: reviewed.by: String should match pattern",
    ),
    "reviewed on no day": (FILE.replace("11-27", "11-31"), 1, "front matter: day is out of range"),
    "reviewed in one word": (
        FILE.replace(REVIEWED, "reviewed: yes\n"), 1,
        "front matter: reviewed: Value error, write who and when, as in {by: Jo Smith, date: 2026-11-27}; it is True",
    ),
    "a checksum cut short": (FILE.replace("ab" * 32, "ab"), 1, "front matter: sha256: String should match pattern"),
    "no such day": (FILE.replace("2026-11-20", "2026-11-31"), 1, "front matter: day is out of range"),
    "an unknown key": (FILE.replace("file:", "hue: red\nfile:"), 1, "front matter: hue: Extra inputs are not"),
    "no front matter": (FILE.replace(HEAD, ""), 1, "front matter: title: Field required"),
    "front matter is not YAML": (FILE.replace("title: Beach", "title: [Beach"), 1, "front matter: while parsing"),
    "nothing in it": (HEAD, 1, "no passage in it; remove the folder if none is wanted"),
    "an unsettled conflict": (
        FILE.replace("From the section", "CONFLICT number: From the section"), 10,
        "an unsettled conflict; settle it and take its line away",
    ),
    "a topic of its own": (
        FILE.replace("terrain.fix", "beach.fix"), 13,
        f"topic 'beach' (the id up to the dot) must be one of {', '.join(SHOP_TOPICS)}",
    ),
    "when to see whom": (
        FILE.replace("terrain.fix", "escalation.fix"), 13, "topic 'escalation' (the id up to the dot) must be one of",
    ),
    "when to see somebody about a cause": (
        FILE.replace("terrain.fix", "itbs.escalate").replace("aspect: fix", "aspect: escalate"), 13,
        "when to see whom is not taken from articles; leave this passage out",
    ),
    "an id that is taken": (
        FILE.replace("fix-beach", "fix-race"), 13,
        "id terrain.fix-race is taken; give it other words after the aspect",
    ),
    "a question that is taken": (
        FILE.replace("one,", f"'{OWN[0].questions[0].upper()}',"), 13,
        f"question {OWN[0].questions[0].upper()!r} stands under {OWN[0].id} too; keep it where it is answered best",
    ),
    "an unknown source": (FILE.replace("[shop-beach", "[shop-dunes"), 13, "[shop-dunes:sand] names no source"),
    "an unknown section": (FILE.replace("h:sand", "h:water"), 13, "[shop-beach:water] names no source"),
    "too short": (
        FILE.replace(" and turn round after half of the time", ""), 13, "the text has 9 words; write 15 to 95",
    ),
    "no questions": (
        FILE.replace("[one, two, three, four]", "[]"), 13,
        "terrain.fix-beach: questions: List should have at least 4 items",
    ),
    "a wrong claim": (
        FILE.replace("\nRun", "\nAbove 160 steps a minute you are in the clear [shop-beach:sand]. Run"), 13,
        "known to be wrong (S38): 'Above 160 steps a minute you are in the clear.'. No single step rate is safe or "
        "right for everybody; what was tested is 5 to 10% more than one's own. Reword it",
    ),
    "a wrong claim in speech": (
        FILE.replace("spoken: Run on the wet sand", "spoken: You must hit 160 on the wet sand"), 13,
        "known to be wrong (S38): 'You must hit 160 on",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("content", "line", "message"), FAULTS.values(), ids=list(FAULTS))
def test_each_fault_is_found_in_its_place(tmp_path: Path, content: str, line: int, message: str) -> None:
    shop = written(tmp_path, beach=content)
    assert [str(fault)[: len(f"shop/beach/passages.md:{line}: ") + len(message)] for fault in shop.faults] == [
        f"shop/beach/passages.md:{line}: {message}"
    ]


def test_the_reviewer_may_clear_a_wrong_claim_that_is_none(tmp_path: Path) -> None:
    content = FILE.replace("Run on the firm", "About 80% of our runners love the firm")
    assert "known to be wrong (S29)" in said_of(written(tmp_path / "a", beach=content))[0]
    cleared = written(tmp_path / "b", beach=content.replace("aspect: fix", "aspect: fix\ncleared: [S29]"))
    assert said_of(cleared) == []


def test_wrong_claims_and_conflicts_may_wait_in_the_inbox(tmp_path: Path) -> None:
    content = WAITING.replace("Run on the firm", "You must hit 160 on").replace(
        "From the", "CONFLICT claim S38: From the"
    )
    assert said_of(written(tmp_path, inbox_beach=content)) == []


def test_reviewed_but_left_in_the_inbox(tmp_path: Path) -> None:
    assert said_of(written(tmp_path, inbox_beach=FILE)) == [
        "shop/inbox/beach/passages.md:1: reviewed, but still in the inbox; move the folder up to knowledge/shop/"
    ]


def test_two_passages_of_one_file_with_one_id_and_one_question(tmp_path: Path) -> None:
    twin = f"\n## terrain.fix-beach\n{META.replace('two, three, four', 'five, six, seven')}{TEXT}"
    assert said_of(written(tmp_path, beach=FILE + twin)) == [
        "shop/beach/passages.md:23: id terrain.fix-beach is taken; give it other words after the aspect",
        "shop/beach/passages.md:23: question 'one' stands under terrain.fix-beach too; "
        "keep it where it is answered best",
    ]


def test_a_proposal_may_repeat_the_reviewed_article_it_replaces_but_no_other(tmp_path: Path) -> None:
    assert said_of(written(tmp_path / "a", beach=FILE, inbox_beach=WAITING)) == []
    faults = said_of(written(tmp_path / "b", beach=FILE, inbox_dunes=WAITING))
    assert faults[0].startswith("shop/inbox/dunes/passages.md:13: id terrain.fix-beach is taken")


@pytest.mark.parametrize(
    ("file", "content", "message"),
    [
        ("passages.md", None, "shop/beach/passages.md:1: cannot be read (No such file or directory); restore it"),
        ("passages.md", b"---\ntitle: Caf\xe9\n---\n", "shop/beach/passages.md:1: front matter: 'utf-8' codec can't"),
        ("source.yml", None, "shop/beach/source.yml:1: [Errno 2] No such file or directory"),
        ("source.yml", b"shop-beach: [\n", "shop/beach/source.yml:2: source.yml: not YAML: while parsing"),
        ("source.yml", b"Shop_1: {}\n", "shop/beach/source.yml:1: source.yml: source `Shop_1` needs exactly"),
        (
            "source.yml",
            SOURCE.replace("shop-beach", "buist-2008").encode(),
            "shop/beach/source.yml:1: source `buist-2008`",
        ),
    ],
    ids=["no passages", "not UTF-8", "no source", "source is not YAML", "source lacks fields", "source is taken"],
)
def test_files_that_cannot_be_read(tmp_path: Path, file: str, content: bytes | None, message: str) -> None:
    written(tmp_path, beach=FILE)
    if content is None:
        (tmp_path / "beach" / file).unlink()
    else:
        (tmp_path / "beach" / file).write_bytes(content)
    assert said_of(read_shop(OWN, KNOWN, tmp_path))[0].startswith(message)


def test_the_build_refuses_faults_and_writes_nothing(tmp_path: Path) -> None:
    written(tmp_path / "shop", beach=WAITING)
    with pytest.raises(building.ContentFaults, match=r"shop/beach/passages\.md:1: not reviewed"):
        building.build(lambda _: None, tmp_path / "encoder", tmp_path / "build" / "index", tmp_path / "shop")
    assert [path.name for path in tmp_path.iterdir()] == ["shop"]


class _Store:
    """A store whose nearest passages are all the shop's, but for the last."""

    def __init__(self, shops: int) -> None:
        crowd = [Passage(f"itbs.fix-{n}", "itbs", "x", "fix", "T", "S", (), None, shop=True) for n in range(shops)]
        self.all = [*crowd, next(passage for passage in OWN if passage.id == "itbs.fix")]

    def nearest(self, vector: object, topics: object, most: int = 5, best_of: int = 1) -> list[Hit]:
        return [Hit(passage, 1 - n / 1000, "v") for n, passage in enumerate(self.all)][:most]


class _Aspects:
    def logs(self, texts: list[str], vectors: object) -> list[dict[str, float]]:
        return [{} for _ in texts]


class _Encoder:
    def encode(self, texts: list[str]) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
        return np.zeros((len(texts), 2), dtype=np.float32)


@pytest.mark.parametrize("shops", [0, 3, 500])
def test_what_is_said_unasked_never_rests_on_an_article(shops: int) -> None:
    picking = PassageHead({})
    searcher = Searcher(_Store(shops), None, Gate(0.5), None, _Aspects(), picking, _Encoder(), None, {})  # type: ignore[arg-type]
    assert [hit.passage.id for hit in searcher.about("itbs", ("fix",), "what do i do")] == ["itbs.fix"]


def test_an_index_brings_the_sources_of_its_articles(tmp_path: Path) -> None:
    for file in search.INDEX_FOLDER.iterdir():
        (tmp_path / file.name).symlink_to(file)
    (tmp_path / search.SOURCES_FILE).unlink()
    row: dict[str, object] = {
        "key": "shop-x",
        "title": "T",
        "publisher": "P",
        "year": None,
        "kind": "article",
        "url": None,
        "sections": {},
    }
    (tmp_path / search.SOURCES_FILE).write_text(json.dumps({"shop-x": row}), encoding="utf-8")
    known = Searcher.load(tmp_path).sources
    assert known == {**sources(), "shop-x": Source("shop-x", "T", "P", None, "article", None, {})}


@pytest.mark.parametrize(
    ("articles", "status", "output"),
    [
        ({}, 0, ": all right.\n"),
        ({"beach": FILE, "inbox_hills": WAITING.replace("fix-beach", "fix-hills").replace("one, two", "five, six")
          .replace("three, four", "seven, eight").replace("shop-beach", "shop-hills")},
         0, ": all right.\nFrom the shop: 1 passages; waiting for a review: 1 articles.\n"),
        ({"beach": WAITING, "inbox_hills": FILE}, 1,
         "knowledge: shop/beach/passages.md:1: not reviewed; fill in `reviewed` once it is, or move the folder to "),
    ],
    ids=["none", "right", "faults"],
)  # fmt: skip
def test_check_looks_at_reviewed_articles_and_at_the_inbox(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, articles: dict[str, str], status: int, output: str
) -> None:
    written(tmp_path, **articles)
    monkeypatch.setattr(cli, "read_shop", partial(read_shop, folder=tmp_path))
    result = CliRunner().invoke(cli.main, ["check"])
    assert result.exit_code == status
    assert output in result.output
