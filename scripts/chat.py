"""Talk to Kneewise in the terminal: `python -m scripts.chat`."""

from __future__ import annotations

import base64
import contextlib
import json
import re
import readline
import secrets
import shutil
import sys
import textwrap
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from scripts import console, serve
from scripts.console import BUILD, Interrupted, Trouble

HISTORY = BUILD / "chat_history"
SAVED = BUILD / "summaries"
WELCOME = (
    "Tell Kneewise about your knee, or ask it something. A number picks one of the replies, "
    "'source 1' (or 's1') shows where [1] comes from, Ctrl-D ends."
)
ANSWER_SECONDS = 60.0

Message = dict[str, Any]


def ask(rasa_port: int, sender: str, text: str) -> list[Message]:
    """Send one message to Kneewise and return its replies; raises Trouble when it does not answer."""
    request = urllib.request.Request(
        f"http://127.0.0.1:{rasa_port}/webhooks/rest/webhook",
        json.dumps({"sender": sender, "message": text}).encode(),
        {"Content-Type": "application/json"},
    )
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=ANSWER_SECONDS) as answer:
            replies: list[Message] = json.load(answer)
    except (urllib.error.URLError, OSError, ValueError) as error:
        raise Trouble(
            f"Kneewise did not answer ({error}). Its output is in build/log/; start again: make chat"
        ) from None
    return replies


def buttons_of(replies: list[Message]) -> list[tuple[str, str]]:
    """Return the quick replies of a turn as (title, what to send); the last message that has any counts."""
    for reply in reversed(replies):
        if reply.get("buttons"):
            return [
                (str(button["title"]), str(button.get("payload") or button["title"])) for button in reply["buttons"]
            ]
    return []


def sources_of(replies: list[Message]) -> dict[int, str]:
    """Return a line per source of a turn, by its number in the text."""
    found = {}
    for reply in replies:
        data = (reply.get("custom") or {}).get("data") or {}
        for source in data.get("citations") or []:
            parts = [source.get(key) for key in ("title", "section", "publisher", "url")]
            found[int(source["n"])] = ". ".join(str(part) for part in parts if part)
    return found


def save_files(replies: list[Message], folder: Path = SAVED) -> list[Path]:
    """Save the files that a turn brings along, for this user only, and return where they are."""
    saved = []
    for reply in replies:
        for file in ((reply.get("custom") or {}).get("data") or {}).get("files") or []:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            path = folder / Path(str(file["name"])).name
            path.write_bytes(base64.b64decode(file["data"]))
            path.chmod(0o600)
            saved.append(path)
    return saved


def drawn(replies: list[Message], width: int) -> str:
    """Return a turn as text for a terminal of this width: paragraphs, numbered quick replies, a word on sources."""
    parts = [
        "\n".join(textwrap.fill(line, width) if line.strip() else "" for line in str(reply["text"]).splitlines())
        for reply in replies
        if reply.get("text")
    ]
    buttons, sources = buttons_of(replies), sources_of(replies)
    if buttons:
        parts.append("\n".join(f"  {number}) {title}" for number, (title, _) in enumerate(buttons, 1)))
    if sources:
        numbers = ", ".join(str(number) for number in sorted(sources))
        parts.append(f"  (sources: {numbers}; 'source {min(sources)}' shows one)")
    return "\n\n".join(parts) or "(no reply)"


def talk(rasa_port: int) -> None:
    """Hold the conversation until the input ends."""
    sender = f"terminal-{secrets.token_hex(6)}"
    width = min(shutil.get_terminal_size().columns, 88)
    buttons: list[tuple[str, str]] = []
    sources: dict[int, str] = {}
    console.say(textwrap.fill(WELCOME, width) + "\n")
    while True:
        try:
            text = input("you> ").strip()
        except EOFError:
            console.say("\nTake care of that knee.")
            return
        if wanted := re.fullmatch(r"s(?:ources?)? ?\[?(\d+)]?", text, re.IGNORECASE):
            number = int(wanted[1])
            console.say(textwrap.fill(sources.get(number, f"There is no source {number} so far."), width) + "\n")
            continue
        if text.isdigit() and 0 < int(text) <= len(buttons):
            text = buttons[int(text) - 1][1]
        if text:
            replies = ask(rasa_port, sender, text)
            buttons = buttons_of(replies)
            sources = sources_of(replies) or sources
            console.say("\n" + drawn(replies, width) + "\n")
            for path in save_files(replies):
                console.say(f"  Saved: {path}\n")


def main() -> int:
    """Start Kneewise where it is not running yet, talk, and stop it again if it was started here."""
    console.raise_on_signals()
    with contextlib.suppress(OSError):
        readline.read_history_file(HISTORY)
    try:
        rasa_port = serve.port("rasa_port")
        running = serve.is_running(rasa_port)
        with contextlib.nullcontext() if running else serve.prepared(rasa_port, serve.port("action_port")):
            talk(rasa_port)
    except Trouble as trouble:
        console.complain(str(trouble))
        return 1
    except Interrupted:
        console.say()
    finally:
        with contextlib.suppress(OSError):
            HISTORY.parent.mkdir(parents=True, exist_ok=True)
            readline.write_history_file(HISTORY)
    return 0


if __name__ == "__main__":
    sys.exit(main())
