"""The words that the widget needs to show what is known and to let it be put right, and the emergency number.

A correction goes to the assistant as a typed message, so each answer comes with the sentence that says it.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from knowledge.settings import ROOT, settings
from knowledge.slots import SLOTS, UNSURE, answer_of, possible
from knowledge.words import words

CORRECTIONS = Path(__file__).with_name("corrections.yml")
DOMAIN = ROOT / "domain.yml"
ASK = "utter_ask_"


@lru_cache(maxsize=1)
def site_words() -> dict[str, Any]:
    """Return `{"emergency_number", "slots": {slot: {"ask", "values": {value: {"title", "told", "say"}}}}}`, read once.

    `ask` is the question for the slot, `title` stands on a button, `told` in the list of what is known, and `say` is
    the message that sets the slot to the value.
    """
    responses = yaml.safe_load(DOMAIN.read_text(encoding="utf-8"))["responses"]
    own = yaml.safe_load(CORRECTIONS.read_text(encoding="utf-8"))
    corrections = {slot: {answer_of(value): text for value, text in row.items()} for slot, row in own.items()}
    slots = {slot: _slot(slot, responses[ASK + slot][0], corrections.get(slot, {})) for slot in SLOTS}
    return {"emergency_number": settings().emergency_number, "slots": slots}


def _slot(slot: str, question: dict[str, Any], corrections: dict[str, str]) -> dict[str, Any]:
    # The buttons of a question stand in the order of the slot's values (tests/bot/test_site_words.py).
    titles = [button["title"] for button in question["buttons"]]
    values = {}
    for value, title in zip(possible(slot), titles, strict=False):
        clause = words().clause(slot, value)
        said = f"I'm not sure {words().matter(slot)}" if value == UNSURE else clause
        values[value] = {
            "title": title,
            "told": _sentence(clause).rstrip("."),
            "say": corrections.get(value) or _sentence(said),
        }
    return {"ask": question["text"], "values": values}


def _sentence(clause: str) -> str:
    return f"{clause[0].upper()}{clause[1:]}."
