"""The ground the slot readers share: one scene, what counts in it, and the findings so far."""

from dataclasses import dataclass

from bot.nlu.reading.context import Context
from bot.nlu.reading.frames import Frames
from bot.nlu.reading.lexicon import SlotRule
from bot.nlu.reading.patterns import Match
from bot.nlu.reading.polarity import Polarity, scene_text
from bot.nlu.reading.scene import Scene
from bot.nlu.reading.subjects import Subjects


@dataclass(frozen=True)
class Raw:
    """A finding in token offsets; `rank` orders competing findings of a slot, the highest wins."""

    slot: str
    value: str
    start: int
    end: int
    reason: str
    rank: float = 0.0


class Findings:
    """Collects the findings of one scene and answers what counts as one."""

    def __init__(self, scene: Scene, rules: dict[str, SlotRule]) -> None:
        """Prepare the scene: its symptom words, their polarity and their context."""
        self.scene = scene
        self.rules = rules
        self._ignored = {key.split(".")[0]: rows for key, rows in scene.by_key.items() if key.endswith(".ignore")}
        symptom_keys = [
            k for k in scene.by_key if (k.endswith(".yes") and k.split(".")[0] in rules) or k == "verdicts.bad"
        ]
        scene.hits = sorted(
            (m for k in symptom_keys for m in scene.by_key[k] if not self.ignored(k.split(".")[0], m)),
            key=lambda m: (m.start, m.end),
        )
        self.polarity = Polarity(scene)
        self.context = Context(scene)
        self.frames = Frames(scene, self.polarity)
        self.subjects = Subjects(scene)
        self.raws: list[Raw] = []

    def ignored(self, slot: str, match: Match) -> bool:
        """Tell whether a look-alike wording of the slot covers the match."""
        return any(
            skip.start < match.end and match.start < skip.end and skip.end - skip.start >= match.end - match.start - 1
            for skip in self._ignored.get(slot, ())
        )

    def live(self, slot: str, key: str) -> list[Match]:
        """Return the matches of the slot's list `key` that no look-alike covers."""
        rows = self.scene.by_key.get(f"{slot}.{key}")
        return [m for m in rows if not self.ignored(slot, m)] if rows else []

    def add(self, slot: str, value: str, match: Match, cue: str) -> None:
        """Note a finding with the words and the cue that led to it."""
        reason = f"{match.key}: {scene_text(self.scene, match)}" + (f" [{cue}]" if cue else "")
        self.raws.append(Raw(slot, value, match.start, match.end, reason, match.start))

    def counts(self, match: Match, any_part: bool) -> str:
        """Return "" when the match counts, "unsure" when only asked, "drop" when it tells nothing of this knee."""
        if self.context.is_other(match) or (self.context.is_old(match) and "cancer" not in match.key):
            return "drop"
        if not any_part and self.context.wrong_part(match):
            return "drop"
        if self.subjects.foreign(match):
            return "drop"
        return self.context.unreal(match)
