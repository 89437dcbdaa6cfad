"""Requests that steer the conversation, in each state: what is planned, what is set, and what is left as it was."""

from __future__ import annotations

import time
from typing import Any

import pytest
from rasa.shared.core.events import ActionExecuted

from bot.nlu.suppositions import MARK
from bot.skills import CERTAINTY, COACH, FOLLOW_UP, LAST_TIME, LATER, TWO_KNEES, WELCOME, WELCOME_TO_PLAN, WHAT_IF
from bot.spoken import spoken_now
from bot.turn import FORM, Turn, plan
from knowledge.slots import SLOTS
from knowledge.visits import DAY, HOUR
from tests.bot.talk import Talk, asks, ends, entity, uttered

ASK_ON = [FORM, "action_triage", "action_listen"]
KNEE = {"outer_tightness": "yes", "swelling": "no", "twist_or_fall": "no", "duration": "days", "age_band": "16to54"}
TOLD = {"cause": "itbs", "level": "self_care", "known": KNEE}
EFFECTS = {name: [uttered(name)] for name in ("action_answer", "action_triage", CERTAINTY, WHAT_IF, FOLLOW_UP)} | {
    FORM: asks("swelling")
}


def interview(talk: Talk) -> Talk:
    return talk.slots(outer_tightness="yes", level="self_care", topics=["itbs"]).ask("stairs_pain")


def triaged(talk: Talk, **slots: Any) -> Talk:
    return talk.slots(**{**KNEE, "level": "self_care", "topics": ["itbs"], "told": TOLD, **slots}).add(*ends())


def back(talk: Talk, days: float = 12, **slots: Any) -> Talk:
    """Somebody who was told their triage `days` ago."""
    return triaged(talk, seen=time.time() - days * DAY, **slots)


def suppose(talk: Talk, *values: str, told: tuple[dict[str, Any], ...] = ()) -> Turn:
    supposed = [entity("supposed", value) for value in values]
    return talk.take("what if ...?", {"name": "ask", "confidence": 1.0}, [*told, *supposed])


# ------------------------------------------------------------------------------------------------- how sure are you?
@pytest.mark.parametrize("intent", ["ask_identity", "ask", "chitchat", "nlu_fallback", "stop", "frustrated"])
def test_certainty_is_answered_whatever_the_intent_and_the_interview_goes_on(talk: Talk, intent: str) -> None:
    assert interview(talk).plan(intent, "how sure are you?") == [CERTAINTY, *ASK_ON]
    assert triaged(Talk(talk.domain)).plan(intent, "how sure are you?") == [CERTAINTY, "action_listen"]


def test_certainty_of_nothing_is_no_certainty(talk: Talk) -> None:
    assert talk.plan("ask_identity", "how sure are you?") == []


@pytest.mark.parametrize(
    ("text", "before", "topic", "sure"),
    [
        ("are you sure?", ["action_triage"], "itbs", True),
        ("are you sure?", ["action_answer"], "itbs", False),
        ("are you sure?", ["action_answer", FORM, "action_triage"], "itbs", True),
        ("how sure are you?", ["action_answer"], "itbs", True),
        ("how sure are you?", ["action_answer"], "shoes_replace", False),
        ("how sure are you?", ["action_triage"], "shoes_replace", True),
    ],
)
def test_doubt_right_after_an_answer_is_meant_of_the_answer(
    talk: Talk, text: str, before: list[str], topic: str, sure: bool
) -> None:
    triaged(talk, topics=[topic]).hear("ask")
    talk.add(*(ActionExecuted(step) for step in [*before, "action_listen"]))
    assert (talk.hear("ask", text).request == "certainty") is sure


def test_certainty_in_an_emergency_is_answered_and_asks_nothing(talk: Talk) -> None:
    triaged(talk, deformity="yes", level="emergency", said_level="emergency")
    assert talk.plan("ask_identity", "how sure are you?") == [CERTAINTY, "action_listen"]


# --------------------------------------------------------------------------------------------------- what if it ...?
def test_a_supposition_is_answered_and_changes_no_slot(talk: Talk) -> None:
    triaged(talk)
    turn = suppose(talk, "pop=yes")
    assert plan(turn) == [WHAT_IF, "action_listen"]
    assert talk.run(EFFECTS) == [WHAT_IF]
    assert {slot: talk.tracker.get_slot(slot) for slot in SLOTS if talk.tracker.get_slot(slot)} == KNEE
    assert talk.tracker.get_slot("level") == "self_care"


