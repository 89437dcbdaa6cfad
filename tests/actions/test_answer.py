"""Answers: passages with their sources, safety first, choices, refusals that vary, and follow-ups."""

from __future__ import annotations

import re
from typing import Any

import pytest

from actions import answer as module
from actions.answer import SMALL_TALK, ActionAnswer, find
from actions.person import person_of
from actions.wording import say
from knowledge.passages import TOPICS
from knowledge.safety import care
from knowledge.search import Finding, searcher
from knowledge.settings import settings
from tests.actions.people import Outcome, run, tracker

FRANCE = "what is the capital of France"
NAMES = {passage.topic: passage.name for passage in searcher().store.passages}
OUTER: dict[str, Any] = {"location": "outer", "outer_tightness": "yes"}


def ask(text: str = "what is IT band syndrome", intent: str = "ask", **slots: Any) -> Outcome:
    return run(ActionAnswer(), text, intent, **slots)


def first(text: str) -> str:
    return text.partition(" [")[0]


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("what is IT band syndrome", "itbs"),
        ("how do I find out my cadence", "cadence"),
        ("does running ruin your knees", "running_myth"),
        ("when should I go to a hospital with my knee", "escalation"),
        ("how often should I replace my running shoes", "shoes_replace"),
    ],
)
def test_a_question_is_answered_with_sources(text: str, topic: str) -> None:
    outcome = ask(text)
    block = outcome.blocks[0]
    assert (block["kind"], block["topics"]) == ("answer", [topic])
    assert "level" not in block, "nothing was judged"
    assert block["known"] == {}
    numbers = [int(number) for number in re.findall(r"\[(\d+)\]", outcome.text)]
    assert (
        list(dict.fromkeys(numbers))
        == [citation["n"] for citation in block["citations"]]
        == list(range(1, len(block["citations"]) + 1))
    )
    assert all(citation["id"].split(".")[0] == topic for citation in block["citations"])
    assert "[" not in block["speech"]
    assert outcome.slots["topics"] == [topic]
    assert outcome.buttons == ["My knee hurts", "What else can you do?"]


@pytest.mark.parametrize(
    "slots", [{"pop": "no"}, {"interview": "open"}, {"interview": "done", **OUTER}], ids=["known", "open", "done"]
)
def test_no_offers_once_the_runner_has_told_something(slots: dict[str, Any]) -> None:
    outcome = ask(**slots)
    assert outcome.buttons == []
    assert outcome.blocks[0]["level"] == "self_care"


def test_topics_under_discussion_keep_the_newest_first() -> None:
    assert ask(topics=["cadence", "itbs", "terrain"]).slots["topics"] == ["itbs", "cadence", "terrain"]
    assert ask(topics=["cadence", "terrain", "downhill"]).slots["topics"] == ["itbs", "cadence", "terrain"]


@pytest.mark.parametrize("interview", [None, "done"], ids=["before triage", "after triage"])
def test_advice_is_about_what_was_found(interview: str | None) -> None:
    topics = ["runners_knee", "itbs"] if interview else []
    known = OUTER if interview is None else {"location": "front"}
    outcome = ask("what should I do about it", "ask_advice", interview=interview, topics=topics, **known)
    assert outcome.blocks[0]["topics"] == ["runners_knee" if interview else "itbs"]
    assert ".fix" in outcome.blocks[0]["citations"][0]["id"]


def test_advice_without_anything_known_is_care_for_a_strain() -> None:
    assert ask("what should I do", "ask_advice").blocks[0]["topics"] == ["knee_strain"]


def test_a_follow_up_goes_to_the_topic_under_discussion() -> None:
    assert ask("how long does that take?", topics=["itbs"]).blocks[0]["topics"] == ["itbs"]


@pytest.mark.parametrize("text", ["what should I do", "can I still run", "how long does that take?"])
def test_at_urgent_the_level_comes_first(text: str) -> None:
    known = {"night_or_rest_pain": "yes", "location": "front"}
    outcome = ask(text, "ask_advice", topics=["runners_knee"], level="urgent", **known)
    assert outcome.text.startswith(first(care()["urgent"]["again"]))
    assert outcome.blocks[0]["speech"].startswith(care()["urgent"]["spoken"])
    assert outcome.blocks[0]["level"] == "urgent"
    assert {citation["id"] for citation in outcome.blocks[0]["citations"][1:]} == {"runners_knee.avoid"}


