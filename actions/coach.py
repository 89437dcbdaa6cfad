"""The coach: works out, plans and draws what the tips count, and keeps the diary (`knowledge.coach`)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.interview import DONE, INTERVIEW
from actions.person import Person, person_of
from knowledge.causes import table
from knowledge.coach import back_to_running, cadence, diary, form, mileage, shoes, strength
from knowledge.coach.advice import Advice, say, words
from knowledge.coach.beside import with_beside
from knowledge.coach.context.labels import PARTS
from knowledge.coach.notes import Notes
from knowledge.coach.wishes import goes_on, wanted
from knowledge.levels import EMERGENCY, URGENT
from knowledge.reply import block, file_part
from knowledge.safety import care, fill
from knowledge.sources import Citations

LOOKING_BACK = frozenset({"diary", "export"})  # no advice, so given at any level


def _overview(notes: Notes) -> Advice:
    """Say what the coach can do, and ask which of it."""
    text, spoken = say("overview", "which"), say("overview", "which_spoken")
    return Advice(back_to_running.TOPIC, (text,), spoken, notes.with_(asked=""), buttons=("overview",))


# Parts that need nothing but the message, what is remembered and the day.
OF_ONE_MESSAGE: Mapping[str, Callable[[str, Notes, date], Advice]] = {
    "cadence": cadence.advise,
    "mileage": mileage.advise,
    "shoes": shoes.advise,
    "form": lambda text, notes, _: form.advise(text, notes),
    "overview": lambda _, notes, __: _overview(notes),
    "remind": lambda _, notes, today: back_to_running.remind(notes, today),
    "check_in": lambda text, notes, today: back_to_running.check_in(notes, text, today),
}


class ActionCoach(Action):
    """Answers what is asked of the coach, and goes on with what it asked for."""

    def name(self) -> str:
        """Return the name under which the domain lists it."""
        return "action_coach"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[EventType]:
        """Utter the advice, or why there is none now; return what is remembered."""
        person = person_of(tracker)
        notes = Notes.of(tracker.slots.get("coach"))
        advice = advise(person, notes, datetime.now().astimezone().date())
        if INTERVIEW in person.plan:
            advice = without_question(advice)
        citations = Citations()
        text = "\n".join(citations.number(fill(line)) for line in advice.text.split("\n"))
        dispatcher.utter_message(
            text=text,
            buttons=[{"title": word, "payload": word} for name in advice.buttons for word in words()["buttons"][name]],
            json_message=block(
                "coach",
                person.values,
                level=person.judged,
                topics=advice.topics,
                citations=citations.blocks(),
                speech=fill(advice.speech),
                files=[file_part(file.name, file.kind, file.content) for file in advice.files],
                chart=advice.chart.block() if advice.chart else None,
            ),
        )
        rest = [topic for topic in person.topics if topic not in advice.topics]
        return [SlotSet("coach", advice.notes.slot()), SlotSet("topics", [*advice.topics, *rest][:3])]


def advise(person: Person, notes: Notes, today: date) -> Advice:
    """Return the advice to the latest message; no plan while the level is urgent or worse."""
    wish = wanted(person.text, notes.asked)
    on = goes_on(person.text, next(iter(person.topics), ""), notes) if wish is None else None
    if person.level in (URGENT, EMERGENCY) and wish not in LOOKING_BACK:
        return _not_now(person, notes)
    if on == "cadence":
        return cadence.how(notes)
    wish = on or wish
    if wish is not None and wish in OF_ONE_MESSAGE:
        advice = OF_ONE_MESSAGE[wish](person.text, notes, today)
        return with_beside(advice, person.text, wish, notes, today) if wish in PARTS else advice
    if wish == "strength":
        return strength.advise(person.text, notes, cause_of(person), sore=bool(person.known))
    if wish in LOOKING_BACK:
        return diary.show(notes, today, export=wish == "export")
    return _back(person, notes, today)


def without_question(advice: Advice) -> Advice:
    """Return advice that asks nothing, as the interview asks something right after it."""
    parts = tuple(filter(None, map(_told, advice.parts)))
    if parts == advice.parts:
        return advice
    speech = _told(advice.speech)
    return replace(
        advice,
        parts=parts if len(parts) > 1 else (*parts, say("later", "after")),
        speech=speech if len(parts) > 1 else f"{speech} {say('later', 'after_spoken')}".strip(),
        notes=advice.notes.with_(asked=""),
        buttons=(),
    )


def _told(text: str) -> str:
    """Return what a text says without what it asks."""
    return " ".join(one for one in re.split(r"(?<=[.!?]) ", text) if not one.endswith("?"))


def cause_of(person: Person) -> str:
    """Return the id of the cause that fitted best; empty where none was named."""
    return str(person.told.get("cause") or (person.visit or {}).get("cause") or "")


def _back(person: Person, notes: Notes, today: date) -> Advice:
    if person.interview != DONE and not notes.plan:
        text = say("back", "triage_first")
        return Advice(back_to_running.TOPIC, (text,), text, notes.with_(asked=""))
    cause = cause_of(person) if person.interview == DONE else notes.cause
    return back_to_running.start(
        notes, cause if cause in table().conditions else "", person.text, today, _answer(person)
    )


def _answer(person: Person) -> str | None:
    """Return yes, no or unsure, where the message says so to the coach's own question."""
    if person.answer is not None:
        return person.answer
    return {"affirm": "yes", "deny": "no", "unsure": "unsure"}.get(person.intent)


def _not_now(person: Person, notes: Notes) -> Advice:
    """Say why there is no plan and what comes first."""
    row = care()[person.level]
    return Advice(
        ("escalation",),
        (say("safety", "no_plan"), row["again"]),
        f"{say('safety', 'no_plan_spoken')} {row['spoken']}",
        notes.with_(asked=""),
    )
