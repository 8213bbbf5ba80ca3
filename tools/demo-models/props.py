"""Things that several scenes share: ridges, clouds, water, trees, people, stars."""

from __future__ import annotations

import math
import random

import skia

from stage import BOTTOM, LEFT, RIGHT, Colour, Point, Stage, mix

WHITE: Colour = (255, 255, 255)
NIGHT: tuple[Colour, ...] = ((6, 9, 30), (14, 22, 58), (34, 46, 92))
DAY: tuple[Colour, ...] = ((62, 132, 214), (126, 186, 238), (206, 230, 246))
GREY: tuple[Colour, ...] = ((92, 102, 116), (124, 134, 146), (164, 172, 180))


def day_sky(s: Stage, horizon: float, clouds: int = 4) -> None:
    """A blue sky with a few clouds."""
    s.sky([s.vary(c, 10) for c in DAY], horizon)
    for _ in range(clouds):
        cloud(s, s.rng.uniform(-3, 19), s.rng.uniform(-0.5, horizon * 0.55), s.rng.uniform(1.6, 3.6))


def ridge(rng: random.Random, base: float, height: float, step: float = 1.0, sharp: bool = False) -> list[Point]:
    """The outline of hills or mountains, closed along the bottom."""
    octaves = [(0.5 * 2.1**k / step, 0.5**k, rng.uniform(0, 6.3)) for k in range(5 if sharp else 2)]
    points: list[Point] = []
    for index in range(round((RIGHT - LEFT) / 0.12) + 2):
        x = LEFT + index * 0.12
        waves = [(math.sin(x * speed + phase), weight) for speed, weight, phase in octaves]
        level = sum((1 - 2 * abs(wave) if sharp else wave) * weight for wave, weight in waves)
        points.append((x, base - height * (level * 0.3 + 0.4)))
    return [*points, (RIGHT + 1, BOTTOM), (LEFT, BOTTOM)]


def peaks(s: Stage, base: float, height: float, count: int, rock: Colour, snow: Colour | None = None) -> None:
    """A row of mountains with a lit and a shaded side, and snow on top if given."""
    rng = s.rng
    for i in range(count):
        x = -4 + 24 * (i + rng.uniform(0.2, 0.8)) / count
        tall = height * rng.uniform(0.65, 1.1)
        half = tall * rng.uniform(0.85, 1.2)
        top = (x, base - tall)
        foot = x + half * rng.uniform(-0.3, 0.1)
        jag = [rng.uniform(-0.1, 0.1) * tall for _ in range(8)]
        left = [(x - half * k / 5 + jag[k] * 0.4, base - tall * (1 - k / 5)) for k in range(5, 0, -1)]
        right = [(x + half * k / 5 + jag[k] * 0.4, base - tall * (1 - k / 5)) for k in range(1, 6)]
        s.poly([*left, top, *right], mix(rock, (20, 26, 44), 0.35))
        s.shade([*left, top, (x + jag[0] * 0.6, base - tall * 0.6), (foot, base)], [mix(rock, WHITE, 0.22), rock])
        if snow is not None:
            s.poly(
                [
                    (x - half * 0.5, base - tall * 0.5),
                    *left[3:],
                    top,
                    *right[:2],
                    (x + half * 0.5, base - tall * 0.5),
                    (x + half * 0.3, base - tall * 0.56),
                    (x + half * 0.16, base - tall * 0.4),
                    (x, base - tall * 0.58),
                    (x - half * 0.2, base - tall * 0.42),
                    (x - half * 0.32, base - tall * 0.56),
                ],
                mix(snow, (120, 140, 190), 0.3),
            )
            s.poly(
                [
                    (x - half * 0.5, base - tall * 0.5),
                    *left[3:],
                    top,
                    (x + jag[0] * 0.5, base - tall * 0.6),
                    (x - half * 0.2, base - tall * 0.42),
                    (x - half * 0.32, base - tall * 0.56),
                ],
                snow,
            )


def cloud(s: Stage, x: float, y: float, size: float, colour: Colour = WHITE, alpha: float = 0.9) -> None:
    """A heap of soft puffs, darker underneath."""
    rng = s.rng
    drift = s.time * 0.05
    puffs = [(x + drift + size * rng.uniform(-0.5, 0.5), y - size * rng.uniform(0, 0.16), size * rng.uniform(0.13, 0.26)) for _ in range(9)]
    for px, py, r in puffs:
        s.oval(px, py + r * 0.35, r * 1.25, r * 0.8, mix(colour, (120, 135, 165), 0.35), alpha * 0.6, size * 0.04)
    for px, py, r in puffs:
        s.oval(px, py, r * 1.15, r * 0.75, colour, alpha * 0.8, size * 0.035)


def water(s: Stage, level: float, near: Colour, far: Colour, shine: Colour = WHITE, count: int = 170) -> None:
    """A sheet of water with moving ripples that grow towards the viewer."""
    s.block(LEFT, level, RIGHT - LEFT, BOTTOM - level, [far, mix(far, near, 0.7), near, near])
    rng = s.rng
    for _ in range(count):
        near_share = rng.random() ** 1.7
        y = level + 0.05 + near_share * (10.5 - level)
        x, phase = rng.uniform(LEFT, RIGHT), rng.uniform(0, 6.3)
        half = (0.1 + 0.75 * near_share) * rng.uniform(0.5, 1.4)
        x += 0.25 * math.sin(s.time * 1.1 + phase)
        tone = shine if rng.random() < 0.6 else mix(near, (0, 10, 30), 0.4)
        s.oval(x, y, half, 0.012 + 0.05 * near_share, tone, 0.22 + 0.12 * math.sin(s.time * 2 + phase))


