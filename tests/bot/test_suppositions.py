"""What is merely supposed, and what is told beside it, in wordings that suppose and wordings that do not."""

from __future__ import annotations

from typing import Any

import pytest

from bot.nlu.suppositions import ENTITY, MARK, as_present, marked, supposition
from bot.nlu.symptom_extractor import as_entity
from bot.nlu.understanding import understand
from knowledge.slots import SIGN_OF_SLOT
from tests.bot.conftest import Parse

SUPPOSES = """
what if it had popped? | pop=yes
what if there'd been a crack? | crack=yes
And what if it was hot and red? | fever_or_hot_red=yes hot_red_knee=yes
what if I couldn't lift my straight leg? | cannot_lift_leg=yes
what if he had a temperature as well | fever_or_hot_red=yes fever=yes
but what if I had twisted it | twist_or_fall=yes
so what if it isn't stiff at all | stiffness=no
what if it only hurt on the inner side? | location=inner
what if stairs were no problem | stairs_pain=no
what if it had swelled up within an hour? | swelling=yes swelling_fast=yes
what if I'd been 14 | age_band=under16
what if the pain had gone on for months? | duration=months
what if I had both swelling and a pop | swelling=yes pop=yes
what if my wife's knee was swollen | swelling=yes
what would change if it locked? | locking=yes
what would you say if the calf was throbbing? | calf_swelling=yes
what would it mean if it gave way | instability=yes
what would happen to your advice if it clicked and locked? | locking=yes
how would it look if I was only 13? | age_band=under16
how would things be different if she'd heard a pop | pop=yes
what difference would it make if I'd heard a crack | crack=yes
would it make a difference if I'd been running more than usual? | load_increase=yes
would the advice change if I was on blood thinners | blood_thinner=yes
would it be different if I had fallen on it? | twist_or_fall=yes
does it change anything if my knee gives way now and then? | instability=yes
does it matter if I take blood thinners? | blood_thinner=yes
would it matter if it hurt at night? | night_or_rest_pain=yes
suppose I could not straighten it | cannot_straighten=yes
ok, suppose the pain was below the kneecap | location=below_kneecap
Supposing she couldn't put weight on it, what then? | can_bear_weight=no
imagine there was no swelling at all | swelling=no
let's say the pain was really severe | severity=severe
assuming that it never popped | pop=no
and if it was swollen? | swelling=yes
and if it hurt after sitting for long? | pain_after_sitting=yes
or if my foot went cold? | numb_or_cold=yes
hm, if I had no injury? | twist_or_fall=no
if it had popped, would that change things? | pop=yes
if it had swelled up within the hour, would that be worse? | swelling=yes swelling_fast=yes
if the kneecap had slipped out would you send me to hospital | kneecap_out=yes
and with a fever? | fever_or_hot_red=yes fever=yes
and without the pop? | pop=no
what about if I was 70 | age_band=55plus
what if it does? | answer=yes
what if yes | answer=yes
what if not? | answer=no
and if it didn't? | answer=no
"""
SUPPOSES_NOTHING = """
what if I just rest
what if I run through it?
what if I ice the swelling?
what if I buy new shoes
what if I wear a brace
what if it gets worse
what if it rains
what if you are wrong
what if I can't say
what if anything helps swelling?
and if I warm up better?
and if it swells should I ice it?
and with swelling
suppose I run tomorrow
imagine that
imagine my surprise when it popped
I can't tell if it's swollen or I'm imagining it
I suppose it's a bit stiff
what should I do if it swells?
what would help if it is swollen
what happens if a knee locks?
can I run if it's swollen?
when should I see someone if it gives way?
how will I know if it locks
if it had popped, would I have known?
if somebody hears a crack when they fall is that always a break?
if there's no swelling, and there isn't, could it still be a meniscus?
if it hurts on stairs I stop
if it hurts going downstairs I take the lift
if only it would stop hurting
even if it's swollen I run
I wonder if it popped
not sure if it is swollen
as if I could run with it
it swells if I run
I told you it doesn't lock, for the third time!!
is it bad if it's stiff?
it popped
"""
ROWS = [(text.strip(), said.split()) for text, _, said in (row.partition("|") for row in SUPPOSES.strip().splitlines())]


@pytest.mark.parametrize(
    ("clause", "present"),
    [
        ("he had a fever", "he has a fever"),
        ("I'd been running more", "I've been running more"),
        ("it wasn't swollen and they were cold", "it isn't swollen and they are cold"),
        ("I'd rather stop", "I'd rather stop"),
        ("hadrian", "hadrian"),
    ],
)
def test_what_is_supposed_is_no_past(clause: str, present: str) -> None:
    assert as_present(clause) == present


def slot_of(one: str) -> str:
    name = one.partition("=")[0]
    return SIGN_OF_SLOT.get(name, name)


@pytest.mark.parametrize(("text", "said"), ROWS, ids=[text for text, _ in ROWS])
def test_what_is_supposed(text: str, said: list[str]) -> None:
    found = supposition(text)
    assert found is not None
    assert set(said) <= set(found.values)
    # A stuck knee locks, and a kneecap that is out has changed its shape: more of the same is no other thing.
    assert {slot_of(one) for one in found.values} == {slot_of(one) for one in said}


@pytest.mark.parametrize("text", SUPPOSES_NOTHING.strip().splitlines())
def test_what_supposes_nothing(text: str) -> None:
    assert supposition(text) is None


@pytest.mark.parametrize(
    "text", ["", " ", "what if", "what if ?", "what if " * 50, "and if \u200b?", "if" * 900, "\x00"]
)
def test_odd_texts_suppose_nothing(text: str) -> None:
    assert supposition(text) is None


def entities_of(text: str) -> list[dict[str, Any]]:
    return [as_entity(finding) for finding in understand(text).findings]


@pytest.mark.parametrize(
    ("text", "told", "supposed"),
    [
        ("it did swell. what if it had popped too?", {"swelling": "yes"}, ["pop=yes"]),
        ("my calf is swollen, and what if it had popped?", {"calf_swelling": "yes"}, ["pop=yes"]),
        ("what if it had locked? no pop by the way", {"pop": "no"}, ["locking=yes"]),
        ("what if it had locked?", {}, ["locking=yes"]),
    ],
)
def test_what_is_told_beside_it_counts(text: str, told: dict[str, str], supposed: list[str]) -> None:
    read = marked(text, entities_of(text))
    assert {one["entity"]: one["value"] for one in read if one["entity"] != ENTITY and not one.get(MARK)} == told
    assert [one["value"] for one in read if one["entity"] == ENTITY] == supposed


def test_what_the_readers_took_for_told_is_marked() -> None:
    wrongly = [{"entity": "locking", "value": "yes", "start": 0, "end": 1, "extractor": "test"}]
    read = marked("what if it had locked?", wrongly)
    assert [bool(one.get(MARK)) for one in read if one["entity"] == "locking"] == [True]


def test_places_stay() -> None:
    text = "it did swell. what if it had popped? it is stiff"
    found = supposition(text)
    assert found is not None
    rest = found.rest(text)
    assert len(rest) == len(text)
    assert text[found.start : found.end] == "what if it had popped"
    assert rest.split() == ["it", "did", "swell.", "?", "it", "is", "stiff"]


@pytest.mark.parametrize("text", ["what if my foot had gone numb?", "what if it had popped and swelled at once?"])
def test_the_trained_model_gives_them_and_no_yes_or_no(parse: Parse, text: str) -> None:
    names = [one["entity"] for one in parse(text)["entities"] if not one.get(MARK)]
    assert set(names) == {ENTITY}
