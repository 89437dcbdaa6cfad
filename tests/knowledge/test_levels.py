"""The levels: hand-written pictures, the rules one by one, and properties that no answer may break."""

from __future__ import annotations

import itertools
import statistics
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.levels import (
    EMERGENCY,
    LEVELS,
    ROUTINE,
    SELF_CARE,
    UNKNOWN,
    URGENT,
    Rule,
    RuleError,
    can_raise,
    can_settle,
    is_danger,
    judge,
    read_rules,
    rules,
    settled,
    with_suspicions,
)  # fmt: skip
from knowledge.slots import CHOICES, NO, SAFE_ANSWER, SIGNS, SLOTS, SYMPTOMS, UNSURE, YES, possible
from tests.knowledge.pictures import ALONE, WELL, WORSE, Values, rank

YES_NO = st.sampled_from((None, YES, NO, UNSURE))


def profiles() -> st.SearchStrategy[Values]:
    return st.fixed_dictionaries(
        {slot: YES_NO if slot in SYMPTOMS else st.sampled_from((None, *CHOICES[slot])) for slot in SLOTS}
    )


def said() -> st.SearchStrategy[set[str]]:
    return st.sets(st.sampled_from(SIGNS), max_size=3)


@pytest.mark.parametrize(("values", "signs", "level"), [row[1:] for row in ALONE], ids=[row[0] for row in ALONE])
def test_by_hand(values: Values, signs: tuple[str, ...], level: str) -> None:
    assert judge({**WELL, **values}, signs).level == level


@pytest.mark.parametrize(("values", "signs", "level"), [row[1:] for row in ALONE], ids=[row[0] for row in ALONE])
def test_by_hand_not_sure(values: Values, signs: tuple[str, ...], level: str) -> None:
    hedged = {slot: UNSURE if value == WORSE.get(slot) else value for slot, value in values.items()}
    assert rank(judge({**WELL, **hedged}, signs).level) >= rank(level)


BESIDE = {"stairs_pain": "no"}  # something else that is known of the knee; no rule asks for it


def test_a_sore_groin_by_itself_is_not_ours() -> None:
    assert judge({"hip_or_groin_pain": "yes"}).level == "self_care"
    assert judge({"hip_or_groin_pain": "yes", **BESIDE}).level == "urgent"


@pytest.mark.parametrize("rule", rules(), ids=[rule.id for rule in rules()])
def test_each_rule_holds_on_its_own_example(rule: Rule) -> None:
    for answers in itertools.product(*rule.when.values()):
        values = {slot: None if answer == UNKNOWN else answer for slot, answer in zip(rule.when, answers, strict=True)}
        values |= {} if rule.alone else BESIDE
        assert rule.holds(values, rule.signs)
        assert rank(judge(values, rule.signs).level) >= rank(rule.level)
    for left_out in rule.signs:
        assert not rule.holds({slot: row[0] for slot, row in rule.when.items()}, set(rule.signs) - {left_out})
    for slot in set(rule.when) & set(SYMPTOMS):
        first = {**BESIDE, **{name: row[0] for name, row in rule.when.items()}}
        assert not rule.holds({**first, slot: SAFE_ANSWER[slot]}, rule.signs)
        assert rule.holds({**first, slot: UNSURE}, rule.signs)


def test_rules_have_ids_of_their_own_and_the_gravest_stand_first() -> None:
    ids = [rule.id for rule in rules()]
    assert len(set(ids)) == len(ids)
    assert [rank(rule.level) for rule in rules()] == sorted((rank(rule.level) for rule in rules()), reverse=True)


def test_every_sign_has_a_rule() -> None:
    assert set(SIGNS) - {sign for rule in rules() for sign in rule.signs} == set()


@given(values=profiles(), signs=said(), extra=st.sampled_from((*SIGNS, *SYMPTOMS)))
@settings(max_examples=300, deadline=None)
def test_one_sign_more_never_lowers_the_level(values: Values, signs: set[str], extra: str) -> None:
    assert rank(judge(values, signs | {extra}).level) >= rank(judge(values, signs).level)


@given(values=profiles(), signs=said(), slot=st.sampled_from(SYMPTOMS), worse=st.sampled_from((YES, UNSURE)))
@settings(max_examples=300, deadline=None)
def test_a_worse_answer_never_lowers_the_level(values: Values, signs: set[str], slot: str, worse: str) -> None:
    well = judge({**values, slot: SAFE_ANSWER[slot]}, signs).level
    unknown = judge({**values, slot: None}, signs).level
    ill = judge({**values, slot: UNSURE if worse == UNSURE else WORSE[slot]}, signs).level
    assert rank(well) <= rank(unknown) <= rank(ill)


