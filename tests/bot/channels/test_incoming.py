"""Text is cleaned, people are hidden, and a delivery counts once."""

from __future__ import annotations

import re

import pytest

from bot.channels.incoming import Deliveries, plain, pseudonym


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("my knee hurts", "my knee hurts"),
        ("/restart", "restart"),
        (" /\n//restart ", "restart"),
        ("a\x00b\x1b\ud800c", "abc"),
        ("one\n\ttwo", "one\n\ttwo"),
        ("\x00/greet", "greet"),
        ("/ / ", ""),
    ],
)
def test_plain(message: str, expected: str) -> None:
    assert plain(message) == expected


def test_pseudonym_is_steady_and_says_nothing() -> None:
    one = pseudonym("slack", "secret", "T1", "U1")
    assert re.fullmatch(r"slack-[0-9a-f]{32}", one)
    assert one == pseudonym("slack", "secret", "T1", "U1")


@pytest.mark.parametrize(
    "other",
    [
        ("telegram", "secret", "T1", "U1"),
        ("slack", "other", "T1", "U1"),
        ("slack", "secret", "T1", "U2"),
        ("slack", "secret", "T1U", "1"),
        ("slack", "secret", "T1"),
    ],
)
def test_pseudonyms_differ(other: tuple[str, ...]) -> None:
    assert pseudonym(*other) != pseudonym("slack", "secret", "T1", "U1")


def test_delivery_counts_once_for_a_while() -> None:
    now = 0.0
    deliveries = Deliveries(seconds=10, clock=lambda: now)
    assert deliveries.is_new("a")
    now = 9.9
    assert not deliveries.is_new("a")
    now = 10.0
    assert deliveries.is_new("a")


def test_deliveries_are_bounded() -> None:
    deliveries = Deliveries(most=2)
    assert [deliveries.is_new(one) for one in "abca"] == [True, True, True, True]
    assert not deliveries.is_new("c")
