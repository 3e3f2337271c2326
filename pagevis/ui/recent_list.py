"""The recent files on the start page: name, what it was, when. One that is gone is dim, and can be taken off."""

from __future__ import annotations

import time
from pathlib import Path

from PySide6.QtCore import QRectF, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QContextMenuEvent, QDesktopServices, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from pagevis.session.recent import RecentFile, ago, recent_files
from pagevis.session.session import Session
from pagevis.ui import icons
from pagevis.ui.cards import PaintedButton
from pagevis.ui.look import look_of
from pagevis.ui.parts import guarded, label, written
from pagevis.ui.windows import Windows

ROW = 44
ICONS = {"recording": "recording"}
REMOVE = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


@guarded
class RecentRow(PaintedButton):
    """One file. Delete takes it off the list."""

    picked = Signal(str, object)
    removed = Signal(str)

    def __init__(self, session: Session, file: RecentFile) -> None:
        super().__init__(session)
        self.file = file
        self.missing = False
        self._when = ago(file.when, time.time())
        self.setFixedHeight(self.look.px(ROW))
        self.clicked.connect(self._open)
        self._name()

    def look_for_it(self) -> None:
        """Whether the file is still there: asked late, for a disk of a network may be slow."""
        try:
            self.missing = not Path(self.file.path).exists()
        except OSError:
            self.missing = True
        self._name()
        self.update()

    def _name(self) -> None:
        what = "not there any more" if self.missing else self.file.what
        self.setAccessibleName(f"{Path(self.file.path).name}, {what}, {self._when}")
        self.setToolTip(f"{self.file.path}\n{'Gone. Delete takes it off the list.' if self.missing else what}")

    def _open(self) -> None:
        self.look_for_it()
        if self.missing:
            words = f"{self.file.path} is not there any more; right click or Delete takes it off the list"
            self.session.warned.emit(words)
        else:
            self.picked.emit(self.file.path, None)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look = self.look
        if self.near:
            painter.setPen(look["accent"] if self.hasFocus() and self.by_key else Qt.PenStyle.NoPen)
            painter.setBrush(look["hover"])
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        role = "text3" if self.missing else "text2"
        sign = icons.pixmap(ICONS.get(self.file.kind, "file"), look[role], 14, self.devicePixelRatioF())
        painter.drawPixmap(8, int(self.height() / 2 - look.px(16)), sign)
        upper = QRectF(32, self.height() / 2 - look.px(18), self.width() - 40, look.px(18))
        painter.setFont(look.sans(12))
        painter.setPen(look["text3"])
        painter.drawText(upper, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), self._when)
        room = int(upper.width()) - painter.fontMetrics().horizontalAdvance(self._when) - 10
        painter.setFont(look.sans(13, 400 if self.missing else 500))
        painter.setPen(look["text3" if self.missing else "ink"])
        name = painter.fontMetrics().elidedText(Path(self.file.path).name, Qt.TextElideMode.ElideMiddle, room)
        painter.drawText(upper, Qt.AlignmentFlag.AlignVCenter, name)
        painter.setFont(look.sans(12))
        painter.setPen(look[role])
        what = "not there any more" if self.missing else self.file.what
        painter.drawText(upper.translated(0, look.px(18)), Qt.AlignmentFlag.AlignVCenter, what)
        painter.end()

    def menu(self) -> QMenu:
        """What can be done with it."""
        menu = QMenu(self)
        if not self.missing:
            menu.addAction("Open").triggered.connect(self._open)
        folder = menu.addAction("Open its folder")
        place = str(Path(self.file.path).parent)
        folder.setEnabled(not self.missing)
        folder.triggered.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(place)))
        menu.addAction("Remove from this list").triggered.connect(lambda: self.removed.emit(self.file.path))
        return menu

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in REMOVE:
            self.removed.emit(self.file.path)
        else:
            super().keyPressEvent(event)


class RecentList(QWidget):
    """See the module. Without files it is not there."""

    picked = Signal(str, object)

    def __init__(self, session: Session, windows: Windows) -> None:
        super().__init__()
        self._session, self._windows = session, windows
        self.rows: list[RecentRow] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 16, 0, 0)
        self._column.setSpacing(2)
        self._title = written(label("Recent"), look_of(session), 13, 600)
        self._column.addWidget(self._title)
        self._column.addSpacing(4)
        self._asking = QTimer(self, singleShot=True, interval=0)
        self._asking.timeout.connect(self._look_for_next)
        windows.recent_changed.connect(self.refresh)
        session.preferences_changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """The list as it is now."""
        for row in self.rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = [RecentRow(self._session, file) for file in recent_files(self._windows.settings)]
        for row in self.rows:
            row.picked.connect(self.picked)
            row.removed.connect(self._windows.forget_recent, Qt.ConnectionType.QueuedConnection)
            self._column.addWidget(row)
        self.setVisible(bool(self.rows))
        self._to_ask = list(self.rows)
        self._asking.start()

    def _look_for_next(self) -> None:
        if self._to_ask:
            self._to_ask.pop(0).look_for_it()
            self._asking.start()
