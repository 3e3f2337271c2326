"""Pens, text and rounded shapes in a theme's colours: the few strokes that every painter here is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen

from pagevis.render import fonts

Point = tuple[float, float]
LEAST_TEXT = ((0.85, 10), (0.7, 9), (0.0, 8))  # px of text, by the scale of the cells it stands in
NO_PEN = Qt.PenStyle.NoPen
NO_BRUSH = Qt.BrushStyle.NoBrush


@dataclass(frozen=True, slots=True)
class Type:
    """A typeface, its size in px and its weight."""

    mono: bool
    px: int
    weight: int = fonts.REGULAR

    def width(self, text: str) -> float:
        """Px that a text takes."""
        return fonts.text_width(text, self.mono, self.px, self.weight)

    def elided(self, text: str, width: float) -> str:
        """The text, shortened to ``width`` px."""
        return fonts.elided(text, self.mono, self.px, self.weight, width)


def text_px(px: float, k: float) -> int:
    """Px of a text at a scale: 10 at least, less only where all of a memory has to fit into little room."""
    return max(round(px * k), next(least for from_scale, least in LEAST_TEXT if k >= from_scale))


@cache
def color(hex_colour: str, alpha: int = 255) -> QColor:
    """A QColor of ``#rrggbb``."""
    made = QColor(hex_colour)
    made.setAlpha(alpha)
    return made


@cache
def pen(hex_colour: str, width: float, dash: tuple[float, ...] = (), flat: bool = False) -> QPen:
    """A pen with round joins; ``dash`` in px. ``flat`` ends where the line ends."""
    made = QPen(color(hex_colour), width)
    made.setCapStyle(Qt.PenCapStyle.FlatCap if flat or dash else Qt.PenCapStyle.RoundCap)
    made.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    if dash:
        made.setDashPattern([part / width for part in dash])
    return made


@cache
def brush(hex_colour: str, alpha: int = 255) -> QBrush:
    """A solid brush."""
    return QBrush(color(hex_colour, alpha))


def text(painter: QPainter, at: Point, words: str, face: Type, colour: str, right: bool = False) -> None:
    """Words with their baseline beginning, or with ``right`` ending, at a point."""
    x, y = at
    painter.setFont(fonts.mono(face.px, face.weight) if face.mono else fonts.sans(face.px, face.weight, tabular=False))
    painter.setPen(color(colour))
    painter.drawText(QPointF(x - face.width(words) if right else x, y), words)


def box(painter: QPainter, rect: QRectF, radius: float, fill: str | None, line: QPen | None = None) -> None:
    """A rounded rectangle."""
    painter.setPen(line if line is not None else NO_PEN)
    painter.setBrush(brush(fill) if fill is not None else NO_BRUSH)
    painter.drawRoundedRect(rect, radius, radius)


def rounded_path(points: Sequence[Point], radius: float) -> QPainterPath:
    """A line through points whose corners are round, as far as its legs are long enough."""
    path = QPainterPath(QPointF(*points[0]))
    for before, here, after in zip(points, points[1:], points[2:], strict=False):
        first, second = _length(before, here), _length(here, after)
        r = min(radius, first / 2, second / 2)
        if r < 0.5:
            path.lineTo(QPointF(*here))
            continue
        path.lineTo(QPointF(*_towards(here, before, r)))
        path.quadTo(QPointF(*here), QPointF(*_towards(here, after, r)))
    path.lineTo(QPointF(*points[-1]))
    return path


def _length(a: Point, b: Point) -> float:
    return abs(a[0] - b[0]) + abs(a[1] - b[1])  # legs are parallel to the axes


def _towards(start: Point, end: Point, px: float) -> Point:
    share = px / max(_length(start, end), 1e-9)
    return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share


def hatch(painter: QPainter, rect: QRectF, colour: str, width: float, period: float) -> None:
    """Diagonal lines ``period`` px apart, cut off at the rectangle: lines, not a pattern or a clip, which SVG lacks."""
    painter.setPen(pen(colour, width, flat=True))
    left, top, right, bottom = rect.left(), rect.top(), rect.right(), rect.bottom()
    step = period * 2**0.5
    total = left + bottom - rect.height() + step * 0.75  # x + y is constant along a line
    while total < right + bottom:
        x0, x1 = max(left, total - bottom), min(right, total - top)
        painter.drawLine(QPointF(x0, total - x0), QPointF(x1, total - x1))
        total += step


def pattern(painter: QPainter, rect: QRectF, name: str, colour: str, k: float = 1.0) -> None:
    """One of ``theme.PATTERNS`` over a rectangle: the second cue of owners whose colours are alike."""
    width, period = max(1.0 * k, 0.8), 6.0 * k
    if name in ("rising", "cross"):
        hatch(painter, rect, colour, width, period)
    if name in ("falling", "cross"):
        _falling(painter, rect, colour, width, period)
    if name in ("upright", "level", "dots"):
        _lattice(painter, rect, name, colour, width, period)


def _falling(painter: QPainter, rect: QRectF, colour: str, width: float, period: float) -> None:
    painter.setPen(pen(colour, width, flat=True))
    left, top, right, bottom = rect.left(), rect.top(), rect.right(), rect.bottom()
    step = period * 2**0.5
    offset = top - right + step * 0.75  # y - x is constant along a line
    while offset < bottom - left:
        x0, x1 = max(left, top - offset), min(right, bottom - offset)
        painter.drawLine(QPointF(x0, x0 + offset), QPointF(x1, x1 + offset))
        offset += step


def _lattice(painter: QPainter, rect: QRectF, name: str, colour: str, width: float, period: float) -> None:
    n_across, n_down = int(rect.width() / period) + 1, int(rect.height() / period) + 1
    xs = [x for at in range(n_across) if (x := rect.left() + (at + 0.5) * period) < rect.right()]
    ys = [y for at in range(n_down) if (y := rect.top() + (at + 0.5) * period) < rect.bottom()]
    if name == "dots":
        painter.setPen(NO_PEN)
        painter.setBrush(brush(colour))
        for y in ys:
            for x in xs:
                painter.drawEllipse(QPointF(x, y), width * 1.1, width * 1.1)
        return
    painter.setPen(pen(colour, width, flat=True))
    for x in xs if name == "upright" else ():
        painter.drawLine(QPointF(x, rect.top()), QPointF(x, rect.bottom()))
    for y in ys if name == "level" else ():
        painter.drawLine(QPointF(rect.left(), y), QPointF(rect.right(), y))
