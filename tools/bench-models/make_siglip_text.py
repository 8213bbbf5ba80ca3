"""Writes a SigLIP 2 base text tower of true size with random weights, quantised as the Hub's text_model_quantized.onnx is.

What a run costs does not depend on the weights' values, so benchmarks that need a large model use this one:

    python tools/bench-models/make_siglip_text.py FOLDER     (283 MB, 5 GB of memory; the packages of tools/golden/requirements.txt)
"""

import sys
import tempfile
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from transformers import SiglipTextConfig, SiglipTextModel

LENGTH = 64


class TextTower(torch.nn.Module):
    def __init__(self, model: SiglipTextModel) -> None:
        super().__init__()
        self.model = model

    def forward(self, input_ids: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        output = self.model(input_ids=input_ids)
        return output.last_hidden_state, output.pooler_output


def main(folder: Path) -> None:
    torch.manual_seed(1)
    config = SiglipTextConfig(
        vocab_size=256000,
        hidden_size=768,
        intermediate_size=3072,
        num_hidden_layers=12,
        num_attention_heads=12,
        max_position_embeddings=LENGTH,
        attn_implementation="eager",
    )
    tower = TextTower(SiglipTextModel(config).eval())
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as made:
        whole = Path(made) / "text_model.onnx"
        torch.onnx.export(
            tower,
            (torch.randint(0, 256000, (1, LENGTH)),),
            whole,
            input_names=["input_ids"],
            output_names=["last_hidden_state", "pooler_output"],
            dynamic_axes={"input_ids": {0: "batch"}, "last_hidden_state": {0: "batch"}, "pooler_output": {0: "batch"}},
            opset_version=17,
            dynamo=False,
        )
        quantize_dynamic(whole, folder / "text_model_quantized.onnx", weight_type=QuantType.QInt8)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
