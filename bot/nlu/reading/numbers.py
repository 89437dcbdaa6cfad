"""Read choices that hang on numbers: severity out of ten and age."""

from collections.abc import Iterable
from typing import Any

from bot.nlu.reading.scene import Scene
from bot.nlu.reading.wordsets import WORDS_FILE, read_yaml, word_set

TABLES: dict[str, Any] = read_yaml(WORDS_FILE.with_name("numbers.yml"))
UNITS: dict[str, str] = {unit: value for value, units in TABLES["units"].items() for unit in units}
SMALL: dict[str, int] = {word: i for i, word in enumerate(TABLES["ones"])}
TENS: dict[str, int] = {word: int(value) for word, value in TABLES["tens"].items()}
VAGUE: dict[str, int] = {word: int(value) for word, value in TABLES["vague"].items()}
DECADES: dict[str, int] = {word: int(value) for word, value in TABLES["decades"].items()}
AGE_STOPS = word_set("age_stops")
RELATIVES = word_set("relatives")
OWNERS = frozenset({"my", "his", "her", "late", "early", "mid"})
Found = tuple[str, str, int, int, str]


def _rows(name: str) -> list[list[str]]:
    return [str(phrase).split() for phrase in TABLES[name]]


SEVERITY_AFTER, SEVERITY_BEFORE = _rows("severity_after"), _rows("severity_before")
AGE_AFTER, AGE_BEFORE, AGE_SURE = _rows("age_after"), _rows("age_before"), _rows("age_sure")


def number_at(scene: Scene, i: int) -> tuple[float, int] | None:
    """Return the number that starts at token i and the token after it."""
    word = scene.word(i)
    if word.isascii() and word.replace(".", "", 1).isdecimal():
        return float(word[:6]), i + 1
    if word in TENS:
        more = SMALL.get(scene.word(i + 1), 0)
        return (float(TENS[word] + more), i + 2) if 0 < more < 10 else (float(TENS[word]), i + 1)
    return (float(SMALL[word]), i + 1) if word in SMALL else None


def follows(scene: Scene, i: int, rows: Iterable[list[str]]) -> int:
    """Return how many tokens from i on one of the rows covers, 0 if none does."""
    return max((len(row) for row in rows if scene.words[i : i + len(row)] == row), default=0)


def precedes(scene: Scene, i: int, rows: Iterable[list[str]]) -> bool:
    """Tell whether one of the rows ends just before token i."""
    return any(len(row) <= i and scene.words[i - len(row) : i] == row for row in rows)


def severity(scene: Scene) -> list[Found]:
    """Find "7/10", "a 7 out of 10", "pain is 6"."""
    found: list[Found] = []
    for i in range(len(scene.words)):
        read = number_at(scene, i)
        if read is None or not 1 <= read[0] <= 10:
            continue
        value, end = read
        length = follows(scene, end, SEVERITY_AFTER) or (1 if _over_ten(scene, i, end) else 0)
        after = scene.word(end)
        if not length and (not precedes(scene, i, SEVERITY_BEFORE) or after in UNITS or after in AGE_STOPS):
            continue
        level = "mild" if value <= 3 else "moderate" if value <= 6 else "severe"
        found.append(("severity", level, i, end + length, "out of ten"))
    return found


def _over_ten(scene: Scene, i: int, end: int) -> bool:
    """Tell "7/10" from "7 10": only one mark stands between the two numbers."""
    return scene.word(end) == "10" and scene.tokens[end].start - scene.tokens[i].end == 1


FIGURATIVE = frozenset({"think", "thinks", "thought", "believes", "feel", "feels", "felt", "like"})  # "thinks he's 25"
BOUNDS = {"under": -1, "below": -1, "over": 1, "above": 1}


def age(scene: Scene) -> list[Found]:
    """Find an age: "I'm 61", "my 12 year old", "aged 58", "58yo", "in my sixties"."""
    found: list[Found] = []
    for i, word in enumerate(scene.words):
        if word in DECADES and OWNERS & set(scene.words[max(0, i - 4) : i]):
            found.append(_band(DECADES[word], i, i + 1))
        elif word in ("pensioner", "oap"):
            found.append(_band(70, i, i + 1))
        else:
            read = number_at(scene, i)
            if read and 4 <= read[0] <= 99 and read[0] == int(read[0]):
                found.extend(_age_of(scene, i, int(read[0]), read[1]))
    return found


def _age_of(scene: Scene, i: int, value: int, end: int) -> list[Found]:
    bound = BOUNDS.get(scene.word(i - 1), 0)
    value += bound
    i -= 1 if bound else 0  # "I'm under 16": what says that it is an age stands before the bound
    if FIGURATIVE & {scene.word(i - 3), scene.word(i - 2)}:
        return []
    after = scene.word(end)
    length = follows(scene, end, AGE_AFTER)
    if length:
        return [_band(value, i, end + length)]
    if after == "s" and scene.word(i - 1) in OWNERS and value >= 20:
        return [_band(value + 5, i, end + 1)]
    beside = scene.word(i - 1) in RELATIVES - {"i"} or (scene.word(i - 1) == "is" and scene.word(i - 2) in RELATIVES)
    beside = beside or (scene.word(i - 1) == "," and scene.word(i - 2) in RELATIVES and after == ",")
    measured = after in AGE_STOPS or after in UNITS
    named = precedes(scene, i, AGE_SURE) or (after in ("male", "female") and value >= 12)
    if named or ((beside or precedes(scene, i, AGE_BEFORE)) and not measured):
        return [_band(value, i, end)]
    return []


def _band(value: int, start: int, end: int) -> Found:
    band = "under16" if value < 16 else "16to54" if value < 55 else "55plus"
    return ("age_band", band, start, end, f"age {value}")
