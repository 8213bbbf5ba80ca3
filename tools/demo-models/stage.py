"""A small stage on which scenes are painted: a camera with parallax, and soft anti-aliased primitives.

The stage is 16 by 9 units with y downwards. Everything random is drawn from `Stage.rng` in an order
that does not depend on `Stage.time`, so that a scene keeps its layout from frame to frame.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import skia

Colour = tuple[float, float, float]
Point = tuple[float, float]

WIDTH, HEIGHT = 16.0, 9.0
# Layers reach past the frame on every side so that the camera may pan and zoom out.
LEFT, RIGHT, TOP, BOTTOM = -9.0, 25.0, -6.0, 15.0


@dataclass(frozen=True)
class Camera:
    """Offset in stage units, zoom about the middle, roll in degrees."""

    x: float = 0.0
    y: float = 0.0
    zoom: float = 1.0
    roll: float = 0.0


def mix(a: Colour, b: Colour, share: float) -> Colour:
    """The colour `share` of the way from a to b."""
    return (a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share, a[2] + (b[2] - a[2]) * share)


def pack(colour: Colour, alpha: float = 1.0) -> int:
    """Skia's integer form of a colour."""
    r, g, b = (int(min(255.0, max(0.0, part))) for part in colour)
    return int(skia.ColorSetARGB(int(255 * min(1.0, max(0.0, alpha))), r, g, b))


class Stage:
    """One picture in the making."""

    def __init__(self, width: int, height: int, seed: int, camera: Camera, time: float = 0.0) -> None:
        self.width, self.height = width, height
        self.rng = random.Random(seed)
        self.camera = camera
        self.time = time
        self.surface = skia.Surface(width, height)
        self.canvas = self.surface.getCanvas()
        self.depth(1.0)

    def depth(self, share: float) -> None:
        """Chooses the layer: 0 stands still like the sky, 1 moves with the camera, more is nearer."""
        cam = self.camera
        zoom = 1.0 + (cam.zoom - 1.0) * min(1.0, 0.4 + 0.6 * share)
        canvas = self.canvas
        canvas.resetMatrix()
        canvas.translate(self.width / 2, self.height / 2)
        canvas.rotate(cam.roll)
        unit = self.height / HEIGHT * zoom
        canvas.scale(unit, unit)
        canvas.translate(-WIDTH / 2 - cam.x * share, -HEIGHT / 2 - cam.y * share)

    def vary(self, colour: Colour, amount: float = 12.0) -> Colour:
        """The colour moved a little, mostly in brightness."""
        rng = self.rng
        light = rng.uniform(-amount, amount)
        return tuple(part + light + rng.uniform(-amount, amount) * 0.4 for part in colour)  # type: ignore[return-value]

    def paint(self, colour: Colour, alpha: float = 1.0, blur: float = 0.0, line: float = 0.0) -> skia.Paint:
        """A paint; `blur` is a soft edge in stage units and `line` a stroke width."""
        paint = skia.Paint(AntiAlias=True, Color=pack(colour, alpha))
        if blur > 0:
            paint.setMaskFilter(skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, blur))
        if line > 0:
            paint.setStyle(skia.Paint.kStroke_Style)
            paint.setStrokeWidth(line)
            paint.setStrokeCap(skia.Paint.kRound_Cap)
            paint.setStrokeJoin(skia.Paint.kRound_Join)
        return paint

    def ramp(self, start: Point, end: Point, colours: Sequence[Colour], alpha: float = 1.0) -> skia.Paint:
        """A paint with a linear gradient."""
        shader = skia.GradientShader.MakeLinear([start, end], [pack(c, alpha) for c in colours])
        return skia.Paint(AntiAlias=True, Shader=shader, Dither=True)

    def path(self, points: Sequence[Point], closed: bool = True) -> skia.Path:
        return skia.Path.Polygon([skia.Point(x, y) for x, y in points], closed)

    def poly(self, points: Sequence[Point], colour: Colour, alpha: float = 1.0, blur: float = 0.0) -> None:
        self.canvas.drawPath(self.path(points), self.paint(colour, alpha, blur))

    def shade(self, points: Sequence[Point], colours: Sequence[Colour], sideways: bool = False) -> None:
        """A polygon with a gradient from its top to its bottom (or from left to right)."""
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        end = (max(xs), min(ys)) if sideways else (min(xs), max(ys))
        self.canvas.drawPath(self.path(points), self.ramp((min(xs), min(ys)), end, colours))

    def rect(
        self, x: float, y: float, w: float, h: float, colour: Colour, alpha: float = 1.0, round_: float = 0.0, blur: float = 0.0
    ) -> None:
        self.canvas.drawRoundRect(skia.Rect.MakeXYWH(x, y, w, h), round_, round_, self.paint(colour, alpha, blur))

    def block(self, x: float, y: float, w: float, h: float, colours: Sequence[Colour], sideways: bool = False) -> None:
        """A rectangle with a gradient."""
        self.shade([(x, y), (x + w, y), (x + w, y + h), (x, y + h)], colours, sideways)

    def oval(
        self, x: float, y: float, rx: float, ry: float, colour: Colour, alpha: float = 1.0, blur: float = 0.0, turn: float = 0.0
    ) -> None:
        self.canvas.save()
        self.canvas.translate(x, y)
        self.canvas.rotate(turn)
        self.canvas.drawOval(skia.Rect.MakeLTRB(-rx, -ry, rx, ry), self.paint(colour, alpha, blur))
        self.canvas.restore()

    def ball(self, x: float, y: float, r: float, colours: Sequence[Colour]) -> None:
        """A disc lit from the upper left."""
        shader = skia.GradientShader.MakeRadial((x - r * 0.35, y - r * 0.4), r * 1.5, [pack(c) for c in colours])
        self.canvas.drawCircle(x, y, r, skia.Paint(AntiAlias=True, Shader=shader))

    def glow(self, x: float, y: float, r: float, colour: Colour, alpha: float = 1.0) -> None:
        """Light that fades outwards and adds to what lies behind it."""
        stops = [pack(colour, alpha), pack(colour, alpha * 0.35), pack(colour, 0.0)]
        shader = skia.GradientShader.MakeRadial((x, y), r, stops, [0.0, 0.4, 1.0])
        paint = skia.Paint(AntiAlias=True, Shader=shader, BlendMode=skia.BlendMode.kScreen, Dither=True)
        self.canvas.drawCircle(x, y, r, paint)

    def line(self, points: Sequence[Point], width: float, colour: Colour, alpha: float = 1.0, blur: float = 0.0) -> None:
        self.canvas.drawPath(self.path(points, closed=False), self.paint(colour, alpha, blur, width))

    def curve(self, a: Point, b: Point, c: Point, width: float, colour: Colour, alpha: float = 1.0) -> None:
        """A quadratic curve from a to c, drawn towards b."""
        path = skia.Path().moveTo(*a).quadTo(b[0], b[1], c[0], c[1])
        self.canvas.drawPath(path, self.paint(colour, alpha, 0.0, width))

    def sky(self, colours: Sequence[Colour], horizon: float) -> None:
        """The whole backdrop, its gradient ending at the horizon."""
        self.depth(0.15)
        paint = self.ramp((0, -1.0), (0, horizon), colours)
        self.canvas.drawRect(skia.Rect.MakeLTRB(LEFT, TOP, RIGHT, BOTTOM), paint)

    def pixels(self) -> np.ndarray:
        """The picture as height x width x 3 bytes, RGB."""
        image = self.surface.makeImageSnapshot()
        return np.ascontiguousarray(image.toarray(colorType=skia.kRGBA_8888_ColorType)[:, :, :3])
