"""Whole conversations with the running assistant."""

from __future__ import annotations

import pytest

from knowledge.interview import MOST_QUESTIONS
from tests.conftest import Conversation

pytestmark = pytest.mark.server

OVERUSE = {"can_bear_weight": "yes", "duration": "a few weeks", "severity": "mild", "age_band": "I'm 33"}


def answer_all(runner: Conversation, answers: dict[str, str] | None = None) -> int:
    """Answer every question (no to what is not in `answers`) until the interview ends; return how many there were."""
    told = {**OVERUSE, **(answers or {})}
    count = 0
    while runner.asked:
        count += 1
        assert count <= MOST_QUESTIONS, [text for text, _ in runner.turns]
        group = len(runner.asked) > 1
        named = [told[slot] for slot in runner.asked if slot in told]
        runner.say(", ".join(named) if named else "none of those" if group else "no")
    return count


def test_the_conversation_of_the_readme(runner: Conversation) -> None:
    runner.say("my knee goes tight on the outside at mile three, no swelling, what do I do?")
    assert runner.kinds == ["answer", "question"]
    assert runner.topics[0] == "itbs"
    assert runner.known == {"outer_tightness": "yes", "swelling": "no", "location": "outer"}
    assert runner.blocks[0]["citations"]
    questions = answer_all(runner)
    assert questions <= 6
    assert "triage" in runner.kinds
    triage = next(block for block in runner.blocks if block["kind"] == "triage")
    assert triage["causes"][0]["id"] == "itbs"
    assert triage["level"] == "self_care"
    assert triage["citations"]
    assert runner.topics[0] == "itbs"
    runner.say("How long will it take?")
    assert runner.kinds == ["answer"]
    assert runner.topics[0] == "itbs"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("hello", "chat"),
        ("what can you do?", "chat"),
        ("are you a doctor?", "chat"),
        ("can I speak to a real person", "chat"),
        ("thank you so much", "chat"),
        ("goodbye", "chat"),
        ("yes", "chat"),
        ("no", "chat"),
        ("how often should I replace my running shoes?", "answer"),
        ("what is runner's knee?", "answer"),
        ("what's the capital of France?", "refusal"),
        ("wer hat das Spiel gewonnen", "refusal"),
        ("qwrt zxcv pfff", "refusal"),
    ],
)
def test_a_first_message_gets_its_kind_of_reply(runner: Conversation, text: str, kind: str) -> None:
    runner.say(text)
    assert runner.kinds == [kind]


def test_a_doctor_it_is_not(runner: Conversation) -> None:
    runner.say("are you a doctor?")
    assert "not a doctor" in runner.text


def test_a_side_question_is_answered_and_the_interview_goes_on(runner: Conversation) -> None:
    runner.say("the front of my knee aches when I run")
    asked = runner.asked
    first = runner.texts[-1]
    runner.say("how do I work out my cadence?")
    assert runner.topics[0] == "cadence"
    assert runner.kinds[-1] == "question"
    assert runner.asked == asked
    assert runner.texts[-1] != first, "a repeated question is put in other words"
    runner.say("no")
    assert runner.known[asked[0]] == "no"


@pytest.mark.parametrize(
    "aside", ["thanks", "what can you do?", "are you a robot?", "why do you ask?", "lovely weather"]
)
def test_an_aside_does_not_end_the_interview(runner: Conversation, aside: str) -> None:
    runner.say("the front of my knee aches when I run")
    asked = runner.asked
    runner.say(aside)
    assert runner.asked == asked


def test_many_symptoms_in_one_message(runner: Conversation) -> None:
    runner.say("It popped when I fell and it's stiff, but no swelling, it doesn't lock and I can walk on it fine")
    wanted = {"pop": "yes", "twist_or_fall": "yes", "stiffness": "yes", "swelling": "no", "locking": "no"}
    assert wanted.items() <= runner.known.items()
    assert runner.known["can_bear_weight"] == "yes"
    assert not set(runner.asked) & set(wanted)


