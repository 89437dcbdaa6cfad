"""What looks like a sore knee: caught at the right level, and not named to the runner as a diagnosis."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from actions.triage import ActionTriage
from knowledge.evidence_check import faults_of_look_alikes
from knowledge.levels import judge, read_rules, rules
from knowledge.look_alikes import FILE, Catch, LookAlike, LookAlikeError, read_look_alikes
from knowledge.passages import CAUSES
from knowledge.sources import read_sources
from tests.actions.people import run

LOOK_ALIKES = {one.id: one for one in read_look_alikes()}
CATCHES = [(one, catch) for one in LOOK_ALIKES.values() for catch in one.catches]
IDS = [f"{one.id}.{catch.level}" for one, catch in CATCHES]
ASKED_FOR = ("fracture", "joint_infection", "clot", "dislocated_kneecap", "tendon_rupture", "stress_fracture",
             "bursitis", "hip")  # fmt: skip
SMALL = """clot:
  name: a clot
  shows: "A swollen calf"
  from: [nhs-deep-vein-thrombosis]
  caught:
    urgent:
      rules: [calf_swelling]
      picture: {calf_swelling: yes}
"""


def write(folder: Path, old: str = "", new: str = "") -> Path:
    assert old in SMALL
    path = folder / "alikes.yml"
    path.write_text(SMALL.replace(old, new), encoding="utf-8")
    return path


def test_every_look_alike_that_matters_is_there() -> None:
    assert set(ASKED_FOR) <= set(LOOK_ALIKES)
    assert not set(LOOK_ALIKES) & set(CAUSES)


@pytest.mark.parametrize(("look_alike", "catch"), CATCHES, ids=IDS)
def test_each_picture_is_judged_at_its_level(look_alike: LookAlike, catch: Catch) -> None:
    judgement = judge(catch.values, catch.signs)
    assert judgement.level == catch.level
    assert {rule.id for rule in judgement.rules} & set(catch.rules)


@pytest.mark.parametrize(("look_alike", "catch"), CATCHES, ids=IDS)
def test_the_triage_sends_to_the_right_place_and_names_no_look_alike(look_alike: LookAlike, catch: Catch) -> None:
    slots: dict[str, Any] = {**catch.values, "signs": list(catch.signs), "level": catch.level}
    outcome = run(ActionTriage(), **slots)
    assert outcome.blocks[0]["level"] == catch.level
    assert {cause["id"] for cause in outcome.blocks[0].get("causes", [])} <= set(CAUSES)
    assert "fits best" not in outcome.text or look_alike.name not in outcome.text.partition("fits best")[0]


def test_the_levels_of_a_look_alike_go_from_the_gravest_down() -> None:
    joint = LOOK_ALIKES["bursitis"]
    assert [catch.level for catch in joint.catches] == ["emergency", "urgent", "routine"]


def test_the_real_file_has_no_faults() -> None:
    assert list(faults_of_look_alikes(tuple(LOOK_ALIKES.values()), read_rules(), read_sources(), FILE)) == []


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("  shows: \"A swollen calf\"\n", "", 1, "clot: needs ['caught', 'from', 'name', 'shows'], and may"),
        ("  name: a clot\n", "  name: a clot\n  seen: often\n", 1, "clot: needs ['caught', 'from', 'name', 'shows']"),
        ("    urgent:", "    grave:", 5, "clot: caught: no such levels: ['grave']."),
        ("{calf_swelling: yes}", "{elbow: yes}", 8, "clot: caught: urgent: picture: no such slots, values or signs: "),
        ("{calf_swelling: yes}", "{calf_swelling: huge}", 8, "clot: caught: urgent: picture: no such slots, values or"),
        ("{calf_swelling: yes}", "{signs: [hunch]}", 8, "clot: caught: urgent: picture: no such slots, values or"),
    ],
    ids=["field", "strange field", "level", "slot", "value", "sign"],
)  # fmt: skip
def test_faults_are_named_with_their_line(tmp_path: Path, old: str, new: str, line: int, message: str) -> None:
    with pytest.raises(LookAlikeError) as caught:
        read_look_alikes(write(tmp_path, old, new))
    assert str(caught.value).removeprefix("alikes.yml: ").startswith(message)
    assert caught.value.line == line


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("[calf_swelling]", "[calf]",
         "alikes.yml:7: alikes.yml: clot: caught: urgent: rules: the rule calf does not exist."),
        ("[calf_swelling]", "[calf_swelling, chest]",
         "alikes.yml:7: alikes.yml: clot: caught: urgent: rules: the rule chest is emergency."),
        ("{calf_swelling: yes}", "{swelling: yes, duration: weeks}",
         "alikes.yml:8: alikes.yml: clot: caught: urgent: picture: is judged routine by ['swollen'], "
         "not by one of ['calf_swelling']."),
        ("{calf_swelling: yes}", "{stiffness: yes}",
         "alikes.yml:8: alikes.yml: clot: caught: urgent: picture: is judged self_care by no rule, "
         "not by one of ['calf_swelling']."),
        ("nhs-deep-vein-thrombosis", "nobody-1999", "alikes.yml:4: clot: [nobody-1999] names no source"),
    ],
    ids=["no such rule", "rule of another level", "another level", "no rule", "source"],
)  # fmt: skip
def test_claims_are_tried_on_the_rules(tmp_path: Path, old: str, new: str, fault: str) -> None:
    path = write(tmp_path, old, new)
    found = [str(one) for one in faults_of_look_alikes(read_look_alikes(path), rules(), read_sources(), path)]
    assert fault in found
