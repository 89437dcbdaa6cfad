"""What goes on in one turn: what the user said, what is known, and which steps answer it.

A pure reading of the tracker and a pure plan, so that both can be tested without a server.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rasa.shared.core.events import ActionExecuted, BotUttered, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.nlu.answers import BARE
from bot.nlu.summary import asks_for_summary
from bot.skills import (
    ANOTHER,
    CERTAINTY,
    COACH,
    FOLLOW_UP,
    FORGET,
    LATER,
    OPENING,
    REPLIES,
    SAME,
    WELCOME,
    WHAT_IF,
    greeted,
    read_skill,
)
from bot.tracker_store import FORGOTTEN, FORGOTTEN_IN_DANGER
from knowledge.cues import cues
from knowledge.levels import EMERGENCY, LEVELS, URGENT, Judgement, judge, settled
from knowledge.slots import NO, SAFE_ANSWER, SIGN_OF_SLOT, SLOTS, UNSURE

FORM = "interview_form"
LISTEN = "action_listen"
ANSWER, TRIAGE, TROUBLE = "action_answer", "action_triage", "utter_trouble"
SUMMARY = "action_summary"
SAFETY, SAFETY_AGAIN = "utter_safety", "utter_safety_again"
STOP, SHORT_CUT = "utter_stop", "utter_short_cut"
RESTART, END_LOOP = "action_restart", "action_deactivate_loop"
QUESTIONS = frozenset({"ask", "report_and_ask", "ask_advice"})
UNSURE_INTENT = "nlu_fallback"
ASK_SUMMARY = "ask_summary"  # told by the words alone; the classifier does not know it
SMALL_TALK = frozenset(
    {"greet", "goodbye", "thank", "chitchat", "ask_help", "ask_identity", "ask_person", "ask_reason", "frustrated"}
)
BY_ITSELF = frozenset({"ask_person", "ask_advice", "stop"})  # clear whatever was said before
COURTESY = frozenset({"greet", "goodbye", "thank", "start_over", "ask_identity"})  # said after an answer too
SURE = 0.82  # least confidence at which these are believed
UNPLACED = frozenset({"out_of_scope", UNSURE_INTENT})  # the search decides whether a passage fits after all
ANSWERING = frozenset({"affirm", "deny", "unsure"})
REMOTE = frozenset({ANSWER, TRIAGE, SUMMARY, FORM, CERTAINTY, WHAT_IF, FOLLOW_UP, COACH})
UNCLEAR = {"unclear_danger": URGENT, "unclear_emergency": EMERGENCY}
LEAVING = {"stop": STOP, "goodbye": "utter_goodbye"}
DONE = "done"


@dataclass(frozen=True)
class Turn:
    """One user message with what stood before it."""

    intent: str
    entities: frozenset[str]  # names of what was read from the message
    loop: bool  # the interview is under way
    interview: str | None  # "open" once it has begun, "done" after the triage
    judgement: Judgement
    said_level: str  # the gravest level spoken of before this message
    signs: tuple[str, ...]  # every sign said so far and not taken back
    reopened: tuple[str, ...] = ()  # slots answered harmlessly before, of which danger is suspected now
    utterances: frozenset[str] = frozenset()  # the responses that the domain has
    request: str | None = None  # what it asks of the conversation itself (`bot.skills`)
    remark: str | None = None  # a response that goes before the reply
    visit: bool = False  # the first message after a pause
    welcome: str = WELCOME  # how such a visitor is greeted
    notes: Mapping[str, Any] = field(default_factory=dict)  # slots to set before all else

    @property
    def rises(self) -> bool:
        """Tell whether the level is now urgent or worse and above what was spoken of."""
        level = LEVELS.index(self.judgement.level)
        return level >= LEVELS.index(URGENT) and level > LEVELS.index(self.said_level)

    @property
    def emergency(self) -> bool:
        """Tell whether the level is emergency."""
        return self.judgement.level == EMERGENCY


def read_turn(tracker: DialogueStateTracker, utterances: Sequence[str] = ()) -> Turn:
    """Read the turn that the latest user message opens."""
    message = tracker.latest_message
    asked = tracker.get_slot("requested_slot")
    said = list(message.entities) if message else []
    skill = read_skill(tracker, [one for one in said if BARE.get(one["entity"], asked) == asked])
    entities = skill.heard
    slots = {**tracker.current_slot_values(), **skill.notes}
    intent = message.intent if message else {}
    values = {name: slots.get(name) for name in SLOTS}
    denied = {entity["entity"] for entity in entities if entity.get("value") == NO}
    kept = [sign for sign in slots["signs"] or [] if SIGN_OF_SLOT.get(sign) not in denied]
    said_now = [str(entity["value"]) for entity in entities if entity.get("entity") == "sign"]
    told_now = {str(entity["entity"]) for entity in entities}
    reopened = tuple(s for s in said_now if values.get(s) == SAFE_ANSWER.get(s, UNSURE) and s not in told_now)
    values.update(dict.fromkeys(reopened))
    new = [sign for sign in said_now if values.get(sign) is None]  # no suspicion of what is answered already
    signs = tuple(dict.fromkeys([*kept, *new]))
    answered = {name for name in kept if values.get(name) is not None}
    signs = tuple(sign for sign in signs if sign not in answered)
    signs = explained(values, signs)
    floor = None if answered or _takes_back(tracker, entities) else slots["level"]
    judgement = judge(values, signs, at_least=floor)
    past = settled(values, signs)
    signs = tuple(sign for sign in signs if sign not in past)
    spoken = slots["said_level"] or LEVELS[0]
    pending = bool(asked) and tracker.active_loop_name == FORM
    return Turn(
        intent=_intent(
            intent,
            bool(told_now if pending else told_now - {"answer"}),  # where nothing was asked, nothing is answered
            bool(slots["topics"]) and not skill.visit,
            str(message.text or "") if message else "",
            pending,
        ),
        entities=frozenset(str(entity["entity"]) for entity in entities),
        loop=tracker.active_loop_name == FORM,
        interview=slots["interview"],
        judgement=judgement,
        said_level=min(spoken, judgement.level, key=LEVELS.index),
        signs=signs,
        reopened=reopened,
        utterances=frozenset(utterances),
        request=skill.request,
        remark=skill.remark,
        visit=skill.visit,
        welcome=skill.welcome,
        notes=skill.notes,
    )


def explained(values: Mapping[str, Any], signs: tuple[str, ...]) -> tuple[str, ...]:
    """Return `signs` without the suspicions that cannot be named, where what is known is as grave by itself."""
    named = tuple(sign for sign in signs if sign not in UNCLEAR)
    level = LEVELS.index(judge(values, named).level)
    return tuple(sign for sign in signs if sign not in UNCLEAR or LEVELS.index(UNCLEAR[sign]) > level)


def _intent(intent: Mapping[str, Any], told: bool, discussing: bool, text: str, asked: bool) -> str:
    """Return the intent; what is not sure to be small talk counts as unplaced.

    It may hide a question, and the search decides that better. After an answer most of what tells nothing and is no
    courtesy goes on about it ("seems a lot", "my physio says the opposite"), and what only makes sense there ("why?")
    is a question, unless the interview has just asked something itself.
    """
    if asks_for_summary(text):
        return ASK_SUMMARY
    name = str(intent.get("name") or UNSURE_INTENT)
    if name == "report" and text.rstrip().endswith("?"):
        name = "report_and_ask"  # "I'm 71, does that change anything?"
    sure = float(intent.get("confidence") or 0.0) >= SURE
    clear = BY_ITSELF | {"frustrated"} if asked else BY_ITSELF
    plain = (sure and name in clear) or (asked and name in ANSWERING | {"ask_reason"})
    if discussing and not told and not plain:
        if cues().asks_on(text):
            return "ask"
        return name if name in QUESTIONS or (sure and name in ANSWERING | COURTESY) else UNSURE_INTENT
    return UNSURE_INTENT if name in SMALL_TALK and not sure and not plain else name


def _takes_back(tracker: DialogueStateTracker, entities: Sequence[Mapping[str, Any]]) -> bool:
    """Tell whether the message gives a slot another value than it had: only then may the level fall."""
    told = {str(entity["entity"]) for entity in entities} & set(SLOTS)
    if any(entity["entity"] == "answer" for entity in entities):
        told.add(str(tracker.get_slot("requested_slot")))
    if not told:
        return False
    before: dict[str, Any] = dict((tracker.get_slot("visit") or {}).get("known") or {})
    changed = False
    spoken = False
    for event in tracker.applied_events():
        if isinstance(event, UserUttered):
            spoken = event is tracker.latest_message
        elif isinstance(event, SlotSet) and event.key in told and event.value is not None:
            changed = changed or (spoken and before.get(event.key) not in (None, event.value))
            before[event.key] = event.value
    return changed


def steps_of(tracker: DialogueStateTracker) -> tuple[list[str], bool]:
    """Return the actions run since the user spoke, and whether the last one, a remote one, had no effect.

    A remote action without effect means that the action server is down or failed.
    """
    steps: list[str] = []
    effects = [0]
    for event in reversed(tracker.events):
        if isinstance(event, UserUttered):
            break
        if isinstance(event, ActionExecuted):
            steps.append(str(event.action_name))
            effects.append(0)
        elif isinstance(event, BotUttered) or (
            isinstance(event, SlotSet) and event.key in ("interview", "asked", "plan")
        ):
            effects[-1] += 1
    silent = bool(steps) and steps[0] in REMOTE and effects[0] == 0
    return steps[::-1], silent


def plan(turn: Turn) -> list[str]:
    """Return the steps that answer the turn, in order; an empty list leaves it to the rules and stories.

    Safety goes first, then what the user asked, then stop and start over; then the interview goes on by itself. After
    what is forgotten nothing goes on.
    """
    told = bool(turn.entities)
    if turn.request == ANOTHER or (turn.intent == "start_over" and not told and turn.request is None):
        return [RESTART, LISTEN]
    steps: list[str] = [SAFETY] if turn.rises else []
    if turn.request == FORGET:
        return [*steps, FORGOTTEN_IN_DANGER if turn.emergency else FORGOTTEN, LISTEN]
    if turn.emergency:
        return [*steps, *_in_emergency(turn), *([END_LOOP] if turn.loop else []), LISTEN]
    if turn.intent in LEAVING and not told and turn.loop and turn.request is None:
        return [*steps, LEAVING[turn.intent], END_LOOP, LISTEN]
    if turn.intent == "frustrated" and not told and turn.loop and turn.request is None:
        return [*steps, SHORT_CUT, END_LOOP, TRIAGE, LISTEN]
    steps += _reply(turn)
    if _interviews(turn):
        return [*steps, FORM, TRIAGE, LISTEN]
    return [*steps, *([END_LOOP] if turn.loop else []), LISTEN] if steps else []


def _in_emergency(turn: Turn) -> list[str]:
    again = [] if turn.rises else [SAFETY_AGAIN]
    if "suicidal" in turn.signs:
        return again  # the crisis line, and nothing on paper that others may read
    if turn.intent == ASK_SUMMARY:
        return [*again, SUMMARY]
    if turn.rises:
        return []
    if turn.request is not None:
        return again if turn.request in OPENING | {SAME} else list(REPLIES.get(turn.request, ()))
    if turn.intent in QUESTIONS | UNPLACED:
        return [ANSWER]
    utterance = f"utter_{turn.intent}"
    said = [utterance] if utterance in turn.utterances and not turn.entities else again
    alone = turn.visit and not turn.entities and turn.intent not in LEAVING
    return greeted(alone, turn.request, turn.intent, said, turn.welcome)


def _reply(turn: Turn) -> list[str]:
    """Return what answers the message itself, before the interview goes on."""
    remark = [turn.remark] if turn.remark else []
    reply = list(REPLIES.get(turn.request or "", ())) or _usual_reply(turn)
    return [
        *remark,
        *greeted(turn.visit and turn.intent not in LEAVING, turn.request, turn.intent, reply, turn.welcome),
    ]


def _usual_reply(turn: Turn) -> list[str]:
    if turn.intent == ASK_SUMMARY:
        return [SUMMARY]
    told = bool(turn.entities)
    reports = turn.intent == "report" or (turn.intent in SMALL_TALK and bool(turn.entities - {"answer"}))
    first_report = reports and turn.interview is None
    unplaced = turn.intent in UNPLACED and not (turn.loop and told) and turn.remark != LATER
    if turn.intent in QUESTIONS or first_report or unplaced:
        return [ANSWER]
    if not (turn.loop or turn.visit) or told or turn.intent in ANSWERING:
        return []
    aside = (f"utter_{turn.intent}_aside", f"utter_{turn.intent}")[turn.visit :]
    return [utterance for utterance in aside if utterance in turn.utterances][:1]


def _interviews(turn: Turn) -> bool:
    if turn.request in OPENING:
        return True
    if turn.request is not None or turn.visit:
        return turn.loop and not turn.visit
    told = bool(turn.entities - {"answer"})
    opens = turn.intent in ("report", "report_and_ask") or (turn.intent == "ask_advice" and turn.interview is None)
    return turn.loop or opens or (told and turn.intent != "out_of_scope")
