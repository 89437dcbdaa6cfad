"""What runners tell the coach in numbers: `python -m evaluation.coaching` (Python 3.11), part of `make eval`.

Each message goes to the part of the coach that it is about, with what the coach had asked before, and what is noted
afterwards is compared with what the message tells. docs/evaluation.md says how the lines are scored.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import click

from evaluation.cases import FOLDER, CaseFault, read_cases
from evaluation.shares import Share
from evaluation.tables import Section, Table
from knowledge.coach import back_to_running, cadence, mileage, shoes
from knowledge.coach.advice import Advice
from knowledge.coach.beside import with_beside
from knowledge.coach.notes import Notes
from knowledge.coach.wishes import wanted
from scripts import console

DEVELOPMENT, UNSEEN = FOLDER / "coach-development.jsonl", FOLDER / "coach-unseen.jsonl"
TODAY = date(2026, 11, 28)  # the day on which the lines are said
TOLERANCE = 0.03  # as a share
DAYS = 1
REMARKS = (
    "Read: everything that the message tells is noted rightly by the part of the coach that it is about, and nothing "
    "else; a figure that cannot be right is asked about; of what tells nothing, nothing is noted. Taken up: the "
    "message also goes to that part by itself. Brackets hold Wilson's 95 % interval.",
)
Part = Callable[[str, Notes], Advice]
PARTS: Mapping[str, Part] = {
    "cadence": lambda text, notes: cadence.advise(text, notes, TODAY),
    "mileage": lambda text, notes: mileage.advise(text, notes, TODAY),
    "shoes": lambda text, notes: shoes.advise(text, notes, TODAY),
    "check_in": lambda text, notes: back_to_running.check_in(notes, text, TODAY),
}
# What may be told, and which part it is about.
FIGURES = {
    "cadence": "cadence", "week": "mileage", "last_week": "mileage", "goal": "mileage", "goal_date": "mileage",
    "shoes_bought": "shoes", "shoes_km": "shoes", "run_km": "check_in", "pain": "check_in",
}  # fmt: skip
# What was asked before: the part that asked, and what is noted by then.
BEFORE: Mapping[str, tuple[str, Notes]] = {
    "cadence": ("cadence", Notes(asked="cadence")),
    "week": ("mileage", Notes(asked="weekly")),
    "last_week": ("mileage", Notes(asked="before", weekly=30.0, unit="km")),
    "goal": ("mileage", Notes(asked="goal")),
    "goal_date": ("mileage", Notes(asked="goal", goal=42.2)),
    "shoes": ("shoes", Notes(asked="bought")),
    "run": ("check_in", Notes(asked="run")),
}
IMPLAUSIBLE = "implausible"


@dataclass(frozen=True)
class Line:
    """A message with what was asked before and what it tells."""

    id: str
    text: str
    asked: str  # empty where nothing was
    want: Mapping[str, Any]

    @property
    def kind(self) -> str:
        """What is told, in a word or two, for the table."""
        if not self.want:
            return "nothing"
        if IMPLAUSIBLE in self.want:
            return IMPLAUSIBLE
        if "last_week" in self.want:
            return "two weeks" if "week" in self.want else "last week"
        for name in ("goal", "shoes"):
            if any(key.startswith(name) for key in self.want):
                return name
        return {"week": "week", "cadence": "cadence"}.get(next(iter(self.want)), "run")

    @property
    def part(self) -> str:
        """The part of the coach that the message is about."""
        if self.asked:
            return BEFORE[self.asked][0]
        told = next((FIGURES[name] for name in FIGURES if name in self.want), "")
        return told or str(wanted(self.text, ""))

    @property
    def notes(self) -> Notes:
        """What is noted before the message."""
        return BEFORE[self.asked][1] if self.asked else Notes()


@dataclass(frozen=True)
class Outcome:
    """What became of a message."""

    line: Line
    got: Mapping[str, Any]
    read: bool
    taken_up: bool


def lines_of(path: Path) -> list[Line]:
    """Read a file of messages; raises CaseFault naming the line."""
    return read_cases(path, _line)


def outcome(line: Line) -> Outcome:
    """Let the coach read a message, and compare."""
    part = PARTS.get(line.part)
    if part is None:
        return Outcome(line, {}, not line.want, not line.want)  # nobody has to take up what tells nothing
    advice = with_beside(part(line.text, line.notes), line.text, line.part, line.notes, TODAY)
    got = _noted(line, advice)
    read = _asks_again(line, advice.notes) if IMPLAUSIBLE in line.want else _right(line, got)
    return Outcome(line, got, read, read and wanted(line.text, line.notes.asked) == line.part)


def _noted(line: Line, advice: Advice) -> dict[str, Any]:
    """Return what the message has changed in the notes, under the names of the labels."""
    notes, before = advice.notes, line.notes
    run = notes.diary[-1] if notes.diary else None
    figures = {
        "cadence": notes.cadence, "week": notes.weekly, "last_week": notes.before, "goal": notes.goal,
        "goal_date": notes.due or None, "shoes_bought": notes.bought or None, "shoes_km": notes.shoes,
        "run_km": run.km if run else None, "pain": run.pain if run else None,
    }  # fmt: skip
    known = {"week": before.weekly, "goal": before.goal}
    return {
        name: value
        for name, value in figures.items()
        if value is not None
        and value != known.get(name)
        and not (name == "week" and line.part == "shoes" and name not in line.want)
    }


def _right(line: Line, got: Mapping[str, Any]) -> bool:
    told = {name for name in FIGURES if name in line.want}
    return told == {*got} and all(_close(line, name, got[name]) for name in told)


def _close(line: Line, name: str, value: Any) -> bool:
    want = line.want[name]
    if isinstance(want, str):
        apart = abs((date.fromisoformat(value) - date.fromisoformat(want)).days)
        return apart <= int(line.want.get(f"{name}_days", DAYS))
    slack = float(line.want.get("tolerance", TOLERANCE)) * float(want)
    return abs(float(value) - float(want)) <= slack + 1e-6


def _asks_again(line: Line, notes: Notes) -> bool:
    return bool(notes.asked) and not _noted(line, Advice((), (), "", notes))


def table(title: str, outcomes: Sequence[Outcome]) -> Table:
    """Return the shares by kind of message."""
    kinds = sorted({one.line.kind for one in outcomes})
    rows = [_row(kind, [one for one in outcomes if one.line.kind == kind]) for kind in kinds]
    return Table(
        f"{title}: {len(outcomes)} messages", ("told", "messages", "read", "taken up"), [*rows, _row("all", outcomes)]
    )


def _row(name: str, outcomes: Sequence[Outcome]) -> tuple[str, str, str, str]:
    read, taken_up = Share.of(one.read for one in outcomes), Share.of(one.taken_up for one in outcomes)
    return name, str(len(outcomes)), str(read), str(taken_up)


def faults(outcomes: Sequence[Outcome]) -> list[str]:
    """Return a line for each message that was misread, then for each that went elsewhere."""
    wrong = [one for one in outcomes if not one.read]
    elsewhere = [one for one in outcomes if one.read and not one.taken_up]
    return [
        f"{one.line.id} ({one.line.asked or 'unasked'}): {dict(one.line.want)} -> {dict(one.got)}: {one.line.text}"
        for one in wrong
    ] + [
        f"{one.line.id} ({one.line.asked or 'unasked'}): for {one.line.part}, went to "
        f"{wanted(one.line.text, one.line.notes.asked) or 'nobody'}: {one.line.text}"
        for one in elsewhere
    ]


def _line(row: Mapping[str, Any]) -> Line:
    asked, want = str(row["asked"] or ""), dict(row["want"])
    if asked and asked not in BEFORE:
        raise ValueError(f"nothing asks for {asked}; known are {', '.join(BEFORE)}")
    known = {*FIGURES, *(f"{name}_days" for name in FIGURES), "tolerance", IMPLAUSIBLE}
    if strange := {*want} - known:
        raise ValueError(f"no such labels: {sorted(strange)}")
    if want and not {*want} & {*FIGURES, IMPLAUSIBLE}:
        raise ValueError("the message tells nothing")
    return Line(str(row["id"]), str(row["text"]), asked, want)


def _title(path: Path) -> str:
    return "Development" if path.resolve() == DEVELOPMENT else path.stem


@click.command()
@click.option("--show", type=click.IntRange(min=0), default=0, help="Print so many wrong lines of the development set.")
@click.option(
    "--file",
    "path",
    type=click.Path(path_type=Path),
    help="Score this file instead; lines are printed of the development set only.",
)
def main(show: int, path: Path | None) -> None:
    """Print how many numbers, units and dates the coach reads."""
    try:
        sets = {_title(path): path} if path else {"Development": DEVELOPMENT, "Unseen": UNSEEN}
        outcomes = {title: [outcome(line) for line in lines_of(file)] for title, file in sets.items()}
        outcomes = {title: found for title, found in outcomes.items() if found}  # no fresh lines yet
    except (CaseFault, FileNotFoundError) as trouble:
        console.complain(str(trouble))
        sys.exit(1)
    tables = [table(title, found) for title, found in outcomes.items()]
    wrong = faults(outcomes.get(_title(DEVELOPMENT), []))[:show]
    click.echo(Section("Numbers told to the coach", REMARKS, tables, wrong).plain())


if __name__ == "__main__":
    main()
