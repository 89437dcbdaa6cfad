"""What a message merely supposes ("what if it had popped?"): the entities `supposed`, each "slot=value".

The clause behind "what if" reads like a report by itself, so it is read alone. What the reader took for told in the
whole message, but not outside the clause, is marked as supposed only; `bot/turn.py` leaves it out of account.
"""

from __future__ import annotations

import re
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

from bot.nlu.danger import suspicions, told
from bot.nlu.understanding import understand
from knowledge.requests import requests, words_of
from knowledge.slots import NO, SAFE_ANSWER, SIGN_OF_SLOT, YES

REQUEST, ENTITY, MARK = "what_if", "supposed", "only_supposed"
WITH = frozenset({"with", "without"})  # belong to the clause
LEADS = WITH | frozenset({"and", "but", "so", "or", "ok", "okay", "then", "hm", "if"})  # suppose when asked
ANSWER = "answer"  # "what if it is?" supposes an answer to the question put
ASKS = r"(?:and )?(?:would|what|how|does|should|is|will) (?:that|it|you|your|would|i|change)\b"
ASIDE = r",\s*(?:is|are|does|do|should|could|can|how|what|would|who|where|when|why|must|will)\b"
END = re.compile(rf"[?!;.\n]|,?\s+(?:then what|{ASKS})|{ASIDE}", re.IGNORECASE)
DENIES = re.compile(r"n'?t\b|\b(?:no|not|none|never|nothing|without|neither|nor|gone|stops?|stopped)\b", re.IGNORECASE)
# "If he had a fever" is no past: read as one, it would be over.
PAST = {"had": "has", "hadn't": "hasn't", "was": "is", "wasn't": "isn't", "were": "are", "weren't": "aren't"}
BACKSHIFT = re.compile(rf"\b(?:{'|'.join(PAST)})(?![\w'])|(?<=[Ii])'d(?= (?:been|had|got)\b)", re.IGNORECASE)
IT = r"(?:it|that|there|i|they|the answer|my answer)"
DOES = r"(?:'s| had been| were| was| is| did| does| do| can| could| has| have| had)"
BARE = re.compile(rf"^\W*(?:{IT}{DOES}?|yes|no|not)(?P<no>\s*n'?t| not| no)?(?: yes)?\W*$", re.IGNORECASE)


@dataclass(frozen=True)
class Supposition:
    """What is supposed, "slot=value" each, and where that stands in the text."""

    values: tuple[str, ...]
    start: int
    end: int

    def rest(self, text: str) -> str:
        """Return `text` with blanks for what is supposed, so that places stay."""
        return text[: self.start] + " " * (self.end - self.start) + text[self.end :]


def as_present(clause: str) -> str:
    """Return a supposed clause in the present: "he had a fever" as "he has a fever"."""
    return BACKSHIFT.sub(lambda word: PAST.get(word[0].lower(), "'ve"), clause)


def supposition(text: str) -> Supposition | None:
    """Return what `text` supposes; None where it supposes nothing that a slot or sign could hold."""
    place = requests()[REQUEST].place(text)
    if place is None:
        return None
    start, opened = place
    opening = [word for word, _, _ in words_of(text[start:opened])]
    if opening[-1] in WITH:
        opened -= len(opening[-1])
    ends = END.search(text, opened)
    end = ends.start() if ends else len(text)
    if LEADS.issuperset(opening) and not re.search(r"^\W*\?|\bwould\b", text[end:]):
        return None  # "if it hurts, I stop"; "and with swelling"; "if it is swollen, is that bad?"
    clause = text[opened:end]
    values, signs = told(understand(as_present(clause))) if clause.strip() else ({}, [])
    if not DENIES.search(clause):
        values = {slot: YES if value == NO == SAFE_ANSWER.get(slot) else value for slot, value in values.items()}
    beside = {SIGN_OF_SLOT[sign] for sign in signs if sign in SIGN_OF_SLOT}  # a sign says more than "no" to its slot
    found = [f"{slot}={value}" for slot, value in values.items() if not (value == NO and slot in beside)]
    found += [f"{sign}={YES}" for sign in signs if sign in SIGN_OF_SLOT]
    if not found and (bare := BARE.match(clause)):
        denied = bare["no"] or clause.strip().lower() in (NO, "not")
        found = [f"{ANSWER}={NO if denied else YES}"]
    return Supposition(tuple(found), start, end) if found else None


def marked(text: str, entities: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the entities with what is supposed, and with a mark on those that nothing outside the clause tells."""
    supposed = supposition(text)
    if supposed is None:
        return entities
    really: set[tuple[str, str]] = set()
    if re.search(r"\w", rest := supposed.rest(text)):
        understood = understand(rest)
        values, signs = told(understood)
        really = {*values.items(), *(("sign", sign) for sign in [*signs, *suspicions(understood)])}
    kept = [one if (one["entity"], one["value"]) in really else {**one, MARK: True} for one in entities]
    place = {"start": supposed.start, "end": supposed.end, "extractor": "SuppositionReader"}
    return [*kept, *({"entity": ENTITY, "value": value, **place} for value in supposed.values)]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class SuppositionReader(GraphComponent, EntityExtractorMixin):
    """Adds the entities `supposed`."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SuppositionReader:
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
        """Mark and add entities in each message that supposes something."""
        for message in messages:
            text = message.get(TEXT) or ""
            message.set(ENTITIES, marked(text, list(message.get(ENTITIES) or [])), add_to_output=True)
        return messages
