"""What the channels say by themselves, from `wording.yml`."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from knowledge.settings import settings


@lru_cache(maxsize=1)
def wording() -> dict[str, Any]:
    """Return the sentences by name, read once."""
    words: dict[str, Any] = yaml.safe_load(Path(__file__).with_suffix(".yml").read_text(encoding="utf-8"))
    return words


def say(name: str, /, **values: str) -> str:
    """Return a sentence with the settings and `values` filled in.

    Raises:
        KeyError: there is no such sentence, or a value is missing.
    """
    return fill(str(wording()[name]), **values)


def fill(text: str, /, **values: str) -> str:
    """Return a text with the settings and `values` filled in."""
    return text.format_map({**settings().placeholders(), **values})
