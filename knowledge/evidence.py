"""The evidence as a page that a clinician can read: `python -m knowledge evidence` writes docs/evidence.md.

Everything on it comes from the content files; nothing is written there by hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import click

from knowledge.causes import Table, shares, table
from knowledge.conditions import LEAST_LEVEL, OUR_READING, PRIOR, Backing, Condition
from knowledge.levels import UNKNOWN, Rule, rules
from knowledge.look_alikes import LookAlike, read_look_alikes
from knowledge.settings import ROOT
from knowledge.slots import UNSURE
from knowledge.sources import Citations, Source, sources

PAGE = ROOT / "docs" / "evidence.md"
HEAD = Path(__file__).resolve().parent / "evidence_head.md"
STRENGTHS = ((2.5, "very strongly"), (1.5, "strongly"), (0.75, "clearly"), (0.25, "a little"), (0.0, "hardly"))
WORTH_A_LINE = 0.05  # smaller weights are there for completeness only
OURS = "our reading"


class Page:
    """The page being written; it numbers the sources as they come."""

    def __init__(self, known: Mapping[str, Source]) -> None:
        """Start with no source cited."""
        self._citations = Citations(known)

    def causes(self, evidence: Table) -> str:
        """Return how frequent each cause is, and for each one what speaks for and against it."""
        conditions = list(evidence.conditions.values())
        frequent = zip(conditions, shares([one.prior for one in conditions]), strict=True)
        rows = [(one.name, _of_hundred(share), self._cited(one.backing[PRIOR])) for one, share in frequent]
        parts = ["## How frequent each cause is", _table(("cause", "of 100 who ask", "because"), rows)]
        for one in conditions:
            parts += [
                f"## {_capital(one.name)}",
                f"Where it fits best, {_plain(one.least_level)} at least{self._cited(one.backing[LEAST_LEVEL])}.",
                self._lines(one, evidence),
            ]
        return "\n\n".join(parts)

    def danger(self, flags: Iterable[Rule]) -> str:
        """Return the danger rules, the gravest level first."""
        rows = [
            (_plain(rule.level), f"`{rule.id}`", _condition(rule), self._citations.number(rule.because).strip())
            for rule in flags
        ]
        remark = 'The gravest level of which a rule holds is the level. "Not sure" counts as the worrying answer.'
        return "\n\n".join(
            ["## Danger signs", remark, _table(("level", "rule", "holds when", "said to the runner"), rows)]
        )

    def look_alikes(self, found: Iterable[LookAlike]) -> str:
        """Return what the danger rules catch without naming it."""
        rows = []
        for one in found:
            caught = [
                f"{_plain(catch.level)}: {', '.join(f'`{rule}`' for rule in catch.rules)}" for catch in one.catches
            ]
            rows.append((one.name + self._numbers(one.sources), one.shows, "<br>".join(caught), one.missed))
        remark = "Kneewise does not name these; the danger signs catch them and send people to the right place."
        header = ("look-alike", "how it shows", "caught by", "what the rules cannot see")
        return "\n\n".join(["## Look-alikes", remark, _table(header, rows)])

    def sources(self) -> str:
        """Return the list of what was cited so far."""
        lines = []
        for one in self._citations.blocks():
            title = f"{one['title']}: {one['section']}" if one["section"] else one["title"]
            linked = f"[{title}]({one['url']})" if one["url"] else title
            year = f", {one['year']}" if one["year"] else ""
            lines.append(f"{one['n']}. {linked}. {one['publisher']}{year}.")
        return "\n\n".join(["## Sources", "\n".join(lines)])

    def _lines(self, condition: Condition, evidence: Table) -> str:
        rows = []
        for slot, row in condition.evidence.items():
            likely = evidence.likelihood(condition.id, slot)
            said = [
                (
                    weight,
                    f"{evidence.words[slot][value]}: {strength(weight)} ({weight:+.1f}, {_of_hundred(likely[value])})",
                )
                for value, weight in row.items()
                if value != UNSURE and abs(weight) >= WORTH_A_LINE
            ]
            ordered = [text for _, text in sorted(said, key=lambda pair: -abs(pair[0]))]
            speaks_for = [text for text in ordered if "(+" in text]
            against = [text for text in ordered if "(-" in text]
            rows.append(("<br>".join(speaks_for), "<br>".join(against), self._cited(condition.backing[slot]).strip()))
        return _table(("for (weight, of 100)", "against (weight, of 100)", "source"), rows)

    def _cited(self, backing: Backing) -> str:
        note = f" {backing.note}" if backing.note else ""
        ours = f" {OURS}." if OUR_READING in backing.sources else ""
        return self._numbers(one for one in backing.sources if one != OUR_READING) + ours + note

    def _numbers(self, cited: Iterable[str]) -> str:
        return self._citations.number("".join(f"[{one}]" for one in cited))


def strength(weight: float) -> str:
    """Return how much a weight counts, in a word."""
    return next(word for least, word in STRENGTHS if abs(weight) >= least)


def _condition(rule: Rule) -> str:
    said = [*_answers(rule.when), *(f"said: {_plain(sign)}" for sign in rule.signs)]
    if not rule.alone:
        said.append("something else is known of the knee")
    if rule.until:
        sets = "; or: ".join(", ".join(_answers(one)) for one in rule.until)
        said.append(f"until all of this is known: {sets}")
    return "; ".join(said)


def _answers(wanted: Mapping[str, Iterable[str]]) -> list[str]:
    return [
        f"{_plain(slot)}: {' or '.join('not told' if one == UNKNOWN else _plain(one) for one in values)}"
        for slot, values in wanted.items()
    ]


def _plain(name: str) -> str:
    return name.replace("self_care", "self-care").replace("_", " ")


def _capital(name: str) -> str:
    return name[0].upper() + name[1:]


def _of_hundred(share: float) -> str:
    return f"{share * 100:.0f}" if share >= 0.005 else "<1"


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = ["| " + " | ".join(header) + " |", "|" + "---|" * len(header)]
    lines += ["| " + " | ".join(cell.strip().replace("|", "\\|") for cell in row) + " |" for row in rows]
    return "\n".join(lines)


def current_page() -> str:
    """Return the page of the content as it is, in Markdown."""
    page = Page(sources())
    parts = [page.causes(table()), page.danger(rules()), page.look_alikes(read_look_alikes())]
    return "\n\n".join([HEAD.read_text(encoding="utf-8").strip(), *parts, page.sources()]) + "\n"


@click.command()
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 where the page is out of date.")
def evidence(check: bool) -> None:
    """Write docs/evidence.md: causes, danger signs and look-alikes as tables."""
    text = current_page()
    if not check:
        PAGE.write_text(text, encoding="utf-8")
    elif not PAGE.exists() or PAGE.read_text(encoding="utf-8") != text:
        raise SystemExit("docs/evidence.md is out of date; write it with: .venv/app/bin/python -m knowledge evidence")
