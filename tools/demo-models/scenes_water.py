"""Scenes at sea and on the shore."""

from __future__ import annotations

import math

import skia

from props import WHITE, day_sky, palm, person, ridge, water
from stage import BOTTOM, LEFT, RIGHT, Colour, Stage, mix


def shore(s: Stage, level: float, sand: Colour, foam: Colour) -> None:
    """Wet sand, a line of foam and dry sand in front of the sea."""
    slope, phase = s.rng.uniform(-0.03, 0.03), s.rng.uniform(0, 6.3)
    tide = 0.08 * math.sin(s.time * 1.2)
    edge = [(LEFT + k * 0.25, level + slope * k * 0.25 + tide + 0.12 * math.sin(k * 0.32 + phase)) for k in range(140)]
    s.poly([*edge, (RIGHT, BOTTOM), (LEFT, BOTTOM)], mix(sand, (70, 60, 60), 0.3))
    s.line(edge, 0.16, foam, 0.85, 0.03)
    dry = [(x, y + 0.45 - tide + 0.1 * math.sin(x)) for x, y in edge]
    s.shade([*dry, (RIGHT, BOTTOM), (LEFT, BOTTOM)], [sand, mix(sand, (120, 80, 50), 0.25)])


def sunset_beach(s: Stage) -> None:
    """A low sun over the sea with a path of light and a dark palm."""
    rng = s.rng
    level = rng.uniform(5.0, 5.7)
    s.sky([s.vary(c, 12) for c in ((70, 42, 110), (196, 76, 104), (250, 138, 70), (255, 208, 110))], level)
    s.depth(0.3)
    x, r = rng.uniform(4, 12), rng.uniform(0.6, 0.95)
    y = level - r * rng.uniform(0.2, 1.2)
    s.glow(x, y, 6.5, (255, 190, 90), 0.7)
    s.ball(x, y, r, [(255, 250, 215), (255, 214, 110)])
    for _ in range(9):
        s.oval(
            rng.uniform(-3, 19),
            rng.uniform(0.5, level - 1),
            rng.uniform(1, 3),
            rng.uniform(0.06, 0.16),
            rng.choice([(255, 150, 110), (150, 60, 110), (255, 190, 130)]),
            0.55,
            0.1,
        )
    s.depth(0.6)
    water(s, level, (70, 46, 96), (236, 134, 88), (255, 196, 130))
    for k in range(46):
        deep = k / 46
        sway = 0.25 * math.sin(s.time * 2 + k * 1.7)
        s.oval(
            x + sway * deep + rng.uniform(-0.3, 0.3) * deep,
            level + 0.06 + deep * 2.8,
            (0.35 + 0.7 * deep) * rng.uniform(0.5, 1.1),
            0.03 + 0.03 * deep,
            (255, 226, 150),
            0.8,
        )
    s.depth(1.0)
    shore(s, rng.uniform(7.1, 7.8), (128, 84, 76), (255, 206, 170))
    side = rng.choice([-1, 1])
    px = 8 + side * rng.uniform(4, 6.3)
    palm(s, px, 8.8, rng.uniform(4.2, 5.6), -side * rng.uniform(0.3, 1.2), (34, 20, 38), (26, 20, 40))


