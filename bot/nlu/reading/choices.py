"""Read the slots with choices: where it hurts, how badly, for how long, how old."""

from bot.nlu.reading import durations, numbers
from bot.nlu.reading.findings import Findings
from bot.nlu.reading.patterns import Match
from bot.nlu.reading.polarity import NO, YES
from bot.nlu.reading.wordsets import word_set

BARE_EXTRAS = word_set("bare_extras")
BARE_SIDES: dict[str, str] = numbers.TABLES["bare_sides"]


class ChoiceReader:
    """Reads location, severity, duration and age band into the findings."""

    def __init__(self, found: Findings) -> None:
        """Take the ground to read on and add to."""
        self._found = found

    def run(self) -> None:
        """Read all choices into the findings."""
        for key, rows in list(self._found.scene.by_key.items()):
            slot, value = key.split(".")
            if slot not in ("location", "severity") or value == "ignore":
                continue
            for match in rows:
                if not self._found.ignored(slot, match) and not self._shadowed(slot, match):
                    self._choice(slot, value, match)
        self._bare_location()
        for read in (numbers.severity, durations.duration, numbers.age):
            for slot, value, start, end, reason in read(self._found.scene):
                match = Match(f"{slot}.{value}", reason, start, end)
                if slot == "age_band" or not (self._found.context.is_other(match) or self._found.context.is_old(match)):
                    self._found.add(slot, value, match, "")

    def _shadowed(self, slot: str, match: Match) -> bool:
        """Tell whether a longer wording of the same choice covers this one: "inside" in "back of the inside"."""
        return any(
            m is not match and m.start < match.end and match.start < m.end and m.end - m.start > match.end - match.start
            for key, rows in self._found.scene.by_key.items()
            if key.startswith(f"{slot}.")
            for m in rows
        )

    def _bare_location(self) -> None:
        """Read a whole message that only names a side: "outside", "the inner one"."""
        left = [(i, word) for i, word in enumerate(self._found.scene.words) if word not in BARE_EXTRAS]
        if len(left) == 1 and left[0][1] in BARE_SIDES:
            spot, word = left[0]
            match = Match("location.bare", word, spot, spot + 1)
            self._found.add("location", BARE_SIDES[word], match, "")
            if BARE_SIDES[word] == "outer":
                self._found.add("outer_tightness", YES, match, "")

    def _choice(self, slot: str, value: str, match: Match) -> None:
        context = self._found.context
        if context.is_other(match) or context.is_old(match) or context.unreal(match) == "drop":
            return
        if slot == "severity":
            if not context.wrong_part(match):
                self._found.add(slot, value, match, "")
            return
        said, cue = self._found.polarity.read(match)
        verdict = self._found.frames.topic(match, False)
        beside = self._found.frames.verdict_of(match)
        scene = self._found.scene
        apart = beside is not None and scene.segment[beside.start] != scene.segment[match.start]
        if verdict and verdict[0] == NO and said == YES and not (apart and value != "outer"):
            said, cue = verdict
        if said == YES:
            self._found.add(slot, value, match, cue)
        if value == "outer":
            self._found.add("outer_tightness", said, match, cue)
