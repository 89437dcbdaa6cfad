"""The dialogues that follow-ups are learnt from: `knowledge/follow_ups/*.jsonl`, read and checked."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from knowledge.passages import TOPICS
from knowledge.questions import OUT_OF_SCOPE

FOLDER = Path(__file__).resolve().parents[1] / "follow_ups"
STAYS, MOVES, NEITHER = OUTCOMES = ("stays", "moves", "neither")
SMALL_TALK = "small_talk"


class FollowUpError(ValueError):
    """A line of follow-ups cannot be used."""


@dataclass(frozen=True)
class FollowUp:
    """A message, the one before it, the topic then under discussion, and the topic that answers the message."""

    text: str
    before: str
    topic: str  # one of TOPICS, OUT_OF_SCOPE or SMALL_TALK
    last: str = ""  # the message before

    @property
    def outcome(self) -> str:
        """Whether it stays, moves or is neither."""
        return STAYS if self.topic == self.before else MOVES if self.topic in TOPICS else NEITHER


def read_follow_ups(folder: Path = FOLDER) -> list[FollowUp]:
    """Read every `*.jsonl` of `folder`: {"turns": [...], "before": topic, "topic": topic}, the last turn decides.

    Raises:
        FollowUpError: a line is not JSON, or names no topic.
    """
    found = []
    for path in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            try:
                row = json.loads(line)
                last, text = (str(turn).strip() for turn in row["turns"][-2:])
                one = FollowUp(text, str(row["before"]), str(row["topic"]), last)
            except (ValueError, KeyError, TypeError) as error:
                needs = '{"turns": [..., ...], "before": ..., "topic": ...}'
                raise FollowUpError(f"{path.name}:{number}: needs {needs}: {error!r}") from error
            if one.before not in TOPICS or one.topic not in (*TOPICS, OUT_OF_SCOPE, SMALL_TALK) or not one.text:
                raise FollowUpError(
                    f"{path.name}:{number}: no such topic: {one.before!r} or {one.topic!r}, or no text."
                )
            found.append(one)
    return found


def digest(lines: Sequence[FollowUp]) -> str:
    """Return a fingerprint of the lines, whatever their order."""
    rows = sorted(json.dumps([line.last, line.text, line.before, line.topic]) for line in lines)
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()
