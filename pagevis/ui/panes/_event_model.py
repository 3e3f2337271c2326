"""The events as a table model: rows are made when they are looked at, micro-steps are nested below the shown event."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QWidget

from pagevis.model.snapshot import I64
from pagevis.trace.history import EventRow, History, Position
from pagevis.ui import words

Index = QModelIndex | QPersistentModelIndex
LINE_ROLE = Qt.ItemDataRole.UserRole
HERE = QModelIndex()
MOST_MICRO = 400  # micro-steps that are listed; boot has thousands, which nobody reads one by one


@dataclass(frozen=True, slots=True)
class Line:
    """One row: an event, or a micro-step of the shown one. ``when``: -1 past, 0 now, 1 still to come."""

    event: int
    when: int
    row: EventRow | None = None
    name: str = ""  # of who acts
    micro: int = 0  # 1 for the first micro-step, 0 for the event itself
    note: str = ""

    @property
    def rest(self) -> str:
        """The event's text without its verb and who acts, which stand before it."""
        if self.row is None:
            return self.note
        text = self.row.text.removeprefix(self.row.verb).strip()
        if self.name and text.startswith(self.name):
            text = text[len(self.name) :].strip()
        return text

    @property
    def spoken(self) -> str:
        """As a screen reader says it."""
        if self.row is None:
            return f"micro-step {self.micro}: {self.note}"
        refused = "" if self.row.outcome == "ok" else f", refused: {self.row.outcome}"
        return f"{words.count(self.event)} {self.row.text}{refused}"


class EventsModel(QAbstractTableModel):
    """See the module. ``show`` says which events, ``go`` where among them. ``most_micro``: longer events are not
    unfolded."""

    def __init__(self, parent: QWidget, most_micro: int = MOST_MICRO) -> None:
        super().__init__(parent)
        self._most_micro = most_micro
        self.history: History | None = None
        self.at = Position(0, 0)
        self._order: I64 | None = None  # None: all events
        self._n_events = 0
        self._row = -1  # of the shown event, -1: it is not among them
        self._notes: Sequence[str] = ()
        self._n_nested = 0
        self._secret = False

    def show(
        self, history: History | None, order: I64 | None, n_events: int, at: Position, *, secret: bool = False
    ) -> None:
        """Show all events before ``n_events``, or those of them in ``order``, at a position. ``secret``: micro-steps
        are not told, since they read and write what a question asks for."""
        self.beginResetModel()
        self.history, self.at, self._secret = history, at, secret
        self._order = None if order is None else order[: int(np.searchsorted(order, n_events))]
        self._n_events = n_events if order is None else len(self._order if self._order is not None else ())
        self._row = self._find(at.event)
        self._notes = self._micro_steps(at.event)
        self._n_nested = len(self._notes) if self._row >= 0 else 0
        self.endResetModel()

    def go(self, at: Position) -> None:
        """The position is another: nest its micro-steps instead of the last one's."""
        if at.event != self.at.event:
            if self._n_nested:
                self.beginRemoveRows(HERE, self._row + 1, self._row + self._n_nested)
                self._n_nested = 0
                self.endRemoveRows()
            row, notes = self._find(at.event), self._micro_steps(at.event)
            self._row, self._notes = row, notes
            if row >= 0 and notes:
                self.beginInsertRows(HERE, row + 1, row + len(notes))
                self._n_nested = len(notes)
                self.endInsertRows()
        self.at = at

    def _micro_steps(self, event: int) -> Sequence[str]:
        if self.history is None or self._secret:
            return ()
        n_micro = self.history.n_micro(event)
        if n_micro > self._most_micro:
            return ()
        return self.history.micro_steps(event)

    def _find(self, event: int) -> int:
        if self._order is None:
            return event if event < self._n_events else -1
        row = int(np.searchsorted(self._order, event))
        return row if row < len(self._order) and self._order[row] == event else -1

    @property
    def n_events(self) -> int:
        """How many events are listed."""
        return self._n_events

    def current_row(self) -> int:
        """The row of the position: of the micro-step where one is shown; -1: none."""
        nested = min(self.at.micro, self._n_nested)
        return self._row + nested if self._row >= 0 else -1

    def nearest_row(self) -> int:
        """The row of the position, or, where its event is not listed, of the next one that is; -1: none is."""
        if self._row >= 0 or self._order is None:
            return self.current_row()
        return min(int(np.searchsorted(self._order, self.at.event)), len(self._order) - 1)

    def event_row(self) -> int:
        """The row of the event of the position; -1: it is not listed."""
        return self._row

    def place(self, row: int) -> tuple[int, int]:
        """Event and micro-step (0: the event itself) of a row."""
        if self._row >= 0 and self._row < row <= self._row + self._n_nested:
            return self.at.event, row - self._row
        at = row - self._n_nested if self._row >= 0 and row > self._row else row
        return (at if self._order is None else int(self._order[at])), 0

    def line(self, row: int) -> Line:
        """One row."""
        assert self.history is not None
        event, micro = self.place(row)
        if micro:
            when = (micro > self.at.micro) - (micro < self.at.micro)
            return Line(event, when, micro=micro, note=self._notes[micro - 1])
        told = self.history.event(event)
        when = (event > self.at.event) - (event < self.at.event)
        holders = self.history.snapshot().holders
        name = holders[told.slot].name if 0 < told.slot < len(holders) else ""
        return Line(event, when, told, name)

    # Qt's side

    def rowCount(self, parent: Index = HERE) -> int:
        return 0 if parent.isValid() else self._n_events + self._n_nested

    def columnCount(self, parent: Index = HERE) -> int:
        return 0 if parent.isValid() else 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if self.history is None or not index.isValid() or not 0 <= index.row() < self.rowCount():
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.line(index.row()).spoken
        if role == Qt.ItemDataRole.ToolTipRole:
            return _tip(self.line(index.row()))
        return self.line(index.row()) if role == LINE_ROLE else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        shown = role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal
        return "Event" if shown and section == 0 else None


def _tip(line: Line) -> str:
    if line.row is None:
        return f"Micro-step {line.micro}: {line.note}\nr: a field of the book is read, w: it is written"
    parts = [line.row.summary, line.row.text]
    if line.row.outcome != "ok":
        parts.append(f"Refused: {line.row.outcome}. Nothing changed.")
    if line.row.time_ns is not None:
        parts.append(words.clock(line.row.time_ns))
    return "\n".join(dict.fromkeys(part for part in parts if part))
