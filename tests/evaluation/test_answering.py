"""The report on answering, end to end on a few questions with the real index."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

from evaluation import answering
from evaluation.answering import RESOLVERS, Sets, baselines, measured
from evaluation.overlap import Learnt
from evaluation.tables import Section, document
from knowledge.passages import read_passages
from knowledge.questions import read_questions
from knowledge.search import Searcher
from knowledge.settings import ROOT
from knowledge.vectors import IndexMissing

WRONG = "tell me how often I should buy new running shoes"  # labelled wrongly on purpose
SEEN: list[dict[str, Any]] = [
    {"text": "how often should a person buy new running trainers", "topics": ["shoes_replace"]},
    {"text": WRONG, "topics": ["cadence"]},
    {"text": "will it rain in Leeds on my birthday", "topics": ["out_of_scope"]},
]
UNSEEN: list[dict[str, Any]] = [
    {"text": "is the tight band on my outer knee from running", "topics": ["itbs"]},
    {"text": "my dog has a sore paw, which vet is open", "topics": [], "near": False},
    {"text": "why does my heel hurt in the mornings", "topics": [], "near": True},
]
TALKS: list[dict[str, Any]] = [
    {"turns": ["how do I treat itbs", "how long does that take?"], "topics": ["itbs"], "kind": "same"}
]


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Sets:
    folder = tmp_path_factory.mktemp("sets")

    def written(name: str, rows: list[dict[str, Any]]) -> Path:
        path = folder / f"{name}.jsonl"
        path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
        return path

    files = {"development": written("seen", SEEN), "unseen": written("unseen", UNSEEN)}
    return Sets(Learnt(["Will it rain in Leeds on my birthday?"]), files, {"small": written("talks", TALKS)})


@pytest.fixture(scope="module")
def sections(few: Sets) -> dict[str, Section]:
    passages = [passage for passage in read_passages()[0] if passage.topic in ("itbs", "cadence")]
    compared = baselines(passages, read_questions()[::100], quick=False)
    return {section.title: section for section in measured(few, Searcher.load(), compared, show=2)[0]}


def test_the_report(sections: dict[str, Section]) -> None:
    assert list(sections) == [
        "Sets", "Finding the topic", "Answered or let through", "With the gate as built", "Citations",
        "Follow-ups, small",
        "development in detail", "unseen in detail",
    ]  # fmt: skip
    for section in sections.values():
        for table in section.tables:
            assert all(len(row) == len(table.header) for row in table.rows), table.caption


def test_what_stands_in_the_cells(sections: dict[str, Section]) -> None:
    assert list(sections["Sets"].tables[0].rows) == [
        ("development", "2", "2", "0", "0", "0", "1"),
        ("unseen", "3", "1", "2", "1", "1", "0"),
    ]
    ranked = {(row[0], row[1]): row[2:] for row in sections["Finding the topic"].tables[0].rows}
    ways = ["Kneewise", "nearest question", "nearest view of a passage", "BM25 over passages"]
    assert [way for part, way in ranked if part == "unseen"] == ways
    assert ranked["development", "Kneewise"][0] == "0.500 (0.09-0.91)"
    assert ranked["unseen", "nearest view of a passage"] == ("1.000 (0.21-1.00)", "1.000 (0.21-1.00)", "1.000")
    development, unseen = sections["Answered or let through"].tables
    assert list(development.rows) == []
    assert [row[:2] for row in unseen.rows] == [(part, way) for part in ("all", "near", "far") for way in ways]
    assert unseen.rows[0][2] == "1.000 (0.21-1.00)"
    fates, outside = sections["With the gate as built"].tables
    assert [cell[:5] for cell in fates.rows[0][1:]] == ["0.500", "0.000", "0.500", "0.000"]
    assert list(outside.rows) == [
        ("development", "-", "-", "-"),
        ("unseen", "1.000 (0.34-1.00)", "1.000 (0.21-1.00)", "1.000 (0.21-1.00)"),
    ]
    cited = sections["Citations"].tables[0].rows
    assert [cell[:5] for cell in cited[0][1:]] == ["1.000", "0.500", "0.500"]
    assert sections["Follow-ups, small"].tables[0].header == ("kind", *RESOLVERS)
    assert [cell[:5] for cell in sections["Follow-ups, small"].tables[0].rows[0]] == ["all", "1.000", "0.000", "1.000"]
    assert list(sections["development in detail"].lines) == [f"cadence -> shoes_replace: {WRONG}"]


def test_the_chart_stands_in_the_report(sections: dict[str, Section]) -> None:
    section = sections["Answered or let through"]
    assert "![Answered or let through](answering.svg)" in document("Answering", [section])
    assert "As a picture: answering.svg" in section.plain()


def run(monkeypatch: pytest.MonkeyPatch, few: Sets, path: Path, *options: str) -> tuple[int, str]:
    monkeypatch.setattr(answering, "REPORT", path)
    monkeypatch.setattr(answering, "Sets", lambda learnt: few)
    monkeypatch.setattr("scripts.console.raise_on_signals", lambda: None)
    result = CliRunner().invoke(answering.main, list(options))
    return result.exit_code, result.output


def test_the_command_prints_and_writes(monkeypatch: pytest.MonkeyPatch, few: Sets, tmp_path: Path) -> None:
    path = tmp_path / "report" / "answering.md"
    status, output = run(monkeypatch, few, path, "--quick", "--show", "1")
    written = path.read_text(encoding="utf-8")
    assert status == 0
    assert written.startswith("# Answering\n\n## Sets\n")
    assert "Finding the topic\n=================\n" in output
    assert re.search(rf"^- cadence -> shoes_replace: {WRONG}$", output, re.MULTILINE)
    assert "BM25" in output
    assert "nearest" not in output
    picture = ElementTree.parse(path.with_suffix(".svg")).getroot()
    titles = [element.text for element in picture.iter("{http://www.w3.org/2000/svg}text")]
    assert [title for title in titles if title and "unseen" in title] == [
        "unseen: near out of scope", "unseen: far out of scope",
    ]  # fmt: skip


def test_without_an_index_it_is_one_line(monkeypatch: pytest.MonkeyPatch, few: Sets, tmp_path: Path) -> None:
    def missing() -> Searcher:
        raise IndexMissing("No knowledge index in build/index. Run `make build`.")

    monkeypatch.setattr(Searcher, "load", missing)
    path = tmp_path / "report" / "answering.md"
    status, output = run(monkeypatch, few, path, "--quick")
    assert (status, output.strip(), path.exists()) == (1, "No knowledge index in build/index. Run `make build`.", False)


@pytest.mark.parametrize(
    ("given", "passed"), [([], ""), (["QUICK=1"], " --quick"), (["QUICK=1", "SHOW=5"], " --quick --show 5")]
)
def test_make_runs_both_reports(given: list[str], passed: str) -> None:
    dry = ["make", "--dry-run", "--no-print-directory", "--old-file=train", "eval", *given]
    clean = {"PATH": os.environ["PATH"]}  # without what a make around this test would pass on
    told = subprocess.run(dry, cwd=ROOT, env=clean, capture_output=True, text=True, check=True).stdout.splitlines()
    assert [line.rstrip() for line in told] == [
        f"exec .venv/app/bin/python -m evaluation.answering{passed}",
        "exec .venv/app/bin/python -m evaluation.interviews",
        f"exec .venv/bot/bin/python -m evaluation.vignettes{passed.replace(' --quick', '')}",
        f"exec .venv/app/bin/python -m evaluation.coaching{passed.replace(' --quick', '')}",
        f"exec .venv/bot/bin/python -m evaluation.understanding{passed}",
    ]
