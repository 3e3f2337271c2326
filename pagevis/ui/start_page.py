"""What the window shows while nothing is open: the lessons, the samples, a file of one's own. All found, none named."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAction,
    QEnterEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
    QShowEvent,
)
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from pagevis.session.session import Session
from pagevis.ui import icons
from pagevis.ui.entries import Entry, lessons, samples
from pagevis.ui.look import Look, look_of
from pagevis.ui.panes.caption import wrapped
from pagevis.ui.parts import guarded, label, named
from pagevis.ui.thumbnails import thumbnail

COLUMNS = 3
CARD_WIDTH, THUMBNAIL, WORDS = 264, 124, 108
SIDE_WIDTH = 320


@guarded
class Card(QWidget):
    """A thing to open: picture, title, a line or two. Mouse, Return and Space open it."""

    picked = Signal(str)

    def __init__(self, session: Session, entry: Entry) -> None:
        super().__init__()
        self._session = session
        self.entry = entry
        self.picture: QPixmap | None = None
        self._facts = ""  # known once the file was opened for its picture
        session.theme_changed.connect(self.forget_picture)
        self._hovered = False
        self.setFixedHeight(THUMBNAIL + WORDS)
        self.setMinimumWidth(CARD_WIDTH)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(f"{entry.title}. {entry.words}")

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look = look_of(self._session)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        near = self.hasFocus() or self._hovered
        painter.setPen(QPen(look["accent" if near else "border"], 2 if self.hasFocus() else 1))
        painter.setBrush(look["panel"])
        painter.drawRoundedRect(box, 9, 9)
        picture = QRectF(box.left() + 1, box.top() + 1, box.width() - 2, THUMBNAIL)
        self._paint_picture(painter, look, picture)
        painter.setPen(QPen(look["border"], 1))
        painter.drawLine(picture.bottomLeft(), picture.bottomRight())
        self._paint_words(painter, look, QRectF(box.left() + 16, picture.bottom(), box.width() - 32, WORDS - 4))
        painter.end()

    def forget_picture(self) -> None:
        """Have it made anew."""
        self.picture = None
        self.update()

    def make_picture(self) -> None:
        """Paint the thumbnail: the file is opened for it, so this takes a moment."""
        look = look_of(self._session)
        size = QSize(self.width() - 4, THUMBNAIL)
        self.picture, self._facts = thumbnail(
            self.entry, self._session.palette.theme, size, self.devicePixelRatioF(), look["raised"]
        )
        self.update()

    def _paint_picture(self, painter: QPainter, look: Look, space: QRectF) -> None:
        path = QPainterPath()
        path.setFillRule(Qt.FillRule.WindingFill)
        path.addRoundedRect(space, 8, 8)
        path.addRect(space.adjusted(0, 20, 0, 0))
        painter.fillPath(path, look["raised"])
        if self.picture is not None:
            width = self.picture.width() / self.picture.devicePixelRatio()
            painter.save()
            painter.setClipPath(path)
            painter.drawPixmap(int(space.left() + (space.width() - width) / 2), int(space.top()), self.picture)
            painter.restore()

    def _paint_words(self, painter: QPainter, look: Look, space: QRectF) -> None:
        painter.setFont(look.sans(15, 600))
        painter.setPen(look["ink"])
        line = QRectF(space.left(), space.top() + 10, space.width(), 24)
        painter.drawText(line.adjusted(0, 0, -24, 0), Qt.AlignmentFlag.AlignVCenter, self.entry.title)
        painter.setPen(look["text3"])
        painter.setFont(look.sans(13, 600))
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, self.entry.number)
        painter.setFont(look.sans(12))
        painter.setPen(look["text2"])
        lines = wrapped(self.entry.words, look.sans(12), space.width())
        for i, text in enumerate(lines[:2]):
            rest = " ".join(lines[1:]) if i else text
            shown = painter.fontMetrics().elidedText(rest, Qt.TextElideMode.ElideRight, int(space.width()))
            painter.drawText(QPointF(space.left(), space.top() + 50 + i * 17), shown)
        painter.setPen(look["text3"])
        painter.drawText(QPointF(space.left(), space.bottom() - 10), self._facts)

    def enterEvent(self, event: QEnterEvent) -> None:
        self._hovered = True
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hovered = False
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.picked.emit(str(self.entry.path))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.picked.emit(str(self.entry.path))
        else:
            super().keyPressEvent(event)


@guarded
class BigButton(QAbstractButton):
    """A wide button of the left column: icon, words, key."""

    def __init__(self, session: Session, action: QAction, title: str, words: str) -> None:
        super().__init__()
        self._session = session
        self._title, self._words = title, words
        self._key = action.shortcut().toString()
        self._icon = "folder"
        self.setFixedHeight(62)
        self.setAccessibleName(f"{title}. {words}")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(action.trigger)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look = look_of(self._session)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setPen(QPen(look["accent" if self.hasFocus() or self.underMouse() else "border"], 1))
        painter.setBrush(look["pressed" if self.isDown() else "panel"])
        painter.drawRoundedRect(box, 8, 8)
        tile = QRectF(box.left() + 13, box.center().y() - 17, 34, 34)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look["now_soft"])
        painter.drawRoundedRect(tile, 7, 7)
        sign = icons.pixmap(self._icon, look["accent_text"], 18, self.devicePixelRatioF())
        painter.drawPixmap(int(tile.left() + 8), int(tile.top() + 8), sign)
        left = tile.right() + 13
        painter.setPen(look["ink"])
        painter.setFont(look.sans(13, 600))
        painter.drawText(QRectF(left, box.top() + 11, 200, 20), Qt.AlignmentFlag.AlignVCenter, self._title)
        painter.setPen(look["text2"])
        painter.setFont(look.sans(12))
        painter.drawText(QRectF(left, box.top() + 31, 240, 18), Qt.AlignmentFlag.AlignVCenter, self._words)
        right = QRectF(left, box.top() + 11, box.right() - left - 14, 20)
        painter.setFont(look.sans(11))
        painter.drawText(right, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), self._key)
        painter.end()


@guarded
class StartPage(QWidget):
    """Left: what pagevis is, and one's own file. Right: everything that came with it, as cards."""

    def __init__(self, session: Session, open_action: QAction) -> None:
        super().__init__()
        self.setObjectName("page")
        self._session = session
        self.cards: list[Card] = []
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._side(open_action))
        row.addWidget(self._gallery(), 1)
        self._idle = QTimer(self, interval=0)
        self._idle.timeout.connect(self._make_next_picture)
        session.theme_changed.connect(self._idle.start)

    def _side(self, open_action: QAction) -> QWidget:
        side = named(QWidget(), "side")
        side.setFixedWidth(SIDE_WIDTH)
        column = QVBoxLayout(side)
        column.setContentsMargins(24, 30, 24, 20)
        column.setSpacing(8)
        look = look_of(self._session)
        name = label("pagevis", "title")
        name.setFont(look.sans(24, 600))
        question = label("Whose page frame is this, and since when?", "second")
        question.setFont(look.sans(13))
        column.addWidget(name)
        column.addWidget(question)
        column.addSpacing(12)
        column.addWidget(BigButton(self._session, open_action, "Open a file", "Scenario or Linux text trace"))
        column.addStretch()
        hint = label("Drop a file anywhere in this window to open it.", "note", wraps=True)
        column.addWidget(hint)
        return side

    def _gallery(self) -> QScrollArea:
        page = named(QWidget(), "page")
        column = QVBoxLayout(page)
        column.setContentsMargins(32, 26, 32, 26)
        column.setSpacing(12)
        found = lessons()
        self._section(column, "Lessons", f"{len(found)}, in this order", found)
        self._section(column, "Recordings", "of a real machine", samples())
        column.addStretch()
        area = named(QScrollArea(), "gallery")
        area.setWidgetResizable(True)
        area.setWidget(page)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return area

    def _section(self, column: QVBoxLayout, title: str, note: str, found: tuple[Entry, ...]) -> None:
        if not found:
            return
        look = look_of(self._session)
        head = QHBoxLayout()
        head.setSpacing(8)
        name, beside = label(title, "title"), label(note, "note")
        name.setFont(look.sans(22, 600))
        beside.setFont(look.sans(13))
        head.addWidget(name)
        head.addWidget(beside, 1, Qt.AlignmentFlag.AlignBottom)
        column.addLayout(head)
        grid = QGridLayout()
        grid.setSpacing(20)
        for column_of_grid in range(COLUMNS):
            grid.setColumnStretch(column_of_grid, 1)
            grid.setColumnMinimumWidth(column_of_grid, CARD_WIDTH)
        for i, entry in enumerate(found):
            card = Card(self._session, entry)
            card.picked.connect(self._session.open)
            grid.addWidget(card, *divmod(i, COLUMNS))
            self.cards.append(card)
        for empty in range(len(found), COLUMNS):
            grid.addWidget(QWidget(), 0, empty)  # a single card is no wider than one of three
        column.addLayout(grid)
        column.addSpacing(16)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._idle.start()

    def _make_next_picture(self) -> None:
        """One thumbnail at a time, when nothing else is to be done: the page is there at once."""
        waiting = [card for card in self.cards if card.picture is None]
        if not waiting or not self.isVisible():
            self._idle.stop()
            return
        waiting[0].make_picture()
