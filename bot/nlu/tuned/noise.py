"""Slips of hurried thumbs, and the words around a message, so that the network learns to read through them."""

from __future__ import annotations

import random
import re

SHARE_OF_WORDS = 0.12
FILLERS = ("um", "like", "tbh", "so yeah", "i guess", "you know", "lol", "honestly", "ok so", "pls")
OPENINGS = (
    "Hello Kneewise, ", "Morning, ", "hiya, ", "Dear all, ", "Good day to you. ", "Hey folks - ", "hi guys ",
    "Sorry to bother you, but ", "Quick one: ", "First time writing here. ", "Hope you can help. ", "yo ",
    "To whom it may concern, ", "Evening team. ", "Excuse my typing. ", "Hullo there! ", "Right then. ",
    "hey, hope your day's going well. ",
)  # fmt: skip
CLOSINGS = (
    " Thank you so much.", " Many thanks, Ruth", " cheers", " Thanks for reading!", " Kind regards, Tom", " ta x",
    " Any thoughts welcome.", " Grateful for any help.", " Best wishes", " thx!!", " Thanks a million, Aoife",
    " Sent from my phone", " (sorry for the long message)", " Yours, D. Patel", " Looking forward to hearing from you.",
)  # fmt: skip
ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
WORD = re.compile(r"[A-Za-z']+")


def noisy(text: str, chance: random.Random) -> str:
    """Return `text` with some letters swapped, lost, doubled or mistyped, marks lost, words swapped, or idle words."""
    text = WORD.sub(lambda word: _slip(word[0], chance) if chance.random() < SHARE_OF_WORDS else word[0], text)
    if chance.random() < 0.3:
        text = text.replace("'", "").replace("\u2019", "")
    if chance.random() < 0.25:
        text = re.sub(r"[.,;:!?]", "", text)
    words = text.split()
    if chance.random() < 0.12 and len(words) > 3:
        at = chance.randrange(len(words) - 1)
        words[at], words[at + 1] = words[at + 1], words[at]
    if chance.random() < 0.2:
        words.insert(chance.choice((0, len(words), chance.randrange(len(words) + 1))), chance.choice(FILLERS))
    return " ".join(words)


def wrapped(text: str, chance: random.Random) -> str:
    """Return `text` as politer people write: with a greeting before it, a closing after it, or both."""
    around = chance.randrange(3)
    opening = chance.choice(OPENINGS) if around != 1 else ""
    return opening + text + (chance.choice(CLOSINGS) if around else "")


def _slip(word: str, chance: random.Random) -> str:
    if len(word) < 4:
        return word
    at = chance.randrange(1, len(word) - 1)
    kind = chance.randrange(6)
    if kind == 0:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if kind == 1:
        return word[:at] + word[at + 1 :]
    if kind == 2:
        return word[:at] + word[at] + word[at:]
    if kind == 3 and len(word) >= 6:
        return f"{word[:at]} {word[at:]}"
    if kind == 4:
        return word[:at] + word[at] * chance.randint(2, 4) + word[at + 1 :]
    return word[:at] + _beside(word[at].lower(), chance) + word[at + 1 :]


def _beside(letter: str, chance: random.Random) -> str:
    for row in ROWS:
        if letter in row:
            at = row.index(letter)
            return chance.choice([row[max(0, at - 1)], row[min(len(row) - 1, at + 1)]])
    return letter
