"""Rasa's stock pipeline as a baseline: its training file, and that it is trained once."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
import yaml

from evaluation import diet
from evaluation.diet import answers, digest, examples_of, training_file


def test_the_training_file() -> None:
    examples = [("hiya", "greet"), ("my [left](side) knee\nhurts", "report"), ("yo: you", "greet"), ("hiya", "greet")]
    assert yaml.safe_load(training_file(examples)) == {
        "version": "3.1",
        "nlu": [
            {"intent": "greet", "examples": [{"text": "hiya"}, {"text": "yo: you"}]},
            {"intent": "report", "examples": [{"text": "my (left)(side) knee hurts"}]},
        ],
    }


def test_digest_tells_texts_apart() -> None:
    assert len({digest(), digest("a"), digest("b"), digest("ab", "c"), digest("a", "bc"), digest("abc")}) == 6
    assert digest("ab", "é") == digest("ab", "é")


def test_the_examples_are_those_with_an_intent(tmp_path: Path) -> None:
    block = {"intent": "greet", "examples": "- hiya\n- hello there\n"}
    (tmp_path / "a.yml").write_text(yaml.safe_dump({"nlu": [block]}), encoding="utf-8")
    (tmp_path / "messages").mkdir()
    rows = [{"text": "it popped", "slots": {"pop": "yes"}, "intent": "report"}, {"text": "no pop", "slots": {}}]
    (tmp_path / "messages" / "b.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    assert examples_of(tmp_path) == [("hiya", "greet"), ("hello there", "greet"), ("it popped", "report")]


def test_it_is_trained_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []

    def train(own: Path, config: str, lines: str) -> None:
        done.append(f"train {config} {len(lines) > 40}")
        own.mkdir(parents=True)
        (own / "model.tar.gz").touch()

    def ask(title: str, command: Sequence[str | Path], log_name: str) -> None:
        *_, asked, kept = command
        texts = json.loads(Path(asked).read_text(encoding="utf-8"))
        done.append(f"ask {len(texts)}")
        Path(kept).write_text(json.dumps({"intents": texts, "guesses": texts[::-1]}), encoding="utf-8")

    monkeypatch.setattr(diet, "stock_config", lambda: "stock")
    monkeypatch.setattr(diet, "_train", train)
    monkeypatch.setattr(diet, "run_logged", ask)
    folder, examples = tmp_path / "diet", [("hiya", "greet"), ("it popped", "report")]
    told = answers(["a", "b"], examples, folder)
    assert (told.intents, told.guesses) == (["a", "b"], ["b", "a"])
    assert answers(["a", "b"], examples, folder) == told
    assert done == ["train stock True", "ask 2"]
    answers(["a"], examples, folder)
    assert done[2:] == ["ask 1"]
    answers(["a"], examples[:1], folder)
    assert done[3:] == ["train stock True", "ask 1"]
    assert len(list(folder.iterdir())) == 1
