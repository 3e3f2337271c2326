"""A list to pick from, under headings: what the search field and the command palette drop down. Knows no command."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from pagevis.model.snapshot import Kind
from pagevis.session.session import Session
from pagevis.ui.look import Look, look_of
from pagevis.ui.panes._rows import paint_chip
from pagevis.ui.parts import guarded

ROW, HEADING, PAD, CHIP = 28, 26, 14, 10
Index = QModelIndex | QPersistentModelIndex
HERE = QModelIndex()


@dataclass(frozen=True, slots=True)
class Pick:
    """One row. ``run`` None: a heading, or what cannot be picked now; ``note`` says why."""

    title: str
    note: str = ""
    keys: str = ""
    run: Callable[[], None] | None = None
    is_heading: bool = False
    mono: bool = False
    strong: bool = False
    slot: int = 0  # a holder's chip in front
    kind: Kind | None = None  # or a kind's

    @property
    def spoken(self) -> str:
        """All of it, for screen readers."""
        return ", ".join(part for part in (self.title, self.note, self.keys) if part)


class PickModel(QAbstractListModel):
    """The rows as a model."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: tuple[Pick, ...] = ()

    def replace(self, rows: Sequence[Pick]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: Index = HERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or not 0 <= index.row() < len(self.rows):
            return None
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.UserRole:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return row.spoken
        return row.note or None if role == Qt.ItemDataRole.ToolTipRole else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or self.rows[index.row()].is_heading:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


@guarded
class _Painter(QStyledItemDelegate):
    def __init__(self, view: QListView, session: Session) -> None:
        super().__init__(view)
        self._session = session

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        row = index.data(Qt.ItemDataRole.UserRole)
        heading = isinstance(row, Pick) and row.is_heading
        return QSize(40, look_of(self._session).px(HEADING if heading else ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(Qt.ItemDataRole.UserRole)
        if not isinstance(row, Pick):
            return
        painter.save()
        look, box = look_of(self._session), QRectF(option.rect)
        if row.is_heading:
            painter.setFont(look.sans(11, 600))
            painter.setPen(look["text3"])
            painter.drawText(box.adjusted(PAD, 4, -PAD, 0), Qt.AlignmentFlag.AlignVCenter, row.title)
        else:
            if option.state & QStyle.StateFlag.State_Selected:
                painter.fillRect(box, look["select"])
                painter.fillRect(QRectF(box.left(), box.top(), 3, box.height()), look["accent"])
            elif option.state & QStyle.StateFlag.State_MouseOver:
                painter.fillRect(box, look["hover"])
            _paint_row(painter, look, box.adjusted(PAD, 0, -PAD, 0), row)
        painter.restore()


def _paint_row(painter: QPainter, look: Look, box: QRectF, row: Pick) -> None:
    """Chip, title, note behind it, keys at the right. The note yields first, then the title."""
    middle = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
    if row.slot or row.kind is not None:
        chip = QRectF(box.left(), box.center().y() - CHIP / 2, CHIP, CHIP)
        painter.save()
        paint_chip(painter, look, chip, row.slot, row.kind)
        painter.restore()
        box.setLeft(box.left() + CHIP + 9)
    if row.keys:
        painter.setFont(look.mono(11))
        painter.setPen(look["text2"])
        width = QFontMetricsF(painter.font()).horizontalAdvance(row.keys)
        painter.drawText(box, middle | Qt.AlignmentFlag.AlignRight, row.keys)
        box.setRight(box.right() - width - 12)
    painter.setFont(look.mono(12, 600) if row.mono else look.sans(13, 600 if row.strong else 400))
    metrics = QFontMetricsF(painter.font())
    title = metrics.elidedText(row.title, Qt.TextElideMode.ElideRight, box.width())
    painter.setPen(look["ink"] if row.run is not None else look["text3"])
    painter.drawText(box, middle, title)
    box.setLeft(box.left() + metrics.horizontalAdvance(title) + 10)
    if row.note and box.width() > 24:
        painter.setFont(look.sans(12))
        painter.setPen(look["text3"])
        note = QFontMetricsF(painter.font()).elidedText(row.note, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, middle, note)


class PickList(QListView):
    """The view. The keyboard stays in the field above it, which hands Up, Down and Enter on with ``key``."""

    picked = Signal()

    def __init__(self, session: Session, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self.rows = PickModel(self)
        self.setModel(self.rows)
        self.setItemDelegate(_Painter(self, session))
        self.setAccessibleName(name)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.clicked.connect(self._on_clicked)

    def show_rows(self, rows: Sequence[Pick]) -> None:
        """Other rows; the one at which the user stood stays picked where it is still there."""
        current = self.current()
        self.rows.replace(rows)
        same = [i for i, row in enumerate(rows) if current is not None and row.title == current.title]
        ready = [i for i, row in enumerate(rows) if row.run is not None]
        first = (same or ready or [-1])[0]
        self.setCurrentIndex(self.rows.index(first, 0) if first >= 0 else QModelIndex())
        self.scrollToTop()
        if first > 0 and same:
            self.scrollTo(self.currentIndex())

    def current(self) -> Pick | None:
        """The row that Enter would pick."""
        row = self.currentIndex().data(Qt.ItemDataRole.UserRole)
        return row if isinstance(row, Pick) else None

    def content_height(self) -> int:
        """Px that all rows take."""
        look = look_of(self._session)
        return sum(look.px(HEADING if row.is_heading else ROW) for row in self.rows.rows)

    def key(self, key: int) -> bool:
        """Up, Down, a page, or Enter; False for any other."""
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}.get(Qt.Key(key))
        if step is not None:
            self._move(step)
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.pick()
            return True
        return False

    def _move(self, step: int) -> None:
        there = [i for i, row in enumerate(self.rows.rows) if not row.is_heading]
        if not there:
            return
        at = self.currentIndex().row()
        k = there.index(at) if at in there else (-1 if step > 0 else 0)
        k = (k + step) % len(there) if abs(step) == 1 else min(max(k + step, 0), len(there) - 1)
        self.setCurrentIndex(self.rows.index(there[k], 0))
        self.scrollTo(self.currentIndex())
        if k == 0:
            self.scrollToTop()

    def pick(self) -> None:
        """Do what the current row does."""
        row = self.current()
        if row is not None and row.run is not None:
            self.picked.emit()
            row.run()

    def _on_clicked(self, index: QModelIndex) -> None:
        self.setCurrentIndex(index)
        self.pick()
