"""The symptom slots, their values, and the words for them: what every part agrees on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

YES, NO, UNSURE = "yes", "no", "unsure"
SYMPTOMS = (
    "pop", "swelling", "swelling_fast", "outer_tightness", "stairs_pain", "can_bear_weight", "twist_or_fall",
    "load_increase", "pain_after_sitting", "pain_bending", "stiffness", "instability", "locking", "fever_or_hot_red",
    "numb_or_cold", "calf_swelling", "deformity", "cannot_straighten", "night_or_rest_pain",
    "breathless_or_chest_pain", "crack", "cannot_lift_leg", "blood_thinner", "hip_or_groin_pain",
)  # fmt: skip
CHOICES: Mapping[str, tuple[str, ...]] = {
    "location": ("outer", "inner", "front", "below_kneecap", "above_kneecap", "behind", "all_over"),
    "severity": ("mild", "moderate", "severe"),
    "duration": ("today", "days", "weeks", "months"),
    "age_band": ("under16", "16to54", "55plus"),
}
SLOTS = (*SYMPTOMS, *CHOICES)
# Said of the person, with no slot of their own: they stay in the list slot `signs`.
SIGNS = (
    "fever", "hot_red_knee", "kneecap_out", "kneecap_back", "bleeding_or_bone", "compartment", "wound", "locked_stuck",
    "big_swelling", "cancer_or_weight_loss", "suicidal", "other_emergency", "unclear_danger", "unclear_emergency",
)  # fmt: skip
# A sign is taken back by denying the slot it belongs to.
SIGN_OF_SLOT = {
    "fever": "fever_or_hot_red", "hot_red_knee": "fever_or_hot_red", "locked_stuck": "locking",
    "kneecap_out": "deformity", "big_swelling": "swelling",
}  # fmt: skip
SAFE_ANSWER = {slot: YES if slot == "can_bear_weight" else NO for slot in SYMPTOMS}  # the answer that worries least


def known_of(values: Mapping[str, Any]) -> dict[str, str]:
    """Return the slots that are known, in the order of `SLOTS`; the block key `known`."""
    return {slot: str(values[slot]) for slot in SLOTS if values.get(slot) is not None}


def possible(slot: str) -> tuple[str, ...]:
    """Return every value that `slot` may take."""
    return CHOICES.get(slot, (YES, NO, UNSURE))


def answer_of(value: object) -> str:
    """Return a value of a YAML file as an answer: YAML reads a bare yes as true."""
    return {True: YES, False: NO}[value] if isinstance(value, bool) else str(value)


def unknown_slots(names: Iterable[str]) -> list[str]:
    """Return those of `names` that are no slots and no signs."""
    return [name for name in names if name not in SLOTS and name not in SIGNS]
