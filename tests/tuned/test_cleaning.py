"""What is blanked before the tuned reader sees a message, and what has to stay."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.tuned.cleaning import cleaned

CASES = [
    ("Hi there, it locks when I bend it. Cheers, thanks!", "it locks when I bend it"),
    ("Good evening all, hope you are well. The knee is hot", "The knee is hot"),
    ("Quick question: is a hot knee bad?", "is a hot knee bad?"),
    ("My knee gave way twice\n\nKind regards,\nAnn Byrne", "My knee gave way twice"),
    ("My knee gave way twice.\n-- \nAnn", "My knee gave way twice"),
    ("My knee gave way twice. Sent from my tablet", "My knee gave way twice"),
    ("it pops, you know, when I kneel", "it pops when I kneel"),
    ("um it is er swollen since *Monday* 😬", "it is swollen since Monday"),
    ("not sure, but it does lock at times", "it does lock at times"),
]
WHOLE = [
    "thanks a lot",
    "hello there",
    "no thanks",
    "Evening run, then a hot knee",
    "Morning stiffness since the fall",
    "the swelling went down thanks to the ice",
    "I do not know what you know",
    "outer knee hurts and rest is best",
]


@pytest.mark.parametrize(("text", "left"), CASES)
def test_blanked(text: str, left: str) -> None:
    assert " ".join(cleaned(text).split()) == left


@pytest.mark.parametrize("text", WHOLE)
def test_kept(text: str) -> None:
    assert cleaned(text) == text


@given(st.text())
def test_places_stay(text: str) -> None:
    whole = text.encode("utf-8", "replace").decode("utf-8")
    assert all(got in (" ", was) for got, was in zip(cleaned(text), whole, strict=True))


@pytest.mark.parametrize("part", [" ", "\n", "hi ", "-", "a", "thanks ", ", ", "you know, ", "\n--\n"])
def test_long_messages_are_cleaned_in_time(part: str) -> None:
    text = part * (10_000 // len(part))
    started = time.perf_counter()
    cleaned(text)
    assert time.perf_counter() - started < 0.05
