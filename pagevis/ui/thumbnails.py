"""Small pictures of files for the start page: of a lesson its frames, of a recording its frames by holder over time."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap, QPolygonF

from pagevis.base.errors import PagevisError
from pagevis.base.jobs import Job
from pagevis.model.snapshot import Kind
from pagevis.render.layout import RowLayout
from pagevis.render.palette import KIND_ROLE, Palette, palette_for
from pagevis.render.theme import Theme
from pagevis.session.opening import open_path_late
from pagevis.trace.history import History
from pagevis.ui import words
from pagevis.ui.entries import Entry

MARGIN = 18
MARK_PX = 9.0  # the least size of what is ringed
EVENT_S = 30.0  # of a lesson, looked at with care
GAP = 0.2  # of a cell
OUTLINED = (Kind.FREE, Kind.RESERVED, Kind.HOLE)


def thumbnail(entry: Entry, theme: Theme, size: QSize, ratio: float, ground: QColor) -> tuple[QPixmap, str]:
    """The picture, ``size`` logical pixels, and how much there is. A file that cannot be opened is bare ground."""
    made = QPixmap(size * ratio)
    made.setDevicePixelRatio(ratio)
    made.fill(ground)
    try:
        history = open_path_late(str(entry.path), Job(), None)
        history.seek(shown_event(history) if entry.is_lesson else _fullest(history))
    except PagevisError:
        return made, ""
    palette = palette_for(history, theme)
    palette.learn(history.snapshot().holders)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    space = QRectF(MARGIN, MARGIN, size.width() - 2 * MARGIN, size.height() - 2 * MARGIN)
    if entry.is_lesson:
        _paint_frames(painter, space, history, palette, ground)
    else:
        _paint_usage(painter, space, history, palette)
    painter.end()
    n_events = history.n_events - 1  # as everywhere: boot, or a recording's beginning, is number 0
    rest = _minutes(history) if entry.is_lesson else words.plural(history.snapshot().n_frames, "frame")
    return made, f"{words.plural(n_events, 'event')}, {rest}"


def _minutes(history: History) -> str:
    """About how long a lesson takes: its sentences are read and its links followed, event by event."""
    return f"{max(1, round(history.n_events * EVENT_S / 60))} min"


def _fullest(history: History) -> int:
    """The last event after which as much is held as ever: a telling moment."""
    usage = history.usage(64)
    total = usage.held.sum(axis=0)
    return int(usage.events[len(total) - 1 - int(np.argmax(total[::-1]))]) if total.size else 0


def _telling(history: History) -> int:
    """The marked event after which most is held, the first of such; without marks the fullest."""
    usage = history.usage(max(history.n_events, 16))
    total = usage.held.sum(axis=0)
    marked = [mark.event for mark in history.marks if mark.kind == "mark" and mark.event <= _asked(history)]
    if not marked or not total.size:
        return _fullest(history)
    at = np.searchsorted(usage.events, marked, side="right") - 1
    return marked[int(np.argmax(total[at]))]


def shown_event(history: History) -> int:
    """The event after which a lesson is pictured."""
    return min(_telling(history), _asked(history))


def _asked(history: History) -> int:
    """The last event that may be shown: what comes after the first question would tell the answer."""
    return min((question.event for question in history.questions), default=history.n_events - 1)


def _paint_point(painter: QPainter, box: QRectF, theme: Theme, ground: QColor) -> None:
    """A ring around the one frame that the moment is about."""
    grown = max(MARK_PX - box.width(), 0.0) / 2
    box = box.adjusted(-grown, -grown, grown, grown)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for color, width in ((ground, 5.0), (QColor(theme["now"]), 2.2)):
        painter.setPen(QPen(color, width))
        painter.drawRoundedRect(box.adjusted(-2, -2, 2, 2), 4, 4)


def _paint_frames(painter: QPainter, space: QRectF, history: History, palette: Palette, ground: QColor) -> None:
    snapshot = history.snapshot()
    columns = 16
    while space.height() / RowLayout(snapshot.ranges, columns).n_rows * columns < space.width() and columns < 256:
        columns *= 2
    layout = RowLayout(snapshot.ranges, columns)
    pitch = min(space.width() / columns, space.height() / layout.n_rows, 24.0)
    left = space.center().x() - pitch * columns / 2
    top = space.center().y() - pitch * layout.n_rows / 2
    frames = snapshot.frames(0, snapshot.n_frames)
    first = palette.frame_colours(frames)
    second = palette.second_colours(frames, first)
    side = pitch * (1 - GAP)
    for frame in range(snapshot.n_frames):
        column, row = layout.cell_of(frame)
        box = QRectF(left + column * pitch, top + row * pitch, side, side)
        kind = Kind(int(frames.kind[frame]))
        outlined = kind in OUTLINED and pitch > 6
        painter.setPen(QPen(QColor(palette.theme[f"{KIND_ROLE[kind]}_ink"]), 0.35) if outlined else Qt.PenStyle.NoPen)
        painter.setBrush(QColor.fromRgb(int(first[frame])))
        painter.drawRoundedRect(box, side / 7, side / 7)
        if second[frame] != first[frame]:
            painter.setBrush(QColor.fromRgb(int(second[frame])))
            painter.drawRoundedRect(box.adjusted(0, side / 2, 0, 0), side / 7, side / 7)
    if history.position.event in {question.event for question in history.questions}:
        return  # what it is about may be what is asked for
    point = history.focus(history.position.event)
    if point is None and len(history.step().touched) == 1:
        point = int(history.step().touched[0])
    if point is not None:
        column, row = layout.cell_of(point)
        _paint_point(painter, QRectF(left + column * pitch, top + row * pitch, side, side), palette.theme, ground)


def _paint_usage(painter: QPainter, space: QRectF, history: History, palette: Palette) -> None:
    usage = history.usage(max(16, round(space.width() / 2)))
    if not len(usage.slots) or not len(usage.events):
        return
    tops = np.cumsum(usage.held, axis=0)
    most = max(int(tops[-1].max(initial=1)), 1)
    last = max(int(usage.events[-1]), 1)
    xs = space.left() + usage.events / last * space.width()
    below = np.full(len(xs), space.bottom())
    painter.setPen(Qt.PenStyle.NoPen)
    for slot, top in zip(usage.slots, tops, strict=True):
        above = space.bottom() - top / most * space.height()
        points = [QPointF(x, y) for x, y in zip(xs, above, strict=True)]
        points += [QPointF(x, y) for x, y in zip(xs[::-1], below[::-1], strict=True)]
        painter.setBrush(QColor(palette.holder_colour(slot) if slot else palette.theme["disabled"]))
        painter.drawPolygon(QPolygonF(points))
        below = above