def test_a_correction_counts_at_any_time(runner: Conversation) -> None:
    runner.say("kneecap pain on the stairs, no swelling")
    assert runner.known["swelling"] == "no"
    runner.say("no wait, it is swollen after all")
    assert runner.known["swelling"] == "yes"
    assert runner.known["stairs_pain"] == "yes"


def test_a_correction_after_the_triage_revises_the_advice(runner: Conversation) -> None:
    runner.say("outer side of my knee is tight when I run, no swelling, no injury")
    answer_all(runner)
    assert runner.level == "self_care"
    runner.say("actually I did fall on it and there was a pop")
    assert runner.level == "urgent"
    answer_all(runner, {"swelling_fast": "no"})
    assert "triage" in runner.kinds
    assert "my advice goes from" in runner.text


def test_no_to_a_group_is_no_to_each_of_it(runner: Conversation) -> None:
    runner.say("the outside of my knee hurts, no injury, no swelling")
    group = runner.asked
    assert len(group) > 1
    runner.say("none of those")
    assert all(runner.known[slot] == "no" for slot in group)


def test_a_bare_yes_to_a_group_is_asked_back(runner: Conversation) -> None:
    runner.say("the outside of my knee hurts, no injury, no swelling")
    group, first = runner.asked, runner.texts[-1]
    runner.say("yes")
    assert runner.asked == group
    assert runner.texts[-1] != first


def test_not_sure_is_an_answer_and_a_sure_one_for_the_level(runner: Conversation) -> None:
    runner.say("I fell on my knee this morning, I can walk on it, no swelling")
    while runner.asked and "pop" not in runner.asked:
        runner.say("no")
    assert "pop" in runner.asked
    runner.say("not sure about the pop")
    assert runner.known["pop"] == "unsure"
    assert runner.level == "urgent"


def test_start_over_forgets(runner: Conversation) -> None:
    runner.say("I twisted my knee, no swelling")
    assert runner.known
    runner.say("start over please")
    assert runner.known == {}
    assert runner.level is None
    runner.say("my kneecap aches after sitting")
    assert runner.known["pain_after_sitting"] == "yes"
    assert "twist_or_fall" not in runner.known


def test_stop_ends_the_questions(runner: Conversation) -> None:
    runner.say("the front of my knee aches when I run")
    runner.say("stop")
    assert runner.asked == []
    runner.say("what are good shoes for sore knees?")
    assert runner.kinds == ["answer"]


def test_frustration_gets_the_short_way(runner: Conversation) -> None:
    runner.say("the outer side of my knee is tight after three miles")
    runner.say("this is useless, you ask too many questions")
    assert "triage" in runner.kinds
    assert runner.asked == []


def test_advice_before_anything_is_known_answers_and_asks(runner: Conversation) -> None:
    runner.say("what should I do?")
    assert runner.kinds == ["answer", "question"]


def test_nothing_is_said_twice_in_the_same_words(runner: Conversation) -> None:
    runner.say("what's the capital of France?")
    first = runner.text
    runner.say("and of Spain?")
    assert runner.text != first


def test_every_turn_has_what_the_reply_promises(runner: Conversation) -> None:
    runner.say("front of the knee hurts on stairs and after sitting, what can I do?")
    answer_all(runner)
    for _, messages in runner.turns:
        for message in messages:
            assert all(len(button["payload"].encode()) <= 64 for button in message.get("buttons", []))
            block = (message.get("custom") or {}).get("data")
            if block:
                assert block["v"] == 1
                assert set(block) <= {
                    "v", "kind", "topics", "level", "slot", "slots", "causes", "citations", "known", "speech", "files",
                }  # fmt: skip
                assert all(
                    {"n", "id", "title", "section", "publisher", "url"} <= set(c) for c in block.get("citations", [])
                )
        texts = " ".join(message.get("text", "") for message in messages)
        numbers = {c["n"] for m in messages for c in ((m.get("custom") or {}).get("data") or {}).get("citations", [])}
        assert all(f"[{number}]" in texts for number in numbers)
        assert "None" not in texts
        assert "{" not in texts
