"""Tables and sections of a report, as plain text and as Markdown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

GAP = "  "


@dataclass(frozen=True)
class Table:
    """A table; its first column stands to the left, the others to the right unless `left` is set."""

    caption: str
    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    left: bool = False

    def plain(self) -> str:
        """Return the table in columns of equal width."""
        lines = [list(self.header), *map(list, self.rows)]
        widths = [max(len(line[column]) for line in lines) for column in range(len(self.header))]
        laid = [self._laid(line, widths) for line in lines]
        rule = GAP.join("-" * width for width in widths)
        return "\n".join([self.caption, laid[0], rule, *laid[1:]])

    def markdown(self) -> str:
        """Return the table in Markdown."""
        marks = ["---" if self.left or not column else "---:" for column in range(len(self.header))]
        lines = [map(_escaped, self.header), marks, *(map(_escaped, row) for row in self.rows)]
        return "\n".join([f"**{_escaped(self.caption)}**", "", *("| " + " | ".join(line) + " |" for line in lines)])

    def _laid(self, line: Sequence[str], widths: Sequence[int]) -> str:
        cells = [
            cell.ljust(width) if self.left or not column else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        ]
        return GAP.join(cells).rstrip()


@dataclass(frozen=True)
class Section:
    """A part of the report: remarks, tables, a figure, and single lines such as messages read wrongly."""

    title: str
    remarks: Sequence[str] = ()
    tables: Sequence[Table] = ()
    lines: Sequence[str] = field(default=())
    figure: str = ""  # the name of a picture beside the report

    def plain(self) -> str:
        """Return the section for a terminal."""
        parts = [f"{self.title}\n{'=' * len(self.title)}", *self.remarks, *(table.plain() for table in self.tables)]
        if self.figure:
            parts.append(f"As a picture: {self.figure}, beside the report")
        if self.lines:
            parts.append("\n".join(f"- {_in_one_line(line)}" for line in self.lines))
        return "\n\n".join(parts)

    def markdown(self) -> str:
        """Return the section in Markdown."""
        parts = [f"## {self.title}", *self.remarks, *(table.markdown() for table in self.tables)]
        if self.figure:
            parts.append(f"![{self.title}]({self.figure})")
        if self.lines:
            # As code: messages hold stars, hashes and brackets of their own.
            parts.append(
                "\n".join(["```text", *(_in_one_line(line).replace("```", "'''") for line in self.lines), "```"])
            )
        return "\n\n".join(parts)


def document(title: str, sections: Sequence[Section]) -> str:
    """Return a whole Markdown document."""
    return "\n\n".join([f"# {title}", *(section.markdown() for section in sections)]) + "\n"


def _in_one_line(text: str) -> str:
    return " ".join(text.split())


def _escaped(cell: str) -> str:
    return _in_one_line(cell).replace("|", "\\|")
