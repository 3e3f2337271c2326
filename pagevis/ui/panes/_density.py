"""The strip beneath a recording's areas: how many events a second there are. Paints; keeps nothing."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter

from pagevis.model.snapshot import I64
from pagevis.trace.history import History
from pagevis.ui.look import Look
from pagevis.ui.panes._axis import Axis

HEIGHT = 12.0
COLUMN_PX = 2
LEAST_PER_PX = 0.25  # events: fewer have room for signs of their own, or nearly


def is_shown(history: History | None, events_per_px: float) -> bool:
    """Whether there is a strip: the source knows time, and events lie too close to be seen one by one."""
    return history is not None and events_per_px > LEAST_PER_PX and history.event_columns().time_ns is not None


def rates(time_ns: I64, events: I64) -> I64:
    """Events per second from each of ``events`` to the next, as the time between them tells. Clocks of several CPUs
    may run back a little: such a stretch counts as a microsecond."""
    passed_ns = np.maximum(np.diff(time_ns[events]), 1000)
    return (np.diff(events) * 1_000_000_000 // passed_ns).astype(np.int64)


def paint(painter: QPainter, look: Look, axis: Axis, plot: QRectF, history: History) -> None:
    """Fuller where events follow one another faster, by their logarithm."""
    time_ns = history.event_columns().time_ns
    lo, hi = axis.visible
    n = max(2, int(plot.width()) // COLUMN_PX)
    if time_ns is None or hi <= lo:
        return
    events = np.unique(np.linspace(lo, hi, min(n + 1, hi - lo + 1)).astype(np.int64))
    if events[0] == 0 and len(events) > 1:
        time_ns = time_ns.copy()
        time_ns[0] = time_ns[1]  # before a recording there is no time
    rate: NDArray[np.float64] = np.log1p(rates(time_ns, events).astype(np.float64))
    low, high = (float(edge) for edge in np.percentile(rate, (5, 99.5)))
    strength = np.clip((rate - low) / max(high - low, 1e-9), 0.0, 1.0)
    ground, ink = (np.array([c.red(), c.green(), c.blue()], float) for c in (look["hover"], look["text2"]))
    row = np.round(ground + (ink - ground) * strength[:, None]).astype(np.uint8).tobytes()
    image = QImage(row, len(rate), 1, 3 * len(rate), QImage.Format.Format_RGB888).copy()
    box = QRectF(axis.x(float(events[0])), plot.bottom() + 3, 0.0, HEIGHT - 3)
    box.setRight(axis.x(float(events[-1]) + 1.0))
    painter.save()
    painter.setClipRect(QRectF(plot.left(), box.top(), plot.width(), box.height()), Qt.ClipOperation.ReplaceClip)
    painter.drawImage(box, image)
    painter.restore()
