"""Draws routes of links, heads of lists and tags of variables, with halos and arrow heads. Where they run: links.py."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPolygonF

from pagevis.render import ink
from pagevis.render.cells import ARROW, NIL
from pagevis.render.fonts import SEMIBOLD
from pagevis.render.ink import Type
from pagevis.render.links import Point, Route, Tag
from pagevis.render.theme import Theme

HALO_PX = 1.8
CORNER_PX = 8.0


@dataclass(frozen=True, slots=True)
class Stroke:
    """How links of one style are drawn, at scale 1."""

    role: str
    width: float
    head: float
    dash: tuple[float, ...] = ()


STROKES = {
    "thin": Stroke("link_used", 1.3, 6.5),
    "before": Stroke("link_before", 1.8, 8.0, (5.0, 4.0)),
    "strong": Stroke("link_free", 1.8, 8.0),
    "now": Stroke("now", 2.8, 11.0),
}
ORDER = tuple(STROKES)


@dataclass(frozen=True, slots=True)
class Head:
    """The words in a list's tag. ``old`` is the PFN that the shown step replaced; "" stands for the end of a list."""

    name: str
    length: int
    first: str
    old: str | None = None

    @property
    def is_now(self) -> bool:
        """Whether the shown step wrote it."""
        return self.old is not None


def paint_routes(painter: QPainter, routes: Sequence[Route], k: float, theme: Theme) -> None:
    """All lines, then all heads: used, before, free, now, so that what matters lies on top."""
    ordered = sorted(routes, key=lambda route: ORDER.index(route.link.style))
    for route in ordered:
        if route.form == "path":
            _paint_line(painter, route, k, theme)
    for route in ordered:
        if route.form == "notch":
            _paint_notch(painter, route, k, theme)
        elif route.form == "straight":
            _paint_straight(painter, route, k, theme)
        else:
            _paint_ends(painter, route, k, theme)


def _paint_line(painter: QPainter, route: Route, k: float, theme: Theme) -> None:
    stroke = STROKES[route.link.style]
    points = [*route.points[:-1], _short_of(route.points[-2], route.points[-1], stroke.head * k * 0.8)]
    path = ink.rounded_path(points, CORNER_PX * k)
    painter.setBrush(ink.NO_BRUSH)
    painter.setPen(ink.pen(theme["map"], (stroke.width + 2 * HALO_PX) * k, flat=True))
    painter.drawPath(path)
    painter.setPen(ink.pen(theme[stroke.role], stroke.width * k, tuple(part * k for part in stroke.dash), flat=True))
    painter.drawPath(path)


def _short_of(before: Point, end: Point, px: float) -> Point:
    """A point ``px`` before ``end`` on the way from ``before``."""
    dx, dy = end[0] - before[0], end[1] - before[1]
    length = max(abs(dx) + abs(dy), 1e-9)
    px = min(px, length)
    return end[0] - dx / length * px, end[1] - dy / length * px


def _paint_ends(painter: QPainter, route: Route, k: float, theme: Theme) -> None:
    """The dot where a link leaves a cell and the arrow head where it arrives."""
    stroke = STROKES[route.link.style]
    colour = theme[stroke.role]
    if route.form == "stub":
        painter.setPen(ink.pen(colour, stroke.width * k, flat=True))
        end = _short_of(route.points[0], route.points[-1], stroke.head * 0.6 * k)
        painter.drawLine(QPointF(*route.points[0]), QPointF(*end))
    if route.link.source is not None:
        radius = (2.9 if stroke.width > 1.5 else 2.4) * k
        painter.setPen(ink.pen(theme["map"], 1.4 * k))
        painter.setBrush(ink.brush(colour))
        painter.drawEllipse(QPointF(*route.points[0]), radius + 0.7 * k, radius + 0.7 * k)
    _paint_arrow(painter, route.points[-2], route.points[-1], stroke.head * k, colour)


def _paint_arrow(painter: QPainter, before: Point, tip: Point, px: float, colour: str) -> None:
    base = _short_of(before, tip, px)
    ux, uy = (tip[0] - base[0]) / px, (tip[1] - base[1]) / px
    half = px * 0.46
    painter.setPen(ink.NO_PEN)
    painter.setBrush(ink.brush(colour))
    painter.drawPolygon(
        QPolygonF(
            [
                QPointF(*tip),
                QPointF(base[0] - uy * half, base[1] + ux * half),
                QPointF(base[0] + uy * half, base[1] - ux * half),
            ]
        )
    )


def _paint_straight(painter: QPainter, route: Route, k: float, theme: Theme) -> None:
    """An arrow across the gap on a pill in the halo's colour."""
    stroke = STROKES[route.link.style]
    (x0, y), (x1, _y) = route.points
    height = (stroke.head + 3.5) * k
    pill = QRectF(min(x0, x1) - 2 * k, y - height / 2, abs(x1 - x0) + 4 * k, height)
    ink.box(painter, pill, height / 2, theme["map"])
    colour = theme[stroke.role]
    painter.setPen(ink.pen(colour, stroke.width * 1.2 * k, flat=True))
    painter.drawLine(QPointF(x0, y), QPointF(*_short_of((x0, y), (x1, y), stroke.head * 0.7 * k)))
    _paint_arrow(painter, (x0, y), (x1, y), stroke.head * k, colour)


