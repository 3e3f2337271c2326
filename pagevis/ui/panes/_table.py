"""Rows of a pane as a table model and a view that paints them. A pane supplies rows and columns, nothing else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = Qt.ItemDataRole.UserRole
HERE = QModelIndex()


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """One column: its heading, and the text of a row in it, also read aloud by screen readers."""

    title: str
    text: Callable[[Row], str]
    tip: Callable[[Row], str] = lambda _row: ""


class RowsModel(QAbstractTableModel, Generic[Row]):
    """Rows are values; ``replace`` tells the view no more than what changed. Not to be subclassed further.

    ``key`` names a row across refreshes, ``selectable`` says which rows are more than headings.
    """

    def __init__(
        self,
        columns: Sequence[Column[Row]],
        key: Callable[[Row], object],
        selectable: Callable[[Row], bool] = lambda _row: True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.rows: list[Row] = []
        self.key = key
        self.selectable = selectable

    def replace(self, rows: list[Row]) -> bool:
        """Show these rows; True where the view was reset because other rows stand where others stood."""
        if rows == self.rows:
            return False
        if [self.key(row) for row in rows] == [self.key(row) for row in self.rows]:
            self.rows = rows
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, len(self.columns) - 1))
            return False
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()
        return True

    def rowCount(self, parent: Index = HERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = HERE) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or not 0 <= index.row() < len(self.rows):
            return None
        row, column = self.rows[index.row()], self.columns[index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return column.text(row)
        if role == Qt.ItemDataRole.ToolTipRole:
            return column.tip(row) or None
        return row if role == ROW_ROLE else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        shown = role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal
        return self.columns[section].title if shown and 0 <= section < len(self.columns) else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        if not self.selectable(self.rows[index.row()]):
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class RowsView(QTableView):
    """A table without grid or headings; rows are picked whole, several at once only by the program."""

    def __init__(self, model: RowsModel[Row], name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setAccessibleName(name)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.horizontalHeader().hide()
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(18)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)

    def show_selected(self, rows: Sequence[int]) -> None:
        """Select these rows, and no others, without telling anybody but the painter."""
        picked = QItemSelection()
        model = self.model()
        for row in rows:
            picked.merge(
                QItemSelection(model.index(row, 0), model.index(row, model.columnCount() - 1)),
                QItemSelectionModel.SelectionFlag.Select,
            )
        selection = self.selectionModel()
        was = selection.blockSignals(True)
        selection.select(picked, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        if rows and selection.currentIndex().row() not in rows:
            selection.setCurrentIndex(model.index(rows[0], 0), QItemSelectionModel.SelectionFlag.NoUpdate)
        selection.blockSignals(was)
        self.viewport().update()
