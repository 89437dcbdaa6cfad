"""What is right: the rules of scoring, free of any reader.

An accepted answer counts as the wanted one. Where saying nothing is accepted too, it counts neither as found nor as
missed. A wrong value counts twice: as found wrongly, and the wanted one as missed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from evaluation.cases import NONE, DangerCase, IntentCase, SymptomCase
from evaluation.shares import NOBODY, Counts, Share
from knowledge.levels import EMERGENCY, URGENT
from knowledge.slots import CHOICES, SLOTS, SYMPTOMS

Values = Mapping[str, str]


@dataclass
class SymptomScore:
    """How well slots were read; `counts` is kept by slot and value."""

    counts: dict[tuple[str, str], Counts] = field(default_factory=dict)
    confusions: Counter[tuple[str, str, str]] = field(default_factory=Counter)  # slot, wanted, got
    whole: Share = NOBODY
    wrong: list[str] = field(default_factory=list)

    def of(self, slots: Iterable[str], value: str | None = None) -> Counts:
        """Return the counts over `slots`, of one value or of all."""
        chosen = set(slots)
        parts = (c for (slot, said), c in self.counts.items() if slot in chosen and value in (None, said))
        return Counts.total(parts)

    @property
    def yes_no(self) -> Counts:
        """The counts over the yes/no slots."""
        return self.of(SYMPTOMS)

    @property
    def choices(self) -> Counts:
        """The counts over the slots with choices."""
        return self.of(CHOICES)

    @property
    def all(self) -> Counts:
        """The counts over all slots."""
        return self.of(SLOTS)

    def _count(self, slot: str, value: str) -> Counts:
        return self.counts.setdefault((slot, value), Counts())

    def add(self, case: SymptomCase, slot: str, got: str) -> bool:
        """Count what was got for one slot of a case; return whether it is right."""
        wanted = case.wanted(slot)
        if case.accepts(slot, got):
            if got != NONE:
                self._count(slot, got if wanted == NONE else wanted).hits += 1
            return True
        self.confusions[slot, wanted, got] += 1
        if got != NONE:
            self._count(slot, got).false += 1
        if wanted != NONE and not case.accepts(slot, NONE):
            self._count(slot, wanted).missed += 1
        return False


def score_symptoms(cases: Sequence[SymptomCase], read: Sequence[Values]) -> SymptomScore:
    """Compare what was read, slot -> value without the slots not spoken of, with what was wanted."""
    score = SymptomScore()
    verdicts = []
    for case, got in zip(cases, read, strict=True):
        faults = [slot for slot in SLOTS if not score.add(case, slot, got.get(slot, NONE))]
        verdicts.append(not faults)
        if faults:
            told = ", ".join(f"{slot} {case.wanted(slot)} -> {got.get(slot, NONE)}" for slot in faults)
            score.wrong.append(f"{told}: {case.text}")
    score.whole = Share.of(verdicts)
    return score


@dataclass
class DangerScore:
    """How well levels were judged."""

    caught: dict[str, Share]
    quiet: Share
    exact: Share
    got: Counter[tuple[str, str]]  # wanted, got
    wrong: list[str]


def below_urgent(level: str) -> str:
    """Return a level of care as the cases name it: all below urgent is "none"."""
    return level if level in (URGENT, EMERGENCY) else NONE


def score_danger(cases: Sequence[DangerCase], levels: Sequence[str]) -> DangerScore:
    """Compare levels of care (self_care to emergency) with what was wanted."""
    pairs = [(case, below_urgent(level)) for case, level in zip(cases, levels, strict=True)]
    return DangerScore(
        {name: Share.of(case.caught(got) for case, got in pairs if case.level == name) for name in (EMERGENCY, URGENT)},
        Share.of(case.accepts(got) for case, got in pairs if case.level == NONE),
        Share.of(case.accepts(got) for case, got in pairs),
        Counter((case.level, got) for case, got in pairs),
        [f"{case.level} -> {got}: {case.text}" for case, got in pairs if not case.accepts(got)],
    )


@dataclass
class IntentScore:
    """How well intents were told apart."""

    accuracy: Share
    counts: dict[str, Counts]
    confusions: Counter[tuple[str, str]]  # wanted, got
    wrong: list[str]

    @property
    def macro_f1(self) -> float:
        """The mean F1 of the intents that occur among the cases."""
        f1s = [counts.f1 or 0.0 for counts in self.counts.values() if counts.recall.total]
        return sum(f1s) / len(f1s) if f1s else 0.0


def score_intents(cases: Sequence[IntentCase], got: Sequence[str]) -> IntentScore:
    """Compare intents with what was wanted."""
    counts: dict[str, Counts] = {}
    confusions: Counter[tuple[str, str]] = Counter()
    wrong = []
    for case, intent in zip(cases, got, strict=True):
        wanted = counts.setdefault(case.intent, Counts())
        if case.accepts(intent):
            wanted.hits += 1
            continue
        wanted.missed += 1
        counts.setdefault(intent, Counts()).false += 1
        confusions[case.intent, intent] += 1
        wrong.append(f"{case.intent} -> {intent}: {case.text}")
    return IntentScore(Share(len(cases) - len(wrong), len(cases)), counts, confusions, wrong)
