"""What a message answers to a yes/no question: the words by themselves, and read by the trained model."""

from __future__ import annotations

import pytest

from bot.nlu.answers import amount_of, answer_of, pace_of
from tests.bot.conftest import Parse

# text | intent | whether it names a symptom | what it answers ("-": nothing)
TABLE = """
yes | affirm | | yes
Yes. | affirm | | yes
YES!!! | affirm | | yes
yeah | affirm | | yes
yep, every time | affirm | | yes
yup | affirm | | yes
aye | affirm | | yes
sure | affirm | | yes
definitely | affirm | | yes
yeah it does | affirm | | yes
yes I can | affirm | | yes
I can | affirm | | yes
I did | affirm | | yes
it does | affirm | | yes
it is | affirm | | yes
it did, yes | affirm | | yes
afraid so | affirm | | yes
a bit | affirm | | yes
a little | affirm | | yes
sometimes | affirm | | yes
I think so | affirm | | yes
correct | affirm | | yes
more or less | affirm | | yes
too right it does | affirm | | yes
yes, and stairs hurt | report | named | yes
yeah but only on stairs | report | named | yes
yes it is swollen | report | named | yes
no | deny | | no
No. | deny | | no
no! | deny | | no
nope | deny | | no
nah | deny | | no
nah mate | deny | | no
not really | deny | | no
not at all | deny | | no
never | deny | | no
none | deny | | no
none of those | deny | | no
none of these, thankfully | deny | | no
none of them | deny | | no
none of the above | deny | | no
nothing like that | deny | | no
not that I've noticed | deny | | no
it doesn't | deny | | no
it does not | deny | | no
it didn't | deny | | no
it isn't | deny | | no
I can't | deny | | no
I cannot | deny | | no
I didn't | deny | | no
not in the slightest | deny | | no
no, it's fine | deny | | no
no, but stairs hurt | report | named | no
no but it is stiff | report | named | no
nope, just a bit stiff | report | named | no
no - stairs are fine | report | named | no
no and no swelling | deny | named | no
not sure | unsure | | unsure
not really sure | unsure | | unsure
not entirely sure | unsure | | unsure
I don't know | unsure | | unsure
dont know | unsure | | unsure
dunno | unsure | | unsure
no idea | unsure | | unsure
hard to say | unsure | | unsure
can't tell | unsure | | unsure
maybe | unsure | | unsure
perhaps | unsure | | unsure
idk | unsure | | unsure
couldn't say | unsure | | unsure
hard to say, it is stiff | report | named | unsure
maybe, but it is stiff | report | named | unsure
no pop | deny | named | -
no swelling | deny | named | -
not swollen | deny | named | -
no pop but it swelled | report | named | -
it is swollen | affirm | named | -
it popped | report | named | -
it does lock | affirm | named | -
I did hear a pop | affirm | named | -
stairs hurt | affirm | named | -
surely it will pass | report | | -
yesterday I ran ten miles without a problem | report | | -
no more questions please | stop | | -
no, stop asking | stop | | -
no, start over | start_over | | -
stop | stop | | -
nothing helps me, what should I do | ask_advice | | -
is it serious | ask_advice | | -
hello | greet | | -
thanks | thank | | -
never mind the weather, when can I run again | ask_advice | | -
note to self: buy shoes | chitchat | | -
"""
ROWS = [[cell.strip() for cell in line.split("|")] for line in TABLE.strip().splitlines()]
BARE = [(text, answer) for text, intent, named, answer in ROWS if intent in ("affirm", "deny", "unsure") and not named]


@pytest.mark.parametrize(("text", "intent", "named", "answer"), ROWS, ids=[row[0] for row in ROWS])
def test_answer(text: str, intent: str, named: str, answer: str) -> None:
    assert answer_of(text, intent, named == "named") == (None if answer == "-" else answer)


def test_the_table_is_large_enough() -> None:
    assert len(ROWS) >= 60


