"""`python -m knowledge ingest FILE|FOLDER`."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path

import click

from knowledge.ingest.document import IngestError
from knowledge.ingest.files import Found, Listing, list_files, shown
from knowledge.ingest.intake import Intake, Outcome, Told, is_address
from knowledge.shop import SHOP_FOLDER


@click.command()
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--url", help="Where the article is published (https://...).")
@click.option("--title", help="Its title, where the file does not tell.")
@click.option("--publisher", help="Who publishes it, if not the shop.")
@click.option("--year", type=int, help="The year it was published.")
@click.option("--again", is_flag=True, help="Propose anew what was taken in before.")
def ingest(
    path: Path, url: str | None, title: str | None, publisher: str | None, year: int | None, again: bool
) -> None:
    """Propose passages from the article in FILE, or from each article in FOLDER, for a reviewer.

    HTML, Markdown, text and PDF; docs/ingest.md tells what becomes of them.
    """
    if url is not None and not is_address(url):
        raise click.BadParameter(f"{url!r} is no address that begins with https://.", param_hint="--url")
    if path.is_dir() and (url or title):
        raise click.UsageError("--url and --title belong to one article; give a FILE with them.")
    told = Told(title or "", publisher or "", year, url or "")
    try:
        listing = list_files(path)
    except IngestError as error:
        raise SystemExit(f"{shown(str(path))}: {error}") from error
    _Run(told, again).all(listing)


class _Run:
    """One call of the command: takes each file, tells what became of it, and sums up."""

    def __init__(self, told: Told, again: bool) -> None:
        from knowledge.encoder import Encoder
        from knowledge.search import searcher

        self.told, self.again = told, again
        self.intake = Intake(searcher, partial(Encoder, threads=2), SHOP_FOLDER)

    def all(self, listing: Listing) -> None:
        """Take every file of `listing`; ends with exit status 1 if any failed."""
        done: list[tuple[str, Outcome | IngestError]] = [*listing.refused]
        few = len(listing.files) < 2
        try:
            with click.progressbar(listing.files, label="Taking in", item_show_func=_name, hidden=few) as files:
                done += [(found.name, self._take(found)) for found in files]
        except FileNotFoundError as error:  # neither of the files: what the build makes is missing
            raise SystemExit(str(error)) from error
        for name, outcome in done:
            _tell(name, outcome)
        failed = sum(isinstance(outcome, IngestError) for _, outcome in done)
        if len(done) > 1 or listing.passed_over:
            _sum_up([outcome for _, outcome in done if isinstance(outcome, Outcome)], failed, listing)
        if failed:
            raise SystemExit(1)

    def _take(self, found: Found) -> Outcome | IngestError:
        try:
            return self.intake.take(found, self.told, self.again)
        except IngestError as error:
            return error


def _name(found: Found | None) -> str:
    return found.name if found else ""


def _tell(name: str, outcome: Outcome | IngestError) -> None:
    if isinstance(outcome, IngestError):
        click.echo(f"{name}: {outcome}", err=True)
        return
    if outcome.before:
        click.echo(f"{name}: taken in before, as {_path(outcome.before)}; nothing was changed. Use --again to redo it.")
        return
    passages = outcome.proposals.passages
    if passages:
        notes = f"{outcome.count('CONFLICT')} with conflicts, {outcome.count('DUPLICATE')} like others that are there"
        click.echo(f"{name}: {_counted(len(passages), 'passage')} proposed in {_path(outcome.where)} ({notes})")
    else:
        click.echo(f"{name}: no passages; nothing was written.")
    if outcome.kept:
        click.echo(f"  The proposal before is kept in {_path(outcome.kept)}.")
    for row in outcome.proposals.left_out:
        heading = f"[{row.heading}] " if row.heading else ""
        click.echo(f'  left out: {heading}"{row.words}": {row.why}')


def _counted(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def _path(where: str) -> str:
    return os.path.relpath(SHOP_FOLDER / where)


def _sum_up(outcomes: list[Outcome], failed: int, listing: Listing) -> None:
    taken = [outcome for outcome in outcomes if outcome.where]
    before = sum(bool(outcome.before) for outcome in outcomes)
    passages = sum(len(outcome.proposals.passages) for outcome in taken)
    click.echo(
        f"\n{_counted(len(taken), 'article')} taken in with {_counted(passages, 'passage')}, {before} there before, "
        f"{len(outcomes) - len(taken) - before} without passages, {failed} failed."
    )
    if listing.passed_over:
        kinds = ", ".join(f"{count} {ending}" for ending, count in sorted(listing.passed_over.items()))
        click.echo(f"Files of other kinds, passed over: {kinds}.")
