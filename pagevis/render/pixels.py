"""Arithmetic on the pixels of cells: borders, gaps, outlines, round corners. Arrays in, arrays out; knows no frames."""

from __future__ import annotations

import math
from functools import cache

import numpy as np
from numpy.typing import NDArray

from pagevis.model.snapshot import U8, U32

Index = NDArray[np.intp]
STROKE_PERIOD = 5  # px between the strokes of a pattern


@cache
def corner(radius: float) -> tuple[tuple[int, int, int, int], ...]:
    """Pixels of a round corner that are not all fill: x, y from the corner, and how much of them lies inside the cell
    and inside its line of one pixel, of 256."""
    fine = (np.arange(8) + 0.5) / 8
    found = []
    for dy in range(math.ceil(radius)):
        for dx in range(math.ceil(radius)):
            away = np.hypot.outer(np.maximum(radius - dy - fine, 0), np.maximum(radius - dx - fine, 0))
            beyond_line = np.logical_and.outer(dy + fine >= 1, dx + fine >= 1)
            outer = int((away <= radius).sum()) * 4
            inner = int(((away <= max(radius - 1, 0)) & beyond_line).sum()) * 4
            if inner < 256:
                found.append((dx, dy, outer, min(inner, outer)))
    return tuple(found)


def mix(ground: int, line: U32, fill: U32, outer: int, inner: int) -> U32:
    """Ground outside, line between, fill inside; weights of 256."""
    out, edge, inside = np.uint32(256 - outer), np.uint32(outer - inner), np.uint32(inner)
    mask, byte, back = np.uint32(0xFF00FF), np.uint32(8), np.uint32(ground)
    red_blue: U32 = (back & mask) * out + (line & mask) * edge + (fill & mask) * inside
    green: U32 = ((back >> byte) & mask) * out + ((line >> byte) & mask) * edge + ((fill >> byte) & mask) * inside
    mixed: U32 = ((red_blue >> byte) & mask) | (green & np.uint32(0xFF00FF00)) | np.uint32(0xFF000000)
    return mixed


def starts_of(cells: Index) -> Index:
    """Positions at which a new cell begins, the first pixel included."""
    return np.concatenate(([0], np.nonzero(np.diff(cells))[0] + 1)).astype(np.intp)


def second_half(cells: Index) -> NDArray[np.bool_]:
    """Which pixels lie in the lower half of their cell, the halves being those of the pixels seen of it in full."""
    starts = starts_of(cells)
    lengths = np.diff(np.append(starts, len(cells)))
    full = int(lengths.max())
    ends = np.append(starts[1:], starts[-1] + full)  # the last cell may be cut off below, the first one above
    from_end = np.repeat(ends, lengths) - np.arange(len(cells))
    return from_end <= full // 2


def darken_edges(part: U32, identity: NDArray[np.uint64], rows: Index, at: Index) -> None:
    """Darken the first pixel of cells whose neighbour to the left or above has another owner."""
    x, y = starts_of(at)[1:], starts_of(rows)[1:]
    if len(x):
        differs = (identity[:, 1:] != identity[:, :-1])[:, at[x] - 1].take(rows, axis=0)
        part[:, x] = np.where(differs, _darker(part[:, x]), part[:, x])
    if len(y):
        differs = (identity[1:] != identity[:-1])[rows[y] - 1].take(at, axis=1)
        part[y] = np.where(differs, _darker(part[y]), part[y])


def _darker(pixels: U32) -> U32:
    """Three quarters of each channel."""
    half = (pixels >> np.uint32(1)) & np.uint32(0x7F7F7F)
    quarter = (pixels >> np.uint32(2)) & np.uint32(0x3F3F3F)
    return (half + quarter) | np.uint32(0xFF000000)


def spans(cells: Index, gap: int, pitch: float) -> tuple[Index, Index]:
    """First pixel and end of each cell without its gap; those of a cell that is cut off lie outside."""
    starts = starts_of(cells)
    ends = np.append(starts[1:], len(cells))
    if len(starts) > 1 or len(cells) < pitch:
        full = round(pitch)
        if ends[0] < full:
            starts[0] = ends[0] - full
        ends[-1] = max(ends[-1], starts[-1] + full) if ends[-1] - starts[-1] < full - 1 else ends[-1]
    return starts, (ends - gap).astype(np.intp)


def gaps(cells: Index, ends: Index) -> NDArray[np.bool_]:
    """Which pixels lie in the gap behind their cell."""
    which = cells - cells[0]
    gaps: NDArray[np.bool_] = np.arange(len(cells)) >= ends[which]
    return gaps


def outline(part: U32, box: tuple[Index, Index, Index, Index], colour: int) -> None:
    """Lines of one pixel inside the boxes' edges; what lies outside the picture is left out."""
    top, bottom, left, right = box
    height, width = part.shape
    for across, along_lo, along_hi, vertical in ((top, left, right, False), (bottom - 1, left, right, False),
        (left, top, bottom, True), (right - 1, top, bottom, True)):  # fmt: skip
        length = int((along_hi - along_lo).max())
        along = along_lo[:, None] + np.arange(length)[None, :]
        fixed = np.broadcast_to(across[:, None], along.shape)
        y, x = (along, fixed) if vertical else (fixed, along)
        good = (y >= 0) & (y < height) & (x >= 0) & (x < width) & (along < along_hi[:, None])
        part[y[good], x[good]] = colour


def strokes(patterns: U8) -> NDArray[np.bool_]:
    """Which pixels lie on a stroke of the pattern (of ``theme.PATTERNS``) that their frame has."""
    y, x = np.arange(patterns.shape[0])[:, None], np.arange(patterns.shape[1])[None, :]
    rising, falling = (x + y) % STROKE_PERIOD == 0, (x - y) % STROKE_PERIOD == 0
    upright, level = x % STROKE_PERIOD == 0, y % STROKE_PERIOD == 0
    found = np.zeros(patterns.shape, np.bool_)
    lines = (rising, falling, upright, level, rising | falling, upright & level)
    for code, line in enumerate(lines, 1):
        found |= (patterns == code) & line
    return found
