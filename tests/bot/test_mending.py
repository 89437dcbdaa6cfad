"""Slips put right before the tuned reader looks: what is mended, what is left alone, and where it stood."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.nlu.tuned.reader import READER_FOLDER, ReaderMissing, TunedReader, tuned_reader
from bot.nlu.tuned.spelling import MOST_MENDED, WORDS_FILE, Mended, Mender, word_counts
from bot.nlu.understanding import understand

COUNTS = {"knee": 90, "swollen": 40, "swelling": 30, "puffed": 12, "chest": 20, "cheese": 5, "gammy": 4, "melted": 5}
KNOWN = {"knee", "swollen", "swelling", "chest", "cheese", "melted", "crutches"}


@pytest.fixture(scope="module")
def mender() -> Mender:
    return Mender(COUNTS, KNOWN)


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("my knnee is swolen", "my knee is swollen"),
        ("Sweling!", "swelling!"),
        ("SWOLLEN kneee", "SWOLLEN knee"),
        ("it puffd up", "it puffed up"),
        ("chesy pain", "chest pain"),
        ("swollennnn", "swollen"),
        ("it swol len up", "it swollen up"),
        ("swel-ling", "swel-ling"),
        ("my gammy knee", "my gammy knee"),
        ("on crutches", "on crutches"),
        ("the kne", "the kne"),
        ("Uttoxeter half", "Uttoxeter half"),
        ("can't, won\u2019t", "can't, won\u2019t"),
        ("", ""),
    ],
    ids=["dropped and doubled", "a capital lost", "shouted", "a word of our own", "the usual one of two",
         "drawn out", "in two pieces", "in two pieces with a hyphen", "slang the lines know",
         "known to the tokenizer", "too short", "a name", "apostrophes", "nothing"],
)  # fmt: skip
def test_what_is_mended(mender: Mender, text: str, right: str) -> None:
    assert mender.mend(text).text == right


def test_every_character_knows_where_it_came_from(mender: Mender) -> None:
    text = "a knnee, swolen \U0001f600 today"
    mended = mender.mend(text)
    assert len(mended.places) == len(mended.text)
    begin = mended.text.index("swollen")
    start, end = mended.origin(begin, begin + len("swollen"))
    assert text[start:end] == "swolen"
    begin = mended.text.index("today")
    assert mended.origin(begin, begin + 5) == (text.index("today"), text.index("today") + 5)
    assert Mended("", ()).origin(0, 0) == (0, 0)


@given(st.text(max_size=200))
@settings(max_examples=300, deadline=None)
def test_any_text_keeps_its_places(text: str) -> None:
    mended = Mender(COUNTS, KNOWN).mend(text)
    assert len(mended.places) == len(mended.text)
    assert list(mended.places) == sorted(mended.places)
    assert all(0 <= place < len(text) for place in mended.places)


def test_a_text_that_nobody_knows_is_left_after_a_while() -> None:
    reader = tuned_reader()
    text = " ".join(f"zx{number:04d}".translate(str.maketrans("0123456789", "qvbkjwzgxy")) for number in range(1600))
    start = time.perf_counter()
    assert reader.seen(f"{text} knnee").endswith("knnee")
    assert time.perf_counter() - start < 0.05
    assert reader.seen(" ".join(["qvxkjw"] * (MOST_MENDED - 1) + ["knnee"])).endswith("knee")


def test_counts_hold_what_is_said_often() -> None:
    assert word_counts(["Knee knee", "knee, can't", "KNEE sore sore sore"]) == "knee 4\n"


@pytest.mark.parametrize(
    ("text", "slot", "value"),
    [
        ("the knnee is sweling since yesterday", "swelling", "yes"),
        ("heard a popp when I landed", "pop", "yes"),
        ("stiars are agony on it", "stairs_pain", "yes"),
    ],
)
def test_the_reader_sees_through_slips(text: str, slot: str, value: str) -> None:
    understood = understand(text)
    [finding] = [one for one in understood.findings if one.slot == slot]
    assert finding.value == value
    assert 0 <= finding.start < finding.end <= len(text)


@pytest.mark.parametrize("text", ["**my knee** hurts \U0001f62d\U0001f62d", "my knee, um, hurts", "my knee hurtsss"])
def test_what_says_nothing_is_passed_over(text: str) -> None:
    assert "".join(tuned_reader().seen(text).replace(",", "").split()) == "mykneehurts"


def test_a_reader_without_its_words_is_named(tmp_path: Path) -> None:
    for path in READER_FOLDER.iterdir():
        if path.name != WORDS_FILE:
            (tmp_path / path.name).symlink_to(path)
    with pytest.raises(ReaderMissing, match=r"words\.txt is missing. Run `make build`"):
        TunedReader(tmp_path)
