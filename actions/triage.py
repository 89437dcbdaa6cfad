"""The triage: which causes fit and why, how soon to see whom, and what to do meanwhile, each with its source."""

from __future__ import annotations

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.interview import DONE
from actions.person import MOST_SAID, Person, person_of
from actions.wording import buttons, listed, say
from knowledge.causes import Cause, table
from knowledge.interview import MOST_QUESTIONS
from knowledge.levels import EMERGENCY, LEVELS, ROUTINE, SELF_CARE, judge
from knowledge.reply import block
from knowledge.safety import care, fill
from knowledge.search import searcher
from knowledge.sources import Citations

LISTED = 0.02  # least support of a cause that the block lists beside the first
NAMED = 0.12  # least support of a cause that is named in the text beside the first
SURE = 0.60  # support from which the first cause is said to fit best
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
        found = listed_causes(table().rank(person.values)) if person.known else []
        causes = named(found)
        level = level_for(person, causes)
        citations = Citations()
        text = " ".join(citations.number(part) for part in self.parts(person, causes, level))
        spoken = [self.fit(person, causes), care()[level]["spoken"]]
        if level == EMERGENCY:
            spoken.reverse()
        dispatcher.utter_message(
            text=text,
            buttons=buttons("after_signs") if person.signs and not causes and level != EMERGENCY else [],
            json_message=block(
                "triage",
                person.values,
                level=level,
                topics=[cause.id for cause in causes],
                causes=[cause.block() for cause in found],
                citations=citations.blocks(),
                speech=" ".join(spoken),
            ),
        )
        said = [_fixes(dispatcher, person, causes[0], level)] if causes else []
        return [
            SlotSet("said", [*said, *person.said][:MOST_SAID]),
            SlotSet("topics", [cause.id for cause in causes] or list(person.topics)),
            SlotSet("level", level),
            SlotSet("interview", DONE),
            SlotSet("told", _gist(causes, level)),
        ]

    def parts(self, person: Person, causes: list[Cause], level: str) -> list[str]:
        """Return the parts of the text, with references."""
        because = [rule.because for rule in judge(person.values, person.signs, at_least=level).rules[:2]]
        advice = [care()[level]["now"], *because, care()[level]["then"]]
        fit = self.fit(person, causes)
        if level == EMERGENCY:
            return [*_revision(person, causes, level), *advice, fit]
        return [*_revision(person, causes, level), *_enough(person), fit, *advice]

    @staticmethod
    def fit(person: Person, causes: list[Cause]) -> str:
        """Say which causes fit and why, and how sure that is."""
        if not causes:
            return say("unknown")
        names = [cause.name for cause in causes]
        first = causes[0]
        if first.support < SURE and len(causes) > 1:
            return say("unclear", causes=listed(names))
        reasons = table().reasons(first.speaks_for, person.values)[:MOST_REASONS]
        against = table().reasons(first.speaks_against, person.values)[:MOST_REASONS]
        parts = [say("fits", cause=first.name, reasons=listed(reasons)) if len(reasons) > 1 else ""]
        if len(reasons) == 1:
            parts = [say("fits", cause=first.name, reasons=reasons[0]).replace(" speak for it", " speaks for it")]
        elif not reasons:
            parts = [say("fits_alone", cause=first.name)]
        if against:
            parts.append(say("against", reasons=listed(against)))
        if len(names) > 1:
            others = listed(names[1:], "or")
            parts.append(say("also", causes=others[0].upper() + others[1:]))
        return " ".join(parts)


def listed_causes(ranked: list[Cause]) -> list[Cause]:
    """Return the causes with any real support, for the block: the first and up to two more."""
    return [*ranked[:1], *(cause for cause in ranked[1:3] if cause.support >= LISTED)]


def named(ranked: list[Cause]) -> list[Cause]:
    """Return the causes worth a word, for the text: the first and those not far behind, three at the most."""
    return [cause for cause in listed_causes(ranked) if cause is ranked[0] or cause.support >= NAMED]


def _revision(person: Person, causes: list[Cause], level: str) -> list[str]:
    """Say that the advice is a new one, and what has changed, where there was a triage before."""
    if not person.told:
        return []
    return [say("unchanged" if person.told == _gist(causes, level) else "revised")]


def _enough(person: Person) -> list[str]:
    """Say why the questions end, where they ended because no answer can change the advice."""
    asked = sum(person.asked.values())
    ended = person.interview == DONE and not person.told and 0 < asked < MOST_QUESTIONS
    return [say("enough")] if ended else []


def _gist(causes: list[Cause], level: str) -> dict[str, str]:
    return {"cause": causes[0].id if causes else "", "level": level}


def level_for(person: Person, causes: list[Cause]) -> str:
    """Return the level: of the signs, of the level before, and the least that the first cause needs."""
    level = judge(person.values, person.signs, at_least=person.level).level
    least = causes[0].least_level if causes and causes[0].support >= SURE else SELF_CARE
    return max(level, least, key=LEVELS.index)


def fix_for(cause: Cause, level: str) -> str:
    """Return the id of the passage that says what to do about `cause` at `level`."""
    return WAITING if level == EMERGENCY else f"{cause.id}.{'fix' if _mild(level) else 'avoid'}"


def _mild(level: str) -> bool:
    return level in (SELF_CARE, ROUTINE)


def _fixes(dispatcher: CollectingDispatcher, person: Person, cause: Cause, level: str) -> str:
    """Utter what to do about `cause`; return the passage's id."""
    passage = searcher().store.by_id[fix_for(cause, level)]
    citations = Citations()
    dispatcher.utter_message(
        text=say("what_to_do" if _mild(level) else "until_seen") + citations.number(fill(passage.text), passage.id),
        buttons=[] if level == EMERGENCY else buttons("after_triage"),
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
