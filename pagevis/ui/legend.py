"""The row below the map that says what its colours and lines mean. What has a row in the panes is left to them, and
where the window is narrow kinds of frames too: the map has need of the height."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from pagevis.render.legend import KIND_WORDS, Entry, legend_entries
from pagevis.render.paint_legend import legend_height, paint_legend
from pagevis.session.session import Session
from pagevis.ui.look import look_of
from pagevis.ui.parts import guarded

HEIGHT = 36
ONE_ROW_PX = 22.0
SIDE = 16
AT_ONCE_FRAMES = 1 << 16  # larger memories are looked through for their kinds of frames when nothing moves
REST_MS = 250
KINDS = frozenset(KIND_WORDS.values())


@guarded
class LegendRow(QWidget):
    """See the module."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._all: tuple[Entry, ...] = ()
        self.entries: tuple[Entry, ...] = ()  # of them, those that are shown
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self.refresh)
        session.opened.connect(self.refresh)
        session.lists_changed.connect(self.refresh)
        session.theme_changed.connect(self.refresh)
        session.moved.connect(self._on_moved)

    def sizeHint(self) -> QSize:
        return QSize(600, HEIGHT)

    def _on_moved(self) -> None:
        snapshot = self._session.snapshot()
        if snapshot is None or snapshot.n_frames <= AT_ONCE_FRAMES:
            self.refresh()
        else:
            self._rest.start()

    def refresh(self) -> None:
        """Look up what occurs now."""
        snapshot = self._session.snapshot()
        if snapshot is None:
            return
        found = legend_entries(
            snapshot,
            self._session.palette,
            self._session.shown_step(),
            lists=self._session.lists_shown,
            refcounts=True,
            changes=True,
        )
        self._all = tuple(entry for entry in found if entry.mark != "swatch" or entry.words in KINDS)
        self.setAccessibleName("Legend: " + ", ".join(entry.words for entry in self._all))
        self._fit()
        self.update()

    def _fit(self) -> None:
        shown = list(self._all)
        while legend_height(shown, self.width() - 2 * SIDE) > ONE_ROW_PX:
            swatches = [entry for entry in shown if entry.mark == "swatch"]
            shown.remove(swatches[-1] if swatches else shown[-1])
        self.entries = tuple(shown)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look = look_of(self._session)
        painter.fillRect(self.rect(), look["panel"])
        painter.fillRect(QRectF(0, 0, self.width(), 1), look["border"])
        space = QRectF(SIDE, 7, self.width() - 2 * SIDE, self.height() - 14)
        paint_legend(painter, space, self.entries, self._session.palette.theme)
        painter.end()
