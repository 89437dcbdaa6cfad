"""What the symptom reader makes of many wordings, how fast it is, and that no text breaks it."""

import random
import string
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.nlu.symptoms import Finding, SymptomReader, shared_reader
from tests.bot.symptom_cases import CASES, SIGNS

CHOICES = ("location", "severity", "duration", "age_band")


@pytest.fixture(scope="module")
def reader() -> SymptomReader:
    return shared_reader()


def said(findings: list[Finding]) -> dict[str, str]:
    return {f.slot: f.value for f in findings if f.slot != "sign"}


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[text for text, _ in CASES])
def test_reads_slots(reader: SymptomReader, text: str, expected: dict[str, str]) -> None:
    found = said(reader.read(text))
    # Choices count only where the case names them; yes/no slots must match exactly.
    compared = {slot: value for slot, value in found.items() if slot not in CHOICES or slot in expected}
    wanted = {slot: value for slot, value in expected.items() if value != "-"}
    assert compared == wanted


@pytest.mark.parametrize(("text", "signs"), SIGNS, ids=[text for text, _ in SIGNS])
def test_reads_signs(reader: SymptomReader, text: str, signs: set[str]) -> None:
    assert {f.value for f in reader.read(text) if f.slot == "sign"} == signs


def test_spans_point_at_the_words(reader: SymptomReader) -> None:
    text = "Hi \U0001f642 my knee isn\u2019t swollen, but it POPPED"
    spans = {f.slot: text[f.start : f.end] for f in reader.read(text)}
    assert spans["swelling"] == "swollen"
    assert spans["pop"] == "POPPED"


def test_findings_are_sorted_and_unique(reader: SymptomReader) -> None:
    found = reader.read("It popped. It is stiff. No pop, I mean a crack. It locks and it is swollen.")
    assert [f.start for f in found] == sorted(f.start for f in found)
    slots = [f.slot for f in found if f.slot != "sign"]
    assert len(slots) == len(set(slots))


ODD = [
    "",
    " ",
    "\n\n",
    "\x00\x01\x02",
    "\u202e\u200f\u05d4\u05d1\u05e8\u05da",
    "\U0001f9b5" * 3000,
    "(" * 10_000,
    "a" * 10_000,
    "no " * 3000,
    "swollen " * 1250,
    "not swollen and " * 600,
    "'" * 500,
    "n't n't",
    "0" * 400,
    "7/10/10/10",
    "\ud800",
    "- - - -" * 50,
    "if my knee not no never swells? " * 300,
    "\u0639\u0646\u062f\u064a \u0623\u0644\u0645 \u0641\u064a \u0627\u0644\u0631\u0643\u0628\u0629",
    "\u819d\u76d6\u75db",
    "\u0130" * 50,
]


@pytest.mark.parametrize("text", ODD, ids=range(len(ODD)))
def test_odd_texts_are_read_within_the_limit(reader: SymptomReader, text: str) -> None:
    best = min(_seconds(reader, text) for _ in range(3))
    assert best < 0.05


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=400))
def test_never_raises_on_any_text(text: str) -> None:
    shared_reader().read(text)


def test_never_raises_on_shuffled_symptom_words(reader: SymptomReader) -> None:
    words = " ".join(text for text, _ in CASES).split() + list(string.punctuation)
    rng = random.Random(7)
    for _ in range(300):
        text = " ".join(rng.choices(words, k=30))
        for finding in reader.read(text):
            assert 0 <= finding.start < finding.end <= len(text)


def test_ordinary_messages_take_a_few_milliseconds(reader: SymptomReader) -> None:
    texts = [text for text, _ in CASES]
    for text in texts:
        reader.read(text)
    start = time.perf_counter()
    for text in texts:
        reader.read(text)
    assert (time.perf_counter() - start) / len(texts) < 0.002


def test_long_prose_stays_within_the_limit(reader: SymptomReader) -> None:
    text = ". ".join(text for text, _ in CASES)[:10_000]
    assert min(_seconds(reader, text) for _ in range(3)) < 0.05


def _seconds(reader: SymptomReader, text: str) -> float:
    start = time.perf_counter()
    reader.read(text)
    return time.perf_counter() - start
