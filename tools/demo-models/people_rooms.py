"""Plain rooms for the demo's people to stand in. None is a scene that the sight model knows."""

from __future__ import annotations

from collections.abc import Callable

from stage import BOTTOM, LEFT, RIGHT, TOP, Colour, Stage, mix

BLACK: Colour = (0, 0, 0)
WHITE: Colour = (255, 255, 255)
JARS: list[Colour] = [(206, 96, 70), (226, 178, 92), (120, 150, 110), (150, 110, 90), (196, 140, 150)]
BOOKS: list[Colour] = [(150, 60, 54), (196, 130, 66), (84, 110, 90), (60, 84, 120), (120, 84, 120), (214, 196, 160), (92, 66, 52)]


def _wall(s: Stage, tone: Colour) -> None:
    s.depth(0.4)
    s.block(LEFT, TOP, RIGHT - LEFT, BOTTOM - TOP, [mix(tone, WHITE, 0.16), tone, mix(tone, BLACK, 0.12)])


def pantry(s: Stage) -> None:
    """Shelves with jars."""
    _wall(s, (232, 206, 170))
    s.depth(0.55)
    for y in (2.1, 4.7, 7.3):
        x = -3.0
        while x < 19:
            wide, high = s.rng.uniform(0.5, 0.9), s.rng.uniform(0.8, 1.5)
            tone = s.vary(s.rng.choice(JARS), 10)
            if s.rng.random() < 0.75:
                s.rect(x, y - high, wide, high, tone, 1.0, 0.12)
                s.rect(x + 0.06, y - high - 0.14, wide - 0.12, 0.2, mix(tone, BLACK, 0.35), 1.0, 0.05)
                s.rect(x + wide * 0.2, y - high * 0.62, wide * 0.6, high * 0.3, (246, 238, 220), 0.9, 0.05)
            x += wide + s.rng.uniform(0.08, 0.4)
        s.rect(LEFT, y, RIGHT - LEFT, 0.22, (150, 104, 66))
        s.rect(LEFT, y + 0.22, RIGHT - LEFT, 0.16, (90, 60, 40), 0.25, 0, 0.08)


def study(s: Stage) -> None:
    """A wall of books."""
    _wall(s, (96, 70, 56))
    s.depth(0.55)
    for y in (-0.6, 2.0, 4.6, 7.2, 9.8):
        x = -4.0
        while x < 20:
            wide, high = s.rng.uniform(0.22, 0.5), s.rng.uniform(1.5, 2.1)
            tone = s.vary(s.rng.choice(BOOKS), 14)
            s.rect(x, y - high, wide - 0.03, high, tone, 1.0, 0.03)
            s.rect(x, y - high * 0.8, wide - 0.03, 0.1, mix(tone, (236, 206, 130), 0.6))
            x += wide
        s.rect(LEFT, y, RIGHT - LEFT, 0.28, (64, 44, 34))


def teahouse(s: Stage) -> None:
    """Panelling in two colours, and lamps."""
    _wall(s, (226, 158, 130))
    s.depth(0.5)
    s.rect(LEFT, 5.2, RIGHT - LEFT, 8, (126, 74, 70))
    for k in range(20):
        s.rect(LEFT + k * 1.8, 5.5, 1.4, 6, (140, 86, 80), 1.0, 0.1)
    s.rect(LEFT, 5.0, RIGHT - LEFT, 0.26, (98, 56, 54))
    for x in (1.6, 8.0, 14.4):
        s.rect(x - 0.03, TOP, 0.06, 1.2 - TOP, (70, 44, 40))
        s.poly([(x - 0.22, 1.1), (x + 0.22, 1.1), (x + 0.7, 1.9), (x - 0.7, 1.9)], (248, 226, 178))


def landing(s: Stage) -> None:
    """A papered wall with frames of different sizes."""
    _wall(s, (150, 166, 140))
    s.depth(0.5)
    for k in range(30):
        s.rect(LEFT + k * 1.2, TOP, 0.5, BOTTOM - TOP, (158, 174, 148))
    for x, y, w, h in ((1.0, 1.2, 2.4, 1.8), (12.2, 0.8, 1.9, 2.6), (13.6, 4.4, 2.4, 1.7), (0.4, 4.2, 1.6, 2.2)):
        s.rect(x - 0.2, y - 0.2, w + 0.4, h + 0.4, (112, 82, 56), 1.0, 0.08)
        s.block(x, y, w, h, [s.vary((214, 200, 180), 20), s.vary((180, 160, 150), 20)])


def studio(s: Stage) -> None:
    """A lilac wall with a disc of paint, and tins."""
    _wall(s, (186, 170, 206))
    s.depth(0.5)
    s.oval(8.6, 4.2, 4.6, 4.6, (170, 150, 196))
    for x, tone in ((0.6, (70, 150, 150)), (2.2, (226, 150, 90)), (14.2, (206, 96, 110))):
        s.rect(x, 7.4, 1.3, 1.9, (206, 206, 210), 1.0, 0.1)
        s.rect(x, 7.9, 1.3, 0.8, tone)


def hall(s: Stage) -> None:
    """Wooden boards with hooks and a coat."""
    _wall(s, (206, 170, 124))
    s.depth(0.5)
    for k in range(18):
        s.rect(LEFT + k * 2.0, TOP, 0.07, BOTTOM - TOP, (160, 122, 82))
    s.rect(LEFT, 1.6, RIGHT - LEFT, 0.5, (128, 88, 56))
    for x, tone in ((1.6, (60, 90, 110)), (14.0, (150, 80, 70))):
        s.oval(x, 1.85, 0.16, 0.16, (60, 48, 40))
        s.poly([(x - 0.25, 2.0), (x + 0.25, 2.0), (x + 1.0, 7.4), (x - 1.0, 7.4)], tone)
        s.line([(x, 2.2), (x, 7.4)], 0.06, mix(tone, BLACK, 0.3))


ROOMS: dict[str, Callable[[Stage], None]] = {
    "pantry": pantry, "study": study, "teahouse": teahouse, "landing": landing, "studio": studio, "hall": hall,
}  # fmt: skip
