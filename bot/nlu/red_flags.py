"""A trained reader of danger signs, for words that no lexicon holds.

One logistic regression a sign, and one for danger as a whole, over the encoder's vector and n-grams: on the messages
of `data/nlu/red_flags*.yml`, their harmless look-alikes (`metadata: {signs: [...]}`) and the small talk. It adds what
the symptom reader could not read. It takes back a grave reading only where the message as a whole is almost surely
harmless ("my watch locked up").
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import joblib
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.nlu.featurizers.featurizer import Featurizer
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.linear import OneAgainstRest, TextFeatures, texts_of, vectors_of
from knowledge.encoder import encoder
from knowledge.levels import EMERGENCY
from knowledge.slots import NO, SAFE_ANSWER, SYMPTOMS

FILE = "red_flags.joblib"
DANGER = "danger"  # the label of every message with a sign, and of those that are an emergency:
FACTS = frozenset({"blood_thinner"})  # never guessed: who takes them says so in words that the reader knows
PLAIN = frozenset({"pop", "swelling_fast", "cannot_bear_weight"})  # go together with others, and are said plainly
UNCLEAR = frozenset({"unclear_danger", "unclear_emergency"})
HARMLESS_INTENTS = frozenset({
    "ask", "ask_advice", "ask_help", "ask_identity", "ask_person", "ask_reason", "chitchat", "greet", "goodbye",
    "thank", "stop", "start_over", "affirm", "deny", "unsure", "frustrated",
})  # fmt: skip  # their examples without labels count as harmless; those of reports and of what is not ours do not
GRAVE = frozenset({
    "numb_or_cold", "deformity", "crack", "cannot_lift_leg", "breathless_or_chest_pain", "calf_swelling",
    "fever_or_hot_red", "night_or_rest_pain", "hip_or_groin_pain", "cannot_straighten", "sign",
})  # fmt: skip  # readings that count for little but the level
TELLING = GRAVE - {"sign"} | {"pop", "swelling", "swelling_fast", "can_bear_weight", "instability", "locking"}
SLOT_OF = {"cannot_bear_weight": "can_bear_weight"}  # labels that are named otherwise than their slot
SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n\s*\n")
LONG = 12  # words above which each sentence is read by itself too: a sign can be buried in a story


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class RedFlagDetector(GraphComponent, EntityExtractorMixin):
    """Adds an entity for every danger sign that is likely and was not read already.

    What it adds is a suspicion, the entity `sign` with the name of a sign or slot: it counts for the level until the
    user answers the question about it. A sign counts from probability `sign` on, those that are `PLAIN` from `plain`
    on, if danger has at least `danger`; from danger `sure` on, danger counts even where no sign stands out. Below
    danger `harmless`, grave readings are dropped. `python -m evaluation.danger` prints how much that finds, and how
    many look-alikes it alarms, for authors that it has not learnt from.
    """

    @classmethod
    def required_components(cls) -> list[type]:
        """Return the components that must come before this one."""
        return [Featurizer]

    @staticmethod
    def required_packages() -> list[str]:
        """Return the packages that must be installed."""
        return ["sklearn", "onnxruntime", "tokenizers"]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the default configuration."""
        return {
            "sign": 0.5, "plain": 0.8, "danger": 0.5, "sure": 0.9, "harmless": 0.05,
            "strength": 8.0, "vector_weight": 2.0,
        }  # fmt: skip

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
    ) -> RedFlagDetector:
        """Create an untrained detector."""
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Train on every example; one without `signs` in its metadata counts as harmless only if it says so."""
        examples, signs = [], []
        for example in training_data.training_examples:
            metadata = (example.get("metadata") or {}).get("intent") or {}
            labelled = metadata.get("signs")
            if labelled is None and example.get(INTENT) in HARMLESS_INTENTS:
                labelled = []
            if labelled is not None and example.get(TEXT):
                examples.append(example)
                grave = [EMERGENCY] if metadata.get("level") == EMERGENCY else []
                signs.append([*labelled, DANGER, *grave] if labelled else [])
        texts = texts_of(examples)
        features = TextFeatures(texts, self._config["vector_weight"])
        rows = features.transform(texts, vectors_of(examples))
        self._trained = (features, OneAgainstRest.of_labels(rows, signs, self._config["strength"]))
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
    ) -> RedFlagDetector:
        """Load a trained detector from the model."""
        detector = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            detector._trained = joblib.load(folder / FILE)
        return detector

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Leave the training data as it is."""
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the signs found to each message's entities."""
        for message in messages:
            text = message.get(TEXT) or ""
            if not text.strip():
                continue
            found, danger = self.signs(text)
            entities = list(message.get(ENTITIES, []))
            if danger < self._config["harmless"]:
                entities = [entity for entity in entities if not _grave(entity)]
            read = {entity["value"] if entity["entity"] == "sign" else entity["entity"] for entity in entities}
            for label, share in found.items():
                sign = SLOT_OF.get(label, label)
                if sign not in read and not (sign in UNCLEAR and _explained(entities)):
                    entities.append(
                        {
                            "entity": "sign",
                            "value": sign,
                            "start": 0,
                            "end": len(text),
                            "extractor": "RedFlagDetector",
                            "confidence_entity": round(share, 3),
                        }
                    )
            message.set(ENTITIES, entities, add_to_output=True)
        return messages

    def signs(self, text: str) -> tuple[dict[str, float], float]:
        """Return the signs that count with their probabilities, and how likely `text` tells of danger at all."""
        if self._trained is None:
            raise RuntimeError("The red-flag detector is not trained. Run `make train`.")
        features, model = self._trained
        messages = self.parts(text)
        parts = model.probabilities(features.transform(messages, encoder().encode(messages)))
        labels = model.names
        danger_at, emergency_at = labels.index(DANGER), labels.index(EMERGENCY)
        signs = [number for number, label in enumerate(labels) if label not in (DANGER, EMERGENCY, *FACTS)]
        found: dict[str, float] = {}
        for row in parts:
            danger = row[danger_at]
            if danger >= self._config["danger"]:
                found.update({labels[n]: float(row[n]) for n in signs if row[n] >= self._least(labels[n])})
            if danger >= self._config["sure"] and not found:
                grave = row[emergency_at] >= self._config["plain"]
                found["unclear_emergency" if grave else "unclear_danger"] = float(danger)
        return found, float(parts[:, danger_at].max())

    def _least(self, sign: str) -> float:
        return float(self._config["plain" if sign in PLAIN else "sign"])

    @staticmethod
    def parts(text: str) -> list[str]:
        """Return the message, and its sentences beside it where it is long."""
        sentences = [part for part in SENTENCE.split(text) if len(part.split()) > 2]
        return [text, *sentences[:6]] if len(text.split()) > LONG and len(sentences) > 1 else [text]


def _explained(entities: Sequence[Mapping[str, Any]]) -> bool:
    """Tell whether what was read accounts for the danger: a worrying finding, or several that rule danger out."""
    worrying = [
        e
        for e in entities
        if e["entity"] == "sign" or (e["entity"] in TELLING and e["value"] != SAFE_ANSWER[e["entity"]])
    ]
    denied = [e for e in entities if e["entity"] in SYMPTOMS and e["value"] == SAFE_ANSWER[e["entity"]]]
    return bool(worrying) or len(denied) > 1


def _grave(entity: Mapping[str, Any]) -> bool:
    return entity["entity"] in GRAVE and entity["value"] != NO
