"""What is judged of a person: the causes worth naming and the level, for this person or for one merely supposed."""

from __future__ import annotations

from dataclasses import dataclass

from actions.person import Person
from knowledge.causes import Cause, table
from knowledge.levels import LEVELS, SELF_CARE, Rule, judge

LISTED = 0.02  # least support of a cause that the block lists beside the first
NAMED = 0.12  # least support of a cause that is named in the text beside the first
SURE = 0.60  # support from which the first cause is said to fit best


@dataclass(frozen=True)
class Verdict:
    """A judgement: causes with support, and those of them worth naming, the best first; the level; its rules."""

    listed: tuple[Cause, ...]
    causes: tuple[Cause, ...]
    level: str
    rules: tuple[Rule, ...]

    @property
    def first(self) -> Cause | None:
        """The cause that fits best; None where too little is known."""
        return self.causes[0] if self.causes else None

    @property
    def first_id(self) -> str:
        """The id of the first cause, or nothing."""
        return self.causes[0].id if self.causes else ""


def verdict_of(person: Person) -> Verdict:
    """Judge `person`; the level does not fall below the one they have."""
    found = listed_causes(table().rank(person.values)) if person.known else []
    causes = named(found)
    level = level_for(person, causes)
    rules = judge(person.values, person.signs, at_least=level).rules
    return Verdict(tuple(found), tuple(causes), level, rules)


def listed_causes(ranked: list[Cause]) -> list[Cause]:
    """Return the causes with any real support, for the block: the first and up to two more."""
    return [*ranked[:1], *(cause for cause in ranked[1:3] if cause.support >= LISTED)]


def named(ranked: list[Cause]) -> list[Cause]:
    """Return the causes worth a word, for the text: the first and those not far behind, three at the most."""
    return [cause for cause in listed_causes(ranked) if cause is ranked[0] or cause.support >= NAMED]


def level_for(person: Person, causes: list[Cause]) -> str:
    """Return the level: of the signs, of the level before, and the least that the first cause needs."""
    level = judge(person.values, person.signs, at_least=person.level).level
    least = causes[0].least_level if causes and causes[0].support >= SURE else SELF_CARE
    return max(level, least, key=LEVELS.index)
