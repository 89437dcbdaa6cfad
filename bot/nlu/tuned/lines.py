"""The lines the tuned reader learns from: `data/nlu/*.yml`, labelled in part, and `data/nlu/messages/*.jsonl`.

A line of a JSONL file is complete: a slot that it does not name is not spoken of. Where it has `known`, only the slots
listed there are labelled; "symptoms" stands for all yes/no slots. `"signs": null`: nobody said which signs there are.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from bot.nlu.tuned.labels import GROUPS, INTENT, LEVEL, NOTHING, TRAINED_SIGNS
from knowledge.levels import EMERGENCY, URGENT
from knowledge.slots import NO, SLOTS, SYMPTOMS, YES

FOLDER = Path(__file__).resolve().parents[3] / "data" / "nlu"
# Their examples tell nothing of a knee, so that all slots are known to be unspoken of.
SILENT_INTENTS = frozenset({
    "ask_help", "ask_identity", "ask_person", "ask_reason", "chitchat", "greet", "goodbye", "thank", "stop",
    "start_over", "affirm", "deny", "unsure", "frustrated", "ask", "ask_advice",
})  # fmt: skip
CANNOT_STAND = "cannot_bear_weight"  # in the metadata of danger lines


class LineFault(ValueError):
    """A line to learn from is wrong."""


@dataclass(frozen=True)
class Line:
    """A text with what is known of it: group -> label, and the signs, or None where nobody said."""

    text: str
    labels: Mapping[str, str] = field(default_factory=dict)
    signs: frozenset[str] | None = None
    origin: str = ""


def read_lines(folder: Path = FOLDER) -> list[Line]:
    """Return all lines of `folder`, in the order of the files' names.

    Raises:
        LineFault: a label does not exist, or a line is no JSON; says file and line.
    """
    lines: list[Line] = []
    for path in sorted(folder.glob("*.yml")):
        for part in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            lines += _of_examples(path.name, part)
    return [*lines, *read_messages(folder)]


def read_messages(folder: Path = FOLDER) -> list[Line]:
    """Return the lines of `messages/*.jsonl` alone; raises LineFault like `read_lines`."""
    return [
        _of_row(f"{path.name}:{number}", row)
        for path in sorted((folder / "messages").glob("*.jsonl"))
        for number, row in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if row.strip()
    ]


def digest(lines: list[Line]) -> str:
    """Return a SHA-256 (hex) over all that is learnt from."""
    total = hashlib.sha256()
    for line in lines:
        signs = None if line.signs is None else sorted(line.signs)
        total.update(json.dumps([line.text, dict(sorted(line.labels.items())), signs]).encode())
    return total.hexdigest()


def _of_examples(origin: str, part: Mapping[str, Any]) -> Iterator[Line]:
    """Read a block of Rasa's training data: the intent, and from `metadata` the signs and the level."""
    labels = {INTENT: str(part["intent"])}
    signs: frozenset[str] | None = None
    metadata = part.get("metadata")
    if metadata is not None:
        told = metadata.get("signs", [])
        signs = frozenset(sign for sign in told if sign in TRAINED_SIGNS)
        labels |= {sign: YES for sign in told if sign in SLOTS}
        labels |= {"can_bear_weight": NO} if CANNOT_STAND in told else {}
        level = metadata.get("level")
        labels[LEVEL] = level if level in (URGENT, EMERGENCY) else NOTHING
    elif part["intent"] in SILENT_INTENTS:
        signs = frozenset()
        labels |= dict.fromkeys((*SLOTS, LEVEL), NOTHING)
    for row in part["examples"].splitlines():
        if row.strip().startswith("- "):
            yield _checked(Line(row.strip()[2:], labels, signs, origin), origin)


def _of_row(place: str, row: str) -> Line:
    try:
        told = json.loads(row)
        text, slots = str(told["text"]), dict(told["slots"])
    except (ValueError, KeyError, TypeError) as error:
        raise LineFault(f'{place}: no line like {{"text": "...", "slots": {{...}}}}: {error!r}') from error
    known = [slot for name in told.get("known", SLOTS) for slot in (SYMPTOMS if name == "symptoms" else (name,))]
    labels = {**dict.fromkeys(known, NOTHING), **slots}
    if "level" in told:
        labels[LEVEL] = told["level"] if told["level"] in (URGENT, EMERGENCY) else NOTHING
    if "intent" in told:
        labels[INTENT] = told["intent"]
    unknown = told["signs"] is None if "signs" in told else "level" not in told
    signs = None if unknown else frozenset(told.get("signs", ()))
    return _checked(Line(text, labels, signs, place), place)


def _checked(line: Line, place: str) -> Line:
    for group, label in line.labels.items():
        if label not in GROUPS.get(group, ()):
            raise LineFault(f"{place}: {group} cannot be {label!r}; it can be one of {GROUPS.get(group, ())}.")
    if strange := set(line.signs or ()) - set(TRAINED_SIGNS):
        raise LineFault(f"{place}: no such signs: {sorted(strange)}; there are {TRAINED_SIGNS}.")
    if not line.text.strip():
        raise LineFault(f"{place}: the text is empty.")
    return line
