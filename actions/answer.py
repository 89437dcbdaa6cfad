"""Answers a question from the passages, with what they rest on; says so when nothing fits."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.person import MOST_LAST, MOST_SAID, Person, person_of
from actions.references import article_on, where_from
from actions.wording import buttons, listed, say
from knowledge.causes import table
from knowledge.cues import cues
from knowledge.gate import ANSWER, CHOICE, REFUSE
from knowledge.levels import EMERGENCY, URGENT, Judgement, judge
from knowledge.passages import CAUSES
from knowledge.reply import block
from knowledge.safety import CRISIS, care, fill, once_more, safety_text
from knowledge.search import Finding, Searcher, searcher
from knowledge.sources import Citations
from knowledge.store import Hit

ASPECTS = {"report": ("signs", "what"), "report_and_ask": ("fix",), "ask_advice": ("fix",)}
DEEDS = frozenset({"fix", "avoid", "recovery"})  # kinds of passage that a report asks for in words of its own
REPORTS = frozenset({"report", "report_and_ask"})
SMALL_TALK = frozenset(
    {"greet", "goodbye", "thank", "chitchat", "ask_help", "ask_identity", "ask_person", "ask_reason", "frustrated"}
)
ANY_KNEE = "knee_strain"  # the topic of a sore knee of which nothing else is known
SAFETY = "utter_safety"
NEUTRAL = "what do I do"  # leaves the choice of passage to the aspect alone
LIKELY = 0.5  # support from which the first cause stands for "it" before there was a triage


class ActionAnswer(Action):
    """Answers the latest message."""

    def name(self) -> str:
        """Return the name under which the domain lists it."""
        return "action_answer"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[EventType]:
        """Utter the answer, a choice of two, or a refusal; return the topics now under discussion."""
        person = person_of(tracker)
        judgement = judge(person.values, person.signs, at_least=person.level)
        if any(rule.id == CRISIS for rule in judgement.rules):
            return _crisis(dispatcher, person, judgement)
        loop = asyncio.get_running_loop()
        finding = await loop.run_in_executor(None, find, searcher(), person)
        if finding.outcome == CHOICE:
            return _choice(dispatcher, person, finding)
        if finding.outcome == REFUSE:
            return _refusal(dispatcher, person)
        aside = about_the_last(person, finding)
        text, speech, citations = aside or answer_text(person, finding.hits)
        passages = [] if aside else [hit.passage.id for hit in finding.hits]
        if missing := _missing(person):
            text, speech = f"{missing} {text}", f"{missing} {speech}"
        if person.interview is None and person.intent in REPORTS and person.level not in (URGENT, EMERGENCY):
            kind = say("sympathy")
            text, speech = f"{kind} {text}", f"{kind} {speech}"
        told = person.interview is None and person.intent == "ask"
        dispatcher.utter_message(
            text=text,
            buttons=buttons("after_answer") if told and not person.known else [],
            json_message=block(
                "answer",
                person.values,
                level=person.judged,
                topics=finding.topics,
                citations=citations.blocks(),
                speech=speech,
            ),
        )
        rest = [topic for topic in person.topics if topic not in finding.topics]
        return [
            SlotSet("topics", [*finding.topics, *rest][:3]),
            SlotSet("said", [*passages, *person.said][:MOST_SAID]),
            SlotSet("last", person.text[:MOST_LAST]),
        ]


def find(search: Searcher, person: Person) -> Finding:
    """Find what answers the person: by the question itself, what it refers to, or what their symptoms point to."""
    if person.level == EMERGENCY:
        reasons = judge(person.values, person.signs, at_least=person.level).rules
        query = " ".join([*(rule.spoken for rule in reasons[:1]), person.text])
        return Finding(ANSWER, ("escalation",), search.about("escalation", ("escalate",), query))
    aspects = ASPECTS.get(person.intent, ())
    if person.level == URGENT and "fix" in aspects:
        aspects = ("avoid",)  # how to go on running is not for a knee that has to be seen first
    elif person.intent == "report_and_ask":
        # "..., is that the IT band?" is not asked for a fix: its own words tell what it wants.
        aspects = tuple(aspect for aspect in cues().wanted(person.text)[:1] if aspect in DEEDS)
    # What the first message tells was not under discussion before it.
    context = person.topics or (_pointed_at(person) if person.interview else ())
    if person.intent == "ask_advice":
        return _advice(search, person, aspects, context)
    urgent = person.level == URGENT
    finding = search.find(
        person.text, context=context, aspects=aspects, most=1, said=person.said, own=urgent, last=person.last
    )
    if urgent and finding.hits and finding.hits[0].passage.topic in CAUSES:
        # "How long till I can run?" is answered with what to leave alone until somebody has seen the knee.
        return replace(finding, hits=search.about(finding.topics[0], ("avoid", "escalate"), NEUTRAL))
    if finding.outcome == ANSWER and person.intent == "report_and_ask" and aspects:
        return replace(finding, hits=search.about(finding.topics[0], aspects, person.text))
    if finding.outcome == REFUSE and person.intent in REPORTS and (pointed := _pointed_at(person)):
        return Finding(ANSWER, pointed[:1], search.about(pointed[0], aspects or ("fix",), person.text))
    return finding


def _advice(search: Searcher, person: Person, aspects: Sequence[str], context: Sequence[str]) -> Finding:
    """Find what to do: about what the question names, else about what is under discussion or what symptoms point to."""
    if person.level != URGENT and not cues().leans(person.text):
        finding = search.find(person.text, context=context, aspects=aspects, most=1, said=person.said, last=person.last)
        if finding.outcome == ANSWER:
            return finding
    # Told of one's own knee, "what do I do?" is about that, whatever was asked in between ("does ice help?").
    own = _pointed_at(person) if person.interview else ()
    topic = next(iter((*own, *context, *_pointed_at(person))), ANY_KNEE)
    wanted = () if person.level == URGENT else cues().wanted(person.text)[:1]  # "when can I run again?"
    aspects = wanted or aspects
    query = NEUTRAL if person.level == URGENT else person.text
    return Finding(ANSWER, (topic,), search.about(topic, aspects, query))


def _missing(person: Person) -> str:
    """Return a word on what the question names and nothing here speaks of; empty where there is no such thing."""
    if person.intent != "ask" or person.level in (URGENT, EMERGENCY):
        return ""
    matters = searcher().silent_on(person.text)
    return say("silent", matter=listed(list(matters), "or")) if matters else ""


def _pointed_at(person: Person) -> tuple[str, ...]:
    """Return the cause that the symptoms point to, where they do."""
    first = table().rank(person.values)[0]
    return (first.id,) if person.known and first.support >= LIKELY else ()


def answer_text(person: Person, hits: Sequence[Hit]) -> tuple[str, str, Citations]:
    """Return the passages as text with [n], as speech, and the citations; at urgent and above the level comes first.

    Unless the safety message of this very turn has just said it.
    """
    citations = Citations(searcher().sources)
    parts, spoken = [], []
    if person.level in (URGENT, EMERGENCY) and SAFETY not in person.plan:
        level = judge(person.values, person.signs, at_least=person.level)
        parts.append(citations.number(once_more(level)))
        spoken.append(care()[person.level]["spoken"])
    for hit in hits:
        parts.append(citations.number(fill(hit.passage.text), hit.passage.id))
        spoken.append(fill(hit.passage.spoken))
    return "\n".join(parts), " ".join(spoken), citations


def about_the_last(person: Person, finding: Finding) -> tuple[str, str, Citations] | None:
    """Return what the last answer rests on, or where the article differs from it; None where neither was asked."""
    last = searcher().store.by_id.get(person.said[0]) if person.said else None
    if last is None or finding.topics[:1] != (last.topic,) or person.level in (URGENT, EMERGENCY):
        return None
    if cues().asks_article(person.text) and (told := article_on([last])):
        return told
    return where_from([last]) if cues().asks_sources(person.text) else None


def _crisis(dispatcher: CollectingDispatcher, person: Person, judgement: Judgement) -> list[EventType]:
    text, speech, citations = safety_text(judgement, again=True)
    dispatcher.utter_message(
        text=text,
        json_message=block(
            "safety", person.values, level=judgement.level, topics=judgement.topics, citations=citations, speech=speech
        ),
    )
    return []


def _inserted(plan: Sequence[str], step: str) -> list[str]:
    """Return the plan of the turn with `step` right after this action."""
    at = plan.index("action_answer") + 1
    return [*plan[:at], step, *plan[at:]]


def _choice(dispatcher: CollectingDispatcher, person: Person, finding: Finding) -> list[EventType]:
    names = searcher().store.passages.names
    first, second = (names[topic] for topic in finding.topics[:2])
    dispatcher.utter_message(
        text=say("choice", first=first, second=second),
        buttons=[{"title": name, "payload": name} for name in (first, second)],
        json_message=block("choice", person.values, level=person.judged),
    )
    return []


def _refusal(dispatcher: CollectingDispatcher, person: Person) -> list[EventType]:
    """Say that nothing fits; a first report that only lacks detail is met with sympathy, and the interview follows."""
    if person.intent in SMALL_TALK:
        return [SlotSet("plan", _inserted(person.plan, f"utter_{person.intent}"))]
    about_it = "knee" in person.text.lower() or bool(person.known)
    vague = person.intent in REPORTS and about_it and person.interview is None
    if vague:
        dispatcher.utter_message(text=say("sorry"), json_message=block("chat", person.values, level=person.judged))
        return []
    dispatcher.utter_message(
        text=say("refusal", person.refusals),
        buttons=[] if person.interview == "open" else buttons("after_answer"),
        json_message=block("refusal", person.values, level=person.judged),
    )
    events: list[EventType] = [SlotSet("refusals", person.refusals + 1)]
    if person.interview is None and not person.known:
        events.append(SlotSet("plan", []))  # nothing to interview about
    return events
