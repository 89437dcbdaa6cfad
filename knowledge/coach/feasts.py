"""Feasts that fall on another day each year, in people's words: "last Easter", "the August bank holiday"."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import partial

# By month, weekday (0 is Monday), which of them, and days after it.
BY_WEEKDAY: Mapping[str, tuple[int, int, int, int]] = {
    "(?:late may|spring|end of may|last may) bank holiday": (5, 0, -1, 0),
    "(?:(?:early|first) )?may(?: day)? bank holiday": (5, 0, 0, 0),
    "(?:(?:late|end of) )?(?:aug(?:ust)?|summer) bank holiday": (8, 0, -1, 0),
    "thanksgiving": (11, 3, 3, 0), "black friday": (11, 3, 3, 1), "cyber monday": (11, 3, 3, 4),
    "memorial day": (5, 0, -1, 0), "labou?r day": (9, 0, 0, 0), "columbus day": (10, 0, 1, 0),
    "president'?s'? day": (2, 0, 2, 0), "(?:mlk|martin luther king) day": (1, 0, 2, 0),
    "father'?s'? day": (6, 6, 2, 0), "mother'?s'? day": (5, 6, 1, 0), "melbourne cup(?: day)?": (11, 1, 0, 0),
}  # fmt: skip
# Days after Easter Sunday.
BY_EASTER: Mapping[str, int] = {
    "good friday": -2, "easter (?:bank holiday )?monday": 1, "easter": 0, "mothering sunday": -21,
    "(?:shrove tuesday|pancake day)": -47, "ash wednesday": -46, "(?:whitsun|pentecost)": 49,
}  # fmt: skip
MOVING = (*BY_WEEKDAY, *BY_EASTER)
BANK_HOLIDAY = re.compile(r"\bbank holiday\b")


def moving_feast(words: str, today: date, ahead: bool) -> date | None:
    """Read feasts that fall on another day each year; "last" and "next" may stand before them."""
    for feast in MOVING:
        found = re.search(
            rf"\b(?:(?P<which>last|next|this) )?(?:the )?(?:{feast})\b(?: (?P<year>20\d\d|last year|next year))?", words
        )
        if found is None:
            continue
        if found["year"]:
            shift = {"last year": -1, "next year": 1}.get(found["year"])
            return _day_in(feast, int(found["year"]) if shift is None else today.year + shift)
        to_come = (ahead or found["which"] == "next") and found["which"] != "last"
        return _nearest(partial(_days_of, feast), today, to_come)
    return None


def bank_holiday(words: str, today: date, ahead: bool) -> date | None:
    """Read a bank holiday; without a month the nearest one of England's."""
    if not BANK_HOLIDAY.search(words):
        return None
    return moving_feast(words, today, ahead) or _nearest(_bank_holidays, today, ahead)


def _nearest(days_in: Callable[[int], list[date]], today: date, to_come: bool) -> date:
    days = sorted(day for year in range(today.year - 1, today.year + 3) for day in days_in(year))
    if to_come:
        return next(day for day in days if day > today)
    return next(day for day in reversed(days) if day <= today)


def _days_of(feast: str, year: int) -> list[date]:
    return [_day_in(feast, year)]


def _bank_holidays(year: int) -> list[date]:
    sunday = easter(year)
    mondays = [_day_in(feast, year) for feast in BY_WEEKDAY if "bank holiday" in feast]
    return [*mondays, sunday - timedelta(days=2), sunday + timedelta(days=1), date(year, 12, 26), date(year, 1, 1)]


def _day_in(feast: str, year: int) -> date:
    if feast in BY_EASTER:
        return easter(year) + timedelta(days=BY_EASTER[feast])
    month, weekday, nth, after = BY_WEEKDAY[feast]
    days = [date(year, month, 1) + timedelta(days=n) for n in range(31)]
    return [day for day in days if day.month == month and day.weekday() == weekday][nth] + timedelta(days=after)


def easter(year: int) -> date:
    """Return Easter Sunday: the Sunday after the first full moon of the church from 21 March on."""
    golden, century = year % 19, year // 100
    moon = (century - century // 4 - (8 * century + 13) // 25 + 19 * golden + 15) % 30
    moon -= moon // 28 * (1 - 29 // (moon + 1) * ((21 - golden) // 11))
    sunday = (year + year // 4 + moon + 2 - century + century // 4) % 7
    days = moon - sunday
    return date(year, 3, 28) + timedelta(days=days)
