"""Scenes high above: the night sky, balloons, an aeroplane."""

from __future__ import annotations

import math

import skia

from props import NIGHT, WHITE, cloud, day_sky, haze, ridge, stars
from stage import Colour, Stage, mix


def night_sky(s: Stage) -> None:
    """A big moon and stars over dark hills."""
    rng = s.rng
    s.sky([s.vary(c, 6) for c in NIGHT], 9)
    s.depth(0.2)
    stars(s, 190, 7)
    x, y, r = rng.uniform(3, 13), rng.uniform(1.6, 4.0), rng.uniform(0.7, 1.25)
    s.glow(x, y, r * 4.5, (150, 170, 220), 0.5)
    if rng.random() < 0.5:
        s.ball(x, y, r, [(255, 252, 235), (226, 222, 204)])
        for _ in range(6):
            a, d = rng.uniform(0, 6.3), rng.uniform(0, 0.7) * r
            s.oval(x + d * math.cos(a), y + d * math.sin(a), r * 0.14, r * 0.12, (190, 186, 172), 0.6, r * 0.03)
    else:
        moon = skia.Path().addCircle(x, y, r)
        bite = skia.Path().addCircle(x + r * 0.5, y - r * 0.18, r * 0.88)
        s.canvas.drawPath(skia.Op(moon, bite, skia.PathOp.kDifference_PathOp), s.paint((255, 250, 225)))
    s.depth(0.6)
    s.poly(ridge(rng, rng.uniform(7.4, 8.4), 1.0, 2.2), (12, 16, 38))
    s.depth(1.0)
    s.poly(ridge(rng, 8.9, 0.7, 1.5), (5, 7, 20))


def balloon(s: Stage) -> None:
    """Striped hot-air balloons over fields."""
    rng = s.rng
    day_sky(s, 8, 5)
    s.depth(0.5)
    haze(s, 7.0, 0.5, (226, 236, 240), 0.7)
    s.shade(ridge(rng, 7.4, 0.9, 3), [(130, 170, 140), (96, 146, 96)])
    s.depth(0.8)
    s.shade(ridge(rng, 8.3, 0.6, 2), [(146, 186, 90), (92, 150, 66)])
    sets = [
        ((230, 60, 50), (252, 220, 90)),
        ((60, 90, 200), (250, 250, 250)),
        ((240, 130, 40), (120, 50, 140)),
        ((220, 50, 110), (250, 210, 220)),
        ((40, 150, 120), (250, 230, 110)),
    ]
    for k in range(rng.randint(2, 4)):
        size = rng.uniform(1.5, 2.1) if k == 0 else rng.uniform(0.5, 0.95)
        x, y = (rng.uniform(5, 11), rng.uniform(3, 4)) if k == 0 else (rng.uniform(0, 16), rng.uniform(1.5, 5.4))
        y += 0.15 * math.sin(s.time * 0.7 + k)
        first, second = rng.choice(sets)
        low = (x, y + size * 1.45)
        for stripe in range(8):
            shares = (math.cos(math.pi * stripe / 8), math.cos(math.pi * (stripe + 1) / 8))
            path = skia.Path().moveTo(x, y - size)
            for share, back in ((shares[0], False), (shares[1], True)):
                edge, foot = x - size * 1.32 * share, low[0] - size * 0.2 * share
                if back:
                    path.lineTo(foot, low[1]).cubicTo(edge, y + size * 0.6, edge, y - size, x, y - size)
                else:
                    path.cubicTo(edge, y - size, edge, y + size * 0.6, foot, low[1])
            path.close()
            tone = first if stripe % 2 else second
            s.canvas.drawPath(path, s.paint(mix(tone, (20, 10, 40), 0.055 * stripe)))
        for side in (-1, 1):
            s.line([(x + side * size * 0.2, low[1]), (x + side * size * 0.13, low[1] + size * 0.35)], 0.025 * size, (70, 50, 40))
        s.rect(x - size * 0.17, low[1] + size * 0.34, size * 0.34, size * 0.28, (132, 88, 48), 1.0, size * 0.04)


def aeroplane(s: Stage) -> None:
    """A white airliner above a sea of clouds."""
    rng = s.rng
    s.sky([(36, 96, 186), (84, 152, 222), (184, 216, 242)], 8)
    s.depth(0.4)
    for _ in range(4):
        cloud(s, rng.uniform(-3, 19), rng.uniform(0, 3), rng.uniform(1.5, 3), WHITE, 0.7)
    s.depth(0.8)
    for row in range(3):
        for _ in range(10):
            cloud(
                s,
                rng.uniform(-6, 22),
                7.4 + row * 0.9 + rng.uniform(-0.3, 0.3),
                rng.uniform(3.5, 6),
                mix(WHITE, (214, 224, 240), 0.5 - row * 0.2),
                1.0,
            )
    s.depth(1.0)
    x, y, k = rng.uniform(5.5, 10.5), rng.uniform(3.4, 4.8), rng.uniform(0.8, 1.15)
    tint: Colour = rng.choice([(214, 40, 50), (30, 80, 180), (240, 140, 30), (30, 140, 110)])
    y += 0.06 * math.sin(s.time * 1.2)
    s.canvas.save()
    s.canvas.translate(x, y)
    s.canvas.rotate(rng.uniform(-12, 3))
    s.canvas.scale(k, k)
    s.poly([(0.2, -0.1), (-1.2, -1.5), (-0.75, -1.5), (1.1, -0.1)], (176, 186, 202))
    s.poly([(-3.5, -0.25), (-4.3, -1.65), (-3.6, -1.65), (-2.4, -0.3)], tint)
    body = skia.Path().moveTo(-4.1, -0.25).cubicTo(-2, -0.55, 1.5, -0.5, 2.6, -0.42).cubicTo(3.6, -0.3, 4.1, 0.05, 4.0, 0.2)
    body.cubicTo(3.6, 0.5, 1, 0.5, -1.5, 0.42).cubicTo(-2.8, 0.3, -3.8, 0.0, -4.1, -0.25).close()
    s.canvas.drawPath(body, s.ramp((0, -0.5), (0, 0.5), [WHITE, (240, 243, 248), (170, 180, 198)]))
    s.line([(-3.6, 0.0), (3.9, 0.12)], 0.07, tint, 0.9)
    for w in range(22):
        s.oval(-2.6 + w * 0.24, -0.18, 0.055, 0.07, (50, 70, 100))
    s.poly([(3.0, -0.3), (3.55, -0.12), (3.1, -0.1)], (40, 56, 86))
    s.poly([(0.9, 0.2), (-1.9, 1.75), (-1.4, 1.75), (1.9, 0.25)], (206, 214, 226))
    s.rect(-0.5, 0.72, 0.8, 0.3, (120, 132, 152), 1.0, 0.14)
    s.poly([(-3.2, -0.1), (-4.4, 0.45), (-4.0, 0.45), (-2.5, 0.0)], (206, 214, 226))
    s.canvas.restore()
