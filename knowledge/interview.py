"""Which question comes next: what can raise the level first, then what tells the causes apart; none asked in vain."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from typing import Any

from knowledge.causes import Table, table
from knowledge.levels import EMERGENCY, ROUTINE, SELF_CARE, can_raise, can_settle, judge
from knowledge.outline import outline
from knowledge.slots import SYMPTOMS, YES

MOST_QUESTIONS = 12  # a group counts as one; nobody sits through more
MOST_TRIES = 2  # how often one question is put before it is left
# Settled on simulated runners and whole cases (docs/interview.md): more questions hardly name the cause more often.
CLEAR = 0.65  # support of the first cause above which no more questions about causes are asked
CLEAR_UNPLACED = 0.85  # the same while nobody knows where it hurts, which tells most
LEAST_GAIN = 0.14  # least gain of information (nats) that is worth a question


def next_question(
    values: Mapping[str, Any], signs: Collection[str], asked: Mapping[str, int], at_least: str | None = None
) -> str | None:
    """Return the slot or group to ask for next; None where no answer can change the advice any more.

    Args:
        values: what is known, by slot.
        signs: signs said that have no slot, and suspicions.
        asked: how often each question was put already.
        at_least: the level judged before, which does not fall.
    """
    level = judge(values, signs, at_least).level
    if level == EMERGENCY:
        return None
    stakes = _stakes(values, signs, level)
    for step in outline().danger(values):
        if step.fits(values) and stakes & set(outline().slots(step.question)):
            listed = _listed(step.question, values, stakes)
            question = listed[0] if len(listed) == 1 else step.question  # a list of one is no list
            if asked.get(question, 0) < MOST_TRIES:
                return question
    if level in (SELF_CARE, ROUTINE) and sum(asked.values()) < MOST_QUESTIONS:
        return _most_telling(values, asked, table())
    return None


def members(
    question: str, values: Mapping[str, Any], signs: Collection[str] = (), at_least: str | None = None
) -> tuple[str, ...]:
    """Return the slots that `question` asks for: itself, or those of its group whose answers still matter.

    An answer matters while it is unknown and can raise the level or tell causes apart.
    """
    if question not in outline().groups:
        return (question,)
    return _listed(question, values, _stakes(values, signs, judge(values, signs, at_least).level))


def _listed(question: str, values: Mapping[str, Any], stakes: Collection[str]) -> tuple[str, ...]:
    unknown = (slot for slot in outline().slots(question) if values.get(slot) is None)
    return tuple(slot for slot in unknown if slot in stakes or slot in table().usual)


def _stakes(values: Mapping[str, Any], signs: Collection[str], level: str) -> set[str]:
    """Return the unknown slots whose answer can move the level.

    It raises the level, clears or confirms a suspicion, or opens a question that does.
    """
    stakes = {slot for slot in SYMPTOMS if slot in signs and values.get(slot) is None}
    if stakes:  # what matters once these are denied is asked along with them, not in a second round
        certain = [sign for sign in signs if sign not in stakes]
        stakes |= can_raise(values, certain, judge(values, certain).level)
    stakes |= can_raise(values, signs, level) | can_settle(values, signs)
    for step in reversed(outline().danger(values)):  # a question opens later ones only
        if stakes & set(outline().slots(step.question)):
            stakes |= {slot for slot in step.needs if values.get(slot) is None}
    return stakes


def _most_telling(values: Mapping[str, Any], asked: Mapping[str, int], evidence: Table) -> str | None:
    placed = values.get("location") or values.get("outer_tightness") == YES
    if max(evidence.supports(values)) >= (CLEAR if placed else CLEAR_UNPLACED):
        return None
    open_slots = [slot for slot in outline().causes if values.get(slot) is None and asked.get(slot, 0) < MOST_TRIES]
    gains = {slot: round(information_gain(slot, values, evidence), 9) for slot in open_slots}
    best = max(gains, key=lambda slot: gains[slot], default=None)  # of equal ones the first in the outline
    return best if best is not None and gains[best] >= LEAST_GAIN else None


def information_gain(slot: str, values: Mapping[str, Any], evidence: Table) -> float:
    """Return how much the answer to `slot` can be expected to move the causes, in nats.

    The divergence (Kullback and Leibler) of the causes' shares after an answer from those before it, weighted by how
    likely the answer is (Lindley 1956, On a measure of the information provided by an experiment). Answers that say
    nothing new, because they overlap with a known one, gain nothing.
    """
    before = evidence.supports(values)
    gain = 0.0
    for answer in evidence.usual[slot]:
        likely = (evidence.likelihood(cause, slot)[answer] for cause in evidence.conditions)
        chance = sum(share * each for share, each in zip(before, likely, strict=True))
        gain += chance * _divergence(evidence.supports({**values, slot: answer}), before)
    return gain


def _divergence(after: list[float], before: list[float]) -> float:
    return sum(new * math.log(new / old) for new, old in zip(after, before, strict=True) if new > 0 and old > 0)
