"""Where the pieces of a figure go: tries a few arrangements and keeps the one that leaves the map most room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QRectF

from pagevis.model.snapshot import Snapshot
from pagevis.render import strip
from pagevis.render.fonts import SEMIBOLD
from pagevis.render.ink import Type
from pagevis.render.legend import Entry
from pagevis.render.links import TAG_RIGHT_PX, TAG_WIDTH_PX, gutter_for
from pagevis.render.paint_legend import ROW_PX, legend_height, legend_width
from pagevis.render.palette import Palette
from pagevis.render.scene import MapOptions, make_scene
from pagevis.render.vector_map import visible_routes
from pagevis.render.view import LABEL_PITCH, View, best_view, fits
from pagevis.trace.history import Step

CAPTION_PX, CAPTION_LINE_PX, CAPTION_HEAD_PX = 24, 31, 34
CAPTION_LINES = 3
PANEL_SHARE, PANEL_LEAST_PX, PANEL_LINES = 0.27, 240.0, 12
BESIDE_GAIN, PANEL_GAIN = 1.02, 1.04  # how much larger cells must get for the less usual arrangement
LEAST_MAP_PX = 40.0


@dataclass(frozen=True, slots=True)
class Pieces:
    """What is to be placed."""

    snapshot: Snapshot
    step: Step
    palette: Palette
    shown: MapOptions
    entries: Sequence[Entry]
    caption: str  # "" where none is wanted
    blocks: bool = False  # frames are laid out in buddy blocks


@dataclass(frozen=True, slots=True)
class Plan:
    """Where everything goes, in px of the figure; the map's view has the size of its rectangle."""

    view: View
    map: QRectF
    strip_top: float
    legend: QRectF
    is_column: bool  # legend entries one below the other
    caption: QRectF
    lines: tuple[str, ...]  # of the caption


def caption_face(k: float) -> Type:
    """The typeface of captions."""
    return Type(False, round(CAPTION_PX * k), SEMIBOLD)


def wrapped(words: str, face: Type, width: float, most: int) -> tuple[str, ...]:
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
    return tuple(lines)


def make_plan(pieces: Pieces, room: QRectF, k: float) -> Plan:
    """The arrangement of the pieces in ``room`` with the largest cells."""
    plan = _below(pieces, room, k)
    if not pieces.entries and not pieces.caption:
        return plan
    beside = _beside(pieces, room, k)
    if pieces.entries and beside.view.pitch > plan.view.pitch * BESIDE_GAIN:
        plan = beside
    panel = _panel(pieces, room, k)
    return panel if panel.view.pitch > plan.view.pitch * PANEL_GAIN else plan


def _caption_height(lines: Sequence[str], k: float) -> float:
    return (CAPTION_HEAD_PX + CAPTION_LINE_PX * len(lines)) * k if lines else 0.0


def _strip_height(pieces: Pieces, k: float) -> float:
    return (strip.STRIP_PX + 6) * k if pieces.snapshot.regions else 0.0


def _caption_below(pieces: Pieces, room: QRectF, k: float) -> tuple[tuple[str, ...], QRectF]:
    lines = wrapped(pieces.caption, caption_face(k), room.width(), CAPTION_LINES)
    height = _caption_height(lines, k)
    return lines, QRectF(room.left(), room.bottom() - height, room.width(), height)


def _below(pieces: Pieces, room: QRectF, k: float) -> Plan:
    """Map, legend in rows, caption, from top to bottom."""
    lines, caption = _caption_below(pieces, room, k)
    height = legend_height(pieces.entries, room.width(), k)
    gap = 16 * k if height else 0.0
    legend = QRectF(room.left(), caption.top() - height - gap, room.width(), height)
    return _with_map(pieces, QRectF(room.topLeft(), legend.topRight()), k, legend, False, caption, lines)


def _beside(pieces: Pieces, room: QRectF, k: float) -> Plan:
    """Map with the legend as a column at its right, caption beneath."""
    lines, caption = _caption_below(pieces, room, k)
    width = legend_width(pieces.entries, k)
    area = QRectF(room.left(), room.top(), room.width() - width - 24 * k, caption.top() - room.top())
    plan = _with_map(pieces, area, k, QRectF(), True, caption, lines)
    height = len(pieces.entries) * ROW_PX * k
    top = plan.map.top() + max(min(plan.view.y(0), area.height() - height), 0)
    return replace(plan, legend=QRectF(room.right() - width, top, width, height))


def _panel(pieces: Pieces, room: QRectF, k: float) -> Plan:
    """Map at the full height, caption and legend in a panel at its right that takes what the map leaves."""
    least = max(room.width() * PANEL_SHARE, PANEL_LEAST_PX * k)
    area = QRectF(room.left(), room.top(), max(room.width() - least - 40 * k, LEAST_MAP_PX), room.height())
    plan = _with_map(pieces, area, k, QRectF(), False, QRectF(), ())
    left = min(plan.map.left() + plan.view.x(plan.view.layout.grid_columns), area.right()) + 40 * k
    width = room.right() - left
    lines = wrapped(pieces.caption, caption_face(k), width, PANEL_LINES)
    caption = QRectF(left, plan.map.top() + max(plan.view.y(0), 0.0), width, _caption_height(lines, k))
    legend_top = caption.bottom() + (24 * k if lines else 0)
    legend = QRectF(left, legend_top, width, legend_height(pieces.entries, width, k))
    return replace(plan, caption=caption, legend=legend, lines=lines)


def _with_map(
    pieces: Pieces, area: QRectF, k: float, legend: QRectF, is_column: bool, caption: QRectF, lines: tuple[str, ...]
) -> Plan:
    top = area.top() + _strip_height(pieces, k)
    width, height = max(area.width(), LEAST_MAP_PX), max(area.bottom() - top, LEAST_MAP_PX)
    view = _view(pieces, width, height)
    return Plan(view, QRectF(area.left(), top, width, height), area.top(), legend, is_column, caption, lines)


def _view(pieces: Pieces, width: float, height: float) -> View:
    """The largest cells; gutters as high as the lanes they hold ask for."""
    ranges, lists = pieces.snapshot.ranges, bool(pieces.shown.lists)
    if pieces.blocks:
        return _at_left(best_view(ranges, width, height, lists=False, vector_from=LABEL_PITCH, blocks=True))
    view = best_view(ranges, width, height, lists=lists, vector_from=LABEL_PITCH)
    if view.is_vector and lists:
        scene = make_scene(pieces.snapshot, view, pieces.palette, pieces.shown, pieces.step)
        gutter = gutter_for(visible_routes(scene).most_lanes)
        columns = view.layout.columns
        view = best_view(ranges, width, height, lists=True, gutter_px=gutter, columns=columns, vector_from=LABEL_PITCH)
    return _at_left(view)


def _at_left(view: View) -> View:
    """A view whose heads, ruler or else cells begin at its left edge: where title and caption begin."""
    if not fits(view):
        return view
    if not view.is_vector:
        return replace(view, gx=0.0)
    before = (TAG_RIGHT_PX + TAG_WIDTH_PX) * view.scale + 1 if view.lists else 0.0
    return replace(view, gx=-before / view.pitch)
