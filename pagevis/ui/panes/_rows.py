"""Paints the rows of the processes and segments panes: a chip, a name, a note, a bar, a number. Reads rows only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from pagevis.model.snapshot import Kind
from pagevis.render import ink
from pagevis.render.palette import KIND_ROLE
from pagevis.ui.look import Look
from pagevis.ui.panes._table import ROW_ROLE, Index, RowsView
from pagevis.ui.parts import guarded

ROW_HEIGHT = 26
HEADING_HEIGHT = 30
CHIPS_HEIGHT = 46  # a row with a second line
CHIP = 10.0
HATCHED = (Kind.RESERVED, Kind.WITHHELD)
OUTLINED = (Kind.FREE, Kind.UNKNOWN, Kind.HOLE)


@dataclass(frozen=True, slots=True)
class HolderRow:
    """One row. ``slot`` 0 and ``kind`` None: a heading. ``share`` is the full part of the bar, None = no bar."""

    slot: int = 0
    kind: Kind | None = None
    name: str = ""
    note: str = ""
    number: str = ""
    share: float | None = None
    dim: bool = False
    attached: tuple[tuple[int, str], ...] = ()  # slots and names on a second line
    tip: str = ""

    @property
    def is_heading(self) -> bool:
        """Whether the row is a heading."""
        return not self.slot and self.kind is None

    @property
    def height(self) -> int:
        """In logical pixels."""
        return CHIPS_HEIGHT if self.attached else HEADING_HEIGHT if self.is_heading else ROW_HEIGHT


def paint_chip(painter: QPainter, look: Look, box: QRectF, slot: int, kind: Kind | None) -> None:
    """The colour of a holder or kind, as the map paints it; hatches and outlines included."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    color = look.holder(slot) if kind is None else look[KIND_ROLE[kind]]
    if kind in OUTLINED:
        painter.setPen(QPen(look[f"{KIND_ROLE[kind]}_line"], 1))
        box = box.adjusted(0.5, 0.5, -0.5, -0.5)
    painter.setBrush(color)
    painter.drawRoundedRect(box, 3, 3)
    pattern = look.palette.holder_pattern(slot) if kind is None else ""
    if pattern:
        ink.pattern(painter, box, pattern, look.palette.theme["owner_hatch"], 0.6)
    if kind in HATCHED:
        painter.save()
        path = QPainterPath()
        path.addRoundedRect(box, 3, 3)
        painter.setClipPath(path)
        painter.setPen(QPen(look[f"{KIND_ROLE[kind]}_hatch"], 1.2))
        for i in range(-2, 4):
            x = box.left() + i * 4
            painter.drawLine(QPointF(x, box.bottom()), QPointF(x + box.height(), box.top()))
        painter.restore()


def name_width(row: HolderRow, look: Look) -> float:
    """Px that chip, name and note of a row take."""
    width = 34 + QFontMetricsF(look.sans(13)).horizontalAdvance(row.name)
    return width + 9 + QFontMetricsF(look.sans(11)).horizontalAdvance(row.note) if row.note else width


@guarded
class RowPainter(QStyledItemDelegate):
    """The one delegate of these panes: paints a whole row across its columns' rectangles."""

    def __init__(self, view: RowsView, look_of_now: Callable[[], Look]) -> None:
        super().__init__(view)
        self._view = view
        self._look = look_of_now

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        row = index.data(ROW_ROLE)
        return QSize(40, row.height if isinstance(row, HolderRow) else ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(ROW_ROLE)
        if not isinstance(row, HolderRow):
            return
        look = self._look()
        painter.save()
        box = QRectF(option.rect)
        state = option.state
        if not row.is_heading:
            if state & QStyle.StateFlag.State_Selected:
                painter.fillRect(box, look["pressed"])
            elif state & QStyle.StateFlag.State_MouseOver:
                painter.fillRect(box, look["hover"])
            if state & QStyle.StateFlag.State_HasFocus and index.column() == 0:
                painter.fillRect(QRectF(box.left(), box.top(), 3, box.height()), look["accent"])
        _PAINT[index.column()](painter, look, box, row)
        painter.restore()


def _text(painter: QPainter, box: QRectF, text: str, color: QColor, right: bool = False) -> float:
    """One elided line; returns its width."""
    metrics = QFontMetricsF(painter.font())
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    painter.setPen(color)
    painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | side | Qt.TextFlag.TextSingleLine, shown)
    return metrics.horizontalAdvance(shown)


def _paint_name(painter: QPainter, look: Look, box: QRectF, row: HolderRow) -> None:
    if row.is_heading:
        painter.setFont(look.sans(11, 600))
        _text(painter, box.adjusted(12, 4, -4, 0), row.name, look["text2"])
        return
    line = QRectF(box.left(), box.top(), box.width(), ROW_HEIGHT)
    paint_chip(painter, look, QRectF(box.left() + 12, line.center().y() - CHIP / 2, CHIP, CHIP), row.slot, row.kind)
    painter.setFont(look.sans(13))
    space = line.adjusted(30, 0, -4, 0)
    width = _text(painter, space, row.name, look["text3"] if row.dim else look["ink"])
    painter.setFont(look.sans(11))
    rest = space.adjusted(width + 8, 0, 0, 0)
    if row.note and painter.fontMetrics().horizontalAdvance(row.note) <= rest.width():  # whole; the tip has it too
        _text(painter, rest, row.note, look["text3"])
    x = box.left() + 30
    for slot, name in row.attached:
        width = min(painter.fontMetrics().horizontalAdvance(name), 90)
        if x + 12 + width > box.right():
            _text(painter, QRectF(x, box.top() + 24, 14, 18), "…", look["text3"])
            break
        paint_chip(painter, look, QRectF(x, box.top() + 29, 8, 8), slot, None)
        _text(painter, QRectF(x + 13, box.top() + 24, width + 2, 18), name, look["text2"])
        x += 13 + width + 12


def _paint_bar(painter: QPainter, look: Look, box: QRectF, row: HolderRow) -> None:
    if row.share is None:
        return
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    track = QRectF(box.left() + 2, box.top() + ROW_HEIGHT / 2 - 1.5, box.width() - 6, 4)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QBrush(look["hover"]))
    painter.drawRoundedRect(track, 2, 2)
    if row.share > 0:
        painter.setBrush(QBrush(look.holder(row.slot)))
        painter.drawRoundedRect(track.adjusted(0, 0, -track.width() * (1 - max(row.share, 0.06)), 0), 2, 2)


def _paint_number(painter: QPainter, look: Look, box: QRectF, row: HolderRow) -> None:
    line = QRectF(box.left(), box.top(), box.width(), ROW_HEIGHT)
    painter.setFont(look.sans(12, 600))
    _text(painter, line.adjusted(0, 0, -12, 0), row.number, look["text3"] if row.dim else look["ink"], right=True)


_PAINT = (_paint_name, _paint_bar, _paint_number)
