"""Training of the text tower alone, against vectors of a picture tower that stays as it is."""

from __future__ import annotations

import math
import random
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional as F

from absent_texts import absent_texts
from captions import Caption
from compose import composed
from kinds import NAMES
from model import Text
from pool import ABSENT, pool
from tokens import LENGTH
from train import SEED, TRAIN_SEED, Plan, Texts, augment


# Tokens of a text that training looks at; few captions have more.
KEPT = 20
# What a pair of texts, one without the other, counts beside a text.
MINUS_WEIGHT = 0.1


@dataclass(frozen=True)
class TextPlan:
    steps: int = 1500
    # Every so many-th picture of the pool is used: the picture tower is not trained here.
    every: int = 4
    pictures: int = 192
    absent_pictures: int = 32
    # How many of the kinds' captions are composed ones; the others are of the fixed patterns.
    composed: float = 0.65
    shared: int = 28
    absent: int = 110
    views: int = 2
    rate: float = 3e-3


def vectors(vision: Path, pictures: np.ndarray, views: int) -> Tensor:
    """Unit vectors of each picture as it is (first) and of changed views of it, as (views, pictures, dimension)."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 2
    session, generator = onnxruntime.InferenceSession(str(vision), options), torch.Generator().manual_seed(SEED + 1)
    rounds = []
    for view in range(views):
        found = []
        for start in range(0, len(pictures), 64):
            batch = torch.from_numpy(pictures[start : start + 64])
            pixels = augment(batch, generator) if view else (batch.permute(0, 3, 1, 2).float() / 255 - 0.5) / 0.5
            found.append(session.run(["pooler_output"], {"pixel_values": pixels.contiguous().numpy()})[0])
        rounds.append(F.normalize(torch.from_numpy(np.concatenate(found)), dim=1))
    return torch.stack(rounds)


class TextAndScale(nn.Module):
    """The text tower with SigLIP's learned scale and bias."""

    def __init__(self, vocabulary: int, log_scale: float, bias: float) -> None:
        super().__init__()
        self.text = Text(vocabulary, LENGTH)
        self.log_scale, self.bias = nn.Parameter(torch.tensor(log_scale)), nn.Parameter(torch.tensor(bias))

    def read(self, ids: Tensor) -> Tensor:
        return F.normalize(self.text.forward_short(ids, KEPT), dim=1)

    def forward(self, seen: Tensor, said: Tensor) -> Tensor:
        return seen @ said.T * self.log_scale.exp() + self.bias


def without(said: Tensor, fits: Tensor, weight: float) -> tuple[Tensor, Tensor]:
    """Vectors of "a -b" for all pairs of texts that fit some kinds together, and the kinds that only the first fits."""
    first, second = torch.nonzero((fits @ fits.T > 0) & (fits @ (1 - fits).T > 0), as_tuple=True)
    return F.normalize(said[first] - weight * said[second], dim=1), fits[first] * (1 - fits[second])


def _optimiser(model: TextAndScale, rate: float) -> torch.optim.AdamW:
    parameters = list(model.text.parameters())
    groups = [
        {"params": [p for p in parameters if p.ndim >= 2], "weight_decay": 0.05, "pace": 1.0},
        {"params": [p for p in parameters if p.ndim == 1], "pace": 1.0},
        {"params": [model.log_scale, model.bias], "pace": 4.0},
    ]
    return torch.optim.AdamW(groups, lr=rate, betas=(0.9, 0.98), weight_decay=0.0)


def _chosen(fixed: Texts, varied: Texts, plan: TextPlan, rng: random.Random) -> tuple[Tensor, Tensor, Tensor]:
    """Ids of a step's texts, the kinds they fit, and the kinds that are left out of account."""
    groups = [(kind, language) for kind in range(len(NAMES)) for language in ("en", "ko")]
    picks = [(group, rng.random() < plan.composed) for group in groups]
    rows = [rng.choice(fixed.of_kind[group]) for group, is_composed in picks if not is_composed]
    rows += rng.choices(fixed.shared, k=plan.shared) + rng.choices(fixed.absent, k=plan.absent)
    more = [rng.choice(varied.of_kind[group]) for group, is_composed in picks if is_composed]
    both = [torch.cat([one[rows], other[more]]) for one, other in ((fixed.ids, varied.ids), (fixed.fits, varied.fits), (fixed.ignored, varied.ignored))]
    return both[0], both[1], both[2]


def train_text(captions: list[Caption], tokenizer: Tokenizer, vision: Path, cache: Path, plan: TextPlan = TextPlan()) -> TextAndScale:
    """Trains a text tower from nothing and returns it ready for evaluation."""
    torch.manual_seed(SEED)
    # Steps are small: a second thread waits more than it helps.
    torch.set_num_threads(1)
    rng, started = random.Random(SEED), time.monotonic()
    pixels, kinds = pool(Plan.each, Plan.nothing, TRAIN_SEED, cache)
    pixels, kinds = pixels[:: plan.every], kinds[:: plan.every]
    seen = vectors(vision, pixels, plan.views)
    print(f"picture vectors: {time.monotonic() - started:.0f} s", flush=True)
    nothing = np.flatnonzero(kinds == ABSENT).tolist()
    by_kind = [np.flatnonzero(kinds == kind).tolist() for kind in range(len(NAMES))]
    fixed = Texts(captions, absent_texts(90_000, SEED), tokenizer)
    varied = Texts(composed(SEED), [], tokenizer)
    for texts in (fixed, varied):
        cut = texts.ids[:, KEPT] != 0
        texts.ids[cut, KEPT - 1] = 1
        texts.ids[:, KEPT:] = 0
    model = TextAndScale(tokenizer.get_vocab_size(), 2.3, -6.0)
    optimiser = _optimiser(model, plan.rate)
    for step in range(plan.steps):
        rate = plan.rate * min(1.0, (step + 1) / 100) * (0.5 + 0.5 * math.cos(math.pi * step / plan.steps))
        for group in optimiser.param_groups:
            group["lr"] = (rate + 1e-6) * group["pace"]
        shown = [number % len(NAMES) for number in range(plan.pictures)]
        rows = [rng.choice(by_kind[kind]) for kind in shown] + rng.choices(nothing, k=plan.absent_pictures)
        one_hot = torch.zeros(len(rows), len(NAMES))
        one_hot[torch.arange(len(shown)), torch.tensor(shown)] = 1
        ids, fits, ignored = _chosen(fixed, varied, plan, rng)
        views = torch.tensor(rng.choices(range(plan.views), k=len(rows)))
        said, weight = model.read(ids), 1 - one_hot @ ignored.T
        several = fits.sum(1) > 1
        minus, minus_fits = without(said[several], fits[several], rng.uniform(0.5, 1.0))
        said, fits = torch.cat([said, minus]), torch.cat([fits, minus_fits])
        # Such a difference is only as good as its texts: it counts for what it must find and for what it must not.
        weight = torch.cat([weight, torch.full((len(rows), len(minus)), MINUS_WEIGHT)], dim=1)
        logits = model(seen[views, torch.tensor(rows)], said)
        loss = (F.softplus(-logits * (2 * (one_hot @ fits.T) - 1)) * weight).sum() / len(rows)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 5.0)
        optimiser.step()
        if step % 100 == 99:
            scale, bias = model.log_scale.exp().item(), model.bias.item()
            print(f"step {step + 1}: loss {loss.item():.3f}, scale {scale:.1f}, bias {bias:.1f}, {time.monotonic() - started:.0f} s", flush=True)
    return model.eval()