@pytest.mark.parametrize(
    ("intent", "slots", "kind"),
    [
        ("report", {}, True),
        ("report_and_ask", {}, True),
        ("ask", {}, False),
        ("report", {"interview": "open"}, False),
        ("report", {"level": "urgent", "night_or_rest_pain": "yes"}, False),
    ],
    ids=["report", "report with a question", "question", "later on", "urgent"],
)
def test_a_first_report_is_met_with_sympathy(intent: str, slots: dict[str, Any], kind: bool) -> None:
    outcome = ask("the outer side of my knee hurts when I run", intent, **{**OUTER, **slots})
    assert outcome.text.startswith(say("sympathy")) is kind
    assert outcome.blocks[0]["speech"].startswith(say("sympathy")) is kind


@pytest.mark.parametrize(
    ("text", "intent", "missing"),
    [
        ("is yoga good for runner's knee", "ask", "yoga or Pilates"),
        ("does ice help runner's knee", "ask", ""),
        ("I do yoga and have runner's knee, what do I do", "ask_advice", ""),
    ],
)
def test_what_nothing_speaks_of_is_said(text: str, intent: str, missing: str) -> None:
    outcome = ask(text, intent, topics=["runners_knee"])
    said = say("silent", matter=missing) if missing else say("silent").split("{")[0]
    assert outcome.text.startswith(said) is bool(missing)
    assert outcome.blocks[0]["speech"].startswith(said) is bool(missing)


def test_the_level_is_not_said_twice_in_one_turn() -> None:
    known = {"night_or_rest_pain": "yes", "location": "front", "level": "urgent"}
    outcome = ask("how long does that take?", topics=["runners_knee"], plan=["utter_safety", "action_answer"], **known)
    assert first(care()["urgent"]["again"]) not in outcome.text
    assert {citation["id"] for citation in outcome.blocks[0]["citations"]} == {"runners_knee.avoid"}


def test_the_level_rests_on_what_its_reason_rests_on() -> None:
    outcome = ask("how long does that take?", topics=["runners_knee"], calf_swelling="yes", level="urgent")
    assert "blood clot" not in outcome.text
    assert outcome.blocks[0]["citations"][0]["title"] == "Deep vein thrombosis (DVT)"


@pytest.mark.parametrize("intent", ["ask", "ask_advice", "nlu_fallback"])
@pytest.mark.parametrize(
    ("slots", "passage"),
    [
        ({"deformity": "yes"}, "escalation.escalate-injury"),
        ({"numb_or_cold": "yes"}, "escalation.escalate-numb-cold"),
        ({"breathless_or_chest_pain": "yes", "calf_swelling": "yes"}, "escalation.escalate-calf-chest"),
        ({"fever_or_hot_red": "yes", "signs": ["fever", "hot_red_knee"]}, "escalation.escalate-infection"),
    ],
    ids=["changed shape", "numb", "clot", "infection"],
)
def test_an_emergency_answers_with_what_is_the_matter(intent: str, slots: dict[str, Any], passage: str) -> None:
    outcome = ask("what should I do", intent, level="emergency", topics=["itbs"], **slots)
    block = outcome.blocks[0]
    assert outcome.text.startswith(first(care()["emergency"]["again"]))
    assert settings().emergency_number in outcome.text
    assert (block["kind"], block["topics"], block["level"]) == ("answer", ["escalation"], "emergency")
    assert passage in {citation["id"] for citation in block["citations"]}
    assert outcome.buttons == []


def test_whoever_wants_to_die_is_not_told_about_knees() -> None:
    outcome = ask("what should I do", "ask", level="emergency", signs=["suicidal"])
    assert outcome.text.startswith("Please talk to someone right now: ")
    assert settings().crisis_line in outcome.text
    assert (outcome.blocks[0]["kind"], outcome.blocks[0]["level"]) == ("safety", "emergency")


def test_refusals_take_turns() -> None:
    said, refusals = [], 0
    for _ in range(4):
        outcome = ask(FRANCE, refusals=refusals)
        assert outcome.blocks[0]["kind"] == "refusal"
        assert "citations" not in outcome.blocks[0]
        said.append(outcome.text)
        refusals = outcome.slots["refusals"]
    assert refusals == 4
    assert len(set(said[:3])) == 3
    assert said[3] == said[0]


@pytest.mark.parametrize(
    ("slots", "plan", "offers"),
    [({}, [], True), ({"pop": "no"}, None, True), ({"interview": "open", "pop": "no"}, None, False)],
    ids=["nothing to interview about", "something known", "in the interview"],
)
def test_what_a_refusal_does_to_the_turn(slots: dict[str, Any], plan: list[str] | None, offers: bool) -> None:
    outcome = ask(FRANCE, plan=["action_answer", "interview_form"], **slots)
    assert outcome.slots.get("plan") == plan
    assert bool(outcome.buttons) is offers