def test_what_was_wrongly_read_as_told_is_put_back(talk: Talk) -> None:
    triaged(talk)
    wrongly = ({**entity("swelling", "yes"), MARK: True}, {**entity("sign", "numb_or_cold"), MARK: True})
    turn = suppose(talk, "swelling=yes", told=wrongly)
    assert talk.tracker.get_slot("swelling") == "yes", "Rasa fills slots before the policy is asked"
    assert not turn.rises
    assert talk.run(EFFECTS) == [WHAT_IF]
    assert talk.tracker.get_slot("swelling") == "no"
    assert talk.tracker.get_slot("signs") == []


def test_what_is_told_beside_it_counts_and_danger_goes_first(talk: Talk) -> None:
    triaged(talk)
    turn = suppose(talk, "pop=yes", told=(entity("calf_swelling", "yes"),))
    assert plan(turn)[:2] == ["utter_safety", WHAT_IF]
    assert plan(suppose(Talk(talk.domain).slots(stiffness="yes"), "pop=yes", told=(entity("deformity", "yes"),))) == [
        "utter_safety",
        "action_listen",
    ]


def test_the_interview_goes_on_after_a_supposition(talk: Talk) -> None:
    assert plan(suppose(interview(talk), "pop=yes")) == [WHAT_IF, *ASK_ON]


def test_a_supposition_before_anything_is_known_is_a_question(talk: Talk) -> None:
    assert suppose(talk, "pop=yes").request is None
    wrongly = {**entity("numb_or_cold", "yes"), MARK: True}
    assert suppose(Talk(talk.domain), "numb_or_cold=yes", told=(wrongly,)).rises, "in doubt it counts"


@pytest.mark.parametrize(("slot", "request_"), [("stairs_pain", "what_if"), ("group_joint", None)])
def test_a_supposed_answer_needs_a_question_about_one_thing(talk: Talk, slot: str, request_: str | None) -> None:
    talk.slots(outer_tightness="yes", level="self_care").ask(slot)
    assert suppose(talk, "answer=yes").request == request_


# -------------------------------------------------------------------------------------------------------- two knees
def told_of(talk: Talk, side: str, *held: str, text: str = "my knee", intent: str = "report", **said: str) -> Turn:
    read = [*(entity(name, value) for name, value in said.items()), entity("side", side)]
    return talk.take(
        text, {"name": intent, "confidence": 1.0}, [*read, *(entity("of_other_knee", one) for one in held)]
    )


def test_two_knees_are_announced_once(talk: Talk) -> None:
    assert plan(told_of(talk, "left>right", "stiffness=yes", swelling="yes")) == [TWO_KNEES, "action_answer", *ASK_ON]
    talk.run(EFFECTS)
    assert talk.tracker.get_slot("knees") == {"now": "left", "other": "right", "told": {"stiffness": "yes"}}
    assert TWO_KNEES not in plan(told_of(talk, "left>right", "stiffness=yes", swelling="yes"))


def test_safety_goes_before_two_knees(talk: Talk) -> None:
    steps = plan(told_of(talk, "left>right", deformity="yes"))
    assert steps == ["utter_safety", "action_listen"]


def test_the_other_one_begins_anew_and_keeps_what_is_true_of_the_person(talk: Talk) -> None:
    told = {"now": "left", "other": "right", "told": {"stiffness": "yes"}}
    triaged(talk, blood_thinner="no", load_increase="yes", knees=told, asked={"swelling": 1}, said_level="self_care")
    turn = talk.hear("report", "the other one")
    assert plan(turn) == ["utter_other_knee", *ASK_ON]
    talk.run(EFFECTS)
    known = {slot: talk.tracker.get_slot(slot) for slot in SLOTS if talk.tracker.get_slot(slot)}
    assert known == {"age_band": "16to54", "blood_thinner": "no", "load_increase": "yes", "stiffness": "yes"}
    assert talk.tracker.get_slot("knees") == {"now": "right", "done": "left"}
    assert talk.tracker.get_slot("told") == {}
    assert talk.hear("report", "and back to the other one").notes["knees"] == {"now": "left", "done": "right"}


def test_what_is_told_with_it_is_told_of_the_other_knee(talk: Talk) -> None:
    triaged(talk, knees={"now": "left", "other": "right"})
    turn = told_of(talk, "right", text="now the right one, it is swollen", swelling="yes")
    assert turn.request == "other_knee"
    talk.run(EFFECTS)
    assert talk.tracker.get_slot("swelling") == "yes"
    assert talk.tracker.get_slot("outer_tightness") is None


