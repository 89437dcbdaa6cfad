"""Text made fit for the ear: no references, bullets, addresses or signs, and numbers to call digit by digit."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from knowledge.settings import settings

LINK = re.compile(r"\[([^\]\[]*)\]\([^)\s]*\)")
MARKER = re.compile(r"\s*\[\d+\]")
ADDRESS = re.compile(r"(?:https?://|www\.)(?:\S*[^\s.,;:!?)])?", re.IGNORECASE)
BULLET = re.compile(r"^\s*(?:[•*\-–]|\d+[.)])\s+", re.MULTILINE)
DECORATION = re.compile(r"[•*_`#<>|~^\\\[\]{}]")
BEFORE_STOP = re.compile(r"\s+(?=[.,;:!?])")
SENTENCE_END = re.compile(r"(?<=[.!?])[\"”’')]*\s+(?=[\"“‘'(]?[A-Z0-9])")
TO_CALL = re.compile(r"\b(call|ring|dial)(\s+)(\d{3,})\b", re.IGNORECASE)


def for_ear(text: str) -> str:
    """Return text as it can be read out: one line, plain words, every line ending like a sentence."""
    text = LINK.sub(r"\1", text)
    text = ADDRESS.sub("", MARKER.sub("", text))
    text = BULLET.sub("", text).replace(" & ", " and ")
    text = DECORATION.sub(" ", text)
    text = "".join(c if unicodedata.category(c)[0] in "LNPZM" or c in "\n+%°$£€=" else " " for c in text)
    lines = [BEFORE_STOP.sub("", " ".join(line.split())) for line in text.splitlines()]
    filled = [line for line in lines if re.search(r"\w", line)]
    ended = [line if line[-1] in ".!?:;," else line + "." for line in filled[:-1]]
    return " ".join([*ended, *filled[-1:]])


def sentences_of(text: str) -> list[str]:
    """Return the sentences of a text that was made fit for the ear."""
    return [sentence.strip() for sentence in SENTENCE_END.split(text) if re.search(r"\w", sentence)]


def words_in(text: str) -> int:
    """Return how many words a text has; a digit read by itself counts as one."""
    return len(text.split())


def digits_apart(text: str) -> str:
    """Return text with the numbers to call spoken digit by digit: "call 112" becomes "call 1 1 2"."""
    for number in _numbers_to_call():
        text = re.sub(rf"(?<![\d,.+]){re.escape(number)}(?![\d]|[,.]\d)", _apart(number), text)
    return TO_CALL.sub(lambda found: found[1] + found[2] + _apart(found[3]), text)


@lru_cache(maxsize=1)
def _numbers_to_call() -> tuple[str, ...]:
    """Return the numbers of the settings, the longest first, as one may be part of another."""
    set_up = settings()
    told = f"{set_up.emergency_number};{set_up.crisis_line};{set_up.advice_line};{set_up.shop_phone}"
    return tuple(sorted(set(re.findall(r"\+?\d[\d ]*\d", told)), key=len, reverse=True))


def _apart(number: str) -> str:
    groups = [" ".join(group) for group in number.replace("+", "").split()]
    return ("plus " if number.startswith("+") else "") + ", ".join(groups)
