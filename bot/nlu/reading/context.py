"""Whose knee, when, and whether it is told or only imagined."""

from datetime import datetime, timezone

from bot.nlu.reading.patterns import Match
from bot.nlu.reading.people import OTHER, whose_words
from bot.nlu.reading.scene import KNEE_WORDS, OTHER_PARTS, Scene
from bot.nlu.reading.wordsets import word_set

AUX = word_set("aux")
WH = word_set("wh")
LEADS = word_set("leads")
OWN = word_set("own")
PRESENT_WORDS = word_set("present_words")
FUTURE = word_set("future")
# Years up to two ago count as history; told once a process, which outlives no year by much.
LAST_OLD_YEAR = str(datetime.now(tz=timezone.utc).year - 2)
ANSWERS = frozenset({"yes", "no", "yep", "yeah", "nope", "nah", "none", "not", "unsure"})
PART_WALLS = frozenset({"after", "when", "because", "then", "while"})


class Context:
    """Answers, per hit, whether it counts at all."""

    def __init__(self, scene: Scene) -> None:
        """Work out whose story each word tells and which sentences name years long past."""
        self._scene = scene
        self._people = whose_words(scene)
        self._years = self._old_years()

    def is_other(self, hit: Match) -> bool:
        """Tell whether the hit belongs to somebody merely mentioned."""
        told_of_me = {"me", "my"} & set(self._scene.words[hit.start : hit.end + 1])
        return self._people[hit.start] == OTHER and not told_of_me

    def wrong_part(self, hit: Match) -> bool:
        """Tell whether the nearest body part named is not the knee."""
        scene = self._scene
        inside = scene.words[hit.start : hit.end]
        if any(w in KNEE_WORDS for w in inside):
            return False
        if any(self._other(i) for i in range(hit.start, hit.end)):
            return True
        nearest = self._nearest_part(hit)
        return nearest if nearest is not None else self._part_before(hit)

    def _nearest_part(self, hit: Match) -> bool | None:
        """Tell whether the nearest part in the segment is another than the knee; None if it names none."""
        scene = self._scene
        best: tuple[float, bool] | None = None
        for i in range(max(0, hit.start - 40), min(len(scene.words), hit.end + 40)):
            if scene.segment[i] != scene.segment[hit.start] or hit.start <= i < hit.end:
                continue
            other = self._other(i)
            if not other and scene.words[i] not in KNEE_WORDS:
                continue
            gap = hit.start - i if i < hit.start else (i - hit.end + 1) * 1.5
            low, high = sorted((i, hit.start))
            gap += 4 * sum(1 for word in scene.words[low:high] if word in PART_WALLS)
            if best is None or gap < best[0]:
                best = (gap, other)
        return best[1] if best else None

    def _part_before(self, hit: Match) -> bool:
        """Tell whether the sentence spoke of another part just before, in a text that names no knee."""
        scene = self._scene
        for i in range(hit.start - 1, -1, -1):
            if scene.sentence[i] != scene.sentence[hit.start] or scene.words[i] in KNEE_WORDS:
                return False
            if self._other(i):
                return not KNEE_WORDS & set(scene.words)
        return False

    def _other(self, i: int) -> bool:
        scene = self._scene
        word = scene.words[i]
        if word == "back":
            return scene.word(i - 1) in ("my", "lower", "upper", "bad") and scene.word(i + 1) not in ("of", "to", "in")
        if word == "leg":
            return scene.word(i - 1) == "lower"
        if word in ("hand", "foot") and scene.word(i - 1) in ("other", "on", "by"):
            return False
        return word in OTHER_PARTS

    def is_old(self, hit: Match) -> bool:
        """Tell whether the hit belongs to a story that ended long ago."""
        scene = self._scene
        sentence = scene.sentence[hit.start]
        olds = [m for m in scene.found("cues.history") if scene.sentence[m.start] == sentence]
        if not olds and sentence not in self._years:
            return False
        news = [m.start for m in scene.found("cues.still_now") if scene.sentence[m.start] == sentence]
        if not olds:
            return not any(start < hit.start for start in news)
        mine = {scene.words[i] for i in range(len(scene.words)) if scene.segment[i] == scene.segment[hit.start]}
        for old in olds:
            if scene.segment[old.start] < scene.segment[hit.start] and mine & PRESENT_WORDS:
                continue
            if hit.start < old.start:
                if scene.clause[hit.start] == scene.clause[old.start]:
                    return True
            elif scene.clause[hit.start] == scene.clause[old.start] and not any(
                old.start < n < hit.start for n in news
            ):
                return True
        return False

    def _old_years(self) -> set[int]:
        """Return the sentences that name a year long past: "back in 2015"."""
        scene = self._scene
        before = ("in", "of", "since", "back", "around", "about")
        return {
            scene.sentence[i]
            for i, word in enumerate(scene.words)
            if len(word) == 4 and word.isdigit() and "1970" <= word <= LAST_OLD_YEAR and scene.word(i - 1) in before
        }

    def unreal(self, hit: Match) -> str:
        """Return "drop" for what is only imagined, asked or planned, "unsure" for an open question, "" for a report."""
        if self._conditional(hit) or self._purpose(hit):
            return "drop"
        return self._question(hit)

    def _conditional(self, hit: Match) -> bool:
        scene = self._scene
        doubts = scene.found("cues.unsure", "cues.double")
        for cue in scene.found("cues.conditional"):
            if any(doubt.start <= cue.start < doubt.end for doubt in doubts):
                continue
            if not (cue.end <= hit.start <= cue.end + 12) or scene.segment[cue.start] != scene.segment[hit.start]:
                continue
            if scene.word(cue.start - 1) in (
                "sure",
                "know",
                "tell",
                "as",
                "even",
                "remember",
                "certain",
                "wonder",
                "wondering",
                "say",
                "idea",
                "see",
            ):
                continue
            body = scene.words[cue.end : hit.start]
            verbs = [
                k
                for k, w in enumerate(body)
                if k > 1
                and w in ("it", "i", "my")
                and body[k - 1]
                not in ("on", "with", "of", "if", "and", "in", "bend", "straighten", "to", "put", "weight")
            ]
            if not verbs:
                return True
        return False

    def _purpose(self, hit: Match) -> bool:
        scene = self._scene
        for cue in scene.found("cues.purpose"):
            opening = scene.words[cue.start]
            if opening.startswith("avoid") and (scene.word(cue.start - 1) == "am" or self._i_avoid(cue)):
                continue
            near = cue.end <= hit.start <= cue.end + 6 or cue.start <= hit.start < cue.end
            if near and scene.segment[cue.start] == scene.segment[hit.start]:
                return not (opening == "worried" and {"is", "was"} & set(scene.words[cue.end - 1 : hit.start]))
        return False

    def _i_avoid(self, cue: Match) -> bool:
        """Tell "I avoid stairs" (they hurt) from "how do I avoid swelling"."""
        before = self._scene.words[max(0, cue.start - 3) : cue.start]
        return before[-1:] == ["i"] and not {"how", "can", "do", "should", "could"} & set(before)

    def _head(self, hit: Match) -> int:
        """Return the first word of the sentence part that holds the hit, greetings skipped."""
        scene = self._scene
        i = hit.start
        while (
            i > 0
            and scene.clause[i - 1] == scene.clause[hit.start]
            and scene.segment[i - 1] == scene.segment[hit.start]
        ):
            i -= 1
        while scene.word(i) in LEADS and i < hit.start:
            i += 1
        return i

    def _question(self, hit: Match) -> str:
        scene = self._scene
        if scene.word(hit.end) == "?" and scene.word(hit.end + 1) in ANSWERS:
            return ""
        head = self._head(hit)
        first = scene.word(head)
        marked = self._ends_in_question(hit)
        if first in AUX and head < hit.start:
            return self._aux_question(hit, head, first, marked)
        relative = first in ("which", "who") and not marked and scene.word(head - 1) == ","
        if (first in WH and not relative) or scene.words[head : head + 2] == ["any", "idea"]:
            if any(hit.start - 2 <= m.end <= hit.start for m in scene.found("cues.generic_subject")):
                return "drop"
            own = self._definite(hit, head)
            if first == "why" or scene.words[head : head + 2] in (["how", "come"], ["any", "idea"]):
                return "" if own or (scene.word(head + 1) in ("is", "does") and scene.word(head + 2) in OWN) else "drop"
            if first in ("when", "where") and not marked:
                return ""
            return "" if own else "drop"
        if marked and scene.found("cues.generic_subject"):
            subject = scene.found("cues.generic_subject")[0]
            if subject.start < hit.start and scene.segment[subject.start] == scene.segment[hit.start]:
                return "drop"
        if marked and hit.end - head <= 3 and head >= hit.start - 1 and self._alone(hit):
            return "unsure"
        return ""

    def _aux_question(self, hit: Match, head: int, first: str, marked: bool) -> str:
        scene = self._scene
        second = scene.word(head + 1)
        if (
            first
            in ("can", "could", "is", "was", "does", "did", "has", "have", "do", "are", "am", "had", "will", "would")
            and second == "not"
        ):
            return ""
        if not marked and second not in OWN | {"you", "there", "a", "an", "swelling", "running"}:
            return ""
        words = scene.words[head : hit.start]
        if first in ("is", "are") and set(words) & {
            "bad",
            "normal",
            "ok",
            "okay",
            "serious",
            "weird",
            "common",
            "worrying",
            "concerning",
            "odd",
            "alright",
            "dangerous",
            "right",
        }:
            if set(words) & {"that", "when", "because"} and set(words[2:]) & OWN:
                return ""
            return "" if self._definite(hit, head + 2) and "for" not in words else "drop"
        if {"that", "because"} & set(words) and set(words[3:]) & OWN:
            return ""
        if first in FUTURE and not (first == "could" and second == "it" and "be" in words):
            return "" if self._named(hit) else "drop"
        if first == "could":
            return "unsure"
        if second in ("it", "my", "there", "this", "the", "i", "his", "her") and first not in ("do",):
            tail = self._definite(hit, head + 3, strict=True)
            return "" if tail else "unsure" if marked else ""
        return "" if self._definite(hit, head + 1, strict=True) else "drop"

    def _named(self, hit: Match) -> bool:
        """Tell whether the hit is a thing taken for granted: "the swelling", "my knee swelling", "my swollen knee"."""
        scene = self._scene
        if scene.word(hit.start - 1) in ("my", "this", "the", "his", "her"):
            return True
        return scene.word(hit.start - 2) in ("my", "this", "his", "her") and scene.kind_of(hit) == "gerund"

    def _definite(self, hit: Match, low: int, strict: bool = False) -> bool:
        scene = self._scene
        window = range(max(low, hit.start - (3 if strict else 6)), hit.start)
        marks = {"my", "this", "the", "his", "her"} if strict else OWN
        inside = scene.words[hit.start : hit.start + 1]
        return any(scene.words[i] in marks for i in window) or bool(inside and inside[0] in ("my", "it"))

    def _ends_in_question(self, hit: Match) -> bool:
        scene = self._scene
        for i in range(hit.end, len(scene.words)):
            if scene.words[i] == "?":
                return True
            if scene.words[i] in (".", "!", ";", "--"):
                return False
        return False

    def _alone(self, hit: Match) -> bool:
        return len(self._scene.words) <= 4
