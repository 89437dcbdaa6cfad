"""Feasts that fall on another day each year, in people's words: "last Easter", "thanksgiving next year"."""

from __future__ import annotations

import re
from datetime import date, timedelta

# Feasts by month, weekday (0 is Monday) and which of them; Easter is worked out.
MOVING = {"easter": (4, 6, 0), "thanksgiving": (11, 3, 3), "memorial day": (5, 0, -1), "labor day": (9, 0, 0)}


def moving_feast(words: str, today: date, ahead: bool) -> date | None:
    """Read feasts that fall on another day each year; "last" and "next" may stand before them."""
    found = re.search(
        rf"\b(?:(?P<which>last|next|this) )?(?P<feast>{'|'.join(MOVING)})\b(?: (?P<year>20\d\d|last year|next year))?",
        words,
    )
    if found is None:
        return None

    if found["year"]:
        shift = {"last year": -1, "next year": 1}.get(found["year"])
        return _day_in(found["feast"], int(found["year"]) if shift is None else today.year + shift)
    days = [_day_in(found["feast"], today.year + n) for n in (-1, 0, 1, 2)]
    if (ahead or found["which"] == "next") and found["which"] != "last":
        return next(day for day in days if day > today)
    return next(day for day in reversed(days) if day <= today)


def _day_in(feast: str, year: int) -> date:
    if feast == "easter":
        return easter(year)
    month, weekday, nth = MOVING[feast]
    days = [date(year, month, 1) + timedelta(days=n) for n in range(31)]
    return [day for day in days if day.month == month and day.weekday() == weekday][nth]


def easter(year: int) -> date:
    """Return Easter Sunday: the Sunday after the first full moon of the church from 21 March on."""
    golden, century = year % 19, year // 100
    moon = (century - century // 4 - (8 * century + 13) // 25 + 19 * golden + 15) % 30
    moon -= moon // 28 * (1 - 29 // (moon + 1) * ((21 - golden) // 11))
    sunday = (year + year // 4 + moon + 2 - century + century // 4) % 7
    days = moon - sunday
    return date(year, 3, 28) + timedelta(days=days)
