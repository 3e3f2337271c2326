"""Addresses around squares of frames: GiB and the address of a row at its left, what lies between above."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from pagevis.render import ink
from pagevis.render.blocks import BlockLayout
from pagevis.render.fonts import SEMIBOLD
from pagevis.render.ink import Type
from pagevis.render.scene import Scene
from pagevis.render.view import RULER

LABEL_PX, LINE_PX = 34.0, 13.0  # a label of two lines, one line
COLUMN_PX = 92.0  # at least, from label to label above
GIB, MIB = 1 << 30, 1 << 20
NAME, ADDRESS = Type(False, 11, SEMIBOLD), Type(True, 10)


def size_words(size_bytes: int) -> str:
    """``4 GiB``, ``4.25 GiB``, ``96 MiB``."""
    if size_bytes >= GIB:
        return f"{size_bytes / GIB:.2f}".rstrip("0").rstrip(".") + " GiB"
    return f"{size_bytes / MIB:.2f}".rstrip("0").rstrip(".") + " MiB"


def place_words(layout: BlockLayout, address: int) -> str:
    """Where a row of squares begins. Rows of a folded layout begin anywhere: a tenth of a GiB tells enough, and the
    address stands below."""
    return f"{address / GIB:.1f} GiB" if layout.folded and address >= GIB else size_words(address)


def paint_block_ruler(painter: QPainter, scene: Scene, layout: BlockLayout) -> None:
    """The ruler at the left; above, where every row is as long as the next in addresses."""
    view, theme = scene.view, scene.theme
    ground = ink.color(theme["map"])
    painter.fillRect(QRectF(0, 0, max(view.left, 0), view.height), ground)
    if view.top:
        painter.fillRect(QRectF(0, 0, view.width, view.top), ground)
        _paint_columns(painter, scene, layout)
    if layout.folded:
        _paint_note(painter, scene, layout)
    _paint_rows(painter, scene, layout)


def _paint_note(painter: QPainter, scene: Scene, layout: BlockLayout) -> None:
    """What the ruler's leaps mean, above the first row where there is room."""
    view = scene.view
    size = size_words(_block_bytes(scene, layout))
    words = f"Only squares of {size} that are mentioned, in order of address"
    y, face = view.y(0) - 6, Type(False, 11)
    if y >= LINE_PX and view.x(0) + face.width(words) < view.width:
        ink.text(painter, (view.x(0), y), words, face, scene.theme["text3"])


def _block_bytes(scene: Scene, layout: BlockLayout) -> int:
    return layout.side * layout.side * scene.snapshot.page_size_bytes


def _paint_rows(painter: QPainter, scene: Scene, layout: BlockLayout) -> None:
    view, theme = scene.view, scene.theme
    size, row_px = _block_bytes(scene, layout), layout.pitch * view.row_pitch
    step = 1 << max(math.ceil(math.log2(LABEL_PX / row_px)), 0)
    top, bottom = view.rows()
    right = max(view.x(0), RULER) - 12
    for row in range(top // layout.pitch // step * step, -(-bottom // layout.pitch), step):
        slot = row * layout.per_row
        y = view.y(row * layout.pitch)
        if slot >= len(layout.blocks) or y < view.top - 2 or y + LINE_PX > view.height:
            continue
        address = int(layout.blocks[slot]) * size
        ink.text(painter, (right, y + 10), place_words(layout, address), NAME, theme["text2"], right=True)
        if y + 2 * LINE_PX < view.height:
            words = f"0x{address:x}" if scene.options.number_base == 16 else f"{address:,}"
            face = Type(True, max(min(10, int((RULER - 12) / (0.6 * len(words)))), 7))
            ink.text(painter, (right, y + 23), words, face, theme["text3"], right=True)
        painter.setPen(ink.pen(theme["border_strong"], 1.0))
        painter.drawLine(QPointF(right + 4, y + 0.5), QPointF(right + 9, y + 0.5))


def _paint_columns(painter: QPainter, scene: Scene, layout: BlockLayout) -> None:
    view, theme = scene.view, scene.theme
    size, block_px = _block_bytes(scene, layout), layout.pitch * view.pitch
    step = 1 << max(math.ceil(math.log2(COLUMN_PX / block_px)), 0)
    painter.setPen(ink.pen(theme["border"], 1.0))
    line = view.top - 4.5
    painter.drawLine(QPointF(view.left, line), QPointF(min(view.x(layout.grid_columns), view.width), line))
    left, right = view.columns()
    for column in range(left // layout.pitch // step * step, -(-right // layout.pitch), step):
        x = view.x(column * layout.pitch)
        if x < view.left - 1 or x > view.width - 40:
            continue
        painter.setPen(ink.pen(theme["border_strong"], 1.0))
        painter.drawLine(QPointF(x + 0.5, line - 7), QPointF(x + 0.5, line))
        ink.text(painter, (x + 5, line - 6), f"+{size_words(column * size)}", Type(False, 11), theme["text2"])
