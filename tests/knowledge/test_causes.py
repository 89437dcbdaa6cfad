"""The causes: textbook pictures by hand, reasons, overlaps, ties and likelihoods."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.causes import TELLING, Table, table
from knowledge.conditions import Condition
from knowledge.passages import CAUSES
from knowledge.slots import SLOTS, possible

Y, N, U = "yes", "no", "unsure"
# Three people each, as the guidance describes the condition; written without looking at the weights.
PICTURES: list[tuple[str, str, dict[str, str]]] = [
    ("itbs", "outer pain downhill", {"location": "outer", "outer_tightness": Y, "twist_or_fall": N, "swelling": N}),
    ("itbs", "tight after more miles", {"outer_tightness": Y, "load_increase": Y, "locking": N, "instability": N}),
    ("itbs", "outer stab on stairs", {"location": "outer", "stairs_pain": Y, "pop": N, "swelling": N, "stiffness": N}),
    ("tendonitis", "jumper's spot", {"location": "below_kneecap", "load_increase": Y, "twist_or_fall": N}),
    ("tendonitis", "above the kneecap", {"location": "above_kneecap", "load_increase": Y, "swelling": N, "pop": N}),
    ("tendonitis", "stiff first thing", {"location": "below_kneecap", "stiffness": Y, "pain_after_sitting": N}),
    ("runners_knee", "stairs and sitting", {"location": "front", "stairs_pain": Y, "pain_after_sitting": Y}),
    ("runners_knee", "squats", {"location": "front", "pain_bending": Y, "swelling": N, "stairs_pain": Y}),
    ("runners_knee", "cinema seat", {"pain_after_sitting": Y, "stairs_pain": Y, "outer_tightness": N, "swelling": N}),
    ("meniscus_tear", "twist and lock", {"twist_or_fall": Y, "locking": Y, "swelling": Y, "swelling_fast": N}),
    ("meniscus_tear", "inner line", {"location": "inner", "pain_bending": Y, "swelling": Y, "locking": Y, "pop": N}),
    ("meniscus_tear", "older, no injury", {"age_band": "55plus", "locking": Y, "swelling": Y, "location": "inner"}),
    ("ligament_tear", "pop and balloon", {"pop": Y, "twist_or_fall": Y, "swelling": Y, "swelling_fast": Y}),
    ("ligament_tear", "gives way", {"twist_or_fall": Y, "instability": Y, "swelling_fast": Y, "locking": N}),
    ("ligament_tear", "cannot stand", {"pop": Y, "can_bear_weight": N, "instability": Y, "twist_or_fall": Y}),
    ("knee_strain", "stiff all over", {"location": "all_over", "stiffness": Y, "load_increase": Y, "swelling": N}),
    ("knee_strain", "stumble", {"twist_or_fall": Y, "stiffness": Y, "can_bear_weight": Y, "pop": N, "instability": N,
                                "locking": N, "swelling_fast": N, "location": "all_over"}),
    ("knee_strain", "mild after extra miles", {"severity": "mild", "stiffness": Y, "load_increase": Y,
                                               "location": "all_over", "stairs_pain": N}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("cause", "values"), [(row[0], row[2]) for row in PICTURES], ids=[f"{row[0]}: {row[1]}" for row in PICTURES]
)
def test_a_textbook_picture_ranks_its_cause_first(cause: str, values: dict[str, str]) -> None:
    ranked = table().rank(values)
    assert ranked[0].id == cause, [(one.id, round(one.support, 2)) for one in ranked]
    assert ranked[0].support > 0.5
    assert ranked[0].speaks_for


def test_each_cause_has_three_pictures() -> None:
    assert [sum(row[0] == cause for row in PICTURES) for cause in CAUSES] == [3] * 6


def profiles() -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({slot: st.sampled_from((None, *possible(slot))) for slot in SLOTS})


@given(values=profiles())
@settings(max_examples=200, deadline=None)
def test_ranking_is_sound_whatever_is_known(values: dict[str, Any]) -> None:
    ranked = table().rank(values)
    assert {cause.id for cause in ranked} == set(CAUSES)
    assert sum(cause.support for cause in ranked) == pytest.approx(1.0)
    supports = [cause.support for cause in ranked]
    assert supports == sorted(supports, reverse=True)
    for cause in ranked:
        assert not set(cause.speaks_for) & set(cause.speaks_against)
        for slot in (*cause.speaks_for, *cause.speaks_against):
            assert values[slot] is not None
        evidence = table().conditions[cause.id].evidence
        assert all(evidence[slot][values[slot]] >= TELLING for slot in cause.speaks_for)
        assert all(evidence[slot][values[slot]] <= -TELLING for slot in cause.speaks_against)


@given(values=profiles())
@settings(max_examples=50, deadline=None)
def test_the_order_of_answers_does_not_matter(values: dict[str, Any]) -> None:
    backwards = dict(reversed(values.items()))
    assert table().rank(backwards) == table().rank(values)


def small(overlaps: tuple[tuple[str, str], ...] = ()) -> Table:
    evidence = {
        "outer_tightness": {Y: 2.0, N: -1.0}, "location": {"outer": 3.0, "inner": -2.0}, "pop": {Y: -0.3, N: 0.1},
    }  # fmt: skip
    a = Condition("a", "A", 0.0, "self_care", evidence)
    b = Condition("b", "B", 0.0, "self_care", {})
    words = {"pop": {Y: "a pop"}, "location": {"outer": "outer side"}}
    usual = {"outer_tightness": {Y: 0.25, N: 0.75}, "location": {"outer": 0.5, "inner": 0.5}, "pop": {Y: 0.1, N: 0.9}}
    return Table({"a": a, "b": b}, words, overlaps, usual)


@pytest.mark.parametrize(
    ("values", "log_odds"),
    [
        ({"outer_tightness": Y, "location": "outer"}, 3.0),
        ({"outer_tightness": Y}, 2.0),
        ({"location": "outer"}, 3.0),
        ({"outer_tightness": N, "location": "inner"}, -2.0),
        ({"outer_tightness": Y, "location": "inner"}, 0.0),
        ({"outer_tightness": U, "location": "outer"}, 3.0),
    ],
    ids=["both for", "one", "the other", "both against", "they differ", "one not sure"],
)
def test_an_overlap_counts_once(values: dict[str, str], log_odds: float) -> None:
    support = {cause.id: cause.support for cause in small((("outer_tightness", "location"),)).rank(values)}
    assert math.log(support["a"] / support["b"]) == pytest.approx(log_odds)


def test_without_overlap_both_count() -> None:
    ranked = small().rank({"outer_tightness": Y, "location": "outer"})
    assert ranked[0].speaks_for == ("location", "outer_tightness")


@pytest.mark.parametrize(
    ("values", "speaks_for", "speaks_against"),
    [
        ({"location": "outer"}, ("location",), ()),
        ({"location": "inner", "pop": Y}, (), ("location", "pop")),
        ({"pop": N}, (), ()),
        ({"pop": Y, "outer_tightness": Y}, ("outer_tightness",), ("pop",)),
    ],
    ids=["for", "against, most telling first", "too little to name", "one of each"],
)
def test_reasons_for_and_against(
    values: dict[str, str], speaks_for: tuple[str, ...], speaks_against: tuple[str, ...]
) -> None:
    cause = next(one for one in small().rank(values) if one.id == "a")
    assert (cause.speaks_for, cause.speaks_against) == (speaks_for, speaks_against)


@pytest.mark.parametrize(
    ("cause", "values", "speaks_for", "speaks_against"),
    [
        ("itbs", {"location": "outer", "outer_tightness": Y, "swelling": Y}, {"outer_tightness"}, {"swelling"}),
        ("ligament_tear", {"pop": Y, "instability": Y, "load_increase": Y}, {"pop", "instability"}, {"load_increase"}),
        ("meniscus_tear", {"locking": Y, "location": "front"}, {"locking"}, {"location"}),
        ("runners_knee", {"stairs_pain": Y, "swelling": Y, "pop": N}, {"stairs_pain"}, {"swelling"}),
    ],
)  # fmt: skip
def test_reasons_of_the_real_table(
    cause: str, values: dict[str, str], speaks_for: set[str], speaks_against: set[str]
) -> None:
    found = next(one for one in table().rank(values) if one.id == cause)
    assert (set(found.speaks_for), set(found.speaks_against)) == (speaks_for, speaks_against)


def test_reasons_in_words_leave_out_what_has_none() -> None:
    values = {"pop": Y, "location": "outer", "stiffness": Y, "swelling": None}
    assert small().reasons(("location", "pop", "stiffness", "swelling"), values) == ["outer side", "a pop"]


def test_every_telling_answer_has_words() -> None:
    missing = {
        (slot, value)
        for condition in table().conditions.values()
        for slot, row in condition.evidence.items()
        for value, weight in row.items()
        if abs(weight) >= TELLING and value != U and value not in table().words.get(slot, {})
    }
    assert missing == set()


def test_likelihood_is_the_usual_share_moved_by_the_weight() -> None:
    yes, no = 0.25 * math.exp(2.0), 0.75 * math.exp(-1.0)
    assert small().likelihood("a", "outer_tightness") == pytest.approx({Y: yes / (yes + no), N: no / (yes + no)})
    assert small().likelihood("b", "outer_tightness") == pytest.approx({Y: 0.25, N: 0.75})


@pytest.mark.parametrize("cause", CAUSES)
def test_real_likelihoods_are_shares(cause: str) -> None:
    for slot, usual in table().usual.items():
        likely = table().likelihood(cause, slot)
        assert set(likely) == set(usual) == set(possible(slot)) - {U}
        assert sum(likely.values()) == pytest.approx(1.0)
        assert min(likely.values()) > 0


def test_equal_causes_stand_in_the_order_of_their_ids_not_of_the_file() -> None:
    pair = small().conditions
    backwards = Table(dict(reversed(list(pair.items()))), {}, (), small().usual)
    assert [cause.id for cause in backwards.rank({})] == [cause.id for cause in small().rank({})] == ["a", "b"]


@given(values=profiles())
@settings(max_examples=50, deadline=None)
def test_a_table_in_another_order_ranks_alike(values: dict[str, Any]) -> None:
    real = table()
    turned = {
        cause: replace(one, evidence=dict(reversed(list(one.evidence.items()))))
        for cause, one in reversed(list(real.conditions.items()))
    }
    assert Table(turned, real.words, real.overlaps, real.usual).rank(values) == real.rank(values)


@given(values=profiles())
@settings(max_examples=50, deadline=None)
def test_supports_are_those_of_the_ranking(values: dict[str, Any]) -> None:
    ranked = {cause.id: cause.support for cause in table().rank(values)}
    assert dict(zip(table().conditions, table().supports(values), strict=True)) == ranked


def test_the_block_of_a_cause() -> None:
    block = small().rank({"location": "outer"})[0].block()
    assert block == {"id": "a", "name": "A", "support": 0.953, "for": ["location"], "against": []}
