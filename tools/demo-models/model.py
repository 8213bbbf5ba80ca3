"""The two towers, with the inputs and outputs of SigLIP 2's ONNX exports."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

SIZE = 96
DIMENSION = 128


class Residual(nn.Module):
    """Two 3x3 convolutions around a shortcut."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv2d(width, width, 3, padding=1, groups=width, bias=False),
            nn.BatchNorm2d(width),
            nn.Conv2d(width, width * 2, 1, bias=False),
            nn.BatchNorm2d(width * 2),
            nn.ReLU(),
            nn.Conv2d(width * 2, width, 1, bias=False),
            nn.BatchNorm2d(width),
        )

    def forward(self, x: Tensor) -> Tensor:
        return x + self.body(x)


def _down(narrow: int, wide: int) -> nn.Sequential:
    return nn.Sequential(nn.Conv2d(narrow, wide, 3, stride=2, padding=1, bias=False), nn.BatchNorm2d(wide), nn.ReLU())


class Vision(nn.Module):
    """A small convolutional network; pictures in, raw (unnormalised) vectors out."""

    def __init__(self) -> None:
        super().__init__()
        self.body = nn.Sequential(
            _down(3, 24), _down(24, 40), Residual(40), _down(40, 80), Residual(80), Residual(80), _down(80, 144), Residual(144)
        )
        self.head = nn.Linear(288, DIMENSION)

    def forward(self, pixel_values: Tensor) -> tuple[Tensor, Tensor]:
        features = self.body(pixel_values).flatten(2)
        pooled = torch.cat([features.mean(2), features.amax(2)], dim=1)
        return features.transpose(1, 2), self.head(pooled)


class Layer(nn.Module):
    """A pre-norm transformer layer; the mask is added to the weights' logits, queries may be fewer than the keys."""

    def __init__(self, width: int, heads: int, hidden: int) -> None:
        super().__init__()
        self.heads = heads
        self.norm, self.norm_mlp = nn.LayerNorm(width), nn.LayerNorm(width)
        self.query, self.key, self.value = nn.Linear(width, width), nn.Linear(width, width), nn.Linear(width, width)
        self.out = nn.Linear(width, width)
        self.mlp = nn.Sequential(nn.Linear(width, hidden), nn.GELU(approximate="tanh"), nn.Linear(hidden, width))

    def _split(self, x: Tensor) -> Tensor:
        return x.unflatten(2, (self.heads, -1)).transpose(1, 2)

    def forward(self, x: Tensor, mask: Tensor, last_only: bool = False) -> Tensor:
        normed = self.norm(x)
        if last_only:
            x = x[:, -1:]
        q = self._split(self.query(normed[:, -1:] if last_only else normed))
        k, v = self._split(self.key(normed)), self._split(self.value(normed))
        weights = torch.softmax(q @ k.transpose(2, 3) * q.shape[-1] ** -0.5 + mask, dim=-1)
        x = x + self.out((weights @ v).transpose(1, 2).flatten(2))
        return x + self.mlp(self.norm_mlp(x))


class Text(nn.Module):
    """Two transformer layers over 64 positions that see no padding but the last position, which is the sentence."""

    def __init__(self, vocabulary: int, length: int, width: int = 96) -> None:
        super().__init__()
        self.tokens = nn.Embedding(vocabulary, width)
        self.positions = nn.Parameter(torch.randn(length, width) * 0.02)
        self.first, self.second = Layer(width, 4, 192), Layer(width, 4, 192)
        self.norm = nn.LayerNorm(width)
        self.head = nn.Linear(width, DIMENSION)
        nn.init.normal_(self.tokens.weight, std=0.05)

    def forward(self, input_ids: Tensor, last_only: bool = False) -> tuple[Tensor, Tensor]:
        return self._read(input_ids, self.positions, last_only)

    def forward_short(self, input_ids: Tensor, kept: int) -> Tensor:
        """The vectors of texts with at most `kept` tokens, the same as from all positions in a fraction of the time."""
        ids, places = (torch.cat([x[:kept], x[-1:]]) for x in (input_ids.T, self.positions))
        return self._read(ids.T, places, True)[1]

    def _read(self, ids: Tensor, positions: Tensor, last_only: bool) -> tuple[Tensor, Tensor]:
        padding = torch.cat([(ids[:, :-1] == 0).float(), torch.zeros_like(ids[:, -1:]).float()], dim=1)
        mask = padding[:, None, None, :] * -1e4
        x = self.first(self.tokens(ids) + positions, mask)
        x = self.norm(self.second(x, mask, last_only))
        return x, self.head(x[:, -1])


class Pair(nn.Module):
    """Both towers with SigLIP's learned scale and bias."""

    def __init__(self, vocabulary: int, length: int) -> None:
        super().__init__()
        self.vision, self.text = Vision(), Text(vocabulary, length)
        self.log_scale = nn.Parameter(torch.tensor(2.3))
        self.bias = nn.Parameter(torch.tensor(-6.0))

    def forward(self, pixels: Tensor, ids: Tensor) -> Tensor:
        """The logit of every picture against every text."""
        seen = F.normalize(self.vision(pixels)[1], dim=1)
        said = F.normalize(self.text(ids, last_only=True)[1], dim=1)
        return seen @ said.T * self.log_scale.exp() + self.bias
