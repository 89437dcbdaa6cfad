"""The evidence table as content: every line has its source, and a fault is named with its line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from knowledge.causes import table
from knowledge.conditions import (
    FILE,
    LEAST_LEVEL,
    OUR_READING,
    PRIOR,
    Backing,
    Condition,
    EvidenceError,
    read_conditions,
)
from knowledge.evidence_check import faults_of_conditions
from knowledge.levels import LEVELS
from knowledge.passages import CAUSES
from knowledge.slots import CHOICES, NO, YES, unknown_slots
from knowledge.sources import sources

CONDITIONS = table().conditions
LINES = [(cause, key) for cause, one in CONDITIONS.items() for key in (PRIOR, LEAST_LEVEL, *one.evidence)]
SMALL = """words:
  pop: {yes: "a pop"}
overlaps: []
usual:
  pop: 0.1
  severity: {mild: 0.5, moderate: 0.4, severe: 0.1}
causes:
  a:
    name: A
    least_level: {level: routine, from: ["article:itbs"]}
    prior: {weight: 0.5, from: [our-reading], note: "A guess."}
    evidence:
      pop:
        {yes: 1.0, no: -1.0,
         from: [elht-knee-injury], note: "It tears."}
      severity: {severe: 0.5, from: [elht-knee-injury, our-reading], note: "Perhaps."}
"""


def write(folder: Path, old: str = "", new: str = "") -> Path:
    assert old in SMALL
    path = folder / "table.yml"
    path.write_text(SMALL.replace(old, new), encoding="utf-8")
    return path


def test_a_table_is_read_whole(tmp_path: Path) -> None:
    found = read_conditions(write(tmp_path))
    condition = found.conditions["a"]
    assert (condition.prior, condition.least_level) == (0.5, "routine")
    assert condition.evidence == {"pop": {YES: 1.0, NO: -1.0}, "severity": {"severe": 0.5}}
    assert condition.backing["pop"] == Backing(("elht-knee-injury",), "It tears.")
    assert condition.backing[PRIOR] == Backing((OUR_READING,), "A guess.")
    assert condition.sources == ("article:itbs", "elht-knee-injury")
    assert found.words == {"pop": {YES: "a pop"}}
    assert found.usual["pop"] == {YES: 0.1, NO: 0.9}


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("overlaps: []\n", "", 1, "lacks ['overlaps']."),
        ("    name: A\n", "", 8, "lacks ['name']."),
        ("      pop:\n", "      elbow:\n", 13, "evidence: elbow: is no slot."),
        ("{yes: 1.0,", "{loud: 1.0,", 13, "evidence: pop: cannot be ['loud']; it can be ('yes', "),
        ("{severe: 0.5,", "{yes: 0.5,", 16, "evidence: severity: cannot be ['yes']; it can be ('mild', "),
        ("from: [elht-knee-injury], note", "note", 13, "evidence: pop: needs its sources under `from`"),
        (", note: \"Perhaps.\"", "", 16, "evidence: severity: our-reading needs a `note` that says why."),
        (", from: [\"article:itbs\"]", "", 10, "least_level: needs its sources under `from`"),
        ("{weight: 0.5, ", "{", 8, "needs a weight under prior, and a level of "),
        ("level: routine", "level: grave", 8, "needs a weight under prior, and a level of "),
        ("  pop: 0.1\n", "", 4, "usual: lacks ['pop']."),
        ("  pop: 0.1\n", "  pop: 1.1\n", 5, "usual: pop: needs shares of ['yes', 'no'] that add up to 1"),
        ("mild: 0.5,", "mild: 0.6,", 6, "usual: severity: needs shares of ['mild', "),
        ("mild: 0.5,", "", 6, "usual: severity: needs shares of "),
        ("  pop: 0.1\n", "  pop: 0.1\n  elbow: 0.1\n", 6, "usual: elbow: needs shares of "),
    ],
    ids=["part", "field", "slot", "answer", "choice", "no source", "no note", "level without source", "no weight",
         "no level", "not usual", "no share", "more than all", "one missing", "usual slot"],
)  # fmt: skip
def test_faults_are_named_with_their_line(tmp_path: Path, old: str, new: str, line: int, message: str) -> None:
    with pytest.raises(EvidenceError) as caught:
        read_conditions(write(tmp_path, old, new))
    assert str(caught.value).removeprefix("table.yml: ").removeprefix("a: ").startswith(message)
    assert caught.value.line == line


def test_sources_that_do_not_exist_are_named_with_their_line(tmp_path: Path) -> None:
    path = write(tmp_path, "from: [elht-knee-injury], note", 'from: [nobody-1999, "article:nowhere"], note')
    faults = faults_of_conditions(read_conditions(path).conditions.values(), sources(), path)
    assert [str(fault) for fault in faults] == [
        "table.yml:13: a, pop: [nobody-1999] names no source",
        "table.yml:13: a, pop: [article:nowhere] names no source",
    ]


def test_every_cause_has_its_table() -> None:
    assert set(CONDITIONS) == set(CAUSES)


@pytest.mark.parametrize(("cause", "key"), LINES, ids=[f"{cause}.{key}" for cause, key in LINES])
def test_every_line_of_the_real_table_says_where_it_comes_from(cause: str, key: str) -> None:
    backing = CONDITIONS[cause].backing[key]
    assert backing.sources
    assert len(set(backing.sources)) == len(backing.sources)
    assert (OUR_READING in backing.sources) <= bool(backing.note)
    assert backing.note == "" or backing.note.endswith(".")


@pytest.mark.parametrize("condition", CONDITIONS.values(), ids=list(CONDITIONS))
def test_each_real_condition_is_whole(condition: Condition) -> None:
    assert condition.least_level in LEVELS
    assert unknown_slots(condition.evidence) == []
    assert list(faults_of_conditions([condition], sources(), FILE)) == []
    for slot, row in condition.evidence.items():
        if slot in CHOICES:
            assert set(row) == set(CHOICES[slot]), slot
        else:
            assert {YES, NO} <= set(row), slot


def test_most_of_the_evidence_is_not_ours_alone() -> None:
    alone = [key for key in LINES if CONDITIONS[key[0]].backing[key[1]].sources == (OUR_READING,)]
    assert len(alone) / len(LINES) < 0.2


def test_overlaps_name_slots_of_the_table() -> None:
    asked: set[Any] = {slot for one in CONDITIONS.values() for slot in one.evidence}
    assert {slot for pair in table().overlaps for slot in pair} <= asked
