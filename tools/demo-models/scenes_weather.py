"""Scenes of weather."""

from __future__ import annotations

import math

import skia

from props import GREY, cloud, leafy, ridge
from stage import BOTTOM, LEFT, RIGHT, Colour, Point, Stage, mix


def lightning(s: Stage) -> None:
    """A forked bolt from black clouds on to a dark plain."""
    rng = s.rng
    s.sky([(22, 22, 40), (56, 54, 86), (104, 98, 128)], 7)
    s.depth(0.4)
    flash = 0.75 + 0.25 * math.sin(s.time * 9) * math.sin(s.time * 5.3)
    start = rng.uniform(3.5, 12.5)
    s.glow(start, 2.5, 7, (170, 160, 255), 0.55 * flash)
    forks: list[tuple[list[Point], float]] = []

    def fork(x: float, y: float, drift: float, width: float) -> None:
        points = [(x, y)]
        while y < 7.1 and len(points) < (18 if width > 0.06 else 6):
            x, y = x + drift + rng.uniform(-0.5, 0.5), y + rng.uniform(0.3, 0.6)
            points.append((x, y))
            if width > 0.06 and rng.random() < 0.3:
                fork(x, y, rng.choice([-0.35, 0.35]), width * 0.45)
        forks.append((points, width))

    fork(start, 1.2, rng.uniform(-0.12, 0.12), 0.12)
    for points, width in forks:
        s.line(points, width * 5, (150, 140, 255), 0.5 * flash, 0.18)
        s.line(points, width, (250, 248, 255), 0.7 + 0.3 * flash)
    for _ in range(12):
        cloud(s, rng.uniform(-5, 21), rng.uniform(-1.2, 1.6), rng.uniform(3, 6), s.vary((62, 60, 84), 14), 0.95)
    s.depth(0.9)
    s.poly(ridge(rng, 7.4, 0.5, 2.4), (24, 26, 40))
    s.depth(1.0)
    s.shade(ridge(rng, 8.1, 0.4, 1.8), [(20, 26, 34), (10, 12, 20)])
    leafy(s, rng.uniform(0, 16), 8.4, 1.4, (14, 20, 24))


def rainbow(s: Stage) -> None:
    """A wide bow over green hills."""
    rng = s.rng
    s.sky([(110, 150, 196), (156, 188, 218), (206, 222, 230)], 7)
    s.depth(0.3)
    for _ in range(5):
        cloud(s, rng.uniform(-3, 19), rng.uniform(-0.3, 2.2), rng.uniform(2, 4), (216, 222, 232))
    x, y, r = rng.uniform(5, 11), rng.uniform(7.6, 9.2), rng.uniform(5.2, 7.2)
    hues: list[Colour] = [(238, 40, 50), (250, 138, 30), (252, 226, 50), (60, 200, 90), (50, 130, 240), (110, 70, 210)]
    wide = rng.uniform(0.2, 0.3)
    for k, hue in enumerate(hues):
        s.canvas.drawCircle(x, y, r - k * wide * 0.92, s.paint(hue, 0.8, 0.05, wide))
    s.depth(0.6)
    s.shade(ridge(rng, 6.7, 1.0, 3), [(116, 168, 110), (84, 140, 84)])
    s.depth(0.85)
    s.shade(ridge(rng, 7.6, 0.8, 2.2), [(110, 182, 80), (70, 140, 60)])
    s.depth(1.0)
    for _ in range(5):
        leafy(s, rng.uniform(-3, 19), rng.uniform(7.7, 8.4), rng.uniform(0.8, 1.5), (66, 128, 54))
    s.shade(ridge(rng, 8.5, 0.4, 2.0), [(120, 186, 76), (70, 136, 52)])


def rain(s: Stage) -> None:
    """Umbrellas in a downpour, rings on the wet ground."""
    rng = s.rng
    s.sky([s.vary(c, 10) for c in GREY], 6)
    s.depth(0.5)
    for _ in range(7):
        cloud(s, rng.uniform(-4, 20), rng.uniform(-0.6, 1.4), rng.uniform(3, 5), (116, 124, 138))
    s.poly(ridge(rng, 6.2, 1.2, 1.6), (110, 122, 128), 0.8)
    s.depth(1.0)
    s.block(LEFT, 6.2, RIGHT - LEFT, BOTTOM - 6.2, [(128, 138, 148), (84, 92, 104), (70, 78, 92)])
    for _ in range(50):
        near, phase = rng.random(), rng.random()
        age = (phase + s.time * 1.4) % 1.0
        y, x = 6.4 + near * 4, rng.uniform(-6, 22)
        s.canvas.drawOval(
            skia.Rect.MakeLTRB(x - 0.45 * age, y - 0.13 * age, x + 0.45 * age, y + 0.13 * age),
            s.paint((214, 222, 230), 0.7 * (1 - age), 0, 0.03),
        )
    for _ in range(rng.randint(2, 3)):
        x, y, size = rng.uniform(2, 14), rng.uniform(7.2, 8.2), rng.uniform(0.9, 1.25)
        coat, tint = (
            rng.choice([(70, 74, 90), (60, 84, 76), (96, 70, 64)]),
            rng.choice([(216, 46, 52), (246, 196, 44), (50, 110, 200), (160, 60, 150)]),
        )
        s.oval(x, y + 0.05, size * 0.9, 0.12, (50, 56, 68), 0.6, 0.06)
        s.rect(x - size * 0.12, y - size * 0.5, size * 0.24, size * 0.5, (40, 44, 56))
        s.poly(
            [
                (x - size * 0.36, y - size * 0.4),
                (x - size * 0.2, y - size * 1.5),
                (x + size * 0.2, y - size * 1.5),
                (x + size * 0.36, y - size * 0.4),
            ],
            coat,
        )
        s.line([(x + size * 0.22, y - size), (x + size * 0.22, y - size * 2.6)], 0.05, (40, 40, 44))
        top = (
            skia.Path()
            .moveTo(x - size, y - size * 1.75)
            .cubicTo(x - size * 0.8, y - size * 3, x + size * 1.2, y - size * 3, x + size * 1.4, y - size * 1.75)
        )
        for k in range(4):
            right = x + size * (1.4 - 0.6 * k)
            top.quadTo(right - size * 0.3, y - size * 1.98, right - size * 0.6, y - size * 1.75)
        s.canvas.drawPath(top, s.paint(tint))
        s.curve(
            (x + size * 0.2, y - size * 2.66),
            (x - size * 0.3, y - size * 2.5),
            (x - size * 0.4, y - size * 1.8),
            0.03,
            mix(tint, (0, 0, 0), 0.35),
        )
        s.curve(
            (x + size * 0.2, y - size * 2.66),
            (x + size * 0.7, y - size * 2.5),
            (x + size * 0.8, y - size * 1.8),
            0.03,
            mix(tint, (0, 0, 0), 0.35),
        )
    s.depth(1.2)
    for _ in range(330):
        x, y0, long = rng.uniform(-6, 22), rng.uniform(0, 13), rng.uniform(0.35, 0.8)
        y = (y0 + s.time * 12) % 13 - 2
        s.line([(x, y), (x - long * 0.16, y + long)], 0.025, (222, 230, 240), 0.6)
