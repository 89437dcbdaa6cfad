"""The summary as one A4 page, black on white, with its fonts embedded.

The page is set in the largest type that fits. If even the smallest does not, the last pieces of advice are left out
one by one (`Summary.shorter`), so that it stays one page whatever was told.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from reportlab.lib.colors import black
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, HRFlowable, Paragraph, Spacer, Table

from knowledge.settings import settings
from knowledge.summary.content import Row, Section, Summary, words
from knowledge.summary.markdown import origin

MM = 72 / 25.4  # in points
WIDTH, HEIGHT = A4
MARGIN = 16 * MM
INNER = WIDTH - 2 * MARGIN
HALF = (INNER - 8 * MM) / 2  # width of one of two columns
LABEL, NARROW = 32 * MM, 20 * MM  # widths of the column of labels
PADDING = 2.5 * MM
LINE = 0.6  # thickness, in points
SIZES = (10.0, 9.5, 9.0, 8.5, 8.0, 7.5)  # of the type, in points; smaller is hard to read on paper
LEADING = 1.25  # line height by size of type
SMALL = 0.82  # size of the sources by size of the text
FONT, BOLD = "Summary", "SummaryBold"
FACES = {FONT: "SourceSansPro-Regular.ttf", BOLD: "SourceSansPro-Semibold.ttf"}
SIDES = ("LEFT", "RIGHT", "TOP", "BOTTOM")
BARE = [  # of a table; reportlab would name Helvetica for its cells, which is not embedded
    ("FONTNAME", (0, 0), (-1, -1), FONT),
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    *((f"{side}PADDING", (0, 0), (-1, -1), 0) for side in SIDES),
]


def to_pdf(summary: Summary) -> bytes:
    """Return the summary as a PDF of one page.

    Raises:
        ValueError: it does not fit, even with one piece of advice only.
    """
    for shown, size in _ways(summary):
        page = list(_page(shown, _Setter(size)))
        heights = [flowable.wrap(INNER, HEIGHT)[1] for flowable in page]
        if sum(heights) <= HEIGHT - 2 * MARGIN:
            return _drawn(summary, page, heights)
    raise ValueError("The summary does not fit on a page even with one piece of advice; shorten summary/wording.yml.")


def _ways(summary: Summary) -> Iterator[tuple[Summary, float]]:
    """Return what to try: the whole summary in ever smaller type, then ever less of it in the smallest."""
    for size in SIZES:
        yield summary, size
    shorter = summary.shorter()
    while shorter is not None:
        yield shorter, SIZES[-1]
        shorter = shorter.shorter()


def _drawn(summary: Summary, page: Sequence[Flowable], heights: Sequence[float]) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, pageCompression=1, lang="en-GB", initialFontName=FONT)
    canvas.setTitle(f"{summary.title}, {summary.written}")
    canvas.setAuthor(f"Kneewise, {settings().shop_name}")
    canvas.setSubject(summary.notes[0])
    canvas.setCreator("Kneewise")
    top = HEIGHT - MARGIN
    for flowable, height in zip(page, heights, strict=True):
        top -= height
        flowable.drawOn(canvas, MARGIN, top)
    canvas.save()
    return buffer.getvalue()


@dataclass(frozen=True)
class _Setter:
    """Sets text in one size of type, in points."""

    size: float

    def text(self, markup: str, scale: float = 1.0, bold: bool = False, right: bool = False) -> Paragraph:
        """Return a paragraph of reportlab's markup; plain text has to be escaped."""
        _fonts()
        size = self.size * scale
        name = BOLD if bold else FONT
        style = ParagraphStyle(name, fontName=name, fontSize=size, leading=size * LEADING, alignment=2 if right else 0)
        return Paragraph(markup, style)

    def space(self, lines: float) -> Spacer:
        """Return an empty space of so many lines."""
        return Spacer(0, self.size * LEADING * lines)

    def headed(self, heading: str, *content: Flowable) -> list[Flowable]:
        """Return `content` below a heading with a line."""
        line = HRFlowable(width="100%", thickness=LINE, color=black, spaceBefore=0, spaceAfter=0)
        return [self.space(0.5), self.text(escape(heading), scale=1.1, bold=True), line, self.space(0.2), *content]

    def rows(self, rows: Sequence[Row], width: float, label: float = LABEL) -> Table:
        """Return `rows`, their labels in a column of their own."""
        cells: list[list[Any]] = []
        style: list[tuple[Any, ...]] = [("BOTTOMPADDING", (0, 0), (-1, -1), self.size * 0.2)]
        style.append(("RIGHTPADDING", (0, 0), (0, -1), 2 * MM))
        for n, row in enumerate(rows):
            text = self.text(escape(row.text), bold=row.strong, scale=1.2 if row.strong else 1.0)
            cells.append([text, ""] if row.strong else [self.text(escape(row.label), bold=True), text])
            style += [("SPAN", (0, n), (1, n))] if row.strong else []
        return Table(cells, colWidths=[label, width - label], style=[*BARE, *style])

    def section(self, section: Section, width: float, label: float = LABEL) -> list[Flowable]:
        """Return a section with its heading."""
        return self.headed(section.heading, self.rows(section.rows, width, label))


