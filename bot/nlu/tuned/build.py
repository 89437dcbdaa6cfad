"""Turn the tuned weights into one ONNX file: `python -m bot.nlu.tuned.build` (app environment).

Weights that were learnt from other lines than those in `data/nlu`, or on another encoder, are learnt anew first.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
import warnings
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file

from bot.nlu.tuned import learn
from bot.nlu.tuned.learn import WEIGHTS, padded, untrained
from bot.nlu.tuned.lines import digest, read_lines
from bot.nlu.tuned.network import WIDTHS, Whole
from bot.nlu.tuned.reader import MODEL_FILE, READER_FOLDER, TunedReader
from knowledge.encoder import TOKENIZER_FILE
from knowledge.export import model_folder
from knowledge.settings import settings

OPSET = 17
SAMPLE = ["my knee goes tight on the outside at mile three", "heard a crack when I fell and can't stand on it", "nope"]
# Of a score between an exported network and the original: rounding only; with eight-bit weights, what changes no mind.
LARGEST_DIFFERENCE, LARGEST_DIFFERENCE_SMALL = 1e-3, 0.5
BITS, BLOCK = 8, 128  # a scale for every 128 weights
COMPUTE_IN_EIGHT_BITS = 4  # onnxruntime's accuracy level
# The outputs that stand for a label; the rest only fill the widest group.
DECIDED = np.array([[column < width for column in range(max(WIDTHS))] for width in WIDTHS])


def up_to_date(path: Path = WEIGHTS) -> bool:
    """Return whether the weights were learnt from the lines and on the encoder that are here."""
    if not path.is_file():
        return False
    about = about_weights(path)
    return (about.get("digest"), about.get("model")) == (digest(read_lines()), settings().model)


def about_weights(path: Path = WEIGHTS) -> dict[str, str]:
    """Return what the weights say of themselves: the lines' number and digest, the frozen layers, the model."""
    with path.open("rb") as file:
        header = json.loads(file.read(int.from_bytes(file.read(8), "little")))
    return {str(name): str(value) for name, value in header["__metadata__"].items()}


def load(path: Path = WEIGHTS) -> Whole:
    """Return the trained network."""
    network, _ = untrained(int(about_weights(path)["frozen"]))
    tensors = load_file(str(path))
    network.tuned.load_state_dict({name: tensor.to(torch.float32) for name, tensor in tensors.items()})
    network.eval()
    return network


def export(network: Whole, target: Path = READER_FOLDER) -> None:
    """Export the network with eight-bit weights, and check that it still decides alike.

    The folder appears whole or not at all. Eight bits with a scale for each block read a third faster than full
    precision and as well; with one scale for a whole matrix they read faster still, but worse, and not alike on every
    processor.

    Raises:
        ValueError: the exported network strays from the trained one.
    """
    import onnx
    from onnxruntime.quantization.matmul_nbits_quantizer import MatMulNBitsQuantizer

    network.eval()
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as scratch:
        exact, small = Path(scratch) / "exact", Path(scratch) / "small"
        for folder in (exact, small):
            folder.mkdir()
            shutil.copyfile(model_folder(settings().model) / TOKENIZER_FILE, folder / TOKENIZER_FILE)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            _to_onnx(network, exact / MODEL_FILE)
        quantizer = MatMulNBitsQuantizer(
            onnx.load(exact / MODEL_FILE),
            bits=BITS,
            block_size=BLOCK,
            is_symmetric=True,
            accuracy_level=COMPUTE_IN_EIGHT_BITS,
        )
        quantizer.process()
        quantizer.model.save_model_to_file(str(small / MODEL_FILE), False)
        _check(network, exact, LARGEST_DIFFERENCE)
        _check(network, small, LARGEST_DIFFERENCE_SMALL)
        shutil.rmtree(target, ignore_errors=True)
        small.rename(target)


def _to_onnx(network: Whole, path: Path) -> None:
    example = (torch.tensor([[101, 102, 0], [101, 2026, 102]]), torch.tensor([[1, 1, 0], [1, 1, 1]]))
    both = {0: "batch", 1: "tokens"}
    torch.onnx.export(
        network,
        example,
        str(path),
        input_names=["ids", "mask"],
        output_names=["scores", "attention"],
        dynamic_axes={"ids": both, "mask": both, "scores": {0: "batch"}, "attention": {0: "batch", 2: "tokens"}},
        opset_version=OPSET,
        dynamo=False,
    )


def _check(network: Whole, folder: Path, tolerance: float) -> None:
    reader = TunedReader(folder)
    with torch.no_grad():
        original = network(*padded([torch.tensor(reader.token_ids(text)) for text in SAMPLE]))[0].numpy()
    pairs = zip(SAMPLE, original, strict=True)
    difference = max(float(np.abs(reader.scores(text) - row)[DECIDED].max()) for text, row in pairs)
    if not difference <= tolerance:
        raise ValueError(
            f"The exported reader strays from the trained one: a score differs by {difference:.4f}, and may by "
            f"{tolerance}. Learn anew (make learn), or report it with the versions of torch and onnxruntime."
        )


def main() -> int:
    """Learn where needed, then export."""
    if not up_to_date():
        sys.stdout.write("the lines to learn from have changed; learning from them takes about a quarter of an hour\n")
        learn.main()
    export(load())
    return 0


if __name__ == "__main__":
    sys.exit(main())
