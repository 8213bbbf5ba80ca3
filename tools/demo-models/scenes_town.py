"""Scenes with buildings, and the football pitch."""

from __future__ import annotations

import math

import skia

from props import WHITE, day_sky, ground, haze, leafy, person, ridge, stars
from stage import BOTTOM, LEFT, RIGHT, Colour, Stage, mix


def skyline(s: Stage, base: float, tones: list[Colour], lowest: float, tallest: float, lit: list[Colour], share: float) -> None:
    """A row of tower blocks with windows, `share` of them in the colours `lit`."""
    rng = s.rng
    x = -7.0
    while x < 23:
        wide, tall = rng.uniform(0.9, 1.8), rng.uniform(lowest, tallest)
        tone = s.vary(rng.choice(tones), 10)
        s.block(x, base - tall, wide, tall + 4, [mix(tone, WHITE, 0.12), tone, mix(tone, (0, 0, 10), 0.25)], sideways=True)
        if rng.random() < 0.3:
            s.rect(x + wide * 0.25, base - tall - 0.35, wide * 0.5, 0.4, tone)
            s.line([(x + wide / 2, base - tall - 0.3), (x + wide / 2, base - tall - 1.0)], 0.05, tone)
        columns, rows = max(2, int(wide / 0.3)), int(tall / 0.36)
        for row in range(rows):
            for column in range(columns):
                wx, wy = x + 0.12 + column * (wide - 0.16) / columns, base - tall + 0.2 + row * 0.36
                if rng.random() < share:
                    s.rect(wx, wy, 0.15, 0.2, rng.choice(lit), 0.95)
                else:
                    s.rect(wx, wy, 0.15, 0.2, mix(tone, (10, 14, 30), 0.35), 0.8)
        x += wide + rng.choice([0.0, 0.05, 0.3])


def city_night(s: Stage) -> None:
    """Lit tower blocks mirrored in dark water."""
    rng = s.rng
    s.sky([(8, 10, 34), (28, 26, 70), (84, 56, 104)], 7.5)
    s.depth(0.2)
    stars(s, 30, 3)
    lights: list[Colour] = [(255, 222, 130), (255, 240, 190), (255, 190, 90), (170, 220, 255)]
    s.depth(0.6)
    skyline(s, 6.6, [(38, 40, 74), (46, 42, 82)], 2.2, 5.2, lights, 0.35)
    s.depth(1.0)
    skyline(s, 6.9, [(20, 22, 44), (28, 28, 54), (16, 22, 40)], 1.6, 4.4, lights, 0.5)
    haze(s, 6.8, 0.35, (255, 180, 90), 0.35)
    s.block(LEFT, 6.9, RIGHT - LEFT, 9, [(34, 34, 70), (14, 16, 40), (8, 10, 28)])
    for k in range(150):
        near = rng.random()
        x, tint = rng.uniform(-6, 22), rng.choice([*lights, (255, 90, 90), (110, 255, 190)])
        s.rect(x + 0.08 * math.sin(s.time * 2 + k), 6.95 + near * 1.2, 0.1 + 0.1 * near, 0.25 + 0.8 * near, tint, 0.32, 0.05, 0.05)
    for k in range(26):
        s.glow(-5 + k * 1.05, 6.88, 0.35, (255, 220, 150), 0.9)


def city_day(s: Stage) -> None:
    """Tower blocks under a blue sky, a street with trees in front."""
    rng = s.rng
    day_sky(s, 7, 5)
    glass: list[Colour] = [(120, 170, 210), (90, 140, 190), (180, 210, 230)]
    s.depth(0.6)
    skyline(s, 6.8, [(160, 184, 208), (176, 194, 212)], 2.4, 5.0, glass, 0.8)
    s.depth(1.0)
    skyline(s, 7.2, [(214, 204, 190), (190, 150, 126), (150, 160, 172), (226, 222, 214), (176, 122, 104)], 1.4, 4.2, glass, 0.85)
    s.rect(LEFT, 7.2, RIGHT - LEFT, 0.35, (196, 192, 186))
    s.block(LEFT, 7.5, RIGHT - LEFT, 8, [(104, 106, 112), (78, 80, 86)])
    for k in range(24):
        s.rect(-8 + k * 1.5, 8.35, 0.8, 0.08, WHITE, 0.85)
    for k in range(12):
        leafy(s, -6 + k * 2.5 + rng.uniform(-0.4, 0.4), 7.45, rng.uniform(0.9, 1.3), (84, 146, 70), 9)


