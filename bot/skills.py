"""Requests that steer the conversation: how sure it is, a what-if, the other knee, and how the knee is after a pause.

Read before the turn is judged, because some of them change slots first: `notes`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from rasa.shared.core.events import ActionExecuted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.nlu.sides import ENTITY as SIDE
from bot.nlu.sides import HELD
from bot.nlu.suppositions import ANSWER, MARK
from bot.nlu.suppositions import ENTITY as SUPPOSED
from knowledge.causes import table
from knowledge.coach.notes import Notes
from knowledge.coach.wishes import asks_outright, goes_on, wanted
from knowledge.levels import EMERGENCY, LEVELS, URGENT, judge
from knowledge.requests import HOW_NOW, requested
from knowledge.slots import SLOTS
from knowledge.visits import course, is_new

Entity = Mapping[str, Any]
CERTAINTY, WHAT_IF, FOLLOW_UP = "action_certainty", "action_what_if", "action_follow_up"
COACH = "action_coach"
WELCOME, LAST_TIME = "utter_welcome_back", "utter_last_time"
WELCOME_TO_PLAN = "utter_welcome_to_plan"
BETTER, SAME, WORSE, ANOTHER = "better", "same", "worse", "another"
FORGET, PRIVACY = "forget", "privacy"
NEWS, OTHER_KNEE = "news", "other_knee"  # NEWS: symptoms told after a pause
# What is asked of the coach: answered, answered as the interview opens, or a run that was told of.
COACHING, COACHING_FIRST, CHECK_IN = "coaching", "coaching_first", "check_in"
BEARABLE = frozenset({"severity", "duration", "load_increase", "age_band"})  # told in passing to the coach
AFTER_A_RUN = BEARABLE | {"stiffness", "night_or_rest_pain", "location"}
NUMBERS = frozenset({"severity", "duration", "age_band"})  # questions of the interview that a number answers
REPLIES: Mapping[str, tuple[str, ...]] = {
    "certainty": (CERTAINTY,),
    "what_if": (WHAT_IF,),
    BETTER: (FOLLOW_UP,),
    SAME: (FOLLOW_UP,),
    WORSE: ("utter_worse",),
    OTHER_KNEE: ("utter_other_knee",),
    PRIVACY: ("utter_privacy",),
    COACHING: (COACH,),
    COACHING_FIRST: (COACH,),
    CHECK_IN: (COACH,),
}
OPENING = frozenset({WORSE, NEWS, OTHER_KNEE, COACHING_FIRST})  # the interview begins again after these
AGAIN: Mapping[str, Any] = {"asked": {}, "signs": [], "interview": "open", "how_now": None}
ANEW: Mapping[str, Any] = {
    **AGAIN,
    "level": None,
    "said_level": None,
    "told": {},
    "topics": [],
    "last": None,
    "visit": None,
}
TWO_KNEES, LATER = "utter_two_knees", "utter_keep_for_later"


@dataclass(frozen=True)
class Skill:
    """What a message asks of the conversation, and what has to be set before the turn is judged."""

    heard: tuple[Entity, ...]  # the entities that count as told
    notes: Mapping[str, Any] = field(default_factory=dict)  # slots to set
    request: str | None = None
    remark: str | None = None  # a response that goes before the reply
    visit: bool = False  # the first message after a pause
    welcome: str = WELCOME  # how such a visitor is greeted


@dataclass(frozen=True)
class Scene:
    """The latest message and what stood before it."""

    tracker: DialogueStateTracker
    entities: tuple[Entity, ...]

    @property
    def text(self) -> str:
        """The message."""
        return str(self.tracker.latest_message.text or "") if self.tracker.latest_message else ""

    @property
    def now(self) -> float:
        """When it came, in seconds since 1970."""
        return float(self.tracker.latest_message.timestamp) if self.tracker.latest_message else 0.0

    @property
    def heard(self) -> tuple[Entity, ...]:
        """The entities that tell something of the knee or answer a question."""
        return tuple(entity for entity in self.entities if entity["entity"] not in (SUPPOSED, SIDE, HELD))

    @property
    def told(self) -> frozenset[str]:
        """The slots that the message tells of, and "sign" where it tells one."""
        return frozenset(str(entity["entity"]) for entity in self.heard) & {*SLOTS, "sign"}

    @property
    def begun(self) -> bool:
        """Whether the knee was spoken of before the message."""
        known = {slot for slot in SLOTS if self.get(slot) is not None} - self.told
        return bool(known) or self.get("interview") is not None

    @property
    def emergency(self) -> bool:
        """Whether the person was sent to an emergency department: then nothing is cleared."""
        return bool(self.get("level") == EMERGENCY)

    def get(self, slot: str) -> Any:
        """Return the value of `slot`."""
        return self.tracker.get_slot(slot)

    def said(self, name: str) -> list[str]:
        """Return the values of the entities `name`."""
        return [str(entity["value"]) for entity in self.entities if entity["entity"] == name]


def read_skill(tracker: DialogueStateTracker, entities: Sequence[Entity]) -> Skill:
    """Read what the latest message asks of the conversation; `entities` are those of the message."""
    scene = Scene(tracker, tuple(entities))
    if requested(scene.text, (FORGET,)):
        return Skill(scene.heard, request=FORGET)
    visit = scene.begun and is_new(scene.get("seen"), scene.now)
    notes: dict[str, Any] = {"seen": scene.now}
    if visit:
        notes |= {"visit": _last_visit(scene), "told": {}}
    found = _coach(scene)
    if scene.begun and found is None:
        found = _what_if(scene) or _how_now(scene, visit) or _other_knee(scene) or _doubt(scene)
    skill = found or _privacy(scene) or _knees(scene)
    coached = Notes.of(scene.get("coach"))
    if visit and coached.plan:
        notes["coach"] = coached.with_(asked="run").slot()
        skill = replace(skill, welcome=WELCOME_TO_PLAN)
    return replace(skill, notes={**notes, **skill.notes}, visit=visit)


def greeted(visit: bool, request: str | None, intent: str, reply: list[str], welcome: str = WELCOME) -> list[str]:
    """Return `reply` with what was known the last time, and "how is it now?" unless the message has told that.

    What somebody asks or tells goes first; a mere greeting is answered by it alone.
    """
    if not visit or request in (OTHER_KNEE, CHECK_IN):
        return reply
    if request in HOW_NOW:
        return [LAST_TIME, *reply]
    if request == NEWS:
        return [*reply, LAST_TIME]
    return [welcome] if intent == "greet" else [*reply, welcome]


def _coach(scene: Scene) -> Skill | None:
    """Read what is asked of the coach, and the answer to what it asked itself.

    A complaint told with it goes to the interview too; one told without an explicit wish is no answer to the coach.
    """
    asked = "" if scene.get("requested_slot") in NUMBERS else Notes.of(scene.get("coach")).asked
    topic = str(next(iter(scene.get("topics") or ()), ""))
    wish = wanted(scene.text, asked) or goes_on(scene.text, topic, Notes.of(scene.get("coach")))
    if wish is None:
        return None
    complaint = scene.told - BEARABLE
    if wish == "check_in":
        # "It was sore next morning" tells of the run, and the level is judged all the same.
        calm = scene.told <= AFTER_A_RUN and (_coached(scene) or not _sore(scene))
        return Skill(scene.heard, request=CHECK_IN if calm else COACHING_FIRST)
    if complaint and not asks_outright(scene.text):
        return None
    needs_triage = wish == "back" and scene.get("interview") != "done" and not Notes.of(scene.get("coach")).plan
    return Skill(scene.heard, request=COACHING_FIRST if complaint or needs_triage else COACHING)


def _coached(scene: Scene) -> bool:
    """Tell whether the knee has been looked at, or the coach has asked how a run was."""
    notes = Notes.of(scene.get("coach"))
    return bool(notes.plan or notes.asked in ("run", "morning") or scene.get("interview") == "done")


def _sore(scene: Scene) -> bool:
    """Tell whether more than a mild complaint is told, which nobody has looked at yet."""
    values = {str(entity["entity"]): entity["value"] for entity in scene.heard}
    return bool(scene.told - BEARABLE) or values.get("severity") in ("moderate", "severe")


def _what_if(scene: Scene) -> Skill | None:
    """Take back what the message only supposes."""
    supposed = scene.said(SUPPOSED)
    answers = [value for value in supposed if value.startswith(f"{ANSWER}=")]
    if not supposed or (answers and scene.get("requested_slot") not in SLOTS):
        return None
    heard = tuple(entity for entity in scene.heard if not entity.get(MARK))
    return Skill(heard, _as_before(scene, scene.told - {str(entity["entity"]) for entity in heard}), "what_if")


def _how_now(scene: Scene, visit: bool) -> Skill | None:
    """Read the answer to "how is it now?", or what somebody tells by themselves after a pause."""
    if not (visit or scene.get("how_now")):
        return None
    said = requested(scene.text, HOW_NOW) if "?" not in scene.text else None
    if said == ANOTHER:
        return Skill(scene.heard, request=ANOTHER)
    if said == SAME and scene.get("interview") == "open":
        return Skill(scene.heard, {"how_now": None}, NEWS)  # where it was left
    if said in (BETTER, SAME):
        days = (scene.now - float((scene.get("visit") or {}).get("since") or scene.get("seen") or scene.now)) // 86_400
        older = {} if "duration" in scene.told else {"duration": course().aged(scene.get("duration"), int(days))}
        return Skill(scene.heard, {"how_now": None, **older}, said)
    if said is None and not scene.told:
        return None
    cleared = {slot: None for slot in course().changing if slot not in scene.told}
    return Skill(scene.heard, {"how_now": None} if scene.emergency else {**cleared, **AGAIN}, said or NEWS)


def _other_knee(scene: Scene) -> Skill | None:
    """Begin anew with the other knee, keeping what is true of the person."""
    knees = scene.get("knees") or {}
    another = knees.get("other") or knees.get("done")  # not yet spoken of, or spoken of before
    names = ("other_knee", "other_one") if another else ("other_knee",)
    asked = requested(scene.text, names) and scene.said(SIDE) != [knees.get("now")]
    told_of = _told_of_other(scene, knees) and scene.get("interview") == "done"
    if not (asked or told_of):
        return None
    if scene.emergency:
        return Skill(scene.heard, request=OTHER_KNEE)  # it has to wait
    dropped = [slot for slot in SLOTS if slot not in (*course().of_the_person, *scene.told)]
    now = (scene.said(SIDE) or [another or "other"])[0]
    held = {slot: value for slot, value in (knees.get("told") or {}).items() if slot not in scene.told}
    return Skill(
        scene.heard,
        {**dict.fromkeys(dropped), **held, **ANEW, "knees": {"now": now, "done": knees.get("now", "first")}},
        OTHER_KNEE,
    )


def _doubt(scene: Scene) -> Skill | None:
    """Read "how sure are you?"; said right after an answer on something else it is meant of that answer."""
    if scene.told:
        return None
    steps = _steps_before(scene.tracker)
    judged = not steps or "action_answer" not in steps or "action_triage" in steps
    topic = (scene.get("topics") or [""])[0]
    asked = requested(scene.text, ("doubt", "certainty"))
    meant = judged or (asked == "certainty" and topic in table().conditions)
    return Skill(scene.heard, request="certainty") if asked and meant else None


def _privacy(scene: Scene) -> Skill | None:
    """Read a question about what is kept of the person."""
    return Skill(scene.heard, request=PRIVACY) if not scene.told and requested(scene.text, (PRIVACY,)) else None


def _knees(scene: Scene) -> Skill:
    """Keep which knee is spoken of; say so where there are two, and leave the other one for later."""
    knees = scene.get("knees") or {}
    side = next(iter(scene.said(SIDE)), "")
    now, _, other = side.partition(">")
    if other and not knees.get("other"):
        held = dict(value.split("=", 1) for value in scene.said(HELD))
        return Skill(scene.heard, {"knees": {"now": now, "other": other, "told": held}}, remark=TWO_KNEES)
    if now and not knees:
        return Skill(scene.heard, {"knees": {"now": now}})
    if _told_of_other(scene, knees) and not _alarming(scene):
        if requested(scene.text, ("mixed_up",)):
            return Skill(scene.heard, {"knees": {**knees, "now": now}})
        rest = tuple(entity for entity in scene.heard if entity["entity"] not in scene.told)
        held = {str(one["entity"]): one["value"] for one in scene.heard if one["entity"] in scene.told & set(SLOTS)}
        later = {**knees, "other": now, "told": {**(knees.get("told") or {}), **held}}
        return Skill(rest, {**_as_before(scene, scene.told), "knees": later}, remark=LATER)
    return Skill(scene.heard)


def _told_of_other(scene: Scene, knees: Mapping[str, str]) -> bool:
    """Tell whether the message tells of the knee that is not spoken of now."""
    sides = scene.said(SIDE)
    return bool(scene.told and sides and knees.get("now") in ("left", "right") and sides[0] not in ("", knees["now"]))


def _alarming(scene: Scene) -> bool:
    """Tell whether what is told deserves a level of urgent or more by itself: then it counts, whichever the knee."""
    values = {str(entity["entity"]): entity["value"] for entity in scene.heard if entity["entity"] in SLOTS}
    return LEVELS.index(judge(values, scene.said("sign")).level) >= LEVELS.index(URGENT)


def _as_before(scene: Scene, slots: frozenset[str]) -> dict[str, Any]:
    """Return `slots` with the values that they had before the message."""
    before: dict[str, Any] = dict.fromkeys(slots - {"sign"})
    for event in scene.tracker.applied_events():
        if event is scene.tracker.latest_message:
            break
        if isinstance(event, SlotSet) and event.key in before:
            before[event.key] = event.value
    return before


def _last_visit(scene: Scene) -> dict[str, Any]:
    """Return the slot `visit`: what the design allows to keep of the visit before this one."""
    told, earlier = scene.get("told") or {}, scene.get("visit") or {}
    before = {**{slot: scene.get(slot) for slot in SLOTS}, **_as_before(scene, scene.told)}
    return {
        "since": earlier.get("since") or scene.get("seen"),
        "date": scene.get("seen"),
        "level": scene.get("level") or LEVELS[0],
        "cause": told.get("cause") or earlier.get("cause") or "",
        "known": {slot: value for slot, value in before.items() if value is not None},
    }


def _steps_before(tracker: DialogueStateTracker) -> list[str]:
    """Return the actions run in the turn before the latest message."""
    steps: list[str] = []
    heard = 0
    for event in reversed(tracker.events):
        heard += isinstance(event, UserUttered)
        if heard == 2:
            break
        if heard == 1 and isinstance(event, ActionExecuted):
            steps.append(str(event.action_name))
    return steps
