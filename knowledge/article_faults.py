"""The faults of the source article (`article_faults.yml`), and which of them no passage puts right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from knowledge.passages import ARTICLE_FAULT, Passage

FILE = Path(__file__).resolve().parent / "article_faults.yml"
SETTLED_BY = ("passage", "structure")


@dataclass(frozen=True)
class ArticleFault:
    """Something that the article gets wrong, and what settles it: a passage, or how the content is laid out."""

    id: str
    says: str
    settled_by: str


def read_article_faults(path: Path = FILE) -> dict[str, ArticleFault]:
    """Read the faults by id.

    Raises:
        ValueError: an id, a field or `settled_by` is not as it must be.
    """
    rows = yaml.safe_load(path.read_text(encoding="utf-8"))
    if not isinstance(rows, dict):
        raise ValueError(f"{path.name}: must hold faults by id; it holds {type(rows).__name__}.")
    found = {}
    for name, row in rows.items():
        if not ARTICLE_FAULT.match(str(name)):
            raise ValueError(f"{path.name}: {name!r} is no id of a fault; write S and a number.")
        if not isinstance(row, dict) or set(row) != {"says", "settled_by"} or row["settled_by"] not in SETTLED_BY:
            raise ValueError(f"{path.name}: {name} needs exactly `says`, and `settled_by`: {' or '.join(SETTLED_BY)}.")
        found[name] = ArticleFault(name, str(row["says"]), row["settled_by"])
    return found


def unsettled(faults: Mapping[str, ArticleFault], passages: Iterable[Passage]) -> list[str]:
    """Return what is amiss between the faults and the passages that are to put them right."""
    named: dict[str, str] = {fault: passage.id for passage in passages for fault in passage.corrects}
    missing = [
        f"{fault.id}: no passage corrects it ({fault.says})"
        for fault in faults.values()
        if fault.settled_by == "passage" and fault.id not in named
    ]
    return missing + [
        f"{passage} corrects {fault}, which stands not here" for fault, passage in named.items() if fault not in faults
    ]
