"""Read how long it has gone on: "for 3 weeks", "since Monday", "an hour ago", "this morning"."""

from bot.nlu.reading.numbers import TABLES, UNITS, VAGUE, Found, number_at
from bot.nlu.reading.scene import Scene
from bot.nlu.reading.wordsets import word_set

WEEKDAYS, MONTHS = word_set("weekdays"), word_set("months")
RUN_WORDS, KNEE = word_set("run_words"), word_set("knee")
CUES = frozenset(TABLES["span_cues"])
STOPS_BEFORE, STOPS_AFTER = frozenset(TABLES["span_stops_before"]), frozenset(TABLES["span_stops_after"])
PLURALS = frozenset({"weeks", "months", "years", "ages", "days", "hours"})
YEARS = frozenset({"year", "years", "yr", "yrs"})
LINKS = frozenset({"of", "or", "good", "whole", "solid", "few", "couple", "long"})
ENDS = frozenset({"", ".", "!", "?", ";", ","})
WELL = frozenset({"fine", "perfect", "painless"})
SHORT_TEXT = 5


def duration(scene: Scene) -> list[Found]:
    """Return every duration the text names, in text order."""
    rows = (_span(scene, i) if word in UNITS else _day(scene, i) for i, word in enumerate(scene.words))
    return [row for row in rows if row]


def _amount(scene: Scene, i: int) -> tuple[int, float | None]:
    """Return where the amount before the unit at i starts, and how much it is."""
    start, amount = i, None
    for back in (1, 2, 3):
        low = i - back
        if low < 0:
            break
        word, read = scene.words[low], number_at(scene, low)
        if (read and read[1] in (i, i - 1)) or word in VAGUE:
            start, amount = low, read[0] if read else float(VAGUE[word])
            if back > 1 or word not in ("few", "couple"):
                break
        elif word not in LINKS:
            break
    return start, amount


def _span(scene: Scene, i: int) -> Found | None:
    unit, after = scene.words[i], scene.word(i + 1)
    start, amount = _amount(scene, i)
    if amount is None and unit not in PLURALS:
        return None
    if after in STOPS_AFTER or scene.word(start - 1) in STOPS_BEFORE or not _about_pain(scene, start, after):
        return None
    if unit in YEARS and after == "ago" and (amount or 2) >= 2 and not {"since", "still", "ever"} & set(scene.words):
        return None
    if scene.words[start] == "this" and unit in YEARS:
        return None  # "every spring a knee goes, this year the outside"
    if scene.words[start] == "this" and unit in ("week", "month"):
        return ("duration", "days" if unit == "week" else "weeks", start, i + 1, f"this {unit}")
    longer = _longer(scene, start, i)
    return ("duration", _value(unit, 2 if amount is None else amount, longer), start, i + 1, "span")


def _about_pain(scene: Scene, start: int, after: str) -> bool:
    """Tell whether the span tells of the pain, not of a running career or a plan."""
    words = scene.words
    before = set(words[max(0, start - 3) : start])
    if WELL & before:  # "fine for years, now an ache"
        return False
    alone = scene.word(start - 1) in ENDS and after in ENDS  # "Fourteen weeks. Still sore."
    cued = (
        alone
        or after in ("ago", "now")
        or _more_than(scene, start)
        or CUES & before
        or words[start] in ("last", "past", "this")
    )
    if not cued and sum(word.isalnum() for word in words) > SHORT_TEXT:
        return False
    ran = RUN_WORDS & set(words[max(0, start - 4) : start])
    return not ran or bool(KNEE & set(words[max(0, start - 8) : start]))


def _more_than(scene: Scene, start: int) -> bool:
    return scene.word(start - 1) == "than" and scene.word(start - 2) in ("more", "longer")


def _longer(scene: Scene, start: int, i: int) -> bool:
    """Tell whether more is said than the amount: "over a month", "a month or two", "1 month 2 weeks"."""
    before, after = scene.word(start - 1), scene.word(i + 1)
    beyond = after in ("or", "plus", "+") or (after == "and" and scene.word(i + 2) in ("a", "half", "bit", "more"))
    return before in ("over", "least") or _more_than(scene, start) or beyond or number_at(scene, i + 1) is not None


def _value(unit: str, size: float, longer: bool) -> str:
    value = UNITS[unit]
    if value == "days" and size >= 14:
        return "weeks"
    if value == "today" and size >= 24 and unit.startswith("h"):
        return "days"
    if unit == "month" and size <= 1 and not longer:  # "months" stands for what has not settled within some six weeks
        return "weeks"
    return "months" if value == "weeks" and size >= 9 else value


def _day(scene: Scene, i: int) -> Found | None:
    word, last = scene.words[i], scene.word(i - 1)
    if _is_today(word, last):
        reported = last != "until" and "yesterday" not in scene.words and "fine" not in (last, scene.word(i + 1))
        return ("duration", "today", i - (last in ("this", "just")), i + 1, "today") if reported else None
    if word == "yesterday" or (last, word) in (("last", "night"), ("other", "day")):
        return ("duration", "days", i - (word != "yesterday"), i + 1, "yesterday")
    since = "since" in (last, scene.word(i - 2))
    if word in WEEKDAYS and (since or last in ("on", "last", "this", "the", "over")):
        return ("duration", "days", i, i + 1, "weekday")
    if word in MONTHS and (since or last in ("in", "last")):
        return ("duration", "months", i, i + 1, "month")
    return None


def _is_today(word: str, last: str) -> bool:
    if word in ("today", "tonight"):
        return True
    parts = ("morning", "afternoon", "evening", "lunchtime")
    return (last == "this" and word in parts) or (last == "just" and word == "now")
