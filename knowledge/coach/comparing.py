"""Two weeks told by one of them and how they differ: "10% up on last week, so 33k", "32k v 28k"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.coach.amounts import Amount

BEFORE, NOW = "before", "now"
_WEEK = (
    r"(?:the )?(?:last w(?:ee)?k|w(?:ee)?k before|previous w(?:ee)?k)(?:'?s)?"
    r"(?: (?:total|mileage|distance|running|runs?|one|1|km|miles|amount))?\b"
)
_SHARE = r"(?P<share>\d+(?:\.\d+)?) ?(?:%|percent|per cent)|an? (?P<part>half|quarter|3rd|third|fifth|5th)"
_ON = r"(?:on|from|over|than|vs|v|against|compared (?:to|with)|of)"
MORE = r"up|more|higher|further|extra|increase[d]?|longer|again|rise|jump|bigger|over"
LESS = r"down|less|lower|fewer|decrease[d]?|shorter|drop|cut|smaller|under"
WAY = rf"(?:(?P<more>{MORE})|(?P<less>{LESS}))"
SHARES = (
    re.compile(rf"\b(?:{_SHARE}) {WAY}(?: mileage| distance)? {_ON} (?:i (?:ran|did) )?{_WEEK}"),
    re.compile(rf"\b{WAY}(?: (?:of|by|about|around|roughly|it))* (?:{_SHARE}) {_ON} {_WEEK}"),
    re.compile(rf"\b{_WEEK} (?:(?P<more>plus|and)|(?P<less>minus|less)) (?:{_SHARE})"),
    re.compile(rf"\b{WAY}(?: (?:of|by|about|around|roughly|it))* (?:{_SHARE})(?=,? to \d)"),
)
PARTS = {"half": 0.5, "quarter": 0.25, "third": 1 / 3, "3rd": 1 / 3, "fifth": 0.2, "5th": 0.2}
TIMES = re.compile(
    r"\b(?:(?P<double>double[d]?|twice)|(?P<triple>triple[d]?|treble[d]?|3 times)|(?P<half>half|halved))"
    rf"(?: (?:of|on|what|as|much|far|many|than|i|we|ran|did|managed|had|in|was|the|my|total|distance))* {_WEEK}"
)
# Between "last week's" and the distance that it had; anything else leads to this week's.
OF_LAST_WEEK = re.compile(r" ?(?:'s|of|\(|which was|that was|when i (?:did|ran)|at)? ?(?:about |around |roughly |a )?")
LEADS_ON = re.compile(r"(?: ?[,.;:(-]| to\b| so\b| at\b| =| mak| with\b| for\b| it\b| i\b| which\b| and\b| that)")
VERSUS = re.compile(
    r"(?: a week| all in| in (?:all|total)| total| this week)? ?,? ?\(? ?(?:v|vs|versus|up from|down from"
    r"|compared (?:to|with)|against|not)(?: \.)?"
    r"(?: (?:about|around|roughly|last week'?s?|just))* ?"
)
MORE_THAN = re.compile(rf" ?{WAY} {_ON} (?:i (?:ran|did) )?{_WEEK}")


def compared(words: str, told: Sequence[Amount], last: re.Pattern[str]) -> dict[str, float] | None:
    """Return the kilometres of both weeks; None where the words do not compare them.

    Args:
        words: the plain words.
        told: the distances among them.
        last: how the week before is named.
    """
    if len(told) == 2:
        first, second = told
        more = MORE_THAN.match(words[first.end :])
        if more and first.end + more.end() < second.start and not OF_LAST_WEEK.fullmatch(
            words[first.end + more.end() : second.start]
        ):  # fmt: skip
            change = first.km if more["more"] else -first.km
            return {NOW: second.km, BEFORE: max(0.0, second.km - change)}
        if VERSUS.fullmatch(words[first.end : second.start]) and not last.search(
            words[: first.start].rsplit(",", maxsplit=1)[-1]
        ):
            return {NOW: first.km, BEFORE: second.km}
        if VERSUS.fullmatch(words[first.end : second.start]) and TIMES.search(words[: first.start]):
            return {NOW: first.km, BEFORE: second.km}
    found = _factor(words)
    if found is None or len(told) != 1:
        return None
    factor, start, end = found
    one = told[0]
    if one.start >= end and not LEADS_ON.match(words[end:]) and OF_LAST_WEEK.fullmatch(words[end : one.start]):
        return {NOW: one.km * factor, BEFORE: one.km}
    if one.start >= end and not LEADS_ON.match(words[end:]):
        return None
    return {NOW: one.km, BEFORE: one.km / factor} if one.start >= end or one.end <= start else None


def _factor(words: str) -> tuple[float, int, int] | None:
    """Return how this week stands to the week before, and where that is said."""
    for pattern in SHARES:
        match = pattern.search(words)
        if match:
            share = float(match["share"]) / 100 if match["share"] else PARTS[match["part"]]
            factor = 1 + share if match["more"] else 1 - share
            return (factor, match.start(), match.end()) if factor > 0 else None
    match = TIMES.search(words)
    if match is None:
        return None
    return (2.0 if match["double"] else 3.0 if match["triple"] else 0.5), match.start(), match.end()
