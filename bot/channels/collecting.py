"""A whole turn of the assistant, gathered first and drawn once, by channels that cannot draw it piece by piece.

Rasa hands each utterance to the output channel while the turn still runs, and its own channels then send text, buttons
and block apart. Here each utterance becomes one `Part`; when Rasa's handler has returned, the channel draws them all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from rasa.core.channels.channel import OutputChannel

NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True)
class Button:
    """A button: what stands on it, and the plain words that a tap says."""

    title: str
    payload: str


@dataclass(frozen=True)
class Part:
    """One message of a turn: its text, its buttons and the inside of its block (docs/reply.md)."""

    text: str = ""
    buttons: tuple[Button, ...] = ()
    block: Mapping[str, Any] = field(default=NOTHING)

    @property
    def kind(self) -> str:
        """The kind of the block; `chat` where there is no block."""
        return str(self.block.get("kind", "chat"))

    @property
    def level(self) -> str:
        """The level judged for this person; empty before anything was judged."""
        return str(self.block.get("level", ""))

    @property
    def speech(self) -> str:
        """The short form for the ear; empty where there is none."""
        return str(self.block.get("speech", ""))

    @property
    def slots(self) -> tuple[str, ...]:
        """The slots that a question asks for."""
        return (str(self.block["slot"]),) if self.block.get("slot") else tuple(self.block.get("slots", ()))

    @property
    def citations(self) -> Sequence[Mapping[str, Any]]:
        """What the [n] in the text stand for, in the order of n."""
        return tuple(self.block.get("citations", ()))

    @property
    def chart(self) -> Mapping[str, Any]:
        """A picture as data (`knowledge.coach.charts`); empty where there is none."""
        return dict(self.block.get("chart") or {})

    @property
    def files(self) -> Sequence[Mapping[str, str]]:
        """What to take along: `name`, `type` and base64 `data` of each file."""
        return tuple(self.block.get("files", ()))


class CollectingOutput(OutputChannel):
    """Gathers the parts of one turn. Each channel derives from it, for a name of its own."""

    def __init__(self) -> None:
        """Start a turn in which nothing was said yet."""
        self.parts: list[Part] = []

    @classmethod
    def name(cls) -> str:
        """Name of the output channel, by which a response can have a wording for it."""
        return "collecting"

    async def send_response(self, recipient_id: str, message: Mapping[str, Any]) -> None:
        """Keep one utterance with all that belongs to it; an utterance with nothing in it is dropped."""
        block = (message.get("custom") or {}).get("data") or NOTHING
        buttons = [*(message.get("buttons") or []), *(message.get("quick_replies") or [])]
        part = Part(
            text=(message.get("text") or "").strip(),
            buttons=tuple(Button(str(one["title"]), str(one.get("payload") or one["title"])) for one in buttons),
            block=block,
        )
        if part.text or part.buttons or part.block:
            self.parts.append(part)

    async def send_text_message(self, recipient_id: str, text: str, **_: Any) -> None:
        """Keep a text that Rasa sends by itself, such as a reminder's."""
        await self.send_response(recipient_id, {"text": text})
