"""A pane that lists holders: keeps table and session's selection the same thing. A pane supplies the rows."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QItemSelection, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from pagevis.model.snapshot import Kind, Snapshot
from pagevis.session.session import NOTHING, Selection, Session
from pagevis.ui.panes._base import PaneWidget
from pagevis.ui.panes._rows import HolderRow, RowPainter, chip_boxes, name_width
from pagevis.ui.panes._table import Column, RowsModel, RowsView
from pagevis.ui.parts import guarded, label, on_event

MEASURED_ROWS = 200  # names are looked at to see whether they leave room for bars; the rest may be shortened
Rows = Callable[[Session, Snapshot], tuple[list[HolderRow], str]]
COLUMNS: tuple[Column[HolderRow], ...] = (
    Column("Name", lambda row: f"{row.name} {row.note}".strip(), lambda row: row.tip),
    Column("Part", lambda row: "" if row.share is None else f"{row.share:.0%}", lambda row: row.tip),
    Column("Frames", lambda row: row.number, lambda row: row.tip),
)


@guarded
class HoldersPane(PaneWidget):
    """``rows`` answers the rows for a snapshot and the note beside the pane's title."""

    def __init__(self, session: Session, name: str, rows: Rows, empty: str) -> None:
        super().__init__(session)
        self._rows = rows
        self.model = RowsModel[HolderRow](
            COLUMNS,
            key=lambda row: (row.slot, row.kind, row.frame, bool(row.attached)),
            selectable=lambda row: not row.is_heading,
            parent=self,
        )
        self.view = RowsView(self.model, name, self)
        self.view.setItemDelegate(RowPainter(self.view, lambda: self.look))
        self._sized: object = None
        self.view.selectionModel().selectionChanged.connect(self._on_picked)
        on_event(self.view.viewport(), QEvent.Type.Resize, self._on_resized)
        on_event(self.view.viewport(), QEvent.Type.MouseButtonPress, self._on_pressed)
        self._empty = label(empty, "note", wraps=True)
        self._empty.setMargin(12)
        self._stack = QStackedLayout()
        self._stack.addWidget(self.view)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._empty)
        column.addStretch()
        self._stack.addWidget(page)
        self._above = QVBoxLayout(self)  # a pane may put something above its rows
        self._above.setContentsMargins(0, 0, 0, 0)
        self._above.setSpacing(0)
        self._above.addSpacing(4)
        self._above.addLayout(self._stack, 1)

    def refresh(self) -> None:
        """All rows, and which of them are selected."""
        snapshot = self.session.snapshot()
        rows, note = self._rows(self.session, snapshot) if snapshot is not None else ([], "")
        self.model.replace(rows)
        self._size_rows()
        self.noted.emit(note)
        self._stack.setCurrentIndex(0 if rows else 1)
        if snapshot is not None:
            self.view.show_selected(self._selected(snapshot))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._size_rows()

    def _on_resized(self, _event: QEvent) -> bool:
        """The table's own room changes also when its scroll bar comes or goes."""
        self._size_rows()
        return False

    def _size_rows(self) -> None:
        """Heights of rows, widths of columns: bars yield to names. Only what depends on the words is measured."""
        look, rows, room = self.look, self.model.rows, self.view.viewport().width()
        key = (look.percent, room, [(row.slot, row.kind, row.name, row.note, row.number, row.frame, row.share is None,
               bool(row.attached)) for row in rows])  # fmt: skip
        if key == self._sized:
            return
        self._sized = key
        widest = max((len(row.number) for row in rows), default=2)
        number, bar = max(44, 20 + look.px(7 * widest)), 60 if widest < 5 else 48
        barred = [row for row in rows if row.share is not None][:MEASURED_ROWS]
        needed = max((name_width(row, look) for row in barred), default=0.0)
        has_bars = bool(barred) and needed + bar + number <= room
        self.view.setColumnWidth(1, bar if has_bars else 0)
        self.view.setColumnWidth(2, number)
        for i, row in enumerate(rows):
            self.view.setRowHeight(i, row.height(look))
            across = 3 if row.is_heading else 2 if row.share is None else 1
            if across > 1 or self.view.columnSpan(i, 0) > 1:
                self.view.setSpan(i, 0, 1, across)

    def row_at(self, point: QPoint) -> HolderRow | None:
        """The row beneath a point of the pane, headings included."""
        index = self.view.indexAt(self.view.viewport().mapFrom(self, point))
        return self.model.rows[index.row()] if index.isValid() else None

    def _on_pressed(self, event: QEvent) -> bool:
        """A click on one of those attached selects that one, not the row."""
        if not isinstance(event, QMouseEvent) or event.button() != Qt.MouseButton.LeftButton:
            return False
        slot = self._chip_at(event.position())
        if slot:
            self.session.select(Selection(slot=slot))
        return bool(slot)

    def _chip_at(self, point: QPointF) -> int:
        index = self.view.indexAt(point.toPoint())
        if not index.isValid():
            return 0
        row = self.model.rows[index.row()]
        box = QRectF(self.view.visualRect(self.model.index(index.row(), 0)))
        return next((slot for slot, _name, room in chip_boxes(row, self.look, box) if room.contains(point)), 0)

    def _selected(self, snapshot: Snapshot) -> list[int]:
        selection = self.session.selection
        slots = {selection.slot} - {0}
        kind = selection.kind
        if selection.frame is not None:
            slots = {hold.slot for hold in snapshot.holders_of(selection.frame)}
            slots |= {hold.via for hold in snapshot.holders_of(selection.frame)} - {0}
            frames = snapshot.frames(selection.frame, selection.frame + 1)
            kind = None if slots else Kind(int(frames.kind[0]))
        rows = self.model.rows
        return [
            i
            for i, row in enumerate(rows)
            if (row.slot in slots if row.frame is None else row.frame == selection.frame)
            or (kind is not None and row.kind == kind)
        ]

    def _on_picked(self, picked: QItemSelection) -> None:
        indexes = picked.indexes()
        if not indexes:
            self.session.select(NOTHING)
            return
        row = self.model.rows[indexes[0].row()]
        if row.frame is not None:
            self.session.select(Selection(frame=row.frame))
            return
        self.session.select(Selection(slot=row.slot) if row.kind is None else Selection(kind=row.kind))
