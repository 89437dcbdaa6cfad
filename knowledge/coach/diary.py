"""The diary: how runs were, as a chart, as CSV to take along, and reminders for the next ones."""

from __future__ import annotations

import csv
import io
import re
from datetime import date, timedelta

from knowledge.coach.advice import Advice, File, distance, say, tidy
from knowledge.coach.charts import BARS, LINE, Chart, Series
from knowledge.coach.notes import Notes

TOPIC = ("training_load",)
LIMIT = 2  # out of 10
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
