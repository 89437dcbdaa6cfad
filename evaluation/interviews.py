"""How good the questions are: `python -m evaluation.interviews`.

Interviews simulated runners in the assistant's way, by a questionnaire in fixed order and by one in random order, and
prints how often the drawn cause is named, whether the level is the one that all answers together give, and how many
questions it takes. docs/interview.md says what it means.
"""

from __future__ import annotations

import random
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import click

from evaluation.shares import Share
from evaluation.simulated import (
    MOST_TURNS,
    Chooser,
    Course,
    Runner,
    conduct,
    draw,
    every_question,
    level_of,
    questionnaire,
    whole_list,
)
from evaluation.tables import Section, Table
from knowledge.causes import table
from knowledge.levels import ROUTINE, SELF_CARE

RUNNERS, SEED = 2000, 1
HEADER = ("way", "named first", "in first three", "level as with all answers", "questions: median", "95 %", "most")
REMARKS = (
    "Runners drawn from conditions.yml: the cause by its prior, each answer by its likelihood. Brackets hold Wilson's "
    "95 % interval. Causes are counted for runners below urgent by all their answers: from urgent on, no more is asked "
    "about them.",
    "Stopped: after as many questions as Kneewise asked the same runner.",
)


@dataclass(frozen=True)
class Outcome:
    """What an interview made of a runner."""

    runner: Runner
    questions: int
    place: int  # of the drawn cause in the ranking, 0 for the first
    right_level: bool

    @property
    def counts(self) -> bool:
        """Tell whether a cause is looked for at all."""
        return level_of(self.runner.facts) in (SELF_CARE, ROUTINE)


def outcome(runner: Runner, course: Course) -> Outcome:
    """Sum up an interview."""
    ranked = [cause.id for cause in table().rank(course.values)]
    right = course.level == level_of(runner.facts)
    return Outcome(runner, len(course.questions), ranked.index(runner.cause), right)


def row(name: str, outcomes: Sequence[Outcome]) -> tuple[str, ...]:
    """Return a line of the table of ways."""
    counted = [one for one in outcomes if one.counts]
    asked = sorted(one.questions for one in outcomes)
    return (
        name,
        str(Share.of(one.place == 0 for one in counted)),
        str(Share.of(one.place < 3 for one in counted)),
        str(Share.of(one.right_level for one in outcomes)),
        f"{statistics.median(asked):g}",
        str(asked[int(len(asked) * 0.95)]),
        str(asked[-1]),
    )


def by_cause(outcomes: Iterable[Outcome]) -> Table:
    """Return how each drawn cause fares in the assistant's way."""
    counted = [one for one in outcomes if one.counts]
    rows = []
    for cause in table().conditions:
        own = [one for one in counted if one.runner.cause == cause]
        first, three = Share.of(one.place == 0 for one in own), Share.of(one.place < 3 for one in own)
        asked = f"{statistics.median(one.questions for one in own):g}" if own else "-"
        rows.append((cause, str(len(own)), str(first), str(three), asked))
    return Table("Kneewise by cause", ("cause", "runners", "named first", "in first three", "questions: median"), rows)


def measure(runners: Sequence[Runner], seed: int) -> Section:
    """Interview every runner in every way; return the tables."""
    ours = [conduct(runner.facts) for runner in runners]
    budgets = [len(course.questions) for course in ours]
    rows = [row("Kneewise", mine := [outcome(*pair) for pair in zip(runners, ours, strict=True)])]
    for name, chooser in (("fixed order", _fixed), ("random order", _shuffled)):
        for stopped in (False, True):
            courses = [
                conduct(
                    runner.facts,
                    choose=chooser(seed, number),
                    listed=whole_list,
                    most=budgets[number] if stopped else MOST_TURNS,
                )
                for number, runner in enumerate(runners)
            ]
            outcomes = [outcome(*pair) for pair in zip(runners, courses, strict=True)]
            rows.append(row(f"{name}, stopped" if stopped else name, outcomes))
    return Section("Interviews", REMARKS, [Table(f"{len(runners)} simulated runners", HEADER, rows), by_cause(mine)])


def _fixed(seed: int, number: int) -> Chooser:
    return questionnaire(every_question())


def _shuffled(seed: int, number: int) -> Chooser:
    order = every_question()
    random.Random(f"{seed}-{number}").shuffle(order)
    return questionnaire(order)


def drawn(count: int, seed: int) -> list[Runner]:
    """Draw `count` runners; the same seed gives the same runners."""
    chance = random.Random(seed)
    return [draw(table(), chance) for _ in range(count)]


@click.command()
@click.option("--runners", default=RUNNERS, show_default=True, help="How many to interview.")
@click.option("--seed", default=SEED, show_default=True, help="Another seed draws other runners.")
def main(runners: int, seed: int) -> None:
    """Print the tables."""
    click.echo(measure(drawn(runners, seed), seed).plain())


if __name__ == "__main__":
    main()
