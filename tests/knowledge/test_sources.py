"""Sources: reading them, finding references in a text, and numbering them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from knowledge import sources as module
from knowledge.settings import settings
from knowledge.sources import (
    KINDS,
    Citations,
    Source,
    SourceError,
    read_sources,
    references,
    sources,
    unknown_references,
    without_markers,
)  # fmt: skip

ROW = "key:\n  title: T\n  publisher: P\n  year: 2020\n  kind: trial\n  url: https://example.org\n"
KNOWN = {
    "article": Source("article", "Steps", "Magazine", 2023, "article", None, {"itbs": "IT band"}),
    "buist-2008": Source("buist-2008", "A trial", "Journal", 2008, "trial", "https://example.org/b", {}),
}


def read(folder: Path, content: str, name: str = "sources.yml") -> dict[str, Source]:
    (folder / name).write_text(content, encoding="utf-8")
    return read_sources(folder)


def test_reads_every_field(tmp_path: Path) -> None:
    row = read(tmp_path, ROW + "  sections: {a: First}\n")["key"]
    assert row == Source("key", "T", "P", 2020, "trial", "https://example.org", {"a": "First"})


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("a: [", "sources.yml: not YAML: "),
        ("- a\n- b\n", "sources.yml: must hold sources by key; it holds list."),
        ("key: words\n", "sources.yml: source `key` needs exactly ['kind', 'publisher', 'title', 'url', 'year'] "),
        (ROW.replace("  year: 2020\n", ""), "sources.yml: source `key` needs exactly "),
        (ROW + "  colour: red\n", "sources.yml: source `key` needs exactly "),
        (
            ROW.replace("trial", "rumour"),
            "sources.yml: source `key` has kind 'rumour'; known kinds are article, guidance,",
        ),
        (
            ROW.replace("https", "http"),
            "sources.yml: the address of source `key` must begin with https://; it is 'http://example.org'.",
        ),
        (ROW.replace("https://example.org", "null"), "sources.yml: source `key` needs an address."),
        (ROW.replace("key:", "Key_1:"), "sources.yml: the key of source `Key_1` must be of small letters, digits and"),
        (ROW.replace("2020", "soon"), "sources.yml: the year of source `key` must be a number or null; it is 'soon'."),
        (ROW.replace("2020", "2020-13-41"), "sources.yml: not YAML: month must be in 1..12"),
        (ROW + "  sections: {Part-1: P}\n", "sources.yml: the sections of source `key` must be titles by name"),
    ],
    ids=[
        "not YAML",
        "a list",
        "no fields",
        "missing field",
        "extra field",
        "kind",
        "http",
        "no address",
        "key",
        "year",
        "no such day",
        "sections",
    ],
)
def test_faults(tmp_path: Path, content: str, message: str) -> None:
    with pytest.raises(SourceError) as caught:
        read(tmp_path, content)
    assert str(caught.value).startswith(message)


def test_a_key_in_two_files(tmp_path: Path) -> None:
    read(tmp_path, ROW, "sources.yml")
    with pytest.raises(SourceError) as caught:
        read(tmp_path, ROW, "sources-two.yml")
    assert str(caught.value) == "sources.yml: source `key` stands twice; keep one."


def test_only_the_source_article_has_its_address_from_the_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "settings", lambda: replace(settings(), article_url="https://example.org/steps"))
    row = ROW.replace("trial", "article").replace("https://example.org", "null")
    known = read(tmp_path, row + row.replace("key:", "article:"))
    assert known["article"].url == "https://example.org/steps"
    assert known["key"].url is None


def test_an_article_may_lack_an_address(tmp_path: Path) -> None:
    assert read(tmp_path, ROW.replace("trial", "article").replace("https://example.org", "null"))["key"].url is None


@pytest.mark.parametrize(
    ("text", "found", "plain"),
    [
        ("Rest [article:itbs].", ["article:itbs"], "Rest."),
        ("A [a-1][b-2]. B [a-1].", ["a-1", "b-2"], "A. B."),
        ("A [a-1] [b-2].", ["a-1", "b-2"], "A."),
        ("Nothing here.", [], "Nothing here."),
        ("Not [One of These].", [], "Not [One of These]."),
        ("", [], ""),
    ],
)
def test_references_and_plain_text(text: str, found: list[str], plain: str) -> None:
    assert references(text) == found
    assert without_markers(text) == plain


def test_numbers_stay_the_same_across_texts() -> None:
    citations = Citations(KNOWN)
    assert citations.number("Rest it [article:itbs]. Go easy [buist-2008].", "itbs.fix") == "Rest it [1]. Go easy [2]."
    assert citations.number("Rest again [article:itbs][article].", "itbs.avoid") == "Rest again [1] [3]."
    assert citations.blocks() == [
        {"n": 1, "id": "itbs.fix", "title": "Steps", "section": "IT band", "publisher": "Magazine", "year": 2023,
         "kind": "article", "url": None},
        {"n": 2, "id": "itbs.fix", "title": "A trial", "section": "", "publisher": "Journal", "year": 2008,
         "kind": "trial", "url": "https://example.org/b"},
        {"n": 3, "id": "itbs.avoid", "title": "Steps", "section": "", "publisher": "Magazine", "year": 2023,
         "kind": "article", "url": None},
    ]  # fmt: skip


def test_without_a_passage_the_reference_is_the_id() -> None:
    citations = Citations(KNOWN)
    citations.number("Go [buist-2008].")
    assert [block["id"] for block in citations.blocks()] == ["buist-2008"]


@pytest.mark.parametrize("reference", ["nobody-1999", "article:no_section", "buist-2008:itbs"])
def test_an_unknown_reference(reference: str) -> None:
    with pytest.raises(SourceError) as caught:
        Citations(KNOWN).number(f"Go [{reference}].")
    assert str(caught.value) == f"[{reference}] names no source; add it to knowledge/sources.yml, or mend the text."
    assert unknown_references([f"A [{reference}].", f"B [{reference}][article:itbs]."], KNOWN) == [reference]


@pytest.mark.parametrize("source", sources().values(), ids=list(sources()))
def test_each_real_source_can_be_cited(source: Source) -> None:
    assert source.title.strip()
    assert source.publisher.strip()
    assert source.year is None or 1970 <= source.year <= 2026
    assert source.kind in KINDS


def test_every_source_is_cited_somewhere() -> None:
    folder = Path(__file__).parents[2] / "knowledge"
    texts = " ".join(
        path.read_text(encoding="utf-8")
        for path in [*folder.glob("passages/*.md"), *folder.glob("*.yml"), *folder.glob("coach/*.yml")]
    )
    cited = {reference.partition(":")[0] for reference in references(texts)}
    listed = {key for key in sources() if f", {key}" in texts or f"[{key}" in texts}
    assert set(sources()) - cited - listed == set()
