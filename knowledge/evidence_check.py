"""Checks of the evidence: every line cites works that exist, and every look-alike is caught as claimed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from knowledge import conditions, look_alikes
from knowledge.conditions import LEAST_LEVEL, OUR_READING, PRIOR, Condition
from knowledge.levels import Rule
from knowledge.lines import line_of
from knowledge.look_alikes import LookAlike
from knowledge.passages import Fault
from knowledge.sources import Source, unknown_references


def faults_of_conditions(
    found: Iterable[Condition], known: Mapping[str, Source], path: Path = conditions.FILE
) -> Iterator[Fault]:
    """Yield a fault for each source that a line of evidence names and `known` does not hold."""
    for condition in found:
        for slot, backing in condition.backing.items():
            keys = [condition.id, slot] if slot in (PRIOR, LEAST_LEVEL) else [condition.id, "evidence", slot]
            cited = [source for source in backing.sources if source != OUR_READING]
            yield from _unknown(path, ["causes", *keys], f"{condition.id}, {slot}", cited, known)


def faults_of_look_alikes(
    found: tuple[LookAlike, ...], rules: tuple[Rule, ...], known: Mapping[str, Source], path: Path = look_alikes.FILE
) -> Iterator[Fault]:
    """Yield a fault for each source that does not exist, and for each claim that the rules do not keep."""
    for look_alike in found:
        yield from _unknown(path, [look_alike.id, "from"], look_alike.id, look_alike.sources, known)
    for error in look_alikes.wrong_claims(found, rules, path):
        yield Fault(path.name, error.line, str(error))


def _unknown(
    path: Path, keys: list[str], name: str, cited: Iterable[str], known: Mapping[str, Source]
) -> Iterator[Fault]:
    for reference in unknown_references([f"[{source}]" for source in cited], known):
        yield Fault(path.name, line_of(path, keys), f"{name}: [{reference}] names no source")