def test_the_level_of_the_first_knee_does_not_stick_to_the_other(talk: Talk) -> None:
    triaged(talk, calf_swelling="yes", level="urgent", said_level="urgent", knees={"now": "left", "other": "right"})
    assert talk.hear("report", "the other one").judgement.level == "self_care"


def test_in_an_emergency_the_other_knee_has_to_wait(talk: Talk) -> None:
    triaged(talk, deformity="yes", level="emergency", said_level="emergency", knees={"now": "left", "other": "right"})
    assert talk.plan("start_over", "the other one") == ["utter_safety_again", "action_listen"]
    assert talk.tracker.get_slot("deformity") == "yes"


def test_news_of_the_other_knee_wait_during_the_interview(talk: Talk) -> None:
    interview(talk).slots(knees={"now": "left"}, stiffness="no")
    turn = told_of(talk, "right", swelling="yes", stiffness="yes")
    assert plan(turn) == [LATER, *ASK_ON]
    talk.run(EFFECTS)
    assert (talk.tracker.get_slot("swelling"), talk.tracker.get_slot("stiffness")) == (None, "no")
    assert talk.tracker.get_slot("knees")["told"] == {"swelling": "yes", "stiffness": "yes"}


@pytest.mark.parametrize("said", [{"calf_swelling": "yes"}, {"pop": "yes"}, {"sign": "kneecap_out"}])
def test_danger_in_the_other_knee_does_not_wait(talk: Talk, said: dict[str, str]) -> None:
    interview(talk).slots(knees={"now": "left"})
    assert plan(told_of(talk, "right", **said))[0] == "utter_safety"


def test_a_mix_up_is_put_right(talk: Talk) -> None:
    interview(talk).slots(knees={"now": "left"})
    turn = told_of(talk, "right", text="sorry, I meant the right knee is stiff", stiffness="yes")
    assert plan(turn) == ASK_ON
    talk.run(EFFECTS)
    assert (talk.tracker.get_slot("stiffness"), talk.tracker.get_slot("knees")) == ("yes", {"now": "right"})


def test_after_the_triage_news_of_the_other_knee_begin_anew(talk: Talk) -> None:
    triaged(talk, knees={"now": "left"})
    assert plan(told_of(talk, "right", swelling="yes")) == ["utter_other_knee", *ASK_ON]


# -------------------------------------------------------------------------------------------------- a second visit
@pytest.mark.parametrize(
    ("intent", "said", "steps"),
    [
        ("greet", {}, [WELCOME]),
        ("affirm", {"answer": "yes"}, [WELCOME]),
        ("thank", {}, ["utter_thank", WELCOME]),
        ("ask_help", {}, ["utter_ask_help", WELCOME]),
        ("ask", {}, ["action_answer", WELCOME]),
        ("report", {}, [WELCOME]),
        ("report", {"stairs_pain": "yes"}, [LAST_TIME, *ASK_ON[:-1]]),
        ("report_and_ask", {"stairs_pain": "yes"}, ["action_answer", LAST_TIME, *ASK_ON[:-1]]),
        ("report", {"calf_swelling": "yes"}, ["utter_safety", LAST_TIME, *ASK_ON[:-1]]),
        ("report", {"deformity": "yes"}, ["utter_safety"]),
        ("start_over", {}, ["action_restart"]),
    ],
)
def test_the_first_message_after_a_pause(talk: Talk, intent: str, said: dict[str, Any], steps: list[str]) -> None:
    assert back(talk).plan(intent, **said) == [*steps, "action_listen"]


@pytest.mark.parametrize("hours", [0.1, 11.9])
def test_a_short_pause_is_none(talk: Talk, hours: float) -> None:
    assert triaged(talk, seen=time.time() - hours * HOUR).plan("greet") == []


def test_who_told_nothing_is_not_asked_how_it_is_now(talk: Talk) -> None:
    assert talk.slots(seen=time.time() - 30 * DAY, topics=["cadence"]).plan("greet") == []


def test_goodbye_after_a_pause_is_a_goodbye(talk: Talk) -> None:
    assert back(talk).plan("goodbye") == ["utter_goodbye", "action_listen"]


