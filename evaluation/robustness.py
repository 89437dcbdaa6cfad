"""Whether noise changes what is read, kind by kind; only messages that the noise changes count."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from evaluation.cases import LEVELS, NONE, DangerCase, SymptomCase
from evaluation.noise import KINDS, noisy
from evaluation.readers import Reader
from evaluation.scoring import below_urgent
from evaluation.shares import Share
from knowledge.levels import EMERGENCY, URGENT


@dataclass(frozen=True)
class Effect:
    """What one kind of noise does."""

    kind: str
    kept: dict[str, Share]  # level -> messages of that level whose level stays or rises
    caught_before: Share
    caught: Share
    same: Share  # symptom messages read as before


def effects(
    danger: Sequence[DangerCase],
    symptoms: Sequence[SymptomCase],
    reader: Reader,
    told: Callable[[int, str], None] = lambda number, kind: None,
) -> list[Effect]:
    """Measure every kind of noise; `told` hears the number and name of each kind as it begins."""
    grave = [case for case in danger if case.level != NONE]
    levels = [below_urgent(reader.level(case.text)) for case in grave]
    values = [dict(reader.values(case.text)) for case in symptoms]
    found = []
    for number, kind in enumerate(KINDS, 1):
        told(number, kind)
        judged = [
            (case, before, below_urgent(reader.level(text)))
            for case, before in zip(grave, levels, strict=True)
            if (text := noisy(kind, case.text)) != case.text
        ]
        same = [
            dict(reader.values(text)) == before
            for case, before in zip(symptoms, values, strict=True)
            if (text := noisy(kind, case.text)) != case.text
        ]
        found.append(
            Effect(
                kind,
                {
                    level: Share.of(_stays(before, after) for case, before, after in judged if case.level == level)
                    for level in (EMERGENCY, URGENT)
                },
                Share.of(case.caught(before) for case, before, _ in judged),
                Share.of(case.caught(after) for case, _, after in judged),
                Share.of(same),
            )
        )
    return found


def _stays(before: str, after: str) -> bool:
    return LEVELS.index(after) >= LEVELS.index(before)
