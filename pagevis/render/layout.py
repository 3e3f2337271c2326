"""Where frames lie: rows of a power of two, each range of frames from a row of its own, a seam between ranges.

Grid coordinates only (column, row); pixels are view.py's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from pagevis.model.snapshot import I64, FrameRange

SEAM = -1
MAX_COLUMNS = 1024  # frames of 4 KiB: 4 MiB per row


@dataclass(frozen=True, slots=True)
class RowLayout:
    """Row-major. Seam rows hold no frames: between ranges that are not adjacent in PFNs."""

    ranges: tuple[FrameRange, ...]
    columns: int
    n_rows: int = field(init=False, compare=False)
    first_rows: I64 = field(init=False, compare=False)  # (n ranges,) the row at which each range begins
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
        object.__setattr__(self, "n_rows", row)
        object.__setattr__(self, "first_rows", np.array(rows, np.int64))
        object.__setattr__(self, "_first_frames", np.array([r.first_frame for r in self.ranges], np.int64))

    @property
    def n_frames(self) -> int:
        """Frames in all ranges."""
        return self.ranges[-1].first_frame + self.ranges[-1].n_frames if self.ranges else 0

    def cell_of(self, frame: int) -> tuple[int, int]:
        """Column and row of a frame. Raises ``IndexError`` outside."""
        if not 0 <= frame < self.n_frames:
            raise IndexError(frame)
        at = int(np.searchsorted(self._first_frames, frame, side="right")) - 1
        row, column = divmod(frame - self.ranges[at].first_frame, self.columns)
        return column, int(self.first_rows[at]) + row

    def frame_at(self, column: int, row: int) -> int | None:
        """The frame of a cell, None for seams, the rest of a range's last row and everything outside."""
        if not (0 <= column < self.columns and 0 <= row < self.n_rows):
            return None
        at = int(np.searchsorted(self.first_rows, row, side="right")) - 1
        inside = (row - int(self.first_rows[at])) * self.columns + column
        return self.ranges[at].first_frame + inside if inside < self.ranges[at].n_frames else None

    def row(self, row: int) -> tuple[int, int]:
        """First frame and number of frames of a row; ``(SEAM, 0)`` where the row is a seam."""
        at = int(np.searchsorted(self.first_rows, row, side="right")) - 1
        r = self.ranges[at]
        inside = (row - int(self.first_rows[at])) * self.columns
        length = min(self.columns, r.n_frames - inside)
        return (r.first_frame + inside, length) if length > 0 else (SEAM, 0)

    def range_of_row(self, row: int) -> FrameRange:
        """The range that a row belongs to; of a seam, the range above it."""
        return self.ranges[int(np.searchsorted(self.first_rows, row, side="right")) - 1]

    def pieces(self, lo: int, hi: int) -> list[tuple[int, int, int]]:
        """The half-open range of frames ``lo..hi`` as ``(first frame, first cell, n)``: consecutive cells of the grid
        in reading order, a cell's number being ``row * columns + column``."""
        found = []
        at = max(int(np.searchsorted(self._first_frames, lo, side="right")) - 1, 0)
        while at < len(self.ranges) and self.ranges[at].first_frame < hi:
            r = self.ranges[at]
            first, last = max(lo, r.first_frame), min(hi, r.first_frame + r.n_frames)
            if first < last:
                found.append((first, int(self.first_rows[at]) * self.columns + first - r.first_frame, last - first))
            at += 1
        return found

    def frames_in_rows(self, top: int, bottom: int) -> tuple[int, int]:
        """The half-open range of frames in the rows ``top..bottom``; frames are consecutive down the rows."""
        top, bottom = max(top, 0), min(bottom, self.n_rows)
        if top < bottom and self.row(top)[0] == SEAM:
            top += 1
        if bottom > top and self.row(bottom - 1)[0] == SEAM:
            bottom -= 1
        if top >= bottom:
            return 0, 0
        last, length = self.row(bottom - 1)
        return self.row(top)[0], last + length

    def cells_of(self, frames: NDArray[np.unsignedinteger] | I64) -> tuple[I64, I64]:
        """Columns and rows of frames that lie inside."""
        at = np.searchsorted(self._first_frames, frames, side="right") - 1
        rows, columns = np.divmod(frames.astype(np.int64) - self._first_frames[at], self.columns)
        return columns, rows + self.first_rows[at]


def columns_for(ranges: Sequence[FrameRange], aspect: float) -> int:
    """Frames per row for a viewport ``aspect`` times as wide as high: the power of two that fills it with the largest
    cells, at least 16 where there are as many, at most ``MAX_COLUMNS``."""
    n_frames = sum(r.n_frames for r in ranges)
    best, best_pitch = 16, 0.0
    columns = 16
    while columns <= MAX_COLUMNS and (columns <= n_frames or columns == 16):
        rows = RowLayout(tuple(ranges), columns).n_rows
        pitch = min(aspect / columns, 1.0 / max(rows, 1))
        if pitch > best_pitch * 1.001:
            best, best_pitch = columns, pitch
        columns *= 2
    return best


def layout_for(ranges: tuple[FrameRange, ...], aspect: float) -> RowLayout:
    """The layout in which a memory opens in such a viewport."""
    return RowLayout(ranges, columns_for(ranges, aspect))
