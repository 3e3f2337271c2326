"""Paints the parts of the timeline: areas, ticks, names, veil, playhead, marks. Keeps nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QPainter, QPen, QPolygonF

from pagevis.model.snapshot import I64
from pagevis.session.session import Session
from pagevis.trace.history import History, Mark, Usage
from pagevis.ui import words
from pagevis.ui.look import Look
from pagevis.ui.panes._axis import Axis, round_step, round_top
from pagevis.ui.panes._signs import paint_sign

SIGN_PX = 12.0  # events at least this wide carry a sign
NAME_HEIGHT = 13.0
SMALL_FRAMES = 256  # the axis of a memory up to this size covers all of it
SIGN_BOX = 18.0
RIGHT_PX = 18.0  # of ground beyond the areas, which a label may use
CENTRE = int(Qt.AlignmentFlag.AlignCenter)
MIDDLE = int(Qt.AlignmentFlag.AlignVCenter)


@dataclass(frozen=True, slots=True)
class Bands:
    """Stacked areas: ``tops[i]`` is the sum of the first i+1 holders after each of ``events``; ``ceiling`` the axis."""

    events: I64
    slots: tuple[int, ...]
    tops: I64
    ceiling: int
    unit_bytes: int  # of the axis: 0 counts frames, else their size in bytes


def bands(history: History, n_columns: int) -> Bands:
    """What the areas show. The smallest holders lie on top, gathered; a recording's axis ends near its peak."""
    usage: Usage = history.usage(max(16, n_columns))
    tops = np.cumsum(usage.held, axis=0) if len(usage.slots) else np.zeros((0, len(usage.events)), np.int64)
    recording = history.kind == "recording"
    peak = int(tops[-1].max(initial=1)) if len(tops) else 1
    ceiling = round_top(max(peak, 8), binary=True) if recording else usage.n_frames
    if not recording and ceiling <= SMALL_FRAMES:
        ceiling = round_top(ceiling, binary=True)
    while not recording and ceiling > SMALL_FRAMES and ceiling % 4 == 0 and peak * 1.15 <= ceiling // 2:
        ceiling //= 2  # a memory that stays nearly empty is shown by its lower half, quarter …
    return Bands(usage.events, usage.slots, tops, ceiling, history.snapshot().page_size_bytes if recording else 0)


def _y(plot: QRectF, value: float, ceiling: int) -> float:
    return plot.bottom() - plot.height() * min(1.0, value / ceiling)


def _steps(xs: list[float], ys: list[float]) -> list[QPointF]:
    """A line of steps: each value holds until the next place."""
    points = []
    for i, y in enumerate(ys):
        points.append(QPointF(xs[i], y))
        points.append(QPointF(xs[i + 1], y))
    return points


def holder_color(look: Look, slot: int) -> QColor:
    """Of a band; slot 0 gathers the rest."""
    return look.holder(slot) if slot else look["disabled"]


def paint_areas(painter: QPainter, look: Look, axis: Axis, plot: QRectF, shown: Bands, session: Session) -> None:
    """Grid lines with their numbers, and the areas; those of others fade where one holder is selected."""
    painter.setFont(look.sans(11))
    for part in (0.0, 0.5, 1.0):
        y = round(plot.bottom() - plot.height() * part) + 0.5
        painter.setPen(QPen(look["border"], 1))
        painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
        value = round(shown.ceiling * part)
        text = words.size(value * shown.unit_bytes) if shown.unit_bytes and value else words.count(value)
        painter.setPen(look["text3"])
        painter.drawText(QRectF(0, y - 9, plot.left() - 10, 18), int(Qt.AlignmentFlag.AlignRight) | MIDDLE, text)
    xs = [axis.x(float(event)) for event in shown.events] + [plot.right()]
    exact = len(shown.events) == axis.n_events
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, not exact)
    painter.setPen(Qt.PenStyle.NoPen)
    chosen = session.selection.slot
    below = [plot.bottom()] * len(shown.events)
    for i, slot in enumerate(shown.slots):
        above = [_y(plot, float(value), shown.ceiling) for value in shown.tops[i]]
        color = QColor(holder_color(look, slot))
        if chosen and chosen != slot:
            color.setAlphaF(0.28)
        painter.setBrush(QBrush(color))
        painter.drawPolygon(QPolygonF(_steps(xs, above) + _steps(xs, below)[::-1]))
        below = above


