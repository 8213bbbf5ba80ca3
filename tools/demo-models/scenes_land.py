"""Scenes in the open country."""

from __future__ import annotations

import math

from props import WHITE, conifer, day_sky, ground, haze, leafy, ridge
from stage import BOTTOM, LEFT, RIGHT, Colour, Stage, mix


def forest(s: Stage) -> None:
    """Tall green trees one behind another with light between them."""
    rng = s.rng
    s.sky([(206, 232, 190), (150, 200, 140), (96, 156, 96)], 8)
    s.depth(0.4)
    s.glow(rng.uniform(3, 13), 1.5, 6, (255, 250, 190), 0.7)
    for row in range(4):
        s.depth(0.45 + 0.2 * row)
        light = mix((140, 190, 130), (28, 74, 36), row / 3)
        base = 6.6 + 0.55 * row
        if row:
            haze(s, base - 0.6, 0.9, (200, 226, 176), 0.3)
        for _ in range(15 - 2 * row):
            x, wide = rng.uniform(-7, 23), 0.14 + 0.1 * row
            bark = mix((96, 76, 54), light, 0.55 - 0.13 * row)
            s.block(x - wide, -6, wide * 2, base + 6.2, [mix(bark, WHITE, 0.12), mix(bark, (10, 10, 8), 0.35)], sideways=True)
            for _ in range(7):
                s.oval(
                    x + rng.uniform(-1.2, 1.2),
                    rng.uniform(-2.5, 2.4),
                    rng.uniform(0.5, 1.1),
                    rng.uniform(0.35, 0.8),
                    s.vary(mix(light, (70, 140, 50), 0.35), 14),
                    0.92,
                )
        s.shade(ridge(rng, base + 0.1, 0.3, 1.5), [mix(light, (110, 160, 60), 0.4), mix(light, (20, 40, 16), 0.4)])
    for _ in range(90):
        x, y = rng.uniform(-6, 22), rng.uniform(8.0, 10)
        for lean in (-0.25, 0.0, 0.25):
            s.curve((x, y), (x + lean * 0.4, y - 0.3), (x + lean * 1.3, y - 0.45), 0.06, s.vary((70, 140, 50), 20))


def autumn(s: Stage) -> None:
    """Red and golden trees whose leaves fall."""
    rng = s.rng
    s.sky([(170, 190, 214), (214, 210, 200), (246, 222, 170)], 7)
    s.depth(0.5)
    golds: list[Colour] = [(214, 70, 30), (236, 130, 30), (246, 180, 50), (190, 50, 36), (226, 150, 60)]
    for _ in range(16):
        leafy(s, rng.uniform(-6, 22), 6.8, rng.uniform(2, 3.2), mix(rng.choice(golds), (200, 190, 170), 0.35), 9)
    s.depth(1.0)
    ground(s, 6.9, ((206, 140, 66), (150, 84, 40)), 60)
    for _ in range(6):
        leafy(s, rng.uniform(-4, 20), rng.uniform(7.2, 8.2), rng.uniform(4, 6.4), rng.choice(golds), 22)
    for _ in range(260):
        near = rng.random()
        s.oval(
            rng.uniform(-6, 22),
            7.1 + near * 3.5,
            0.06 + 0.1 * near,
            0.04 + 0.05 * near,
            s.vary(rng.choice(golds), 20),
            0.95,
            0,
            rng.uniform(0, 180),
        )
    s.depth(1.15)
    for k in range(60):
        x, y0, speed = rng.uniform(-4, 20), rng.uniform(0, 11), rng.uniform(0.5, 1.1)
        y = (y0 + s.time * speed) % 11 - 1
        turn = 60 * math.sin(s.time * 1.5 + k) + k * 37
        s.oval(x + 0.4 * math.sin(s.time + k), y, 0.16, 0.08, rng.choice(golds), 1, 0, turn)


