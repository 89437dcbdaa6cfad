"""Sentences: whole, with a stop, and the same ones that the reader of passages finds."""

from __future__ import annotations

import random
from collections.abc import Iterable
from itertools import accumulate, pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.encoder import encoder
from knowledge.ingest.document import clean
from knowledge.ingest.hints import hints, read_hints
from knowledge.ingest.propose import cited, slug, spoken_form
from knowledge.ingest.sentences import split_sentences
from knowledge.ingest.split import Sentence, split
from knowledge.passages import LEAST_WORDS, MOST_WORDS, read_passages, sentences
from knowledge.sources import references


@pytest.mark.parametrize(
    ("paragraph", "expected"),
    [
        ("Rest it. Then run!", ["Rest it.", "Then run!"]),
        ("Dr. Smith says that 5% is enough, e.g. 160 steps. J. Smith agrees.",
         ["Dr Smith says that 5% is enough, for example 160 steps.", "J Smith agrees."]),
        ("Run at 8 a.m. Then rest at 5 p.m. today.", ["Run at 8 am.", "Then rest at 5 pm today."]),
        ("Use bands, weights, etc. Start light.", ["Use bands, weights, and so on.", "Start light."]),
        ("The U.S. team, Ph.D. and all... Then it stopped.", ["The US team, PhD and all.", "Then it stopped."]),
        ('She said "Run slowly." Then she left.', ['She said "Run slowly."', "Then she left."]),
        ("Rest first.Then run 2.5 km.", ["Rest first.", "Then run 2.5 km."]),
        ("Rest it. (More on rest: below.) Then run. (", ["Rest it.", "More on rest: below.", "Then run."]),
        ("- 1. use a metronome app;", ["Use a metronome app."]),
        ("Do this:", ["Do this."]),
        ("Is it bad? No. Running helps.", ["Is it bad?", "No.", "Running helps."]),
        ("!!! ... 160.", []),
        ("", []),
    ],
)  # fmt: skip
def test_split_sentences(paragraph: str, expected: list[str]) -> None:
    assert split_sentences(paragraph) == expected


ALPHABET = st.sampled_from([*"abcDE .,!?:;-()'\"0123", "e.g. ", "Dr. ", "etc. ", " The knee hurts. "])


@given(st.lists(ALPHABET, max_size=60).map("".join))
def test_sentences_read_back_as_they_were_written(paragraph: str) -> None:
    found = split_sentences(clean(paragraph))
    text = " ".join(cited(sentence, "shop-x:part") for sentence in found)
    assert all("[shop-x:part]" in part for part in sentences(text))
    assert all(sentence == sentence.strip() for sentence in found)
    assert references(text) == (["shop-x:part"] if found else [])


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Rest it.", "Rest it [s:a]."),
        ('She said "Rest it."', 'She said "Rest it [s:a]."'),
        ("Rest it?)", "Rest it [s:a]?)"),
        ("Run 2.5 km!", "Run 2.5 km [s:a]!"),
    ],
)
def test_the_reference_stands_before_the_stop(sentence: str, expected: str) -> None:
    assert cited(sentence, "s:a") == expected


@pytest.mark.parametrize(
    ("texts", "spoken"),
    [
        (["Add 5% & rest.", "Lean 7° / less."], "Add 5 per cent and rest. Lean 7 degrees or less."),
        (["word " * 30 + "end.", "word " * 30 + "end.", "Short."], "word " * 30 + "end."),
        (["word " * 60 + "end."], "word " * 49 + "..."),
    ],
    ids=["signs", "as many sentences as fit", "cut off"],
)
def test_spoken_form(texts: list[str], spoken: str) -> None:
    assert spoken_form(texts) == spoken


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Five Ways to Save Your Knees!", "five-ways-to-save-your-knees"),
        ("Café, naïve & Søren’s", "cafe-naive-srens"),
        ("../../etc/passwd", "etc-passwd"),
        ("膝が痛い", ""),
        ("-rf *", "rf"),
        ("a\0b\n", "a-b"),
    ],
)
def test_slug(text: str, name: str) -> None:
    assert slug(text) == name


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("See a doctor if it swells.", True),
        ("Book an appointment with a physio.", True),
        ("Ask your local GP about it.", True),
        ("Go to the emergency department.", True),
        ("Seek medical attention at once.", True),
        ("Your physio will be pleased with you.", False),
        ("Surgeons mostly allow the first jog after three months.", False),
        ("See how far you get.", False),
    ],
)
def test_sentences_that_send_to_somebody(sentence: str, expected: bool) -> None:
    assert hints().sends(sentence) == expected


