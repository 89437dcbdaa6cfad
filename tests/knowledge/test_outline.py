"""The outline of the interview: whole, and a fault is named."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from knowledge.levels import LEVELS, rules
from knowledge.outline import FILE, OutlineError, Step, outline, read_outline
from knowledge.slots import SYMPTOMS

RAW = yaml.safe_load(FILE.read_text(encoding="utf-8"))


def read(folder: Path, **changes: Any) -> None:
    changed = {key: value for key, value in {**RAW, **changes}.items() if value is not None}
    path = folder / "interview.yml"
    path.write_text(yaml.safe_dump(changed), encoding="utf-8")
    read_outline(path)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"causes": None}, "interview.yml lacks ['causes']."),
        ({"causes": ["elbow"]}, "interview.yml: neither slots nor groups: ['elbow']."),
        ({"after_injury": ["group_elbow"]}, "interview.yml: neither slots nor groups: ['group_elbow']."),
        ({"groups": {"group_joint": ["elbow"]}}, "interview.yml: neither slots nor groups: "),
        ({"items": {}}, "interview.yml: no item and button for ['blood_thinner', "),
        ({"after_injury": [{"ask": "pop", "if": {"swelling": ["huge"]}}]}, "`if` of pop: swelling cannot be ['huge']."),
        ({"after_injury": [{"ask": "pop", "if": {"elbow": ["yes"]}}]}, "`if` of pop: elbow cannot be ['yes']."),
    ],
    ids=["part", "cause", "step", "member", "item", "answer", "condition"],
)
def test_faults(tmp_path: Path, changes: dict[str, Any], message: str) -> None:
    with pytest.raises(OutlineError) as caught:
        read(tmp_path, **changes)
    assert str(caught.value).startswith(message)


def test_yes_of_yaml_becomes_an_answer(tmp_path: Path) -> None:
    path = tmp_path / "interview.yml"
    path.write_text(FILE.read_text(encoding="utf-8"), encoding="utf-8")
    assert Step("swelling_fast", {"swelling": ("yes", "unsure")}) in read_outline(path).after_injury


@pytest.mark.parametrize(("steps", "never"), [("after_injury", set()), ("without_injury", {"crack"})])
def test_every_slot_of_a_rule_can_be_asked_in_both_orders(steps: str, never: set[str]) -> None:
    asked = {slot for step in getattr(outline(), steps) for slot in outline().slots(step.question)}
    grave = {slot for rule in rules() if rule.level in LEVELS[1:] for slot in rule.when}
    assert grave - asked == never


@pytest.mark.parametrize("steps", ["after_injury", "without_injury"])
def test_what_a_question_needs_is_asked_before_it(steps: str) -> None:
    known: set[str] = set()
    for step in getattr(outline(), steps):
        needed = {slot for slot, wanted in step.needs.items() if None not in wanted}  # what may be open needs no asking
        assert needed <= known, step.question
        known |= set(outline().slots(step.question))


def test_only_yes_or_no_is_asked_in_a_group() -> None:
    for group in outline().groups.values():
        assert set(group) <= set(SYMPTOMS) - {"can_bear_weight"}, "yes must be the worrying answer"
        assert len(group) <= 7
