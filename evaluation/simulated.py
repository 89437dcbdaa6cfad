"""Simulated runners, drawn from the evidence table, and interviews with them.

A runner has a cause and an answer to every question; nobody reads or writes language here. What comes out says how well
the questions are chosen if the table is right, not how often it is.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from knowledge import interview
from knowledge.causes import Table, shares
from knowledge.levels import EMERGENCY, SELF_CARE, judge
from knowledge.outline import outline
from knowledge.slots import CHOICES, NO, SAFE_ANSWER, SLOTS, SYMPTOMS, UNSURE, YES

Facts = Mapping[str, str]
UNSURE_SHARE = 0.05  # of runners, for each yes/no question that is there to tell causes apart
SIGN_SHARE = 0.003  # of runners, for each danger sign that the evidence table does not hold
MOST_TURNS = 60  # an interview that is longer does not end


@dataclass(frozen=True)
class Runner:
    """Somebody with a cause, and what they would answer."""

    cause: str
    facts: Facts


@dataclass(frozen=True)
class State:
    """An interview at some point: what is known, the level it gave so far, and how often each question was put."""

    values: Mapping[str, Any]
    signs: Sequence[str]
    asked: Mapping[str, int]
    level: str


Chooser = Callable[[State], str | None]
Lister = Callable[[str, State], Sequence[str]]


@dataclass(frozen=True)
class Course:
    """An interview from beginning to end."""

    questions: tuple[str, ...]
    listed: tuple[tuple[str, ...], ...]  # the slots that each question asked for
    known: tuple[Mapping[str, Any], ...]  # before each question, and at the end
    levels: tuple[str, ...]  # likewise

    @property
    def level(self) -> str:
        """The level at the end."""
        return self.levels[-1]

    @property
    def values(self) -> Mapping[str, Any]:
        """What is known at the end."""
        return self.known[-1]


def draw(evidence: Table, chance: random.Random, unsure: float = UNSURE_SHARE, signs: float = SIGN_SHARE) -> Runner:
    """Draw a cause by its prior, and each answer by its likelihood given the cause, one apart from the other.

    Danger signs that are no evidence for any cause come at random. `sensible` makes the answers fit together.
    """
    conditions = evidence.conditions
    cause = chance.choices(list(conditions), shares([one.prior for one in conditions.values()]))[0]
    facts = {}
    for slot in SLOTS:
        if slot in evidence.usual:
            likely = evidence.likelihood(cause, slot)
            facts[slot] = chance.choices(list(likely), list(likely.values()))[0]
        elif slot in CHOICES:
            facts[slot] = chance.choice(CHOICES[slot])
        else:
            facts[slot] = YES if chance.random() < signs else SAFE_ANSWER[slot]
        if slot in SYMPTOMS and slot in outline().causes and chance.random() < unsure:
            facts[slot] = UNSURE
    return Runner(cause, sensible(facts))


def sensible(facts: Facts) -> Facts:
    """Return `facts` without contradictions.

    A knee that did not swell did not swell fast, and who cannot stand on a knee that was not injured is in severe pain.
    """
    mended = dict(facts)
    if mended["swelling"] == NO:
        mended["swelling_fast"] = NO
    if mended["can_bear_weight"] != YES:
        mended["severity"] = "severe"
    return mended


def our_choice(state: State) -> str | None:
    """Choose as the assistant does."""
    return interview.next_question(state.values, state.signs, state.asked, state.level)


def our_list(question: str, state: State) -> Sequence[str]:
    """List what a question asks for as the assistant does."""
    return interview.members(question, state.values, state.signs, state.level)


def every_question() -> list[str]:
    """Return every question of the outline, in its order."""
    steps = [step.question for step in (*outline().after_injury, *outline().without_injury)]
    return list(dict.fromkeys([*steps, *outline().causes]))


def questionnaire(order: Sequence[str]) -> Chooser:
    """Return a chooser that goes through `order`, whatever is answered, and leaves out what is known."""

    def choose(state: State) -> str | None:
        return next((one for one in order if not state.asked.get(one) and whole_list(one, state)), None)

    return choose


def whole_list(question: str, state: State) -> Sequence[str]:
    """List everything unknown that a question asks for."""
    return [slot for slot in outline().slots(question) if state.values.get(slot) is None]


def conduct(
    facts: Mapping[str, str | None],
    known: Mapping[str, Any] | None = None,
    signs: Sequence[str] = (),
    choose: Chooser = our_choice,
    listed: Lister = our_list,
    most: int = MOST_TURNS,
    said_with: Mapping[str, Sequence[str]] | None = None,
) -> Course:
    """Conduct an interview with somebody who answers by `facts` (None: does not answer).

    Args:
        facts: the answers, by slot.
        known: what was told before the first question.
        signs: signs told before the first question.
        choose: chooses the next question; None ends the interview.
        listed: lists the slots that a question asks for.
        most: how many questions at the most.
        said_with: signs that are said along with the answer to a slot.

    Raises:
        RuntimeError: the interview does not end.
    """
    history: list[Mapping[str, Any]] = [dict(known or {})]
    levels = [judge(history[0], signs).level]
    questions: list[str] = []
    lists: list[tuple[str, ...]] = []
    while levels[-1] != EMERGENCY and len(questions) < most:
        state = State(history[-1], tuple(signs), Counter(questions), levels[-1])
        question = choose(state)
        if question is None:
            break
        if len(questions) == MOST_TURNS - 1:
            raise RuntimeError(f"The interview does not end; it asked {questions}.")
        questions.append(question)
        lists.append(tuple(listed(question, state)))
        told = {slot: facts[slot] for slot in lists[-1] if facts.get(slot) is not None}
        if len(lists[-1]) > 1 and (named := {slot for slot, answer in told.items() if answer != SAFE_ANSWER.get(slot)}):
            told = {slot: told[slot] for slot in (*named, *outline().denied(lists[-1], named)) if slot in told}
        signs = (*signs, *(sign for slot in told for sign in (said_with or {}).get(slot, ())))
        history.append({**history[-1], **told})
        cleared = [sign for sign in signs if sign in told]  # suspected slots count until they are answered
        signs = tuple(sign for sign in signs if sign not in cleared)
        levels.append(judge(history[-1], signs, at_least=None if cleared else levels[-1]).level)
    return Course(tuple(questions), tuple(lists), tuple(history), tuple(levels))


def level_of(facts: Facts, signs: Sequence[str] = ()) -> str:
    """Return the level that all answers together give."""
    return judge(facts, signs, at_least=SELF_CARE).level
