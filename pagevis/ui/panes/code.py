"""The allocator's text with the line that runs, and the values it read and wrote. What runs is what is shown."""

from __future__ import annotations

import re
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QLinearGradient, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QVBoxLayout

from pagevis.session.session import Session
from pagevis.trace.history import Code
from pagevis.ui.panes._base import Area, Pane, PaneWidget
from pagevis.ui.parts import guarded

LINE = 22
GUTTER = 46
MARGIN_LINES = 1
FADE_PX = 20.0  # of code beneath a value that lies over its end
WORDS = re.compile(
    r"(?P<comment>#.*)|(?P<string>\"\"\".*?\"\"\"|\"\"\".*|\"[^\"]*\"|'[^']*')"
    r"|(?P<keyword>\b(?:def|return|if|elif|else|while|for|in|range|and|or|not|break|continue|pass|import|from|is)\b)"
    r"|(?P<number>\b(?:0x[0-9a-f]+|\d+|[A-Z][A-Z0-9_]+)\b)|(?P<call>\b[a-z_]\w*(?=\())"
)
ROLES = {
    "comment": "text3",
    "string": "code_string",
    "keyword": "code_keyword",
    "number": "code_number",
    "call": "code_call",
}


@lru_cache(maxsize=8)
def coloured(text: str) -> tuple[tuple[tuple[str, str], ...], ...]:
    """Lines of pieces of text with their role; docstrings over several lines included."""
    lines: list[tuple[tuple[str, str], ...]] = []
    inside = False
    for line in text.expandtabs(4).splitlines():
        quotes = line.count('"""')
        if inside or quotes == 1:
            lines.append(((line, "code_string"),))
            inside = inside != (quotes % 2 == 1)
            continue
        pieces, at = [], 0
        for match in WORDS.finditer(line):
            pieces.append((line[at : match.start()], "ink"))
            pieces.append((match.group(), ROLES[match.lastgroup or "comment"]))
            at = match.end()
        lines.append((*pieces, (line[at:], "ink")))
    return tuple(lines)


