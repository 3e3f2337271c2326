"""What this step is about, large enough for the last row, and which of the event's micro-steps it is."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from pagevis.session.session import Session
from pagevis.trace.history import Caption
from pagevis.ui import words
from pagevis.ui.panes._base import Area, Pane, PaneWidget
from pagevis.ui.parts import guarded
from pagevis.ui.wrapping import wrapped

HEIGHT = 96
SIDE = 20
TEXT_SIZES = ((24, 1), (20, 2), (18, 2), (16, 3))  # px, and how many lines of it there is room for
LINE = 1.22  # from one line to the next, in text sizes
TEXT_TOP, FOOT = 34, 4  # px above and below the text
MOST_DOTS = 16
PITCH = 16
HIDDEN = "What this step does is hidden until the question is answered."
SLIDER_WIDTH = 156


@guarded
class MicroSteps(QWidget):
    """The micro-steps of an event as dots, many of them as a slider; either can be clicked and dragged."""

    picked = Signal(int)

    def __init__(self, pane: CaptionPane) -> None:
        super().__init__(pane)
        self._pane = pane
        self.micro, self.n_micro = 0, 0
        self.setFixedHeight(24)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    @property
    def _dotted(self) -> bool:
        return self.n_micro <= MOST_DOTS

    def show_steps(self, micro: int, n_micro: int) -> None:
        """Which of how many is shown."""
        self.micro, self.n_micro = micro, n_micro
        self.setVisible(n_micro > 0)
        self.setFixedWidth(n_micro * PITCH + 10 if self._dotted else SLIDER_WIDTH + 12)
        self.setAccessibleName(f"Micro-step {micro} of {n_micro}")
        self.setToolTip(f"Micro-step {words.count(micro)} of {words.count(n_micro)}: one read or write each")
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look = self._pane.look
        middle = self.height() / 2
        painter.setPen(Qt.PenStyle.NoPen)
        if self._dotted:
            for i in range(self.n_micro):
                box = QRectF(5 + i * PITCH + 2, middle - 3, PITCH - 5, 6)
                painter.setBrush(look["now"] if i < self.micro else look["pressed"])
                painter.drawRoundedRect(box, 3, 3)
                if i == self.micro - 1:
                    painter.setBrush(Qt.BrushStyle.NoBrush)
                    painter.setPen(QPen(look["now"], 1.6))
                    painter.drawRoundedRect(box.adjusted(-2.5, -2.5, 2.5, 2.5), 5, 5)
                    painter.setPen(Qt.PenStyle.NoPen)
        else:
            track = QRectF(6, middle - 2.5, SLIDER_WIDTH, 5)
            x = track.left() + track.width() * self.micro / self.n_micro
            painter.setBrush(look["pressed"])
            painter.drawRoundedRect(track, 2.5, 2.5)
            painter.setBrush(look["now"])
            painter.drawRoundedRect(QRectF(track.left(), track.top(), x - track.left(), 5), 2.5, 2.5)
            painter.drawEllipse(QPointF(x, middle), 5.5, 5.5)
        if self.hasFocus():
            painter.setPen(QPen(look["accent"], 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 2.5, -0.5, -2.5), 6, 6)
        painter.end()

    def _pick(self, x: float) -> None:
        dot, slid = int((x - 5) // PITCH) + 1, round((x - 6) / SLIDER_WIDTH * self.n_micro)
        micro = dot if self._dotted else slid
        self.picked.emit(min(max(micro, 0), self.n_micro))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pick(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._pick(event.position().x())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        moves = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_PageUp: -10, Qt.Key.Key_PageDown: 10}
        if event.key() in moves:
            self.picked.emit(min(max(self.micro + moves[Qt.Key(event.key())], 0), self.n_micro))
        else:
            super().keyPressEvent(event)


@guarded
class CaptionPane(PaneWidget):
    """One line in large letters, two or three in smaller ones, in the same height: the map must not jump from step to
    step. Only what is longer than any of the lessons' captions makes the pane grow: nothing may be lost."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.caption = Caption("", "", "")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.steps = MicroSteps(self)
        self.steps.picked.connect(self._on_picked)
        self.setFixedHeight(self.look.px(HEIGHT))

    def sizeHint(self) -> QSize:
        return QSize(600, self.look.px(HEIGHT))

    def _on_picked(self, micro: int) -> None:
        self.session.seek(self.session.position.event, micro)

    def refresh(self) -> None:
        """The words of the position."""
        history = self.session.history
        if history is None:
            return
        at = history.position
        self.caption = history.caption()
        if self.session.hides and at.micro < history.n_micro(at.event):
            self.caption = replace(self.caption, text=HIDDEN)
        self.steps.show_steps(at.micro, history.n_micro(at.event))
        self._place()
        self.setAccessibleName(f"{self.caption.heading}. {self.caption.summary}. {self.caption.text}")
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        self.steps.move(self.width() - SIDE - self.steps.width(), self.look.px(22) - self.steps.height() // 2)
        size, lines = self._lines()
        needed = TEXT_TOP + round(size * LINE * len(lines)) + FOOT
        self.setFixedHeight(self.look.px(max(HEIGHT, needed)))

    def _room(self) -> float:
        return max(120.0, self.width() - 2 * SIDE)

    def _lines(self) -> tuple[int, list[str]]:
        """Text size and lines: the largest size for whose lines there is room, else the smallest with all its lines."""
        for size, most in TEXT_SIZES:
            lines = wrapped(self.caption.text, self.look.sans(size, 600), self._room())
            if len(lines) <= most:
                break
        return size, lines

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look = self.look
        painter.fillRect(self.rect(), look["panel"])
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        painter.setFont(look.sans(12, 600))
        top, height = look.px(11), look.px(22)
        chip = QRectF(SIDE, top, QFontMetricsF(painter.font()).horizontalAdvance(self.caption.heading) + 18, height)
        if self.caption.heading:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look["now_soft"])
            painter.drawRoundedRect(chip, 5, 5)
            painter.setPen(look["accent_text"])
            painter.drawText(chip, int(Qt.AlignmentFlag.AlignCenter), self.caption.heading)
        right = float(self.width() - SIDE)
        if self.steps.n_micro:
            text = f"micro-step {words.count(self.steps.micro)} of {words.count(self.steps.n_micro)}"
            painter.setFont(look.sans(12))
            painter.setPen(look["text2"])
            width = QFontMetricsF(painter.font()).horizontalAdvance(text)
            right -= self.steps.width() + width + 10
            painter.drawText(QRectF(right, top, width + 4, height), middle, text)
        painter.setFont(look.sans(13))
        painter.setPen(look["text2"])
        room = QRectF(chip.right() + 10, top, right - chip.right() - 26, height)
        metrics = QFontMetricsF(painter.font())
        painter.drawText(
            room, middle, metrics.elidedText(self.caption.summary, Qt.TextElideMode.ElideRight, room.width())
        )
        self._paint_text(painter)
        painter.end()

    def _paint_text(self, painter: QPainter) -> None:
        size, lines = self._lines()
        painter.setFont(self.look.sans(size, 600))
        metrics = QFontMetricsF(painter.font())
        painter.setPen(self.look["ink"])
        pitch = self.look.px(size) * LINE
        room = self.height() - self.look.px(TEXT_TOP + FOOT)
        top = self.look.px(TEXT_TOP) + max(0.0, room - pitch * len(lines)) / 2
        for i, line in enumerate(lines):
            baseline = top + pitch * i + (pitch + metrics.ascent() - metrics.descent()) / 2
            painter.drawText(QPointF(SIDE, baseline), line)


PANE = Pane("caption", "Caption", Area.BOTTOM, CaptionPane, order=1, titled=False)
