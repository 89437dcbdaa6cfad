"""The diary: how runs were, as a chart, as CSV to take along, and reminders for the next ones."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from knowledge.coach.advice import Advice, File, distance, say, tidy
from knowledge.coach.amounts import CLOCK, NO_DISTANCE, NOT_BEFORE, amounts
from knowledge.coach.charts import BARS, LINE, Chart, Series
from knowledge.coach.dates import without_dates
from knowledge.coach.distances import summed_up
from knowledge.coach.notes import Notes
from knowledge.coach.quantities import MILE, plain, quantities_in

TOPIC = ("training_load",)
LIMIT = 2  # out of 10
MOST_PAIN = 10
MOST_DRAWN = 12  # runs in the chart
REMINDED = 3  # runs ahead, every other day
COLUMNS = (
    "date",
    "distance_km",
    "minutes",
    "pain_0_to_10",
    "settled_within_an_hour",
    "no_worse_next_morning",
    "step_of_plan",
)

OUT_OF_TEN = re.compile(r"\b(\d+(?:\.\d+)?) ?(?:out of|/|of|in|on a scale of) ?10\b")
PAIN_IS = re.compile(
    r"\b(?:pain|hurt|sore|soreness|ache|niggle)(?:ed|s)?(?: \w+){0,3}? (\d+(?:\.\d+)?)(?! ?(?:km|k|mi|miles?"
    r"|min|minutes?|hours?|weeks?|days?|seconds?)\b)"
)
PAIN_FIRST = re.compile(
    r"\b(\d+(?:\.\d+)?) (?:for |of |on )?(?:the )?(?:knee )?(?:pain|on the (?:pain )?scale|pain ?scale"
    r"|for soreness|for hurt)\b"
)
# "pain 2 or 3", "a 1 to 2 out of 10": the middle counts.
_NUMBER = r"\d+(?:\.\d+)?"
PAIN_RANGE = re.compile(
    r"(?P<before>\b(?:pain|hurts?|sore(?:ness)?|ache|niggle)\b[^\d;]{0,25}?|)"
    rf"(?<![\d.])(?P<least>{_NUMBER}) ?(?:-|–|to|or|and) ?(?:an? )?(?P<most>{_NUMBER})"
    r"(?P<after> ?(?:out of|/|of|in|on a scale of) ?10\b|)"
    r"(?! ?(?:km|kms|k|mi|miles?|milers?|min|mins|minutes?|hours?|weeks?|days?|seconds?|x|:)\b|[:\d.])"
)
NEVER = re.compile(r"(?!)")
NO_PAIN = re.compile(
    r"\b(?:no|zero|0|without(?: any)?|not any|hardly any) (?:knee )?(?:pain|trouble|problems?|issues?|soreness"
    r"|complaints?|ache)\b"
    r"|\bpain[ -]?(?:less|free)\b|\b(?:did not|didn'?t|doesn'?t|never) hurt\b(?! (?:more|much|that|too))"
    r"|\bnothing hurt\b|\bno hurt\b"
    r"|\b(?:run|it|all|everything|that|knee|went|felt|was) (?:went |was |felt |feels |is |all )*(?:fine|great"
    r"|good|well|perfect|ok|okay|brilliant|lovely)\b"
)
MORE_THAN = re.compile(r"\bmore than 2(?: out of| of|/| in)? ?(?:10)?\b|\babove 2\b|\bover 2\b")
A_LOT = re.compile(
    r"\b(?:hurt|pain|painful|sore|ached)(?: \w+){0,2} (?:a lot|bad|badly|loads|terribl[ey]|awful"
    r"|quite a bit)\b|\bvery (?:painful|sore)\b|\breally hurt\b|\bhad to (?:stop|walk)\b|\bbad pain\b"
)
MORNING = re.compile(
    r"\b(?:next|this|the) (?:morning|day)|\bmorning after\b|\bday after\b|\bwoke up\b|\bon waking\b"
    r"|\bovernight\b|\btoday\b"
)
WORSE = re.compile(r"\b(?:worse|sore|sorer|stiff|stiffer|hurt|hurts|painful|ached|aches|achy|swollen|bad|flared)\b")
NOT_WORSE = re.compile(
    r"\b(?:no|not|isn'?t|wasn'?t|nothing|never|any) (?:\w+ )?(?:worse|sore|stiff|pain|painful|bad|swollen"
    r"|hurt)\b|\b(?:fine|good|ok|okay|great|normal|same|better|pain free|alright|all right|nothing)\b"
)
SETTLED = re.compile(r"\b(?:settled|gone|eased|calmed|went away|back to normal|stopped|disappeared|wore off|over)\b")
NOT_SETTLED = re.compile(
    r"\b(?:still (?:hurt|sore|ached?|hurting|aching|painful)|all (?:day|evening|night|afternoon)|for hours"
    r"|not settled|didn'?t settle|lasted|hours (?:later|after)|took hours|(?:has|did) ?n[o']t (?:settle|gone"
    r"|calm))"
)
AT_ONCE = re.compile(
    r"\b(?:quickly|straight away|right away|at once|immediately|soon|by the time|in no time|fast|when i stopped)\b"
)
YES = re.compile(r"^\W*(?:yes|yep|yeah|yup|it did|it was|sure|correct)\b")
NO = re.compile(r"^\W*(?:no|nope|nah|not really|it did ?n[o']t|it was ?n[o']t)\b")


@dataclass(frozen=True)
class Told:
    """What a message tells of a run; None is not told. Distance in kilometres."""

    pain: float | None = None
    settled: bool | None = None
    morning: bool | None = None
    km: float | None = None
    minutes: float | None = None
    unit: str = ""


def told_of(text: str, asked: str = "", unit: str = "") -> Told:
    """Return what `text` tells of a run; `asked` is what the coach asked for, which a bare answer then tells."""
    words = PAIN_RANGE.sub(_middle, plain(text))
    morning, rest = _morning(words, asked)
    bare = _bare(words, asked)
    pain = _pain(rest, bare)
    km, said = _distance(text, bare if pain is not None else [], asked, unit)
    minutes = next(
        (
            one.value / 60
            for one in quantities_in(words)
            if one.unit in ("minute", "hour") and not SETTLED.search(words[: one.start][-25:])
        ),
        None,
    )
    return Told(pain, _settled(rest, asked, pain), morning, km, minutes, said)


def _middle(match: re.Match[str]) -> str:
    """Return a range of pain as its middle; other ranges stay."""
    most = float(match["most"])
    told = match["before"] or match["after"] or " or " in match.group()
    if not told or most > MOST_PAIN or (" and " in match.group() and "between" not in match["before"]):
        return match.group()
    return f"{match['before']}{(float(match['least']) + most) / 2:g}{match['after']}"


def _bare(words: str, asked: str) -> list[float]:
    """Return the bare numbers that tell of a run, those of the pain by its own words left out.

    Unasked, a number is taken for pain only beside a distance with its unit.
    """
    rest = _blank(PAIN_IS, _blank(PAIN_FIRST, _blank(OUT_OF_TEN, _blank(CLOCK, without_dates(words)))))
    found = quantities_in(rest)
    if asked != "run" and not any(one.measures == "distance" for one in found):
        return []
    return [
        one.value for one in found if one.measures == "number"
        and not NO_DISTANCE.search(rest[one.end :]) and not NOT_BEFORE.search(rest[: one.start])
    ]  # fmt: skip


def _blank(pattern: re.Pattern[str], words: str) -> str:
    return pattern.sub(lambda match: " " * len(match.group()), words)


def _distance(text: str, bare: Sequence[float], asked: str, unit: str) -> tuple[float | None, str]:
    """Return the kilometres of the run, and the unit that was said; a bare number beside the pain tells them too."""
    words, told, said = amounts(text, "run", unit, NEVER, NEVER)
    if told:
        summed = next((one for one in told[1:] if summed_up(words, one)), None)
        if summed:
            return summed.km, said
        total = told[0].km
        for one, following in pairwise(told):
            if not re.fullmatch(
                r" (?:and|plus|\+|then|there and|out and|out ,) ?(?:a |another )?", words[one.end : following.start]
            ):
                break
            total += following.km
        return total, said
    size = MILE if unit == "mi" else 1.0
    named = OUT_OF_TEN.search(words) or PAIN_IS.search(words) or PAIN_FIRST.search(words) or NO_PAIN.search(words)
    numbers = bare if named or A_LOT.search(words) else bare[:-1]
    return (numbers[0] * size if asked == "run" and numbers else None), said


def _morning(words: str, asked: str) -> tuple[bool | None, str]:
    """Return whether it was no worse next morning, and the words without that part."""
    clauses = re.split(r"[,.;]| but | and (?=(?:the |it |this |next |no |was |fine|ok|sore|worse|stiff))", words)
    at = next((n for n, clause in enumerate(clauses) if MORNING.search(clause)), None)
    if at is not None:
        clause = clauses[at]
        if not (WORSE.search(clause) or NOT_WORSE.search(clause)) and at > 0:
            clause = f"{clauses[at - 1]} {clause}"
        rest = " , ".join(part for n, part in enumerate(clauses) if n != at)
        if NOT_WORSE.search(clause):
            return True, rest if rest.strip() else words
        return (False, rest) if WORSE.search(clause) else (None, words)
    if asked == "morning":
        if NOT_WORSE.search(words) or NO.search(words):
            return True, ""
        if WORSE.search(words) or YES.search(words):
            return False, ""
    return None, words


def _pain(words: str, bare: Sequence[float]) -> float | None:
    """Return the pain, 0 to 10; a number above 10 is returned too, to be asked about."""
    if MORE_THAN.search(words):
        return 3.0
    match = OUT_OF_TEN.search(words) or PAIN_IS.search(words) or PAIN_FIRST.search(words)
    if match:
        return float(match[1])
    if A_LOT.search(words):
        return 5.0
    if re.search(r"\b(?:hardly|barely) (?:any|hurt|noticed|felt)|\bhardly any pain\b", words):
        return 1.0
    if NO_PAIN.search(words):
        return 0.0
    low = [value for value in bare if value <= MOST_PAIN]
    if low:
        return low[-1]
    if re.fullmatch(r"\W*(?:all )?(?:fine|good|great|ok|okay|none|nothing|nil|perfect|no pain|no)\W*", words):
        return 0.0
    return None


def _settled(words: str, asked: str, pain: float | None) -> bool | None:
    if NOT_SETTLED.search(words):
        return False
    if SETTLED.search(words):
        took = next((one.value for one in quantities_in(words) if one.measures == "seconds"), None)
        if took is None and re.search(r"\b(?:an|the) hour\b", words):
            took = 3600.0
        late = re.search(r"\b(?:next|following) (?:day|morning)\b|\bby (?:evening|night|bedtime)\b", words)
        return (took is None or took <= 3600.0) and not late
    if AT_ONCE.search(words) and asked == "run":
        return True
    if asked == "run" and pain is None:
        return True if YES.search(words) else False if NO.search(words) else None
    return None


def chart(notes: Notes, today: date) -> Chart:
    """Return pain run by run under the limit of 2, with the distance beneath each day."""
    runs = notes.diary[-MOST_DRAWN:]
    unit = notes.unit or "km"
    labels = [
        f"{date.fromisoformat(run.day):%-d %b}" + (f"\n{tidy(run.km, unit):g} {unit}" if run.km is not None else "")
        for run in runs
    ]
    above = sum(1 for run in runs if run.pain is not None and run.pain > LIMIT)
    caption = say("diary", "chart_above" if above else "chart", runs=_runs(len(runs)), above=above)
    return Chart(
        "diary",
        say("diary", "chart_title"),
        caption,
        say("diary", "unit"),
        tuple(labels),
        (Series("Pain", BARS, tuple(run.pain for run in runs)), Series("Limit", LINE, (float(LIMIT),) * len(runs))),
    )


def _runs(count: int) -> str:
    return "1 run" if count == 1 else f"{count} runs"


def to_csv(notes: Notes) -> bytes:
    """Return the diary as CSV, a run a row; what was not told is empty."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for run in notes.diary:
        flags = ["" if value is None else "yes" if value else "no" for value in (run.settled, run.morning)]
        numbers = [
            "" if value is None else f"{value:g}" for value in (run.km and round(run.km, 2), run.minutes, run.pain)
        ]
        writer.writerow([run.day, *numbers, *flags, "" if run.stage is None else run.stage + 1])
    return out.getvalue().encode("utf-8")


