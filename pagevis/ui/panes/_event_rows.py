"""Paints the rows of the events pane: number, sign, verb, who, the rest; micro-steps as beads on a string."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from pagevis.ui.look import Look
from pagevis.ui.panes._event_model import LINE_ROLE, Index, Line
from pagevis.ui.panes._rows import paint_chip
from pagevis.ui.panes._signs import paint_sign
from pagevis.ui.parts import guarded

ROW_HEIGHT = 24
CHIP = 9.0
LEFT = 10  # px before the number
FUTURE = 0.55  # how strong a chip is of what is still to come
ONE_LINE = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextSingleLine)
NUMBER = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight | Qt.TextFlag.TextSingleLine)


@guarded
class EventPainter(QStyledItemDelegate):
    """See the module. ``digits`` is how many figures the highest event number has."""

    def __init__(self, view: QWidget, look_of_now: Callable[[], Look]) -> None:
        super().__init__(view)
        self._look = look_of_now
        self.digits = 2

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(60, self._look().px(ROW_HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line = index.data(LINE_ROLE)
        if not isinstance(line, Line):
            return
        look = self._look()
        box = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        state = option.state
        if line.when == 0 and line.row is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look["now_soft"])
            painter.drawRoundedRect(box.adjusted(4, 1, -4, -1), 5, 5)
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, look["hover"])
        if state & QStyle.StateFlag.State_HasFocus:
            painter.fillRect(QRectF(box.left(), box.top(), 3, box.height()), look["accent"])
        (self._paint_event if line.row is not None else self._paint_micro)(painter, look, box, line)
        painter.restore()

    def _rail(self, look: Look) -> float:
        """Where the signs stand, and the string of micro-steps: right of the numbers."""
        return LEFT + QFontMetricsF(look.mono(11)).horizontalAdvance("0" * self.digits) + look.px(14)

    def _paint_event(self, painter: QPainter, look: Look, box: QRectF, line: Line) -> None:
        assert line.row is not None
        refused = line.row.outcome != "ok"
        later = line.when > 0
        ink = look["text3"] if later else look["ink"]
        rail = self._rail(look)
        now = look["accent_text"] if line.when == 0 else look["text3"]
        painter.setFont(look.mono(11, 600 if line.when == 0 else 400))
        painter.setPen(now)
        painter.drawText(QRectF(box.left(), box.top(), rail - look.px(12), box.height()), NUMBER, str(line.event))
        color = look["error"] if refused else now if line.when == 0 else look["text2"]
        middle = QPointF(box.left() + rail, box.center().y())
        paint_sign(painter, "refused" if refused else line.row.verb, middle, color)
        x = box.left() + rail + look.px(14)
        right = box.right() - 10
        x = _word(painter, look.sans(12, 600), look["error_text"] if refused else ink, line.row.verb, x, right, box)
        if line.name:
            painter.setOpacity(FUTURE if later else 1.0)
            if x + CHIP < right:
                paint_chip(painter, look, QRectF(x, box.center().y() - CHIP / 2, CHIP, CHIP), line.row.slot, None)
            painter.setOpacity(1.0)
            x = _word(painter, look.sans(12), ink, line.name, x + CHIP + 5, right, box)
        if refused:
            x = _word(painter, look.sans(11), look["error_text"], line.row.outcome, x, right, box)
        _word(painter, look.mono(11), look["text3"] if later else look["text2"], line.rest, x, right, box)

    def _paint_micro(self, painter: QPainter, look: Look, box: QRectF, line: Line) -> None:
        x, middle = box.left() + self._rail(look), box.center().y()
        painter.setPen(QPen(look["border_strong"], 1.4))
        painter.drawLine(QPointF(x, box.top()), QPointF(x, box.bottom()))
        done = line.when <= 0
        radius = 4.5 if line.when == 0 else 3.2
        painter.setPen(QPen(look["now"] if done else look["border_strong"], 1.4))
        painter.setBrush(look["now"] if done else look["panel"])
        painter.drawEllipse(QPointF(x, middle), radius, radius)
        color = look["accent_text"] if line.when == 0 else look["text2"] if done else look["text3"]
        font = look.mono(11, 600 if line.when == 0 else 400)
        _word(
            painter, font, color, line.note, x + look.px(14), box.right() - 4, box, elide=Qt.TextElideMode.ElideMiddle
        )


def _word(
    painter: QPainter,
    font: QFont,
    color: QColor,
    text: str,
    x: float,
    right: float,
    box: QRectF,
    *,
    elide: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
) -> float:
    """One elided piece of a row; where the next one begins."""
    if not text or x >= right - 8:
        return x
    painter.setFont(font)
    metrics = QFontMetricsF(painter.font())
    shown = metrics.elidedText(text, elide, right - x)
    painter.setPen(color)
    painter.drawText(QRectF(x, box.top(), right - x, box.height()), ONE_LINE, shown)
    return x + metrics.horizontalAdvance(shown) + 7
