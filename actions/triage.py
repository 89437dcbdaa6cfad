"""The triage: which causes fit and why, how soon to see whom, and what to do meanwhile, each with its source."""

from __future__ import annotations

import time

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.changes import compared, gist, revised
from actions.interview import DONE
from actions.person import MOST_SAID, Person, person_of
from actions.verdict import SURE, Verdict, verdict_of
from actions.wording import buttons, listed, say
from knowledge.causes import Cause, table
from knowledge.interview import MOST_QUESTIONS
from knowledge.levels import EMERGENCY, ROUTINE, SELF_CARE
from knowledge.reply import block
from knowledge.safety import care, fill
from knowledge.search import searcher
from knowledge.sources import Citations

MOST_REASONS = 3
WAITING = "escalation.fix-while-waiting"  # what to do until help comes, whatever the cause


class ActionTriage(Action):
    """Sums up the interview."""

    def name(self) -> str:
        """Return the name under which the domain lists it."""
        return "action_triage"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[EventType]:
        """Utter causes, level and fixes; remember them for what is asked next."""
        person = person_of(tracker)
        verdict = verdict_of(person)
        opening = revised(person, verdict) or compared(person, verdict, time.time())
        citations = Citations()
        text = " ".join(citations.number(part) for part in parts(person, verdict, opening))
        spoken = [opening, fit(person, verdict.causes), care()[verdict.level]["spoken"]]
        if verdict.level == EMERGENCY:
            spoken.reverse()
        dispatcher.utter_message(
            text=text,
            buttons=[] if verdict.causes or verdict.level == EMERGENCY or not person.signs else buttons("after_signs"),
            json_message=block(
                "triage",
                person.values,
                level=verdict.level,
                topics=[cause.id for cause in verdict.causes],
                causes=[cause.block() for cause in verdict.listed],
                citations=citations.blocks(),
                speech=" ".join(filter(None, spoken)),
            ),
        )
        said = [_fixes(dispatcher, person, verdict.first, verdict.level)] if verdict.first else []
        return [
            SlotSet("said", [*said, *person.said][:MOST_SAID]),
            SlotSet("last", None),
            SlotSet("topics", [cause.id for cause in verdict.causes] or list(person.topics)),
            SlotSet("level", verdict.level),
            SlotSet("interview", DONE),
            SlotSet("told", gist(person, verdict)),
        ]


def parts(person: Person, verdict: Verdict, opening: str) -> list[str]:
    """Return the parts of the text, with references: in an emergency what to do first, else the causes."""
    words = care()[verdict.level]
    because = [rule.because for rule in verdict.rules[:2]]
    advice = [words["now"], *because, words.get("days", ""), words["then"]]
    causes = fit(person, verdict.causes)
    opening = opening or _enough(person, verdict.level)
    whole = [*advice, causes] if verdict.level == EMERGENCY else [causes, *advice]
    return [part for part in (opening, *whole) if part]


def fit(person: Person, causes: tuple[Cause, ...]) -> str:
    """Say which causes fit and why, and how sure that is."""
    if not causes:
        return say("unknown")
    names = [cause.name for cause in causes]
    first = causes[0]
    if first.support < SURE and len(causes) > 1:
        return say("unclear", causes=listed(names))
    reasons = table().reasons(first.speaks_for, person.values)[:MOST_REASONS]
    against = table().reasons(first.speaks_against, person.values)[:MOST_REASONS]
    said = [say("fits", cause=first.name, reasons=listed(reasons)) if len(reasons) > 1 else ""]
    if len(reasons) == 1:
        said = [say("fits", cause=first.name, reasons=reasons[0]).replace(" speak for it", " speaks for it")]
    elif not reasons:
        said = [say("fits_alone", cause=first.name)]
    if against:
        said.append(say("against", reasons=listed(against)))
    if len(names) > 1:
        others = listed(names[1:], "or")
        said.append(say("also", causes=others[0].upper() + others[1:]))
    return " ".join(said)


def _enough(person: Person, level: str) -> str:
    """Say why the questions end, where they ended because no answer can change the advice."""
    asked = sum(person.asked.values())
    ended = person.interview == DONE and level != EMERGENCY and 0 < asked < MOST_QUESTIONS
    return say("enough", asked) if ended else ""


def fix_for(cause: Cause, level: str) -> str:
    """Return the id of the passage that says what to do about `cause` at `level`."""
    return WAITING if level == EMERGENCY else f"{cause.id}.{'fix' if _mild(level) else 'avoid'}"


def _mild(level: str) -> bool:
    return level in (SELF_CARE, ROUTINE)


def _fixes(dispatcher: CollectingDispatcher, person: Person, cause: Cause, level: str) -> str:
    """Utter what to do about `cause`; return the passage's id."""
    passage = searcher().store.by_id[fix_for(cause, level)]
    citations = Citations()
    more = buttons("other_knee") if person.knees.get("other") else buttons("plan") if _mild(level) else []
    offers = [*buttons("after_triage"), *more]
    dispatcher.utter_message(
        text=say("what_to_do" if _mild(level) else "until_seen") + citations.number(fill(passage.text), passage.id),
        buttons=[] if level == EMERGENCY else offers,
        json_message=block(
            "answer",
            person.values,
            level=level,
            topics=[passage.topic],
            citations=citations.blocks(),
            speech=fill(passage.spoken),
        ),
    )
    return passage.id
