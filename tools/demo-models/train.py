"""Training with SigLIP's sigmoid loss, where a text fits all pictures of its kinds."""

from __future__ import annotations

import math
import random
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional as F

from absent_texts import absent_texts
from captions import Caption
from kinds import NAMES
from model import Pair
from pool import ABSENT, pool
from tokens import LENGTH, encode

SEED = 20240607
TRAIN_SEED = 1_000_000


@dataclass(frozen=True)
class Plan:
    each: int = 400
    nothing: int = 1600
    steps: int = 1600
    pictures: int = 112
    absent_pictures: int = 16
    absent_texts: int = 64
    shared_texts: int = 28
    rate: float = 2.5e-3


def augment(pictures: Tensor, generator: torch.Generator) -> Tensor:
    """Bytes to the model's range, with mirrored sides, exposure, contrast, tint and grain."""
    count = pictures.shape[0]

    def spread(low: float, high: float, *shape: int) -> Tensor:
        return torch.rand(count, *shape, generator=generator) * (high - low) + low

    x = pictures.permute(0, 3, 1, 2).float() / 255
    x = torch.where(spread(0, 1, 1, 1, 1) < 0.5, x, x.flip(3))
    x = x * spread(0.75, 1.2, 1, 1, 1) * spread(0.92, 1.08, 3, 1, 1) + spread(-0.06, 0.06, 1, 1, 1)
    middle = x.mean((1, 2, 3), keepdim=True)
    x = (x - middle) * spread(0.75, 1.2, 1, 1, 1) + middle
    grain = torch.randn(x.shape, generator=generator) * spread(0, 0.04, 1, 1, 1)
    return ((x + grain).clamp(0, 1) - 0.5) / 0.5


class Texts:
    """Encoded captions by kind, those that fit several kinds, and absent ones."""

    def __init__(self, captions: list[Caption], absent: list[str], tokenizer: Tokenizer) -> None:
        self.ids = torch.from_numpy(encode(tokenizer, [caption.text for caption in captions] + absent))
        rows = len(captions) + len(absent)
        fits, ignored = np.zeros((rows, len(NAMES)), dtype=np.float32), np.zeros((rows, len(NAMES)), dtype=np.float32)
        self.of_kind: dict[tuple[int, str], list[int]] = {}
        self.shared: list[int] = []
        for row, caption in enumerate(captions):
            fits[row, list(caption.fits)] = 1
            ignored[row, list(caption.maybe)] = 1
            if len(caption.fits) == 1:
                self.of_kind.setdefault((caption.fits[0], caption.language), []).append(row)
            else:
                self.shared.append(row)
        self.fits, self.ignored = torch.from_numpy(fits), torch.from_numpy(ignored)
        self.absent = list(range(len(captions), rows))


def train(captions: list[Caption], tokenizer: Tokenizer, cache: Path, plan: Plan = Plan()) -> Pair:
    """Trains both towers from nothing and returns them ready for evaluation."""
    torch.manual_seed(SEED)
    torch.set_num_threads(2)
    generator, rng = torch.Generator().manual_seed(SEED), random.Random(SEED)
    pixels, kinds = pool(plan.each, plan.nothing, TRAIN_SEED, cache)
    pictures, nothing = torch.from_numpy(pixels), np.flatnonzero(kinds == ABSENT).tolist()
    by_kind = [np.flatnonzero(kinds == kind).tolist() for kind in range(len(NAMES))]
    texts = Texts(captions, absent_texts(24_000, SEED), tokenizer)
    pair = Pair(tokenizer.get_vocab_size(), LENGTH)
    # Convolutions run twice as fast on a processor with the channels innermost.
    pair.vision.to(memory_format=torch.channels_last)
    calibration = [pair.log_scale, pair.bias]
    slow = [p for p in pair.parameters() if p.ndim == 1]
    heavy = [p for p in pair.parameters() if p.ndim >= 2]
    groups = [{"params": heavy, "weight_decay": 0.05, "pace": 1.0}, {"params": slow, "pace": 1.0}, {"params": calibration, "pace": 4.0}]
    optimiser = torch.optim.AdamW(groups, lr=plan.rate, betas=(0.9, 0.98), weight_decay=0.0)
    started = time.monotonic()
    for step in range(plan.steps):
        rate = plan.rate * min(1.0, (step + 1) / 150) * (0.5 + 0.5 * math.cos(math.pi * step / plan.steps))
        for group in optimiser.param_groups:
            group["lr"] = (rate + 1e-6) * group["pace"]
        shown = [kind % len(NAMES) for kind in range(plan.pictures)]
        rows = [rng.choice(by_kind[kind]) for kind in shown] + rng.choices(nothing, k=plan.absent_pictures)
        said = [rng.choice(texts.of_kind[(kind, rng.choice(["en", "ko"]))]) for kind in shown]
        said += rng.choices(texts.shared, k=plan.shared_texts) + rng.choices(texts.absent, k=plan.absent_texts)
        one_hot = torch.zeros(len(rows), len(NAMES))
        one_hot[torch.arange(len(shown)), torch.tensor(shown)] = 1
        target = one_hot @ texts.fits[said].T
        weight = 1 - one_hot @ texts.ignored[said].T
        batch = augment(pictures[rows], generator).contiguous(memory_format=torch.channels_last)
        logits = pair(batch, texts.ids[said])
        loss = (F.softplus(-logits * (2 * target - 1)) * weight).sum() / len(rows)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(pair.parameters(), 5.0)
        optimiser.step()
        if step % 100 == 99:
            print(
                f"step {step + 1}: loss {loss.item():.3f}, scale {pair.log_scale.exp().item():.1f}, bias {pair.bias.item():.1f}, {time.monotonic() - started:.0f} s",
                flush=True,
            )
    pair.vision.to(memory_format=torch.contiguous_format)
    return pair.eval()
