"""The tuned encoder as a featurizer, and the linear model beside it."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.featurizer import TunedEncoderFeaturizer
from bot.nlu.linear import OneAgainstRest, TextFeatures, texts_of
from bot.nlu.tuned.labels import INTENTS

TEXTS = ["my knee hurts on stairs", "nope, none of those", "where can I buy a sandwich"]


@pytest.fixture(scope="module")
def featurizer() -> TunedEncoderFeaturizer:
    context = ExecutionContext(GraphSchema({}), node_name="encoder")
    return TunedEncoderFeaturizer.create(TunedEncoderFeaturizer.get_default_config(), None, Resource("none"), context)


def vector(message: Message) -> NDArray[np.float32]:
    sequence, sentence = message.get_dense_features(TEXT)
    assert sequence is None
    assert sentence is not None
    return np.asarray(sentence.features)


def test_each_message_gets_its_shares_of_the_intents(featurizer: TunedEncoderFeaturizer) -> None:
    messages = featurizer.process([Message({TEXT: text}) for text in TEXTS])
    best = []
    for message in messages:
        row = vector(message)
        assert row.shape == (1, len(INTENTS))
        assert row.dtype == np.float32
        assert row.sum() == pytest.approx(1.0, abs=1e-3)
        best.append(INTENTS[int(row.argmax())])
    assert best == ["report", "deny", "out_of_scope"]


@pytest.mark.parametrize("text", ["", "  \n"])
def test_a_message_without_words_gets_none(featurizer: TunedEncoderFeaturizer, text: str) -> None:
    [message] = featurizer.process([Message({TEXT: text})])
    assert message.get_dense_features(TEXT) == (None, None)


def test_text_features_are_ngrams_of_words_and_letters() -> None:
    features = TextFeatures(TEXTS * 3)
    rows = features.transform(TEXTS)
    assert rows.shape[0] == 3
    assert rows.shape[1] > 20
    assert rows[0].nnz > 0
    assert features.transform(["\u819d\u76d6"]).nnz == 0


def test_the_linear_model_learns_its_classes() -> None:
    messages = [Message({TEXT: text}) for text in TEXTS * 3]
    features = TextFeatures(texts_of(messages))
    model = OneAgainstRest.of_classes(features.transform(texts_of(messages)), ["report", "deny", "far"] * 3, 4.0)
    shares = model.probabilities(features.transform(TEXTS))
    assert [model.names[column] for column in shares.argmax(axis=1)] == ["report", "deny", "far"]
    assert ((shares > 0) & (shares < 1)).all()
