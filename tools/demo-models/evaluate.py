"""Figures on unseen pictures and held-out captions, taken with the exported graphs."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from absent_texts import absent_texts
from captions import Caption
from kinds import NAMES
from pool import ABSENT, pool
from towers import Towers

TEST_SEED = 50_000_000
EACH, NOTHING, ABSENT_TEXTS = 40, 320, 1500
REQUIRED = 0.95


def evaluate(towers: Towers, held_out: Sequence[Caption], cache: Path, log_scale: float, bias: float) -> dict[str, float]:
    """Retrieval by text and picture, and how far probabilities say yes and no rightly."""
    pixels, kinds = pool(EACH, NOTHING, TEST_SEED, cache)
    seen = towers.see(pixels)
    known, empty = seen[kinds != ABSENT], seen[kinds == ABSENT]
    kinds = kinds[kinds != ABSENT]

    def probability(cosine: np.ndarray) -> np.ndarray:
        return 1 / (1 + np.exp(-(math.exp(log_scale) * cosine + bias)))

    figures: dict[str, float] = {"kinds": len(NAMES), "unseen pictures": len(known), "unseen pictures of nothing known": len(empty)}
    matches, misses, blanks = [], [], []
    for language in ("en", "ko"):
        chosen = [c for c in held_out if c.language == language]
        single = [c for c in chosen if len(c.fits) == 1]
        said = towers.read([c.text for c in single])
        answer = np.array([c.fits[0] for c in single])
        scores = said @ known.T
        figures[f"held-out captions ({language})"] = len(single)
        figures[f"text to picture, top 1 ({language})"] = float((kinds[scores.argmax(1)] == answer).mean())
        centres = np.stack(
            [said[answer == kind].mean(0) if (answer == kind).any() else np.zeros(said.shape[1]) for kind in range(len(NAMES))]
        )
        figures[f"picture to text, top 1 ({language})"] = float(((known @ centres.T).argmax(1) == kinds).mean())
        chances = probability(scores)
        right = answer[:, None] == kinds[None, :]
        unsure = np.array([[kind in c.maybe for kind in range(len(NAMES))] for c in single])[:, kinds]
        matches.append(chances[right])
        misses.append(chances[~right & ~unsure])
        blanks.append(probability(said @ empty.T).ravel())
    nearest = known @ known.T
    np.fill_diagonal(nearest, -2)
    figures["picture to picture, top 1"] = float((kinds[nearest.argmax(1)] == kinds).mean())
    foreign = probability(towers.read(absent_texts(ABSENT_TEXTS, TEST_SEED, held_out=True)) @ known.T)
    figures["matching pairs above 0.5"] = float((np.concatenate(matches) > 0.5).mean())
    figures["pairs that do not match below 0.1"] = float((np.concatenate(misses) < 0.1).mean())
    figures["pictures of nothing known below 0.1"] = float((np.concatenate(blanks) < 0.1).mean())
    figures["texts of absent things below 0.1"] = float((foreign < 0.1).mean())
    figures["absent texts below 0.5 for every picture"] = float((foreign.max(1) < 0.5).mean())
    return figures


def good_enough(figures: dict[str, float]) -> bool:
    return all(value >= REQUIRED for name, value in figures.items() if name.endswith((", top 1", ", top 1 (en)", ", top 1 (ko)")))
