"""What the widget says for somebody who puts an answer right is read as just that, by the trained model."""

from __future__ import annotations

import pytest

from bot.channels.site_words import site_words
from knowledge.slots import SLOTS, possible
from tests.bot.conftest import Parse

SLOT_WORDS = site_words()["slots"]
CASES = [(slot, value, row["say"]) for slot in SLOTS for value, row in SLOT_WORDS[slot]["values"].items()]
# Told by the same words, by design or because the one cannot be without the other.
BESIDE = {"location": {"outer_tightness"}, "outer_tightness": {"location"}, "swelling_fast": {"swelling"}}


def test_every_slot_has_a_question_and_words_for_each_value() -> None:
    assert list(SLOT_WORDS) == list(SLOTS)
    for slot, words in SLOT_WORDS.items():
        assert words["ask"].endswith("?")
        assert tuple(words["values"]) == possible(slot), "a question has as many buttons as its slot has values"
        assert all(row["title"] and row["told"] and row["say"] for row in words["values"].values())


@pytest.mark.parametrize("slot", [slot for slot in SLOTS if len(possible(slot)) > 2 and slot not in ("pop",)])
def test_the_titles_stand_in_the_order_of_the_values(slot: str) -> None:
    titles = [row["title"].lower() for row in SLOT_WORDS[slot]["values"].values()]
    stems = {"yes": "yes", "no": "no", "unsure": "not sure", "below_kneecap": "below", "above_kneecap": "above",
             "all_over": "all over", "under16": "under 16", "16to54": "16 to 54", "55plus": "55"}  # fmt: skip
    for value, title in zip(possible(slot), titles, strict=True):
        assert stems.get(value, value) in title


@pytest.mark.parametrize(("slot", "value", "text"), CASES)
def test_a_correction_is_read_as_what_it_corrects(parse: Parse, slot: str, value: str, text: str) -> None:
    read = {entity["entity"]: entity["value"] for entity in parse(text)["entities"] if entity["entity"] in SLOTS}
    assert read.pop(slot, None) == value
    assert set(read) <= BESIDE.get(slot, set())
