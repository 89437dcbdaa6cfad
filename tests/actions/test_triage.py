"""The triage: level first judged, causes with reasons, what to do, and what has changed since."""

from __future__ import annotations

import re
from typing import Any

import pytest

from actions.person import person_of
from actions.triage import ActionTriage
from actions.verdict import LISTED, NAMED, level_for, listed_causes, named
from actions.wording import buttons, say
from knowledge.causes import Cause, table
from knowledge.levels import LEVELS
from knowledge.passages import CAUSES
from knowledge.safety import care
from knowledge.settings import settings
from knowledge.slots import SLOTS
from tests.actions.people import Outcome, run, tracker

PICTURES: dict[str, dict[str, Any]] = {
    "itbs": {"location": "outer", "outer_tightness": "yes", "twist_or_fall": "no"},
    "tendonitis": {"location": "below_kneecap", "load_increase": "yes"},
    "runners_knee": {"location": "front", "stairs_pain": "yes", "pain_after_sitting": "yes"},
    "meniscus_tear": {"twist_or_fall": "yes", "locking": "yes", "swelling": "yes", "swelling_fast": "no"},
    "ligament_tear": {"pop": "yes", "twist_or_fall": "yes", "instability": "yes"},
    "knee_strain": {"location": "all_over", "stiffness": "yes", "load_increase": "yes"},
}
SUMMARY = "A summary for my physio"
LEVEL = {"meniscus_tear": "urgent", "ligament_tear": "urgent"}


def triage(**slots: Any) -> Outcome:
    outcome = run(ActionTriage(), **slots)
    assert outcome.blocks[0]["kind"] == "triage"
    assert outcome.slots["interview"] == "done"
    assert {block["level"] for block in outcome.blocks} == {outcome.slots["level"]}
    for message, block in zip(outcome.messages, outcome.blocks, strict=True):
        numbers = [int(number) for number in re.findall(r"\[(\d+)\]", message["text"])]
        assert list(dict.fromkeys(numbers)) == [citation["n"] for citation in block["citations"]]
        assert "[" not in block["speech"]
        assert block["known"] == {slot: value for slot, value in slots.items() if slot in SLOTS}
    return outcome


def first_words(text: str) -> str:
    return text.partition(" [")[0]


@pytest.mark.parametrize("cause", CAUSES)
def test_a_clear_picture(cause: str) -> None:
    outcome = triage(**PICTURES[cause])
    advice, what_to_do = outcome.blocks
    level = LEVEL.get(cause, "self_care")
    assert advice["level"] == level
    assert advice["topics"][0] == cause == advice["causes"][0]["id"]
    assert [one["id"] for one in advice["causes"]][: len(advice["topics"])] == advice["topics"]
    assert outcome.text.startswith(f"From what you told me, {table().conditions[cause].name} fits best: ")
    assert first_words(care()[level]["now"]) in outcome.messages[0]["text"]
    assert first_words(care()[level]["then"]) in outcome.messages[0]["text"]
    assert what_to_do["topics"] == [cause]
    aspect = "avoid" if level == "urgent" else "fix"
    assert what_to_do["citations"][0]["id"] == f"{cause}.{aspect}"
    assert outcome.messages[1]["text"].startswith(say("until_seen" if level == "urgent" else "what_to_do"))
    assert outcome.slots["topics"] == advice["topics"]
    assert outcome.slots["told"] == {"cause": cause, "level": level, "known": PICTURES[cause]}
    assert SUMMARY in outcome.buttons


def test_one_reason_speaks_two_speak() -> None:
    assert "tightness or pain on the outer side speaks for it." in triage(outer_tightness="yes").text
    text = triage(**PICTURES["runners_knee"]).text
    assert re.search(r"pain .*, pain .* and pain .* speak for it\.", text)


def test_what_speaks_against_and_what_else_it_could_be() -> None:
    text = triage(location="outer", outer_tightness="yes", swelling="yes").text
    assert "What speaks against it: swelling." in text


def test_unclear_pictures_name_several() -> None:
    outcome = triage(location="behind")
    assert len(outcome.blocks[0]["causes"]) == 3
    assert outcome.text.startswith("What you told me fits several causes, most of all ")


@pytest.mark.parametrize(
    ("slots", "level"),
    [
        ({}, "self_care"),
        ({"signs": ["kneecap_back"]}, "urgent"),
        ({"signs": ["kneecap_out"]}, "emergency"),
        ({"level": "routine"}, "routine"),
    ],
    ids=["nothing at all", "a sign", "an emergency by a sign", "a level from before"],
)
def test_who_told_nothing_of_the_knee_gets_no_cause(slots: dict[str, Any], level: str) -> None:
    outcome = triage(**slots, topics=["cadence"])
    assert len(outcome.messages) == 1
    assert say("unknown") in outcome.text
    assert "fits" not in outcome.text
    assert not {"causes", "topics"} & set(outcome.blocks[0])
    assert outcome.blocks[0]["level"] == level
    assert (outcome.buttons == [SUMMARY]) is (bool(slots.get("signs")) and level != "emergency")
    assert outcome.slots["topics"] == ["cadence"], "what was talked of stays the topic"
    assert outcome.slots["told"] == {"cause": "", "level": level, "known": {}}


