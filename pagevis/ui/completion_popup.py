"""The list of words that fit, above the prompt. Never has the keyboard; the prompt tells it what to do."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QWidget

from pagevis.session.completion import Suggestion
from pagevis.ui.look import Look
from pagevis.ui.parts import guarded

MOST_ROWS = 9
ROW = 24
PAD = 5
LEAST_WIDTH, MOST_WIDTH = 200, 460


@guarded
class CompletionPopup(QWidget):
    """See the module. ``chosen`` is the row that Enter would take, -1 for none."""

    picked = Signal(int)

    def __init__(self, window: QWidget, look: Callable[[], Look]) -> None:
        super().__init__(window)
        self._look = look
        self.suggestions: tuple[Suggestion, ...] = ()
        self.chosen = -1
        self._top = 0
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName("Words that fit")
        self.hide()

    def offer(self, suggestions: tuple[Suggestion, ...], foot: QPoint, room: QRect) -> None:
        """Show words with the list's lower left corner at ``foot``, within ``room``; none hide it."""
        self.suggestions, self.chosen, self._top = suggestions, -1, 0
        if not suggestions:
            self.hide()
            return
        size = self.sizeHint()
        left = max(room.left() + 4, min(foot.x(), room.right() - size.width() - 4))
        self.setGeometry(left, max(room.top(), foot.y() - size.height()), size.width(), size.height())
        self.show()
        self.raise_()
        self.update()

    def choose(self, by: int) -> None:
        """The next word, or the one before; round at the ends."""
        n = len(self.suggestions)
        if not n:
            return
        self.chosen = (self.chosen + by) % n if self.chosen >= 0 else (0 if by > 0 else n - 1)
        self._top = min(max(self._top, self.chosen - MOST_ROWS + 1), self.chosen)
        chosen = self.suggestions[self.chosen]
        self.setAccessibleDescription(f"{chosen.text}: {chosen.help}" if chosen.help else chosen.text)
        self.update()

    @property
    def _row(self) -> int:
        return self._look().px(ROW)

    def sizeHint(self) -> QSize:
        look = self._look()
        mono, sans = QFontMetricsF(look.mono(12)), QFontMetricsF(look.sans(11))
        word = max((mono.horizontalAdvance(s.text) for s in self.suggestions), default=0)
        told = max((sans.horizontalAdvance(s.help) for s in self.suggestions), default=0)
        width = min(max(word + told + 44, LEAST_WIDTH), MOST_WIDTH)
        return QSize(round(width), min(len(self.suggestions), MOST_ROWS) * self._row + 2 * PAD)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look = self._look()
        painter.fillRect(self.rect(), look["panel"])
        painter.setPen(QPen(look["border_strong"], 1))
        painter.setBrush(look["raised"])
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        left = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        right = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        for k, suggestion in enumerate(self.suggestions[self._top : self._top + MOST_ROWS]):
            box = QRectF(PAD, PAD + k * self._row, self.width() - 2 * PAD, self._row)
            if self._top + k == self.chosen:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(look["select"])
                painter.drawRoundedRect(box, 4, 4)
            inner = box.adjusted(9, 0, -9, 0)
            painter.setFont(look.mono(12))
            painter.setPen(look["ink"])
            painter.drawText(inner, left, suggestion.text)
            inner.setLeft(inner.left() + QFontMetricsF(painter.font()).horizontalAdvance(suggestion.text) + 16)
            painter.setFont(look.sans(11))
            painter.setPen(look["text3"])
            told = QFontMetricsF(painter.font()).elidedText(suggestion.help, Qt.TextElideMode.ElideRight, inner.width())
            painter.drawText(inner, right, told)
        hidden = len(self.suggestions) - MOST_ROWS
        if hidden > 0:  # how far down: a thumb at the right edge
            track = QRectF(self.width() - 5, PAD, 2, self.height() - 2 * PAD)
            part = MOST_ROWS / len(self.suggestions)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look["border_strong"])
            top = track.top() + (track.height() * (1 - part)) * self._top / hidden
            painter.drawRect(QRectF(track.left(), top, 2, track.height() * part))
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        row = self._top + int((event.position().y() - PAD) // self._row)
        if 0 <= row < len(self.suggestions):
            self.picked.emit(row)

    def wheelEvent(self, event: QWheelEvent) -> None:
        most = max(0, len(self.suggestions) - MOST_ROWS)
        self._top = min(max(self._top - (1 if event.angleDelta().y() > 0 else -1), 0), most)
        self.update()
        event.accept()
