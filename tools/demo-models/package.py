"""Writes demo.json, the manifest entry and the model card."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import people_package
import storyboard as board
from kinds import NAMES
from model import DIMENSION, SIZE
from queries import shots
from subtitles import cues, sidecar_of
from tokens import LENGTH

KEY = "demo-sight"
MANIFEST = Path(__file__).resolve().parents[2] / "models.manifest.json"
FILES = ["onnx/text_model.onnx", "onnx/vision_model.onnx", "tokenizer.json"]


def _write(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def write_demo(demo: Path) -> None:
    """The shots of each video with what is said in them, and the queries with the only shot that answers each."""
    videos = []
    for name in board.VIDEOS:
        sidecar = sidecar_of(name)
        said = cues(name)
        rows = [{**row, "said": said[number]} if said else row for number, row in enumerate(shots(name))]
        videos.append({"file": name, **({"sidecar": sidecar} if sidecar else {}), "shots": rows})
    place = {str(row["kind"]): {"video": name, "start": row["start"], "end": row["end"]} for name in board.VIDEOS for row in shots(name)}
    videos.append(people_package.video())
    queries = [{**query, "expect": place[kind]} for query, kind in board.QUERIES] + people_package.queries()
    _write(demo / "demo.json", {"videos": videos, "people": people_package.people(), "queries": queries})


def entry(demo: Path, key: str, role: str, names: list[str], config: dict[str, object]) -> dict[str, object]:
    """A model that comes with the package, its revision made of its files."""
    files = []
    for name in names:
        data = (demo / "models" / key / name).read_bytes()
        files.append({"path": name, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()})
    listing = "".join(sorted(f"{file['sha256']}  {file['path']}\n" for file in files))
    source = {"kind": "bundled", "folder": f"demo/models/{key}", "revision": hashlib.sha1(listing.encode()).hexdigest()}
    return {"role": role, "source": source, "licence": "Apache-2.0", "dtype": "fp32", "files": files, "config": config}


def write_manifest(demo: Path, log_scale: float, bias: float) -> None:
    """Puts the models' entries and the profile "demo" into models.manifest.json."""
    half = [0.5, 0.5, 0.5]
    vision = {
        "graph": "onnx/vision_model.onnx",
        "input": "pixel_values",
        "output": "pooler_output",
        "size": SIZE,
        "resample": "bilinear",
        "crop": "none",
        "mean": half,
        "std": half,
        "quantization": "none",
    }
    text = {
        "graph": "onnx/text_model.onnx",
        "input": "input_ids",
        "output": "pooler_output",
        "tokenizer": "tokenizer.json",
        "length": LENGTH,
        "padId": 0,
        "lowercase": True,
        "quantization": "none",
    }
    manifest = json.loads(MANIFEST.read_text(encoding="utf-8"))
    config = {
        "dimension": DIMENSION,
        "vision": vision,
        "text": text,
        "scoring": {"kind": "sigmoid", "logScale": round(log_scale, 6), "bias": round(bias, 6)},
        "languages": ["en", "ko"],
    }
    manifest["models"][KEY] = entry(demo, KEY, "image-text", FILES, config)
    manifest["profiles"]["demo"] = {"image-text": KEY}
    for key, (role, config) in people_package.CONFIGS.items():
        manifest["models"][key] = entry(demo, key, role, [str(config["graph"])], config)
        manifest["profiles"]["demo"][role] = key
    _write(MANIFEST, manifest)


def read_scoring() -> dict[str, float]:
    """The scale and bias that the last training gave."""
    manifest = json.loads(MANIFEST.read_text(encoding="utf-8"))
    return manifest["models"][KEY]["config"]["scoring"]


def table(figures: dict[str, float]) -> str:
    rows = [f"| {name} | {value:,.0f} |" if value > 1 else f"| {name} | {value:.3f} |" for name, value in figures.items()]
    return "\n".join(["| Figure | Value |", "| --- | ---: |", *rows])


def write_card(
    demo: Path,
    figures: dict[str, float],
    ranking: list[str],
    calibration: dict[str, float],
    faces: dict[str, float],
    log_scale: float,
    bias: float,
) -> None:
    """The models' README."""
    text = f"""# demo-sight

A very small picture-and-text model for trying heimdex without a download and for its tests.
**It is a demo.** It knows {len(NAMES)} kinds of scene, and only as the drawings in the demo videos show them.
It is of no use for real footage: use one of the real models for that.

- Licence: Apache-2.0, like the rest of the repository.
- Languages: English and Korean.
- Shape: SigLIP 2's. Pictures are resized to {SIZE}x{SIZE} (bilinear, antialiased, no crop) and mapped to -1..1.
  Texts are put in lower case and padded with id 0 to {LENGTH} tokens, without a mask. Both give `pooler_output`, {DIMENSION} numbers, not normalised.
- Score: `sigmoid(exp({log_scale:.4f}) * cosine {"-" if bias < 0 else "+"} {abs(bias):.4f})`.

## How it was trained

All pictures are drawn by the programs in `tools/demo-models/` from integer seeds; no photograph, video or other data was used.
Captions come from templates with synonyms, and from lists of words for each kind, composed at random. Both towers (a small convolutional
network and a transformer of two layers, whose attention leaves the padding out) are trained from nothing with the sigmoid loss of SigLIP
(Zhai et al., 2023); then the text tower is trained anew, with more words, to the picture tower as it is. A text fits every picture of its kinds, so that "city" fits the city by
day and by night. Texts about other things, gibberish, and pictures of nothing in particular are trained as matching nothing.
The figures below are on seeds that training never draws and on phrases that it never sees
(many of which differ from a known phrase in a word or two only; wholly new words are mostly not understood). `python tools/demo-models/make.py` does all again.

## Kinds

{", ".join(NAMES)}

## Held-out figures

{table(figures)}

## Demo queries

Cosine of the best frame of the best two shots, over frames taken once a second from the finished videos.

| Query | Best shot | Next shot | Margin |
| --- | --- | --- | ---: |
{chr(10).join(ranking)}

## Probabilities on the demo's frames

{table(calibration)}

The absent things of this table are sixteen fixed texts such as "a dog playing piano"; some of their words are in the training texts.
The held-out figures above are the ones for words that are not.

{people_package.card(table(faces))}"""
    (demo / "README.md").write_text(text, encoding="utf-8")