def castle(s: Stage) -> None:
    """Stone towers with pointed roofs on a hill."""
    rng = s.rng
    day_sky(s, 7, 5)
    s.depth(0.5)
    s.shade(ridge(rng, 6.4, 1.0, 2.6), [(130, 170, 150), (100, 150, 110)])
    s.depth(1.0)
    x, y, k = rng.uniform(6.5, 9.5), rng.uniform(6.4, 6.9), rng.uniform(0.9, 1.15)
    s.oval(x, y + 5, 10, 5.4, (104, 158, 76))
    stone, roof = s.vary((188, 178, 168), 12), s.vary(rng.choice([(60, 90, 160), (160, 60, 50), (90, 70, 130)]), 10)
    s.canvas.save()
    s.canvas.translate(x, y + 0.4)
    s.canvas.scale(k, k)

    def tower(tx: float, wide: float, tall: float, cap: float) -> None:
        s.block(tx - wide, -tall, wide * 2, tall, [mix(stone, WHITE, 0.3), stone, mix(stone, (30, 24, 40), 0.4)], sideways=True)
        for n in range(5):
            s.rect(tx - wide * 1.15 + n * wide * 0.5, -tall - 0.25, wide * 0.3, 0.3, stone)
        s.rect(tx - wide * 1.15, -tall - 0.05, wide * 2.3, 0.18, mix(stone, (40, 30, 30), 0.2))
        s.shade(
            [(tx - wide * 1.1, -tall - 0.15), (tx, -tall - cap), (tx + wide * 1.1, -tall - 0.15)],
            [mix(roof, WHITE, 0.3), roof, mix(roof, (0, 0, 20), 0.4)],
            sideways=True,
        )
        s.line([(tx, -tall - cap), (tx, -tall - cap - 0.5)], 0.04, (80, 70, 60))
        flap = 0.06 * math.sin(s.time * 5 + tx)
        s.poly([(tx, -tall - cap - 0.5), (tx + 0.5, -tall - cap - 0.38 + flap), (tx, -tall - cap - 0.22)], (220, 50, 50))
        for n in range(int(tall / 1.1)):
            s.rect(tx - 0.09, -tall + 0.5 + n * 1.0, 0.18, 0.4, (60, 54, 64), 1, 0.09)

    tower(-0.9, 0.55, rng.uniform(3.6, 4.2), 1.5)
    tower(0.9, 0.5, rng.uniform(3.2, 4.4), 1.4)
    s.block(-2.9, -2.1, 5.8, 2.1, [mix(stone, WHITE, 0.15), mix(stone, (40, 30, 40), 0.25)])
    for n in range(13):
        s.rect(-2.9 + n * 0.46, -2.35, 0.26, 0.3, stone)
    for _ in range(60):
        s.rect(rng.uniform(-2.8, 2.5), rng.uniform(-2, -0.1), 0.3, 0.12, mix(stone, rng.choice([WHITE, (0, 0, 0)]), 0.12), 0.7, 0.03)
    s.rect(-0.55, -1.25, 1.1, 1.5, (78, 54, 40), 1, 0.5)
    s.rect(-0.55, -0.3, 1.1, 0.35, (78, 54, 40))
    tower(-3.0, 0.7, rng.uniform(2.6, 3.3), 1.6)
    tower(3.0, 0.7, rng.uniform(2.6, 3.3), 1.6)
    s.canvas.restore()
    for _ in range(12):
        leafy(s, rng.uniform(-3, 19), rng.uniform(7.6, 9), rng.uniform(0.8, 1.4), s.vary((74, 134, 62), 14), 9)