@given(values=profiles(), signs=said(), slot=st.sampled_from(SYMPTOMS))
@settings(max_examples=300, deadline=None)
def test_not_sure_counts_like_the_worrying_answer(values: Values, signs: set[str], slot: str) -> None:
    assert judge({**values, slot: UNSURE}, signs).level == judge({**values, slot: WORSE[slot]}, signs).level


@given(values=profiles(), signs=said(), least=st.sampled_from(LEVELS))
@settings(max_examples=200, deadline=None)
def test_the_level_before_is_never_undercut(values: Values, signs: set[str], least: str) -> None:
    judgement = judge(values, signs, at_least=least)
    assert rank(judgement.level) == max(rank(least), rank(judge(values, signs).level))
    assert all(rule.level == judgement.level for rule in judgement.rules)
    assert judgement.topics[0] == "escalation"


@pytest.mark.parametrize(
    ("values", "level"),
    [
        ({}, EMERGENCY),
        ({"deformity": None}, EMERGENCY),
        ({"deformity": NO}, SELF_CARE),
        ({"deformity": YES}, EMERGENCY),
    ],
    ids=["not told", "None", "denied", "confirmed"],
)
def test_a_suspicion_counts_until_the_slot_is_known(values: Values, level: str) -> None:
    assert judge(values, ["deformity"]).level == level


def test_a_suspicion_leaves_the_slot_open() -> None:
    values: Values = {"calf_swelling": None}
    assert with_suspicions(values, ["calf_swelling"])["calf_swelling"] == UNSURE
    assert values == {"calf_swelling": None}
    assert judge(values, ["calf_swelling"]).level == URGENT


OPEN = ("twist_or_fall", "pop", "swelling_fast", "can_bear_weight")


@pytest.mark.parametrize("least", LEVELS)
@pytest.mark.parametrize("known", list(itertools.product((None, YES, NO), repeat=len(OPEN))))
def test_can_raise_against_trying_every_answer(known: tuple[str | None, ...], least: str) -> None:
    values = {**WELL, "swelling": YES, **dict(zip(OPEN, known, strict=True))}
    level = judge(values, at_least=least).level
    left = [slot for slot in OPEN if values[slot] is None]
    lifting, reaching = set(), set()
    for slot in left:
        others = [other for other in left if other != slot]
        for answers in itertools.product((None, YES, NO), repeat=len(others)):
            around = {**values, **dict(zip(others, answers, strict=True))}
            after = max(rank(judge({**around, slot: answer}).level) for answer in possible(slot))
            lifting |= {slot} if after > max(rank(level), rank(judge(around).level)) else set()
            reaching |= {slot} if after > rank(level) else set()
    # Two rules of one level may overlap ("a pop and fast swelling", "fast swelling"): then it may name one too many.
    assert lifting <= can_raise(values, (), level) <= reaching


@pytest.mark.parametrize(
    ("changes", "raising"),
    [
        ({"deformity": None}, {"deformity"}),
        ({"crack": None}, set()),
        ({"crack": None, "twist_or_fall": None}, {"crack", "twist_or_fall"}),
        ({"crack": None, "twist_or_fall": YES}, {"crack"}),
        ({"swelling": YES, "swelling_fast": None, "twist_or_fall": None}, {"swelling_fast", "twist_or_fall"}),
        ({"swelling_fast": None, "twist_or_fall": None}, {"twist_or_fall"}),
        ({"calf_swelling": None, "hip_or_groin_pain": YES}, set()),
        ({"age_band": None, "twist_or_fall": YES, "duration": "today"}, {"age_band"}),
        ({"age_band": None, "blood_thinner": None}, {"age_band"}),
        ({"outer_tightness": None, "stairs_pain": None, "stiffness": None}, set()),
        ({"cannot_straighten": YES, "fever_or_hot_red": None}, {"fever_or_hot_red"}),
        ({"cannot_straighten": YES, "fever_or_hot_red": YES}, set()),
        ({"cannot_straighten": YES, "twist_or_fall": YES, "locking": None}, {"locking"}),
    ],
    ids=lambda value: "+".join(value) if isinstance(value, dict) else "",
)
def test_can_raise_by_hand(changes: Values, raising: set[str]) -> None:
    values = {**WELL, **changes}
    assert can_raise(values, (), judge(values).level) == raising


@pytest.mark.parametrize("level", LEVELS)
def test_can_raise_names_unknown_slots_only(level: str) -> None:
    assert can_raise(WELL, (), level) == set()
    assert can_raise({}, (), EMERGENCY) == set()
    assert can_raise({"deformity": YES}, (), level) <= set(SLOTS) - {"deformity"}


@pytest.mark.parametrize(
    ("slot", "value", "danger"),
    [("pop", YES, True), ("pop", NO, False), ("pop", UNSURE, True), ("can_bear_weight", NO, True),
     ("can_bear_weight", YES, False), ("location", "outer", False), ("pop", "maybe", False)],
)  # fmt: skip
def test_is_danger(slot: str, value: str, danger: bool) -> None:
    assert is_danger(slot, value) is danger


