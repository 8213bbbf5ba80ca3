"""Figures of the exported face graphs on people and scenes that training never sees."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import onnxruntime

import people_pool
from people_draw import draw_person
from people_export import DETECTOR, GRAPH, RECOGNISER
from people_identity import random_identity, random_pose
from people_models import STRIDES
from stage import HEIGHT, Camera, Stage

SCENE_SEED, PEOPLE_SEED = 60_000_000, 65_000_000
SCENES, PEOPLE, EACH, PORTRAYED = 400, 250, 6, 60
# What production takes: docs/decisions/034-faces.md, models.manifest.json.
SCORE, OVERLAP, SAME = 0.6, 0.3, 0.363
REQUIRED = {
    "faces found": 0.95,
    "pictures without a face where none is found": 0.97,
    "same person at or above 0.363": 0.95,
    "others below 0.363": 0.95,
    "as found: same person at or above 0.363": 0.9,
    "as found: others below 0.363": 0.95,
}


def _session(file: Path) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(str(file), options)


def overlap(a: np.ndarray, b: np.ndarray) -> float:
    wide = min(a[2], b[2]) - max(a[0], b[0])
    high = min(a[3], b[3]) - max(a[1], b[1])
    both = max(0.0, wide) * max(0.0, high)
    return both / ((a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - both)


class Finder:
    """The detector as heimdex runs it on a picture that is no larger than its finest level."""

    def __init__(self, folder: Path) -> None:
        self.session = _session(folder / DETECTOR / GRAPH)

    def find(self, picture: np.ndarray) -> np.ndarray:
        """Rows of corners, landmarks and score, the surest first."""
        high, wide = (-(-side // 32) * 32 for side in picture.shape[:2])
        padded = np.zeros((1, 3, high, wide), dtype=np.float32)
        padded[0, :, : picture.shape[0], : picture.shape[1]] = picture[:, :, ::-1].transpose(2, 0, 1)
        outputs = dict(zip([output.name for output in self.session.get_outputs()], self.session.run(None, {"input": padded}), strict=True))
        rows = []
        for stride in STRIDES:
            cls, obj, bbox, kps = (outputs[f"{kind}_{stride}"][0] for kind in ("cls", "obj", "bbox", "kps"))
            score = np.sqrt(cls[:, 0] * obj[:, 0])
            for cell in np.flatnonzero(score >= SCORE):
                row, column = divmod(int(cell), wide // stride)
                x, y = (column + bbox[cell, 0]) * stride, (row + bbox[cell, 1]) * stride
                half = np.exp(bbox[cell, 2:]) * stride / 2
                points = (kps[cell].reshape(5, 2) + [column, row]) * stride
                rows.append([x - half[0], y - half[1], x + half[0], y + half[1], *points.ravel(), score[cell]])
        rows.sort(key=lambda row: -row[-1])
        kept: list[np.ndarray] = []
        for row in map(np.array, rows):
            if all(overlap(row, other) <= OVERLAP for other in kept):
                kept.append(row)
        return np.array(kept).reshape(-1, 15)


class Teller:
    """The recogniser: vectors of unit length for aligned faces as (n, 112, 112, 3) bytes."""

    def __init__(self, folder: Path) -> None:
        self.session = _session(folder / RECOGNISER / GRAPH)

    def vectors(self, faces: np.ndarray) -> np.ndarray:
        found = [
            self.session.run(None, {"data": np.ascontiguousarray(faces[start : start + 64].transpose(0, 3, 1, 2), dtype=np.float32)})[0]
            for start in range(0, len(faces), 64)
        ]
        all_ = np.concatenate(found)
        return all_ / np.linalg.norm(all_, axis=1, keepdims=True)


def check_detector(folder: Path, cache: Path) -> dict[str, float]:
    finder = Finder(folder)
    pictures, faces = people_pool.scenes(SCENES, SCENE_SEED, cache)
    hits, whole, wrong, clean, empty, errors = 0, 0, 0, 0, 0, []
    for picture, known in zip(pictures, faces, strict=True):
        found = finder.find(picture)
        if len(known) == 0:
            empty += 1
            clean += len(found) == 0
        wrong += sum(all(overlap(row, face) < 0.3 for face in known) for row in found)
        for face in known:
            if face[4:].min() < 0 or face[4:].max() > people_pool.SIDE or face[:4].min() < 0 or face[:4].max() > people_pool.SIDE:
                continue
            whole += 1
            best = max(found, key=lambda row: overlap(row, face), default=None)
            if best is not None and overlap(best, face) >= 0.5:
                hits += 1
                apart = np.linalg.norm(face[4:6] - face[6:8])
                errors.append(np.linalg.norm((best[4:14] - face[4:14]).reshape(5, 2), axis=1).mean() / apart)
    return {
        "unseen pictures, with people and without": SCENES,
        "whole faces in them": whole,
        "faces found": hits / whole,
        "pictures without a face where none is found": clean / empty,
        "found where none is, for each picture": wrong / SCENES,
        "landmarks' mean error, distances of the eyes": float(np.mean(errors)),
    }


def check_recogniser(folder: Path, cache: Path) -> dict[str, float]:
    faces = people_pool.aligned(PEOPLE, EACH, PEOPLE_SEED, cache)
    vectors = Teller(folder).vectors(faces.reshape(-1, people_pool.ALIGNED, people_pool.ALIGNED, 3))
    same, others, mean_same, mean_others = _shares(vectors, np.repeat(np.arange(PEOPLE), EACH))
    return {
        "unseen people": PEOPLE,
        "pictures of each": EACH,
        "same person at or above 0.363": same,
        "others below 0.363": others,
        "mean cosine of the same person": mean_same,
        "mean cosine of others": mean_others,
    }


def _portrait(who: int, number: int) -> np.ndarray:
    """Somebody before some scene."""
    rng = random.Random(who * 104_729 + number * 31 + 11)
    side = people_pool.SIDE
    stage = Stage(side, side, rng.randrange(1 << 30), Camera())
    people_pool.backdrop(stage, rng)
    stage.canvas.resetMatrix()
    stage.canvas.scale(side / HEIGHT, side / HEIGHT)
    unit = rng.uniform(40, 160) / 2 * HEIGHT / side
    draw_person(stage, random_identity(random.Random(who)), random_pose(rng), HEIGHT / 2 + rng.uniform(-1, 1), HEIGHT / 2, unit)
    return stage.pixels()


def check_both(folder: Path) -> dict[str, float]:
    """The recogniser on faces as the detector finds them."""
    finder, teller = Finder(folder), Teller(folder)
    faces, owners = [], []
    for who in range(PORTRAYED):
        for number in range(EACH):
            picture = _portrait(PEOPLE_SEED + 1000 + who, number)
            found = finder.find(picture)
            if len(found) > 0:
                faces.append(people_pool.align(picture, found[0, 4:14].reshape(5, 2)))
                owners.append(who)
    same, others = _shares(teller.vectors(np.stack(faces)), np.array(owners))[:2]
    return {
        f"portraits of {PORTRAYED} unseen people in which a face is found": len(faces) / (PORTRAYED * EACH),
        "as found: same person at or above 0.363": same,
        "as found: others below 0.363": others,
    }


def _shares(vectors: np.ndarray, who: np.ndarray) -> tuple[float, float, float, float]:
    """How many pairs are told rightly, of one person and of two; the mean cosine of both."""
    cosines = vectors @ vectors.T
    same = (who[:, None] == who[None, :]) & ~np.eye(len(who), dtype=bool)
    other = who[:, None] != who[None, :]
    right = float((cosines[same] >= SAME).mean()), float((cosines[other] < SAME).mean())
    return *right, float(cosines[same].mean()), float(cosines[other].mean())


def good_enough(figures: dict[str, float]) -> bool:
    return all(figures[name] >= least for name, least in REQUIRED.items())
