"""The summary to take along, with both servers: offered after the triage, given at any time, of one person only."""

from __future__ import annotations

import base64
import io
import time

import pytest
from pypdf import PdfReader

from tests.conftest import Conversation
from tests.e2e.test_conversations import answer_all

pytestmark = pytest.mark.server

WISH = "A summary for my physio"
OPENING = "my knee goes tight on the outside at mile three, no swelling, no injury, what do I do?"
NOTHING = "nothing to sum up yet"


def files(runner: Conversation) -> dict[str, bytes]:
    """Return the files of the latest reply by media type."""
    given = [file for block in runner.blocks for file in block.get("files", [])]
    return {file["type"]: base64.b64decode(file["data"]) for file in given}


def markdown(runner: Conversation) -> str:
    return files(runner)["text/markdown"].decode("utf-8")


@pytest.fixture(params=["/webhooks/rest/webhook", "/site/webhook"], ids=["rest", "site"])
def anywhere(assistant_url: str, request: pytest.FixtureRequest) -> Conversation:
    """Somebody on either channel."""
    return Conversation(assistant_url, channel=request.param)


def test_it_is_offered_after_the_triage_and_given_on_a_tap(anywhere: Conversation) -> None:
    runner = anywhere
    runner.say(OPENING)
    answer_all(runner)
    assert WISH in runner.buttons
    start = time.monotonic()
    runner.say(WISH)
    assert time.monotonic() - start < 3
    assert runner.kinds == ["chat"]
    assert runner.level == "self_care"
    pages = PdfReader(io.BytesIO(files(runner)["application/pdf"])).pages
    assert len(pages) == 1
    page = " ".join(pages[0].extract_text().split())
    for held in ("IT band syndrome", "tightness or pain on the outer side", "Denied", "Sources", "no clinician"):
        assert held in page
        assert held in markdown(runner)
    assert "Symptoms. Where: outer side." in runner.text


def test_in_the_interview_it_is_given_and_the_question_comes_again(runner: Conversation) -> None:
    runner.say("the front of my knee aches when I run")
    asked, known = runner.asked, runner.known
    runner.say("could you write that up for my doctor?")
    assert runner.kinds == ["chat", "question"]
    assert runner.asked == asked
    assert runner.known == known
    assert "not finished" in markdown(runner)
    assert "Not judged yet" in markdown(runner)


def test_in_an_emergency_it_comes_after_the_safety_line(runner: Conversation) -> None:
    runner.say("I fell, my knee is bent out of shape and my foot has gone numb and cold")
    assert runner.kinds == ["safety"]
    runner.say("give me a summary for the hospital")
    assert runner.kinds == ["safety", "chat"]
    assert runner.level == "emergency"
    assert "emergency department" in markdown(runner)


def test_told_and_wished_for_at_once_danger_still_speaks_first(runner: Conversation) -> None:
    runner.say("my foot's gone numb and cold since the fall, can you write that down for the doctor?")
    assert runner.kinds == ["safety", "chat"]
    assert "Present" in markdown(runner)


def test_in_a_crisis_there_is_no_paper(runner: Conversation) -> None:
    runner.say("I want to end my life")
    runner.say(WISH)
    assert runner.kinds == ["safety"]
    assert files(runner) == {}
    assert "crisis line" in runner.text


def test_before_anything_is_known_it_says_so(runner: Conversation) -> None:
    runner.say(WISH)
    assert runner.kinds == ["chat"]
    assert NOTHING in runner.text
    assert files(runner) == {}


def test_after_starting_over_nothing_of_the_past_is_in_it(runner: Conversation) -> None:
    runner.say("I twisted my knee, it is swollen and the inner side hurts")
    runner.say("start over")
    runner.say(WISH)
    assert NOTHING in runner.text
    runner.say("my kneecap aches after sitting")
    runner.say(WISH)
    assert "pain after sitting" in markdown(runner)
    for old in ("inner side", "with a twist", "**Yes:** swelling"):
        assert old not in markdown(runner)


def test_two_people_at_once_get_their_own(assistant_url: str) -> None:
    first, second = Conversation(assistant_url), Conversation(assistant_url)
    first.say("the outer side of my knee is tight after three miles")
    second.say("my kneecap aches after sitting")
    first.say(WISH)
    second.say(WISH)
    assert "outer side" in markdown(first)
    assert "pain after sitting" in markdown(second)
    assert "**Where:** outer side" not in markdown(second)
    assert "Yes:** pain after sitting" not in markdown(first)


def test_a_correction_is_in_the_next_one(runner: Conversation) -> None:
    runner.say("the outer side of my knee is tight, no swelling")
    runner.say(WISH)
    assert "**No:** swelling" in markdown(runner)
    runner.say("no wait, it is swollen after all")
    runner.say(WISH)
    assert "swelling" in markdown(runner).partition("**Yes:**")[2].partition("\n")[0]
    assert "**No:** swelling" not in markdown(runner)


def test_a_report_that_begins_with_in_summary_is_a_report(runner: Conversation) -> None:
    runner.say("in summary, it hurts on the outer side when I run and there's no swelling")
    assert files(runner) == {}
    assert runner.known["swelling"] == "no"
