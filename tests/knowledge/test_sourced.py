"""Each sentence of advice that can be uttered rests on a source that exists, and each source can be looked up."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest

from knowledge.causes import table
from knowledge.levels import rules
from knowledge.passages import Passage, read_passages, sentences
from knowledge.safety import CRISIS, care
from knowledge.sources import Source, references, sources, without_markers
from tests.knowledge.coach.content import advice_of_the_coach

PASSAGES = read_passages()[0]
HOST = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+")


def advice() -> list[tuple[str, str]]:
    """Return each sentence of advice in its written form, with where it stands."""
    texts = [(passage.id, passage.text) for passage in PASSAGES]
    texts += [(f"{passage.id} list", item) for passage in PASSAGES for item in passage.items]
    texts += [(f"{rule.id} because", rule.because) for rule in rules()]
    texts += [(f"{rule.id} do", rule.do) for rule in rules() if rule.id != CRISIS]  # a crisis: whom to call, no advice
    texts += [(f"{level}.{key}", text) for level, row in care().items() for key, text in row.items() if key != "spoken"]
    said = [(where, sentence) for where, text in texts for sentence in sentences(text)]
    return [*said, *advice_of_the_coach()]


def test_every_sentence_of_advice_has_a_source_that_exists() -> None:
    assert len(advice()) > 900
    assert [(where, sentence) for where, sentence in advice() if not references(sentence)] == []
    unknown = []
    for where, sentence in advice():
        for reference in references(sentence):
            key, _, section = reference.partition(":")
            if key not in sources() or (section and section not in sources()[key].sections):
                unknown.append((where, reference))
    assert unknown == []


def test_what_is_only_spoken_has_a_written_form_with_sources_behind_it() -> None:
    written = {passage.spoken: passage.text for passage in PASSAGES}
    written |= {rule.spoken: rule.because for rule in rules()}
    written |= {row["spoken"]: row["now"] for row in care().values()}
    assert [spoken for spoken, text in written.items() if not references(text)] == []


NUMBERS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
    "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "twenty": 20, "thirty": 30,
    "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
SAYS_NUMBER = re.compile(
    rf"\b(?:{'|'.join(NUMBERS)}|hundred|thousand|and(?= (?:{'|'.join(NUMBERS)})))\b[ -]?", re.IGNORECASE
)


def spoken_numbers(text: str) -> set[float]:
    """Return the figures in `text` that are said in words, from two up."""
    found: set[float] = set()
    for match in re.finditer(rf"(?:{SAYS_NUMBER.pattern})+", text, re.IGNORECASE):
        words = re.findall(r"[a-z]+", match.group(0).lower())
        total = part = 0
        for word in words:
            if word == "thousand":
                total, part = total + max(part, 1) * 1000, 0
            else:
                part = max(part, 1) * 100 if word == "hundred" else part + NUMBERS.get(word, 0)
        found.add(total + part)
    return found - {0}


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("about one hundred and fifty-eight steps", {158}),
        ("two thousand six hundred and thirty-seven people", {2637}),
        ("two or three days, within two hours", {2, 3}),
        ("none at all", set()),
    ],
)
def test_numbers_in_words_are_read(text: str, numbers: set[float]) -> None:
    assert spoken_numbers(text) == numbers


def written_numbers(text: str) -> set[float]:
    """Return the figures in `text`, in digits or words, and what they round to."""
    digits = {float(number.replace(",", "")) for number in re.findall(r"\d[\d,]*(?:\.\d+)?", text)}
    return digits | {float(round(number)) for number in digits} | spoken_numbers(text)


# Said in another unit or as a share, or a count of what the text names.
SAID_OTHERWISE: dict[str, set[float]] = {
    "ligament_tear.what": {2},  # the ACL and the PCL
    "runners_knee.recovery": {4},  # four in ten: 40 percent
    "running_myth.evidence": {3},  # three and a half: 3.5
    "running_myth.fix-tips": {8},  # of them
    "running_myth.recovery": {10},  # ten weeks: 71 days
    "shoes_fit.evidence": {11_000},  # more than eleven thousand: 11,240
    "shoes_replace.evidence": {3},  # three quarters: 75%
    "tendonitis.avoid": {3},  # three days: 72 hours
}


@pytest.mark.parametrize("passage", PASSAGES, ids=[passage.id for passage in PASSAGES])
def test_no_figure_is_spoken_or_listed_that_is_not_written(passage: Passage) -> None:
    written = written_numbers(passage.plain)
    other = written_numbers(" ".join([passage.spoken, *(without_markers(item) for item in passage.items)])) - written
    assert other == SAID_OTHERWISE.get(passage.id, set())


@pytest.mark.parametrize("source", sources().values(), ids=list(sources()))
def test_each_source_can_be_looked_up(source: Source) -> None:
    if source.url is None:
        assert source.kind == "article"
        return
    address = urlsplit(source.url)
    assert address.scheme == "https"
    assert HOST.fullmatch(address.netloc)
    assert not re.search(r"\s", source.url)
    assert source.url.isascii()
    assert source.title.strip() == source.title
    assert source.publisher.strip() == source.publisher


def test_each_source_is_cited_and_none_is_kept_in_vain() -> None:
    cited = {reference.partition(":")[0] for _, sentence in advice() for reference in references(sentence)}
    cited |= {key.partition(":")[0] for cause in table().conditions.values() for key in cause.sources}
    assert set(sources()) - cited == set()