def paint_ticks(painter: QPainter, look: Look, axis: Axis, plot: QRectF, history: History) -> None:
    """Numbers of events below, and a sign for each event where there is room."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(look.sans(11))
    painter.setPen(look["text3"])
    right = int(Qt.AlignmentFlag.AlignRight) | MIDDLE
    started = history.event(0).time_ns
    if started is None and axis.n_events > 1:
        started = history.event(1).time_ns
    timed = started is not None and axis.event_px < SIGN_PX
    y = plot.bottom() + (8 if timed else 25)
    painter.drawText(QRectF(4, y, plot.left() - 20, 16), right, "event")
    if timed:
        painter.drawText(QRectF(4, y + 17, plot.left() - 20, 16), right, "time")
    step = round_step(axis.n_events, max(2, int(plot.width() / 90)))
    for event in range(0, axis.n_events, step):
        wide = axis.event_px >= SIGN_PX
        x = axis.x(event + 0.5) if wide else axis.x(event)
        room = QRectF(min(max(x - 50, plot.left() - 3), plot.right() + RIGHT_PX - 100), y, 100, 16)
        side = MIDDLE | int(
            Qt.AlignmentFlag.AlignLeft
            if room.left() > x - 50
            else Qt.AlignmentFlag.AlignRight
            if room.left() < x - 50
            else Qt.AlignmentFlag.AlignHCenter
        )
        painter.drawText(room, side, words.count(event))
        if timed and started is not None:
            painter.drawText(room.translated(0, 17), side, seconds(history.event(event).time_ns, started))
        if not wide:
            painter.drawLine(QPointF(x, plot.bottom() + 2), QPointF(x, plot.bottom() + 6))
    if axis.event_px < SIGN_PX:
        return
    for event in range(axis.n_events):
        row = history.event(event)
        refused = row.outcome != "ok"
        middle = QPointF(axis.x(event + 0.5), plot.bottom() + 14)
        paint_sign(painter, "refused" if refused else row.verb, middle, look["error" if refused else "text2"])


def seconds(time_ns: int | None, started_ns: int) -> str:
    """Time since the start, ``0.250 s``."""
    passed = 0.0 if time_ns is None else max(time_ns - started_ns, 0) / 1e9
    return f"{passed:.3f} s" if passed < 100 else f"{passed:,.0f} s"


def paint_names(
    painter: QPainter, look: Look, axis: Axis, plot: QRectF, shown: Bands, session: Session, playhead: float
) -> None:
    """Each band's name, inside it and before the playhead, wherever the band is high enough."""
    snapshot = session.snapshot()
    if snapshot is None or not len(shown.events):
        return
    painter.setFont(look.sans(11, 600))
    metrics = QFontMetricsF(painter.font())
    for i, slot in enumerate(shown.slots):
        name = snapshot.holders[slot].name if slot else "others"
        width = metrics.horizontalAdvance(name)
        foot = shown.tops[i - 1] if i else np.zeros_like(shown.tops[i])
        thick = (shown.tops[i] - foot) * (plot.height() / shown.ceiling) >= NAME_HEIGHT
        starts = axis.left + shown.events * axis.event_px
        good = np.flatnonzero(thick & (starts + width + 16 < playhead))
        if not len(good):
            continue
        at = int(good[-1])
        need = (starts >= starts[at]) & (starts < starts[at] + width + 12)
        if not thick[need].all():
            continue
        middle = (_y(plot, float(shown.tops[i][at]), shown.ceiling) + _y(plot, float(foot[at]), shown.ceiling)) / 2
        x = min(float(starts[at]) + 8, playhead - width - 8)
        painter.setPen(look[_ink_role(session, slot)])
        painter.drawText(QRectF(x, middle - 9, width + 2, 18), MIDDLE, name)


def _ink_role(session: Session, slot: int) -> str:
    from pagevis.render.palette import HOLDER_ROLE

    snapshot = session.snapshot()
    role = HOLDER_ROLE.get(snapshot.holders[slot].kind) if snapshot is not None and slot else None
    return f"{role}_ink" if role else "owner_ink"


def paint_veil(painter: QPainter, look: Look, plot: QRectF, x: float) -> None:
    """The future is there, but pale."""
    veil = QColor(look["panel"])
    veil.setAlphaF(0.62)
    painter.fillRect(QRectF(x, plot.top(), plot.right() - x + 1, plot.height()), veil)


def flag_box(look: Look, plot: QRectF, x: float, text: str) -> QRectF:
    """Where the playhead's flag stands."""
    width = max(26.0, QFontMetricsF(look.sans(12, 600)).horizontalAdvance(text) + 14)
    left = min(max(plot.left() - 8, x - width / 2), plot.right() + 16 - width)
    return QRectF(left, plot.top() - 24, width, 19)


