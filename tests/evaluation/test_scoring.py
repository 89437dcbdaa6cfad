"""The rules of scoring, case by case."""

from __future__ import annotations

import pytest

from evaluation.cases import DangerCase, IntentCase, SymptomCase
from evaluation.scoring import score_danger, score_intents, score_symptoms
from evaluation.shares import Counts, Share
from knowledge.levels import EMERGENCY, URGENT

Slots = dict[str, str]
Also = dict[str, frozenset[str]]
NOTHING = frozenset({"none"})


# What is wanted, what is right as well, what was got; the counts by slot and value, whether the message is right.
SYMPTOMS: list[tuple[str, Slots, Also, Slots, dict[tuple[str, str], Counts], bool]] = [
    ("right", {"pop": "yes"}, {}, {"pop": "yes"}, {("pop", "yes"): Counts(1)}, True),
    ("nothing wanted, nothing got", {}, {}, {}, {}, True),
    ("missed", {"pop": "no"}, {}, {}, {("pop", "no"): Counts(missed=1)}, False),
    ("not there", {}, {}, {"pop": "no"}, {("pop", "no"): Counts(false=1)}, False),
    (
        "wrong value counts twice",
        {"pop": "no"},
        {},
        {"pop": "yes"},
        {("pop", "yes"): Counts(false=1), ("pop", "no"): Counts(missed=1)},
        False,
    ),
    (
        "an accepted value counts as the wanted one",
        {"pop": "unsure"},
        {"pop": frozenset({"no"})},
        {"pop": "no"},
        {("pop", "unsure"): Counts(1)},
        True,
    ),
    (
        "accepted, though nothing was wanted",
        {},
        {"severity": frozenset({"severe"})},
        {"severity": "severe"},
        {("severity", "severe"): Counts(1)},
        True,
    ),
    ("an accepted value need not be read", {}, {"severity": frozenset({"severe"})}, {}, {}, True),
    ("silence accepted, kept", {"duration": "today"}, {"duration": NOTHING}, {}, {}, True),
    (
        "silence accepted, the value read",
        {"duration": "today"},
        {"duration": NOTHING},
        {"duration": "today"},
        {("duration", "today"): Counts(1)},
        True,
    ),
    (
        "silence accepted, something else read: nothing is missed",
        {"duration": "today"},
        {"duration": NOTHING},
        {"duration": "weeks"},
        {("duration", "weeks"): Counts(false=1)},
        False,
    ),
    (
        "accepted for one slot only",
        {"pop": "yes", "crack": "yes"},
        {"pop": frozenset({"no"})},
        {"pop": "no", "crack": "no"},
        {("pop", "yes"): Counts(1), ("crack", "no"): Counts(false=1), ("crack", "yes"): Counts(missed=1)},
        False,
    ),
]


@pytest.mark.parametrize(
    ("name", "wanted", "also", "got", "counts", "right"), SYMPTOMS, ids=[row[0] for row in SYMPTOMS]
)
def test_symptoms(
    name: str, wanted: Slots, also: Also, got: Slots, counts: dict[tuple[str, str], Counts], right: bool
) -> None:
    score = score_symptoms([SymptomCase("a text", wanted, also)], [got])
    assert score.counts == counts
    assert score.whole == Share(int(right), 1)
    assert bool(score.wrong) != right


def test_sums_keep_choices_apart() -> None:
    cases = [SymptomCase("one", {"pop": "yes", "location": "outer"}), SymptomCase("two", {"swelling": "no"})]
    score = score_symptoms(cases, [{"pop": "yes", "location": "inner"}, {}])
    assert score.yes_no == Counts(1, 0, 1)
    assert score.choices == Counts(0, 1, 1)
    assert score.all == Counts(1, 1, 2)
    assert score.of(["pop", "swelling"], "no") == Counts(missed=1)
    assert score.confusions == {("location", "outer", "inner"): 1, ("swelling", "no", "none"): 1}
    assert score.wrong == ["location outer -> inner: one", "swelling no -> none: two"]


def test_signs_are_no_slots() -> None:
    assert score_symptoms([SymptomCase("a text", {})], [{"sign": "fever"}]).whole == Share(1, 1)


# The level wanted, those right as well, the level got; caught, quiet, exact.
DANGER: list[tuple[str, set[str], str, bool | None, bool | None, bool]] = [
    ("emergency", set(), "emergency", True, None, True),
    ("emergency", set(), "urgent", False, None, False),
    ("emergency", {"urgent"}, "urgent", True, None, True),
    ("emergency", {"urgent"}, "routine", False, None, False),
    ("urgent", set(), "emergency", True, None, False),
    ("urgent", {"emergency"}, "emergency", True, None, True),
    ("urgent", {"emergency"}, "urgent", True, None, True),
    ("urgent", {"none"}, "self_care", True, None, True),
    ("urgent", set(), "routine", False, None, False),
    ("none", set(), "routine", None, True, True),
    ("none", set(), "self_care", None, True, True),
    ("none", set(), "urgent", None, False, False),
    ("none", {"urgent"}, "urgent", None, True, True),
    ("none", {"urgent"}, "emergency", None, False, False),
]


@pytest.mark.parametrize(("level", "also", "got", "caught", "quiet", "exact"), DANGER)
def test_danger(level: str, also: set[str], got: str, caught: bool | None, quiet: bool | None, exact: bool) -> None:
    score = score_danger([DangerCase("a text", level, frozenset(also))], [got])
    for name in (EMERGENCY, URGENT):
        assert score.caught[name] == (Share(int(bool(caught)), 1) if name == level else Share(0, 0))
    assert score.quiet == (Share(0, 0) if quiet is None else Share(int(quiet), 1))
    assert score.exact == Share(int(exact), 1)
    assert bool(score.wrong) != exact


def test_intents() -> None:
    cases = [
        IntentCase("hiya", "greet"),
        IntentCase("hello there", "greet"),
        IntentCase("ta, bye", "thank", frozenset({"goodbye"})),
        IntentCase("bye", "goodbye"),
    ]
    score = score_intents(cases, ["greet", "chitchat", "goodbye", "goodbye"])
    assert score.accuracy == Share(3, 4)
    assert score.counts == {
        "greet": Counts(1, 0, 1),
        "thank": Counts(1),
        "goodbye": Counts(1),
        "chitchat": Counts(false=1),
    }
    # What never occurs among the cases has no F1 of its own; it lowers that of the intent it was taken for.
    assert score.macro_f1 == pytest.approx((2 / 3 + 1 + 1) / 3)
    assert score.confusions == {("greet", "chitchat"): 1}
    assert score.wrong == ["greet -> chitchat: hello there"]


def test_as_many_answers_as_cases() -> None:
    with pytest.raises(ValueError, match="zip"):
        score_symptoms([SymptomCase("a text", {})], [])
