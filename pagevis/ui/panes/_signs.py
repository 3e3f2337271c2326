"""The small signs of events below the timeline: lines and shapes of its own, so that no font can lack one."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

HALF = 4.0  # px from a sign's middle to its edge

# A stroke is a line through points, in halves of the sign's size from its middle.
Stroke = tuple[tuple[float, float], ...]
PLUS: tuple[Stroke, ...] = (((-1, 0), (1, 0)), ((0, -1), (0, 1)))
MINUS: tuple[Stroke, ...] = (((-1, 0), (1, 0)),)
FORK: tuple[Stroke, ...] = (((0, 1.1), (0, 0.1), (-0.9, -0.8)), ((0, 0.1), (0.9, -0.8)))
PEN: tuple[Stroke, ...] = (((-0.9, 0.9), (0.7, -0.7)), ((-0.9, 0.9), (0.1, 0.9)))
CROSS: tuple[Stroke, ...] = (((-0.8, -0.8), (0.8, 0.8)), ((-0.8, 0.8), (0.8, -0.8)))
DOT: tuple[Stroke, ...] = (((-0.08, 0), (0.08, 0)),)
STROKES = {
    "alloc": PLUS,
    "free": MINUS,
    "detach": MINUS,
    "destroy": MINUS,
    "fork": FORK,
    "write": PEN,
    "refused": CROSS,
}


def _triangle() -> QPainterPath:
    path = QPainterPath(QPointF(-0.7, -0.9))
    path.lineTo(0.9, 0)
    path.lineTo(-0.7, 0.9)
    path.closeSubpath()
    return path


def _round(radius: float) -> QPainterPath:
    path = QPainterPath()
    path.addEllipse(QPointF(0, 0), radius, radius)
    return path


def _square(half: float) -> QPainterPath:
    path = QPainterPath()
    path.addRoundedRect(QRectF(-half, -half, 2 * half, 2 * half), 0.2, 0.2)
    return path


def _power() -> QPainterPath:
    path = QPainterPath()
    path.arcMoveTo(QRectF(-0.9, -0.8, 1.8, 1.8), 130)
    path.arcTo(QRectF(-0.9, -0.8, 1.8, 1.8), 130, 280)
    path.moveTo(0, -1.1)
    path.lineTo(0, 0)
    return path


OUTLINES = {
    "share": _round(0.85),
    "attach": _round(0.85),
    "segment": _square(0.85),
    "read": _round(0.4),
    "boot": _power(),
}
SOLIDS = {"start": _triangle(), "exit": _square(0.75)}


def paint_sign(painter: QPainter, verb: str, middle: QPointF, color: QColor) -> None:
    """The sign of an event: plus and minus for frames that come and go, a ring for what is shared, a triangle and a
    square for processes that begin and end, a dot for what has no sign of its own."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(middle)
    painter.scale(HALF, HALF)
    if verb in SOLIDS:
        painter.fillPath(SOLIDS[verb], color)
    else:
        painter.setPen(_pen(color))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        path = OUTLINES.get(verb)
        if path is not None:
            painter.drawPath(path)
        else:
            for stroke in STROKES.get(verb, DOT):
                painter.drawPolyline([QPointF(x, y) for x, y in stroke])
    painter.restore()


def _pen(color: QColor) -> QPen:
    pen = QPen(color, 1.7 / HALF)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return pen
