"""Whether answers show where they come from, and whether what they show is of the topic asked about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evaluation.shares import Share
from evaluation.topic_cases import TopicCase
from knowledge.gate import ANSWER
from knowledge.passages import sentences
from knowledge.search import Finding
from knowledge.sources import Source, references, unknown_references


@dataclass(frozen=True)
class CitationScore:
    """How far citations hold."""

    sentences: Share  # of the sentences in answers to questions in scope: those that cite, and only known sources
    passages: Share  # of the answers to questions in scope: those whose cited passage is of an accepted topic
    answers: Share  # the same over all answers, those to questions out of scope included


def score_citations(
    cases: Sequence[TopicCase], findings: Sequence[Finding], known: Mapping[str, Source]
) -> CitationScore:
    """Look at the passages of every answer; `known` are the sources there are."""
    answered = [
        (case, finding)
        for case, finding in zip(cases, findings, strict=True)
        if finding.outcome == ANSWER and finding.hits
    ]
    fitting = [(case, finding.hits[0].passage.topic in case.topics) for case, finding in answered]
    return CitationScore(
        Share.of(
            resolves(sentence, known)
            for case, finding in answered
            if case.in_scope
            for hit in finding.hits
            for sentence in sentences(hit.passage.text)
        ),
        Share.of(fits for case, fits in fitting if case.in_scope),
        Share.of(fits for _, fits in fitting),
    )


def resolves(sentence: str, known: Mapping[str, Source]) -> bool:
    """Tell whether a sentence cites something, and nothing that names no source."""
    return bool(references(sentence)) and not unknown_references([sentence], known)
