"""Who a drawn person is: everything that stays the same from picture to picture; and how they are shown."""

from __future__ import annotations

import random
from dataclasses import dataclass

from stage import Colour, mix

SKINS: list[Colour] = [
    (255, 224, 199), (247, 206, 174), (236, 188, 150), (220, 166, 124), (196, 138, 96), (164, 108, 72), (128, 82, 56), (96, 62, 46),
]  # fmt: skip
HAIRS: list[Colour] = [
    (28, 24, 28), (58, 38, 30), (96, 60, 36), (136, 86, 46), (176, 76, 36), (216, 176, 98), (240, 214, 150), (150, 150, 156),
    (226, 226, 230), (196, 78, 120), (60, 110, 160), (70, 140, 120),
]  # fmt: skip
IRISES: list[Colour] = [(78, 48, 30), (40, 28, 24), (122, 88, 42), (74, 128, 82), (66, 118, 176), (120, 138, 152)]
LIPS: list[Colour] = [(196, 96, 92), (176, 70, 80), (206, 50, 70), (214, 120, 112), (150, 66, 66)]
CLOTHES: list[Colour] = [
    (206, 70, 66), (232, 148, 60), (240, 204, 92), (92, 160, 96), (54, 128, 138), (70, 108, 184), (126, 88, 168), (236, 232, 222),
    (74, 80, 96), (214, 130, 150),
]  # fmt: skip
STYLES = ["bald", "crop", "side", "swept", "curly", "bob", "long", "wavy", "bun", "tails", "fringe", "scarf", "beanie", "spikes"]
BEARDS = ["none", "none", "none", "none", "stubble", "full", "goatee", "moustache"]
GLASSES = ["none", "none", "none", "round", "square", "half"]


@dataclass(frozen=True)
class Identity:
    """Lengths are in head units: a face is about 2 wide and 2.4 high."""

    skin: Colour
    hair: Colour
    style: str
    parting: float
    volume: float
    width: float
    jaw: float
    chin: float
    iris: Colour
    eye_gap: float
    eye_size: float
    eye_tall: float
    eye_slant: float
    eye_high: float
    lashes: float
    brow_thick: float
    brow_tilt: float
    brow_arch: float
    brow_gap: float
    nose_long: float
    nose_wide: float
    nose_kind: int
    mouth_wide: float
    mouth_full: float
    lips: Colour
    ears: float
    blush: float
    freckles: bool
    mole: tuple[float, float] | None
    beard: str
    glasses: str
    frame: Colour
    earring: Colour | None
    hat: Colour


def random_identity(rng: random.Random) -> Identity:
    """Anybody."""
    skin = mix(rng.choice(SKINS), rng.choice(SKINS), rng.uniform(0, 0.35))
    hair = mix(rng.choice(HAIRS), rng.choice(HAIRS[:9]), rng.uniform(0, 0.25))
    style = rng.choice(STYLES)
    soft = rng.random() < 0.5
    beard = "none" if soft else rng.choice(BEARDS)
    lips = mix(mix(skin, (170, 70, 70), 0.45), rng.choice(LIPS), rng.uniform(0.5, 1.0) if soft else rng.uniform(0, 0.35))
    return Identity(
        skin=skin, hair=hair, style=style, parting=rng.uniform(-0.55, 0.55), volume=rng.uniform(0.85, 1.25),
        width=rng.uniform(0.84, 1.04), jaw=rng.uniform(0.5, 0.95), chin=rng.uniform(1.1, 1.32), iris=rng.choice(IRISES),
        eye_gap=rng.uniform(0.37, 0.48), eye_size=rng.uniform(0.145, 0.215), eye_tall=rng.uniform(0.7, 1.15),
        eye_slant=rng.uniform(-9, 9), eye_high=rng.uniform(-0.16, 0.0), lashes=rng.uniform(0.4, 1.0) if soft else rng.uniform(0, 0.25),
        brow_thick=rng.uniform(0.05, 0.15), brow_tilt=rng.uniform(-0.1, 0.1), brow_arch=rng.uniform(0.0, 0.14),
        brow_gap=rng.uniform(0.26, 0.38), nose_long=rng.uniform(0.4, 0.56), nose_wide=rng.uniform(0.1, 0.22),
        nose_kind=rng.randrange(3), mouth_wide=rng.uniform(0.26, 0.42), mouth_full=rng.uniform(0.05, 0.13), lips=lips,
        ears=rng.uniform(0.14, 0.24), blush=rng.uniform(0, 0.4), freckles=rng.random() < 0.15,
        mole=(rng.choice([-1, 1]) * rng.uniform(0.3, 0.6), rng.uniform(0.35, 0.8)) if rng.random() < 0.15 else None,
        beard=beard, glasses=rng.choice(GLASSES), frame=rng.choice([(40, 36, 40), (120, 40, 40), (170, 130, 60), (60, 80, 130), (150, 150, 160)]),
        earring=rng.choice([(236, 200, 90), (220, 226, 236), (80, 180, 190)]) if rng.random() < 0.25 else None,
        hat=rng.choice(CLOTHES),
    )  # fmt: skip


@dataclass(frozen=True)
class Pose:
    """What changes: angles in degrees, the others 0 to 1 or -1 to 1."""

    roll: float = 0.0
    turn: float = 0.0
    nod: float = 0.0
    smile: float = 0.6
    open: float = 0.0
    lids: float = 1.0
    gaze: float = 0.0
    brows: float = 0.0
    light: float = 0.0
    shirt: Colour = (70, 108, 184)
    collar: int = 0


def random_pose(rng: random.Random) -> Pose:
    return Pose(
        roll=rng.gauss(0, 7), turn=max(-1, min(1, rng.gauss(0, 0.45))), nod=max(-1, min(1, rng.gauss(0, 0.4))), smile=rng.uniform(-0.5, 1.0),
        open=max(0.0, rng.uniform(-1, 1)), lids=0.08 if rng.random() < 0.06 else rng.uniform(0.7, 1.0), gaze=rng.uniform(-1, 1),
        brows=rng.uniform(-0.5, 1), light=rng.uniform(-1, 1), shirt=mix(rng.choice(CLOTHES), rng.choice(CLOTHES), rng.random() * 0.5),
        collar=rng.randrange(4),
    )  # fmt: skip
