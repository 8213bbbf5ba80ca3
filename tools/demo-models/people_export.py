"""Writes the two face graphs and checks them against the trained networks."""

from __future__ import annotations

import warnings
from pathlib import Path

import numpy as np
import onnxruntime
import torch

from export import OPSET, TOLERANCE
from people_models import KINDS, STRIDES, Detector, Recogniser

DETECTOR, RECOGNISER = "demo-face-detection", "demo-face-recognition"
GRAPH = "model.onnx"


def _export(net: torch.nn.Module, sample: torch.Tensor, file: Path, given: str, found: list[str], axes: dict[str, dict[int, str]]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            net.eval(), (sample,), str(file), input_names=[given], output_names=found, opset_version=OPSET, dynamo=False, dynamic_axes=axes
        )


def _check(net: torch.nn.Module, sample: torch.Tensor, file: Path) -> None:
    session = onnxruntime.InferenceSession(str(file))
    with torch.no_grad():
        expected = net(sample)
    got = session.run(None, {session.get_inputs()[0].name: sample.numpy()})
    for one, other in zip(expected if isinstance(expected, tuple) else (expected,), got, strict=True):
        difference = np.abs(one.numpy() - other).max() / max(1.0, np.abs(other).max())
        if difference > TOLERANCE:
            raise RuntimeError(f"{file.name} differs from the trained network by {difference:.2e}")


def export_detector(net: Detector, folder: Path) -> None:
    """Any multiple of 32 by any other, one picture at a time, as YuNet of May 2026 takes them."""
    generator = torch.Generator().manual_seed(1)
    found = [f"{kind}_{stride}" for kind in KINDS for stride in STRIDES]
    axes = {"input": {2: "height", 3: "width"}, **{name: {1: "cells"} for name in found}}
    file = folder / DETECTOR / GRAPH
    _export(net, torch.rand(1, 3, 96, 128, generator=generator) * 255, file, "input", found, axes)
    for height, width in ((96, 128), (384, 640), (32, 32)):
        _check(net, torch.rand(1, 3, height, width, generator=generator) * 255, file)


def export_recogniser(net: Recogniser, folder: Path) -> None:
    """Any number of faces at once."""
    generator = torch.Generator().manual_seed(1)
    file = folder / RECOGNISER / GRAPH
    _export(net, torch.rand(2, 3, 112, 112, generator=generator) * 255, file, "data", ["fc1"], {"data": {0: "faces"}, "fc1": {0: "faces"}})
    for count in (1, 2, 8):
        _check(net, torch.rand(count, 3, 112, 112, generator=generator) * 255, file)