def desert(s: Stage) -> None:
    """Sand dunes with a camel or cacti under a hot sun."""
    rng = s.rng
    s.sky([(86, 160, 214), (176, 206, 214), (250, 226, 180)], 6)
    s.depth(0.2)
    x, y = rng.uniform(2, 14), rng.uniform(0.8, 2.2)
    s.glow(x, y, 3.5, (255, 244, 200), 0.9)
    s.ball(x, y, 0.5, [WHITE, (255, 246, 200)])
    for row in range(4):
        s.depth(0.4 + 0.2 * row)
        tone = s.vary(mix((240, 200, 130), (218, 146, 76), row / 3), 8)
        s.shade(ridge(rng, 5.4 + row * 0.85, 1.3, 2.6 - row * 0.2), [mix(tone, WHITE, 0.25), tone, mix(tone, (120, 60, 30), 0.4)])
    s.depth(1.0)
    if rng.random() < 0.5:
        for _ in range(rng.randint(2, 4)):
            cx, cy, h = rng.uniform(1, 15), rng.uniform(7.4, 8.6), rng.uniform(1.8, 3)
            green = s.vary((66, 126, 70), 14)
            s.oval(cx + h * 0.3, cy, h * 0.4, 0.1, (120, 70, 40), 0.5, 0.05)
            s.line([(cx, cy), (cx, cy - h)], h * 0.18, green)
            s.line([(cx, cy - h * 0.35), (cx - h * 0.27, cy - h * 0.4), (cx - h * 0.27, cy - h * 0.72)], h * 0.12, green)
            s.line([(cx, cy - h * 0.48), (cx + h * 0.27, cy - h * 0.52), (cx + h * 0.27, cy - h * 0.85)], h * 0.12, green)
            s.line([(cx - h * 0.03, cy), (cx - h * 0.03, cy - h)], h * 0.03, mix(green, WHITE, 0.3))
        return
    for k in range(rng.randint(1, 3)):
        h = rng.uniform(1.4, 1.9)
        s.canvas.save()
        s.canvas.translate(rng.uniform(2, 4.5) + k * 4 + s.time * 0.1, rng.uniform(7.4, 8.2))
        s.canvas.scale(h, h)
        fur: Colour = (138, 92, 54)
        s.oval(0.1, 0.02, 0.9, 0.07, (120, 70, 40), 0.5, 0.05)
        for leg, swing in ((-0.5, 0), (-0.35, 2), (0.35, 1), (0.5, 3)):
            s.line([(leg, -0.65), (leg + 0.06 * math.sin(s.time * 3 + swing), 0)], 0.09, fur)
        s.oval(0, -0.8, 0.66, 0.26, fur)
        s.oval(-0.22, -1.05, 0.22, 0.22, fur)
        s.oval(0.22, -1.05, 0.22, 0.22, fur)
        s.curve((0.55, -0.8), (0.95, -0.75), (0.95, -1.3), 0.14, fur)
        s.oval(1.05, -1.35, 0.2, 0.1, fur, 1, 0, 12)
        s.curve((-0.62, -0.85), (-0.78, -0.7), (-0.75, -0.45), 0.05, fur)
        s.canvas.restore()


