"""The summary as an action: what it gives, when there is nothing to give, and that it holds this person's data only."""

from __future__ import annotations

import base64
import io
import logging
from datetime import datetime
from typing import Any

import pytest
from pypdf import PdfReader

from actions.summary import ActionSummary
from actions.triage import ActionTriage
from actions.wording import say
from knowledge.summary.content import words
from tests.actions.people import Outcome, run

ITBS: dict[str, Any] = {"location": "outer", "outer_tightness": "yes", "swelling": "no", "twist_or_fall": "no"}
TRIAGED: dict[str, Any] = {"interview": "done", "told": {"cause": "itbs", "level": "self_care"}}


def files(outcome: Outcome) -> dict[str, bytes]:
    """Return the files of the reply by media type."""
    (block,) = outcome.blocks
    return {file["type"]: base64.b64decode(file["data"], validate=True) for file in block["files"]}


def markdown(outcome: Outcome) -> str:
    return files(outcome)["text/markdown"].decode("utf-8")


def summed(**slots: Any) -> Outcome:
    outcome = run(ActionSummary(), **slots)
    (block,) = outcome.blocks
    assert block["kind"] == "chat"
    assert "citations" not in block
    assert outcome.events == []
    return outcome


def test_it_gives_a_pdf_and_markdown_named_after_the_day() -> None:
    outcome = summed(**ITBS, **TRIAGED)
    day = datetime.now().astimezone().date().isoformat()
    names = [file["name"] for file in outcome.blocks[0]["files"]]
    assert names == [f"knee-summary-{day}.pdf", f"knee-summary-{day}.md"]
    given = files(outcome)
    assert list(given) == ["application/pdf", "text/markdown"]
    page = PdfReader(io.BytesIO(given["application/pdf"])).pages[0].extract_text()
    for held in ("IT band syndrome", "no clinician", "tightness or pain on the outer side"):
        assert held in " ".join(page.split())
        assert held in markdown(outcome)


def test_the_chat_shows_it_in_short_and_speech_names_it() -> None:
    outcome = summed(**ITBS, **TRIAGED)
    assert outcome.text.startswith(say("summary"))
    assert "• Symptoms. Where: outer side." in outcome.text
    assert "\n\n" not in outcome.text, "the REST channel cuts a text at blank lines"
    assert outcome.blocks[0]["speech"] == say("summary_spoken")


@pytest.mark.parametrize(
    ("slots", "buttons"),
    [({}, True), ({"interview": "open"}, False), ({"level": "self_care", "topics": ["itbs"]}, True)],
    ids=["at first", "in the interview", "with something under discussion"],
)
def test_before_anything_is_known_it_says_so(slots: dict[str, Any], buttons: bool) -> None:
    outcome = summed(**slots)
    assert outcome.text == say("no_summary")
    assert "files" not in outcome.blocks[0]
    assert bool(outcome.buttons) is buttons


@pytest.mark.parametrize(
    "slots",
    [{"pop": "no"}, {"signs": ["kneecap_back"]}, {"said": ["cadence.fix-count"]}],
    ids=["an answer", "a sign", "advice"],
)
def test_a_little_is_enough(slots: dict[str, Any]) -> None:
    assert files(summed(**slots))


def test_the_level_is_that_of_the_triage() -> None:
    for slots in (ITBS, {"location": "inner", "pain_bending": "yes", "age_band": "55plus", "swelling_fast": "no"}):
        triaged = run(ActionTriage(), **slots)
        outcome = summed(**slots, **triaged.slots)
        level = triaged.blocks[0]["level"]
        assert outcome.blocks[0]["level"] == level
        assert words()["levels"][level] in outcome.text
        assert triaged.blocks[0]["causes"][0]["name"].capitalize() in markdown(outcome).replace("IT b", "It b")


def test_what_the_triage_advised_stands_in_it() -> None:
    triaged = run(ActionTriage(), **ITBS)
    advice = triaged.messages[1]["text"].removeprefix(say("what_to_do")).partition(" [")[0]
    assert advice in markdown(summed(**ITBS, **triaged.slots))


def test_it_is_said_when_the_questions_were_not_finished() -> None:
    assert words()["unfinished"] in markdown(summed(**ITBS, interview="open"))
    assert words()["unfinished"] not in markdown(summed(**ITBS, **TRIAGED))


def test_passages_that_are_gone_are_left_out() -> None:
    assert markdown(summed(said=["no_such.passage", "cadence.fix-count"])).count("**Stride rate") == 1


def test_an_emergency_is_given_too() -> None:
    outcome = summed(deformity="yes", twist_or_fall="yes", level="emergency")
    assert outcome.blocks[0]["level"] == "emergency"
    assert outcome.buttons == []
    assert words()["red_flags"]["deformity"] in markdown(outcome)


def test_a_second_person_gets_nothing_of_the_first() -> None:
    first = markdown(summed(**ITBS, **TRIAGED, said=["cadence.fix-count"], signs=["kneecap_back"]))
    second = markdown(summed(stiffness="yes"))
    assert "kneecap slid" in first
    for old in ("outer side", "kneecap slid", "Stride rate", "Where"):
        assert old not in second
    assert summed().text == say("no_summary")


def test_nothing_of_it_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        summed(**ITBS, **TRIAGED)
    assert "outer side" not in caplog.text
    assert "knee-summary" not in caplog.text
