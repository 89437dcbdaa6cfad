"""Rasa component that adds the symptoms of a message to its entities."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.symptoms import Finding
from bot.nlu.understanding import understand

EXTRACTOR = "SymptomExtractor"


def as_entity(finding: Finding) -> dict[str, Any]:
    """Return the finding as Rasa's entity dict, `entity` being the slot name or "sign"."""
    return {
        "entity": finding.slot,
        "value": finding.value,
        "start": finding.start,
        "end": finding.end,
        "extractor": EXTRACTOR,
        "reason": finding.reason,
    }


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR], is_trainable=False)
class SymptomExtractor(GraphComponent):
    """Entity extractor over the patterns and the tuned reader; both are loaded once per process."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SymptomExtractor:
        """Create the component; it has no settings of its own."""
        return cls()

    @staticmethod
    def required_packages() -> list[str]:
        """Return the Python packages the component needs."""
        return ["spacy", "yaml", "onnxruntime", "tokenizers"]

    def process(self, messages: list[Message]) -> list[Message]:
        """Append one entity per finding to each message that has text."""
        for message in messages:
            text = message.get(TEXT)
            if not text or not text.strip():
                continue
            found = [as_entity(finding) for finding in understand(text).findings]
            if found:
                message.set(ENTITIES, [*(message.get(ENTITIES) or []), *found], add_to_output=True)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Return the training data untouched: nothing is learned from read symptoms."""
        return training_data
