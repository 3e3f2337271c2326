"""Where frames lie: rows of a power of two, each range of frames from a row of its own, a seam between ranges. Long
memories are broken into stacks of rows side by side, like the columns of a newspaper.

Grid coordinates only (column, row); pixels are view.py's. A *line* is a row before it is broken into stacks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from pagevis.model.snapshot import I64, FrameRange

Index = NDArray[np.intp]
Bools = NDArray[np.bool_]
AnyType = TypeVar("AnyType", bound=np.generic)

SEAM = -1
MAX_COLUMNS = 1024  # frames of 4 KiB: 4 MiB per row
STACKS_FROM_FRAMES = 16384  # smaller memories read best as one stack
STACK_GAIN = 1.15  # how much larger cells must get to be worth breaking rows further
STACK_ROWS = 64  # stacks are a multiple of it high, so that the levels of a pyramid meet their edges


class Window(NamedTuple):
    """A part of bulk arrays: half-open ranges of lines and columns, and the ranges of frames that lie there."""

    top: int
    bottom: int
    left: int
    right: int
    runs: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class RowLayout:
    """Row-major. Seam rows hold no frames: between ranges that are not adjacent in PFNs."""

    ranges: tuple[FrameRange, ...]
    columns: int  # frames per row, a power of two
    n_stacks: int = 1
    n_lines: int = field(init=False, compare=False)
    n_rows: int = field(init=False, compare=False)  # of the grid: of its highest stack
    first_lines: I64 = field(init=False, compare=False)  # (n ranges,) the line at which each range begins
    _first_frames: I64 = field(init=False, compare=False)

    def __post_init__(self) -> None:
        row, rows = 0, []
        before: FrameRange | None = None
        for r in self.ranges:
            if before is not None and before.first_pfn + before.n_frames != r.first_pfn:
                row += 1
            rows.append(row)
            row += -(-r.n_frames // self.columns)
            before = r
        high = row if self.n_stacks == 1 else -(-row // (self.n_stacks * STACK_ROWS)) * STACK_ROWS
        object.__setattr__(self, "n_lines", row)
        object.__setattr__(self, "n_rows", high)
        object.__setattr__(self, "n_stacks", max(-(-row // max(high, 1)), 1))
        object.__setattr__(self, "first_lines", np.array(rows, np.int64))
        object.__setattr__(self, "_first_frames", np.array([r.first_frame for r in self.ranges], np.int64))

    @property
    def n_frames(self) -> int:
        """Frames in all ranges."""
        return self.ranges[-1].first_frame + self.ranges[-1].n_frames if self.ranges else 0

    @property
    def stack_pitch(self) -> int:
        """Columns from stack to stack."""
        return self.columns + max(self.columns // 16, 2)

    @property
    def grid_columns(self) -> int:
        """Columns of the grid: all stacks and the ground between them."""
        return self.stack_pitch * (self.n_stacks - 1) + self.columns

    def cell_of(self, frame: int) -> tuple[int, int]:
        """Column and row of a frame. Raises ``IndexError`` outside."""
        if not 0 <= frame < self.n_frames:
            raise IndexError(frame)
        at = int(np.searchsorted(self._first_frames, frame, side="right")) - 1
        line, column = divmod(frame - self.ranges[at].first_frame, self.columns)
        stack, row = divmod(int(self.first_lines[at]) + line, self.n_rows)
        return stack * self.stack_pitch + column, row

    def frame_at(self, column: int, row: int) -> int | None:
        """The frame of a cell, None for seams, the rest of a range's last row and everything outside."""
        stack, inside = divmod(column, self.stack_pitch)
        line = stack * self.n_rows + row
        if not (
            0 <= stack < self.n_stacks and inside < self.columns and 0 <= row < self.n_rows and line < self.n_lines
        ):
            return None
        first, length = self.line(line)
        return first + inside if inside < length else None

    def line(self, line: int) -> tuple[int, int]:
        """First frame and number of frames of a line; ``(SEAM, 0)`` where it is a seam or none at all."""
        if not 0 <= line < self.n_lines:
            return SEAM, 0
        at = int(np.searchsorted(self.first_lines, line, side="right")) - 1
        r = self.ranges[at]
        inside = (line - int(self.first_lines[at])) * self.columns
        length = min(self.columns, r.n_frames - inside)
        return (r.first_frame + inside, length) if length > 0 else (SEAM, 0)

    def range_of_line(self, line: int) -> FrameRange:
        """The range that a line belongs to; of a seam, the range above it."""
        return self.ranges[int(np.searchsorted(self.first_lines, line, side="right")) - 1]

    def pieces(self, lo: int, hi: int) -> list[tuple[int, int, int]]:
        """The half-open range of frames ``lo..hi`` as ``(first frame, first place, n)``: a place is
        ``line * columns + column``, and consecutive frames of a piece have consecutive places."""
        found = []
        at = max(int(np.searchsorted(self._first_frames, lo, side="right")) - 1, 0)
        while at < len(self.ranges) and self.ranges[at].first_frame < hi:
            r = self.ranges[at]
            first, last = max(lo, r.first_frame), min(hi, r.first_frame + r.n_frames)
            if first < last:
                found.append((first, int(self.first_lines[at]) * self.columns + first - r.first_frame, last - first))
            at += 1
        return found

    def frames_in_lines(self, top: int, bottom: int) -> tuple[int, int]:
        """The half-open range of frames in the lines ``top..bottom``; frames are consecutive down the lines."""
        top, bottom = max(top, 0), min(bottom, self.n_lines)
        if top < bottom and self.line(top)[0] == SEAM:
            top += 1
        if bottom > top and self.line(bottom - 1)[0] == SEAM:
            bottom -= 1
        if top >= bottom:
            return 0, 0
        last, length = self.line(bottom - 1)
        return self.line(top)[0], last + length

    def cells_of(self, frames: I64) -> tuple[I64, I64]:
        """Columns and rows of frames that lie inside, in the grid."""
        columns, lines = self.places_of(frames)
        stacks, rows = np.divmod(lines, max(self.n_rows, 1))
        return columns + stacks * self.stack_pitch, rows

    def beside(self, frame: int, columns: int, rows: int) -> int | None:
        """The frame so many places on, or rows below across seams; None where there is none."""
        if not rows:
            return frame + columns if 0 <= frame + columns < self.n_frames else None
        column, row = self.cell_of(frame)
        target, row = None, row + rows
        while target is None and 0 <= row < self.n_rows:
            target, row = self.frame_at(column, row), row + rows
        return target

    def cells_in_row(self, row: int, left: int, right: int) -> Iterator[tuple[int, int]]:
        """Frames and columns of the cells of one row from column ``left`` to ``right``, of all stacks."""
        for stack in range(max(left, 0) // self.stack_pitch, min(-(-right // self.stack_pitch), self.n_stacks)):
            start = stack * self.stack_pitch
            first, n = self.line(stack * self.n_rows + row)
            for column in range(max(left - start, 0), min(right - start, n)):
                yield first + column, start + column

    def frames_in_rows(self, top: int, bottom: int, stacks: range = range(1)) -> tuple[int, int]:
        """A half-open range of frames that covers rows ``top..bottom`` of some stacks."""
        return self.frames_in_lines(stacks.start * self.n_rows + top, (stacks.stop - 1) * self.n_rows + bottom)

    def bulk_columns(self, columns: Index) -> tuple[Index, Bools | None]:
        """Columns of a stack are those of bulk arrays; there are no gaps."""
        return columns, None

    def bulk_lines(self, lines: Index) -> tuple[Index, Bools | None]:
        """Lines are those of bulk arrays."""
        return lines, None

    def lines_of(self, lo: int, hi: int) -> tuple[int, int]:
        """The half-open range of lines in which frames ``lo..hi`` lie; ``lo < hi``."""
        pieces = self.pieces(lo, hi)
        first = min(place for _frame, place, _n in pieces)
        end = max(place + n for _frame, place, n in pieces)
        return first // self.columns, -(-end // self.columns)

    def window(self, top: int, bottom: int, _left: int, _right: int) -> Window:
        """Whole lines: frames are consecutive down them."""
        return Window(top, bottom, 0, self.columns, (self.frames_in_lines(top, bottom),))

    def put(self, out: NDArray[AnyType], top: int, _left: int, lo: int, values: NDArray[AnyType]) -> None:
        """Write values of the frames from ``lo`` on into a bulk array of whole lines that begins at line ``top``."""
        flat, offset = out.reshape(-1), top * self.columns
        for frame, place, n in self.pieces(lo, lo + len(values)):
            flat[place - offset : place - offset + n] = values[frame - lo : frame - lo + n]

    def places_of(self, frames: NDArray[np.unsignedinteger] | I64) -> tuple[I64, I64]:
        """Columns (within their stack) and lines of frames that lie inside."""
        at = np.searchsorted(self._first_frames, frames, side="right") - 1
        lines, columns = np.divmod(frames.astype(np.int64) - self._first_frames[at], self.columns)
        return columns, lines + self.first_lines[at]


def layout_for(ranges: tuple[FrameRange, ...], aspect: float) -> RowLayout:
    """The layout in which a memory opens in a viewport ``aspect`` times as wide as high: the power of two of columns,
    from 16 to ``MAX_COLUMNS``, and for long memories the number of stacks, that fill it with the largest cells."""
    n_frames = sum(r.n_frames for r in ranges)
    columns = MAX_COLUMNS
    while columns > 16 and columns > n_frames:
        columns //= 2
    best = RowLayout(ranges, columns)
    while columns >= 16:
        for layout in _stacked(ranges, columns, aspect if n_frames >= STACKS_FROM_FRAMES else 0):
            gain = STACK_GAIN if layout.n_stacks > best.n_stacks else 1.001
            if _pitch(layout, aspect) > _pitch(best, aspect) * gain:
                best = layout
        columns //= 2
    return best


def _stacked(ranges: tuple[FrameRange, ...], columns: int, aspect: float) -> Sequence[RowLayout]:
    """One stack, and where ``aspect`` is given the two numbers of stacks that come nearest to it."""
    one = RowLayout(ranges, columns)
    wanted = int((aspect * one.n_lines / one.stack_pitch) ** 0.5)
    return [one, *(RowLayout(ranges, columns, n) for n in (wanted, wanted + 1) if n > 1)]


def _pitch(layout: RowLayout, aspect: float) -> float:
    """Size of a cell, for a viewport of height 1."""
    return min(aspect / layout.grid_columns, 1.0 / max(layout.n_rows, 1))
