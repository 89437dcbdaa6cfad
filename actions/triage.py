"""The triage: which causes fit and why, how soon to see whom, and what to do meanwhile, each with its source."""

from __future__ import annotations

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.interview import DONE
from actions.person import Person, person_of
from actions.wording import buttons, listed, say
from knowledge.causes import Cause, table
from knowledge.levels import LEVELS, ROUTINE, SELF_CARE, judge
from knowledge.reply import block
from knowledge.safety import care, fill
from knowledge.search import searcher
from knowledge.sources import Citations

NAMED = 0.12  # least support of a cause that is named beside the first
SURE = 0.60  # support from which the first cause is said to fit best
MOST_REASONS = 3


class ActionTriage(Action):
    """Sums up the interview."""

    def name(self) -> str:
        """Return the name under which the domain lists it."""
        return "action_triage"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[EventType]:
        """Utter causes, level and fixes; remember them for what is asked next."""
        person = person_of(tracker)
        causes = named(table().rank(person.values))
        level = level_for(person, causes)
        citations = Citations()
        text = " ".join(citations.number(part) for part in self.parts(person, causes, level))
        spoken = [self.fit(person, causes), care()[level]["spoken"]]
        dispatcher.utter_message(
            text=text,
            json_message=block(
                "triage",
                person.values,
                level=level,
                topics=[cause.id for cause in causes],
                causes=[cause.block() for cause in causes],
                citations=citations.blocks(),
                speech=" ".join(spoken),
            ),
        )
        if person.known:
            _fixes(dispatcher, person, causes[0], level)
        return [
            SlotSet("topics", [cause.id for cause in causes]),
            SlotSet("level", level),
            SlotSet("interview", DONE),
            SlotSet("told", {"cause": causes[0].id, "level": level}),
        ]

    def parts(self, person: Person, causes: list[Cause], level: str) -> list[str]:
        """Return the parts of the text, with references."""
        because = [rule.because for rule in judge(person.values, person.signs, at_least=level).rules[:2]]
        return [*_revision(person, causes, level), self.fit(person, causes), care()[level]["now"], *because, care()[level]["then"]]

    @staticmethod
    def fit(person: Person, causes: list[Cause]) -> str:
        """Say which causes fit and why, and how sure that is."""
        if not person.known:
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


def named(ranked: list[Cause]) -> list[Cause]:
    """Return the causes worth naming: the first and those not far behind, three at the most."""
    return [ranked[0], *(cause for cause in ranked[1:3] if cause.support >= NAMED)]


def _revision(person: Person, causes: list[Cause], level: str) -> list[str]:
    """Say that the advice is a new one, and what has changed, where there was a triage before."""
    if not person.told:
        return []
    same = person.told == {"cause": causes[0].id, "level": level}
    return [say("unchanged" if same else "revised")]


def level_for(person: Person, causes: list[Cause]) -> str:
    """Return the level: of the signs, of the level before, and the least that the first cause needs."""
    level = judge(person.values, person.signs, at_least=person.level).level
    least = causes[0].least_level if person.known and causes[0].support >= SURE else SELF_CARE
    return max(level, least, key=LEVELS.index)


def _fixes(dispatcher: CollectingDispatcher, person: Person, cause: Cause, level: str) -> None:
    mild = level in (SELF_CARE, ROUTINE)
    hits = searcher().about(cause.id, ("fix",) if mild else ("avoid", "escalate"), "what do I do", most=1)
    citations = Citations()
    opening = say("what_to_do" if mild else "until_seen")
    text = opening + " ".join(citations.number(fill(hit.passage.text), hit.passage.id) for hit in hits)
    dispatcher.utter_message(
        text=text,
        buttons=buttons("after_triage"),
        json_message=block(
            "answer",
            person.values,
            level=level,
            topics=[cause.id],
            citations=citations.blocks(),
            speech=" ".join(fill(hit.passage.spoken) for hit in hits),
        ),
    )
