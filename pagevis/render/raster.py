"""The visible part of the map as pixels, at any pitch beneath the vector level. Arrays in, array out; no Qt."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from pagevis.model.snapshot import U8, U32, Frames, Kind, Snapshot
from pagevis.render.blocks import Layout
from pagevis.render.colour_modes._base import Seen
from pagevis.render.colouring import OWNERS, Colouring, faint
from pagevis.render.layout import AnyType, Bools
from pagevis.render.palette import Palette
from pagevis.render.pixels import Index, corner, darken_edges, gaps, mix, outline, second_half, spans, strokes
from pagevis.render.pyramid import Pyramid
from pagevis.render.view import View

FEW = 1 / 16  # of the frames: so few changed ones are renewed one by one
KEPT_FRAMES = 1 << 22  # of larger memories no copy is kept to tell what changed
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
    pattern: U8 | None  # of theme.PATTERNS; None where there are none


@dataclass(slots=True)
class Raster:
    """Colours of all cells, kept from paint to paint and renewed where the snapshot says that it changed."""

    layout: Layout
    palette: Palette
    _pyramid: Pyramid | None = field(default=None)
    _source: str = field(default="")
    exact: bool = True  # False: while time runs, colours that only follow time may lag behind
    _version: int = field(default=-1)
    _aged: bool = field(default=False)  # some do
    _colouring: Colouring = field(default=OWNERS)
    _shown: U32 | None = field(default=None)  # the colours of all frames in their order, as the grid has them

    def paint(
        self,
        snapshot: Snapshot,
        view: View,
        ratio: float = 1.0,
        lit: U32 | None = None,
        colouring: Colouring = OWNERS,
    ) -> U32:
        """0xffrrggbb of each device pixel of the viewport, shape (height × ratio, width × ratio), ruler included.

        With ``lit``, frame indices, all other frames are dimmed.
        """
        self.palette.learn(snapshot.holders)
        if colouring != self._colouring:
            self._colouring, self._pyramid, self._shown = colouring, None, None
        pitch = view.pitch * ratio
        height, width = math.ceil(view.height * ratio), math.ceil(view.width * ratio)
        out = np.full((height, width), self.palette.theme.rgb32("map"), np.uint32)
        left, top = math.ceil(view.left * ratio), math.ceil(view.top * ratio)
        ys = _cells_at(height - top, view.gy, pitch, self.layout.n_rows)
        if not len(ys.cells):
            return out
        for stack in view.stacks():
            origin = view.gx - stack * self.layout.stack_pitch
            xs = _cells_at(width - left, origin, pitch, self.layout.stack_pitch)
            xs = _Run(xs.start, xs.cells[: int(np.searchsorted(xs.cells, self._stack_columns))])
            lines = ys.cells + stack * self.layout.n_rows
            lines = lines[: int(np.searchsorted(lines, self._stack_lines))]
            if len(xs.cells) and len(lines):
                y, x = top + ys.start, left + xs.start
                part = out[y : y + len(lines), x : x + len(xs.cells)]
                self._paint_stack(snapshot, part, xs.cells, lines, pitch)
                if lit is not None:
                    self._dim(part, xs.cells, lines, _level(pitch), lit)
        return out

    def laid_out(self, layout: Layout) -> Raster:
        """The same colours in another layout: where nothing moved meanwhile they are not asked for again."""
        return Raster(
            layout,
            self.palette,
            _source=self._source,
            exact=self.exact,
            _version=self._version,
            _aged=self._aged,
            _colouring=self._colouring,
            _shown=self._shown,
        )

    @property
    def _stack_columns(self) -> int:
        """Columns of one stack, as the grid counts them."""
        return self.layout.grid_columns if self.layout.n_stacks == 1 else self.layout.columns

    @property
    def _stack_lines(self) -> int:
        """Lines of all stacks, as the grid counts them."""
        return self.layout.n_rows if self.layout.n_stacks == 1 else self.layout.n_lines

    def _paint_stack(self, snapshot: Snapshot, part: U32, xs: Index, ys: Index, pitch: float) -> None:
        if pitch >= EDGE_PITCH:
            self._paint_cells(snapshot, part, xs, ys, pitch)
            return
        level = _level(pitch)
        (columns, between), (lines, under) = self.layout.bulk_columns(xs), self.layout.bulk_lines(ys)
        rows = self._grid(snapshot).level(level).take(lines >> level, axis=0)
        part[:] = rows.take(columns >> level, axis=1)
        self._clear_gaps(part, between, under)

    def _clear_gaps(self, part: U32, between: Bools | None, under: Bools | None) -> None:
        ground = self.palette.theme.rgb32("map")
        if between is not None:
            part[:, between] = ground
        if under is not None:
            part[under] = ground

    def _dim(self, part: U32, xs: Index, ys: Index, level: int, lit: U32) -> None:
        """Draw all pixels that show none of the frames ``lit`` towards the ground."""
        mask = np.zeros(((self.layout.n_lines >> level) + 1, (self.layout.columns >> level) + 1), np.bool_)
        columns, rows = self.layout.places_of(lit)
        mask[rows >> level, columns >> level] = True
        (at, _between), (lines, _under) = self.layout.bulk_columns(xs), self.layout.bulk_lines(ys)
        shown = mask.take(lines >> level, axis=0).take(at >> level, axis=1)
        np.copyto(part, faint(part, self.palette.theme.rgb32("map")), where=~shown)

    def _grid(self, snapshot: Snapshot) -> Pyramid:
        if self._pyramid is None or self._source != snapshot.source:
            theme = self.palette.theme
            base = np.full((self.layout.n_lines, self.layout.columns), theme.rgb32("map"), np.uint32)
            self._pyramid = Pyramid(base, theme.rgb32("map"), self._faint_pixel())
            dirty: tuple[int, int] | None = (0, snapshot.n_frames)
            if self._shown is not None and self._source == snapshot.source and self._version == snapshot.version:
                self.layout.put(base, 0, 0, 0, self._shown)
                dirty = None
            else:
                self._shown = None
        elif snapshot.version != self._version:
            dirty = snapshot.dirty_since(self._version)
            self._aged = self._aged or self._colouring.mode.follows_time
        else:
            dirty = None
        if self._aged and self.exact:
            dirty, self._aged = (0, snapshot.n_frames), False
        if dirty is not None and dirty[0] < dirty[1]:
            self._renew(snapshot, self._pyramid, *dirty)
        self._source, self._version = snapshot.source, snapshot.version
        return self._pyramid

    def _faint_pixel(self) -> int:
        """The colour of a frame of which nothing is known."""
        theme = self.palette.theme
        unknown = np.array([theme.rgb32("unknown")], np.uint32)
        return int(
            faint(unknown, theme.rgb32("map"))[0] if Kind.UNKNOWN in self._colouring.dimmed_kinds else unknown[0]
        )

    def _renew(self, snapshot: Snapshot, pyramid: Pyramid, lo: int, hi: int) -> None:
        known = self._shown is not None
        if not known and snapshot.n_frames <= KEPT_FRAMES:
            self._shown = np.zeros(snapshot.n_frames, np.uint32)
        changed = []
        for start in range(lo, hi, CHUNK):
            end = min(start + CHUNK, hi)
            seen = Seen(snapshot, start, snapshot.frames(start, end), self.palette)
            colours = self._colouring.colours(seen)[0]
            differ = np.flatnonzero(self._shown[start:end] != colours) if known and self._shown is not None else None
            if self._shown is not None:
                self._shown[start:end] = colours
            if differ is None or len(differ) > FEW * len(colours):
                self.layout.put(pyramid.base, 0, 0, start, colours)
                pyramid.update(*self.layout.lines_of(start, end))
            elif len(differ):
                columns, lines = self.layout.places_of(differ + start)
                pyramid.base[lines, columns] = colours[differ]
                changed.append((lines, columns))
        for lines, columns in changed:
            pyramid.update_cells(lines, columns)

    def _paint_cells(self, snapshot: Snapshot, part: U32, xs: Index, ys: Index, pitch: float) -> None:
        top, left = int(ys[0]), int(xs[0])
        (columns, between), (lines, under) = (
            self.layout.bulk_columns(np.arange(left, int(xs[-1]) + 1)),
            self.layout.bulk_lines(np.arange(top, int(ys[-1]) + 1)),
        )
        cells = self._cells(snapshot, lines, columns)
        rows, at = ys - top, xs - left
        part[:] = cells.first.take(rows, axis=0).take(at, axis=1)
        if pitch >= BAND_PITCH and cells.second is not cells.first:
            lower = second_half(ys)
            part[lower] = cells.second.take(rows[lower], axis=0).take(at, axis=1)
        if pitch >= GAP_PITCH:
            self._stand_apart(part, cells, rows, at, pitch)
        else:
            darken_edges(part, cells.identity, rows, at)
        self._clear_gaps(
            part, None if between is None else between.take(at), None if under is None else under.take(rows)
        )

    def _cells(self, snapshot: Snapshot, lines: Index, columns: Index) -> Cells:
        """The state of the cells in some lines and columns of bulk arrays, both ascending."""
        window = self.layout.window(int(lines[0]), int(lines[-1]) + 1, int(columns[0]), int(columns[-1]) + 1)
        shape = (window.bottom - window.top, window.right - window.left)
        first = np.full(shape, self.palette.theme.rgb32("map"), np.uint32)
        kind, identity = np.zeros(shape, np.uint8), np.zeros(shape, np.uint64)
        found = []
        for lo, hi in window.runs:
            seen = Seen(snapshot, lo, snapshot.frames(lo, hi), self.palette)
            found.append((seen, *self._colouring.colours(seen)))
        second = first.copy() if any(lower is not upper for _seen, upper, lower in found) else first
        patterned = self.palette.has_patterns and self._colouring.mode.name == OWNERS.mode_name
        pattern = np.zeros(shape, np.uint8) if patterned else None
        for seen, upper, lower in found:
            if pattern is not None:
                self.layout.put(pattern, window.top, window.left, seen.lo, self.palette.pattern_codes(seen.frames))
            pairs = ((first, upper), (second, lower)) if second is not first else ((first, upper),)
            for out, values in pairs:
                self.layout.put(out, window.top, window.left, seen.lo, values)
            self.layout.put(kind, window.top, window.left, seen.lo, seen.frames.kind)
            self.layout.put(identity, window.top, window.left, seen.lo, _identity(seen.frames))

        def cut(values: NDArray[AnyType]) -> NDArray[AnyType]:
            if shape == (len(lines), len(columns)):
                return values
            return values.take(lines - window.top, axis=0).take(columns - window.left, axis=1)

        upper = cut(first)
        return Cells(
            upper,
            upper if second is first else cut(second),
            cut(kind),
            cut(identity),
            None if pattern is None else cut(pattern),
        )

    def _stand_apart(self, part: U32, cells: Cells, rows: Index, at: Index, pitch: float) -> None:
        """Gaps, outlines, hatches and round corners: cells of ``GAP_PITCH`` px and more."""
        theme = self.palette.theme
        kind = cells.kind
        for wanted, role, period, px in HATCH:
            if (kind == wanted).any():
                where = (kind == wanted).take(rows, axis=0).take(at, axis=1)
                diagonal = np.add.outer(np.arange(part.shape[0]), np.arange(part.shape[1])) % period < px
                part[where & diagonal] = theme.rgb32(role)
        if cells.pattern is not None:
            where = cells.pattern.take(rows, axis=0).take(at, axis=1)
            part[strokes(where)] = theme.rgb32("owner_hatch")
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
        self._round_corners(part, cells, (top, bottom, left, right), pitch)

    def _round_corners(self, part: U32, cells: Cells, edges: tuple[Index, Index, Index, Index], pitch: float) -> None:
        top, bottom, left, right = edges
        kind = cells.kind
        line = cells.first.copy()
        line_below = cells.second.copy()
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
                    mixed = mix(ground, edge[inside], fill[inside], outer, inner)
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
    first = round(-origin * pitch)  # the grid begins on a whole pixel, as the vector painter's cells do
    cells = np.floor((np.arange(n_px) - first + 0.5) / pitch).astype(np.intp)
    start, end = np.searchsorted(cells, 0), np.searchsorted(cells, n_cells)
    return _Run(int(start), cells[start:end])


def _identity(frames: Frames) -> NDArray[np.uint64]:
    who = frames.kind.astype(np.uint64) << np.uint64(56)
    who |= frames.holder.astype(np.uint64)
    return who
