"""Two knees in one message: the graver one is taken, what is told of the other is held back, nothing is mixed."""

from __future__ import annotations

from typing import Any

import pytest

from bot.nlu.sides import ENTITY, HELD, sided, sides_of
from bot.nlu.symptom_extractor import as_entity
from bot.nlu.understanding import understand
from tests.bot.conftest import Parse

TWO = """
both knees hurt, the left is swollen, the right is only stiff | left>right | swelling=yes | stiffness=yes
it's swollen on the left and stiff on the right | left>right | swelling=yes | stiffness=yes
stiff right knee, swollen left knee | left>right | swelling=yes | stiffness=yes
two sore knees: left swollen, right stiff | left>right | swelling=yes | stiffness=yes
the right one hurts on the stairs but the left gives way | left>right | instability=yes | stairs_pain=yes
left: swollen. right: a bit stiff | left>right | swelling=yes | stiffness=yes
my right knee locks, the other one is only stiff | right>left | locking=yes | stiffness=yes
one knee is swollen, the other one is stiff | one>other | swelling=yes | stiffness=yes
one hurts on stairs, the other is swollen | other>one | swelling=yes | stairs_pain=yes
My wife's left knee popped, her right one is just stiff | left>right | pop=yes | stiffness=yes
I'm on warfarin, left knee sore, right knee swollen | right>left | blood_thinner=yes swelling=yes |
The left is stiff. The right one gives way. I'm 60. | right>left | instability=yes age_band=55plus | stiffness=yes
the left is swollen and I can't straighten it, the right is only stiff | left>right \
| swelling=yes cannot_straighten=yes | stiffness=yes
the left isn't swollen, only stiff, while the right is swollen | right>left | swelling=yes | swelling=no stiffness=yes
"""
ONE = """
my left knee is swollen, the right isn't swollen | left | swelling=yes
my left knee is swollen, the right one is fine | left | swelling=yes
the right knee is fine, the left one gives way | left | instability=yes
my left knee is swollen. It's stiffer than the right. | left | swelling=yes stiffness=yes
my left knee hurts on stairs | left | stairs_pain=yes
I left work early, my right knee was swollen | right | swelling=yes
the left is swollen, the right is fine and I have a fever | left | swelling=yes fever_or_hot_red=yes
"""
NONE = """
both knees hurt going downstairs
left and right both hurt on stairs
my knee is swollen right now
right, it is swollen
the pain is right behind the kneecap, and stairs hurt
is running bad for your knees
there is no time left
"""


def rows(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in row.split("|")] for row in table.strip().splitlines()]


def read(text: str) -> tuple[str, dict[str, str], dict[str, str]]:
    """Return the side, what counts and what is held back."""
    found = sided(text, [as_entity(finding) for finding in understand(text).findings])
    told = {one["entity"]: one["value"] for one in found if one["entity"] not in (ENTITY, HELD, "sign")}
    held = dict(one["value"].split("=") for one in found if one["entity"] == HELD)
    return next((one["value"] for one in found if one["entity"] == ENTITY), ""), told, held


def values(cell: str) -> dict[str, str]:
    return dict(pair.split("=") for pair in cell.split())


@pytest.mark.parametrize(("text", "side", "told", "held"), rows(TWO))
def test_the_graver_knee_goes_first(text: str, side: str, told: str, held: str) -> None:
    assert read(text) == (side, values(told), values(held))


@pytest.mark.parametrize(("text", "side", "told"), rows(ONE))
def test_a_knee_without_complaint_is_no_second_one(text: str, side: str, told: str) -> None:
    assert read(text) == (side, values(told), {})


@pytest.mark.parametrize("text", NONE.strip().splitlines())
def test_no_side_changes_nothing(text: str) -> None:
    before = [as_entity(finding) for finding in understand(text).findings]
    assert sided(text, before) == before


@pytest.mark.parametrize(
    "text", ["", "left right left", "left, right", "the left. the right.", "?" * 500, "left " * 400]
)
def test_odd_texts_do_not_break_it(text: str) -> None:
    assert isinstance(sided(text, []), list)
    places = [place for _, *place in sides_of(text)]
    assert all(0 <= start < end <= len(text) for start, end in places)
    assert places == sorted(places)


@pytest.mark.parametrize("sign", ["suicidal", "other_emergency", "unclear_danger", "fever"])
def test_a_sign_of_the_person_counts_whichever_knee_it_was_told_with(sign: str) -> None:
    text = "the left is swollen, the right is only stiff"
    told: list[dict[str, Any]] = [{"entity": "sign", "value": sign, "start": 0, "end": 1, "extractor": "test"}]
    assert [one["value"] for one in sided(text, told) if one["entity"] == "sign"] == [sign]


def test_signs_of_two_knees_do_not_add_up(parse: Parse) -> None:
    parsed = parse("the left popped when I landed, the right swelled up within an hour a week ago")
    slots = {one["entity"] for one in parsed["entities"]}
    assert not {"pop", "swelling_fast"} <= slots
    assert HELD in slots
