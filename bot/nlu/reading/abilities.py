"""Find out whether what one does can be done at all: "can", "can't", "could but not any more"."""

from bot.nlu.reading.patterns import Match
from bot.nlu.reading.polarity import NO, YES, Polarity, scene_text
from bot.nlu.reading.scene import WALL_WORDS, Scene
from bot.nlu.reading.wordsets import word_set

WEAKENED = word_set("weakened")
PERCEIVE = word_set("perceive")
NOWADAYS = frozenset({"now", "today", "again", "since"})
WEAK_WITHOUT = frozenset({"limp", "limping", "pain", "wincing", "hurting", "agony"})


class Abilities:
    """Reads "can" and "cannot" of one scene; the ground the frames stand on."""

    def __init__(self, scene: Scene, polarity: Polarity) -> None:
        """Sort out which ability words of the scene stand for themselves and which are turned round."""
        self._scene = scene
        self._polarity = polarity
        shields = scene.found("cues.double")
        cannot = [
            m
            for m in scene.found("verdicts.can_not")
            if not any(s.start <= m.start < s.end for s in shields) and scene.word(m.end) not in PERCEIVE
        ]
        turned = [m for m in cannot if self._turned(m)]
        self._cannot = [m for m in cannot if m not in turned]
        self._can = turned + [
            m
            for m in scene.found("verdicts.can")
            if not any(c.start <= m.start < c.end for c in cannot) and scene.word(m.end) != "not"
        ]

    def _turned(self, cue: Match) -> bool:
        """Tell whether a denial before it turns the "cannot" round: "it's not like I can't", "I don't struggle to"."""
        scene = self._scene
        if any(t.end <= cue.start <= t.end + 2 for t in scene.found("cues.turner")):
            return True
        opening = scene.words[cue.start]
        return opening not in ("not", "can", "could", "will", "would") and bool(
            {"not", "never", "no"} & set(scene.words[max(0, cue.start - 2) : cue.start])
        )

    def _ability(self, hit: Match) -> tuple[str, str] | None:
        """Return whether the doing can ("yes") or cannot ("no") be done."""
        scene = self._scene
        best: tuple[int, str, Match] | None = None
        for rows, value in ((self._cannot, NO), (self._can, YES)):
            for cue in rows:
                if not cue.start < hit.start <= cue.end + 9 or scene.clause[cue.start] != scene.clause[hit.start]:
                    continue
                if self._blocked(cue.end, hit.start):
                    continue
                if best is None or cue.end > best[0]:
                    best = (cue.end, value, cue)
        return (best[1], scene_text(scene, best[2])) if best else None

    def _blocked(self, low: int, high: int) -> bool:
        scene = self._scene
        for i in range(low, high):
            word = scene.words[i]
            if word in WALL_WORDS - {"so"} or word in (".", "?", "!", ";"):
                return True
            if word in (",", "and") and (
                scene.segment[i] != scene.segment[high] or scene.word(i + 1) in ("can", "could", "i", "it")
            ):
                return True
        return False

    def _denied_doing(self, hit: Match, before: str, cue: str) -> tuple[str, str] | None:
        """Read "it won't bend" and "it doesn't go straight", but not "I don't walk"."""
        direct = self._scene.words[max(0, hit.start - 3) : hit.start]
        if direct[-1:] == ["not"] and any(c.end <= hit.start <= c.end + 9 for c in self._can):
            return NO, "not"
        denied = before == NO and {"not", "never"} & set(direct) and self._scene.word(hit.start - 3) != "i"
        return (NO, cue) if denied and {"will", "does", "do"} & set(direct) else None

    def _weakened(self, hit: Match) -> bool:
        """Tell whether "cannot" only means "not well": "can't walk far", "can't walk without a limp"."""
        tail = self._scene.words[hit.end : hit.end + 4]
        return bool("without" in tail and set(tail) & WEAK_WITHOUT) or bool(set(tail[:2]) & WEAKENED)

    def _can_again(self, hit: Match) -> bool:
        scene = self._scene
        return any(
            hit.end <= cue.start <= hit.end + 12 and NOWADAYS & set(scene.words[cue.start - 4 : cue.end + 2])
            for cue in self._can
        )

    def _no_more(self, hit: Match) -> bool:
        """Read "I could walk on it on Sunday but not any more"."""
        scene = self._scene
        return any(
            hit.end <= cue.start <= hit.end + 7 and "but" in scene.words[hit.end : cue.start + 1]
            for cue in scene.found("cues.no_more")
        )

    def _but_can(self, hit: Match) -> bool:
        scene = self._scene
        return any(
            hit.end <= cue.start <= hit.end + 6
            and "but" in scene.words[hit.end : cue.start]
            and scene.word(cue.end) in ("", ".", ",", "!", "do", "manage", "if")
            for cue in self._can
        )

    def _doubted(self, hit: Match) -> bool:
        scene = self._scene
        segment = scene.segment[hit.start]
        return any(m.end <= hit.start and scene.segment[m.start] == segment for m in scene.found("cues.unsure"))

    def _only_bending(self, hit: Match) -> bool:
        """Tell whether bending is judged apart from straightening: "bending is ok, straightening hurts"."""
        scene = self._scene
        return scene.words[hit.start : hit.end] == ["bending"] and any(
            word == "straightening" and scene.segment[i] != scene.segment[hit.start]
            for i, word in enumerate(scene.words)
        )
