"""The reply generator: fills what Rasa itself utters, with the block that every turn carries.

Wording comes from `domain.yml` (several wordings of one response: the first, then the next when it is said again) and
from `knowledge/` for advice; the block from the tracker.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from typing import Any

from rasa.core.nlg.generator import NaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from bot.spoken import spoken_now
from bot.tracker_store import FORGOTTEN, FORGOTTEN_IN_DANGER
from knowledge.interview import members
from knowledge.levels import judge
from knowledge.outline import outline
from knowledge.reply import block
from knowledge.safety import safety_text
from knowledge.settings import settings
from knowledge.slots import SLOTS
from knowledge.visits import Visit

Responses = Mapping[str, Sequence[Mapping[str, Any]]]
ASK = "utter_ask_"
# What is said just before the slots are emptied, or the whole conversation is deleted.
FORGETTING = {"utter_restart": "answers", FORGOTTEN: "everything", FORGOTTEN_IN_DANGER: "everything"}
SIDES = {"left": "the left knee", "right": "the right knee"}
KINDS = {"utter_safety": "safety", "utter_safety_again": "safety", "utter_trouble": "refusal"}


class ReplyGenerator(NaturalLanguageGenerator):
    """Generates the text, buttons and block of a response."""

    def __init__(self, endpoint_config: EndpointConfig, domain: Domain) -> None:
        """Start without responses: Rasa gives an empty domain here, and the real one's responses with each call."""
        self._responses: Responses = domain.responses

    async def generate(
        self, utter_action: str, tracker: DialogueStateTracker, output_channel: str, **kwargs: Any
    ) -> dict[str, Any] | None:
        """Return text, buttons and block of `utter_action`; None where there is no such response."""
        self._responses = kwargs.get("domain_responses") or self._responses
        variations = self._responses.get(utter_action)
        if not variations:
            return None
        turn = spoken_now(tracker, utter_action)
        wording = copy.deepcopy(variations[turn % len(variations)])
        forgot = FORGETTING.get(utter_action, "")
        values = {name: None if forgot else tracker.get_slot(name) for name in SLOTS}
        level = tracker.get_slot("level") if _judged(values, tracker) and not forgot else None
        if KINDS.get(utter_action) == "safety":
            return self._safety(utter_action, values, tracker)
        asked = _question(utter_action)
        signs = tracker.get_slot("signs") or []
        slots = members(asked, values, signs, tracker.get_slot("level")) if asked else ()
        text = str(wording["text"]).format_map(_Placeholders(self._dynamic(utter_action, tracker, slots)))
        if slots and turn >= len(variations):
            text = self._once_more(turn // len(variations)) + " " + text
        buttons = [*_group_buttons(asked, slots), *wording.get("buttons", [])]
        kind = "question" if slots else KINDS.get(utter_action, "chat")
        custom = block(kind, values, level=level, slots=slots, speech=_spoken(wording), forgot=forgot)
        return {"text": text, "buttons": buttons, "custom": custom}

    def _safety(self, utter_action: str, values: Mapping[str, Any], tracker: DialogueStateTracker) -> dict[str, Any]:
        judgement = judge(values, tracker.get_slot("signs") or [], at_least=tracker.get_slot("level"))
        text, speech, citations = safety_text(judgement, again=utter_action != "utter_safety")
        custom = block(
            "safety", values, level=judgement.level, topics=judgement.topics, citations=citations, speech=speech
        )
        return {"text": text, "buttons": [], "custom": custom}

    def _dynamic(self, utter_action: str, tracker: DialogueStateTracker, slots: Sequence[str]) -> dict[str, str]:
        """Return the placeholders whose filling depends on the conversation."""
        requested = str(tracker.get_slot("requested_slot") or "")
        question = (self._responses.get(ASK + requested) or [{}])[0]
        why = (question.get("metadata") or {}).get(
            "why", "It helps me see what fits and how soon you should see someone."
        )
        items = "\n".join(f"• {outline().items[slot]['item']}" for slot in slots if slot in outline().items)
        visit = Visit.of(tracker.get_slot("visit"))
        now = float(tracker.latest_message.timestamp) if tracker.latest_message else 0.0
        last = {"ago": visit.ago(now), "last_time": visit.gist()} if visit else {}
        knees = tracker.get_slot("knees") or {}
        knee, other = (SIDES.get(knees.get(key, "")) for key in ("now", "other"))
        sides = {"knee": knee or "the worse one", "other_knee": other or "the other knee"}
        return {"why": str(why), "items": items, **last, **sides}

    def _once_more(self, turn: int) -> str:
        """Return the words that go before a question of which all wordings were used."""
        leads = self._responses["utter_once_more"]
        return str(leads[(turn - 1) % len(leads)]["text"])


class _Placeholders(dict[str, str]):
    """The settings beside the dynamic placeholders; an unknown one stays as it is."""

    def __init__(self, dynamic: Mapping[str, str]) -> None:
        super().__init__({**settings().placeholders(), **dynamic})

    def __missing__(self, key: str) -> str:
        return "{" + key + "}"


def _judged(values: Mapping[str, Any], tracker: DialogueStateTracker) -> bool:
    return bool(
        tracker.get_slot("interview") or tracker.get_slot("signs") or any(v is not None for v in values.values())
    )


def _question(utter_action: str) -> str:
    """Return the slot or group that `utter_action` asks for; empty where it asks for none."""
    name = utter_action[len(ASK) :] if utter_action.startswith(ASK) else ""
    return name if name in SLOTS or name in outline().groups else ""


def _group_buttons(asked: str, slots: Sequence[str]) -> list[dict[str, str]]:
    """Return a button an item of a group: plain words, which are read like typed ones."""
    words = [outline().items[slot]["button"] for slot in slots] if asked in outline().groups else []
    return [{"title": word, "payload": word} for word in words]


def _spoken(wording: Mapping[str, Any]) -> str:
    return str((wording.get("metadata") or {}).get("speech", ""))
