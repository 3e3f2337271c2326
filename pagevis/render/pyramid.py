"""A pyramid over the grid of cells: each level the 2×2 mean of the one below, in linear light. Pixels only."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from pagevis.model.snapshot import U8, U32

_LINEAR_MAX = 16383  # four of them still fit 16 bits


def _to_linear() -> NDArray[np.uint16]:
    s = np.arange(256) / 255
    linear = np.where(s <= 0.04045, s / 12.92, ((s + 0.055) / 1.055) ** 2.4)
    return np.round(linear * _LINEAR_MAX).astype(np.uint16)


def _to_srgb() -> U8:
    linear = np.arange(_LINEAR_MAX + 1) / _LINEAR_MAX
    s = np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)
    return np.round(s * 255).astype(np.uint8)


LINEAR = _to_linear()
SRGB = _to_srgb()


def mean_2x2(pixels: U32) -> U32:
    """Means of 2×2 pixels in linear light; ``pixels`` has an even shape (2h, 2w), the answer (h, w), opaque."""
    height, width = pixels.shape
    out = np.full((height // 2, width // 2), 0xFF000000, np.uint32)
    parts = np.ascontiguousarray(pixels).view(np.uint8).reshape(height, width, 4)
    for channel in range(3):  # blue, green, red in memory, wherever QImage lives: little-endian
        linear = LINEAR[parts[:, :, channel]]
        rows = linear[0::2] + linear[1::2]
        total = rows[:, 0::2] + rows[:, 1::2]
        out |= SRGB[(total + np.uint16(2)) >> np.uint16(2)].astype(np.uint32) << np.uint32(8 * channel)
    return out


def _padded(pixels: U32, ground: int) -> U32:
    height, width = pixels.shape
    if height % 2 == 0 and width % 2 == 0:
        return pixels
    return np.pad(pixels, ((0, height % 2), (0, width % 2)), constant_values=ground)


@dataclass(slots=True)
class Pyramid:
    """``levels[0]`` is the grid itself, (rows, columns) of 0xffrrggbb. Higher levels are built when first asked for."""

    base: U32
    ground: int  # the colour of what lies outside
    _levels: list[U32] = field(init=False)

    def __post_init__(self) -> None:
        self._levels = [self.base]

    def level(self, k: int) -> U32:
        """The grid in which a pixel stands for 2^k × 2^k cells."""
        while len(self._levels) <= k:
            self._levels.append(mean_2x2(_padded(self._levels[-1], self.ground)))
        return self._levels[k]

    def update(self, top: int, bottom: int) -> None:
        """The base changed in rows ``top..bottom``: renew what was built above them."""
        for k in range(1, len(self._levels)):
            below = self._levels[k - 1]
            top, bottom = top // 2, -(-bottom // 2)
            self._levels[k][top:bottom] = mean_2x2(_padded(below[2 * top : 2 * bottom], self.ground))
