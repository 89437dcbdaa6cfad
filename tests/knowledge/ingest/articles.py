"""One article in every kind of file that can be taken in, and the folder it is taken into."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate

TITLE = "Beach runs without sore knees"
SECTIONS = {
    "Where to run on the sand": (
        "Firm, wet sand near the water is the easiest ground on a beach. Soft dry sand makes every step sink in and "
        "tires the legs early. A sloping shore makes one leg work lower than the other, so turn round half-way."
    ),
    "Quick feet": (
        "Count how often your left foot lands in half a minute and multiply by four. A metronome app that is set three "
        "beats higher helps you to find the new rhythm on the beach."
    ),
}
HTML = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title} | Fleet &amp; Sole</title>
<meta property="og:site_name" content="Fleet &amp; Sole"><link rel="canonical" href="https://shop.example/beach">
<meta property="article:published_time" content="2024-03-02T10:00:00Z"><script>alert("knees")</script></head>
<body><nav><a href="/">Home</a> <a href="/sale">Sale</a></nav><article><h1>{title}</h1>{body}</article>
<footer>Sign up for our newsletter</footer></body></html>"""


def html() -> bytes:
    """Return the article as a web page."""
    body = "".join(f"<h2>{heading}</h2><p>{text}</p>" for heading, text in SECTIONS.items())
    return HTML.format(title=TITLE, body=body).encode()


def markdown() -> bytes:
    """Return the article in Markdown with front matter."""
    body = "".join(f"## {heading}\n\n{text}\n\n" for heading, text in SECTIONS.items())
    return f"---\ntitle: {TITLE}\ndate: 2024-03-02\nurl: https://shop.example/beach\n---\n\n{body}".encode()


def text() -> bytes:
    """Return the article as plain text with lines of some sixty letters."""
    lines = [TITLE, ""]
    for heading, paragraph in SECTIONS.items():
        lines += [heading, ""]
        line = ""
        for word in paragraph.split():
            if len(line) + len(word) > 60:
                lines.append(line)
                line = ""
            line = f"{line} {word}".strip()
        lines += [line, ""]
    return "\n".join(lines).encode()


def pdf(password: str = "", pages: int = 1) -> bytes:
    """Return the article as a PDF with page headers and numbers."""
    normal, bold = "Helvetica", "Helvetica-Bold"
    story: list[Any] = [
        Paragraph(TITLE, ParagraphStyle("title", fontName=bold, fontSize=20, leading=24, spaceAfter=10))
    ]
    heading_style = ParagraphStyle("heading", fontName=bold, fontSize=12, leading=15, spaceBefore=8, spaceAfter=4)
    body_style = ParagraphStyle("body", fontName=normal, fontSize=11, leading=14, spaceAfter=6)
    for heading, paragraph in SECTIONS.items():
        story += [Paragraph(heading, heading_style), Paragraph(paragraph, body_style)]
    for _ in range(pages - 1):
        story += [PageBreak(), Paragraph("A page of a letter has some words on it, or nobody reads it.", body_style)]

    def edges(canvas: Any, page: Any) -> None:
        canvas.setFont(normal, 8)
        canvas.drawString(72, 800, "Fleet & Sole, the runner's letter")
        canvas.drawString(72, 30, f"Page {page.page}")

    target = BytesIO()
    lock = StandardEncryption(password, f"{password}-owner") if password else None
    SimpleDocTemplate(target, encrypt=lock, invariant=1).build(story, onFirstPage=edges, onLaterPages=edges)
    return target.getvalue()


def pdf_of_a_picture() -> bytes:
    """Return a PDF that shows something, but holds no text."""
    target = BytesIO()
    page = Canvas(target)
    page.rect(72, 500, 200, 100)
    page.save()
    return target.getvalue()


FILES = {"beach.html": html, "beach.md": markdown, "beach.txt": text, "beach.pdf": pdf}


def tree(folder: Path) -> dict[str, bytes]:
    """Return every file below `folder`, hidden ones too, with its content."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
