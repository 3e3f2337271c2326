"""A figure: title, strip, map, legend, caption and credits, laid out for its size. The formats are in formats/."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

import pagevis
from pagevis.render import ink, strip
from pagevis.render.fonts import MEDIUM, SEMIBOLD
from pagevis.render.formats._base import FigureOptions
from pagevis.render.ink import Type
from pagevis.render.legend import Entry, legend_entries
from pagevis.render.links import TAG_RIGHT_PX, TAG_WIDTH_PX, gutter_for
from pagevis.render.map_painter import paint_map
from pagevis.render.paint_legend import ROW_PX, legend_height, legend_width, paint_legend
from pagevis.render.palette import Palette, palette_for
from pagevis.render.raster import Raster
from pagevis.render.scene import MapOptions, make_scene
from pagevis.render.theme import Theme, load_theme
from pagevis.render.vector_map import visible_routes
from pagevis.render.view import View, best_view, fits
from pagevis.trace.history import History

MARGIN_PX = 28.0
CAPTION_LINES = 3
SIZE_UNITS = ("B", "KiB", "MiB", "GiB", "TiB", "PiB")


@dataclass(slots=True)
class _Figure:
    """Everything one figure is made of, and where the next piece goes."""

    history: History
    options: FigureOptions
    palette: Palette
    k: float
    top: float = 0.0
    bottom: float = 0.0
    entries: tuple[Entry, ...] = field(default=())

    @property
    def theme(self) -> Theme:
        """The figure's theme."""
        return self.palette.theme

    @property
    def left(self) -> float:
        """Px of the left margin's end."""
        return MARGIN_PX * self.k

    @property
    def width(self) -> float:
        """Px between the margins."""
        return self.options.width - 2 * self.left


def size_words(size_bytes: int) -> str:
    """``262144`` as ``256 KiB``."""
    value, unit = float(size_bytes), 0
    while value >= 1024 and unit + 1 < len(SIZE_UNITS):
        value, unit = value / 1024, unit + 1
    return (
        f"{value:.0f} {SIZE_UNITS[unit]}" if value >= 100 or value.is_integer() else f"{value:.1f} {SIZE_UNITS[unit]}"
    )


def map_options(history: History, options: FigureOptions) -> MapOptions:
    """What the map of a figure shows."""
    lists = range(len(history.snapshot().lists)) if "links" in options.show else ()
    return MapOptions(frozenset(lists), "refcounts" in options.show, "labels" in options.show)


def paint_figure(painter: QPainter, history: History, options: FigureOptions) -> None:
    """Paint a figure of the history's position, ``options.width`` × ``options.height`` logical px."""
    theme = load_theme(options.theme)
    k = min(max(min(options.width / 1100, options.height / 800), 0.6), 3.0)
    figure = _Figure(history, options, palette_for(history, theme), k)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillRect(QRectF(0, 0, options.width, options.height), ink.color(theme["map"]))
    figure.top, figure.bottom = MARGIN_PX * k, options.height - MARGIN_PX * k
    shown = map_options(history, options)
    snapshot = history.snapshot()
    if "legend" in options.show:
        figure.entries = legend_entries(
            snapshot, figure.palette, history.step(), lists=shown.lists, refcounts=shown.refcounts, changes=True
        )
    _paint_title(painter, figure)
    _paint_foot(painter, figure)
    _paint_map(painter, figure, shown)


def _paint_title(painter: QPainter, figure: _Figure) -> None:
    k, theme, snapshot = figure.k, figure.theme, figure.history.snapshot()
    title, small = Type(False, round(22 * k), SEMIBOLD), Type(False, round(13 * k))
    baseline = figure.top + 18 * k
    size = size_words(snapshot.n_frames * snapshot.page_size_bytes)
    facts = f"{snapshot.n_frames:,} frames of {size_words(snapshot.page_size_bytes)} · {size}"
    room = figure.width - small.width(facts) - 24 * k
    beside = room > 160 * k
    words = title.elided(figure.history.title, room if beside else figure.width)
    ink.text(painter, (figure.left, baseline), words, title, theme["ink"])
    if beside:
        ink.text(painter, (figure.left + figure.width, baseline), facts, small, theme["text2"], right=True)
        figure.top += 30 * k
    else:
        ink.text(painter, (figure.left, baseline + 20 * k), small.elided(facts, figure.width), small, theme["text2"])
        figure.top += 50 * k


def wrapped(words: str, face: Type, width: float, most: int) -> list[str]:
    """Words broken into at most so many lines of ``width`` px; the last is elided."""
    lines: list[str] = []
    left = words.split()
    while left and len(lines) < most:
        n = 1
        while n < len(left) and face.width(" ".join(left[: n + 1])) <= width:
            n += 1
        if len(lines) == most - 1:
            n = len(left)
        lines.append(face.elided(" ".join(left[:n]), width))
        left = left[n:]
    return lines


def _paint_foot(painter: QPainter, figure: _Figure) -> None:
    """Credits and caption, from the foot up."""
    k, theme, history = figure.k, figure.theme, figure.history
    small = Type(False, round(11 * k))
    words = small.elided(credits_line(history), figure.width)
    ink.text(painter, (figure.left, figure.bottom), words, small, theme["text3"])
    figure.bottom -= 24 * k
    if "caption" in figure.options.show:
        _paint_caption(painter, figure)


