"""Renders the video with the demo's people."""

from __future__ import annotations

import math
import multiprocessing
from pathlib import Path

import numpy as np
from PIL import Image

import people_board as board
from people_draw import Face, draw_person
from people_identity import Pose
from people_rooms import ROOMS
from stage import Camera, Stage
from storyboard import FRAME_RATE, HEIGHT, WIDTH
from video import encode


def _pose(part: board.Part, moment: float, phase: float) -> Pose:
    """Slow sways, a blink every two seconds and a half, and lips that move where somebody talks."""
    blink = (moment + phase) % 2.6
    syllable = max(0.0, math.sin(moment * 9.2 + phase)) * max(0.0, math.sin(moment * 1.9 + 0.6)) if part.talks else 0.0
    return Pose(
        roll=3.2 * math.sin(moment * 0.9 + phase),
        turn=part.turn + 0.16 * math.sin(moment * 0.7 + phase),
        nod=0.2 * math.sin(moment * 1.1 + 2 * phase),
        smile=0.65 + 0.2 * math.sin(moment * 0.8 + phase),
        open=0.75 * syllable,
        lids=0.08 if blink < 0.12 else 1.0,
        gaze=0.5 * math.sin(moment * 0.6 + phase),
        brows=0.35 + 0.35 * math.sin(moment * 1.3),
        light=0.3,
        shirt=part.shirt,
        collar=part.collar,
    )


def paint(number: int, moment: float) -> tuple[np.ndarray, dict[str, Face]]:
    """One frame, painted at twice the size and averaged down, and the faces in it in pixels of twice the size."""
    shot = board.SHOTS[number]
    share = moment * FRAME_RATE / shot.frames
    share = share * share * (3 - 2 * share)
    a, b = shot.start, shot.end
    camera = Camera(a.x + (b.x - a.x) * share, 0.0, a.zoom + (b.zoom - a.zoom) * share)
    stage = Stage(WIDTH * 2, HEIGHT * 2, board.VIDEO_SEED + number, camera, moment)
    ROOMS[shot.room](stage)
    stage.depth(1.0)
    faces = {}
    for index, part in enumerate(shot.parts):
        pose = _pose(part, moment, 0.7 + 1.9 * index + number)
        faces[part.name] = draw_person(stage, board.PEOPLE[part.name], pose, part.x, part.y + 0.04 * math.sin(moment * 1.4 + index), part.unit)
    return np.asarray(Image.fromarray(stage.pixels()).reduce(2)), faces


def _frame(job: tuple[int, float]) -> bytes:
    return paint(*job)[0].tobytes()


def render_people(folder: Path) -> None:
    jobs = [(number, frame / FRAME_RATE) for number, shot in enumerate(board.SHOTS) for frame in range(shot.frames)]
    with multiprocessing.get_context("spawn").Pool() as workers:
        encode(folder / board.VIDEO, workers.imap(_frame, jobs, chunksize=8))
