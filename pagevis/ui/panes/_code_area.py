"""Paints the allocator's text: line numbers, the running line, the values at the right."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QHelpEvent, QLinearGradient, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip

from pagevis.trace.history import Code
from pagevis.ui.panes._base import PaneWidget
from pagevis.ui.panes._code_text import coloured
from pagevis.ui.parts import guarded, on_event

LINE = 22
GUTTER = 46
MARGIN_LINES = 1
FADE_PX = 20.0  # of code beneath a value that lies over its end
VALUE_SHARE = 0.42  # of the pane's width, at most, for a value; the tip has it whole


@guarded
class CodeArea(QAbstractScrollArea):
    """Paints the visible lines; scrolls the running function into view, the running line always."""

    def __init__(self, pane: PaneWidget) -> None:
        super().__init__(pane)
        self._pane = pane
        self.empty_words = ""
        self.code: Code | None = None
        self.running = False
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Code of the allocator")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        on_event(self.viewport(), QEvent.Type.ToolTip, self._on_tip)

    @property
    def _line(self) -> int:
        return self._pane.look.px(LINE)

    @property
    def _gutter(self) -> int:
        return self._pane.look.px(GUTTER)

    def show_code(self, code: Code | None, running: bool) -> None:
        """What is painted from now on."""
        moved = code is not self.code or running != self.running
        self.code, self.running = code, running
        self._size_bars()
        if code is not None and moved:
            self._scroll_to(code)
        if code is not None and running:
            self.setAccessibleDescription(f"line {code.line} runs: {code.text.splitlines()[code.line - 1].strip()}")
        self.viewport().update()

    def _size_bars(self) -> None:
        lines = coloured(self.code.text) if self.code is not None else ()
        bar = self.verticalScrollBar()
        bar.setRange(0, max(0, len(lines) * self._line + 12 - self.viewport().height()))
        bar.setPageStep(self.viewport().height())
        bar.setSingleStep(self._line)
        longest = max((sum(len(text) for text, _role in line) for line in lines), default=0)
        width = (
            self._gutter + longest * QFontMetricsF(self._pane.look.mono(12)).horizontalAdvance("0") + self._value_room()
        )
        sideways = self.horizontalScrollBar()
        sideways.setRange(0, max(0, int(width) - self.viewport().width()))
        sideways.setPageStep(self.viewport().width())

    def reveal(self, line: int) -> None:
        """Bring a line into the middle, without its being the running one."""
        self.verticalScrollBar().setValue(int((line - 1) * self._line - self.viewport().height() / 2))
        self.viewport().update()

    def _scroll_to(self, code: Code) -> None:
        bar = self.verticalScrollBar()
        first, last = code.function
        height = self.viewport().height()
        top, foot = (first - 1 - MARGIN_LINES) * self._line, last * self._line + 12
        y = (code.line - 1) * self._line
        if foot - top > height and y + 2 * self._line <= top + height:  # the function does not fit: its first lines
            bar.setValue(max(0, top))
        elif foot - top > height:  # … or the running line in the middle third
            if not bar.value() + height / 3 <= y <= bar.value() + height * 2 / 3:
                bar.setValue(int(y - height / 2))
        elif top < bar.value() or foot > bar.value() + height:
            bar.setValue(max(0, top))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._size_bars()
        if self.code is not None and self.running:
            self._scroll_to(self.code)

    def sizeHint(self) -> QSize:
        return QSize(372, 300)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        look = self._pane.look
        painter.fillRect(self.viewport().rect(), look["panel"])
        if self.code is None:
            self._paint_empty(painter)
        else:
            self._paint_lines(painter, self.code)
        painter.end()

    def _paint_empty(self, painter: QPainter) -> None:
        look = self._pane.look
        painter.setFont(look.sans(13))
        painter.setPen(look["text3"])
        space = QRectF(self.viewport().rect()).adjusted(16, 16, -16, -16)
        painter.drawText(space, int(Qt.TextFlag.TextWordWrap), self.empty_words)

    def _paint_lines(self, painter: QPainter, code: Code) -> None:
        look = self._pane.look
        width = self.viewport().width()
        font = look.mono(12)
        metrics = QFontMetricsF(font)
        offset = self.verticalScrollBar().value() - 6
        x0 = self._gutter - self.horizontalScrollBar().value()
        lines = coloured(code.text)
        rise = (self._line + metrics.ascent() - metrics.descent()) / 2
        inside = range(code.function[0], code.function[1] + 1)
        for i in range(
            max(0, offset // self._line), min(len(lines), (offset + self.viewport().height()) // self._line + 1)
        ):
            y, number = i * self._line - offset, i + 1
            now = self.running and number == code.line
            if now:
                painter.fillRect(QRectF(0, y, width, self._line), look["now_soft"])
                painter.fillRect(QRectF(0, y, 3, self._line), look["now"])
            painter.setFont(font)
            x = float(x0)
            for text, role in lines[i]:
                painter.setPen(look[role])
                painter.drawText(int(x), int(y + rise), text)
                x += metrics.horizontalAdvance(text)
            painter.fillRect(
                QRectF(3 if now else 0, y, self._gutter - (8 if now else 5), self._line),
                look["now_soft"] if now else look["panel"],
            )
            painter.setFont(look.mono(11, 600 if now else 400))
            painter.setPen(look["now"] if now else look["text3"])
            painter.drawText(
                QRectF(0, y, self._gutter - 16, self._line),
                int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter),
                str(number),
            )
            if number in inside and number in code.values and (now or not self.running or number != code.line):
                self._paint_value(painter, code.values[number], y, now, x)

    def _value_room(self) -> int:
        """Px right of the longest line, so that scrolled to its end no value lies over it."""
        values = self.code.values.values() if self.code is not None else ()
        metrics = QFontMetricsF(self._pane.look.mono(11, 600))
        widest = max((metrics.horizontalAdvance(value) for value in values), default=0.0)
        return 16 + round(min(widest + 30, self.viewport().width() * VALUE_SHARE + 20)) * bool(widest)

    def line_at(self, y: float) -> int:
        """The number of the line at a height of the viewport, from 1."""
        return int(y + self.verticalScrollBar().value() - 6) // self._line + 1

    def _on_tip(self, event: QEvent) -> bool:
        """A line and its value, whole: either may be longer than the pane is wide."""
        if not isinstance(event, QHelpEvent) or self.code is None:
            return False
        number = self.line_at(event.pos().y())
        lines = self.code.text.splitlines()
        if 0 < number <= len(lines) and lines[number - 1].strip():
            value = self.code.values.get(number)
            told = f"\nvalue: {value}" if value is not None else ""
            QToolTip.showText(event.globalPos(), f"{number}: {lines[number - 1].strip()}{told}", self)
        else:
            QToolTip.hideText()
        return True

    def _paint_value(self, painter: QPainter, value: str, y: float, now: bool, text_end: float) -> None:
        """At the line's right; the end of a long line fades beneath it."""
        look = self._pane.look
        painter.setFont(look.mono(11, 600 if now else 400))
        metrics = QFontMetricsF(painter.font())
        room = max(self.viewport().width() * VALUE_SHARE - 12, self.viewport().width() - text_end - 24)
        shown = metrics.elidedText(value, Qt.TextElideMode.ElideRight, room)
        width = metrics.horizontalAdvance(shown) + 12
        box = QRectF(self.viewport().width() - width - 12, y + 2.5, width, self._line - 5)
        if box.left() - 6 < text_end:
            role = "now_soft" if now else "panel"
            ground = box.adjusted(-6 - FADE_PX, -2.5, 12, 2.5)
            fade = QLinearGradient(ground.topLeft(), ground.topLeft() + QPointF(FADE_PX, 0))
            clear = QColor(look[role])
            clear.setAlpha(0)
            fade.setColorAt(0.0, clear)
            fade.setColorAt(1.0, look[role])
            painter.fillRect(ground, fade)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look["now"] if now else look["hover"])
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(look["now_text"] if now else look["text2"])
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), shown)
