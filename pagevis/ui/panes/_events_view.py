"""The table in which events are listed, for every pane that lists some. Knows rows; what they say is the model's."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from pagevis.ui.panes._event_model import EventsModel


class EventsView(QTableView):
    """One column of rows of one height, without grid or headings. ``picked`` carries the row that somebody chose: what
    the model does while rows come and go is nobody's choice."""

    picked = Signal(int)
    typed = Signal(str)  # a letter, while the list has the keyboard

    def __init__(self, model: EventsModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._quiet = False
        self.setModel(model)
        self.setAccessibleName("Events")
        self.setObjectName("events")
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(18)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)

        self.selectionModel().selectionChanged.connect(self._on_selected)

    def keyboardSearch(self, search: str) -> None:
        """Qt would ask for the words of every event, 200,000 times for each letter."""
        self.typed.emit(search)

    @contextmanager
    def quiet(self) -> Iterator[None]:
        """While rows come and go."""
        was, self._quiet = self._quiet, True
        try:
            yield
        finally:
            self._quiet = was

    def _on_selected(self, selected: QItemSelection) -> None:
        indexes = selected.indexes()
        if indexes and not self._quiet:
            self.picked.emit(indexes[0].row())

    def mark(self, row: int) -> None:
        """Make a row the current one; nobody picked it."""
        with self.quiet():
            selection = self.selectionModel()
            if row < 0:
                selection.clear()
            else:
                flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
                bar = self.verticalScrollBar()
                place = bar.value()
                selection.setCurrentIndex(self.model().index(row, 0), flags)
                bar.setValue(place)  # Qt scrolls to what becomes current; whether to is the pane's to say
        self.viewport().update()
