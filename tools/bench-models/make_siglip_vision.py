"""Writes a SigLIP 2 base-patch16-224 picture tower of true size with random weights, as one ONNX file.

What a run costs does not depend on the weights' values, so benchmarks that need a large model use this one:

    python tools/bench-models/make_siglip_vision.py FOLDER     (372 MB; the packages of tools/golden/requirements.txt)
"""

import sys
from pathlib import Path

import torch
from transformers import SiglipVisionConfig, SiglipVisionModel


class PictureTower(torch.nn.Module):
    def __init__(self, model: SiglipVisionModel) -> None:
        super().__init__()
        self.model = model

    def forward(self, pixel_values: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        output = self.model(pixel_values=pixel_values)
        return output.last_hidden_state, output.pooler_output


def main(folder: Path) -> None:
    torch.manual_seed(1)
    config = SiglipVisionConfig(
        hidden_size=768,
        intermediate_size=3072,
        num_hidden_layers=12,
        num_attention_heads=12,
        image_size=224,
        patch_size=16,
        attn_implementation="eager",
    )
    tower = PictureTower(SiglipVisionModel(config).eval())
    folder.mkdir(parents=True, exist_ok=True)
    torch.onnx.export(
        tower,
        (torch.rand(1, 3, 224, 224),),
        folder / "vision_model.onnx",
        input_names=["pixel_values"],
        output_names=["last_hidden_state", "pooler_output"],
        dynamic_axes={"pixel_values": {0: "batch"}, "last_hidden_state": {0: "batch"}, "pooler_output": {0: "batch"}},
        opset_version=17,
        dynamo=False,
    )


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