@guarded
class CodeArea(QAbstractScrollArea):
    """Paints the visible lines; scrolls the running function into view, the running line always."""

    def __init__(self, pane: CodePane) -> None:
        super().__init__(pane)
        self._pane = pane
        self.code: Code | None = None
        self.running = False
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Code of the allocator")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)

    def show_code(self, code: Code | None, running: bool) -> None:
        """What is painted from now on."""
        self.code, self.running = code, running
        self._size_bars()
        if code is not None and running:
            self._scroll_to(code)
            self.setAccessibleDescription(f"line {code.line} runs: {code.text.splitlines()[code.line - 1].strip()}")
        self.viewport().update()

    def _size_bars(self) -> None:
        lines = coloured(self.code.text) if self.code is not None else ()
        bar = self.verticalScrollBar()
        bar.setRange(0, max(0, len(lines) * LINE + 12 - self.viewport().height()))
        bar.setPageStep(self.viewport().height())
        bar.setSingleStep(LINE)
        longest = max((sum(len(text) for text, _role in line) for line in lines), default=0)
        width = GUTTER + longest * QFontMetricsF(self._pane.look.mono(12)).horizontalAdvance("0") + 16
        sideways = self.horizontalScrollBar()
        sideways.setRange(0, max(0, int(width) - self.viewport().width()))
        sideways.setPageStep(self.viewport().width())

    def _scroll_to(self, code: Code) -> None:
        bar = self.verticalScrollBar()
        first, last = code.function
        height = self.viewport().height()
        top, foot = (first - 1 - MARGIN_LINES) * LINE, last * LINE + 12
        y = (code.line - 1) * LINE
        if foot - top > height and y + 2 * LINE <= top + height:  # the function does not fit: its first lines
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
        painter.drawText(space, int(Qt.TextFlag.TextWordWrap), self._pane.empty_words())

    def _paint_lines(self, painter: QPainter, code: Code) -> None:
        look = self._pane.look
        width = self.viewport().width()
        font = look.mono(12)
        metrics = QFontMetricsF(font)
        offset = self.verticalScrollBar().value() - 6
        x0 = GUTTER - self.horizontalScrollBar().value()
        lines = coloured(code.text)
        rise = (LINE + metrics.ascent() - metrics.descent()) / 2
        inside = range(code.function[0], code.function[1] + 1)
        for i in range(max(0, offset // LINE), min(len(lines), (offset + self.viewport().height()) // LINE + 1)):
            y, number = i * LINE - offset, i + 1
            now = self.running and number == code.line
            if now:
                painter.fillRect(QRectF(0, y, width, LINE), look["now_soft"])
                painter.fillRect(QRectF(0, y, 3, LINE), look["now"])
            painter.setFont(font)
            x = float(x0)
            for text, role in lines[i]:
                painter.setPen(look[role])
                painter.drawText(int(x), int(y + rise), text)
                x += metrics.horizontalAdvance(text)
            painter.fillRect(
                QRectF(3 if now else 0, y, GUTTER - (8 if now else 5), LINE), look["now_soft"] if now else look["panel"]
            )
            painter.setFont(look.mono(11, 600 if now else 400))
            painter.setPen(look["now"] if now else look["text3"])
            painter.drawText(
                QRectF(0, y, GUTTER - 16, LINE),
                int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter),
                str(number),
            )
            if number in inside and number in code.values and not now:
                self._paint_value(painter, code.values[number], y, now, x)
        if self.running and code.line in inside and code.line in code.values:  # above what lies beneath it
            line = code.text.expandtabs(4).splitlines()[code.line - 1]
            end = x0 + len(line) * metrics.horizontalAdvance("0")
            self._paint_value(painter, code.values[code.line], (code.line - 1) * LINE - offset, True, end)

    def _paint_value(self, painter: QPainter, value: str, y: float, now: bool, text_end: float) -> None:
        """At the line's right; over the end of a long line it fades, of the running line it steps down one."""
        look = self._pane.look
        painter.setFont(look.mono(11, 600 if now else 400))
        metrics = QFontMetricsF(painter.font())
        room = max(96.0, self.viewport().width() - text_end - 24)
        shown = metrics.elidedText(value, Qt.TextElideMode.ElideRight, room)
        width = metrics.horizontalAdvance(shown) + 12
        box = QRectF(self.viewport().width() - width - 12, y + 2.5, width, LINE - 5)
        if box.left() - 6 < text_end and now:
            box.translate(0, LINE - 1.0)
            painter.fillRect(box.adjusted(-3, 0, 12, 2), look["panel"])
        elif box.left() - 6 < text_end:
            ground = box.adjusted(-6 - FADE_PX, -2, 12, 2)
            fade = QLinearGradient(ground.topLeft(), ground.topLeft() + QPointF(FADE_PX, 0))
            clear = QColor(look["panel"])
            clear.setAlpha(0)
            fade.setColorAt(0.0, clear)
            fade.setColorAt(1.0, look["panel"])
            painter.fillRect(ground, fade)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look["now"] if now else look["hover"])
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(look["now_text"] if now else look["text2"])
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), shown)


class CodePane(PaneWidget):
    """Keeps the last text on screen between events, without a running line."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._last: Code | None = None
        session.opened.connect(self._forget)
        session.closed.connect(self._forget)
        self.area = CodeArea(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.area)

    def _forget(self) -> None:
        self._last = None
        self.refresh()

    def refresh(self) -> None:
        """The text of the step that is shown."""
        code = self.session.shown_step().code
        self._last = code or self._last
        self.noted.emit(self._last.title if self._last is not None else "")
        self.area.show_code(self._last, code is not None)

    def empty_words(self) -> str:
        """What to do where there is no code."""
        history = self.session.history
        if history is not None and history.kind == "recording":
            return (
                "A recording tells what happened, not which code did it: there is no text to follow here.\n\n"
                "Open a lesson to see an allocator run line by line."
            )
        return "Step into an event to follow the code that carries it out: F5, or → on the map."


PANE = Pane("code", "Code", Area.RIGHT, CodePane, order=3, weight=3, for_kinds=("scenario",))