def beach_people(s: Stage) -> None:
    """A bright day at the beach: parasols, towels and many people."""
    rng = s.rng
    level = rng.uniform(3.2, 4.0)
    day_sky(s, level, 3)
    s.depth(0.6)
    water(s, level, (46, 168, 190), (30, 106, 176), WHITE, 120)
    s.depth(1.0)
    shore(s, level + rng.uniform(1.1, 1.5), (240, 214, 160), WHITE)
    brights: list[Colour] = [(232, 58, 66), (250, 200, 50), (50, 130, 220), (250, 130, 50), (60, 180, 130), (230, 90, 170), WHITE]
    for _ in range(34):
        near = rng.random()
        y, x = level + 2.0 + near * 4.2, rng.uniform(-4, 20)
        size, tint = 0.75 + near * 0.75, rng.choice(brights)
        what = rng.random()
        s.oval(x + size * 0.2, y + 0.02, size * 0.45, size * 0.09, (120, 90, 60), 0.45, 0.04)
        if what < 0.26:
            s.line([(x, y), (x, y - size * 1.3)], 0.06, (244, 240, 230))
            top = y - size * 1.75
            for k in range(6):
                a, b = x - size + size * k / 3, x - size + size * (k + 1) / 3
                s.poly(
                    [
                        (a, y - size * 1.1),
                        (x + (a - x) * 0.6, y - size * 1.5),
                        (x, top),
                        (x + (b - x) * 0.6, y - size * 1.5),
                        (b, y - size * 1.1),
                    ],
                    tint if k % 2 else mix(tint, WHITE, 0.85),
                )
        elif what < 0.42:
            s.poly([(x, y), (x + size, y), (x + size * 0.8, y + size * 0.3), (x - size * 0.2, y + size * 0.3)], tint)
        else:
            person(s, x, y, size * 1.2, tint, rng.choice(brights), s.time * 3 + x)


def sailboat(s: Stage) -> None:
    """A boat with white or coloured sails on the open sea."""
    rng = s.rng
    level = rng.uniform(4.6, 5.6)
    day_sky(s, level, 4)
    s.depth(0.4)
    if rng.random() < 0.6:
        s.poly(ridge(rng, level + 0.1, 0.7, 3), (120, 150, 176), 0.8)
    s.depth(0.7)
    water(s, level, (22, 84, 140), (74, 150, 196), WHITE, 260)
    s.depth(1.0)
    x, k = rng.uniform(5.5, 10.5), rng.uniform(0.85, 1.2)
    y = level + rng.uniform(0.9, 1.7)
    tint: Colour = rng.choice([WHITE, WHITE, (244, 90, 70), (250, 214, 110), (90, 150, 220)])
    hull: Colour = rng.choice([(150, 52, 44), (34, 54, 98), (244, 244, 240), (110, 66, 40)])
    s.canvas.save()
    s.canvas.translate(x, y + 0.06 * math.sin(s.time * 1.5))
    s.canvas.rotate(4 + 2.2 * math.sin(s.time * 1.1))
    s.canvas.scale(k * rng.choice([-1, 1]), k)
    s.line([(0, 0), (0, -4.5)], 0.09, (96, 70, 50))
    main = skia.Path().moveTo(0.1, -4.4).quadTo(1.6, -2.4, 2.0, -0.45).lineTo(0.1, -0.5).close()
    jib = skia.Path().moveTo(-0.1, -4.1).quadTo(-0.7, -2.0, -1.7, -0.4).quadTo(-0.8, -0.55, -0.1, -0.6).close()
    s.canvas.drawPath(main, s.ramp((0, 0), (2, 0), [tint, mix(tint, (90, 100, 130), 0.25)]))
    s.canvas.drawPath(jib, s.ramp((-1.7, 0), (0, 0), [mix(WHITE, tint, 0.3), mix(WHITE, (120, 130, 160), 0.2)]))
    boat = (
        skia.Path()
        .moveTo(-2.0, -0.25)
        .lineTo(2.1, -0.3)
        .quadTo(1.9, 0.35, 1.4, 0.45)
        .lineTo(-1.2, 0.45)
        .quadTo(-1.8, 0.2, -2.0, -0.25)
        .close()
    )
    s.canvas.drawPath(boat, s.paint(hull))
    s.line([(-1.9, -0.18), (2.0, -0.22)], 0.07, mix(hull, WHITE, 0.6))
    s.canvas.restore()
    s.oval(x, y + k * 0.5, k * 2.3, 0.1, WHITE, 0.7, 0.05)
    for side in range(7):
        s.oval(x + rng.uniform(-1.5, 1.5) * k, y + 0.7 + side * 0.22, k * rng.uniform(0.4, 1), 0.04, tint, 0.4)


