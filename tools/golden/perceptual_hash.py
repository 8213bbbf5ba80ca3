"""Makes test/golden/files/perceptual-hash.json: hashes of drawn pictures, by NumPy alone.

    python tools/golden/perceptual_hash.py

The method is Zauner's ph_dct_imagehash (docs/decisions/025-choice-of-frames.md), written down once more as matrices:
area average to 32 x 32 by repeating pixels, orthonormal DCT-II, rows and columns 1 to 8, bits above the median.
"""

import json
from pathlib import Path

import numpy as np

SIDE = 32


def shrink(picture: np.ndarray, axis: int) -> np.ndarray:
    length = picture.shape[axis]
    many = np.repeat(picture, SIDE, axis=axis)
    parts = np.split(many, SIDE, axis=axis)
    assert all(part.shape[axis] == length for part in parts)
    return np.concatenate([part.mean(axis=axis, keepdims=True) for part in parts], axis=axis)


def perceptual_hash(picture: np.ndarray) -> int:
    square = shrink(shrink(picture.astype(np.float64), 0), 1)
    n, k = np.arange(SIDE), np.arange(SIDE)[:, None]
    basis = np.sqrt(2 / SIDE) * np.cos(np.pi * (2 * n + 1) * k / (2 * SIDE))
    low = (basis @ square @ basis.T)[1:9, 1:9].ravel()
    return int("".join("1" if value > np.median(low) else "0" for value in low), 2)


def drawn(kind: str, width: int, height: int) -> np.ndarray:
    y, x = np.mgrid[0:height, 0:width]
    if kind == "waves":
        return 16 + ((3 * x * x + 5 * y * y + 7 * x * y) >> 7) % 220
    if kind == "disc":
        return np.where((3 * x - width) ** 2 + (4 * y - height) ** 2 < height * height, 200, 40)
    return np.where((x * 5 // width + 2 * (y * 4 // height)) % 3 == 0, 180, 16 + x % 90)


ENTRIES = [("waves", 160, 90), ("disc", 160, 120), ("blocks", 90, 154), ("blocks", 20, 14)]

if __name__ == "__main__":
    rows = [
        {"kind": kind, "width": width, "height": height, "hash": f"{perceptual_hash(drawn(kind, width, height)):016x}"}
        for kind, width, height in ENTRIES
    ]
    file = Path(__file__).parents[2] / "test/golden/files/perceptual-hash.json"
    file.write_text(json.dumps(rows, indent=1) + "\n")
