"""Scenes with snow."""

from __future__ import annotations

import math

import skia

from props import WHITE, cloud, conifer, haze, peaks, ridge, stars
from stage import Colour, Stage, mix


def aurora(s: Stage) -> None:
    """Green and violet curtains above snowy firs."""
    rng = s.rng
    s.sky([(5, 10, 32), (10, 26, 54), (26, 54, 80)], 8)
    s.depth(0.2)
    stars(s, 110, 6)
    for band in range(3):
        base, phase = rng.uniform(3.2, 5.6), rng.uniform(0, 6.3)
        tint: Colour = rng.choice([(60, 255, 150), (90, 250, 190), (80, 240, 120)])
        swell, speed = rng.uniform(0.4, 0.9), rng.uniform(0.35, 0.6)
        for k in range(75):
            x = -6 + k * 0.38
            y = base + swell * math.sin(x * speed + phase + s.time * 0.25) + 0.3 * math.sin(x * 1.3 + phase)
            tall = 2.6 + 1.1 * math.sin(x * 0.9 + phase * 2 + s.time * 0.5)
            shade = s.ramp((x, y - tall), (x, y + 0.25), [(150, 60, 220), tint, tint], 0.2 + 0.05 * band)
            colours = [
                skia.ColorSetARGB(0, 150, 70, 220),
                skia.ColorSetARGB(70, 70, 200, 190),
                skia.ColorSetARGB(150, *(int(c) for c in tint)),
                skia.ColorSetARGB(0, 90, 255, 170),
            ]
            shade.setShader(skia.GradientShader.MakeLinear([(x, y - tall), (x, y + 0.3)], colours, [0, 0.5, 0.9, 1]))
            shade.setBlendMode(skia.BlendMode.kScreen)
            shade.setMaskFilter(skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, 0.12))
            s.canvas.drawRect(skia.Rect.MakeLTRB(x, y - tall, x + 0.5, y + 0.3), shade)
    s.depth(0.7)
    s.shade(ridge(rng, 7.7, 0.8, 2), [(120, 160, 180), (60, 90, 120), (40, 60, 90)])
    s.depth(1.0)
    for k in range(22):
        conifer(s, -5 + k * 1.25 + rng.uniform(-0.5, 0.5), 8.5 + rng.uniform(-0.2, 0.5), rng.uniform(1.0, 2.3), (12, 36, 40))


def snow_mountain(s: Stage) -> None:
    """White peaks behind dark firs."""
    rng = s.rng
    s.sky([s.vary(c, 12) for c in ((60, 120, 200), (130, 180, 230), (220, 234, 246))], 6)
    s.depth(0.35)
    for _ in range(3):
        cloud(s, rng.uniform(-2, 18), rng.uniform(0, 2.4), rng.uniform(1.5, 3))
    peaks(s, 7.2, 5.0, 4, (120, 134, 164), (250, 252, 255))
    s.depth(0.6)
    peaks(s, 7.4, 3.2, 6, (98, 110, 140), (244, 248, 255))
    haze(s, 7.0, 0.5, (226, 236, 246), 0.6)
    s.depth(1.0)
    s.shade(ridge(rng, 7.5, 0.6, 2), [(246, 250, 255), (206, 220, 240), (190, 206, 232)])
    for k in range(18):
        conifer(s, rng.uniform(-6, 22), 7.7 + k * 0.05, rng.uniform(0.8, 1.7), s.vary((30, 70, 62), 10))


def snowman(s: Stage) -> None:
    """A snowman with hat and scarf while it snows."""
    rng = s.rng
    s.sky([(150, 170, 200), (186, 202, 222), (222, 230, 240)], 7)
    s.depth(0.6)
    s.shade(ridge(rng, 6.4, 0.9, 2.4), [(226, 236, 246), (200, 214, 232)])
    for _ in range(14):
        x, h = rng.uniform(-5, 21), rng.uniform(1.4, 2.8)
        conifer(s, x, 6.6, h, (70, 110, 108))
        s.poly([(x, 6.6 - h * 1.02), (x + h * 0.08, 6.6 - h * 0.82), (x - h * 0.08, 6.6 - h * 0.82)], WHITE, 0.9)
    s.depth(1.0)
    s.shade(ridge(rng, 7.2, 0.5, 2), [(250, 252, 255), (214, 226, 242), (200, 214, 236)])
    x, y, k = rng.uniform(5.5, 10.5), rng.uniform(7.8, 8.3), rng.uniform(0.95, 1.25)
    scarf: Colour = rng.choice([(206, 40, 50), (40, 110, 190), (40, 150, 90), (230, 130, 40)])
    snow = [WHITE, (236, 242, 250), (160, 180, 214)]
    s.oval(x + 0.4, y + 0.05, 1.9 * k, 0.25, (150, 170, 204), 0.6, 0.12)
    for side in (-1, 1):
        s.line(
            [(x + side * 0.7 * k, y - 2.3 * k), (x + side * 1.7 * k, y - 2.9 * k), (x + side * 2.0 * k, y - 3.3 * k)],
            0.08 * k,
            (96, 66, 44),
        )
        s.line([(x + side * 1.6 * k, y - 2.85 * k), (x + side * 2.1 * k, y - 2.8 * k)], 0.06 * k, (96, 66, 44))
    s.ball(x, y - 0.95 * k, 1.25 * k, snow)
    s.ball(x, y - 2.45 * k, 0.92 * k, snow)
    s.ball(x, y - 3.65 * k, 0.68 * k, snow)
    s.rect(x - 0.62 * k, y - 3.2 * k, 1.24 * k, 0.27 * k, scarf, 1, 0.12 * k)
    s.rect(x + 0.25 * k, y - 3.1 * k, 0.3 * k, 0.9 * k, mix(scarf, (0, 0, 0), 0.15), 1, 0.08 * k)
    for dot in (-2.75, -2.4, -2.05):
        s.oval(x, y + dot * k, 0.08 * k, 0.08 * k, (34, 34, 40))
    for side in (-0.22, 0.22):
        s.oval(x + side * k, y - 3.82 * k, 0.075 * k, 0.09 * k, (24, 24, 30))
    s.poly([(x - 0.04, y - 3.72 * k), (x + 0.6 * k, y - 3.55 * k), (x - 0.04, y - 3.52 * k)], (244, 130, 40))
    s.rect(x - 0.75 * k, y - 4.24 * k, 1.5 * k, 0.13 * k, (36, 36, 46), 1, 0.05)
    s.rect(x - 0.48 * k, y - 4.95 * k, 0.96 * k, 0.75 * k, (44, 44, 56), 1, 0.05)
    s.rect(x - 0.48 * k, y - 4.42 * k, 0.96 * k, 0.17 * k, scarf)
    s.depth(1.2)
    for flake in range(130):
        fx, y0, r = rng.uniform(-5, 21), rng.uniform(0, 11), rng.uniform(0.03, 0.1)
        s.oval(fx + 0.3 * math.sin(s.time + flake), (y0 + s.time * 0.9) % 11 - 1, r, r, WHITE, 0.9)
