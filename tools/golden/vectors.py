"""Reference vectors of the tiny model: torch for the float graphs, onnxruntime for the quantised ones."""

import numpy as np
import onnxruntime
import torch

import tiny_tokenizer
from places import MODEL, OUT, write_json, write_vectors
from strings import STRINGS

TEXTS = list(range(0, 200, 5))
QUANTIZED_TEXTS = [0, 20, 40, 60, 190]
QUANTIZED_PICTURES = [1, 3, 5, 8, 12]


def unit(rows):
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def session(name):
    return onnxruntime.InferenceSession(MODEL / "onnx" / f"{name}.onnx", providers=["CPUExecutionProvider"])


def one_at_a_time(name, inputs):
    """A dynamically quantised graph scales its activations over the whole batch: no company, then."""
    graph = session(name)
    key = graph.get_inputs()[0].name
    return np.concatenate([graph.run(["pooler_output"], {key: given[None]})[0] for given in inputs])


def spread(vectors, what):
    """Different inputs must give clearly different vectors, or a wrong one could pass for right."""
    cosines = (vectors @ vectors.T)[~np.eye(len(vectors), dtype=bool)]
    print(f"{what}: cosines between different inputs {cosines.min():.2f} to {cosines.max():.2f}, mean {cosines.mean():.2f}")
    return cosines


def make(model, pixel_values):
    names = list(pixel_values)
    pixels = np.stack([pixel_values[name] for name in names])
    ids = np.array(tiny_tokenizer.encode(tiny_tokenizer.load(), [STRINGS[n] for n in TEXTS]), np.int64)
    with torch.no_grad():
        vision = model.vision_model(torch.from_numpy(pixels)).pooler_output.numpy()
        text = model.text_model(torch.from_numpy(ids)).pooler_output.numpy()
        both = model(input_ids=torch.from_numpy(ids), pixel_values=torch.from_numpy(pixels))
    assert np.abs(one_at_a_time("vision_model", pixels) - vision).max() < 1e-4
    assert np.abs(one_at_a_time("text_model", ids) - text).max() < 1e-4
    vision, text = unit(vision), unit(text)
    assert spread(vision, "pictures").max() < 0.97
    assert spread(text, "strings").max() < 0.97
    write_vectors(OUT / "vectors" / "pictures.f32", vision)
    write_vectors(OUT / "vectors" / "strings.f32", text)
    write_vectors(OUT / "vectors" / "probabilities.f32", torch.sigmoid(both.logits_per_image).numpy())

    all_ids = np.array(tiny_tokenizer.encode(tiny_tokenizer.load(), [STRINGS[n] for n in QUANTIZED_TEXTS]), np.int64)
    q_vision = one_at_a_time("vision_model_quantized", pixels[QUANTIZED_PICTURES])
    q_text = one_at_a_time("text_model_quantized", all_ids)
    write_vectors(OUT / "vectors" / "pictures-quantized.f32", q_vision)
    write_vectors(OUT / "vectors" / "strings-quantized.f32", q_text)
    kept = (unit(q_vision) * vision[QUANTIZED_PICTURES]).sum(axis=1)
    print(f"quantised against float pictures: cosine {kept.min():.3f} to {kept.max():.3f}")
    dimension = vision.shape[1]
    write_json(
        OUT / "vectors.json",
        {
            "note": [
                "each .f32 file: rows of little-endian float32 in the order of the list beside it",
                "pictures and strings: L2-normalised pooler_output of the torch model (strings are indices into strings.json)",
                "probabilities: one row for each picture, one column for each string: sigmoid(exp(logScale) * cosine + bias)",
                "the quantised rows are the bare pooler_output of onnxruntime, one input at a time, not normalised;"
                " last digits differ between processors, so compare by cosine",
                "their pixel_values are rounded to float32 after each step: byte * (1 / 255), - 0.5, / 0.5; many lie halfway"
                " between two quantised values, so that another order of steps gives a cosine of only 0.9996",
            ],
            "dimension": dimension,
            "pictures": {"file": "vectors/pictures.f32", "of": names},
            "strings": {"file": "vectors/strings.f32", "of": TEXTS},
            "probabilities": {"file": "vectors/probabilities.f32", "rows": len(names), "columns": len(TEXTS)},
            "quantizedPictures": {
                "file": "vectors/pictures-quantized.f32",
                "of": [names[n] for n in QUANTIZED_PICTURES],
            },
            "quantizedStrings": {"file": "vectors/strings-quantized.f32", "of": QUANTIZED_TEXTS},
        },
    )
