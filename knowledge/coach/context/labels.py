"""What the network tells apart: the roles of marks, and the parts of the coach that a message may go to."""

from __future__ import annotations

from collections.abc import Mapping

from knowledge.coach.roles import ALLOWED

ROLES = tuple(sorted({role for roles in ALLOWED.values() for role in roles}))
KINDS = tuple(ALLOWED)
NONE = "none"
PARTS = ("cadence", "mileage", "shoes", "check_in")
ROUTES = (NONE, *PARTS)
# What was asked, or which part a message goes to, in words that the encoder knows.
CONTEXTS: Mapping[str, str] = {
    "": "anything",
    "cadence": "steps a minute",
    "mileage": "weekly distance or goal",
    "shoes": "shoes",
    "check_in": "a run and pain",
    "weekly": "how far this week?",
    "before": "how far the week before?",
    "goal": "what is the goal and when?",
    "due": "when is the goal?",
    "bought": "how old are the shoes?",
    "run": "how was the run?",
}
