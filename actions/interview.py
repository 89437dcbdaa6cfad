"""The interview: takes in what the runner answered and chooses the next question."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.person import Person, person_of
from actions.wording import say
from knowledge.interview import members, next_question
from knowledge.levels import judge, settled
from knowledge.outline import outline
from knowledge.reply import block
from knowledge.slots import NO, SLOTS, UNSURE, YES

OPEN, DONE = "open", "done"
INTERVIEW = "interview_form"


class ValidateInterviewForm(Action):
    """Rasa calls it at every turn of `interview_form`; the slot it requests is what the form asks for next."""

    def name(self) -> str:
        """Return the name under which the domain lists it."""
        return "validate_interview_form"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[EventType]:
        """Return the slots that the answer fills, and the next question; none ends the interview."""
        person = person_of(tracker)
        filled = group_answer(person)
        values = {**person.values, **filled}
        tries = tries_of(person)
        question = next_question(values, person.signs, tries, person.level)
        events: list[EventType] = [SlotSet(slot, value) for slot, value in filled.items()]
        if settled(values, person.signs):
            level = judge(values, person.signs, at_least=person.level).level
            dispatcher.utter_message(text=say("settled"), json_message=block("chat", values, level=level))
            events.append(SlotSet("level", level))
        if question is None:
            return [*events, SlotSet("interview", DONE), SlotSet("requested_slot", None)]
        asked = {**tries, question: tries.get(question, 0) + 1}
        return [
            *events,
            SlotSet("asked", asked),
            SlotSet("interview", OPEN),
            SlotSet("requested_slot", question),
        ]


def tries_of(person: Person) -> dict[str, int]:
    """Return how often each question was put in vain or answered.

    Who asks something in between has not failed to answer: the question that stood is put again and counts once.
    """
    answered = person.answer is not None or any(name in SLOTS for name in person.entities)
    stood = person.requested or ""
    if answered or person.plan[:1] in ((), (INTERVIEW,)) or not person.asked.get(stood):
        return dict(person.asked)
    return {**person.asked, stood: person.asked[stood] - 1}


def group_answer(person: Person) -> dict[str, Any]:
    """Return what the answer to a group question says of its members.

    "None of those" means no to all. Who names some of them says no to the rest (`Outline.denied`); who only denies
    some says nothing of the rest. A bare yes says nothing yet: the group is asked again. A bare
    yes or "not sure" said a second time counts as not sure for each, which the level takes as yes.
    """
    asked = person.requested or ""
    if asked not in outline().groups:
        return {}
    group = outline().groups[asked]
    left = [slot for slot in _listed(asked, person) if person.values.get(slot) is None]
    named = {slot for slot in set(group) & person.entities if person.values.get(slot) not in (None, NO)}
    if named:
        return dict.fromkeys(outline().denied(left, named), NO)
    if person.answer == NO:
        return dict.fromkeys(left, NO)
    if person.answer in (YES, UNSURE) and person.asked.get(asked, 0) > 1:
        return dict.fromkeys(left, UNSURE)
    return {}


def _listed(group: str, person: Person) -> tuple[str, ...]:
    """Return what the question named: the members that mattered before this message."""
    before = {slot: None if slot in person.entities else value for slot, value in person.values.items()}
    told = bool(person.entities - {"answer"})
    return members(group, before, person.signs, None if told else person.level)
