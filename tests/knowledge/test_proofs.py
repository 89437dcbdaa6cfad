"""What the levels and the interview promise, whatever is answered: exhaustive where the space allows, else by chance.

People answer what they are asked, sensibly (`evaluation/simulated.py` says what that is).
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluation.simulated import Course, State, conduct, level_of, our_choice, our_list, sensible
from knowledge.causes import table
from knowledge.interview import MOST_QUESTIONS
from knowledge.levels import EMERGENCY, LEVELS, Rule, judge, rules
from knowledge.outline import outline
from knowledge.slots import CHOICES, NO, SAFE_ANSWER, SIGN_OF_SLOT, SIGNS, SLOTS, SYMPTOMS, UNSURE, YES, possible
from tests.knowledge.pictures import ALONE, WELL, WORSE, Values, rank

FLAGS = [
    *((slot, WORSE[slot]) for slot in SYMPTOMS if any(slot in rule.when for rule in rules())),
    ("severity", "severe"), ("duration", "today"), ("duration", "months"), ("age_band", "under16"),
    ("age_band", "55plus"),
]  # fmt: skip
INJURIES = (YES, NO, UNSURE)
STEPS = (*outline().after_injury, *outline().without_injury)
DANGER = {name for step in STEPS for name in (step.question, *outline().slots(step.question))}


def people() -> st.SearchStrategy[Values]:
    """Somebody with an answer to everything, mostly well."""
    answers = {
        slot: st.sampled_from(
            (SAFE_ANSWER[slot], SAFE_ANSWER[slot], SAFE_ANSWER[slot], WORSE[slot], UNSURE)
            if slot in SYMPTOMS
            else CHOICES[slot]
        )
        for slot in SLOTS
    }
    return st.fixed_dictionaries(answers).map(lambda facts: dict(sensible(facts)))


def with_flags(*flags: tuple[str, str], injury: str = NO, hedged: bool = False) -> Values:
    """Somebody well but for `flags`, said as "not sure" where `hedged`."""
    said = {slot: UNSURE if hedged and slot in SYMPTOMS else value for slot, value in flags}
    return dict(sensible({**WELL, "duration": "days", "twist_or_fall": injury, **said}))


def pairs() -> Iterator[Values]:
    """Yield everybody with one worry or two, after an injury or without, sure or not."""
    for one, other in itertools.combinations_with_replacement(FLAGS, 2):
        if one[0] != other[0] or one == other:
            for injury, hedged in itertools.product(INJURIES, (False, True)):
                yield with_flags(one, other, injury=injury, hedged=hedged)


def check(course: Course, facts: Values) -> None:
    """Check what must hold of every interview."""
    assert len(course.questions) <= MOST_QUESTIONS
    put = list(zip(course.questions, course.listed, strict=True))
    assert len(set(put)) == len(put), "an answered question comes back"
    for slots, known in zip(course.listed, course.known, strict=False):
        assert slots, "a question asks for nothing"
        assert [slot for slot in slots if known.get(slot) is not None] == [], "asked although known"
    danger = [question in DANGER for question in course.questions]
    assert danger == sorted(danger, reverse=True), "danger comes before causes"
    alone = [judge(known).level for known in course.known]
    assert alone == sorted(alone, key=rank), "an answer to a question lowers the level"
    assert EMERGENCY not in course.levels[:-1], "asked on in an emergency"
    assert rank(course.level) >= rank(level_of(facts)), "all answers together are graver"
    # From 55 on, an injury whose age nobody has asked yet counts as fresh: graver than needed, once in a while.
    old = facts["age_band"] == "55plus" and facts["twist_or_fall"] != NO and facts["duration"] in ("weeks", "months")
    assert course.level == level_of(facts) or old, "graver than all answers together"


@given(facts=people())
@settings(max_examples=400, deadline=None)
def test_every_interview_keeps_its_promises(facts: Values) -> None:
    check(conduct(facts), facts)


def test_every_interview_with_two_worries_keeps_its_promises() -> None:
    count = 0
    for facts in pairs():
        check(conduct(facts), facts)
        count += 1
    assert count > 1500


@given(facts=people(), told=st.sets(st.sampled_from(SLOTS), max_size=8))
@settings(max_examples=200, deadline=None)
def test_what_was_told_before_shortens_it_and_changes_no_level(facts: Values, told: set[str]) -> None:
    known = {slot: facts[slot] for slot in told}
    course = conduct(facts, known)
    assert not {slot for slots in course.listed for slot in slots} & told
    assert rank(course.level) >= rank(level_of(facts))
    assert len(course.questions) <= MOST_QUESTIONS


def test_danger_alone_never_takes_more_than_twelve_questions() -> None:
    assert len(outline().after_injury) <= MOST_QUESTIONS
    assert 1 + len(outline().without_injury) <= MOST_QUESTIONS, "the injury may be asked after by itself"


def test_all_ways_through_the_danger_questions() -> None:
    """Walk every branch: each answer to a single question; to a group none, any one, or "not sure" of any one."""
    ends = 0
    open_states: list[tuple[State, int]] = [(State({}, (), {}, LEVELS[0]), 0)]
    while open_states:
        state, depth = open_states.pop()
        question = our_choice(state)
        if question is None or question not in DANGER or state.level == EMERGENCY:
            ends += 1
            raising = {slot for slot, value in FLAGS if _level(state, slot, value) != state.level}
            # Who can stand on it or not is asked after an injury, and of severe pain.
            assert raising <= ({"can_bear_weight"} if state.values.get("twist_or_fall") == NO else set())
            continue
        assert depth < MOST_QUESTIONS
        slots = our_list(question, state)
        for answer in _answers(question, slots):
            values = {**state.values, **answer}
            level = judge(values, at_least=state.level).level
            open_states.append((State(values, (), {**state.asked, question: 1}, level), depth + 1))
    assert ends > 900


def _level(state: State, slot: str, value: str) -> str:
    """Return the level if, of all that nobody asked about, only `slot` is amiss."""
    if state.values.get(slot) is not None or (slot == "swelling_fast" and state.values.get("swelling") == NO):
        return state.level
    return judge({**state.values, slot: value}, at_least=state.level).level


def _answers(question: str, slots: Any) -> Iterator[Values]:
    if question not in outline().groups:
        yield from ({question: value} for value in possible(question))
        return
    none = dict.fromkeys(slots, NO)
    yield none
    for slot in slots:
        rest = dict.fromkeys(outline().denied(slots, {slot}), NO)
        yield from ({**rest, slot: value} for value in (YES, UNSURE))


@pytest.mark.parametrize("hedged", [False, True], ids=["sure", "not sure"])
@pytest.mark.parametrize(("values", "signs", "level"), [row[1:] for row in ALONE], ids=[row[0] for row in ALONE])
def test_each_worry_alone_stated_at_once_reaches_its_level(
    values: Values, signs: tuple[str, ...], level: str, hedged: bool
) -> None:
    said = {slot: UNSURE if hedged and value == WORSE.get(slot) else value for slot, value in values.items()}
    known = {"twist_or_fall": WELL["twist_or_fall"], **said}
    course = conduct({**WELL, **said}, known, signs)
    assert course.level == level
    assert level != EMERGENCY or not course.questions


@pytest.mark.parametrize("hedged", [False, True], ids=["sure", "not sure"])
@pytest.mark.parametrize(("values", "signs", "level"), [row[1:] for row in ALONE], ids=[row[0] for row in ALONE])
def test_each_worry_alone_given_as_an_answer_reaches_its_level(
    values: Values, signs: tuple[str, ...], level: str, hedged: bool
) -> None:
    said = {slot: UNSURE if hedged and value == WORSE.get(slot) else value for slot, value in values.items()}
    facts = dict(sensible({**WELL, **said}))
    with_answer = {SIGN_OF_SLOT[sign]: signs for sign in signs if sign in SIGN_OF_SLOT}
    unasked = tuple(sign for sign in signs if sign not in SIGN_OF_SLOT)  # nothing asks for these
    # The third exception of docs/interview.md: stuck counts as stuck since an injury until that is denied.
    known = {"twist_or_fall": facts["twist_or_fall"]} if "locked_stuck" in signs else {}
    course = conduct(facts, known, signs=unasked, said_with=with_answer)
    assert course.level == level


@pytest.mark.parametrize("rule", rules(), ids=[rule.id for rule in rules()])
def test_every_condition_of_a_rule_grows_with_worse_answers(rule: Rule) -> None:
    """With this no worse answer can lower a level, in whatever company: a rule holds if all its conditions do."""
    met = {slot: answers[0] for slot, answers in rule.when.items()}
    beside = {} if rule.alone else {"stairs_pain": NO}
    for slot in set(rule.when) & set(SYMPTOMS):
        held = [
            rule.holds({**beside, **met, slot: value}, rule.signs)
            for value in (SAFE_ANSWER[slot], None, UNSURE, WORSE[slot])
        ]
        assert held == sorted(held), slot
        assert held[2] == held[3], f"{slot}: not sure must count as the worrying answer"


def test_two_worries_are_never_less_grave_than_one() -> None:
    worries: list[tuple[Values, tuple[str, ...]]] = [({slot: value}, ()) for slot, value in FLAGS if slot in SYMPTOMS]
    worries += [({}, (sign,)) for sign in SIGNS]
    for injury in (None, *INJURIES):
        base = {**WELL, "twist_or_fall": injury}
        alone = [rank(judge({**base, **values}, signs).level) for values, signs in worries]
        for (i, (values, signs)), (j, (others, further)) in itertools.combinations(enumerate(worries), 2):
            both = judge({**base, **values, **others}, (*signs, *further)).level
            assert rank(both) >= max(alone[i], alone[j]), (values, signs, others, further)


@given(facts=people(), slot=st.sampled_from(SYMPTOMS))
@settings(max_examples=200, deadline=None)
def test_a_worry_more_never_ends_in_a_lower_level(facts: Values, slot: str) -> None:
    well = sensible({**facts, slot: SAFE_ANSWER[slot]})
    ill = sensible({**facts, slot: WORSE[slot]})
    unsure = sensible({**facts, slot: UNSURE})
    levels = [rank(conduct(one).level) for one in (well, ill, unsure)]
    # An injury of somebody from 55 on may be judged too gravely, see `check`.
    if facts["age_band"] != "55plus":
        assert levels[0] <= levels[1] == levels[2]


@given(facts=people(), order=st.permutations(SLOTS))
@settings(max_examples=200, deadline=None)
def test_the_order_in_which_things_are_told_changes_neither_level_nor_ranking(facts: Values, order: list[str]) -> None:
    def told(slots: list[str]) -> tuple[str, Values]:
        known: Values = {}
        level = LEVELS[0]
        for slot in slots:
            known[slot] = facts[slot]
            level = judge(known, at_least=level).level
        return level, known

    # What the rules take at its worst until it is told, told first: else the level, which never falls, may be graver.
    first = ["twist_or_fall", "duration"]
    level, known = told([*first, *(slot for slot in order if slot not in first)])
    assert level == judge(facts).level
    assert judge(known) == judge(facts)
    assert table().rank(known) == table().rank(facts)
    assert rank(told(order)[0]) >= rank(judge(facts).level)


@given(facts=people())
@settings(max_examples=100, deadline=None)
def test_who_answers_nothing_is_asked_twice_at_most(facts: Values) -> None:
    silent = dict.fromkeys(facts)
    questions = conduct(silent).questions
    assert max(map(questions.count, questions)) <= 2
    assert len(set(questions)) <= MOST_QUESTIONS
