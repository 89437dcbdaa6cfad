"""Every slot, sign and level has words, and these address nobody."""

from __future__ import annotations

import re

import pytest

from knowledge.levels import LEVELS
from knowledge.outline import outline
from knowledge.safety import care
from knowledge.slots import CHOICES, SIGN_OF_SLOT, SLOTS, possible
from knowledge.words import words

ADDRESS = re.compile(r"\byour?(?:self)?\b")


@pytest.mark.parametrize("slot", SLOTS)
def test_every_value_is_a_clause(slot: str) -> None:
    clauses = [words().clause(slot, value) for value in possible(slot)]
    assert all(clauses)
    assert len(set(clauses)) == len(clauses)
    for clause in clauses:
        assert clause[0].islower()
        assert not clause.endswith(".")
        assert not ADDRESS.search(clause)


@pytest.mark.parametrize("question", [*SLOTS, *outline().groups])
def test_every_question_is_a_matter_that_can_be_open(question: str) -> None:
    matter = words().matter(question)
    assert re.match(r"(whether|where|how|which) ", matter)
    assert not ADDRESS.search(matter)
    assert (question in words().open) is (question in CHOICES or question in outline().groups)


def test_what_is_not_clear_is_said_as_such() -> None:
    assert words().clause("pop", "unsure") == "it is not clear whether there was a pop"


@pytest.mark.parametrize("sign", SIGN_OF_SLOT)
def test_signs_of_the_knee_are_clauses_too(sign: str) -> None:
    assert words().clause(sign, "yes")


def test_there_are_no_words_for_what_does_not_exist() -> None:
    assert words().clause("fever", "no") == ""
    assert words().clause("no_such_slot", "yes") == ""


def test_every_level_has_a_name_and_care() -> None:
    assert set(words().levels) == set(LEVELS) == set(care())


@pytest.mark.parametrize("level", LEVELS)
def test_care_speaks_of_the_knee_and_every_sentence_has_its_source(level: str) -> None:
    for key, text in care()[level].items():
        assert not ADDRESS.search(text.replace("you told me", "").replace("sent you for", "")), key
        if key != "spoken":
            sentences = re.findall(r"[^.]+?(?:\[[a-z0-9:_-]+\])+\.", text)
            assert "".join(sentences).strip() == text.strip(), (key, text)
