"""How good the questions are: the sums, and that choosing them beats asking in a fixed order or at random."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from evaluation.interviews import HEADER, Outcome, by_cause, drawn, main, measure, outcome, row
from evaluation.simulated import Runner, conduct
from evaluation.tables import Table
from knowledge.slots import YES
from tests.knowledge.pictures import WELL

FINE = Runner("itbs", {**WELL, "location": "outer", "outer_tightness": YES})
HURT = Runner("ligament_tear", {**WELL, "twist_or_fall": YES, "deformity": YES})


def share(cell: str) -> float:
    return float(cell.split(maxsplit=1)[0])


def test_an_outcome() -> None:
    course = conduct(FINE.facts)
    assert outcome(FINE, course) == Outcome(FINE, len(course.questions), 0, True)
    assert outcome(Runner("knee_strain", FINE.facts), course).place > 0
    assert Outcome(FINE, 3, 0, True).counts
    assert not Outcome(HURT, 1, 2, True).counts, "no cause is looked for from urgent on"


def test_a_line_of_the_table() -> None:
    outcomes = [
        Outcome(FINE, 4, 0, True),
        Outcome(FINE, 6, 2, True),
        Outcome(FINE, 8, 3, False),
        Outcome(HURT, 2, 5, True),
    ]
    assert row("way", outcomes) == (
        "way", "0.333 (0.06-0.79)", "0.667 (0.21-0.94)", "0.750 (0.30-0.95)", "5", "8", "8",
    )  # fmt: skip
    assert len(HEADER) == 7


def test_causes_one_by_one() -> None:
    rows = {line[0]: line for line in by_cause([Outcome(FINE, 4, 0, True), Outcome(HURT, 1, 0, True)]).rows}
    assert rows["itbs"] == ("itbs", "1", "1.000 (0.21-1.00)", "1.000 (0.21-1.00)", "4")
    assert rows["ligament_tear"] == ("ligament_tear", "0", "-", "-", "-")


@pytest.fixture(scope="module")
def tables() -> list[Table]:
    return list(measure(drawn(300, 1), 1).tables)


def test_choosing_beats_asking_on(tables: list[Table]) -> None:
    ways = {line[0]: line for line in tables[0].rows}
    ours, fixed = ways["Kneewise"], ways["fixed order"]
    for stopped in ("fixed order, stopped", "random order, stopped"):
        assert share(ours[1]) > share(ways[stopped][1]) + 0.1, "names the cause more often in as many questions"
        assert share(ours[3]) > share(ways[stopped][3]) + 0.05, "and finds the level"
    assert share(ours[1]) > share(fixed[1]) - 0.1, "little is lost"
    assert float(ours[4]) < 0.6 * float(fixed[4])
    assert int(ours[6]) <= 12
    assert share(ours[3]) >= 0.98


def test_the_same_seed_gives_the_same_table(tables: list[Table]) -> None:
    assert measure(drawn(300, 1), 1).tables == tables


def test_the_command_prints_the_tables() -> None:
    result = CliRunner().invoke(main, ["--runners", "20", "--seed", "3"])
    assert result.exit_code == 0
    assert "20 simulated runners" in result.output
    assert "Kneewise by cause" in result.output
