"""More of the same meaning: chat around a line, punctuation left out, other numbers, two things told at once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from random import Random

from knowledge.coach.learning.rows import IMPLAUSIBLE, Row
from knowledge.coach.learning.ways import KNOWN_WEEK, TODAY, Lesson, fits
from knowledge.coach.marks import Mark, marks_of
from knowledge.coach.roles import BEFORE, DUE, GOAL, NOW, OTHER, SHOES
from knowledge.coach.telling import compose

SEED = 20261128
OPENINGS = (
    "hi coach, ", "morning! its chucking it down here. ", "so um ", "right, ", "ok so ", "sorry for the late reply. ",
    "hey its dan again. ", "as promised: ", "i'm 47 and ", "got home 10 minutes ago. ", "um ", "well ", "good news! ",
    "hello, ", "not sure if it helps but ", "just so you know, ", "dictating this in the car. ",
    "you asked before, so: ", "update from me: ", "oh and ", "i checked again. ", "my watch died but ",
    "2 coffees later: ", "let me see... ", "it was freezing. ", "quick one: ", "so yeah ", "typing with gloves on, ",
    "greetings from leeds, ", "the dog came along. ", "after the kids were in bed: ", "i think ", "honestly ", "hm, ",
    "hiya, ", "evening coach. ", "back again! ", "ok here goes: ", "sorry, was at work. ", "from memory, ",
    "as of this evening ", "fyi ", "my husband says hello. ", "finally looked it up: ", "dont judge me but ",
    "so my daughter set this up for me, ", "not that it matters, ", "in case you need it: ", "yo ", "g'day, ",
    "alright mate, ", "bonjour! ", "here is the data: ", "hope you are well. ", "had a look at the app and ",
    "long story short, ", "well this is embarrassing, ", "after 3 tries: ", "it is minus 5 here but ",
    "my 2 dogs and me: ", "i am 34 and ", "at 71 years of age ", "between meetings: ",
)  # fmt: skip
ENDINGS = (
    ", is that ok?", " lol", ", knackered", ". my wife thinks I'm mad", " with 2 kids in tow", " and I'm 62",
    ". thanks", " with my sister", " in the rain", " eh", ", legs like lead", " according to garmin",
    ". is that bad?", ", weather was grim, 3 degrees", ". lost my glove", " haha", "!!", ", dont laugh",
    ". bus is here, got to go", " which is a lot for me", ", yes really", " i reckon", ". lovely morning though",
    " or thereabouts", ", saw a kingfisher", ", as the physio told me", " give or take", " and then I had 2 beers",
    ". what do you think?", " before work", ", hope that helps", " so far so good", ", can't believe it",
    " thanks to the dog", " round the park", ". sorry for typos", ", what now", " and that's the truth",
    ", tough going in the wind", ". proud of that", ", slow as a snail", " if you ask me",
    " which my husband finds funny", ". then straight to bed", ", with the buggy", " on the treadmill at the gym",
    " by the sea", ". my son came along on his bike", ", no idea if that's good", " and it was lovely",
    ". the hills were murder", ", so there", " before breakfast", ". ok?", ". speak soon",
    ", please don't tell my physio", " in the dark", ". my feet are soaked", " with music on", ". tea now",
    ", cheers", " and I turn 50 next year", ", my neighbour did 12", ". 4 of us went", " (from my watch)", " :)",
    ", not bad for an old man", ". shower time",
)  # fmt: skip
PRECEDENCE = ("cadence", "mileage", "shoes", "check_in")  # who answers a message for several
JOINTS = (". ", ", ", " and ", "... ", ". oh and ", ", also ", ". PS ")
ASKED_FOR = {"cadence": "cadence", "mileage": "weekly", "shoes": "bought", "check_in": "run"}
MARKS_LEFT_OUT = re.compile(r"(?<!\d)[.](?!\d)|[;!?()]|,(?!\d)")
ANY_SIZE = frozenset({NOW, BEFORE, GOAL, SHOES})  # a distance of these may be short or long


def chatted(text: str, dice: Random) -> str:
    """Return a message with chat before it, after it or both."""
    before, after = dice.choice(((True, True), (True, False), (False, True)))
    return (dice.choice(OPENINGS) if before else "") + text + (dice.choice(ENDINGS) if after else "")


def together(rows: Sequence[Row], dice: Random) -> list[tuple[str, str]]:
    """Return messages that tell two parts something, with the one that answers: the first of PRECEDENCE."""
    whole = [row for row in rows if not row.asked and row.part in PRECEDENCE and IMPLAUSIBLE not in row.want]
    found = []
    for _ in range(len(whole) // 3):
        pair = dice.sample(whole, 2)
        part = min((row.part for row in pair), key=PRECEDENCE.index)
        found.append((pair[0].text.rstrip(".!? ") + dice.choice(JOINTS) + pair[1].text, part))
    return found


def varied(taught: Sequence[Lesson]) -> list[Lesson]:
    """Return the lessons and more of the same meaning."""
    dice = Random(SEED)
    found = list(taught)
    for one in taught:
        text = one.row.text
        closing = dice.choice(ENDINGS) if dice.random() < 0.5 else ""
        found += _again(one, dice.choice(OPENINGS) + text + closing)
        bare = " ".join(MARKS_LEFT_OUT.sub(" ", text).split())
        found += _again(one, bare) if bare != text else []
        found += _again(one, text + dice.choice(ENDINGS)) if dice.random() < 0.5 else []
        if one.context in ASKED_FOR:
            goal = bool({GOAL, DUE} & {*one.ways[0]}) and one.context == "mileage"
            found.append(replace(one, context=GOAL if goal else ASKED_FOR[one.context]))
        if ANY_SIZE & {*one.ways[0]}:
            found.append(replace(one, marks=tuple(_resized(one, dice))))
    return found + _joined(taught, dice)


def _again(one: Lesson, text: str) -> list[Lesson]:
    """Return a lesson in other words around the same marks; marks that came with them tell something else."""
    words, marks = marks_of(text)
    own: list[bool] = []
    for mark in marks:
        place = sum(own)
        own.append(place < len(one.marks) and _like(mark, one.marks[place]))
    if sum(own) != len(one.marks):
        return []
    ways = []
    for roles in one.ways:
        left = iter(roles)
        ways.append(tuple(next(left) if mine else OTHER for mine in own))
    return [replace(one, words=words, marks=tuple(marks), ways=tuple(ways))]


def _like(mark: Mark, other: Mark) -> bool:
    return (mark.kind, mark.value) == (other.kind, other.value)


def _resized(one: Lesson, dice: Random) -> list[Mark]:
    """Return the marks with other sizes of weekly distances, goals and shoes: the role must not hang on that."""
    factor = dice.choice((0.15, 0.3, 0.5, 1.8, 2.5, 4.0))
    return [
        replace(mark, said=max(1.0, mark.said * factor)) if role in ANY_SIZE and mark.said else mark
        for mark, role in zip(one.marks, one.ways[0], strict=True)
    ]


def _joined(taught: Sequence[Lesson], dice: Random) -> list[Lesson]:
    """Return messages that tell two parts of the coach something."""
    whole = [one for one in taught if not one.row.asked or one.context == "bought"]
    found = []
    for _ in range(len(whole) // 3):
        first, second = dice.sample(whole, 2)
        if first.row.part == second.row.part:
            continue
        text = first.row.text.rstrip(".!? ") + dice.choice(JOINTS) + second.row.text
        words, marks = marks_of(text)
        if len(marks) == len(first.marks) + len(second.marks) and all(map(_like, marks, (*first.marks, *second.marks))):
            row = Row(first.row.id, text, "", {**first.row.want, **second.row.want}, first.row.author)
            roles = (*first.ways[0], *second.ways[0])
            if fits(compose(words, marks, roles, TODAY, "", KNOWN_WEEK), row.want):  # miles may meet bare numbers
                found.append(Lesson(row, words, tuple(marks), row.part, (roles,)))
    return found
