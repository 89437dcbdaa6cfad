"""The sentences that hold a reply together; advice itself comes from the passages."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from knowledge.safety import fill

FILE = Path(__file__).resolve().parent / "wording.yml"


@lru_cache(maxsize=1)
def _texts() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return loaded


def say(name: str, turn: int = 0, **parts: str) -> str:
    """Return the sentence `name`, filled with `parts` and the settings; its wordings take turns."""
    wordings = _texts()[name]
    text = wordings if isinstance(wordings, str) else wordings[turn % len(wordings)]
    for key, value in parts.items():
        text = text.replace("{" + key + "}", value)
    return fill(text)


def kind_of_source(kind: str) -> str:
    """Return a kind of `knowledge.sources.KINDS` in words."""
    return str(_texts()["kinds"][kind])


def buttons(name: str) -> list[dict[str, str]]:
    """Return the quick replies `name`: plain words, which are read like typed ones."""
    return [{"title": word, "payload": word} for word in _texts()[name]]


def listed(items: list[str], joint: str = "and") -> str:
    """Return "a", "a and b" or "a, b and c"."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {joint} {items[-1]}" if items else ""
