"""What a second reading of the content finds, beyond the form of each file.

Claims that are known to be wrong, texts that are hard to read, and faults of the source article left uncorrected.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from knowledge.article_faults import read_article_faults, unsettled
from knowledge.levels import Rule
from knowledge.passages import Fault, Passage
from knowledge.readability import HIGHEST_GRADE, grade
from knowledge.sources import without_markers
from knowledge.wrong_claims import claims_in

FOLDER = Path(__file__).resolve().parent


def passage_texts(passage: Passage) -> dict[str, str]:
    """Return what may be said of a passage, by form, without references; a list as a text of its items."""
    texts = {"text": passage.plain, "spoken": passage.spoken}
    if passage.items:
        texts["list"] = " ".join(f"{without_markers(item).rstrip('.')}." for item in passage.items)
    if passage.article_differs:
        texts["article_differs"] = passage.article_differs
    return texts


def rule_texts(rule: Rule) -> dict[str, str]:
    """Return what may be said of a rule, by field, without references."""
    said = {"because": without_markers(rule.because), "spoken": rule.spoken, "do": without_markers(rule.do)}
    return {field: text for field, text in said.items() if text}


def wrong_claims_said(passages: Iterable[Passage]) -> list[Fault]:
    """Return a fault for each known-wrong claim that a passage makes; what notes the article's own faults may."""
    return [
        Fault(*_place(passage), f"{passage.id} ({form}): known to be wrong ({claim.id}): {sentence!r}. {claim.fact}")
        for passage in passages
        for form, text in passage_texts(passage).items()
        if form != "article_differs"
        for claim, sentence in claims_in(text)
    ]


def proofread(passages: Sequence[Passage], rules: Iterable[Rule], care: Mapping[str, Mapping[str, str]]) -> list[Fault]:
    """Return every fault of the second reading.

    Args:
        passages: all passages.
        rules: the red-flag rules.
        care: what each level of care means, as in `care.yml`.
    """
    faults = wrong_claims_said(passages)
    for passage in passages:
        faults += _hard(_place(passage), passage.id, passage_texts(passage))
    for rule in rules:
        faults += _hard(("red_flags.yml", _line("red_flags.yml", f"- id: {rule.id}")), rule.id, rule_texts(rule))
    for level, row in care.items():
        plain = {key: without_markers(text) for key, text in row.items()}
        faults += _hard(("care.yml", _line("care.yml", f"{level}:")), level, plain)
    return faults + [Fault("article_faults.yml", 1, wrong) for wrong in unsettled(read_article_faults(), passages)]


def _hard(place: tuple[str, int], name: str, texts: Mapping[str, str]) -> list[Fault]:
    grades = {form: grade(text) for form, text in texts.items()}
    return [
        Fault(*place, f"{name} ({form}): reading grade {found:.1f}; write plainer, {HIGHEST_GRADE:.0f} at most")
        for form, found in grades.items()
        if found > HIGHEST_GRADE
    ]


def _place(passage: Passage) -> tuple[str, int]:
    file = f"{passage.topic}.md"
    return file, _line(f"passages/{file}", f"## {passage.id}")


def _line(file: str, start: str) -> int:
    lines = (FOLDER / file).read_text(encoding="utf-8").splitlines() if (FOLDER / file).is_file() else []
    return next((number for number, line in enumerate(lines, start=1) if line.strip() == start), 1)
