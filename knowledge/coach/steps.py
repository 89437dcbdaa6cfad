"""What a message tells of the stride rate: a count of steps, of which foot and for how long, as steps a minute."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.coach.quantities import Quantity, plain, quantities_in

ONE_FOOT = re.compile(
    r"\b(?:right|left|1|one|single|same|either|each)\b(?: \w+)? (?:foot|feet|footed|side|leg|shoe|ankle)\b"
    r"|(?<!that's )(?<!thats )(?<!all )\b(?:right|left)(?:s|ies)?\b(?! (?:now|so|then|about|around|after|before))"
    r"|\bper (?:foot|leg|side)\b|\bone[ -]sided\b"
)
BOTH_FEET = re.compile(
    r"\bboth\b(?! (?:times|goes|runs|tries|attempts|counts))|\b2 feet\b|\ball (?:my |the )?steps\b|\btotal\b"
    r"|\bspm\b|\btogether\b|\bleft and right\b"
    r"|\bright and left\b|\b(?:each|every) (?:step|footfall)\b"
    r"|\b(?:watch|garmin|strava|polar|suunto|coros|apple|fitbit|app|pod)\b"
)
BOTH_SAID = re.compile(
    r"\bboth\b(?! (?:times|goes|runs|tries|attempts|counts))|\b2 feet\b|total|together|left and right|right and left"
)
LEFT, RIGHT = re.compile(r"\bleft\b"), re.compile(r"\bright\b")
CADENCE_WORDS = re.compile(r"\b(?:cadence|spm|step rate|stride rate|turnover|step frequency|steps (?:per|a) minute)\b")
COUNTED = re.compile(r"\b(?:count(?:ed|ing)?|times|landed|lands?|hits?|averag\w*|metronome)\b")
NO_COUNT_AFTER = re.compile(
    r"^ ?(?:%|percent|out of|/ ?10\b|years?|yrs?|yo\b|kgs?\b|cm\b|ft\b|lbs?\b|stone\b|hr\b|bpm of heart"
    r"|o'?clock|[ap]m\b"
    r"|foot\b|feet\b|leg\b|side\b|:\d)"
)
NO_COUNT_BEFORE = re.compile(
    r"\b(?:(?:heart rate|hr|pulse|pace)(?: (?:was|is|of|about|around|at|averag\w*))*|i'?m|i am|aged?|week|day"
    r"|size|zone|by) $|[:/]$"
)
EXTREME = re.compile(r"^ ?(?:max|peak|tops?|at (?:most|best)|min\b(?! ?ute)|lowest|highest)")
EXTREME_BEFORE = re.compile(r"\b(?:max(?:imum|ed)?|peak(?:ed)?|top|high(?:est)?|lowest|min(?:imum)?)(?: \w+){0,2} $")
SUMMED_UP = re.compile(
    r"(?:\b(?:so|call it|mak(?:es?|ing)|that'?s|equals|works? out(?: at| as| to)?|com(?:es|ing) (?:out )?(?:to|at|as)"
    r"|which is|doubled|times 2|x 2|in total)|=)[^\d]{0,20}$"
)
SUMMED_AFTER = re.compile(r"^ ?(?:in total|total|altogether|in all|overall|combined|for both|(?:with )?both)\b")
OF_ONE_SIDE = re.compile(
    r"^ ?(?:(?:a|per|each|every|for (?:each|1|one)|on each|with 1|on 1) ?(?:side|foot|leg)|each)\b"
)
BOTH_COUNTED = re.compile(r"\b(?:both|2|left and right|right and left) (?:my )?feet\b")
EACH_SECOND = re.compile(r"^ ?(?:(?:of|both) (?:my )?feet )?(?:a|per|every|each|/) ?(?:second|2nd|sec|s)\b")
MOST_OF_ONE_FOOT = 110  # a minute; nobody runs with so few steps of both feet
LIKELY = ((55.0, MOST_OF_ONE_FOOT), (120.0, 220.0))  # a minute, of one foot and of both
SHORTEST, LONGEST, LONGEST_RUN = 5, 300, 4 * 3600  # seconds for which steps are counted, by people and by watches


@dataclass(frozen=True)
class Count:
    """A count of steps as it was told.

    Attributes:
        steps: a minute, of both feet.
        feet: 1 where one foot was counted.
        seconds: how long it was counted.
        assumed: whether that it was one foot was not said.
    """

    steps: float
    feet: int
    seconds: float
    assumed: bool


def cadence_in(text: str, asked: bool = False) -> Count | None:
    """Return the count of steps that `text` tells; a bare number counts only where it was `asked` for."""
    words = plain(text)
    found = quantities_in(words)
    counts = _counts(words, found, asked)
    if not counts:
        return None
    a_side = _of_each_foot(words, counts)
    summed_up = _summed_up(words, counts)
    counted = summed_up or counts[0]
    value = counted.value if a_side is None or summed_up else a_side
    # What is summed up is meant for a minute; a count before it was not.
    spans = [one.value for one in found if one.measures == "seconds"]
    if EACH_SECOND.match(words[counted.end :]):
        spans = [1.0]
    seconds = 60.0 if summed_up else _seconds(value, spans)
    rate = value * 60.0 / seconds
    one_foot = bool(ONE_FOOT.search(words)) and not BOTH_SAID.search(words) and a_side is None
    if summed_up and rate > MOST_OF_ONE_FOOT:
        one_foot = False
    both = bool(BOTH_FEET.search(words)) or a_side is not None
    assumed = not one_foot and not both and rate <= MOST_OF_ONE_FOOT
    feet = 1 if one_foot or assumed else 2
    return Count(rate * (2 if feet == 1 else 1), feet, seconds, assumed)


def _summed_up(words: str, counts: Sequence[Quantity]) -> Quantity | None:
    """Return the count that stands for both feet beside others: "156 total, so 78 a side"."""
    if len(counts) < 2:
        return None
    low, high = sorted(counts[:2], key=lambda one: one.value)
    if len(counts) == 2 and high.value > MOST_OF_ONE_FOOT and abs(high.value - 2 * low.value) <= 2:
        return high
    whole = [one for one in counts if SUMMED_AFTER.match(words[one.end :])]
    ending = [
        one for one in reversed(counts[1:])
        if SUMMED_UP.search(words[: one.start]) and not OF_ONE_SIDE.match(words[one.end :])
    ]  # fmt: skip
    return next(iter([*whole, *ending]), None)


def _seconds(value: float, spans: Sequence[float]) -> float:
    """Return for how long was counted: what a person may count for, or a whole run where that gives a likely rate."""
    for span in spans:
        rate = value * 60.0 / span if span else 0.0
        likely = any(low <= rate <= high for low, high in LIKELY)
        if SHORTEST <= span <= LONGEST or span == 1.0 or (span <= LONGEST_RUN and likely):
            return span
    return 60.0


def _of_each_foot(words: str, counts: Sequence[Quantity]) -> float | None:
    """Return the sum of "38 left and 39 right"; None where the feet were not counted one by one."""
    if len(counts) != 2 or any(one.measures == "number" and one.value > MOST_OF_ONE_FOOT for one in counts):
        return None
    middle = (counts[0].end + counts[1].start) // 2
    halves = words[:middle], words[middle:]
    for first, second in ((LEFT, RIGHT), (RIGHT, LEFT)):
        if first.search(halves[0]) and second.search(halves[1]) and not second.search(halves[0]):
            return counts[0].value + counts[1].value
    return None


def _counts(words: str, found: Sequence[Quantity], asked: bool) -> list[Quantity]:
    """Return the quantities that may be the count, the likeliest first among equals in order."""
    steps = [one for one in found if one.measures == "steps"]
    bare = [one for one in found if one.measures == "number" and not _something_else(words, one)]
    if steps:
        return [*_usual(words, steps), *(one for one in bare if one.start > steps[0].start and 8 <= one.value <= 400)]
    named = [one for one in bare if CADENCE_WORDS.search(words[max(0, one.start - 25) : one.start])]
    if named:
        bare = named
    spoken = (
        ONE_FOOT.search(words) or BOTH_COUNTED.search(words) or CADENCE_WORDS.search(words) or COUNTED.search(words)
    )
    fits = [one for one in bare if 8 <= one.value <= 400]
    likely = [one for one in fits if any(low <= one.value <= high for low, high in LIKELY)]
    if asked or spoken:
        return _usual(words, fits) or (bare[:1] if asked else [])
    return _usual(words, likely)


def _usual(words: str, counts: Sequence[Quantity]) -> list[Quantity]:
    """Return the counts without the highest and lowest of a run, where another one is told beside them."""
    usual = [
        one for one in counts
        if not EXTREME.search(words[one.end :]) and not EXTREME_BEFORE.search(words[: one.start])
    ]  # fmt: skip
    return usual or list(counts)


def _something_else(words: str, one: Quantity) -> bool:
    return bool(NO_COUNT_AFTER.search(words[one.end :]) or NO_COUNT_BEFORE.search(words[: one.start]))
