"""Says how sure the assistant is, what speaks for and against, and what would settle it."""

from __future__ import annotations

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.interview import DONE
from actions.person import Person, person_of
from actions.verdict import SURE, Verdict, verdict_of
from actions.wording import listed, say
from knowledge.causes import table
from knowledge.interview import CLEAR, information_gain, outline
from knowledge.levels import EMERGENCY, URGENT
from knowledge.reply import block
from knowledge.safety import care
from knowledge.slots import UNSURE
from knowledge.sources import Citations, without_markers
from knowledge.words import words

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
        lead = [care()[person.level]["again"]] if person.level in (URGENT, EMERGENCY) else []
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
        opening = say("sure_clear" if first.support >= CLEAR else "sure_fairly", cause=first.name)
    against = table().reasons(first.speaks_against, person.values)[:MOST_REASONS]
    open_matters = telling(person)[:1]
    return [
        opening,
        _reasons(person, verdict),
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
        *([leans, _reasons(person, verdict)] if first and first.support >= SURE else [leans]),
        *([say("still_open", matters=listed(matters))] if matters else []),
    ]


def telling(person: Person) -> list[str]:
    """Return what is not known and would tell most, the most telling first, in words."""
    values = {slot: None if value == UNSURE else value for slot, value in person.values.items()}
    gains = {slot: information_gain(slot, values, table()) for slot in outline().causes if values.get(slot) is None}
    ranked = sorted((slot for slot in gains if gains[slot] >= SOME), key=lambda slot: -gains[slot])
    return [words().matter(slot) for slot in ranked]


def _reasons(person: Person, verdict: Verdict) -> str:
    """Return what speaks for the first cause, with the sources of its evidence."""
    if verdict.first is None:
        return ""
    reasons = table().reasons(verdict.first.speaks_for, person.values)[:MOST_REASONS]
    sources = "".join(f"[{source}]" for source in table().conditions[verdict.first.id].sources)
    return say("for_it", reasons=listed(reasons), sources=sources) if reasons else say("for_nothing", sources=sources)
