"""Makes the demo's face models and the video with its people.

python tools/demo-models/make_people.py     both models and the video (about 15 minutes on two cores)

`make.py --reuse` then checks and describes them.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

from people_export import export_detector, export_recogniser
from people_train import train_detector, train_recogniser
from people_video import render_people

DEMO = Path(__file__).resolve().parents[2] / "demo"


def make_people(cache: Path) -> None:
    """Trains and exports the models, and renders the video."""
    export_detector(train_detector(cache), DEMO / "models")
    export_recogniser(train_recogniser(cache), DEMO / "models")
    render_people(DEMO / "videos")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Makes the demo's face models and the video with its people.")
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "heimdex-demo-models")
    started = time.monotonic()
    make_people(parser.parse_args().cache)
    print(f"{time.monotonic() - started:.0f} s")
