"""Quantities in a sentence ("two to three weeks", "5-10%"), and those that cannot both be right."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

FILE = Path(__file__).resolve().parent / "quantities.yml"
SAME = 0.05  # quantities that miss each other by less, as a share, count as the same
COMPARABLE = 30  # lengths of time further apart than this many times are about different things
SMALL = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
]  # fmt: skip
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
VALUES = {word: float(value) for value, word in enumerate(SMALL)}
VALUES |= {word: 10.0 * value for value, word in enumerate(TENS, start=2)}
COMPOUND = rf"(?:{'|'.join(TENS)})[- ](?:{'|'.join(SMALL[1:10])})"  # "twenty-five"
NUMBER = rf"(?:\d+(?:,\d{{3}})+|\d+(?:\.\d+)?|{COMPOUND}|{'|'.join([*TENS, *SMALL])})"
# "a week" is a rate as often as a length; after these it is a length.
ONE = r"(?:(?<=for )|(?<=within )|(?<=after )|(?<=about )|(?<=in )|(?<=half ))an?"
OFTEN = re.compile(r"\b(once|twice)\b(?= (?:a|per|every|each) )", re.IGNORECASE)


@dataclass(frozen=True)
class Quantity:
    """A quantity or range: what it measures, its bounds in one unit, and its words."""

    measures: str
    least: float
    most: float
    words: str

    def agrees(self, other: Quantity) -> bool:
        """Return whether both may be right: they measure the same and meet."""
        meet = self.least <= other.most * (1 + SAME) and other.least <= self.most * (1 + SAME)
        return self.measures == other.measures and meet

    def compares(self, other: Quantity) -> bool:
        """Return whether the two may be about the same thing."""
        far = self.least > COMPARABLE * other.most or other.least > COMPARABLE * self.most
        return self.measures == other.measures and not (far and self.measures == "time")


def quantities(sentence: str) -> list[Quantity]:
    """Return the quantities of `sentence`, in order; numbers without a unit are none."""
    pattern, units = _units()
    found = []
    for match in pattern.finditer(sentence):
        measures, size = units[match["unit"].lower()]
        values = sorted(_value(match[name]) * size for name in ("first", "second") if match[name])
        share = 0.5 if match["half"] else 1.0
        found.append(Quantity(measures, share * values[0], share * values[-1], match[0].strip()))
    for word in OFTEN.findall(sentence):
        times = 2.0 if word.lower() == "twice" else 1.0
        found.append(Quantity("frequency", times, times, word))
    return found


def at_odds(mine: Sequence[Quantity], theirs: Sequence[Quantity]) -> list[tuple[Quantity, list[Quantity]]]:
    """Return the quantities of `mine` that none of `theirs` agrees with, with those they compare with."""
    odd = []
    for quantity in mine:
        same = [other for other in theirs if quantity.compares(other)]
        if same and not any(quantity.agrees(other) for other in same):
            odd.append((quantity, same))
    return odd


def _value(text: str) -> float:
    if text[0].isdigit():
        return float(text.replace(",", ""))
    return sum(VALUES[part] for part in re.split("[- ]", text.lower())) if text.lower() not in ("a", "an") else 1.0


@lru_cache(maxsize=1)
def _units() -> tuple[re.Pattern[str], dict[str, tuple[str, float]]]:
    raw: dict[str, dict[str, float]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    units = {name.lower(): (measures, size) for measures, sizes in raw.items() for name, size in sizes.items()}
    names = "|".join(sorted(map(re.escape, units), key=len, reverse=True))
    pattern = re.compile(
        rf"(?<![\w.])(?P<half>half )?(?P<first>{NUMBER}|{ONE})(?:\s*(?:to|or|and|-|–)\s*(?P<second>{NUMBER}))?"
        rf"[\s-]*(?:more |further |full )?(?P<unit>{names})(?:s|es)?(?!\w)",
        re.IGNORECASE,
    )
    return pattern, units