def credits_line(history: History) -> str:
    """Where the figure comes from: file, event, micro-step, program."""
    at = history.position
    where = f"event {at.event} of {history.n_events - 1}"
    n_micro = history.n_micro(at.event)
    if 0 < at.micro < n_micro:
        where += f", micro-step {at.micro} of {n_micro}"
    name = history.path.replace("\\", "/").rpartition("/")[2]
    return " · ".join(part for part in (name, where, f"pagevis {pagevis.__version__}") if part)


def _paint_caption(painter: QPainter, figure: _Figure) -> None:
    k, theme = figure.k, figure.theme
    caption = figure.history.caption()
    face, small, strong = (
        Type(False, round(24 * k), SEMIBOLD),
        Type(False, round(13 * k)),
        Type(False, round(12.5 * k), MEDIUM),
    )
    lines = wrapped(caption.text or caption.summary, face, figure.width, CAPTION_LINES)
    for at, line in enumerate(reversed(lines)):
        ink.text(painter, (figure.left, figure.bottom - 4 * k - at * 31 * k), line, face, theme["ink"])
    figure.bottom -= len(lines) * 31 * k + 8 * k
    pill_width = strong.width(caption.heading) + 16 * k
    pill = QRectF(figure.left, figure.bottom - 17 * k, pill_width, 22 * k)
    ink.box(painter, pill, 5 * k, theme["now_soft"])
    ink.text(painter, (pill.left() + 8 * k, pill.top() + 15.5 * k), caption.heading, strong, theme["now_ink"])
    if caption.text and caption.summary:
        room = figure.width - pill_width - 10 * k
        words = small.elided(caption.summary, room)
        ink.text(painter, (pill.right() + 10 * k, pill.top() + 15.5 * k), words, small, theme["text2"])
    figure.bottom -= 34 * k


@dataclass(frozen=True, slots=True)
class _Room:
    """Where the map and the legend go: in rows beneath it, or as a column at its right."""

    view: View
    legend: QRectF


def _room(figure: _Figure, shown: MapOptions, *, beside: bool) -> _Room:
    """The largest map with the legend beneath or beside it."""
    k, entries = figure.k, figure.entries
    height, width = figure.bottom - figure.top, figure.width
    if beside:
        column = legend_width(entries, k) + 20 * k
        width -= column
        legend = QRectF(figure.left + width + 20 * k, figure.top, column, height)
    else:
        below = legend_height(entries, width, k)
        legend = QRectF(figure.left, figure.bottom - below, width, below)
        height -= below + 8 * k if entries else 0
    ranges = figure.history.snapshot().ranges
    width, height = max(width, 40.0), max(height, 40.0)
    view = best_view(ranges, width, height, lists=bool(shown.lists))
    if view.is_vector and view.lists:
        scene = make_scene(figure.history.snapshot(), view, figure.palette, shown, figure.history.step())
        gutter = gutter_for(visible_routes(scene).most_lanes)
        view = best_view(ranges, width, height, lists=True, gutter_px=gutter, columns=view.layout.columns)
    return _Room(_at_left(view), legend)


def _at_left(view: View) -> View:
    """A view whose heads, or else cells, begin at its left edge: where title and caption begin."""
    if not view.is_vector:
        return view
    before = (TAG_RIGHT_PX + TAG_WIDTH_PX) * view.scale + 1 if view.lists else 0.0
    return replace(view, gx=min(-before / view.pitch, view.gx) if not fits(view) else -before / view.pitch)


def _paint_map(painter: QPainter, figure: _Figure, shown: MapOptions) -> None:
    k, snapshot, top = figure.k, figure.history.snapshot(), figure.top
    if snapshot.regions:
        figure.top += (strip.STRIP_PX + 4) * k
    below = _room(figure, shown, beside=False)
    beside = _room(figure, shown, beside=True) if figure.entries else below
    room = beside if beside.view.pitch > below.view.pitch * 1.02 else below
    view = room.view
    if snapshot.regions:
        _paint_strip(painter, figure, view, top)
    if figure.entries:
        rows = len(figure.entries) * ROW_PX * k if room is beside else room.legend.height()
        middle = room.legend.center().y() - rows / 2 if room is beside else room.legend.top()
        where = QRectF(room.legend.left(), middle, room.legend.width(), rows)
        paint_legend(painter, where, figure.entries, figure.theme, k, column=room is beside)
    painter.save()
    painter.translate(figure.left, figure.top)
    paint_map(painter, snapshot, view, shown, figure.history.step(), Raster(view.layout, figure.palette))
    painter.restore()


def _paint_strip(painter: QPainter, figure: _Figure, view: View, top: float) -> None:
    """Over the map's columns, its name in the margin before them."""
    k, theme = figure.k, figure.theme
    name = Type(False, round(11 * k), MEDIUM)
    words = "kernel addresses"
    left = max(view.x(0), name.width(words) + 12 * k)
    right = min(view.x(view.layout.columns) - view.gap, figure.width)
    found = strip.boxes(figure.history.snapshot().regions, figure.left + left, right - left, k)
    middle = top + strip.BAR_PX * k / 2 + name.px * 0.36
    ink.text(painter, (figure.left, middle), words, name, theme["text2"])
    strip.paint_strip(painter, found, top, theme, k)
