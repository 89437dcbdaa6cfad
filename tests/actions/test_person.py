"""What an action reads from the tracker."""

from __future__ import annotations

from typing import Any

import pytest

from actions.person import person_of
from knowledge.slots import SLOTS
from tests.actions.people import tracker


def test_somebody_who_said_nothing() -> None:
    person = person_of(tracker())
    assert set(person.values) == set(SLOTS)
    assert set(person.values.values()) == {None}
    assert (person.text, person.intent, person.answer) == ("", "", None)
    assert (person.level, person.interview) == ("self_care", None)
    assert (person.signs, person.topics, person.plan, dict(person.asked), dict(person.told)) == ((), (), (), {}, {})
    assert person.known == {}
    assert person.judged is None


def test_a_tracker_without_any_message() -> None:
    someone = tracker()
    someone.latest_message = {}
    assert person_of(someone).entities == frozenset()
    assert person_of(someone).intent == ""


def test_everything_that_can_be_known() -> None:
    person = person_of(
        tracker(
            "it popped", "report", {"pop": "yes", "answer": "no"}, pop="yes", signs=["fever"], level="urgent",
            interview="open", topics=["itbs"], asked={"pop": 1}, requested_slot="pop", refusals=2,
            plan=["action_answer"], told={"cause": "itbs"}, other="left out",
        )
    )  # fmt: skip
    assert person.entities == {"pop", "answer"}
    assert (person.answer, person.level, person.requested, person.refusals) == ("no", "urgent", "pop", 2)
    assert (person.signs, person.topics, person.plan) == (("fever",), ("itbs",), ("action_answer",))
    assert (person.asked, person.told, person.interview) == ({"pop": 1}, {"cause": "itbs"}, "open")
    assert person.known == {"pop": "yes"}


@pytest.mark.parametrize(
    ("slots", "judged"),
    [
        ({}, None),
        ({"level": "self_care"}, None),
        ({"pop": "no", "level": "self_care"}, "self_care"),
        ({"pop": "yes"}, "self_care"),
        ({"signs": ["wound"], "level": "urgent"}, "urgent"),
        ({"interview": "open"}, "self_care"),
        ({"interview": "done", "level": "routine"}, "routine"),
    ],
    ids=["nothing", "a level of nothing", "one slot", "no level yet", "a sign", "interview open", "interview done"],
)
def test_the_level_counts_once_something_was_judged(slots: dict[str, Any], judged: str | None) -> None:
    assert person_of(tracker(**slots)).judged == judged


def test_the_last_of_two_answers_counts() -> None:
    someone = tracker()
    someone.latest_message = {"entities": [{"entity": "answer", "value": "no"}, {"entity": "answer", "value": "yes"}]}
    assert person_of(someone).answer == "yes"
