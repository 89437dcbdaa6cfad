"""What is said of changes: since the triage before, and since the last visit."""

from __future__ import annotations

import time
from typing import Any

import pytest

from actions.triage import ActionTriage
from actions.wording import say
from knowledge.visits import DAY
from knowledge.words import words
from tests.actions.people import run

ITBS: dict[str, Any] = {
    "location": "outer",
    "outer_tightness": "yes",
    "twist_or_fall": "no",
    "swelling": "no",
    "duration": "weeks",
}
TOLD = {"cause": "itbs", "level": "self_care", "known": ITBS}
HOME, VISIT, DAYS = (words().levels[level] for level in ("self_care", "routine", "urgent"))


def opening(told: dict[str, Any], **slots: Any) -> str:
    text: str = run(ActionTriage(), **slots, told=told).messages[0]["text"]
    return text.partition(". ")[0] + "."


@pytest.mark.parametrize(
    ("told", "slots", "said"),
    [
        ({}, ITBS, "From what you told me, IT band syndrome fits best"),
        (TOLD, ITBS, say("unchanged", level=HOME)),
        (TOLD, {**ITBS, "stiffness": "no"}, say("unchanged", level=HOME)),
        (TOLD, {**ITBS, "swelling": "yes"}, f"Because it is swollen after all, my advice goes from {HOME} to {VISIT}."),
        (TOLD, {**ITBS, "locking": "yes"},
         f"Now that I know that it locks or catches, my advice goes from {HOME} to {VISIT}."),
        (TOLD, {**ITBS, "night_or_rest_pain": "yes", "stiffness": "no"},
         f"Now that I know that it hurts at night or at rest, my advice goes from {HOME} to {DAYS}."),
        ({**TOLD, "known": {**ITBS, "swelling": "yes"}, "level": "routine"}, ITBS,
         f"Because it is not swollen after all, my advice goes from {VISIT} to {HOME}."),
        ({**TOLD, "known": ITBS}, {"location": "front", "outer_tightness": "no", "stairs_pain": "yes",
                                   "pain_after_sitting": "yes", "twist_or_fall": "no", "swelling": "no"},
         "Because the outer side is fine and it hurts most at the front after all, "
         "runner's knee now fits best instead of IT band syndrome."),
        ({"cause": "", "level": "self_care", "known": {}}, ITBS,
         "Now that I know that it is tight or sore on the outer side and there was no injury, "
         "IT band syndrome now fits best."),
        ({**TOLD, "level": "urgent"}, ITBS, f"With what you just added, my advice goes from {DAYS} to {HOME}."),
    ],
    ids=["the first triage", "nothing new", "nothing that counts", "a correction", "an addition", "danger first",
         "a correction for the better", "another cause", "a cause at last", "nothing told"],
)  # fmt: skip
def test_a_later_triage_says_what_changed_and_why(told: dict[str, Any], slots: dict[str, Any], said: str) -> None:
    assert opening(told, **slots).startswith(said.rstrip("."))


def test_not_sure_is_said_as_such() -> None:
    injured = {**ITBS, "twist_or_fall": "yes"}
    text = opening({**TOLD, "known": injured}, **{**injured, "pop": "unsure"})
    assert text.startswith("Now that I know that it is not clear whether there was a pop, my advice goes from")


def compared(known: dict[str, str], level: str = "self_care", cause: str = "itbs", **slots: Any) -> str:
    then = time.time() - 12 * DAY
    visit = {"since": then, "date": then, "level": level, "cause": cause, "known": known}
    text: str = run(ActionTriage(), **slots, visit=visit, told={}).messages[0]["text"]
    return text


def test_a_later_visit_is_compared() -> None:
    text = compared(
        {**ITBS, "stairs_pain": "yes"}, **{**ITBS, "stairs_pain": "no", "swelling": "yes", "stiffness": "yes"}
    )
    assert text.startswith(f"Compared with last time (12 days ago), my advice goes from {HOME} to {VISIT}. ")
    assert "New since then: it is swollen and it is stiff. No longer so: stairs hurt. " in text


def test_a_visit_without_a_change() -> None:
    text = compared(ITBS, **ITBS)
    assert text.startswith(f"Compared with last time (12 days ago), my advice is the same: {HOME}. From what you told")


def test_what_was_not_asked_again_is_not_said_to_be_over() -> None:
    assert "No longer" not in compared({**ITBS, "stairs_pain": "yes", "stiffness": "yes"}, **ITBS)


def test_a_revision_in_the_same_visit_goes_before_the_comparison() -> None:
    then = time.time() - 12 * DAY
    visit = {"since": then, "date": then, "level": "self_care", "cause": "itbs", "known": ITBS}
    text = run(ActionTriage(), **{**ITBS, "swelling": "yes"}, visit=visit, told=TOLD).text
    assert text.startswith("Because it is swollen after all")
    assert "Compared" not in text
