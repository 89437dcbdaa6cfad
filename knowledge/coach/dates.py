"""Dates in people's words: "a fortnight ago", "since March", "last spring", "10th of May", "in twelve weeks".

Plain dates are read by dateparser (`date_words.py`); what it does not know (seasons, feasts, "the end of June", "six
months old") is read here. Days are as exact as they were said: a month is taken from its first day.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from knowledge.coach.date_words import (
    A_LENGTH,
    AHEAD,
    BESIDE,
    COUNTED_ON,
    DAY_AND_MONTH,
    DAY_TAKEN_BACK,
    DAYS,
    EDGE_OF_YEAR,
    FEASTS,
    LONG,
    MARCHED,
    MAY_IS_A_WORD,
    MOVED,
    NOT_THAT_DAY,
    NTH,
    NTH_WEEKDAY,
    PART,
    PART_DAY,
    PLAIN_DATE,
    RELATIVE,
    SPAN,
    TAKEN_BACK,
    THE_DAY,
    parse,
    table,
)
from knowledge.coach.feasts import MOVING, bank_holiday, moving_feast
from knowledge.coach.quantities import plain, quantities_in


def date_in(text: str, today: date, ahead: bool = False, figures: bool = False) -> date | None:
    """Return the day that `text` names; None where it names none.

    Args:
        text: the message.
        today: the day on which it was said.
        ahead: whether a day without a year is one to come (a race) and not one gone by (a purchase).
        figures: whether "14/3" is a day; beside pain it is not.
    """
    words = NOT_THAT_DAY.sub("", MOVED.sub("", A_LENGTH.sub("1 ", plain(text))))
    words = TAKEN_BACK.sub("", words)
    words = DAY_TAKEN_BACK.sub(lambda match: f"{match['last']} of {match['month'] or match['first']}", words)
    return (
        _beside(words, today, ahead)
        or _counted_on(words, today, ahead)
        or _nth_weekday(words, today, ahead)
        or bank_holiday(words, today, ahead)
        or _plain_date(words, today, ahead)
        or (_day_and_month(words, today, ahead) if figures else None)
        or _edge_of_year(words, today, ahead)
        or _ago(words, today)
        or _named(words, today, ahead)
        or _relative(words, today, ahead)
        or _span(words, today, ahead)
        or _year(words, today, figures)
    )


def names_a_date(text: str) -> bool:
    """Tell whether `text` may name a day, without working out which."""
    words = plain(text)
    return bool(
        _month(words)
        or DAY_AND_MONTH.search(words)
        or re.search(rf"\b(?:{'|'.join(MOVING)}|bank holiday)\b", words)
        or EDGE_OF_YEAR.search(words)
        or re.search(
            rf"\b(?:{DAYS}|{'|'.join(table()['seasons'])}|{'|'.join(table()['named'])}|(?:19|20)\d\d)\b", words
        )
        or any(re.search(pattern, words) for pattern in RELATIVE)
        or any(one.measures == "days" for one in quantities_in(words))
    )


def _beside(words: str, today: date, ahead: bool) -> date | None:
    """Read "two weeks before Easter", "10 days after my birthday on 3 May"."""
    match = BESIDE.search(words)
    base = date_in(words[match.end() :], today, ahead) if match else None
    if match is None or base is None:
        return None
    days = round(float(match["number"]) * LONG[match["unit"][0]])
    return base + timedelta(days=days if match["way"] == "after" else -days)


def _counted_on(words: str, today: date, ahead: bool) -> date | None:
    """Read a length of time counted from another day: "a week on Saturday", "a fortnight tomorrow", "3 weeks today"."""
    match = COUNTED_ON.search(words)
    if match is None:
        match = re.search(
            rf"\b(?P<day>{DAYS}|tomorrow) (?P<number>)(?P<back>)(?P<unit>week)\b(?! (?:night|end))", words
        )
    if match is None:
        return None
    number = float(match["number"] or 1)
    base = {"today": today, None: today, "tomorrow": today + timedelta(days=1)}.get(match["day"])
    base = base or parse(match["day"], today, not match["back"])
    days = round(number * LONG[match["unit"][0]]) * (-1 if match["back"] else 1)  # "a week last thursday"
    return base + timedelta(days=days) if base else None


def _nth_weekday(words: str, today: date, ahead: bool) -> date | None:
    """Read "the second Sunday in April", "last weekend of June"."""
    match = NTH_WEEKDAY.search(words)
    if match is None:
        return None
    first = parse(f"1 {match['month']} {match['year'] or ''}".strip(), today, ahead)
    if first is None:
        return None
    weekday = 5 if match["day"] == "weekend" else DAYS.split("|").index(match["day"])
    days = [first + timedelta(days=n) for n in range(31) if (first + timedelta(days=n)).month == first.month]
    days = [day for day in days if day.weekday() == weekday]
    return days[-1] if match["nth"] == "last" else days[min(NTH[match["nth"]], len(days)) - 1]


def _edge_of_year(words: str, today: date, ahead: bool) -> date | None:
    """Read "the end of the year", "early next year", "the start of 2026"."""
    match = EDGE_OF_YEAR.search(words)
    if match is None:
        return None
    year = match["year"] or match["number"]
    shift = {"last year": -1, "next year": 1}.get(year, 0)
    number = int(year) if year.isdigit() else today.year + shift
    if match["edge"] in ("end of", "late", "back end of"):
        day = date(number, 12, 31)
    elif match["edge"] in ("middle of", "mid"):
        day = date(number, 7, 1)
    else:
        day = date(number, 1, 1)
    if ahead and day <= today and not year.isdigit():
        return day.replace(year=day.year + 1)
    return day


def _ago(words: str, today: date) -> date | None:
    """Read "two years ago this month": what is said to be ago goes before other words for a day."""
    for one in quantities_in(words):
        if one.measures == "days" and re.match(r" (?:ago|back|old)\b", words[one.end :]):
            return today - timedelta(days=round(one.value))
    return None


def _month(words: str) -> re.Match[str] | None:
    spoken = MAY_IS_A_WORD.sub(lambda match: " " * len(match.group()), words)
    spoken = MARCHED.sub(lambda match: " " * len(match.group()), spoken)
    found = list(PLAIN_DATE.finditer(spoken))
    # A month by its name is plainer than "07/04".
    return next((one for one in found if re.search(r"[a-z]{3}", one.group())), found[0] if found else None)


def _plain_date(words: str, today: date, ahead: bool) -> date | None:
    match = _month(words)
    if match is None or (not re.search(r"\d", match.group()) and re.search(FEASTS, words)):
        return None  # "father's day in June"
    said, shift = match.group(), {"last year": -1, "this year": 0, "next year": 1}.get(match["year"] or "")
    if shift is not None:
        said = said.replace(str(match["year"]), str(today.year + shift))
    found = parse(said, today, ahead)
    part = PART.search(words[: match.start()])
    if found and part and not re.search(r"\d", said.replace(str(found.year), "")):
        found = found.replace(day=PART_DAY.get(part["part"], 1))
    if found and not re.search(r"\d", match.group()):
        found = _closer(found, words, ahead)
    last = re.search(r"\b(?:last|previous) $", words[: match.start()])
    if found and re.search(r"\bnext $", words[: match.start()]) and not ahead and found <= today:
        found = found.replace(year=found.year + 1)
    if found and last and found > today - timedelta(days=14):
        found = found.replace(year=found.year - 1)
    return found


def _closer(found: date, words: str, ahead: bool) -> date:
    """Return a month with what is said of it elsewhere: "end of January, Saturday the 30th", "spring 2025, April"."""
    day, year = THE_DAY.search(words) if ahead else None, re.search(r"\b(?:in|of|from) (20[12]\d)\b", words)
    try:
        found = found.replace(day=int(day["day"] or day["nth"])) if day else found
    except ValueError:
        return found
    return found.replace(year=int(year[1])) if year and not ahead else found


def _day_and_month(words: str, today: date, ahead: bool) -> date | None:
    """Read "14/3", and "3/14" where only that can be meant; of this year or the nearest that fits."""
    match = DAY_AND_MONTH.search(words)
    if match is None:
        return None
    day, month = int(match["day"]), int(match["month"])
    if month > 12:
        day, month = month, day
    for year in (today.year, today.year + 1 if ahead else today.year - 1):
        try:
            found = date(year, month, day)
        except ValueError:
            return None
        if (found > today) is ahead:
            return found
    return None


def _relative(words: str, today: date, ahead: bool) -> date | None:
    days = next((days for pattern, days in RELATIVE.items() if re.search(pattern, words)), None)
    if days is not None and not re.search(r"\b(?:spring|summer|autumn|fall|winter)\b", words):
        return today + timedelta(days=days)
    weekday = re.search(rf"\b(?:{DAYS})\b", words)
    return parse(weekday.group(), today, ahead) if weekday else None


def _named(words: str, today: date, ahead: bool) -> date | None:
    feast = moving_feast(words, today, ahead)
    if feast:
        return feast
    for pattern, (month, day) in {**table()["named"], **table()["seasons"]}.items():
        match = re.search(
            rf"\b(?P<which>last |this |next |the )?(?:{pattern})\b"
            r"(?P<year>(?: ?,| of| in)? (?:last year|next year|20\d\d)(?!'))?",
            words,
        )
        if match is None:
            continue
        if pattern == "fall" and not match["which"]:
            continue  # "since my fall"
        day_of = date(today.year, month, day)
        if match["year"]:
            shift = -1 if "last" in match["year"] else 1 if "next" in match["year"] else None
            return day_of.replace(year=int(match["year"][-4:]) if shift is None else today.year + shift)
        if ahead or match["which"] == "next ":
            return day_of if day_of > today else day_of.replace(year=today.year + 1)
        return day_of if day_of <= today else day_of.replace(year=today.year - 1)
    return None


def _span(words: str, today: date, ahead: bool) -> date | None:
    """Read a length of time as the day that it leads to: back for an age, on for "in twelve weeks"."""
    for one in quantities_in(words):
        if one.measures != "days":
            continue
        if re.match(r" (?:a|per|each|every) (?:week|month|day)\b", words[one.end :]):
            continue  # "5 days a week"
        if re.match(r" (?:ago|back|old)\b", words[one.end :]):
            return today - timedelta(days=round(one.value))
        if ahead and (
            AHEAD.search(words[: one.start]) or re.match(r" (?:from now|away|time|to go|left|until)", words[one.end :])
        ):
            return today + timedelta(days=round(one.value))
        if not ahead and (SPAN.search(words) or words[one.end :].strip(" .!?") == ""):
            return today - timedelta(days=round(one.value))
        if ahead:
            return today + timedelta(days=round(one.value))
    return None


def _year(words: str, today: date, figures: bool) -> date | None:
    match = figures and re.search(
        r"\b((?:19[5-9]|20[0-3])\d)\b(?! ?(?:k|kms?|kays?|kilo\w+|mi|miles?|m|steps)\b)", words
    )
    match = (
        match
        or re.search(r"\b(?:in|since|from|back in) ((?:19|20)\d\d)\b", words)
        or re.fullmatch(r"((?:19|20)\d\d)[ .!]*", words)
    )
    return date(int(match[1]), min(today.month, 7) if int(match[1]) == today.year else 7, 1) if match else None
