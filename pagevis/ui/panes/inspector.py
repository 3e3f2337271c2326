"""The selection in full: a frame's element, owners and history, or what a holder holds. Selects and goes; changes
nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QToolButton, QVBoxLayout, QWidget

from pagevis.model.snapshot import I64
from pagevis.session.session import NOTHING, Selection, Session
from pagevis.trace.history import Past
from pagevis.ui import icons, words
from pagevis.ui.panes._base import Area, Pane, PaneWidget
from pagevis.ui.panes._event_model import EventsModel
from pagevis.ui.panes._event_rows import ROW_HEIGHT, EventPainter
from pagevis.ui.panes._events_view import EventsView
from pagevis.ui.panes._fact_rows import FactRows, OwnerRows
from pagevis.ui.panes._frame_pictures import OwnerList, PastBand
from pagevis.ui.panes._inspected import EMPTY, Card, Fact, card_of, events_of
from pagevis.ui.parts import grows, label, named, tool_button, with_icon

MOST_PAST = 1000  # events of a frame up to which the band is drawn
ROWS_SHOWN = 8  # of its events; more are scrolled
MOST_BACK = 100  # selections that are remembered
NAV, ICON = 22, 14


class InspectorPane(PaneWidget):
    """See the module."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._trail: list[Selection] = []
        self._place = -1  # in the trail
        self._listed: tuple[object, ...] | None = None
        self._past: Sequence[Past] = ()
        self.title = label(name="ink")
        self.chips = (label(name="chip"), label(name="chip"))
        self.chips[1].setProperty("accent", True)
        self.back = self._nav("back", "Back to what was selected before", lambda: self._walk(-1))
        self.forward = self._nav("forward", "Forward again", lambda: self._walk(1))
        self.before = self._nav("step-back", "The frame before", lambda: self._beside(-1))
        self.after = self._nav("step", "The frame behind", lambda: self._beside(1))
        self.address = label(name="second", yields=True)
        self.words = label("", "note", wraps=True)
        self.facts = FactRows(self._on_fact)
        self.owners = OwnerRows(lambda slot: session.select(Selection(slot=slot)))
        self.owner_list = OwnerList(lambda: self.look)
        self.band = PastBand(lambda: self.look)
        self.heading, self.amount = label("History", "title"), label(name="note")
        self.model = EventsModel(self, most_micro=0)
        self.events = EventsView(self.model, self)
        self.events.setAccessibleName("Events of what is selected")
        self.painter = EventPainter(self.events, lambda: self.look)
        self.events.setItemDelegate(self.painter)
        self.events.picked.connect(self._on_picked)
        self._put_together()
        session.selection_changed.connect(self._on_selected)

    def _nav(self, icon: str, tip: str, run: Callable[[], None]) -> QToolButton:
        button = tool_button(name="nav")
        grows(button, NAV, NAV)
        with_icon(button, ICON)
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.setProperty("icon-name", icon)
        button.clicked.connect(run)
        return button

    def _put_together(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(14, 8, 4, 0)
        head.setSpacing(4)
        head.addWidget(self.title, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addStretch(1)
        states = QHBoxLayout()  # below: beside the PFN of a large machine there is no room for them
        states.setContentsMargins(14, 2, 8, 2)
        states.setSpacing(4)
        for chip in self.chips:
            states.addWidget(chip)
        states.addStretch(1)
        arrows = QHBoxLayout()
        arrows.setSpacing(0)  # narrow columns have no more room
        for button in (self.back, self.forward, self.before, self.after):
            arrows.addWidget(button)
        head.addLayout(arrows)
        self.address.setContentsMargins(14, 0, 8, 6)
        self.words.setContentsMargins(14, 4, 12, 8)
        told = QHBoxLayout()
        told.setContentsMargins(14, 10, 14, 0)
        told.addWidget(self.heading)
        told.addStretch(1)
        told.addWidget(self.amount)
        page = named(QWidget(), "bar")
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 8)
        column.setSpacing(2)
        column.addLayout(head)
        column.addLayout(states)
        parts: tuple[QWidget, ...] = (self.address, self.words, self.facts, self.owners, self.owner_list)
        for part in parts:
            column.addWidget(part)
        column.addLayout(told)
        column.addWidget(self.band)
        column.addWidget(self.events)
        column.addStretch(1)
        self.sheet = QScrollArea()
        self.sheet.setWidgetResizable(True)
        self.sheet.setFrameShape(QScrollArea.Shape.NoFrame)
        self.sheet.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.sheet.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.sheet.setWidget(page)
        self.setFocusProxy(self.sheet)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.sheet)

    def forget(self) -> None:
        """The frames and holders are another history's."""
        self._listed = None
        if self.session.selection == NOTHING:
            self._trail, self._place = [], -1

    def refresh(self) -> None:
        """All of the selection."""
        card = card_of(self.session)
        shown = card or Card("")
        self._show_head(card)
        look = self.look
        self.facts.setVisible(bool(shown.facts))
        self.facts.show_facts(shown.facts, look)
        self.owners.show_owners(shown.owners, look)
        self.owner_list.setVisible(bool(shown.owners) and shown.frame is not None and self._has_lists())
        self.owner_list.show_owners(shown.title.removeprefix("0x"), shown.owners)
        with self.events.quiet():
            self._show_history(card)

    def _has_lists(self) -> bool:
        """A recording tells who holds a frame, not how a kernel links that."""
        snapshot = self.session.snapshot()
        return snapshot is not None and bool(snapshot.lists)

    def _show_head(self, card: Card | None) -> None:
        look = self.look
        is_frame = card is not None and card.frame is not None
        self.title.setFont(look.mono(22, 600) if is_frame else look.sans(15, 600))
        self.title.setText(card.title if card is not None else "")
        self.title.setVisible(card is not None)
        chips = card.chips if card is not None else ()
        for i, chip in enumerate(self.chips):
            chip.setVisible(i < len(chips))
            chip.setFont(look.sans(11, 500))
            chip.setText(chips[i] if i < len(chips) else "")
        self.address.setVisible(card is not None and bool(card.address))
        self.address.setFont(look.mono(11))
        self.address.setText(card.address if card is not None else "")
        nothing = "" if self.session.history is not None else "Open a lesson or a recording first."
        self.words.setText(nothing or (EMPTY if card is None else card.veil))
        self.words.setVisible(bool(self.words.text()))
        self._enable()
        for button in (self.before, self.after):
            button.setVisible(is_frame)
        for button in (self.back, self.forward, self.before, self.after):
            icon = str(button.property("icon-name"))
            button.setIcon(icons.icon(icon, look["text2"], look["disabled"], size=ICON))

    def _show_history(self, card: Card | None) -> None:
        session, history = self.session, self.session.history
        events = events_of(session) if card is not None and not card.veil else None
        shown = history is not None and events is not None
        for part in (self.heading, self.amount, self.events):
            part.setVisible(shown)
        self.band.setVisible(shown and session.selection.frame is not None)
        if history is None or events is None:
            self._listed = None
            self.model.show(None, None, 0, session.position)
            return
        at, hidden = session.position, "future" in session.hides
        n_events = at.event + 1 if hidden else history.n_events
        listed = (history, session.selection, n_events)
        if listed != self._listed:
            self._listed = listed
            self.model.show(history, events, n_events, at)
            self.painter.digits = max(2, len(str(history.n_events - 1)))
            self._past = self._past_of(events)
            self.events.scrollTo(self.model.index(max(self.model.nearest_row(), 0), 0))
        else:
            self.model.go(at)
        height = self.look.px(ROW_HEIGHT)
        self.events.verticalHeader().setDefaultSectionSize(height)
        self.events.setFixedHeight(height * min(max(self.model.n_events, 1), ROWS_SHOWN) + 2)
        self.events.mark(self.model.current_row())
        self.amount.setText(words.plural(self.model.n_events, "event"))
        self.band.setVisible(bool(self._past))
        self.band.show_past(self._past, history.n_events, at.event, hidden)

    def _past_of(self, events: I64) -> Sequence[Past]:
        frame, history = self.session.selection.frame, self.session.history
        if frame is None or history is None or len(events) > MOST_PAST:
            return ()
        return history.frame_past(frame)

    # What is clicked

    def _on_fact(self, fact: Fact) -> None:
        self.session.select(Selection(frame=fact.frame) if fact.frame is not None else Selection(slot=fact.slot))

    def _on_picked(self, row: int) -> None:
        event, _micro = self.model.place(row)
        self.session.seek(event)

    def _on_selected(self) -> None:
        """Remember it, unless it was reached by going back or forward."""
        selection = self.session.selection
        self._enable()
        if not selection or (0 <= self._place < len(self._trail) and self._trail[self._place] == selection):
            return
        self._trail = [*self._trail[: self._place + 1], selection][-MOST_BACK:]
        self._place = len(self._trail) - 1
        self._enable()

    def _enable(self) -> None:
        self.back.setEnabled(self._place > 0)
        self.forward.setEnabled(self._place < len(self._trail) - 1)

    def _walk(self, steps: int) -> None:
        place = self._place + steps
        if 0 <= place < len(self._trail):
            self._place = place
            self.session.select(self._trail[place])
            self.refresh()

    def _beside(self, steps: int) -> None:
        snapshot, frame = self.session.snapshot(), self.session.selection.frame
        if snapshot is not None and frame is not None and 0 <= frame + steps < snapshot.n_frames:
            self.session.select(Selection(frame=frame + steps))


PANE = Pane("inspector", "Frame", Area.RIGHT, InspectorPane, order=1, weight=5)
