"""Hair and hats, the part behind the head and the part in front of it. Units are those of the head."""

from __future__ import annotations

import math

import skia

from people_identity import Identity
from stage import Colour, Stage, mix

WHITE: Colour = (255, 255, 255)


def _fill(s: Stage, path: skia.Path, colour: Colour, alpha: float = 1.0) -> None:
    s.canvas.drawPath(path, s.paint(colour, alpha))


def back_hair(s: Stage, who: Identity, turn: float) -> None:
    """What lies behind the face, down to the shoulders."""
    tone, w, v = mix(who.hair, (0, 0, 0), 0.22), who.width, who.volume
    x = -turn * 0.1
    style = who.style
    if style in ("long", "wavy"):
        side = w + 0.22 * v
        path = skia.Path().moveTo(x - side, -0.3).cubicTo(x - side, -1.75 * v, x + side, -1.75 * v, x + side, -0.3)
        if style == "long":
            path.cubicTo(x + side + 0.12, 0.6, x + side + 0.1, 1.4, x + side - 0.05, 2.1).lineTo(x - side + 0.05, 2.1)
            path.cubicTo(x - side - 0.1, 1.4, x - side - 0.12, 0.6, x - side, -0.3).close()
            _fill(s, path, tone)
        else:
            path.lineTo(x + side, 1.6).lineTo(x - side, 1.6).close()
            _fill(s, path, tone)
            for k in range(6):
                for sign in (-1, 1):
                    s.oval(x + sign * (side + 0.03 * (k % 2)), -0.3 + k * 0.42, 0.3, 0.34, tone)
    elif style == "bob":
        side = w + 0.24 * v
        path = skia.Path().moveTo(x - side, -0.2).cubicTo(x - side, -1.75 * v, x + side, -1.75 * v, x + side, -0.2)
        path.cubicTo(x + side + 0.1, 0.5, x + side, 0.9, x + side - 0.16, 1.0).lineTo(x - side + 0.16, 1.0)
        path.cubicTo(x - side, 0.9, x - side - 0.1, 0.5, x - side, -0.2).close()
        _fill(s, path, tone)
    elif style == "fringe":
        s.oval(x, -0.35, w + 0.2 * v, 1.08 * v, tone)
    elif style == "bun":
        s.oval(x - turn * 0.2, -1.5, 0.42 * v, 0.4 * v, who.hair)
        s.oval(x - turn * 0.2 - 0.1, -1.58, 0.2 * v, 0.16 * v, mix(who.hair, WHITE, 0.18))
        s.oval(x, -0.4, w + 0.08, 0.9, tone)
    elif style == "tails":
        for sign in (-1, 1):
            s.oval(x + sign * (w + 0.34), 0.45, 0.26 * v, 0.75 * v, tone, turn=-sign * 12)
            s.oval(x + sign * (w + 0.16), -0.2, 0.13, 0.13, who.hat)
        s.oval(x, -0.4, w + 0.08, 0.95, tone)
    elif style == "curly":
        for k in range(16):
            angle = math.pi * (1.12 + 1.24 * -k / 15)
            s.oval(x + math.cos(angle) * (w + 0.1) * v, -0.4 - math.sin(angle) * 1.0 * v, 0.34 * v, 0.34 * v, tone)
    elif style == "scarf":
        s.oval(x, -0.05, w + 0.24, 1.42, mix(who.hat, (0, 0, 0), 0.18))
        s.oval(x, 1.35, w + 0.1, 0.6, mix(who.hat, (0, 0, 0), 0.25))
    elif style in ("crop", "side", "swept", "spikes"):
        s.oval(x, -0.42, w + 0.05, 0.82, tone)


def _cap(who: Identity, line: float, dip: float, lift: float, shift: float) -> skia.Path:
    """Hair on top: over the skull from ear to ear, its lower edge at the height `line`, lowest or highest at `shift`."""
    w, v = who.width, who.volume
    path = skia.Path().moveTo(-w - 0.05, 0.0).cubicTo(-w - 0.12, -1.25 * v - lift, w + 0.12, -1.25 * v - lift, w + 0.05, 0.0)
    path.cubicTo(w - 0.02, -0.25, w - 0.08, line + 0.1, w * 0.72, line)
    path.quadTo(shift, line + dip, -w * 0.72, line)
    return path.cubicTo(-w + 0.08, line + 0.1, -w + 0.02, -0.25, -w - 0.05, 0.0).close()


