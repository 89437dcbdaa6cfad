"""The conversations, and what the channel-blind reply over REST says in each: what every channel is held against."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from knowledge.interview import MOST_QUESTIONS
from tests.conftest import Conversation, Message

TALKS = tuple(yaml.safe_load(Path(__file__).with_name("conversations.yml").read_text(encoding="utf-8")))
GREETING = "hello"
NONE, NO = "None of those", "No"

Arrives = Callable[[str], str]


class Part(NamedTuple):
    """One part of a reply: its text, its buttons with what each says, and the inside of its block."""

    text: str
    buttons: tuple[tuple[str, str], ...]
    block: Mapping[str, Any]

    @property
    def kind(self) -> str:
        """The kind of the block."""
        return str(self.block["kind"])

    @property
    def level(self) -> str:
        """The level judged; empty before anything was."""
        return str(self.block.get("level", ""))

    @property
    def citations(self) -> Sequence[Mapping[str, Any]]:
        """What the [n] in the text stand for."""
        return tuple(self.block.get("citations", ()))

    @property
    def files(self) -> list[str]:
        """The names of the files to take along."""
        return [str(file["name"]) for file in self.block.get("files", ())]

    @property
    def alike(self) -> dict[str, Any]:
        """The block without the content of files, in which the time of day stands."""
        return {**self.block, "files": self.files}


class Turn(NamedTuple):
    """What was said, and the reply."""

    said: str
    parts: list[Part]


def parts_of(messages: Sequence[Message]) -> list[Part]:
    """Return the parts of a reply; text and buttons stand in the block's own message, or in those before it."""
    parts: list[Part] = []
    texts: list[str] = []
    buttons: list[tuple[str, str]] = []
    for message in messages:
        texts += [message["text"]] if message.get("text") else []
        buttons += [(one["title"], one["payload"]) for one in message.get("buttons", [])]
        if "data" in (message.get("custom") or {}):
            parts.append(Part("\n\n".join(texts), tuple(buttons), message["custom"]["data"]))
            texts, buttons = [], []
    assert not texts, f"text without a block: {texts}"
    return parts


@dataclass
class Reference:
    """Holds conversations over REST, each once."""

    url: str
    known: dict[tuple[str, tuple[str, ...]], list[Turn]] = field(default_factory=dict)

    def turns(self, name: str, arrives: Arrives = str, greeted: bool = False) -> list[Turn]:
        """Return a conversation.

        Args:
            name: of the conversation.
            arrives: what becomes of the words on the way to the assistant.
            greeted: the channel begins with a greeting by itself.
        """
        (talk,) = [talk for talk in TALKS if talk["name"] == name]
        says = [GREETING] if greeted and talk["says"][0] != GREETING else []
        says += talk["says"]
        key = (name, tuple(arrives(one) if isinstance(one, str) else "" for one in says))
        if key not in self.known:
            self.known[key] = self._hold(says, arrives)
            assert not (missing := lacking(self.known[key], talk["shows"])), (name, missing)
        return self.known[key]

    def _hold(self, says: Sequence[Any], arrives: Arrives) -> list[Turn]:
        runner = Conversation(self.url)
        turns: list[Turn] = []

        def say(words: str) -> None:
            turns.append(Turn(words, parts_of(runner.say(arrives(words)))))

        for one in says:
            if isinstance(one, str):
                say(one)
                continue
            for _ in range(MOST_QUESTIONS):
                if not runner.asked:
                    break
                named = [one[slot] for slot in runner.asked if slot in one]
                say(", ".join(named) if named else NONE if len(runner.asked) > 1 else NO)
            assert not runner.asked, [text for text, _ in runner.turns]
        return turns


def lacking(turns: Sequence[Turn], shows: Mapping[str, Any]) -> list[str]:
    """Return what a conversation should show and does not."""
    parts = [part for turn in turns for part in turn.parts]
    last = turns[-1].parts
    wanted = {
        **{f"kind {kind}": kind in {part.kind for part in parts} for kind in shows["kinds"]},
        "level": not shows.get("level") or parts[-1].level == shows["level"],
        "text": any(shows.get("text", "") in part.text for part in parts),
        "last": shows.get("last") in (None, last[0].kind),
    }
    return [what for what, there in wanted.items() if not there]
