"""The lines that the coach's reading is learnt from: messages with what they tell, and some that tell it nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from knowledge.coach.quantities import MILE

ROOT = Path(__file__).resolve().parents[3]
SAID = ROOT / "data" / "coach" / "said.txt"
PHRASINGS = ROOT / "data" / "coach" / "phrasings.jsonl"
DEVELOPMENT = ROOT / "evaluation" / "data" / "coach-development.jsonl"
OTHERS = ("data/nlu/messages", "knowledge/questions")  # what is not for the coach
LETTERS = {
    "C": "cadence", "W": "week", "L": "last_week", "G": "goal", "D": "goal_date", "S": "shoes", "R": "run",
    "-": "", "N": "",
}  # fmt: skip
FIGURES = {"c": "cadence", "w": "week", "l": "last_week", "g": "goal", "s": "shoes_km", "r": "run_km", "p": "pain"}
# What was asked, in the words of `roles.py`; where nothing was, the part of the coach stands in its place.
ASKED = {
    "cadence": "cadence", "week": "weekly", "last_week": "before", "goal": "goal", "goal_date": "due",
    "shoes": "bought", "run": "run",
}  # fmt: skip
PARTS = {
    "cadence": "cadence", "week": "mileage", "last_week": "mileage", "goal": "mileage", "goal_date": "mileage",
    "shoes_bought": "shoes", "shoes_km": "shoes", "run_km": "check_in", "pain": "check_in",
}  # fmt: skip
ASKING = {"cadence": "cadence", "week": "mileage", "last_week": "mileage", "goal": "mileage", "goal_date": "mileage",
          "shoes": "shoes", "run": "check_in"}  # fmt: skip
MARKED = re.compile(r"\[([^\]]*)\](?:\([^)]*\)|\{[^}]*\})")  # "[popped](pop)" in the examples of Rasa
# The part that a figure is meant for which cannot be right, as nothing else tells it.
NAMED = (
    (re.compile(r"cadence|spm|steps|strides|foot|feet"), "cadence"),
    (re.compile(r"shoe|trainer|sneaker|pair|pegasus|brooks|hoka"), "shoes"),
    (re.compile(r"pain|/ ?10|out of|before (?:work|breakfast)"), "check_in"),
    (re.compile(r"week|marathon|mileage|wk"), "mileage"),
)
IMPLAUSIBLE = "implausible"


@dataclass(frozen=True)
class Row:
    """A message with what was asked before and what it tells; a day of None may be any."""

    id: str
    text: str
    asked: str
    want: Mapping[str, Any]
    author: str

    @property
    def part(self) -> str:
        """The part of the coach that it is about; empty where that is not told."""
        if not self.asked and {"week", "shoes_bought"} <= {*self.want} and "goal" not in self.want:
            return "shoes"  # what is run in them
        if not self.asked and not {*PARTS} & {*self.want} and IMPLAUSIBLE in self.want:
            return next((part for pattern, part in NAMED if pattern.search(self.text.lower())), "")
        return ASKING.get(self.asked) or next((part for name, part in PARTS.items() if name in self.want), "")

    @property
    def context(self) -> str:
        """What was asked, or the part of the coach that it goes to."""
        return ASKED.get(self.asked) or self.part


def rows() -> list[Row]:
    """Return all lines to learn from; `author` is the letter before the number of an id."""
    return [*_lines(DEVELOPMENT, ""), *_lines(PHRASINGS, "ours"), *said(SAID.read_text(encoding="utf-8"))]


def said(text: str) -> Iterator[Row]:
    """Read lines of `said.txt`: what was asked, the words and what they tell, with bars between.

    Raises:
        ValueError: a line has not three parts, or tells something that is not known.
    """
    for number, line in enumerate(text.splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        try:
            asked, words, figures = line.split("|")
            want = dict(map(_figure, figures.split()))
            yield Row(f"s{number}", words, LETTERS[asked], want, "said")
        except (ValueError, KeyError) as fault:
            raise ValueError(f"line {number} of {SAID.name} is not asked|words|figures: {line!r}") from fault


def _figure(word: str) -> tuple[str, float | None]:
    if word in ("d", "b"):
        return ("goal_date" if word == "d" else "shoes_bought"), None
    return FIGURES[word[0]], float(word[1:].removesuffix("mi")) * (MILE if word.endswith("mi") else 1.0)


def _lines(path: Path, author: str) -> Iterator[Row]:
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        name = author or row["id"].rstrip("0123456789")
        yield Row(f"{author}{row['id']}", row["text"], row["asked"] or "", row["want"], name)


def others() -> list[str]:
    """Return messages that are not for the coach."""
    paths = sorted(path for folder in OTHERS for path in (ROOT / folder).glob("*.jsonl"))
    found = {str(json.loads(line)["text"]) for path in paths for line in path.read_text(encoding="utf-8").splitlines()}
    for path in (ROOT / "data" / "nlu").glob("*.yml"):
        for group in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            lines = str(group.get("examples", "")).splitlines()
            found |= {MARKED.sub(r"\1", line.removeprefix("- ").strip()) for line in lines}
    return sorted(found - {""})
