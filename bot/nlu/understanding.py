"""What a message says: the patterns' findings and the tuned reader's, weighed against each other.

The patterns are precise where they know the words; the tuned reader knows what people mean by words nobody listed.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from bot.nlu.symptoms import Finding, shared_reader
from bot.nlu.tuned.labels import GROUPS, LEVEL, NOTHING, TRAINED_SIGNS
from bot.nlu.tuned.reader import Reading, tuned_reading
from knowledge.levels import EMERGENCY, judge
from knowledge.requests import requested
from knowledge.slots import SLOTS, YES

# In units of log-probability, chosen on `evaluation/data` authors kept for development (docs/understanding.md).
TRUST = 1.5  # what a pattern's finding adds to the value it found
# The same for what is certain: "under 16" and "for 10 weeks" are arithmetic, which the network only guesses; "low down
# at the front" is below the kneecap, where it sees the front alone.
CERTAIN = {
    "age_band": (re.compile(r"\b(?:under|below|over|above) \d"), 5.0),
    "location": (re.compile(r"below_kneecap: .*\bfront\b"), 15.0),
    "duration": (re.compile(r"months: .*\b(?:weeks|wks)\b|weeks: (?:an?|1|one) month\b"), 5.0),
}
DOUBT = 1.0  # what the patterns' silence takes from every value
# Least share where no pattern agrees: it would decide the level, and is asked anyway.
SURE_OF = {"severity": 0.8, "fever_or_hot_red": 0.95}
LEAST = 1e-6
# Least share for a sign that the patterns found, a lesser one where it is an emergency, and for one they did not find.
SIGN_AGREED, GRAVE_AGREED, SIGN_ALONE = 0.1, 0.02, 0.9
GRAVE = frozenset(sign for sign in TRAINED_SIGNS if judge({}, (sign,)).level == EMERGENCY)
RECENT = 256
# "How sure can you be without seeing it?" is about us, and no danger, whatever the network takes it for.
ABOUT_US = ("certainty",)  # of `knowledge.requests`
ABOUT_ONESELF = re.compile(r"\b(?:i|im|my|myself|he|his|she|her|they)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Understood:
    """A message read: its findings, by place, and what the tuned reader made of it as a whole."""

    findings: tuple[Finding, ...]
    reading: Reading


@lru_cache(maxsize=RECENT)
def understand(text: str) -> Understood:
    """Return what `text` says; several components ask for the same message."""
    reading = tuned_reading(text)
    if not ABOUT_ONESELF.search(text) and requested(text, ABOUT_US):
        level = {name: float(name == NOTHING) for name in GROUPS[LEVEL]}
        reading = replace(reading, shares={**reading.shares, LEVEL: level}, signs=dict.fromkeys(reading.signs, 0.0))
    return Understood(tuple(with_pace(weigh(shared_reader().read(text), reading))), reading)


def weigh(found: Sequence[Finding], reading: Reading) -> list[Finding]:
    """Return one finding a slot and sign, by place: what patterns and tuned reader together hold most likely."""
    by_slot = {finding.slot: finding for finding in found if finding.slot != "sign"}
    kept = [finding for slot in SLOTS if (finding := _slot(slot, by_slot.get(slot), reading)) is not None]
    signs = {finding.value: finding for finding in found if finding.slot == "sign"}
    for sign, share in reading.signs.items():
        if sign in signs and share >= (GRAVE_AGREED if sign in GRAVE else SIGN_AGREED):
            kept.append(signs[sign])
        elif share >= SIGN_ALONE:
            kept.append(Finding("sign", sign, 0, 0, f"tuned: {share:.2f}"))
    return sorted(kept, key=lambda finding: (finding.start, finding.end, finding.slot))


def _slot(slot: str, pattern: Finding | None, reading: Reading) -> Finding | None:
    shares = reading.shares[slot]
    scores = {value: math.log(max(shares[value], LEAST)) for value in GROUPS[slot]}
    if pattern is None:
        scores[NOTHING] += DOUBT
    else:
        certain, trust = CERTAIN.get(slot, (None, TRUST))
        scores[pattern.value] += trust if certain and certain.search(pattern.reason) else TRUST
    value = max(scores, key=scores.__getitem__)
    if value == NOTHING:
        return None
    if pattern is not None and pattern.value == value:
        return pattern
    if pattern is None and shares[value] < SURE_OF.get(slot, 0.0):
        return None
    start, end = reading.spans[slot]
    return Finding(slot, value, start, end, f"tuned: {shares[value]:.2f}")


def with_pace(findings: Sequence[Finding]) -> list[Finding]:
    """Return the findings with `swelling` where only its pace was read: what swelled fast is swollen."""
    slots = {finding.slot for finding in findings}
    pace = [finding for finding in findings if finding.slot == "swelling_fast" and finding.value == YES]
    implied = [Finding("swelling", YES, one.start, one.end, "pace of swelling") for one in pace]
    return [*findings, *([] if "swelling" in slots else implied)]
