"""Pools of rendered pictures at the model's size, made in parallel and kept in a cache folder."""

from __future__ import annotations

import hashlib
import io
import multiprocessing
import random
from pathlib import Path

import numpy as np
from PIL import Image, ImageFilter

import absent
from kinds import KINDS, NAMES
from model import SIZE
from stage import Camera, Stage

ABSENT = -1
SHAPES = [(320, 180), (320, 180), (320, 180), (240, 180), (180, 180), (320, 160)]


def degrade(image: Image.Image, rng: random.Random) -> Image.Image:
    """What cameras and codecs do: a little motion or focus blur, then compression."""
    if rng.random() < 0.25:
        pixels, shift = np.asarray(image, dtype=np.float32), rng.randint(1, 3)
        image = Image.fromarray(((pixels + np.roll(pixels, shift, 1) + np.roll(pixels, -shift, 1)) / 3).astype(np.uint8))
    elif rng.random() < 0.3:
        image = image.filter(ImageFilter.GaussianBlur(rng.uniform(0.4, 1.6)))
    if rng.random() < 0.6:
        buffer = io.BytesIO()
        image.save(buffer, "JPEG", quality=rng.randint(18, 90))
        image = Image.open(buffer).convert("RGB")
    return image


def render(job: tuple[int, int]) -> np.ndarray:
    """One picture of the kind (or of nothing known) as SIZE x SIZE x 3 bytes."""
    kind, seed = job
    rng = random.Random(seed * 7919 + 13)
    if kind == ABSENT and rng.random() < 0.2:
        return absent.noise(SIZE, seed)
    camera = Camera(rng.uniform(-2.0, 2.0), rng.uniform(-0.6, 0.6), rng.uniform(0.92, 1.45), rng.gauss(0, 1.2))
    stage = Stage(*rng.choice(SHAPES), seed, camera, rng.uniform(0, 9))
    (rng.choice(absent.PICTURES) if kind == ABSENT else KINDS[NAMES[kind]])(stage)
    image = degrade(Image.fromarray(stage.pixels()), rng)
    resample = rng.choice([Image.Resampling.BILINEAR, Image.Resampling.BILINEAR, Image.Resampling.BOX, Image.Resampling.HAMMING])
    return np.asarray(image.resize((SIZE, SIZE), resample))


def pool(each: int, absent_count: int, first_seed: int, cache: Path) -> tuple[np.ndarray, np.ndarray]:
    """Pictures (n, SIZE, SIZE, 3) and their kinds, `each` of every kind; seeds count up from first_seed."""
    here = Path(__file__).parent
    sources = b"".join(path.read_bytes() for path in sorted(here.glob("*.py")) if path.stem in _SOURCES or path.stem.startswith("scenes_"))
    key = hashlib.sha256(sources + f"{each} {absent_count} {first_seed} {SIZE}".encode()).hexdigest()[:16]
    kinds = [kind for kind in range(len(NAMES)) for _ in range(each)] + [ABSENT] * absent_count
    jobs = [(kind, first_seed + number) for number, kind in enumerate(kinds)]
    file = cache / f"pool-{key}.npy"
    if not file.exists():
        cache.mkdir(parents=True, exist_ok=True)
        with multiprocessing.get_context("spawn").Pool() as workers:
            pictures = np.stack(workers.map(render, jobs, chunksize=64))
        part = file.with_suffix(".part.npy")
        np.save(part, pictures)
        part.rename(file)
    return np.load(file), np.array(kinds)


_SOURCES = {"stage", "props", "kinds", "absent", "pool"}