def test_an_interview_that_was_left_open_is_not_taken_up_by_a_greeting(talk: Talk) -> None:
    talk.slots(**KNEE, level="self_care", seen=time.time() - 3 * DAY).ask("stairs_pain")
    assert talk.plan("greet") == [WELCOME, "action_deactivate_loop", "action_listen"]
    talk.run(EFFECTS)
    assert talk.plan("report", "it is the same") == ASK_ON, "now it is"
    talk.run(EFFECTS)
    assert talk.tracker.get_slot("outer_tightness") == "yes"


def test_what_is_kept_of_the_last_visit_is_what_the_design_allows(talk: Talk) -> None:
    back(talk, days=12).hear("greet")
    talk.run(EFFECTS)
    visit = talk.tracker.get_slot("visit")
    assert set(visit) == {"since", "date", "level", "cause", "known"}
    assert (visit["level"], visit["cause"], visit["known"]) == ("self_care", "itbs", KNEE)
    assert talk.tracker.get_slot("how_now") is True
    assert talk.tracker.get_slot("told") == {}


def test_the_first_cause_and_the_first_day_last_over_several_visits(talk: Talk) -> None:
    first = time.time() - 20 * DAY
    back(
        talk, days=9, told={}, visit={"since": first, "date": first, "level": "self_care", "cause": "itbs", "known": {}}
    )
    talk.hear("greet")
    talk.run(EFFECTS)
    assert (talk.tracker.get_slot("visit")["since"], talk.tracker.get_slot("visit")["cause"]) == (first, "itbs")


def asked_how(talk: Talk, **slots: Any) -> Talk:
    """Somebody who came back and was asked how the knee is now."""
    back(talk, **slots).say("greet", EFFECTS)
    return talk


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("It is better", [FOLLOW_UP]),
        ("It is about the same", [FOLLOW_UP]),
        ("It is worse", ["utter_worse", *ASK_ON[:-1]]),
        ("It is another problem", ["action_restart"]),
        ("what about my shoes?", ["action_answer"]),
        ("does it get worse?", ["action_answer"]),
    ],
)
@pytest.mark.parametrize("first", [False, True])
def test_how_it_is_now(talk: Talk, text: str, steps: list[str], first: bool) -> None:
    intent = "ask" if "?" in text else "report"
    planned = (back if first else asked_how)(talk).plan(intent, text)
    known = [LAST_TIME] if first and "action_restart" not in steps else []
    expected = [*steps, WELCOME] if first and "?" in text else [*known, *steps]
    assert planned == [*expected, "action_listen"]


def test_the_words_for_better_and_worse_mean_nothing_unless_it_was_asked(talk: Talk) -> None:
    assert triaged(talk).hear("report", "It is worse").request is None


def test_worse_clears_what_may_have_changed_and_keeps_the_rest(talk: Talk) -> None:
    asked_how(talk, stiffness="yes", severity="mild", asked={"swelling": 2}, signs=["fever"])
    talk.hear("report", "it is worse", swelling="yes")
    talk.run(EFFECTS)
    known = {slot: talk.tracker.get_slot(slot) for slot in SLOTS if talk.tracker.get_slot(slot)}
    assert known == {
        "swelling": "yes", "outer_tightness": "yes", "twist_or_fall": "no", "duration": "days", "age_band": "16to54",
    }  # fmt: skip
    assert talk.tracker.get_slot("signs") == []
    assert talk.tracker.get_slot("asked") == {"swelling": 1}, "what the form asked afterwards"
    assert talk.tracker.get_slot("how_now") is None


def test_worse_in_an_emergency_clears_nothing(talk: Talk) -> None:
    asked_how(talk, can_bear_weight="no", twist_or_fall="yes", level="emergency", said_level="emergency")
    assert talk.plan("report", "it is worse") == ["utter_safety_again", "action_listen"]
    talk.run(EFFECTS)
    assert (talk.tracker.get_slot("can_bear_weight"), talk.tracker.get_slot("level")) == ("no", "emergency")


@pytest.mark.parametrize(("text", "step"), [("it is the same", "utter_safety_again"), ("it is better", FOLLOW_UP)])
def test_after_an_emergency(talk: Talk, text: str, step: str) -> None:
    asked_how(talk, deformity="yes", level="emergency", said_level="emergency")
    assert talk.plan("report", text) == [step, "action_listen"]
    assert talk.hear("report", "hello").emergency