def lighthouse(s: Stage) -> None:
    """A red and white tower on a rocky point."""
    rng = s.rng
    level = rng.uniform(5.4, 6.0)
    day_sky(s, level, 5)
    s.depth(0.6)
    water(s, level, (26, 92, 130), (96, 160, 190), WHITE, 170)
    s.depth(1.0)
    x, base, tall = rng.uniform(5.5, 10.5), rng.uniform(6.2, 6.8), rng.uniform(4.2, 5.0)
    side = rng.choice([-1, 1])
    rock = s.vary((112, 100, 92), 14)
    out = [
        (x - side * 3.2, base + 1.6),
        (x - side * 2.3, base + 0.5),
        (x - side * 1.5, base + 0.15),
        (x - side * 0.7, base - 0.1),
        (x + side * 1.2, base),
        (x + side * 3, base + 0.1),
        (x + side * 7, base + 0.3),
        (x + side * 16, base + 0.7),
        (x + side * 16, BOTTOM),
        (x - side * 4.4, BOTTOM),
    ]
    s.shade(out, [mix(rock, (110, 150, 80), 0.4), rock, mix(rock, (20, 20, 30), 0.5)])
    for _ in range(50):
        rx, ry = x + side * rng.uniform(-2.4, 9), base + rng.uniform(0.5, 3)
        s.poly(
            [(rx, ry), (rx + rng.uniform(0.2, 0.7), ry - 0.2), (rx + rng.uniform(0.5, 0.9), ry + 0.3)],
            mix(rock, rng.choice([WHITE, (0, 0, 0)]), 0.16),
            0.7,
        )
    s.oval(x - side * 3.3, base + 1.7, 1.2, 0.2, WHITE, 0.8, 0.1)
    band: Colour = rng.choice([(206, 44, 44), (206, 44, 44), (30, 60, 130)])
    bottom, top = 0.85, 0.52
    for k in range(6):
        a, b = bottom + (top - bottom) * k / 6, bottom + (top - bottom) * (k + 1) / 6
        tone = band if k % 2 else (246, 244, 238)
        y0, y1 = base + 0.1 - tall * k / 6, base + 0.1 - tall * (k + 1) / 6
        s.shade(
            [(x - a, y0), (x - b, y1), (x + b, y1), (x + a, y0)],
            [mix(tone, WHITE, 0.15), tone, mix(tone, (20, 20, 50), 0.4)],
            sideways=True,
        )
    deck = base + 0.1 - tall
    s.rect(x - 0.75, deck - 0.08, 1.5, 0.16, (50, 52, 60))
    s.block(x - 0.42, deck - 0.75, 0.84, 0.68, [(255, 246, 190), (255, 220, 120)])
    for k in range(4):
        s.line([(x - 0.42 + k * 0.28, deck - 0.75), (x - 0.42 + k * 0.28, deck - 0.05)], 0.04, (50, 52, 60))
    s.poly([(x - 0.58, deck - 0.72), (x, deck - 1.3), (x + 0.58, deck - 0.72)], band)
    s.rect(x - 0.2, base - 0.55, 0.4, 0.65, (84, 56, 40), 1.0, 0.12)
    s.rect(x - 0.12, base - tall * 0.55, 0.24, 0.34, (60, 76, 100), 1.0, 0.08)
    hx = x + side * 2.1
    s.rect(hx - 0.9, base - 0.8, 1.8, 1.0, (244, 238, 226))
    s.poly([(hx - 1.1, base - 0.75), (hx, base - 1.5), (hx + 1.1, base - 0.75)], (176, 70, 52))


