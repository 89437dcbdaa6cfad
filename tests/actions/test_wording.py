"""The sentences that hold a reply together."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from actions.wording import FILE, buttons, listed, say

TEXTS = yaml.safe_load(FILE.read_text(encoding="utf-8"))
BUTTONS = [name for name in TEXTS if name.startswith("after_")]
WORDINGS = [
    (name, turn, text)
    for name, row in TEXTS.items()
    if name not in (*BUTTONS, "kinds")
    for turn, text in enumerate([row] if isinstance(row, str) else row)
]


@pytest.mark.parametrize(("name", "turn", "text"), WORDINGS, ids=[f"{name} {turn}" for name, turn, _ in WORDINGS])
def test_each_wording_is_filled(name: str, turn: int, text: str) -> None:
    parts = {part: f"<{part}>" for part in re.findall(r"{(\w+)}", text)}
    said = say(name, turn, **parts)
    assert not set("{}") & set(said)
    assert all(part in said for part in parts.values())


def test_each_name_is_used_by_an_action() -> None:
    code = " ".join(path.read_text(encoding="utf-8") for path in Path(FILE.parent).glob("*.py"))
    assert [name for name in TEXTS if f'"{name}"' not in code] == []


def test_wordings_take_turns() -> None:
    count = len(TEXTS["refusal"])
    said = [say("refusal", turn) for turn in range(count + 1)]
    assert len(set(said[:count])) == count >= 3
    assert said[count] == said[0]


def test_one_wording_serves_every_turn() -> None:
    assert say("choice", 5, first="shoes", second="hills") == "Do you mean shoes or hills?"


def test_an_unknown_name() -> None:
    with pytest.raises(KeyError, match="no_such_sentence"):
        say("no_such_sentence")


@pytest.mark.parametrize("name", BUTTONS)
def test_buttons_are_plain_words(name: str) -> None:
    found = buttons(name)
    assert found
    for button in found:
        assert button["title"] == button["payload"]
        assert 0 < len(button["payload"].encode()) <= 64
        assert button["payload"][0] != "/"


@pytest.mark.parametrize(
    ("items", "joint", "text"),
    [
        ([], "and", ""),
        (["a"], "and", "a"),
        (["a", "b"], "and", "a and b"),
        (["a", "b", "c"], "or", "a, b or c"),
    ],
)
def test_lists(items: list[str], joint: str, text: str) -> None:
    assert listed(items, joint) == text
