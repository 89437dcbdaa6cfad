"""Rasa's stock pipeline, trained on the same examples as our intents, as a baseline.

The pipeline is the one that `rasa init` leaves to Rasa (`default_config.yml` of the package). It is trained in a folder
under `build/evaluation`, named after the examples of `data/nlu`; while these stay the same, so do model and answers.
Training can take hours on two cores: DIETClassifier learns in 100 rounds from sparse n-grams of all examples.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from scripts.console import BUILD, ROOT, run_logged

FOLDER = BUILD / "evaluation" / "diet"
DATA = ROOT / "data" / "nlu"
FALLBACK = "nlu_fallback"  # what FallbackClassifier says instead of an intent it is not sure of
PACKAGE_CONFIG = ("engine", "recipes", "config_files", "default_config.yml")


@dataclass(frozen=True)
class Answers:
    """What the pipeline answers to each text: its intent, and its best before FallbackClassifier."""

    intents: list[str]
    guesses: list[str]


def digest(*texts: str) -> str:
    """Return a SHA-256 (hex) over texts."""
    total = hashlib.sha256()
    for text in texts:
        content = text.encode()
        total.update(f"{len(content)}:".encode() + content)
    return total.hexdigest()


def examples_of(data: Path = DATA) -> list[tuple[str, str]]:
    """Return the texts of `data/nlu` that have an intent, with it: what our own intents are learnt from."""
    from bot.nlu.tuned.labels import INTENT
    from bot.nlu.tuned.lines import read_lines

    return [(line.text, line.labels[INTENT]) for line in read_lines(data) if INTENT in line.labels]


def training_file(examples: Sequence[tuple[str, str]]) -> str:
    """Return texts with intents as a file of Rasa's training data."""
    by_intent: dict[str, dict[str, None]] = {}
    for text, intent in examples:
        # Square brackets would mark an entity.
        by_intent.setdefault(intent, {})[" ".join(text.replace("[", "(").replace("]", ")").split())] = None
    parts = [{"intent": intent, "examples": [{"text": text} for text in texts]} for intent, texts in by_intent.items()]
    return yaml.safe_dump({"version": "3.1", "nlu": parts}, allow_unicode=True, sort_keys=False, width=1000)


def stock_config() -> str:
    """Return the configuration of Rasa's default pipeline, without the policies."""
    import rasa

    package = Path(str(rasa.__file__)).parent
    stock = yaml.safe_load(package.joinpath(*PACKAGE_CONFIG).read_text(encoding="utf-8"))
    return yaml.safe_dump({key: value for key, value in stock.items() if key != "policies"}, sort_keys=False)


def answers(texts: Sequence[str], examples: Sequence[tuple[str, str]], folder: Path = FOLDER) -> Answers:
    """Return what the stock pipeline answers, training it first where the examples have changed since.

    Raises:
        Trouble: Rasa failed; says where its output is.
    """
    config, lines = stock_config(), training_file(examples)
    own = folder / digest(config, lines)[:16]
    model = own / "model.tar.gz"
    if not model.is_file():
        _train(own, config, lines)
    for other in folder.iterdir():
        if other != own and other.is_dir():
            shutil.rmtree(other)
    kept = own / f"answers-{digest(*texts)[:16]}.json"
    if not kept.is_file():
        asked = own / "asked.json"
        asked.write_text(json.dumps(list(texts)), encoding="utf-8")
        command: list[str | Path] = [sys.executable, "-m", "evaluation.diet", model, asked, kept]
        run_logged("Asking Rasa's stock pipeline", command, "diet")
    return Answers(**json.loads(kept.read_text(encoding="utf-8")))


def _train(own: Path, config: str, lines: str) -> None:
    shutil.rmtree(own, ignore_errors=True)
    own.mkdir(parents=True)
    (own / "nlu.yml").write_text(lines, encoding="utf-8")
    (own / "config.yml").write_text(config, encoding="utf-8")
    command: list[str | Path] = [sys.executable, "-m", "rasa", "train", "nlu", "--nlu", own / "nlu.yml"]
    # A model that is there is a whole one: it gets its name at the end.
    command += ["--config", own / "config.yml", "--out", own / "made", "--fixed-model-name", "model"]
    run_logged(
        "Training Rasa's stock pipeline (can take hours, once)",
        command,
        "diet",
        {"RASA_MAX_CACHE_SIZE": "0", "RASA_CACHE_DIRECTORY": str(own / "cache")},
    )
    (own / "made" / "model.tar.gz").replace(own / "model.tar.gz")
    for name in ("made", "cache"):
        shutil.rmtree(own / name, ignore_errors=True)


async def _ask(model: Path, texts: Sequence[str]) -> Answers:
    from rasa.core.agent import Agent

    agent = Agent.load(str(model))
    parsed = [await agent.parse_message(text) for text in texts]
    guesses = [
        next((str(one["name"]) for one in told["intent_ranking"] if one["name"] != FALLBACK), FALLBACK)
        for told in parsed
    ]
    return Answers([str(told["intent"]["name"]) for told in parsed], guesses)


def main() -> None:
    """Ask a model in a process of its own: `python -m evaluation.diet MODEL TEXTS ANSWERS`."""
    model, asked, kept = map(Path, sys.argv[1:])
    told = asyncio.run(_ask(model, json.loads(asked.read_text(encoding="utf-8"))))
    unfinished = kept.with_suffix(".tmp")
    unfinished.write_text(json.dumps({"intents": told.intents, "guesses": told.guesses}), encoding="utf-8")
    unfinished.replace(kept)


if __name__ == "__main__":
    main()
