"""The page that shows the evidence: made from the content, whole, and up to date."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from knowledge import evidence as page
from knowledge.__main__ import main
from knowledge.causes import table
from knowledge.evidence import PAGE, current_page, strength
from knowledge.levels import rules
from knowledge.look_alikes import read_look_alikes
from knowledge.sources import without_markers

TEXT = current_page()


def test_the_page_in_docs_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == TEXT, "write it with: .venv/app/bin/python -m knowledge evidence"


def test_it_shows_every_cause_rule_and_look_alike() -> None:
    for condition in table().conditions.values():
        assert f"\n## {condition.name[0].upper()}{condition.name[1:]}\n" in TEXT
    for rule in rules():
        assert f"| {rule.level.replace('_', ' ')} | `{rule.id}` |" in TEXT
        assert without_markers(rule.because).rstrip(".") in without_numbers(TEXT)
    for one in read_look_alikes():
        assert f"| {one.name} [" in TEXT


def test_a_line_shows_weights_in_words_and_how_many_of_a_hundred() -> None:
    row = next(line for line in TEXT.splitlines() if "tightness or pain on the outer side: very strongly" in line)
    share = table().likelihood("itbs", "outer_tightness")["yes"]
    assert f"| tightness or pain on the outer side: very strongly (+3.2, {share * 100:.0f}) |" in row
    assert "| nothing on the outer side: strongly (-2.2, " in row


def test_what_is_ours_alone_is_said() -> None:
    assert "our reading. It comes on bit by bit with running. |" in TEXT


def test_every_number_stands_for_a_source() -> None:
    body, _, listed = TEXT.partition("\n## Sources\n")
    used = {int(number) for number in re.findall(r"\[(\d+)\](?!\()", body)}
    assert sorted(used) == [int(number) for number in re.findall(r"^(\d+)\. ", listed, flags=re.MULTILINE)]


def test_tables_have_as_many_cells_as_headings() -> None:
    for block in re.findall(r"(?:^\|.*\n)+", TEXT, flags=re.MULTILINE):
        assert len({line.count("|") for line in block.splitlines()}) == 1


@pytest.mark.parametrize(
    ("weight", "word"),
    [(3.2, "very strongly"), (-2.5, "very strongly"), (2.4, "strongly"), (0.75, "clearly"), (-0.3, "a little"),
     (0.1, "hardly"), (0.0, "hardly")],
)  # fmt: skip
def test_strengths(weight: float, word: str) -> None:
    assert strength(weight) == word


def test_the_command_writes_the_page_and_finds_an_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "PAGE", tmp_path / "evidence.md")
    missing = CliRunner().invoke(main, ["evidence", "--check"])
    assert (missing.exit_code, missing.output.startswith("docs/evidence.md is out of date; ")) == (1, True)
    assert CliRunner().invoke(main, ["evidence"]).exit_code == 0
    assert page.PAGE.read_text(encoding="utf-8") == TEXT
    assert CliRunner().invoke(main, ["evidence", "--check"]).exit_code == 0
    page.PAGE.write_text("old", encoding="utf-8")
    assert CliRunner().invoke(main, ["evidence", "--check"]).exit_code == 1


def without_numbers(text: str) -> str:
    return re.sub(r" \[\d+\]", "", text)