def paint_playhead(painter: QPainter, look: Look, axis: Axis, plot: QRectF, x: float, text: str) -> None:
    """A line and a flag with the event's number. Numbers below stay legible."""
    painter.setPen(QPen(look["now"], 2))
    painter.drawLine(QPointF(x, plot.top() - 6), QPointF(x, plot.bottom() + (18 if axis.event_px >= SIGN_PX else 6)))
    painter.setFont(look.sans(12, 600))
    flag = flag_box(look, plot, x, text)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look["now"])
    painter.drawRoundedRect(flag, 4, 4)
    painter.setPen(look["now_text"])
    painter.drawText(flag, CENTRE, text)


STYLE = {
    "mark": ("text2", "hover", "", Qt.PenStyle.DotLine),
    "loss": ("warn", "warn_soft", "⚠ ", Qt.PenStyle.SolidLine),
    "refused": ("error", "error_soft", "✕ ", Qt.PenStyle.SolidLine),
    "finding": ("error", "error_soft", "✕ ", Qt.PenStyle.SolidLine),
}


def _free_box(x: float, width: float, flag: QRectF, plot: QRectF, taken: Sequence[QRectF]) -> QRectF | None:
    """Where a mark's flag finds room: right of its line, left of it, or only its sign."""
    for left, w in ((x - 1, width), (x - width + 1, width), (x - SIGN_BOX / 2, SIGN_BOX)):
        box = QRectF(left, flag.top(), w, flag.height())
        if box.left() > 0 and box.right() < plot.right() + 18 and not any(box.intersects(other) for other in taken):
            return box
    return None


def _apart(axis: Axis, marks: Sequence[Mark]) -> Iterator[Mark]:
    """The marks that are drawn; of many within a few pixels the first one."""
    last = -10.0
    for mark in marks:
        if mark.kind in STYLE and axis.x(mark.event) - last >= 3:
            last = axis.x(mark.event)
            yield mark


def paint_mark_lines(painter: QPainter, look: Look, axis: Axis, plot: QRectF, marks: Sequence[Mark]) -> None:
    """A line down from each mark, beneath the playhead."""
    for mark in _apart(axis, marks):
        ink, _ground, _sign, pen = STYLE[mark.kind]
        x = axis.x(mark.event)
        painter.setPen(QPen(look[ink], 1, pen))
        painter.drawLine(QPointF(x, plot.top() - 4), QPointF(x, plot.bottom()))


def mark_boxes(look: Look, axis: Axis, plot: QRectF, marks: Sequence[Mark], flag: QRectF) -> list[tuple[Mark, QRectF]]:
    """Which marks have a flag, and where. Words are left out where they would lie on one another. A flag steps aside
    of the playhead's where it can, else it stays beneath: none comes or goes with the playhead."""
    metrics = QFontMetricsF(look.sans(11, 600))
    placed: list[tuple[Mark, QRectF]] = []
    for mark in _apart(axis, marks):
        width = metrics.horizontalAdvance(mark_words(mark)) + 14
        room = _free_box(axis.x(mark.event), width, flag, plot, [box.adjusted(-3, 0, 3, 0) for _mark, box in placed])
        if room is not None:
            placed.append((mark, room))
    for i, (mark, box) in enumerate(placed):
        if not box.intersects(flag):
            continue
        others = [other.adjusted(-3, 0, 3, 0) for j, (_mark, other) in enumerate(placed) if j != i]
        for left in (flag.right() + 3, flag.left() - 3 - box.width()):
            aside = QRectF(left, box.top(), box.width(), box.height())
            inside = aside.left() > 0 and aside.right() < plot.right() + RIGHT_PX
            if inside and not any(aside.intersects(other) for other in others):
                placed[i] = mark, aside
                break
    return placed


def mark_words(mark: Mark) -> str:
    """With the sign of its kind."""
    return STYLE[mark.kind][2] + (mark.text or mark.kind)


def paint_marks(painter: QPainter, look: Look, axis: Axis, plot: QRectF, marks: Sequence[Mark], flag: QRectF) -> None:
    """Flags in the strip above the areas, beneath the playhead's own."""
    painter.setFont(look.sans(11, 600))
    for mark, room in mark_boxes(look, axis, plot, marks, flag):
        ink, ground, sign, _pen = STYLE[mark.kind]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look[ground])
        painter.drawRoundedRect(room, 4, 4)
        painter.setPen(look[ink])
        painter.drawText(room, CENTRE, mark_words(mark) if room.width() > SIGN_BOX else (sign.strip() or "◆"))
