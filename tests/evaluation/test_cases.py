"""The labelled messages: the real ones are sound, faults are named."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from evaluation.cases import FOLDER, CaseFault, SymptomCase, danger_cases, intent_cases, symptom_cases
from evaluation.overlap import Learnt, normal

Read = Callable[[Path], list[Any]]


@pytest.mark.parametrize(
    ("read", "name"),
    [
        (symptom_cases, "symptoms-development"),
        (symptom_cases, "symptoms-unseen"),
        (danger_cases, "danger-development"),
        (danger_cases, "danger-unseen"),
        (intent_cases, "intents"),
    ],
)
def test_the_real_sets(read: Read, name: str) -> None:
    assert len(read(FOLDER / f"{name}.jsonl")) >= 100


@pytest.mark.parametrize(
    ("read", "line", "told"),
    [
        (symptom_cases, '{"text": "a", "slots": {"popp": "yes"}}', "popp = yes"),
        (symptom_cases, '{"text": "a", "slots": {"pop": "perhaps"}}', "pop = perhaps"),
        (symptom_cases, '{"text": "a", "slots": {}, "also_ok": {"pop": ["outer"]}}', "pop = outer"),
        (symptom_cases, '{"text": " ", "slots": {}}', "empty"),
        (symptom_cases, '{"text": "a"}', "slots"),
        (danger_cases, '{"text": "a", "level": "grave"}', "grave"),
        (danger_cases, '{"text": "a", "level": "none", "also_ok": ["routine"]}', "routine"),
        (intent_cases, '{"text": "a"}', "intent"),
        (intent_cases, '["a"]', "TypeError"),
        (intent_cases, "{", "JSONDecodeError"),
    ],
)
def test_faults(tmp_path: Path, read: Read, line: str, told: str) -> None:
    path = tmp_path / "set.jsonl"
    path.write_text(f"\n{line}\n", encoding="utf-8")
    with pytest.raises(CaseFault, match=rf"set\.jsonl:2: .*{told}"):
        read(path)


def test_none_stands_for_silence() -> None:
    case = SymptomCase("a text", {"pop": "yes"}, {"swelling": frozenset({"yes"}), "pop": frozenset({"none"})})
    assert (case.wanted("pop"), case.wanted("swelling")) == ("yes", "none")
    assert [case.accepts("pop", value) for value in ("yes", "none", "no")] == [True, True, False]
    assert [case.accepts("swelling", value) for value in ("yes", "none", "no")] == [True, True, False]


def test_what_was_learnt() -> None:
    learnt = Learnt(["It's swollen!", "👍"])
    assert "its SWOLLEN" in learnt
    assert "It’s, swollen." in learnt
    assert "it is swollen" not in learnt
    assert "?!" not in learnt
    assert normal("Can't  say…") == "cant say"
