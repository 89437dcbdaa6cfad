"""Says what would change if something were otherwise ("what if it had popped?"); nothing is changed."""

from __future__ import annotations

from dataclasses import replace

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.person import Person, person_of
from actions.verdict import SURE, Verdict, verdict_of
from actions.wording import listed, say
from knowledge.levels import EMERGENCY, LEVELS, SELF_CARE, URGENT, judge
from knowledge.reply import block
from knowledge.safety import care, fill, once_more
from knowledge.slots import NO, SIGN_OF_SLOT, SIGNS, SLOTS, YES
from knowledge.sources import Citations, without_markers
from knowledge.words import words

MOST_RULES = 2
ANSWER = "answer"  # supposes an answer to the question put


class ActionWhatIf(Action):
    """Answers a supposition."""

    def name(self) -> str:
        """Return the name under which the domain lists it."""
        return "action_what_if"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[EventType]:
        """Utter the level and the first cause as they would be, with the rule that says so."""
        person = person_of(tracker)
        changes = supposed(person)
        said = what_if(person, changes)
        lead = (
            [once_more(judge(person.values, person.signs, at_least=person.level))]
            if person.level in (URGENT, EMERGENCY)
            else []
        )
        citations = Citations()
        dispatcher.utter_message(
            text=" ".join(citations.number(fill(part)) for part in [*lead, *said]),
            json_message=block(
                "answer",
                person.values,
                level=person.judged,
                topics=[cause.id for cause in verdict_of(otherwise(person, changes)).causes],
                citations=citations.blocks(),
                speech=" ".join(without_markers(part) for part in [*lead, *said]),
            ),
        )
        return []


def supposed(person: Person) -> dict[str, str]:
    """Return the slots and signs that the message supposes, with their values."""
    pairs = dict(value.split("=", 1) for value in person.supposed)
    if (answer := pairs.pop(ANSWER, None)) and person.requested:
        pairs[person.requested] = answer
    return pairs


def otherwise(person: Person, changes: dict[str, str]) -> Person:
    """Return the person as they would be; their level is judged anew.

    What follows is changed too: what is not swollen did not swell fast, and a sign goes with the slot it belongs to.
    """
    values = {**person.values, **{slot: value for slot, value in changes.items() if slot in SLOTS}}
    if changes.get("swelling_fast") == YES:
        values["swelling"] = YES
    if changes.get("swelling") == NO and values.get("swelling_fast") is not None:
        values["swelling_fast"] = NO
    kept = [sign for sign in person.signs if sign not in changes and changes.get(SIGN_OF_SLOT.get(sign, "")) != NO]
    signs = [*kept, *(sign for sign, value in changes.items() if sign in SIGNS and value == YES)]
    return replace(person, values=values, signs=tuple(signs), level=SELF_CARE)


def what_if(person: Person, changes: dict[str, str]) -> list[str]:
    """Return what would change, with references: the level with its rule, then the first cause."""
    now, then = verdict_of(person), verdict_of(otherwise(person, changes))
    anew = verdict_of(replace(person, level=SELF_CARE))
    clauses = [clause for slot, value in changes.items() if (clause := words().clause(slot, value))]
    opening = say("supposing", clauses=listed(list(dict.fromkeys(clauses))))
    same = then.level in (now.level, anew.level)
    level = say("level_same", level=words().levels[now.level]) if same else care()[then.level]["would"]
    held = {rule.id for rule in anew.rules}
    reasons = [rule.because for rule in then.rules if rule.id not in held or same][:MOST_RULES]
    graver = LEVELS.index(then.level) > LEVELS.index(now.level)
    return [
        f"{opening} {level}",
        *reasons,
        *(_cause(now, then) if then.level != EMERGENCY else ()),
        say("if_it_is_so") if graver else say("nothing_changed"),
    ]


def _cause(now: Verdict, then: Verdict) -> list[str]:
    if then.first is None:
        return []
    if then.first.support < SURE and len(then.causes) > 1:
        return [say("then_unclear", causes=listed([cause.name for cause in then.causes]))]
    if now.first is not None and now.first.id == then.first.id:
        return [say("cause_same", cause=then.first.name[0].upper() + then.first.name[1:])]
    return [say("then_first", cause=then.first.name)]