def front_hair(s: Stage, who: Identity, turn: float) -> None:
    """What lies over the forehead."""
    w, v, part, tone = who.width, who.volume, who.parting, who.hair
    light = mix(tone, WHITE, 0.16)
    s.canvas.save()
    s.canvas.translate(turn * 0.06, 0)
    style = who.style
    if style == "crop":
        _fill(s, _cap(who, -0.62, -0.22, 0.06, part * 0.4), tone)
    elif style == "spikes":
        _fill(s, _cap(who, -0.66, -0.05, 0.0, 0), tone)
        for k in range(7):
            x = -0.75 * w + k * 0.25 * w
            s.poly([(x - 0.2, -0.86), (x + 0.05 * (k - 3), -1.62 * v + 0.06 * abs(k - 3)), (x + 0.2, -0.86)], tone if k % 2 else light)
    elif style in ("side", "swept"):
        _fill(s, _cap(who, -0.6, -0.35, 0.16 if style == "side" else 0.3, part), tone)
        side = 1 if part > 0 else -1
        lock = skia.Path().moveTo(side * w * 0.62, -0.98).quadTo(0, -0.95 if style == "side" else -1.5, -side * w * 0.98, -0.3)
        lock.quadTo(-side * w * 0.35, -0.52, side * w * 0.62, -0.98).close()
        _fill(s, lock, light)
    elif style == "curly":
        for k in range(11):
            x = -w + 2 * w * k / 10
            s.oval(x, -0.72 - 0.36 * (1 - (x / w) ** 2) + 0.1 * (k % 2), 0.27 * v, 0.25 * v, tone if k % 2 else light)
    elif style in ("long", "wavy", "bob"):
        # Two curtains that part.
        for side in (-1, 1):
            curtain = skia.Path().moveTo(part * 0.8, -1.12).cubicTo(side * w * 0.7, -1.45 * v, side * (w + 0.2), -0.9, side * (w + 0.16), 0.35)
            curtain.cubicTo(side * (w - 0.02), 0.1, side * w * 0.9, -0.5, part * 0.8, -1.12).close()
            _fill(s, curtain, tone)
        top = skia.Path().moveTo(-w - 0.1, -0.25).cubicTo(-w - 0.1, -1.55 * v, w + 0.1, -1.55 * v, w + 0.1, -0.25)
        top.cubicTo(w * 0.9, -0.75, part * 0.8 + 0.3, -1.0, part * 0.8, -1.0).cubicTo(part * 0.8 - 0.3, -1.0, -w * 0.9, -0.75, -w - 0.1, -0.25).close()
        _fill(s, top, tone)
        s.curve((part * 0.8 + 0.12, -1.14), (w * 0.7, -1.1), (w * 0.92, -0.6), 0.05, light, 0.9)
    elif style == "fringe":
        _fill(s, _cap(who, -0.36, 0.1, 0.2, part), tone)
        for k in range(6):
            x = -0.6 * w + k * 0.24 * w
            s.curve((x * 0.8, -1.05), (x, -0.8), (x, -0.4), 0.035, light, 0.7)
    elif style in ("bun", "tails"):
        _fill(s, _cap(who, -0.66, -0.3, 0.08, part), tone)
        s.curve((part * 0.5, -1.1), (w * 0.7, -0.95), (w * 0.85, -0.5), 0.05, light, 0.8)
    elif style == "scarf":
        ring = skia.Path().addOval(skia.Rect.MakeLTRB(-w - 0.24, -1.5, w + 0.24, 1.5))
        ring.addOval(skia.Rect.MakeLTRB(-w + 0.08, -0.86, w - 0.08, 1.28))
        ring.setFillType(skia.PathFillType.kEvenOdd)
        _fill(s, ring, who.hat)
        s.curve((-w * 0.7, -0.95), (0, -1.35), (w * 0.7, -0.95), 0.06, mix(who.hat, WHITE, 0.25), 0.8)
    elif style == "beanie":
        _fill(s, _cap(who, -0.72, -0.12, 0.32, 0), who.hat)
        s.rect(-w - 0.1, -0.86, 2 * w + 0.2, 0.34, mix(who.hat, WHITE, 0.3), 1.0, 0.15)
        s.oval(0, -1.42 * v, 0.18, 0.18, mix(who.hat, WHITE, 0.45))
    s.canvas.restore()
