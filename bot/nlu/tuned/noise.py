"""Slips of hurried thumbs, so that the network learns to read through them."""

from __future__ import annotations

import random
import re

SHARE_OF_WORDS = 0.12
FILLERS = ("um", "like", "tbh", "so yeah", "i guess", "you know", "lol", "honestly", "ok so", "pls")
ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
WORD = re.compile(r"[A-Za-z']+")


def noisy(text: str, chance: random.Random) -> str:
    """Return `text` with some letters swapped, lost, doubled or mistyped, and marks or fillers lost or added."""
    text = WORD.sub(lambda word: _slip(word[0], chance) if chance.random() < SHARE_OF_WORDS else word[0], text)
    if chance.random() < 0.3:
        text = text.replace("'", "").replace("\u2019", "")
    if chance.random() < 0.25:
        text = re.sub(r"[.,;:!?]", "", text)
    if chance.random() < 0.15:
        filler = chance.choice(FILLERS)
        text = f"{filler} {text}" if chance.random() < 0.6 else f"{text} {filler}"
    return text


def _slip(word: str, chance: random.Random) -> str:
    if len(word) < 4:
        return word
    at = chance.randrange(1, len(word) - 1)
    kind = chance.randrange(4)
    if kind == 0:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if kind == 1:
        return word[:at] + word[at + 1 :]
    if kind == 2:
        return word[:at] + word[at] + word[at:]
    return word[:at] + _beside(word[at].lower(), chance) + word[at + 1 :]


def _beside(letter: str, chance: random.Random) -> str:
    for row in ROWS:
        if letter in row:
            at = row.index(letter)
            return chance.choice([row[max(0, at - 1)], row[min(len(row) - 1, at + 1)]])
    return letter
