"""Numbers and units in people's words: "about twenty-five k", "a couple of miles", "74 right-foot steps".

Number words are read by text2num; what it leaves ("a couple", "two and a half", "one forty-eight", units) is read here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from text_to_num import alpha2digit

FILE = Path(__file__).resolve().parent / "quantities.yml"
MILE = 1.609344  # kilometres
DIGITS = r"\d+(?:\.\d+)?(?![\d.]*\d)"
# "6 and 9" are two runs and "from 6 to 9" two weeks; "between 6 and 9" is one range.
RANGE = (
    rf"(?:(?<=between )(?P<lower>{DIGITS}) (?:and|to) (?P<upper>{DIGITS})"
    rf"|(?<!from )(?P<least>{DIGITS}) ?(?:-|–|to|or(?: an?\b)?|up to) ?(?P<most>{DIGITS})|(?P<alone>{DIGITS}))"
)
FEWEST_METRES = 100  # of a run; fewer "m" are miles
FEWEST_STEPS = 15
RECENT = 256  # messages, each of which is looked at several times
FRACTIONS = {"½": ".5", "¼": ".25", "¾": ".75", "⅓": ".33"}
HALVES = {"half": 0.5, "quarter": 0.25, "third": 1 / 3, "3 quarter": 0.75}
PART_OF = re.compile(r"\b3 quarters? of (?:an? |the )?(\d+(?:\.\d+)?)(?![\d.])")
PART_TOO = re.compile(r"(\d+) and (?:an? |1 )?(half|quarter|third|3 quarter)s?(?: of (?:an?|1))?\b")
HALF_SHORT = re.compile(r"\bHM\b")
SAID_IN_TENS = re.compile(
    r"(?<!week )(?<!wk )(?<!other )(?<!that )(?<!the )\b(?:1|one) (?!(?:10|15|20) ?-?(?:k|km|miles?|milers?)\b)(\d\d)\b"
    r"(?! ?(?:%|percent))"
)  # "one forty-eight", but "one ten k" is one run
YEAR = re.compile(
    r"\b(in|since|from|of|back in|\d{1,2}(?:st|nd|rd|th)?|[a-z]{3,9}) 20 ([12]\d)\b(?=[ ,.;!?)]*$|[,.;!?] )"
)
# A race is a unit of its own: "a marathon" is one of them, "two marathons" are two.
RACE = re.compile(r"(?:(?<!\d )|(?<=:\d\d ))(?:\b(?:an?|the) )?\b((?:half|ultra)?marathon|parkrun)s?\b")
ROUGHLY = re.compile(
    r"(?<=\d)(?: ?-? ?ish| odd\b|\+| plus(?= [a-z]+s\b)| and a (?:bit|little|smidge)| and change)(?= |$)"
)
# "81, no sorry, 82": the first number is taken back.
CORRECTED = re.compile(
    r"\b\d+(?:\.\d+)?(?: [a-z]+){0,1}\.* (?:[,.;-]+ )?(?:(?:oh|er|um|uh|hm+|hang on|hold on) (?:[,.;-]+ )?)*"
    r"(?:(?:no|nope|wait|sorry|pardon|i mean|make that|scratch that|actually|correction|or rather|rather|tell a lie) "
    r"(?:[,.;-]+ )?)+"
    r"(?=(?:it was |its |it's |more like |about |like |around )?\d)"
)
_TEENS = {"ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
          "seventeen": 17, "eighteen": 18, "nineteen": 19}  # fmt: skip
_TENS = {"twenty": 20, "thirty": 30, "eighty": 80, "ninety": 90}
_ONES = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9}
_NUMBER = "|".join((*_ONES, *_TEENS, *_TENS, "forty", "fifty", "sixty", "seventy", "hundred", "thousand"))
# "twenty twenty four", "nineteen eighty five"; beside a unit they are two numbers.
SAID_YEAR = re.compile(
    rf"\b(?:(?P<new>twenty (?:(?P<teen>{'|'.join(_TEENS)})|(?P<ten>twenty|thirty)(?: (?P<one>{'|'.join(_ONES)}))?))"
    rf"|nineteen (?P<old>eighty|ninety)(?: (?P<last>{'|'.join(_ONES)}))?)\b"
    r"(?! (?:k|km|kms|kays?|miles?|kilomet\w+|steps|minutes?|seconds?|or|to|[a-z]+teen|hundred|point|and a)\b)"
)
WORDS_BACK = re.compile(
    r"\b(?:no|nope|wait|sorry|soz|pardon|i mean|meant|make that|scratch|actually|correction|rather|hang on|hold on"
    r"|let me|lie)\b"
)
_GONE = (
    r"(?:oh |er |um |no |nope )*"
    r"(?:wait|sorry|soz|pardon|i meant?|meant|make that|scratch that|correction|hang on|hold on|(?:no ?,? )?tell a lie"
    r"|no(?= ?, \d))\b"
)
_LONG = r"(?:k|kms?|miles?|mi|kilomet\w+)\b"
# "26 miles this week no wait 16": what was said of the first number holds for the second.
RETOLD = re.compile(
    rf"\b\d+(?:\.\d+)?(?P<rest> {_LONG}(?: (?!and\b|then\b|no\b)[a-z]+){{0,3}}) ?[,.;-]? ?{_GONE}"
    rf"(?: ?[,.]? (?:no|it was|its|it's|i mean|about))*(?: ?[,.])? (?P<last>\d+(?:\.\d+)?)(?P<own> {_LONG})?(?![./:]\d)"
)
# "12 on monday no 10 on monday"
RESAID = re.compile(r"\b\d+(?:\.\d+)?(?P<rest>(?: [a-z]+){1,3}) ?,? no ?,? (?=\d+(?:\.\d+)?(?P=rest)\b)")
# "67 wait no that's my house number, it's 76"
MISTAKEN = re.compile(
    r"\b\d+ (?:[,.] )?(?:(?:no|wait|hang on|hold on|sorry|oh|actually) (?:[,.] )?)+(?:that's|thats|that was|that is) "
    r"(?:my|the|his|her|our|a|from)\b[^\d]{0,60}?(?=\d)"
)
# "150 something, hang on, I'll look, 156"
LOOKED_UP = re.compile(
    r"\b\d+ (?:something |ish |odd )?(?:[,.] )?(?:hang on|hold on|let me (?:look|check|see))\b[^\d]{0,30}?(?=\d)"
)
# "seventy something, seventy four": what is vague is said again.
VAGUE = re.compile(r"\b\d+ (?:something|odd)\b[^\da-z]{1,8}(?:(?:i think|call it|say|maybe) )?(?=\d)")
# "four hundred, no, four hundred miles"
SAID_TWICE = re.compile(
    rf"\b(?P<number>(?:{_NUMBER})(?: (?:{_NUMBER}))+)(?:(?:[ ,]+(?:um|uh|er|no|sorry|wait))+[ ,]+"
    rf"| (?=(?P=number) (?:k|kms?|miles?|kilomet\w+)\b))(?P=number)\b"
)
# "two maybe three": a range, where the numbers follow each other.
MAYBE = re.compile(
    r"\b(\d{1,3})(?: ?,)? (?:maybe|perhaps|possibly) (?:an? |even )?(\d{1,3})\b(?! ?(?:k|km|miles?|[./:]))"
)
STUTTERED = re.compile(r"(?<!\d )(?<!, )(?<!and )\b(\d+) \1 (?=(?:km|k|miles?|kilomet\w+)\b)")
MULTIPLIED = re.compile(r"\b(\d+(?:\.\d+)?) (100|1000)\b(?: (\d{1,3})\b(?= m| k| st))?")
SAID_TENS = ("twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties")
AMONG_TENS = re.compile(
    rf"\b(?P<part>low|early|mid|middle|high|upper|late)(?: of the)?[ -]"
    rf"(?:(?P<ten>\d+0)'?s|(?P<word>{'|'.join(SAID_TENS)}))\b"
)
TYPED_UNIT = re.compile(r"(?<=\d )[a-z]{4,11}\b")
SPELT_OUT = ("miles", "kilometres", "kilometers", "steps", "minutes", "seconds", "weeks", "months", "years")
NO_UNITS = frozenset({"yards", "steep", "weekend", "weekends", "stops", "mild", "smiles", "times", "tests"})
NUMBER_WORD = "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
# What is written short, or as it is said in another language: "22mpw", "10 n a half", "45 000 km", "4 comma 5".
SHORT: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), said)
    for pattern, said in (
        (r"(?<=\d)(?=(?:mpw|kpw|kmpw|wks?|yrs?|mths?)\b)", " "),
        (r"(?<=\d)-(?=[a-z])", " "),
        (r" (?:n|an|&) (?=(?:an? )?(?:half|quarter)\b)|(?<=hundred) n ", " and "),
        (r"(?<![\d.,/:])(\d{1,3}) (\d{3})(?= (?:kms?|kilomet\w+|k|miles|steps)\b)", r"\1\2"),
        (r"(?<=in )(\d+|five|ten|fifteen|twenty|thirty|forty|fifty|sixty) second\b", r"\1 seconds"),
        (rf"\b({NUMBER_WORD}|\d+) ((?:easy |long |short |slow )?(?:{NUMBER_WORD}))(?:es|s)\b", r"\1 x \2"),
        (rf"\b({NUMBER_WORD}|[2-9]) (easy |long |short |slow )?(\d{{1,2}})s\b", r"\1 x \3"),
        (r"(?<=\bthe )(\d{1,2})s\b", r"\1"),  # "one of the 8s"
        (r"(?<=\d) (?=(?:wk|week) before\b)", " , "),  # "last week 43 wk before that 40"
        (r"\bend (?=(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b)", "end of "),
    )
)
SAID_APART: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), said)
    for pattern, said in (
        (r"\b([2-9])0\.\. \. ([1-9])\b", r"\1\2"),  # "seventy... seven"
        (r"(?<=\d) (?:comm?a|komma|point) (?=\d)", "."),
        (r"(?<=\bx )([2468]00|1[0246]00)\b(?! ?(?:m|k|km|kms|met\w+|miles?|yards?)\b)", r"\1 m"),  # "5 x 800"
        (r"\bat (miles?|km|kilomet\w+) (\d+(?:\.\d+)?)\b(?! ?(?:km|k|miles?))", r"at \2 \1"),
        (r"\b(\d+) (kms?|kilomet\w+) (?:and )?([1-9])00\b(?: m(?:et\w+)?\b)?(?! ?[a-z])", r"\1.\3 \2"),
        (r"\b26\.2\b(?! ?(?:k|km|m|spm)\b)", "marathon"),
        (r"\b13\.1\b(?! ?(?:k|km|m|spm)\b)(?: miles?\b)?", "halfmarathon"),
    )
)
# "1.2k km", "two grand": "k" for thousands stands before a unit of its own.
THOUSANDS = re.compile(r"\b(\d(?:\.\d+)?) (?:k(?= (?:kms?|kilomet(?:re|er)s|kays|miles|mi)\b)|grand\b)")
# The last two of a list are no range: "3, 5 and 8 miles".
END_OF_LIST = re.compile(rf"(?<=\d , )({DIGITS}) and ({DIGITS}) (miles|mi|kms?|k)\b")
ARTICLE = r"\ba (?=\d00\b|1\d\d\b|\d{3,}\b)"  # "a 158", left of "a hundred and fifty-eight"


@dataclass(frozen=True)
class Quantity:
    """A number, or a range of two, as it was said.

    Attributes:
        measures: `distance` (kilometres), `steps`, `seconds`, `days`, or `number` where no unit stands with it.
        value: the number, or the middle of the range, in that base unit.
        least: the lower end of the range.
        most: the upper end.
        unit: the unit that was said (`mi`, `week`); empty for a bare number.
        start: where it begins in the plain text (`plain`).
        end: where it ends.
    """

    measures: str
    value: float
    least: float
    most: float
    unit: str
    start: int
    end: int


@lru_cache(maxsize=RECENT)
def plain(text: str) -> str:
    """Return `text` in small letters with every number in digits and a blank between a number and its unit."""
    text = text.encode("utf-8", "replace").decode("utf-8")  # half a surrogate pair, as some phones cut an emoji
    words = HALF_SHORT.sub("halfmarathon", text).lower().replace("’", "'").replace("\xa0", " ")
    words = re.sub(r"(?<=\d),(?=\d{3}\b)", "", words)
    words = re.sub(r"(?<=\d),(?=\d)", ".", words)
    for sign, tail in FRACTIONS.items():
        words = re.sub(rf"(?<=\d) ?{sign}", tail, words).replace(sign, f"0{tail}")
    words = re.sub(r"(?<=[a-z])-(?=[a-z])", " ", words)
    for pattern, said in SHORT:
        words = pattern.sub(said, words)
    for pattern, said in _phrases():
        words = pattern.sub(said, words)
    words = SAID_TWICE.sub(r"\g<number>", SAID_YEAR.sub(_said_year, words))
    words = re.sub(r"\b(an?) (?=hundred|thousand)", "one ", words)
    words = AMONG_TENS.sub(_among_tens, words)
    marks = re.sub(r"([,.;:!?()\[\]/\"](?=\s|$)|^[\"(]|(?<=\s)[\"(])", r" \1 ", words)
    words = re.sub(r" +", " ", alpha2digit(marks, "en", 0))
    words = re.sub(r"\b1 (?:(?:oh?|0) )?(\d) (\d)\b(?![./:%])", r"1\1\2", words) if " 1 " in f" {words}" else words
    words = re.sub(r"\b1 oh? (\d)\b", r"10\1", words)
    for pattern, said in SAID_APART:
        words = pattern.sub(said, words)
    words = MAYBE.sub(_neighbours, words)
    words = RACE.sub(r"1 \1", words)
    words = re.sub(r"\ban? (?=(?:mile|kilomet(?:re|er)|km|k)\b)", "1 ", words)
    words = SAID_IN_TENS.sub(r"1\1", words)
    words = re.sub(ARTICLE, "", words)
    words = MULTIPLIED.sub(_multiplied, words)
    words = re.sub(r"(?<=\d) 1/([234])\b", lambda match: f"{1 / int(match[1]):.3f}"[1:], words)
    words = PART_OF.sub(lambda match: f"{0.75 * float(match[1]):g}", PART_TOO.sub(_and_a_part, words))
    words = re.sub(r"(?<=\d)(?=[a-z])|(?<=\bx)(?=\d)|(?<=\dx)(?=\d)", " ", words)
    words = THOUSANDS.sub(lambda match: f"{float(match[1]) * 1000:g}", words)
    words = END_OF_LIST.sub(r"\1 \3 and \2 \3", words)
    words = ROUGHLY.sub("", words)
    if WORDS_BACK.search(words):
        for pattern in (MISTAKEN, LOOKED_UP, RESAID):
            words = pattern.sub("", words)
        words = CORRECTED.sub("", RETOLD.sub(_retold, words))
    words = STUTTERED.sub(r"\1 ", VAGUE.sub("", words))
    words = TYPED_UNIT.sub(_as_unit, words)
    words = re.sub(r"\b(\d+) (st|nd|rd|th)\b", r"\1\2", words)
    return YEAR.sub(r"\1 20\2", words).strip()


def quantities(text: str) -> list[Quantity]:
    """Return the quantities of `text`, in order."""
    return quantities_in(plain(text))


def quantities_in(words: str) -> list[Quantity]:
    """Return the quantities of a text that `plain` has made, in order."""
    found = []
    pattern, units, sizes = _units()
    for match in pattern.finditer(words):
        unit = units.get(match["unit"] or match["steps"] or "", "")
        ends = sorted(float(end) for end in match.group("lower", "upper", "least", "most", "alone") if end)
        if match["unit"] == "m" and ends[0] < FEWEST_METRES:
            unit = "mi"  # "10m this week"
        measures, size = sizes[unit] if unit else ("number", 1.0)
        least, most = ends[0] * size, ends[-1] * size
        found.append(Quantity(measures, (least + most) / 2, least, most, unit, match.start(), match.end()))
    return found


def masked(text: str) -> str:
    """Return `text` with words in place of its quantities: `qdist`, `qsteps`, `qsecs`, `qdays` and `qnum`."""
    return masked_in(plain(text))


def masked_in(words: str) -> str:
    """Return plain words with words in place of their quantities."""
    parts, end = [], 0
    names = {"distance": "qdist", "steps": "qsteps", "seconds": "qsecs", "days": "qdays", "number": "qnum"}
    for one in quantities_in(words):
        few = one.measures == "steps" and one.value < FEWEST_STEPS  # "cannot take four steps" is no count
        parts += [words[end : one.start], " few steps " if few else f" {names[one.measures]} "]
        end = one.end
    return " ".join("".join([*parts, words[end:]]).split())


def _retold(match: re.Match[str]) -> str:
    return match["last"] + (re.sub(rf"^ {_LONG}", match["own"], match["rest"]) if match["own"] else match["rest"])


def _neighbours(match: re.Match[str]) -> str:
    return f"{match[1]} or {match[2]}" if int(match[2]) == int(match[1]) + 1 else match.group()


def _and_a_part(match: re.Match[str]) -> str:
    return f"{float(match[1]) + HALVES[match[2]]:g}"


def _said_year(match: re.Match[str]) -> str:
    if match["old"]:
        return str(1900 + _TENS[match["old"]] + _ONES.get(match["last"], 0))
    return str(2000 + (_TEENS[match["teen"]] if match["teen"] else _TENS[match["ten"]] + _ONES.get(match["one"], 0)))


def _multiplied(match: re.Match[str]) -> str:
    """Return "6 thousand" as 6000, "5 thousand 500" as 5500."""
    return f"{float(match[1]) * float(match[2]) + float(match[3] or 0):g}"


def _among_tens(match: re.Match[str]) -> str:
    """Return "low 80s" as 82, "mid 150s" as 155, "high twenties" as 28."""
    tens = match["word"]
    start = int(match["ten"]) if match["ten"] else 10 * (SAID_TENS.index(tens) + 2)
    return str(start + {"low": 2, "early": 2, "mid": 5, "middle": 5}.get(match["part"], 8))


def _as_unit(match: re.Match[str]) -> str:
    """Return a word after a number as the unit that it is a slip of: "milse", "kilomters"."""
    return _spelt(match.group())


@lru_cache(maxsize=1024)
def _spelt(word: str) -> str:
    if word in _units()[1] or word in NO_UNITS:
        return word
    return next(iter(get_close_matches(word, SPELT_OUT, n=1, cutoff=0.75)), word)


@lru_cache(maxsize=1)
def _table() -> Mapping[str, Any]:
    loaded: Mapping[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return loaded


@lru_cache(maxsize=1)
def _phrases() -> list[tuple[re.Pattern[str], str]]:
    return [(re.compile(rf"\b(?:{pattern})\b"), said) for pattern, said in _table()["phrases"].items()]


@lru_cache(maxsize=1)
def _units() -> tuple[re.Pattern[str], dict[str, str], dict[str, tuple[str, float]]]:
    units = {word: unit for unit, words in _table()["units"].items() for word in words}
    longest_first = "|".join(re.escape(word) for word in sorted(units, key=len, reverse=True))
    steps = "|".join(re.escape(word) for word in sorted(_table()["units"]["steps"], key=len, reverse=True))
    # "74 right foot steps": up to three words of the foot stand between.
    between = r"(?:(?:right|left|one|single|both|foot|feet|footed|of|the|more|or|so|ish|total|running|my) ){0,4}"
    pattern = (
        rf"(?<![\w.]){RANGE}(?! ?(?:%|percent|st\b|nd\b|rd\b|th\b))"
        rf"(?: ?(?:{between}(?P<steps>{steps})|(?P<unit>{longest_first}))\b)?"
    )
    sizes = {unit: (str(measures), float(size)) for unit, (measures, size) in _table()["sizes"].items()}
    return re.compile(pattern), units, sizes
