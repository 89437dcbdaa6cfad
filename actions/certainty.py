"""Says how sure the assistant is, what speaks for and against, and what would settle it."""

from __future__ import annotations

from collections.abc import Sequence

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.interview import DONE
from actions.person import Person, person_of
from actions.verdict import SURE, Verdict, verdict_of
from actions.wording import listed, say
from knowledge.causes import Cause, table
from knowledge.conditions import OUR_READING, PRIOR
from knowledge.interview import information_gain
from knowledge.levels import EMERGENCY, URGENT, judge
from knowledge.outline import outline
from knowledge.reply import block
from knowledge.safety import once_more
from knowledge.slots import UNSURE
from knowledge.sources import Citations, without_markers
from knowledge.words import words

CLEARLY = 0.75  # support of a cause that fits clearly
MOST_REASONS = 3
MOST_OPEN = 3
SOME = 0.01  # least gain of information, in nats, for a question that is called telling


class ActionCertainty(Action):
    """Answers "how sure are you?"."""

    def name(self) -> str:
        """Return the name under which the domain lists it."""
        return "action_certainty"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[EventType]:
        """Utter it; nothing is changed."""
        person = person_of(tracker)
        verdict = verdict_of(person)
        judged = person.interview == DONE or person.level == EMERGENCY
        said = certainty(person, verdict) if judged else so_far(person, verdict)
        lead = (
            [once_more(judge(person.values, person.signs, at_least=person.level))]
            if person.level in (URGENT, EMERGENCY)
            else []
        )
        citations = Citations()
        text = " ".join(citations.number(part) for part in [*lead, *said])
        dispatcher.utter_message(
            text=text,
            json_message=block(
                "answer",
                person.values,
                level=person.judged,
                topics=[cause.id for cause in verdict.causes],
                causes=[cause.block() for cause in verdict.causes],
                citations=citations.blocks(),
                speech=" ".join(without_markers(part) for part in [*lead, *said[:2]]),
            ),
        )
        return []


def certainty(person: Person, verdict: Verdict) -> list[str]:
    """Return how sure the triage is, with references: the cause, for and against, what would settle it, the level."""
    first = verdict.first
    if person.level == EMERGENCY:
        return [say("sure_emergency"), *(rule.because for rule in verdict.rules[:1])]
    if first is None:
        return [say("sure_unknown"), say("examined"), say("level_surer")]
    if first.support < SURE and len(verdict.causes) > 1:
        opening = say("sure_several", causes=listed([cause.name for cause in verdict.causes]))
    else:
        opening = say("sure_clear" if first.support >= CLEARLY else "sure_fairly", cause=first.name)
    against = _reasons(person, first, first.speaks_against)
    open_matters = telling(person)[:1]
    return [
        opening,
        _for(person, first),
        say("against_it", reasons=listed(against)) if against else say("nothing_against"),
        *(say("settle", matter=matter) for matter in open_matters),
        say("examined"),
        say("level_surer"),
    ]


def so_far(person: Person, verdict: Verdict) -> list[str]:
    """Return what is still open before the triage."""
    asked = [words().matter(person.requested)] if person.requested else []
    matters = list(dict.fromkeys([*asked, *telling(person)]))[:MOST_OPEN]
    first = verdict.first
    leans = say("leaning", cause=first.name) if first and first.support >= SURE else say("no_leaning")
    return [
        say("too_early"),
        *([leans, _for(person, first)] if first and first.support >= SURE else [leans]),
        *([say("still_open", matters=listed(matters))] if matters else []),
    ]


def telling(person: Person) -> list[str]:
    """Return what is not known and would tell most, the most telling first, in words."""
    values = {slot: None if value == UNSURE else value for slot, value in person.values.items()}
    gains = {slot: information_gain(slot, values, table()) for slot in outline().causes if values.get(slot) is None}
    ranked = sorted((slot for slot in gains if gains[slot] >= SOME), key=lambda slot: -gains[slot])
    return [words().matter(slot) for slot in ranked]


def _reasons(person: Person, cause: Cause, slots: Sequence[str]) -> list[str]:
    """Return `slots` as reasons, each with the sources of its line of evidence."""
    backing = table().conditions[cause.id].backing
    said = []
    for slot in slots:
        for words_of_it in table().reasons((slot,), person.values):
            sources = [f"[{source}]" for source in backing[slot].sources if source != OUR_READING]
            said.append(f"{words_of_it} {''.join(sources)}".strip())
    return said[:MOST_REASONS]


def _for(person: Person, cause: Cause) -> str:
    reasons = _reasons(person, cause, cause.speaks_for)
    if reasons:
        return say("for_it", reasons=listed(reasons))
    common = table().conditions[cause.id].backing[PRIOR].sources
    return say("for_nothing", sources="".join(f"[{source}]" for source in common))
