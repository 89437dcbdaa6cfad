"""Every sentence of advice of the coach in its written form, with where it stands."""

from __future__ import annotations

import re

from knowledge.coach import back_to_running, strength
from knowledge.coach.advice import words
from knowledge.passages import sentences

NO_ADVICE = re.compile(
    r"\?$|:$|just tell me which\.$|^(?:No training plan|Here is your diary|There is no run|Tell me"
    r"|First the questions on your knee|So far"
    r"|Come back then|I make no plan|That run kept|Noted|Before a plan|You are at)"
)
FRAGMENTS = frozenset(
    {
        "unit",
        "chart",
        "chart_title",
        "chart_one",
        "chart_above",
        "intervals",
        "for",
        "times",
        "all_running",
        "now",
        "calendar_run",
    }
)


def advice_of_the_coach() -> list[tuple[str, str]]:
    """Return each sentence with its place; questions, captions and what is only spoken give no advice."""
    texts = [
        (f"{section}.{name}", str(text))
        for section, rows in words().items()
        if section not in ("buttons", "cues", "beside")
        for name, text in rows.items()
        if "spoken" not in name and name not in FRAGMENTS and not str(text).endswith("?") and name != "since_when"
    ]
    texts += [
        (f"cues.{name}.{key}", str(row[key])) for name, row in words()["cues"].items() for key in ("try", "evidence")
    ]
    texts += [(f"causes.{name}", str(row["note"])) for name, row in back_to_running.table()["causes"].items()]
    rows = strength.table()["exercises"].items()
    texts += [(f"exercises.{name}.{key}", str(row[key])) for name, row in rows for key in ("how", "much")]
    found = [(where, sentence) for where, text in texts for sentence in sentences(text)]
    return [(where, sentence) for where, sentence in found if not NO_ADVICE.search(sentence)]
