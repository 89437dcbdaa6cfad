"""What sounds like danger although nothing dangerous was read: suspicions, from the tuned reader's look at the whole.

A suspicion is the name of a sign or slot. It counts for the level like "not sure" until the user answers.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from bot.nlu.tuned.labels import LEVEL, NOTHING, TRAINED_SIGNS
from bot.nlu.understanding import Understood, understand
from knowledge.levels import EMERGENCY, LEVELS, URGENT, judge, rules
from knowledge.slots import SAFE_ANSWER, SLOTS, SYMPTOMS, UNSURE

# Least shares, chosen on the danger lines kept for development (docs/understanding.md).
EMERGENCY_AT, URGENT_AT = 0.25, 0.6
UNCLEAR_AT = {EMERGENCY: 0.5, URGENT: 0.7}  # where nothing stands out that it could be
SUSPECT_AT = 0.15  # of a slot's worrying answers together, or of a sign, to be named as what sounds like danger
STANDS_OUT_AT = 0.1  # of a worrying answer or a sign; below it there is nothing that the danger could be
BARE_TONE = 0.6  # from which on an emergency by its tone alone is one
FACTS = frozenset({"blood_thinner"})  # never guessed: who takes them says so in words that are read
UNCLEAR = {EMERGENCY: "unclear_emergency", URGENT: "unclear_danger"}


def suspicions(understood: Understood) -> dict[str, float]:
    """Return what to suspect, with how likely it is; nothing where the level read is as grave as it sounds."""
    shares = understood.reading.shares[LEVEL]
    emergency, urgent = shares[EMERGENCY], shares[EMERGENCY] + shares[URGENT]
    sounds = EMERGENCY if emergency >= EMERGENCY_AT else URGENT if urgent >= URGENT_AT else None
    values, signs = told(understood)
    if sounds is None or LEVELS.index(judge(values, signs).level) >= LEVELS.index(sounds):
        return {}
    found: dict[str, float] = {}
    for name, share in sorted(_candidates(understood, values, signs).items(), key=lambda item: -item[1]):
        found[name] = share
        if judge(values, [*signs, *found]).level == sounds:
            # Only what is needed to make it so grave: each suspicion is said to the user.
            needless = [one for one in found if one != name and _grave_without(values, signs, found, one, sounds)]
            return {one: share for one, share in found.items() if one not in needless}
    if sounds == EMERGENCY and emergency < BARE_TONE and not _stands_out(understood):
        # The warning signs are gone through before anybody is sent to hospital.
        return {UNCLEAR[URGENT]: emergency}
    share = emergency if sounds == EMERGENCY else urgent
    return {UNCLEAR[sounds]: share} if share >= UNCLEAR_AT[sounds] else {}


def told(understood: Understood) -> tuple[dict[str, str], list[str]]:
    """Return the slots with their values, and the signs, that were read."""
    values = {finding.slot: finding.value for finding in understood.findings if finding.slot in SLOTS}
    return values, [finding.value for finding in understood.findings if finding.slot == "sign"]


def level_of(text: str) -> str:
    """Return the level of care that `text` deserves by itself."""
    understood = understand(text)
    values, signs = told(understood)
    return judge(values, [*signs, *suspicions(understood)]).level


def _stands_out(understood: Understood) -> bool:
    """Tell whether any danger at all can be named: a worrying answer that could raise the level, or a sign."""
    reading = understood.reading
    worrying = (
        share
        for slot in _grave_slots()
        for value, share in reading.shares[slot].items()
        if value not in (NOTHING, SAFE_ANSWER[slot])
    )
    return max(*worrying, *reading.signs.values()) >= STANDS_OUT_AT


@lru_cache(maxsize=1)
def _grave_slots() -> frozenset[str]:
    """Return the yes/no slots that a rule from urgent on asks for."""
    return frozenset(slot for rule in rules() if rule.level in UNCLEAR for slot in rule.when if slot in SYMPTOMS)


def _candidates(understood: Understood, values: Mapping[str, str], signs: list[str]) -> dict[str, float]:
    reading = understood.reading
    found = {}
    for slot in SYMPTOMS:
        worrying = sum(
            share for value, share in reading.shares[slot].items() if value not in (NOTHING, SAFE_ANSWER[slot])
        )
        if slot not in FACTS and values.get(slot) in (None, UNSURE) and worrying >= SUSPECT_AT:
            found[slot] = worrying
    found |= {
        sign: reading.signs[sign] for sign in TRAINED_SIGNS if sign not in signs and reading.signs[sign] >= SUSPECT_AT
    }
    return found


def _grave_without(
    values: Mapping[str, str], signs: list[str], found: Mapping[str, float], left_out: str, level: str
) -> bool:
    return judge(values, [*signs, *(one for one in found if one != left_out)]).level == level
