"""The sections of the report on understanding, made of scores."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from evaluation.cases import LEVELS
from evaluation.robustness import Effect
from evaluation.scoring import DangerScore, IntentScore, SymptomScore
from evaluation.shares import Bin, Counts, Share, calibration_error
from evaluation.tables import Section, Table
from knowledge.levels import EMERGENCY, URGENT
from knowledge.slots import CHOICES, NO, SYMPTOMS, UNSURE, YES

COUNTED = ("n", "precision", "recall", "F1")
MOST_CONFUSIONS = 15
INTERVALS = "Brackets hold Wilson's 95 % interval. n is how many there were to find."
NEW = "New: without the messages that stand in data/nlu too."
CAUGHT = "Caught: judged at that level or above. Quiet: messages without danger that raise no alarm."


def f1(counts: Counts) -> str:
    """Return F1 for a table."""
    return "-" if counts.f1 is None else f"{counts.f1:.3f}"


def sets(sizes: Mapping[str, Share], remarks: Sequence[str] = ()) -> Section:
    """Say how large the sets are, and how much of each was learnt from."""
    rows = [(name, str(share.total), str(share.hits)) for name, share in sizes.items()]
    return Section("Sets", remarks, [Table("Messages", ("set", "messages", "also in data/nlu"), rows)])


def symptom_overview(scores: Mapping[str, Mapping[str, SymptomScore]], remarks: Sequence[str] = ()) -> Section:
    """Compare readers on the symptom sets; `scores` is kept by set and reader."""
    rows = [
        (part, name, f1(score.yes_no), f1(score.choices), f1(score.all), str(score.whole))
        for part, readers in scores.items()
        for name, score in readers.items()
    ]
    header = ("set", "reader", "F1 yes/no", "F1 choices", "F1 all", "messages all right")
    table = Table("Symptoms: F1 over all findings of a set, and messages in which every slot is right", header, rows)
    return Section("Symptoms", [*remarks, INTERVALS], [table])


def danger_overview(scores: Mapping[str, Mapping[str, DangerScore]]) -> Section:
    """Compare readers on the danger sets; `scores` is kept by set and reader."""
    rows = [
        (part, name, str(score.caught[EMERGENCY]), str(score.caught[URGENT]), str(score.quiet), str(score.exact))
        for part, readers in scores.items()
        for name, score in readers.items()
    ]
    header = ("set", "reader", "emergencies caught", "urgent caught", "quiet", "level right")
    return Section("Danger", [CAUGHT], [Table("Danger: levels of single messages", header, rows)])


def intent_overview(scores: Mapping[str, tuple[IntentScore, IntentScore]], remarks: Sequence[str] = ()) -> Section:
    """Compare intent classifiers, each on all messages and on those that were not learnt from."""
    rows = [
        (name, *(cell for score in both for cell in (str(score.accuracy), f"{score.macro_f1:.3f}")))
        for name, both in scores.items()
    ]
    header = ("classifier", "accuracy", "macro-F1", "accuracy, new only", "macro-F1, new only")
    return Section("Intents", [NEW, *remarks], [Table("Intents", header, rows)])


def symptom_details(part: str, score: SymptomScore, show: int = 0) -> Section:
    """Return how the assistant reads one set: by slot, by value, confusions, and `show` messages read wrongly."""
    by_slot = [(slot, *score.of([slot]).cells) for slot in SYMPTOMS]
    by_value = [(value, *score.of(SYMPTOMS, value).cells) for value in (YES, NO, UNSURE)]
    by_choice = [
        (f"{slot}: {value}" if value else slot, *score.of([slot], value).cells)
        for slot, values in CHOICES.items()
        for value in (None, *values)
    ]
    sums = [
        ("yes/no slots", *score.yes_no.cells),
        ("choices", *score.choices.cells),
        ("all", *score.all.cells),
    ]
    mixed = _most((f"{slot}: {wanted}", got, count) for (slot, wanted, got), count in score.confusions.most_common())
    tables = [
        Table(f"{part}: together", ("over", *COUNTED), sums),
        Table(f"{part}: yes/no slots by value", ("value", *COUNTED), by_value),
        Table(f"{part}: yes/no slots", ("slot", *COUNTED), by_slot),
        Table(f"{part}: slots with choices", ("slot", *COUNTED), by_choice),
        Table(f"{part}: most frequent confusions", ("wanted", "got", "times"), mixed),
    ]
    return Section(f"{part} in detail", [f"Messages all right: {score.whole}"], tables, score.wrong[:show])


def danger_details(part: str, score: DangerScore, show: int = 0) -> Section:
    """Return which levels were taken for which in one set, and `show` messages judged wrongly."""
    rows = [(wanted, *(str(score.got[wanted, got]) for got in LEVELS)) for wanted in LEVELS]
    table = Table(f"{part}: wanted (rows) and got (columns)", ("wanted", *LEVELS), rows)
    return Section(f"{part} in detail", (), [table], score.wrong[:show])


def intent_details(score: IntentScore, show: int = 0) -> Section:
    """Return how each intent is told, confusions, and `show` messages taken for another."""
    rows = [(intent, *counts.cells) for intent, counts in sorted(score.counts.items())]
    mixed = _most((wanted, got, count) for (wanted, got), count in score.confusions.most_common())
    tables = [
        Table("Intents one by one", ("intent", *COUNTED), rows),
        Table("Intents: most frequent confusions", ("wanted", "got", "times"), mixed),
    ]
    return Section("Intents in detail", (), tables, score.wrong[:show])


def reliability(parts: Mapping[str, Sequence[Bin]]) -> Section:
    """Return how far confidence can be trusted: in each bin the mean confidence and the share that is right."""
    tables = [
        Table(
            f"{name}: expected calibration error {calibration_error(filled):.3f}",
            ("confidence", "n", "mean", "right"),
            [_bin(one) for one in filled],
        )
        for name, filled in parts.items()
    ]
    remark = "Confidence is reliable where the share that is right is as high as the mean confidence of its bin."
    return Section("Reliability of confidences", [remark], tables)


def robustness(effects: Sequence[Effect]) -> Section:
    """Return what each kind of noise does."""
    header = ("noise", "emergency stays", "urgent stays", "caught before", "caught", "reading stays")
    rows = [(one.kind, *map(str, _shares(one))) for one in effects]
    # Without intervals: the same messages stand in every kind, so there are fewer than their sum.
    sums = [_sum(column) for column in zip(*map(_shares, effects), strict=True)]
    rows.append(("all kinds", *(f"{share.value:.3f}" for share in sums)))
    remarks = [
        "Development and unseen together; only messages that the noise changes count. Stays: the level is as before or "
        "graver; the symptoms read are exactly those read before. Caught: at the level wanted or above."
    ]
    return Section("Robustness", remarks, [Table(f"{len(effects)} kinds of noise", header, rows)])


def _shares(one: Effect) -> tuple[Share, ...]:
    return one.kept[EMERGENCY], one.kept[URGENT], one.caught_before, one.caught, one.same


def _sum(shares: Sequence[Share]) -> Share:
    return Share(sum(one.hits for one in shares), sum(one.total for one in shares))


def _bin(one: Bin) -> tuple[str, ...]:
    mean = f"{one.confidence:.3f}" if one.right.total else "-"
    return f"{one.low:.1f}-{one.high:.1f}", str(one.right.total), mean, str(one.right)


def _most(confusions: Iterable[tuple[str, str, int]]) -> list[tuple[str, str, str]]:
    return [(wanted, got, str(count)) for wanted, got, count in list(confusions)[:MOST_CONFUSIONS]]
