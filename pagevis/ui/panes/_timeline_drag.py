"""What a pressed button on the timeline does until it is released: scrub, pan, pick a span, move a marker."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QMouseEvent

from pagevis.session.session import Session
from pagevis.ui.panes._axis import Axis
from pagevis.ui.panes._flags import Flag


class Timeline(Protocol):
    """What a drag asks of the pane."""

    session: Session

    @property
    def axis(self) -> Axis: ...
    @property
    def bar(self) -> QRectF: ...
    def flag_at(self, point: QPointF) -> Flag | None: ...


@dataclass(frozen=True, slots=True)
class Drag:
    """``move`` is told where the pointer is."""

    move: Callable[[QPointF], None]


def begun(pane: Timeline, event: QMouseEvent) -> Drag | None:
    """What a press begins; done at once where it is a click on a flag."""
    point, session = event.position(), pane.session
    if event.button() == Qt.MouseButton.MiddleButton:
        return Drag(_panning(pane, point.x()))
    if event.button() != Qt.MouseButton.LeftButton:
        return None
    if session.markers.shown is not None and pane.bar.adjusted(0, -3, 0, 3).contains(point):
        return _at_once(_through(pane), point)
    flag = pane.flag_at(point)
    if flag is not None and flag.kind in ("a", "b"):
        return Drag(_moving(pane, flag))
    if flag is not None and flag.branch:
        session.document.show_branch(flag.branch)
        return None
    if flag is not None:
        session.seek(flag.event)
        return None
    if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
        first = _event_after(pane.axis, point.x())
        return Drag(lambda to: session.markers.set_span(first, _event_after(pane.axis, to.x())))
    return _at_once(_scrubbing(pane), point)


def _at_once(move: Callable[[QPointF], None], point: QPointF) -> Drag:
    move(point)
    return Drag(move)


def _event_after(axis: Axis, x: float) -> int:
    """The event whose end is nearest: where a playhead or a marker would stand."""
    return min(max(round(axis.place(x)) - 1, 0), axis.n_events - 1)


def _scrubbing(pane: Timeline) -> Callable[[QPointF], None]:
    def move(to: QPointF) -> None:
        history, axis = pane.session.history, pane.axis
        if history is not None:
            event = axis.event_at(min(max(to.x(), axis.left), axis.left + axis.width))
            pane.session.scrub(event, axis.micro_at(to.x(), history.n_micro(event)))

    return move


def _panning(pane: Timeline, x: float) -> Callable[[QPointF], None]:
    grabbed = pane.axis.place(x)

    def move(to: QPointF) -> None:
        axis = pane.axis
        pane.session.markers.show_part(grabbed - (to.x() - axis.left) / axis.event_px, axis.span)

    return move


def _through(pane: Timeline) -> Callable[[QPointF], None]:
    def move(to: QPointF) -> None:
        axis, bar = pane.axis, pane.bar
        middle = (to.x() - bar.left()) / bar.width() * axis.n_events
        pane.session.markers.show_part(middle - axis.span / 2, axis.span)

    return move


def _moving(pane: Timeline, flag: Flag) -> Callable[[QPointF], None]:
    markers = pane.session.markers
    other = markers.b if flag.kind == "a" else markers.a

    def move(to: QPointF) -> None:
        event = _event_after(pane.axis, to.x())
        if other is not None:
            markers.set_span(event, other)
        elif flag.kind == "a":
            markers.set_a(event)
        else:
            markers.set_b(event)

    return move
