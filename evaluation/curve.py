"""How many questions are answered rightly, against how many out of scope are let through, over every threshold."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from evaluation.shares import Share


@dataclass(frozen=True)
class Point:
    """What one threshold does: a question is answered where its score is `least` or more."""

    least: float
    through: Share  # of the questions out of scope: those that are answered
    right: Share  # of the questions in scope: those that are answered, and rightly


def curve(ours: Sequence[tuple[float, bool]], outside: Sequence[float]) -> list[Point]:
    """Return a point for every threshold that makes a difference, the strictest first: nothing is answered there.

    Args:
        ours: of each question in scope the score, and whether the best topic is right.
        outside: the score of each question out of scope.
    """
    right, wrong = sorted(score for score, correct in ours if correct), sorted(outside)
    return [
        Point(
            least,
            Share(len(wrong) - bisect_left(wrong, least), len(wrong)),
            Share(len(right) - bisect_left(right, least), len(ours)),
        )
        for least in (math.inf, *sorted({*right, *wrong}, reverse=True))
    ]


def best_within(points: Sequence[Point], most: float) -> Point:
    """Return the point of a curve with the most right answers that lets at most the share `most` through."""
    return [point for point in points if point.through.hits <= most * point.through.total + 1e-9][-1]
