"""How the policy runs a plan: step by step, as "no user" predictions, and what it does when something fails."""

from __future__ import annotations

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import SlotSet

from bot.policy import LAST_RESORT
from bot.turn import FORM
from tests.bot.talk import Talk, asks, ends, uttered

ANSWERS = {"action_answer": [uttered("answer")], "action_triage": [uttered("triage")]}
NEXT = {**ANSWERS, FORM: asks("swelling")}
LAST = {**ANSWERS, FORM: ends()}


def test_a_first_report_is_answered_then_asked_about(talk: Talk) -> None:
    assert talk.say("report", NEXT, stiffness="yes") == ["action_answer", FORM]


def test_the_interview_ends_in_the_triage(talk: Talk) -> None:
    assert talk.ask("swelling").say("deny", LAST, answer="no") == [FORM, "action_triage"]


def test_a_question_in_the_interview_is_answered_and_the_interview_goes_on(talk: Talk) -> None:
    assert talk.ask("swelling").say("ask", NEXT) == ["action_answer", FORM]


def test_small_talk_in_the_interview_goes_on_with_it(talk: Talk) -> None:
    assert talk.ask("swelling").say("thank", NEXT) == ["utter_thank_aside", FORM]


def test_an_emergency_ends_the_loop_and_asks_nothing(talk: Talk) -> None:
    assert talk.ask("swelling").say("report", NEXT, deformity="yes") == ["utter_safety", "action_deactivate_loop"]
    assert talk.tracker.active_loop_name is None
    assert talk.tracker.get_slot("requested_slot") is None


def test_urgent_speaks_once(talk: Talk) -> None:
    assert talk.say("report", NEXT, calf_swelling="yes") == ["utter_safety", "action_answer", FORM]
    assert talk.say("report", NEXT, night_or_rest_pain="yes") == [FORM]
    assert talk.say("report", NEXT, breathless_or_chest_pain="yes")[0] == "utter_safety"


def test_a_pop_and_fast_swelling_two_turns_later_is_an_emergency(talk: Talk) -> None:
    talk.say("report", NEXT, pop="yes", twist_or_fall="no")
    talk.say("report", NEXT, stiffness="yes")
    assert talk.say("report", NEXT, swelling_fast="yes") == ["utter_safety", "action_deactivate_loop"]


def test_not_sure_to_a_red_flag_question_is_an_emergency(talk: Talk) -> None:
    talk.ask("numb_or_cold")
    assert talk.say("unsure", NEXT, answer="unsure") == ["utter_safety", "action_deactivate_loop"]


def test_stop_ends_the_loop(talk: Talk) -> None:
    assert talk.ask("swelling").say("stop", NEXT) == ["utter_stop", "action_deactivate_loop"]
    assert talk.tracker.active_loop_name is None


def test_who_is_fed_up_gets_the_triage(talk: Talk) -> None:
    steps = talk.ask("swelling").say("frustrated", LAST)
    assert steps == ["utter_short_cut", "action_deactivate_loop", "action_triage"]


def test_start_over_forgets_and_listens(talk: Talk) -> None:
    talk.say("report", NEXT, deformity="yes")
    assert talk.say("start_over") == ["action_restart"]
    assert talk.tracker.get_slot("deformity") is None
    assert talk.tracker.get_slot("level") is None
    assert talk.say("report", NEXT, stiffness="yes") == ["action_answer", FORM]


@pytest.mark.parametrize("silent", ["action_answer", FORM, "action_triage"])
def test_a_remote_action_without_effect_brings_the_trouble_line_then_silence(talk: Talk, silent: str) -> None:
    effects = {name: events for name, events in LAST.items() if name != silent}
    steps = talk.say("report", effects, stiffness="yes")
    assert steps[-2:] == [silent, "utter_trouble"]


def test_no_action_server_at_all_still_says_the_safety_line(talk: Talk) -> None:
    assert talk.say("report", calf_swelling="yes") == ["utter_safety", "action_answer", "utter_trouble"]
    assert Talk(talk.domain).say("report", deformity="yes") == ["utter_safety"]


def test_a_form_that_ended_without_the_interview_being_done_is_trouble_not_a_triage(talk: Talk) -> None:
    broken = {**ANSWERS, FORM: [uttered("?")]}
    assert talk.say("report", broken, stiffness="yes") == ["action_answer", FORM, "utter_trouble"]


def test_the_next_message_after_trouble_is_taken_up_again(talk: Talk) -> None:
    talk.say("report", stiffness="yes")
    assert talk.say("report", NEXT, location="outer")[-1] == FORM


def test_the_plan_is_kept_and_may_be_changed_on_the_way(talk: Talk) -> None:
    talk.say("report", NEXT, stiffness="yes")
    assert talk.tracker.get_slot("plan") == ["action_answer", FORM, "action_triage", "action_listen"]
    changed = {**NEXT, "action_answer": [SlotSet("plan", ["action_answer", "utter_thank", "action_listen"])]}
    assert talk.say("ask", changed) == ["action_answer", "utter_thank"]


def test_an_emptied_plan_ends_in_listening(talk: Talk) -> None:
    refused = {**NEXT, "action_answer": [uttered("refusal"), SlotSet("plan", [])]}
    assert talk.say("report", refused) == ["action_answer"]


def test_predictions_are_no_user_predictions_above_the_rules_and_carry_the_events(talk: Talk) -> None:
    talk.hear("report", sign="fever", calf_swelling="yes")
    prediction = talk.predict()
    assert prediction.is_no_user_prediction
    assert prediction.hide_rule_turn
    assert prediction.policy_priority > 6
    assert max(prediction.probabilities) == 1.0
    events = {event.key: event.value for event in prediction.events}
    assert set(events) == {"plan", "signs", "level", "said_level", "seen", "spoken"}
    assert events["signs"] == ["fever"]
    assert (events["level"], events["said_level"]) == ("urgent", "urgent")
    assert events["plan"][0] == "utter_safety"


def test_the_level_is_judged_before_rules_decide_too(talk: Talk) -> None:
    talk.slots(swelling="yes", duration="weeks").hear("thank")
    events = {event.key: event.value for event in talk.predict().events}
    assert events["level"] == "routine"
    assert events["said_level"] == "self_care"


@pytest.mark.parametrize("intent", ["greet", "affirm", "chitchat", "goodbye"])
def test_where_there_is_no_plan_it_is_the_last_resort_below_any_rule(talk: Talk, intent: str) -> None:
    talk.hear(intent)
    prediction = talk.predict()
    assert not prediction.is_no_user_prediction
    assert max(prediction.probabilities) == LAST_RESORT < 0.3  # RulePolicy's own fallback, were it switched on
    assert talk.step() == "utter_what_next"
    assert talk.run({}) == ["utter_what_next"]


def test_no_turn_is_silent(domain: Domain) -> None:
    for intent in domain.intents:
        for effects in ({}, NEXT, LAST):
            steps = Talk(domain).say(intent, effects)
            assert steps, intent
            assert steps[0] != "action_listen"


def test_the_safety_line_is_not_repeated_by_a_rule_after_it(talk: Talk) -> None:
    steps = talk.say("greet", deformity="yes")
    assert steps == ["utter_safety"]