def reminders(today: date, words: str) -> File:
    """Return the next runs as a calendar file (RFC 5545) that reminds of each, with a day of rest between."""
    text = re.sub(r"([,;\\])", r"\\\1", words)
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Kneewise//coach//EN"]
    for number in range(1, REMINDED + 1):
        day = today + timedelta(days=2 * number - 1)
        lines += [
            "BEGIN:VEVENT", f"UID:kneewise-{day:%Y%m%d}",
            f"DTSTAMP:{today:%Y%m%d}T000000Z", f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
            f"SUMMARY:{text}"[:70], "BEGIN:VALARM", "ACTION:DISPLAY",
            f"DESCRIPTION:{text}"[:70], "TRIGGER:PT8H", "END:VALARM",
            "END:VEVENT",
        ]  # fmt: skip
    return File("next-runs.ics", "text/calendar", "\r\n".join([*lines, "END:VCALENDAR", ""]).encode("utf-8"))


def show(notes: Notes, today: date, export: bool) -> Advice:
    """Return the diary in words and as a chart, and as a file where that is wanted."""
    if not notes.diary:
        return Advice(TOPIC, (say("diary", "empty"),), say("diary", "empty"), notes)
    unit = notes.unit or "km"
    lines = []
    for run in notes.diary[-5:]:
        told = [
            f"pain {run.pain:g} out of 10" if run.pain is not None else "",
            distance(run.km, unit) if run.km is not None else "",
            {True: "no worse next morning", False: "worse next morning", None: ""}[run.morning],
        ]
        lines.append(f"• {date.fromisoformat(run.day):%-d %B}: {', '.join(filter(None, told)) or 'no details'}")
    files = (File(f"running-diary-{today.isoformat()}.csv", "text/csv", to_csv(notes)),) if export else ()
    picture = chart(notes, today)
    return Advice(
        TOPIC,
        (say("diary", "export" if export else "last"), *lines),
        picture.caption,
        notes,
        picture,
        files,
        ("after_diary",),
    )
