"""Two knees in one message: which clause tells of which, and which knee is the worse.

"The left is swollen, the right is only stiff" must not become one knee that is swollen and stiff. Each side is read
alone, and the entities of the message are those of the graver side, with an entity `side` that names both. What was
told of the other one goes with it as `of_other_knee`, "slot=value" each.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.danger import told
from bot.nlu.understanding import understand
from knowledge.levels import LEVELS, judge
from knowledge.slots import SAFE_ANSWER, YES

ENTITY, HELD = "side", "of_other_knee"
LEFT, RIGHT, ONE, OTHER = "left", "right", "one", "other"
OPPOSITE = {LEFT: RIGHT, RIGHT: LEFT}
PAIRS = ({LEFT, RIGHT}, {ONE, OTHER})
# Told of the person, not of a knee: kept whichever clause tells it.
OF_THE_PERSON = frozenset({"age_band", "blood_thinner", "load_increase", "breathless_or_chest_pain"})
SIGNS_OF_A_KNEE = frozenset({"hot_red_knee", "kneecap_out", "kneecap_back", "locked_stuck", "big_swelling"})
OWNERS = r"(?:the|my|his|her|their|our)"
KNEE = r"(?:knees?|one|leg)"
DOES = (
    r"(?:is|isn'?t|was|wasn'?t|has|hasn'?t|had|does|doesn'?t|did|didn'?t|can'?t|won'?t|just|only|also|still|really|too"
    r"|hurts?|aches?|feels?|looks?|locks?|clicks?|pops?|popped|gives?|gave|keeps?|seems?|swells?|swelled|got|gets)"
)
JOINS = r"(?:and|but|while|when|after|since|if|than|where|with|as)"
ENDS = rf"(?=\s*(?:$|[,.;:!?)])|'s\b|\s+(?:{DOES}|{JOINS})\b)"  # what may follow "the right", where that is a knee
FILLER = r"(?!\s+(?:so|it|its|it's|i|i'm|my|the|then|well|ok|okay|and|but|this|that|there|we|you)\b)"  # "right, so ..."
NOT_A_KNEE = (
    r"(?!\s+(?:now|away|after|before|side|behind|in|on|at|below|above|under|where|from|over|off|calf|foot|ankle|hip"
    r"|shoe)\b)"
)
MENTION = re.compile(
    rf"\b(?:{OWNERS}|on|in)\s+(?P<a>left|right|other)\b(?:\s+{KNEE}\b|{ENDS})"
    rf"|\b(?P<b>left|right|other)\s+{KNEE}\b"
    rf"|^\W*(?:(?:and|but|while|whereas)\s+)?(?P<c>left|right)(?:\s*[:=-]|{NOT_A_KNEE}{FILLER}\s+\w)"
    rf"|(?<!this )(?<!that )(?<!which )\b(?P<d>one)\s+(?:knee|of them|{DOES})\b",
    re.IGNORECASE,
)
COMPARED = re.compile(r"\b(?:than|to|with|unlike|like|as)\s+(?:\w+\s+)?$", re.IGNORECASE)
CLAUSE = re.compile(
    r"[^,;:.!?\n]+?(?=\s+(?:and|but|while|whereas|though|although)\s|[,;:.!?\n]|$)[,;:.!?\n]*", re.IGNORECASE
)
BY_THE_PERSON = re.compile(
    r"^\W*(?:(?:and|but)\s+)?(?:i|i'm|i've|we|he|she|they)\b(?!.*\b(?:it|that)\b)", re.IGNORECASE
)
SORE = re.compile(
    r"(?<!n't )(?<!not )(?<!no )(?<!never )\b(?:hurt|sore|pain|ach|bad|twing|niggl|click|tender|bother)\w*",
    re.IGNORECASE,
)
BOTH = re.compile(r"\bboth\b", re.IGNORECASE)
SENTENCE_END = re.compile(r"[.!?\n]\s*$")


@dataclass(frozen=True)
class Reading:
    """What is read of the clauses on one knee."""

    values: dict[str, str]
    signs: tuple[str, ...]

    @property
    def weight(self) -> tuple[int, bool, int]:
        """Return how grave it is: by the level that it deserves, by swelling, then by how many things are wrong."""
        level = LEVELS.index(judge(self.values, self.signs).level)
        wrong = sum(value != SAFE_ANSWER.get(slot) for slot, value in self.values.items()) + len(self.signs)
        return level, self.values.get("swelling") == YES, wrong


def read(text: str) -> Reading:
    """Read `text`, without suspicions: a part of a message sounds otherwise than the whole."""
    values, signs = told(understand(text)) if re.search(r"\w", text) else ({}, [])
    return Reading(values, tuple(signs))


def sides_of(text: str) -> list[tuple[str | None, int, int]]:
    """Return the clauses of `text` with the knee that each tells of, None for both or neither, and their places.

    A clause that names none goes on about the knee of the clause before it in the same sentence.
    """
    clauses: list[tuple[str | None, int, int]] = []
    current: str | None = None
    named: list[str] = []
    for match in CLAUSE.finditer(text):
        clause = match.group()
        mentions = [m for m in MENTION.finditer(clause) if not COMPARED.search(clause[: m.start()])]
        found = {(m["a"] or m["b"] or m["c"] or m["d"]).lower() for m in mentions}
        side = found.pop() if len(found) == 1 and not BOTH.search(clause) else None
        side = OPPOSITE.get(named[0], OTHER) if side == OTHER and named else side
        if mentions or BOTH.search(clause):
            current = side
        named += [side] if side else []
        clauses.append((None if BY_THE_PERSON.search(clause) and not side else current, match.start(), match.end()))
        if SENTENCE_END.search(clause):
            current = None
    return clauses


def only(text: str, clauses: Iterable[tuple[str | None, int, int]], side: str | None) -> str:
    """Return `text` with blanks for the clauses that tell of another knee than `side`, so that places stay."""
    for of, start, end in clauses:
        if of not in (None, side):
            text = text[:start] + " " * (end - start) + text[end:]
    return text


def sided(text: str, entities: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the entities with `side`: the knee that is spoken of, or "left>right" where both have complaints.

    Of two knees only what is told of the graver one stays. What is denied of one does not count for the other.
    """
    clauses = sides_of(text)
    named = list(dict.fromkeys(side for side, _, _ in clauses if side is not None))
    if set(named) not in PAIRS:
        return [*entities, _entity(ENTITY, named[0], text)] if len(named) == 1 and named[0] in OPPOSITE else entities
    own = {side: " ".join(text[start:end] for of, start, end in clauses if of == side) for side in named}
    alone = {side: read(part) for side, part in own.items()}
    first, other = sorted(named, key=lambda side: tuple(-part for part in alone[side].weight))
    complaint = alone[other].weight[-1] > 0 or SORE.search(own[other])
    if alone[first].values != alone[other].values:
        entities = _of_one(text, entities, read(only(text, clauses, first)))
    if not complaint:
        return [*entities, _entity(ENTITY, first, text)]
    held = [_entity(HELD, f"{slot}={value}", text) for slot, value in alone[other].values.items()]
    return [*entities, _entity(ENTITY, f"{first}>{other}", text), *held]


