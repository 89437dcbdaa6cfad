"""What in a message may tell the coach something: numbers with their units, days, and words that count.

Each is a `Mark`, with a word that stands in its place (`qdist`), so that what it is can be learnt from the words around
it (`roles.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from knowledge.coach.date_words import A_LENGTH, DAYS, MONTHS
from knowledge.coach.days import day_spans
from knowledge.coach.quantities import MILE, RECENT, Quantity, plain, quantities_in

WEEKS_IN_A_MONTH = 4.348
NAMES = {"distance": "qdist", "steps": "qsteps", "seconds": "qsecs", "days": "qdays", "number": "qnum"}
HALF, MARATHON = 21.1, 42.2  # kilometres
RACES_IN_KM = (5.0, 10.0)
CLOCK = re.compile(r"\b\d{1,2}:\d\d(?::\d\d)?\b|\b\d{1,2} ?[ap]m\b(?! \d)|\b\d{1,2} ?h(?:rs?)? ?\d{1,2}\b")
SCORE = re.compile(
    r" ?(?:out of|/|of|from|on a scale of|in|on(?: the| a)?)(?: scale of)? ?10\b"
    rf"(?! ?(?:km?\b|mi|sec|min|{MONTHS}|{DAYS}|of\b|to\b)|[/:]|\.\d)(?: (?:point )?scale\b)?"
)
RUNS_OF = re.compile(r"\d (?:\w+ )?of \d")
WEEKDAY = r"(?:mon|tue|wed|thu|fri|sat|sun)(?:day|sday|s|nesday|nes|rsday|rs|r|urday)?s?"
# A number of something that the coach does not count.
NOT_A_NUMBER = re.compile(
    r" ?(?:st|nd|rd|th)\b|[/.:]\d| ?(?:[%€£$]|percent\b|per cent\b|[ap]m\b)"
    r"| (?:degrees?|celsius|fahrenheit|quid|pounds|dollars|euros?|bucks|people|kids|children|friends|others|mates"
    r"|kilos?|kgs?|cms?|ft|inch(?:es)?|stone|lbs?"
    r"|calories|beers?|pints?|coffees|dogs?|o'?clock|babies|grandkids|frames"
    r"|swims|lengths|floors|gels|k?cals?|watts|kph|mph|mm|g|grams|pairs|socks|trainers)\b"
)
# Of a distance: a speed, or what was climbed.
NO_DISTANCE = re.compile(
    r" ?(?:/ ?(?:h|hr|hour)\b|(?:an|per|a) hour\b|(?:of )?(?:d ?\+|elev\w*|climb\w*|ascent|vert\b|gain\w*|descent)"
    r"|(?:up|down)\b(?! (?:from|to|on)))"
)
SHARE = re.compile(r"\b(\d+(?:\.\d+)?) ?(?:%|percent\b|per cent\b)")
_UNTIL = r"(?:to|-|through|thru|til|till|until)"
# Words that multiply a distance: by how much, for a week.
TIMES: tuple[tuple[re.Pattern[str], float], ...] = tuple(
    (re.compile(rf"\b(?:{pattern})\b"), value)
    for pattern, value in (
        (r"once", 1.0), (r"twice", 2.0), (r"thrice", 3.0),
        (r"(?:every|each) (?:other|second|2nd) day|(?:on )?alternate days", 3.5),
        (rf"(?:on )?(?:weekdays|(?:every|each) weekday|{WEEKDAY} ?{_UNTIL} ?fri(?:days?)?)", 5.0),
        (rf"mon(?:days?)? ?{_UNTIL} ?sat(?:urdays?)?", 6.0),
        (r"(?:(?:every|each|per|a|in a) (?:single )?(?:day|morning|evening|night)"
         r"|daily(?! (?:trainers?|shoes?|pair|drivers?|runners?))|nightly)(?! off)", 7.0),
        (r"(?:a|per|each|every|in a) (?:calendar )?(?:month|mth)|monthly|this month", 1 / WEEKS_IN_A_MONTH),
        (r"(?:a|per|every|in|over|each) 2 (?:weeks|wks)|fortnightly", 0.5),
        (r"(?:each|either|one|1) way|there and back|out and back|and back(?: again)?|both ways|each direction", 2.0),
    )
)  # fmt: skip
DAY_LIST = re.compile(rf"\b{WEEKDAY}\b(?:[ ,&+]+(?:and |n )?{WEEKDAY}\b)+(?! ?\d)")
EXCEPT = re.compile(
    rf"\b(?:not|only)(?: on)?(?: a)? {WEEKDAY}\b[^,.;\d]*\b(?:rest|off|don't|dont|not)\b"
    rf"|\b(?:except|apart from|but not|bar)(?: on)?(?: a)? {WEEKDAY}\b|\b{WEEKDAY} (?:rest|off)\b"
)
SOME_DAYS = re.compile(r"\b[2-7] days\b(?! (?:ago|old|off|later|rest|before|after|in a row))")  # "6 days, 10k a day"
PART_MORE = re.compile(
    r"\b(?:an? |1 )?(half|quarter|third|3rd|fifth|5th)(?! (?:up|down) (?:in|at|near|to)\b)"  # "a half down in Brighton"
    r"(?= (?:more|less|up|down|further|again|fewer"
    r"|as much (?:again|more))\b)"
)
PARTS = {"half": 0.5, "quarter": 0.25, "third": 1 / 3, "3rd": 1 / 3, "fifth": 0.2, "5th": 0.2}
EACH_SECOND = re.compile(
    r"\b(?:a|per|every|each) (?:second|2nd|sec)\b(?! (?:day|time|run|go|week|one|1|pair|shoe|lot|half)\b)"
)
_SAME_AS_EVER = "every|each|loop|route|bike|swim|pace|spot|place|time|old|shoes?|pair|day|as ever|as always"
RATIO: tuple[tuple[re.Pattern[str], float], ...] = tuple(
    (re.compile(rf"\b(?:{pattern})\b"), value)
    for pattern, value in (
        (r"(?:twice|2 times|double) (?:as (?:much|far|many)|what|that|this|it|of)|double[ds]?", 2.0),
        (r"tripled?|trebled?|3 times as (?:much|far)", 3.0),
        (r"half (?:of )?(?:as (?:much|far|many)|what|that|it)|half(?! the (?:time|way|battle))|halved", 0.5),
        (rf"same(?! (?:{_SAME_AS_EVER})\b)|ditto|identical|unchanged", 1.0),
        (r"(?<!again )as (?:much|far|many)(?! again| more)|both weeks|no (?:change|different)", 1.0),
    )
)  # fmt: skip
NAUGHT = re.compile(
    r"\b(?:none|nothing(?! but\b)|zilch|nada|nil|nowt|naught|nought|zero|(?:no|0|zero) (?:runs?|running|mileage)"
    r"|(?:did ?n[o']?t|have ?n[o']?t|has ?n[o']?t|not|never|couldn'?t|wasn'?t) (?:\w+ ){0,2}?"
    r"(?:run|ran|running|manage|out|worn|wear|used?|hurt|hurts|a twinge|a (?:single )?(?:km|mile|step|peep|thing))"
    r"|rest week|(?:the |a |full )?week off|(?:took|had) (?:it|the week|a week|this week|last week) off"
    r"|unworn|(?:no|without(?: any)?|not any|zero|0) (?:\w+ ){0,2}?"
    r"(?:pain|hurt|trouble|problems?|issues?|soreness|ache|aches|complaints?|twinges?|discomfort|niggles?)"
    r"|pain[ -]?(?:less|free)|painfree|no (?:run|pain)s?)\b"
)
# "One" is a number where a figure may stand, and else a word: "the blue one", "one of those".
ONE_BEFORE = re.compile(
    r"(?:^|[,.;:/x+-]|\b(?:pain|hurt|was|is|a|about|around|at|only|of|maybe|and|level|to|or|on|guess|past|above|below|hit|reached|just|then|like|say|probably|no|not"
    r"|rated|give|gave|got|did|um|uh|body|score|scale|level|lvl|knee|shin|calf|hip|ankle|achilles|hammy|itb)) ?$"
)
ONE_AFTER = re.compile(r" (?:foot|feet|leg|side|of (?!10|ten)|day|more|long|before|with|where|that|i|time|thing|run)\b")
TRAINING = re.compile(r" (?:block|prep|pace|training(?! run)|plan|build|club|squad|effort|shuffle|shirt|medal)\b")
# What is named before a figure, and is none of the coach's.
NOT_BEFORE = re.compile(
    r"\b(?:aged?|size|zone|resting|weight|vo2(?: ?max)?|hrv|battery|bib|position|training load|effort|power|elevation"
    r"|elev|gain|grade|chapter|channel|bus|route|room|rpe|rhr|bmi|corral|wave|temp(?:erature)?|acwr|stack|drop|pressure"
    r"|(?:race|start) (?:number|no))"
    r"(?: (?:was|is|of|about|avg|average|at|around|averag\w+|mid|below|under|over|above|max|number|no|load"
    r"|went|from|:|=))* $"
    r"|\b(?:hr|heart ?rate|heart|pulse)(?: (?:of|zone|[a-z]+|:|=)){0,3} (?:\d+ (?:and|to|then) )?$"
    r"|[€£$] ?$|\bnot (?:the )?$"  # "pain 2 not 3"
    r"|\b(?:sons?|daughters?|kids?|twins?|boys?|girls?|nephews?|nieces?|grand\w+|toddlers?|dogs?) \( ?(?:\d+ ?[,&] ?)*$"
)
OF_THE_HEART = re.compile(r"\b(?:hr|heart|pulse|strap)\b")
OF_STEPS = re.compile(
    r"\b(?:metronome|songs?|music|playlist|tapping|cadence|steps?|strides?|foot|feet|right|left|legs?|count\w*)\b"
)
EXTREME = re.compile(r" ?(?:spm )?(?:max|maximum|peak|tops)\b(?! ?(?:of |at |was )?\d)")
EXTREME_BEFORE = re.compile(r"\b(?:max|maximum|peak(?:ed)?)(?: (?:of|at|was|is))* $")
MEAN = re.compile(r"\b(?:avg|averag\w*|mean|usual\w*|normal\w*)\b")
NUMBERED = re.compile(
    r"(?<!this )(?<!last )(?<!a )(?<!per )(?<!every )(?<!each )(?<!next )(?<!the )\b(?:week|wk|w) ?(\d{1,2})\b"
    r"(?! ?(?:runs?|times|sessions|x|jogs|outings|days|goes|laps|k|km|miles?|mi)\b)"
)
# "weeks 8, 9 and 10 went 30, 33, 36", "week 7 of 12"
WEEKS_LISTED = re.compile(
    r"\bweeks \d+(?: ?, ?\d+)* ?(?:and|&) \d+\b|\b(?:week|wk) ?\d+ (?:of|/) (?:an? |the |my )?\d+\b"
)
BETWEEN_DAYS = re.compile(r" ?(?:of|in|the|on|-|back in)? ?| ?, ?(?=20\d\d)")
RACES = re.compile(r"\bhalf\b(?! (?:a |an |of|as|hour|minute|mile|km|k\b|that|what|it|my|the|last|way|dozen|decent))")
FULL = re.compile(r"(?:(?<=\ba )|(?<=\bthe ))full\b(?: 1\b)?(?= ?(?:$|[,.!;:]))|\bfull (?:1\b)?(?=in|on|next|[,.])")


@dataclass(frozen=True)
class Mark:
    """Something that may tell a figure or a day.

    Attributes:
        kind: `distance`, `steps`, `seconds`, `days`, `number`, `score` (of ten), `day`, `times`, `ratio`, `share`
            or `naught`.
        value: in kilometres, seconds, days or as it is; 0 for a day.
        unit: the unit said.
        start: where it begins in the plain words.
        end: where it ends.
        said: the number as it was said, before any unit.
        wide: whether it is a range.
    """

    kind: str
    value: float
    unit: str
    start: int
    end: int
    said: float = 0.0
    wide: bool = False

    @property
    def name(self) -> str:
        """The word that stands in its place."""
        if self.kind == "score":
            return "qscore"
        return {"day": "qdate", "naught": "qzero", "share": "qshare"}.get(self.kind) or NAMES.get(self.kind, "")


def marks_of(text: str) -> tuple[str, list[Mark]]:
    """Return the plain words of `text` and what in them may tell something, in order."""
    words, marks = _marks_of(text)
    return words, [*marks]


@lru_cache(maxsize=RECENT)
def _marks_of(text: str) -> tuple[str, tuple[Mark, ...]]:
    words = A_LENGTH.sub("1 ", plain(text))
    words = _numbered_weeks(words)
    words = CLOCK.sub(lambda match: "~" * len(match.group()), words)
    taken: list[Mark] = []
    for start, end in day_spans(words):
        goes_on = bool(taken) and bool(BETWEEN_DAYS.fullmatch(words, taken[-1].end, start))  # "last october, 2025"
        taken.append(Mark("day", 0.0, "", taken.pop().start if goes_on else start, end))
    for found in (*_counting(words), *_quantities(words)):
        if not any(found.start < one.end and one.start < found.end for one in taken):
            taken.append(found)
    return words, tuple(sorted(taken, key=lambda one: one.start))


def _numbered_weeks(words: str) -> str:
    """Name the latest of "week 47: …, week 48: …" this week, and the one before it last week."""
    words = WEEKS_LISTED.sub(lambda match: re.sub(r"\d", "~", match.group()), words)
    numbers = sorted({int(number) for number in NUMBERED.findall(words)})
    if len(numbers) < 2 or numbers != list(range(numbers[0], numbers[-1] + 1)):
        return words
    names = {numbers[-1]: "this week", numbers[-2]: "last week"}
    return NUMBERED.sub(lambda match: names.get(int(match[1]), "weeks before that"), words)


def _quantities(words: str) -> Iterator[Mark]:
    units = _units_said(words)
    for one in quantities_in(words):
        if _something_else(words, one):
            continue
        kind, end, said = one.measures, one.end, one.value
        if one.unit in ("mi", "km", "m"):
            said = one.value / {"mi": MILE, "km": 1.0, "m": 0.001}[one.unit]
        score = SCORE.match(words[end:]) if kind == "number" and one.value <= 100 else None
        if score and score.group().strip() == "of 10" and RUNS_OF.search(words[: one.start]):
            score = None  # "two runs of 6k and one of ten"
        if score:
            kind, end = "score", end + score.end()
        yield Mark(
            kind,
            one.value,
            one.unit or _near_unit(words, one, units) * (kind == "number"),
            one.start,
            end,
            said,
            one.most > one.least,
        )


def _units_said(words: str) -> list[tuple[int, str]]:
    """Return where which unit is said; a race of so many kilometres is none where miles are said too."""
    said = [one for one in quantities_in(words) if one.unit in ("mi", "km") and one.value]
    if {one.unit for one in said} == {"mi", "km"}:
        said = [one for one in said if one.unit == "mi" or one.value not in RACES_IN_KM]
    return [(one.start, one.unit) for one in said]


def _near_unit(words: str, number: Quantity, units: list[tuple[int, str]]) -> str:
    """Return the unit said last before a bare number, else the first."""
    return next(
        (unit for start, unit in reversed(units) if start < number.start), units[0][1] if units else unit_of(words)
    )


def _something_else(words: str, one: Quantity) -> bool:
    """Tell whether a number is of something that the coach does not count, or no number at all."""
    before, after = words[: one.start], words[one.end :]
    if one.unit == "parkrun" and re.match(r" ?\(? ?(?:\d(?:\.\d+)?) (?:k|km|m|mi|miles)\b", after):
        return True  # its length stands beside it
    if one.unit in ("marathon", "half", "ultra"):
        return bool(TRAINING.match(after))
    if before.rstrip().endswith("~") and one.unit in ("km", "mi") and one.value in (1.0, MILE):
        return True  # a pace: "7:20 a km"
    none = NO_DISTANCE.match(after) if one.measures == "distance" else None
    if none:
        return one.unit == "m" or not none.group().strip().startswith(("up", "down"))
    extreme = EXTREME.match(after) or EXTREME_BEFORE.search(before)
    if extreme and one.measures in ("number", "steps") and MEAN.search(words) and not SCORE.match(after):
        return True
    if one.measures == "steps" and words[one.start : one.end].endswith("bpm"):
        return bool(OF_THE_HEART.search(words)) or not OF_STEPS.search(words)
    if one.measures != "number" or SCORE.match(after):
        return False
    single = one.value == 1 and (not ONE_BEFORE.search(before) or bool(ONE_AFTER.match(after)))
    return single or bool(NOT_A_NUMBER.match(after) or NOT_BEFORE.search(before))


def _counting(words: str) -> Iterator[Mark]:
    for match in SHARE.finditer(words):
        yield Mark("share", float(match[1]) / 100, "%", match.start(), match.end())
    for match in PART_MORE.finditer(words):
        yield Mark("share", PARTS[match[1]], "part", match.start(), match.end())
    for match in EACH_SECOND.finditer(words):
        yield Mark("seconds", 1.0, "second", match.start(), match.end(), 1.0)
    yield from _ratios(words)
    yield from _times(words)
    for match in RACES.finditer(words):
        yield Mark("distance", HALF, "half", match.start(), match.end(), HALF)
    for match in FULL.finditer(words):
        yield Mark("distance", MARATHON, "marathon", match.start(), match.end(), MARATHON)
    for match in NAUGHT.finditer(words):
        yield Mark("naught", 0.0, "", match.start(), match.end())


def _times(words: str) -> Iterator[Mark]:
    for pattern, value in TIMES:
        for match in pattern.finditer(words):
            if value == 7.0 and SOME_DAYS.search(words) and match.group().endswith("day"):
                continue  # how many days is said
            less = 1.0 if value in (6.0, 7.0) and EXCEPT.search(words) and "mon" not in match.group() else 0.0
            yield Mark("times", value - less, f"{value:.2g}", match.start(), match.end())
    for match in DAY_LIST.finditer(words):
        days = {day[:3] for day in re.findall(rf"\b{WEEKDAY}\b", match.group())}
        if len(days) > 1:
            yield Mark("times", float(len(days)), "list", match.start(), match.end())


def _ratios(words: str) -> Iterator[Mark]:
    for pattern, value in RATIO:
        for match in pattern.finditer(words):
            race = value < 1 and RACES.match(words, match.start())
            if not race:
                yield Mark("ratio", value, f"{value:g}", match.start(), match.end())


@lru_cache(maxsize=RECENT)
def unit_of(words: str) -> str:
    """Return the unit of the message, `mi` or `km`, for numbers without one; empty where none is said."""
    said = next((one.unit for one in quantities_in(words) if one.unit in ("mi", "km") and one.value), "")
    if said:
        return said
    match = re.search(r"\b(?:(miles)|(kilomet(?:re|er)s?|kms?|k|kays?|kliks?|clicks))\b", words)
    return "" if match is None else "mi" if match[1] else "km"
