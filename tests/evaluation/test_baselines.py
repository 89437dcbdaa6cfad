"""The simple readers: what the word lists stand for, and what negation does to it."""

from __future__ import annotations

import pytest

from evaluation.baselines import NEGEX, Keywords, Mention, NegEx, WordLists, meaning, together
from knowledge.slots import CHOICES, SIGNS, SYMPTOMS, possible


@pytest.fixture(scope="module")
def lists() -> WordLists:
    return WordLists()


# The list of the words; what they say to keywords, to NegEx, and to NegEx where they are denied.
MEANINGS: list[tuple[str, tuple[str, str] | None, tuple[str, str] | None, tuple[str, str] | None]] = [
    ("pop.yes", ("pop", "yes"), ("pop", "yes"), ("pop", "no")),
    ("pop.ignore", None, None, None),
    ("twist_or_fall.no", ("twist_or_fall", "no"), ("twist_or_fall", "no"), ("twist_or_fall", "yes")),
    ("stairs_pain.topic", ("stairs_pain", "yes"), ("stairs_pain", "yes"), ("stairs_pain", "no")),
    ("can_bear_weight.can", ("can_bear_weight", "yes"), ("can_bear_weight", "yes"), ("can_bear_weight", "no")),
    ("can_bear_weight.doing_no", ("can_bear_weight", "no"), ("can_bear_weight", "no"), ("can_bear_weight", "yes")),
    ("cannot_straighten.can", ("cannot_straighten", "yes"), ("cannot_straighten", "no"), ("cannot_straighten", "yes")),
    ("swelling_pace.fast", ("swelling_fast", "yes"), ("swelling_fast", "yes"), ("swelling_fast", "no")),
    ("swelling_pace.slow", ("swelling_fast", "no"), ("swelling_fast", "no"), ("swelling_fast", "yes")),
    ("location.outer", ("location", "outer"), ("location", "outer"), None),
    ("location.ignore", None, None, None),
    ("sign_fever.yes", ("sign", "fever"), ("sign", "fever"), None),
    ("sign_fever.ignore", None, None, None),
    ("cues.neg_noun", None, None, None),
]


@pytest.mark.parametrize(("key", "found", "told", "denied"), MEANINGS)
def test_meanings(
    key: str, found: tuple[str, str] | None, told: tuple[str, str] | None, denied: tuple[str, str] | None
) -> None:
    assert (meaning(key, None), meaning(key, False), meaning(key, True)) == (found, told, denied)


def test_mentions_together() -> None:
    mentions = [
        Mention("pop", "no", 20, 23),
        Mention("pop", "yes", 0, 3),
        Mention("location", "outer", 5, 10),
        Mention("sign", "fever", 12, 17),
        Mention("sign", "fever", 30, 35),
    ]
    assert together(mentions) == ({"pop": "no", "location": "outer", "outer_tightness": "yes"}, ["fever"])


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("my knee is swollen", {"swelling": "yes"}),
        ("my knee is not swollen", {"swelling": "yes"}),
        ("my mate's knee locks", {"locking": "yes"}),
        ("where can I pick up my order?", {}),
    ],
)
def test_keywords(lists: WordLists, text: str, values: dict[str, str]) -> None:
    assert Keywords(lists).values(text) == values


def test_levels_of_keywords(lists: WordLists) -> None:
    assert Keywords(lists).level("my foot is numb") == "emergency"
    assert Keywords(lists).level("where can I pick up my order?") == "self_care"


def test_only_slots_and_signs_there_are(lists: WordLists) -> None:
    for text in ("swollen, hot, numb, locked up, stiff, popped, on crutches, can't straighten it, outside", ""):
        for slot, value in Keywords(lists).values(text).items():
            assert slot in (*SYMPTOMS, *CHOICES)
            assert value in possible(slot)
        for key, _, _ in lists.found(text):
            said = meaning(key, None)
            assert said is None or said[0] in (*SYMPTOMS, *CHOICES) or said[1] in SIGNS


def test_negation(lists: WordLists) -> None:
    pytest.importorskip(NEGEX)
    reader = NegEx(lists)
    assert reader.values("my knee is swollen") == {"swelling": "yes"}
    assert reader.values("my knee is not swollen") == {"swelling": "no"}
    assert reader.values("no pop but it is swollen") == {"pop": "no", "swelling": "yes"}
    assert reader.values("I can't straighten it")["cannot_straighten"] == "yes"
    assert reader.level("my foot is numb") == "emergency"


def test_negspacy_may_be_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("evaluation.baselines.NEGEX", "no_such_package")
    assert not NegEx.is_there()
