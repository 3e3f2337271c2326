"""Paints the map at any size of cell, for screen and files alike: chooses the level, then rings and selection."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage, QPainter

from pagevis.model.snapshot import I64, Kind, Snapshot
from pagevis.render import ink
from pagevis.render.cells import paint_badge
from pagevis.render.fonts import SEMIBOLD
from pagevis.render.ink import Type
from pagevis.render.palette import KIND_ROLE
from pagevis.render.raster import Raster
from pagevis.render.ruler import paint_ruler, paint_seams
from pagevis.render.scene import MapOptions, Scene, make_scene
from pagevis.render.vector_map import paint_cells, paint_chains
from pagevis.render.view import LABEL_PITCH, View
from pagevis.trace.history import Step

__all__ = ["MapOptions", "paint_map"]

MOST_RINGS = 2048
LEAST_MARK_PX = 7.0  # marks on cells too small to be seen are this large


def paint_map(
    painter: QPainter, snapshot: Snapshot, view: View, options: MapOptions, step: Step, raster: Raster
) -> None:
    """Paint what the view shows at the painter's origin, ``view.width`` × ``view.height`` logical px. The theme is
    that of the raster's palette. What reaches over the edges is the caller's to clip."""
    scene = make_scene(snapshot, view, raster.palette, options, step)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if view.is_vector:
        painter.fillRect(QRectF(0, 0, view.width, view.height), ink.color(scene.theme["map"]))
        paint_seams(painter, scene)
        paint_cells(painter, scene)
        _paint_marks(painter, scene)
        paint_chains(painter, scene)
    else:
        _paint_raster(painter, scene, raster)
        _paint_marks(painter, scene)
        paint_ruler(painter, scene)
    painter.restore()


def _paint_raster(painter: QPainter, scene: Scene, raster: Raster) -> None:
    ratio = max(painter.deviceTransform().m11(), 1.0)
    pixels = raster.paint(scene.snapshot, scene.view, ratio, scene.lit(), scene.options.colouring)
    height, width = pixels.shape
    image = QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_RGB32)
    painter.drawImage(QRectF(0, 0, width / ratio, height / ratio), image)
    paint_seams(painter, scene)
    if scene.view.pitch >= LABEL_PITCH:
        _paint_labels(painter, scene)


def _paint_labels(painter: QPainter, scene: Scene) -> None:
    """PFN and badge on cells that the raster has drawn. PFNs of many digits show their last ones."""
    room = int((scene.view.pitch - scene.view.gap - 7) / 6.0)
    face, badge = Type(True, 10, SEMIBOLD), Type(False, 9, SEMIBOLD)
    for frame, frames, at in scene.visible():
        rect, kind = scene.cell(frame), Kind(frames.kind[at])
        if scene.options.labels:
            words = scene.pfn(frame)[-room:]
            if kind in (Kind.RESERVED, Kind.WITHHELD):
                plate = QRectF(rect.left() + 2, rect.top() + 2, face.width(words) + 4, 13)
                ink.box(painter, plate, 2, scene.theme[KIND_ROLE[kind]])
            if kind == Kind.USED:
                colour = scene.palette.holder_ink(scene.snapshot.holders[int(frames.holder[at])])
            else:
                colour = scene.theme["ink" if kind == Kind.FREE else f"{KIND_ROLE[kind]}_ink"]
            ink.text(painter, (rect.left() + 4, rect.top() + 12), words, face, colour)
        if scene.options.refcounts and frames.refcount[at] > 1:
            middle = QPointF(rect.right() - 9, rect.bottom() - 9)
            paint_badge(painter, middle, int(frames.refcount[at]), 0.76, badge, scene.theme)


def _paint_marks(painter: QPainter, scene: Scene) -> None:
    """Rings and selection, around cells and beneath links."""
    if scene.options.changes:
        for rect in _touched(scene, scene.step.touched[:MOST_RINGS]):
            _ring(painter, rect, scene)
    selected = scene.options.selected_frame
    if selected is not None and scene.is_seen(selected):
        _select(painter, scene.cell(selected), scene)


def _touched(scene: Scene, touched: I64) -> Iterator[QRectF]:
    """Rectangles around touched frames: one by one where cells are large, else one for each run within a row."""
    before: QRectF | None = None
    last, last_row = -2, -1
    for frame in touched.tolist():
        if not scene.is_seen(frame):
            continue
        rect = scene.cell(frame)
        row = scene.view.layout.cell_of(frame)[1]
        if before is not None and frame == last + 1 and row == last_row and not scene.view.is_vector:
            before = before.united(rect)
        else:
            if before is not None:
                yield before
            before = rect
        last, last_row = frame, row
    if before is not None:
        yield before


def _at_least(rect: QRectF) -> QRectF:
    """The rectangle, grown where it is too small to be seen."""
    dx, dy = max(LEAST_MARK_PX - rect.width(), 0) / 2, max(LEAST_MARK_PX - rect.height(), 0) / 2
    return rect.adjusted(-dx, -dy, dx, dy)


def _around(painter: QPainter, rect: QRectF, px: float, radius: float) -> None:
    painter.drawRoundedRect(rect.adjusted(-px, -px, px, px), radius + px, radius + px)


def _ring(painter: QPainter, rect: QRectF, scene: Scene) -> None:
    """What the shown step touched."""
    k = scene.view.scale if scene.view.is_vector else 0.75
    rect, radius = _at_least(rect), 4 * k if scene.view.pitch >= 16 else 1.0
    painter.setBrush(ink.NO_BRUSH)
    painter.setPen(ink.pen(scene.theme["map"], 1.6 * k))
    _around(painter, rect, 0.6 * k, radius)
    painter.setPen(ink.pen(scene.theme["now"], 2.4 * k))
    _around(painter, rect, 2.4 * k, radius)


def _select(painter: QPainter, rect: QRectF, scene: Scene) -> None:
    """What is picked: ink, twice, so that it stands beside the ring of a change."""
    k = scene.view.scale if scene.view.is_vector else 0.75
    rect, radius = _at_least(rect), 4 * k if scene.view.pitch >= 16 else 1.0
    painter.setBrush(ink.NO_BRUSH)
    painter.setPen(ink.pen(scene.theme["map"], 4.5 * k))
    _around(painter, rect, 0.0, radius)
    painter.setPen(ink.pen(scene.theme["ink"], 2.2 * k))
    _around(painter, rect, 2.6 * k, radius)
