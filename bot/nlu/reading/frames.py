"""Pair what one does (stairs, bending, standing) with how it goes (hurts, fine, cannot)."""

from bot.nlu.reading.patterns import Match
from bot.nlu.reading.polarity import FLIP, NO, UNSURE, YES, Polarity, scene_text
from bot.nlu.reading.scene import WALL_WORDS, Scene
from bot.nlu.reading.wordsets import word_set

WEAKENED = word_set("weakened")
PAIN_WORDS = word_set("pain_words")
PERCEIVE = word_set("perceive")
ECHOES = frozenset({"is", "are", "do", "does", "did", "was"})
POSSIBLE = frozenset({"fine", "ok", "okay", "possible", "normal", "properly", "normally"})
WEAK_WITHOUT = frozenset({"limp", "limping", "pain", "wincing", "hurting", "agony"})
HARD_ABILITY = word_set("hard_ability")


class Frames:
    """Reads topic and ability slots of one scene."""

    def __init__(self, scene: Scene, polarity: Polarity) -> None:
        """Sort out which verdict and ability words of the scene stand for themselves."""
        self._scene = scene
        self._polarity = polarity
        rows = [(m, YES) for m in scene.found("verdicts.bad")] + [(m, NO) for m in scene.found("verdicts.good")]
        self._verdicts = [
            (m, value)
            for m, value in rows
            if not any(
                o is not m and o.start <= m.start and m.end <= o.end and o.end - o.start > m.end - m.start
                for o, _ in rows
            )
        ]
        shields = scene.found("cues.double")
        self._cannot = [
            m
            for m in scene.found("verdicts.can_not")
            if not any(s.start <= m.start < s.end for s in shields) and scene.word(m.end) not in PERCEIVE
        ]
        self._can = [
            m
            for m in scene.found("verdicts.can")
            if not any(c.start <= m.start < c.end for c in self._cannot) and scene.word(m.end) != "not"
        ]

    def topic(self, hit: Match, bending: bool) -> tuple[str, str] | None:
        """Return whether the topic hurts ("yes"), is fine ("no") or neither is said (None)."""
        answer = self._polarity.answer_after(hit, past_ok=True)
        echo = self._echo(hit)
        if echo:
            return echo
        pair = self._nearest(hit)
        if answer and (pair is None or pair[0].start > hit.end + 6):
            return answer
        ability = self._ability(hit)
        hard = bool(set(self._scene.words[hit.start : hit.end]) & HARD_ABILITY)
        if pair is None:
            return (FLIP[ability[0]], ability[1]) if ability and hard else None
        verdict, value = pair
        painful = bool(set(self._scene.words[verdict.start : verdict.end]) & PAIN_WORDS)
        if bending and not hard and not painful and (ability or self._straightening(hit)):
            return None
        if ability and ability[0] == NO and (hard or not bending or painful):
            return YES, ability[1]
        return self._judge_topic(hit, verdict, value)

    def _echo(self, hit: Match) -> tuple[str, str] | None:
        """Read "stairs hurt, sitting doesn't": the first verdict is said again, or denied, with a bare verb."""
        scene = self._scene
        if scene.word(hit.end) not in ECHOES:
            return None
        denied = scene.word(hit.end + 1) == "not"
        if scene.word(hit.end + 1 + denied) not in ("", ",", ".", "!", "?", ";", "--", "but", "and", "though"):
            return None
        earlier = [row for row in self._verdicts if row[0].end <= hit.start]
        if not earlier or scene.sentence[earlier[-1][0].start] != scene.sentence[hit.start]:
            return None
        verdict, value = earlier[-1]
        if not denied and scene.words[verdict.start : verdict.end][0] in ("do", "does", "did", "not", "no", "never"):
            value = FLIP[value]
        return (FLIP[value] if denied else value), scene_text(scene, verdict)

    def _straightening(self, hit: Match) -> bool:
        scene = self._scene
        near = range(max(0, hit.start - 4), min(len(scene.words), hit.end + 4))
        return any(
            scene.words[i].startswith("straight") and scene.sentence[i] == scene.sentence[hit.start] for i in near
        )

    def _judge_topic(self, hit: Match, verdict: Match, value: str) -> tuple[str, str]:
        scene = self._scene
        before, cue = self._polarity.read(verdict)
        value = FLIP[value] if before == NO else UNSURE if before == UNSURE else value
        if verdict.end <= hit.start and value == YES:
            own, own_cue = self._polarity.before(hit)
            direct = (
                scene.word(hit.start - 1) in ("not", "never", "nothing", "none") or scene.word(hit.start - 2) == "not"
            )
            if own == NO and direct:
                value, cue = NO, own_cue
        exceptive = self._exceptive(hit)
        if exceptive and (verdict.end <= exceptive.start or verdict.start >= hit.end):
            value, cue = FLIP[value], scene_text(scene, exceptive)
        return value, f"{scene_text(scene, verdict)} {cue}".strip()

    def verdict_of(self, hit: Match) -> Match | None:
        """Return the verdict words that belong to the topic, if any."""
        pair = self._nearest(hit)
        return pair[0] if pair else None

    def _exceptive(self, hit: Match) -> Match | None:
        scene = self._scene
        for cue in reversed(scene.found("cues.exceptive")):
            if cue.start < hit.start <= cue.end + 5 and scene.sentence[cue.start] == scene.sentence[hit.start]:
                return cue
        return None

    def _nearest(self, hit: Match) -> tuple[Match, str] | None:
        scene = self._scene
        exceptive = self._exceptive(hit)
        best: tuple[float, Match, str] | None = None
        for verdict, value in self._verdicts:
            overlap = verdict.start < hit.end and hit.start < verdict.end
            answers = scene.words[hit.end : verdict.start] in (["?"], ["."], ["--"], [":"]) and verdict.start > hit.end
            if overlap or (scene.sentence[verdict.start] != scene.sentence[hit.start] and not answers):
                continue
            gap = float(verdict.start - hit.end if verdict.start >= hit.end else hit.start - verdict.end)
            if scene.clause[verdict.start] != scene.clause[hit.start] and not answers:
                if not exceptive:
                    continue
                gap += 10
            low, high = min(verdict.end, hit.end), max(verdict.start, hit.start)
            gap += 2 * sum(1 for w in scene.words[low:high] if w in ("and", "or"))
            if scene.segment[verdict.start] != scene.segment[hit.start]:
                gap += 6 if verdict.start > hit.start else 4
            if gap <= 16 and (best is None or gap < best[0]):
                best = (gap, verdict, value)
        return (best[1], best[2]) if best else None

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

    def ability(self, hit: Match) -> tuple[str, str] | None:
        """Return "yes" when the doing is possible, "no" when not, None when the text does not say."""
        found = self._ability(hit)
        if found is None:
            before, cue = self._polarity.before(hit)
            if before == UNSURE:
                return UNSURE, cue
            found = self._denied_doing(hit, before, cue)
        if found is None:
            return self._judged(hit)
        if found[0] == NO and self._weakened(hit):
            return None
        if found[0] == NO and self._can_again(hit):
            return YES, "can now"
        return (UNSURE, found[1]) if self._doubted(hit) else found

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
            hit.end <= cue.start <= hit.end + 12 and "now" in scene.words[cue.start - 2 : cue.end + 1]
            for cue in self._can
        )

    def _doubted(self, hit: Match) -> bool:
        scene = self._scene
        segment = scene.segment[hit.start]
        return any(m.end <= hit.start and scene.segment[m.start] == segment for m in scene.found("cues.unsure"))

    def _judged(self, hit: Match) -> tuple[str, str] | None:
        """Read a judgement of the doing: "walking is fine"."""
        scene = self._scene
        pair = self._nearest(hit)
        if pair is None:
            return self._polarity.answer_after(hit, past_ok=True)
        verdict, value = pair
        before, _ = self._polarity.read(verdict)
        words = scene.words[verdict.start : verdict.end]
        if set(words) & PAIN_WORDS and "walk" not in scene.words[hit.start]:
            return None
        if value == NO and before == YES and scene.segment[verdict.start] == scene.segment[hit.start]:
            return YES, " ".join(words)
        return (NO, " ".join(words)) if before == NO and set(words) & POSSIBLE else None
