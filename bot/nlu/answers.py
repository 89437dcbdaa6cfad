"""What a message answers to the question put: entities `answer`, `age`, `amount` and `pace`, for the slot asked for.

The intent decides ("afraid so" is affirm). A message that names a symptom answers for that symptom, so there only an
opening yes or no that stands by itself counts: "no, but stairs hurt" answers the question; "no pop" does not.
"""

from __future__ import annotations

import re
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.symptoms import shared_reader
from knowledge.slots import NO, UNSURE, YES

OF_INTENT = {"affirm": YES, "deny": NO, "unsure": UNSURE}
COMMANDS = frozenset({"stop", "start_over"})  # "no, stop asking" answers nothing
BARE = {
    "age": "age_band",
    "amount": "severity",
    "pace": "swelling_fast",
}  # what a message says only where that slot was asked for
TENTHS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
OF_TEN = re.compile(
    rf"^\W*(?:(?:oh|well|um+|about|around|maybe|probably|only|just|like|id|i'?d|say|roughly|its|it'?s|an?)\W+)*"
    rf"(10|[0-9]|{'|'.join(TENTHS)})(?:[ -]?ish)?(?:\W+or so)?(?:\W*(?:/|out of|of)\W*(?:10|ten))?\W*$",
    re.IGNORECASE,
)
MOST_WORDS = 8  # of a bare answer
AGE = re.compile(r"^\W*(under |over )?(\d{1,2})( or (?:over|older|under|younger))?\W*$", re.IGNORECASE)
# A question back is no answer, whatever the classifier takes it for.
ASKING = re.compile(
    r"^\W*(?:(?:and|but|so|ok|okay|well)\W+)*(?:by |for |in |of |to )?(?:how|why|what|which|when|where|who|whose)\b",
    re.I,
)
REQUEST = re.compile(r"^\W*(?:can|could|would|will|please|pls|give|let|do|does|is|are|show|send|tell)\b", re.IGNORECASE)
SURE = 0.6  # least confidence at which the intent alone makes an answer
END = r"(?=\s*(?:$|[,.!;:—–-]|\bbut\b|\bthough\b|\bit\b|\bi\b|\bthat\b|\bthere\b|\band\b|\bjust\b|\bonly\b))"
WORDS = {
    UNSURE: (
        "not (?:really |entirely |quite |too )?sure", "(?:i )?(?:don'?t|dont) know", "dunno", "no idea", "hard to say",
        "can'?t tell", "maybe", "perhaps", "unsure", "idk",
    ),
    YES: (
        "yes", "yeah", "yep", "yup", "yea", "aye", "ya", "sure", "definitely", "absolutely", "correct", "i think so",
        "afraid so", "a bit", "a little", "sometimes", "it does", "it did", "it is", "i can", "i did", "i do",
    ),
    NO: (
        "(?:no|nope|nah|not really)[ ,]+(?:none(?: of (?:those|these|them|that|the above))?|nothing like that)",
        "no", "nope", "nah", "not really", "not at all", "never", "none(?: of (?:those|these|them|that|the above))?",
        "nothing like that", "not that i(?:'ve| have)? noticed", "it does(?:n'?t| not)", "it did(?:n'?t| not)",
        "it is(?:n'?t| not)", "i ca(?:n'?t|nnot)", "i did(?:n'?t| not)",
    ),
}  # fmt: skip
OPENING = {
    value: re.compile(rf"^\W*(?:{'|'.join(words)})\b{'' if value == UNSURE else END}", re.IGNORECASE)
    for value, words in WORDS.items()
}


def answer_of(text: str, intent: str | None, named: bool, confidence: float = 1.0) -> str | None:
    """Return what `text` answers, yes, no or unsure; None where it answers nothing.

    Args:
        text: the message.
        intent: its intent.
        named: whether the message names a symptom itself.
        confidence: that of the intent.
    """
    if intent in COMMANDS and not named and len(text.split()) > 1:
        return None
    opening = next((value for value, pattern in OPENING.items() if pattern.search(text)), None)
    told = named or intent == "report"  # "not really, it came on after a few miles" may name nothing that has a slot
    if opening is not None and (intent in OF_INTENT or told or len(text.split()) <= 4):
        return opening
    if named or confidence < SURE or ASKING.match(text):
        return None
    return OF_INTENT.get(intent or "")


def age_of(text: str) -> str | None:
    """Return the age band of a message that is a bare number: an age, where that was asked for."""
    match = AGE.match(text)
    if match is None:
        return None
    years = int(match.group(2)) + {"under ": -1, "over ": 1}.get((match.group(1) or "").lower(), 0)
    return "under16" if years < 16 else "16to54" if years < 55 else "55plus"


def amount_of(text: str) -> str | None:
    """Return how bad it is by a bare answer: a number of ten (to 3 mild, to 6 moderate), or words as the patterns know.

    The tuned reader, which reads messages without the question, takes "not that bad" for talk.
    """
    match = OF_TEN.match(text)
    if match is not None:
        said = match.group(1).lower()
        number = int(said) if said.isdigit() else TENTHS.index(said) + 1
        return "mild" if number <= 3 else "moderate" if number <= 6 else "severe"
    if len(text.split()) > MOST_WORDS:
        return None
    return next((finding.value for finding in shared_reader().read(text) if finding.slot == "severity"), None)


def pace_of(text: str) -> str | None:
    """Return whether it swelled fast by a bare answer: "straight away", "the next morning", as the patterns know."""
    if len(text.split()) > MOST_WORDS or ASKING.match(text) or REQUEST.match(text):
        return None
    found = shared_reader().read(f"it swelled up {text}")
    return next((finding.value for finding in found if finding.slot == "swelling_fast"), None)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class AnswerReader(GraphComponent, EntityExtractorMixin):
    """Adds the entities `answer`, `age`, `amount` and `pace`; the slot that was asked for takes them."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> AnswerReader:
        """Create the component."""
        return cls()

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Leave the training data as it is."""
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the entity to each message that answers."""
        for message in messages:
            text = message.get(TEXT) or ""
            entities = list(message.get(ENTITIES, []))
            intent = message.get(INTENT) or {}
            value = answer_of(text, intent.get("name"), bool(entities), float(intent.get("confidence") or 0.0))
            bare = {"answer": value, "age": age_of(text), "amount": amount_of(text), "pace": pace_of(text)}
            for entity, said in bare.items():
                if said is not None:
                    span = {"start": 0, "end": len(text), "extractor": "AnswerReader"}
                    entities.append({"entity": entity, "value": said, **span})
            message.set(ENTITIES, entities, add_to_output=True)
        return messages
