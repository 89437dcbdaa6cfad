"""The neutral reply: one block a part, which every channel draws in its own way (see docs/reply.md)."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from knowledge.slots import known_of

VERSION = 1
KINDS = ("answer", "triage", "question", "safety", "coach", "choice", "refusal", "chat")
FORGOT = ("answers", "everything")  # the conversation was started over; it was deleted


def block(
    kind: str,
    values: Mapping[str, Any],
    *,
    level: str | None = None,
    topics: Iterable[str] = (),
    slots: Sequence[str] = (),
    causes: Sequence[Mapping[str, Any]] = (),
    citations: Sequence[Mapping[str, Any]] = (),
    speech: str = "",
    files: Sequence[Mapping[str, str]] = (),
    forgot: str = "",
    chart: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Return the message part `{"data": {...}}` of one block.

    Args:
        kind: one of `KINDS`.
        values: the slots as they stand at the end of the block.
        level: the level judged for this person so far; None before anything was judged.
        topics: topic ids the block is about, best first.
        slots: what a question asks for.
        causes: causes with support, best first.
        citations: what the [n] in the text stand for.
        speech: the block for the ear: short, without references.
        files: what to take along, as `file_part` makes it.
        forgot: one of `FORGOT` where the block says that something was forgotten.
        chart: a picture as data, as `knowledge.coach.charts` makes it; each channel draws it.

    Raises:
        ValueError: `kind` is none of `KINDS`, or `forgot` none of `FORGOT`.
    """
    if kind not in KINDS:
        raise ValueError(f"no kind {kind!r}; known are {', '.join(KINDS)}")
    if forgot and forgot not in FORGOT:
        raise ValueError(f"nothing forgotten is called {forgot!r}; known are {', '.join(FORGOT)}")
    data: dict[str, Any] = {"v": VERSION, "kind": kind, "known": known_of(values)}
    optional = {
        "topics": list(dict.fromkeys(topics)),
        "level": level,
        "slot": slots[0] if len(slots) == 1 else None,
        "slots": list(slots) if len(slots) > 1 else None,
        "causes": list(causes),
        "citations": list(citations),
        "speech": speech,
        "files": list(files),
        "forgot": forgot,
        "chart": dict(chart or {}),
    }
    data.update({key: value for key, value in optional.items() if value})
    return {"data": data}


def file_part(name: str, kind: str, content: bytes) -> dict[str, str]:
    """Return a file as a block carries it; `kind` is its media type."""
    return {"name": name, "type": kind, "data": b64encode(content).decode("ascii")}
