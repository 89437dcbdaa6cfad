"""Safety messages: what is said for each rule and level, the first time and again."""

from __future__ import annotations

import re
from typing import Any

import pytest

from knowledge.levels import LEVELS, UNKNOWN, Judgement, Rule, judge, rules
from knowledge.safety import care, fill, safety_text
from knowledge.settings import settings

NUMBER = settings().emergency_number
CASES = [(rule, again) for rule in rules() for again in (False, True)]
IDS = [f"{rule.id}{' again' if again else ''}" for rule, again in CASES]


def judged(rule: Rule) -> Judgement:
    values: dict[str, Any] = {slot: row[0] for slot, row in rule.when.items() if row[0] != UNKNOWN}
    return judge(values, rule.signs)


def check(text: str, speech: str, citations: list[dict[str, Any]]) -> None:
    """Fail where a placeholder or reference is left, or numbers and citations do not match."""
    for words in (text, speech):
        assert not set("{}") & set(words)
        assert "  " not in words
        assert not re.search(r"\[[a-z]", words)
    assert "[" not in speech
    numbers = list(dict.fromkeys(int(number) for number in re.findall(r"\[(\d+)\]", text)))
    assert numbers == [citation["n"] for citation in citations] == list(range(1, len(citations) + 1))
    assert citations
    for citation in citations:
        assert {"n", "id", "title", "section", "publisher", "url"} <= set(citation)
        assert citation["title"]


@pytest.mark.parametrize(("rule", "again"), CASES, ids=IDS)
def test_each_rule_gives_a_whole_message(rule: Rule, again: bool) -> None:
    judgement = judged(rule)
    text, speech, citations = safety_text(judgement, again)
    check(text, speech, citations)
    if judgement.level == "emergency":
        assert NUMBER in text
        assert NUMBER in speech


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("again", [False, True], ids=["first", "again"])
def test_a_level_without_rules_still_says_what_to_do(level: str, again: bool) -> None:
    text, speech, citations = safety_text(Judgement(level, ()), again)
    check(text, speech, citations)
    assert text.startswith(care()[level]["again" if again else "now"].split(" [")[0])
    assert speech == care()[level]["spoken"]


@pytest.mark.parametrize("rule", rules(), ids=[rule.id for rule in rules()])
def test_again_is_said_in_other_words(rule: Rule) -> None:
    first, again = (safety_text(judged(rule), repeated)[0] for repeated in (False, True))
    assert first != again
    assert first[:30] != again[:30]


@pytest.mark.parametrize("rule", rules(), ids=[rule.id for rule in rules()])
def test_it_is_short_enough_to_hear(rule: Rule) -> None:
    assert len(safety_text(judged(rule))[1].split()) <= 70


@pytest.mark.parametrize("signs", [("suicidal",), ("suicidal", "kneecap_out"), ("bleeding_or_bone", "suicidal")])
def test_crisis_words_come_first_and_alone(signs: tuple[str, ...]) -> None:
    text, speech, citations = safety_text(judge({"deformity": "yes"}, signs))
    assert text.startswith("You matter more than any run")
    assert speech.startswith("You matter more than any run")
    assert settings().crisis_line in text
    assert settings().crisis_line in speech
    assert "kneecap" not in text
    check(text, speech, citations)
    again = safety_text(judge({}, signs), again=True)[0]
    assert again.startswith("Please talk to someone right now")


def test_at_most_two_reasons_are_given() -> None:
    values = dict.fromkeys(("deformity", "numb_or_cold", "breathless_or_chest_pain", "cannot_lift_leg"), "yes")
    judgement = judge(values)
    assert len(judgement.rules) == 4
    text = safety_text(judgement)[0]
    assert sum(rule.because.split(" [")[0] in text for rule in judgement.rules) == 2


def test_reasons_and_what_to_do_meanwhile() -> None:
    text, speech, _ = safety_text(judge({"deformity": "yes"}))
    assert text.index(care()["emergency"]["now"].split(" [")[0]) == 0
    assert "A knee or leg that has changed shape can be broken" in text
    assert "Don't try to push it back, and don't stand on it [3]." in text
    assert speech.endswith("Don't try to push it back, and don't stand on it.")


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("Call {emergency_number}.", f"Call {NUMBER}."),
        ("At {shop_name}: {shop_name}", f"At {settings().shop_name}: {settings().shop_name}"),
        ("{nobody} knows", "{nobody} knows"),
        ("", ""),
    ],
)
def test_fill(text: str, filled: str) -> None:
    assert fill(text) == filled
