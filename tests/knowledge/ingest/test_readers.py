"""Each reader on real files: what it finds in a good one, and what it says of a bad one."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from knowledge.ingest.document import Block, Document, IngestError, Part, parts
from knowledge.ingest.html import read_html
from knowledge.ingest.markdown import read_markdown
from knowledge.ingest.pdf import read_pdf
from knowledge.ingest.plain import read_text
from tests.knowledge.ingest.articles import HTML, SECTIONS, TITLE, html, markdown, pdf, pdf_of_a_picture, text

PARTS = [Part((heading,), (paragraph,)) for heading, paragraph in SECTIONS.items()]


@pytest.mark.parametrize(
    ("read", "content", "publisher", "year", "url"),
    [
        (read_html, html, "Fleet & Sole", 2024, "https://shop.example/beach"),
        (read_markdown, markdown, "", 2024, "https://shop.example/beach"),
        (read_text, text, "", None, ""),
        (read_pdf, pdf, "", None, ""),
        (read_pdf, lambda: pdf(pages=3), "", None, ""),
    ],
    ids=["HTML", "Markdown", "text", "PDF", "PDF of some pages"],
)
def test_the_same_article_from_every_kind_of_file(
    read: Callable[[bytes], Document], content: Callable[[], bytes], publisher: str, year: int | None, url: str
) -> None:
    document = read(content())
    assert (document.title, document.publisher, document.year, document.url) == (TITLE, publisher, year, url)
    assert parts(document)[:1] == PARTS[:1]
    assert parts(document)[1].trail == PARTS[1].trail
    assert parts(document)[1].paragraphs[0].startswith(PARTS[1].paragraphs[0])
    assert document.note == ""


def blocks(read: Callable[[bytes], Document], content: str) -> list[tuple[str, str, int]]:
    return [(block.kind[0], block.text, block.level) for block in read(content.encode()).blocks]


LONG = "Rest the knee for some days and put it up whenever you can, because swelling goes down faster that way."


def page(body: str) -> str:
    return HTML.format(title="Knees", body=f"<p>{LONG}</p>{body}")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<h2>Ice</h2><p>Wrap it &amp; hold it.</p>", [("h", "Ice", 2), ("p", "Wrap it & hold it.", 0)]),
        ("<h3>Ice</h3><ul><li>Wrap it</li><li>Hold <b>it</b></li></ul>",
         [("h", "Ice", 3), ("i", "Wrap it", 0), ("i", "Hold it", 0)]),
        ("<script>steal()</script><style>p {}</style><p>Wrap it well.</p>", [("p", "Wrap it well.", 0)]),
        ("<p onclick=\"steal()\">Wrap <a href=\"javascript:steal()\">it</a> well.</p>", [("p", "Wrap it well.", 0)]),
        ("<iframe src=\"https://evil.example\">in a frame</iframe><p>Wrap it well.</p>", [("p", "Wrap it well.", 0)]),
        ("<table><tr><td>Size</td><td>42</td></tr></table><p>Wrap it well.</p>", [("p", "Wrap it well.", 0)]),
        ("<!-- steal() --><p>Wrap it well.</p>", [("p", "Wrap it well.", 0)]),
        ("<blockquote>Wrap it well, she says.</blockquote>", [("p", "Wrap it well, she says.", 0)]),
    ],
    ids=["heading", "list", "script", "attributes", "frame", "table", "comment", "quote"],
)  # fmt: skip
def test_html(body: str, expected: list[tuple[str, str, int]]) -> None:
    assert blocks(read_html, page(body)) == [("h", "Knees", 1), ("p", LONG, 0), *expected]


def test_html_that_names_its_encoding_in_a_declaration() -> None:
    content = f'<?xml version="1.0" encoding="utf-8"?>\n{page("<p>Café and rest.</p>")}'
    assert blocks(read_html, content)[-1] == ("p", "Café and rest.", 0)


def test_html_in_another_encoding_than_it_says_is_read_and_noted() -> None:
    document = read_html(page("<p>A café isn’t a cure.</p>").encode("cp1252"))
    assert document.blocks[-1].text == "A café isn’t a cure."
    assert document.note == "read as cp1252"


@pytest.mark.parametrize(
    "content",
    ["knees", "<html></html>", "<html><body><script>steal()</script></body></html>", "<" * 5000, "<p>" * 3],
    ids=["no page", "nothing", "script only", "brackets", "empty paragraphs"],
)
def test_html_without_an_article(content: str) -> None:
    with pytest.raises(IngestError, match=r"no article was found in the page; received [0-9,]+ bytes of HTML"):
        read_html(content.encode())


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (
            "# Ice\n\nWrap *it* `well`,\nhe [says](https://x.example).\n",
            [("h", "Ice", 1), ("p", "Wrap it well, he says.", 0)],
        ),
        ("- Wrap it\n- Hold it\n\n  for long\n", [("i", "Wrap it", 0), ("i", "Hold it", 0), ("i", "for long", 0)]),
        ("Wrap it.\n\n```yaml\naspect: fix\n```\n\n    code\n\n<script>steal()</script>\n", [("p", "Wrap it.", 0)]),
        ("Wrap <b>it</b>.\n\n|a|b|\n|-|-|\n|1|2|\n\n![a picture](x.png)\n", [("p", "Wrap it.", 0), ("p", "", 0)]),
        ("---\n\nWrap it.\n\n---\n\nHold it.\n", [("p", "Wrap it.", 0), ("p", "Hold it.", 0)]),
        ("> " * 500 + "Wrap it.\n\nHold it.\n", [("p", "Hold it.", 0)]),
    ],
    ids=["marks", "list", "code", "HTML, table and picture", "rules that look like front matter", "deep quotes"],
)
def test_markdown(content: str, expected: list[tuple[str, str, int]]) -> None:
    found = blocks(read_markdown, content)
    assert found[-len(expected) :] == expected
    assert "steal" not in str(found)


@pytest.mark.parametrize(
    ("front", "told"),
    [
        (
            "title: Knees\nyear: 2021\npublisher: P\ncanonical_url: https://x.example/a",
            ("Knees", "P", 2021, "https://x.example/a"),
        ),
        ("title: [a, b]\ndate: soon\nurl: {a: b}", ("", "", None, "")),
        ("reviewed: Eve, 2026-01-01\nsha256: 1\ntitle: Knees", ("Knees", "", None, "")),
        ("a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\ntitle: *c", ("", "", None, "")),
    ],
    ids=["told", "nested", "a reviewer's mark", "values that grow"],
)
def test_front_matter_of_an_article_tells_only_what_it_may(front: str, told: tuple[str, str, int | None, str]) -> None:
    document = read_markdown(f"---\n{front}\n---\nWrap it.\n".encode())
    assert (document.title, document.publisher, document.year, document.url) == told
    assert [block.text for block in document.blocks] == ["Wrap it."]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("---\ntitle: [\n---\nWrap it.\n", "the front matter is no YAML; received while parsing a flow"),
        (
            "---\ntitle: !!python/object/apply:os.system [id]\n---\nWrap it.\n",
            "the front matter is no YAML; received could not",
        ),
        ("---\ndate: 2024-13-45\n---\nWrap it.\n", "the front matter is no YAML; received month must be in 1..12"),
        ("# Only\n\n## Headings\n", "no text was found; received 20 bytes of Markdown."),
        ("```\ncode\n```\n", "no text was found; received"),
    ],
    ids=["no YAML", "code in YAML", "no such day", "headings only", "code only"],
)
def test_markdown_that_cannot_be_used(content: str, message: str) -> None:
    with pytest.raises(IngestError) as caught:
        read_markdown(content.encode())
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("Ice\n\nWrap it\nand hold it.\n", [("h", "Ice", 2), ("p", "Wrap it and hold it.", 0)]),
        ("Ice\n===\nWrap it.\n", [("h", "Ice", 2), ("p", "Wrap it.", 0)]),
        ("1. Ice\n\nWrap it.\n", [("h", "Ice", 2), ("p", "Wrap it.", 0)]),
        (
            "# Ice\nWrap it.\n## More\nHold it.\n",
            [("h", "Ice", 1), ("p", "Wrap it.", 0), ("h", "More", 2), ("p", "Hold it.", 0)],
        ),
        (
            "Do this:\n- wrap it\n  well\n* hold it\n",
            [("p", "Do this:", 0), ("i", "wrap it well", 0), ("i", "hold it", 0)],
        ),
        ("Wrap it.\n\n----\n\nHold it.\n", [("p", "Wrap it.", 0), ("p", "Hold it.", 0)]),
        ("Should you ice it?\n\nYes.\n", [("h", "Should you ice it?", 2), ("p", "Yes.", 0)]),
        ("# a\n" * 2000 + "Wrap it.\n", [("h", "a", 1)] * 2000 + [("p", "Wrap it.", 0)]),
    ],
    ids=["short line", "underlined", "numbered", "number signs", "list", "rule", "question", "headings without end"],
)
def test_text(content: str, expected: list[tuple[str, str, int]]) -> None:
    assert blocks(read_text, content) == expected


@pytest.mark.parametrize("content", ["Only a heading\n", "----\n====\n"])
def test_text_without_text(content: str) -> None:
    with pytest.raises(IngestError, match="no text was found; received"):
        read_text(content.encode())


def test_a_pdf_that_wants_a_password() -> None:
    with pytest.raises(
        IngestError, match=r"the PDF is locked; received a file with a password\. Save it without one\."
    ):
        read_pdf(pdf(password="knees"))


def test_a_pdf_of_pictures() -> None:
    with pytest.raises(IngestError, match="the PDF holds no text; received 1 pages without text"):
        read_pdf(pdf_of_a_picture())


def test_a_pdf_of_too_many_pages() -> None:
    with pytest.raises(IngestError, match="the PDF is too long; received more than 200 pages"):
        read_pdf(pdf(pages=201))


def test_a_document_made_of_blocks() -> None:
    document = Document(
        title="Knees",
        blocks=[
            Block(kind="paragraph", text="Before."),
            Block(kind="heading", text="KNEES", level=1),
            Block(kind="heading", text="1. IT band", level=2),
            Block(kind="heading", text="Fix it", level=3),
            Block(kind="paragraph", text="These help:"),
            Block(kind="item", text="Ice"),
            Block(kind="item", text="Rest;"),
            Block(kind="item", text="ITB rolling"),
            Block(kind="heading", text="Empty", level=3),
            Block(kind="heading", text="Tendon", level=2),
            Block(kind="paragraph", text="Do this:"),
            Block(kind="item", text="Stand on a sloping board."),
            Block(kind="item", text="Lower yourself slowly."),
        ],
    )
    assert parts(document) == [
        Part((), ("Before.",)),
        Part(("IT band", "Fix it"), ("These help: ice, rest, ITB rolling",)),
        Part(("Tendon",), ("Do this", "Stand on a sloping board.", "Lower yourself slowly.")),
    ]