@pytest.mark.parametrize(
    ("slots", "reason"),
    [
        ({"deformity": "yes"}, "A knee or leg that has changed shape"),
        ({"deformity": "unsure"}, "A knee or leg that has changed shape"),
        ({"location": "outer", "outer_tightness": "yes", "numb_or_cold": "yes"}, "A numb, cold, pale or blue foot"),
    ],
)
def test_an_emergency_goes_before_causes(slots: dict[str, Any], reason: str) -> None:
    outcome = triage(**slots)
    assert outcome.text.startswith("Please get help now: ")
    assert settings().emergency_number in outcome.text
    assert reason in outcome.text
    assert outcome.blocks[0]["speech"].startswith("Please get help now.")
    assert outcome.blocks[1]["topics"] == ["escalation"]
    assert outcome.blocks[1]["citations"][0]["id"] == "escalation.fix-while-waiting"
    assert "Book a doctor" not in outcome.text
    assert outcome.buttons == []


def test_urgent_by_another_sign_never_says_to_wait_for_weeks() -> None:
    for cause in CAUSES:
        text = triage(**{**PICTURES[cause], "night_or_rest_pain": "yes"}).text
        assert "Book a" not in text
        assert "after a few weeks" not in text


@pytest.mark.parametrize("level", ["self_care", "routine"])
def test_what_to_do_in_the_next_days_is_said(level: str) -> None:
    text = triage(**PICTURES["itbs"], level=level).text
    places = [text.index(first_words(care()[level][key])) for key in ("now", "days", "then")]
    assert places == sorted(places)


def test_at_the_end_of_an_interview_it_says_why_it_stops_and_not_always_in_the_same_words() -> None:
    texts = [triage(**PICTURES["itbs"], interview="done", asked={"pop": number}).text for number in (1, 2, 3)]
    openings = {text.partition(" From what you told me")[0] for text in texts}
    assert openings == {say("enough", number) for number in range(3)}


@pytest.mark.parametrize(
    ("slots", "said"),
    [
        ({"interview": "done", "asked": {"location": 1, "pop": 2}}, True),
        ({"interview": "open", "asked": {"location": 1}}, False),
        ({"interview": "done", "asked": {}}, False),
        ({"interview": "done", "asked": {str(number): 1 for number in range(12)}}, False),
        ({"interview": "done", "asked": {"location": 1}, "told": {"cause": "itbs", "level": "self_care", "known": {}}},
         False),
        ({"interview": "done", "asked": {"location": 1}, "deformity": "yes"}, False),
    ],
    ids=["all asked", "cut short", "nothing asked", "twelve asked", "a second triage", "an emergency"],
)  # fmt: skip
def test_it_says_when_nothing_more_could_change_the_advice(slots: dict[str, Any], said: bool) -> None:
    text = run(ActionTriage(), **{**PICTURES["itbs"], **slots}).text
    enough = say("enough", sum(slots["asked"].values()))
    assert text.startswith(enough) is (enough in text) is said


def test_the_other_knee_is_offered_where_there_is_one() -> None:
    offer = [button["title"] for button in buttons("other_knee")]
    assert offer[0] in triage(**PICTURES["itbs"], knees={"now": "left", "other": "right"}).buttons
    assert offer[0] not in triage(**PICTURES["itbs"], knees={"now": "right"}).buttons
    assert len(triage(**PICTURES["itbs"], knees={"other": "right"}).buttons) <= 5


def test_the_level_of_the_first_cause_counts_and_nothing_falls() -> None:
    sure = [Cause("x", "X", 0.9, (), (), "urgent")]
    unsure = [Cause("x", "X", 0.5, (), (), "urgent")]
    person = person_of(tracker(pop="no"))
    assert level_for(person, sure) == "urgent"
    assert level_for(person, unsure) == "self_care"
    assert level_for(person, []) == "self_care"
    for level in LEVELS:
        assert level_for(person_of(tracker(pop="no", level=level)), unsure) == level


def test_named_causes_are_not_far_behind() -> None:
    ranked = [Cause(str(share), "X", share, (), (), "routine") for share in (0.5, NAMED, 0.1, 0.1)]
    assert [cause.support for cause in named(ranked)] == [0.5, NAMED]
    even = [Cause(str(n), "X", 0.25, (), (), "routine") for n in range(4)]
    assert len(named(even)) == 3


def test_the_block_lists_what_has_any_real_support_the_text_names_the_likely() -> None:
    ranked = [Cause(str(share), "X", share, (), (), "routine") for share in (0.9, 0.08, LISTED / 2)]
    assert [cause.support for cause in listed_causes(ranked)] == [0.9, 0.08]
    assert listed_causes([]) == named([]) == []
    outcome = triage(**PICTURES["knee_strain"])
    assert outcome.blocks[0]["topics"] == ["knee_strain"]
    assert [one["id"] for one in outcome.blocks[0]["causes"]] == ["knee_strain", "tendonitis"]
    assert "tendonitis" not in outcome.messages[0]["text"].lower()


def test_supports_in_the_block_are_shares() -> None:
    for cause in triage(location="behind", stiffness="yes").blocks[0]["causes"]:
        assert 0 < cause["support"] <= 1
        assert set(cause) == {"id", "name", "support", "for", "against"}
