"""Addresses at the left of small cells, and the seams between ranges of frames."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from pagevis.render import ink
from pagevis.render.fonts import MEDIUM
from pagevis.render.ink import Type
from pagevis.render.layout import SEAM
from pagevis.render.scene import Scene
from pagevis.render.view import EDGE_PX_SEAM, RULER

LABEL_EVERY_PX = 34.0  # at least, from label to label
_FACE_PX = 11


def row_address(scene: Scene, row: int) -> int | None:
    """The physical address at which a row begins, None for seams."""
    first, _n = scene.view.layout.row(row)
    return None if first == SEAM else scene.pfns.pfn(first) * scene.snapshot.page_size_bytes


def paint_ruler(painter: QPainter, scene: Scene) -> None:
    """The address of a row every so often: round ones where there are such, and the first of each range with room."""
    view, theme = scene.view, scene.theme
    painter.fillRect(QRectF(0, 0, RULER, view.height), ink.color(theme["map"]))
    face = Type(True, _FACE_PX)
    step = 1 << max(math.ceil(math.log2(LABEL_EVERY_PX / view.row_pitch)), 0)
    bytes_per_row = view.layout.columns * scene.snapshot.page_size_bytes
    top, bottom = view.rows()
    taken = -math.inf
    for row in range(top, bottom):
        y = view.y(row) + min(view.row_pitch, _FACE_PX + 3) / 2 + 4
        if y - taken < LABEL_EVERY_PX * 0.6 or y < 10:
            continue
        address = row_address(scene, row)
        if address is None or not (address % (step * bytes_per_row) == 0 or _begins_range(scene, row)):
            continue
        words = f"0x{address:x}"
        small = Type(True, min(_FACE_PX, int((RULER - 12) / (0.6 * len(words)))))
        ink.text(painter, (RULER - 12, y), words, small if small.px < _FACE_PX else face, theme["text3"], right=True)
        taken = y


def _begins_range(scene: Scene, row: int) -> bool:
    layout = scene.view.layout
    return layout.row(row)[0] == layout.range_of_row(row).first_frame


def paint_seams(painter: QPainter, scene: Scene) -> None:
    """A line through each seam that is high enough, with words that say how much is absent where there is room."""
    view, theme = scene.view, scene.theme
    if view.row_pitch < EDGE_PX_SEAM:
        return
    face = Type(False, _FACE_PX, MEDIUM)
    left, right = max(view.x(0), view.left), min(view.x(view.layout.columns), view.width)
    top, bottom = view.rows()
    for row in range(top, bottom):
        if view.layout.row(row)[0] != SEAM:
            continue
        height = view.cell_height
        y = math.floor(view.y(row) + height / 2) + 0.5
        painter.setPen(ink.pen(theme["border_strong"], 1.0, (2.0, 4.0)))
        painter.drawLine(QPointF(left, y), QPointF(right, y))
        if height >= 14:
            above = view.layout.range_of_row(row)
            below = view.layout.range_of_row(row + 1)
            absent = below.first_pfn - above.first_pfn - above.n_frames
            words = f"{absent:,} frames absent" if absent > 0 else "frames before these lie below"
            width = face.width(words) + 16
            painter.fillRect(QRectF(left + 16, y - 7, width, 14), ink.color(theme["map"]))
            ink.text(painter, (left + 24, y + 4), words, face, theme["text3"])
