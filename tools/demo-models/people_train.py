"""Trains the detector and the recogniser from nothing."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

import people_pool
from people_models import FACE_DIMENSION, STRIDES, Detector, Recogniser

SEED = 20261122
SCENE_SEED, PEOPLE_SEED = 3_000_000, 5_000_000
SCENES, PEOPLE, EACH = 3200, 1600, 10
# The longer side of a face's box that a stride answers for, pixels; neighbours share what lies in both.
REACHES = {8: (0, 44), 16: (34, 104), 32: (84, 10_000)}


def _light(x: Tensor, generator: torch.Generator) -> Tensor:
    """Exposure, tint and contrast of pictures from 0 to 255."""

    def spread(low: float, high: float, channels: int) -> Tensor:
        return torch.rand(x.shape[0], channels, 1, 1, generator=generator) * (high - low) + low

    x = x * spread(0.75, 1.2, 1) * spread(0.93, 1.07, 3) + spread(-14, 14, 1)
    middle = x.mean((1, 2, 3), keepdim=True)
    return ((x - middle) * spread(0.8, 1.2, 1) + middle).clamp(0, 255)


def _pace(step: int, steps: int) -> float:
    return min(1.0, (step + 1) / 80) * (0.5 + 0.5 * math.cos(math.pi * step / steps)) + 1e-3


def _targets(faces: list[np.ndarray], side: int, stride: int) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """For each cell: 1, 0 or -1 (either will do); box and landmarks in strides from the cell; what one pixel's error costs."""
    cells = side // stride
    label = np.zeros((len(faces), cells, cells), dtype=np.float32)
    box = np.zeros((len(faces), 4, cells, cells), dtype=np.float32)
    points = np.zeros((len(faces), 10, cells, cells), dtype=np.float32)
    price = np.zeros((len(faces), 1, cells, cells), dtype=np.float32)
    rows, columns = np.mgrid[:cells, :cells].astype(np.float32)
    for number, rows_of in enumerate(faces):
        for row in rows_of:
            left, top, right, bottom = row[:4]
            wide, high = right - left, bottom - top
            x, y, longest = (left + right) / 2, (top + bottom) / 2, max(wide, high)
            away = np.hypot((columns + 0.5) * stride - x, (rows + 0.5) * stride - y) / longest
            whole = row[4::2].min() > 0 and row[5::2].min() > 0 and row[4:].max() < side
            shown = x > 0 and y > 0 and x < side and y < side
            low, high_ = REACHES[stride]
            mine = low <= longest < high_
            within = away < 0.45
            label[number][within & (label[number] == 0)] = -1
            if not (mine and whole and shown):
                if not mine and whole:
                    # Another stride's: its middle is none of this one's.
                    label[number][(away < 0.2) & (label[number] < 1)] = 0 if not low * 0.75 <= longest < high_ * 1.3 else -1
                continue
            hit = (away < 0.16) | (away == away.min())
            label[number][hit] = 1
            box[number, :, hit] = np.stack([x / stride - columns[hit], y / stride - rows[hit], *np.log([[wide / stride], [high / stride]]).repeat(hit.sum(), 1)], 1)
            for k in range(5):
                points[number, 2 * k][hit] = row[4 + 2 * k] / stride - columns[hit]
                points[number, 2 * k + 1][hit] = row[5 + 2 * k] / stride - rows[hit]
            price[number, 0][hit] = stride / longest
    return tuple(torch.from_numpy(each) for each in (label, box, points, price))  # type: ignore[return-value]


def _focal(logits: Tensor, label: Tensor, focus: float) -> Tensor:
    chance = logits.sigmoid()
    miss = torch.where(label > 0, 1 - chance, chance)
    weight = torch.where(label > 0, 0.75, 0.25) * miss**focus * (label >= 0)
    return (weight * F.binary_cross_entropy_with_logits(logits, label.clamp(0), reduction="none")).sum()


@dataclass(frozen=True)
class Stage:
    """How long, how fast, how many pictures have a face at least, and how much what is wrong weighs."""

    steps: int
    rate: float
    with_faces: float
    # Of the focal loss (Lin et al., 2017): what is nearly right counts less. 0 makes scores that say how sure they are.
    focus: float
    sure: float
    box: float
    marks: float


# First where faces are, then where exactly.
FIND = Stage(1300, 4e-3, 0.0, 2, 8, 1, 3)
PLACE = Stage(750, 3e-3, 0.8, 0, 1.5, 1.5, 9)


def train_detector(cache: Path) -> Detector:
    torch.manual_seed(SEED)
    # Two threads that wait for each other are slower than one where others work too.
    torch.set_num_threads(1)
    pictures, faces = people_pool.scenes(SCENES, SCENE_SEED, cache)
    net = Detector().to(memory_format=torch.channels_last)
    for stage in (FIND, PLACE):
        improve(net, stage, pictures, faces)
    return net.to(memory_format=torch.contiguous_format).eval()


