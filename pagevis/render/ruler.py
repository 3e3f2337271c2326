"""Addresses at the left of small cells, and the seams between ranges of frames."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from pagevis.render import ink
from pagevis.render.block_ruler import paint_block_ruler
from pagevis.render.blocks import BlockLayout
from pagevis.render.fonts import MEDIUM
from pagevis.render.ink import Type
from pagevis.render.layout import SEAM, RowLayout
from pagevis.render.scene import Scene
from pagevis.render.view import EDGE_PX_SEAM, RULER

LABEL_EVERY_PX = 34.0  # at least, from label to label
_FACE_PX = 11


def line_address(scene: Scene, layout: RowLayout, line: int) -> int | None:
    """The physical address at which a line begins, None for seams."""
    first, _n = layout.line(line)
    return None if first == SEAM else scene.pfns.pfn(first) * scene.snapshot.page_size_bytes


def paint_ruler(painter: QPainter, scene: Scene) -> None:
    """Addresses of the first stack's rows at its left, and above each stack the address at which it begins."""
    view, theme, layout = scene.view, scene.theme, scene.view.layout
    if isinstance(layout, BlockLayout):
        paint_block_ruler(painter, scene, layout)
        return
    if view.x(0) < RULER:
        painter.fillRect(QRectF(0, 0, RULER, view.height), ink.color(theme["map"]))
    _paint_rows(painter, scene, layout, max(view.x(0), RULER) - 10)
    if layout.n_stacks > 1:
        _paint_tops(painter, scene, layout)


def _paint_rows(painter: QPainter, scene: Scene, layout: RowLayout, right: float) -> None:
    """The address of a row every so often: of round ones where there are such, and of the first one of each range."""
    view = scene.view
    step = 1 << max(math.ceil(math.log2(LABEL_EVERY_PX / view.row_pitch)), 0)
    bytes_per_row = layout.columns * scene.snapshot.page_size_bytes
    top, bottom = view.rows()
    shift = view.stacks().start * layout.n_rows
    taken = -math.inf
    for row in range(top, bottom):
        y = view.y(row) + min(view.row_pitch, _FACE_PX + 3) / 2 + 4
        if y - taken < LABEL_EVERY_PX * 0.6 or y < 10:
            continue
        address = line_address(scene, layout, row + shift)
        if address is None or not (address % (step * bytes_per_row) == 0 or _begins_range(layout, row + shift)):
            continue
        _paint_address(painter, scene, right, y, address)
        taken = y


def _paint_address(painter: QPainter, scene: Scene, right: float, y: float, address: int) -> None:
    words = f"0x{address:x}" if scene.options.number_base == 16 else f"{address:,}"
    face = Type(True, min(_FACE_PX, int((RULER - 12) / (0.6 * len(words)))))
    ink.text(painter, (right, y), words, face, scene.theme["text3"], right=True)


def _paint_tops(painter: QPainter, scene: Scene, layout: RowLayout) -> None:
    """Addresses above the stacks, where the grid's head is seen and there is room."""
    view, theme = scene.view, scene.theme
    face = Type(True, _FACE_PX)
    y = view.y(0) - 5
    for stack in view.stacks():
        x = view.x(stack * layout.stack_pitch)
        line = stack * layout.n_rows
        address = line_address(scene, layout, line)
        address = line_address(scene, layout, line + 1) if address is None else address
        if address is None or x < RULER or y < _FACE_PX - 2:
            continue
        words = f"0x{address:x}"
        if face.width(words) <= layout.columns * view.pitch:
            ink.text(painter, (x, y), words, face, theme["text3"])


def _begins_range(layout: RowLayout, line: int) -> bool:
    return layout.line(line)[0] == layout.range_of_line(line).first_frame


def paint_seams(painter: QPainter, scene: Scene) -> None:
    """A line through each seam that is high enough, with words that say how much is absent where there is room."""
    view, layout = scene.view, scene.view.layout
    if isinstance(layout, BlockLayout) or view.row_pitch < EDGE_PX_SEAM:
        return
    for stack in view.stacks():
        for row in range(*view.rows()):
            line = stack * layout.n_rows + row
            if line < layout.n_lines and layout.line(line)[0] == SEAM:
                start = stack * layout.stack_pitch
                left, right = max(view.x(start), view.left), min(view.x(start + layout.columns), view.width)
                rect = QRectF(left, view.y(row), max(right - left, 0), view.cell_height)
                _paint_seam(painter, scene, layout, rect, line)


def _paint_seam(painter: QPainter, scene: Scene, layout: RowLayout, rect: QRectF, line: int) -> None:
    theme = scene.theme
    y = math.floor(rect.center().y()) + 0.5
    painter.setPen(ink.pen(theme["border_strong"], 1.0, (2.0, 4.0)))
    painter.drawLine(QPointF(rect.left(), y), QPointF(rect.right(), y))
    above, below = layout.range_of_line(line), layout.range_of_line(line + 1)
    absent = below.first_pfn - above.first_pfn - above.n_frames
    face = Type(False, _FACE_PX, MEDIUM)
    words = f"{absent:,} frames absent" if absent > 0 else "lower addresses follow"
    width = face.width(words) + 16
    if rect.height() >= 14 and width + 32 < rect.width():
        painter.fillRect(QRectF(rect.left() + 16, y - 7, width, 14), ink.color(theme["map"]))
        ink.text(painter, (rect.left() + 24, y + 4), words, face, theme["text3"])
