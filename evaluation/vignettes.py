"""Whole cases: `python -m evaluation.vignettes` (Python 3.10), part of `make eval`.

Each case has an opening, as a runner would write it, and an answer to every question. The opening is read as the
assistant reads it, the interview asks on from there, and cause, level and number of questions are compared with those
that a second author gave. docs/interview.md says what comes out.
"""

from __future__ import annotations

import statistics
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from evaluation.cases import FOLDER, CaseFault, read_cases
from evaluation.shares import Share
from evaluation.simulated import Course, conduct
from evaluation.tables import Section, Table
from knowledge.causes import table
from knowledge.levels import EMERGENCY, LEVELS, SELF_CARE
from knowledge.slots import SLOTS, possible
from scripts import console

DEVELOPMENT, UNSEEN = FOLDER / "vignettes-development.jsonl", FOLDER / "vignettes-unseen.jsonl"
Told = tuple[Mapping[str, str], Sequence[str]]
REMARKS = (
    "The share is of all cases, but for the causes: of those with a cause below emergency; and for self-care: of those "
    "that are. Safe: never below the mildest level that is. Brackets hold Wilson's 95 % interval.",
)


@dataclass(frozen=True)
class Vignette:
    """A case with what it should come to."""

    id: str
    text: str  # the opening
    facts: Mapping[str, str]
    causes: tuple[str, ...]  # that may be named first; none where there is no single one
    level: str
    also_ok: frozenset[str]
    mildest: str  # level that is still safe


@dataclass(frozen=True)
class Ending:
    """What a case came to."""

    case: Vignette
    named: tuple[str, ...]  # causes, best first
    level: str
    questions: int

    @property
    def safe(self) -> bool:
        """Tell whether the level is not below the mildest that is safe."""
        return LEVELS.index(self.level) >= LEVELS.index(self.case.mildest)

    @property
    def allowed(self) -> bool:
        """Tell whether the level is one of those that are right."""
        return self.level == self.case.level or self.level in self.case.also_ok


def vignettes(path: Path) -> list[Vignette]:
    """Read the cases; raises CaseFault naming the line."""
    return read_cases(path, _vignette)


def ending(case: Vignette, told: Told) -> Ending:
    """Go on from what the opening `told` (slots, signs), and sum up."""
    course = conduct(case.facts, told[0], told[1])
    return Ending(case, _named(course), course.level, len(course.questions))


def summary(title: str, endings: Sequence[Ending]) -> Table:
    """Return the table of a set's figures."""
    with_cause = [one for one in endings if one.case.causes and one.case.level != EMERGENCY]
    self_care = [one for one in endings if one.case.level == SELF_CARE]
    asked = sorted(one.questions for one in endings)
    rows = [
        ("cause named first", _share(one.named[0] in one.case.causes for one in with_cause)),
        ("cause in the first three", _share(bool({*one.named[:3]} & {*one.case.causes}) for one in with_cause)),
        ("level exact", _share(one.level == one.case.level for one in endings)),
        ("level allowed", _share(one.allowed for one in endings)),
        ("safe", _share(one.safe for one in endings)),
        ("self-care kept", _share(one.level == SELF_CARE for one in self_care)),
        ("questions: median", f"{statistics.median(asked):g}"),
        ("questions: most", str(asked[-1])),
    ]
    return Table(f"{title}: {len(endings)} cases", ("what", "figure"), rows)


def faults(endings: Iterable[Ending]) -> list[str]:
    """Return a line for each case that came to something else."""
    return [
        f"{one.case.id}: {one.case.level} -> {one.level}, {' or '.join(one.case.causes) or '-'} -> {one.named[0]}: "
        f"{one.case.text}"
        for one in endings
        if not (one.allowed and one.safe and (one.level == EMERGENCY or _right(one)))
    ]


def _right(one: Ending) -> bool:
    return not one.case.causes or one.named[0] in one.case.causes


def _named(course: Course) -> tuple[str, ...]:
    return tuple(cause.id for cause in table().rank(course.values))


def _share(verdicts: Iterable[bool]) -> str:
    return str(Share.of(verdicts))


def _vignette(row: Mapping[str, Any]) -> Vignette:
    facts = {slot: str(row["facts"][slot]) for slot in SLOTS}
    for slot, value in facts.items():
        if value not in possible(slot):
            raise ValueError(f"{slot} = {value} cannot be")
    levels = (row["gold_level"], *row["ok_levels"], row["min_safe_level"])
    if strange := {*levels} - {*LEVELS}:
        raise ValueError(f"no such levels: {sorted(strange)}")
    if strange := {*row["gold_cause"]} - {*table().conditions}:
        raise ValueError(f"no such causes: {sorted(strange)}")
    return Vignette(
        str(row["id"]),
        str(row["text"]),
        facts,
        tuple(row["gold_cause"]),
        levels[0],
        frozenset(row["ok_levels"]),
        levels[-1],
    )


def as_read() -> Callable[[str], Told]:
    """Return how the assistant reads an opening: slots with their values, and signs with what is suspected."""
    from bot.nlu.danger import suspicions, told
    from bot.nlu.understanding import understand

    def read(text: str) -> Told:
        understood = understand(text)
        values, signs = told(understood)
        return values, [*signs, *suspicions(understood)]

    return read


@click.command()
@click.option("--show", type=click.IntRange(min=0), default=0, help="Print so many wrong cases of the development set.")
def main(show: int) -> None:
    """Print how whole cases end."""
    try:
        sets = {"Development": vignettes(DEVELOPMENT), "Unseen": vignettes(UNSEEN)}
        read = as_read()
    except (CaseFault, FileNotFoundError) as trouble:
        console.complain(str(trouble))
        sys.exit(1)
    endings = {title: [ending(case, read(case.text)) for case in cases] for title, cases in sets.items()}
    tables = [summary(title, found) for title, found in endings.items()]
    click.echo(Section("Cases", REMARKS, tables, faults(endings["Development"])[:show]).plain())


if __name__ == "__main__":
    main()
