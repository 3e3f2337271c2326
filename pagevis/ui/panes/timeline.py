"""Frames by holder over time, with marks, losses, branches and the playhead; a place on it is a moment to go to.

The areas change only with file, size, theme, selection and the part of time that is shown, and are kept as a picture;
veil, playhead and flags are painted over it each time.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip

from pagevis.session.session import Session
from pagevis.trace.history import Position
from pagevis.ui import words
from pagevis.ui.panes import _density, _flags, _timeline, _timeline_drag, _timeline_menu
from pagevis.ui.panes._axis import Axis
from pagevis.ui.panes._base import Area, Pane, PaneWidget
from pagevis.ui.panes._span_card import SpanCard
from pagevis.ui.parts import guarded, on_event

LEFT, RIGHT, TOP, FOOT = 66, 20, 30, 44
BAR = 8.0  # height of the bar that shows which part of time is shown
COLUMN_PX = 2  # of a recording's areas
CARD_PX = 320  # of the card between A and B, where the pane is wide enough
NOTCH = 120  # of a wheel
ZOOM = 1.25  # per notch


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
        self.card = SpanCard(session, self)
        self._areas: QPixmap | None = None
        self._areas_key: tuple[object, ...] = ()
        self._whole: _timeline.Bands | None = None
        self._bands: _timeline.Bands | None = None
        self._flags: tuple[_flags.Flag, ...] | None = None
        self._placed: list[_flags.Placed] = []
        self._placed_key: tuple[object, ...] = ()
        self.shown_flags: list[_flags.Placed] = []  # as they were painted last
        self._drag: _timeline_drag.Drag | None = None
        self._was = session.position
        for signal in (session.opened, session.closed, session.history_changed):
            signal.connect(self._forget)
        for signal in (session.markers.changed, session.document.changed):
            signal.connect(self._on_flags)
        session.markers.shown_changed.connect(self.update)
        session.questions.changed.connect(self.update)
        on_event(self, QEvent.Type.ToolTip, self._tell)

    def sizeHint(self) -> QSize:
        return QSize(600, 176)

    def _forget(self) -> None:
        self._whole = self._bands = self._areas = self._flags = None
        self._was = self.session.position
        self.update()

    def _on_flags(self) -> None:
        self._flags = None
        self._place_card()
        self.update()

    # Where things stand

    @property
    def strip(self) -> float:
        """Height of the strip that shows how dense events are; 0 where there is none."""
        return _density.HEIGHT if self.height() >= 140 and _density.is_shown(self.session.history, self._span) else 0.0

    @property
    def _span(self) -> float:
        shown = self.session.markers.shown
        n_events = self.session.history.n_events if self.session.history is not None else 1
        return (shown[1] if shown is not None else n_events) / max(1.0, self.width() - LEFT - RIGHT)

    @property
    def plot(self) -> QRectF:
        """The rectangle of the areas."""
        look, card = self.look, self.card.width() + 12 if self.card.isVisibleTo(self) else 0
        foot = look.px(FOOT) + self.strip + (BAR if self.session.markers.shown is not None else 0.0)
        top = look.px(TOP)
        return QRectF(LEFT, top, max(40, self.width() - LEFT - RIGHT - card), max(30.0, self.height() - top - foot))

    @property
    def axis(self) -> Axis:
        """Events to pixels."""
        n_events = self.session.history.n_events if self.session.history is not None else 1
        plot = self.plot
        return Axis(plot.left(), plot.width(), n_events, *(self.session.markers.shown or ()))

    @property
    def bar(self) -> QRectF:
        """Where the part that is shown is dragged through the whole."""
        plot = self.plot
        return QRectF(plot.left(), self.height() - BAR - 1, plot.width(), BAR)

    def _place_card(self) -> None:
        markers = self.session.markers
        wanted = markers.a is not None and markers.b is not None and self.width() >= 2 * CARD_PX
        self.card.setVisible(wanted and self.session.history is not None)
        width = min(self.look.px(CARD_PX), self.width() // 2)
        self.card.setGeometry(self.width() - width - 8, 6, width, max(60, self.height() - 12))
        if wanted:
            self.card.refresh()

    # Painting

    def refresh(self) -> None:
        """Veil and playhead; the areas are looked up when painted."""
        history = self.session.history
        if history is not None:
            self.setAccessibleName(f"Timeline, event {history.position.event} of {history.n_events - 1}")
            if history.position != self._was:
                self._was = history.position
                self._follow()
        self._place_card()
        self.update()

    def _follow(self) -> None:
        """A playhead that left the part that is shown takes it along."""
        shown, axis = self.session.markers.shown, self.axis
        if shown is not None and self._drag is None:
            x = axis.x(self._was.event + 1.0)
            if not axis.left + 1 <= x <= axis.left + axis.width + 0.5:
                self.session.markers.show_part(self._was.event - shown[1] / 4, shown[1])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._whole = self._bands = self._areas = None
        self._place_card()

    def _picture(self) -> QPixmap:
        """The areas, axes and event signs as they are kept."""
        history = self.session.history
        assert history is not None
        ratio, axis, plot = self.devicePixelRatioF(), self.axis, self.plot
        look = self.look
        key = (id(history), self.size().toTuple(), ratio, look.name, look.percent, self.session.selection.slot,
               axis, self.session.palette)  # fmt: skip
        if self._areas is None or key != self._areas_key:
            n_columns = int(plot.width()) // COLUMN_PX
            if self._whole is None:
                whole_axis = Axis(axis.left, axis.width, axis.n_events)
                self._whole = _timeline.bands(history, n_columns, whole_axis)
            shown = self.session.markers.shown
            self._bands = self._whole if shown is None else _timeline.bands(history, n_columns, axis, self._whole)
            made = QPixmap(self.size() * ratio)
            made.setDevicePixelRatio(ratio)
            made.fill(look["panel"])
            painter = QPainter(made)
            _timeline.paint_areas(painter, look, axis, plot, self._bands, self.session)
            if self.strip:
                _density.paint(painter, look, axis, plot, history)
            _timeline.paint_ticks(painter, look, axis, plot, history, self.strip)
            painter.end()
            self._areas, self._areas_key = made, key
        return self._areas

    def _flags_now(self, playhead: QRectF, known: float) -> list[_flags.Placed]:
        if self._flags is None:
            self._flags = _flags.flags_of(self.session)
            self._placed_key = ()
        axis, plot = self.axis, self.plot
        key = (axis, plot.top(), plot.height(), self.look.percent)
        if key != self._placed_key:
            self._placed, self._placed_key = _flags.place(self.look, axis, plot, self._flags), key
        placed = self._placed
        if "future" in self.session.hides:
            placed = [one for one in placed if axis.x(one.flag.place) <= known + 1]
        return _flags.aside(placed, plot, playhead)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        history = self.session.history
        if history is None:
            painter.fillRect(self.rect(), self.look["panel"])
            painter.end()
            return
        look, axis, plot = self.look, self.axis, self.plot
        painter.drawPixmap(0, 0, self._picture())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        at = history.position
        x = axis.x_of(at, history.n_micro(at.event))
        known = known_until(axis, at, history.n_micro(at.event))
        if self._bands is not None:
            _timeline.paint_names(painter, look, axis, plot, self._bands, self.session, known)
        hidden = "future" in self.session.hides
        _timeline.paint_veil(painter, look, plot, known, look.px(FOOT) + self.strip if hidden else 0.0)
        self._paint_span(painter, axis, plot)
        number = words.count(at.event)
        flag = _timeline.flag_box(look, plot, x, number) if axis.holds(x) else QRectF()
        self.shown_flags = self._flags_now(flag, known)
        lines = [one.flag for one in self.shown_flags] if hidden else self._flags or ()
        _flags.paint_lines(painter, look, axis, plot, lines)
        _flags.paint(painter, look, self.shown_flags)
        if axis.holds(x):
            _timeline.paint_playhead(painter, look, axis, plot, x, number)
        self._paint_bar(painter)
        if self.hasFocus():
            painter.setPen(look["accent"])
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(2.5, 2.5, -2.5, -2.5), 6, 6)
        painter.end()

    def _paint_span(self, painter: QPainter, axis: Axis, plot: QRectF) -> None:
        markers = self.session.markers
        if markers.a is not None and markers.b is not None:
            left, right = (min(max(axis.x(e + 1.0), plot.left()), plot.right()) for e in (markers.a, markers.b))
            _timeline.paint_span(painter, self.look, QRectF(left, plot.top(), right - left, plot.height()))

    def _paint_bar(self, painter: QPainter) -> None:
        shown = self.session.markers.shown
        if shown is not None:
            bar, n_events = self.bar, self.axis.n_events
            part = bar.width() / max(1, n_events)
            thumb = QRectF(bar.left() + shown[0] * part, bar.top() + 1, max(12.0, shown[1] * part), bar.height() - 3)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.look["hover"])
            painter.drawRoundedRect(bar.adjusted(0, 1, 0, -2), 2.5, 2.5)
            painter.setBrush(self.look["text3"])
            painter.drawRoundedRect(thumb, 2.5, 2.5)

    # Pointer and keys

    def flag_at(self, point: QPointF) -> _flags.Flag | None:
        """The flag beneath a point."""
        return next((one.flag for one in self.shown_flags if one.box.contains(point)), None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self.session.history is not None:
            self._drag = _timeline_drag.begun(self, event)
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._drag is not None and event.buttons():
            self._drag.move(event.position())
        else:
            hand = self.flag_at(event.position()) is not None
            self.setCursor(Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        self._drag = None

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.session.history is None:
            return
        turned, sideways = event.angleDelta().y(), event.angleDelta().x()
        if sideways or event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._pan(-(sideways or turned) / NOTCH * 60)
        else:
            self._zoom_at(event.position().x(), turned / NOTCH)
        event.accept()

    def _zoom_at(self, x: float, notches: float) -> None:
        axis = self.axis
        span = min(max(axis.span / ZOOM**notches, 4.0), float(axis.n_events))
        part = min(max((x - axis.left) / axis.width, 0.0), 1.0)
        self.session.markers.show_part(axis.place(axis.left + part * axis.width) - part * span, span)

    def _pan(self, px: float) -> None:
        axis = self.axis
        self.session.markers.show_part(axis.first + px / axis.event_px, axis.span)

    def zoom(self, steps: int) -> bool:
        """Zoom about the playhead, else about the middle."""
        axis, at = self.axis, self.session.position
        x = axis.x(at.event + 1.0)
        self._zoom_at(x if axis.holds(x) else axis.left + axis.width / 2, 2.0 * steps)
        return True

    def fit(self) -> bool:
        """All of time."""
        self.session.markers.show_all()
        return True

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self.session.history is not None:
            point = QPointF(event.pos())
            menu = _timeline_menu.menu(self, self.session, self.flag_at(point), self.axis.event_at(point.x()))
            menu.popup(event.globalPos())

    def _tell(self, event: QEvent) -> bool:
        """A tooltip about the flag or the event beneath the pointer."""
        history = self.session.history
        if history is None or not isinstance(event, QHelpEvent):
            return False
        flag = self.flag_at(QPointF(event.pos()))
        x = float(event.pos().x())
        if flag is None and not self.axis.holds(x):
            return False
        index = flag.event if flag is not None else self.axis.event_at(x)
        if "future" in self.session.hides and index > history.position.event:
            QToolTip.showText(event.globalPos(), "Hidden until the question is answered", self)
            return True
        row = history.event(index)
        when = f" · {words.clock(row.time_ns)}" if row.time_ns is not None else ""
        told = f"\n{flag.text}" if flag is not None and flag.text and flag.kind not in ("a", "b") else ""
        QToolTip.showText(event.globalPos(), f"Event {words.count(row.index)}{when}\n{row.summary}{told}", self)
        return True

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()


PANE = Pane("timeline", "Timeline", Area.BOTTOM, TimelinePane, order=2, titled=False, plain_keys=True)
