"""What a message tells the coach: a count of steps, weekly distances, a run with its pain. Words in, figures out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.coach.quantities import MILE, Quantity, plain, quantities_in

ONE_FOOT = re.compile(
    r"\b(?:right|left|1|one|single|same|either|each)\b(?: \w+)? (?:foot|feet|footed|side|leg|shoe|ankle)\b"
    r"|\b(?:right|left)(?:s|ies)?\b"
    r"|\bper (?:foot|leg|side)\b|\bone[ -]sided\b"
)
BOTH_FEET = re.compile(
    r"\bboth\b|\b2 feet\b|\ball (?:my |the )?steps\b|\btotal\b|\bspm\b|\btogether\b|\bleft and right\b"
    r"|\bright and left\b|\beach step\b"
    r"|\b(?:watch|garmin|strava|polar|suunto|coros|apple|fitbit|app|pod)\b"
)
MOST_OF_ONE_FOOT = 110  # a minute; nobody runs with so few steps of both feet
CADENCE_WORDS = re.compile(r"\b(?:cadence|spm|step rate|stride rate|turnover|step frequency|steps (?:per|a) minute)\b")
NOT_A_COUNT = re.compile(r"^ ?(?:%|percent|out of|/ ?10|years?|kg|cm|bpm of heart|o'?clock)")

PER_WEEK = re.compile(
    r"^ ?(?:(?:of running|in total|total|on average|or so|ish|run|running|milers) )*(?:(?:a|per|each|every|/"
    r"|in a|in 1|the) ?(?:single )?(?:week|wk)|weekly|pw|p/w)\b"
)
PER_MONTH = re.compile(
    r"^ ?(?:(?:of running|in total|total|on average|or so) )*(?:(?:a|per|each|every|/|in a) ?(?:month|mth)"
    r"|monthly|pm)\b"
)
PER_DAY = re.compile(
    r"^ ?(?:(?:of running|on average|or so) )*(?:(?:a|per|each|every|/) ?(?:single )?day|daily)\b(?! (?:last"
    r"|this) week)"
)
OTHER_DAY = re.compile(r"\bevery (?:other|second|2nd) day\b")
TIMES = re.compile(
    r"\b(?:(?P<n>\d+(?:\.\d+)?)(?: (?:to|or|-) (?P<m>\d+))? ?(?:times|x|days|runs|nights|mornings)"
    r"|(?P<once>once|twice|thrice)) "
    r"?(?:a|per|each|every|/|in the|in a) ?(?:week|wk)\b|\b(?P<k>\d+) ?(?:x|×|times|runs? of|lots of|lots"
    r"|\*) ?(?:a )?$"
)
TIMES_BEFORE = re.compile(r"\b(?P<k>\d+) ?(?:x|×|times|runs? of|lots of|sessions of|\*)(?: about| around)? ?$")
ONCE = {"once": 1.0, "twice": 2.0, "thrice": 3.0}
LAST_WEEK = re.compile(
    r"\b(?:last week|(?:the )?week before(?: last)?|previous week|prior week|week ago|the week earlier|last wk)\b"
)
THIS_WEEK = re.compile(
    r"\b(?:this (?:past )?week|these days|so far|now|currently|at the moment|at present|this wk|past 7 days"
    r"|these weeks)\b"
)
WAS = re.compile(r"\b(?:used to|was|before|from|previously|were)\b(?: \w+){0,3} ?$")
GOAL = re.compile(
    r"\b(?:(?<!out of )to|up to|reach|reaching|aim(?:ing)?(?: for)?|goal(?: of| is)?|target(?: of| is)?"
    r"|train(?:ing)? for|towards?|hit|race(?: is| of)?|"
    r"entered|signed up for|want(?: to)? (?:run|do|reach|be at)|ready for|for|prepare for|preparing for"
    r"|ultimately|eventually|doing|run|running)"
    r"(?: to| be| at| about| around| run| do| running| get| my| first| next| the| an?| for| roughly| of)* ?$"
)
STRONG_GOAL = re.compile(
    r"\b(?:build|building|get|getting|work|working|up|back|increase|go|ramp|move|want"
    r"|plan)\b(?: \w+){0,4} to ?(?:be |about |around |run |do )*$|"
    r"\b(?:reach|aim|aiming|goal|target|training for|train for|towards?|race|signed up|entered|ready for"
    r"|preparing for|prepare for|want to (?:run|do|be at)|hit)\b[^,.]*$"
)
GREW = re.compile(
    r"\b(?:went|gone|jumped|increased|upped|rose|raised|stepped up|bumped|moved up|ramped(?: it)?(?: up)?|doubled)\b"
)
RACES = (21.1, 42.2, 50.0)
WEEKS_IN_A_MONTH = 4.348


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


@dataclass(frozen=True)
class Distances:
    """Distances as they were told, in kilometres; None where nothing was said.

    Attributes:
        now: a week, at present.
        before: of the week before.
        goal: to be reached.
        loose: of which it was not said what they are.
        unit: `mi` or `km`, as said; empty where no unit was.
        race: whether the goal is the distance of a race.
    """

    now: float | None = None
    before: float | None = None
    goal: float | None = None
    loose: tuple[float, ...] = ()
    unit: str = ""
    race: bool = False


def cadence_in(text: str, asked: bool = False) -> Count | None:
    """Return the count of steps that `text` tells; a bare number counts only where it was `asked` for."""
    words = plain(text)
    found = quantities_in(words)
    counted = _counted(words, found, asked)
    if counted is None:
        return None
    spans = [one.value for one in found if one.measures == "seconds" and one is not counted]
    seconds = next((span for span in spans if 5 <= span <= 300), 60.0)
    both, one_foot = BOTH_FEET.search(words), ONE_FOOT.search(words)
    told_one = bool(one_foot) and not (
        both and re.search(r"\bboth\b|\b2 feet\b|total|left and right|right and left", words)
    )
    rate = counted.value * 60.0 / seconds
    assumed = not told_one and not both and rate <= MOST_OF_ONE_FOOT
    feet = 1 if told_one or assumed else 2
    return Count(rate * (2 if feet == 1 else 1), feet, seconds, assumed)


def _counted(words: str, found: Sequence[Quantity], asked: bool) -> Quantity | None:
    """Return the quantity that is the count of steps."""
    steps = [one for one in found if one.measures == "steps"]
    if steps:
        return steps[0]
    bare = [one for one in found if one.measures == "number" and not NOT_A_COUNT.search(words[one.end :])]
    bare = [one for one in bare if not re.match(r" (?:foot|feet|leg|side)\b", words[one.end :])]
    foot = ONE_FOOT.search(words)
    spoken = CADENCE_WORDS.search(words) or re.search(r"\b(?:count(?:ed)?|times|landed|lands?|hits?)\b", words)
    fits = [one for one in bare if 8 <= one.value <= 400]
    if (asked or foot or spoken) and fits:
        return fits[0]
    return bare[0] if asked and bare else None


def distances_in(text: str, asked: str = "", unit: str = "") -> Distances:
    """Return the distances that `text` tells.

    Args:
        text: the message.
        asked: what was asked for (`weekly`, `before`, `goal`), which a bare number then answers.
        unit: `mi` or `km`, for numbers without one.
    """
    words = plain(text)
    found = quantities_in(words)
    said = next((one.unit for one in found if one.unit in ("mi", "km")), "")
    size = MILE if (said or unit) == "mi" else 1.0
    placed: dict[str, float] = {}
    loose: list[float] = []
    race = False
    taken = [one for one in found if _is_distance(one, words, asked, said)]
    for number, one in enumerate(taken):
        start = taken[number - 1].end if number else 0
        end = taken[number + 1].start if number + 1 < len(taken) else len(words)
        km = one.value * (1.0 if one.measures == "distance" else size)
        role, km = _role(words, one, words[start : one.start], words[one.end : end], km)
        if role == "goal" and "goal" in placed and "now" not in placed:
            placed["now"] = placed["goal"]
        if role:
            race = race or (role == "goal" and round(km, 1) in RACES)
            placed.setdefault(role, km) if role != "goal" else placed.update(goal=km)
        else:
            loose.append(km)
    grown = _grown(words, taken, size)
    if grown:
        placed, loose = grown, []
    if asked and loose and {"weekly": "now"}.get(asked, asked) not in placed:
        placed[{"weekly": "now"}.get(asked, asked)] = loose.pop(0)
    return Distances(placed.get("now"), placed.get("before"), placed.get("goal"), tuple(loose), said, race)


def _is_distance(one: Quantity, words: str, asked: str, unit: str) -> bool:
    if one.measures == "distance":
        return True
    after = words[one.end :]
    if (
        one.measures != "number"
        or NOT_A_COUNT.search(after)
        or re.match(r" ?(?:x\b|×|\*|times|runs|lots|sessions|20\d\d|[/.:]\d)", after)
    ):
        return False
    if 2000 <= one.value <= 2100 or re.search(r"[/.:]$", words[: one.start]):
        return False
    near = re.match(
        r" ?(?:,? ?(?:a|per|each|every) ?(?:week|wk)|(?:in )?(?:the )?(?:last|this|previous) ?(?:week|wk)"
        r"|the week before)",
        after,
    )
    beside = LAST_WEEK.search(words) or THIS_WEEK.search(words)
    aimed = re.search(r"\b(?:goal|target|aim)(?: is| of| for)? $", words[: one.start]) or (
        unit and STRONG_GOAL.search(words[: one.start][-50:])
    )
    return bool(
        near
        or aimed
        or (asked and one.value <= 1000)
        or (beside and unit)
        or (unit and re.match(r" (?:to|and|or)\b", after))
    )


def _role(words: str, one: Quantity, before: str, after: str, km: float) -> tuple[str, float]:
    """Return what a distance is (`now`, `before`, `goal` or nothing) and how many kilometres a week it means."""
    clause = re.split(r"[,.;]| and | but | then ", after)[0]
    lead = re.split(r"[,.;]| and | but | then ", before)[-1]
    km, weekly = _per_week(before, clause, after, km)
    if LAST_WEEK.search(clause) or (LAST_WEEK.search(lead) and not THIS_WEEK.search(clause)):
        return "before", km
    if THIS_WEEK.search(clause) or (THIS_WEEK.search(lead) and not STRONG_GOAL.search(lead)):
        return "now", km
    if STRONG_GOAL.search(before[-60:]) or (GOAL.search(before[-40:]) and not weekly and round(km, 1) in RACES):
        return "goal", km
    if round(km, 1) in RACES[:2] and one.unit == "km" and not weekly:
        return "goal", km
    if re.search(r"\b(?:goal|target|race|as my goal|is the goal|is the aim|is what i want)\b", clause):
        return "goal", km
    return ("now", km) if weekly else ("", km)


def _per_week(before: str, clause: str, after: str, km: float) -> tuple[float, bool]:
    """Return a distance as kilometres a week, and whether it was told as one."""
    if OTHER_DAY.search(clause):
        return km * 3.5, True
    times = re.search(TIMES, after) or re.search(TIMES_BEFORE, before) or re.search(TIMES, before[-40:])
    if PER_WEEK.search(clause) and not (times and times.groupdict().get("k")):
        return km, True
    if PER_MONTH.search(clause):
        return km / WEEKS_IN_A_MONTH, True
    if times:
        parts = times.groupdict()
        number = ONCE.get(parts.get("once") or "") or float(parts.get("n") or parts.get("k") or 1)
        return km * number, True
    if PER_DAY.search(clause):
        return km * 7.0, True
    weekly = re.search(
        r"\b(?:weekly|per week|a week|each week|every week|mileage|week's|week is|week was)\b", before[-40:] + clause
    )
    return km, bool(weekly)


def _grown(words: str, taken: Sequence[Quantity], size: float) -> dict[str, float] | None:
    """Read "went from 20 to 30 miles a week"; the second may stand before the first: "to 30 from 20"."""
    if len(taken) > 2:
        return None
    number = r"\d+(?:\.\d+)?"
    match = re.search(
        rf"\bfrom (?:about |around |roughly )?({number})[a-z /]*? to (?:about |around |roughly )?({number})", words
    )
    if not match:
        return None
    first, second = float(match[1]) * size, float(match[2]) * size
    return {"before": first, "now": second} if GREW.search(words) else {"now": first, "goal": second}
