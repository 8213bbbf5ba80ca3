"""A SigLIP of two layers with random weights, exported in the two halves that SigLIP 2 is shared in."""

import io
import logging
import warnings

import numpy as np
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from transformers import SiglipConfig, SiglipModel

from places import MODEL, write_bytes

DIMENSION = 32
SIZE = 64
LENGTH = 64
LOG_SCALE = 2.302585092994046
BIAS = -2.0
SEED = 3


def build(vocabulary):
    shared = {
        "hidden_size": DIMENSION,
        "intermediate_size": 64,
        "num_hidden_layers": 2,
        "num_attention_heads": 2,
    }
    config = SiglipConfig(
        text_config={
            **shared,
            "vocab_size": vocabulary,
            "max_position_embeddings": LENGTH,
            "projection_size": DIMENSION,
            "pad_token_id": 0,
            "bos_token_id": 2,
            "eos_token_id": 1,
        },
        vision_config={**shared, "image_size": SIZE, "patch_size": 16},
    )
    config._attn_implementation = "eager"
    model = SiglipModel(config).eval()
    scatter(model)
    return model


def gain(name):
    """Freshly initialised towers answer nearly the same to everything: these factors spread them.

    The text tower pools its last position, which is padding for all but the longest texts, so what
    the words say must outweigh what padding and positions say.
    """
    text = "text_model" in name
    if "position_embedding" in name:
        return 0.1 if text else 0.3
    if "patch_embedding" in name:
        return 3.0
    if "q_proj" in name or "k_proj" in name or "in_proj" in name:
        return 3.0 if text else 2.0
    if "v_proj" in name or "out_proj" in name:
        return 3.0 if text else 1.5
    return 1.0


def scatter(model):
    """Uniform weights from numpy's integers-to-floats, the same on every machine."""
    random = np.random.Generator(np.random.PCG64(SEED))
    with torch.no_grad():
        for name, parameter in sorted(model.named_parameters()):
            shape = tuple(parameter.shape)
            noise = torch.from_numpy(random.random(shape or 1) * 2 - 1).reshape(shape)
            if name == "logit_scale":
                value = torch.tensor([LOG_SCALE])
            elif name == "logit_bias":
                value = torch.tensor([BIAS])
            elif "norm" in name:
                value = 0.1 * noise + (1 if name.endswith("weight") else 0)
            elif name.endswith("bias"):
                value = 0.1 * noise
            elif "embedding.weight" in name and "patch" not in name or name.endswith("probe"):
                value = 1.7 * gain(name) * noise
            else:
                value = 1.7 * gain(name) * noise / np.sqrt(np.prod(shape[1:]))
            parameter.copy_(value.to(parameter.dtype))
        # Padding fills most of the text: a small embedding leaves the residual stream to the words.
        model.text_model.embeddings.token_embedding.weight[0] *= 0.05
        model.text_model.embeddings.position_embedding.weight[-1] *= 0.05


class Outputs(torch.nn.Module):
    """The two outputs by position, as the exporter wants them."""

    def __init__(self, tower):
        super().__init__()
        self.tower = tower

    def forward(self, given):
        found = self.tower(given)
        return found.last_hidden_state, found.pooler_output


def export(tower, example, name, input_name, axes):
    buffer = io.BytesIO()
    with warnings.catch_warnings(), torch.no_grad():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            Outputs(tower),
            (example,),
            buffer,
            dynamo=False,
            opset_version=17,
            input_names=[input_name],
            output_names=["last_hidden_state", "pooler_output"],
            dynamic_axes={
                input_name: axes,
                "last_hidden_state": {0: "batch_size"},
                "pooler_output": {0: "batch_size"},
            },
        )
    path = MODEL / "onnx" / f"{name}.onnx"
    write_bytes(path, buffer.getvalue())
    onnx.checker.check_model(str(path), full_check=True)
    return path


def quantize(path):
    """Weights to uint8 and activations at run time, as the files named `_quantized` are made."""
    target = path.with_name(f"{path.stem}_quantized.onnx")
    logging.disable(logging.WARNING)
    quantize_dynamic(
        path,
        target,
        weight_type=QuantType.QUInt8,
        extra_options={"EnableSubgraph": True, "MatMulConstBOnly": True},
    )
    logging.disable(logging.NOTSET)
    kinds = {node.op_type for node in onnx.load(target).graph.node}
    assert "DynamicQuantizeLinear" in kinds, kinds


def export_all(model):
    vision = export(
        model.vision_model,
        torch.zeros(2, 3, SIZE, SIZE),
        "vision_model",
        "pixel_values",
        {0: "batch_size", 1: "num_channels", 2: "height", 3: "width"},
    )
    text = export(
        model.text_model,
        torch.ones(2, LENGTH, dtype=torch.int64),
        "text_model",
        "input_ids",
        {0: "batch_size", 1: "sequence_length"},
    )
    quantize(vision)
    quantize(text)
