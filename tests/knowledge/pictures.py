"""Somebody who is well, what worries on top of that, and which level it needs: by hand from the guidance."""

from __future__ import annotations

from typing import Any

from knowledge.levels import EMERGENCY, LEVELS, ROUTINE, SELF_CARE, URGENT
from knowledge.slots import NO, SAFE_ANSWER, SYMPTOMS, YES

Values = dict[str, Any]
WELL: Values = {**SAFE_ANSWER, "location": "front", "severity": "mild", "duration": "weeks", "age_band": "16to54"}
WORSE = {slot: NO if slot == "can_bear_weight" else YES for slot in SYMPTOMS}


def rank(level: str) -> int:
    """Return how grave a level is."""
    return LEVELS.index(level)


# By hand from the guidance, not from the rules: what alone, on top of a knee that is well otherwise, needs which level.
ALONE: list[tuple[str, Values, tuple[str, ...], str]] = [
    ("changed shape", {"deformity": YES}, (), EMERGENCY),
    ("bone or heavy bleeding", {}, ("bleeding_or_bone",), EMERGENCY),
    ("crack at an injury", {"crack": YES, "twist_or_fall": YES}, (), EMERGENCY),
    ("crack, injury not asked", {"crack": YES, "twist_or_fall": None}, (), EMERGENCY),
    ("numb or cold foot", {"numb_or_cold": YES}, (), EMERGENCY),
    ("tight leg, growing pain", {}, ("compartment",), EMERGENCY),
    ("no four steps after an injury", {"can_bear_weight": NO, "twist_or_fall": YES}, (), EMERGENCY),
    ("no four steps, injury not asked", {"can_bear_weight": NO, "twist_or_fall": None}, (), EMERGENCY),
    ("kneecap out", {}, ("kneecap_out",), EMERGENCY),
    ("pop and fast swelling", {"pop": YES, "swelling": YES, "swelling_fast": YES}, (), EMERGENCY),
    ("fast swelling after an injury", {"swelling": YES, "swelling_fast": YES, "twist_or_fall": YES}, (), EMERGENCY),
    ("cannot lift the straight leg", {"cannot_lift_leg": YES}, (), EMERGENCY),
    ("stuck since an injury", {"locking": YES, "twist_or_fall": YES}, ("locked_stuck",), EMERGENCY),
    ("hot, red and fever", {"fever_or_hot_red": YES}, ("fever", "hot_red_knee"), EMERGENCY),
    ("swollen and fever", {"fever_or_hot_red": YES, "swelling": YES}, ("fever",), EMERGENCY),
    ("hot, red and hardly moves", {"fever_or_hot_red": YES, "cannot_straighten": YES}, ("hot_red_knee",), EMERGENCY),
    ("hot, red and very painful", {"fever_or_hot_red": YES, "severity": "severe"}, ("hot_red_knee",), EMERGENCY),
    ("hot, red and badly swollen", {"fever_or_hot_red": YES}, ("hot_red_knee", "big_swelling"), EMERGENCY),
    ("breathless or chest pain", {"breathless_or_chest_pain": YES}, (), EMERGENCY),
    ("calf and chest", {"breathless_or_chest_pain": YES, "calf_swelling": YES}, (), EMERGENCY),
    ("blood thinner, knee fills", {"blood_thinner": YES, "swelling": YES, "twist_or_fall": YES}, (), EMERGENCY),
    ("wants to die", {}, ("suicidal",), EMERGENCY),
    ("another emergency", {}, ("other_emergency",), EMERGENCY),
    ("sounds like an emergency", {}, ("unclear_emergency",), EMERGENCY),
    ("swollen calf", {"calf_swelling": YES}, (), URGENT),
    ("pop at the injury", {"pop": YES, "twist_or_fall": YES}, (), URGENT),
    ("gives way after an injury", {"instability": YES, "twist_or_fall": YES}, (), URGENT),
    ("gives way since days", {"instability": YES, "duration": "days"}, (), URGENT),
    ("locks since an injury", {"locking": YES, "twist_or_fall": YES}, (), URGENT),
    ("locks since today", {"locking": YES, "duration": "today"}, (), URGENT),
    ("stuck without injury", {"locking": YES}, ("locked_stuck",), URGENT),
    ("kneecap slid back", {}, ("kneecap_back",), URGENT),
    ("cannot straighten or bend", {"cannot_straighten": YES}, (), URGENT),
    ("cannot stand, no injury", {"can_bear_weight": NO}, (), URGENT),
    ("badly swollen", {"swelling": YES}, ("big_swelling",), URGENT),
    ("very painful and swollen", {"severity": "severe", "swelling": YES}, (), URGENT),
    ("fast swelling, no injury", {"swelling": YES, "swelling_fast": YES}, (), URGENT),
    ("hot or red, well", {"fever_or_hot_red": YES}, (), URGENT),
    ("broken skin", {}, ("wound",), URGENT),
    ("pain at night", {"night_or_rest_pain": YES}, (), URGENT),
    ("hip or groin", {"hip_or_groin_pain": YES}, (), URGENT),
    ("weight loss, lump, cancer", {}, ("cancer_or_weight_loss",), URGENT),
    ("sounds like danger after an injury", {"twist_or_fall": YES, "pop": None}, ("unclear_danger",), URGENT),
    ("injury from 55 on", {"twist_or_fall": YES, "age_band": "55plus", "duration": "today"}, (), URGENT),
    ("blood thinner and injury", {"blood_thinner": YES, "twist_or_fall": YES}, (), URGENT),
    ("gives way at times", {"instability": YES, "duration": "months"}, (), ROUTINE),
    ("catches at times", {"locking": YES}, (), ROUTINE),
    ("swelling that stays", {"swelling": YES}, (), ROUTINE),
    ("severe pain", {"severity": "severe"}, (), ROUTINE),
    ("for months", {"duration": "months"}, (), ROUTINE),
    ("child", {"age_band": "under16"}, (), ROUTINE),
    ("injury not settled after weeks", {"twist_or_fall": YES}, (), ROUTINE),
    ("nothing at all", {}, (), SELF_CARE),
    ("sounded like danger, all denied", {}, ("unclear_danger",), SELF_CARE),
    ("clicks without injury", {"pop": YES}, (), SELF_CARE),
    ("crack without injury", {"crack": YES}, (), SELF_CARE),
    ("outer pain with more miles", {"outer_tightness": YES, "load_increase": YES, "location": "outer"}, (), SELF_CARE),
    ("front pain on stairs", {"stairs_pain": YES, "pain_after_sitting": YES, "pain_bending": YES}, (), SELF_CARE),
    ("stiff", {"stiffness": YES}, (), SELF_CARE),
    ("blood thinner alone", {"blood_thinner": YES}, (), SELF_CARE),
]  # fmt: skip
