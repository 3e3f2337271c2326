"""Frames by holder over time, with marks, losses and the playhead; a place on it is a moment to go to.

The areas change only with file, size, theme and selection and are kept as a picture; veil, playhead and flags are
painted over it each time.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip

from pagevis.session.session import Session
from pagevis.trace.history import Mark, Position
from pagevis.ui import words
from pagevis.ui.panes import _timeline
from pagevis.ui.panes._axis import Axis
from pagevis.ui.panes._base import Area, Pane, PaneWidget
from pagevis.ui.parts import guarded, on_event

LEFT, RIGHT, TOP, FOOT = 66, 20, 30, 44
COLUMN_PX = 2  # of a recording's areas


def known_until(axis: Axis, at: Position, n_micro: int) -> float:
    """Where the veil begins. A column shows the state after its event: it stays veiled until the event is complete."""
    return axis.x_of(at, n_micro) if at.micro >= n_micro else axis.x(at.event)


@guarded
class TimelinePane(PaneWidget):
    """See the module."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.setMinimumHeight(104)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self._areas: QPixmap | None = None
        self._areas_key: tuple[object, ...] = ()
        self._bands: _timeline.Bands | None = None
        session.opened.connect(self._forget)
        session.history_changed.connect(self._forget)
        on_event(self, QEvent.Type.ToolTip, self._tell)

    def sizeHint(self) -> QSize:
        return QSize(600, 168)

    def _forget(self) -> None:
        self._bands = None
        self._areas = None

    @property
    def plot(self) -> QRectF:
        """The rectangle of the areas."""
        return QRectF(LEFT, TOP, max(40, self.width() - LEFT - RIGHT), max(30, self.height() - TOP - FOOT))

    @property
    def axis(self) -> Axis:
        """Events to pixels."""
        n_events = self.session.history.n_events if self.session.history is not None else 1
        return Axis(self.plot.left(), self.plot.width(), n_events)

    def refresh(self) -> None:
        """Veil and playhead; the areas are looked up when painted."""
        history = self.session.history
        if history is not None:
            self.setAccessibleName(f"Timeline, event {history.position.event} of {history.n_events - 1}")
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._forget()

    def _picture(self) -> QPixmap:
        """The areas, axes and event signs as they are kept."""
        history = self.session.history
        assert history is not None
        ratio = self.devicePixelRatioF()
        key = (id(history), self.size().toTuple(), ratio, self.look.name, self.session.selection.slot)
        if self._areas is None or key != self._areas_key:
            if self._bands is None:
                self._bands = _timeline.bands(history, int(self.plot.width()) // COLUMN_PX)
            made = QPixmap(self.size() * ratio)
            made.setDevicePixelRatio(ratio)
            made.fill(self.look["panel"])
            painter = QPainter(made)
            _timeline.paint_areas(painter, self.look, self.axis, self.plot, self._bands, self.session)
            _timeline.paint_ticks(painter, self.look, self.axis, self.plot, history)
            painter.end()
            self._areas, self._areas_key = made, key
        return self._areas

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        history = self.session.history
        if history is None:
            painter.fillRect(self.rect(), self.look["panel"])
            painter.end()
            return
        painter.drawPixmap(0, 0, self._picture())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        at = history.position
        x = self.axis.x_of(at, history.n_micro(at.event))
        known = known_until(self.axis, at, history.n_micro(at.event))
        if self._bands is not None:
            _timeline.paint_names(painter, self.look, self.axis, self.plot, self._bands, self.session, known)
        _timeline.paint_veil(painter, self.look, self.plot, known)
        _timeline.paint_mark_lines(painter, self.look, self.axis, self.plot, history.marks)
        number = words.count(at.event)
        flag = _timeline.flag_box(self.look, self.plot, x, number)
        _timeline.paint_marks(painter, self.look, self.axis, self.plot, history.marks, flag)
        _timeline.paint_playhead(painter, self.look, self.axis, self.plot, x, number)
        if self.hasFocus():
            painter.setPen(self.look["accent"])
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(2.5, 2.5, -2.5, -2.5), 6, 6)
        painter.end()

    # Going there

    def _go(self, x: float) -> None:
        history = self.session.history
        if history is not None:
            event = self.axis.event_at(x)
            self.session.scrub(event, self.axis.micro_at(x, history.n_micro(event)))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            mark = self._mark_at(event.position())
            if mark is not None:
                self.session.seek(mark.event)
            else:
                self._go(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._go(event.position().x())
        else:
            hand = self._mark_at(event.position()) is not None
            self.setCursor(Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.ArrowCursor)

    def _mark_at(self, point: QPointF) -> Mark | None:
        if self.session.history is None or point.y() > TOP:
            return None
        for mark in self.session.history.marks:
            if abs(self.axis.x(mark.event) - point.x() + 8) < 12 and mark.kind != "pause":
                return mark
        return None

    def _tell(self, event: QEvent) -> bool:
        """A tooltip about the event beneath the pointer."""
        history = self.session.history
        if history is None or not isinstance(event, QHelpEvent):
            return False
        mark = self._mark_at(QPointF(event.pos()))
        row = history.event(mark.event if mark is not None else self.axis.event_at(event.pos().x()))
        when = f" · {words.clock(row.time_ns)}" if row.time_ns is not None else ""
        told = f"\n{mark.text}" if mark is not None and mark.text else ""
        QToolTip.showText(event.globalPos(), f"Event {words.count(row.index)}{when}\n{row.summary}{told}", self)
        return True

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()


PANE = Pane("timeline", "Timeline", Area.BOTTOM, TimelinePane, order=2, titled=False, plain_keys=True)