@pytest.mark.parametrize("intent", sorted(SMALL_TALK))
def test_doubtful_small_talk_that_fits_nothing_is_met_as_such(intent: str) -> None:
    outcome = ask(FRANCE, intent, plan=["action_answer", "interview_form", "action_listen"])
    assert outcome.messages == []
    assert outcome.slots == {"plan": ["action_answer", f"utter_{intent}", "interview_form", "action_listen"]}


def finding(monkeypatch: pytest.MonkeyPatch, found: Finding) -> None:
    monkeypatch.setattr(module, "find", lambda search, person: found)


@pytest.mark.parametrize(
    ("text", "slots", "kind"),
    [
        ("my knee is odd", {}, "chat"),
        ("it is odd", {"pop": "no"}, "chat"),
        ("it is odd", {}, "refusal"),
    ],
    ids=["a knee", "something known", "neither"],
)
def test_a_vague_report_is_met_with_sympathy(
    monkeypatch: pytest.MonkeyPatch, text: str, slots: dict[str, Any], kind: str
) -> None:
    finding(monkeypatch, Finding("refuse", (), ()))
    outcome = ask(text, "report", **slots)
    assert outcome.blocks[0]["kind"] == kind
    assert (outcome.text == say("sorry")) is (kind == "chat")


@pytest.mark.parametrize("second", TOPICS[1:])
def test_a_choice_offers_two_names(monkeypatch: pytest.MonkeyPatch, second: str) -> None:
    finding(monkeypatch, Finding("choice", (TOPICS[0], second), ()))
    outcome = ask("hills or bands")
    assert outcome.buttons == [NAMES[TOPICS[0]], NAMES[second]]
    assert outcome.text == f"Do you mean {NAMES[TOPICS[0]]} or {NAMES[second]}?"
    assert outcome.blocks[0]["kind"] == "choice"
    assert outcome.slots == {}


@pytest.mark.parametrize("topic", TOPICS)
def test_what_a_choice_offers_is_understood(topic: str) -> None:
    assert searcher().find(NAMES[topic]).topics[:1] == (topic,)


@pytest.mark.parametrize(
    ("intent", "asked", "aspects"),
    [
        ("report", "", {"signs", "what"}),
        ("report_and_ask", ", what do I do?", {"fix"}),
        ("report_and_ask", ", is that the IT band?", {"signs", "what"}),
        ("ask_advice", "", {"fix"}),
    ],
)
def test_the_kind_of_passage_follows_the_intent(intent: str, asked: str, aspects: set[str]) -> None:
    person = person_of(tracker(f"the outer side of my knee hurts when I run{asked}", intent, **OUTER))
    found = find(searcher(), person)
    assert found.topics == ("itbs",)
    assert found.hits[0].passage.aspect in aspects


@pytest.mark.parametrize(
    ("asked", "aspects"),
    [("what have I got?", {"signs", "what"}), ("should I stop running?", {"avoid"}), ("how do I fix it?", {"fix"})],
)
def test_what_is_asked_beside_a_report_goes_before_a_fix(asked: str, aspects: set[str]) -> None:
    text = f"the outer side of my knee hurts when I run, {asked}"
    found = find(searcher(), person_of(tracker(text, "report_and_ask", **OUTER)))
    assert found.topics == ("itbs",)
    assert found.hits[0].passage.aspect in aspects


@pytest.mark.parametrize("text", ["", " ", "?", "🙂", "knee " * 300])
@pytest.mark.parametrize("intent", ["ask", "report", "ask_advice", "nlu_fallback", ""])
def test_odd_messages_get_a_reply(text: str, intent: str) -> None:
    assert ask(text, intent).messages


def test_what_to_do_is_about_the_own_knee_after_a_side_question() -> None:
    told: dict[str, Any] = {"location": "outer", "outer_tightness": "yes", "twist_or_fall": "no"}
    asked = "what do I do then?"
    during = run(ActionAnswer(), asked, "ask_advice", interview="open", topics=["knee_strain"], **told)
    before = run(ActionAnswer(), asked, "ask_advice", topics=["knee_strain"])
    assert [outcome.blocks[0]["topics"][0] for outcome in (during, before)] == ["itbs", "knee_strain"]
