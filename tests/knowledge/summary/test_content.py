"""What the summary says: words for everything, yes, no and not sure apart, level, causes, advice and sources."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, settings

from knowledge.levels import EMERGENCY, LEVELS, URGENT, rules
from knowledge.passages import ASPECTS
from knowledge.safety import care
from knowledge.slots import CHOICES, SAFE_ANSWER, SIGNS, SLOTS, SYMPTOMS, UNSURE, YES
from knowledge.sources import NUMBER, without_markers
from knowledge.summary.content import MOST_REASONS, Case, Summary, summarise, words
from tests.knowledge.summary.cases import LONGEST, case, cases, fullest, texts

ITBS = {"location": "outer", "outer_tightness": "yes", "swelling": "no", "twist_or_fall": "no", "duration": "weeks"}
TORN = {"location": "inner", "swelling_fast": "no", "pain_bending": "yes", "age_band": "55plus"}
ODD = re.compile(r"\bNone\b|[{}]|\[[a-z]|  |\b(" + "|".join(name for name in (*SLOTS, *SIGNS) if "_" in name) + r")\b")


def everything(summary: Summary) -> list[str]:
    rows = [text for section in summary.sections for row in section.rows for text in (row.label, row.text)]
    return [*summary.notes, *(section.heading for section in summary.sections), *rows]


@pytest.mark.parametrize("slot", SYMPTOMS)
def test_every_yes_no_slot_stands_in_one_section(slot: str) -> None:
    places = [key for key in ("findings", "red_flags", "course") if slot in words()[key]]
    assert len(places) == 1
    if places == ["course"]:
        assert {"label", "yes", "no", "unsure"} == set(words()["course"][slot])


@pytest.mark.parametrize(("slot", "values"), CHOICES.items())
def test_every_choice_has_words(slot: str, values: tuple[str, ...]) -> None:
    places = [words()[key][slot] for key in ("choices", "course") if slot in words()[key]]
    assert [set(place) for place in places] == [{"label", *values}]


def test_levels_signs_and_aspects_have_words() -> None:
    assert set(words()["levels"]) == set(LEVELS)
    assert set(words()["signs"]) == set(SIGNS) - {"suicidal"}
    assert set(words()["advice"]["aspects"]) == set(ASPECTS)


def test_what_can_make_a_knee_urgent_is_a_red_flag() -> None:
    grave = [rule for rule in rules() if LEVELS.index(rule.level) >= LEVELS.index(URGENT)]
    slots = {slot for rule in grave for slot in rule.when if slot in SYMPTOMS}
    assert slots - set(words()["red_flags"]) == {"twist_or_fall", "swelling"}, "these two only count beside others"


@given(cases())
@settings(max_examples=200, deadline=None)
def test_any_case_reads_well_and_numbers_its_sources(any_case: Case) -> None:
    summary = summarise(any_case)
    for text in everything(summary):
        assert not ODD.search(text), text
    cited = [int(n) for section in summary.sections for row in section.rows for n in NUMBER.findall(row.text)]
    assert (
        list(dict.fromkeys(cited)) == [source["n"] for source in summary.sources] == list(range(1, len(set(cited)) + 1))
    )


@given(cases())
@settings(max_examples=100, deadline=None)
def test_everything_told_stands_in_it_once(any_case: Case) -> None:
    said = [text for key in ("told", "red_flags") for text in texts(summarise(any_case), key).values()]
    parts = [part for text in said for part in text.split("; ")]
    for slot, value in any_case.values.items():
        text = words()["findings"].get(slot)
        assert text is None or parts.count(text) == (value is not None or slot in any_case.signs)


def test_yes_no_and_not_sure_are_kept_apart() -> None:
    summary = summarise(
        case({**ITBS, "stiffness": "unsure", "stairs_pain": "yes", "severity": "mild", "age_band": "16to54"})
    )
    assert texts(summary, "told") == {
        "Where": "outer side",
        "How bad": "mild",
        "Age": "16 to 54",
        "Yes": "tightness or pain on the outer side; pain on stairs",
        "No": "swelling",
        "Not sure": "stiffness",
    }
    assert texts(summary, "course") == {"Since": "a few weeks", "Start": "no injury"}


@pytest.mark.parametrize("slot", words()["red_flags"])
@pytest.mark.parametrize("value", ["yes", "no", "unsure", None])
def test_a_red_flag_is_present_denied_not_sure_or_not_told(slot: str, value: str | None) -> None:
    told = {"location": "front", **({slot: value} if value else {})}
    rows = texts(summarise(case(told)), "red_flags")
    worrying = value not in (None, UNSURE, SAFE_ANSWER[slot])
    place = "Present" if worrying else {None: "Not told", UNSURE: "Not sure"}.get(value, "Denied")
    text = words()["red_flags"][slot]
    assert [label for label, said in rows.items() if text in said.split("; ")] == [place]


def test_a_sign_is_present_and_stands_for_the_slot_it_belongs_to() -> None:
    rows = texts(summarise(case({"fever_or_hot_red": YES}, ("fever", "kneecap_back"))), "red_flags")
    assert rows["Present"] == "fever; kneecap slid out and back"


def test_a_suspicion_counts_as_not_sure() -> None:
    rows = texts(summarise(case({"location": "front"}, ("numb_or_cold",))), "red_flags")
    assert rows["Not sure"] == words()["red_flags"]["numb_or_cold"]


@pytest.mark.parametrize(
    ("values", "level", "why"),
    [
        (ITBS, None, words()["why"]["nothing"]),
        ({"calf_swelling": "yes"}, None, "A calf or thigh that is swollen"),
        ({"twist_or_fall": "yes", "locking": "yes"}, None, "A knee that locks after an injury"),
        (ITBS, "urgent", words()["why"]["earlier"]),
        (TORN, "routine", "A meniscus tear fits best"),
    ],
)
def test_the_level_says_why(values: dict[str, str], level: str | None, why: str) -> None:
    summed = case(values, level=level)
    rows = texts(summarise(summed), "level")
    assert rows[""] == words()["levels"][summed.level]
    assert rows["Why"].startswith(why)


def test_a_harmless_level_is_not_stated_before_the_last_question() -> None:
    summary = summarise(case(ITBS, finished=False))
    assert texts(summary, "level") == {"": words()["not_judged"]}
    assert "advice" not in [section.key for section in summary.sections]
    assert words()["unfinished"] in summary.notes


def test_a_grave_level_is_stated_at_any_time() -> None:
    summary = summarise(case({"deformity": "yes"}, finished=False))
    assert texts(summary, "level")[""] == words()["levels"][EMERGENCY]
    assert without_markers(care()[EMERGENCY]["now"]).rstrip(".") in re.sub(
        r" \[\d+\]", "", texts(summary, "advice")["First of all"]
    )


def test_many_reasons_are_counted() -> None:
    why = texts(summarise(fullest("yes", EMERGENCY, [])), "level")["Why"]
    assert re.search(r"And \d+ more; see the red flags\.$", why)
    assert len(NUMBER.findall(why)) <= 2 * MOST_REASONS


def test_causes_come_with_reasons_for_and_against() -> None:
    rows = texts(summarise(case({**ITBS, "swelling": "yes"})), "causes")
    first, *others = rows.items()
    assert first == (
        "IT band syndrome",
        "Fits best. For it: tightness or pain on the outer side; no injury. Against it: swelling.",
    )
    assert all(text.startswith("Possible. ") for _, text in others)


def test_advice_is_cited() -> None:
    summary = summarise(case(ITBS, passages=("itbs.fix", "cadence.fix-count")))
    rows = texts(summary, "advice")
    assert list(rows) == ["First of all", "IT band syndrome: what to do", "Stride rate (cadence): what to do"]
    assert all(NUMBER.search(text) for text in rows.values())
    assert "itbs.fix" in {source["id"] for source in summary.sources}


WAITING: list[tuple[dict[str, Any], list[str]]] = [
    ({"location": "outer"}, ["itbs.fix", "itbs.what", "cadence.fix-count"]),
    ({"calf_swelling": "yes"}, ["itbs.what"]),
    ({"deformity": "yes"}, []),
]


@pytest.mark.parametrize(("values", "stands"), WAITING)
def test_advice_that_holds_no_longer_is_named_not_repeated(values: dict[str, str], stands: list[str]) -> None:
    said = ("itbs.fix", "itbs.what", "cadence.fix-count")
    summed = case(values, passages=said)
    rows = texts(summarise(summed), "advice")
    shown = [
        one.id
        for one in summed.passages
        if any(
            label.lower().startswith(one.name.lower()) and without_markers(one.text)[:20] in text
            for label, text in rows.items()
        )
    ]
    assert shown == stands
    assert ("IT band syndrome" in rows.get("", "")) is (stands != list(said))


def test_who_only_asked_gets_the_advice_alone() -> None:
    summary = summarise(case(passages=("cadence.fix-count",), finished=False))
    assert [section.key for section in summary.sections] == ["advice"]
    assert words()["nothing_told"] in summary.notes


def test_it_says_that_no_clinician_was_involved() -> None:
    summary = summarise(case(ITBS))
    assert "no clinician was involved" in summary.notes[0]
    assert summary.written == "27 November 2026"


def test_a_shorter_summary_loses_the_last_advice_and_its_sources_only() -> None:
    summary: Summary | None = summarise(fullest("no", "self_care", LONGEST[:3]))
    assert summary is not None
    counts = []
    while summary is not None:
        counts.append(len(summary.sections[-1].rows))
        cited = {int(n) for section in summary.sections for row in section.rows for n in NUMBER.findall(row.text)}
        assert [source["n"] for source in summary.sources] == list(range(1, len(cited) + 1))
        summary = summary.shorter()
    assert counts[0] >= counts[-1]
    assert counts[-1] == 2, "one piece of advice, and the note that others were left out"


def test_nothing_but_advice_is_left_out() -> None:
    assert summarise(case(ITBS, finished=False)).shorter() is None
