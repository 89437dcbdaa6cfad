"""What a message wants of the coach: asked in so many words (`wishes.yml`), told (`routes.py`), or an answer to it.

Light enough for the Rasa server: what a message tells exactly is read where it is answered.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from knowledge.coach.context.labels import NONE
from knowledge.coach.dates import names_a_date
from knowledge.coach.marks import NAUGHT
from knowledge.coach.notes import Notes
from knowledge.coach.quantities import masked, plain, quantities
from knowledge.coach.routes import route
from knowledge.requests import Request, read_requests

FILE = Path(__file__).resolve().parent / "wishes.yml"
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
# What was asked for, as `roles.py` names it.
ROLES_ASKED = {
    "cadence": "cadence", "weekly": "weekly", "shoes_weekly": "weekly", "goal": "goal", "before": "before",
    "bought": "bought", "run": "run", "morning": "run",
}  # fmt: skip
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
FEW_WORDS = 4  # that are nothing but an answer
YES_OR_NO = re.compile(
    r"^\W*(?:yes|yep|yeah|yup|sure|no|nope|nah|not (?:yet|really|quite)|i can(?:'t|not)?|of course|easily"
    r"|it is|they are|it did|it was|it wasn'?t|it didn'?t)\b"
)
OF_A_RUN = re.compile(
    r"\b(?:fine|good|great|ok|okay|worse|sore|stiff|same|normal|hurt|pain|settled|nothing|better|alright"
    r"|perfect|gone)\b"
)
# Asks on after a goal without naming it.
HOW = re.compile(
    r"^\W*(?:(?:and|so|but|ok|okay|right|great|thanks|cool|well|then) ?,? ?)*"
    r"how (?:do|can|would|should|could|will|to|am|might)(?: i| we| you| one)?"
    r"(?: going to| supposed to| best| actually)? ?"
    r"(?:get|reach|do|achieve|manage|go about|raise|increase|work|build up|make|hit|train)(?: up| on| to)? ?"
    r"(?:there|that|it|this|those|so many|the goal|my goal|that many|that number)?(?: then)? ?\W*$"
)
QUESTION = re.compile(
    r"\?\W*$|^\W*(?:what|why|how|when|who|which|where|is|are|do|does|should|could|would)\b", re.IGNORECASE
)


@lru_cache(maxsize=1)
def _wishes() -> dict[str, Request]:
    return read_requests(FILE)


@lru_cache(maxsize=RECENT)
def asked_in_words(text: str) -> str | None:
    """Return what `text` asks of the coach in so many words; None where it asks for nothing of the kind."""
    words = masked(text)
    marked = words + " ?" if "?" in text else words
    return next((name for name, wish in _wishes().items() if wish.place(marked)), None)


@lru_cache(maxsize=RECENT)
def wish_of(text: str, asked: str = "") -> str | None:
    """Return what `text` wants of the coach; None where it wants nothing.

    Args:
        text: the message.
        asked: what the coach asked for, as `ANSWERED_BY` names it.
    """
    wish = asked_in_words(text)
    if wish:
        return wish
    part = route(text, ROLES_ASKED.get(asked, ""))
    if part == "mileage" and asked == "shoes_weekly":
        return "shoes"
    return None if part == NONE else part


def goes_on(text: str, topic: str, notes: Notes) -> str | None:
    """Return which plan "and how do I get there?" asks for: that of the goal spoken of last.

    Args:
        text: the message.
        topic: what was spoken of last.
        notes: what the coach has noted.
    """
    if not HOW.search(plain(text)):
        return None
    if topic == "cadence" and notes.cadence is not None:
        return "cadence"
    return "mileage" if topic == "training_load" and notes.goal is not None and notes.weekly is not None else None


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
    return wish_of(text, asked) or (ANSWERED_BY.get(asked) if answers(text, asked) else None)
