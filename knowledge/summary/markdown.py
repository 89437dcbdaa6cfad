"""The summary as Markdown, to read in any program and to paste into a record; and in short, for the chat."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from knowledge.summary.content import Row, Summary, words


def to_markdown(summary: Summary) -> str:
    """Return the summary as Markdown, its sources as a numbered list."""
    parts = [f"# {summary.title}", summary.written, *(f"> {note}" for note in summary.notes)]
    for section in summary.sections:
        parts += [f"## {section.heading}", "\n".join(_line(row) for row in section.rows)]
    if summary.sources:
        listed = "\n".join(f"{source['n']}. {_source(source)}" for source in summary.sources)
        parts += [f"## {words()['headings']['sources']}", listed]
    return "\n\n".join(parts) + "\n"


def in_short(summary: Summary) -> list[str]:
    """Return a line a section for the chat; sections that only stand in the files are left out."""
    lines = []
    for section in summary.sections:
        shown = [(row.label, row.text if row.short is None else row.short) for row in section.rows]
        said = [f"{label}: {text}." if label else f"{text}." for label, text in shown if text]
        lines += [" ".join([f"{section.heading}.", *said])] if said else []
    return lines


def _line(row: Row) -> str:
    if row.label:
        return f"- **{row.label}:** {row.text}"
    return f"- **{row.text}**" if row.strong else f"- {row.text}"


def _source(source: Mapping[str, Any]) -> str:
    title = f"[{source['title']}]({source['url']})" if source["url"] else str(source["title"])
    return f"{title}{origin(source)}."


def origin(source: Mapping[str, Any]) -> str:
    """Return what follows the title of a source: section, publisher and year, those it has."""
    parts = (source["section"], source["publisher"], source["year"])
    ended = str(source["title"]).endswith((".", "?", "!"))
    return ("" if ended else ".") + " " + ", ".join(str(part) for part in parts if part)
