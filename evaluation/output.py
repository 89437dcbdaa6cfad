"""What the commands of this package have in common: showing progress, writing a report and printing it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from evaluation.tables import Section, document
from scripts import console

Case = TypeVar("Case")


def followed(title: str, cases: Sequence[Case]) -> Iterator[Case]:
    """Go through cases, showing how far it is."""
    with console.progress(title) as line:
        for number, case in enumerate(cases, 1):
            line.tick(f"{number} of {len(cases)}")
            yield case


def write_report(path: Path, title: str, sections: Sequence[Section]) -> None:
    """Write a report as Markdown."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(document(title, sections), encoding="utf-8")


def print_report(path: Path, sections: Sequence[Section]) -> None:
    """Print a report that was written to `path`; nothing where it never came to one."""
    if sections:
        console.say()
        console.say("\n\n\n".join(section.plain() for section in sections))
        console.say(f"\nThe same as Markdown: {console.shown(path)}")
