"""The row below the map that says what its colours and lines mean, and filters: a click on an entry dims or hides what
it stands for, a double click leaves it alone. What has a row in the panes is left to them, and where the window is
narrow kinds of frames too: the map has need of the height."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from pagevis.model.snapshot import Kind
from pagevis.render.colouring import OWNERS, Colouring
from pagevis.render.legend import Entry, legend_entries, used_entry
from pagevis.render.paint_legend import entry_rects, legend_height, paint_legend
from pagevis.session import glossary
from pagevis.session.session import Session
from pagevis.session.view_state import BUDDY_BLOCKS
from pagevis.ui.look import look_of
from pagevis.ui.parts import guarded, on_event

HEIGHT = 42
SIDE = 16
AT_ONCE_FRAMES = 1 << 16  # larger memories are looked through for their kinds of frames when nothing moves
REST_MS = 250
SOON_MS = 40  # … and otherwise when the map, which everybody waits for, has been painted
SHOW_ALL = Entry("words", "Show all")
KEYS = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}
TIP = "Click: dim it or show it again. Double click: only this."


@guarded
class LegendRow(QWidget):
    """See the module. By keyboard: arrows go from entry to entry, Space is the click, Enter the double click."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._all: tuple[Entry, ...] = ()
        self.entries: tuple[Entry, ...] = ()  # of them, those that are shown
        self._current = 0
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self.refresh)
        self._soon = QTimer(self, singleShot=True, interval=SOON_MS)
        self._soon.timeout.connect(self.refresh)
        for signal in (
            session.opened,
            session.history_changed,
            session.lists_changed,
            session.theme_changed,
            session.view_changed,
            session.preferences_changed,
            session.questions.changed,
        ):
            signal.connect(self._on_changed)
        session.moved.connect(self._on_moved)
        on_event(self, QEvent.Type.ToolTip, self._tell)

    @property
    def _k(self) -> float:
        return look_of(self._session).percent / 100

    def sizeHint(self) -> QSize:
        return QSize(600, self.height())

    def _on_changed(self) -> None:
        """At once; of a large memory once for all that is told together."""
        self._refresh_by(self._soon)

    def _on_moved(self) -> None:
        self._refresh_by(self._rest)

    def _refresh_by(self, timer: QTimer) -> None:
        snapshot = self._session.snapshot()
        if snapshot is None or snapshot.n_frames <= AT_ONCE_FRAMES:
            self.refresh()
        else:
            timer.start()

    # What it says

    def refresh(self) -> None:
        """Look up what occurs now."""
        session, snapshot = self._session, self._session.snapshot()
        if snapshot is None:
            return
        self.setFixedHeight(look_of(session).px(HEIGHT))
        state = session.view
        links = "links" not in state.hidden_layers and "links" not in session.hides and state.layout != BUDDY_BLOCKS
        found = legend_entries(
            snapshot,
            session.palette,
            session.shown_step(),
            lists=frozenset(range(len(snapshot.lists))) if links else frozenset(),
            refcounts=True,
            changes=True,
            colouring=Colouring(state.colour),
        )
        by_owner = state.colour == OWNERS.mode_name
        used = [used_entry(session.palette)] if by_owner and any(entry.slot for entry in found) else []
        kept = [entry for entry in found if not by_owner or entry.mark != "swatch" or entry.kind is not None]
        dimmed = [SHOW_ALL] if state.dimmed_kinds or state.dimmed_slots else []
        self._all = (*used, *kept, *dimmed)
        self._fit()
        self._say()
        self.update()

    def _say(self) -> None:
        off = self._off()
        words = (f"{entry.words} (off)" if entry in off else entry.words for entry in self._all)
        self.setAccessibleName("Legend: " + ", ".join(words))
        if self.entries:
            self.setAccessibleDescription(f"At {self.entries[self._at()].words}; Space dims it, Enter shows only it")

    def _off(self) -> frozenset[Entry]:
        """Entries that stand for what is dimmed or not drawn."""
        state, lists = self._session.view, self._session.lists_shown
        return frozenset(
            entry
            for entry in self._all
            if entry.kind in state.dimmed_kinds
            or (entry.layer and entry.layer in state.hidden_layers)
            or (entry.list_index is not None and entry.list_index not in lists)
        )

    def _fit(self) -> None:
        shown, k = list(self._all), self._k
        while len(shown) > 1 and legend_height(shown, self.width() - 2 * SIDE, k) > 23.0 * k:
            swatches = [entry for entry in shown if entry.mark == "swatch"]
            shown.remove(swatches[-1] if swatches else shown[-1])
        self.entries = tuple(shown)

    def _room(self) -> QRectF:
        return QRectF(SIDE, (self.height() - 22 * self._k) / 2, self.width() - 2 * SIDE, 22 * self._k)

    def _at(self) -> int:
        return min(self._current, len(self.entries) - 1)

    # What it does

    def toggle(self, entry: Entry) -> None:
        """Dim or hide what an entry stands for, or show it again."""
        session, state = self._session, self._session.view
        if entry == SHOW_ALL:
            session.set_view(replace(state, dimmed_kinds=frozenset(), dimmed_slots=frozenset()))
        elif entry.kind is not None:
            session.set_view(replace(state, dimmed_kinds=state.dimmed_kinds ^ {entry.kind}))
        elif entry.layer:
            session.set_view(replace(state, hidden_layers=state.hidden_layers ^ {entry.layer}))
        elif entry.list_index is not None:
            session.show_list(entry.list_index, entry.list_index not in session.lists_shown)

    def only(self, entry: Entry) -> None:
        """Dim all kinds of frames but one; of lists and marks this is the same as a click."""
        if entry.kind is None:
            self.toggle(entry)
            return
        kinds: frozenset[Kind] = frozenset(e.kind for e in self._all if e.kind is not None)
        self._session.set_view(replace(self._session.view, dimmed_kinds=kinds - {entry.kind}))

    def entry_at(self, point: QPointF) -> int | None:
        """The place of the entry at a point."""
        for at, rect in enumerate(entry_rects(self.entries, self._room(), self._k)):
            if rect.adjusted(-4, -4, 4, 4).contains(point):
                return at
        return None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = self.entry_at(event.position())
        if at is not None and event.button() == Qt.MouseButton.LeftButton:
            self._current = at
            self.toggle(self.entries[at])

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        at = self.entry_at(event.position())
        if at is not None:
            self.only(self.entries[at])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if not self.entries:
            super().keyPressEvent(event)
        elif key in KEYS:
            self._current = (self._at() + KEYS[key]) % len(self.entries)
            self._say()
            self.update()
        elif key == Qt.Key.Key_Space:
            self.toggle(self.entries[self._at()])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.only(self.entries[self._at()])
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def _tell(self, event: QEvent) -> bool:
        at = self.entry_at(QPointF(event.pos())) if isinstance(event, QHelpEvent) else None
        if at is None or not isinstance(event, QHelpEvent):
            return False
        entry = self.entries[at]
        acts = entry.kind is not None or entry.layer or entry.list_index is not None
        QToolTip.showText(event.globalPos(), glossary.tip(entry.words, TIP if acts else ""), self)
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look = look_of(self._session)
        painter.fillRect(self.rect(), look["panel"])
        painter.fillRect(QRectF(0, 0, self.width(), 1), look["border"])
        paint_legend(painter, self._room(), self.entries, self._session.palette.theme, self._k, off=self._off())
        if self.hasFocus() and self.entries:
            rect = entry_rects(self.entries, self._room(), self._k)[self._at()]
            painter.setPen(QPen(look["accent"], 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect.adjusted(-5, 0, 4, 0), 4, 4)
        painter.end()
