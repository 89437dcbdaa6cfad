"""What an update of Telegram says. Of all the kinds that there are, two concern us: messages and taps on buttons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.channels.incoming import dig, plain, word
from bot.channels.telegram_drawing import CHOSEN

# What the commands of Telegram's menu say in words.
COMMANDS = {
    "start": "hello",
    "help": "what can you do?",
    "restart": "start over",
    "summary": "a summary for my physio",
}
# A message with one of these was meant for us, though we cannot read it.
MEDIA = ("photo", "voice", "video", "video_note", "audio", "document", "sticker", "location", "contact", "animation")


@dataclass(frozen=True)
class Heard:
    """Somebody said something in a private chat, by typing or with a button."""

    chat: int
    user: int
    text: str  # empty where there is nothing that we can read
    callback: str = ""  # the id of the tap, to be answered
    message: int = 0  # the message whose button it was

    @property
    def says(self) -> bool:
        """Tell whether there is something to reply to; the button that stays after a tap says nothing."""
        return not (self.callback and self.text in ("", CHOSEN))


def read(update: dict[str, Any]) -> Heard | None:
    """Return what an update says; None where it says nothing to us.

    Only private chats are served: what a knee does is nobody else's business.
    """
    if tap := dig(update, "callback_query"):
        return _tap(tap)
    message = dig(update, "message")
    chat, user = dig(message, "chat", "id"), dig(message, "from", "id")
    if not (_is_id(chat) and _is_id(user)) or word(message, "chat", "type") != "private":
        return None
    if dig(message, "from", "is_bot") is True:
        return None
    said = word(message, "text") or word(message, "caption")
    if not said and not any(kind in message for kind in MEDIA):
        return None
    return Heard(chat, user, _words(said))


def _tap(tap: Any) -> Heard | None:
    chat, user = dig(tap, "message", "chat", "id"), dig(tap, "from", "id")
    callback, number = word(tap, "id"), dig(tap, "message", "message_id")
    private = word(tap, "message", "chat", "type") == "private"
    if not (callback and private and _is_id(chat) and _is_id(user) and _is_id(number)):
        return None
    return Heard(chat, user, plain(word(tap, "data")), callback, number)


def _words(said: str) -> str:
    """Return the text cleaned; a command becomes the words it stands for."""
    first = said.split(maxsplit=1)[0] if said.startswith("/") else ""
    command = first[1:].split("@", maxsplit=1)[0].lower()
    return COMMANDS.get(command) or plain(said)


def _is_id(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