@pytest.mark.parametrize("text", ["no", "yes", "not sure", "nope", "none of those"])
@pytest.mark.parametrize("intent", ["chitchat", "out_of_scope", "report", "thank", None])
def test_a_short_plain_answer_counts_whatever_the_intent(text: str, intent: str | None) -> None:
    expected = {"yes": "yes", "not sure": "unsure"}.get(text, "no")
    assert answer_of(text, intent, named=False) == expected


@pytest.mark.parametrize("text", ["no", "No!", "nope"])
def test_a_bare_no_counts_even_where_it_is_taken_for_a_command(text: str) -> None:
    assert answer_of(text, "stop", named=False) == "no"


@pytest.mark.parametrize("text", ["", " ", "?", "...", "\U0001f44d", "\x00"])
def test_a_text_without_words_answers_nothing_by_itself(text: str) -> None:
    assert answer_of(text, None, named=False) is None


def test_the_trained_model_reads_the_bare_answers(parse: Parse) -> None:
    wrong = [(text, answer, read) for text, answer in BARE if (read := answer_in(parse, text)) != answer]
    assert len(wrong) <= 0.05 * len(BARE), wrong


# text | answer | a slot that must be read beside it
BOTH = """
no, but stairs hurt | no | stairs_pain=yes
yes, and it's stiff too | yes | stiffness=yes
no, it's just stiff | no | stiffness=yes
no pop | - | pop=no
no swelling | - | swelling=no
no pop, but it swelled up | - | pop=no
nope, and the knee is not swollen | no | swelling=no
not sure, but it does lock | unsure | locking=yes
none of those, it blew up like a balloon | no | swelling=yes
nope nothing like that, it just aches on the outside | no | outer_tightness=yes
nah just the buckling | no | instability=yes
it gave way | - | instability=yes
"""


@pytest.mark.parametrize("row", BOTH.strip().splitlines())
def test_answers_and_symptoms_in_one_message_are_told_apart(parse: Parse, row: str) -> None:
    text, answer, slot = (cell.strip() for cell in row.split("|"))
    name, value = slot.split("=")
    found = {entity["entity"]: entity["value"] for entity in parse(text)["entities"]}
    assert found.get("answer", "-") == answer
    assert found.get(name) == value


def answer_in(parse: Parse, text: str) -> str | None:
    return next((str(one["value"]) for one in parse(text)["entities"] if one["entity"] == "answer"), None)


PACES = """
straight away, before I got home | yes
within minutes | yes
about half an hour | yes
pretty much at once | yes
the next morning | no
overnight | no
it took a day | no
not until Tuesday | no
yes | -
I don't remember | -
it was huge | -
"""


@pytest.mark.parametrize(
    ("text", "wanted"), [[cell.strip() for cell in row.split("|")] for row in PACES.strip().splitlines()]
)
def test_how_fast_it_swelled_by_a_bare_answer(text: str, wanted: str) -> None:
    assert pace_of(text) == (None if wanted == "-" else wanted)


AMOUNTS = """
not that bad | mild
oh, not too bad really | mild
it's bearable | mild
a dull ache | mild
just a niggle | mild
3 | mild
about a 2 or so | mild
two out of ten | mild
medium I'd say | moderate
quite sore | moderate
in between | moderate
maybe a 5 | moderate
it's about 6/10 | moderate
four-ish out of ten | moderate
agony | severe
really bad pain | severe
8 | severe
like an 8 out of 10 | severe
TEN | severe
yes | -
not sure | -
23 | -
since Tuesday | -
2 weeks | -
the front | -
it is mild and it hurts on the stairs and it clicks too | -
"""


@pytest.mark.parametrize(
    ("text", "wanted"), [[cell.strip() for cell in row.split("|")] for row in AMOUNTS.strip().splitlines()]
)
def test_how_bad_it_is_by_a_bare_answer(text: str, wanted: str) -> None:
    assert amount_of(text) == (None if wanted == "-" else wanted)
