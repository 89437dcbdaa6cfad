"""Cases to sum up: built by hand, and any that there can be."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import strategies as st

from knowledge.causes import table
from knowledge.levels import EMERGENCY, LEVELS, judge
from knowledge.passages import Passage, read_passages
from knowledge.slots import CHOICES, SIGNS, SLOTS, SYMPTOMS, possible
from knowledge.summary.content import Case, Summary

DAY = date(2026, 11, 27)
PASSAGES: dict[str, Passage] = {passage.id: passage for passage in read_passages()[0]}
LONGEST = sorted(PASSAGES.values(), key=lambda passage: -len(passage.text))
MOST_SAID = 12  # passages that a conversation remembers as said
TOLD_SIGNS = [sign for sign in SIGNS if sign != "suicidal"]  # in a crisis nothing is written
SPACE = re.compile(r"\s+")


def case(
    values: dict[str, str] | None = None,
    signs: tuple[str, ...] = (),
    passages: tuple[str, ...] = (),
    *,
    finished: bool = True,
    level: str | None = None,
) -> Case:
    """Return the case of who told `values` and `signs` and was given `passages`."""
    known: dict[str, Any] = {slot: (values or {}).get(slot) for slot in SLOTS}
    causes = table().rank(known)[:3] if values else []
    judged = judge(known, signs, at_least=level).level
    return Case(known, signs, judged, finished, causes, bool(causes), [PASSAGES[name] for name in passages], DAY)


def fullest(answer: str, level: str, passages: list[Passage]) -> Case:
    """Return the case with every slot answered alike, these passages, and every sign at the level emergency."""
    values = dict.fromkeys(SYMPTOMS, answer) | {slot: max(words, key=len) for slot, words in CHOICES.items()}
    told = case(values, tuple(TOLD_SIGNS) if level == EMERGENCY else (), finished=False, level=level)
    return replace(told, passages=passages)


def cases() -> st.SearchStrategy[Case]:
    """Return any case that a conversation can come to."""
    values = st.fixed_dictionaries({}, optional={slot: st.sampled_from(possible(slot)) for slot in SLOTS})
    signs = st.lists(st.sampled_from([*TOLD_SIGNS, *SYMPTOMS]), unique=True, max_size=6).map(tuple)
    passages = st.lists(st.sampled_from(sorted(PASSAGES)), unique=True, max_size=MOST_SAID).map(tuple)
    return st.builds(
        case, values, signs, passages, finished=st.booleans(), level=st.sampled_from([None, *LEVELS])
    ).filter(lambda one: bool(one.passages or one.signs or any(one.values.values())))


def texts(summary: Summary, key: str) -> dict[str, str]:
    """Return the rows of a section by label."""
    return {row.label: row.text for section in summary.sections if section.key == key for row in section.rows}


def bare(text: str) -> str:
    """Return the text without any white space: a page breaks its lines anywhere."""
    return SPACE.sub("", text)
