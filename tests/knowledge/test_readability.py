"""A twelve-year-old can read what the assistant says: the formula, and the grade of every text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from statistics import mean

import pytest
import yaml

from knowledge.levels import rules
from knowledge.outline import outline
from knowledge.passages import read_passages
from knowledge.proofreading import passage_texts, rule_texts
from knowledge.readability import HIGHEST_GRADE, HIGHEST_MEAN, PLACEHOLDER, grade, known_words, syllables
from knowledge.safety import care
from knowledge.sources import without_markers

ROOT = Path(__file__).parents[2]
PASSAGES = read_passages()[0]


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("knee", 1), ("don't", 1), ("don’t", 1), ("runner", 2), ("kneecap", 2), ("exercise", 3), ("area", 3),
        ("step-by-step", 3), ("Patellofemoral", 6), ("ACL", 3), ("2637", 1), ("clamshells", 2),
    ],
)  # fmt: skip
def test_syllables(word: str, count: int) -> None:
    assert syllables(word) == count


@pytest.mark.parametrize(
    ("text", "words", "sentence_count", "syllable_count"),
    [
        ("Rest the knee.", 3, 1, 3),
        ("Rest the knee. Then walk a little.", 7, 2, 8),
        ("Take 1.5 steps of 2,637 more.", 6, 1, 6),
        ("It fell by 10%.", 5, 1, 6),  # ten percent
        ("Call {emergency_number} now.", 3, 1, 4),  # the number counts as a word of two syllables
    ],
)
def test_the_formula(text: str, words: int, sentence_count: int, syllable_count: int) -> None:
    expected = 0.39 * words / sentence_count + 11.8 * syllable_count / words - 15.59
    assert grade(text, ()) == pytest.approx(expected)


def test_long_words_and_long_sentences_are_harder() -> None:
    plain = "Do not run on a sore knee. Walk for a few days, and see how it feels."
    learned = "Abstain from athletic activity until inflammatory manifestations have entirely disappeared."
    assert grade(plain, ()) < 3
    assert grade(learned, ()) > 15


def test_a_known_word_counts_as_two_syllables() -> None:
    assert grade("The patellofemoral joint.", ["patellofemoral"]) == grade("The runner joint.", ())
    assert grade("The Patellofemoral joint.", ["patellofemoral"]) < grade("The patellofemoral joint.", ())


def test_a_text_without_a_word_has_no_grade() -> None:
    with pytest.raises(ValueError, match=r"No word to measure in '\.\.\.'"):
        grade("...")


def test_the_known_words_are_few_and_have_reasons(tmp_path: Path) -> None:
    assert 0 < len(known_words()) <= 12
    for content in ("- words: [a]\n", "- reason: ''\n  words: [a]\n", "- reason: r\n", "5\n"):
        (tmp_path / "words.yml").write_text(content, encoding="utf-8")
        with pytest.raises(ValueError, match=r"words\.yml: each group needs a reason and words"):
            known_words(tmp_path / "words.yml")


def texts() -> Iterator[tuple[str, str]]:
    """Yield every text that users read or hear, with where it stands."""
    for passage in PASSAGES:
        yield from ((f"{passage.id} {form}", text) for form, text in passage_texts(passage).items())
    for rule in rules():
        yield from ((f"{rule.id} {field}", text) for field, text in rule_texts(rule).items())
    for level, row in care().items():
        yield from ((f"{level}.{key}", without_markers(text)) for key, text in row.items())
    responses = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))["responses"]
    for name, rows in responses.items():
        for number, row in enumerate(rows):
            if PLACEHOLDER.sub("", row["text"]).strip():
                yield f"{name} {number}", row["text"]
            yield from ((f"{name} {key}", text) for key, text in (row.get("metadata") or {}).items())
    wording = yaml.safe_load((ROOT / "actions" / "wording.yml").read_text(encoding="utf-8"))
    for name, said in wording.items():
        lines = [said] if isinstance(said, str) else said.values() if isinstance(said, dict) else said
        yield from ((f"wording {name}", line) for line in lines)
    yield from ((f"item {name}", row["item"]) for name, row in outline().items.items())


GRADES = {where: grade(text) for where, text in texts()}


def test_no_text_is_harder_than_the_eighth_grade() -> None:
    assert {where: round(found, 1) for where, found in GRADES.items() if found > HIGHEST_GRADE} == {}


def test_on_average_they_are_easier_than_the_sixth_grade() -> None:
    assert len(GRADES) > 800
    assert mean(GRADES.values()) <= HIGHEST_MEAN
    for form in ("text", "spoken", "because", "list"):
        assert mean(found for where, found in GRADES.items() if where.endswith(f" {form}")) <= HIGHEST_MEAN
