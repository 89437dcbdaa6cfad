"""How well topics are ranked: topic@1, topic@3, the mean reciprocal rank, and the curve over thresholds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evaluation.curve import Point, curve
from evaluation.shares import Share
from evaluation.topic_cases import TopicCase, parts_of


@dataclass(frozen=True)
class Ranking:
    """What a way makes of a question."""

    topics: tuple[str, ...]  # the best first; topics that nothing speaks for are left out
    score: float  # the higher, the surer that the question is in scope

    @classmethod
    def of(cls, scores: Mapping[str, float], score: float) -> Ranking:
        """Rank topics by their scores; ties stay in the order given."""
        return cls(tuple(sorted(scores, key=lambda topic: -scores[topic])), score)

    def place(self, accepted: Sequence[str]) -> int | None:
        """Return the place, from 1, of the first topic that is accepted; None where there is none."""
        return next((place for place, topic in enumerate(self.topics, 1) if topic in accepted), None)


@dataclass(frozen=True)
class RankingScore:
    """How well a way ranks the topics of a set; `curves` is kept by part of the questions out of scope."""

    first: Share  # topic@1
    three: Share  # topic@3
    reciprocal: float  # the mean of 1 / place
    curves: Mapping[str, Sequence[Point]]


def score_rankings(cases: Sequence[TopicCase], rankings: Sequence[Ranking]) -> RankingScore:
    """Compare rankings with the topics that are accepted.

    Topics are judged whatever the score: whether a question should be answered at all is what the curves show. The
    reciprocal of a topic that is not found is 0.
    """
    pairs = list(zip(cases, rankings, strict=True))
    ours = [(ranking, ranking.place(case.topics)) for case, ranking in pairs if case.in_scope]
    places = [place for _, place in ours]
    judged = [(ranking.score, place == 1) for ranking, place in ours]
    return RankingScore(
        Share.of(place == 1 for place in places),
        Share.of(place is not None and place <= 3 for place in places),
        sum(1 / place for place in places if place) / len(places) if places else 0.0,
        {
            part: curve(judged, [ranking.score for case, ranking in pairs if case.is_of(part)])
            for part in parts_of(cases)
        },
    )
