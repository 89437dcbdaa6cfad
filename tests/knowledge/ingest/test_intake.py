"""Taking in files: what is written, what is not, and that nothing is lost or half-written."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from knowledge.encoder import Encoder
from knowledge.ingest import inbox as inbox_module
from knowledge.ingest.document import IngestError
from knowledge.ingest.files import Found, list_files
from knowledge.ingest.intake import Intake, Told, folder_name, is_address
from knowledge.passages import Passage
from knowledge.search import Searcher
from knowledge.settings import settings
from knowledge.shop import Shop, read_shop
from knowledge.sources import read_sources
from tests.knowledge.ingest.articles import FILES, SECTIONS, TITLE, html, markdown, tree

NAME = "beach-runs-without-sore-knees"
Start = Callable[[], Intake]


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return tmp_path / "shop"


@pytest.fixture(name="few")
def a_few_of_our_own(own: list[Passage], monkeypatch: pytest.MonkeyPatch) -> list[Passage]:
    """Let one passage of each topic stand for all: comparing with all is tried elsewhere, and takes long."""
    few = list({passage.topic: passage for passage in own}.values())
    monkeypatch.setattr("knowledge.ingest.intake.read_passages", lambda: (few, []))
    return few


@pytest.fixture
def start(search: Searcher, encode: Encoder, shop: Path, few: list[Passage]) -> Start:
    """Begin a run of taking in."""
    assert few
    return lambda: Intake(lambda: search, lambda: encode, shop)


def file(folder: Path, name: str, content: bytes) -> Found:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return Found(path, name, list_files(path).files[0].kind)


def read(shop: Path, few: list[Passage]) -> Shop:
    return read_shop(few, read_sources(), shop)


@pytest.mark.parametrize("name", FILES)
def test_each_kind_of_file_gives_a_proposal_without_faults(
    tmp_path: Path, shop: Path, few: list[Passage], start: Start, name: str
) -> None:
    outcome = start().take(file(tmp_path, name, FILES[name]()), Told())
    assert outcome.where == f"inbox/{NAME}"
    assert set(tree(shop)) == {f"inbox/{NAME}/passages.md", f"inbox/{NAME}/source.yml"}
    (article,) = read(shop, few).inbox
    assert [str(fault) for fault in article.faults] == []
    assert [passage.plain.split(".")[0] for passage in article.passages] == [
        text.split(".")[0] for text in SECTIONS.values()
    ]
    assert article.head
    assert (article.head.title, article.head.file, article.head.reviewed) == (TITLE, name, None)
    assert article.head.sha256 == hashlib.sha256(FILES[name]()).hexdigest()
    (source,) = article.sources.values()
    assert (source.key, source.title, source.kind) == (f"shop-{NAME}", TITLE, "article")
    assert set(source.sections.values()) == set(SECTIONS)


@pytest.mark.parametrize(
    ("content", "told", "publisher", "year", "url", "note"),
    [
        (html(), Told(), "Fleet & Sole", 2024, "https://shop.example/beach", ""),
        (markdown(), Told(), settings().shop_name, 2024, "https://shop.example/beach", ""),
        (markdown(), Told("", "A club", 2020, "https://a.example/b"), "A club", 2020, "https://a.example/b", ""),
        (markdown().replace(b"https:", b"http:"), Told(), settings().shop_name, 2024, None, "gives no https address"),
        (markdown().replace(b"https:", b"javascript:"), Told(), settings().shop_name, 2024, None, "gives no https"),
        (markdown().replace(b"2024", b"1024"), Told(), settings().shop_name, None, "https://shop.example/beach", ""),
        (markdown().replace(b"2024-", b"2999-"), Told(), settings().shop_name, None, "https://shop.example/beach", ""),
        (html().replace(b"curly", b"").replace(b"half-way", b"half\x96way"), Told(), "Fleet & Sole", 2024,
         "https://shop.example/beach", "read as cp1252"),
    ],
    ids=["page", "front matter", "told", "http", "script", "long ago", "to come", "Windows"],
)  # fmt: skip
def test_the_source_is_what_the_file_or_the_user_tells(
    tmp_path: Path, shop: Path, start: Start, content: bytes, told: Told, publisher: str, year: int | None,
    url: str | None, note: str,
) -> None:  # fmt: skip
    start().take(file(tmp_path, "beach.html" if content.startswith(b"<!") else "beach.md", content), told)
    (row,) = yaml.safe_load((shop / "inbox" / NAME / "source.yml").read_text(encoding="utf-8")).values()
    assert (row["publisher"], row["year"], row["url"]) == (publisher, year, url)
    assert note in (shop / "inbox" / NAME / "passages.md").read_text(encoding="utf-8")


def test_the_same_content_is_taken_in_once(tmp_path: Path, shop: Path, start: Start) -> None:
    first = start()
    first.take(file(tmp_path, "beach.md", markdown()), Told())
    before = tree(shop)
    for run, name in ((first, "copy.md"), (start(), "beach.md"), (start(), "another.md")):
        outcome = run.take(file(tmp_path, name, markdown()), Told())
        assert (outcome.before, outcome.where) == (f"inbox/{NAME}", "")
        assert tree(shop) == before


def test_again_proposes_anew_and_keeps_what_was_there(
    tmp_path: Path, shop: Path, few: list[Passage], start: Start
) -> None:
    found = file(tmp_path, "beach.md", markdown())
    start().take(found, Told())
    edited = shop / "inbox" / NAME / "passages.md"
    first = edited.read_text(encoding="utf-8")
    edited.write_text(first.replace("Firm, wet sand", "Nice, wet sand"), encoding="utf-8")
    for number in (1, 2):
        outcome = start().take(found, Told(), again=True)
        assert outcome.kept == f"inbox/.replaced/{NAME}.{number}"
        assert edited.read_text(encoding="utf-8") == first
    kept = (shop / "inbox" / ".replaced" / f"{NAME}.1" / "passages.md").read_text(encoding="utf-8")
    assert "Nice, wet sand" in kept
    assert [len(article.passages) for article in read(shop, few).inbox] == [2]


def test_a_changed_file_is_not_taken_in_over_the_old_one(tmp_path: Path, shop: Path, start: Start) -> None:
    start().take(file(tmp_path, "beach.md", markdown()), Told())
    before = tree(shop)
    changed = file(tmp_path, "beach.md", markdown().replace(b"sinks in", b"sinks deep in") + b"\nMore.\n")
    with pytest.raises(IngestError) as caught:
        start().take(changed, Told())
    message = f"received another version than the one in inbox/{NAME}. Use --again to propose it anew."
    assert str(caught.value) == f"the article was not taken in; {message}"
    assert tree(shop) == before
    assert start().take(changed, Told(), again=True).kept == f"inbox/.replaced/{NAME}.1"


def test_a_reviewed_article_stays_when_it_is_taken_in_again(
    tmp_path: Path, shop: Path, few: list[Passage], start: Start
) -> None:
    found = file(tmp_path, "beach.md", markdown())
    start().take(found, Told())
    reviewed(shop)
    assert start().take(found, Told()).before == NAME
    outcome = start().take(found, Told(), again=True)
    assert (outcome.where, outcome.kept) == (f"inbox/{NAME}", "")
    whole = read(shop, few)
    assert [str(fault) for article in (*whole.reviewed, *whole.inbox) for fault in article.faults] == []
    assert [passage.id for passage in whole.inbox[0].passages] == [passage.id for passage in whole.passages]


def reviewed(shop: Path) -> None:
    """Mark the article as reviewed and move it up, as a reviewer does."""
    (shop / "inbox" / NAME).rename(shop / NAME)
    path = shop / NAME / "passages.md"
    lines = path.read_text(encoding="utf-8").splitlines()
    place = next(number for number, line in enumerate(lines) if line.startswith("reviewed:"))
    lines[place] = "reviewed: {by: Jo Smith, date: 2026-11-27}"
    path.write_text("\n".join(line for line in lines if not line.startswith("CONFLICT")) + "\n", encoding="utf-8")


def test_two_articles_of_one_title_get_folders_of_their_own(
    tmp_path: Path, shop: Path, few: list[Passage], start: Start
) -> None:
    run = start()
    first = run.take(file(tmp_path, "a/index.md", markdown()), Told())
    text = "Take short steps downhill and let the knees bend. Walk the steep parts while the knee is sore."
    other = f"---\ntitle: {TITLE}\n---\n\n## Downhill\n\n{text}\n"
    second = run.take(file(tmp_path, "b/index.md", other.encode()), Told())
    assert (first.where, second.where) == (f"inbox/{NAME}", f"inbox/{NAME}-2")
    assert [str(fault) for article in read(shop, few).inbox for fault in article.faults] == []


@pytest.mark.parametrize(
    ("title", "folder"),
    [
        ("../../../etc/passwd", "etc-passwd"),
        ("inbox", "inbox-article"),
        (".replaced", "replaced"),
        ("/absolute", "absolute"),
        ("膝", "article"),
        ("x" * 300, "x" * 50),
        ("a\0\n\x1b[2Jb", "a-2jb"),
    ],
)
def test_a_title_gives_a_plain_name(title: str, folder: str) -> None:
    assert folder_name(title) == folder


def test_a_title_does_not_lead_out_of_the_inbox(tmp_path: Path, start: Start) -> None:
    start().take(file(tmp_path, "beach.md", markdown()), Told(title="../../../etc/passwd"))
    files = {"shop/inbox/etc-passwd/passages.md", "shop/inbox/etc-passwd/source.yml"}
    assert set(tree(tmp_path)) == {"beach.md", *files}


def test_an_article_on_other_things_writes_nothing(tmp_path: Path, shop: Path, start: Start) -> None:
    text = "All jackets of last season are reduced until Sunday. Come early, as sizes go fast and few are left."
    content = f"# Spring sale\n\n{text}\n".encode()
    outcome = start().take(file(tmp_path, "sale.md", content), Told())
    assert (outcome.where, outcome.proposals.passages) == ("", [])
    assert [row.why.split(" (")[0] for row in outcome.proposals.left_out] == ["fits no topic"]
    assert not shop.exists()


def test_without_a_title_the_file_gives_it(tmp_path: Path, start: Start) -> None:
    content = SECTIONS["Where to run on the sand"].encode()
    assert start().take(file(tmp_path, "my_beach-runs.md", content), Told()).where == "inbox/my-beach-runs"


FAILING = ["mkdir", "write_text", "rename"]


@pytest.mark.parametrize("again", [False, True], ids=["first", "again"])
@pytest.mark.parametrize("call", FAILING)
def test_a_disk_that_fails_leaves_all_as_it_was(
    tmp_path: Path, shop: Path, start: Start, monkeypatch: pytest.MonkeyPatch, call: str, again: bool
) -> None:
    found = file(tmp_path, "beach.md", markdown())
    if again:
        start().take(found, Told())
        (shop / "inbox" / ".replaced").mkdir()
    before = tree(shop)
    run = start()
    real = getattr(Path, call)
    calls = 0

    def fail(self: Path, *arguments: object, **options: object) -> object:
        nonlocal calls
        calls += 1
        # The last call of a kind, when the most has been done; moving back what was moved away must work.
        if calls == {"mkdir": 2, "write_text": 2, "rename": 2 if again else 1}[call]:
            raise OSError(28, os.strerror(28))
        return real(self, *arguments, **options)

    monkeypatch.setattr(Path, call, fail)
    with pytest.raises(
        IngestError, match="the proposal could not be written; received an error of the system: No space"
    ):
        run.take(found, Told(), again)
    monkeypatch.undo()
    assert calls
    assert tree(shop) == before
    assert [path.name for path in (shop / "inbox").glob(".taking-in-*")] == []


def test_a_proposal_is_whole_when_it_appears(
    tmp_path: Path, shop: Path, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []

    def watch(fresh: Path, place: Path) -> Path | None:
        seen.append((sorted(path.name for path in fresh.iterdir()), place.exists()))
        return real(fresh, place)

    real = inbox_module._exchange
    monkeypatch.setattr(inbox_module, "_exchange", watch)
    start().take(file(tmp_path, "beach.md", markdown()), Told())
    assert seen == [(["passages.md", "source.yml"], False)]


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("https://shop.example/a/b?c=d#e", True),
        ("https://shop.example", True),
        ("https://shop.example:8443/a", True),
        ("http://shop.example/", False),
        ("https://", False),
        ("https://shop.example/a b", False),
        ("https://shop.example/]<x>", False),
        ("https://shop", False),
        ("javascript:alert(1)//https://shop.example", False),
        ("https://shop.example/" + "a" * 500, False),
        ("", False),
    ],
)
def test_addresses(text: str, right: bool) -> None:
    assert is_address(text) == right
