"""Numbers told to the coach: how lines are read and scored, and that wordings of our own are all understood."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from evaluation.cases import CaseFault
from evaluation.coaching import DEVELOPMENT, UNSEEN, Line, faults, lines_of, main, outcome, table

OURS = lines_of(Path(__file__).parents[2] / "data/coach/phrasings.jsonl")


def line(text: str, asked: str = "", **want: Any) -> Line:
    return Line("c1", text, asked, want)


@pytest.mark.parametrize("ours", OURS, ids=lambda ours: f"{ours.id} {ours.text[:40]}")
def test_our_own_wordings_are_read(ours: Line) -> None:
    assert outcome(ours).read, outcome(ours).got


@pytest.mark.parametrize("ours", [one for one in OURS if one.id >= "m5"], ids=lambda ours: ours.text[:40])
def test_our_later_wordings_are_taken_up_too(ours: Line) -> None:
    assert outcome(ours).taken_up, faults([outcome(ours)])


@pytest.mark.parametrize(
    ("told", "read"),
    [
        (line("74", "cadence", cadence=148), True),
        (line("74", "cadence", cadence=160), False),
        (line("about 74", "cadence", cadence=152, tolerance=0.07), True),
        (line("20 k this week, 15 k last week", "week", week=20), False),  # more was read than is told
        (line("20 k", "week", week=20, last_week=15), False),  # less was
        (line("in March", "shoes", shoes_bought="2026-03-20", shoes_bought_days=31), True),
        (line("in March", "shoes", shoes_bought="2026-03-20"), False),
        (line("20 steps a minute, both feet", "cadence", implausible=True), True),
        (line("75", "cadence", implausible=True), False),
        (line("whatever you think", implausible=True), False),
    ],
)
def test_a_line_is_read_if_everything_and_nothing_else_is_noted(told: Line, read: bool) -> None:
    assert outcome(told).read is read


def test_a_message_read_rightly_may_still_go_elsewhere() -> None:
    told = line("the clicker stopped at 79", cadence=158)
    found = outcome(told)
    assert found.read
    assert not found.taken_up
    assert "went to nobody" in faults([found])[0]


@pytest.mark.parametrize(
    ("want", "kind"),
    [
        ({"cadence": 160}, "cadence"), ({"week": 20}, "week"), ({"last_week": 20}, "last week"),
        ({"week": 20, "last_week": 15}, "two weeks"), ({"goal_date": "2027-05-01"}, "goal"),
        ({"shoes_km": 20}, "shoes"),
        ({"run_km": 5, "pain": 1}, "run"), ({"implausible": True}, "implausible"),
    ],
)  # fmt: skip
def test_kinds(want: dict[str, Any], kind: str) -> None:
    assert Line("c1", "", "", want).kind == kind


def test_the_table_sums_up() -> None:
    rows = table("Some", [outcome(line("74", "cadence", cadence=148)), outcome(line("20 k", "week", week=30))]).rows
    assert [row[0] for row in rows] == ["cadence", "week", "all"]
    assert rows[-1][2].startswith("0.500")


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"asked": "mood", "want": {"pain": 1}}, "nothing asks for mood"),
        ({"asked": None, "want": {"pane": 1}}, "no such labels"),
        ({"asked": None, "want": {"tolerance": 0.1}}, "tells nothing"),
    ],
)
def test_faults_are_named(tmp_path: Path, row: dict[str, Any], told: str) -> None:
    path = tmp_path / "coach.jsonl"
    path.write_text(json.dumps({"id": "c1", "text": "4", **row}) + "\n", encoding="utf-8")
    with pytest.raises(CaseFault, match=told):
        lines_of(path)


def test_the_sets_are_apart_and_only_lines_of_development_are_shown(tmp_path: Path) -> None:
    development, unseen = ({one.text for one in lines_of(path)} for path in (DEVELOPMENT, UNSEEN))
    assert len(development) >= 300
    assert len(unseen) >= 140
    assert not development & unseen
    path = tmp_path / "more.jsonl"
    path.write_text(json.dumps({"id": "c1", "asked": "week", "text": "a zebra", "want": {"week": 3}}), encoding="utf-8")
    printed = CliRunner().invoke(main, ["--file", str(path), "--show", "9"])
    assert printed.exit_code == 0
    assert "more: 1 messages" in printed.output
    assert "zebra" not in printed.output
