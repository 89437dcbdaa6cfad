"""Whole cases: how they are read and summed up, and that the real ones end as they should."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from evaluation.cases import CaseFault
from evaluation.shares import Share
from evaluation.vignettes import DEVELOPMENT, UNSEEN, Ending, Vignette, ending, faults, summary, vignettes
from knowledge.levels import EMERGENCY, ROUTINE, SELF_CARE, URGENT
from knowledge.slots import SLOTS
from tests.knowledge.pictures import WELL

OUTER = {**WELL, "location": "outer", "outer_tightness": "yes"}


def case(level: str = SELF_CARE, causes: tuple[str, ...] = ("itbs",), **more: Any) -> Vignette:
    facts: Mapping[str, str] = {**OUTER, **more}
    return Vignette("v1", "my knee is tight", facts, causes, level, frozenset({ROUTINE}), SELF_CARE)


def row(**more: Any) -> str:
    facts = {slot: OUTER[slot] for slot in SLOTS}
    told: dict[str, Any] = {
        "id": "v1", "text": "my knee is tight", "facts": facts, "gold_cause": ["itbs"], "gold_level": "self_care",
        "ok_levels": ["routine"], "min_safe_level": "self_care",
    }  # fmt: skip
    return json.dumps({**told, **more})


def test_a_line_becomes_a_case(tmp_path: Path) -> None:
    path = tmp_path / "v.jsonl"
    path.write_text(row() + "\n", encoding="utf-8")
    assert vignettes(path) == [case()]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (row(gold_cause=["elbow"]), "no such causes"),
        (row(min_safe_level="none"), "no such levels"),
        (row(facts={**OUTER, "pop": "perhaps"}), "pop = perhaps"),
        (row(facts={"pop": "no"}), "swelling"),
    ],
)
def test_faults_are_named(tmp_path: Path, line: str, told: str) -> None:
    path = tmp_path / "v.jsonl"
    path.write_text(line + "\n", encoding="utf-8")
    with pytest.raises(CaseFault, match=told):
        vignettes(path)


def test_an_interview_goes_on_from_what_was_told() -> None:
    blank, told = ending(case(), ({}, [])), ending(case(), (OUTER, []))
    assert (blank.named[0], blank.level) == (told.named[0], told.level) == ("itbs", SELF_CARE)
    assert told.questions == 0 < blank.questions
    assert ending(case(), ({}, ["crack"])).level == EMERGENCY


def test_sums() -> None:
    endings = [
        Ending(case(), ("itbs", "tendonitis"), SELF_CARE, 4),
        Ending(case(), ("tendonitis", "itbs"), ROUTINE, 6),
        Ending(case(URGENT, ()), ("itbs",), SELF_CARE, 8),
        Ending(case(EMERGENCY), ("runners_knee",), EMERGENCY, 0),
    ]
    assert {str(row[0]): row[1] for row in summary("Development", endings).rows} == {
        "cause named first": str(Share(1, 2)),
        "cause in the first three": str(Share(2, 2)),
        "level exact": str(Share(2, 4)),
        "level allowed": str(Share(3, 4)),
        "safe": str(Share(4, 4)),
        "self-care kept": str(Share(1, 2)),
        "questions: median": "5",
        "questions: most": "8",
    }
    assert [line.split(",")[0] for line in faults(endings)] == ["v1: self_care -> routine", "v1: urgent -> self_care"]


def test_below_the_mildest_level_is_not_safe() -> None:
    strict = Vignette("v2", "x", OUTER, (), URGENT, frozenset(), URGENT)
    assert [Ending(strict, ("itbs",), level, 1).safe for level in (ROUTINE, URGENT, EMERGENCY)] == [False, True, True]


@pytest.mark.parametrize(("path", "least"), [(DEVELOPMENT, 300), (UNSEEN, 50)], ids=["development", "unseen"])
def test_the_real_cases_are_safe_when_every_answer_is_given(path: Path, least: int) -> None:
    cases = vignettes(path)
    assert len({one.text for one in cases}) == len(cases) >= least
    endings = [ending(one, (one.facts, [])) for one in cases]
    unsafe = [one.case.id for one in endings if not one.safe]
    assert len(unsafe) <= 0.05 * len(cases), unsafe
