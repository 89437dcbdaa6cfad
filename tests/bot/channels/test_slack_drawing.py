"""Each kind of part is drawn in blocks that Slack takes, and nothing of it gets lost."""

from __future__ import annotations

from typing import Any

import pytest

from bot.channels.slack_drawing import draw, escape, home, owner, typed, without_buttons
from tests.bot.channels.parts import PARTS
from tests.bot.channels.standins import block_faults

SENDER = "slack-0123"


def blocks_of(*names: str) -> list[dict[str, Any]]:
    return [block for message in draw([PARTS[name] for name in names], SENDER) for block in message["blocks"]]


def texts(blocks: list[dict[str, Any]], kind: str) -> list[str]:
    found = [block for block in blocks if block["type"] == kind]
    return [text["text"] for block in found for text in block.get("elements", [block.get("text")])]


def buttons(blocks: list[dict[str, Any]]) -> list[str]:
    return [one["value"] for block in blocks if block["type"] == "actions" for one in block["elements"]]


@pytest.mark.parametrize("name", PARTS)
def test_every_kind_is_taken_by_slack(name: str) -> None:
    for message in draw([PARTS[name]], SENDER):
        assert block_faults(message["blocks"]) == []
        assert 0 < len(message["text"]) <= 3900
    assert buttons(blocks_of(name)) == [button.payload for button in PARTS[name].buttons]
    words = " ".join(texts(blocks_of(name), "section")).replace("\n", " ").split()
    assert words[0] == escape(PARTS[name].text).split()[0]
    if not PARTS[name].citations:
        assert words == escape(PARTS[name].text).split()


def test_a_turn_is_one_message() -> None:
    (message,) = draw([PARTS["answer"], PARTS["question"]], SENDER)
    kinds = [block["type"] for block in message["blocks"]]
    assert kinds == ["section", "context", "section", "actions"]
    assert message["text"].endswith("\n\nIs it swollen?")


def test_a_turn_too_large_for_a_message_becomes_several() -> None:
    messages = draw([PARTS["question"]] * 30, SENDER)
    assert [len(message["blocks"]) for message in messages] == [50, 10]


def test_more_than_five_buttons_take_several_rows() -> None:
    rows = [block for block in blocks_of("many") if block["type"] == "actions"]
    assert [len(row["elements"]) for row in rows] == [5, 5, 5, 5, 5, 3]
    assert {owner(row["block_id"]) for row in rows} == {SENDER}


def test_references_and_sources_become_links() -> None:
    url = "https://www.nhs.uk/conditions/knee-pain/?a=1&amp;b=%222%22%7C%3E"
    assert texts(blocks_of("answer"), "section") == [
        f"Rest if P &lt; 0.05 &amp; it hurts &gt; 2 days <{url}|[1]>. Then run [2] [3]."
    ]
    assert texts(blocks_of("answer"), "context") == [
        f"[1] <{url}|Knee pain &amp; &lt;you&gt;, NHS, 2024>\n[2] Steps to Take, Rest, Source article"
    ]


@pytest.mark.parametrize(
    ("name", "expected"),
    [("safety", ["Get help now"]), ("urgent", ["Have it seen soon"]), ("triage", []), ("answer", [])],
)
def test_danger_has_a_heading(name: str, expected: list[str]) -> None:
    assert texts(blocks_of(name), "header") == expected


def test_a_tap_leaves_what_was_chosen() -> None:
    after = without_buttons(blocks_of("group"), "It <locks>")
    assert [block["type"] for block in after] == ["section", "context"]
    assert texts(after, "context") == ["You said: *It &lt;locks&gt;*"]


def test_home_says_what_it_can_do() -> None:
    view = home()
    assert view["type"] == "home"
    assert block_faults(view["blocks"], most=100) == []
    told = " ".join(texts(view["blocks"], "section"))
    assert "not a doctor" in told
    assert "{" not in told


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ("<@U012AB> my knee hurts", "my knee hurts"),
        ("<!here> hi", "hi"),
        ("see <https://a.b/c|this page>", "see this page"),
        ("mail <mailto:a@b.c|a@b.c>", "mail a@b.c"),
        ("<https://a.b>", "https://a.b"),
        ("1 &lt; 2 &amp;&amp; 3 &gt; 2", "1 < 2 && 3 > 2"),
        ("&amp;lt;", "&lt;"),
    ],
)
def test_typed(sent: str, read: str) -> None:
    assert typed(sent) == read