def windmill(s: Stage) -> None:
    """A windmill with turning sails in a meadow."""
    rng = s.rng
    day_sky(s, 7, 5)
    s.depth(0.6)
    s.shade(ridge(rng, 6.8, 0.5, 2.6), [(140, 180, 120), (110, 160, 90)])
    s.depth(1.0)
    ground(s, 7.2, ((150, 196, 84), (88, 146, 58)), 90)
    x, y, k = rng.uniform(5.5, 10.5), rng.uniform(7.6, 8.1), rng.uniform(0.95, 1.2)
    wall: Colour = rng.choice([(238, 232, 220), (160, 96, 72), (206, 190, 160)])
    s.canvas.save()
    s.canvas.translate(x, y)
    s.canvas.scale(k, k)
    s.shade(
        [(-1.15, 0), (-0.68, -3.6), (0.68, -3.6), (1.15, 0)], [mix(wall, WHITE, 0.3), wall, mix(wall, (40, 30, 40), 0.4)], sideways=True
    )
    s.poly([(-0.85, -3.5), (-0.6, -4.2), (0, -4.55), (0.6, -4.2), (0.85, -3.5)], (104, 66, 48))
    s.rect(-0.3, -0.95, 0.6, 0.95, (96, 62, 44), 1, 0.1)
    for wy in (-1.7, -2.7):
        s.rect(-0.17, wy, 0.34, 0.42, (70, 90, 116), 1, 0.05)
    s.canvas.translate(0, -3.75)
    s.canvas.rotate(rng.uniform(0, 90) + s.time * 24)
    for _ in range(4):
        s.line([(0, 0), (0, -3.1)], 0.11, (90, 62, 46))
        s.rect(0.08, -3.05, 0.62, 2.3, (246, 240, 226), 0.85)
        for n in range(8):
            s.line([(0, -0.8 - n * 0.32), (0.7, -0.8 - n * 0.32)], 0.045, (110, 80, 60))
        s.line([(0.7, -0.8), (0.7, -3.05)], 0.045, (110, 80, 60))
        s.canvas.rotate(90)
    s.oval(0, 0, 0.2, 0.2, (70, 50, 40))
    s.canvas.restore()


def football(s: Stage) -> None:
    """Players, a ball and a goal on a striped pitch."""
    rng = s.rng
    s.sky([(90, 150, 210), (170, 206, 236)], 4)
    s.depth(0.7)
    s.block(LEFT, 1.6, RIGHT - LEFT, 2.2, [(110, 114, 130), (80, 84, 100)])
    for _ in range(700):
        s.oval(
            rng.uniform(-7, 23),
            rng.uniform(1.8, 3.5),
            0.09,
            0.1,
            rng.choice([(220, 60, 60), (240, 240, 240), (60, 90, 190), (250, 210, 70), (214, 170, 140)]),
            0.85,
        )
    s.rect(LEFT, 3.5, RIGHT - LEFT, 0.42, rng.choice([(30, 60, 140), (180, 30, 40), (240, 240, 240)]))
    s.depth(1.0)
    s.rect(LEFT, 3.9, RIGHT - LEFT, 12, (66, 152, 62))
    shift = rng.uniform(0, 2)
    for k in range(-8, 14, 2):
        a = (k + shift) * 1.4
        s.poly([(8 + a, 3.9), (8 + a + 1.4, 3.9), (8 + (a + 1.4) * 2.4, BOTTOM), (8 + a * 2.4, BOTTOM)], (84, 172, 74))
    s.line([(LEFT, 4.4), (RIGHT, 4.4)], 0.07, WHITE, 0.9)
    gx = rng.uniform(5.5, 10.5)
    for n in range(17):
        s.line([(gx - 1.6 + n * 0.2, 3.0), (gx - 1.6 + n * 0.2, 4.4)], 0.015, WHITE, 0.7)
    for n in range(7):
        s.line([(gx - 1.6, 3.0 + n * 0.2), (gx + 1.6, 3.0 + n * 0.2)], 0.015, WHITE, 0.7)
    s.line([(gx - 1.6, 4.4), (gx - 1.6, 3.0), (gx + 1.6, 3.0), (gx + 1.6, 4.4)], 0.1, WHITE)
    s.line([(gx - 3.2, 4.4), (gx - 4.0, 5.6), (gx + 4.0, 5.6), (gx + 3.2, 4.4)], 0.07, WHITE, 0.9)
    teams = rng.sample([((214, 40, 48), WHITE), ((40, 80, 190), (20, 40, 100)), ((250, 210, 60), (40, 60, 140)), (WHITE, (30, 30, 40))], 2)
    for n in range(10):
        near = (n + rng.random()) / 10
        px, py, size = rng.uniform(-1, 17), 5.0 + near * 3.4, 0.95 + near * 0.85
        s.oval(px + 0.25, py, size * 0.3, 0.07, (30, 80, 30), 0.5, 0.04)
        person(s, px + 0.3 * math.sin(s.time * 0.8 + n), py, size, *teams[n % 2], s.time * 6 + n * 2)
    bx, by = rng.uniform(4, 12) + 0.4 * math.sin(s.time), rng.uniform(6.6, 7.8)
    s.oval(bx, by + 0.16, 0.22, 0.06, (30, 80, 30), 0.6, 0.04)
    s.ball(bx, by, 0.2, [WHITE, (244, 244, 244), (150, 150, 160)])
    for k in range(4):
        s.oval(bx + 0.11 * math.cos(k * 1.6 + s.time * 4), by + 0.11 * math.sin(k * 1.6 + s.time * 4), 0.05, 0.05, (30, 30, 34))


