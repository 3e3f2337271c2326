"""Paints the parts of the timeline: areas, ticks, names, veil, playhead, marks. Keeps nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QImage, QPainter, QPen, QPolygonF

from pagevis.model.snapshot import I64
from pagevis.session.session import Session
from pagevis.trace.history import History, Usage
from pagevis.ui import words
from pagevis.ui.look import Look
from pagevis.ui.panes._axis import Axis, round_step, round_top
from pagevis.ui.panes._signs import paint_sign

SIGN_PX = 12.0  # events at least this wide carry a sign
NAME_HEIGHT = 13.0
MOST_STEPS = 1500  # events times holders that are drawn as polygons; more of them become a picture
DENSE_PX, FINER = 2, 4  # of that picture: pixels per column, rows per pixel
RIGHT_PX, EDGE_PX = 18.0, 8.0  # of ground beyond the areas, which a label may use but for its edge
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


def bands(history: History, n_columns: int, axis: Axis, whole: Bands | None = None) -> Bands:
    """What the areas show of the visible part; holders in the order of the ``whole``."""
    usage: Usage = history.usage(max(16, n_columns), *axis.visible)
    slots = usage.slots if whole is None else whole.slots
    rows = {slot: usage.held[i] for i, slot in enumerate(usage.slots)}
    nothing = np.zeros(len(usage.events), np.int64)
    held = [rows.get(slot, nothing) for slot in slots]
    tops = np.cumsum(held, axis=0) if held else np.zeros((0, len(usage.events)), np.int64)
    return Bands(
        usage.events,
        slots,
        tops,
        _ceiling(history, tops),
        history.snapshot().page_size_bytes if _is_large(history) else 0,
    )


def _ceiling(history: History, tops: I64) -> int:
    """Where the axis ends: near the peak, so that the areas use the height; never above what a scenario has."""
    peak = int(tops[-1].max(initial=1)) if len(tops) else 1
    top = round_top(max(round(peak * 1.08), 8), binary=True)
    return top if _is_large(history) else min(top, round_top(history.snapshot().n_frames, binary=True))


def _is_large(history: History) -> bool:
    return history.kind == "recording"


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
    chosen = session.selection.slot
    colors = [QColor(holder_color(look, slot)) for slot in shown.slots]
    for slot, color in zip(shown.slots, colors, strict=True):
        if chosen and chosen != slot:
            color.setAlphaF(0.28)
    if len(shown.events) * len(shown.slots) > MOST_STEPS:
        _paint_dense(painter, axis, plot, shown, colors)
    else:
        _paint_steps(painter, axis, plot, shown, colors)


def _paint_dense(painter: QPainter, axis: Axis, plot: QRectF, shown: Bands, colors: Sequence[QColor]) -> None:
    """The areas as one picture, each of its columns taken from the event at its middle."""
    n_wide, n_high = max(1, int(plot.width()) // DENSE_PX), max(1, int(plot.height() * FINER))
    places = axis.first + (np.arange(n_wide) + 0.5) * (axis.span / n_wide)
    column = np.clip(np.searchsorted(shown.events, places, side="right") - 1, 0, len(shown.events) - 1)
    values = (n_high - np.arange(n_high) - 0.5) * (shown.ceiling / n_high)
    band = np.zeros((n_high, n_wide), np.uint8)
    for top in shown.tops:
        band += top[column][None, :] <= values[:, None]
    table = np.array([*(color.rgba() for color in colors), 0], np.uint32)
    pixels = np.ascontiguousarray(table[band])
    image = QImage(pixels.tobytes(), n_wide, n_high, 4 * n_wide, QImage.Format.Format_ARGB32)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(plot, image)
    painter.restore()


def _paint_steps(painter: QPainter, axis: Axis, plot: QRectF, shown: Bands, colors: Sequence[QColor]) -> None:
    """The areas as polygons: exact where every event has its width."""
    lo, hi = axis.visible
    xs = [axis.x(float(event)) for event in shown.events] + [axis.x(hi + 1.0)]
    exact = len(shown.events) == hi - lo + 1
    painter.save()
    painter.setClipRect(plot.adjusted(0, -1, 0, 1))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, not exact)
    painter.setPen(Qt.PenStyle.NoPen)
    below = [plot.bottom()] * len(shown.events)
    for i, color in enumerate(colors):
        above = [_y(plot, float(value), shown.ceiling) for value in shown.tops[i]]
        painter.setBrush(QBrush(color))
        painter.drawPolygon(QPolygonF(_steps(xs, above) + _steps(xs, below)[::-1]))
        below = above
    painter.restore()


def paint_ticks(painter: QPainter, look: Look, axis: Axis, plot: QRectF, history: History, strip: float) -> None:
    """Numbers of events below the areas and their ``strip``, and a sign for each event where there is room."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(look.sans(11))
    painter.setPen(look["text3"])
    right = int(Qt.AlignmentFlag.AlignRight) | MIDDLE
    wide, line = axis.event_px >= SIGN_PX, look.px(16)
    started = history.event(min(1, axis.n_events - 1)).time_ns
    y = plot.bottom() + (25 if wide else 8 + strip)
    painter.drawText(QRectF(4, y, plot.left() - 20, line), right, "event")
    if started is not None:
        painter.drawText(QRectF(4, y + line + 1, plot.left() - 20, line), right, "time")
    step = round_step(axis.span, max(2, int(plot.width() / look.px(90))))
    lo, hi = axis.visible
    last = -1.0
    for event in range(-(-lo // step) * step, hi + 1, step):
        x = axis.x(event + 0.5) if wide else axis.x(event)
        if not axis.holds(x):
            continue
        painter.drawText(*_room(plot, x, y, line), words.count(event))
        if started is not None:
            now = history.event(max(event, 1)).time_ns or started
            if now != last:
                painter.drawText(*_room(plot, x, y + line + 1, line), seconds(now, started))
            last = now
        if not wide:
            painter.drawLine(QPointF(x, plot.bottom() + 2 + strip), QPointF(x, plot.bottom() + 6 + strip))
    if wide:
        for event in range(lo, hi + 1):
            row = history.event(event)
            refused = row.outcome != "ok"
            middle = QPointF(axis.x(event + 0.5), plot.bottom() + 14)
            if axis.holds(middle.x()):
                paint_sign(painter, "refused" if refused else row.verb, middle, look["error" if refused else "text2"])


def _room(plot: QRectF, x: float, y: float, height: float) -> tuple[QRectF, int]:
    """Where a number at ``x`` is written, and to which side: those at the ends stay inside."""
    room = QRectF(min(max(x - 50, plot.left() - 3), plot.right() + RIGHT_PX - EDGE_PX - 100), y, 100, height)
    left, right = room.left() > x - 50, room.left() < x - 50
    side = (
        Qt.AlignmentFlag.AlignLeft if left else Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignHCenter
    )
    return room, MIDDLE | int(side)


def seconds(time_ns: int | None, started_ns: int) -> str:
    """Time since the start, ``0.250 s``."""
    passed = 0.0 if time_ns is None else max(time_ns - started_ns, 0) / 1e9
    return f"{passed:.4f} s" if passed < 100 else f"{passed:,.1f} s"


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
        if session.selection.slot not in (0, slot):
            continue  # faded: nothing would be legible on it
        name = snapshot.holders[slot].name if slot else "others"
        width = metrics.horizontalAdvance(name)
        foot = shown.tops[i - 1] if i else np.zeros_like(shown.tops[i])
        thick = (shown.tops[i] - foot) * (plot.height() / shown.ceiling) >= NAME_HEIGHT
        starts = axis.left + (shown.events - axis.first) * axis.event_px
        good = np.flatnonzero(thick & (starts >= plot.left() - 1) & (starts + width + 16 < playhead))
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


def paint_veil(painter: QPainter, look: Look, plot: QRectF, x: float, foot: float) -> None:
    """The future is there, but pale; with a ``foot``, the height of what stands below, it is not there at all."""
    veil = QColor(look["panel"])
    veil.setAlphaF(1.0 if foot else 0.62)
    left = max(x, plot.left())
    if left < plot.right() + RIGHT_PX:
        painter.fillRect(QRectF(left, plot.top() - 1, plot.right() - left + 1, plot.height() + 1 + foot), veil)


def paint_span(painter: QPainter, look: Look, box: QRectF) -> None:
    """The time between A and B."""
    shade = QColor(look["ink"])
    shade.setAlphaF(0.10)
    painter.fillRect(box, shade)


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
