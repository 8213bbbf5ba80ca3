"""Makes the demo models, videos and descriptions from nothing.

python tools/demo-models/make.py            everything (about 30 minutes on two cores)
python tools/demo-models/make.py --reuse    keeps the models and videos that are there, checks and describes them again
python tools/demo-models/make.py --text     keeps the picture tower and trains the text tower to it
"""

from __future__ import annotations

import argparse
import math
import shutil
import sys
import tempfile
import time
from pathlib import Path

from absent_texts import NOUNS_EN, NOUNS_KO
from captions import captions
from compose import composed, held_out_phrases
from evaluate import evaluate, good_enough
from export import export, export_text
from make_people import make_people
from package import read_scoring, write_card, write_demo, write_manifest
from people_check import check_both, check_detector, check_recogniser
from people_check import good_enough as finds_faces
from queries import check_queries
from storyboard import QUERY_IMAGE
from subtitles import write_subtitles
from tokens import MORE_LEARNED, encode, train_tokenizer
from towers import Towers
from train import SEED, train
from train_text import train_text
from video import render_query, render_videos

DEMO = Path(__file__).resolve().parents[2] / "demo"
MODEL = DEMO / "models/demo-sight"


SAMPLES = ["sunset on beach", "빨간 자동차"]


def make_model(cache: Path) -> None:
    """Trains both towers together and exports them; the text tower is then trained anew by make_text."""
    known, _ = captions()
    tokenizer = train_tokenizer([caption.text for caption in known] + 3 * (NOUNS_EN + NOUNS_KO), MODEL / "tokenizer.json")
    export(train(known, tokenizer, cache), MODEL / "onnx", encode(tokenizer, SAMPLES))


def make_text(cache: Path) -> tuple[float, float]:
    """Trains the tokenizer and the text tower to the picture tower that is there; returns the log of the scale, and the bias."""
    known, _ = captions()
    words = 8 * (NOUNS_EN + NOUNS_KO)
    texts = [caption.text for caption in composed(SEED)] + [caption.text for caption in known] + words
    tokenizer = train_tokenizer(texts, MODEL / "tokenizer.json", MORE_LEARNED)
    model = train_text(known, tokenizer, MODEL / "onnx/vision_model.onnx", cache)
    export_text(model.text, MODEL / "onnx", encode(tokenizer, SAMPLES))
    return model.log_scale.item(), model.bias.item()


def main() -> int:
    parser = argparse.ArgumentParser(description="Makes the demo model and videos.")
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument("--reuse", action="store_true", help="keep the models and videos that are there")
    choice.add_argument("--text", action="store_true", help="keep the picture tower and the videos, and train the text tower to the picture tower")
    parser.add_argument(
        "--cache", type=Path, default=Path(tempfile.gettempdir()) / "heimdex-demo-models", help="where rendered training pictures are kept"
    )
    options = parser.parse_args()
    started = time.monotonic()
    if options.reuse:
        scoring = read_scoring()
        log_scale, bias = scoring["logScale"], scoring["bias"]
    elif options.text:
        log_scale, bias = make_text(options.cache)
        print(f"text tower: {time.monotonic() - started:.0f} s", flush=True)
    else:
        shutil.rmtree(MODEL, ignore_errors=True)
        make_model(options.cache)
        log_scale, bias = make_text(options.cache)
        print(f"model: {time.monotonic() - started:.0f} s", flush=True)
        render_videos(DEMO / "videos")
        render_query(DEMO / QUERY_IMAGE)
        print(f"videos: {time.monotonic() - started:.0f} s", flush=True)
        make_people(options.cache)
        print(f"people: {time.monotonic() - started:.0f} s", flush=True)
    write_subtitles(DEMO / "videos")
    write_demo(DEMO)
    write_manifest(DEMO, log_scale, bias)
    towers = Towers(MODEL)
    figures = evaluate(towers, captions()[1] + held_out_phrases(), options.cache, log_scale, bias)
    ranking, calibration, found = check_queries(towers, DEMO, log_scale, bias)
    faces = check_detector(DEMO / "models", options.cache) | check_recogniser(DEMO / "models", options.cache) | check_both(DEMO / "models")
    write_card(DEMO, figures, ranking, calibration, faces, log_scale, bias)
    for name, value in (figures | calibration | faces).items():
        print(f"{name}: {value:.4g}")
    print("\n".join(ranking))
    total = sum(file.stat().st_size for file in DEMO.rglob("*") if file.is_file())
    print(f"scale {math.exp(log_scale):.2f}, bias {bias:.2f}, demo folder {total:,} bytes, {time.monotonic() - started:.0f} s")
    if not found:
        print("a demo query does not find its shot with a clear margin", file=sys.stderr)
    return 0 if found and good_enough(figures) and finds_faces(faces) else 1


if __name__ == "__main__":
    sys.exit(main())
