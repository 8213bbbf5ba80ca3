"""Scenes with vehicles on roads and rails."""

from __future__ import annotations

import math

from props import WHITE, day_sky, ground, leafy, ridge
from stage import LEFT, RIGHT, Colour, Stage, mix

# How fast vehicles move, in stage units a second: slow enough to stay in the frame for a whole shot.
DRIVE = 0.22


def country_road(s: Stage) -> float:
    """Hills, a meadow and an asphalt road seen from the side; returns the middle of the lane."""
    rng = s.rng
    day_sky(s, 6.5, 4)
    s.depth(0.4)
    s.shade(ridge(rng, 5.6, 1.2, 3), [(140, 180, 150), (110, 160, 120)])
    s.depth(0.7)
    s.shade(ridge(rng, 6.3, 0.6, 2), [(140, 190, 90), (96, 156, 70)])
    for _ in range(6):
        leafy(s, rng.uniform(-5, 21), 6.4, rng.uniform(0.9, 1.7), (76, 140, 64), 10)
    s.depth(1.0)
    s.rect(LEFT, 6.55, RIGHT - LEFT, 9, (122, 176, 84))
    s.block(LEFT, 6.9, RIGHT - LEFT, 1.7, [(92, 94, 100), (112, 112, 118), (88, 90, 96)])
    for k in range(24):
        s.rect(-9 + k * 1.6, 7.72, 0.85, 0.09, (250, 244, 220))
    s.rect(LEFT, 6.92, RIGHT - LEFT, 0.06, WHITE, 0.8)
    s.rect(LEFT, 8.5, RIGHT - LEFT, 0.06, WHITE, 0.8)
    for _ in range(70):
        x, y = rng.uniform(-6, 22), rng.uniform(8.65, 10.5)
        s.line([(x, y), (x + rng.uniform(-0.1, 0.1), y - 0.22)], 0.05, (90, 150, 60))
    return rng.uniform(7.7, 8.05)


def wheel(s: Stage, x: float, y: float, r: float) -> None:
    s.oval(x, y, r, r, (28, 28, 32))
    s.oval(x, y, r * 0.6, r * 0.6, (190, 194, 202))
    for k in range(5):
        a = k * 1.2566 + s.time * 2
        s.line([(x, y), (x + math.cos(a) * r * 0.5, y + math.sin(a) * r * 0.5)], r * 0.14, (90, 94, 102))


def car(s: Stage, tint: Colour) -> None:
    """A car of the colour given on a country road."""
    rng = s.rng
    y = country_road(s)
    x, k, way = rng.uniform(5.5, 10.5), rng.uniform(1.15, 1.5), rng.choice([-1, 1])
    x += way * DRIVE * s.time
    s.oval(x, y + 0.05, 2.6 * k, 0.16, (30, 30, 40), 0.6, 0.08)
    s.canvas.save()
    s.canvas.translate(x, y + 0.02 * math.sin(s.time * 9))
    s.canvas.scale(way * k, k)
    roof = [(-1.35, -1.0), (-0.85, -1.62), (0.55, -1.62), (1.2, -1.0)]
    if rng.random() < 0.4:
        roof = [(-2.0, -1.0), (-1.75, -1.66), (0.6, -1.66), (1.25, -1.0)]
    s.poly(roof, mix(tint, (0, 0, 0), 0.12))
    shrink = [(px * 0.88 - 0.02, -1.3 + (py + 1.3) * 0.78) for px, py in roof]
    s.shade(shrink, [(190, 220, 240), (90, 120, 150)])
    s.rect(-0.22, -1.6, 0.11, 0.65, mix(tint, (0, 0, 0), 0.12))
    body = [(-2.3, -0.35), (-2.3, -0.85), (-2.05, -1.05), (1.3, -1.05), (2.15, -0.82), (2.35, -0.55), (2.35, -0.3)]
    s.shade(body, [mix(tint, WHITE, 0.3), tint, mix(tint, (0, 0, 0), 0.3)])
    s.rect(-2.36, -0.42, 4.74, 0.2, mix(tint, (10, 10, 14), 0.55), 1, 0.08)
    s.line([(-0.15, -0.98), (-0.15, -0.42)], 0.03, mix(tint, (0, 0, 0), 0.4))
    s.rect(-0.5, -0.84, 0.26, 0.06, (240, 240, 244), 1, 0.03)
    s.oval(2.2, -0.68, 0.14, 0.1, (255, 250, 210))
    s.rect(-2.32, -0.82, 0.12, 0.2, (250, 70, 50), 1, 0.03)
    for wx in (-1.4, 1.45):
        s.oval(wx, -0.33, 0.5, 0.5, mix(tint, (0, 0, 0), 0.7))
        wheel(s, wx, -0.32, 0.42)
    s.canvas.restore()


def red_car(s: Stage) -> None:
    """A red car on a road."""
    car(s, s.vary((212, 30, 36), 12))


