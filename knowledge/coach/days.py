"""Where days are named within plain words, without working out which."""

from __future__ import annotations

import re
from functools import lru_cache

from knowledge.coach.date_words import (
    COUNTED_ON,
    DAYS,
    EDGE_OF_YEAR,
    MARCHED,
    MAY_IS_A_WORD,
    NTH_WEEKDAY,
    PLAIN_DATE,
    table,
)
from knowledge.coach.feasts import MOVING


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
    counted = re.sub(r"\?P<\w+>", "?:", COUNTED_ON.pattern)  # "3 weeks tomorrow" is one day
    return re.compile(
        rf"{counted}|\b\d+ (?:days?|weeks?|months?) ago (?:today|yesterday)\b|"
        rf"{nth}|{edge}|\b(?:(?:last|next|this|early|late|mid|the end of|end of|the) )*"
        rf"(?:(?:{named})\b(?: (?:last year|next year|20\d\d)(?!'))?|{plain_date}"
        rf"|(?:{seasons})\b(?: (?:last year|20\d\d))?"
        rf"|\b20[12]\d\b)"
        rf"|\b(?:last|next|this) (?:month|year)\b|\b(?:on|this|next|last|since) (?:{DAYS})\b"
        rf"|\b(?:the day before )?yesterday\b|\btoday\b|\btomorrow\b|\bthis morning\b|\blast weekend\b"
        rf"|(?<![\d/])(?:3[01]|[12]?\d)/(?!10\b)(?:3[01]|[12]?\d)(?![\d/])"
        rf"|(?:(?<=on )|(?<=by )|(?<=is )|(?<=since )|(?<=bought ))(?:3[01]|[12]?\d)/10\b|\b19[5-9]\d\b"
    )
