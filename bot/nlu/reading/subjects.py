"""Tell whether a symptom word is said of a knee at all, or of a thing, a feeling, the weather or a hard effort."""

from itertools import pairwise

from bot.nlu.reading.patterns import Match
from bot.nlu.reading.scene import KNEE_WORDS, Scene
from bot.nlu.reading.wordsets import word_set

THINGS = word_set("things")
NOT_SUBJECTS = word_set("not_subjects")
OWN_SUBJECTS = word_set("own_subjects")
FEELINGS = word_set("feelings")
DETERMINERS = frozenset({"a", "an", "the", "this", "that", "these", "those", "some", "our", "your", "such", "any"})
ATTRIBUTES = word_set("attributes")
AFTER_ATTRIBUTE = word_set("after_attribute")
BREATH = word_set("breath")
SIMILE_SLOTS = frozenset({"twist_or_fall", "fever_or_hot_red", "numb_or_cold", "sign_hot_red_knee"})
HABIT_SLOTS = frozenset({"crack", "pop"})
EVENT_MARKS = word_set("event_marks")


class Subjects:
    """Answers, per hit, whether something other than the knee is meant."""

    def __init__(self, scene: Scene) -> None:
        """Take the scene; every answer is worked out when asked for."""
        self._scene = scene

    def foreign(self, hit: Match) -> bool:
        """Tell whether the hit is said of something else: "my watch locked", "swollen with pride"."""
        slot = hit.key.split(".")[0]
        told = hit.key.endswith(".yes")
        if told and slot == "breathless_or_chest_pain" and self._effort(hit):
            return True
        if told and slot == "numb_or_cold" and self._passing(hit):
            return True
        if slot in SIMILE_SLOTS and self._simile(hit):
            return True
        return self._thing(hit) or self._feeling(hit) or self._attribute(hit)

    def habitual(self, hit: Match) -> bool:
        """Tell whether a crack or pop is a habit of the joint rather than something that happened."""
        slot = hit.key.split(".")[0]
        scene = self._scene
        if slot not in HABIT_SLOTS or EVENT_MARKS & set(scene.words[max(0, hit.start - 3) : hit.start]):
            return False
        if scene.word(hit.start - 1) in ("a", "the", "one"):
            return False
        words = scene.words[hit.start : hit.end]
        if EVENT_MARKS & set(words):
            return False
        sentence = scene.sentence[hit.start]
        always = any(scene.sentence[m.start] == sentence for m in scene.found("cues.habit"))
        past = words[0].endswith("ed") or words[0] in ("snap", "broke")
        often = any(scene.sentence[m.start] == sentence for m in scene.found("cues.habit_now"))
        if always or (often and not past):
            return True
        plain = slot == "crack" and words[0] in ("cracks", "crunches", "cracking", "crunching")
        return plain and (words[0].endswith("s") or bool(KNEE_WORDS & set(scene.words[hit.end : hit.end + 1])))

    def _same_sentence(self, hit: Match, key: str) -> bool:
        scene = self._scene
        return any(scene.sentence[m.start] == scene.sentence[hit.start] for m in scene.found(key))

    def _thing(self, hit: Match) -> bool:
        """Tell whether a thing or an animal is the subject just before the hit in its segment."""
        scene = self._scene
        if KNEE_WORDS & set(scene.words[hit.start : hit.end]) and not self._worn(hit):
            return False
        if self._worn(hit):
            return True
        if {"me", "my", "knee"} & set(scene.words[hit.start + 1 : hit.end + 1]):
            return False
        for i in range(hit.start, max(-1, hit.start - 7), -1):
            if scene.segment[i] != scene.segment[hit.start]:
                return False
            word = scene.words[i]
            if i < hit.start and (word in OWN_SUBJECTS or (word in KNEE_WORDS and scene.word(i + 1) not in THINGS)):
                return False
            if word in THINGS and i < hit.start:
                return scene.word(i - 1) not in NOT_SUBJECTS and scene.word(i - 2) not in NOT_SUBJECTS
        return False

    def _worn(self, hit: Match) -> bool:
        """Tell "knee sleeve slips" from "knee slips"."""
        words = self._scene.words[hit.start : hit.end]
        return any(a in KNEE_WORDS and b in THINGS for a, b in pairwise(words))

    def _feeling(self, hit: Match) -> bool:
        """Tell "swollen with pride", "locked up with nerves"."""
        scene = self._scene
        tail = scene.words[hit.end : hit.end + 5]
        for i, word in enumerate(tail[:-1]):
            if word in (".", ",", "!", "?", "but"):
                return False
            if word in ("with", "of", "from") and FEELINGS & set(tail[i + 1 : i + 3]):
                return True
        return False

    def _attribute(self, hit: Match) -> bool:
        """Tell "a loose rock" and "a hot topic" from "a hot knee"."""
        scene = self._scene
        if hit.end - hit.start != 1 or scene.words[hit.start] not in ATTRIBUTES:
            return False
        after = scene.word(hit.end)
        if not after.isalpha() or after in KNEE_WORDS or after in AFTER_ATTRIBUTE:
            return False
        return scene.word(hit.start - 1) in DETERMINERS

    def _simile(self, hit: Match) -> bool:
        """Tell "like being hit with a bat" from a blow."""
        return any(
            cue.end <= hit.start <= cue.end + 4 and self._scene.segment[cue.start] == self._scene.segment[hit.start]
            for cue in self._scene.found("cues.simile")
        )

    def _effort(self, hit: Match) -> bool:
        """Tell hard breathing in a hard run from breathlessness."""
        words = set(self._scene.words[hit.start : hit.end])
        if not words & BREATH or "chest" in words or self._same_sentence(hit, "cues.at_rest"):
            return False
        return self._same_sentence(hit, "cues.effort")

    def _passing(self, hit: Match) -> bool:
        """Tell a foot numb from tight laces or cold from the weather that is well again."""
        scene = self._scene
        near = {scene.sentence[hit.start], scene.sentence[hit.start] + 1}
        cause = any(scene.sentence[m.start] in near for m in scene.found("cues.outer_cause"))
        relief = any(scene.sentence[m.start] in near and m.end > hit.end for m in scene.found("cues.relief"))
        return cause and relief
