"""The words of a safety message: what to do now, why, and what to do meanwhile, each with its source."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from knowledge.levels import Judgement
from knowledge.settings import settings
from knowledge.sources import Citations, references, without_markers

FILE = Path(__file__).resolve().parent / "care.yml"
MOST_REASONS = 2
CRISIS = "crisis"  # the rule whose own words come before any level's


@lru_cache(maxsize=1)
def care() -> Mapping[str, Mapping[str, str]]:
    """Return what each level of care means, filled from the settings."""
    raw = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return {level: {key: fill(text) for key, text in row.items()} for level, row in raw.items()}


def fill(text: str) -> str:
    """Return `text` with its placeholders filled from the settings."""
    for name, value in settings().placeholders().items():
        text = text.replace("{" + name + "}", value)
    return text


def once_more(judgement: Judgement) -> str:
    """Return the level in other words, with references: those of its gravest reason, where there is one."""
    words = care()[judgement.level]["again"]
    rests_on = references(judgement.rules[0].because) if judgement.rules else []
    if not rests_on:
        return words
    return f"{without_markers(words).rstrip(' .')} {''.join(f'[{one}]' for one in rests_on)}."


def safety_text(judgement: Judgement, again: bool = False) -> tuple[str, str, list[dict[str, Any]]]:
    """Return a safety message as text with [n], as speech, and the citations behind the numbers.

    Args:
        judgement: the level and the rules behind it.
        again: the level was spoken of before; say it in other words.
    """
    words = care()[judgement.level]
    reasons = judgement.rules[:MOST_REASONS]
    citations = Citations()
    crisis = next((rule for rule in judgement.rules if rule.id == CRISIS), None)
    if crisis is not None:
        parts = [crisis.do, crisis.because] if again else [crisis.because, crisis.do]
        spoken = [crisis.spoken, crisis.do]
    else:
        because = [] if again else [rule.because for rule in reasons]
        meanwhile = [rule.do for rule in reasons if rule.do]
        parts = [once_more(judgement) if again else words["now"], *because, *meanwhile]
        spoken = [words["spoken"], *(rule.spoken for rule in reasons[:1]), *meanwhile[:1]]
        if not again:
            parts.append(words["then"])
    text = " ".join(citations.number(fill(part)) for part in parts if part)
    speech = " ".join(without_markers(fill(part)) for part in spoken if part)
    return text, speech, citations.blocks()
