"""What the summary says: sections of labelled rows with numbered sources, the same for every way of drawing it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from knowledge.causes import Cause, table
from knowledge.levels import EMERGENCY, SELF_CARE, URGENT, judge, with_suspicions
from knowledge.passages import Passage
from knowledge.safety import care, fill
from knowledge.slots import NO, SAFE_ANSWER, SIGN_OF_SLOT, UNSURE, YES
from knowledge.sources import NUMBER, Citations, Source

FILE = Path(__file__).resolve().parent / "wording.yml"
MOST_REASONS = 4  # for the level; the red flags name every sign anyway
ESCALATION = "escalation"
WAITS = ("fix", "recovery")  # aspects of advice that wait until somebody has seen an urgent knee


@dataclass(frozen=True)
class Case:
    """What one conversation has come to."""

    values: Mapping[str, Any]
    signs: Sequence[str]  # signs without a slot, and suspicions
    level: str
    finished: bool  # the interview came to its end
    causes: Sequence[Cause]  # those worth naming, the best first
    sure: bool  # the first cause is said to fit best
    passages: Sequence[Passage]  # advice given, the most important first
    day: date
    sources: Mapping[str, Source] | None = None  # what may be cited; our own sources by default


@dataclass(frozen=True)
class Row:
    """A line of a section: what it is about, where that needs saying, and what there is to say."""

    label: str
    text: str
    strong: bool = False
    short: str | None = None  # what the chat shows of it; None stands for the text


@dataclass(frozen=True)
class Section:
    """A heading and its rows; `key` is its name in wording.yml."""

    key: str
    heading: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Summary:
    """The whole page; the advice, if any, is its last section, and `sources` are what the [n] stand for, by n."""

    title: str
    day: date
    notes: tuple[str, ...]
    sections: tuple[Section, ...]
    sources: tuple[Mapping[str, Any], ...]

    @property
    def written(self) -> str:
        """The day in words: 27 November 2026."""
        return f"{self.day.day} {self.day:%B %Y}"

    def shorter(self) -> Summary | None:
        """Return the summary without its last piece of advice and what only that cites; None where one is left.

        Numbers are given in the order of the page, so that those that stay are the same as in the whole summary.
        """
        *before, last = self.sections
        left_out = Row("", words()["advice"]["left_out"], short="")
        kept = [row for row in last.rows if row != left_out][:-1]
        if last.key != "advice" or not kept:
            return None
        sections = (*before, replace(last, rows=(*kept, left_out)))
        cited = {int(n) for section in sections for row in section.rows for n in NUMBER.findall(row.text)}
        return replace(self, sections=sections, sources=tuple(one for one in self.sources if one["n"] in cited))


@lru_cache(maxsize=1)
def words() -> Mapping[str, Any]:
    """Return the wording of the summary, read once."""
    loaded: Mapping[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return loaded


def summarise(case: Case) -> Summary:
    """Return the summary of `case`; sections that have nothing to say are left out."""
    citations = Citations(case.sources)
    values = with_suspicions(case.values, case.signs)
    told = any(value is not None for value in values.values()) or bool(case.signs)
    parts: dict[str, Callable[[], list[Row]]] = {
        "level": lambda: _level(case, citations),
        "told": lambda: _told(values),
        "course": lambda: _course(values),
        "red_flags": lambda: _red_flags(values, case.signs),
        "causes": lambda: _causes(case),
        "advice": lambda: _advice(case, told, citations),
    }
    if not told:
        parts = {"advice": parts["advice"]}
    sections = [Section(name, words()["headings"][name], tuple(rows())) for name, rows in parts.items()]
    notes = [words()["notice"], *([] if case.finished else [words()["unfinished" if told else "nothing_told"]])]
    return Summary(
        title=words()["title"],
        day=case.day,
        notes=tuple(fill(note) for note in notes),
        sections=tuple(section for section in sections if section.rows),
        sources=tuple(citations.blocks()),
    )


def _judged(case: Case) -> bool:
    """Tell whether the level may be stated: a harmless one only after the last question."""
    return case.finished or case.level != SELF_CARE


def _level(case: Case, citations: Citations) -> list[Row]:
    if not _judged(case):
        return [Row("", words()["not_judged"], strong=True)]
    label = words()["why"]["label"]
    held = judge(case.values, case.signs, at_least=case.level).rules
    reasons = [fill(rule.because) for rule in held[:MOST_REASONS]]
    if len(held) > MOST_REASONS:
        reasons.append(words()["why"]["more"].replace("{count}", str(len(held) - MOST_REASONS)))
    return [
        Row("", words()["levels"][case.level], strong=True),
        Row(label, citations.number(" ".join(reasons or [_without_a_rule(case)])), short=""),
    ]


def _without_a_rule(case: Case) -> str:
    """Say why the level is what it is where no rule asks for it."""
    why: Mapping[str, str] = words()["why"]
    if case.level == SELF_CARE:
        return why["nothing"]
    if case.causes and case.causes[0].least_level == case.level:
        return why["cause"].replace("{cause}", _capital(case.causes[0].name))
    return why["earlier"]


def _told(values: Mapping[str, Any]) -> list[Row]:
    rows = [
        Row(row["label"], row[str(values[slot])])
        for slot, row in words()["choices"].items()
        if values.get(slot) is not None
    ]
    found = words()["findings"]
    for answer in (YES, NO, UNSURE):
        said = [found[slot] for slot in found if values.get(slot) == answer]
        rows += [Row(words()["answers"][answer], "; ".join(said))] if said else []
    return rows


def _course(values: Mapping[str, Any]) -> list[Row]:
    return [
        Row(row["label"], row[str(values[slot])])
        for slot, row in words()["course"].items()
        if values.get(slot) is not None
    ]


def _red_flags(values: Mapping[str, Any], signs: Sequence[str]) -> list[Row]:
    said: dict[str, list[str]] = {answer: [] for answer in words()["presence"]}
    closer = {SIGN_OF_SLOT.get(sign) for sign in signs}  # slots of which something closer was said: "fever"
    for slot, text in words()["red_flags"].items():
        answer = _presence(slot, values.get(slot))
        if answer != YES or slot not in closer:
            said[answer].append(text)
    said[YES] += [words()["signs"][sign] for sign in signs if sign in words()["signs"]]
    return [
        Row(words()["presence"][answer], "; ".join(texts), short=None if answer in (YES, UNSURE) else "")
        for answer, texts in said.items()
        if texts
    ]


def _presence(slot: str, value: str | None) -> str:
    """Return whether the sign that `slot` asks for is there (yes, no, unsure), or "open"."""
    if value is None or value == UNSURE:
        return value or "open"
    return NO if value == SAFE_ANSWER[slot] else YES


def _causes(case: Case) -> list[Row]:
    wording: Mapping[str, str] = words()["causes"]
    rows = []
    for rank, cause in enumerate(case.causes):
        speaking = {"for": cause.speaks_for, "against": cause.speaks_against}
        reasons = {side: table().reasons(slots, case.values) for side, slots in speaking.items()}
        said = [wording[side].replace("{reasons}", "; ".join(texts)) for side, texts in reasons.items() if texts]
        fit = wording["best" if case.sure and rank == 0 else "possible"]
        text = " ".join([f"{_capital(fit)}.", *(said or [wording["no_reasons"]])])
        rows.append(Row(_capital(cause.name), text, short=fit))
    return rows


def _advice(case: Case, told: bool, citations: Citations) -> list[Row]:
    rows = []
    if told and _judged(case):
        held = judge(case.values, case.signs, at_least=case.level).rules[:MOST_REASONS]
        meanwhile = [rule.do for rule in held if rule.do]
        parts = [care()[case.level]["now"], *meanwhile, care()[case.level]["then"]]
        rows.append(Row(words()["advice"]["first"], citations.number(fill(" ".join(parts))), short=""))
    waiting = [one for one in case.passages if _waits(one, case.level)]
    if waiting:
        topics = "; ".join(dict.fromkeys(_capital(one.name) for one in waiting))
        rows.append(Row("", words()["advice"]["waits"].replace("{topics}", topics), short=""))
    for one in case.passages:
        if one not in waiting:
            about = f"{_capital(one.name)}: {words()['advice']['aspects'][one.aspect]}"
            rows.append(Row(about, citations.number(fill(one.text), one.id), short=""))
    return rows


def _waits(passage: Passage, level: str) -> bool:
    """Tell whether advice given before holds no longer at this level: `find` in actions/answer.py says none of it."""
    if passage.topic == ESCALATION or level not in (URGENT, EMERGENCY):
        return False
    return level == EMERGENCY or passage.aspect in WAITS


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
