"""Scenes of fire."""

from __future__ import annotations

import math

import skia

from props import WHITE, conifer, ridge, stars
from stage import LEFT, RIGHT, Colour, Stage, mix


def campfire(s: Stage) -> None:
    """A fire of logs at night with flying sparks."""
    rng = s.rng
    s.sky([(8, 10, 26), (16, 18, 40), (30, 26, 44)], 8)
    s.depth(0.3)
    stars(s, 60, 4)
    s.depth(0.7)
    for k in range(22):
        conifer(s, -6 + k * 1.3 + rng.uniform(-0.5, 0.5), 7, rng.uniform(2.5, 5), (14, 26, 26))
    s.depth(1.0)
    s.block(LEFT, 6.8, RIGHT - LEFT, 9, [(40, 32, 30), (24, 18, 20)])
    x, y, k = rng.uniform(6, 10), rng.uniform(7.4, 7.9), rng.uniform(1.0, 1.35)
    flicker = 1 + 0.06 * math.sin(s.time * 13) + 0.05 * math.sin(s.time * 21)
    s.glow(x, y - 0.7 * k, 5.5 * k * flicker, (255, 130, 40), 0.75)
    s.oval(x, y + 0.1, 2.6 * k, 0.4 * k, (255, 150, 60), 0.35, 0.3)
    for angle in (-24, 24, -8, 10):
        s.canvas.save()
        s.canvas.translate(x, y)
        s.canvas.rotate(angle)
        s.rect(-1.5 * k, -0.16 * k, 3 * k, 0.32 * k, s.vary((88, 52, 34), 10), 1, 0.14 * k)
        s.oval(1.42 * k, 0, 0.1 * k, 0.16 * k, (160, 110, 70))
        s.canvas.restore()
    layers: list[tuple[float, Colour]] = [(1.0, (226, 60, 20)), (0.78, (250, 120, 24)), (0.55, (255, 190, 50)), (0.32, (255, 244, 180))]
    tongues = [(rng.uniform(-0.75, 0.75), rng.uniform(0.65, 1.0), rng.uniform(0, 6.3)) for _ in range(9)] + [(0.0, 1.15, 1.0)]
    for share, tint in layers:
        for dx, tall, phase in tongues:
            h = 2.7 * k * tall * share * (1 - 0.5 * abs(dx)) * (1 + 0.12 * math.sin(s.time * 8 + phase))
            fx, half = x + dx * k * share, 0.42 * k * share
            lean = 0.25 * k * math.sin(s.time * 5 + phase)
            flame = skia.Path().moveTo(fx - half, y).cubicTo(fx - half * 1.5, y - h * 0.5, fx + lean, y - h * 0.6, fx + lean * 1.3, y - h)
            flame.cubicTo(fx + lean + half * 0.3, y - h * 0.6, fx + half * 1.6, y - h * 0.45, fx + half, y).close()
            s.canvas.drawPath(flame, s.paint(tint, 0.85, 0.05))
    for _ in range(36):
        age = (rng.random() + s.time * 0.35) % 1.0
        s.oval(
            x + rng.uniform(-1, 1) * k * (0.5 + age) + 0.2 * math.sin(age * 9), y - 1.3 * k - age * 4.5, 0.04, 0.04, (255, 190, 90), 1 - age
        )
    for stone in range(13):
        a = stone / 13 * 6.283
        s.oval(x + math.cos(a) * 2 * k, y + 0.2 + math.sin(a) * 0.33 * k, 0.28 * k, 0.2 * k, s.vary((84, 74, 72), 14))


