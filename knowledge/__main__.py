"""`python -m knowledge check|build|search|evidence|ingest`: the content tools."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click
import yaml

from knowledge.causes import read_table
from knowledge.cues import read_cues
from knowledge.evidence import evidence
from knowledge.evidence_check import faults_of_conditions, faults_of_look_alikes
from knowledge.ingest.command import ingest
from knowledge.levels import read_rules
from knowledge.look_alikes import read_look_alikes
from knowledge.outline import outline
from knowledge.passages import Fault, read_passages
from knowledge.proofreading import proofread
from knowledge.questions import read_questions
from knowledge.readability import known_words
from knowledge.requests import read_requests
from knowledge.safety import care
from knowledge.shop import read_shop
from knowledge.sources import SourceError, read_sources, unknown_references
from knowledge.visits import course
from knowledge.words import words as words_of_slots
from knowledge.wrong_claims import read_claims

Content = TypeVar("Content")


@click.group()
def main() -> None:
    """Check, build and search what Kneewise may say."""


main.add_command(evidence)
main.add_command(ingest)


@main.command()
def check() -> None:
    """Validate every content file; say file and line of what is wrong."""
    faults = content_faults()
    for fault in faults:
        click.echo(f"knowledge: {fault}", err=True)
    if faults:
        raise SystemExit(f"{len(faults)} faults in the content.")
    counts = f"{len(read_passages()[0])} passages, {len(read_sources())} sources, {len(read_questions())} questions"
    click.echo(f"{counts}: all right.")
    shop = read_shop(read_passages()[0], read_sources())
    if shop.reviewed or shop.inbox:
        click.echo(f"From the shop: {len(shop.passages)} passages; waiting for a review: {len(shop.inbox)} articles.")


def content_faults() -> list[Fault]:
    """Return what is wrong in any content file."""
    try:
        known = read_sources()
    except SourceError as error:
        return [Fault("sources.yml", 1, str(error))]
    passages, faults = read_passages(known=known)
    shop = read_shop(passages, known)
    faults += [fault for article in (*shop.reviewed, *shop.inbox) for fault in article.faults]
    rules = _read(faults, "red_flags.yml", read_rules) or ()
    table = _read(faults, "conditions.yml", read_table)
    look_alikes = _read(faults, "look_alikes.yml", read_look_alikes) or ()
    words = _read(faults, "care.yml", care) or {}
    _read(faults, "questions", read_questions)
    _read(faults, "interview.yml", outline)
    _read(faults, "cues.yml", read_cues)
    _read(faults, "requests.yml", read_requests)
    _read(faults, "words.yml", words_of_slots)
    _read(faults, "visits.yml", course)
    _read(faults, "wrong_claims.yml", read_claims)
    _read(faults, "known_words.yml", known_words)
    if not faults:
        faults += _read(faults, "article_faults.yml", lambda: proofread(passages, rules, words)) or []
    cited = [("red_flags.yml", rule.id, rule.because) for rule in rules]
    cited += [("care.yml", level, " ".join(row.values())) for level, row in words.items()]
    for file, name, text in cited:
        line = _line_of(file, name)
        faults += [Fault(file, line, f"{name}: [{ref}] names no source") for ref in unknown_references([text], known)]
    faults += faults_of_conditions(table.conditions.values() if table else (), known)
    # What the look-alikes claim of the rules is tried on right rules only.
    return faults or list(faults_of_look_alikes(look_alikes, rules, known))


def _read(faults: list[Fault], file: str, read: Callable[[], Content]) -> Content | None:
    """Return what `read` returns; None, and a fault more, where the content is wrong."""
    try:
        return read()
    except (ValueError, KeyError, TypeError, yaml.YAMLError) as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else getattr(error, "line", 1)
        faults.append(Fault(file, line, " ".join(str(error).split())))
        return None


def _line_of(file: str, name: str) -> int:
    lines = (Path(__file__).parent / file).read_text(encoding="utf-8").splitlines()
    return next((number for number, line in enumerate(lines, start=1) if line.strip("- :") in (name, f"id: {name}")), 1)


@main.command()
def build() -> None:
    """Embed the passages, index them, train the topic head and calibrate the gate."""
    from knowledge.build import ContentFaults
    from knowledge.build import build as run

    try:
        run(click.echo)
    except ContentFaults as error:
        raise SystemExit(f"{error}\n{len(error.faults)} faults in the content; nothing was built.") from error


@main.command()
@click.argument("question")
@click.option("--explain", is_flag=True, help="Show probabilities and the views that were nearest.")
def search(question: str, explain: bool) -> None:
    """Print the passages found for QUESTION, their scores, and the decision to answer or refuse."""
    from knowledge.search import searcher

    finding = searcher().find(question)
    click.echo(f"{finding.outcome.upper()}: {', '.join(finding.topics) or 'nothing fits'} ({finding.why})")
    for hit in finding.hits:
        click.echo(f"\n{hit.score:.2f}  {hit.passage.id}\n{hit.passage.text}")
        if explain:
            click.echo(f"nearest view: {hit.view}")
    if explain:
        best = sorted(finding.probabilities.items(), key=lambda item: -item[1])[:6]
        click.echo("\n" + "  ".join(f"{topic} {share:.2f}" for topic, share in best))


if __name__ == "__main__":
    main()
