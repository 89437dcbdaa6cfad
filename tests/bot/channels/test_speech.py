"""A turn for the ear: short, whole sentences, nothing that cannot be read out, danger first and twice."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.collecting import Button, Part
from bot.channels.ear import digits_apart, for_ear, sentences_of, words_in
from bot.channels.speech import (
    AGAIN,
    LONGEST,
    MOST_SENTENCES,
    MOST_WORDS,
    NO_PAGE,
    OPEN,
    RESTS_ON,
    SAFETY,
    TOO_LONG,
    go_on,
    speak,
)
from knowledge.levels import LEVELS
from knowledge.outline import outline
from knowledge.reply import KINDS
from knowledge.safety import care
from knowledge.settings import ROOT

YES_NO = tuple(Button(word, word) for word in ("Yes", "No", "Not sure"))
POP = Part("Did you hear a pop?", YES_NO, {"kind": "question", "slot": "pop"})


def part(text: str = "", kind: str = "answer", **block: Any) -> Part:
    return Part(text, (), {"kind": kind, **block})


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("Rest it [1] [2]. Then run [12].", "Rest it. Then run."),
        ("See https://a.example/b?c=d#e now.", "See now."),
        ("See [the page](https://a.example) now.", "See the page now."),
        ("Look at www.a.example.", "Look at."),
        ("**Stop** and `rest` it.", "Stop and rest it."),
        ("Any?\n• one\n• two", "Any? one. two"),
        ("1. one\n2) two", "one. two"),
        ("Fleet & Sole", "Fleet and Sole"),
        ("Well done \U0001f3c3!", "Well done!"),
        ("a <b> c", "a b c"),
        ("\x00\x0bone\ud800", "one"),
        (" \n• \n", ""),
    ],
)
def test_what_cannot_be_read_out_is_gone(text: str, heard: str) -> None:
    assert for_ear(text) == heard


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("Call 112.", "Call 1 1 2."),
        ("call 999 now", "call 9 9 9 now"),
        ("or 112 if you can't", "or 1 1 2 if you can't"),
        ("(116 123 in the UK)", "(1 1 6, 1 2 3 in the UK)"),
        ("+44 20 7946 0000", "plus 4 4, 2 0, 7 9 4 6, 0 0 0 0"),
        ("170 to 180 steps", "170 to 180 steps"),
        ("1,112 runners, 112.5 km, 1120", "1,112 runners, 112.5 km, 1120"),
    ],
)
def test_numbers_to_call_are_spoken_digit_by_digit(text: str, heard: str) -> None:
    assert digits_apart(text) == heard


def test_speech_stands_before_text_and_a_question_ends_the_turn() -> None:
    spoken = speak([part("Rest it [1].", speech="Have a rest."), POP])
    assert spoken.words == "Have a rest. Did you hear a pop? Yes, no or not sure?"
    assert spoken.question is not None
    assert spoken.question.yes_no


def test_group_is_read_with_its_items_even_where_it_has_speech() -> None:
    text = "Any of these?\n• it locks\n• it gives way\n• you can't straighten it"
    group = Part(text, (Button("It locks", "x"), Button("None of those", "x")), {"kind": "question", "speech": "Any?"})
    expected = "Any of these: it locks, it gives way, or you can't straighten it? Which, or none?"
    assert speak([group]).words == expected


@pytest.mark.parametrize(
    ("titles", "end"),
    [
        (["Mild", "Moderate", "Severe"], "How? Mild, moderate or severe?"),
        (["Outer side", "Inner side", "Front", "Behind", "All over"], "front or somewhere or something else?"),
        (["ITBS", "Runner's knee"], "How? ITBS or runner's knee?"),
    ],
)
def test_choices_are_a_short_list(titles: list[str], end: str) -> None:
    asked = Part("How?", tuple(Button(title, title) for title in titles), {"kind": "question", "slot": "severity"})
    assert speak([asked]).words.endswith(end)


def test_small_talk_puts_its_own_question_last() -> None:
    assert speak([part("What is it? Tell me about it.", "chat")]).words == "Tell me about it. What is it?"
    assert speak([part("I'm a program.", "chat")]).question == OPEN
    assert speak([part("Hello. How is the knee?", "chat"), POP]).words.count("?") == 2, "the pop and its choices only"


def test_emergency_comes_first_and_its_instruction_twice() -> None:
    words = care()["emergency"]["spoken"]
    spoken = speak([part("Try insoles.", level="emergency"), part("!", "safety", level="emergency", speech=words), POP])
    assert spoken.sentences[0] == "Please get help now."
    assert spoken.sentences[-1].startswith(AGAIN + "go to an emergency department, or call 1 1 2")
    assert spoken.sentences.count(spoken.sentences[1]) == 1


def test_warning_is_heard_whole_beside_a_long_question() -> None:
    words = f"{care()['urgent']['spoken']} A pop at an injury counts as a tear until somebody has looked at it."
    group = Part("Any of these?\n" + "\n".join(["• " + "word " * 12] * 3), YES_NO, {"kind": "question"})
    spoken = speak([part("!", "safety", level="urgent", speech=words), part("Rest it."), group])
    assert " ".join(spoken.sentences) == words.strip()
    assert MOST_WORDS < words_in(spoken.words) <= LONGEST


def test_emergency_leaves_out_a_question_that_does_not_fit() -> None:
    long = Part("Is it " + "very " * 50 + "sore?", YES_NO, {"kind": "question"})
    assert speak([part("Get help now.", "safety", level="emergency"), long]).question is None


def test_what_does_not_fit_is_told_on_request() -> None:
    sentences = [f"This is sentence number {number} of many." for number in range(10)]
    spoken = speak([part(" ".join(sentences))])
    heard: list[str] = []
    for _ in range(10):
        heard += spoken.sentences
        if not spoken.rest:
            break
        assert spoken.words.endswith("Shall I go on?")
        spoken = go_on(spoken)
    assert heard == sentences


def test_small_talk_that_does_not_fit_is_not_lost() -> None:
    words = "Ring the shop about shoes. It is open all day. For your health ring a doctor. In an emergency call 112."
    spoken = speak([part(words, "chat")])
    assert spoken.words.endswith("Shall I go on?")
    assert go_on(spoken).sentences == ("In an emergency call 1 1 2.",)


def test_long_question_is_never_put_off() -> None:
    long = Part("Is it " + "very " * 50 + "sore?", YES_NO, {"kind": "question"})
    spoken = speak([part("See somebody about it today, please. Then rest."), long])
    assert spoken.sentences == ("See somebody about it today, please.",)
    assert spoken.words.endswith("sore? Yes, no or not sure?")
    assert speak([part("This goes on " + "and on " * 20 + "."), long]).sentences == ()


def test_sentence_is_never_cut() -> None:
    spoken = speak([part("Do not run " + "and run " * 40 + "today.")])
    assert spoken.sentences == (TOO_LONG,)


def test_advice_that_begins_with_a_question_stays_whole() -> None:
    words = "One two. Three four. Is it stuck? Go to an emergency department."
    spoken = speak([part(words), POP])
    assert spoken.sentences == ("One two.", "Three four.")
    assert spoken.rest == ("Is it stuck? Go to an emergency department.",)


BUPA = {"n": 2, "publisher": "Bupa", "kind": "guidance"}
ARTICLE = {"n": 1, "publisher": "Source article", "kind": "article"}
WALES = {"n": 3, "publisher": "NHS 111 Wales", "kind": "guidance"}


@pytest.mark.parametrize(
    ("citations", "named"),
    [
        ([ARTICLE], "That rests on our source article."),
        ([ARTICLE, {**ARTICLE, "n": 2}, BUPA], "That rests on our source article and Bupa."),
        (
            [BUPA, WALES, ARTICLE, {"n": 4, "publisher": "Smith & Co"}],
            "That rests on Bupa, NHS 1 1 1 Wales and 2 more.",
        ),
    ],
)
def test_advice_names_whom_it_rests_on(citations: list[dict[str, Any]], named: str) -> None:
    spoken = speak([part("Rest it [1].", citations=citations), POP])
    assert spoken.sentences == ("Rest it.", named)


def test_whom_it_rests_on_is_named_once_and_never_instead_of_advice() -> None:
    assert speak([part("Bupa says: rest it.", citations=[BUPA])]).sentences == ("Bupa says: rest it.",)
    assert speak([part("Rest it.", "safety", level="emergency", citations=[BUPA])]).words.count("Bupa") == 0
    long = "Rest it " + "and rest it " * 15 + "all day."
    assert speak([part(long, citations=[BUPA])]).sentences == (long,)
    then = "Then run for five or ten minutes."
    spoken = speak([part(f"{long} {then}", citations=[BUPA])])
    assert (spoken.sentences, spoken.rest) == ((long,), (then, "That rests on Bupa."))


def test_page_is_not_read_out() -> None:
    summary = part("Your summary: ...", "chat", files=[{"name": "a.pdf", "type": "application/pdf", "data": ""}])
    assert speak([summary]).sentences == (NO_PAGE,)


def test_every_real_group_can_be_read_out() -> None:
    for slots in outline().groups.values():
        items = "\n".join(f"• {outline().items[slot]['item']}" for slot in slots)
        buttons = (*(Button(outline().items[slot]["button"], "x") for slot in slots), Button("None of those", "x"))
        spoken = speak([Part(f"Which of these is it, if any?\n{items}", buttons, {"kind": "question"})])
        assert spoken.question is not None
        assert words_in(spoken.words) <= MOST_WORDS
        assert [slot for slot in slots if outline().items[slot]["item"] not in spoken.words] == []


def test_every_real_passage_begins_as_it_is_written() -> None:
    files = [file.read_text(encoding="utf-8") for file in sorted((ROOT / "knowledge" / "passages").glob("*.md"))]
    heads = [yaml.safe_load(head) for file in files for head in re.findall(r"```yaml\n(.*?)```", file, re.DOTALL)]
    assert len(heads) > 90
    for head in heads:
        words = head["spoken"].replace("{emergency_number}", "112")
        assert speak([part(speech=words)]).sentences[0].startswith(digits_apart(sentences_of(for_ear(words))[0]))


PIECES = [
    "Rest it.",
    "Can you?",
    "Call 112!",
    "https://a.example/b",
    "[1]",
    "•",
    "& <b> **x**",
    "\n",
    "180",
    "é \U0001f3c3",
]
TEXTS = st.one_of(st.text(max_size=400), st.lists(st.sampled_from(PIECES), max_size=200).map(" ".join))
PUBLISHED = st.sampled_from([{"n": 1, "publisher": name} for name in ("Bupa", "", "Smith & <b> [1]", None)])
PARTS = st.builds(
    Part,
    text=TEXTS,
    buttons=st.one_of(st.just(YES_NO), st.lists(st.builds(Button, TEXTS, TEXTS), max_size=8).map(tuple)),
    block=st.fixed_dictionaries(
        {"kind": st.sampled_from(KINDS)},
        optional={
            "level": st.sampled_from(LEVELS),
            "speech": TEXTS,
            "citations": st.lists(PUBLISHED, max_size=4),
        },
    ),
)


@given(st.lists(PARTS, min_size=1, max_size=5), st.booleans())
def test_no_turn_breaks_the_limits(parts: list[Part], ends: bool) -> None:
    spoken = speak(parts, ends)
    for _ in range(3):
        assert spoken.words
        new = [sentence for sentence in spoken.sentences if not sentence.startswith(AGAIN)]
        advice = [sentence for sentence in new if not sentence.startswith(RESTS_ON)]
        asked = spoken.question.words if spoken.question else ""
        assert sum(len(sentences_of(sentence)) for sentence in advice) <= MOST_SENTENCES
        warns = any(part.kind == SAFETY for part in parts)
        assert sum(map(words_in, [*new, asked])) <= (LONGEST if warns or len(advice) == 1 else MOST_WORDS)
        assert not re.search(r"https?://|www\.|\[\d+\]|[•<>*_`#]|\n", spoken.words)
        spoken = go_on(spoken)