def _paint_notch(painter: QPainter, route: Route, k: float, theme: Theme) -> None:
    """A triangle in the gap that points at the next element."""
    (x0, y), (x1, _y) = route.points
    middle, way = (x0 + x1) / 2, 1 if x1 > x0 else -1
    px = STROKES["thin"].head * k
    tip, far = middle + way * px / 2, middle - way * 9 * px
    _paint_arrow(painter, (far, y), (tip + way * 1.4 * k, y), px + 2.8 * k, theme["map"])
    _paint_arrow(painter, (far, y), (tip, y), px, theme[STROKES["thin"].role])


def paint_tag(painter: QPainter, tag: Tag, head: Head, k: float, theme: Theme) -> None:
    """A list's head: its name and length, the old value struck through, the new one."""
    rect = QRectF(tag.x, tag.y, tag.width, tag.height)
    line = ink.pen(theme["now"], 2.4 * k) if head.is_now else ink.pen(theme["border_strong"], 1.0)
    ink.box(painter, rect if head.is_now else rect.adjusted(0.5, 0.5, -0.5, -0.5), 7 * k, theme["panel"], line)
    left, right = rect.left() + 10 * k, rect.right() - 10 * k
    name, number = Type(False, ink.text_px(12, k), SEMIBOLD), Type(False, ink.text_px(12, k))
    value = Type(True, ink.text_px(12, k))
    length = str(head.length)
    room = right - left - number.width(length) - 4 * k
    ink.text(painter, (left, rect.top() + 18 * k), name.elided(head.name, room), name, theme["ink"])
    ink.text(painter, (right, rect.top() + 18 * k), length, number, theme["text2"], right=True)
    x, y = left, rect.top() + 36 * k
    if head.old is not None:
        old = head.old or NIL
        ink.text(painter, (x, y), old, value, theme["text3"])
        middle = y - value.px * 0.32
        painter.setPen(ink.pen(theme["text3"], 1.2 * k, flat=True))
        painter.drawLine(QPointF(x - 2 * k, middle), QPointF(x + value.width(old) + 2 * k, middle))
        x += value.width(old) + 9 * k
    ink.text(painter, (x, y), ARROW + (head.first or NIL), value, theme["now" if head.is_now else "text2"])


def variable_rect(cell: QRectF, name: str, k: float, taken: Sequence[QRectF]) -> QRectF:
    """Where a variable's tag stands: at its frame's head or else its foot, near the middle, where it hides least of
    lines and tags."""
    width, height = _variable_face(k).width(name) + 12 * k, 16 * k
    wanted = cell.left() + cell.width() * 0.42
    first, last = cell.left() - width + 16 * k, cell.right() - 16 * k
    steps = range(int((last - first) / (2 * k)) + 1)
    lefts = sorted((first + step * 2 * k for step in steps), key=lambda left: abs(left - wanted))
    tops = (cell.top() - 6 * k - height, cell.bottom() + 6 * k)
    places = [QRectF(left, top, width, height) for top in tops for left in (wanted, *lefts)]
    return min(places, key=lambda place: sum(_common_width(place, other) for other in taken))


def _common_width(one: QRectF, other: QRectF) -> float:
    """Px of width that two rectangles share."""
    return max(one.intersected(other).width(), 0.0) if one.intersects(other) else 0.0


def arrivals(routes: Sequence[Route], k: float) -> list[QRectF]:
    """The stretches of links that no tag should stand on: those up and down, with their arrow heads, and the lanes."""
    found = []
    for route in routes:
        if route.form == "path":
            for a, b in pairwise(route.points):
                if a[0] == b[0]:
                    found.append(QRectF(a[0] - 5 * k, min(a[1], b[1]), 10 * k, abs(a[1] - b[1])))
                else:
                    found.append(QRectF(min(a[0], b[0]), a[1] - k, abs(a[0] - b[0]), 2 * k))
    return found


def _variable_face(k: float) -> Type:
    return Type(True, ink.text_px(11, k))


def paint_variable(painter: QPainter, rect: QRectF, cell: QRectF, name: str, k: float, theme: Theme) -> None:
    """The name of a variable of the running code, as a tag that points at the frame it holds."""
    ink.box(painter, rect.adjusted(-HALO_PX, -HALO_PX, HALO_PX, HALO_PX), 5 * k, theme["map"])
    low, high = max(cell.left() + 6 * k, rect.left() + 7 * k), min(cell.right() - 6 * k, rect.right() - 7 * k)
    x, y, way = min(max(rect.left() + 12 * k, low), high), rect.bottom(), 1
    if rect.top() > cell.top():  # at the foot: the point is above
        y, way = rect.top(), -1
    painter.setPen(ink.NO_PEN)
    painter.setBrush(ink.brush(theme["now"]))
    painter.drawPolygon(
        QPolygonF([QPointF(x - 4 * k, y - 0.5 * way), QPointF(x + 4 * k, y - 0.5 * way), QPointF(x, y + 4 * k * way)])
    )
    ink.box(painter, rect, 3 * k, theme["now"])
    ink.text(painter, (rect.left() + 6 * k, rect.bottom() - 4.5 * k), name, _variable_face(k), theme["now_text"])
