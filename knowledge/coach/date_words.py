"""The words by which people name days, as patterns, and plain dates read by dateparser."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from knowledge.coach.feasts import MOVING

FILE = Path(__file__).resolve().parent / "dates.yml"
MONTHS = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    "|nov(?:ember)?|dec(?:ember)?"
)
DAYS = "monday|tuesday|wednesday|thursday|friday|saturday|sunday"
DAY_OF_MONTH = r"\d{1,2}(?:st|nd|rd|th)?"
PLAIN_DATE = re.compile(
    rf"\b(?:{DAY_OF_MONTH} (?:of )?(?:{MONTHS})\b|(?:{MONTHS}) (?:the )?{DAY_OF_MONTH}\b(?! ?\d{{1,3}}\b)"
    rf"|(?:{MONTHS})\b)"
    r"(?:(?: ?,| of| in)? (?P<year>(?:19|20)\d\d|last year|this year|next year)\b)?"
    r"|\b20\d\d-\d\d?-\d\d?\b|\b\d{1,2}[/.]\d{1,2}[/.](?:20)?\d\d\b"
)
DAY_AND_MONTH = re.compile(
    r"(?:^|\b(?:on|by|since|from|until|till?|before|is|its|it's|bought|for) )(?:the |about |around |roughly )?"
    r"(?P<day>\d{1,2})/(?P<month>\d{1,2})(?= ?(?:$|[,.;!?)]|(?:i|or|maybe|ish|and|this|so|it)\b))"
)
_BACK = r"(?:(?:no|not|nope|sorry|wait|hang on|hold on|i mean|i meant|actually|rather|make that) ?[,.]? ?)+"
_LEADING = r"(?:(?:it's|its|it is|on|the) )*"
# "18th april no sorry 11th april", "may no not may june the 5th": the first day is taken back.
TAKEN_BACK = re.compile(
    rf"\b(?:{DAY_OF_MONTH} (?:of )?(?:{MONTHS})|(?:{MONTHS})(?: (?:the )?{DAY_OF_MONTH})?) ?[,.]? ?{_BACK}"
    rf"(?:(?:{MONTHS}) )?(?={_LEADING}(?:\d{{1,2}}(?:st|nd|rd|th)? (?:of )?)?(?:{MONTHS})\b)"
)
# "the 9th of may, hang on, no the 16th", "february the 20 hang on the 28th": of the same month.
DAY_TAKEN_BACK = re.compile(
    rf"\b(?:{DAY_OF_MONTH} (?:of )?(?P<month>{MONTHS})|(?P<first>{MONTHS}) (?:the )?{DAY_OF_MONTH}) ?[,.]? ?"
    rf"{_BACK}{_LEADING}(?P<last>\d{{1,2}}(?:st|nd|rd|th))\b(?! of)(?! [a-z]{{3}})"
)
_DATE = rf"(?:{DAY_OF_MONTH} (?:of )?(?:{MONTHS})|(?:{MONTHS}) (?:the )?{DAY_OF_MONTH})"
# "it was to be the 6th of march, it's the 20th of march now": the first day holds no longer.
MOVED = re.compile(
    rf"\b{_DATE}\b(?=.*\b{_DATE}\b)"
    r"(?=.*\b(?:moved|changed|switched|postponed|rescheduled|pushed|put back|brought forward|now|actually)\b)"
)
# "the 13th of june not the 6th": the second is none.
NOT_THAT_DAY = re.compile(rf" ?,? (?<!may )not (?:on )?(?:the )?\d{{1,2}}(?:st|nd|rd|th)\b(?: (?:of )?(?:{MONTHS}))?")
THE_DAY = re.compile(
    r"\b(?:the (?P<day>\d{1,2})(?:st|nd|rd|th)?|(?P<nth>\d{1,2})(?:st|nd|rd|th))"
    r"(?= ?(?:$|[,.;!?)]|i\b|i'm\b|is\b|or\b|and\b|so\b|it\b))"
)
MARCHED = re.compile(r"\b(?:i|we|to) march(?:ed)?\b")
MAY_IS_A_WORD = re.compile(
    r"(?<!mid )(?<!in )(?<!of )(?<!by )(?<!early )(?<!late )(?<!last )(?<!next )(?<!\dth )(?<!\dst )(?<!\dnd )"
    r"(?<!\drd )(?:\b(?:i|you|it|we|they|he|she|this|that|who|which|knee|there|shoes) may\b|\bmay (?:be|have|not|i)\b)"
)
PART = re.compile(
    r"\b(?P<part>mid|middle of|last week (?:of|in)|first week (?:of|in)|1st week (?:of|in)|end of|late|beginning of"
    r"|start of|early)(?: the)?(?: month of)? ?$"
)
PART_DAY = {"mid": 15, "middle of": 15, "end of": 28, "late": 25, "last week of": 27, "last week in": 27}
LONG = {"d": 1.0, "w": 7.0, "m": 30.4375, "y": 365.25}  # days
A_LENGTH = re.compile(
    r"(?:^|(?<=\babout )|(?<=\baround )|(?<=\broughly )|(?<=\bnearly )|(?<=\balmost )|(?<=\bover )|(?<=\bunder )"
    r"|(?<=\bjust )|(?<=\bmaybe )|(?<=\bthan )|(?<=\bhad them )|(?<=\bwithin ))an? (?=(?:year|month|week|day)\b)"
    r"|\ban? (?=(?:year|month|week|day) (?:ago|back|old|or so|and a)\b)"
)
BESIDE = re.compile(r"\b(?P<number>\d+) (?P<unit>days?|weeks?|months?) (?P<way>before|after)\b")
COUNTED_ON = re.compile(
    rf"\b(?:an? |one |(?P<number>\d+(?:\.\d+)?) )(?P<unit>weeks?|months?|years?|days?(?= from)) "
    rf"(?:(?:on |from |come |this |(?P<back>last ))?(?P<day>today|tomorrow|{DAYS})|from now)\b"
    r"(?! (?:i|we|and i) (?:ran|did))"
)
NTH = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "last": 5}
NTH_WEEKDAY = re.compile(
    rf"\b(?P<nth>{'|'.join(NTH)}) (?P<day>{DAYS}|weekend) (?:of|in) (?P<month>{MONTHS})\b(?: (?P<year>20\d\d))?"
)
EDGE_OF_YEAR = re.compile(
    r"\b(?P<edge>end of|late|middle of|mid|beginning of|start of|early|turn of|back end of)(?: in)?(?: the)? "
    r"(?:(?P<year>year|this year|next year|last year)|(?P<number>20\d\d))\b"
)
SPAN = re.compile(r"\b(?:ago|back|old|since|for|now|owned|had|having|using|ran|running|in them|of age)\b")
AHEAD = re.compile(r"\b(?:in|within|over|after|for) (?:about |around |roughly |just |the next |next |some )*$|\bnext $")
FEASTS = rf"\b(?:{'|'.join(MOVING)})\b"
RELATIVE = {
    r"\btoday\b|\bjust now\b|\bthis (?:morning|afternoon|evening)\b": 0,
    r"\bthe day before yesterday\b": -2,
    r"\byesterday\b|\blast night\b": -1,
    r"\b(?:last|past|previous) weekend\b|\blast week\b": -7,
    r"\bthis week\b": -2,
    r"\blast month\b": -30,
    r"\bthis month\b": -10,
    r"\blast year\b": -365,
    r"\btomorrow\b": 1,
    r"\bnext week\b|\bin a week\b": 7,
    r"\bnext month\b|\bin a month\b": 30,
    r"\bnext year\b": 365,
    r"\bweek ago\b|\ba week old\b|\bfor a week\b": -7,
    r"\b(?:a|one) month ago\b|\ba month old\b|\bfor a month\b|\bmonth or so ago\b": -30,
    r"\b(?:a|one) year ago\b|\ba year old\b|\bfor a year\b|\byear or so ago\b": -365,
    r"\ba day ago\b": -1,
    r"\bages ago\b": -730,
}


def parse(said: str, today: date, ahead: bool) -> date | None:
    """Return a plain date; one without a year is to come or gone by, as `ahead` says."""
    import dateparser  # a quarter of a second, and only the action server needs it

    order: Mapping[str, Any] = {
        "PREFER_DATES_FROM": "future" if ahead else "past",
        "RELATIVE_BASE": datetime.combine(today, time(12)),
        "DATE_ORDER": "YMD" if re.match(r"20\d\d", said) else "DMY",
        "PREFER_DAY_OF_MONTH": "first",
    }
    parsed = dateparser.parse(said, languages=["en"], settings=order)
    if parsed is None:  # 05/16/2027 can only be American
        parsed = dateparser.parse(said, languages=["en"], settings={**order, "DATE_ORDER": "MDY"})
    return parsed.date() if parsed else None


@lru_cache(maxsize=1)
def table() -> Mapping[str, Any]:
    """Return the feasts and seasons by name, read once."""
    loaded: Mapping[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return loaded
