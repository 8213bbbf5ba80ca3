"""The two networks for faces, with YuNet's and SFace's inputs and outputs."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

STRIDES = (8, 16, 32)
# Numbers a cell: a face or not, the middle of one or not, the box, the landmarks.
KINDS = {"cls": 1, "obj": 1, "bbox": 4, "kps": 10}
FACE_DIMENSION = 128


def _layer(before: int, after: int, stride: int = 1, kernel: int = 3) -> nn.Sequential:
    conv = nn.Conv2d(before, after, kernel, stride, kernel // 2, bias=False)
    return nn.Sequential(conv, nn.BatchNorm2d(after), nn.ReLU())


class Detector(nn.Module):
    """Pictures as blue, green, red from 0 to 255, sides multiples of 32."""

    def __init__(self) -> None:
        super().__init__()
        self.eighth = nn.Sequential(_layer(3, 16, 2), _layer(16, 24, 2), _layer(24, 32, 2), _layer(32, 32))
        self.sixteenth = nn.Sequential(_layer(32, 40, 2), _layer(40, 40))
        self.last = nn.Sequential(_layer(40, 40, 2), _layer(40, 40))
        self.narrow = nn.ModuleList([nn.Conv2d(32, 32, 1), nn.Conv2d(40, 32, 1), nn.Conv2d(40, 32, 1)])
        self.head = _layer(32, 32)
        self.outs = nn.ModuleList([nn.ModuleDict({kind: nn.Conv2d(32, count, 1) for kind, count in KINDS.items()}) for _ in STRIDES])
        for out in self.outs:
            for kind in ("cls", "obj"):
                nn.init.constant_(out[kind].bias, -4.0)

    def grids(self, pictures: Tensor) -> list[dict[str, Tensor]]:
        """For each stride, maps before the sigmoid."""
        near = self.eighth((pictures - 127.5) / 64)
        middle = self.sixteenth(near)
        far = self.narrow[2](self.last(middle))
        middle = self.narrow[1](middle) + F.interpolate(far, scale_factor=2.0)
        near = self.narrow[0](near) + F.interpolate(middle, scale_factor=2.0)
        levels = [self.head(level) for level in (near, middle, far)]
        return [{kind: conv(level) for kind, conv in out.items()} for level, out in zip(levels, self.outs, strict=True)]

    def forward(self, pictures: Tensor) -> tuple[Tensor, ...]:
        """cls, obj, bbox and kps of each stride, a row a cell."""
        grids, rows = self.grids(pictures), []
        for kind, count in KINDS.items():
            for grid in grids:
                row = grid[kind].permute(0, 2, 3, 1).reshape(1, -1, count)
                rows.append(row.sigmoid() if count == 1 else row)
        return tuple(rows)


class Recogniser(nn.Module):
    """Aligned faces as red, green, blue from 0 to 255."""

    def __init__(self) -> None:
        super().__init__()
        self.layers = nn.Sequential(
            _layer(3, 12, 2, 5), _layer(12, 24, 2), _layer(24, 24), _layer(24, 48, 2), _layer(48, 48), _layer(48, 64, 2)
        )
        self.places = nn.Sequential(nn.Conv2d(64, 64, 7, groups=64, bias=False), nn.BatchNorm2d(64))
        self.vector = nn.Linear(64, FACE_DIMENSION, bias=False)
        self.norm = nn.BatchNorm1d(FACE_DIMENSION)

    def forward(self, faces: Tensor) -> Tensor:
        return self.norm(self.vector(self.places(self.layers((faces - 127.5) / 64)).flatten(1)))
