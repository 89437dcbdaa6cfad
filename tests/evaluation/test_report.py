"""The layout of the report, and that it holds every part."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner

from evaluation import report, understanding
from evaluation.cases import CaseFault, DangerCase, IntentCase, SymptomCase
from evaluation.noise import KINDS
from evaluation.overlap import Learnt
from evaluation.scoring import score_symptoms
from evaluation.shares import bins
from evaluation.tables import Section, Table, document
from evaluation.understanding import Sets, measured
from knowledge.slots import CHOICES, SYMPTOMS
from scripts.console import Trouble
from tests.evaluation.people import Parrot

SWOLLEN, NUMB, SHOP = "it is swollen", "my foot is numb", "when do you open?"


class FewSets(Sets):
    """A handful of messages."""

    def __init__(self) -> None:
        symptoms = [SymptomCase(SWOLLEN, {"swelling": "yes"}), SymptomCase(SHOP, {})]
        danger = [DangerCase(NUMB, "emergency"), DangerCase(SWOLLEN, "urgent"), DangerCase(SHOP, "none")]
        self.symptoms = {"development": symptoms, "unseen": symptoms}
        self.danger = {"development": danger, "unseen": danger}
        self.intents = [IntentCase("hiya", "greet"), IntentCase(SWOLLEN, "report")]


def few(show: int = 0, quick: bool = False) -> list[Section]:
    assistant = Parrot({SWOLLEN: {"swelling": "no"}}, {NUMB: "emergency", SHOP: "urgent"}, {"hiya": ("greet", 0.95)})

    def stock(texts: Sequence[str]) -> dict[str, list[str]]:
        return {"stock": ["greet"] * len(texts), "no fallback": ["nlu_fallback"] * len(texts)}

    return list(measured(FewSets(), assistant, Learnt(["Hiya!"]), show, None if quick else stock))[-1]


def test_a_plain_table() -> None:
    table = Table("Fruit", ("name", "n"), [("apple", "3"), ("fig", "120")])
    assert table.plain() == "Fruit\nname     n\n-----  ---\napple    3\nfig    120"


def test_a_markdown_table() -> None:
    table = Table("Fruit | veg", ("name", "n"), [("apple|pear", "3")])
    assert table.markdown() == "**Fruit \\| veg**\n\n| name | n |\n| --- | ---: |\n| apple\\|pear | 3 |"


def test_a_table_without_rows() -> None:
    assert Table("None", ("name", "n"), []).plain() == "None\nname  n\n----  -"


def test_a_section_with_messages() -> None:
    section = Section("Wrong", ["A remark."], (), ["one\ntwo", "a ``` b"])
    assert section.plain() == "Wrong\n=====\n\nA remark.\n\n- one two\n- a ``` b"
    assert section.markdown() == "## Wrong\n\nA remark.\n\n```text\none two\na ''' b\n```"


def test_a_document() -> None:
    assert document("Report", [Section("One"), Section("Two")]) == "# Report\n\n## One\n\n## Two\n"


def test_every_table_fits_its_header() -> None:
    for section in few():
        for table in section.tables:
            assert all(len(row) == len(table.header) for row in table.rows), table.caption
            assert len({len(line) for line in table.markdown().splitlines()[2:3]}) == 1


def test_the_sections() -> None:
    assert [section.title for section in few()] == [
        "Sets", "Symptoms", "symptoms-development in detail", "symptoms-unseen in detail", "Danger",
        "danger-development in detail", "danger-unseen in detail", "Intents", "Intents in detail",
        "Reliability of confidences", "Robustness",
    ]  # fmt: skip


def test_quick_leaves_out_noise_and_stock() -> None:
    sections = few(quick=True)
    assert "Robustness" not in [section.title for section in sections]
    intents = next(section for section in sections if section.title == "Intents")
    assert [row[0] for row in intents.tables[0].rows] == ["Kneewise"]


def test_what_stands_in_the_cells() -> None:
    told = {section.title: section for section in few()}
    assert list(told["Sets"].tables[0].rows)[-1] == ("intents", "2", "1")
    ours = told["Symptoms"].tables[0].rows[0]
    assert ours == ("development", "Kneewise", "0.000", "-", "0.000", "0.500 (0.09-0.91)")
    danger = told["Danger"].tables[0].rows[0]
    assert [cell[:5] for cell in danger[2:]] == ["1.000", "0.000", "0.000", "0.333"]
    assert list(told["danger-unseen in detail"].tables[0].rows) == [
        ("none", "0", "1", "0"),
        ("urgent", "1", "0", "0"),
        ("emergency", "0", "0", "1"),
    ]
    intents = told["Intents"].tables[0].rows
    assert [(row[0], row[1][:5], row[2], row[3][:5]) for row in intents] == [
        ("Kneewise", "0.500", "0.500", "0.000"),
        ("stock", "0.500", "0.333", "0.000"),
        ("no fallback", "0.000", "0.000", "0.000"),
    ]


def test_every_slot_and_value_has_a_row() -> None:
    section = report.symptom_details("a set", score_symptoms([SymptomCase("a", {"pop": "yes"})], [{"pop": "yes"}]))
    sums, values, slots, choices, confusions = section.tables
    assert [row[0] for row in sums.rows] == ["yes/no slots", "choices", "all"]
    assert [row[0] for row in values.rows] == ["yes", "no", "unsure"]
    assert tuple(row[0] for row in slots.rows) == SYMPTOMS
    assert len(choices.rows) == sum(1 + len(several) for several in CHOICES.values())
    assert slots.rows[0] == ("pop", "1", "1.000 (0.21-1.00)", "1.000 (0.21-1.00)", "1.000")
    assert list(confusions.rows) == []


def test_only_the_most_frequent_confusions() -> None:
    cases = [SymptomCase("a", {slot: "yes"}) for slot in SYMPTOMS]
    section = report.symptom_details("a set", score_symptoms(cases, [{} for _ in cases]))
    assert len(section.tables[-1].rows) == report.MOST_CONFUSIONS


def test_wrong_messages_are_shown_on_demand() -> None:
    shown = {section.title: list(section.lines) for section in few(show=1)}
    assert shown["symptoms-unseen in detail"] == [f"swelling yes -> no: {SWOLLEN}"]
    assert shown["danger-unseen in detail"] == [f"urgent -> none: {SWOLLEN}"]
    assert shown["Intents in detail"] == [f"report -> chitchat: {SWOLLEN}"]
    assert not any(section.lines for section in few(show=0))


def test_reliability() -> None:
    table = report.reliability({"Intents": bins([(0.95, True), (0.85, False)])}).tables[0]
    assert table.caption == "Intents: expected calibration error 0.450"
    assert list(table.rows)[-2:] == [
        ("0.8-0.9", "1", "0.850", "0.000 (0.00-0.79)"),
        ("0.9-1.0", "1", "0.950", "1.000 (0.21-1.00)"),
    ]
    assert table.rows[0] == ("0.0-0.1", "0", "-", "-")


def test_robustness_has_a_row_for_each_kind_and_one_for_all() -> None:
    table = few()[-1].tables[0]
    assert [row[0] for row in table.rows] == [*KINDS, "all kinds"]


def test_a_failing_stock_pipeline_leaves_the_rest(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def failing(texts: Sequence[str]) -> dict[str, list[str]]:
        raise Trouble("Training failed.")

    monkeypatch.setattr(understanding, "stock_intents", failing)
    status, output, path = run(monkeypatch, tmp_path)
    assert status == 1
    assert "Training failed.\n" in output
    assert "Robustness\n==========\n" in output
    assert understanding.STOCK_TO_COME in path.read_text(encoding="utf-8")


def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, *options: str) -> tuple[int, str, Path]:
    path = tmp_path / "report" / "understanding.md"
    monkeypatch.setattr(understanding, "REPORT", path)
    monkeypatch.setattr(understanding, "Sets", FewSets)
    monkeypatch.setattr(understanding, "Assistant", Parrot)
    monkeypatch.setattr(Learnt, "of_data", lambda: Learnt([]))
    monkeypatch.setattr("scripts.console.raise_on_signals", lambda: None)
    result = CliRunner().invoke(understanding.main, list(options))
    return result.exit_code, result.output, path


def test_the_command_prints_and_writes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    status, output, path = run(monkeypatch, tmp_path, "--quick", "--show", "2")
    written = path.read_text(encoding="utf-8")
    assert status == 0
    assert written.startswith("# Understanding\n\n## Sets\n")
    assert "Symptoms\n========\n" in output
    assert re.search(r"^- swelling yes -> none: it is swollen$", output, re.MULTILINE)
    assert "Robustness" not in output + written


def test_a_fault_in_the_sets_is_one_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def faulty(*_: object) -> list[list[Section]]:
        raise CaseFault("intents.jsonl:3: no")

    monkeypatch.setattr(understanding, "measured", faulty)
    status, output, path = run(monkeypatch, tmp_path, "--quick")
    assert (status, output.strip(), path.exists()) == (1, "intents.jsonl:3: no", False)