def blue_car(s: Stage) -> None:
    """A blue car on a road."""
    car(s, s.vary((36, 84, 206), 14))


def yellow_bus(s: Stage) -> None:
    """A yellow bus on a road."""
    rng = s.rng
    y = country_road(s)
    tint, x, k, way = s.vary((250, 192, 30), 8), rng.uniform(6, 10), rng.uniform(1.0, 1.25), rng.choice([-1, 1])
    x += way * DRIVE * s.time
    s.oval(x, y + 0.05, 3.7 * k, 0.18, (30, 30, 40), 0.6, 0.08)
    s.canvas.save()
    s.canvas.translate(x, y + 0.02 * math.sin(s.time * 8))
    s.canvas.scale(way * k, k)
    s.rect(-3.4, -2.75, 6.8, 2.45, tint, 1, 0.28)
    s.rect(-3.4, -0.62, 6.8, 0.34, mix(tint, (40, 20, 0), 0.4), 1, 0.08)
    s.rect(-3.38, -1.25, 6.76, 0.12, (60, 50, 40))
    s.rect(-3.2, -2.72, 6.4, 0.14, mix(tint, WHITE, 0.6), 1, 0.06)
    for w in range(6):
        s.block(-3.15 + w * 0.94, -2.4, 0.8, 0.95, [(170, 206, 230), (84, 116, 146)])
    s.rect(2.5, -2.35, 0.72, 1.85, (90, 120, 146), 1, 0.06)
    s.line([(2.86, -2.3), (2.86, -0.55)], 0.05, (50, 50, 50))
    s.oval(3.34, -0.8, 0.1, 0.16, (255, 250, 220))
    for wx in (-2.1, 1.8):
        wheel(s, wx, -0.34, 0.5)
    s.canvas.restore()


def train(s: Stage) -> None:
    """A long train on a track through the country."""
    rng = s.rng
    day_sky(s, 6.5, 4)
    s.depth(0.4)
    s.shade(ridge(rng, 5.4, 1.4, 2.8), [(120, 160, 140), (90, 140, 100)])
    s.depth(1.0)
    ground(s, 6.3, ((150, 186, 90), (96, 140, 60)), 60)
    y = rng.uniform(7.2, 7.6)
    s.shade([(LEFT, y + 0.1), (RIGHT, y + 0.1), (RIGHT, y + 0.75), (LEFT, y + 0.75)], [(140, 130, 122), (110, 102, 96)])
    for k in range(90):
        s.rect(-9 + k * 0.4, y + 0.2, 0.16, 0.34, (92, 68, 50))
    s.rect(LEFT, y + 0.18, RIGHT - LEFT, 0.07, (190, 192, 200))
    s.rect(LEFT, y + 0.46, RIGHT - LEFT, 0.08, (190, 192, 200))
    tint, band = rng.choice(
        [((30, 90, 170), WHITE), ((240, 240, 244), (200, 40, 50)), ((40, 120, 80), (250, 220, 120)), ((180, 36, 44), (250, 240, 220))]
    )
    front = rng.uniform(11, 14) + s.time * 0.25
    for wagon in range(6):
        x = front - 4.3 * (wagon + 1)
        s.block(x + 0.06, y - 1.75, 4.16, 1.75, [mix(tint, WHITE, 0.25), tint, mix(tint, (0, 0, 0), 0.3)])
        s.rect(x + 0.06, y - 0.62, 4.16, 0.16, band)
        s.rect(x + 0.1, y - 1.9, 4.05, 0.2, (120, 124, 132), 1, 0.08)
        for w in range(5):
            s.rect(x + 0.35 + w * 0.74, y - 1.42, 0.52, 0.58, (60, 84, 112), 1, 0.06)
        for w in (0.7, 1.3, 2.9, 3.5):
            wheel(s, x + w, y + 0.06, 0.24)
    s.poly([(front - 0.1, y - 1.75), (front + 0.5, y - 1.5), (front + 1.5, y - 0.45), (front + 1.5, y), (front - 0.1, y)], tint)
    s.poly([(front + 0.1, y - 1.5), (front + 0.46, y - 1.36), (front + 1.1, y - 0.72), (front + 0.1, y - 0.72)], (60, 84, 112))
    s.rect(front - 0.1, y - 0.62, 1.5, 0.16, band)
    s.oval(front + 1.35, y - 0.25, 0.1, 0.09, (255, 250, 210))
    for k in range(9):
        px = -8 + k * 4
        s.line([(px, y + 0.1), (px, y - 3.1)], 0.09, (110, 100, 94))
        s.line([(px - 0.3, y - 2.9), (px + 0.5, y - 2.9)], 0.06, (110, 100, 94))
    s.line([(LEFT, y - 2.85), (RIGHT, y - 2.85)], 0.025, (70, 70, 76))
