"""The sections of the report on answering, made of scores."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from evaluation.citing import CitationScore
from evaluation.curve import best_within
from evaluation.following import FollowUpScore
from evaluation.outcomes import OutcomeScore
from evaluation.ranking import RankingScore
from evaluation.tables import Section, Table
from evaluation.topic_cases import ALL, FAR, NEAR, TopicCase

MOST_THROUGH = (0.01, 0.03, 0.05, 0.1)
MOST_CONFUSIONS = 15
SETS = (
    "Questions by other authors than those learnt from. The development set was there when settings were chosen; the "
    "unseen one says how strangers will fare. Lines that happen to stand among those learnt from are left out."
)
RANKED = "Brackets hold Wilson's 95 % interval. Every question in scope counts, whether it would be answered or not."
THRESHOLDS = (
    "The share of questions in scope that are answered and right, at the threshold that lets at most the named share "
    "of those out of scope through. Each threshold is set on the very questions it is judged on."
)
AS_BUILT = "Right, offered, wrong and refused: questions in scope. Kept out: questions out of scope that are refused."
CITED = (
    "Sentences: those in answers to questions in scope that cite, and only known sources. Passages: the passage that "
    "answers is of an accepted topic. All answers: the same, with the answers to questions out of scope."
)
FOLLOWED = "The last turn of a conversation; turns are put to the search one by one, without the servers."


def sets(
    kept: Mapping[str, Sequence[TopicCase]], left_out: Mapping[str, int], follow_ups: Mapping[str, int]
) -> Section:
    """Say how large the sets are; `follow_ups` counts the conversations of each."""
    rows = []
    for name, cases in kept.items():
        outside = [sum(case.is_of(part) for case in cases) for part in (ALL, NEAR, FAR)]
        sizes = [len(cases), sum(case.in_scope for case in cases), *outside, left_out[name]]
        rows.append((name, *map(str, sizes)))
    header = ("set", "questions", "in scope", "out of scope", "near", "far", "left out")
    counts = [(name, str(count)) for name, count in follow_ups.items()]
    return Section("Sets", [SETS], [Table("Questions", header, rows), Table("Follow-ups", ("set", "n"), counts)])


def ranking(scores: Mapping[str, Mapping[str, RankingScore]]) -> Section:
    """Compare ways of ranking topics; `scores` is kept by set and way."""
    rows = [
        (part, way, str(score.first), str(score.three), f"{score.reciprocal:.3f}")
        for part, ways in scores.items()
        for way, score in ways.items()
    ]
    header = ("set", "way", "topic@1", "topic@3", "MRR")
    return Section("Finding the topic", [RANKED], [Table("Topics of questions in scope", header, rows)])


def thresholds(scores: Mapping[str, Mapping[str, RankingScore]], chart: str) -> Section:
    """Return points of the curves; `scores` is kept by set and way, `chart` is the file with the curves whole."""
    tables = []
    for name, ways in scores.items():
        rows = [
            (part, way, *(str(best_within(score.curves[part], most).right) for most in MOST_THROUGH))
            for part in dict.fromkeys(part for score in ways.values() for part in score.curves)
            for way, score in ways.items()
        ]
        header = ("out of scope", "way", *(f"at most {most:.0%}" for most in MOST_THROUGH))
        tables.append(Table(f"{name}: right and answered", header, rows))
    return Section("Answered or let through", [THRESHOLDS], tables, figure=chart)


def outcomes(scores: Mapping[str, OutcomeScore]) -> Section:
    """Return what the gate as built does to each set."""
    fates = [
        (name, str(score.right), str(score.offered), str(score.wrong), str(score.refused))
        for name, score in scores.items()
    ]
    outside = [
        (name, *(str(score.kept_out[part]) if part in score.kept_out else "-" for part in (ALL, NEAR, FAR)))
        for name, score in scores.items()
    ]
    tables = [
        Table("Questions in scope", ("set", "right and answered", "right one offered", "wrong", "refused"), fates),
        Table("Questions out of scope: kept out", ("set", ALL, NEAR, FAR), outside),
    ]
    return Section("With the gate as built", [AS_BUILT], tables)


def citations(scores: Mapping[str, CitationScore]) -> Section:
    """Return how far citations hold in each set."""
    rows = [(name, str(score.sentences), str(score.passages), str(score.answers)) for name, score in scores.items()]
    return Section("Citations", [CITED], [Table("Precision", ("set", "sentences", "passages", "all answers"), rows)])


def follow_ups(part: str, scores: Mapping[str, FollowUpScore], show: int = 0) -> Section:
    """Compare ways of resolving the follow-ups of one set, ours first, with `show` that ours gets wrong."""
    ours = next(iter(scores.values()))
    rows = [("all", *(str(score.every) for score in scores.values()))]
    rows += [(kind, *(str(score.kinds[kind]) for score in scores.values())) for kind in ours.kinds]
    return Section(f"Follow-ups, {part}", [FOLLOWED], [Table("Resolved", ("kind", *scores), rows)], ours.faults[:show])


def details(part: str, score: OutcomeScore, show: int = 0) -> Section:
    """Return how the topics of one set fare, what is taken for what, and `show` questions that went wrong."""
    by_topic = [(topic, str(share.total), str(share)) for topic, share in score.topics.items()]
    mixed = [(wanted, got, str(times)) for (wanted, got), times in score.confusions.most_common(MOST_CONFUSIONS)]
    tables = [
        Table(f"{part}: right and answered by topic", ("topic", "n", "right and answered"), by_topic),
        Table(f"{part}: most frequent confusions", ("wanted", "got", "times"), mixed),
    ]
    return Section(f"{part} in detail", (), tables, score.faults[:show])
