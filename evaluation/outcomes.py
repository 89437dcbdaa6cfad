"""What the assistant does with a question, its gate as built: answer, offer two topics, or refuse."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evaluation.shares import Share
from evaluation.topic_cases import TopicCase, parts_of
from knowledge.gate import ANSWER, CHOICE, REFUSE
from knowledge.questions import OUT_OF_SCOPE
from knowledge.search import Finding

WRONG = "wrong"  # another outcome than the gate's three: it answered or offered, but nothing that is accepted


@dataclass(frozen=True)
class OutcomeScore:
    """How questions fare; `kept_out` is kept by part of the questions out of scope, `topics` by topic."""

    right: Share  # of the questions in scope, here and in the next three
    offered: Share  # two topics to choose from, an accepted one among them
    wrong: Share  # answered with another topic, or only others offered
    refused: Share
    kept_out: Mapping[str, Share]  # refused; an offered choice counts as let through
    topics: Mapping[str, Share]  # right and answered, by the best topic of the question
    confusions: Counter[tuple[str, str]]  # wanted, got
    faults: Sequence[str]


def score_outcomes(cases: Sequence[TopicCase], findings: Sequence[Finding]) -> OutcomeScore:
    """Compare what was found with what was wanted."""
    pairs = list(zip(cases, findings, strict=True))
    ours = [(case, _verdict(case, finding)) for case, finding in pairs if case.in_scope]
    told_so = Counter(told for _, told in ours)
    faults = [(case, finding) for case, finding in pairs if _is_fault(case, finding)]
    return OutcomeScore(
        right=Share(told_so[ANSWER], len(ours)),
        offered=Share(told_so[CHOICE], len(ours)),
        wrong=Share(told_so[WRONG], len(ours)),
        refused=Share(told_so[REFUSE], len(ours)),
        kept_out={
            part: Share.of(finding.outcome == REFUSE for case, finding in pairs if case.is_of(part))
            for part in parts_of(cases)
        },
        topics={
            topic: Share.of(told == ANSWER for case, told in ours if case.topics[0] == topic)
            for topic in sorted({case.topics[0] for case, _ in ours})
        },
        confusions=Counter((_wanted(case), _got(finding)) for case, finding in faults),
        faults=[f"{_wanted(case)} -> {_got(finding)}: {case.text}" for case, finding in faults],
    )


def _verdict(case: TopicCase, finding: Finding) -> str:
    """Return ANSWER or CHOICE where it is a right one, else REFUSE or WRONG."""
    if finding.outcome == REFUSE:
        return REFUSE
    named = finding.topics[:1] if finding.outcome == ANSWER else finding.topics
    return finding.outcome if set(named) & set(case.topics) else WRONG


def _is_fault(case: TopicCase, finding: Finding) -> bool:
    return _verdict(case, finding) not in (ANSWER, CHOICE) if case.in_scope else finding.outcome != REFUSE


def _wanted(case: TopicCase) -> str:
    return case.topics[0] if case.in_scope else OUT_OF_SCOPE


def _got(finding: Finding) -> str:
    if finding.outcome == REFUSE:
        return "refused"
    return finding.topics[0] if finding.outcome == ANSWER else " or ".join(finding.topics)