def _page(summary: Summary, setter: _Setter) -> Iterator[Flowable]:
    sections = {section.key: section for section in summary.sections}
    title = setter.text(escape(summary.title), scale=2.0, bold=True)
    name = setter.text(escape(f"{words()['name']} {'_' * 34}"), right=True)
    yield _side_by_side([title], [name], valign="BOTTOM")
    yield setter.space(0.4)
    yield setter.text(f"<font name={BOLD}>{summary.written}.</font> {escape(' '.join(summary.notes))}")
    if level := sections.pop("level", None):
        yield setter.space(0.6)
        yield _boxed(
            [setter.text(escape(level.heading), bold=True), setter.rows(level.rows, INNER - 2 * PADDING, NARROW)]
        )
    told = [sections.pop(key) for key in ("told", "course") if key in sections]
    if len(told) == 2:
        symptoms, course = (setter.section(section, HALF, NARROW) for section in told)
        yield _side_by_side(symptoms, course)
    else:
        yield from (part for section in told for part in setter.section(section, INNER))
    yield from (part for section in sections.values() for part in setter.section(section, INNER))
    if summary.sources:
        listed = [setter.text(_source(source), scale=SMALL) for source in summary.sources]
        middle = (len(listed) + 1) // 2
        yield from setter.headed(words()["headings"]["sources"], _side_by_side(listed[:middle], listed[middle:]))


def _side_by_side(left: Sequence[Flowable], right: Sequence[Flowable], valign: str = "TOP") -> Table:
    style = [*BARE, ("BOTTOMPADDING", (0, 0), (-1, -1), 0), ("VALIGN", (0, 0), (-1, -1), valign)]
    cells = [[list(left), "", list(right)]]
    return Table(cells, colWidths=[HALF, INNER - 2 * HALF, HALF], style=style)


def _boxed(content: list[Flowable]) -> Table:
    style = [
        *BARE,
        ("BOX", (0, 0), (-1, -1), 2 * LINE, black),
        *((f"{side}PADDING", (0, 0), (-1, -1), PADDING) for side in SIDES),
    ]
    return Table([[content]], colWidths=[INNER], style=style)


def _source(source: Mapping[str, Any]) -> str:
    title = escape(str(source["title"]))
    linked = f"<a href={quoteattr(source['url'])}>{title}</a>" if source["url"] else title
    return f"[{source['n']}] {linked}{escape(origin(source))}."


@lru_cache(maxsize=1)
def _fonts() -> None:
    """Read the fonts, once in a process."""
    folder = files("font_source_sans_pro") / "files"
    for name, face in FACES.items():
        pdfmetrics.registerFont(TTFont(name, str(folder / face)))
