"""Rules and stories, predicted by the trained policies: small talk outside the interview."""

from __future__ import annotations

import asyncio
import re
from typing import Any

import pytest
import yaml
from rasa.core.agent import Agent
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, UserUttered

from bot.policy import WHAT_NEXT
from knowledge.settings import ROOT
from tests.bot.talk import Talk, ends, named, uttered

FILES = sorted((ROOT / "data/stories").glob("*.yml"))
PATHS: list[tuple[str, list[dict[str, str]]]] = [
    (path.get("rule") or path["story"], path["steps"])
    for file in FILES
    for kind in ("rules", "stories")
    for path in yaml.safe_load(file.read_text(encoding="utf-8")).get(kind, [])
]


def respond(agent: Agent, talk: Talk) -> list[str]:
    """Run the turn with all policies of the model; return what was done before listening."""
    done: list[str] = []
    for _ in range(10):
        prediction = asyncio.run(_predict(agent, talk))
        step = named(prediction, agent.domain)
        talk.add(*prediction.events, ActionExecuted(step))
        if step == "action_listen":
            return done
        done.append(step)
        if step.startswith("utter_"):
            talk.add(uttered(step))
    raise AssertionError(f"the turn does not end: {done}")


async def _predict(agent: Agent, talk: Talk) -> Any:
    return agent.processor._predict_next_with_tracker(talk.tracker)


def tell(agent: Agent, talk: Talk, intent: str) -> list[str]:
    talk.add(UserUttered(intent, intent={"name": intent, "confidence": 0.95}))
    return respond(agent, talk)


@pytest.mark.parametrize(("title", "steps"), PATHS, ids=[title for title, _ in PATHS])
def test_the_trained_policies_follow_every_rule_and_story(
    agent: Agent, talk: Talk, title: str, steps: list[dict[str, str]]
) -> None:
    for message, action in zip(steps[::2], steps[1::2], strict=True):
        assert tell(agent, talk, message["intent"]) == [action["action"]], title


def test_titles_are_unique_and_steps_alternate() -> None:
    titles = [title for title, _ in PATHS]
    assert len(set(titles)) == len(titles)
    for title, steps in PATHS:
        assert all(("intent" in step) is (number % 2 == 0) for number, step in enumerate(steps)), title


@pytest.mark.parametrize("intent", ["affirm", "deny", "unsure"])
def test_an_answer_to_nothing_is_met_with_what_next(agent: Agent, talk: Talk, intent: str) -> None:
    assert tell(agent, talk, intent) == [WHAT_NEXT]


@pytest.mark.parametrize("intent", ["greet", "thank", "goodbye", "ask_help", "chitchat"])
def test_small_talk_after_the_triage_is_answered_too(agent: Agent, talk: Talk, intent: str) -> None:
    talk.slots(stairs_pain="yes", level="self_care").add(*ends())
    assert tell(agent, talk, intent) == [f"utter_{intent}"]


def test_thanks_then_yes_opens_again_and_no_says_goodbye(agent: Agent, domain: Domain) -> None:
    for answer, expected in (("affirm", "utter_what_next"), ("deny", "utter_goodbye")):
        talk = Talk(domain)
        tell(agent, talk, "thank")
        assert tell(agent, talk, answer) == [expected]


def test_the_policy_above_wins_over_the_rules_where_it_has_a_plan(agent: Agent, talk: Talk) -> None:
    talk.ask("swelling")
    talk.add(UserUttered("thanks", intent={"name": "thank", "confidence": 0.95}))
    prediction = asyncio.run(_predict(agent, talk))
    assert named(prediction, agent.domain) == "utter_thank_aside"
    assert "TurnPolicy" in str(prediction.policy_name)


def test_safety_wins_over_a_rule(agent: Agent, talk: Talk) -> None:
    talk.hear("thank", deformity="yes")
    assert respond(agent, talk) == ["utter_safety"]


def test_no_story_shows_what_the_policy_decides() -> None:
    safety = re.compile("utter_safety|action_triage|interview_form|action_answer")
    assert not [title for title, steps in PATHS for step in steps if safety.search(step.get("action", ""))]
