"""What happens to files that are dragged over the window: says what a drop would do. Opens nothing."""

from __future__ import annotations

from pathlib import PurePath

from PySide6.QtCore import QMimeData, QRectF, Qt
from PySide6.QtGui import QColor, QDragEnterEvent, QDragMoveEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractScrollArea, QLineEdit, QWidget

from pagevis.session.session import Session
from pagevis.ui.look import look_of
from pagevis.ui.parts import guarded

MOST_DROPPED = 8  # each file after the first has a window of its own
REFUSED = "Only files can be dropped here: scenarios, recordings, traces of Linux"


def local_files(mime: QMimeData) -> list[str]:
    """The paths of what is dragged; none where it is text, or lies on another machine."""
    return [url.toLocalFile() for url in mime.urls() if url.isLocalFile() and url.toLocalFile()]


def offer_words(paths: list[str]) -> str:
    """What a drop would do."""
    if not paths:
        return REFUSED
    if len(paths) == 1:
        return f"Drop to open {PurePath(paths[0]).name}"
    n_opened = min(len(paths), MOST_DROPPED)
    which = f"{n_opened} files" if n_opened == len(paths) else f"the first {n_opened} of {len(paths)} files"
    return f"Drop to open {which}, each in a window of its own"


@guarded
class DropHint(QWidget):
    """A veil over the window with a few words, while something is dragged over it."""

    def __init__(self, window: QWidget, session: Session) -> None:
        super().__init__(window)
        self._session = session
        self._window = window
        self.words = ""
        self._paths: list[str] = []
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()
        for edit in window.findChildren(QLineEdit):
            edit.setAcceptDrops(False)  # a file dropped on a field is opened, not written into it
        for area in window.findChildren(QAbstractScrollArea):
            area.setAcceptDrops(False)
            area.viewport().setAcceptDrops(False)

    def offer(self, event: QDragEnterEvent) -> None:
        """Something is dragged into the window: say what a drop would do."""
        self._paths = local_files(event.mimeData())
        self.words = offer_words(self._paths)
        event.accept()  # what cannot be dropped is refused by the move: the leaving is heard of only so
        self.setGeometry(self._window.rect())
        self.raise_()
        self.show()

    def allow(self, event: QDragMoveEvent) -> None:
        """Files may be dropped anywhere, other things nowhere."""
        if self._paths:
            event.acceptProposedAction()
        else:
            event.ignore()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look = look_of(self._session)
        veil = QColor(look["window"])
        veil.setAlphaF(0.82)
        painter.fillRect(self.rect(), veil)
        role = "now" if self._paths else "warn"
        painter.setPen(QPen(look[role], 2, Qt.PenStyle.DashLine))
        painter.setBrush(look["now_soft" if self._paths else "warn_soft"])
        width = min(look.px(620), self.width() - 48)
        box = QRectF((self.width() - width) / 2, self.height() / 2 - look.px(60), width, look.px(120))
        painter.drawRoundedRect(box, 10, 10)
        painter.setPen(look["ink"])
        painter.setFont(look.sans(15, 600))
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(box.adjusted(20, 0, -20, 0), int(flags), self.words)
        painter.end()