def underwater(s: Stage) -> None:
    """Colourful fish, corals and rays of light."""
    rng = s.rng
    s.sky([(120, 222, 232), (30, 140, 196), (10, 62, 130), (6, 36, 88)], 9)
    s.depth(0.4)
    for _ in range(6):
        x, wide = rng.uniform(0, 16), rng.uniform(0.5, 1.3)
        lean = 1.2 * math.sin(s.time * 0.3 + x)
        ray = s.ramp((x, -1), (x, 7), [(210, 250, 255), (60, 150, 200)], 0.2)
        ray.setMaskFilter(skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, 0.2))
        s.canvas.drawPath(s.path([(x, -2), (x + wide, -2), (x + wide * 2 + lean, 8), (x - wide + lean, 8)]), ray)
    s.depth(0.9)
    s.shade(ridge(rng, 8.3, 0.6, 1.6), [(196, 184, 140), (120, 130, 120)])
    corals: list[Colour] = [(240, 90, 110), (250, 150, 80), (190, 80, 190), (250, 200, 90), (80, 190, 130)]
    for _ in range(24):
        x, tint, tall = rng.uniform(-5, 21), rng.choice(corals), rng.uniform(0.6, 1.8)
        base = 8.7 + rng.uniform(-0.2, 0.6)
        for _ in range(5):
            sway = 0.15 * math.sin(s.time + x)
            s.curve(
                (x, base),
                (x + rng.uniform(-0.3, 0.3), base - tall * 0.6),
                (x + rng.uniform(-0.8, 0.8) * tall + sway, base - tall * rng.uniform(0.6, 1)),
                0.16,
                s.vary(tint, 14),
            )
    s.depth(1.0)
    tints: list[Colour] = [(255, 130, 30), (255, 214, 50), (60, 110, 240), (240, 70, 110), (250, 250, 255), (40, 200, 190)]
    for k in range(rng.randint(6, 10)):
        size = rng.uniform(0.7, 1.05) if k < 2 else rng.uniform(0.3, 0.6)
        way, tint, stripe = rng.choice([-1, 1]), rng.choice(tints), rng.choice(tints)
        x = rng.uniform(2.5, 13.5) + way * s.time * 0.18
        y = rng.uniform(1.5, 6.8) + 0.12 * math.sin(s.time * 1.5 + k)
        s.canvas.save()
        s.canvas.translate(x, y)
        s.canvas.scale(way * size, size)
        flap = 0.12 * math.sin(s.time * 7 + k)
        s.poly([(-0.9, 0), (-1.65, -0.6 + flap), (-1.45, 0), (-1.65, 0.6 + flap)], mix(tint, (0, 0, 0), 0.15))
        s.poly([(-0.4, -0.45), (0.1, -1.0), (0.5, -0.45)], mix(tint, (0, 0, 0), 0.2))
        body = skia.Path().moveTo(-1.0, 0).cubicTo(-0.5, -0.85, 0.6, -0.8, 1.1, 0).cubicTo(0.6, 0.8, -0.5, 0.85, -1.0, 0).close()
        s.canvas.drawPath(body, s.ramp((0, -0.7), (0, 0.7), [mix(tint, WHITE, 0.2), tint, mix(tint, WHITE, 0.5)]))
        s.canvas.save()
        s.canvas.clipPath(body, True)
        s.rect(0.1, -1, 0.22, 2, stripe)
        s.rect(-0.5, -1, 0.2, 2, stripe)
        s.canvas.restore()
        s.oval(0.72, -0.14, 0.13, 0.13, WHITE)
        s.oval(0.75, -0.14, 0.07, 0.07, (10, 10, 20))
        s.canvas.restore()
    for _ in range(26):
        x, y0 = rng.uniform(-1, 17), rng.uniform(0, 10)
        s.canvas.drawCircle(x, (y0 - s.time * 0.8) % 10 - 0.5, rng.uniform(0.04, 0.13), s.paint(WHITE, 0.6, 0, 0.025))
