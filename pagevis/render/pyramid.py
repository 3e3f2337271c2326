"""A pyramid over the grid of cells: each level the 2×2 mean of the one below, in linear light. Pixels only.

Pixels of one colour may be *faint*: they count a thirty-second of others. A recording mentions few frames of a large
memory; in a plain mean those few would drown among the many of which nothing is known, and they are all there is.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from pagevis.model.snapshot import U8, U32

F32 = NDArray[np.float32]
Index = NDArray[np.intp]
AnyType = TypeVar("AnyType", bound=np.generic)
FAINT = 1 / 32  # weight of a faint pixel
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


def weights_of(pixels: U32, faint: int) -> F32:
    """Weight of each pixel of the grid itself."""
    return np.where(pixels == np.uint32(faint), np.float32(FAINT), np.float32(1.0))


def weighted_mean_2x2(pixels: U32, weights: F32) -> tuple[U32, F32]:
    """Like ``mean_2x2``, each pixel counting as much as its weight; with the weights of the means, which are means
    too. Four pixels of one colour need no light: only mixed ones are reckoned, few of a large memory."""
    colours, shares = _quarters(pixels), _quarters(weights)
    first = colours[0]
    mixed = np.flatnonzero((first != colours[1]) | (first != colours[2]) | (first != colours[3]))
    out, total = first.copy(), shares[0] + shares[1] + shares[2] + shares[3]
    out.reshape(-1)[mixed] = _mixed([c.take(mixed) for c in colours], [w.take(mixed) for w in shares])
    return out, total / np.float32(4)


def _quarters(values: NDArray[AnyType]) -> list[NDArray[AnyType]]:
    return [np.ascontiguousarray(values[y::2, x::2]) for y in (0, 1) for x in (0, 1)]


def _mixed(colours: list[U32], weights: list[F32]) -> U32:
    """One mean colour for each row of four columns of colours and weights."""
    total = weights[0] + weights[1] + weights[2] + weights[3]
    out = np.full(len(total), 0xFF000000, np.uint32)
    for shift in (0, 8, 16):
        light = [LINEAR[c >> np.uint32(shift) & np.uint32(255)] * w for c, w in zip(colours, weights, strict=True)]
        mean = (light[0] + light[2] + (light[1] + light[3])) / total
        out |= SRGB[(mean + np.float32(0.5)).astype(np.uint16)].astype(np.uint32) << np.uint32(shift)
    return out


def _padded_weights(weights: F32) -> F32:
    height, width = weights.shape
    if height % 2 == 0 and width % 2 == 0:
        return weights
    return np.pad(weights, ((0, height % 2), (0, width % 2)), constant_values=1.0)


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
    faint: int | None = None  # the colour of pixels that count little
    _levels: list[U32] = field(init=False)
    _weights: list[F32] = field(init=False, default_factory=list)  # of the levels above the grid

    def __post_init__(self) -> None:
        self._levels = [self.base]

    def level(self, k: int) -> U32:
        """The grid in which a pixel stands for 2^k × 2^k cells."""
        while len(self._levels) <= k:
            height = self._levels[-1].shape[0]
            made, weights = self._mean(len(self._levels) - 1, 0, height)
            self._levels.append(made)
            self._weights.append(weights)
        return self._levels[k]

    def update(self, top: int, bottom: int) -> None:
        """The base changed in rows ``top..bottom``: renew what was built above them."""
        for k in range(1, len(self._levels)):
            top, bottom = top // 2, -(-bottom // 2)
            self._levels[k][top:bottom], self._weights[k - 1][top:bottom] = self._mean(k - 1, 2 * top, 2 * bottom)

    def update_cells(self, lines: Index, columns: Index) -> None:
        """The base changed in these cells: renew what was built above them, and nothing else."""
        for k in range(1, len(self._levels)):
            below, above = self._levels[k - 1], self._levels[k]
            width = above.shape[1]
            parents = np.unique((lines >> 1) * width + (columns >> 1))
            lines, columns = np.divmod(parents, width)
            colours, weights = [], []
            for y in (0, 1):
                for x in (0, 1):
                    down, across = 2 * lines + y, 2 * columns + x
                    inside = (down < below.shape[0]) & (across < below.shape[1])
                    at = np.where(inside, down, 0), np.where(inside, across, 0)
                    colour = np.where(inside, below[at], np.uint32(self.ground))
                    colours.append(colour)
                    weights.append(self._weight(k - 1, at, inside, colour))
            above[lines, columns] = _mixed(colours, weights)
            if self.faint is not None:
                total = weights[0] + weights[1] + weights[2] + weights[3]
                self._weights[k - 1][lines, columns] = total / np.float32(4)

    def _weight(self, k: int, at: tuple[Index, Index], inside: NDArray[np.bool_], colour: U32) -> F32:
        if self.faint is None:
            return np.ones(len(colour), np.float32)
        own = self._weights[k - 1][at] if k else weights_of(colour, self.faint)
        return np.where(inside, own, np.float32(1.0))

    def _mean(self, k: int, top: int, bottom: int) -> tuple[U32, F32]:
        """Pixels and weights over rows ``top..bottom`` of level ``k``; without faint pixels no weights are kept."""
        below = self._levels[k][top:bottom]
        padded = _padded(below, self.ground)
        if self.faint is None:
            return mean_2x2(padded), np.empty((padded.shape[0] // 2, 0), np.float32)
        weights = self._weights[k - 1][top:bottom] if k else weights_of(below, self.faint)
        return weighted_mean_2x2(padded, _padded_weights(weights))