def test_judging_is_quick() -> None:
    times = []
    for slot in SYMPTOMS * 5:
        started = time.perf_counter()
        judge({**WELL, slot: WORSE[slot]}, ("fever", "wound"))
        times.append(time.perf_counter() - started)
    assert statistics.median(times) < 0.002


@pytest.mark.parametrize(
    ("changed", "level"),
    [
        ({}, SELF_CARE),
        ({"can_bear_weight": None, "severity": None}, SELF_CARE),
        ({"calf_swelling": None}, URGENT),
        ({"twist_or_fall": None, "pop": None}, URGENT),
        ({"twist_or_fall": YES, "duration": "days"}, SELF_CARE),
        ({"twist_or_fall": YES, "duration": "days", "age_band": None}, SELF_CARE),
        ({"twist_or_fall": YES, "pop": None}, URGENT),
        ({"twist_or_fall": YES, "pop": UNSURE}, URGENT),
        ({"twist_or_fall": YES, "can_bear_weight": None}, URGENT),
        ({"twist_or_fall": YES, "swelling": YES}, URGENT),
        ({"twist_or_fall": YES, "age_band": "55plus", "duration": "months"}, URGENT),
        ({"hip_or_groin_pain": UNSURE}, URGENT),
        ({"severity": "severe"}, URGENT),
    ],
    ids=[
        "all denied",
        "not all matters",
        "one open",
        "injury open",
        "injury",
        "injury, age open",
        "injury, pop open",
        "injury, pop in doubt",
        "injury, standing open",
        "injury and swollen",
        "injury at 55",
        "one in doubt",
        "severe",
    ],
)
def test_a_suspicion_without_a_name_ends_where_nothing_is_left_of_it(changed: Values, level: str) -> None:
    values = {**WELL, **changed}
    assert judge(values, ["unclear_danger"], at_least=URGENT).level == level
    assert settled(values, ["unclear_danger"]) == (("unclear_danger",) if level == SELF_CARE else ())


def test_only_what_the_suspicion_raised_falls_with_it() -> None:
    assert judge(WELL, ["unclear_danger"], at_least=ROUTINE).level == ROUTINE
    assert judge(WELL, ["unclear_danger"], at_least=EMERGENCY).level == EMERGENCY
    assert judge(WELL, ["unclear_danger", "wound"], at_least=URGENT).level == URGENT
    assert judge(WELL, ["wound"], at_least=URGENT).level == URGENT


def test_what_could_settle_a_suspicion_is_open() -> None:
    values = {**WELL, "calf_swelling": None, "severity": None}
    assert can_settle(values, ["unclear_danger"]) == {"calf_swelling"}
    assert can_settle({**values, "twist_or_fall": YES, "pop": None}, ["unclear_danger"]) == {"calf_swelling", "pop"}
    assert can_settle({**values, "twist_or_fall": YES, "swelling": YES}, ["unclear_danger"]) == set()
    assert can_settle(values, ["unclear_danger", "wound"]) == set()
    assert can_settle(values, []) == set()


def test_until_is_for_suspicions(tmp_path: Path) -> None:
    row = "- {id: a, level: urgent, because: b, spoken: c, when: {pop: [yes]}, until: [{swelling: [no]}]}"
    (tmp_path / "rules.yml").write_text(f"rules:\n{row}\n")
    with pytest.raises(RuleError, match="rule a has `until`"):
        read_rules(tmp_path / "rules.yml")
    row = row.replace("when: {pop: [yes]}", "signs: [wound]").replace("[no]", "[mild]")
    (tmp_path / "rules.yml").write_text(f"rules:\n{row}\n")
    with pytest.raises(RuleError, match=r"swelling cannot be \['mild'\]"):
        read_rules(tmp_path / "rules.yml")


POPPED = {"pop": YES, "location": "front"}


def test_what_was_supposed_and_is_denied_holds_the_level_no_longer() -> None:
    assert judge(POPPED).level == URGENT
    assert judge({**POPPED, "twist_or_fall": NO}, at_least=URGENT).level == judge({**POPPED, "twist_or_fall": NO}).level
    assert judge({**POPPED, "twist_or_fall": YES}, at_least=URGENT).level == URGENT
    assert judge({**POPPED, "twist_or_fall": NO, "night_or_rest_pain": YES}, at_least=URGENT).level == URGENT


def test_an_emergency_does_not_fall_by_what_is_denied_after_it() -> None:
    cannot_stand = {"can_bear_weight": NO}
    assert judge(cannot_stand).level == EMERGENCY
    assert judge({**cannot_stand, "twist_or_fall": NO}, at_least=EMERGENCY).level == EMERGENCY
