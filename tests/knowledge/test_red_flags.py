"""The rules, what levels mean, the questions: each is whole, cited and sayable; a broken file says what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from knowledge.levels import FILE, LEVELS, Rule, RuleError, judge, read_rules, rules
from knowledge.outline import outline
from knowledge.passages import TOPICS
from knowledge.safety import care, fill
from knowledge.settings import settings
from knowledge.slots import SIGN_OF_SLOT, SIGNS, SYMPTOMS, known_of, possible, unknown_slots
from knowledge.sources import references, sources, unknown_references

NEEDS = f"rules.yml: rule a needs a level of {LEVELS} and conditions on known slots or signs."
RULE = {"id": "a", "level": "urgent", "when": {"pop": [True]}, "because": "B [x].", "spoken": "S."}
CARE = [(level, key) for level, row in care().items() for key in row]


def read(folder: Path, **changes: object) -> tuple[Rule, ...]:
    rows = [{key: value for key, value in {**RULE, **changes}.items() if value is not None}]
    (folder / "rules.yml").write_text(yaml.safe_dump({"rules": rows}), encoding="utf-8")
    return read_rules(folder / "rules.yml")


def test_yes_and_no_of_yaml_become_answers(tmp_path: Path) -> None:
    assert read(tmp_path, when={"pop": [True, False, "unknown"]})[0].when == {"pop": ("yes", "no", "unknown")}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"because": None}, "rules.yml: rule a lacks ['because']."),
        ({"spoken": "", "level": None}, "rules.yml: rule a lacks ['level', 'spoken']."),
        ({"id": None}, "rules.yml: rule ? lacks ['id']."),
        ({"level": "grave"}, NEEDS),
        ({"when": {"elbow": [True]}}, NEEDS),
        ({"signs": ["hunch"]}, NEEDS),
        ({"when": None}, NEEDS),
        (
            {"when": {"age_band": ["old"]}},
            "rules.yml: rule a: age_band cannot be ['old']; it can be ('under16', '16to54', '55plus') or unknown.",
        ),
        (
            {"when": {"pop": ["loud", True]}},
            "rules.yml: rule a: pop cannot be ['loud']; it can be ('yes', 'no', 'unsure') or unknown.",
        ),
    ],
    ids=["field", "two fields", "id", "level", "slot", "sign", "nothing", "choice", "answer"],
)
def test_faults(tmp_path: Path, changes: dict[str, object], message: str) -> None:
    with pytest.raises(RuleError) as caught:
        read(tmp_path, **changes)
    assert str(caught.value) == message


@pytest.mark.parametrize("rule", rules(), ids=[rule.id for rule in rules()])
def test_each_rule_is_cited_and_can_be_said(rule: Rule) -> None:
    assert references(rule.because)
    assert unknown_references([rule.because, rule.do], sources()) == []
    assert rule.because.endswith("].")
    assert not references(rule.spoken)
    assert len(rule.spoken.split()) <= 25
    assert rule.spoken.endswith(".")
    assert rule.topic is None or rule.topic in TOPICS
    for text in (rule.because, rule.spoken, rule.do):
        assert not set("{}") & set(fill(text))


def test_no_symptom_is_asked_as_a_red_flag_in_vain() -> None:
    steps = (*outline().after_injury, *outline().without_injury)
    asked = {slot for step in steps for slot in outline().slots(step.question)}
    assert asked - {slot for rule in rules() for slot in rule.when} == set()


@pytest.mark.parametrize(("level", "key"), CARE, ids=[f"{level}.{key}" for level, key in CARE])
def test_what_a_level_means_is_cited(level: str, key: str) -> None:
    text = care()[level][key].replace("{date}", "1 May")  # filled in by the triage
    assert not set("{}") & set(text)
    assert bool(references(text)) is (key != "spoken")
    assert unknown_references([text], sources()) == []


def test_every_level_has_its_words() -> None:
    assert set(care()) == set(LEVELS)
    for level, row in care().items():
        assert {"now", "again", "spoken", "then", "would"} <= set(row), level
        assert set(row) <= {"now", "again", "spoken", "then", "would", "days", "better", "check", "overdue"}, level
        assert row["now"] != row["again"]
    assert {"days", "check", "overdue"} <= set(care()["self_care"])


def test_the_emergency_number_stands_where_it_is_needed() -> None:
    for key in ("now", "again", "spoken"):
        assert settings().emergency_number in care()["emergency"][key]


def test_slots_and_signs_fit_together() -> None:
    assert len(SYMPTOMS) == 24
    assert set(SIGN_OF_SLOT) <= set(SIGNS)
    assert set(SIGN_OF_SLOT.values()) <= set(SYMPTOMS)
    assert unknown_slots(["pop", "fever", "elbow"]) == ["elbow"]
    assert possible("pop") == ("yes", "no", "unsure")
    assert known_of({"severity": "mild", "pop": "no", "swelling": None, "else": 1}) == {"pop": "no", "severity": "mild"}
    assert list(known_of({"severity": "mild", "pop": "no"})) == ["pop", "severity"]


def test_every_item_belongs_to_a_group_and_can_be_tapped() -> None:
    assert {slot for group in outline().groups.values() for slot in group} == set(outline().items)
    for row in outline().items.values():
        assert len(row["button"].encode()) <= 64
        assert row["item"]


def test_the_real_file_is_read_once_and_whole() -> None:
    assert len(rules()) == len(yaml.safe_load(FILE.read_text(encoding="utf-8"))["rules"])
    assert judge({}).rules == ()
