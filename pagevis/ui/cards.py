"""What lies on the start page: cards of files with a picture, and the wide buttons beside them. Opens nothing."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QContextMenuEvent,
    QEnterEvent,
    QFocusEvent,
    QKeyEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QAbstractButton, QMenu

from pagevis.session.progress import Progress
from pagevis.session.session import Session
from pagevis.ui import icons
from pagevis.ui.entries import Entry
from pagevis.ui.look import Look, look_of
from pagevis.ui.parts import guarded
from pagevis.ui.thumbnails import thumbnail
from pagevis.ui.wrapping import wrapped

CARD_WIDTH, THUMBNAIL, WORDS, LINE = 252, 124, 99, 17  # WORDS: with one line of them
MOST_LINES = 3
BUTTON_HEIGHT = 62
BAR_WIDTH = 68
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


@guarded
class PaintedButton(QAbstractButton):
    """A button that is painted whole. Return presses it as Space does."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.by_key = False  # the keyboard brought the focus here: only then it glows
        self._hovered = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    @property
    def look(self) -> Look:
        """The theme's colours and fonts."""
        return look_of(self.session)

    @property
    def near(self) -> bool:
        """Whether the pointer or the keyboard is on it."""
        return self._hovered or (self.hasFocus() and self.by_key)

    def frame(self, painter: QPainter, radius: float) -> QRectF:
        """Paint the ground and the border, twice as wide under the keyboard; the box within."""
        look = self.look
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        focused = self.hasFocus() and self.by_key
        painter.setPen(QPen(look["accent" if self.near else "border"], 2 if focused else 1))
        painter.setBrush(look["hover" if self.isDown() else "panel"])
        painter.drawRoundedRect(box, radius, radius)
        return box

    def enterEvent(self, event: QEnterEvent) -> None:
        self._hovered = True
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hovered = False
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        by_hand = (Qt.FocusReason.MouseFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
        self.by_key = event.reason() not in by_hand
        super().focusInEvent(event)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER:
            self.click()
        elif event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down):
            event.ignore()  # the page knows where its cards stand
        else:
            super().keyPressEvent(event)


