"""A part of a turn of each kind, as the assistant says them."""

from __future__ import annotations

from typing import Any

from bot.channels.collecting import Button, Part
from knowledge.reply import block, file_part

NHS = {"n": 1, "id": "a", "title": "Knee pain & <you>", "section": "", "publisher": "NHS", "year": 2024,
       "kind": "guidance", "url": "https://www.nhs.uk/conditions/knee-pain/?a=1&b=\"2\"|>"}  # fmt: skip
ARTICLE = {"n": 2, "id": "b", "title": "Steps to Take", "section": "Rest", "publisher": "Source article", "year": None,
           "kind": "article", "url": None}  # fmt: skip


def part(kind: str, text: str, *buttons: str, **more: Any) -> Part:
    """Return a part as the channels collect it."""
    data = block(kind, {}, **more)["data"]
    return Part(text, tuple(Button(title, title) for title in buttons), data)


GROUP = ("It locks", "It gives way", "I can't straighten it", "It is hot", "My calf is swollen", "None of those")
PARTS = {
    "question": part("question", "Is it swollen?", "Yes", "No", "Not sure", slots=["swelling"]),
    "group": part("question", "Any of these?\n• it locks\n• it is hot", *GROUP, slots=["locking", "instability"]),
    "answer": part("answer", "Rest if P < 0.05 & it hurts > 2 days [1]. Then run [2] [3].", citations=[NHS, ARTICLE]),
    "safety": part("safety", "Please get help now: call 112 [1].", level="emergency", citations=[NHS]),
    "urgent": part("safety", "Have it seen within a day [1].", level="urgent", citations=[NHS]),
    "triage": part("triage", "IT band syndrome fits best [1].", "Can I still run?", level="self_care", citations=[NHS]),
    "choice": part("choice", "Do you mean shoes or cadence?", "Shoes", "Cadence"),
    "refusal": part("refusal", "I have nothing reliable on that."),
    "chat": part("chat", "Hello, I'm Kneewise.", "My knee hurts", "What can you do?"),
    "long": part("answer", "One more step that helps you run [1]. " * 150, citations=[NHS]),
    "sources": part("answer", "A lot [1].", citations=[{**NHS, "n": n, "title": "T" * 90} for n in range(1, 80)]),
    "many": part("question", "Which?", *(f"Number {n}" for n in range(28)), slots=["pop"]),
}
FILES = [file_part("knee.pdf", "application/pdf", b"%PDF-1.4"), file_part("knee.md", "text/markdown", b"# Knee")]
SUMMARY = part("chat", "Here is your summary.", files=FILES)
