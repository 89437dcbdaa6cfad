"""What the coach answers with, the same for every channel, and the sentences it is made of (`words.yml`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from knowledge.coach.charts import Chart
from knowledge.coach.notes import Notes
from knowledge.coach.quantities import MILE

FILE = Path(__file__).resolve().parent / "words.yml"
UNITS = {"mi": ("mile", "miles"), "km": ("km", "km")}


@dataclass(frozen=True)
class File:
    """Something to take along."""

    name: str
    kind: str  # media type
    content: bytes


@dataclass(frozen=True)
class Advice:
    """One reply of the coach.

    Attributes:
        topics: topic ids, best first.
        parts: sentences with their references, in order; one that begins with "•" is a line of its own.
        speech: the same for the ear, short.
        notes: what is remembered from now on; `notes.asked` says what the last sentence asks for.
        chart: a picture of the figures.
        files: to take along.
        buttons: quick replies, as names in `words.yml`.
    """

    topics: tuple[str, ...]
    parts: tuple[str, ...]
    speech: str
    notes: Notes
    chart: Chart | None = None
    files: tuple[File, ...] = ()
    buttons: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The parts in one piece, with their references."""
        text = ""
        for part in self.parts:
            text += ("\n" if part.startswith("•") or text.rpartition("\n")[2].startswith("•") else " ") + part
        return text.strip()


@lru_cache(maxsize=1)
def words() -> Mapping[str, Any]:
    """Return the wording of the coach, read once."""
    loaded: Mapping[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return loaded


def say(section: str, name: str, **parts: object) -> str:
    """Return the sentence `name` of `section`, filled with `parts`."""
    text = str(words()[section][name])
    for key, value in parts.items():
        text = text.replace("{" + key + "}", str(value))
    return text


def ask(topics: tuple[str, ...], section: str, name: str, notes: Notes, asked: str, **parts: object) -> Advice:
    """Return a question for something that is missing or cannot be right, in one short sentence."""
    text = say(section, name, **parts)
    return Advice(topics, (text,), text, notes.with_(asked=asked))


def distance(km: float, unit: str) -> str:
    """Return a distance in the runner's unit: "12.5 km", "1 mile"; never rounded up, as it may be a limit."""
    value = tidy(km, unit)
    return f"{value:g} {UNITS[unit or 'km'][value != 1]}"


def tidy(km: float, unit: str) -> float:
    """Return a distance as a number in the runner's unit, cut to one decimal, to none from 100."""
    value = km / MILE if unit == "mi" else km
    step = 1.0 if value >= 100 else 0.1
    return round(int(value / step + 1e-6) * step, 1)


def day_words(day: date, today: date) -> str:
    """Return a day as "10 May", with its year where that is not this one."""
    return f"{day.day} {day:%B}" + (f" {day.year}" if day.year != today.year else "")
