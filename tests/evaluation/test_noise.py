"""The kinds of noise: each changes what it should, and none takes away a word of meaning."""

from __future__ import annotations

import re
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.cases import FOLDER, danger_cases, symptom_cases
from evaluation.noise import KINDS, noisy
from evaluation.noise_words import COMPOUNDS, FUNCTION_WORDS, ONES, SPELLINGS, TENS, WEIGHTY

# One text that every kind finds something to change in.
TEXT = (
    "My mum's kneecap said \"pop\" on the kerb 2 days ago, and it doesn't straighten. No swelling at all though; "
    "is that bad?"
)
TEXTS = [
    TEXT,
    "I can't put weight on it, not even for 4 steps",
    "no pop, never locked, nothing gives way",
    "Pain 7/10 on the outside of my left knee after 10k, colour is normal.",
    *(case.text for case in symptom_cases(FOLDER / "symptoms-development.jsonl")[::40]),
    *(case.text for case in danger_cases(FOLDER / "danger-development.jsonl")[::64]),
]
NUMBERS = {word: str(number) for number, word in enumerate(ONES)}
AMERICAN = {american: british for british, american in SPELLINGS}


def words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.lower().replace("'", "").replace("’", ""))


def slipped(word: str, candidate: str) -> bool:
    """Tell whether one slip makes `candidate` of `word`: two letters swapped, one more, one less or another."""
    places = range(len(word))
    swapped = {word[:i] + word[i + 1 : i + 2] + word[i] + word[i + 2 :] for i in places}
    shorter = {word[:i] + word[i + 1 :] for i in places}
    longer = {candidate[:i] + candidate[i + 1 :] for i in range(len(candidate))}
    other = len(word) == len(candidate) and sum(a != b for a, b in zip(word, candidate, strict=True)) <= 1
    return other or candidate in swapped | shorter or word in longer


def squeezed(word: str) -> str:
    return re.sub(r"(.)\1+", r"\1", word)


def in_figures(told: list[str]) -> list[str]:
    """Turn numbers in words back to figures, "twenty five" to "25"."""
    found: list[str] = []
    for word in told:
        if word in NUMBERS and found and found[-1] in TENS[2:] and word != "zero":
            found[-1] = str(TENS.index(found[-1]) * 10 + int(NUMBERS[word]))
        else:
            found.append(word)
    return [str(TENS.index(word) * 10) if word in TENS[2:] else NUMBERS.get(word, word) for word in found]


def same(word: str, candidate: str) -> bool:
    if word in WEIGHTY or len(word) < 3 or word.isdigit():
        return word == candidate
    respelt = AMERICAN.get(word, word) == AMERICAN.get(candidate, candidate)
    return respelt or squeezed(word) == squeezed(candidate) or (len(word) > 3 and slipped(word, candidate))


def missing(text: str, changed: str) -> list[str]:
    """Return the words of `text` that `changed` has in no form, each of its words standing for one only."""
    there = words(changed)
    # What was split or stands in words counts joined and in figures too.
    pieces = [*there, *in_figures(there), *(first + second for first, second in pairwise(there))]
    pieces += [re.sub(r"k$", "", piece) for piece in pieces if re.fullmatch(r"\d+k", piece)]
    left = list(pieces)
    lost = []
    for word in sorted(words(text), key=lambda word: (word not in pieces, -len(word))):
        found = next((piece for piece in left if piece == word), None)
        found = found or next(
            (piece for piece in left if same(word, piece) or same(in_figures([word])[0], piece)), None
        )
        if found is None:
            joined = re.fullmatch(r"(\d+)([a-z]+)", word)
            if joined and {joined[1], joined[2]} <= set(pieces):
                continue
            lost.append(word)
        else:
            left.remove(found)
    return lost


def test_a_lost_word_would_be_noticed() -> None:
    for word in words(TEXT):
        without = [other for other in words(TEXT) if other != word]
        assert word in missing(TEXT, " ".join(without))


def test_there_are_twenty() -> None:
    assert len(KINDS) == 20


@pytest.mark.parametrize("kind", KINDS)
def test_it_changes_the_text_the_same_way_each_time(kind: str) -> None:
    assert noisy(kind, TEXT) != TEXT
    assert noisy(kind, TEXT) == noisy(kind, TEXT)


@pytest.mark.parametrize("kind", KINDS)
def test_no_word_of_meaning_is_lost(kind: str) -> None:
    for text in TEXTS:
        for seed in range(8):
            changed = KINDS[kind](Random(seed), text)
            assert missing(text, changed) == [], changed


@pytest.mark.parametrize("kind", KINDS)
def test_a_denial_stays_a_denial(kind: str) -> None:
    for text in TEXTS:
        denials = [word for word in words(text) if word in WEIGHTY]
        kept = [word for word in words(noisy(kind, text)) if word in WEIGHTY]
        assert kept == denials, noisy(kind, text)


@given(st.sampled_from(sorted(KINDS)), st.text(max_size=80))
def test_no_text_breaks_it(kind: str, text: str) -> None:
    assert isinstance(noisy(kind, text), str)


@pytest.mark.parametrize(
    ("kind", "text", "changed"),
    [
        ("lost apostrophes", "it doesn't, it’s fine", "it doesnt, its fine"),
        ("lost apostrophes", "the runners' club", "the runners' club"),
        ("all capitals", "no pop", "NO POP"),
        ("no capitals", "NO Pop", "no pop"),
        ("no punctuation", "at 10:30, 1.5 km - no pop... well-known?", "at 10:30 1.5 km no pop well-known"),
        ("other spelling", "Colour of the curb; grey, MUM", "Color of the kerb; gray, MOM"),
        ("other spelling", "no pop", "no pop"),
        ("swapped words", "pain on the knee", "pain the on knee"),
        ("swapped words", "not my knee", "not my knee"),
        ("split words", "my kneecap", "my knee cap"),
        ("split words", "not without nothing", "not without nothing"),
        ("line breaks", "no pop, no fall. Sore", "no pop,\nno fall.\nSore"),
        ("line breaks", "no pop", "\nno pop\n"),
        ("curly quotes", 'it\'s "sore"', "it’s “sore”"),
    ],
)
def test_what_it_makes(kind: str, text: str, changed: str) -> None:
    assert noisy(kind, text) == changed


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Pain 7/10, since 25 weeks.", "pain seven out of ten since twenty five weeks"),
        ("10k in 1:05 with 101.5 and 2019", "ten k in 1:05 with 101.5 and 2019"),
    ],
)
def test_a_transcript_spells_numbers(text: str, told: str) -> None:
    changed = noisy("voice transcript", text).split()
    assert [word for word in changed if word not in ("um", "uh")] == told.split()


def test_swapped_words_say_nothing_by_themselves() -> None:
    assert not FUNCTION_WORDS & WEIGHTY
    assert not FUNCTION_WORDS & {"up", "down", "off", "out", "above", "below", "behind", "if", "or", "but", "is", "can"}


def test_compounds_are_split_inside() -> None:
    for word, place in COMPOUNDS.items():
        assert 0 < place < len(word)
        assert not {word[:place], word[place:]} & WEIGHTY
