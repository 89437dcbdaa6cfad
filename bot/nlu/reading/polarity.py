"""Decide whether words are affirmed, denied, doubted or over."""

import re

from bot.nlu.reading.patterns import Match
from bot.nlu.reading.scene import Scene
from bot.nlu.reading.turns import Turns
from bot.nlu.reading.wordsets import word_set

YES, NO, UNSURE = "yes", "no", "unsure"
NEG_KEYS = {"cues.neg_noun": "noun", "cues.neg_verb": "verb", "cues.neg_be": "be"}
FLIP = {YES: NO, NO: YES, UNSURE: UNSURE}
ANSWER_MARKS = frozenset({"?", ":", ",", "-", "--", "=", ".", "!"})
FILLERS = word_set("fillers")
TAIL_STARTS = word_set("tail_starts")
# Words between two denials that make one deny the other: "I don't think it isn't", but not "not hot not red".
LINKING = word_set("linking")
# "I can't say I noticed" is a plain no, "I can't say it locks" is not.
NOTICED = frozenset({"noticed", "heard", "felt", "saw", "have", "remember", "recall"})


class Polarity:
    """Reads the words around a hit; one instance per scene."""

    def __init__(self, scene: Scene) -> None:
        """Collect the denying cues of the scene that deny what follows them."""
        self._scene = scene
        self.turns = Turns(scene)
        self._unsure = [m for m in scene.found("cues.unsure") if not self._plain_no(m)]
        self._double = [m for m in scene.found("cues.double") if not self._plain_no(m)]
        shields = [*scene.found("cues.not_neg"), *self._unsure, *self._double]
        self._negs: list[tuple[Match, str]] = []
        taken: list[tuple[int, int]] = [(s.start, s.end) for s in shields]
        rows = [(m, style) for key, style in NEG_KEYS.items() for m in scene.found(key)]
        for match, style in sorted(rows, key=lambda r: (r[0].start, -r[0].end)):
            if any(low <= match.start < high for low, high in taken):
                continue
            if self._is_answer(match) or self._is_modal(match):
                continue
            taken.append((match.start, match.end))
            self._negs.append((match, style))

    def _plain_no(self, cue: Match) -> bool:
        scene = self._scene
        return scene.word(cue.end - 1) == "say" and scene.word(cue.end) == "i" and scene.word(cue.end + 1) in NOTICED

    def _is_answer(self, match: Match) -> bool:
        """A "no" that answers an earlier question denies nothing after it."""
        scene = self._scene
        if scene.words[match.start : match.end] != ["no"]:
            return False
        after = scene.word(match.end)
        opener = match.start == 0 or scene.word(match.start - 1) in ANSWER_MARKS
        return after in ("", ",", ".", "!", "?", ";", "--", "it", "i", "he", "she", "my", "wait", "but", "yes") or (
            opener and after in ("there", "that", "its", "not", "the", "actually", "sorry")
        )

    def _is_modal(self, match: Match) -> bool:
        scene = self._scene
        return scene.words[match.start] == "not" and scene.word(match.start - 1) in ("can", "could")

    def read(self, hit: Match, past_ok: bool = False) -> tuple[str, str]:
        """Return the value of the hit and the cue that decided; `past_ok`: an event stays a yes once it is over."""
        answer = self.answer_after(hit, past_ok)
        before, cue = self.before(hit)
        if answer:
            return (UNSURE, answer[1]) if before == UNSURE else answer
        if before == NO and self.turns.yes_later(hit):
            return YES, "but now"
        if before == YES and not past_ok and self.turns.over_before(hit):
            return NO, "over"
        if before == YES and past_ok and self.turns.used_to(hit):
            return NO, "used to"
        return before, cue

    def before(self, hit: Match) -> tuple[str, str]:
        """Return what the words before (and inside) the hit make of it, and the cue."""
        scene = self._scene
        for cue in reversed(scene.found("cues.exceptive")):
            if cue.end <= hit.start <= cue.end + 6 and scene.sentence[cue.start] == scene.sentence[hit.start]:
                if ":" in scene.words[cue.end : hit.start] or "--" in scene.words[cue.end : hit.start]:
                    continue
                return (NO if self.turns.takes_out(cue) else YES), scene_text(scene, cue)
        negs = [(m, style) for m, style in self._negs if self._reaches(m, hit, style)]
        doubts = [m for m in self._unsure if self._reaches(m, hit, "unsure")]
        doubles = [m for m in self._double if self._reaches(m, hit, "unsure")]
        if doubts or doubles:
            nearest = (doubts + doubles)[-1]
            return UNSURE, scene_text(scene, nearest)
        if not negs:
            return YES, ""
        last, _ = negs[-1]
        if any(scene.words[i] in ("until", "till") for i in range(hit.end, min(hit.end + 4, len(scene.words)))):
            return YES, "until"
        if self.turns.not_before(hit):
            return YES, "not before"
        for earlier, _ in negs[:-1]:
            gap = scene.words[earlier.end : last.start]
            if (
                len(gap) <= 4
                and not set(gap) & {",", "and", "or", "nor"}
                and (not gap or set(gap) & LINKING)
                and not scene.between(earlier.end, last.start)
            ):
                return YES, scene_text(scene, earlier)
        return NO, scene_text(scene, last)

    def _reaches(self, cue: Match, hit: Match, style: str) -> bool:
        if cue.start < hit.start:
            return self._scene.open_scope(cue, hit, style)
        # "foot is not numb": a denial between the words of the pattern, not one of its own words.
        own = set(re.findall(r"\w+", hit.source)) | {"will", "do", "does", "did", "is", "are", "can", "could"}
        return hit.start < cue.start < hit.end and not set(self._scene.words[cue.start : cue.end]) <= own

    def answer_after(self, hit: Match, past_ok: bool) -> tuple[str, str] | None:
        """Read an answer that follows the hit: "swelling? none", "the swelling has gone"."""
        scene = self._scene
        start = hit.end
        marked = False
        for _ in range(5):
            word = scene.word(start)
            if word in ANSWER_MARKS:
                if marked and word in ".,":
                    break
                marked = True
            elif word not in FILLERS or self._cue_at(start):
                break
            start += 1
        for key, value in (
            ("cues.over_after", NO),
            ("cues.no_after", NO),
            ("cues.unsure_after", UNSURE),
            ("cues.yes_after", YES),
        ):
            for spot in range(hit.end, start + 1):
                cue = next((m for m in scene.found(key) if m.start == spot), None)
                if cue is None or not self._counts(hit, cue, spot, key):
                    continue
                if key == "cues.over_after" and past_ok:
                    continue
                if key == "cues.over_after" and self.turns.partly(hit, cue):
                    return YES, "partly over"
                return value, scene_text(scene, cue)
        return self._answer_later(hit, past_ok)

    def _answer_later(self, hit: Match, past_ok: bool) -> tuple[str, str] | None:
        """Read "but it isn't" and "but it's gone down now" further behind the hit."""
        scene = self._scene
        for key in ("cues.ellipsis_no", "cues.over_later"):
            if key == "cues.over_later" and past_ok:
                continue
            for cue in scene.found(key):
                if not hit.end <= cue.start <= hit.end + 8 or scene.sentence[cue.start] > scene.sentence[hit.start] + 1:
                    continue
                words = scene.words[hit.end : cue.start]
                if (
                    scene.sentence[cue.start] != scene.sentence[hit.start]
                    and not set(words) <= TAIL_STARTS | ANSWER_MARKS
                ):
                    continue
                if key == "cues.ellipsis_no" and scene.word(cue.end) not in (
                    "",
                    ",",
                    ".",
                    "!",
                    "?",
                    "anymore",
                    "now",
                    "really",
                    "after",
                    "at",
                    "actually",
                    "any",
                ):
                    continue
                if key == "cues.ellipsis_no" and not set(words) & {"but", ",", "though", "and"}:
                    continue
                if key == "cues.over_later" and self.turns.partly(hit, cue):
                    continue
                if not scene.between(hit.end, cue.start + 1) and not scene.topics_between(hit.end, cue.start + 1):
                    return NO, scene_text(scene, cue)
        return None

    def _cue_at(self, i: int) -> bool:
        keys = ("cues.over_after", "cues.no_after", "cues.unsure_after", "cues.yes_after")
        return any(m.start == i for key in keys for m in self._scene.found(key))

    def _counts(self, hit: Match, cue: Match, spot: int, key: str) -> bool:
        """An answer word only counts where it ends its part or follows a mark, and denies nothing after itself."""
        scene = self._scene
        after = scene.word(cue.end)
        text = scene_text(scene, cue)
        gap = scene.words[hit.end : spot]
        if text in (
            "no",
            "never",
            "maybe",
            "might",
            "could be",
            "sure",
            "n",
            "zero",
            "might be",
            "possibly",
            "perhaps",
        ):
            if after not in ("", ",", ".", "!", "?", ";", "--", "but", "and", "though") and not self._postfix(cue):
                return False
            if gap and gap[0] in (",", ".") and text == "no" and after == ",":
                return False
        if "." in gap or "!" in gap:
            return (
                key == "cues.over_after"
                and set(gap) - {".", "!"} <= TAIL_STARTS | FILLERS
                and bool(set(gap) & TAIL_STARTS or scene.words[cue.start] in TAIL_STARTS)
            )
        if key == "cues.unsure_after" and after in ("why", "what", "how", "where", "if", "whether", "about"):
            return False
        return not (key == "cues.no_after" and scene.between(cue.end, cue.end + 1) and not self._postfix(cue))

    def _postfix(self, cue: Match) -> bool:
        """In "pop no swelling yes" answers stand behind; such a text ends in an answer and does not open with one."""
        words = [w for w in self._scene.words if w not in ANSWER_MARKS]
        return bool(words) and words[-1] in ("yes", "no", "yep", "nope", "none") and words[0] not in ("no", "yes")


def scene_text(scene: Scene, match: Match) -> str:
    """Return the matched words as text."""
    return " ".join(scene.words[match.start : match.end])
