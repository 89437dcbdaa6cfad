"""Whether the last turn of a conversation is resolved against the turns before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evaluation.shares import Share
from evaluation.topic_cases import FollowUpCase
from evaluation.ways import Search
from knowledge.gate import ANSWER
from knowledge.search import Finding

UNDER_DISCUSSION = 3  # topics remembered, as many as the action server keeps


@dataclass(frozen=True)
class FollowUpScore:
    """How many last turns were resolved, in all and by kind."""

    every: Share
    kinds: Mapping[str, Share]
    faults: Sequence[str]


def discussed(search: Search, turns: Sequence[str]) -> tuple[str, ...]:
    """Return the topics under discussion after `turns`, the latest first; every turn is put to the search."""
    return _scene(search, turns)[0]


def _scene(search: Search, turns: Sequence[str]) -> tuple[tuple[str, ...], str]:
    """Return the topics under discussion after `turns`, and the turn answered last."""
    topics: tuple[str, ...] = ()
    last = ""
    for turn in turns:
        finding = search.find(turn, context=topics, last=last)
        if finding.outcome == ANSWER:
            topics, last = tuple(dict.fromkeys((*finding.topics, *topics)))[:UNDER_DISCUSSION], turn
    return topics, last


def resolved(search: Search, turns: Sequence[str]) -> str | None:
    """Return the topic that the last turn is answered from, None where it is not answered."""
    topics, last = _scene(search, turns[:-1])
    return _answered(search.find(turns[-1], context=topics, last=last))


def alone(search: Search, turns: Sequence[str]) -> str | None:
    """Return the topic that the last turn is answered from when nothing was said before."""
    return _answered(search.find(turns[-1]))


def staying(search: Search, turns: Sequence[str]) -> str | None:
    """Return the topic of the latest answer before the last turn, whatever that says."""
    return next(iter(discussed(search, turns[:-1])), None)


def score_follow_ups(cases: Sequence[FollowUpCase], found: Sequence[str | None]) -> FollowUpScore:
    """Compare the topics that last turns were answered from with those accepted; None is right where there is none."""
    verdicts = [
        (case, topic, topic in case.topics if case.topics else topic is None)
        for case, topic in zip(cases, found, strict=True)
    ]
    return FollowUpScore(
        Share.of(right for *_, right in verdicts),
        {
            kind: Share.of(right for case, _, right in verdicts if case.kind == kind)
            for kind in dict.fromkeys(case.kind for case in cases)
        },
        [
            f"{' or '.join(case.topics) or 'refused'} -> {topic or 'refused'}: {' / '.join(case.turns)}"
            for case, topic, right in verdicts
            if not right
        ],
    )


def _answered(finding: Finding) -> str | None:
    return finding.topics[0] if finding.outcome == ANSWER else None
