"""How well messages are understood: `python -m evaluation.understanding` (Python 3.10), or `make eval`.

Reads the labelled messages of `evaluation/data` with the assistant and with simpler ways, prints the tables and writes
them to `build/report/understanding.md`. docs/evaluation.md says what they mean.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import click

from evaluation import report
from evaluation.baselines import NEGEX, Keywords, NegEx, WordLists
from evaluation.cases import (
    FOLDER,
    CaseFault,
    DangerCase,
    IntentCase,
    SymptomCase,
    danger_cases,
    intent_cases,
    symptom_cases,
)
from evaluation.diet import FALLBACK, answers, examples_of
from evaluation.noise import KINDS
from evaluation.output import followed, print_report, write_report
from evaluation.overlap import Learnt
from evaluation.readers import Assistant, Reader
from evaluation.robustness import effects
from evaluation.scoring import IntentScore, score_danger, score_intents, score_symptoms
from evaluation.shares import Share, bins
from evaluation.tables import Section
from knowledge.slots import SLOTS
from scripts import console
from scripts.console import BUILD, Interrupted, Trouble

PARTS = ("development", "unseen")
REPORT = BUILD / "report" / "understanding.md"
TITLE = "Understanding"
SETS = "Development sets are there to choose settings on; the unseen ones say how strangers will fare."
NEGEX_MISSING = f"The NegEx baseline is left out: {NEGEX} is not in this environment."
STOCK_TO_COME = "Rasa's stock pipeline is left out here."
RANDOM = (
    "Rasa's stock pipeline begins from chance, as its configuration sets no seed: trained anew it differs a little."
)

Stock = Callable[[Sequence[str]], dict[str, list[str]]]


class Sets:
    """The labelled messages."""

    def __init__(self, folder: Path = FOLDER) -> None:
        """Read them all, so that a fault shows before the long work begins."""
        self.symptoms = {part: symptom_cases(folder / f"symptoms-{part}.jsonl") for part in PARTS}
        self.danger = {part: danger_cases(folder / f"danger-{part}.jsonl") for part in PARTS}
        self.intents = intent_cases(folder / "intents.jsonl")

    def texts(self) -> dict[str, list[str]]:
        """Return the messages of each set, by its name."""
        parts: dict[str, Sequence[SymptomCase | DangerCase | IntentCase]] = {
            **{f"symptoms-{part}": cases for part, cases in self.symptoms.items()},
            **{f"danger-{part}": cases for part, cases in self.danger.items()},
            "intents": self.intents,
        }
        return {name: [case.text for case in cases] for name, cases in parts.items()}


def readers(assistant: Reader) -> list[Reader]:
    """Return the assistant and the baselines that this environment has."""
    lists = WordLists()
    found: list[Reader] = [assistant, Keywords(lists)]
    return [*found, NegEx(lists)] if NegEx.is_there() else found


def symptoms(sets: Sets, compared: Sequence[Reader], show: int) -> list[Section]:
    """Measure the reading of symptoms."""
    scores = {
        part: {
            reader.name: score_symptoms(
                cases, [reader.values(case.text) for case in followed(f"Symptoms, {part}, {reader.name}", cases)]
            )
            for reader in compared
        }
        for part, cases in sets.symptoms.items()
    }
    remarks = [] if NegEx.is_there() else [NEGEX_MISSING]
    ours = compared[0].name
    details = [report.symptom_details(f"symptoms-{part}", one[ours], show) for part, one in scores.items()]
    return [report.symptom_overview(scores, remarks), *details]


def danger(sets: Sets, compared: Sequence[Reader], show: int) -> list[Section]:
    """Measure the judging of levels."""
    scores = {
        part: {
            reader.name: score_danger(
                cases, [reader.level(case.text) for case in followed(f"Danger, {part}, {reader.name}", cases)]
            )
            for reader in compared
        }
        for part, cases in sets.danger.items()
    }
    ours = compared[0].name
    details = [report.danger_details(f"danger-{part}", one[ours], show) for part, one in scores.items()]
    return [report.danger_overview(scores), *details]


def intents(sets: Sets, learnt: Learnt, ours: Sequence[str], show: int, stock: Stock | None) -> list[Section]:
    """Measure the intents; `stock` answers in the place of Rasa's own pipeline."""

    def score(got: Sequence[str]) -> tuple[IntentScore, IntentScore]:
        new = [number for number, case in enumerate(sets.intents) if case.text not in learnt]
        only_new = score_intents([sets.intents[number] for number in new], [got[number] for number in new])
        return score_intents(sets.intents, got), only_new

    scores = {Assistant.name: score(ours)}
    remarks = [STOCK_TO_COME]
    if stock is not None:
        told = stock([case.text for case in sets.intents])
        scores |= {name: score(got) for name, got in told.items()}
        fallbacks = sum(got.count(FALLBACK) for got in told.values())
        remarks = [RANDOM, f"It gave way to its fallback {fallbacks} times of {len(sets.intents)}."]
    return [report.intent_overview(scores, remarks), report.intent_details(scores[Assistant.name][0], show)]