def _of_one(text: str, entities: list[dict[str, Any]], reading: Reading) -> list[dict[str, Any]]:
    """Return what `reading` found, and what else the whole message tells of the person or makes suspect."""
    found = {*reading.values.items(), *(("sign", sign) for sign in reading.signs)}
    kept = [
        one
        for one in entities
        if (one["entity"], one["value"]) in found
        or one["entity"] in OF_THE_PERSON
        or (one["entity"] == "sign" and one["value"] not in SIGNS_OF_A_KNEE)
    ]
    have = {(one["entity"], one["value"]) for one in kept}
    return [*kept, *(_entity(slot, value, text) for slot, value in sorted(found - have))]


def _entity(name: str, value: str, text: str) -> dict[str, Any]:
    return {"entity": name, "value": value, "start": 0, "end": len(text), "extractor": "SideReader"}


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class SideReader(GraphComponent, EntityExtractorMixin):
    """Leaves the entities of one knee where a message tells of two, and adds the entity `side`."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SideReader:
        """Create the component; it has no settings of its own."""
        return cls()

    @staticmethod
    def required_packages() -> list[str]:
        """Return the packages that must be installed."""
        return ["onnxruntime", "tokenizers"]

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Leave the training data as it is."""
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Sort the entities of each message that names a side."""
        for message in messages:
            text = message.get(TEXT) or ""
            message.set(ENTITIES, sided(text, list(message.get(ENTITIES) or [])), add_to_output=True)
        return messages
