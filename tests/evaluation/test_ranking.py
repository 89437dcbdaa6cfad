"""Topic@1, topic@3 and the mean reciprocal rank on rankings made by hand, and the curve over thresholds."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.curve import best_within, curve
from evaluation.ranking import Ranking, score_rankings
from evaluation.shares import Share
from evaluation.topic_cases import ALL, FAR, NEAR, TopicCase

SCORES = st.floats(0, 1).map(lambda score: round(score, 1))  # rounded, so that there are ties

# accepted topics, ranking -> place of the first accepted
PLACES = [
    (("itbs",), ("itbs", "terrain", "cadence"), 1),
    (("itbs",), ("terrain", "itbs"), 2),
    (("itbs", "terrain"), ("cadence", "terrain", "itbs"), 2),
    (("itbs",), ("terrain", "cadence", "downhill", "itbs"), 4),
    (("itbs",), ("terrain",), None),
    (("itbs",), (), None),
]


@pytest.mark.parametrize(("accepted", "topics", "place"), PLACES)
def test_place(accepted: tuple[str, ...], topics: tuple[str, ...], place: int | None) -> None:
    assert Ranking(topics, 0.5).place(accepted) == place


def test_metrics() -> None:
    cases = [TopicCase("a question", accepted) for accepted, _, _ in PLACES]
    score = score_rankings(cases, [Ranking(topics, 0.5) for _, topics, _ in PLACES])
    assert (score.first, score.three) == (Share(1, 6), Share(3, 6))
    assert score.reciprocal == pytest.approx((1 + 1 / 2 + 1 / 2 + 1 / 4) / 6)
    assert score.curves == {}


def test_topics_are_ranked_by_score() -> None:
    assert Ranking.of({"itbs": 0.1, "terrain": 0.7, "cadence": 0.1}, 0.3) == Ranking(
        ("terrain", "itbs", "cadence"), 0.3
    )


def test_questions_out_of_scope_count_in_the_curves_only() -> None:
    cases = [
        TopicCase("mine", ("itbs",)),
        TopicCase("a shin", (), near=True),
        TopicCase("weather", (), near=False),
        TopicCase("nobody said", ()),
    ]
    rankings = [Ranking(("itbs",), 0.8), Ranking(("itbs",), 0.9), Ranking(("itbs",), 0.1), Ranking(("itbs",), 0.2)]
    score = score_rankings(cases, rankings)
    assert (score.first, score.reciprocal) == (Share(1, 1), 1.0)
    assert {part: points[-1].through.total for part, points in score.curves.items()} == {ALL: 3, NEAR: 1, FAR: 1}
    assert best_within(score.curves[NEAR], 0.5).right == Share(0, 1)
    assert best_within(score.curves[FAR], 0.5).right == Share(1, 1)


def test_a_curve_by_hand() -> None:
    ours = [(0.9, True), (0.8, False), (0.6, True), (0.4, True)]
    points = curve(ours, [0.7, 0.4, 0.1])
    assert [(point.least, point.through.hits, point.right.hits) for point in points] == [
        (math.inf, 0, 0), (0.9, 0, 1), (0.7, 1, 1), (0.6, 1, 2), (0.4, 2, 3), (0.1, 3, 3),
    ]  # fmt: skip


@pytest.mark.parametrize(("most", "right"), [(0.0, 1), (0.33, 1), (1 / 3, 2), (0.5, 2), (2 / 3, 3), (1.0, 3)])
def test_the_best_within_a_limit(most: float, right: int) -> None:
    points = curve([(0.9, True), (0.8, False), (0.6, True), (0.4, True)], [0.7, 0.4, 0.1])
    assert best_within(points, most).right == Share(right, 4)


@given(st.lists(st.tuples(SCORES, st.booleans())), st.lists(SCORES))
def test_a_curve_never_falls(ours: list[tuple[float, bool]], outside: list[float]) -> None:
    points = curve(ours, outside)
    for before, after in pairwise(points):
        assert before.least > after.least
        assert before.through.hits <= after.through.hits
        assert before.right.hits <= after.right.hits
        assert (before.through.hits, before.right.hits) != (after.through.hits, after.right.hits)
    assert (points[0].through.hits, points[0].right.hits) == (0, 0)
    assert points[-1].through == Share(len(outside), len(outside))
    assert points[-1].right == Share(sum(right for _, right in ours), len(ours))


@given(st.lists(st.tuples(SCORES, st.booleans())), st.lists(SCORES, min_size=1), SCORES)
def test_each_point_is_what_its_threshold_does(
    ours: list[tuple[float, bool]], outside: list[float], most: float
) -> None:
    point = best_within(curve(ours, outside), most)
    assert point.through.hits == sum(score >= point.least for score in outside) <= most * len(outside) + 1e-9
    assert point.right.hits == sum(right and score >= point.least for score, right in ours)
