"""Duplicates and conflicts: what is told to the reviewer, and how often for nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from knowledge.encoder import Encoder
from knowledge.ingest.compare import Library, common_words
from knowledge.ingest.quantities import at_odds, quantities
from knowledge.passages import Passage, sentences
from knowledge.wrong_claims import WrongClaim, wrong_claims

ROWS = yaml.safe_load((Path(__file__).parent / "tables" / "conflicts.yml").read_text(encoding="utf-8"))
FEWEST_FOUND = {"number": 0.95, "negation": 0.75}
MOST_UNNAMED = 0.35  # found, or not, but not beside the passage that the table names
MOST_FALSE = 0.1


def told(library: Library, topic: str, sentence: str, kind: str) -> list[str]:
    return [note.text for note in library.conflicts([sentence], {topic}) if note.kind == f"CONFLICT {kind}"]


@pytest.mark.parametrize("kind", ["number", "negation"])
def test_conflicts_are_found_and_named(library: Library, kind: str) -> None:
    rows = [row for row in ROWS if row[2] == kind]
    missed = [row[1] for row in rows if not told(library, row[0], row[1], kind)]
    assert len(missed) <= (1 - FEWEST_FOUND[kind]) * len(rows), missed
    unnamed = [row[1] for row in rows if not any(row[3] in text for text in told(library, row[0], row[1], kind))]
    assert len(unnamed) <= MOST_UNNAMED * len(rows), unnamed


def test_what_agrees_raises_no_alarm(library: Library) -> None:
    rows = [row for row in ROWS if row[2] == "none"]
    false = [row[1] for row in rows if library.conflicts([row[1]], {row[0]})]
    assert len(false) <= MOST_FALSE * len(rows), false


def test_our_own_passages_seldom_contradict_each_other(own: list[Passage], encode: Encoder) -> None:
    mine = [passage for passage in own if passage.topic in ("cadence", "itbs", "terrain")]
    library = Library(mine, encode)
    alarms = 0
    for passage in mine:
        library.remove({passage.id})
        notes = library.conflicts(sentences(passage.plain), {passage.topic})
        alarms += len({note.text.split(" says ")[0].split(" against ")[0] for note in notes})
        library.add([passage])
    assert alarms <= 0.15 * sum(len(sentences(passage.plain)) for passage in mine)


@pytest.mark.parametrize("claim", wrong_claims(), ids=[claim.id for claim in wrong_claims()])
def test_a_known_wrong_claim_is_told_with_the_fact(library: Library, claim: WrongClaim) -> None:
    texts = told(library, "itbs", claim.wrong[0], "claim")
    assert any(f"({claim.id}). {claim.fact}" in text for text in texts), texts


COPIES = [
    (
        "cadence.fix-count",
        "Get on a treadmill and run at your normal easy pace. Ask a friend to count how often one foot lands in 60 "
        "seconds. Double the number to get your steps per minute.",
    ),
    (
        "itbs.avoid",
        "Don't run through the pain, since rest from it is the usual start. Leave out downhill runs while it is sore, "
        "as they make it worse. Do not count on the foam roller alone; it barely changes the band.",
    ),
    (
        "knee_strain.recovery",
        "Most strains and sprains feel better after two weeks. Another service says two to three weeks for most knee "
        "injuries, sometimes up to six. A bad one can take months. Leave out hard exercise like running for up to "
        "eight weeks, as it may do more damage.",
    ),
    (
        "shoes_replace.signs",
        "Turn your shoe over and see whether the tread is clearly worn. Look at the midsole for creases. Bend the shoe "
        "too and see whether it flexes more easily. If your knee hurts and you find these, it may be time for a new "
        "one.",
    ),
]


@pytest.mark.parametrize(("identifier", "text"), COPIES, ids=[row[0] for row in COPIES])
def test_copies_with_some_words_changed_are_duplicates(library: Library, identifier: str, text: str) -> None:
    passage, cosine, words = library.duplicates(text)[0]
    assert passage.id == identifier
    assert cosine >= 0.8
    assert words >= 0.6


@pytest.mark.parametrize(
    "text",
    [
        "Count how often one foot lands in a minute and double it. A metronome app helps you to change the number.",
        "Lots of runners roll the side of the thigh after a run. It hardly makes it longer, but it can feel nice.",
        "Start with a smooth forest path before you try roots and rocks, and look a few metres ahead.",
    ],
)
def test_the_same_subject_in_other_words_is_no_duplicate(library: Library, text: str) -> None:
    assert library.duplicates(text) == []


def test_no_passage_of_our_own_is_a_duplicate_of_another(library: Library, own: list[Passage]) -> None:
    found = {(passage.id, other.id) for passage in own for other, _, _ in library.duplicates(passage.plain)}
    # Two topics on where to run send to the same people for the same reasons, each in its own file; so do two on what
    # shows more than a strain, and two on when a knee swelled.
    alike = [
        ("downhill.escalate", "terrain.escalate"),
        ("downhill.avoid-sore", "terrain.fix-sore-knee"),
        ("escalation.escalate-urgent", "knee_strain.signs"),
        ("escalation.signs-swelling-timing", "meniscus_tear.signs-swelling"),
    ]
    same = {pair for one, other in alike for pair in ((one, other), (other, one))}
    assert found - same == {(passage.id, passage.id) for passage in own}


@pytest.mark.parametrize(
    ("one", "other", "share"),
    [
        ("Rest the sore knee.", "Resting sore knees", 1.0),
        ("Rest the knee.", "Ice the knee and lift it", 0.5),
        ("The and for", "The and for", 0.0),
        ("", "Rest", 0.0),
    ],
)
def test_common_words(one: str, other: str, share: float) -> None:
    assert common_words(one, other) == pytest.approx(share)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Rest two to three weeks.", [("time", 14, 21, "two to three weeks")]),
        ("Add 5–10% a week.", [("share", 5, 10, "5–10%")]),
        ("Between 5 and 10 per cent.", [("share", 5, 10, "5 and 10 per cent")]),
        ("Hold it for an hour, not half a year.",
         [("time", 1 / 24, 1 / 24, "an hour"), ("time", 182.5, 182.5, "half a year")]),
        ("One run a week.", []),
        ("From 1,500 to 2,000 miles.", [("distance", 2413.5, 3218, "1,500 to 2,000 miles")]),
        ("Twice a week for ten minutes.",
         [("time", 10 / 1440, 10 / 1440, "ten minutes"), ("frequency", 2, 2, "Twice")]),
        ("Sixty-five per cent of 20 runners.", [("share", 65, 65, "Sixty-five per cent")]),
        ("3 sets of 12 reps.", [("sets", 3, 3, "3 sets"), ("repetitions", 12, 12, "12 reps")]),
        ("A 7.5 degree lean at 160 steps a minute.",
         [("angle", 7.5, 7.5, "7.5 degree"), ("rate", 160, 160, "160 steps a minute")]),
        ("In 2019, do it once.", []),
        ("9" * 5000, []),
    ],
)  # fmt: skip
def test_quantities(sentence: str, expected: list[tuple[str, float, float, str]]) -> None:
    found = quantities(sentence)
    assert [(each.measures, each.words) for each in found] == [(measures, words) for measures, _, _, words in expected]
    for each, (_, least, most, _) in zip(found, expected, strict=True):
        assert [each.least, each.most] == pytest.approx([least, most], rel=0.01)


@pytest.mark.parametrize(
    ("mine", "theirs", "odd"),
    [
        ("two weeks", "two to three weeks", []),
        ("60 seconds", "one minute", []),
        ("20%", "5 to 10%", ["20%"]),
        ("three months", "four to six weeks", ["three months"]),
        ("ten minutes", "six weeks", []),
        ("20%", "six weeks", []),
        ("20 minutes every two hours", "20 minutes", ["two hours"]),
    ],
)
def test_quantities_at_odds(mine: str, theirs: str, odd: list[str]) -> None:
    assert [one.words for one, _ in at_odds(quantities(mine), quantities(theirs))] == odd


def test_what_is_removed_is_not_compared_with(own: list[Passage], encode: Encoder) -> None:
    passages = own[:3]
    library = Library(passages, encode)
    library.remove({passages[1].id})
    assert [bool(library.duplicates(passage.plain)) for passage in passages] == [True, False, True]
