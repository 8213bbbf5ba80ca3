"""What demo.json, the manifest and the card say of the demo's people."""

from __future__ import annotations

import people_board as board
import people_train
from people_check import OVERLAP, SAME, SCORE
from people_export import DETECTOR, GRAPH, RECOGNISER
from people_models import FACE_DIMENSION, STRIDES
from people_pool import ALIGNED, TEMPLATE

CONFIGS: dict[str, tuple[str, dict[str, object]]] = {
    DETECTOR: (
        "face-detection",
        {
            "graph": GRAPH,
            "size": 640,
            "channelOrder": "bgr",
            "strides": list(STRIDES),
            "scoreThreshold": SCORE,
            "overlapThreshold": OVERLAP,
        },
    ),
    RECOGNISER: (
        "face-recognition",
        {
            "graph": GRAPH,
            "dimension": FACE_DIMENSION,
            "size": ALIGNED,
            "channelOrder": "rgb",
            "landmarks": TEMPLATE.tolist(),
            "samePersonCosine": SAME,
        },
    ),
}
# Whom the demo names; the others are left to its users.
NAMED = ["Mina"]


def video() -> dict[str, object]:
    """The shots, with who is seen and what is said in each. No kinds: the sight model knows none of them."""
    rows = [
        {
            "start": start,
            "end": end,
            "people": [part.name for part in shot.parts],
            "captions": {"en": shot.en, "ko": shot.ko},
            "said": shot.said,
        }
        for (start, end), shot in zip(board.times(), board.SHOTS, strict=True)
    ]
    return {"file": board.VIDEO, "shots": rows}


def _place(stretch: tuple[float, float]) -> dict[str, object]:
    return {"video": board.VIDEO, "start": stretch[0], "end": stretch[1]}


def people() -> list[dict[str, object]]:
    """Who there is, where each is seen alone for the first time, and all that each is seen in."""
    alone = {shot.parts[0].name: time for time, shot in reversed(list(zip(board.times(), board.SHOTS))) if len(shot.parts) == 1}
    return [
        {"name": name, "named": name in NAMED, "alone": _place(alone[name]), "seen": [_place(time) for time in board.stretches(name)]}
        for name in board.PEOPLE
    ]


def queries() -> list[dict[str, object]]:
    return [{"text": f"person:{name}", "expect": [_place(time) for time in board.stretches(name)]} for name in NAMED]


def card(figures: str) -> str:
    """The part of the README that is about faces."""
    return f"""# {DETECTOR}, {RECOGNISER}

Two very small models with the inputs and outputs of YuNet and of SFace, so that people can be shown and tested without a download.
**They are a demo.** They know the drawn people of `tools/demo-models/people_*.py` and are of no use for real faces. heimdex takes
them with `--profile demo` only.

- Licence: Apache-2.0, like the rest of the repository. All people are drawn from random numbers; no photograph was used.
- `{DETECTOR}`: a picture of any size (blue, green, red, 0 to 255, sides multiples of 32) gives `cls`, `obj`, `bbox` and `kps` for
  the strides 8, 16 and 32. Trained on {people_train.SCENES:,} pictures: drawn people before all kinds of scene, and scenes without people.
- `{RECOGNISER}`: an aligned face ({ALIGNED} x {ALIGNED}, red, green, blue, 0 to 255) gives {FACE_DIMENSION} numbers, not normalised.
  Trained on {people_train.EACH} pictures each of {people_train.PEOPLE:,} people with the softmax loss over cosines of CosFace (Wang et al., 2018).

The figures are on seeds that training never draws; the three people of `{board.VIDEO}` are none of those it was trained on.

{figures}
"""
