"""Tuning the sentence encoder on labels of our own, and exporting what comes of it (app environment)."""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import torch
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer
from transformers import AutoModel

from knowledge.eight_bits import shrink
from knowledge.encoder import MAX_TOKENS, MODEL_FILE, TOKENIZER_FILE
from knowledge.export import check_weights, model_folder
from knowledge.settings import settings

RATE, HEAD_RATE = 2e-4, 1e-3
DECAY = 0.85  # of the rate, from layer to layer downwards
WARM_UP = 0.1  # the share of steps in which the rate rises; then it falls to nothing
MOST_GRADIENT = 1.0
OPSET = 17

Batch = TypeVar("Batch")
Axes = Mapping[str, Mapping[int, str]]


def base_model() -> tuple[torch.nn.Module, Tokenizer]:
    """Return the encoder to tune and its tokenizer; raises ModelRefused like `model_folder`."""
    folder = model_folder(settings().model)
    check_weights(settings().model, folder)
    tokenizer = Tokenizer.from_file(str(folder / TOKENIZER_FILE))
    tokenizer.enable_truncation(MAX_TOKENS)
    tokenizer.no_padding()
    return AutoModel.from_pretrained(str(folder), attn_implementation="sdpa").eval(), tokenizer


def rates(layers: Sequence[torch.nn.Module], heads: Sequence[torch.nn.Parameter]) -> list[dict[str, Any]]:
    """Return the parameters with their rates: the lower a layer, the more general and the slower."""
    depth = len(layers)
    tuned = [
        {"params": list(layer.parameters()), "lr": RATE * DECAY ** (depth - 1 - number)}
        for number, layer in enumerate(layers)
    ]
    return [*tuned, {"params": list(heads), "lr": HEAD_RATE}]


def tune(
    network: torch.nn.Module,
    parts: list[dict[str, Any]],
    epochs: int,
    steps: int,
    batches: Callable[[], Iterable[Batch]],
    loss_of: Callable[[Batch], torch.Tensor],
) -> None:
    """Train with AdamW under a rate that rises and then falls, and say each epoch's loss.

    Args:
        network: put in training mode for it, and out of it at the end.
        parts: parameters with their rates.
        epochs: how often `batches` is gone through.
        steps: batches in an epoch.
        batches: yields an epoch's batches.
        loss_of: a batch's loss.
    """
    optimizer = torch.optim.AdamW(parts)
    every = epochs * steps
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(step / (WARM_UP * every), max(0.0, 1 - step / every))
    )
    # Where the processor multiplies in sixteen bits, learning takes half the time and ends at the same loss.
    half = bool(torch.cpu.get_capabilities().get("avx512_bf16"))
    trained = [parameter for part in parts for parameter in part["params"]]
    for epoch in range(epochs):
        network.train()
        start, losses = time.monotonic(), []
        for batch in batches():
            with torch.autocast("cpu", torch.bfloat16, enabled=half):
                loss = loss_of(batch)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(trained, MOST_GRADIENT)
            optimizer.step()
            schedule.step()
            losses.append(float(loss.detach()))
        say(f"epoch {epoch + 1} of {epochs}: loss {np.mean(losses):.3f}, {time.monotonic() - start:.0f} s")
    network.eval()


def keep(tuned: torch.nn.Module, path: Path, lines: int, digest: str, about: Mapping[str, str] | None = None) -> None:
    """Write the weights in half precision, with what they were learnt from: the lines' number and digest, the model."""
    tensors = {name: tensor.to(torch.float16).contiguous() for name, tensor in tuned.state_dict().items()}
    told = {"lines": str(lines), "digest": digest, "model": settings().model}
    save_file(tensors, str(path), {**told, **(about or {})})


def kept(path: Path) -> dict[str, torch.Tensor]:
    """Return the weights that `keep` has written, in full precision."""
    return {name: tensor.to(torch.float32) for name, tensor in load_file(str(path)).items()}


def about_weights(path: Path) -> dict[str, str]:
    """Return what weights say of themselves."""
    with path.open("rb") as file:
        header = json.loads(file.read(int.from_bytes(file.read(8), "little")))
    return {str(name): str(value) for name, value in header["__metadata__"].items()}


def learnt_from(path: Path, digest: str) -> bool:
    """Tell whether the weights are there and were learnt from lines of this digest, on the encoder that is here."""
    if not path.is_file():
        return False
    about = about_weights(path)
    return (about.get("digest"), about.get("model")) == (digest, settings().model)


def export(
    network: torch.nn.Module,
    example: tuple[torch.Tensor, ...],
    inputs: Sequence[str],
    outputs: Sequence[str],
    axes: Axes,
    target: Path,
    check: Callable[[Path, bool], None],
    beside: Mapping[str, str] | None = None,
) -> None:
    """Export the network with eight-bit matrices, the tokenizer beside it; the folder appears whole or not at all.

    Args:
        network: what is exported.
        example: its arguments, once.
        inputs: their names.
        outputs: the names of what it returns.
        axes: of each of them those of any length.
        target: the folder.
        check: is given a folder with an export and whether its matrices are of eight bits; raises if it strays.
        beside: further files of the folder, name -> content.
    """
    network.eval()
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as scratch:
        exact, small = Path(scratch) / "exact", Path(scratch) / "small"
        for folder in (exact, small):
            folder.mkdir()
            shutil.copyfile(model_folder(settings().model) / TOKENIZER_FILE, folder / TOKENIZER_FILE)
            for name, content in (beside or {}).items():
                (folder / name).write_text(content, encoding="utf-8")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            torch.onnx.export(
                network,
                example,
                str(exact / MODEL_FILE),
                input_names=list(inputs),
                output_names=list(outputs),
                dynamic_axes={name: dict(own) for name, own in axes.items()},
                opset_version=OPSET,
                dynamo=False,
            )
        shrink(exact / MODEL_FILE, small / MODEL_FILE)
        check(exact, False)
        check(small, True)
        shutil.rmtree(target, ignore_errors=True)
        small.rename(target)


def say(text: str) -> None:
    """Print a line at once, wherever output goes."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
