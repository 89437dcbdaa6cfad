"""What a message asks of the coach, by its words (`wishes.yml`), and whether it answers what the coach has asked.

Light enough for the Rasa server: what a message tells exactly is read where it is answered.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import yaml

from knowledge.coach.amounts import NAUGHT
from knowledge.coach.dates import names_a_date
from knowledge.coach.days import days_masked
from knowledge.coach.quantities import masked, masked_in, plain, quantities
from knowledge.requests import Request, read_requests

FILE = Path(__file__).resolve().parent / "wishes.yml"
TOLD = FILE.with_name("told.yml")
# What the coach may have asked for, and which wish its answer goes on with.
ANSWERED_BY = {
    "cadence": "cadence",
    "weekly": "mileage",
    "goal": "mileage",
    "before": "mileage",
    "bought": "shoes",
    "shoes_weekly": "shoes",
    "pain_free": "strength",
    "walk": "back",
    "run": "check_in",
    "morning": "check_in",
}
NUMBERS = frozenset({"cadence", "weekly", "before", "goal", "shoes_weekly"})
WEEKS = frozenset({"weekly", "before"})
MOST_WORDS = 16  # of a bare answer; a longer message tells something of its own
OUTRIGHT = frozenset({"back", "strength", "mileage", "export", "diary"})
PLAN = re.compile(
    r"\b(?:give|make|build|write|want|need|create)\b.{0,30}\b(?:plan|schedule|program(?:me)?)\b", re.IGNORECASE
)
RECENT = 256  # messages, each of which is looked at several times
FIGURE_FIRST = re.compile(r"(?:about |around |roughly |like |maybe |~|um |er |oh |it's |its )*\d")
COMPARED = re.compile(r"\b(?:same|ditto|as (?:much|far)|double|twice|half)\b")
SHORT = 8  # words of an answer that may look like something told unasked
FEW_WORDS = 4  # that are nothing but an answer
YES_OR_NO = re.compile(
    r"^\W*(?:yes|yep|yeah|yup|sure|no|nope|nah|not (?:yet|really|quite)|i can(?:'t|not)?|of course|easily"
    r"|it is|they are|it did|it was|it wasn'?t|it didn'?t)\b"
)
OF_A_RUN = re.compile(
    r"\b(?:fine|good|great|ok|okay|worse|sore|stiff|same|normal|hurt|pain|settled|nothing|better|alright"
    r"|perfect|gone)\b"
)
QUESTION = re.compile(
    r"\?\W*$|^\W*(?:what|why|how|when|who|which|where|is|are|do|does|should|could|would)\b", re.IGNORECASE
)


@lru_cache(maxsize=1)
def _wishes() -> dict[str, Request]:
    return read_requests(FILE)


@lru_cache(maxsize=1)
def _told() -> dict[str, Request]:
    return read_requests(TOLD)


@lru_cache(maxsize=1)
def _pairs() -> re.Pattern[str]:
    names = yaml.safe_load(TOLD.with_name("shoe_names.yml").read_text(encoding="utf-8"))
    return re.compile(
        rf"\b(?:(?:{'|'.join(names['makers'])})s?(?:' ?s)?(?: (?:{'|'.join(names['models'])})s?)?"
        rf"|(?:{'|'.join(names['models'])})s?)\b(?: (?:v ?)?\d{{1,2}}(?: ?s)?\b(?! ?(?:k|km|miles)\b))?"
    )


@lru_cache(maxsize=RECENT)
def wish_of(text: str) -> str | None:
    """Return what `text` asks of the coach; None where it asks for nothing of the kind."""
    words = masked(text)
    marked = words + " ?" if "?" in text else words
    return next((name for name, wish in _wishes().items() if wish.place(marked)), None) or _told_of(text)


def _told_of(text: str) -> str | None:
    days = masked_in(_pairs().sub("shoes", days_masked(plain(text))))
    return next((name.split("/")[0] for name, wish in _told().items() if wish.place(days)), None)


def asks_outright(text: str) -> bool:
    """Tell whether `text` asks for a plan or the diary in so many words, whatever complaint stands beside it."""
    wish = wish_of(text)
    return wish in OUTRIGHT and (wish != "mileage" or bool(PLAN.search(text)))


def answers(text: str, asked: str) -> bool:
    """Tell whether `text` answers what the coach asked for last."""
    words = plain(text)
    count = len(re.findall(r"\w+", words))
    if asked in NUMBERS and FIGURE_FIRST.match(words) and count <= MOST_WORDS:
        return True
    if not asked or count > MOST_WORDS * (2 if asked in ("run", "morning") else 1) or QUESTION.search(text):
        return False
    if asked in WEEKS and (NAUGHT.search(words) or COMPARED.search(words)):
        return True
    if asked in NUMBERS:
        return bool(quantities(text)) or (asked == "goal" and names_a_date(text))
    if asked == "bought":
        return names_a_date(text) or bool(quantities(text))
    if asked in ("walk", "pain_free"):
        return bool(YES_OR_NO.search(words))
    return bool(YES_OR_NO.search(words) or OF_A_RUN.search(words) or quantities(text))


def wanted(text: str, asked: str) -> str | None:
    """Return the wish that `text` makes, or whose question it answers."""
    if answers(text, asked) and (asked in ("run", "morning") or len(text.split()) <= FEW_WORDS):
        return ANSWERED_BY.get(asked)
    if answers(text, asked) and len(text.split()) <= SHORT and wish_of(text) == _told_of(text):
        return ANSWERED_BY.get(asked)  # only told in passing: what was asked for goes first
    return wish_of(text) or (ANSWERED_BY.get(asked) if answers(text, asked) else None)
