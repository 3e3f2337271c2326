"""What part of the map is seen and how large: pixels and back, fit, zoom, pan. Values only; knows no frames' state."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from pagevis.model.snapshot import FrameRange
from pagevis.render.blocks import BlockLayout, Layout, blocks_for
from pagevis.render.layout import MAX_COLUMNS, STACKS_FROM_FRAMES, RowLayout, layout_for

LABEL_PITCH = 34  # logical px from which a cell says its PFN
LEAST_PITCH = 30  # … from which names and links can still be read, where all of a lesson has to fit
VECTOR_PITCH = 44  # logical px from which cells are drawn with names, fields and links
BASE_PITCH = 51.0  # the pitch for which sizes of the vector level are given
CELL_HEIGHT = 72.0 / BASE_PITCH  # of the pitch, at the vector level
GAP = 4.0 / BASE_PITCH
GUTTER_PX = 62.0  # at scale 1: room for the lanes of links between rows
LEAST_GUTTER_PX = 36.0  # … where the window is low: three lanes, close together
GUTTER_WITHOUT = 10.0 / BASE_PITCH
EVEN_PITCH = 8.0  # px from which it shows when one cell is a pixel wider than the next
MIN_PITCH = 2.0**-6
MAX_PITCH = 204.0
RULER = 84.0  # px at the left, for addresses, beneath the vector level
TOP_RULER = 28.0  # px above, for what lies between the beginnings of rows of squares
EDGE = 16.0  # px of ground that stay around the grid
EDGE_PX_SEAM = 4.0  # px of a row from which a seam is drawn as more than ground


@dataclass(frozen=True, slots=True)
class Margins:
    """Ground around the grid that belongs to the picture, in px."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class View:
    """A viewport of ``width`` × ``height`` logical px; ``(gx, gy)`` is the grid coordinate at its top left inside the
    ruler. ``lists``: links are drawn, so rows of the vector level have gutters and heads a margin."""

    layout: Layout
    width: float
    height: float
    lists: bool = False
    pitch: float = BASE_PITCH
    gx: float = 0.0
    gy: float = 0.0
    gutter_px: float = GUTTER_PX  # at scale 1, where there are links
    vector_from: float = VECTOR_PITCH  # lessons and files take less

    @property
    def is_vector(self) -> bool:
        """Whether cells are drawn one by one."""
        return self.pitch >= self.vector_from

    @property
    def scale(self) -> float:
        """Of sizes at the vector level."""
        return self.pitch / BASE_PITCH

    @property
    def gap(self) -> float:
        """Px between cells of a row, at the vector level."""
        return max(1.0, round(self.pitch * GAP))

    @property
    def cell_height(self) -> float:
        """Px of a cell from head to foot, gaps not included."""
        return float(round(self.pitch * CELL_HEIGHT)) if self.is_vector else self.pitch

    @property
    def gutter(self) -> float:
        """Px between rows, at the vector level."""
        return float(round(self.pitch * (self.gutter_px / BASE_PITCH if self.lists else GUTTER_WITHOUT)))

    @property
    def row_pitch(self) -> float:
        """Px from row to row."""
        return self.cell_height + self.gutter if self.is_vector else self.pitch

    @property
    def left(self) -> float:
        """Px of the ruler at the left."""
        return 0.0 if self.is_vector else RULER

    @property
    def top(self) -> float:
        """Px of the ruler above: squares side by side are counted from the left."""
        is_ruled = isinstance(self.layout, BlockLayout) and not self.layout.folded and not self.is_vector
        return TOP_RULER if is_ruled else 0.0

    @property
    def margins(self) -> Margins:
        """Ground around the grid."""
        if not self.is_vector:
            return Margins(0.0, EDGE, EDGE, EDGE)
        if not self.lists:
            return Margins(EDGE, EDGE, EDGE, EDGE)
        k = self.scale
        return Margins(134.0 * k, 52.0 * k, 22.0 * k, 34.0 * k)

    def x(self, column: float) -> float:
        """Px of a column's left edge; whole where the pitch is."""
        return self.left + _steady((column - self.gx) * self.pitch, self.pitch)

    def y(self, row: float) -> float:
        """Px of a row's top edge; whole where the pitch is."""
        return self.top + _steady((row - self.gy) * self.row_pitch, self.row_pitch)

    def grid(self, x: float, y: float) -> tuple[float, float]:
        """The grid coordinate of a point."""
        return (x - self.left) / self.pitch + self.gx, (y - self.top) / self.row_pitch + self.gy

    def cell_rect(self, frame: int) -> tuple[float, float, float, float]:
        """x, y, width, height of a frame's cell in px."""
        column, row = self.layout.cell_of(frame)
        gap = self.gap if self.pitch >= 16 else 0.0
        height = self.cell_height if self.is_vector else self.pitch - gap
        return self.x(column), self.y(row), self.pitch - gap, height

    def frame_at(self, x: float, y: float) -> int | None:
        """The frame whose cell is at a point, None on ground, gutters and seams."""
        if not (self.left <= x < self.width and self.top <= y < self.height):
            return None
        gx, gy = self.grid(x, y)
        if self.is_vector and (gy - math.floor(gy)) * self.row_pitch > self.cell_height:
            return None
        return self.layout.frame_at(math.floor(gx), math.floor(gy))

    def rows(self) -> tuple[int, int]:
        """The half-open range of rows that are seen."""
        top = max(math.floor(self.gy), 0)
        return top, max(min(math.ceil(self.gy + (self.height - self.top) / self.row_pitch), self.layout.n_rows), top)

    def columns(self) -> tuple[int, int]:
        """The half-open range of columns that are seen."""
        first = max(math.floor(self.gx), 0)
        last = math.ceil(self.gx + (self.width - self.left) / self.pitch)
        return first, max(min(last, self.layout.grid_columns), first)

    def stacks(self) -> range:
        """The stacks of rows that are seen; one at least."""
        first, last = self.columns()
        pitch, n = self.layout.stack_pitch, self.layout.n_stacks
        start = min(first // pitch, n - 1)
        return range(start, min(max(-(-last // pitch), start + 1), n))


def _steady(px: float, pitch: float) -> float:
    """Whole px where cells are large enough to show it."""
    return float(round(px)) if pitch >= 1 else px


def _quantum(view: View, pitch: float) -> float:
    """Pitches near this one at which cells, or where cells are small squares of cells, come out equally wide are
    multiples of it; 0 where all are well."""
    if pitch >= EVEN_PITCH:
        return 1.0
    if isinstance(view.layout, BlockLayout) and pitch * view.layout.pitch >= 2:
        return 1.0 / view.layout.pitch
    return 0.0


def even(view: View, pitch: float) -> float:
    """A pitch near ``pitch`` at which all cells or squares come out equally wide."""
    pitch = min(max(pitch, MIN_PITCH), MAX_PITCH)
    quantum = _quantum(view, pitch)
    return math.floor(pitch / quantum + 1e-9) * quantum if quantum else pitch


def content_size(view: View) -> tuple[float, float]:
    """Width and height of grid and margins in px; the last row has no gutter below."""
    m = view.margins
    under = view.gutter if view.is_vector else 0.0
    return (
        m.left + view.layout.grid_columns * view.pitch + m.right,
        m.top + view.layout.n_rows * view.row_pitch - under + m.bottom,
    )


def fits(view: View) -> bool:
    """Whether everything is seen at this pitch."""
    width, height = content_size(view)
    return width <= view.width - view.left and height <= view.height - view.top


def fit(view: View) -> View:
    """The whole memory, as large as it goes, centred."""
    low, high = MIN_PITCH, MAX_PITCH
    while high - low > low * 1e-4:
        middle = (low + high) / 2
        low, high = (middle, high) if fits(replace(view, pitch=middle)) else (low, middle)
    chosen = replace(view, pitch=even(view, low))
    if not fits(chosen):  # the gutters of the vector level are a step: stay beneath it
        chosen = replace(view, pitch=even(view, min(low, view.vector_from - 1)))
    return clamp(chosen)


def spread(view: View) -> View:
    """The height that a fitted view leaves over goes to the gutters, up to ``GUTTER_PX``: links get more room."""
    n_gutters = view.layout.n_rows - 1
    if not (view.is_vector and view.lists and n_gutters):
        return view
    spare = math.floor((view.height - content_size(view)[1]) / n_gutters)
    gutter_px = min((view.gutter + spare) / view.scale, GUTTER_PX)
    return clamp(replace(view, gutter_px=gutter_px)) if spare > 0 else view


def best_view(
    ranges: tuple[FrameRange, ...],
    width: float,
    height: float,
    *,
    lists: bool,
    gutter_px: float | None = None,
    vector_from: float = VECTOR_PITCH,
    columns: int | None = None,
    blocks: bool = False,
) -> View:
    """The whole memory in a viewport, in the power of two of columns with the largest cells, or in those given; with
    ``blocks`` in squares. Without ``gutter_px``, cells come first and gutters share what height is left."""
    if blocks:
        inside = (width - RULER - EDGE) / max(height - 2 * EDGE - TOP_RULER, 1.0)
        return fit(View(blocks_for(ranges, max(inside, 0.1)), width, height, vector_from=vector_from))
    n_frames = sum(r.n_frames for r in ranges)
    gutter = LEAST_GUTTER_PX if gutter_px is None else gutter_px
    asked = View(RowLayout(ranges, 8), width, height, lists, gutter_px=gutter, vector_from=vector_from)
    if n_frames >= STACKS_FROM_FRAMES and columns is None:
        inside = (width - RULER - EDGE) / max(height - 2 * EDGE, 1.0)
        return fit(replace(asked, layout=layout_for(ranges, max(inside, 0.1))))
    best: View | None = None
    tried = columns or 8
    while tried in (8, columns) or (tried <= MAX_COLUMNS and tried < 2 * n_frames):
        found = fit(replace(asked, layout=RowLayout(ranges, tried)))
        if best is None or (fits(found), found.pitch) > (fits(best), best.pitch * 1.001):
            best = found
        if columns:
            break
        tried *= 2
    assert best is not None
    return spread(best) if gutter_px is None else best


def clamp(view: View) -> View:
    """The nearest view that does not look past the margins; what is smaller than the viewport is centred."""
    m = view.margins
    width, height = content_size(view)

    def settle(g: float, pitch: float, before: float, content: float, room: float) -> float:
        first, last = -before / pitch, (content - before - room) / pitch
        return min(max(g, first), last) if last > first else (first + last) / 2

    return replace(
        view,
        gx=settle(view.gx, view.pitch, m.left, width, view.width - view.left),
        gy=settle(view.gy, view.row_pitch, m.top, height, view.height - view.top),
    )


def zoom_at(view: View, x: float, y: float, factor: float) -> View:
    """Zoom with the grid coordinate at a point held there, across the step between levels too."""
    gx, gy = view.grid(x, y)
    pitch = even(view, view.pitch * factor)
    quantum = _quantum(view, view.pitch)
    if abs(pitch - view.pitch) < 1e-9 and factor != 1:
        pitch = even(view, view.pitch + (quantum if factor > 1 else -quantum))
    zoomed = replace(view, pitch=pitch)
    return clamp(replace(zoomed, gx=gx - (x - zoomed.left) / pitch, gy=gy - (y - zoomed.top) / zoomed.row_pitch))


def pan(view: View, dx: float, dy: float) -> View:
    """The ground follows a hand that moves by so many px."""
    return clamp(replace(view, gx=view.gx - dx / view.pitch, gy=view.gy - dy / view.row_pitch))


def resize(view: View, width: float, height: float) -> View:
    """The same place in another viewport."""
    return clamp(replace(view, width=width, height=height))


def reveal(view: View, frame: int) -> View:
    """The nearest view in which a frame's cell is wholly seen; with it, of the first row and column, the margin in
    which the heads of lists stand."""
    x, y, width, height = view.cell_rect(frame)
    column, row = view.layout.cell_of(frame)
    above = EDGE if row else max(view.margins.top, EDGE)
    before = EDGE if column else max(view.margins.left, EDGE)
    dx = min(view.width - EDGE - (x + width), 0) or max(view.left + before - x, 0)
    dy = min(view.height - EDGE - (y + height), 0) or max(view.top + above - y, 0)
    return pan(view, dx, dy) if dx or dy else view


def show_block(view: View, frame: int) -> View:
    """The square of a frame as large as it goes; without squares, the frame's cell at the vector level."""
    layout = view.layout
    column, row = layout.cell_of(frame)
    width = height = 1
    if isinstance(layout, BlockLayout):
        column, row, width, height = layout.block_rect(frame)
    room = min((view.width - RULER - 2 * EDGE) / width, (view.height - TOP_RULER - 2 * EDGE) / height)
    near = replace(view, pitch=even(view, min(room, BASE_PITCH)))
    across, down = (near.width - near.left) / near.pitch, (near.height - near.top) / near.row_pitch
    return clamp(replace(near, gx=column + width / 2 - across / 2, gy=row + height / 2 - down / 2))
