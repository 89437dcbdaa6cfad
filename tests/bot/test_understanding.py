"""Patterns and tuned reader weighed against each other, and the reader on any text."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.nlu import danger
from bot.nlu.danger import level_of
from bot.nlu.explain import explanation, main
from bot.nlu.symptoms import Finding
from bot.nlu.tuned.labels import GROUPS, INTENT, LEVEL, NOTHING, TRAINED_SIGNS
from bot.nlu.tuned.reader import ReaderMissing, Reading, TunedReader, _windows, tuned_reader
from bot.nlu.understanding import understand, weigh, with_pace
from knowledge.slots import SLOTS, SYMPTOMS, possible

MOST_SECONDS = 0.05
LEEWAY = 1.6  # machines differ; docs/evaluation.md has the figure of a quiet one


def reading(
    shares: Mapping[str, Mapping[str, float]] | None = None, signs: Mapping[str, float] | None = None
) -> Reading:
    """A reading that holds nothing likely but what is given."""
    quiet = {group: {label: float(label == labels[0]) for label in labels} for group, labels in GROUPS.items()}
    for group, told in (shares or {}).items():
        rest = 1.0 - sum(told.values())
        quiet[group] = {label: told.get(label, 0.0) for label in GROUPS[group]} | {GROUPS[group][0]: rest}
    return Reading(quiet, {sign: (signs or {}).get(sign, 0.0) for sign in TRAINED_SIGNS}, dict.fromkeys(GROUPS, (0, 2)))


def found(slot: str, value: str) -> Finding:
    return Finding(slot, value, 0, 2, "pattern")


@pytest.mark.parametrize(
    ("patterns", "shares", "expected"),
    [
        ([], {}, {}),
        ([found("pop", "yes")], {}, {}),  # the reader is sure that nothing is said of a pop
        ([found("pop", "yes")], {"pop": {"yes": 0.2}}, {"pop": "yes"}),
        ([found("pop", "yes")], {"pop": {"no": 0.6, "yes": 0.3}}, {"pop": "yes"}),
        ([found("pop", "yes")], {"pop": {"no": 0.98}}, {"pop": "no"}),
        ([], {"pop": {"yes": 0.5}}, {}),  # the patterns' silence counts too
        ([], {"pop": {"yes": 0.9}}, {"pop": "yes"}),
        ([], {"location": {"outer": 0.9}}, {"location": "outer"}),
        ([], {"severity": {"severe": 0.75}}, {}),  # it would decide the level, and is asked anyway
        ([], {"severity": {"severe": 0.9}}, {"severity": "severe"}),
        ([found("severity", "severe")], {"severity": {"severe": 0.5}}, {"severity": "severe"}),
    ],
)
def test_weighing(patterns: list[Finding], shares: dict[str, dict[str, float]], expected: dict[str, str]) -> None:
    assert {one.slot: one.value for one in weigh(patterns, reading(shares))} == expected


@pytest.mark.parametrize(
    ("sign", "pattern", "share", "kept"),
    [
        ("fever", True, 0.01, False),
        ("fever", True, 0.05, False),
        ("fever", True, 0.15, True),
        ("other_emergency", True, 0.01, False),
        ("other_emergency", True, 0.05, True),  # an emergency needs less
        ("fever", False, 0.8, False),
        ("fever", False, 0.95, True),
    ],
)
def test_signs_need_less_where_a_pattern_agrees(sign: str, pattern: bool, share: float, kept: bool) -> None:
    patterns = [found("sign", sign)] if pattern else []
    assert ([one.value for one in weigh(patterns, reading(signs={sign: share}))] == [sign]) is kept


def test_a_finding_of_the_reader_says_so_and_where_it_looked() -> None:
    [one] = weigh([], reading({"pop": {"yes": 0.9}}))
    assert (one.start, one.end, one.reason) == (0, 2, "tuned: 0.90")


def test_what_swelled_fast_is_swollen() -> None:
    assert {one.slot: one.value for one in with_pace([found("swelling_fast", "yes")])}["swelling"] == "yes"
    assert [one.slot for one in with_pace([found("swelling_fast", "no")])] == ["swelling_fast"]
    both = with_pace([found("swelling_fast", "yes"), found("swelling", "unsure")])
    assert [one.value for one in both if one.slot == "swelling"] == ["unsure"]


CLEAN = [
    "there was no pop", "it hurts on the stairs", "my kneecap aches when I squat", "I can walk on it fine",
    "it locks now and then", "there is no swelling", "it gives way", "it isn't stiff", "it's not hot or red",
    "I fell on it yesterday", "it hurts at night", "I've doubled my mileage",
]  # fmt: skip
LEAST_UNIONS = 0.95


def test_two_clean_messages_joined_nearly_always_give_the_union() -> None:
    def read(text: str) -> dict[str, str]:
        return {finding.slot: finding.value for finding in understand(text).findings if finding.slot in SYMPTOMS}

    pairs = [(one, other) for one in CLEAN for other in CLEAN if one != other]
    wrong = [pair for pair in pairs if read("{}. {}.".format(*pair)) != {**read(pair[0]), **read(pair[1])}]
    assert len(wrong) <= (1 - LEAST_UNIONS) * len(pairs), (len(wrong), wrong)


FLIPS = ["swelling", "locking", "stiffness", "pop", "fever", "calf swelling", "numbness", "pain on stairs"]


@pytest.mark.parametrize("symptom", FLIPS)
def test_no_before_a_symptom_flips_it(symptom: str) -> None:
    def read(text: str) -> dict[str, str]:
        return {finding.slot: finding.value for finding in understand(text).findings if finding.slot in SYMPTOMS}

    told, denied = read(f"there is {symptom}"), read(f"there is no {symptom}")
    both = [slot for slot in told if slot in denied]
    assert both, (told, denied)
    assert all((told[slot], denied[slot]) == ("yes", "no") for slot in both)


@pytest.mark.parametrize("text", ["my knee is swollen", "no pop, but it locks", "my foot went numb after the fall"])
@pytest.mark.parametrize("form", ["{0}", "  {0}  ", "{0}...", "{0}!!", "\n{0}\n"])
@pytest.mark.parametrize("case", [str.lower, str.upper, str.title])
def test_noise_that_changes_no_word_changes_nothing(text: str, form: str, case: Callable[[str], str]) -> None:
    def read(told: str) -> dict[str, str]:
        return {finding.slot: finding.value for finding in understand(told).findings}

    assert read(form.format(case(text))) == read(text)


ODD = {
    "long": "my knee hurts a lot today. " * 371,
    "long word": "a" * 10_000,
    "control": "\x00\x01\x02\x1b[31mknee" * 300,
    "right to left": "\u202e\u05d4\u05d1\u05e8\u05da \u05db\u05d5\u05d0\u05d1\u05ea " * 300,
    "emoji": "\U0001f9b5\U0001f525" * 3_000,
    "chinese": "\u6211\u7684\u819d\u76d6\u75db" * 1_000,
    "lone surrogate": "knee \ud800 hurts",
}


@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
def test_odd_texts_are_read_within_the_limit(text: str) -> None:
    understand("warm up")
    took = []
    for spaces in range(1, 5):  # the best of some: what else the machine does is not ours
        work = time.process_time()
        result = understand(text + " " * spaces)
        took.append(time.process_time() - work)
    assert min(took) < MOST_SECONDS * LEEWAY
    for finding in result.findings:
        assert finding.slot == "sign" or finding.value in possible(finding.slot)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300))
def test_no_text_breaks_the_reader(text: str) -> None:
    result = tuned_reader().read(text)
    for group, labels in GROUPS.items():
        assert sum(result.shares[group].values()) == pytest.approx(1.0, abs=1e-4)
        assert set(result.shares[group]) == set(labels)
        start, end = result.spans[group]
        assert 0 <= start <= end <= len(text)


@pytest.mark.parametrize(
    ("length", "windows"),
    [(2, [(1, 1)]), (20, [(1, 19)]), (128, [(1, 127)]), (200, [(1, 63), (149, 199)]), (900, [(1, 63), (849, 899)])],
)
def test_long_messages_are_read_at_both_ends(length: int, windows: list[tuple[int, int]]) -> None:
    assert _windows(length) == windows


def test_a_sign_at_the_end_of_a_long_message_is_read() -> None:
    tale = "We went out along the river and the weather was kind to us all the way. " * 40
    text = tale + "Since the fall my foot is numb and cold."
    assert {one.slot: one.value for one in understand(text).findings}["numb_or_cold"] == "yes"


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ReaderMissing, match="make build"):
        TunedReader(tmp_path)


def test_an_explanation_names_each_part(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    text = "my mate's knee locks, mine doesn't, but my foot is numb"
    lines = "\n".join(explanation(text))
    for part in (
        "tokens",
        "patterns found",
        "tuned reader",
        "together",
        "locking = no",
        "level by this message alone: emergency",
    ):
        assert part in lines
    monkeypatch.setattr("sys.argv", ["explain", text])
    assert main() == 0
    assert "numb_or_cold" in capsys.readouterr().out
    monkeypatch.setattr("sys.argv", ["explain"])
    assert main() == 2


def test_every_group_is_known() -> None:
    assert set(GROUPS) == {*SLOTS, LEVEL, INTENT}
    assert all(GROUPS[slot][0] == NOTHING for slot in SLOTS)


@pytest.mark.parametrize(
    ("text", "band"),
    [("I am under 16.", "under16"), ("she's under 16", "under16"), ("I'm over 60", "55plus"), ("I'm 15", "under16")],
)
def test_a_bound_of_age_is_arithmetic(text: str, band: str) -> None:
    values, _ = danger.told(understand(text))
    assert values["age_band"] == band


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("and how sure can you be without seeing it?", "self_care"),
        ("can't lift my arm over my head and my speech is slurred", "emergency"),
        ("can't raise my arm over my head and my mouth is crooked, can't talk properly", "emergency"),
        ("how certain are you", "self_care"),
        ("how sure are you? I want to kill myself", "emergency"),
        ("how sure can you be that it's fine, my calf is swollen and I am short of breath", "emergency"),
    ],
)
def test_what_is_asked_of_us_is_no_danger_by_itself(text: str, level: str) -> None:
    assert level_of(text) == level
