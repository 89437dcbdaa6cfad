"""What the tuned reader decides: groups of labels that exclude each other, and the signs, which do not."""

from __future__ import annotations

from collections.abc import Mapping

from knowledge.levels import EMERGENCY, URGENT
from knowledge.slots import SIGNS, SLOTS, possible

NOTHING = "-"  # the slot is not spoken of; nothing to escalate
INTENTS = (
    "affirm", "deny", "unsure", "greet", "goodbye", "thank", "stop", "start_over", "ask_help", "ask_identity",
    "ask_person", "ask_reason", "frustrated", "chitchat", "out_of_scope", "ask", "ask_advice", "report",
    "report_and_ask",
)  # fmt: skip
LEVEL, INTENT = "level", "intent"
# Group -> its labels, in the order of the network's outputs.
GROUPS: Mapping[str, tuple[str, ...]] = {
    **{slot: (NOTHING, *possible(slot)) for slot in SLOTS},
    LEVEL: (NOTHING, URGENT, EMERGENCY),
    INTENT: INTENTS,
}
# Signs that are trained by name; "unclear" ones are conclusions of the reader itself.
TRAINED_SIGNS = tuple(sign for sign in SIGNS if not sign.startswith("unclear"))
