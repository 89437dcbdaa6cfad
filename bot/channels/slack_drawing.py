"""A turn drawn in Slack's Block Kit. Limits as in Slack's reference of blocks (docs.slack.dev/reference/block-kit)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from bot.channels.collecting import Button, Part
from bot.channels.drawing import address, pieces, source, with_references
from bot.channels.wording import fill, say, wording

Block = dict[str, Any]

MOST_BLOCKS = 50  # of a message
MOST_CHARACTERS = 3000  # of a text in a block
FEWEST_CHARACTERS = 200  # shorter pieces are not tried
MOST_FALLBACK = 3900  # of the text for notifications; Slack cuts it near 4,000
BUTTONS_IN_A_ROW = 5
TITLE, VALUE = 75, 2000  # characters of a button's title and of its value


def escape(text: str) -> str:
    """Return a text that Slack shows as it is; only these three characters steer its markup."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def typed(text: str) -> str:
    """Return what a person typed: mentions taken out, links as they were read, entities as characters."""
    text = re.sub(r"<([@!][^>]*)>", " ", text)
    text = re.sub(r"<[^>|]*\|([^>]*)>", r"\1", text)
    text = re.sub(r"<([^>]*)>", r"\1", text)
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").strip()


def draw(parts: Sequence[Part], sender: str) -> list[dict[str, Any]]:
    """Return the messages of a turn, each `{"text", "blocks"}`: one, or more where a message cannot hold it.

    Args:
        parts: what was said.
        sender: the pseudonym of whom the buttons are for; it stands in their block's id (`owner`).
    """
    blocks: list[Block] = []
    for number, part in enumerate(parts):
        blocks += [*_said(part), *_actions(part.buttons, f"{sender}.{number}")]
    fallback = "\n\n".join(escape(part.text) for part in parts if part.text)[:MOST_FALLBACK]
    return [
        {"text": fallback, "blocks": blocks[start : start + MOST_BLOCKS]}
        for start in range(0, len(blocks), MOST_BLOCKS)
    ]


def owner(block_id: str) -> str:
    """Return the pseudonym of whom the buttons of this block are for."""
    return block_id.split(".", maxsplit=1)[0]


def without_buttons(blocks: Sequence[Block], chosen: str) -> list[Block]:
    """Return the blocks of a message after a tap: what was chosen in place of the buttons."""
    kept = [block for block in blocks if block.get("type") != "actions"][: MOST_BLOCKS - 1]
    return [*kept, _context(say("chosen", words=f"*{escape(chosen)}*"))]


def home() -> dict[str, Any]:
    """Return the view of the app's Home tab: what the assistant can do."""
    words = wording()["home"]
    title = {"type": "header", "text": {"type": "plain_text", "text": fill(words["title"])}}
    return {"type": "home", "blocks": [title, *(_section(fill(text)) for text in words["text"])]}


def _said(part: Part) -> Iterator[Block]:
    heading = wording()["headings"].get(part.level) if part.kind == "safety" else None
    if heading:
        yield {"type": "header", "text": {"type": "plain_text", "text": heading}}
    links = {int(one["n"]): f"<{escape(url)}|[{one['n']}]>" for one in part.citations if (url := address(one))}
    for text in _fitting(part.text, links):
        yield _section(text)
    lines = [_source(one) for one in part.citations]
    for text in pieces("\n".join(lines), MOST_CHARACTERS) if lines else ():
        yield _context(text)


def _fitting(text: str, links: dict[int, str], most: int = MOST_CHARACTERS) -> list[str]:
    """Return the text in drawn pieces that a block holds; drawing makes it longer, so shorter pieces are tried."""
    drawn = [with_references(piece, links, escape) for piece in pieces(text, most)]
    fits = most < FEWEST_CHARACTERS or all(len(one) <= MOST_CHARACTERS for one in drawn)
    return drawn if fits else _fitting(text, links, most // 2)


def _source(citation: Any) -> str:
    words, url = escape(source(citation)), address(citation)
    return f"[{citation['n']}] " + (f"<{escape(url)}|{words.replace('|', '/')}>" if url else words)


def _section(text: str) -> Block:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def _context(text: str) -> Block:
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": text}]}


def _actions(buttons: Sequence[Button], name: str) -> Iterator[Block]:
    for start in range(0, len(buttons), BUTTONS_IN_A_ROW):
        row = enumerate(buttons[start : start + BUTTONS_IN_A_ROW], start)
        yield {"type": "actions", "block_id": f"{name}.{start}", "elements": [_button(*one) for one in row]}


def _button(number: int, button: Button) -> Block:
    title = {"type": "plain_text", "text": button.title[:TITLE]}
    return {"type": "button", "action_id": f"say-{number}", "text": title, "value": button.payload[:VALUE]}
