"""Articles in PDF: pdfminer gives lines with their fonts; headings are the larger and the bold ones."""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from pdfminer.high_level import extract_pages
from pdfminer.layout import LTChar, LTTextContainer, LTTextLine
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect

from knowledge.ingest.document import Block, Document, IngestError

MOST_PAGES = 200
LARGER, SMALLER = 1.15, 0.85  # times the body's size, from which a line is a heading, or small print
MOST_HEADING_WORDS = 14
GAP = 0.6  # of a line's height, from which a full stop and a gap end a paragraph
EDGE = 2  # lines at the top and the bottom of a page that may be its header and footer: small, or on many pages
BULLET = re.compile(r"^[•●▪◦‣–-]\s+")
PAGE_NUMBER = re.compile(r"(?:page )?#+(?: (?:of|/) #+)?", re.IGNORECASE)
STOPS = (".", "!", "?", ":", "”", '"')


@dataclass(frozen=True)
class _Line:
    text: str
    size: float
    bold: bool
    top: float
    bottom: float
    page: int


def read_pdf(content: bytes) -> Document:
    """Return the article of a PDF; headers, footers and page numbers are left out.

    Raises:
        IngestError: it wants a password, is damaged, holds no text, or has too many pages.
    """
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    try:
        pages = [_lines(page, number) for number, page in enumerate(_pages(content))]
    except (PDFPasswordIncorrect, PDFEncryptionError) as error:
        raise IngestError("the PDF is locked", "a file with a password", "Save it without one.") from error
    usual = _usual_size(line for page in pages for line in page)
    lines = [line for page in _without_edges(pages, usual) for line in page]
    if not lines:
        received = f"{len(pages)} pages without text (pictures, as from a scanner?)"
        raise IngestError("the PDF holds no text", received, "Run text recognition over it, or take in the text.")
    blocks = list(_blocks(lines, usual))
    title = next((block.text for block in blocks if block.kind == "heading" and block.level == 1), "")
    return Document(title=title, blocks=blocks)


def _pages(content: bytes) -> Iterator[Any]:
    for number, page in enumerate(extract_pages(BytesIO(content))):
        if number == MOST_PAGES:
            raise IngestError("the PDF is too long", f"more than {MOST_PAGES} pages", "Split it into articles.")
        yield page


def _lines(page: Any, number: int) -> list[_Line]:
    found = []
    for box in page:
        for line in box if isinstance(box, LTTextContainer) else ():
            letters = [each for each in line if isinstance(each, LTChar)] if isinstance(line, LTTextLine) else []
            text = " ".join(line.get_text().split()) if letters else ""
            if text:
                size = Counter(round(each.size, 1) for each in letters).most_common(1)[0][0]
                bold = all(re.search("bold|black|heavy", each.fontname, re.IGNORECASE) for each in letters)
                found.append(_Line(text, size, bold, line.y1, line.y0, number))
    return found


def _usual_size(lines: Iterable[_Line]) -> float:
    sizes = Counter(line.size for line in lines for _ in line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _without_edges(pages: list[list[_Line]], usual: float) -> list[list[_Line]]:
    """Return the pages without page numbers, headers and footers."""
    edges = [{_shape(line) for line in (*page[:EDGE], *page[-EDGE:])} for page in pages]
    often = Counter(shape for page in edges for shape in page)
    least = max(2, len(pages) / 2)

    def kept(page: list[_Line]) -> Iterator[_Line]:
        for place, line in enumerate(page):
            shape = _shape(line)
            aside = line.size < SMALLER * usual or often[shape] >= least or PAGE_NUMBER.fullmatch(shape)
            if not aside or min(place, len(page) - 1 - place) >= EDGE:
                yield line

    return [list(kept(page)) for page in pages]


def _shape(line: _Line) -> str:
    return re.sub(r"\d+", "#", line.text)


def _blocks(lines: list[_Line], usual: float) -> Iterator[Block]:
    sizes = sorted({line.size for line in lines if line.size >= LARGER * usual}, reverse=True)
    words = Counter(word for line in lines for word in re.findall(r"[a-z]+", line.text.lower()))
    for group in _groups(lines, usual):
        text = _join((line.text for line in group), words)
        if _is_heading(group[0], usual):
            # A bold line no larger than the body is never the title.
            level = sizes.index(group[0].size) + 1 if group[0].size in sizes else max(2, len(sizes) + 1)
            yield Block(kind="heading", text=text, level=min(6, level))
        elif BULLET.match(text):
            yield Block(kind="item", text=BULLET.sub("", text))
        else:
            yield Block(kind="paragraph", text=text)


def _groups(lines: list[_Line], usual: float) -> list[list[_Line]]:
    """Return the lines by heading, item or paragraph."""
    groups: list[list[_Line]] = []
    for line in lines:
        last = groups[-1][-1] if groups else None
        goes_on = last is not None and not BULLET.match(line.text)
        if last is not None and goes_on:
            heading, before = _is_heading(line, usual), _is_heading(last, usual)
            if heading or before:
                goes_on = heading and before and line.size == last.size and line.bold == last.bold
            elif last.text.endswith(STOPS):
                goes_on = line.page == last.page and last.bottom - line.top < GAP * (line.top - line.bottom)
        if goes_on:
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _is_heading(line: _Line, usual: float) -> bool:
    larger = line.size >= LARGER * usual
    fits = len(line.text.split()) <= MOST_HEADING_WORDS and not line.text.endswith((".", ",", ";", ":"))
    return fits and (larger or (line.bold and line.size >= usual)) and not BULLET.match(line.text)


def _join(texts: Iterable[str], words: Counter[str]) -> str:
    """Join broken lines; a hyphen at the end goes unless both halves are words of the article by themselves."""
    joined = ""
    for text in texts:
        left, right = re.search(r"([A-Za-z]+)-$", joined), re.match(r"[a-z]+", text)
        if not (left and right):
            joined = f"{joined} {text}" if joined else text
            continue
        first, second = left[1].lower(), right[0]
        whole = words[first] > 1 and words[second] > 1 and not words[first + second]
        joined = f"{joined}{text}" if whole else f"{joined[:-1]}{text}"
    return joined
