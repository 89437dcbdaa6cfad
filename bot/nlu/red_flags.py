"""Rasa component that adds what sounds like danger, in words that no list holds, as entities `sign`."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.danger import suspicions
from bot.nlu.understanding import understand

EXTRACTOR = "RedFlagDetector"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class RedFlagDetector(GraphComponent, EntityExtractorMixin):
    """Adds an entity for every suspicion: it counts for the level until the user answers the question about it."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> RedFlagDetector:
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
        """Add the suspicions to each message's entities."""
        for message in messages:
            text = message.get(TEXT)
            if not text or not text.strip():
                continue
            found = [
                {
                    "entity": "sign",
                    "value": sign,
                    "start": 0,
                    "end": len(text),
                    "extractor": EXTRACTOR,
                    "confidence_entity": round(share, 3),
                }
                for sign, share in suspicions(understand(text)).items()
            ]
            if found:
                message.set(ENTITIES, [*(message.get(ENTITIES) or []), *found], add_to_output=True)
        return messages