def stock_intents(texts: Sequence[str]) -> dict[str, list[str]]:
    """Return what Rasa's stock pipeline answers, with and without its fallback."""
    told = answers(texts, examples_of())
    return {"Rasa's stock pipeline": told.intents, "the same, without its fallback": told.guesses}


def reliability(sets: Sets, assistant: Assistant, told: Sequence[tuple[str, float]]) -> Section:
    """Measure whether confidences can be trusted, on the unseen messages."""
    intent = [(share, case.accepts(name)) for case, (name, share) in zip(sets.intents, told, strict=True)]
    likeliest, found = [], []
    for case in followed("Reliability of slots", sets.symptoms["unseen"]):
        shares, values = assistant.shares(case.text), assistant.values(case.text)
        for slot in SLOTS:
            best = max(shares[slot], key=shares[slot].__getitem__)
            likeliest.append((shares[slot][best], case.accepts(slot, best)))
            if slot in values:
                found.append((shares[slot].get(values[slot], 0.0), case.accepts(slot, values[slot])))
    parts = {
        "Intents": bins(intent),
        "Slots, the tuned reader's likeliest value or silence": bins(likeliest),
        "Slots, the share that the tuned reader gives to what was found": bins(found),
    }
    return report.reliability(parts)


def robustness(sets: Sets, reader: Reader) -> Section:
    """Measure what noise does."""
    with console.progress("Noise") as line:

        def told(number: int, kind: str) -> None:
            line.title = f"Noise, kind {number} of {len(KINDS)}: {kind}"
            line.tick()

        every_danger = [case for cases in sets.danger.values() for case in cases]
        every_symptom = [case for cases in sets.symptoms.values() for case in cases]
        return report.robustness(effects(every_danger, every_symptom, reader, told))


def measured(
    sets: Sets, assistant: Assistant, learnt: Learnt, show: int, stock: Stock | None
) -> Iterator[list[Section]]:
    """Measure everything and yield the report; without `stock` neither intents by it nor robustness.

    With `stock` the report comes twice, first without its answers: training it can take hours.
    """
    compared = readers(assistant)
    told = [assistant.intent(case.text) for case in followed("Intents, Kneewise", sets.intents)]
    names = [name for name, _ in told]
    sizes = {name: Share.of(text in learnt for text in texts) for name, texts in sets.texts().items()}
    before = [report.sets(sizes, [SETS]), *symptoms(sets, compared, show), *danger(sets, compared, show)]
    after = [reliability(sets, assistant, told)]
    if stock is not None:
        after.append(robustness(sets, assistant))
    yield [*before, *intents(sets, learnt, names, show, None), *after]
    if stock is not None:
        yield [*before, *intents(sets, learnt, names, show, stock), *after]


@click.command()
@click.option("--quick", is_flag=True, help="Leave out robustness and Rasa's stock pipeline.")
@click.option("--show", type=click.IntRange(min=0), default=0, help="Print so many wrong messages of each set.")
def main(quick: bool, show: int) -> None:
    """Print how well messages are understood, and write it to build/report/understanding.md."""
    console.raise_on_signals()
    # Rasa and spaCy load much that warns of its own age, and filters do not hold: some of it sets its own.
    logging.captureWarnings(True)
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    sections: list[Section] = []
    status = 0
    try:
        for sections in measured(Sets(), Assistant(), Learnt.of_data(), show, None if quick else stock_intents):
            write_report(REPORT, TITLE, sections)
    except Interrupted as interrupted:
        console.complain("Stopped before the end.")
        status = interrupted.status
    except (Trouble, CaseFault, FileNotFoundError) as trouble:
        console.complain(str(trouble))
        status = 1
    print_report(REPORT, sections)
    sys.exit(status)


if __name__ == "__main__":
    main()
