"""The encoder as a featurizer: the vectors it adds, and to what."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.featurizer import SentenceEncoderFeaturizer
from bot.nlu.linear import TextFeatures, texts_of, vectors_of
from knowledge.encoder import encoder

TEXTS = ["my knee hurts on stairs", "my knee is sore on the stairs", "where can I buy a sandwich"]


@pytest.fixture(scope="module")
def featurizer() -> SentenceEncoderFeaturizer:
    context = ExecutionContext(GraphSchema({}), node_name="encoder")
    return SentenceEncoderFeaturizer.create(
        SentenceEncoderFeaturizer.get_default_config(), None, Resource("none"), context
    )


def vector(message: Message) -> NDArray[np.float32]:
    sequence, sentence = message.get_dense_features(TEXT)
    assert sequence is None
    assert sentence is not None
    return np.asarray(sentence.features)


def test_each_message_gets_one_unit_vector(featurizer: SentenceEncoderFeaturizer) -> None:
    messages = featurizer.process([Message({TEXT: text}) for text in TEXTS])
    for message in messages:
        row = vector(message)
        assert row.shape == (1, 384)
        assert row.dtype == np.float32
        assert np.linalg.norm(row) == pytest.approx(1.0, abs=1e-3)


def test_what_means_the_same_lies_closer(featurizer: SentenceEncoderFeaturizer) -> None:
    first, same, other = (vector(message)[0] for message in featurizer.process([Message({TEXT: t}) for t in TEXTS]))
    assert first @ same > 0.8 > 0.4 > first @ other


def test_one_by_one_is_the_same_as_together(featurizer: SentenceEncoderFeaturizer) -> None:
    together = featurizer.process([Message({TEXT: text}) for text in TEXTS])
    alone = [featurizer.process([Message({TEXT: text})])[0] for text in TEXTS]
    for one, other in zip(together, alone, strict=True):
        assert np.allclose(vector(one), vector(other), atol=1e-4)


@pytest.mark.parametrize("text", ["", None])
def test_a_message_without_text_is_left_alone(featurizer: SentenceEncoderFeaturizer, text: str | None) -> None:
    [message] = featurizer.process([Message({TEXT: text} if text is not None else {})])
    assert message.get_dense_features(TEXT) == (None, None)


def test_no_messages_are_no_trouble(featurizer: SentenceEncoderFeaturizer) -> None:
    assert featurizer.process([]) == []


def test_training_examples_get_vectors_too(featurizer: SentenceEncoderFeaturizer) -> None:
    data = TrainingData([Message({TEXT: text, "intent": "ask"}) for text in TEXTS])
    featurizer.process_training_data(data)
    assert all(vector(example).shape == (1, 384) for example in data.training_examples)


def test_the_classifiers_take_the_vectors_of_the_featurizer_or_encode_by_themselves(
    featurizer: SentenceEncoderFeaturizer,
) -> None:
    bare = [Message({TEXT: text}) for text in TEXTS]
    own = vectors_of(bare)
    assert np.allclose(own, encoder().encode(TEXTS), atol=1e-5)
    assert np.allclose(vectors_of(featurizer.process(bare)), own, atol=1e-4)
    assert texts_of(bare) == TEXTS


def test_text_features_are_vectors_beside_ngrams() -> None:
    features = TextFeatures(TEXTS * 3, 2.0)
    matrix = features.transform(TEXTS, encoder().encode(TEXTS))
    assert matrix.shape[0] == 3
    assert matrix.shape[1] > 384
    assert np.allclose(np.linalg.norm(matrix[:, :384].toarray(), axis=1), 2.0, atol=1e-2)


def test_words_never_seen_leave_only_the_vector() -> None:
    features = TextFeatures(TEXTS * 3, 1.0)
    matrix = features.transform(["\u819d\u76d6\u75db"], encoder().encode(["\u819d\u76d6\u75db"]))
    assert matrix[:, 384:].nnz == 0
