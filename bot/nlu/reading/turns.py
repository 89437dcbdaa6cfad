"""Tell what time and exceptions make of a symptom: over, partly over, back again, taken out."""

from bot.nlu.reading.patterns import Match
from bot.nlu.reading.scene import Scene

ALL_WORDS = frozenset({"everything", "all", "lot", "every", "anything", "most"})
PARTS = frozenset({"some", "most", "half", "bit", "part", "much", "lot"})
PARTLY = frozenset({"nearly", "almost", "mostly", "partly", "partially", "half", "slightly"})
A_LITTLE = (
    ["a", "bit"],
    ["a", "little"],
    ["a", "lot"],
    ["a", "touch"],
    ["slightly"],
    ["some"],
    ["somewhat"],
    ["loads"],
)


class Turns:
    """Reads the turns a text takes around a hit; one instance per scene."""

    def __init__(self, scene: Scene) -> None:
        """Take the scene; every answer is worked out when asked for."""
        self._scene = scene

    def takes_out(self, cue: Match) -> bool:
        """Tell whether an exception is the one thing well: "all of it except locking", not "all fine except"."""
        scene = self._scene
        sentence = [i for i in range(len(scene.words)) if scene.sentence[i] == scene.sentence[cue.start]]
        host = {scene.words[i] for i in sentence if i < cue.end}
        well = any(scene.sentence[m.start] == scene.sentence[cue.start] for m in scene.found("verdicts.good"))
        told = bool(scene.between(sentence[0], cue.start)) or any(
            scene.words[i] == ":" for i in sentence if i >= cue.end
        )
        short = sentence[-1] - cue.end <= 3 and bool({"of", "lot"} & host)
        return bool(host & ALL_WORDS) and not host & {"no", "none", "nothing", "not"} and not well and (told or short)

    def not_before(self, hit: Match) -> bool:
        """Tell "had not locked before today": now it has."""
        scene = self._scene
        if scene.word(hit.end) != "before" or "not" not in scene.words[max(0, hit.start - 3) : hit.start]:
            return False
        return scene.word(hit.end + 1) in (
            "",
            ".",
            ",",
            "!",
            "today",
            "this",
            "now",
            "yesterday",
            "but",
            "last",
            "that",
        )

    def yes_later(self, hit: Match) -> bool:
        """Read "wasn't swollen yesterday but is now"."""
        scene = self._scene
        return any(
            hit.end <= cue.start <= hit.end + 7
            and scene.sentence[cue.start] == scene.sentence[hit.start]
            and not scene.between(hit.end, cue.start + 1)
            and {"but", "though", ",", "--"} & set(scene.words[hit.end : cue.start + 1])
            for cue in scene.found("cues.ellipsis_yes")
        )

    def partly(self, hit: Match, cue: Match) -> bool:
        """Tell whether only part of it is over: "some of the swelling has gone down", "nearly gone"."""
        scene = self._scene
        if PARTLY & set(scene.words[hit.end : cue.end]):
            return True
        if {"of"} & set(scene.words[max(0, hit.start - 2) : hit.start]) and PARTS & set(
            scene.words[max(0, hit.start - 5) : hit.start]
        ):
            return True
        end = cue.end
        while scene.word(end) in ("down", "away", "off"):
            end += 1
        return any(scene.words[end : end + len(row)] == row for row in A_LITTLE)

    def over_before(self, hit: Match) -> bool:
        """Tell whether words before the hit say that it is over: "used to swell", "no longer stiff"."""
        scene = self._scene
        return any(
            m.end <= hit.start <= m.end + 4 and scene.segment[m.start] == scene.segment[hit.start]
            for m in scene.found("cues.over_before")
        )

    def used_to(self, hit: Match) -> bool:
        """Tell "used to lock but hasn't for years"."""
        words = self._scene.words
        tail = words[hit.end : hit.end + 7]
        return words[max(0, hit.start - 2) : hit.start] == ["used", "to"] and bool(
            {"not", "stopped", "never"} & set(tail)
        )
