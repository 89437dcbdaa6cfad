"""Distances of a message one by one, each as kilometres of a week where it was told as so many runs: "3 x 10k"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from knowledge.coach.dates import without_dates
from knowledge.coach.quantities import MILE, Quantity, plain, quantities_in

WEEKS_IN_A_MONTH = 4.348
FEWEST_TOTAL = 30  # of a bare number that tells how far shoes have come
MOST_TIMES = 14  # runs of one distance a week
_MANNER = (
    r"(?:of running|in total|total|on average|average|or so|ish|run|running|milers|distance|all in|at most"
    r"|or thereabouts)"
)
PER_WEEK = re.compile(
    rf"^ ?(?:{_MANNER} )*(?:(?:a|an|per|each|every|/|in a|in 1|the|in an? average|in a (?:typical"
    rf"|normal)) ?(?:single )?"
    r"(?:average |normal |typical |usual )?(?:week|wk)|weekly|pw|p/w)\b"
)
PER_MONTH = re.compile(
    rf"^ ?(?:{_MANNER} )*(?:(?:a|per|each|every|/|in a) ?(?:calendar )?(?:month|mth)|monthly|pm|(?:this|last) month)\b"
)
PER_FORTNIGHT = re.compile(rf"^ ?(?:{_MANNER} )*(?:a|per|each|every|/|in|over) ?2 weeks\b|^ ?(?:every )?fortnightly\b")
PER_DAY = re.compile(
    rf"^ ?(?:{_MANNER} )*(?:(?:a|per|each|every|/) ?(?:single )?(?:day|morning|evening|night)"
    rf"|daily)\b(?! (?:last|this) week)"
)
WEEKDAYS = re.compile(r"^ ?(?:(?:on|each|every) )*(?:weekdays?|monday (?:to|-|through|thru) friday|mon (?:to|-) fri)\b")
OTHER_DAY = re.compile(r"\bevery (?:other|second|2nd) day\b|\bon alternate days\b|\balternate days\b")
A_WEEK = re.compile(r"(?:\b(?:a|per|each|every|in the|in a)|/) ?(?:week|wk)\b|\bweekly\b")
WEEKLY_WORDS = re.compile(r"\b(?:weekly|per week|a week|each week|every week|mileage|week's|week is|week was)\b")
DAY = r"(?:mon|tue|tues|wed|weds|thu|thur|thurs|fri|sat|sun)(?:day|sday|nesday|rsday|urday)?s?"
DAY_LIST = re.compile(rf"^ ?(?:each |every |on |both )*((?:{DAY}\b[ ,&]*(?:and )?){{2,}})")
TIMES_AFTER = re.compile(
    r"^ ?,? ?(?:each )?(?:on )?(?:each )?(?:(?P<n>\d+(?:\.\d+)?)(?: (?:to|or|-) (?P<m>\d+))? ?(?:times|x|days"
    r"|runs|nights"
    r"|mornings|goes"
    r"|sessions|evenings)\b|(?:x|×|\*|times) ?(?P<x>\d+)\b|(?P<once>once|twice|thrice)\b)"
)
EACH = re.compile(r"^ ?(?:each|apiece|a time|a go|a pop|every time|per (?:run|jog|outing|session|loop))\b")
_OUTINGS = (
    r"(?:(?!(?:over|in|on|across|from|and|or|to|this|last|with|a|an|per|each|for|of|at|k|km|kms|miles|mi|weeks?"
    r"|months?|years?|hours?|minutes?)\b)[a-z]+ ){0,2}(?:loops|commutes|outings|sessions|jogs|runs|laps|goes"
    r"|trips|mornings"
    r"|evenings|nights|workouts|efforts|rounds|circuits|days|lunchtimes|lunches)\b"
)
OUTINGS = re.compile(rf"^ ?{_OUTINGS}")
COUNTED_BEFORE = re.compile(
    rf"\b(?P<n>\d+)(?: ?(?:to|or|-) ?(?P<m>\d+))? {_OUTINGS}(?: (?:a|this|last|per) week)?(?: ?[,:;-]| -)?"
    r"(?: (?:of|at|all|each|about|around|roughly|maybe|doing|every 1))* ?$"
)
LISTED = re.compile(r" ?(?:[,&+/]|and|then|, and)? ?(?:an? )?")
TIMES_BEFORE = re.compile(
    r"\b(?P<n>\d+)(?: ?- ?(?P<m>\d+)| (?:to|or) (?P<o>\d+))?(?: (?:days|runs|times|sessions|goes))?"
    r"(?: a week| per week| each week)?"
    r"(?: ?(?:x|×|\*|times|runs?|lots|sessions|outings|goes|jogs?|laps|days)(?: a week| this week| last week"
    r"| per week)?"
    r"(?: ?[,:])?(?: (?:of|at|doing|each))?(?: (?:about|around|roughly|maybe))?(?: an?)?| easy| separate)? ?$"
)
ONCE = {"once": 1.0, "twice": 2.0, "thrice": 3.0}
TWICE_BEFORE = re.compile(r"\b(?P<once>once|twice|thrice)(?: a week)?(?: i (?:do|run|did|ran))?(?: about| around)? ?$")
SINGLE = re.compile(r"\b(?:an?|another|long|easy|short|tempo|slow|one|1|\d+ x|the) ?$")
SPEED = re.compile(r"^ ?(?:/|per|an|a) ?h(?:r|our)?\b|^ ?(?:ph|/h)\b|^ ?(?:pace|an hour)\b")
PACE = re.compile(r"\b(?:min(?:ute)?s?(?: a| per| /)?|:\d\d ?(?:a|per|/|min)?) ?$")
CLOCK = re.compile(r"\b\d{1,2}:\d\d(?::\d\d)?\b|\b\d{1,2} ?[ap]m\b(?! \d)")
NO_DISTANCE = re.compile(
    r"^ ?(?:%|percent|out of|/ ?\d|years?|yo\b|kgs?\b|cm\b|ft\b|feet\b|foot\b|bpm\b|o'?clock|[ap]m\b|x\b|×|\*"
    r"|times|runs?\b|lots"
    r"|sessions|laps|days|nights|mornings|goes|outings|jogs?\b|20\d\d|[/.:]\d|to go\b|weeks|months|quid|pounds|people"
    r"|of (?:them|those|us)\b)"
)
NOT_BEFORE = re.compile(
    r"(?:[/.:]|(?:[×*]|\bx|\b(?:i'?m|i am|aged?|(?<!this )(?<!last )(?<!that )(?<!a )week|step|day|size|zone|age|number"
    r"|no\.)) ?)$"
)
NUMBERED = re.compile(
    r"(?<!this )(?<!last )(?<!a )(?<!per )(?<!every )(?<!each )(?<!next )(?<!the )\b(?:week|wk|w) (\d{1,2})\b"
    r"(?! ?(?:runs?|times|sessions|x|jogs|outings|days|goes|laps)\b)"
)
ENDS = re.compile(
    r"^ ?(?:$|[,.;!?)+-]|(?:this|last|the|in|a|per|and|but|to|or|so|for|on|up|down|more|less|from|then|now"
    r"|total|before|was|by|within|next|at|it|i|maybe|probably|if|because|with|as|since|when|plus|which|total"
    r"|altogether)\b)"
)
NAUGHT = re.compile(
    r"\b(?:none|nothing|zilch|nada|nil|nowt|naught|nought|(?:no|0|zero) (?:runs?|running|mileage|miles|km|kms|k)\b"
    r"|(?:did ?n[o']?t|have ?n[o']?t|has ?n[o']?t|havent|didnt|not|never|couldn'?t|couldnt) (?:\w+ ){0,2}?"
    r"(?:run|ran|running|managed?|out|done a)(?: (?:at all|anything|any|a step|once))?"
    r"|rest week|(?:the |a |full )?week off|(?:took|had) (?:it|the week|a week|this week|last week) off"
    r"|(?:a )?big fat 0)\b(?! (?:else|more|hurt|wrong|beyond|like|too|over|above|special|crazy|much|to ))"
)
DONE = re.compile(r"\b(?:did|done|ran|have run|finished|managed|completed|been)\b")


@dataclass(frozen=True)
class Amount:
    """A distance in kilometres, of a week where it was told as one, and where it stands in the words."""

    km: float
    unit: str
    start: int
    end: int
    weekly: bool = False  # told as a distance per week
    single: bool = False  # told as one run, or as so many of them
    days: bool = False  # told as so many runs
    done: bool = False  # told as something that is over
    least: float = 0.0  # ends of a range, in kilometres
    most: float = 0.0


def amounts(
    text: str, asked: str, unit: str, last: re.Pattern[str], this: re.Pattern[str]
) -> tuple[str, list[Amount], str]:
    """Return the plain words, the distances among them in order, and the unit said.

    Args:
        text: the message.
        asked: what was asked for; then bare numbers are distances.
        unit: `mi` or `km`, for numbers without one.
        last: how the week before is named.
        this: how this week is named.
    """
    words = without_dates(plain(text))
    words = _numbered_weeks(words)
    words = CLOCK.sub(lambda match: " " * len(match.group()), words)
    if asked in ("weekly", "before") or last.search(words) or this.search(words):
        words = _naught(words)
    found = quantities_in(words)
    units = [one.unit for one in found if one.unit in ("mi", "km") and one.value]
    said = units[0] if units else _bare_unit(words)
    size = MILE if (said or unit) == "mi" else 1.0
    beside = bool(last.search(words) or this.search(words))
    taken = [one for one in found if _is_distance(one, words, asked, said, beside)]
    taken = [one for n, one in enumerate(taken) if not _multiplies(words, one, taken[n + 1 : n + 2])]
    return words, [_amount(words, one, taken, size) for one in taken], said


def _numbered_weeks(words: str) -> str:
    """Name the later of "week 47: …, week 48: …" this week, and the one before it last week."""
    numbers = sorted({int(number) for number in NUMBERED.findall(words)})
    if len(numbers) != 2 or numbers[1] != numbers[0] + 1:
        return words
    return NUMBERED.sub(lambda match: "this week" if int(match[1]) == numbers[1] else "last week", words)


def _bare_unit(words: str) -> str:
    """Return the unit that stands apart from the numbers: "18, 20 and 22, all in miles"."""
    match = re.search(r"\b(?:(miles)|(kilomet(?:re|er)s|kms?|k))\b", words)
    return "" if match is None else "mi" if match[1] else "km"


def _naught(words: str) -> str:
    """Put "0 km" for a week without a run, where its clause tells no distance."""
    parts = re.split(r"( [,.;!?] | but | and |[,.;!?]$)", words)
    for number, part in enumerate(parts):
        if not any(one.measures == "distance" for one in quantities_in(part)):
            parts[number] = NAUGHT.sub("0 km", part, count=1)
    return "".join(parts)


def _is_distance(one: Quantity, words: str, asked: str, unit: str, beside: bool) -> bool:
    before, after = words[: one.start], words[one.end :]
    if one.measures == "distance":
        return not (SPEED.search(after) or PACE.search(before))
    if OUTINGS.match(after):
        return False
    if asked == "run" or one.measures != "number" or NO_DISTANCE.search(after) or NOT_BEFORE.search(before):
        return False
    if one.value == 1 and re.search(r"\b(?:this|that|the|last|next|long|another) $", before):
        return False  # "this one"
    if asked == "total" and (one.value < FEWEST_TOTAL or not ENDS.search(after)):
        return False
    if 1950 <= one.value <= 2100 and asked in ("", "total"):
        return False
    near = re.match(
        r" ?(?:,? ?(?:a|per|each|every|in a) ?(?:week|wk)|(?:in |for )?(?:the )?(?:last|this|previous) ?(?:week|wk)"
        r"|the (?:week|one|1) before|last\b|this\b|weekly\b)",
        after,
    )
    aimed = re.search(r"\b(?:goal|target|aim|reach|get to|up to|to)(?: is| of| for| about| around)? $", before)
    against = re.search(r"\b(?:vs?|versus|up from|down from|against|compared (?:to|with))(?: about| around)? $", before)
    listed = unit and re.match(r" ?(?:to|and|or|vs?\b|versus|up from|down from|[,.;+]|-|$)", after)
    return bool(
        near
        or (asked and one.value <= 10_000)
        or (unit and against and ENDS.search(after))
        or ((unit or beside) and (beside or aimed or listed) and ENDS.search(after))
    )


def _multiplies(words: str, one: Quantity, following: Sequence[Quantity]) -> bool:
    """Tell whether a bare number says how many runs the distance after it stands for: "two 8ks"."""
    if not following or one.measures != "number" or one.value > MOST_TIMES or one.value % 1:
        return False
    gap = words[one.end : following[0].start]
    return bool(re.fullmatch(r" (?:easy |separate )?| ?(?:x|×|\*) ?", gap)) and following[0].measures == "distance"


def _amount(words: str, one: Quantity, taken: Sequence[Quantity], size: float) -> Amount:
    place = list(taken).index(one)
    start = taken[place - 1].end if place else 0
    end = taken[place + 1].start if place + 1 < len(taken) else len(words)
    before, after = words[start : one.start], words[one.end : end]
    clause = re.split(r"[,.;]| and | but | then ", after)[0]
    km = one.value * (1.0 if one.measures == "distance" else size)
    times = _times(before, after, words[: one.start])
    if times and place + 1 < len(taken) and _heads_a_list(words, taken[place:], before):
        times = None
    per, weekly = _per_week(before, clause, after, times is not None)
    single = times is not None or bool(SINGLE.search(before) or re.match(rf" (?:on |run |)(?:{DAY})\b", after))
    share = km / one.value if one.value else 1.0
    return Amount(
        km * per * (times or 1.0), one.unit, one.start, one.end, weekly, single, times is not None,
        bool(DONE.search(before)), one.least * share, one.most * share,
    )  # fmt: skip


def _heads_a_list(words: str, taken: Sequence[Quantity], before: str) -> bool:
    """Tell whether the runs counted before a distance are told one by one: "3 runs, 5k 5k and 10k"."""
    counted = COUNTED_BEFORE.search(before)
    if counted and re.search(r"\b(?:of|at|each) ?$", counted.group()):
        return False  # "2 runs of 10k and a 15k"
    many = 1
    for one, following in pairwise(taken):
        if not LISTED.fullmatch(words[one.end : following.start]):
            break
        many += 1
    return counted is not None and many > 1 and (int(counted["n"]) == many or counted.group().rstrip()[-1] in ",:-")


def _times(before: str, after: str, ahead: str) -> float | None:
    """Return how many runs of a distance are told; `ahead` is all that stands ahead of it."""
    counted = COUNTED_BEFORE.search(before if not EACH.match(after) else ahead)
    if counted and (EACH.match(after) or re.search(r"\b(?:of|at|each|every 1) ", counted.group())):
        low = float(counted["n"])
        if low <= MOST_TIMES:
            return (low + float(counted["m"])) / 2 if counted["m"] else low
    days = DAY_LIST.match(after)
    if days:
        return float(len(re.findall(rf"\b{DAY}\b", days[1])))
    match = TIMES_AFTER.match(after)
    if match:
        if match["once"]:
            return ONCE[match["once"]]
        low = float(match["n"] or match["x"])
        return (low + float(match["m"])) / 2 if match["m"] else low
    match = TIMES_BEFORE.search(before)
    if match and int(match["n"]) <= MOST_TIMES:
        other = match["m"] or match["o"]
        return (float(match["n"]) + float(other)) / 2 if other else float(match["n"])
    match = TWICE_BEFORE.search(before)
    return ONCE[match["once"]] if match else None


def _per_week(before: str, clause: str, after: str, many: bool) -> tuple[float, bool]:
    """Return by how much to multiply for a week, and whether the distance was told as one of a week."""
    if OTHER_DAY.search(clause):
        return 3.5, True
    if many:
        return 1.0, bool(A_WEEK.search(before[-40:] + clause))
    if WEEKDAYS.match(after):
        return 5.0, True
    if PER_FORTNIGHT.search(clause):
        return 0.5, True
    if PER_WEEK.search(clause):
        return 1.0, True
    if PER_MONTH.search(clause):
        return 1.0 / WEEKS_IN_A_MONTH, True
    if PER_DAY.search(clause):
        days = re.search(r"\b(\d) (?:days|times) (?:a|per|each|every|out of)\b", after)
        return float(days[1]) if days else 7.0, True
    return 1.0, bool(WEEKLY_WORDS.search(before[-40:] + clause))
