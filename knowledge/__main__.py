"""`python -m knowledge check|build|search`: the content tools."""

from __future__ import annotations

import click

from knowledge.causes import EvidenceError, read_table
from knowledge.levels import RuleError, read_rules
from knowledge.passages import Fault, read_passages
from knowledge.questions import QuestionError, read_questions
from knowledge.sources import SourceError, read_sources, unknown_references


@click.group()
def main() -> None:
    """Check, build and search what Kneewise may say."""


@main.command()
def check() -> None:
    """Validate every content file; say file and line of what is wrong."""
    faults = content_faults()
    for fault in faults:
        click.echo(f"knowledge: {fault}", err=True)
    if faults:
        raise SystemExit(f"{len(faults)} faults in the content.")
    click.echo(f"{len(read_passages()[0])} passages, {len(read_sources())} sources, {len(read_questions())} questions: all right.")


def content_faults() -> list[Fault]:
    """Return what is wrong in passages, sources, questions, red flags and conditions."""
    try:
        known = read_sources()
    except SourceError as error:
        return [Fault("sources.yml", 1, str(error))]
    faults = read_passages(known=known)[1]
    for name, read in (("questions", read_questions), ("red_flags.yml", read_rules), ("conditions.yml", read_table)):
        try:
            read()
        except (QuestionError, RuleError, EvidenceError) as error:
            faults.append(Fault(name, 1, str(error)))
    if any(fault.file in ("red_flags.yml", "conditions.yml") for fault in faults):
        return faults
    cited = [(rule.id, rule.because) for rule in read_rules()]
    cited += [
        (condition.id, " ".join(f"[{key}]" for key in condition.sources)) for condition in read_table().conditions.values()
    ]
    for name, text in cited:
        faults += [Fault("red_flags.yml/conditions.yml", 1, f"{name}: [{ref}] names no source") for ref in unknown_references([text], known)]
    return faults


@main.command()
def build() -> None:
    """Embed the passages, index them, train the topic head and calibrate the gate."""
    from knowledge.build import ContentFaults, build as run

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
