"""Checks that the demo queries find their shots in the finished videos, one frame a second."""

from __future__ import annotations

import math
import subprocess
from pathlib import Path

import numpy as np
from PIL import Image

import people_board
import storyboard as board
from model import SIZE
from towers import Towers, unit

MARGIN = 0.1
# Weights of the minus term, and the margin asked of each: the whole vector taken away leaves less of the query itself.
MINUS_MARGINS = {0.5: 0.1, 0.75: 0.1, 1.0: 0.05}
NOT_THERE = [
    "a dog playing piano",
    "kitchen",
    "a kitchen table with plates",
    "qwxz vbrp",
    "asdf jkl;",
    "피아노 치는 강아지",
    "부엌",
    "회의실에서 발표하는 사람",
    "a cat on a sofa",
    "birthday cake",
    "a woman typing on a laptop",
    "pizza",
    "자전거 타는 아이",
    "elephant",
    "침대 위의 고양이",
    "wedding",
]


def shots(name: str) -> list[dict[str, object]]:
    """The shots of a video with their times in seconds."""
    rows, frame = [], 0
    for shot in board.VIDEOS[name]:
        end = frame + shot.frames
        rows.append(
            {
                "start": round(frame / board.FRAME_RATE, 4),
                "end": round(end / board.FRAME_RATE, 4),
                "kind": shot.kind,
                "captions": {"en": shot.en, "ko": shot.ko},
            }
        )
        frame = end
    return rows


def sampled(file: Path) -> np.ndarray:
    """Frames at 0, 1, 2 ... seconds as ffmpeg's bilinear scaler gives them."""
    command = [
        "ffmpeg",
        "-v",
        "error",
        "-i",
        str(file),
        "-vf",
        f"select=not(mod(n\\,{board.FRAME_RATE})),scale={SIZE}:{SIZE}:flags=bilinear",
        "-vsync",
        "passthrough",
        "-f",
        "rawvideo",
        "-pix_fmt",
        "rgb24",
        "-",
    ]
    data = subprocess.run(command, check=True, capture_output=True).stdout
    return np.frombuffer(data, dtype=np.uint8).reshape(-1, SIZE, SIZE, 3)


def rank(scores: np.ndarray, owners: list[str]) -> list[tuple[str, float]]:
    """Shots by their best frame, best first."""
    best: dict[str, float] = {}
    for owner, score in zip(owners, scores, strict=True):
        best[owner] = max(best.get(owner, -2.0), float(score))
    return sorted(best.items(), key=lambda item: -item[1])


def check_queries(towers: Towers, demo: Path, log_scale: float, bias: float) -> tuple[list[str], dict[str, float], bool]:
    """Lines for the card, calibration on the demo's frames, and whether every query found its shot."""
    frames, owners, steady = [], [], []
    for name in board.VIDEOS:
        pictures = sampled(demo / "videos" / name)
        frames.append(pictures)
        for second in range(len(pictures)):
            row = next(row for row in shots(name) if float(str(row["end"])) > second)
            owners.append(str(row["kind"]))
            # Frames within a cross-fade belong to two shots and say nothing about calibration.
            edges = [float(str(row["start"])), float(str(row["end"]))]
            fades = any(shot.fade for shot in board.VIDEOS[name]) and min(abs(second - edge) for edge in edges) < 0.4
            steady.append(not fades)
    # The video with people shows none of the kinds: all of it may only mislead.
    frames.append(sampled(demo / "videos" / people_board.VIDEO))
    owners += ["people"] * len(frames[-1])
    steady += [False] * len(frames[-1])
    seen = towers.see(np.concatenate(frames))
    lines, fine = [], True
    for query, kind in board.QUERIES:
        # What was said is found by no picture.
        if query.get("text", "").startswith("said:"):
            continue
        vectors: dict[str, np.ndarray] = {}
        margins: dict[str, float] = {}
        if "image" in query:
            with Image.open(demo / query["image"]) as image:
                small = np.asarray(image.convert("RGB").resize((SIZE, SIZE), Image.Resampling.BILINEAR))
            vectors = {query["image"]: towers.see(small[None])[0]}
        elif " -" in query["text"]:
            plus, minus = query["text"].split(" -")
            wanted, unwanted = towers.read([plus, minus])
            for weight, margin in MINUS_MARGINS.items():
                label = f"{query['text']} (weight {weight})"
                vectors[label], margins[label] = unit(wanted - weight * unwanted), margin
            without = rank(seen @ wanted, owners)
            lines.append(f"| {plus} | {without[0][0]} {without[0][1]:.3f} | {without[1][0]} {without[1][1]:.3f} | |")
        else:
            vectors = {query["text"]: towers.read([query["text"]])[0]}
        for label, vector in vectors.items():
            first, second = rank(seen @ vector, owners)[:2]
            fine = fine and first[0] == kind and first[1] - second[1] >= margins.get(label, MARGIN)
            lines.append(f"| {label} | {first[0]} {first[1]:.3f} | {second[0]} {second[1]:.3f} | {first[1] - second[1]:.3f} |")
    scale = math.exp(log_scale)

    def chance(texts: list[str]) -> np.ndarray:
        return 1 / (1 + np.exp(-(scale * (towers.read(texts) @ seen.T) + bias)))

    own = [chance([caption])[0] for rows in board.VIDEOS.values() for shot in rows for caption in (shot.en, shot.ko)]
    kinds = [shot.kind for rows in board.VIDEOS.values() for shot in rows for _ in range(2)]
    usable = np.array(steady)
    matching = np.concatenate([row[usable & (np.array(owners) == kind)] for row, kind in zip(own, kinds, strict=True)])
    absent = chance(NOT_THERE)
    for text, row in zip(NOT_THERE, absent, strict=True):
        if row.max() >= 0.1:
            print(f"not below 0.1: {text}: {row.max():.2f} for {owners[int(row.argmax())]}")
    figures = {
        "caption and own frame, share above 0.5": float((matching > 0.5).mean()),
        "caption and own frame, lowest": float(matching.min()),
        "absent things, share below 0.1": float((absent < 0.1).mean()),
        "absent things, highest": float(absent.max()),
    }
    return lines, figures, fine
