"""Read how fast a knee swelled."""

from bot.nlu.reading import numbers
from bot.nlu.reading.findings import Findings, Raw
from bot.nlu.reading.patterns import Match
from bot.nlu.reading.polarity import NO, UNSURE, YES
from bot.nlu.reading.scene import Scene
from bot.nlu.reading.wordsets import word_set

PACE_WORDS = word_set("pace_words")


def hours_to_swell(scene: Scene, sentences: set[int]) -> list[tuple[int, int, str]]:
    """Return token spans such as "within an hour" in these sentences, with "yes" for up to two hours."""
    found: list[tuple[int, int, str]] = []
    for i, word in enumerate(scene.words):
        if word not in ("hour", "hours", "minutes", "mins", "minute", "min", "hrs", "day", "days"):
            continue
        if scene.sentence[i] not in sentences:
            continue
        read = next((n for n in (numbers.number_at(scene, i - 1),) if n), None)
        vague = numbers.VAGUE.get(scene.word(i - 1))
        amount = read[0] if read else vague
        low = i - 1
        if scene.word(i - 1) == "of":
            amount, low = numbers.VAGUE.get(scene.word(i - 2)), i - 2
        cue = set(scene.words[max(0, low - 3) : low]) & PACE_WORDS
        after = scene.word(i + 1)
        if {"still", "stayed", "gone", "lasted"} & set(scene.words[max(0, low - 5) : low]) or after == "now":
            continue
        if amount is None or not (cue or after in ("later", "after")) or after == "ago":
            continue
        soon = word.startswith("min") or (word[0] == "h" and amount <= 2)
        value = YES if soon else NO
        found.append((low, i + 1, value))
    return found


class PaceReader:
    """Reads how fast it swelled, for the swellings found before."""

    def __init__(self, found: Findings) -> None:
        """Take the ground to read on and add to."""
        self._found = found

    def run(self) -> None:
        """Add `swelling_fast` to the findings."""
        scene = self._found.scene
        swellings = [raw for raw in self._found.raws if raw.slot == "swelling"]
        for key, value in (("swelling_pace.fast", YES), ("swelling_pace.slow", NO)):
            for match in scene.found(key):
                if {"down", "better", "off", "fading", "still"} & set(
                    scene.words[max(0, match.start - 3) : match.start]
                ):
                    continue
                near = [
                    r
                    for r in swellings
                    if abs(scene.sentence[r.start] - scene.sentence[match.start]) <= 0
                    or (len(swellings) == 1 and scene.sentence[match.start] == scene.sentence[r.start] + 1)
                ]
                if not near or self._found.context.unreal(match) == "drop":
                    continue
                raw = min(near, key=lambda r: abs(r.start - match.start))
                self._pace_of(raw, match, value)
        for start, end, value in hours_to_swell(scene, {scene.sentence[raw.start] for raw in swellings}):
            self._pace_of(
                min(swellings, key=lambda r: abs(r.start - start)), Match("swelling_pace", "hours", start, end), value
            )

    def _pace_of(self, raw: Raw, match: Match, value: str) -> None:
        said, cue = self._found.polarity.before(match)
        if self._found.scene.words[match.start] in ("until", "till"):
            said = YES
        if raw.value == NO and value == YES and match.start > raw.start and said == NO:
            self._found.raws = [r for r in self._found.raws if r is not raw]
            self._found.add("swelling_fast", NO, match, cue)
        elif raw.value == YES:
            value = value if said == YES else NO if said == NO and value == YES else UNSURE
            self._found.add("swelling_fast", value, match, cue)
