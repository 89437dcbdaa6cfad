"""`python -m knowledge`: what it prints and its exit status."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from knowledge import __main__ as cli
from knowledge import build as building
from knowledge.causes import read_table
from knowledge.eight_bits import FORM
from knowledge.levels import RuleError, read_rules
from knowledge.outline import OutlineError
from knowledge.passages import Fault, read_passages
from knowledge.questions import QuestionError, read_questions
from knowledge.settings import settings
from knowledge.sources import read_sources


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli.main, list(arguments))


def test_check_of_the_real_content() -> None:
    result = run("check")
    counts = f"{len(read_passages()[0])} passages, {len(read_sources())} sources, {len(read_questions())} questions"
    assert (result.exit_code, result.output) == (0, f"{counts}: all right.\n")


def test_check_of_passages_with_faults(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "itbs.md").write_text("no front matter\n", encoding="utf-8")
    monkeypatch.setattr(cli, "read_passages", partial(read_passages, tmp_path))
    result = run("check")
    assert result.exit_code == 1
    assert "knowledge: itbs.md:1: front matter: topic: Field required\n" in result.stderr
    assert "knowledge: cadence.md:1: no passage of this topic\n" in result.stderr
    assert "17 faults in the content." in result.output


def test_check_of_sources_with_faults(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "sources.yml").write_text("key: words\n", encoding="utf-8")
    monkeypatch.setattr(cli, "read_sources", partial(read_sources, tmp_path))
    result = run("check")
    assert result.exit_code == 1
    assert result.stderr.startswith("knowledge: sources.yml:1: sources.yml: source `key` needs exactly ")
    assert "1 faults in the content." in result.output


RULE = "rules:\n- {id: a, level: urgent, when: {pop: [yes]}, because: 'B [%s].', spoken: S}\n"
CAUSE = """words: {}
overlaps: []
usual: {pop: 0.1}
causes:
  a:
    name: A
    prior: {weight: 0, from: [elht-knee-injury]}
    least_level: {level: routine, from: [elht-knee-injury]}
    evidence:
      pop: {yes: 1.0, from: [%s]}
"""


@pytest.mark.parametrize(
    ("function", "content", "message"),
    [
        ("read_rules", "rules: [", "red_flags.yml:1: while parsing a flow node"),
        (
            "read_rules",
            "rules:\n- {id: a}\n",
            "red_flags.yml:1: broken.yml: rule a lacks ['level', 'because', 'spoken'].",
        ),
        ("read_rules", RULE % "nobody-1999", "red_flags.yml:1: a: [nobody-1999] names no source"),
        ("read_table", "causes: {", "conditions.yml:1: while parsing a flow node"),
        ("read_table", CAUSE % "nobody-1999", ": a, pop: [nobody-1999] names no source"),
        ("read_table", CAUSE % "", "conditions.yml:10: broken.yml: a: evidence: pop: needs its sources under `from`"),
    ],
    ids=[
        "rules not YAML",
        "rule lacks fields",
        "rule without source",
        "conditions not YAML",
        "strange source",
        "line without source",
    ],
)
def test_check_of_rules_and_conditions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, function: str, content: str, message: str
) -> None:
    path = tmp_path / "broken.yml"
    path.write_text(content, encoding="utf-8")
    monkeypatch.setattr(cli, function, partial({"read_rules": read_rules, "read_table": read_table}[function], path))
    result = run("check")
    assert result.exit_code == 1
    assert result.stderr.startswith("knowledge: ")
    assert message in result.stderr
    assert "1 faults in the content." in result.output


@pytest.mark.parametrize(
    ("function", "error", "file"),
    [
        ("read_questions", QuestionError("x.jsonl:3: no"), "questions"),
        ("read_rules", RuleError("rule a is odd"), "red_flags.yml"),
        ("read_table", OutlineError("cause a is odd"), "conditions.yml"),
        ("read_look_alikes", OutlineError("a clot is odd"), "look_alikes.yml"),
    ],
)
def test_errors_become_faults(monkeypatch: pytest.MonkeyPatch, function: str, error: Exception, file: str) -> None:
    def fail() -> None:
        raise error

    monkeypatch.setattr(cli, function, fail)
    assert cli.content_faults() == [Fault(file, 1, str(error))]


def test_a_look_alike_that_no_rule_catches_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli, "read_rules", lambda: [rule for rule in read_rules() if rule.id != "calf_swelling"])
    faults = [str(fault) for fault in cli.content_faults()]
    assert len(faults) == 1
    assert faults[0].endswith("clot: caught: urgent: rules: the rule calf_swelling does not exist.")


def test_build_with_faults_builds_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(
        building, "read_passages", lambda: ([], [Fault("itbs.md", 7, "bad"), Fault("x.md", 1, "worse")])
    )
    index = tmp_path / "index"
    with pytest.raises(building.ContentFaults) as caught:
        building.build(lambda _: None, tmp_path / "encoder", index)
    assert str(caught.value) == "itbs.md:7: bad\nx.md:1: worse"
    assert list(tmp_path.iterdir()) == []
    result = run("build")
    assert result.exit_code == 1
    assert result.output.strip() == "itbs.md:7: bad\nx.md:1: worse\n2 faults in the content; nothing was built."


@pytest.mark.parametrize(("there", "exported"), [("another_model", True), ("", True), (None, False)])
def test_the_encoder_is_exported_anew_for_another_model(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, there: str | None, exported: bool
) -> None:
    class Reached(Exception):
        pass

    def reach(*_: object, **__: object) -> None:
        raise Reached

    (tmp_path / "model.txt").write_text(f"{settings().model}\n{FORM}\n" if there is None else there, encoding="utf-8")
    monkeypatch.setattr(building, "export_encoder" if exported else "Encoder", reach)
    with pytest.raises(Reached):
        building.build(lambda _: None, tmp_path, tmp_path / "index")


def test_search_prints_outcome_and_passages() -> None:
    result = run("search", "what is IT band syndrome", "--explain")
    assert result.exit_code == 0
    assert result.output.startswith("ANSWER: itbs (in-scope score ")
    assert "itbs.what" in result.output
    assert "nearest view: " in result.output


def test_search_says_when_nothing_fits() -> None:
    result = run("search", "what is the capital of France")
    assert result.output.startswith("REFUSE: nothing fits (in-scope score ")


@pytest.mark.parametrize("arguments", [("search",), ("nonsense",), ("check", "--loud")])
def test_wrong_use(arguments: tuple[str, ...]) -> None:
    assert run(*arguments).exit_code == 2
