"""The demo's people, and the shots of the video in which they are seen."""

from __future__ import annotations

from dataclasses import dataclass

from people_identity import Identity
from stage import Camera, Colour
from storyboard import FRAME_RATE

VIDEO = "people.mp4"
VIDEO_SEED = 97_000_000

MINA = Identity(
    skin=(238, 190, 152), hair=(40, 30, 36), style="bob", parting=-0.32, volume=1.05, width=0.92, jaw=0.6, chin=1.18, iris=(72, 46, 32),
    eye_gap=0.43, eye_size=0.2, eye_tall=1.0, eye_slant=6, eye_high=-0.06, lashes=0.9, brow_thick=0.075, brow_tilt=-0.02, brow_arch=0.1,
    brow_gap=0.33, nose_long=0.44, nose_wide=0.11, nose_kind=0, mouth_wide=0.3, mouth_full=0.1, lips=(202, 62, 78), ears=0.16, blush=0.38,
    freckles=False, mole=None, beard="none", glasses="none", frame=(40, 36, 40), earring=(236, 200, 90), hat=(206, 70, 66),
)  # fmt: skip
THEO = Identity(
    skin=(250, 212, 184), hair=(188, 88, 40), style="side", parting=0.4, volume=1.1, width=0.98, jaw=0.88, chin=1.26, iris=(66, 118, 176),
    eye_gap=0.42, eye_size=0.16, eye_tall=0.9, eye_slant=-3, eye_high=-0.1, lashes=0.1, brow_thick=0.13, brow_tilt=0.03, brow_arch=0.04,
    brow_gap=0.3, nose_long=0.52, nose_wide=0.19, nose_kind=2, mouth_wide=0.33, mouth_full=0.06, lips=(196, 112, 100), ears=0.21, blush=0.25,
    freckles=True, mole=None, beard="full", glasses="round", frame=(50, 44, 50), earring=None, hat=(54, 128, 138),
)  # fmt: skip
ODETTE = Identity(
    skin=(134, 88, 62), hair=(214, 214, 220), style="curly", parting=0.1, volume=1.0, width=0.95, jaw=0.7, chin=1.16, iris=(52, 34, 26),
    eye_gap=0.41, eye_size=0.17, eye_tall=0.8, eye_slant=2, eye_high=-0.08, lashes=0.4, brow_thick=0.06, brow_tilt=-0.04, brow_arch=0.12,
    brow_gap=0.36, nose_long=0.47, nose_wide=0.2, nose_kind=2, mouth_wide=0.34, mouth_full=0.12, lips=(160, 66, 72), ears=0.18, blush=0.2,
    freckles=False, mole=(0.42, 0.5), beard="none", glasses="half", frame=(150, 40, 50), earring=(80, 180, 190), hat=(126, 88, 168),
)  # fmt: skip
PEOPLE: dict[str, Identity] = {"Mina": MINA, "Theo": THEO, "Odette": ODETTE}


@dataclass(frozen=True)
class Part:
    """Somebody in a shot: the middle of the head in stage units, half a face's width, which way they look, and who talks."""

    name: str
    x: float
    y: float
    unit: float
    turn: float
    shirt: Colour
    collar: int
    talks: bool = False


@dataclass(frozen=True)
class PeopleShot:
    room: str
    frames: int
    start: Camera
    end: Camera
    parts: tuple[Part, ...]
    en: str
    ko: str
    said: str


def _shot(room: str, seconds: float, move: tuple[float, float, float, float], parts: tuple[Part, ...], en: str, ko: str, said: str) -> PeopleShot:
    """`move` is x and zoom at the start, then at the end."""
    return PeopleShot(room, round(seconds * FRAME_RATE), Camera(move[0], 0, move[1]), Camera(move[2], 0, move[3]), parts, en, ko, said)


SHOTS: list[PeopleShot] = [
    _shot(
        "pantry", 4.0, (-0.3, 1.0, 0.3, 1.05), (Part("Mina", 8.6, 4.1, 1.75, 0.25, (54, 128, 138), 1, True),),
        "a woman with black hair in front of shelves with jars", "유리병 선반 앞의 검은 머리 여자", "The kettle has been whistling all morning.",
    ),
    _shot(
        "study", 4.0, (0.3, 1.05, -0.3, 1.0), (Part("Theo", 7.3, 4.3, 1.7, -0.2, (74, 96, 74), 3, True),),
        "a man with a red beard in front of books", "책장 앞의 붉은 수염 남자", "This atlas belonged to my uncle.",
    ),
    _shot(
        "teahouse", 4.5, (-0.2, 1.0, 0.2, 1.06),
        (Part("Mina", 5.2, 4.9, 1.3, 0.5, (206, 84, 76), 0), Part("Theo", 10.9, 4.6, 1.35, -0.5, (74, 80, 96), 2, True)),
        "a woman and a man in a tea house", "찻집의 여자와 남자", "Let us share the last cinnamon bun.",
    ),
    _shot(
        "landing", 3.5, (0.0, 1.0, 0.25, 1.04), (Part("Odette", 8.0, 4.6, 1.45, 0.1, (126, 88, 168), 1, True),),
        "an old woman with white curls on a landing", "하얀 곱슬머리 할머니", "The postman brought nothing but bills.",
    ),
    _shot(
        "studio", 3.5, (0.2, 1.0, -0.2, 1.04), (Part("Mina", 7.7, 4.4, 2.1, -0.3, (240, 204, 92), 0, True),),
        "a woman with black hair in front of a lilac wall", "연보라색 벽 앞의 검은 머리 여자", "I shall paint the whole ceiling turquoise.",
    ),
    _shot(
        "hall", 3.5, (-0.3, 1.04, 0.2, 1.0), (Part("Theo", 8.8, 4.7, 1.55, 0.3, (178, 70, 66), 2, True),),
        "a man with a red beard beside coats", "외투 옆의 붉은 수염 남자", "Has anybody seen my other glove?",
    ),
]  # fmt: skip


def times() -> list[tuple[float, float]]:
    """Start and end of each shot in seconds."""
    ends = [0]
    for shot in SHOTS:
        ends.append(ends[-1] + shot.frames)
    return [(round(a / FRAME_RATE, 4), round(b / FRAME_RATE, 4)) for a, b in zip(ends, ends[1:])]


def stretches(name: str) -> list[tuple[float, float]]:
    """When somebody is seen; shots that follow each other stay apart."""
    return [time for time, shot in zip(times(), SHOTS, strict=True) if any(part.name == name for part in shot.parts)]
