"""Which question comes next: red flags first, then what tells the causes apart; none whose answer changes nothing."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from knowledge.causes import Table, table
from knowledge.levels import EMERGENCY, can_raise, judge
from knowledge.slots import NO, YES, possible

FILE = Path(__file__).resolve().parent / "interview.yml"
MOST_QUESTIONS = 12  # a group counts as one; nobody sits through more
MOST_TRIES = 2  # how often one question is put before it is left
CLEAR = 0.80  # support of the first cause above which no more questions about causes are asked
LEAST_GAIN = 0.06  # least fall in entropy (nats) that is worth a question
UNLIKELY = 0.08  # causes below it do not count when the level of a cause is weighed


@dataclass(frozen=True)
class Outline:
    """The questions of `interview.yml`."""

    groups: Mapping[str, tuple[str, ...]]
    danger_after_injury: tuple[str, ...]
    danger_otherwise: tuple[str, ...]
    causes: tuple[str, ...]
    course: tuple[str, ...]
    when_severe: tuple[str, ...]
    items: Mapping[str, Mapping[str, str]]


@lru_cache(maxsize=1)
def outline() -> Outline:
    """Return the outline of this process, read once."""
    raw = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return Outline(
        groups={name: tuple(slots) for name, slots in raw["groups"].items()},
        danger_after_injury=tuple(raw["danger_after_injury"]),
        danger_otherwise=tuple(raw["danger_otherwise"]),
        causes=tuple(raw["causes"]),
        course=tuple(raw["course"]),
        when_severe=tuple(raw["when_severe"]),
        items=raw["items"],
    )


def members(question: str, values: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the slots that `question` asks for: itself, or what is unknown of its group."""
    group = outline().groups.get(question)
    return (question,) if group is None else tuple(slot for slot in group if values.get(slot) is None)


def next_question(values: Mapping[str, Any], signs: Collection[str], asked: Mapping[str, int]) -> str | None:
    """Return the slot or group to ask for next; None where no answer can change the advice any more.

    Args:
        values: what is known, by slot.
        signs: signs said that have no slot.
        asked: how often each question was put already.
    """
    if sum(1 for count in asked.values() if count) >= MOST_QUESTIONS:
        return None
    level = judge(values, signs).level
    if level == EMERGENCY:
        return None
    raising = set(can_raise(values, signs, level))
    if values.get("twist_or_fall") is None and _open("twist_or_fall", asked):
        return "twist_or_fall"
    # Like the rules of red_flags.yml: an injury counts as one until it is denied.
    order = outline().danger_otherwise if values.get("twist_or_fall") == NO else outline().danger_after_injury
    for question in order:
        if _worth(question, values, raising) and _open(question, asked):
            return question
    if level in ("self_care", "routine"):
        telling = _most_telling(values, asked, table())
        if telling is not None:
            return telling
        severe = values.get("severity") == "severe"
        for question in (*outline().course, *(outline().when_severe if severe else ())):
            if _worth(question, values, raising) and _open(question, asked):
                return question
    return None


def _open(question: str, asked: Mapping[str, int]) -> bool:
    return asked.get(question, 0) < MOST_TRIES


def _worth(question: str, values: Mapping[str, Any], raising: Collection[str]) -> bool:
    if question == "swelling_fast" and values.get("swelling") != YES:
        return False
    return any(slot in raising for slot in members(question, values) if values.get(slot) is None)


def _most_telling(values: Mapping[str, Any], asked: Mapping[str, int], evidence: Table) -> str | None:
    ranked = evidence.rank(values)
    if ranked[0].support >= CLEAR:
        return None
    gains = {
        slot: information_gain(slot, values, evidence)
        for slot in outline().causes
        if values.get(slot) is None and _open(slot, asked)
    }
    best = max(gains, key=lambda slot: gains[slot], default=None)
    return best if best is not None and gains[best] >= LEAST_GAIN else None


def information_gain(slot: str, values: Mapping[str, Any], evidence: Table) -> float:
    """Return the expected fall in the entropy of the causes (nats) when `slot` is asked.

    The table gives likelihood ratios, not likelihoods: each cause's answers are scaled to add up to one.
    """
    prior = {cause.id: cause.support for cause in evidence.rank(values)}
    answers = [value for value in possible(slot) if value != "unsure"]
    likelihood: dict[str, dict[str, float]] = {}
    for cause in prior:
        row = evidence.conditions[cause].evidence.get(slot, {})
        shares = {value: math.exp(row.get(value, 0.0)) for value in answers}
        total = sum(shares.values())
        likelihood[cause] = {value: share / total for value, share in shares.items()}
    after = 0.0
    for value in answers:
        chance = sum(prior[cause] * likelihood[cause][value] for cause in prior)
        if chance > 0:
            after += chance * _entropy([prior[cause] * likelihood[cause][value] / chance for cause in prior])
    return _entropy(list(prior.values())) - after


def _entropy(shares: list[float]) -> float:
    return -sum(share * math.log(share) for share in shares if share > 0)
