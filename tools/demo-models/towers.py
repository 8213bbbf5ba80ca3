"""The exported models as a user has them: ONNX Runtime and tokenizer.json."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from tokens import encode


def unit(vectors: np.ndarray) -> np.ndarray:
    return vectors / np.linalg.norm(vectors, axis=-1, keepdims=True)


class Towers:
    """Vectors of unit length for pictures and texts."""

    def __init__(self, folder: Path) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 2
        self.vision = onnxruntime.InferenceSession(str(folder / "onnx/vision_model.onnx"), options)
        self.text = onnxruntime.InferenceSession(str(folder / "onnx/text_model.onnx"), options)
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))

    def see(self, pictures: np.ndarray) -> np.ndarray:
        """Pictures as (n, size, size, 3) bytes."""
        found = []
        for start in range(0, len(pictures), 64):
            values = (pictures[start : start + 64].transpose(0, 3, 1, 2).astype(np.float32) / 255 - 0.5) / 0.5
            found.append(self.vision.run(["pooler_output"], {"pixel_values": values})[0])
        return unit(np.concatenate(found))

    def read(self, texts: Sequence[str]) -> np.ndarray:
        ids = encode(self.tokenizer, texts)
        found = [self.text.run(["pooler_output"], {"input_ids": ids[start : start + 64]})[0] for start in range(0, len(ids), 64)]
        return unit(np.concatenate(found))