@pytest.mark.parametrize("part", ["aspects", "imperatives", "furniture", "abbreviations", "little"])
def test_hints_that_lack_a_part(tmp_path_factory: pytest.TempPathFactory, part: str) -> None:
    path = tmp_path_factory.mktemp("hints") / "hints.yml"
    whole = {
        "aspects": "{fix: [rest]}", "imperatives": "[rest]", "furniture": "[buy]", "little": "the",
        "abbreviations": "{inside: {e.g.: for example}, ending: {etc.: and so on}}",
    }  # fmt: skip
    path.write_text("\n".join(f"{name}: {value}" for name, value in whole.items()), encoding="utf-8")
    assert read_hints(path).aspect("", ["Rest it."]) == "fix"
    path.write_text("\n".join(f"{name}: {value}" for name, value in whole.items() if name != part), encoding="utf-8")
    with pytest.raises(ValueError, match=f"hints.yml lacks '{part}'"):
        read_hints(path)


SENTENCES = st.lists(st.tuples(st.integers(1, MOST_WORDS), st.booleans()), max_size=25)


@given(SENTENCES, st.integers(0, 2**32 - 1))
def test_runs_hold_every_sentence_in_order_and_none_is_too_long(rows: list[tuple[int, bool]], seed: int) -> None:
    paragraph = 0
    given_: list[Sentence] = []
    for words, breaks in rows:
        paragraph += breaks
        given_.append(Sentence("word " * words, paragraph))
    vectors = np.random.default_rng(seed).normal(size=(len(rows), 8)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    runs = list(split(given_, vectors))
    assert [sentence for run in runs for sentence in run] == given_
    lengths = [sum(sentence.words for sentence in run) for run in runs]
    assert all(length <= MOST_WORDS for length in lengths)
    # One that is too short could not have been joined to a neighbour.
    assert all(one + other > MOST_WORDS for one, other in pairwise(lengths) if min(one, other) < LEAST_WORDS) or any(
        length > MOST_WORDS - LEAST_WORDS for length in lengths
    )


def test_a_sentence_longer_than_a_passage_is_refused() -> None:
    with pytest.raises(ValueError, match="a sentence has 96 words; leave out those of more than 95 before"):
        list(split([Sentence("word " * 96, 0)], np.ones((1, 2), dtype=np.float32)))


def f1(found: list[set[int]], right: list[set[int]]) -> float:
    hits = sum(len(mine & theirs) for mine, theirs in zip(found, right, strict=True))
    return 2 * hits / (sum(map(len, found)) + sum(map(len, right)))


def ends(lengths: Iterable[int]) -> set[int]:
    """Return after how many sentences there is a cut, the end left out."""
    places = list(accumulate(lengths))
    return set(places[:-1])


def test_long_sections_are_cut_where_their_subject_changes() -> None:
    chance = random.Random(1)
    passages = read_passages()[0]
    right, by_sense, by_length = [], [], []
    for _ in range(60):
        parts = [sentences(passage.plain) for passage in chance.sample(passages, chance.choice([2, 3, 4]))]
        whole = [Sentence(text, 0) for part in parts for text in part]
        runs = split(whole, encoder().encode([sentence.text for sentence in whole]))
        right.append(ends(map(len, parts)))
        by_sense.append(ends(map(len, runs)))
        words = list(accumulate(sentence.words for sentence in whole))
        by_length.append({n for n in range(1, len(whole)) if words[n - 1] // 55 > (words[n - 2] if n > 1 else 0) // 55})
    assert f1(by_sense, right) >= 1.4 * f1(by_length, right)
    assert f1(by_sense, right) >= 0.5


@pytest.mark.parametrize("sizes", [(2, 3), (3, 2)])
def test_a_cut_between_paragraphs_is_preferred(sizes: tuple[int, int]) -> None:
    rows = [Sentence("word " * 28, paragraph) for paragraph, size in enumerate(sizes) for _ in range(size)]
    vectors = np.tile(np.eye(1, 8, dtype=np.float32), (len(rows), 1))
    assert tuple(len(run) for run in split(rows, vectors)) == sizes
