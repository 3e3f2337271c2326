"""Buddy blocks: frames in squares of 32×32 (4 MiB of 4 KiB pages), in Z-order inside, so that buddies of every order
are squares or rectangles of two squares. Squares stand row by row in order of their addresses.

Where a memory is named only here and there, squares of which nothing is known are left out: the layout is *folded*.
Grid coordinates only, like layout.py; between squares the grid has ``GAP`` empty cells, which have no place in bulk
arrays: there a row is ``columns`` cells of squares side by side.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

import numpy as np
from numpy.typing import NDArray

from pagevis.model.snapshot import I64, FrameRange
from pagevis.render.layout import AnyType, Bools, Index, RowLayout, Window

MAX_SIDE = 32
MIN_SIDE = 4
GAP = 1  # cells of ground between squares
FOLD_BELOW = 0.5  # of the squares from the lowest to the highest address: with fewer named, the rest is left out
MOST_PER_ROW = 256
CHUNK_TILES = 1024


@cache
def z_order(side: int) -> tuple[I64, I64]:
    """Column and row of each frame of a square: the even and the odd bits of its number."""
    numbers = np.arange(side * side, dtype=np.int64)
    x, y = np.zeros_like(numbers), np.zeros_like(numbers)
    for bit in range(side.bit_length() - 1):
        x |= (numbers >> (2 * bit) & 1) << bit
        y |= (numbers >> (2 * bit + 1) & 1) << bit
    return x, y


@cache
def z_number(side: int) -> I64:
    """The inverse: the number of the frame at (row, column), shape (side, side)."""
    x, y = z_order(side)
    numbers = np.empty((side, side), np.int64)
    numbers[y, x] = np.arange(side * side)
    return numbers


def side_for(n_frames: int) -> int:
    """The side of squares: 32, smaller where that leaves fewer than four of them."""
    side = MAX_SIDE
    while side > MIN_SIDE and side * side * 4 > n_frames:
        side //= 2
    return side


@dataclass(frozen=True, slots=True)
class BlockLayout:
    """Squares of ``side`` × ``side`` frames, ``per_row`` of them in a row. A *tile* is the part of a range of frames
    that lies in one square."""

    ranges: tuple[FrameRange, ...]
    per_row: int
    side: int = MAX_SIDE
    folded: bool = False
    blocks: I64 = field(init=False, compare=False)  # number (address / size) of the square in each slot
    n_rows: int = field(init=False, compare=False)
    n_lines: int = field(init=False, compare=False)  # without gaps
    _firsts: I64 = field(init=False, compare=False)  # of each tile: its first frame, ascending
    _sizes: I64 = field(init=False, compare=False)
    _offsets: I64 = field(init=False, compare=False)  # … the number of that frame in its square
    _slots: I64 = field(init=False, compare=False)  # … the square's place
    _is_sorted: bool = field(init=False, compare=False)  # frames ascend with their addresses, as they mostly do

    def __post_init__(self) -> None:
        area = self.side * self.side
        firsts, sizes, pfns = _tiles(self.ranges, area)
        numbers = pfns // area
        blocks = np.unique(numbers)
        if not self.folded and len(blocks):
            start = int(blocks[0]) // self.per_row * self.per_row
            blocks = np.arange(start, int(blocks[-1]) + 1, dtype=np.int64)
        rows = -(-len(blocks) // self.per_row)
        object.__setattr__(self, "blocks", blocks)
        object.__setattr__(self, "n_rows", max(rows * (self.side + GAP) - GAP, 0))
        object.__setattr__(self, "n_lines", rows * self.side)
        object.__setattr__(self, "_firsts", firsts)
        object.__setattr__(self, "_sizes", sizes)
        object.__setattr__(self, "_offsets", pfns % area)
        object.__setattr__(self, "_slots", np.searchsorted(blocks, numbers))
        object.__setattr__(self, "_is_sorted", bool((np.diff(self._slots) >= 0).all()))

    @property
    def n_stacks(self) -> int:
        """Squares are never broken into stacks."""
        return 1

    @property
    def n_frames(self) -> int:
        """Frames in all ranges."""
        return int(self._firsts[-1] + self._sizes[-1]) if len(self._firsts) else 0

    @property
    def columns(self) -> int:
        """Cells in a row of squares, gaps left out."""
        return self.per_row * self.side

    @property
    def pitch(self) -> int:
        """Grid cells from square to square."""
        return self.side + GAP

    @property
    def grid_columns(self) -> int:
        """Columns of the grid, gaps included."""
        return self.per_row * self.pitch - GAP

    @property
    def stack_pitch(self) -> int:
        """There is one stack: all of the grid."""
        return self.grid_columns

    @property
    def n_block_rows(self) -> int:
        """Rows of squares."""
        return self.n_lines // self.side

    def block_rect(self, frame: int) -> tuple[int, int, int, int]:
        """Column, row, width and height in cells of the square in which a frame lies."""
        column, row = self.cell_of(frame)
        return column // self.pitch * self.pitch, row // self.pitch * self.pitch, self.side, self.side

    def cell_of(self, frame: int) -> tuple[int, int]:
        """Column and row of a frame. Raises ``IndexError`` outside."""
        if not 0 <= frame < self.n_frames:
            raise IndexError(frame)
        at = int(np.searchsorted(self._firsts, frame, side="right")) - 1
        x, y = z_order(self.side)
        inside = int(self._offsets[at]) + frame - int(self._firsts[at])
        row, column = divmod(int(self._slots[at]), self.per_row)
        return column * self.pitch + int(x[inside]), row * self.pitch + int(y[inside])

    def frame_at(self, column: int, row: int) -> int | None:
        """The frame of a cell, None in gaps and where no memory is named."""
        if not (0 <= column < self.grid_columns and 0 <= row < self.n_rows):
            return None
        (across, x), (down, y) = divmod(column, self.pitch), divmod(row, self.pitch)
        if x >= self.side or y >= self.side:
            return None
        return self._frame_in(down * self.per_row + across, int(z_number(self.side)[y, x]))

    def _frame_in(self, slot: int, inside: int) -> int | None:
        for at in self._tiles_in(slot, slot + 1).tolist():
            from_first = inside - int(self._offsets[at])
            if 0 <= from_first < self._sizes[at]:
                return int(self._firsts[at]) + from_first
        return None

    def _tiles_in(self, first_slot: int, end_slot: int) -> NDArray[np.intp]:
        if self._is_sorted:
            lo, hi = np.searchsorted(self._slots, (first_slot, end_slot))
            return np.arange(int(lo), int(hi))
        return np.flatnonzero((self._slots >= first_slot) & (self._slots < end_slot))

    def beside(self, frame: int, columns: int, rows: int) -> int | None:
        """The next frame in a direction, across gaps; None where there is none."""
        column, row = self.cell_of(frame)
        found = None
        while found is None:
            column, row = column + columns, row + rows
            if not (0 <= column < self.grid_columns and 0 <= row < self.n_rows):
                return None
            found = self.frame_at(column, row)
        return found

    def cells_in_row(self, row: int, left: int, right: int) -> Iterator[tuple[int, int]]:
        """Frames and columns of the cells of one row from column ``left`` to ``right``."""
        for column in range(left, right):
            frame = self.frame_at(column, row)
            if frame is not None:
                yield frame, column

    def places_of(self, frames: NDArray[np.unsignedinteger] | I64) -> tuple[I64, I64]:
        """Columns and lines of frames that lie inside, gaps left out."""
        at = np.searchsorted(self._firsts, frames, side="right") - 1
        inside = self._offsets[at] + frames.astype(np.int64) - self._firsts[at]
        x, y = z_order(self.side)
        rows, columns = np.divmod(self._slots[at], self.per_row)
        return columns * self.side + x[inside], rows * self.side + y[inside]

    def cells_of(self, frames: I64) -> tuple[I64, I64]:
        """Columns and rows of frames that lie inside, in the grid."""
        columns, lines = self.places_of(frames)
        return columns + columns // self.side * GAP, lines + lines // self.side * GAP

    def bulk_columns(self, columns: Index) -> tuple[Index, Bools | None]:
        """Columns of the grid as those of bulk arrays, a gap as the column after it; and which are gaps."""
        across, x = np.divmod(columns, self.pitch)
        bulk = np.minimum(across * self.side + x, self.columns - 1)
        return bulk, x >= self.side

    def bulk_lines(self, rows: Index) -> tuple[Index, Bools | None]:
        """Rows of the grid as lines of bulk arrays, a gap as the line after it; and which are gaps."""
        down, y = np.divmod(rows, self.pitch)
        return np.minimum(down * self.side + y, self.n_lines - 1), y >= self.side

    def put(self, out: NDArray[AnyType], top: int, left: int, lo: int, values: NDArray[AnyType]) -> None:
        """Write values of the frames from ``lo`` on into a part of a bulk array that begins at (``top``, ``left``);
        what lies outside it is left out."""
        hi = lo + len(values)
        first = max(int(np.searchsorted(self._firsts, lo, side="right")) - 1, 0)
        last = int(np.searchsorted(self._firsts, hi))
        x, y = z_order(self.side)
        area = self.side * self.side
        inside = self._inside(first, last, top, left, out.shape)
        covered = (self._firsts[inside] >= lo) & (self._firsts[inside] + self._sizes[inside] <= hi)
        whole = covered & (self._sizes[inside] == area)
        side, is_wide = self.side, left == 0 and out.shape[1] == self.columns and out.flags.c_contiguous
        for start in range(0, int(whole.sum()), CHUNK_TILES):
            tiles = inside[whole][start : start + CHUNK_TILES]
            rows, columns = np.divmod(self._slots[tiles], self.per_row)
            if is_wide and top % side == 0 and out.shape[0] % side == 0:  # whole squares: their lines are copied
                squares = out.reshape(-1, side, self.per_row, side).swapaxes(1, 2)
                pick_2d = (self._firsts[tiles] - lo)[:, None, None] + z_number(side)
                squares[rows - top // side, columns] = values.take(pick_2d)
                continue
            corner = (rows * self.side - top) * out.shape[1] + columns * self.side - left
            pick = (self._firsts[tiles] - lo)[:, None] + np.arange(area)
            out.reshape(-1)[corner[:, None] + (y * out.shape[1] + x)] = values[pick]
        for at in inside[~whole].tolist():
            begin = max(int(self._firsts[at]), lo)
            end = min(int(self._firsts[at] + self._sizes[at]), hi)
            if begin < end:
                row, column = divmod(int(self._slots[at]), self.per_row)
                number = slice(
                    int(self._offsets[at]) + begin - int(self._firsts[at]),
                    int(self._offsets[at]) + end - int(self._firsts[at]),
                )
                there = y[number] + row * self.side - top, x[number] + column * self.side - left
                out[there] = values[begin - lo : end - lo]

    def _inside(self, first: int, last: int, top: int, left: int, shape: tuple[int, ...]) -> NDArray[np.intp]:
        rows, columns = np.divmod(self._slots[first:last], self.per_row)
        lines, across = rows * self.side - top, columns * self.side - left
        good = (lines >= 0) & (lines < shape[0]) & (across >= 0) & (across < shape[1])
        return np.flatnonzero(good) + first

    def lines_of(self, lo: int, hi: int) -> tuple[int, int]:
        """The half-open range of lines in which frames ``lo..hi`` lie; ``lo < hi``."""
        first = max(int(np.searchsorted(self._firsts, lo, side="right")) - 1, 0)
        rows = self._slots[first : int(np.searchsorted(self._firsts, hi))] // self.per_row
        return int(rows.min()) * self.side, (int(rows.max()) + 1) * self.side

    def window(self, top: int, bottom: int, left: int, right: int) -> Window:
        """The squares that cover lines ``top..bottom`` and columns ``left..right`` of bulk arrays."""
        side = self.side
        top, bottom = top // side, -(-bottom // side)
        left, right = left // side, min(-(-right // side), self.per_row)
        runs: list[tuple[int, int]] = []
        for row in range(top, bottom):
            for at in self._tiles_in(row * self.per_row + left, row * self.per_row + right).tolist():
                lo = int(self._firsts[at])
                if runs and runs[-1][1] == lo:
                    runs[-1] = runs[-1][0], lo + int(self._sizes[at])
                else:
                    runs.append((lo, lo + int(self._sizes[at])))
        return Window(top * side, bottom * side, left * side, right * side, tuple(runs))

    def frames_in_rows(self, top: int, bottom: int, _stacks: range = range(1)) -> tuple[int, int]:
        """A half-open range of frames that covers rows ``top..bottom`` of the grid."""
        first, end = top // self.pitch * self.per_row, -(-bottom // self.pitch) * self.per_row
        tiles = self._tiles_in(first, end)
        if not len(tiles):
            return 0, 0
        return int(self._firsts[tiles].min()), int((self._firsts[tiles] + self._sizes[tiles]).max())


Layout = RowLayout | BlockLayout


@cache
def _tiles(ranges: tuple[FrameRange, ...], area: int) -> tuple[I64, I64, I64]:
    """First frame, number of frames and first PFN of each tile, in order of frames."""
    firsts: list[I64] = []
    ends: list[I64] = []
    pfns: list[I64] = []
    for r in ranges:
        if not r.n_frames:
            continue
        edges = np.arange(r.first_pfn // area * area, r.first_pfn + r.n_frames, area, dtype=np.int64)
        starts = np.maximum(edges, r.first_pfn)
        stops = np.minimum(edges + area, r.first_pfn + r.n_frames)
        pfns.append(starts)
        firsts.append(starts - r.first_pfn + r.first_frame)
        ends.append(stops - r.first_pfn + r.first_frame)
    if not firsts:
        nothing = np.empty(0, np.int64)
        return nothing, nothing, nothing
    first = np.concatenate(firsts)
    return first, np.concatenate(ends) - first, np.concatenate(pfns)


@cache
def _squares(ranges: tuple[FrameRange, ...], area: int) -> tuple[int, int, int]:
    """How many squares have frames, and the numbers of the first and the last; 0, 0 and -1 without frames."""
    numbers = np.unique(_tiles(ranges, area)[2] // area)
    return (len(numbers), int(numbers[0]), int(numbers[-1])) if len(numbers) else (0, 0, -1)


def blocks_for(ranges: tuple[FrameRange, ...], aspect: float) -> BlockLayout:
    """The squares that fill a viewport ``aspect`` times as wide as high with the largest cells: a power of two in a
    row, so that rows begin at round addresses; of a folded memory as many as fit best."""
    side = side_for(sum(r.n_frames for r in ranges))
    n, first, last = _squares(ranges, side * side)
    folded = n < FOLD_BELOW * (last + 1 - first)
    if folded:
        near = math.sqrt(n * aspect)
        tried = {min(max(round(near * share), 1), n) for share in (0.9, 0.95, 1.0, 1.05, 1.1)}
    else:
        tried = {1 << k for k in range(MOST_PER_ROW.bit_length()) if k == 0 or (1 << k) < 2 * n}

    def cell(per_row: int) -> float:
        """The side of a cell, of a viewport as high as one: asked without laying anything out."""
        n_squares = n if folded else last + 1 - first // per_row * per_row
        pitch = side + GAP
        return min(aspect / (per_row * pitch - GAP), 1.0 / max(-(-n_squares // per_row) * pitch - GAP, 1))

    return BlockLayout(ranges, max(sorted(tried), key=cell), side, folded)