def volcano(s: Stage) -> None:
    """A dark cone with glowing lava and a column of smoke."""
    rng = s.rng
    s.sky([(46, 30, 48), (110, 50, 50), (200, 96, 60)], 7.5)
    s.depth(0.5)
    x, top, half = rng.uniform(6, 10), rng.uniform(2.9, 3.6), rng.uniform(5, 6.4)
    for k in range(34):
        rise = (k / 34 + s.time * 0.03) % 1.0
        side = rng.uniform(-1, 1)
        size = 0.45 + 1.5 * rise
        s.oval(
            x + side * (0.3 + 1.6 * rise) + rise * 1.2,
            top - 0.2 - rise * 5,
            size,
            size * 0.85,
            mix((70, 56, 60), (140, 116, 112), rng.random()),
            0.75,
            0.15,
        )
    s.glow(x, top, 3.6, (255, 120, 40), 0.9)
    rim = 0.75
    cone = [
        (x - half, 8),
        (x - half * 0.45, 5.7),
        (x - rim, top),
        (x - rim * 0.4, top + 0.18),
        (x + rim * 0.3, top + 0.12),
        (x + rim, top),
        (x + half * 0.45, 5.6),
        (x + half, 8),
    ]
    s.shade(cone, [(96, 62, 58), (58, 44, 50), (40, 34, 42)])
    for k in range(5):
        points, px, py = [], x + (k - 2) * rim * 0.36, top + 0.14
        while py < 7.6 - 0.5 * (k % 2):
            points.append((px, py))
            px, py = px + (k - 2) * 0.16 + rng.uniform(-0.18, 0.18), py + rng.uniform(0.3, 0.45)
        s.line(points, 0.34, (255, 70, 20), 0.55, 0.12)
        s.line(points, 0.15, (255, 190, 60))
    for _ in range(44):
        angle, age = rng.uniform(0.7, 2.44), (rng.random() + s.time * 0.5) % 1.0
        reach = rng.uniform(0.8, 2.6) * age * 1.6
        s.oval(x + math.cos(angle) * reach, top - math.sin(angle) * reach + 1.7 * age * age, 0.06, 0.06, (255, 200, 80), 1 - age * 0.6)
    s.depth(1.0)
    s.shade(ridge(rng, 7.9, 0.7, 1.6, sharp=True), [(36, 28, 34), (18, 14, 20)])


def fireworks(s: Stage) -> None:
    """Bursts above a dark shore."""
    rng = s.rng
    s.sky([(8, 8, 26), (18, 16, 48), (44, 32, 72)], 9)
    s.depth(0.4)
    hues: list[Colour] = [(255, 90, 80), (255, 210, 90), (110, 220, 255), (150, 255, 140), (255, 130, 230), (255, 250, 220)]
    for k in range(rng.randint(5, 8)):
        x, y, size = rng.uniform(1, 15), rng.uniform(0.8, 5.2), rng.uniform(1.2, 2.3)
        hue, start = rng.choice(hues), rng.random()
        age = (start * 0.55 + 0.4 + s.time * 0.22) % 1.0 if k > 2 else 0.62 + 0.3 * ((start + s.time * 0.15) % 1.0)
        grow, fade = 1 - (1 - age) ** 3, 1.0 if age < 0.7 else (1 - age) / 0.3
        s.glow(x, y, size * 1.4, hue, 0.4 * fade)
        rays = rng.randint(22, 34)
        for ray in range(rays):
            angle = ray / rays * 6.283
            reach = size * grow * (1.0 if ray % 2 else 0.68)
            tip = (x + math.cos(angle) * reach, y + math.sin(angle) * reach + 0.5 * age * age)
            mid = (x + math.cos(angle) * reach * 0.45, y + math.sin(angle) * reach * 0.45 + 0.1 * age)
            s.line([mid, tip], 0.045, hue, 0.75 * fade)
            s.oval(*tip, 0.065, 0.065, mix(hue, WHITE, 0.6), fade)
    s.depth(1.0)
    s.block(LEFT, 8.0, RIGHT - LEFT, 8, [(40, 30, 66), (12, 12, 30)])
    s.poly(ridge(rng, 8.2, 0.5, 1.4), (8, 8, 20))