def ground(s: Stage, level: float, colours: tuple[Colour, Colour], tufts: int = 150, wave: float = 0.12) -> None:
    """A field with a slightly wavy far edge and darker and lighter tufts."""
    rng = s.rng
    s.shade(ridge(rng, level, wave, 1.6), [colours[0], mix(*colours, 0.5), colours[1], colours[1]])
    for _ in range(tufts):
        near = rng.random() ** 1.5
        tone = mix(colours[1], WHITE if rng.random() < 0.5 else (0, 0, 0), 0.18)
        s.oval(rng.uniform(LEFT, RIGHT), level + 0.2 + near * 5, 0.1 + 0.5 * near, 0.02 + 0.07 * near, tone, 0.35)


def stars(s: Stage, count: int, lowest: float) -> None:
    rng = s.rng
    for _ in range(count):
        x, y, r = rng.uniform(-4, 20), rng.uniform(-3, lowest), rng.uniform(0.012, 0.05)
        twinkle = 0.75 + 0.25 * math.sin(s.time * 3 + rng.uniform(0, 6.3))
        s.oval(x, y, r, r, (255, 250, 235), twinkle)


def conifer(s: Stage, x: float, y: float, h: float, colour: Colour) -> None:
    """A fir tree of four tiers."""
    s.rect(x - h * 0.03, y - h * 0.16, h * 0.06, h * 0.17, (74, 52, 38))
    for k in range(4):
        top, half = y - h * (0.38 + 0.205 * k), h * (0.25 - 0.048 * k)
        low = y - h * (0.1 + 0.2 * k)
        s.poly([(x, top - h * 0.02), (x + half, low), (x, low - h * 0.03), (x - half, low)], mix(colour, (8, 20, 20), 0.3))
        s.poly([(x, top - h * 0.02), (x + half * 0.15, low - h * 0.03), (x - half, low)], mix(colour, WHITE, 0.05 * k))


def leafy(s: Stage, x: float, y: float, h: float, colour: Colour, puffs: int = 14) -> None:
    """A broad-leaved tree with a round crown."""
    rng = s.rng
    trunk = (92, 66, 48)
    s.poly([(x - h * 0.05, y), (x - h * 0.025, y - h * 0.5), (x + h * 0.025, y - h * 0.5), (x + h * 0.05, y)], trunk)
    crown = [(rng.uniform(-0.27, 0.27), rng.uniform(-0.25, 0.22), rng.uniform(0.12, 0.19)) for _ in range(puffs)]
    crown.sort(key=lambda puff: -puff[1])
    for dx, dy, r in crown:
        light = 0.28 - dy * 0.7 - dx * 0.3
        tone = mix(mix(colour, (15, 25, 15), 0.35), mix(colour, (255, 245, 190), 0.35), min(1.0, max(0.0, light)))
        s.oval(x + dx * h, y - h * 0.68 + dy * h, r * h, r * h, tone, 0.96)


def palm(s: Stage, x: float, y: float, h: float, lean: float, tone: Colour, leaf: Colour) -> None:
    """A palm tree whose leaves sway."""
    top = (x + lean, y - h)
    s.curve((x, y), (x + lean * 0.2, y - h * 0.6), top, h * 0.06, tone)
    sway = 0.06 * math.sin(s.time * 1.3 + x)
    for k in range(9):
        angle = math.pi * (0.98 - k / 8 * 0.96) + sway
        reach = h * (0.54 + 0.06 * (k % 3))
        tip = (top[0] + math.cos(angle) * reach, top[1] - math.sin(angle) * reach * 0.42 + reach * 0.3)
        middle = (top[0] + math.cos(angle) * reach * 0.55, top[1] - math.sin(angle) * reach * 0.66 - reach * 0.1)
        # A frond is the area between two curves, so that it ends in a point.
        frond = skia.Path().moveTo(*top).quadTo(middle[0], middle[1] - h * 0.045, *tip)
        frond.quadTo(middle[0], middle[1] + h * 0.1, *top).close()
        s.canvas.drawPath(frond, s.paint(mix(leaf, WHITE, 0.05 * (k % 3))))


def person(s: Stage, x: float, y: float, h: float, shirt: Colour, legs: Colour, stride: float = 0.0) -> None:
    """A small standing or walking figure, feet at (x, y)."""
    skin = s.rng.choice([(236, 190, 156), (198, 144, 104), (140, 96, 66)])
    hair = s.rng.choice([(52, 36, 28), (120, 78, 40), (30, 26, 26), (196, 160, 90)])
    step = 0.1 * h * math.sin(stride)
    s.line([(x, y - h * 0.45), (x - h * 0.07 - step, y)], h * 0.1, legs)
    s.line([(x, y - h * 0.45), (x + h * 0.07 + step, y)], h * 0.1, legs)
    s.line([(x - h * 0.1, y - h * 0.72), (x - h * 0.2 + step, y - h * 0.45)], h * 0.07, skin)
    s.line([(x + h * 0.1, y - h * 0.72), (x + h * 0.2 - step, y - h * 0.45)], h * 0.07, skin)
    s.rect(x - h * 0.13, y - h * 0.79, h * 0.26, h * 0.38, shirt, 1.0, h * 0.07)
    s.oval(x, y - h * 0.91, h * 0.095, h * 0.105, skin)
    s.oval(x, y - h * 0.955, h * 0.1, h * 0.07, hair)


def haze(s: Stage, y: float, half: float, colour: Colour, alpha: float) -> None:
    """A soft level band of mist."""
    s.rect(LEFT, y - half, RIGHT - LEFT, half * 2, colour, alpha, 0.0, half * 0.6)