def test_the_level_does_not_fall_by_what_is_cleared_but_by_what_is_denied(talk: Talk) -> None:
    asked_how(talk, calf_swelling="yes", level="urgent", said_level="urgent")
    talk.say("report", EFFECTS, stairs_pain="yes")
    assert talk.tracker.get_slot("calf_swelling") is None
    assert talk.tracker.get_slot("level") == "urgent"
    talk.slots(requested_slot="calf_swelling").hear("deny", answer="no")
    talk.run(EFFECTS)
    assert talk.tracker.get_slot("level") == "self_care"


@pytest.mark.parametrize(("days", "duration"), [(1, "days"), (30, "weeks"), (60, "months")])
def test_a_duration_grows_with_the_pause(talk: Talk, days: int, duration: str) -> None:
    asked_how(talk, days=days).hear("report", "it is the same")
    talk.run(EFFECTS)
    assert talk.tracker.get_slot("duration") == duration


# ------------------------------------------------------------------------------- nothing twice in the same words
def test_the_counts_outlive_the_turns_that_are_kept_and_a_fresh_start(talk: Talk) -> None:
    for _ in range(3):
        interview(talk).say("thank", EFFECTS)
    assert spoken_now(talk.tracker, "utter_thank_aside") == 3
    talk.say("start_over")
    assert talk.tracker.get_slot("outer_tightness") is None
    assert spoken_now(talk.tracker, "utter_thank_aside") == 3


def test_what_is_said_in_the_turn_counts_at_once(talk: Talk) -> None:
    talk.slots(spoken={"utter_greet": 1}).hear("greet")
    talk.add(uttered("utter_greet"))
    assert spoken_now(talk.tracker, "utter_greet") == 2


# --------------------------------------------------------------------------------------------------------- the coach
def test_the_coach_answers_in_every_state_and_the_interview_goes_on(talk: Talk) -> None:
    count = "I count 74 right-foot steps in a minute"
    assert talk.plan("report", count) == [COACH, "action_listen"]
    assert interview(Talk(talk.domain)).plan("ask", count) == [COACH, *ASK_ON]
    assert triaged(Talk(talk.domain)).plan("nlu_fallback", count) == [COACH, "action_listen"]


def test_a_plan_back_to_running_opens_the_interview_where_there_was_none(talk: Talk) -> None:
    wish = "a plan back to running please"
    assert talk.plan("ask_advice", wish) == [COACH, *ASK_ON]
    assert triaged(Talk(talk.domain)).plan("ask_advice", wish) == [COACH, "action_listen"]


def test_a_complaint_beside_a_number_stays_a_report(talk: Talk) -> None:
    assert COACH not in talk.plan("report", "20 miles this week and 15 last week, and it swelled", swelling="yes")


def test_a_complaint_beside_a_wish_for_a_plan_gets_both(talk: Talk) -> None:
    assert talk.plan("report_and_ask", "it is stiff, give me a strength plan", stiffness="yes") == [COACH, *ASK_ON]


def test_danger_goes_before_the_coach(talk: Talk) -> None:
    steps = talk.plan("report", "a strength session, my foot is numb and cold", numb_or_cold="yes")
    assert steps[0] == "utter_safety"
    assert COACH not in steps


def test_a_bare_number_answers_the_coach_but_not_in_place_of_a_question_of_the_interview(talk: Talk) -> None:
    talk.slots(coach={"asked": "cadence"})
    assert talk.plan("nlu_fallback", "74") == [COACH, "action_listen"]
    asked = interview(Talk(talk.domain)).slots(coach={"asked": "cadence"}).ask("age_band")
    assert COACH not in asked.plan("nlu_fallback", "45")


def test_how_do_i_get_there_goes_on_with_the_goal_spoken_of_last(talk: Talk) -> None:
    talk = triaged(talk).slots(coach={"cadence": 148}, topics=["cadence", "itbs"])
    assert talk.plan("ask", "And how do I get there?") == [COACH, "action_listen"]
    talk.slots(topics=["itbs", "cadence"])
    assert COACH not in talk.plan("ask", "And how do I get there?")


def test_who_comes_back_with_a_plan_is_asked_how_the_run_was(talk: Talk) -> None:
    talk = back(talk, coach={"plan": "blocks", "stage": 2})
    turn = talk.hear("greet", "hello")
    assert plan(turn) == [WELCOME_TO_PLAN, "action_listen"]
    assert turn.notes["coach"]["asked"] == "run"
    told = back(Talk(talk.domain), coach={"plan": "blocks", "stage": 2})
    assert told.plan("nlu_fallback", "the run went fine, no pain, and fine next morning") == [COACH, "action_listen"]
