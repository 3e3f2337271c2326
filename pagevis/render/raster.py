"""The visible part of the map as pixels, at any pitch beneath the vector level. Arrays in, array out; no Qt."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from pagevis.model.snapshot import U8, U32, Frames, Kind, Snapshot
from pagevis.render.layout import RowLayout
from pagevis.render.palette import Palette
from pagevis.render.pixels import Index, corner, darken_edges, gaps, mix, outline, second_half, spans
from pagevis.render.pyramid import Pyramid
from pagevis.render.view import View

CHUNK = 1 << 20  # frames read from the snapshot at a time
EDGE_PITCH = 4  # px of a cell from which borders between owners are drawn
BAND_PITCH = 8  # … from which a second holder shows as a band
GAP_PITCH = 16  # … from which cells stand apart
HATCH = ((Kind.RESERVED, "reserved_hatch", 6, 1), (Kind.WITHHELD, "withheld_hatch", 8, 2))  # role, period, px
LINED = ((Kind.FREE, "free_line"), (Kind.UNKNOWN, "unknown_line"))


@dataclass(slots=True)
class Cells:
    """What is known of the cells in some rows of the grid; all of shape (rows, columns)."""

    first: U32  # colour
    second: U32  # colour of the lower band
    kind: U8
    identity: NDArray[np.uint64]  # differs where the owner differs


@dataclass(slots=True)
class Raster:
    """Colours of all cells, kept from paint to paint and renewed where the snapshot says that it changed."""

    layout: RowLayout
    palette: Palette
    _pyramid: Pyramid | None = field(default=None)
    _source: str = field(default="")
    _version: int = field(default=-1)

    def paint(self, snapshot: Snapshot, view: View, ratio: float = 1.0, lit: U32 | None = None) -> U32:
        """0xffrrggbb of each device pixel of the viewport, shape (height × ratio, width × ratio), ruler included.

        With ``lit``, frame indices, all other frames are dimmed.
        """
        self.palette.learn(snapshot.holders)
        pitch = view.pitch * ratio
        height, width = math.ceil(view.height * ratio), math.ceil(view.width * ratio)
        out = np.full((height, width), self.palette.theme.rgb32("map"), np.uint32)
        left = math.ceil(view.left * ratio)
        ys = _cells_at(height, view.gy, pitch, self.layout.n_rows)
        if not len(ys.cells):
            return out
        for stack in view.stacks():
            origin = view.gx - stack * self.layout.stack_pitch
            xs = _cells_at(width - left, origin, pitch, self.layout.columns)
            lines = ys.cells + stack * self.layout.n_rows
            lines = lines[: int(np.searchsorted(lines, self.layout.n_lines))]
            if len(xs.cells) and len(lines):
                part = out[ys.start : ys.start + len(lines), left + xs.start : left + xs.start + len(xs.cells)]
                self._paint_stack(snapshot, part, xs.cells, lines, pitch)
                if lit is not None:
                    self._dim(part, xs.cells, lines, _level(pitch), lit)
        return out

    def _paint_stack(self, snapshot: Snapshot, part: U32, xs: Index, ys: Index, pitch: float) -> None:
        if pitch < EDGE_PITCH:
            level = _level(pitch)
            rows = self._grid(snapshot).level(level).take(ys >> level, axis=0)
            part[:] = rows.take(xs >> level, axis=1)
        else:
            self._paint_cells(snapshot, part, xs, ys, pitch)

    def _dim(self, part: U32, xs: Index, ys: Index, level: int, lit: U32) -> None:
        """Draw all pixels that show none of the frames ``lit`` towards the ground."""
        mask = np.zeros(((self.layout.n_lines >> level) + 1, (self.layout.columns >> level) + 1), np.bool_)
        columns, rows = self.layout.places_of(lit)
        mask[rows >> level, columns >> level] = True
        shown = mask.take(ys >> level, axis=0).take(xs >> level, axis=1)
        ground = np.uint32((self.palette.theme.rgb32("map") >> 2) & 0x3F3F3F)
        faint = ((part >> np.uint32(2)) & np.uint32(0x3F3F3F)) + np.uint32(3) * ground
        np.copyto(part, faint | np.uint32(0xFF000000), where=~shown)

    def _grid(self, snapshot: Snapshot) -> Pyramid:
        if self._pyramid is None or self._source != snapshot.source:
            theme = self.palette.theme
            base = np.full((self.layout.n_lines, self.layout.columns), theme.rgb32("map"), np.uint32)
            self._pyramid = Pyramid(base, theme.rgb32("map"), theme.rgb32("unknown"))
            dirty: tuple[int, int] | None = (0, snapshot.n_frames)
        else:
            dirty = snapshot.dirty_since(self._version) if snapshot.version != self._version else None
        if dirty is not None:
            self._renew(snapshot, self._pyramid, *dirty)
        self._source, self._version = snapshot.source, snapshot.version
        return self._pyramid

    def _renew(self, snapshot: Snapshot, pyramid: Pyramid, lo: int, hi: int) -> None:
        flat = pyramid.base.reshape(-1)
        top, bottom = self.layout.n_lines, 0
        for start in range(lo, hi, CHUNK):
            end = min(start + CHUNK, hi)
            colours = self.palette.frame_colours(snapshot.frames(start, end))
            for frame, cell, n in self.layout.pieces(start, end):
                flat[cell : cell + n] = colours[frame - start : frame - start + n]
                top = min(top, cell // self.layout.columns)
                bottom = max(bottom, -(-(cell + n) // self.layout.columns))
        pyramid.update(top, bottom)

    def _paint_cells(self, snapshot: Snapshot, part: U32, xs: Index, ys: Index, pitch: float) -> None:
        top, bottom = int(ys[0]), int(ys[-1]) + 1
        first_column, last_column = int(xs[0]), int(xs[-1]) + 1
        cells = self._cells(snapshot, top, bottom)
        columns = slice(first_column, last_column)
        rows, at = ys - top, xs - first_column
        first = cells.first[:, columns]
        part[:] = first.take(rows, axis=0).take(at, axis=1)
        if pitch >= BAND_PITCH and cells.second is not cells.first:
            lower = second_half(ys)
            second = cells.second[:, columns]
            part[lower] = second.take(rows[lower], axis=0).take(at, axis=1)
        if pitch >= GAP_PITCH:
            self._stand_apart(part, cells, columns, rows, at, pitch)
        else:
            darken_edges(part, cells.identity[:, columns], rows, at)

    def _cells(self, snapshot: Snapshot, top: int, bottom: int) -> Cells:
        """The state of the cells in lines ``top..bottom``."""
        shape = (bottom - top, self.layout.columns)
        ground = self.palette.theme.rgb32("map")
        first = np.full(shape, ground, np.uint32)
        kind = np.zeros(shape, np.uint8)
        identity = np.zeros(shape, np.uint64)
        lo, hi = self.layout.frames_in_lines(top, bottom)
        frames = snapshot.frames(lo, hi)
        colours = self.palette.frame_colours(frames)
        lower = self.palette.second_colours(frames, colours)
        second = first if lower is colours else first.copy()
        who = _identity(frames)
        offset = top * self.layout.columns
        for frame, cell, n in self.layout.pieces(lo, hi):
            here, there = slice(frame - lo, frame - lo + n), slice(cell - offset, cell - offset + n)
            first.reshape(-1)[there] = colours[here]
            second.reshape(-1)[there] = lower[here]
            kind.reshape(-1)[there] = frames.kind[here]
            identity.reshape(-1)[there] = who[here]
        return Cells(first, second, kind, identity)

    def _stand_apart(self, part: U32, cells: Cells, columns: slice, rows: Index, at: Index, pitch: float) -> None:
        """Gaps, outlines, hatches and round corners: cells of ``GAP_PITCH`` px and more."""
        theme = self.palette.theme
        kind = cells.kind[:, columns]
        for wanted, role, period, px in HATCH:
            if (kind == wanted).any():
                where = (kind == wanted).take(rows, axis=0).take(at, axis=1)
                diagonal = np.add.outer(np.arange(part.shape[0]), np.arange(part.shape[1])) % period < px
                part[where & diagonal] = theme.rgb32(role)
        gap = max(1, round(pitch * 4 / 51))
        top, bottom = spans(rows, gap, pitch)
        left, right = spans(at, gap, pitch)
        for wanted, role in LINED:
            row, column = np.nonzero(kind == wanted)
            if len(row):
                outline(part, (top[row], bottom[row], left[column], right[column]), theme.rgb32(role))
        ground = theme.rgb32("map")
        part[gaps(rows, bottom)] = ground
        part[:, gaps(at, right)] = ground
        self._round_corners(part, cells, columns, (top, bottom, left, right), pitch)

    def _round_corners(
        self, part: U32, cells: Cells, columns: slice, edges: tuple[Index, Index, Index, Index], pitch: float
    ) -> None:
        top, bottom, left, right = edges
        kind = cells.kind[:, columns]
        line = cells.first[:, columns].copy()
        line_below = cells.second[:, columns].copy()
        for wanted, role in LINED:
            for lines in (line, line_below):
                lines[kind == wanted] = self.palette.theme.rgb32(role)
        ground = self.palette.theme.rgb32("map")
        for dx, dy, outer, inner in corner(round(pitch * 4 / 51, 2)):
            for y, fill, edge in ((top + dy, cells.first, line), (bottom - 1 - dy, cells.second, line_below)):
                for x in (left + dx, right - 1 - dx):
                    rows_in = (y >= 0) & (y < part.shape[0])
                    columns_in = (x >= 0) & (x < part.shape[1])
                    inside = np.ix_(rows_in, columns_in)
                    mixed = mix(ground, edge[inside], fill[:, columns][inside], outer, inner)
                    part[np.ix_(y[rows_in], x[columns_in])] = mixed


def _level(pitch: float) -> int:
    """The level of the pyramid whose cell is at least one pixel."""
    return max(math.ceil(-math.log2(pitch)), 0)


@dataclass(frozen=True, slots=True)
class _Run:
    """Consecutive pixels of one axis that lie on cells: the first of them, and the cell of each."""

    start: int
    cells: Index


def _cells_at(n_px: int, origin: float, pitch: float, n_cells: int) -> _Run:
    """For each pixel the cell it lies on; ``origin`` is the grid coordinate of the first pixel's edge."""
    if pitch >= 1:  # cells begin on whole pixels, as the vector painter's do
        first = round(-origin * pitch)
        cells = np.floor((np.arange(n_px) - first + 0.5) / pitch).astype(np.intp)
    else:
        cells = np.floor(origin + (np.arange(n_px) + 0.5) / pitch).astype(np.intp)
    start, end = np.searchsorted(cells, 0), np.searchsorted(cells, n_cells)
    return _Run(int(start), cells[start:end])


def _identity(frames: Frames) -> NDArray[np.uint64]:
    who = frames.kind.astype(np.uint64) << np.uint64(56)
    who |= frames.holder.astype(np.uint64)
    return who
