"""How sure it is: the cause, what speaks for and against, what would settle it; before and after the triage."""

from __future__ import annotations

import re
from typing import Any

import pytest

from actions.certainty import ActionCertainty
from actions.wording import say
from knowledge.causes import table
from knowledge.conditions import OUR_READING
from knowledge.levels import EMERGENCY, LEVELS, URGENT
from knowledge.safety import care
from knowledge.slots import SLOTS
from tests.actions.people import Outcome, run

CLEAR = {"location": "outer", "outer_tightness": "yes", "twist_or_fall": "no"}
FAIR = {"location": "front", "stiffness": "yes"}
SEVERAL = {"location": "behind", "stiffness": "no"}


def certainty(interview: str = "done", **slots: Any) -> Outcome:
    outcome = run(ActionCertainty(), "how sure are you?", "ask", interview=interview, **slots)
    assert outcome.events == [], "nothing is changed"
    [block] = outcome.blocks
    assert block["kind"] == "answer"
    assert block["known"] == {slot: value for slot, value in slots.items() if slot in SLOTS}
    assert "[" not in block["speech"]
    for citation in block.get("citations", []):
        assert f"[{citation['n']}]" in outcome.text
    return outcome


@pytest.mark.parametrize(
    ("slots", "words"),
    [(CLEAR, "sure_clear"), (FAIR, "sure_fairly"), (SEVERAL, "sure_several"), ({}, "sure_unknown")],
)
def test_how_sure_follows_from_the_support(slots: dict[str, str], words: str) -> None:
    outcome = certainty(**slots)
    first = table().rank(slots)[0].name
    assert outcome.text.startswith(say(words, cause=first).partition("{")[0])
    assert say("examined") in outcome.text
    assert say("level_surer") in outcome.text


def test_what_speaks_for_it_carries_the_sources_of_the_evidence() -> None:
    outcome = certainty(**CLEAR)
    assert re.search(r"For it: tightness or pain on the outer side( \[\d\])+ and no injury", outcome.text)
    cited = {citation["id"] for citation in outcome.blocks[0]["citations"]}
    backing = table().conditions["itbs"].backing
    assert cited == {*backing["outer_tightness"].sources, *backing["twist_or_fall"].sources} - {OUR_READING}
    assert outcome.blocks[0]["causes"][0]["id"] == "itbs"


def test_what_speaks_against_it() -> None:
    assert "Against it: swelling" in certainty(**CLEAR, swelling="yes").text
    assert say("nothing_against") in certainty(**CLEAR).text


@pytest.mark.parametrize(
    ("slots", "matter"),
    [
        (FAIR, "whether sitting for long hurts"),
        ({"stairs_pain": "yes"}, "where it hurts most"),
        ({**FAIR, "pain_after_sitting": "unsure"}, "whether sitting for long hurts"),
    ],
)
def test_the_most_telling_unknown_is_named(slots: dict[str, str], matter: str) -> None:
    assert say("settle", matter=matter) in certainty(**slots).text


def test_before_the_triage_it_says_what_is_open() -> None:
    outcome = certainty("open", **CLEAR, requested_slot="group_illness", level="self_care")
    assert outcome.text.startswith(say("too_early"))
    assert "So far IT band syndrome fits best. For it: " in outcome.text
    assert "Still open: whether anything points to an illness" in outcome.text
    assert say("no_leaning") in certainty("open", **SEVERAL, requested_slot="location").text


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("interview", ["open", "done"])
def test_at_urgent_and_above_the_level_comes_first(level: str, interview: str) -> None:
    outcome = certainty(interview, **CLEAR, level=level)
    first = care()[level]["again"].partition(" [")[0]
    assert outcome.text.startswith(first) is (level in (URGENT, EMERGENCY))
    assert outcome.blocks[0]["level"] == level


def test_in_an_emergency_doubt_is_a_reason_to_go() -> None:
    text = certainty("open", deformity="yes", level="emergency").text
    assert say("sure_emergency") in text
    assert "A knee or leg that has changed shape" in text
    assert say("too_early") not in text
