"""Pair what one does (stairs, bending, standing) with how it goes (hurts, fine)."""

from bot.nlu.reading.abilities import Abilities
from bot.nlu.reading.patterns import Match
from bot.nlu.reading.polarity import FLIP, NO, UNSURE, YES, Polarity, scene_text
from bot.nlu.reading.scene import Scene
from bot.nlu.reading.wordsets import word_set

PAIN_WORDS = word_set("pain_words")
DENIALS = frozenset({"no", "not", "without", "never", "zero", "do", "does", "did"})
STRONG = frozenset({"agony", "impossible", "excruciating", "unbearable", "torture", "agonising", "agonizing", "murder"})
ECHOES = frozenset({"is", "are", "do", "does", "did", "was"})
POSSIBLE = frozenset({"fine", "ok", "okay", "possible", "normal", "properly", "normally"})
BUT_IT = frozenset(
    {
        "it",
        "that",
        "is",
        "does",
        "just",
        "really",
        "still",
        "then",
        "gets",
        "a",
        "bit",
        "very",
        "quite",
        "'s",
        "only",
        "i",
        "get",
        "have",
        "feel",
        "there",
        "some",
        "sharp",
        "so",
        "with",
        "bloody",
        "pretty",
        "feels",
        "my",
        "knee",
    }
)
HARD_ABILITY = word_set("hard_ability")


class Frames(Abilities):
    """Reads topic and ability slots of one scene."""

    def __init__(self, scene: Scene, polarity: Polarity) -> None:
        """Sort out which verdict and ability words of the scene stand for themselves."""
        super().__init__(scene, polarity)
        rows = [(m, YES) for m in scene.found("verdicts.bad")] + [(m, NO) for m in scene.found("verdicts.good")]
        self._verdicts = [
            (m, value)
            for m, value in rows
            if not any(
                o is not m and o.start <= m.start and m.end <= o.end and o.end - o.start > m.end - m.start
                for o, _ in rows
            )
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
            scene.words[i].startswith("straight")
            and scene.sentence[i] == scene.sentence[hit.start]
            and (scene.segment[i] == scene.segment[hit.start] or scene.word(i + 1) not in PAIN_WORDS)
            for i in near
        )

    def _judge_topic(self, hit: Match, verdict: Match, value: str) -> tuple[str, str]:
        scene = self._scene
        before, cue = self._verdict_polarity(verdict)
        if value == NO and before == YES and self._until(verdict, hit):
            return YES, "until"
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
        if value == NO and self._polarity.turns.yes_later(hit):
            return YES, "but now"
        return value, f"{scene_text(scene, verdict)} {cue}".strip()

    def verdict_of(self, hit: Match) -> Match | None:
        """Return the verdict words that belong to the topic, if any."""
        pair = self._nearest(hit)
        return pair[0] if pair else None

    def _exceptive(self, hit: Match) -> Match | None:
        scene = self._scene
        for cue in reversed(scene.found("cues.exceptive")):
            near = cue.start < hit.start <= cue.end + 5 and scene.sentence[cue.start] == scene.sentence[hit.start]
            if near and not {":", "--"} & set(scene.words[cue.end : hit.start]):
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
                turn = self._turn_after(hit, verdict, value)
                if not exceptive and turn is None:
                    continue
                gap += 10 if turn is None else turn
            low, high = min(verdict.end, hit.end), max(verdict.start, hit.start)
            gap += 2 * sum(1 for w in scene.words[low:high] if w in ("and", "or"))
            if scene.segment[verdict.start] != scene.segment[hit.start]:
                gap += 6 if verdict.start > hit.start else 4
            if gap <= 16 and (best is None or gap < best[0]):
                best = (gap, verdict, value)
        return (best[1], best[2]) if best else None

    def _turn_after(self, hit: Match, verdict: Match, value: str) -> int | None:
        """Return how far off "but it hurts" behind the topic counts; None when it says something else."""
        scene = self._scene
        between = scene.words[hit.end : verdict.start]
        if value == NO and between[-1:] == ["but"] and scene.words[verdict.start] in DENIALS and len(between) < 8:
            return 3 if scene.word(verdict.end) in ("", ".", ",", "!") else None
        if value != YES or "but" not in between or verdict.start < hit.end or len(between) > 9:
            return None
        tail = between[between.index("but") + 1 :]
        if not set(tail) <= BUT_IT or scene.topics_between(hit.end, verdict.start):
            return None
        after = scene.word(verdict.end)
        if after in ("at", "towards", "toward", "past", "near", "beyond", "right"):
            return -9
        return 3 if after in ("", ".", ",", "!", "a", "like", "to", "me", "and", "doing", "so", "it") else None

    def _verdict_polarity(self, verdict: Match) -> tuple[str, str]:
        before, cue = self._polarity.read(verdict)
        if before == NO and self._scene.words[verdict.start] in DENIALS and not self._denied_here(verdict):
            return YES, ""
        return before, cue

    def _until(self, verdict: Match, hit: Match) -> bool:
        """Tell "fine until I bend it"."""
        return bool({"until", "till", "unless"} & set(self._scene.words[verdict.end : hit.start]))

    def _denied_here(self, verdict: Match) -> bool:
        """Tell whether a denial stands right before the verdict words, not in an earlier item of a list."""
        near = self._scene.words[max(0, verdict.start - 3) : verdict.start]
        return bool({"not", "never"} & set(near)) and "," not in near

    def ability(self, hit: Match) -> tuple[str, str] | None:
        """Return "yes" when the doing is possible, "no" when not, None when the text does not say."""
        found = self._ability(hit)
        asked = self._scene.word(hit.end) == "?" and self._polarity.answer_after(hit, past_ok=True)
        if asked:
            return asked
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
        if found[0] == YES and self._no_more(hit):
            return NO, "not any more"
        return (UNSURE, found[1]) if self._doubted(hit) else found

    def _judged(self, hit: Match) -> tuple[str, str] | None:
        """Read a judgement of the doing: "walking is fine"."""
        scene = self._scene
        pair = self._nearest(hit)
        if pair is None:
            return self._polarity.answer_after(hit, past_ok=True)
        verdict, value = pair
        before, _ = self._verdict_polarity(verdict)
        if self._until(verdict, hit) or self._only_bending(hit):
            return None
        words = scene.words[verdict.start : verdict.end]
        weight = hit.key.startswith("can_bear_weight")
        if weight and value == YES and before == YES and set(words) & STRONG and "walk" not in scene.words[hit.start]:
            return NO, " ".join(words)
        if set(words) & PAIN_WORDS and self._but_can(hit):
            return YES, "but I can"
        if set(words) & PAIN_WORDS and "walk" not in scene.words[hit.start]:
            return None
        if value == NO and before == YES and scene.segment[verdict.start] == scene.segment[hit.start]:
            return YES, " ".join(words)
        return (NO, " ".join(words)) if before == NO and set(words) & POSSIBLE else None
