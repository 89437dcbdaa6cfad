"""The interaction model for Alexa's skill console: `python -m bot.channels.alexa_model` writes it from the NLU data.

Alexa gives free text only behind fixed words ("my {words}") and then leaves those words out, and without "can't" a
report says the opposite. So there is an intent for each word that messages commonly begin with, and the intent's name
holds the word (`intent_name`). What begins in another way fits a list of whole messages.

Limits: https://developer.amazon.com/en-US/docs/alexa/custom-skills/create-intents-utterances-and-slots.html
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

from bot.channels.alexa import FIXED, LEAVING, MESSAGE, REPEAT, SLOTS, intent_name
from knowledge.settings import ROOT

FILE = ROOT / "build" / "alexa" / "interaction-model.json"
DATA = ROOT / "data" / "nlu"
INVOCATION = "knee wise"
MOST_BEGINNINGS = 80  # of at most 250 intents
MOST_MESSAGES = 3000
MOST_CHARACTERS = 140  # of a value
ALLOWED = re.compile(r"[a-z][a-z' -]*")
BEGINNING = re.compile(r"[a-z]+('[a-z]+)?")
ANSWERS = {
    "NotSureIntent": ["not sure", "i'm not sure", "i don't know", "don't know", "no idea"],
    "NoneIntent": ["none of those", "none of these", "none of them", "none", "neither"],
}
BUILT_IN = tuple(sorted({name for name in FIXED if name.startswith("AMAZON.")} | LEAVING | {REPEAT}))
FALLBACK = "AMAZON.FallbackIntent"
BY_THEMSELVES = frozenset({"yes", "no", "stop", "cancel", "help", "repeat", "none", "neither"})


def examples(folder: Path = DATA) -> dict[str, list[str]]:
    """Return the lines of the NLU data as they are spoken, by intent; lines that cannot be spoken are left out."""
    found: dict[str, list[str]] = {}
    for file in sorted(folder.glob("*.yml")):
        for entry in yaml.safe_load(file.read_text(encoding="utf-8")).get("nlu", []):
            lines = (line.lstrip("- ").strip() for line in str(entry.get("examples", "")).splitlines())
            found.setdefault(str(entry.get("intent", "")), []).extend(filter(None, map(spoken, lines)))
    return found


def spoken(line: str) -> str:
    """Return a line in the characters that a sample may have; empty where it holds others, such as digits."""
    plain = re.sub(r"[.,!?;:\"()…]+", " ", line.lower().replace("’", "'"))
    plain = " ".join(plain.split())
    return plain if ALLOWED.fullmatch(plain) and len(plain) <= MOST_CHARACTERS else ""


def beginnings(lines: Iterable[str]) -> list[str]:
    """Return the words that messages of two words and more most often begin with, the most frequent first."""
    first = Counter(line.split()[0] for line in lines if " " in line)
    usable = sorted(first, key=lambda word: (-first[word], word))
    usable = [word for word in usable if BEGINNING.fullmatch(word) and word not in BY_THEMSELVES]
    return usable[:MOST_BEGINNINGS]


def model(data: dict[str, list[str]]) -> dict[str, Any]:
    """Return the interaction model for lines by intent."""
    lines = sorted({line for found in data.values() for line in found})
    words, message = SLOTS
    first = beginnings(line for found in data.values() for line in found)
    others = [line for line in lines if line.split()[0] not in first and line not in BY_THEMSELVES]
    intents: list[dict[str, Any]] = [{"name": name, "samples": []} for name in (*BUILT_IN, FALLBACK)]
    intents += [{"name": name, "slots": [], "samples": samples} for name, samples in ANSWERS.items()]
    for word in first:
        slot = {"name": words, "type": "AMAZON.SearchQuery"}
        intents.append({"name": intent_name(word), "slots": [slot], "samples": [f"{word} {{{words}}}"]})
    intents.append({"name": MESSAGE, "slots": [{"name": message, "type": "Message"}], "samples": [f"{{{message}}}"]})
    values = [{"name": {"value": line}} for line in others[:MOST_MESSAGES]]
    language = {"invocationName": INVOCATION, "intents": intents, "types": [{"name": "Message", "values": values}]}
    return {"interactionModel": {"languageModel": language}}


def main() -> None:
    """Write the model and say where it is."""
    FILE.parent.mkdir(parents=True, exist_ok=True)
    FILE.write_text(json.dumps(model(examples()), indent=1) + "\n", encoding="utf-8")
    sys.stdout.write(f"{FILE.relative_to(ROOT)}: paste it into the skill console's JSON editor.\n")


if __name__ == "__main__":
    main()
