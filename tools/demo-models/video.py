"""Renders the storyboard to H.264 videos, and the query picture."""

from __future__ import annotations

import multiprocessing
import subprocess
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from PIL import Image

import storyboard as board
from kinds import KINDS
from stage import Camera, Stage
from storyboard import Shot

FrameJob = tuple[Shot, float, float]


def paint(kind: str, seed: int, camera: Camera, time: float, width: int, height: int) -> np.ndarray:
    """One frame, painted at twice the size and averaged down."""
    stage = Stage(width * 2, height * 2, seed, camera, time)
    KINDS[kind](stage)
    return np.asarray(Image.fromarray(stage.pixels()).reduce(2))


def _frame(parts: list[FrameJob]) -> bytes:
    """A frame of one shot, or a weighted mean of two while they melt into each other."""
    total = np.zeros((board.HEIGHT, board.WIDTH, 3), dtype=np.float64)
    for shot, moment, weight in parts:
        share = moment * board.FRAME_RATE / shot.frames
        # Half linear, half eased: the move starts and ends softly without standing still.
        share = 0.5 * share + 0.5 * share * share * (3 - 2 * share)
        a, b = shot.start, shot.end
        camera = Camera(a.x + (b.x - a.x) * share, a.y + (b.y - a.y) * share, a.zoom + (b.zoom - a.zoom) * share)
        total += weight * paint(shot.kind, shot.seed, camera, moment + 1.0, board.WIDTH, board.HEIGHT)
    return (total + 0.5).astype(np.uint8).tobytes()


def frame_jobs(shots: list[Shot]) -> list[list[FrameJob]]:
    """For every frame of a video the shots in it, the moment within each and its weight."""
    jobs: list[list[FrameJob]] = []
    for number, shot in enumerate(shots):
        after = shots[number + 1] if number + 1 < len(shots) else None
        for frame in range(shot.frames):
            parts = [(shot, frame / board.FRAME_RATE, 1.0)]
            if shot.fade and frame < shot.fade // 2:
                weight = 0.5 + (frame + 0.5) / shot.fade
                before = shots[number - 1]
                parts = [(shot, frame / board.FRAME_RATE, weight), (before, (before.frames + frame) / board.FRAME_RATE, 1 - weight)]
            elif after is not None and after.fade and frame >= shot.frames - after.fade // 2:
                weight = (frame - (shot.frames - after.fade // 2) + 0.5) / after.fade
                parts = [(shot, frame / board.FRAME_RATE, 1 - weight), (after, (frame - shot.frames) / board.FRAME_RATE, weight)]
            jobs.append(parts)
    return jobs


def encode(file: Path, frames: Iterable[bytes]) -> None:
    """Writes frames of the storyboard's size as H.264."""
    raw = ["-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{board.WIDTH}x{board.HEIGHT}", "-r", str(board.FRAME_RATE), "-i", "-"]
    colours = ["-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709", "-color_range", "tv"]
    code = ["-c:v", "libx264", "-preset", "veryslow", "-crf", "27", "-pix_fmt", "yuv420p", "-g", "120", "-threads", "2", *colours]
    plain = ["-map_metadata", "-1", "-fflags", "+bitexact", "-flags:v", "+bitexact", "-movflags", "+faststart"]
    scale = ["-vf", "scale=out_color_matrix=bt709:out_range=tv"]
    encoder = subprocess.Popen(["ffmpeg", "-v", "error", "-y", *raw, *scale, *code, *plain, str(file)], stdin=subprocess.PIPE)
    assert encoder.stdin is not None
    for data in frames:
        encoder.stdin.write(data)
    encoder.stdin.close()
    if encoder.wait() != 0:
        raise RuntimeError(f"ffmpeg could not write {file.name}")


def render_videos(folder: Path) -> None:
    """Writes all videos of the storyboard."""
    folder.mkdir(parents=True, exist_ok=True)
    with multiprocessing.get_context("spawn").Pool() as workers:
        for name, shots in board.VIDEOS.items():
            encode(folder / name, workers.imap(_frame, frame_jobs(shots), chunksize=8))


def render_query(file: Path) -> None:
    """Writes the query picture: the query's kind from a seed that no video has, in another shape."""
    picture = paint(board.QUERY_KIND, board.QUERY_SEED, Camera(0.2, 0.0, 1.05), 2.0, 480, 360)
    Image.fromarray(picture).save(file, "WEBP", quality=82, method=6)
