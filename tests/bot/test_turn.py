"""The plan of a turn: each kind of message in each state, safety first, and what moves the level."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from rasa.shared.core.domain import Domain

from bot.turn import ASK_SUMMARY, SURE, Turn, plan
from knowledge.levels import LEVELS, Judgement
from tests.bot.talk import Talk, ends

Said = dict[str, Any]  # entities of a message, by name

ASK_ON = ["interview_form", "action_triage", "action_listen"]
ANSWER_ONLY = ["action_answer", "action_listen"]
FIRST_REPORT = ["action_answer", *ASK_ON]
RESTART = ["action_restart", "action_listen"]
RULES: list[str] = []  # nothing of ours: rules and stories decide


def fresh(talk: Talk) -> Talk:
    return talk


def interview(talk: Talk) -> Talk:
    return talk.slots(level="self_care").ask("stairs_pain")


def triaged(talk: Talk) -> Talk:
    return talk.slots(stairs_pain="yes", level="self_care").add(*ends())


def in_emergency(talk: Talk) -> Talk:
    return talk.slots(deformity="yes", interview="open", level="emergency", said_level="emergency")


def in_urgency(talk: Talk) -> Talk:
    return talk.slots(calf_swelling="yes", level="urgent", said_level="urgent").ask("breathless_or_chest_pain")


STATES = {
    "fresh": fresh,
    "interview": interview,
    "triaged": triaged,
    "emergency": in_emergency,
    "urgent": in_urgency,
}
# What is said, and the plan in each state; "-" leaves it to rules and stories, "on" goes on with the interview, "end"
# ends it, every other word is a response or an action.
TABLE = """
said                     | fresh     | interview           | triaged   | emergency    | urgent
greet                    | -         | greet_aside on      | -         | greet        | greet_aside on
thank                    | -         | thank_aside on      | -         | thank        | thank_aside on
chitchat                 | -         | chitchat_aside on   | -         | chitchat     | chitchat_aside on
ask_help                 | -         | ask_help on         | -         | ask_help     | ask_help on
ask_identity             | -         | ask_identity on     | -         | ask_identity | ask_identity on
ask_person               | -         | ask_person on       | -         | ask_person   | ask_person on
ask_reason               | -         | ask_reason on       | -         | ask_reason   | ask_reason on
ask                      | answer    | answer on           | answer    | answer       | answer on
ask_advice               | answer on | answer on           | answer    | answer       | answer on
report_and_ask           | answer on | answer on           | answer on | answer       | answer on
report_and_ask stiffness | answer on | answer on           | answer on | answer       | answer on
report                   | answer on | on                  | on        | safety_again | on
report stiffness         | answer on | on                  | on        | safety_again | on
affirm answer=yes        | -         | on                  | -         | safety_again | safety end
deny answer=no           | -         | on                  | -         | safety_again | on
unsure answer=unsure     | -         | on                  | -         | safety_again | safety end
out_of_scope             | answer    | answer on           | answer    | answer       | answer on
nlu_fallback             | answer    | answer on           | answer    | answer       | answer on
nlu_fallback stiffness   | answer on | on                  | answer on | answer       | on
stop                     | -         | stop end            | -         | stop         | stop end
frustrated               | -         | short_cut end triage | -        | frustrated   | short_cut end triage
goodbye                  | -         | goodbye end         | -         | goodbye      | goodbye end
start_over               | restart   | restart             | restart   | restart      | restart
"""
ACTIONS = {"answer": ["action_answer"], "on": ASK_ON[:2], "end": ["action_deactivate_loop"], "restart": RESTART[:1]}
ACTIONS["triage"] = ["action_triage"]


def steps_of(cell: str) -> list[str]:
    if cell == "-":
        return RULES
    return [step for word in cell.split() for step in ACTIONS.get(word, [f"utter_{word}"])] + ["action_listen"]


def said_in(words: list[str]) -> Said:
    return {name: value or "yes" for name, _, value in (word.partition("=") for word in words)}


def cells() -> list[Any]:
    rows = [[cell.strip() for cell in line.split("|")] for line in TABLE.strip().splitlines()]
    states = rows[0][1:]
    assert states == list(STATES)
    return [
        pytest.param(state, words.split()[0], said_in(words.split()[1:]), steps_of(cell), id=f"{words} - {state}")
        for words, *plans in rows[1:]
        for state, cell in zip(states, plans, strict=True)
    ]


@pytest.mark.parametrize(("state", "intent", "said", "steps"), cells())
def test_plan(talk: Talk, state: str, intent: str, said: Said, steps: list[str]) -> None:
    assert STATES[state](talk).plan(intent, **said) == steps


@pytest.mark.parametrize("state", ["fresh", "interview", "triaged", "urgent"])
@pytest.mark.parametrize("intent", ["report", "report_and_ask", "ask", "greet", "stop", "frustrated", "start_over"])
def test_emergency_goes_before_everything(talk: Talk, state: str, intent: str) -> None:
    steps = STATES[state](talk).plan(intent, deformity="yes")
    loop = ["action_deactivate_loop"] if state in ("interview", "urgent") else []
    assert steps == ["utter_safety", *loop, "action_listen"]


@pytest.mark.parametrize("state", ["fresh", "interview", "triaged"])
def test_urgent_speaks_first_and_the_interview_goes_on(talk: Talk, state: str) -> None:
    steps = STATES[state](talk).plan("report_and_ask", calf_swelling="yes")
    assert steps == ["utter_safety", *FIRST_REPORT]


def test_urgent_is_not_said_twice(talk: Talk) -> None:
    assert in_urgency(talk).plan("report", night_or_rest_pain="yes") == ASK_ON


def test_emergency_is_said_after_urgent(talk: Talk) -> None:
    assert in_urgency(talk).plan("report", breathless_or_chest_pain="yes")[0] == "utter_safety"


def test_stop_with_a_danger_sign_is_no_stop(talk: Talk) -> None:
    assert interview(talk).plan("stop", calf_swelling="yes") == ["utter_safety", *ASK_ON]


def test_start_over_with_symptoms_is_no_start_over(talk: Talk) -> None:
    assert interview(talk).plan("start_over", stiffness="yes") == ASK_ON


@pytest.mark.parametrize("intent", ["greet", "thank", "chitchat", "ask_help", "frustrated", "goodbye"])
@pytest.mark.parametrize(("confidence", "placed"), [(SURE - 0.01, False), (SURE, True)])
def test_doubtful_small_talk_is_unplaced(talk: Talk, intent: str, confidence: float, placed: bool) -> None:
    assert (talk.plan(intent, confidence=confidence) == RULES) is placed
    assert (interview(talk).plan(intent, confidence=confidence) == FIRST_REPORT) is not placed


@pytest.mark.parametrize(("confidence", "placed"), [(SURE - 0.01, False), (SURE, True)])
def test_a_doubtful_why_is_unplaced_where_nothing_was_asked(talk: Talk, confidence: float, placed: bool) -> None:
    assert (talk.plan("ask_reason", confidence=confidence) == RULES) is placed
    assert interview(talk).hear("ask_reason", "why?", confidence).intent == "ask_reason"


@pytest.mark.parametrize("confidence", [SURE - 0.01, SURE])
def test_a_report_that_tells_nothing_is_unplaced_once_something_is_under_discussion(
    talk: Talk, confidence: float
) -> None:
    assert talk.plan("report", confidence=confidence) == FIRST_REPORT
    talk.slots(topics=["itbs"])
    assert talk.plan("report", confidence=confidence) == ANSWER_ONLY
    assert talk.plan("report", confidence=confidence, stiffness="yes") == FIRST_REPORT


@pytest.mark.parametrize("intent", ["affirm", "deny", "unsure"])
def test_a_doubtful_answer_to_nothing_is_unplaced(talk: Talk, intent: str) -> None:
    talk.slots(topics=["itbs"])
    assert talk.plan(intent, confidence=SURE - 0.01, answer="yes") == ANSWER_ONLY


@pytest.mark.parametrize(
    ("known", "kept"),
    [({}, True), ({"twist_or_fall": "no"}, False), ({"twist_or_fall": "no", "swelling": "no"}, False)],
)
def test_what_is_explained_is_no_unnamed_suspicion(talk: Talk, known: dict[str, str], kept: bool) -> None:
    talk.slots(**known)
    turn = talk.hear("report", "my groin hurts too", hip_or_groin_pain="yes", sign="unclear_danger")
    assert ("unclear_danger" in turn.signs) is kept
    assert turn.judgement.level == "urgent"


@pytest.mark.parametrize(
    ("text", "asks"), [("I'm 61, does that matter?", True), ("I'm 61 by the way", False), ("61? yes, that's me", False)]
)
def test_a_report_that_ends_with_a_question_is_answered_in_mid_interview(talk: Talk, text: str, asks: bool) -> None:
    turn = interview(talk).hear("report", text, age_band="55plus")
    assert turn.intent == ("report_and_ask" if asks else "report")
    assert ("action_answer" in plan(turn)) is asks


@pytest.mark.parametrize(
    ("intent", "text", "question"),
    [
        ("ask_reason", "why?", True),
        ("chitchat", "and how often?", True),
        ("start_over", "which was the first again", True),
        ("frustrated", "go on", True),
        ("ask_help", "tell me more", True),
        ("chitchat", "that's good", False),
        ("thank", "ok thanks", False),
        ("start_over", "start over", False),
        ("affirm", "is it", True),
        ("ask_person", "can I see someone?", False),
        ("chitchat", "who won the marathon?", False),
    ],
)
def test_what_only_makes_sense_after_an_answer_is_a_question_on_it(
    talk: Talk, intent: str, text: str, question: bool
) -> None:
    talk.slots(topics=["itbs"])
    assert (talk.hear(intent, text).intent == "ask") is question


def test_such_words_are_no_question_before_anything_was_said(talk: Talk) -> None:
    assert talk.hear("chitchat", "and how often?").intent == "chitchat"


def test_why_after_a_question_of_the_interview_asks_for_its_reason(talk: Talk) -> None:
    talk.slots(topics=["itbs"]).ask("stairs_pain")
    assert talk.hear("ask_reason", "why?").intent == "ask_reason"


WISH = "can you sum that up for my physio?"
SUMMARY = ["action_summary"]


@pytest.mark.parametrize(
    ("state", "steps"),
    [
        ("fresh", [*SUMMARY, "action_listen"]),
        ("interview", [*SUMMARY, *ASK_ON]),
        ("triaged", [*SUMMARY, "action_listen"]),
        ("emergency", ["utter_safety_again", *SUMMARY, "action_listen"]),
        ("urgent", [*SUMMARY, *ASK_ON]),
    ],
)
@pytest.mark.parametrize("intent", ["ask", "ask_help", "out_of_scope", "goodbye", "frustrated", "start_over"])
def test_a_summary_is_given_in_any_state_whatever_the_intent(
    talk: Talk, state: str, steps: list[str], intent: str
) -> None:
    assert STATES[state](talk).plan(intent, WISH) == steps


@pytest.mark.parametrize(
    ("said", "steps"),
    [
        ({"stiffness": "yes"}, [*SUMMARY, *ASK_ON]),
        ({"calf_swelling": "yes"}, ["utter_safety", *SUMMARY, *ASK_ON]),
        ({"deformity": "yes"}, ["utter_safety", *SUMMARY, "action_listen"]),
        ({"sign": "suicidal"}, ["utter_safety", "action_listen"]),
    ],
)
def test_what_is_told_with_the_wish_counts_first(talk: Talk, said: Said, steps: list[str]) -> None:
    assert talk.plan("report", WISH, **said) == steps


def test_in_a_crisis_nothing_is_written(talk: Talk) -> None:
    talk.slots(signs=["suicidal"], level="emergency", said_level="emergency")
    assert talk.plan("ask", WISH) == ["utter_safety_again", "action_listen"]


def test_no_intent_at_all_is_unplaced(talk: Talk) -> None:
    assert plan(talk.take("?", {}, [])) == ANSWER_ONLY


@pytest.mark.parametrize("intent", ["affirm", "deny", "unsure"])
def test_a_sure_answer_outside_the_interview_is_left_to_the_stories(talk: Talk, intent: str) -> None:
    assert triaged(talk).plan(intent) == RULES


def test_every_plan_ends_with_listening_and_names_only_actions(domain: Domain) -> None:
    entities = [frozenset(names) for names in ((), ("answer",), ("stiffness",), ("sign",), ("answer", "pop"))]
    pairs = [(level, said) for level in LEVELS for said in LEVELS if LEVELS.index(said) <= LEVELS.index(level)]
    actions = set(domain.action_names_or_texts)
    every = product([*domain.intents, ASK_SUMMARY], entities, (False, True), (None, "open", "done"), pairs)
    for intent, read, loop, stage, (level, said) in every:
        turn = Turn(intent, read, loop, stage, Judgement(level, ()), said, (), (), frozenset(domain.responses))
        steps = plan(turn)
        assert not steps or steps[-1] == "action_listen", turn
        assert len(steps) <= 6, turn
        assert set(steps) <= actions, turn
        assert ("utter_safety" in steps) is (turn.rises and steps[0] != "action_restart"), turn
        if turn.emergency:
            assert not {"interview_form", "action_triage"} & set(steps), turn


def turn_of(talk: Talk, *messages: Said) -> Turn:
    """Say `messages` one after the other, each with the book-keeping of the policy; return the last turn."""
    turn = None
    for said in messages:
        turn = talk.hear("report", **said)
        spoken = turn.judgement.level if turn.rises else turn.said_level
        talk.slots(**dict.fromkeys(turn.reopened))
        talk.slots(signs=list(turn.signs), level=turn.judgement.level, said_level=spoken)
    assert turn is not None
    return turn


ADD_UP: list[tuple[list[Said], list[str]]] = [
    ([{"pop": "yes"}, {"stiffness": "yes"}, {"swelling_fast": "yes"}], ["urgent", "urgent", "emergency"]),
    ([{"locking": "yes"}, {"swelling": "yes"}, {"blood_thinner": "yes"}], ["routine", "routine", "emergency"]),
    ([{"sign": "fever"}, {"duration": "today"}, {"swelling": "yes"}], ["self_care", "self_care", "emergency"]),
    ([{"sign": "fever"}, {"sign": "hot_red_knee"}], ["self_care", "emergency"]),
    ([{"locking": "yes"}, {"twist_or_fall": "yes"}], ["routine", "urgent"]),
    ([{"can_bear_weight": "no"}, {"twist_or_fall": "no"}], ["emergency", "emergency"]),
    ([{"duration": "months"}, {"severity": "mild"}, {"swelling": "no"}], ["routine"] * 3),
    ([{"sign": "suicidal"}, {"stiffness": "yes"}], ["emergency", "emergency"]),
]  # fmt: skip


@pytest.mark.parametrize(("messages", "levels"), ADD_UP, ids=range(len(ADD_UP)))
def test_signs_in_different_turns_add_up_and_the_level_does_not_fall(
    talk: Talk, messages: list[Said], levels: list[str]
) -> None:
    assert [turn_of(talk, said).judgement.level for said in messages] == levels


TAKEN_BACK: list[tuple[list[Said], str]] = [
    ([{"deformity": "yes"}, {"deformity": "no"}], "self_care"),
    ([{"calf_swelling": "yes"}, {"calf_swelling": "no"}], "self_care"),
    ([{"swelling": "yes", "blood_thinner": "yes"}, {"swelling": "no"}], "self_care"),
    ([{"sign": "hot_red_knee", "fever_or_hot_red": "yes"}, {"fever_or_hot_red": "no"}], "self_care"),
    ([{"sign": "kneecap_out"}, {"deformity": "no"}], "emergency"),  # never told yes: see the test below
    ([{"sign": "suicidal"}, {"deformity": "no"}], "emergency"),  # no slot takes it back
    ([{"deformity": "yes", "numb_or_cold": "yes"}, {"deformity": "no"}], "emergency"),
    ([{"sign": "numb_or_cold"}, {"numb_or_cold": "no"}], "self_care"),  # a suspicion that is answered
    ([{"sign": "numb_or_cold"}, {"numb_or_cold": "yes"}], "emergency"),
    ([{"sign": "numb_or_cold"}, {"stiffness": "yes"}], "emergency"),  # a suspicion stays until it is answered
]


@pytest.mark.parametrize(("messages", "level"), TAKEN_BACK, ids=range(len(TAKEN_BACK)))
def test_only_taking_a_sign_back_lowers_the_level(talk: Talk, messages: list[Said], level: str) -> None:
    assert turn_of(talk, *messages).judgement.level == level


def test_a_sign_is_dropped_when_its_slot_is_denied(talk: Talk) -> None:
    assert turn_of(talk, {"sign": "kneecap_out"}).signs == ("kneecap_out",)
    assert turn_of(talk, {"deformity": "no"}).signs == ()


def test_a_floor_of_the_triage_holds(talk: Talk) -> None:
    triaged(talk).slots(level="urgent", said_level="urgent")
    assert turn_of(talk, {"stiffness": "yes"}).judgement.level == "urgent"


def test_the_same_word_as_in_an_earlier_correction_takes_nothing_back(talk: Talk) -> None:
    talk.slots(level="urgent", pop="yes").ask("pop")
    talk.hear("deny", "No", answer="no")
    talk.slots(level="urgent").ask("stiffness")
    assert talk.hear("deny", "No", answer="no").judgement.level == "urgent"


def test_a_suspicion_opens_what_was_answered_harmlessly(talk: Talk) -> None:
    talk.slots(twist_or_fall="yes", age_band="55plus", numb_or_cold="no", level="urgent", said_level="urgent")
    opened = turn_of(talk, {"duration": "weeks", "sign": "numb_or_cold"})
    assert opened.judgement.level == "emergency"
    assert opened.reopened == ("numb_or_cold",)
    assert turn_of(talk, {"stiffness": "yes"}).judgement.level == "emergency"


def test_a_level_that_fell_is_spoken_of_again_when_it_rises(talk: Talk) -> None:
    turn_of(talk, {"deformity": "yes"}, {"deformity": "no"})
    assert turn_of(talk, {"numb_or_cold": "yes"}).judgement.level == "emergency"
    assert talk.tracker.get_slot("said_level") == "emergency"
    assert not talk.hear("report", stiffness="yes").rises


QUESTIONS = [("can_bear_weight", "no"), ("can_bear_weight", "unsure"), ("deformity", "yes"), ("deformity", "unsure"),
             ("numb_or_cold", "unsure"), ("breathless_or_chest_pain", "unsure"), ("cannot_lift_leg", "unsure"),
             ("crack", "unsure")]  # fmt: skip


@pytest.mark.parametrize(("slot", "answer"), QUESTIONS)
def test_a_bare_worrying_answer_to_a_red_flag_question_counts(talk: Talk, slot: str, answer: str) -> None:
    intent = {"no": "deny", "yes": "affirm", "unsure": "unsure"}[answer]
    steps = talk.slots(twist_or_fall="yes", level="self_care").ask(slot).plan(intent, answer=answer)
    assert steps == ["utter_safety", "action_deactivate_loop", "action_listen"]


@pytest.mark.parametrize("slot", ["deformity", "numb_or_cold", "breathless_or_chest_pain", "crack"])
def test_a_no_to_a_red_flag_question_goes_on(talk: Talk, slot: str) -> None:
    assert talk.slots(level="self_care").ask(slot).plan("deny", answer="no") == ASK_ON


def test_an_answer_fills_only_the_slot_that_was_asked_for(talk: Talk) -> None:
    talk.ask("pop").hear("deny", answer="no")
    assert talk.tracker.get_slot("pop") == "no"
    assert talk.tracker.get_slot("swelling") is None


def test_levels_are_ordered() -> None:
    assert LEVELS == ("self_care", "routine", "urgent", "emergency")
