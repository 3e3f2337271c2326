"""What the window shows while nothing is open: the lessons, the samples, one's own files. All found, none named."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from pagevis.session.progress import forget_progress, lesson_key, progress_of
from pagevis.session.session import Session
from pagevis.ui import icons
from pagevis.ui.cards import CARD_WIDTH, BigButton, Card, PaintedButton
from pagevis.ui.entries import lessons, samples
from pagevis.ui.look import look_of
from pagevis.ui.parts import guarded, label, named, on_event, tool_button, written
from pagevis.ui.recent_list import RecentList
from pagevis.ui.windows import Windows

SIDE_WIDTH, WIDEST_SIDE = 320, 400
MARGIN, GAP = 32, 20
MOST_COLUMNS = 4
CHIPS_FROM = 5  # lessons: fewer are seen at a glance
BUTTONS = (  # command, icon, title, words
    ("open", "folder", "Open a file", "Scenario or Linux text trace"),
    ("new", "plus", "New scenario", "Start from an empty memory of 64 frames"),
)
IDLE_MS = 10  # between two thumbnails: clicks and paints come first
MOVES = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}
FILTERS: dict[str, Callable[[Card], bool]] = {  # chip: which cards it leaves
    "All": lambda _card: True,
    "To do": lambda card: not card.progress.done,
    "Begun": lambda card: card.begun,
    "Done": lambda card: card.progress.done,
}


class Section(QWidget):
    """A heading and cards below it, in as many columns as fit."""

    def __init__(self, session: Session, title: str, note: str, cards: list[Card]) -> None:
        super().__init__()
        self._session = session
        self.cards = cards
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self.head = QHBoxLayout()
        self.head.setSpacing(8)
        look = look_of(session)
        self.head.addWidget(written(label(title), look, 22, 600))
        self.head.addWidget(written(label(note, "note"), look, 13), 1, Qt.AlignmentFlag.AlignBottom)
        column.addLayout(self.head)
        self._grid = QGridLayout()
        self._grid.setSpacing(GAP)
        self._grid.setAlignment(Qt.AlignmentFlag.AlignLeft)
        column.addLayout(self._grid)
        self.shown = list(cards)  # those that no filter leaves out
        self._n_columns = self._each = 0
        self._placed: list[Card] = []

    def place(self, width: int) -> None:
        """The cards that are shown, side by side."""
        least = look_of(self._session).px(CARD_WIDTH) + GAP
        n_columns = max(1, min(MOST_COLUMNS if width >= 1400 else 3, (width + GAP) // least))
        each = (width - GAP * (n_columns - 1)) // n_columns  # a single card is no wider than one of many
        if (n_columns, each, self.shown) == (self._n_columns, self._each, self._placed):
            return
        for card in self._placed:
            self._grid.removeWidget(card)
        for column in range(max(self._n_columns, n_columns)):
            self._grid.setColumnMinimumWidth(column, each if column < n_columns else 0)
        n_lines = max((2, *(card.lines_at(each) for card in self.cards)))
        for card in self.cards:
            card.set_lines(n_lines)
        for i, card in enumerate(self.shown):
            self._grid.addWidget(card, *divmod(i, n_columns))
        for card in self.cards:
            if card.parentWidget() is not None:
                card.setVisible(card in self.shown)
        self._n_columns, self._each, self._placed = n_columns, each, list(self.shown)

    def beside(self, card: Card, columns: int, rows: int) -> Card | None:
        """The card that many columns and rows away."""
        if card not in self._placed:
            return None
        to = self._placed.index(card) + columns + rows * self._n_columns
        if rows > 0 and to >= len(self._placed) and to // self._n_columns == (len(self._placed) - 1) // self._n_columns:
            to = len(self._placed) - 1  # the last row may be short
        return self._placed[to] if 0 <= to < len(self._placed) else None


@guarded
class StartPage(QWidget):
    """Left: what pagevis is, and one's own files. Right: everything that came with it, as cards."""

    picked = Signal(str, object)  # a path, and the event at which to go on or None

    def __init__(self, session: Session, actions: Mapping[str, QAction], windows: Windows) -> None:
        super().__init__()
        self.setObjectName("page")
        self._session, self._windows = session, windows
        self.lessons = [Card(session, entry) for entry in lessons()]
        samples_found = [Card(session, entry) for entry in samples()]
        self.cards = [*self.lessons, *samples_found]
        self.sections = [
            Section(session, "Lessons", f"{len(self.lessons)}, in this order", self.lessons),
            Section(session, "Recordings", "of a real machine", samples_found),
        ]
        self.recent = RecentList(session, windows)
        self.recent.picked.connect(self.picked)
        for card in self.cards:
            card.picked.connect(self.picked)
            card.forgotten.connect(lambda card=card: self._forget(card))
        self._fields()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._side(actions))
        row.addWidget(self._gallery(), 1)
        self._idle = QTimer(self, interval=IDLE_MS)
        self._idle.timeout.connect(self._make_next_picture)
        find = QShortcut(QKeySequence("Ctrl+F"), self)
        find.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        find.activated.connect(self.search.setFocus)
        session.theme_changed.connect(self._on_theme_changed)
        session.preferences_changed.connect(self._on_preferences_changed)
        windows.progress_changed.connect(self.refresh_progress)
        self._on_theme_changed()
        self._on_preferences_changed()

    def _fields(self) -> None:
        """Which lessons are shown: by words and by how far one is."""
        head = self.sections[0].head
        self.chips = QButtonGroup(self)
        box = named(QWidget(), "segmented")
        line = QHBoxLayout(box)
        line.setContentsMargins(2, 2, 2, 2)
        line.setSpacing(0)
        for words in FILTERS:
            chip = tool_button(name="segment", words=True)
            chip.setText(words)
            chip.setCheckable(True)
            chip.setChecked(words == "All")
            chip.setToolTip(f"Lessons: {words.lower()}")
            chip.setMinimumWidth(0)
            self.chips.addButton(chip)
            line.addWidget(chip)
        self.chips.buttonToggled.connect(self.refresh_filter)
        box.setVisible(len(self.lessons) >= CHIPS_FROM)
        self.search = QLineEdit()
        self.search.setObjectName("search")
        self.search.setPlaceholderText("Find a lesson  (Ctrl+F)")
        self.search.setAccessibleName("Find a lesson")
        self.search.setClearButtonEnabled(True)
        self._glass = self.search.addAction(
            icons.icon("search", look_of(self._session)["text3"]), QLineEdit.ActionPosition.LeadingPosition
        )
        self.search.textChanged.connect(self.refresh_filter)
        self.search.returnPressed.connect(self._open_found)
        head.addWidget(box)
        head.addSpacing(4)
        head.addWidget(self.search)
        self.nothing_found = label("No lesson has these words. Esc shows all.", "note")
        self.nothing_found.hide()
        layout = self.sections[0].layout()
        assert layout is not None
        layout.addWidget(self.nothing_found)

    def _side(self, actions: Mapping[str, QAction]) -> QWidget:
        self._side_box = side = named(QWidget(), "side")
        column = QVBoxLayout(side)
        column.setContentsMargins(24, 30, 24, 20)
        column.setSpacing(8)
        look = look_of(self._session)
        column.addWidget(written(label("pagevis"), look, 24, 600))
        question = label("Whose page frame is this, and since when?", "second", wraps=True)
        column.addWidget(written(question, look, 13))
        column.addSpacing(12)
        for command, icon, title, words in BUTTONS:
            if command in actions:
                column.addWidget(BigButton(self._session, actions[command], icon, title, words))
        column.addWidget(self.recent)
        column.addStretch()
        column.addWidget(label("Drop a file anywhere in this window to open it.", "note", wraps=True))
        area = named(QScrollArea(), "sidearea")
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(side)
        on_event(side, QEvent.Type.KeyPress, self._on_key)  # before the area takes arrows for scrolling
        self._side_area = area
        return area

    def _gallery(self) -> QScrollArea:
        page = named(QWidget(), "page")
        column = QVBoxLayout(page)
        column.setContentsMargins(MARGIN, 26, MARGIN, 26)
        column.setSpacing(28)
        for section in self.sections:
            if section.cards:
                column.addWidget(section)
        column.addStretch()
        self._area = named(QScrollArea(), "gallery")
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(page)
        on_event(page, QEvent.Type.KeyPress, self._on_key)
        on_event(page, QEvent.Type.Resize, self._on_page_resized)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return self._area

    # What is shown

    def refresh_filter(self) -> None:
        """Only the lessons that have the words and are of the chosen chip."""
        chip = self.chips.checkedButton()
        fits = FILTERS[chip.text()] if chip is not None else FILTERS["All"]
        wanted = self.search.text().casefold().split()
        told = {card: f"{card.entry.number} {card.entry.title} {card.entry.words}".casefold() for card in self.lessons}
        found = [card for card in self.lessons if fits(card) and all(word in told[card] for word in wanted)]
        self.sections[0].shown = found
        self.nothing_found.setText(
            "No lesson has these words. Esc shows all." if wanted else "No lesson is in this state yet."
        )
        self.nothing_found.setVisible(not found)
        self._place()

    def _place(self) -> None:
        width = self._area.viewport().width() - 2 * MARGIN
        for section in self.sections:
            section.place(width)

    def _on_page_resized(self, _event: QEvent) -> bool:
        QTimer.singleShot(0, self, self._place)  # the scroll bar came or went
        return False

    def refresh_progress(self) -> None:
        """How far one is in each lesson."""
        for card in self.lessons:
            card.set_progress(progress_of(self._windows.settings, lesson_key(str(card.entry.path))))

    def _forget(self, card: Card) -> None:
        forget_progress(self._windows.settings, lesson_key(str(card.entry.path)))
        self.refresh_progress()

    def _open_found(self) -> None:
        if self.sections[0].shown:
            self.sections[0].shown[0].click()

    def _on_theme_changed(self) -> None:
        self._glass.setIcon(icons.icon("search", look_of(self._session)["text3"]))
        if self.isVisible():
            self._idle.start()

    def _on_preferences_changed(self) -> None:
        look = look_of(self._session)
        self._side_area.setFixedWidth(min(look.px(SIDE_WIDTH), WIDEST_SIDE))
        self.search.setFixedWidth(look.px(220))
        self._place()
        if self.isVisible():
            self._idle.start()

    # The window system

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh_progress()
        self.recent.refresh()
        self.refresh_filter()
        self._idle.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._place)  # the gallery has its width only now

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._on_key(event):
            super().keyPressEvent(event)

    def _on_key(self, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent):
            return False
        if event.key() == Qt.Key.Key_Escape and (self.search.text() or self.search.hasFocus()):
            self.search.clear()
            self.setFocus()
            return True
        if event.key() in MOVES and not self.search.hasFocus():
            self._move_focus(*MOVES[Qt.Key(event.key())])
            return True
        return False

    def _move_focus(self, columns: int, rows: int) -> None:
        """Arrows go from card to card, and between the column at the left and the cards."""
        at = self.focusWidget() if self.isAncestorOf(self.focusWidget() or self) else None
        shown = [card for section in self.sections for card in section.shown]
        to: PaintedButton | None = None
        if isinstance(at, Card):
            section = next(section for section in self.sections if at in section.cards)
            to = section.beside(at, columns, rows)
            if to is None and rows:
                step = shown.index(at) + rows
                others = [card for card in shown[max(step, 0) :: rows] if card not in section.cards]
                to = others[0] if others else None
        elif shown:
            side = [button for button in self._side_box.findChildren(PaintedButton) if button.isVisible()]
            where = side.index(at) + rows if at in side else -1
            to = side[where] if rows and 0 <= where < len(side) else shown[0]
        if to is not None:
            to.setFocus(Qt.FocusReason.TabFocusReason)
            self._area.ensureWidgetVisible(to, 0, 40)

    def _make_next_picture(self) -> None:
        """One thumbnail at a time, when nothing else is to be done: the page is there at once."""
        waiting = [card for card in self.cards if card.picture is None and card.isVisible()]
        if not waiting or not self.isVisible():
            self._idle.stop()
            return
        if self._session.opening:  # what somebody waits for comes first
            return
        waiting[0].make_picture()
