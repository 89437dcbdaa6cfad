"""The intent classifier: one logistic regression an intent over n-grams, averaged with the tuned encoder's shares.

The one knows the words, the other what they mean; on messages by other authors the mean beats both.
Rasa's own LogisticRegressionClassifier takes raw n-gram counts, trains over a minute on them and is no better.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import joblib
import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.featurizers.featurizer import Featurizer
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.linear import OneAgainstRest, Shares, TextFeatures, texts_of
from bot.nlu.tuned.labels import INTENTS
from bot.nlu.tuned.lines import read_messages

FILE = "intents.joblib"
RANKING = "intent_ranking"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class LinearIntentClassifier(IntentClassifier, GraphComponent):
    """Sets the intent, its confidence and the ranking of the others."""

    @classmethod
    def required_components(cls) -> list[type]:
        """Return the components that must come before this one."""
        return [Featurizer]

    @staticmethod
    def required_packages() -> list[str]:
        """Return the packages that must be installed."""
        return ["sklearn"]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the default configuration: by cross-validation on data/nlu."""
        return {"strength": 4.0, "tuned": 0.5, "sharpness": 1.8, "ranking_length": 4}

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        """Start untrained."""
        self._config = config
        self._storage = storage
        self._resource = resource
        self._trained: tuple[TextFeatures, OneAgainstRest] | None = None

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> LinearIntentClassifier:
        """Create an untrained classifier."""
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Train on every example that has an intent."""
        examples = [(example.get(TEXT), str(example.get(INTENT))) for example in training_data.intent_examples]
        # The lines of data/nlu/messages have an intent too, but no form that Rasa reads.
        lines = [(line.text, line.labels[INTENT]) for line in read_messages() if INTENT in line.labels]
        pairs = [(text, intent) for text, intent in [*examples, *lines] if text]
        features = TextFeatures([text for text, _ in pairs])
        rows = features.transform([text for text, _ in pairs])
        self._trained = (
            features,
            OneAgainstRest.of_classes(rows, [intent for _, intent in pairs], self._config["strength"]),
        )
        with self._storage.write_to(self._resource) as folder:
            joblib.dump(self._trained, folder / FILE, compress=3)
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> LinearIntentClassifier:
        """Load a trained classifier from the model."""
        classifier = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            classifier._trained = joblib.load(folder / FILE)
        return classifier

    def process(self, messages: list[Message]) -> list[Message]:
        """Set intent and ranking of each message."""
        told = [message for message in messages if message.get(TEXT)]
        if not told or self._trained is None:
            return messages
        features, model = self._trained
        own = model.probabilities(features.transform(texts_of(told)))
        weight = float(self._config["tuned"])
        for message, row in zip(told, own / own.sum(axis=1, keepdims=True), strict=True):
            tuned = _tuned(message, model.names)
            mean = row if tuned is None else weight * tuned + (1 - weight) * row
            # A mean of two is too modest: what it holds at 0.7 is right nine times in ten (`make eval`).
            shares = mean ** float(self._config["sharpness"])
            shares /= shares.sum()
            ranking: list[dict[str, Any]] = [
                {"name": name, "confidence": float(share)} for name, share in zip(model.names, shares, strict=True)
            ]
            ranking.sort(key=lambda item: -item["confidence"])
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set(RANKING, ranking[: self._config["ranking_length"]], add_to_output=True)
        return messages


def _tuned(message: Message, names: Sequence[str]) -> Shares | None:
    """Return the tuned encoder's shares in the order of `names`; None for a message without words."""
    _, sentence = message.get_dense_features(TEXT)
    if sentence is None:
        return None
    return np.asarray(sentence.features[0][[INTENTS.index(name) for name in names]], dtype=np.float64)
