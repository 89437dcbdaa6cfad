"""Meets a knee that is better, or the same, after a pause: what comes next, and when to check again."""

from __future__ import annotations

import time

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.person import Person, person_of
from actions.wording import buttons, say
from knowledge.levels import ROUTINE, SELF_CARE
from knowledge.reply import block
from knowledge.requests import requested
from knowledge.safety import care, fill
from knowledge.search import searcher
from knowledge.sources import Citations, without_markers
from knowledge.visits import Visit, course

BETTER = "better"


class ActionFollowUp(Action):
    """Answers "it is better" and "it is about the same"."""

    def name(self) -> str:
        """Return the name under which the domain lists it."""
        return "action_follow_up"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[EventType]:
        """Utter it; a knee that has not settled in time is to be seen by somebody from now on."""
        person = person_of(tracker)
        visit = Visit.of(person.visit) or Visit(time.time(), time.time(), person.level, "")
        better = requested(person.text, (BETTER,)) == BETTER
        level = person.level if better else level_of(person, visit, time.time())
        said = (when_better if better else when_the_same)(person, visit, level, time.time())
        citations = Citations()
        dispatcher.utter_message(
            text=" ".join(citations.number(fill(part), passage) for part, passage in said),
            buttons=buttons("after_triage"),
            json_message=block(
                "answer",
                person.values,
                level=level,
                topics=[visit.cause] if visit.cause else [],
                citations=citations.blocks(),
                speech=" ".join(without_markers(fill(part)) for part, passage in said if not passage),
            ),
        )
        return [SlotSet("level", level), SlotSet("topics", [visit.cause] if visit.cause else list(person.topics))]


def level_of(person: Person, visit: Visit, now: float) -> str:
    """Return the level of a knee that is the same: past the first review a doctor or physio should see it."""
    late = visit.days(now) >= course().review_days[0]
    return ROUTINE if person.level == SELF_CARE and late else person.level


def when_better(person: Person, visit: Visit, level: str, now: float) -> list[tuple[str, str]]:
    """Return what is said to a better knee, each part with the passage it comes from, or nothing."""
    passage = searcher().store.by_id.get(f"{visit.cause}.recovery") if level in (SELF_CARE, ROUTINE) else None
    return [
        (say("glad", int(now) // 60), ""),
        *([(care()[level]["better"], "")] if "better" in care()[level] else []),
        *([(passage.text, passage.id)] if passage else []),
        *_check(level, visit, now),
    ]


def when_the_same(person: Person, visit: Visit, level: str, now: float) -> list[tuple[str, str]]:
    """Return what is said where nothing has changed: how long it has been, and what that means."""
    days = visit.days(now)
    opening = say("days_now", days=say("one_day") if days < 2 else say("so_many_days", days=str(days)))
    if level == SELF_CARE:
        return [(opening, ""), (care()[level]["again"], ""), *_check(level, visit, now), (care()[level]["then"], "")]
    words = care()["self_care"]["overdue"] if person.level == SELF_CARE else care()[level]["again"]
    return [(opening, ""), (words, ""), (care()[level]["then"], "")]


def _check(level: str, visit: Visit, now: float) -> list[tuple[str, str]]:
    day = visit.review(now)
    return [(care()[level]["check"].replace("{date}", day), "")] if level == SELF_CARE and day else []