@guarded
class Card(PaintedButton):
    """A file that came with pagevis: picture, title, a line or two, how far one is in it. ``picked``: its path, and
    the event at which to go on."""

    picked = Signal(str, object)
    forgotten = Signal()  # its progress should be

    def __init__(self, session: Session, entry: Entry) -> None:
        super().__init__(session)
        self.entry = entry
        self.picture: QPixmap | None = None
        self.progress = Progress()
        self._n_lines = 2
        self._letters = 0  # their size when it was laid out last
        self._facts = ""  # known once the file was opened for its picture
        session.theme_changed.connect(self.forget_picture)
        session.preferences_changed.connect(self._fit)
        self.clicked.connect(lambda: self.picked.emit(str(entry.path), self._at))
        self._fit()
        self._name()

    def lines_at(self, width: int) -> int:
        """How many lines its words take where it is so wide."""
        return min(len(wrapped(self.entry.words, self.look.sans(12), width - 36)), MOST_LINES)

    def set_lines(self, n_lines: int) -> None:
        """Have room for so many lines of words, as the cards beside it do."""
        self._n_lines = n_lines
        self._fit()

    def _fit(self) -> None:
        self.setFixedHeight(self.look.px(THUMBNAIL + WORDS + LINE * (self._n_lines - 1)))
        if self.picture is not None and self._letters != self.look.px(100):
            self.picture = None  # it grew with the letters
        self._letters = self.look.px(100)
        self.setMinimumWidth(self.look.px(CARD_WIDTH))
        self.update()

    @property
    def begun(self) -> bool:
        """Whether there is something to go on with."""
        return self.progress.event > 0 and not self.progress.done

    @property
    def _at(self) -> int | None:
        return self.progress.left_at if self.begun and self.progress.left_at else None

    @property
    def _answered(self) -> str:
        """Of a lesson's questions; "" before the first one was answered."""
        progress = self.progress
        return f"{progress.answered} of {progress.asked} answered" if progress.answered else ""

    def set_progress(self, progress: Progress) -> None:
        """How far one is in it."""
        self.progress = progress
        self._name()
        self.update()

    def _name(self) -> None:
        state = "Done." if self.progress.done else "Begun: opens where you were." if self.begun else ""
        state = f"{state} {self._answered}".strip()
        self.setAccessibleName(f"{self.entry.number} {self.entry.title}. {self.entry.words} {state}".strip())
        hint = "Opens where you left off; right click to start from the beginning" if self.begun else ""
        self.setToolTip(hint or self.entry.words)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        look = self.look
        box = self.frame(painter, 9)
        picture = QRectF(box.left() + 1, box.top() + 1, box.width() - 2, self.look.px(THUMBNAIL))
        self._paint_picture(painter, picture)
        painter.setPen(QPen(look["border"], 1))
        painter.drawLine(picture.bottomLeft(), picture.bottomRight())
        words = QRectF(box.left() + 16, picture.bottom(), box.width() - 32, box.bottom() - picture.bottom())
        self._paint_words(painter, words)
        self._paint_foot(painter, words)
        painter.end()

    def forget_picture(self) -> None:
        """Have it made anew."""
        self.picture = None
        self.update()

    def make_picture(self) -> None:
        """Paint the thumbnail: the file is opened for it, so this takes a moment."""
        size = QSize(self.width() - 4, self.look.px(THUMBNAIL))
        theme = self.session.palette.theme
        self.picture, self._facts = thumbnail(self.entry, theme, size, self.devicePixelRatioF(), self.look["raised"])
        self.update()

    def _paint_picture(self, painter: QPainter, space: QRectF) -> None:
        path = QPainterPath()
        path.setFillRule(Qt.FillRule.WindingFill)
        path.addRoundedRect(space, 8, 8)
        path.addRect(space.adjusted(0, 20, 0, 0))
        painter.fillPath(path, self.look["raised"])
        if self.picture is not None:
            size = self.picture.deviceIndependentSize()
            share = min(
                1.0, space.width() / size.width()
            )  # made for another width: opening the file again takes longer
            box = QRectF(0, 0, size.width() * share, size.height() * share)
            box.moveCenter(space.center())
            painter.save()
            painter.setClipPath(path)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, share < 1)
            if share < 1:
                painter.drawPixmap(box, self.picture, QRectF(self.picture.rect()))
            else:
                painter.drawPixmap(int(box.left()), int(box.top()), self.picture)
            painter.restore()

    def _paint_words(self, painter: QPainter, space: QRectF) -> None:
        look = self.look
        line = QRectF(space.left(), space.top() + look.px(10), space.width(), look.px(24))
        painter.setFont(look.sans(13, 600))
        painter.setPen(look["text3"])
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, self.entry.number)
        painter.setFont(look.sans(15, 600))
        painter.setPen(look["ink"])
        title = painter.fontMetrics().elidedText(
            self.entry.title, Qt.TextElideMode.ElideRight, int(space.width()) - look.px(24)
        )
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, title)
        painter.setFont(look.sans(12))
        painter.setPen(look["text2"])
        lines = wrapped(self.entry.words, look.sans(12), space.width())
        for i, text in enumerate(lines[: self._n_lines]):
            rest = " ".join(lines[i:]) if i == self._n_lines - 1 else text
            shown = painter.fontMetrics().elidedText(rest, Qt.TextElideMode.ElideRight, int(space.width()))
            painter.drawText(QPointF(space.left(), space.top() + look.px(50 + i * LINE)), shown)

    def _paint_foot(self, painter: QPainter, space: QRectF) -> None:
        look = self.look
        foot = QRectF(space.left(), space.bottom() - look.px(30), space.width(), look.px(20))
        painter.setFont(look.sans(12))
        painter.setPen(look["text3"])
        painter.drawText(foot, Qt.AlignmentFlag.AlignVCenter, self._answered or self._facts)
        right = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
        if self.progress.done:
            painter.setFont(look.sans(12, 500))
            painter.setPen(look["ok"])
            painter.drawText(foot, right, "✓ done")
        elif self.begun:
            bar = QRectF(foot.right() - BAR_WIDTH, foot.center().y() - 1.5, BAR_WIDTH, 3)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look["border"])
            painter.drawRoundedRect(bar, 1.5, 1.5)
            painter.setBrush(look["accent"])
            share = max(self.progress.share, 0.05)
            painter.drawRoundedRect(QRectF(bar.left(), bar.top(), bar.width() * share, 3), 1.5, 1.5)
            painter.setFont(look.sans(12, 600))
            painter.setPen(look["accent_text"])
            painter.drawText(foot.adjusted(0, 0, -BAR_WIDTH - 12, 0), right, "Continue")

    def menu(self) -> QMenu:
        """What can be done with it besides opening it."""
        path = str(self.entry.path)
        menu = QMenu(self)
        if self.begun:
            menu.addAction("Continue").triggered.connect(lambda: self.picked.emit(path, self._at))
        menu.addAction("From the beginning").triggered.connect(lambda: self.picked.emit(path, None))
        forget = menu.addAction("Forget progress")
        forget.setEnabled(bool(self.progress.event))
        forget.triggered.connect(self.forgotten)
        return menu

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())


@guarded
class BigButton(PaintedButton):
    """A wide button of the left column: icon, words, key."""

    def __init__(self, session: Session, action: QAction, icon: str, title: str, words: str) -> None:
        super().__init__(session)
        self._icon, self._title, self._words = icon, title, words
        self._key = action.shortcut().toString()
        self.setAccessibleName(f"{title}. {words}")
        self.setToolTip(action.toolTip())
        self.clicked.connect(action.trigger)
        session.preferences_changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        self.setFixedHeight(self.look.px(BUTTON_HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        look = self.look
        box = self.frame(painter, 8)
        tile = QRectF(box.left() + 13, box.center().y() - 17, 34, 34)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look["now_soft"])
        painter.drawRoundedRect(tile, 7, 7)
        sign = icons.pixmap(self._icon, look["accent_text"], 18, self.devicePixelRatioF())
        painter.drawPixmap(int(tile.left() + 8), int(tile.top() + 8), sign)
        line = QRectF(tile.right() + 13, box.top() + look.px(11), 0, look.px(20))
        line.setRight(box.right() - 14)
        painter.setPen(look["text2"])
        painter.setFont(look.sans(11))
        painter.drawText(line, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), self._key)
        painter.setPen(look["ink"])
        painter.setFont(look.sans(13, 600))
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, self._title)
        painter.setPen(look["text2"])
        painter.setFont(look.sans(12))
        below = line.translated(0, look.px(20))
        words = painter.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, int(below.width()))
        painter.drawText(below, Qt.AlignmentFlag.AlignVCenter, words)
        painter.end()