def improve(net: Detector, stage: Stage, pictures: np.ndarray, faces: list[np.ndarray], batch: int = 20) -> None:
    """Trains on with one stage's weights."""
    generator, rng = torch.Generator().manual_seed(SEED), np.random.default_rng(SEED)
    peopled = np.flatnonzero([len(found) > 0 for found in faces])
    optimiser = torch.optim.AdamW(net.parameters(), lr=stage.rate, weight_decay=1e-3)
    steps = stage.steps
    started = time.monotonic()
    for step in range(steps):
        for group in optimiser.param_groups:
            group["lr"] = stage.rate * _pace(step, steps)
        rows = rng.integers(0, len(pictures), batch)
        if stage.with_faces > 0:
            rows = np.where(rng.random(batch) < stage.with_faces, rng.choice(peopled, batch), rows)
        side = 320 if step % 4 == 0 else 224
        shown, known = [], []
        for row in rows:
            left, top = rng.integers(0, people_pool.SIDE - side + 1, 2)
            picture, found = pictures[row][top : top + side, left : left + side], faces[row].copy()
            found[:, 0::2] -= left
            found[:, 1::2] -= top
            if rng.random() < 0.5:
                picture = picture[:, ::-1]
                found[:, 0::2] = side - found[:, 0::2]
                # What was left is right.
                found = found[:, [2, 1, 0, 3, 6, 7, 4, 5, 8, 9, 12, 13, 10, 11]]
            shown.append(np.ascontiguousarray(picture[:, :, ::-1]))
            known.append(found)
        x = torch.from_numpy(np.stack(shown)).permute(0, 3, 1, 2).float()
        grids = net.grids(_light(x, generator).contiguous(memory_format=torch.channels_last))
        loss, count, sure, place = torch.zeros(()), 1.0, torch.zeros(()), torch.zeros(())
        for stride, grid in zip(STRIDES, grids, strict=True):
            label, box, points, price = _targets(known, side, stride)
            hit = (label == 1)[:, None].float()
            count += float(hit.sum())
            sure = sure + _focal(grid["cls"][:, 0], label, stage.focus) + _focal(grid["obj"][:, 0], label, stage.focus)
            offset = (grid["bbox"][:, :2] - box[:, :2]).abs() * price
            size = (grid["bbox"][:, 2:] - box[:, 2:]).abs()
            marks = (grid["kps"] - points).abs() * price
            place = place + stage.box * ((hit * offset).sum() * 4 + (hit * size).sum()) + stage.marks * (hit * marks).sum()
        loss = (stage.sure * sure + place) / count
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 10.0)
        optimiser.step()
        if step % 100 == 99:
            print(f"detector {step + 1}: sure {sure.item() / count:.3f}, place {place.item() / count:.3f}, {time.monotonic() - started:.0f} s", flush=True)


def _shift(x: Tensor, generator: torch.Generator) -> Tensor:
    """Aligned faces moved, turned and scaled as unsure landmarks would have it."""

    def spread(most: float) -> Tensor:
        return (torch.rand(x.shape[0], generator=generator) * 2 - 1) * most

    angle, size = spread(0.14), 1 + spread(0.14)
    c, s = angle.cos() * size, angle.sin() * size
    matrix = torch.stack([torch.stack([c, -s, spread(0.11)], 1), torch.stack([s, c, spread(0.11)], 1)], 1)
    grid = F.affine_grid(matrix, list(x.shape), align_corners=False)
    return F.grid_sample(x, grid, padding_mode="border", align_corners=False)


def train_recogniser(cache: Path) -> Recogniser:
    torch.manual_seed(SEED)
    torch.set_num_threads(1)
    faces = people_pool.aligned(PEOPLE, EACH, PEOPLE_SEED, cache)
    net = Recogniser().to(memory_format=torch.channels_last)
    tell(net, faces, torch.randn(PEOPLE, FACE_DIMENSION) * 0.05, TELL)
    tell(net, faces, middles(net, faces), TELL_SHIFTED)
    return net.to(memory_format=torch.contiguous_format).eval()


@dataclass(frozen=True)
class TellStage:
    steps: int
    rate: float
    # Over so many steps the margin grows to its full size.
    easing: int
    shifted: bool


TELL = TellStage(1500, 4e-3, 400, False)
TELL_SHIFTED = TellStage(700, 3e-3, 60, True)


def middles(net: Recogniser, faces: np.ndarray) -> Tensor:
    """The mean vector of each person, of three pictures."""
    net.eval()
    with torch.no_grad():
        seen = [net(torch.from_numpy(faces[:, number]).permute(0, 3, 1, 2).float()) for number in range(3)]
    net.train()
    return F.normalize(sum(F.normalize(vectors) for vectors in seen))  # type: ignore[arg-type]


def tell(net: Recogniser, faces: np.ndarray, start: Tensor, stage: TellStage, batch: int = 112) -> None:
    """Trains on with the softmax over cosines with a margin (CosFace, Wang et al., 2018)."""
    generator, rng = torch.Generator().manual_seed(SEED), np.random.default_rng(SEED)
    centres = torch.nn.Parameter(start.clone())
    optimiser = torch.optim.AdamW([*net.parameters(), centres], lr=stage.rate, weight_decay=5e-4)
    started = time.monotonic()
    for step in range(stage.steps):
        for group in optimiser.param_groups:
            group["lr"] = stage.rate * _pace(step, stage.steps)
        who = rng.integers(0, PEOPLE, batch)
        x = torch.from_numpy(faces[who, rng.integers(0, EACH, batch)]).permute(0, 3, 1, 2).float()
        if stage.shifted:
            x = _shift(x, generator)
        vectors = F.normalize(net(_light(x, generator).contiguous(memory_format=torch.channels_last)))
        cosines = vectors @ F.normalize(centres).T
        target = torch.from_numpy(who)
        cosines[torch.arange(batch), target] -= 0.35 * min(1.0, step / stage.easing)
        loss = F.cross_entropy(24 * cosines, target)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        if step % 100 == 99:
            print(f"recogniser {step + 1}: loss {loss.item():.3f}, {time.monotonic() - started:.0f} s", flush=True)