def bridge(s: Stage) -> None:
    """A stone arch bridge over a river."""
    rng = s.rng
    day_sky(s, 5, 4)
    s.depth(0.5)
    s.shade(ridge(rng, 5.0, 1.1, 2.5), [(120, 160, 120), (90, 140, 90)])
    s.depth(0.8)
    s.block(LEFT, 5.6, RIGHT - LEFT, 10, [(110, 170, 200), (50, 110, 150), (30, 80, 120)])
    s.depth(1.0)
    for _ in range(10):
        leafy(s, rng.choice([rng.uniform(-6, 2.5), rng.uniform(13.5, 22)]), 5.8, rng.uniform(1.5, 2.8), s.vary((70, 130, 60), 14), 10)
    deck, span = rng.uniform(3.8, 4.4), rng.uniform(3.0, 3.8)
    middle = rng.uniform(7, 9)
    stone = s.vary(rng.choice([(176, 160, 138), (150, 148, 150), (180, 130, 106)]), 12)
    wall = skia.Path().addRect(skia.Rect.MakeLTRB(LEFT, deck, RIGHT, 6.8))
    for k in range(-3, 4):
        cx = middle + k * span
        opening = skia.Path().addOval(skia.Rect.MakeLTRB(cx - span * 0.41, deck + 0.65, cx + span * 0.41, 8.6))
        wall = skia.Op(wall, opening, skia.PathOp.kDifference_PathOp)
    s.canvas.drawPath(wall, s.ramp((0, deck), (0, 6.8), [mix(stone, WHITE, 0.2), stone, mix(stone, (20, 20, 40), 0.4)]))
    for _ in range(170):
        s.canvas.save()
        s.canvas.clipPath(wall, True)
        s.rect(rng.uniform(-5, 21), rng.uniform(deck, 6.8), 0.34, 0.15, mix(stone, rng.choice([WHITE, (0, 0, 0)]), 0.14), 0.8, 0.03)
        s.canvas.restore()
    for k in range(-3, 4):
        cx = middle + k * span
        rim = skia.Rect.MakeLTRB(cx - span * 0.41, deck + 0.65, cx + span * 0.41, 8.6)
        s.canvas.drawArc(rim, 200, 140, False, s.paint(mix(stone, (40, 30, 30), 0.3), 1, 0, 0.12))
    s.rect(LEFT, deck - 0.28, RIGHT - LEFT, 0.3, mix(stone, WHITE, 0.35))
    s.rect(LEFT, 6.8, RIGHT - LEFT, 0.6, mix(stone, (30, 60, 90), 0.7), 0.5, 0, 0.2)
    for k in range(80):
        near = rng.random()
        s.oval(
            rng.uniform(-6, 22) + 0.2 * math.sin(s.time + k), 6.9 + near * 4, 0.3 + 0.5 * near, 0.025 + 0.03 * near, (220, 240, 250), 0.5
        )
    for side in (-1, 1):
        s.oval(8 + side * 11.5, 8.6, 6, 1.7, (96, 150, 70))
