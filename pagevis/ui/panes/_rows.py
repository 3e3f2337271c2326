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
PAGE_HEIGHT = 22
CHIP = 10.0
HATCHED = (Kind.RESERVED, Kind.WITHHELD)
OUTLINED = (Kind.FREE, Kind.UNKNOWN, Kind.HOLE)


@dataclass(frozen=True, slots=True)
class HolderRow:
    """One row. ``slot`` 0 and ``kind`` None: a heading. ``share`` is the full part of the bar, None = no bar; with a
    ``spark``, its values up to now, ``so_far`` of the whole time, are drawn instead. A row with a ``frame`` is a page
    of its segment."""

    slot: int = 0
    kind: Kind | None = None
    name: str = ""
    note: str = ""
    number: str = ""
    share: float | None = None
    dim: bool = False
    attached: tuple[tuple[int, str], ...] = ()  # slots and names on a second line
    tip: str = ""
    spark: tuple[float, ...] = ()
    so_far: float = 0.0
    frame: int | None = None
    opened: bool | None = None  # whether its pages are listed; None: it cannot be opened

    @property
    def is_heading(self) -> bool:
        """Whether the row is a heading."""
        return not self.slot and self.kind is None

    def height(self, look: Look) -> int:
        """In logical pixels."""
        size = CHIPS_HEIGHT if self.attached else HEADING_HEIGHT if self.is_heading else ROW_HEIGHT
        return look.px(PAGE_HEIGHT if self.frame is not None else size)


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
        return QSize(40, row.height(self._look()) if isinstance(row, HolderRow) else ROW_HEIGHT)

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
    line = _line(look, box)
    if row.frame is not None:
        painter.setFont(look.sans(11))
        _text(painter, box.adjusted(30, 0, -4, 0), row.name, look["text2"])
        return
    if row.opened is not None:
        _paint_triangle(painter, look["text3"], QPointF(box.left() + 6, line.center().y()), row.opened)
    paint_chip(painter, look, QRectF(box.left() + 12, line.center().y() - CHIP / 2, CHIP, CHIP), row.slot, row.kind)
    painter.setFont(look.sans(13))
    space = line.adjusted(30, 0, -4, 0)
    width = _text(painter, space, row.name, look["text3"] if row.dim else look["ink"])
    painter.setFont(look.sans(11))
    rest = space.adjusted(width + 8, 0, 0, 0)
    if row.note and painter.fontMetrics().horizontalAdvance(row.note) <= rest.width():  # whole; the tip has it too
        _text(painter, rest, row.note, look["text3"])
    boxes = chip_boxes(row, look, box)
    for slot, name, room in boxes:
        paint_chip(painter, look, QRectF(room.left(), room.center().y() - 4, 8, 8), slot, None)
        _text(painter, room.adjusted(13, 0, 2, 0), name, look["text2"])
    if len(boxes) < len(row.attached):
        left = boxes[-1][2].right() + 10 if boxes else box.left() + 30
        _text(painter, QRectF(left, box.top() + look.px(24), 14, look.px(18)), "…", look["text3"])


def _line(look: Look, box: QRectF) -> QRectF:
    """The first line of a row."""
    return QRectF(box.left(), box.top(), box.width(), look.px(ROW_HEIGHT))


def chip_boxes(row: HolderRow, look: Look, box: QRectF) -> list[tuple[int, str, QRectF]]:
    """Slot, name and place of each of those attached that have room, in a row painted in ``box``."""
    found = []
    metrics, x = QFontMetricsF(look.sans(11)), box.left() + 30
    for slot, name in row.attached:
        width = 13 + min(metrics.horizontalAdvance(name), look.px(90)) + 1
        if x + width > box.right():
            break
        found.append((slot, name, QRectF(x, box.top() + look.px(24), width, look.px(18))))
        x += width + 11
    return found


def _paint_triangle(painter: QPainter, color: QColor, middle: QPointF, opened: bool) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    path = QPainterPath(QPointF(-3, -1.5) if opened else QPointF(-1.5, -3))
    path.lineTo(3, -1.5) if opened else path.lineTo(-1.5, 3)
    path.lineTo(0, 2.5) if opened else path.lineTo(2.5, 0)
    path.closeSubpath()
    painter.fillPath(path.translated(middle), color)


def _paint_bar(painter: QPainter, look: Look, box: QRectF, row: HolderRow) -> None:
    if row.share is None:
        return
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    line = _line(look, box)
    if row.spark:
        _paint_spark(painter, look, line.adjusted(2, 5, -4, -5), row)
        return
    track = QRectF(box.left() + 2, line.center().y() - 1.5, box.width() - 6, 4)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QBrush(look["hover"]))
    painter.drawRoundedRect(track, 2, 2)
    if row.share > 0:
        painter.setBrush(QBrush(look.holder(row.slot)))
        painter.drawRoundedRect(track.adjusted(0, 0, -track.width() * (1 - max(row.share, 0.06)), 0), 2, 2)


def _paint_spark(painter: QPainter, look: Look, box: QRectF, row: HolderRow) -> None:
    """Frames held over time up to now, on the scale of the largest; the rest of the time is an empty line."""
    painter.setPen(QPen(look["border"], 1))
    foot = round(box.bottom()) + 0.5
    painter.drawLine(QPointF(box.left(), foot), QPointF(box.right(), foot))
    path = QPainterPath(QPointF(box.left(), foot))
    step = box.width() * row.so_far / len(row.spark)
    for k, value in enumerate(row.spark):
        y = foot - max(value * box.height(), 1.5 if value else 0.0)
        path.lineTo(box.left() + k * step, y)
        path.lineTo(box.left() + (k + 1) * step, y)
    path.lineTo(box.left() + len(row.spark) * step, foot)
    painter.fillPath(path, look.holder(row.slot))


def _paint_number(painter: QPainter, look: Look, box: QRectF, row: HolderRow) -> None:
    line = _line(look, box)
    if row.frame is not None:
        painter.setFont(look.mono(12))
        _text(painter, box.adjusted(0, 0, -12, 0), row.number, look["ink"], right=True)
        return
    painter.setFont(look.sans(12, 600))
    _text(painter, line.adjusted(0, 0, -12, 0), row.number, look["text3"] if row.dim else look["ink"], right=True)


_PAINT = (_paint_name, _paint_bar, _paint_number)
