"""Wilson's interval, counts and calibration."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.shares import Counts, Share, bins, calibration_error, wilson


# Newcombe, Statistics in Medicine 17 (1998), 857-872, table I, method 3; and the closed form at both ends.
@pytest.mark.parametrize(
    ("hits", "total", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
        (20, 20, 0.8389, 1.0000),
        (5, 10, 0.2366, 0.7634),
    ],
)
def test_wilson_against_known_values(hits: int, total: int, low: float, high: float) -> None:
    assert list(wilson(hits, total)) == pytest.approx([low, high], abs=5e-5)


def test_nothing_to_go_by() -> None:
    assert wilson(0, 0) == (0.0, 1.0)
    assert (Share(0, 0).value, str(Share(0, 0))) == (0.0, "-")


@given(st.integers(1, 2000).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total))))
def test_the_share_lies_in_its_interval(counted: tuple[int, int]) -> None:
    low, high = wilson(*counted)
    assert 0 <= low <= Share(*counted).value + 1e-12
    assert Share(*counted).value - 1e-12 <= high <= 1


def test_a_share_as_text() -> None:
    assert str(Share.of([True, True, True, False])) == "0.750 (0.30-0.95)"


@pytest.mark.parametrize(
    ("counts", "precision", "recall", "f1"),
    [
        (Counts(6, 2, 2), 0.75, 0.75, 0.75),
        (Counts(1, 0, 3), 1.0, 0.25, 0.4),
        (Counts(0, 3, 0), 0.0, 0.0, 0.0),
        (Counts(), 0.0, 0.0, None),
    ],
)
def test_precision_recall_f1(counts: Counts, precision: float, recall: float, f1: float | None) -> None:
    assert (counts.precision.value, counts.recall.value) == (precision, recall)
    assert counts.f1 == (f1 if f1 is None else pytest.approx(f1))


def test_counts_add_up() -> None:
    assert Counts.total([Counts(1, 2, 3), Counts(10, 20, 30)]) == Counts(11, 22, 33)


def test_bins() -> None:
    filled = bins([(0.0, False), (0.05, False), (0.3, True), (0.95, True), (1.0, True), (1.0, False)])
    assert [one.right.total for one in filled] == [2, 0, 0, 1, 0, 0, 0, 0, 0, 2 + 1]
    assert (filled[0].low, filled[-1].high) == (0.0, 1.0)
    assert filled[-1].confidence == pytest.approx(2.95 / 3)
    assert filled[-1].right == Share(2, 3)


def test_calibration_error() -> None:
    assert calibration_error(bins([(0.8, True)] * 4 + [(0.8, False)])) == pytest.approx(0.0)
    assert calibration_error(bins([(0.9, False), (0.1, False)])) == pytest.approx(0.5)
    assert calibration_error(bins([])) == 0.0
