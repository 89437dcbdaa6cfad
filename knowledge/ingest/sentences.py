"""Whole sentences from the paragraphs of an article, written so that `passages.sentences` finds the same ones."""

from __future__ import annotations

import re

from knowledge.ingest.hints import hints
from knowledge.passages import sentences

GLUED = re.compile(r"(?<=[a-z]{2}[.!?])(?=[A-Z][a-z])")  # "Rest first.Then run."
INITIAL = re.compile(r"\b([A-Z])\.(?=\s?[A-Z])")
POINT = re.compile(r"\.{2,}")
ASIDE = re.compile(r"(?<=[.!?])\s+(?=\([A-Z])")  # "(More on this: ...)" after a sentence stands by itself
OPENING = re.compile(r"^(?:[^\w\"'(]|\d{1,2}[.)]\s)+")
ENDING = re.compile(r"[.!?][\"')]*$")


def split_sentences(paragraph: str) -> list[str]:
    """Return the sentences of a cleaned paragraph, each with a capital at the start and a stop at the end."""
    text = hints().without_abbreviations(POINT.sub(".", GLUED.sub(" ", paragraph)))
    found = (part for whole in sentences(INITIAL.sub(r"\1", text)) for part in ASIDE.split(whole))
    return [sentence for part in found if (sentence := _whole(part))]


def _whole(part: str) -> str:
    text = OPENING.sub("", part).strip().rstrip(",;:–-( ")
    if text.startswith("(") and text.rstrip(".!?").endswith(")") and text.count("(") == 1:
        text = text.rstrip(".!?")[1:-1].strip()
    if not re.search(r"[A-Za-z]", text):
        return ""
    start = next(place for place, character in enumerate(text) if character.isalnum())
    text = text[:start] + text[start].upper() + text[start + 1 :]
    return text if ENDING.search(text) else f"{text}."
