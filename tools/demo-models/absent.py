"""Pictures of nothing in particular, so that the model learns to say no."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from stage import BOTTOM, LEFT, RIGHT, TOP, Stage, mix


def _plain(s: Stage) -> None:
    rng = s.rng
    tone = rng.choice(
        [(0, 0, 0), (255, 255, 255), tuple(rng.uniform(0, 255) for _ in range(3)), tuple(rng.uniform(0, 255) for _ in range(3))]
    )
    s.rect(LEFT, TOP, RIGHT - LEFT, BOTTOM - TOP, tone)  # type: ignore[arg-type]


def _gradient(s: Stage) -> None:
    rng = s.rng
    tones = [tuple(rng.uniform(0, 255) for _ in range(3)) for _ in range(rng.randint(2, 3))]
    s.block(LEFT, TOP, RIGHT - LEFT, BOTTOM - TOP, tones, rng.random() < 0.5)  # type: ignore[arg-type]


def _stripes(s: Stage) -> None:
    rng = s.rng
    _gradient(s)
    tone, wide, both = tuple(rng.uniform(0, 255) for _ in range(3)), rng.uniform(0.3, 2.0), rng.random()
    for k in range(int(34 / wide)):
        if both < 0.7:
            s.rect(LEFT + k * wide, TOP, wide / 2, BOTTOM - TOP, tone)  # type: ignore[arg-type]
        if both > 0.35:
            s.rect(LEFT, TOP + k * wide, RIGHT - LEFT, wide / 2, tone, 0.7)  # type: ignore[arg-type]


def collage(s: Stage) -> None:
    rng = s.rng
    _gradient(s)
    for _ in range(rng.randint(3, 40)):
        tone, x, y, size = tuple(rng.uniform(0, 255) for _ in range(3)), rng.uniform(-1, 17), rng.uniform(-1, 10), rng.uniform(0.3, 4)
        if rng.random() < 0.5:
            s.oval(x, y, size, size * rng.uniform(0.3, 1), tone, 1, 0, rng.uniform(0, 180))  # type: ignore[arg-type]
        else:
            s.poly([(x + rng.uniform(-size, size), y + rng.uniform(-size, size)) for _ in range(4)], tone)  # type: ignore[arg-type]


def _room(s: Stage) -> None:
    """A table with plates before a wall with a picture."""
    rng = s.rng
    wall, floor, wood = s.vary((214, 204, 186), 40), s.vary((140, 110, 84), 30), s.vary((120, 78, 46), 24)
    s.block(LEFT, TOP, RIGHT - LEFT, 20, [mix(wall, (255, 255, 255), 0.3), wall])
    s.rect(LEFT, 6.0, RIGHT - LEFT, 10, floor)
    s.rect(rng.uniform(1, 9), 1, rng.uniform(2, 4), 2.2, s.vary((150, 170, 190), 60))
    y = rng.uniform(5.2, 6.4)
    s.poly([(3, y), (13, y), (15, y + 2), (1, y + 2)], wood)
    for x in (1.6, 14.1):
        s.rect(x, y + 2, 0.4, 3, mix(wood, (0, 0, 0), 0.3))
    for _ in range(rng.randint(2, 6)):
        x, py = rng.uniform(3.5, 12.5), y + rng.uniform(0.3, 1.6)
        s.oval(x, py, 0.8, 0.28, (244, 244, 240))
        s.oval(x, py - 0.03, 0.5, 0.16, s.vary((190, 90, 60), 70))
    for _ in range(rng.randint(1, 3)):
        x = rng.uniform(0, 15)
        s.rect(x, y + 0.6, 1.6, 3, mix(wood, (30, 20, 10), 0.2), 1, 0.2)


def _page(s: Stage) -> None:
    """A page or slide with lines that stand for writing."""
    rng = s.rng
    dark = rng.random() < 0.35
    s.rect(LEFT, TOP, RIGHT - LEFT, BOTTOM - TOP, (24, 26, 34) if dark else (250, 250, 248))
    ink = (230, 232, 240) if dark else (40, 44, 54)
    for row in range(rng.randint(3, 12)):
        x, y = rng.uniform(1, 2), 1 + row * 0.7
        while x < rng.uniform(8, 15):
            wide = rng.uniform(0.3, 1.3)
            s.rect(x, y, wide, 0.28, ink, 0.85, 0.08)
            x += wide + 0.2


def _face(s: Stage) -> None:
    """Head and shoulders in front of a plain wall."""
    rng = s.rng
    _gradient(s)
    x, skin = rng.uniform(5, 11), rng.choice([(236, 190, 156), (198, 144, 104), (140, 96, 66)])
    s.oval(x, 9.2, 3.6, 2.8, tuple(rng.uniform(20, 235) for _ in range(3)))  # type: ignore[arg-type]
    s.oval(x, 4.0, 1.95, 2.3, rng.choice([(40, 30, 26), (120, 80, 40), (200, 170, 100)]))
    s.oval(x, 4.5, 1.65, 2.1, skin)
    for side in (-0.6, 0.6):
        s.oval(x + side, 4.2, 0.26, 0.17, (255, 255, 255))
        s.oval(x + side, 4.2, 0.12, 0.14, (30, 30, 40))
    s.curve((x - 0.6, 5.5), (x, 6.0), (x + 0.6, 5.5), 0.14, (180, 70, 70))


PICTURES: list[Callable[[Stage], None]] = [_plain, _gradient, _stripes, collage, collage, _room, _page, _face]


def noise(size: int, seed: int) -> np.ndarray:
    """A square of fine or coarse coloured noise."""
    rng = np.random.default_rng(seed)
    cell = int(rng.choice([1, 1, 2, 4, 8, 16]))
    small = rng.integers(0, 256, (size // cell + 1, size // cell + 1, int(rng.choice([1, 3]))), dtype=np.uint8)
    return np.ascontiguousarray(np.broadcast_to(small.repeat(cell, 0).repeat(cell, 1)[:size, :size], (size, size, 3)))
