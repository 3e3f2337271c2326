"""A figure: title, strip, map, legend, caption and credits, laid out for its size. The formats are in formats/."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

import pagevis
from pagevis.render import ink, strip
from pagevis.render.colouring import Colouring
from pagevis.render.figure_plan import CAPTION_HEAD_PX, CAPTION_LINE_PX, Pieces, Plan, caption_face, make_plan
from pagevis.render.fonts import MEDIUM, SEMIBOLD
from pagevis.render.formats._base import FigureOptions
from pagevis.render.ink import Type
from pagevis.render.legend import Entry, legend_entries
from pagevis.render.map_painter import paint_map
from pagevis.render.paint_legend import paint_legend
from pagevis.render.palette import Palette, palette_for
from pagevis.render.raster import Raster
from pagevis.render.scene import MapOptions
from pagevis.render.theme import Theme, load_theme
from pagevis.trace.history import History

MARGIN_PX = 28.0
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
    shown = "links" in options.show and not in_blocks(history, options)
    lists = range(len(history.snapshot().lists)) if shown else ()
    return MapOptions(
        frozenset(lists), "refcounts" in options.show, "labels" in options.show, colouring=Colouring(options.colour)
    )


def in_blocks(history: History, options: FigureOptions) -> bool:
    """Whether a figure lays frames out in buddy blocks."""
    return options.layout == "buddy-blocks" or (options.layout != "rows" and history.kind == "recording")


def paint_figure(painter: QPainter, history: History, options: FigureOptions) -> None:
    """Paint a figure of the history's position, ``options.width`` × ``options.height`` logical px."""
    theme = load_theme(options.theme)
    k = min(max(min(options.width / 1100, options.height / 800), 0.6), 3.0)
    figure = _Figure(history, options, palette_for(history, theme), k)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillRect(QRectF(0, 0, options.width, options.height), ink.color(theme["map"]))
    figure.top, figure.bottom = MARGIN_PX * k, options.height - MARGIN_PX * k
    shown = map_options(history, options)
    _paint_title(painter, figure)
    _paint_credits(painter, figure)
    _paint_body(painter, figure, shown)


def _paint_title(painter: QPainter, figure: _Figure) -> None:
    k, theme, snapshot = figure.k, figure.theme, figure.history.snapshot()
    title, small = Type(False, round(22 * k), SEMIBOLD), Type(False, round(13 * k))
    baseline = figure.top + 18 * k
    size = size_words(snapshot.n_frames * snapshot.page_size_bytes)
    facts = f"{snapshot.n_frames:,} frames of {size_words(snapshot.page_size_bytes)} · {size}"
    room = figure.width - small.width(facts) - 24 * k
    beside = room > 160 * k
    words = title.elided(figure.history.title or file_name(figure.history), room if beside else figure.width)
    ink.text(painter, (figure.left, baseline), words, title, theme["ink"])
    if beside:
        ink.text(painter, (figure.left + figure.width, baseline), facts, small, theme["text2"], right=True)
        figure.top += 30 * k
    else:
        ink.text(painter, (figure.left, baseline + 20 * k), small.elided(facts, figure.width), small, theme["text2"])
        figure.top += 50 * k


def _paint_credits(painter: QPainter, figure: _Figure) -> None:
    k, history = figure.k, figure.history
    small = Type(False, round(11 * k))
    words = small.elided(credits_line(history), figure.width)
    ink.text(painter, (figure.left, figure.bottom), words, small, figure.theme["text3"])
    figure.bottom -= 24 * k


def file_name(history: History) -> str:
    """The last part of the history's path."""
    return history.path.replace("\\", "/").rpartition("/")[2]


def credits_line(history: History) -> str:
    """Where the figure comes from: file, event, micro-step, program."""
    at = history.position
    where = f"event {at.event:,} of {history.n_events - 1:,}"
    n_micro = history.n_micro(at.event)
    if 0 < at.micro < n_micro:
        where += f", micro-step {at.micro} of {n_micro}"
    return " · ".join(part for part in (file_name(history), where, f"pagevis {pagevis.__version__}") if part)


def _paint_caption(painter: QPainter, figure: _Figure, plan: Plan) -> None:
    k, theme, caption = figure.k, figure.theme, figure.history.caption()
    small, strong = Type(False, round(13 * k)), Type(False, round(12.5 * k), MEDIUM)
    left, top = plan.caption.left(), plan.caption.top()
    pill = QRectF(left, top, strong.width(caption.heading) + 16 * k, 22 * k)
    ink.box(painter, pill, 5 * k, theme["now_soft"])
    ink.text(painter, (left + 8 * k, top + 15.5 * k), caption.heading, strong, theme["now_ink"])
    if caption.text and caption.summary:
        words = small.elided(caption.summary, plan.caption.width() - pill.width() - 10 * k)
        ink.text(painter, (pill.right() + 10 * k, top + 15.5 * k), words, small, theme["text2"])
    for at, line in enumerate(plan.lines):
        baseline = top + (CAPTION_HEAD_PX + 21 + at * CAPTION_LINE_PX) * k
        ink.text(painter, (left, baseline), line, caption_face(k), theme["ink"])


def _pieces(figure: _Figure, shown: MapOptions, *, links: bool) -> Pieces:
    """What is to be placed; links are in the legend where they are drawn."""
    history, options = figure.history, figure.options
    entries: tuple[Entry, ...] = ()
    if "legend" in options.show:
        lists = shown.lists if links else frozenset[int]()
        entries = legend_entries(
            history.snapshot(),
            figure.palette,
            history.step(),
            lists=lists,
            refcounts=shown.refcounts,
            changes=True,
            colouring=shown.colouring,
        )
    caption = history.caption() if "caption" in options.show else None
    words = (caption.text or caption.summary) if caption is not None else ""
    blocks = in_blocks(history, options)
    return Pieces(history.snapshot(), history.step(), figure.palette, shown, entries, words, blocks)


def _paint_body(painter: QPainter, figure: _Figure, shown: MapOptions) -> None:
    k, history = figure.k, figure.history
    room = QRectF(figure.left, figure.top, figure.width, max(figure.bottom - figure.top, 1.0))
    pieces = _pieces(figure, shown, links=True)
    plan = make_plan(pieces, room, k)
    if not plan.view.is_vector:
        pieces = _pieces(figure, shown, links=False)
        plan = make_plan(pieces, room, k)
    painter.save()
    painter.translate(plan.map.topLeft())
    raster = Raster(plan.view.layout, figure.palette)
    paint_map(painter, history.snapshot(), plan.view, shown, history.step(), raster)
    painter.restore()
    _paint_strip(painter, figure, plan)
    paint_legend(painter, plan.legend, pieces.entries, figure.theme, k, column=plan.is_column)
    if plan.lines:
        _paint_caption(painter, figure, plan)


def _paint_strip(painter: QPainter, figure: _Figure, plan: Plan) -> None:
    """Over the map's columns, its name in the margin before them."""
    regions, view, k = figure.history.snapshot().regions, plan.view, figure.k
    if not regions:
        return
    name = Type(False, round(11 * k), MEDIUM)
    words = "kernel addresses"
    left = max(view.x(0), name.width(words) + 12 * k)
    right = max(min(view.x(view.layout.grid_columns) - view.gap, plan.map.width()), left + 1)
    found = strip.boxes(regions, plan.map.left() + left, right - left, k)
    middle = plan.strip_top + strip.BAR_PX * k / 2 + name.px * 0.36
    ink.text(painter, (plan.map.left(), middle), words, name, figure.theme["text2"])
    strip.paint_strip(painter, found, plan.strip_top, figure.theme, k)
