"""Days within plain words, put as one word: what a message asks for is told without working out which day it is."""

from __future__ import annotations

import re
from functools import lru_cache

from knowledge.coach.dates import DAYS, EDGE_OF_YEAR, MARCHED, MAY_IS_A_WORD, NTH_WEEKDAY, PLAIN_DATE, table
from knowledge.coach.feasts import MOVING


def days_masked(words: str) -> str:
    """Return plain words with `qdate` in place of the days that they name."""
    parts, end = [], 0
    for start, stop in day_spans(words):
        parts += [words[end:start], "qdate"]
        end = stop
    return "".join([*parts, words[end:]])


def day_spans(words: str) -> list[tuple[int, int]]:
    """Return where plain words name days."""
    blanked = MAY_IS_A_WORD.sub(lambda match: "~" * len(match.group()), words)
    blanked = MARCHED.sub(lambda match: "~" * len(match.group()), blanked)
    return [match.span() for match in _days_named().finditer(blanked) if match.group().strip()]


@lru_cache(maxsize=1)
def _days_named() -> re.Pattern[str]:
    named = "|".join([*MOVING, "bank holiday", *table()["named"]])
    seasons = "|".join(table()["seasons"])
    plain_date = PLAIN_DATE.pattern.replace("?P<year>", "?:")
    nth = re.sub(r"\?P<\w+>", "?:", NTH_WEEKDAY.pattern)
    edge = re.sub(r"\?P<\w+>", "?:", EDGE_OF_YEAR.pattern)
    return re.compile(
        rf"{nth}|{edge}|\b(?:(?:last|next|this|early|late|mid|the end of|end of|the) )*"
        rf"(?:(?:{named})\b(?: (?:last year|20\d\d))?|{plain_date}|(?:{seasons})\b(?: (?:last year|20\d\d))?"
        rf"|\b20[12]\d\b)"
        rf"|\b(?:last|next|this) (?:month|year)\b|\b(?:on|this|next|last) (?:{DAYS})\b"
        rf"|\b(?:the day before )?yesterday\b|\btoday\b|\btomorrow\b|\bthis morning\b|\blast weekend\b"
        rf"|(?<![\d/])(?:3[01]|[12]?\d)/(?!10\b)(?:3[01]|[12]?\d)(?![\d/])"
        rf"|(?:(?<=on )|(?<=by )|(?<=is )|(?<=since )|(?<=bought ))(?:3[01]|[12]?\d)/10\b|\b19[89]\d\b"
    )
