"""What happened, event by event: follows the playhead, goes where one clicks, can be filtered. Changes no event."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QAbstractSlider,
    QHBoxLayout,
    QLineEdit,
    QToolButton,
    QVBoxLayout,
)

from pagevis.model.snapshot import I64
from pagevis.session.session import Selection, Session
from pagevis.trace import event_filter
from pagevis.trace.history import History, Position
from pagevis.ui import icons, words
from pagevis.ui.panes._base import Area, Pane, PaneWidget
from pagevis.ui.panes._event_model import EventsModel
from pagevis.ui.panes._event_rows import ROW_HEIGHT, EventPainter
from pagevis.ui.panes._events_view import EventsView
from pagevis.ui.parts import guarded, label, named, tool_button, with_icon

FILTER_MS = 120  # after the last key: nobody needs to see what half a word finds
FIELD, BUTTON, ICON = 26, 26, 14
FOLLOW = "Follow", "the list scrolls along with the playhead; after scrolling away, from the next step or jump on"
SELECTION = "Selection only", "list no events but those of the selected frame, process or segment"


@guarded
class EventsPane(PaneWidget):
    """See the module."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.model = EventsModel(self)
        self.view = EventsView(self.model, self)
        self.painter = EventPainter(self.view, lambda: self.look)
        self.view.setItemDelegate(self.painter)
        self.setFocusProxy(self.view)
        self.field = named(QLineEdit(), "filter")
        self.field.setPlaceholderText("Filter: verb, name, frame")
        self.field.setAccessibleName("Filter events")
        self.field.setToolTip("Show only the events that fit every word: alloc, a process, a frame such as 0b, refused")
        self.field.setClearButtonEnabled(True)
        self.of_selection = self._toggle(SELECTION, "of-selection", checked=False)
        self.follow = self._toggle(FOLLOW, "follow", checked=True)
        self._paused = False  # somebody scrolled away from the playhead
        self._was_at = session.position
        self.empty = label("", "note", wraps=True)
        self.empty.setMargin(12)
        self._shown: tuple[History | None, str, object, int, bool] | None = None
        self._order: I64 | None = None
        self._later = QTimer(self, singleShot=True, interval=FILTER_MS)
        self._later.timeout.connect(self.refresh)
        self._put_together()
        self.field.textChanged.connect(lambda _text: self._later.start())
        self.of_selection.toggled.connect(lambda _on: self.refresh())
        self.follow.toggled.connect(self._on_follow)
        self.view.picked.connect(self._on_picked)
        self.view.typed.connect(self._on_typed)
        self.view.verticalScrollBar().actionTriggered.connect(self._on_scrolled)

    def _toggle(self, told: tuple[str, str], icon: str, *, checked: bool) -> QToolButton:
        button = tool_button(name="toggle")
        button.setProperty("icon-name", icon)
        button.setCheckable(True)
        button.setChecked(checked)
        button.setFixedSize(BUTTON, BUTTON)
        with_icon(button, ICON)
        button.setToolTip(": ".join(told))
        button.setAccessibleName(told[0])
        return button

    def _on_typed(self, letters: str) -> None:
        """Who types into the list wants to find something in it."""
        if letters.strip():
            self.field.setFocus()
            self.field.insert(letters)

    def _put_together(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(8, 5, 6, 5)
        bar.setSpacing(3)
        bar.addWidget(self.field, 1)
        bar.addWidget(self.of_selection)
        bar.addWidget(self.follow)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addWidget(self.empty)
        column.addWidget(self.view, 1)

    def forget(self) -> None:
        """The events are others."""
        self._shown = None
        self._paused = False

    def refresh(self) -> None:
        """Which events, where among them, and their look."""
        history, position = self.session.history, self.session.position
        hidden = "future" in self.session.hides
        n_events = 0 if history is None else position.event + 1 if hidden else history.n_events
        selected = self.session.selection if self.of_selection.isChecked() else None
        if position != self._was_at and not self.session.playing:
            self._paused = False
        self._was_at = position
        with self.view.quiet():
            self._show(history, position, n_events, selected)
        self._style()
        self.view.mark(self.model.current_row())
        self._say(history, position)
        self._keep_in_view()

    def _show(self, history: History | None, position: Position, n_events: int, selected: Selection | None) -> None:
        secret = "elements" in self.session.hides
        wanted = (history, self.field.text(), selected, n_events, secret)
        if wanted != self._shown:
            self._shown = wanted
            self._order = self._wanted_events(history)
            self.model.show(history, self._order, n_events, position, secret=secret)
            self.painter.digits = max(2, len(str(max(n_events - 1, 0))))
        else:
            self.model.go(position)

    def _wanted_events(self, history: History | None) -> I64 | None:
        """Indices of the events to list; None: all of them."""
        if history is None:
            return None
        found: I64 | None = None
        if self.field.text().strip():
            found = event_filter.fitting(history, self.field.text())
        selection = self.session.selection
        if self.of_selection.isChecked() and (selection.frame is not None or selection.slot):
            whose = (
                history.frame_events(selection.frame)
                if selection.frame is not None
                else event_filter.of_slot(history, selection.slot)
            )
            found = whose if found is None else found[event_filter.among(found, whose)]
        return found

    def _style(self) -> None:
        look = self.look
        height = look.px(ROW_HEIGHT)
        if self.view.verticalHeader().defaultSectionSize() != height:
            self.view.verticalHeader().setDefaultSectionSize(height)
        self.field.setFixedHeight(look.px(FIELD))
        for button in (self.of_selection, self.follow):
            color = look["accent_text"] if button.isChecked() else look["text3"]
            button.setIcon(icons.icon(str(button.property("icon-name")), color, size=ICON))

    def _say(self, history: History | None, position: Position) -> None:
        if history is None:
            self.noted.emit("")
            self.empty.setText("Open a lesson or a recording to see what happens in it.")
            self.empty.show()
            return
        n_listed, n_events = self.model.n_events, history.n_events
        note = f"{words.count(position.event)} of {words.count(n_events - 1)}"
        if self._order is not None:
            note += f" · {words.count(n_listed)} shown"
        self.noted.emit(note)
        self.empty.setText("No event fits. Clear the filter to see all of them.")
        self.empty.setVisible(n_listed == 0)

    # Following

    def _on_scrolled(self, action: int) -> None:
        """Somebody looks elsewhere: the list stays there until the next step or jump."""
        if action != QAbstractSlider.SliderAction.SliderNoAction.value:
            self._paused = True

    def _on_follow(self) -> None:
        self._paused = False
        self._style()
        self._keep_in_view()

    def _keep_in_view(self) -> None:
        row = self.model.nearest_row()
        if self._paused or not self.follow.isChecked() or row < 0:
            return
        height = self.view.rowHeight(row)
        n_visible = max(1, self.view.viewport().height() // max(height, 1))
        y = self.view.rowViewportPosition(row)
        if y < 0 or y + 2 * height > self.view.viewport().height():
            event_row = self.model.event_row()
            together = 0 < row - event_row < n_visible - 2 and event_row >= 0  # the micro-step below its event
            first = event_row - 1 if together else row - n_visible // 2
            self.view.verticalScrollBar().setValue(max(first, 0) * height)

    def _on_picked(self, row: int) -> None:
        """Go there, and let the row stay where it was clicked, though micro-steps above it come and go."""
        y = self.view.rowViewportPosition(row)
        event, micro = self.model.place(row)
        self.session.seek(event, micro or None)
        if self.model.event_row() >= 0 and not micro:
            bar = self.view.verticalScrollBar()
            bar.setValue(bar.value() + self.view.rowViewportPosition(self.model.event_row()) - y)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._keep_in_view()


PANE = Pane("events", "Events", Area.LEFT, EventsPane, order=3, weight=3)
