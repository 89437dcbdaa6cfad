"""Twenty ways in which the same message may reach us otherwise; none takes away a word of meaning.

Every kind is a function of a source of chance and a text. `noisy` seeds it with kind and text, so that each run of the
evaluation sees the same noise. A kind may find nothing to change (no apostrophe to lose); then the text stays.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from itertools import pairwise
from random import Random

from evaluation.noise_words import (
    COMPOUNDS,
    EMOJI,
    FILLERS_AFTER,
    FILLERS_BEFORE,
    FILLERS_WITHIN,
    FUNCTION_WORDS,
    GREETINGS,
    NEAR_KEYS,
    ONES,
    SIGNATURES,
    SPELLINGS,
    TENS,
    THANKS,
    WEIGHTY,
)

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
APOSTROPHE = re.compile(r"(?<=\w)['’](?=\w)")
# Marks between figures ("10:30", "1.5") are part of the figure.
MARKS = re.compile(r"(?P<figure>(?<=\d)[.,:](?=\d))|[.,!?;:…()\"“”—]|(?<=\s)[-–]+(?=\s)")
SENTENCE_END = re.compile(r"[.!?](?=\s|$)")
LONG_WORD = 8  # letters from which a keyboard may split a word that is no compound
LEAST_PIECE = 3

Noise = Callable[[Random, str], str]
_OTHER_SPELLING = {one: other for pair in SPELLINGS for one, other in (pair, pair[::-1])}


def _light(least: int) -> Callable[[str], bool]:
    """Return the test for words of `least` letters or more that may be misspelt without saying something else."""
    return lambda word: len(word) >= least and word.isalpha() and word.lower() not in WEIGHTY


def _change(
    random: Random, text: str, fits: Callable[[str], bool], change: Callable[[str], str], portion: float
) -> str:
    """Change about `portion` of the words that fit, at least one."""
    spots = [spot for spot in WORD.finditer(text) if fits(spot.group())]
    if not spots:
        return text
    chosen = sorted(random.sample(range(len(spots)), max(1, round(portion * len(spots)))), reverse=True)
    for number in chosen:
        begin, end = spots[number].span()
        text = text[:begin] + change(text[begin:end]) + text[end:]
    return text


def slipped_letters(random: Random, text: str) -> str:
    """Swap two letters inside a word, double one or leave one out."""

    def slip(word: str) -> str:
        place = random.randrange(1, len(word) - 2)
        way = random.choice(("swap", "double", "drop"))
        if way == "drop" and len(word) >= 6:
            return word[:place] + word[place + 1 :]
        if way == "swap" and word[place] != word[place + 1]:
            return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
        return word[:place] + word[place] + word[place:]

    return _change(random, text, _light(4), slip, 0.2)


def neighbouring_keys(random: Random, text: str) -> str:
    """Hit the key beside the right one."""

    def slip(word: str) -> str:
        places = [place for place in range(1, len(word)) if word[place].lower() in NEAR_KEYS]
        if not places:
            return word
        place = random.choice(places)
        return word[:place] + random.choice(NEAR_KEYS[word[place].lower()]) + word[place + 1 :]

    return _change(random, text, _light(5), slip, 0.2)


def lost_apostrophes(random: Random, text: str) -> str:
    """Write "doesnt" and "its"."""
    return APOSTROPHE.sub("", text)


def all_capitals(random: Random, text: str) -> str:
    """SHOUT."""
    return text.upper()


def no_capitals(random: Random, text: str) -> str:
    """Write everything small."""
    return text.lower()


def no_punctuation(random: Random, text: str) -> str:
    """Leave out all marks but apostrophes, hyphens within words and those inside figures."""
    return " ".join(MARKS.sub(lambda mark: mark["figure"] or " ", text).split())


def extra_punctuation(random: Random, text: str) -> str:
    """End sentences with several marks; a question stays one."""
    ends = {".": ("...", "!!", "!!!", ".."), "!": ("!!!", "!!!!!"), "?": ("???", "??", "?!")}
    if not SENTENCE_END.search(text):
        return text + random.choice(ends["."])
    return SENTENCE_END.sub(lambda end: random.choice(ends[end.group()]), text)


def fillers(random: Random, text: str) -> str:
    """Add empty words before, within or after."""
    gaps = [
        spot.end()
        for spot in WORD.finditer(text)
        if spot.group().lower() not in WEIGHTY
        and not spot.group().lower().endswith(("n't", "n’t"))
        and not text[spot.end() : spot.end() + 1].isalnum()  # "M75" stays whole
    ][:-1]
    place = random.choice(("before", "within", "after")) if gaps else "before"
    if place == "within":
        gap = random.choice(gaps)
        return text[:gap] + random.choice(FILLERS_WITHIN) + text[gap:]
    if place == "before":
        return random.choice(FILLERS_BEFORE) + text
    mark = re.search(r"[.!?\s]*$", text)
    end = mark.start() if mark else len(text)
    return text[:end] + random.choice(FILLERS_AFTER) + text[end:]


def other_spelling(random: Random, text: str) -> str:
    """Spell American where it was British, and the other way round."""
    return WORD.sub(lambda spot: _as_before(spot.group(), _OTHER_SPELLING.get(spot.group().lower())), text)


def _as_before(word: str, other: str | None) -> str:
    if other is None:
        return word
    return other.upper() if word.isupper() else other.capitalize() if word[0].isupper() else other


def swapped_words(random: Random, text: str) -> str:
    """Swap two words of grammar that stand side by side."""
    words = list(WORD.finditer(text))
    pairs = [
        (first, second)
        for first, second in pairwise(words)
        if {first.group().lower(), second.group().lower()} <= FUNCTION_WORDS
        and first.group().lower() != second.group().lower()
        and text[first.end() : second.start()] == " "
    ]
    if not pairs:
        return text
    first, second = random.choice(pairs)
    return f"{text[: first.start()]}{second.group()} {first.group()}{text[second.end() :]}"


def doubled_spaces(random: Random, text: str) -> str:
    """Put two or three blanks between some words, and one at the end."""
    return re.sub(r"(?<=\S) (?=\S)", lambda _: random.choice((" ", "  ", "   ")), text) + " "


def added_emoji(random: Random, text: str) -> str:
    """Put emoji at the end and between sentences."""
    within = re.sub(r"(?<=[.!?]) (?=\S)", lambda _: random.choice((" ", f" {random.choice(EMOJI)} ")), text)
    return f"{within} {''.join(random.sample(EMOJI, random.randint(1, 3)))}"


def repeated_letters(random: Random, text: str) -> str:
    """Draw out a word: "sooo", "hurtsss"."""

    def draw(word: str) -> str:
        place = max((word.lower().rfind(vowel) for vowel in "aeiou"), default=-1)
        place = len(word) - 1 if place < 1 else place
        return word[:place] + word[place] * random.randint(3, 4) + word[place + 1 :]

    return _change(random, text, _light(3), draw, 0.15)


def split_words(random: Random, text: str) -> str:
    """Put a blank inside a word, as keyboards that correct do."""

    def places(word: str) -> list[int]:
        if word.lower() in COMPOUNDS:
            return [COMPOUNDS[word.lower()]]
        inside = range(LEAST_PIECE, len(word) - LEAST_PIECE + 1) if len(word) >= LONG_WORD else ()
        return [place for place in inside if not {word[:place].lower(), word[place:].lower()} & WEIGHTY]

    def split(word: str) -> str:
        place = random.choice(places(word))
        return f"{word[:place]} {word[place:]}"

    return _change(random, text, lambda word: _light(LEAST_PIECE)(word) and bool(places(word)), split, 0.3)


def voice_transcript(random: Random, text: str) -> str:
    """Write as a telephone that listens does: small, without marks, numbers in words, with an "um"."""
    words = text.lower().split()
    place = random.randint(0, len(words))
    told = " ".join([*words[:place], random.choice(("um", "uh")), *words[place:]])
    told = re.sub(r"\b(\d{1,2})/10\b", r"\1 out of 10", told)
    told = re.sub(r"(?<![\w.:,/-])(\d{1,2})(k?)\b(?![.:,/-]\d)", _in_words, told)
    return no_punctuation(random, told)


def _in_words(found: re.Match[str]) -> str:
    tens, ones = divmod(int(found[1]), 10)
    words = [TENS[tens], ONES[ones]] if tens > 1 and ones else [TENS[tens] if tens > 1 else ONES[int(found[1])]]
    return " ".join([*words, "k"] if found[2] else words)


def polite_wrapper(random: Random, text: str) -> str:
    """Greet before and thank after."""
    return random.choice(GREETINGS) + text + random.choice(THANKS)


def line_breaks(random: Random, text: str) -> str:
    """Begin a new line after every mark, or where there is none, before and after the message."""
    broken = re.sub(r"(?<=[.,;!?])\s+(?=\S)", "\n", text)
    return broken if broken != text else f"\n{text}\n"


def curly_quotes(random: Random, text: str) -> str:
    """Write typographic quotes and apostrophes."""
    marks = iter(range(text.count('"')))
    return re.sub('"', lambda _: "”" if next(marks) % 2 else "“", text).replace("'", "’")


def markdown_stars(random: Random, text: str) -> str:
    """Put stars around a word or two."""
    stars = random.choice(("*", "**"))
    return _change(random, text, lambda word: len(word) >= 4, lambda word: f"{stars}{word}{stars}", 0.12)


def signature(random: Random, text: str) -> str:
    """Sign below."""
    return text + random.choice(SIGNATURES)


KINDS: Mapping[str, Noise] = {
    kind.__name__.replace("_", " "): kind
    for kind in (
        slipped_letters, neighbouring_keys, lost_apostrophes, all_capitals, no_capitals, no_punctuation,
        extra_punctuation, fillers, other_spelling, swapped_words, doubled_spaces, added_emoji, repeated_letters,
        split_words, voice_transcript, polite_wrapper, line_breaks, curly_quotes, markdown_stars, signature,
    )
}  # fmt: skip


def noisy(kind: str, text: str) -> str:
    """Return `text` with noise of `kind`; the same at every call."""
    return KINDS[kind](Random(f"{kind}: {text}"), text)
