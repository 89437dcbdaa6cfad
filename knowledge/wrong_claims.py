"""Claims that are known to be wrong (`wrong_claims.yml`), and finding them in a text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from knowledge.passages import sentences
from knowledge.sources import without_markers

FILE = Path(__file__).resolve().parent / "wrong_claims.yml"


@dataclass(frozen=True)
class WrongClaim:
    """One claim, how it is recognised, and what is right instead."""

    id: str
    claim: str
    fact: str
    pattern: re.Pattern[str]
    wrong: tuple[str, ...]  # sentences that the pattern must find
    right: tuple[str, ...]  # sentences near them that it must leave alone


def read_claims(path: Path = FILE) -> tuple[WrongClaim, ...]:
    """Read the claims.

    Raises:
        ValueError: a field is missing or an expression is wrong.
    """
    raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    try:
        return tuple(
            WrongClaim(
                str(row["id"]),
                row["claim"],
                row["fact"],
                re.compile(row["expression"].replace("{denied}", raw["denied"]), re.IGNORECASE),
                tuple(row["wrong"]),
                tuple(row["right"]),
            )
            for row in raw["claims"]
        )
    except (KeyError, TypeError, re.error) as error:
        needs = "it needs `denied`, and id, claim, fact, expression, wrong and right of each of the `claims`"
        raise ValueError(f"{path.name}: {error!r}; {needs}.") from error


@lru_cache(maxsize=1)
def wrong_claims() -> tuple[WrongClaim, ...]:
    """Return the claims, read once."""
    return read_claims()


def claims_in(text: str) -> list[tuple[WrongClaim, str]]:
    """Return the wrong claims that `text` makes, each with its sentence, in the order of the text."""
    return [
        (claim, sentence)
        for sentence in sentences(without_markers(text))
        for claim in wrong_claims()
        if claim.pattern.search(sentence)
    ]
