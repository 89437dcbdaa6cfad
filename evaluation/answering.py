"""How well answers are found: `python -m evaluation.answering` (Python 3.11), or `make eval`.

Puts the labelled questions of `evaluation/topics.jsonl` and `evaluation/data` to the assistant's search and to simpler
ways, prints the tables and writes them to `build/report/answering.md`, with a chart. docs/evaluation.md says what they
mean.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import click

from evaluation import answering_report as report
from evaluation.cases import FOLDER, CaseFault
from evaluation.chart import Panel, draw
from evaluation.citing import score_citations
from evaluation.following import alone, resolved, score_follow_ups, staying
from evaluation.outcomes import OutcomeScore, score_outcomes
from evaluation.output import followed, print_report, write_report
from evaluation.overlap import Learnt
from evaluation.ranking import RankingScore, score_rankings
from evaluation.tables import Section
from evaluation.topic_cases import ALL, follow_up_cases, topic_cases
from evaluation.ways import Assistant, Bm25, Nearest, Search, Way
from knowledge.encoder import Encoder
from knowledge.following.lines import read_follow_ups
from knowledge.passages import Passage, read_passages
from knowledge.questions import Question, read_questions, with_passage_questions
from knowledge.search import Searcher
from knowledge.sources import sources
from knowledge.store import views
from scripts import console
from scripts.console import BUILD, Interrupted, Trouble

REPORT = BUILD / "report" / "answering.md"
TITLE = "Answering"
CURVES = "Right and answered against out of scope let through"
FILES = {"development": FOLDER.parent / "topics.jsonl", "unseen": FOLDER / "topics.jsonl"}
FOLLOW_UPS = {part: FOLDER / f"followups-{part}.jsonl" for part in FILES}
RESOLVERS: Mapping[str, Callable[[Search, Sequence[str]], str | None]] = {
    Assistant.name: resolved,
    "last turn alone": alone,
    "topic before": staying,
}


class Sets:
    """The labelled questions and conversations, without the questions that were learnt from."""

    def __init__(
        self, learnt: Learnt, files: Mapping[str, Path] = FILES, follow_ups: Mapping[str, Path] = FOLLOW_UPS
    ) -> None:
        """Read them all, so that a fault shows before the long work begins."""
        read = {name: topic_cases(path) for name, path in files.items()}
        self.questions = {name: [case for case in cases if case.text not in learnt] for name, cases in read.items()}
        self.left_out = {name: len(cases) - len(self.questions[name]) for name, cases in read.items()}
        self.follow_ups = {
            name: [case for case in follow_up_cases(path) if case.last not in learnt]
            for name, path in follow_ups.items()
        }


def baselines(passages: Sequence[Passage], questions: Sequence[Question], quick: bool) -> list[Way]:
    """Return the ways to compare with; `quick` leaves out those that have to encode thousands of texts."""
    every_view = [(view, passage.topic) for passage in passages for view in views(passage)]
    found: list[Way] = [Bm25("BM25 over passages", every_view)]
    if quick:
        return found
    encode = Encoder(threads=2)
    with console.progress("Encoding passages and questions"):
        written = [(question.text, question.topic) for question in questions]
        return [
            Nearest("nearest question", written, encode),
            Nearest("nearest view of a passage", every_view, encode),
            *found,
        ]


def measured(sets: Sets, search: Search, compared: Sequence[Way], show: int) -> tuple[list[Section], list[Panel]]:
    """Measure everything; return the report, and the panels of its chart."""
    assistant = Assistant(search)
    ways: list[Way] = [assistant, *compared]
    rankings = {
        part: {
            way.name: score_rankings(
                cases, [way.rank(case.text) for case in followed(f"Questions, {part}, {way.name}", cases)]
            )
            for way in ways
        }
        for part, cases in sets.questions.items()
    }
    found = {part: [assistant.find(case.text) for case in cases] for part, cases in sets.questions.items()}
    outcomes = {part: score_outcomes(cases, found[part]) for part, cases in sets.questions.items()}
    cited = {part: score_citations(cases, found[part], sources()) for part, cases in sets.questions.items()}
    follow_ups = {
        part: {
            name: score_follow_ups(
                cases, [resolve(search, case.turns) for case in followed(f"Follow-ups, {part}, {name}", cases)]
            )
            for name, resolve in RESOLVERS.items()
        }
        for part, cases in sets.follow_ups.items()
    }
    sections = [
        report.sets(sets.questions, sets.left_out, {part: len(cases) for part, cases in sets.follow_ups.items()}),
        report.ranking(rankings),
        report.thresholds(rankings, REPORT.with_suffix(".svg").name),
        report.outcomes(outcomes),
        report.citations(cited),
        *(report.follow_ups(part, scores, show) for part, scores in follow_ups.items()),
        *(report.details(part, score, show) for part, score in outcomes.items()),
    ]
    return sections, list(panels(rankings, outcomes))


def panels(rankings: Mapping[str, Mapping[str, RankingScore]], outcomes: Mapping[str, OutcomeScore]) -> Iterator[Panel]:
    """Return a panel for each set and part of its questions out of scope; "all" where they are not told apart."""
    for name, ways in rankings.items():
        built = outcomes[name]
        for part in [part for part in built.kept_out if part != ALL] or built.kept_out:
            curves = {way: score.curves[part] for way, score in ways.items()}
            gate = 1 - built.kept_out[part].value, built.right.value
            yield Panel(f"{name}: {part} out of scope", curves, gate)


@click.command()
@click.option("--quick", is_flag=True, help="Leave out the baselines that encode all passages and questions first.")
@click.option("--show", type=click.IntRange(min=0), default=0, help="Print so many wrong questions of each set.")
def main(quick: bool, show: int) -> None:
    """Print how well answers are found, and write it to build/report/answering.md."""
    console.raise_on_signals()
    sections: list[Section] = []
    status = 0
    try:
        passages, _ = read_passages()
        questions = with_passage_questions(read_questions(), passages)
        sets = Sets(Learnt([*(question.text for question in questions), *(line.text for line in read_follow_ups())]))
        sections, drawn = measured(sets, Searcher.load(), baselines(passages, questions, quick), show)
        write_report(REPORT, TITLE, sections)
        REPORT.with_suffix(".svg").write_text(draw(CURVES, drawn), encoding="utf-8")
    except Interrupted as interrupted:
        console.complain("Stopped before the end.")
        status = interrupted.status
    except (Trouble, CaseFault, FileNotFoundError) as trouble:
        console.complain(str(trouble))
        status = 1
    print_report(REPORT, sections)
    sys.exit(status)


if __name__ == "__main__":
    main()
