"""The three outcomes and where the line to refusing is set."""

from __future__ import annotations

import numpy as np
import pytest

from knowledge.gate import ANSWER, CHOICE, LET_THROUGH, REFUSE, Gate, calibrate, in_scope
from knowledge.questions import OUT_OF_SCOPE

COLUMNS = ["itbs", OUT_OF_SCOPE, "cadence"]


@pytest.mark.parametrize(
    ("itbs", "cadence", "outside", "outcome"),
    [
        (0.9, 0.05, 0.05, ANSWER),
        (0.05, 0.05, 0.9, REFUSE),
        (0.34, 0.30, 0.30, CHOICE),
        (0.50, 0.45, 0.05, ANSWER),
        (0.45, 0.10, 0.45, ANSWER),
    ],
)
def test_outcomes(itbs: float, cadence: float, outside: float, outcome: str) -> None:
    assert Gate(0.5).decide({"itbs": itbs, "cadence": cadence, OUT_OF_SCOPE: outside})[0] == outcome


def test_the_reason_names_both_numbers() -> None:
    assert Gate(0.5).decide({"itbs": 0.1, "cadence": 0.0, OUT_OF_SCOPE: 0.9})[1] == "in-scope score 0.10 is below 0.50"


def test_in_scope_without_any_probability() -> None:
    assert in_scope(0.0, 0.0) == 0.0


def rows(scores: list[float]) -> np.ndarray:
    return np.array([[score, 1 - score, 0.0] for score in scores])


def test_calibrate_lets_the_wanted_share_through() -> None:
    scores = list(np.linspace(0, 0.99, 100))
    gate = calibrate(rows(scores), COLUMNS, [OUT_OF_SCOPE] * 100, ["ann"] * 100)
    assert sum(score >= gate.least for score in scores) == round(LET_THROUGH * 100)


def test_calibrate_counts_each_author_alike() -> None:
    few, many = [0.9] * 10, [0.1] * 990
    gate = calibrate(rows(few + many), COLUMNS, [OUT_OF_SCOPE] * 1000, ["ann"] * 10 + ["bob"] * 990)
    assert gate.least > 0.9, "one line in a hundred, but half of what strangers ask"


def test_calibrate_looks_at_out_of_scope_lines_only() -> None:
    labels = [OUT_OF_SCOPE] * 50 + ["itbs"] * 50
    gate = calibrate(rows([0.2] * 50 + [0.99] * 50), COLUMNS, labels, ["ann"] * 100)
    assert gate.least == pytest.approx(0.2, abs=1e-5)


def test_calibrate_needs_out_of_scope_lines() -> None:
    with pytest.raises(ValueError, match="needs out-of-scope questions"):
        calibrate(rows([0.5]), COLUMNS, ["itbs"], ["ann"])