def flower_field(s: Stage) -> None:
    """Rows of blossoms up to the hills."""
    rng = s.rng
    day_sky(s, 5, 4)
    s.depth(0.5)
    s.shade(ridge(rng, 4.6, 0.9, 2.6), [(120, 170, 130), (80, 140, 80)])
    for _ in range(6):
        leafy(s, rng.uniform(-4, 20), 4.8, rng.uniform(0.6, 1.2), (70, 130, 60), 8)
    s.depth(1.0)
    s.block(LEFT, 4.7, RIGHT - LEFT, BOTTOM, [(110, 170, 80), (66, 130, 50), (50, 104, 42)])
    tints = rng.choice(
        [
            [(230, 40, 50), (250, 90, 80)],
            [(250, 200, 40), (255, 224, 90)],
            [(232, 90, 170), (250, 170, 210)],
            [(150, 80, 210), (190, 130, 230)],
            [(230, 50, 60), (250, 210, 60), (240, 120, 190), (250, 250, 250)],
        ]
    )
    for row in range(26):
        near = (row / 25) ** 1.6
        size, y = 0.05 + 0.3 * near, 4.85 + near * 5.6
        for _ in range(int(120 - 86 * near)):
            x, fy = rng.uniform(-7, 23), y + rng.uniform(-0.1, 0.1) * (1 + near)
            tint = s.vary(rng.choice(tints), 16)
            sway = 0.06 * near * math.sin(s.time * 1.6 + x)
            if size < 0.16:
                s.oval(x, fy, size, size * 0.8, tint)
                continue
            s.line([(x, fy + size * 2.2), (x + sway, fy)], size * 0.18, (60, 120, 40))
            for petal in range(5):
                a = petal * 1.2566 + x
                s.oval(
                    x + sway + math.cos(a) * size * 0.55,
                    fy + math.sin(a) * size * 0.5,
                    size * 0.42,
                    size * 0.4,
                    mix(tint, WHITE, 0.1 * (petal % 2)),
                )
            s.oval(x + sway, fy, size * 0.28, size * 0.26, (255, 226, 90) if tint[2] > 60 else (90, 50, 20))


def waterfall(s: Stage) -> None:
    """White water down a rock face into a pool between trees."""
    rng = s.rng
    day_sky(s, 4, 2)
    s.depth(0.8)
    x, wide = rng.uniform(6, 10), rng.uniform(1.1, 1.8)
    rock = s.vary((104, 98, 92), 12)
    s.shade(ridge(rng, 2.0, 1.0, 2), [mix(rock, (90, 140, 70), 0.6), rock, mix(rock, (30, 30, 36), 0.5)])
    for _ in range(150):
        rx, ry, size = rng.uniform(-6, 22), rng.uniform(2, 7.5), rng.uniform(0.3, 1.1)
        tone = mix(rock, rng.choice([WHITE, (0, 0, 0), (70, 100, 50)]), 0.22)
        s.poly([(rx, ry), (rx + size * 0.8, ry - size * 0.25), (rx + size, ry + size * 0.9), (rx + size * 0.1, ry + size)], tone, 0.75)
    s.shade([(x - wide * 0.8, 1.5), (x + wide * 0.8, 1.5), (x + wide, 7.3), (x - wide, 7.3)], [(190, 220, 236), (232, 244, 250), WHITE])
    for _ in range(90):
        fx, phase, long = x + rng.uniform(-0.9, 0.9) * wide, rng.random(), rng.uniform(0.5, 1.6)
        y = 1.5 + ((phase + s.time * 0.6) % 1.0) * 4.8
        s.line([(fx, y), (x + (fx - x) * 1.08, y + long)], rng.uniform(0.03, 0.1), rng.choice([WHITE, (150, 190, 216)]), 0.65)
    s.block(LEFT, 7.1, RIGHT - LEFT, 8, [(120, 190, 196), (40, 120, 136), (22, 84, 104)])
    for k in range(16):
        s.oval(
            x + rng.uniform(-1.3, 1.3) * wide, 7.2 + rng.uniform(-0.25, 0.3), 0.7, 0.35, WHITE, 0.5 + 0.1 * math.sin(s.time * 4 + k), 0.2
        )
    for _ in range(40):
        s.oval(rng.uniform(-5, 21) + 0.2 * math.sin(s.time + _), rng.uniform(7.6, 10.5), rng.uniform(0.3, 0.9), 0.04, (210, 236, 240), 0.5)
    s.depth(1.0)
    for k in range(18):
        side = -1 if k % 2 else 1
        far = x + side * rng.uniform(3.1, 11)
        if k % 3:
            leafy(s, far, 7.6 + rng.uniform(-0.2, 0.7), rng.uniform(1.8, 3.4), s.vary((58, 120, 52), 16), 11)
        else:
            conifer(s, far, 7.8, rng.uniform(2.4, 4), (36, 92, 60))
