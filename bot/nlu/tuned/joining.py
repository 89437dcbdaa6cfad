"""Two messages in one, for training: who tells of a swollen knee and asks about shoes says both.

The labels follow from those of the parts, and the level from the red-flag rules on what both tell together.
"""

from __future__ import annotations

import random
from collections.abc import Mapping

from bot.nlu.tuned.labels import GROUPS, INTENT, LEVEL, NOTHING
from bot.nlu.tuned.lines import Line
from knowledge.levels import EMERGENCY, LEVELS, URGENT, judge
from knowledge.slots import SLOTS

BETWEEN = (" ", ". ", ", ", "\n", " - ", " and ", " also ")
ENDED = (" ", " ", "\n")  # after a mark that ends a sentence
MOST_CHARACTERS = 280
# What only makes sense alone, or undoes what stands beside it.
ALONE = frozenset({"affirm", "deny", "unsure", "stop", "start_over", "ask_reason", "ask_help"})
LIGHT = frozenset({"greet", "thank", "goodbye", "chitchat"})  # beside a matter they do not count
ASKING = frozenset({"ask", "ask_advice", "report_and_ask"})
TELLING = frozenset({"report", "report_and_ask"})


def joined(first: Line, second: Line, chance: random.Random) -> Line | None:
    """Return both lines as one; None where they are not fully labelled, contradict each other or are too long."""
    parts = (first, second)
    if any(line.signs is None or len(line.labels) < len(GROUPS) or line.labels[INTENT] in ALONE for line in parts):
        return None
    if len(first.text) + len(second.text) > MOST_CHARACTERS:
        return None
    labels: dict[str, str] = {}
    for slot in SLOTS:
        told = {line.labels[slot] for line in parts} - {NOTHING}
        if len(told) > 1:
            return None
        labels[slot] = told.pop() if told else NOTHING
    signs = frozenset((first.signs or frozenset()) | (second.signs or frozenset()))
    labels[LEVEL] = _level(labels, signs, *(line.labels[LEVEL] for line in parts))
    if intent := _intent(first.labels[INTENT], second.labels[INTENT]):
        labels[INTENT] = intent
    between = chance.choice(ENDED if first.text.rstrip()[-1] in ".!?" else BETWEEN)
    return Line(first.text.rstrip() + between + second.text.lstrip(), labels, signs)


def _level(labels: Mapping[str, str], signs: frozenset[str], *levels: str) -> str:
    values = {slot: labels[slot] for slot in SLOTS if labels[slot] != NOTHING}
    known = [level for level in (*levels, judge(values, signs).level) if level in (URGENT, EMERGENCY)]
    return max(known, key=LEVELS.index) if known else NOTHING


def _intent(first: str, second: str) -> str | None:
    """Return the intent of two in one message; None where that is anybody's guess."""
    if first == second or second in LIGHT:
        return first
    if first in LIGHT:
        return second
    both = {first, second}
    if both <= ASKING | TELLING and both & TELLING:
        return "report_and_ask" if both & ASKING else "report"
    return "ask" if both <= ASKING else None
