"""Writes the two ONNX graphs and checks them against the trained model."""

from __future__ import annotations

import warnings
from pathlib import Path

import numpy as np
import onnxruntime
import torch
from torch import Tensor, nn

from model import SIZE, Pair, Text
from tokens import LENGTH

OPSET = 17
TOLERANCE = 1e-4


def export(pair: Pair, folder: Path, sample_ids: np.ndarray) -> None:
    """Exports both towers with a free batch size; raises if the graphs say something else than the model."""
    generator = torch.Generator().manual_seed(1)
    pixels = torch.rand(2, 3, SIZE, SIZE, generator=generator) * 2 - 1
    _export_tower(pair.vision, folder / "vision_model.onnx", "pixel_values", pixels)
    export_text(pair.text, folder, sample_ids)


def export_text(text: Text, folder: Path, sample_ids: np.ndarray) -> None:
    """Exports the text tower alone, in the same way."""
    assert sample_ids.shape[1] == LENGTH
    _export_tower(text, folder / "text_model.onnx", "input_ids", torch.from_numpy(sample_ids[:2]))


def _export_tower(tower: nn.Module, path: Path, argument: str, sample: Tensor) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    outputs = ["last_hidden_state", "pooler_output"]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            tower.eval(),
            (sample,),
            str(path),
            input_names=[argument],
            output_names=outputs,
            opset_version=OPSET,
            dynamo=False,
            dynamic_axes={key: {0: "batch_size"} for key in (argument, *outputs)},
        )
    session = onnxruntime.InferenceSession(str(path))
    with torch.no_grad():
        expected = tower(sample)[1].numpy()
    both = session.run(["pooler_output"], {argument: sample.numpy()})[0]
    singles = np.concatenate([session.run(["pooler_output"], {argument: sample[i : i + 1].numpy()})[0] for i in range(2)])
    for other in (both, singles):
        if np.abs(expected - other).max() > TOLERANCE:
            raise RuntimeError(f"{path.name} differs from the trained model by {np.abs(expected - other).max():.2e}")
