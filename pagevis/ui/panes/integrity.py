"""The laws of the books at the position, each with its sign, and all that was found: a click leads there."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QVBoxLayout

from pagevis.model.snapshot import Snapshot
from pagevis.session.session import Selection, Session
from pagevis.session.soundness import State
from pagevis.trace.history import History
from pagevis.ui import words
from pagevis.ui.look import Look
from pagevis.ui.panes._base import Area, Pane, PaneWidget
from pagevis.ui.panes._checks import Check, Sign, checks
from pagevis.ui.panes._table import ROW_ROLE, Column, Index, RowsModel, RowsView
from pagevis.ui.parts import guarded, label

ROW_HEIGHT, HEADING_HEIGHT = 42, 32
ONE_LINE = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextSingleLine)
RIGHT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight | Qt.TextFlag.TextSingleLine)
INKS = {
    Sign.OK: "ok",
    Sign.BROKEN: "error",
    Sign.REFUSED: "warn",
    Sign.NOTE: "warn",
    Sign.WAITING: "text3",
}
STATE_WORDS = {
    State.SOUND: "books sound",
    State.WAITING: "looking …",
    State.INSIDE: "in the middle of an event the books need not agree; they are looked through at its end",
    State.LARGE: "too many frames to look through after each step: pagevis check does it once",
    State.UNTOLD: "a recording keeps no books; what is odd in it is told here",
    State.NOTHING: "",
}


def state_words(state: State, n_findings: int) -> str:
    """What is known of the books, in a few words."""
    return words.plural(n_findings, "finding") if state is State.BROKEN else STATE_WORDS[state]


def paint_mark(painter: QPainter, look: Look, sign: Sign, middle: QPointF) -> None:
    """A tick, a cross, a triangle or a ring: shapes that can be told apart without their colours."""
    painter.setPen(QPen(look[INKS[sign]], 1.8, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    x, y = middle.x(), middle.y()
    if sign is Sign.OK:
        painter.drawPolyline([QPointF(x - 4, y), QPointF(x - 1, y + 3.5), QPointF(x + 5, y - 4)])
    elif sign is Sign.BROKEN:
        painter.drawLine(QPointF(x - 4, y - 4), QPointF(x + 4, y + 4))
        painter.drawLine(QPointF(x - 4, y + 4), QPointF(x + 4, y - 4))
    elif sign is Sign.WAITING:
        painter.drawEllipse(middle, 3.5, 3.5)
    else:
        painter.drawPolygon([QPointF(x - 5, y + 4), QPointF(x + 5, y + 4), QPointF(x, y - 5)])
        painter.drawLine(QPointF(x, y - 1), QPointF(x, y + 1))


@guarded
class CheckPainter(QStyledItemDelegate):
    """Two lines to a row: what it is, and what was seen; where at the right."""

    def __init__(self, pane: IntegrityPane) -> None:
        super().__init__(pane)
        self._pane = pane

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(60, self._pane.look.px(ROW_HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(ROW_ROLE)
        if not isinstance(row, Check):
            return
        look, box = self._pane.look, QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if row.sign is Sign.HEADING:
            painter.setFont(look.sans(11, 600))
            painter.setPen(look["text2"])
            painter.drawText(box.adjusted(14, 6, -8, 0), ONE_LINE, row.title)
        else:
            self._paint_ground(painter, look, option, box, row)
            self._paint_row(painter, look, box, row)
        painter.restore()

    def _paint_ground(
        self, painter: QPainter, look: Look, option: QStyleOptionViewItem, box: QRectF, row: Check
    ) -> None:
        state = option.state
        if row.sign is Sign.BROKEN and not row.later:
            painter.setPen(QPen(look["error"], 1))
            painter.setBrush(look["error_soft"])
            painter.drawRoundedRect(box.adjusted(6.5, 2.5, -6.5, -1.5), 6, 6)
        elif row.leads and state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, look["hover"])
        if state & QStyle.StateFlag.State_HasFocus:
            painter.fillRect(QRectF(box.left(), box.top(), 3, box.height()), look["accent"])

    def _paint_row(self, painter: QPainter, look: Look, box: QRectF, row: Check) -> None:
        half = box.height() / 2
        top = QRectF(box.left() + 36, box.top() + 3, box.width() - 48, half - 2)
        paint_mark(painter, look, row.sign, QPointF(box.left() + 21, top.center().y()))
        painter.setFont(look.sans(12))
        width = QFontMetricsF(painter.font()).horizontalAdvance(row.right) + 10 if row.right else 0.0
        painter.setPen(look["accent_text"] if row.leads else look["text2"])
        painter.drawText(top, RIGHT, row.right)
        painter.setFont(look.sans(12, 600 if row.sign is Sign.BROKEN else 500))
        ink = "text3" if row.later else "error_text" if row.sign is Sign.BROKEN else "ink"
        painter.setPen(look[ink])
        metrics = QFontMetricsF(painter.font())
        title = metrics.elidedText(row.title, Qt.TextElideMode.ElideRight, top.width() - width)
        painter.drawText(top, ONE_LINE, title)
        painter.setFont(look.sans(11))
        painter.setPen(look["text3" if row.later else "text2"])
        foot = QRectF(top.left(), box.top() + half, top.width(), half - 4)
        text = QFontMetricsF(painter.font()).elidedText(row.text, Qt.TextElideMode.ElideRight, foot.width())
        painter.drawText(foot, ONE_LINE, text)


class IntegrityPane(PaneWidget):
    """See the module."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.model = RowsModel[Check](
            (Column("Check", lambda row: row.spoken, _tip),),
            key=lambda row: (row.sign is Sign.HEADING, row.title, row.event),
            selectable=lambda row: row.sign is not Sign.HEADING,
            parent=self,
        )
        self.view = RowsView(self.model, "Integrity", self)
        self.view.setItemDelegate(CheckPainter(self))
        self.view.clicked.connect(self._go)
        self.view.activated.connect(self._go)
        self.setFocusProxy(self.view)
        self.words = label("", "note", wraps=True)
        self.words.setContentsMargins(14, 10, 12, 6)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.words)
        column.addWidget(self.view, 1)
        session.soundness.changed.connect(self._on_changed)

    def refresh(self) -> None:
        """All rows."""
        history, snapshot = self.session.history, self.session.snapshot()
        soundness = self.session.soundness
        rows = [] if history is None or snapshot is None else self._rows(history, snapshot)
        if self.model.replace(rows) or self.view.verticalHeader().defaultSectionSize() != self.look.px(ROW_HEIGHT):
            self.view.verticalHeader().setDefaultSectionSize(self.look.px(ROW_HEIGHT))
            for i, row in enumerate(rows):
                if row.sign is Sign.HEADING:
                    self.view.setRowHeight(i, self.look.px(HEADING_HEIGHT))
        said = state_words(soundness.state, len(soundness.findings))
        short = soundness.state in (State.SOUND, State.BROKEN, State.WAITING)
        self.noted.emit(said if short else "")
        self.words.setText("Open a lesson to see the laws that its books keep." if history is None else said)
        self.words.setVisible(history is None or not short)

    def _rows(self, history: History, snapshot: Snapshot) -> list[Check]:
        return checks(history, snapshot, self.session.soundness, veiled="future" in self.session.hides)

    def _go(self, index: Index) -> None:
        row = index.data(ROW_ROLE)
        if not isinstance(row, Check):
            return
        if row.frame is not None:
            self.session.select(Selection(frame=row.frame))
        if row.event is not None:
            self.session.seek(row.event)


def _tip(row: Check) -> str:
    when = "\nStill to come" if row.later else ""
    where = f"{when}\nA click goes there" if row.leads else ""
    return f"{row.title}\n{row.text}{where}" if row.text else row.title


PANE = Pane("integrity", "Integrity", Area.RIGHT, IntegrityPane, order=2, tab_of="inspector")
