"""Pictures with drawn people for the detector, and aligned faces for the recogniser; made in parallel, kept in a cache."""

from __future__ import annotations

import hashlib
import math
import multiprocessing
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

import absent
from kinds import KINDS, NAMES
from people_draw import Face, draw_person
from people_identity import CLOTHES, random_identity, random_pose
from pool import degrade
from stage import HEIGHT, Camera, Stage

SIDE = 320
ALIGNED = 112
# What SFace's aligned faces have their landmarks on (OpenCV's FaceRecognizerSF).
TEMPLATE = np.array([[38.2946, 51.6963], [73.5318, 51.5014], [56.0252, 71.7366], [41.5493, 92.3655], [70.7299, 92.2041]])
BACKDROPS = [picture for picture in absent.PICTURES if picture.__name__ != "_face"]
SMALLEST, LARGEST = 20.0, 230.0


def backdrop(stage: Stage, rng: random.Random) -> None:
    """Mostly a scene: no scene has a face, not even the one with the snowman."""
    (KINDS[rng.choice(NAMES)] if rng.random() < 0.6 else rng.choice(BACKDROPS))(stage)
    stage.depth(0.0)


def scene_with_people(seed: int) -> tuple[np.ndarray, np.ndarray]:
    """A picture, and of each face in it 14 numbers: the box's corners and the landmarks, in pixels."""
    rng = random.Random(seed * 6151 + 5)
    camera = Camera(rng.uniform(-2.0, 2.0), rng.uniform(-0.6, 0.6), rng.uniform(0.92, 1.45), rng.gauss(0, 1.2))
    stage = Stage(SIDE, SIDE, seed, camera, rng.uniform(0, 9))
    backdrop(stage, rng)
    stage.canvas.resetMatrix()
    stage.canvas.scale(SIDE / HEIGHT, SIDE / HEIGHT)
    faces: list[Face] = []
    for _ in range(0 if rng.random() < 0.3 else rng.choice([1, 1, 2, 2, 3, 4])):
        wide = SMALLEST * (LARGEST / SMALLEST) ** rng.random() * HEIGHT / SIDE
        x, y = rng.uniform(0, HEIGHT), rng.uniform(0, HEIGHT)
        if wide > HEIGHT / 3:
            x, y = HEIGHT / 2 + rng.gauss(0, 1), HEIGHT / 2 + rng.gauss(0, 1)
        reach = wide * SIDE / HEIGHT
        near = (x * SIDE / HEIGHT, y * SIDE / HEIGHT)
        if any(math.dist(near, ((f.box[0] + f.box[2]) / 2, (f.box[1] + f.box[3]) / 2)) < 0.9 * (reach + f.box[2] - f.box[0]) for f in faces):
            continue
        faces.append(draw_person(stage, random_identity(rng), random_pose(rng), x, y, wide / 2, rng.random() < 0.9))
    picture = np.asarray(degrade(Image.fromarray(stage.pixels()), rng))
    return picture, np.array([[*face.box, *face.points.ravel()] for face in faces], dtype=np.float32).reshape(-1, 14)


def similarity(points: np.ndarray, onto: np.ndarray) -> np.ndarray:
    """The turn, scale and shift that brings points nearest to others, as two rows of three (least squares)."""
    a, b = points - points.mean(0), onto - onto.mean(0)
    norm = (a**2).sum()
    c, s = (a * b).sum() / norm, (a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]).sum() / norm
    turn = np.array([[c, -s], [s, c]])
    return np.concatenate([turn, (onto.mean(0) - turn @ points.mean(0))[:, None]], axis=1)


def align(picture: np.ndarray, points: np.ndarray) -> np.ndarray:
    """The face upright with its landmarks on the template."""
    matrix = np.linalg.inv(np.vstack([similarity(points, TEMPLATE), [0, 0, 1]]))
    # PIL takes the middles of pixels at halves.
    matrix[:2, 2] += matrix[:2, :2] @ [-0.5, -0.5] + 0.5
    image = Image.fromarray(picture).transform((ALIGNED, ALIGNED), Image.Transform.AFFINE, matrix[:2].ravel(), Image.Resampling.BILINEAR)
    return np.asarray(image)


def aligned_face(job: tuple[int, int]) -> np.ndarray:
    """One picture of a person, aligned by landmarks as unsure as a detector's."""
    who, number = job
    rng = random.Random(who * 104_729 + number * 31 + 7)
    wide = 36 * 5 ** rng.random()
    side = round(wide * 2.2)
    stage = Stage(side, side, rng.randrange(1 << 30), Camera())
    stage.canvas.resetMatrix()
    stage.canvas.scale(side / HEIGHT, side / HEIGHT)
    if rng.random() < 0.5:
        absent.collage(stage)
    else:
        stage.block(-1, -1, 11, 11, [rng.choice(CLOTHES), rng.choice(CLOTHES)])
    middle = HEIGHT / 2
    face = draw_person(stage, random_identity(random.Random(who)), random_pose(rng), middle, middle * 0.95, HEIGHT / 2.2 / 2, rng.random() < 0.95)
    points = face.points + np.array([rng.gauss(0, 0.012 * wide) for _ in range(10)]).reshape(5, 2)
    return align(np.asarray(degrade(Image.fromarray(stage.pixels()), rng)), points)


def _kept(work: Callable[[Any], Any], jobs: list[Any], cache: Path, label: str) -> list[Any]:
    here = Path(__file__).parent
    names = ("stage", "props", "kinds", "absent", "pool", "people_pool", "people_draw", "people_hair", "people_identity")
    sources = b"".join((here / f"{name}.py").read_bytes() for name in names)
    key = hashlib.sha256(sources + f"{label} {len(jobs)} {jobs[0]}".encode()).hexdigest()[:16]
    file = cache / f"{label}-{key}.npy"
    if not file.exists():
        cache.mkdir(parents=True, exist_ok=True)
        with multiprocessing.get_context("spawn").Pool() as workers:
            made = workers.map(work, jobs, chunksize=32)
        rows = np.empty(len(made), dtype=object)
        rows[:] = made
        part = file.with_suffix(".part.npy")
        np.save(part, rows)
        part.rename(file)
    return list(np.load(file, allow_pickle=True))


def scenes(count: int, first_seed: int, cache: Path) -> tuple[np.ndarray, list[np.ndarray]]:
    """Pictures as (n, SIDE, SIDE, 3) bytes, and the faces of each."""
    rows = _kept(scene_with_people, [first_seed + number for number in range(count)], cache, "scenes")
    return np.stack([picture for picture, _ in rows]), [faces for _, faces in rows]


def aligned(people: int, each: int, first_seed: int, cache: Path) -> np.ndarray:
    """Faces as (people, each, ALIGNED, ALIGNED, 3) bytes."""
    jobs = [(first_seed + who, number) for who in range(people) for number in range(each)]
    return np.stack(_kept(aligned_face, jobs, cache, "aligned")).reshape(people, each, ALIGNED, ALIGNED, 3)
