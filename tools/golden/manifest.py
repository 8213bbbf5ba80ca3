"""The tiny model as a models manifest would list it: once in float, once quantised."""

import hashlib
import json

from places import MODEL, OUT, ROOT, sha256, write_bytes
from tiny_model import BIAS, DIMENSION, LENGTH, LOG_SCALE, SIZE


def files_of(suffix):
    paths = [f"onnx/vision_model{suffix}.onnx", f"onnx/text_model{suffix}.onnx", "tokenizer.json"]
    return [{"path": p, "bytes": (MODEL / p).stat().st_size, "sha256": sha256(MODEL / p)} for p in paths]


def revision(files):
    """A stand-in for a commit: it changes whenever a file of the entry does."""
    lines = sorted(f"{file['sha256']}  {file['path']}\n" for file in files)
    return hashlib.sha1("".join(lines).encode()).hexdigest()


def entry(key, dtype, suffix, quantization):
    files = files_of(suffix)
    return {
        "key": key,
        "role": "image-text",
        "source": {"kind": "bundled", "folder": MODEL.relative_to(ROOT).as_posix(), "revision": revision(files)},
        "licence": "Apache-2.0",
        "dtype": dtype,
        "files": files,
        "config": {
            "dimension": DIMENSION,
            "vision": {
                "graph": files[0]["path"],
                "input": "pixel_values",
                "output": "pooler_output",
                "size": SIZE,
                "resample": "bilinear",
                "crop": "none",
                "mean": [0.5, 0.5, 0.5],
                "std": [0.5, 0.5, 0.5],
                "quantization": quantization,
            },
            "text": {
                "graph": files[1]["path"],
                "input": "input_ids",
                "output": "pooler_output",
                "tokenizer": "tokenizer.json",
                "length": LENGTH,
                "padId": 0,
                "lowercase": True,
                "quantization": quantization,
            },
            "scoring": {"kind": "sigmoid", "logScale": LOG_SCALE, "bias": BIAS},
            "languages": ["*"],
        },
    }


def make():
    entries = [entry("tiny-siglip2", "fp32", "", "none"), entry("tiny-siglip2-q8", "q8", "_quantized", "dynamic")]
    write_bytes(OUT / "manifest-entry.json", (json.dumps(entries, indent=2) + "\n").encode("ascii"))
