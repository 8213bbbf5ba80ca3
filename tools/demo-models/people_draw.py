"""Draws a person's head and shoulders, and says where the landmarks of the face are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import skia

from people_hair import back_hair, front_hair
from people_identity import Identity, Pose
from stage import Colour, Stage, mix, pack

BLACK: Colour = (0, 0, 0)
WHITE: Colour = (255, 255, 255)


@dataclass(frozen=True)
class Face:
    """In pixels of the picture: left, top, right, bottom; right eye, left eye, nose, right and left corner of the mouth."""

    box: tuple[float, float, float, float]
    points: np.ndarray


def _at(pose: Pose, x: float, y: float, depth: float = 1.0) -> tuple[float, float]:
    """Where a feature is when the head turns and nods: what stands out moves more."""
    return x * (1 - 0.1 * abs(pose.turn)) + pose.turn * 0.2 * depth, y + pose.nod * 0.1 * depth


def _head(who: Identity) -> skia.Path:
    w, c = who.width, who.chin
    path = skia.Path().moveTo(-w, -0.15).cubicTo(-w, -1.5, w, -1.5, w, -0.15)
    path.cubicTo(w, 0.45, w * who.jaw, c, 0, c)
    return path.cubicTo(-w * who.jaw, c, -w, 0.45, -w, -0.15).close()


def _body(s: Stage, who: Identity, pose: Pose) -> None:
    shade = mix(who.skin, (90, 40, 30), 0.22)
    s.rect(-0.38, 0.7, 0.76, 1.3, shade, 1.0, 0.2)
    shirt = pose.shirt
    path = skia.Path().moveTo(-2.1, 9).lineTo(-2.0, 2.6).cubicTo(-1.9, 1.75, -0.9, 1.72, -0.5, 1.5).lineTo(0.5, 1.5)
    path.cubicTo(0.9, 1.72, 1.9, 1.75, 2.0, 2.6).lineTo(2.1, 9).close()
    s.canvas.drawPath(path, s.ramp((0, 1.4), (0, 4.2), [mix(shirt, WHITE, 0.1), mix(shirt, BLACK, 0.15)]))
    if pose.collar == 0:
        s.oval(0, 1.52, 0.56, 0.26, shade)
    elif pose.collar == 1:
        s.poly([(-0.5, 1.42), (0.5, 1.42), (0, 2.25)], shade)
    elif pose.collar == 2:
        s.rect(-0.5, 1.3, 1.0, 0.4, mix(shirt, BLACK, 0.1), 1.0, 0.16)
    else:
        s.poly([(-0.5, 1.42), (0.5, 1.42), (0, 2.0)], shade)
        for sign in (-1, 1):
            s.poly([(sign * 0.46, 1.34), (sign * 0.85, 1.75), (sign * 0.3, 2.2), (0, 1.9)], mix(shirt, WHITE, 0.3))


def _eye(s: Stage, who: Identity, pose: Pose, sign: int) -> tuple[float, float]:
    x, y = _at(pose, sign * who.eye_gap, who.eye_high)
    rx = who.eye_size
    ry = rx * who.eye_tall * 0.8 * max(0.05, pose.lids)
    line = mix(who.skin, (50, 26, 24), 0.85)
    canvas = s.canvas
    canvas.save()
    canvas.translate(x, y)
    canvas.rotate(sign * -who.eye_slant)
    white = skia.Path().moveTo(-rx, 0).cubicTo(-rx * 0.6, -ry * 1.35, rx * 0.6, -ry * 1.35, rx, 0)
    white.cubicTo(rx * 0.6, ry * 1.25, -rx * 0.6, ry * 1.25, -rx, 0).close()
    canvas.drawPath(white, s.paint((252, 250, 246)))
    canvas.save()
    canvas.clipPath(white, skia.ClipOp.kIntersect, True)
    r, gx = rx * 0.62, pose.gaze * rx * 0.25
    s.oval(gx, -0.005, r, r, mix(who.iris, BLACK, 0.25))
    s.oval(gx, 0.01, r * 0.8, r * 0.8, mix(who.iris, WHITE, 0.1))
    s.oval(gx, 0, r * 0.45, r * 0.45, (18, 14, 16))
    s.oval(gx - r * 0.32, -r * 0.35, r * 0.24, r * 0.24, WHITE)
    canvas.restore()
    lid = skia.Path().moveTo(-rx, 0).cubicTo(-rx * 0.6, -ry * 1.35, rx * 0.6, -ry * 1.35, rx, 0)
    canvas.drawPath(lid, s.paint(line, 1.0, 0.0, 0.028 + 0.03 * who.lashes))
    if who.lashes > 0.3:
        s.line([(sign * rx * 0.92, -ry * 0.25), (sign * rx * 1.3, -ry * 0.75 - 0.02)], 0.035, line)
    canvas.restore()
    return x, y


def _brow(s: Stage, who: Identity, pose: Pose, sign: int) -> None:
    x, y = _at(pose, sign * who.eye_gap, who.eye_high - who.brow_gap - 0.05 * pose.brows)
    tone = mix(who.hair, BLACK, 0.25) if sum(who.hair) > 200 else mix(who.hair, (60, 40, 40), 0.3)
    half = 0.24
    inner, outer = (x - sign * half, y + who.brow_tilt), (x + sign * half, y - who.brow_tilt)
    s.curve(inner, (x, y - who.brow_arch), outer, who.brow_thick, tone)


def _nose(s: Stage, who: Identity, pose: Pose) -> tuple[float, float]:
    x, y = _at(pose, 0, who.eye_high + who.nose_long, 1.7)
    top = _at(pose, 0, who.eye_high + 0.12, 1.2)
    shade, wide = mix(who.skin, (110, 40, 30), 0.32), who.nose_wide
    side = 1 if pose.turn + pose.light * 0.2 >= 0 else -1
    if who.nose_kind == 0:
        s.curve((x - wide, y), (x, y + 0.13), (x + wide, y), 0.055, shade)
        s.curve((top[0] + side * 0.07, top[1] + 0.1), (x + side * wide * 0.4, y - 0.15), (x + side * wide, y), 0.035, shade, 0.55)
    elif who.nose_kind == 1:
        s.poly([top, (x + side * wide * 1.1, y + 0.03), (x - side * wide * 0.5, y + 0.05)], shade, 0.55)
        s.curve((x - wide * 0.8, y + 0.02), (x, y + 0.08), (x + wide, y + 0.02), 0.04, shade)
    else:
        s.oval(x, y - 0.02, wide * 1.05, wide * 0.8, shade, 0.6)
        s.oval(x - 0.04, y - 0.06, wide * 0.45, wide * 0.3, mix(who.skin, WHITE, 0.45), 0.6)
    return x, y


def _mouth(s: Stage, who: Identity, pose: Pose) -> list[tuple[float, float]]:
    half = who.mouth_wide * (1 + 0.12 * pose.smile)
    level = who.eye_high + who.nose_long * 2 - 0.04
    x, y = _at(pose, 0, level, 1.2)
    curl = 0.12 * pose.smile
    left, right = (x - half, y - curl * 0.6), (x + half, y - curl * 0.6)
    gap = 0.26 * pose.open
    low = y + curl * 1.1
    if pose.open > 0.12:
        hole = skia.Path().moveTo(*left).quadTo(x, low - 0.03, *right).quadTo(x, low + 2 * gap, *left).close()
        s.canvas.drawPath(hole, s.paint((94, 30, 36)))
        s.canvas.save()
        s.canvas.clipPath(hole, skia.ClipOp.kIntersect, True)
        s.rect(x - half, y - 0.2, 2 * half, 0.2 + curl * 0.55 + gap * 0.35, WHITE)
        s.oval(x, low + gap * 1.1, half * 0.5, gap * 0.45, (206, 96, 100))
        s.canvas.restore()
        s.canvas.drawPath(hole, s.paint(who.lips, 1.0, 0.0, who.mouth_full * 0.7))
    else:
        lips = skia.Path().moveTo(*left).quadTo(x - half * 0.4, low - who.mouth_full * 1.1, x, low - who.mouth_full * 0.5)
        lips.quadTo(x + half * 0.4, low - who.mouth_full * 1.1, *right).quadTo(x, low + who.mouth_full * 2.2, *left).close()
        s.canvas.drawPath(lips, s.paint(who.lips))
        s.curve(left, (x, low + curl * 0.8), right, 0.035, mix(who.lips, (60, 10, 14), 0.6))
    return [left, right]


def _beard(s: Stage, who: Identity, pose: Pose, head: skia.Path) -> None:
    if who.beard == "none":
        return
    level = who.eye_high + who.nose_long * 2 - 0.04
    x, y = _at(pose, 0, level, 1.0)
    canvas = s.canvas
    canvas.save()
    canvas.clipPath(head, skia.ClipOp.kIntersect, True)
    if who.beard in ("stubble", "full"):
        alpha = 0.3 if who.beard == "stubble" else 1.0
        area = skia.Path().moveTo(-1.3, 0.05).cubicTo(-0.85, 0.2, -0.75, y - 0.35, x, y - 0.24)
        area.cubicTo(0.75, y - 0.35, 0.85, 0.2, 1.3, 0.05).lineTo(1.3, 1.6).lineTo(-1.3, 1.6).close()
        canvas.drawPath(area, s.paint(who.hair, alpha))
    elif who.beard == "goatee":
        s.oval(x, y + 0.28, who.mouth_wide * 1.1, 0.42, who.hair)
    canvas.restore()
    if who.beard in ("moustache", "goatee", "full"):
        for sign in (-1, 1):
            s.oval(x + sign * 0.17, y - 0.17, 0.25, 0.085, mix(who.hair, BLACK, 0.1), turn=sign * 16)


def _glasses(s: Stage, who: Identity, pose: Pose) -> None:
    if who.glasses == "none":
        return
    wide = 0.33
    for sign in (-1, 1):
        x, y = _at(pose, sign * who.eye_gap * 1.02, who.eye_high + 0.02, 1.1)
        rect = skia.Rect.MakeLTRB(x - wide, y - 0.27, x + wide, y + 0.29)
        round_ = {"round": 0.3, "square": 0.08, "half": 0.12}[who.glasses]
        s.canvas.drawRoundRect(rect, round_, round_, s.paint(WHITE, 0.13))
        if who.glasses == "half":
            s.line([(x - wide, y - 0.22), (x + wide, y - 0.22)], 0.1, who.frame)
        else:
            s.canvas.drawRoundRect(rect, round_, round_, s.paint(who.frame, 1.0, 0.0, 0.06))
        s.line([(x + sign * wide, y - 0.06), (sign * who.width, y - 0.12)], 0.05, who.frame)
    a, b = _at(pose, -who.eye_gap * 1.02 + wide, who.eye_high, 1.1), _at(pose, who.eye_gap * 1.02 - wide, who.eye_high, 1.1)
    s.curve(a, ((a[0] + b[0]) / 2, a[1] - 0.1), b, 0.05, who.frame)


def draw_person(s: Stage, who: Identity, pose: Pose, x: float, y: float, unit: float, body: bool = True) -> Face:
    """Head with its middle at (x, y) in stage units, half a face's width being `unit`."""
    canvas = s.canvas
    canvas.save()
    canvas.translate(x, y)
    canvas.scale(unit, unit)
    canvas.save()
    canvas.rotate(pose.roll)
    back_hair(s, who, pose.turn)
    canvas.restore()
    if body:
        _body(s, who, pose)
    canvas.rotate(pose.roll)
    for sign in (-1, 1):
        ear = sign * (who.width - 0.02) - pose.turn * 0.08
        s.oval(ear, 0.08, who.ears, who.ears * 1.4, mix(who.skin, (120, 50, 40), 0.14))
        if who.earring is not None:
            s.oval(ear, 0.08 + who.ears * 1.5, 0.075, 0.075, who.earring)
    head = _head(who)
    middle = (-0.4 + 0.5 * pose.light, -0.4)
    stops = [pack(mix(who.skin, WHITE, 0.12)), pack(who.skin), pack(mix(who.skin, (110, 50, 40), 0.2))]
    canvas.drawPath(head, skia.Paint(AntiAlias=True, Shader=skia.GradientShader.MakeRadial(middle, 1.9, stops, [0.0, 0.55, 1.0])))
    for sign in (-1, 1):
        cheek = _at(pose, sign * 0.55, 0.38)
        s.oval(*cheek, 0.24, 0.17, mix(who.skin, (230, 80, 80), 0.6), who.blush, 0.07)
        if who.freckles:
            for k in range(5):
                s.oval(cheek[0] - 0.16 + 0.08 * k, cheek[1] - 0.06 + 0.07 * (k % 2), 0.022, 0.022, mix(who.skin, (120, 60, 30), 0.6))
    _beard(s, who, pose, head)
    front_hair(s, who, pose.turn)
    points = [_eye(s, who, pose, -1), _eye(s, who, pose, 1)]
    for sign in (-1, 1):
        _brow(s, who, pose, sign)
    points.append(_nose(s, who, pose))
    points += _mouth(s, who, pose)
    if who.mole is not None:
        s.oval(*_at(pose, *who.mole), 0.035, 0.035, mix(who.skin, (50, 20, 16), 0.8))
    _glasses(s, who, pose)
    matrix = canvas.getTotalMatrix()
    mapped = np.array([[p.x(), p.y()] for p in matrix.mapPoints([skia.Point(*p) for p in points])])
    corners = [(-who.width - 0.03, -0.95), (who.width + 0.03, -0.95), (who.width * 0.7, who.chin), (-who.width * 0.7, who.chin)]
    edge = np.array([[p.x(), p.y()] for p in matrix.mapPoints([skia.Point(*p) for p in corners])])
    canvas.restore()
    return Face((edge[:, 0].min(), edge[:, 1].min(), edge[:, 0].max(), edge[:, 1].max()), mapped)
