"""What looks like a sore knee and is none of our causes: which rules catch it, at which level.

Content for clinicians and checks: `look_alikes.yml` claims that a picture is caught by certain rules, and the claim is
tried on the rules themselves. Nothing here is said to a user.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from knowledge.levels import LEVELS, Rule, judge
from knowledge.lines import line_of
from knowledge.slots import SIGNS, answer_of, possible, unknown_slots

FILE = Path(__file__).resolve().parent / "look_alikes.yml"
KEYS = frozenset({"name", "shows", "from", "caught"})


@dataclass(frozen=True)
class Catch:
    """The rules that catch a look-alike at one level, and a picture that must be judged at it."""

    level: str
    rules: tuple[str, ...]
    values: Mapping[str, str]
    signs: tuple[str, ...]


@dataclass(frozen=True)
class LookAlike:
    """A condition that Kneewise does not name."""

    id: str
    name: str
    shows: str
    sources: tuple[str, ...]
    catches: tuple[Catch, ...]  # the gravest first
    missed: str = ""  # what the rules cannot see


class LookAlikeError(ValueError):
    """A look-alike is incomplete, or not caught as claimed; `line` says where."""

    def __init__(self, path: Path, keys: list[str], message: str) -> None:
        """Keep the message and the line of `path` that `keys` lead to."""
        super().__init__(": ".join([path.name, *keys, message]))
        self.line = line_of(path, keys) if keys else 1


def read_look_alikes(path: Path = FILE) -> tuple[LookAlike, ...]:
    """Read the look-alikes.

    Raises:
        LookAlikeError: a key is missing or unknown, or a level, slot, value or sign does not exist.
    """
    rows: Mapping[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    found = []
    for name, row in rows.items():
        if set(row) - {"missed"} != KEYS or not row["from"]:
            raise LookAlikeError(path, [name], f"needs {sorted(KEYS)}, and may have missed.")
        if strange := sorted(set(row["caught"]) - set(LEVELS)):
            raise LookAlikeError(path, [name, "caught"], f"no such levels: {strange}.")
        levels = [level for level in reversed(LEVELS) if level in row["caught"]]
        catches = tuple(_catch(path, [name, "caught", level], row["caught"][level]) for level in levels)
        found.append(LookAlike(name, row["name"], row["shows"], tuple(row["from"]), catches, row.get("missed", "")))
    return tuple(found)


def _catch(path: Path, keys: list[str], row: Mapping[str, Any]) -> Catch:
    picture = dict(row["picture"])
    signs = tuple(picture.pop("signs", ()))
    values = {slot: answer_of(value) for slot, value in picture.items()}
    strange = [sign for sign in signs if sign not in SIGNS] + unknown_slots(values)
    strange += [
        f"{slot}: {value}" for slot, value in values.items() if slot not in strange and value not in possible(slot)
    ]
    if strange:
        raise LookAlikeError(path, [*keys, "picture"], f"no such slots, values or signs: {strange}.")
    return Catch(keys[-1], tuple(row["rules"]), values, signs)


def wrong_claims(
    look_alikes: tuple[LookAlike, ...], rules: tuple[Rule, ...], path: Path = FILE
) -> Iterator[LookAlikeError]:
    """Yield what `look_alikes` claim wrongly: rules of another level or none, and pictures judged otherwise."""
    levels = {rule.id: rule.level for rule in rules}
    for look_alike in look_alikes:
        for catch in look_alike.catches:
            keys = [look_alike.id, "caught", catch.level]
            for rule in catch.rules:
                if levels.get(rule) != catch.level:
                    there = f"is {levels[rule]}" if rule in levels else "does not exist"
                    yield LookAlikeError(path, [*keys, "rules"], f"the rule {rule} {there}.")
            judgement = judge(catch.values, catch.signs)
            by = {rule.id for rule in judgement.rules}
            if judgement.level != catch.level or not by & set(catch.rules):
                message = (
                    f"is judged {judgement.level} by {sorted(by) or 'no rule'}, not by one of {list(catch.rules)}."
                )
                yield LookAlikeError(path, [*keys, "picture"], message)
