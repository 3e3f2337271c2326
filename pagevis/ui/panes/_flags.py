"""The flags above the timeline: marks, losses, refusals, questions, branches, A and B. Places and paints them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QPainter, QPainterPath, QPen

from pagevis.session.session import Session
from pagevis.ui.look import Look
from pagevis.ui.panes._axis import Axis

SIGN_BOX = 18.0
SIGN_PX = 14.0  # of a flag's width for its sign
RIGHT_PX = 18.0  # of ground beyond the areas, which a flag may use
LEAST_APART = 3.0
HATCH_PX = 10.0  # width of a loss's column
CENTRE = int(Qt.AlignmentFlag.AlignCenter)


@dataclass(frozen=True, slots=True)
class Style:
    """Roles of a flag's ink and ground, the sign before its words, its line, and which one wins the room."""

    ink: str
    ground: str
    sign: str
    line: Qt.PenStyle
    rank: int


STYLES = {
    "a": Style("panel", "ink", "", Qt.PenStyle.SolidLine, 0),
    "b": Style("panel", "ink", "", Qt.PenStyle.SolidLine, 0),
    "loss": Style("warn", "warn_soft", "triangle", Qt.PenStyle.NoPen, 1),
    "finding": Style("error", "error_soft", "triangle", Qt.PenStyle.SolidLine, 1),
    "branch": Style("accent_text", "select", "fork", Qt.PenStyle.DashLine, 2),
    "own": Style("text2", "hover", "bookmark", Qt.PenStyle.DotLine, 2),
    "question": Style("text2", "hover", "question", Qt.PenStyle.DotLine, 2),
    "mark": Style("text2", "hover", "bookmark", Qt.PenStyle.DotLine, 2),
    "refused": Style("error", "error_soft", "cross", Qt.PenStyle.SolidLine, 3),
}
BEFORE = ("loss", "refused", "finding")  # stand where their event begins; the others after it, as the playhead does


@dataclass(frozen=True, slots=True)
class Flag:
    """One flag. ``branch`` is the number of the branch that a click shows."""

    event: int
    kind: str
    text: str
    branch: int = 0

    @property
    def place(self) -> float:
        """In events."""
        return self.event + (0.0 if self.kind in BEFORE else 1.0)


@dataclass(frozen=True, slots=True)
class Placed:
    """A flag with its box."""

    flag: Flag
    box: QRectF


def flags_of(session: Session) -> tuple[Flag, ...]:
    """All flags there are, in order of their places."""
    markers, document = session.markers, session.document
    found = [Flag(mark.event, mark.kind, mark.text) for mark in markers.all_marks() if mark.kind in STYLES]
    found += [
        Flag(event, kind, kind.upper()) for kind, event in (("a", markers.a), ("b", markers.b)) if event is not None
    ]
    history = session.history
    found += [Flag(asked.event, "question", "question") for asked in (history.questions if history is not None else ())]
    branches = document.branches
    current = next((branch for branch in branches if branch.is_current), None)
    for branch in branches:
        if current is not None and branch.parent == current.number:
            found.append(Flag(branch.fork_event, "branch", branch.name, branch.number))
        elif current is not None and branch.number == current.parent:
            found.append(Flag(current.fork_event, "branch", f"from {branch.name}", branch.number))
        elif current is not None and not branch.is_current and branch.parent == current.parent:
            found.append(Flag(min(branch.fork_event, current.fork_event), "branch", branch.name, branch.number))
    return tuple(sorted(found, key=lambda flag: flag.place))


def _apart(axis: Axis, flags: Sequence[Flag]) -> Iterator[Flag]:
    """Those in view; of many within a few pixels the most important one."""
    kept: list[Flag] = []
    for flag in flags:
        x = axis.x(flag.place)
        if not axis.holds(x):
            continue
        if kept and x - axis.x(kept[-1].place) < LEAST_APART:
            if STYLES[flag.kind].rank >= STYLES[kept[-1].kind].rank:
                continue
            kept.pop()
        kept.append(flag)
    yield from kept


def place(look: Look, axis: Axis, plot: QRectF, flags: Sequence[Flag]) -> list[Placed]:
    """Which flags have a box, and where: right of their line, left of it, or only their sign. The important ones choose
    first; words are left out where they would lie on one another."""
    metrics = QFontMetricsF(look.sans(11, 600))
    top, height = plot.top() - look.px(19) - 5, float(look.px(19))
    placed: list[Placed] = []
    for flag in sorted(_apart(axis, flags), key=lambda flag: STYLES[flag.kind].rank):
        x = axis.x(flag.place)
        width = _width(metrics, flag)
        for left, w in ((x - 1, width), (x - width + 1, width), (x - SIGN_BOX / 2, SIGN_BOX)):
            box = QRectF(left, top, w, height)
            near = box.adjusted(-3, 0, 3, 0)
            if left > 0 and box.right() < plot.right() + RIGHT_PX and not any(near.intersects(p.box) for p in placed):
                placed.append(Placed(flag, box))
                break
    return placed


def _width(metrics: QFontMetricsF, flag: Flag) -> float:
    sign = SIGN_PX if STYLES[flag.kind].sign else 0.0
    return max(SIGN_BOX, metrics.horizontalAdvance(flag.text or flag.kind) + 14 + sign)


def aside(placed: Sequence[Placed], plot: QRectF, playhead: QRectF) -> list[Placed]:
    """Boxes beneath the playhead's step aside where there is room, else they stay: none comes or goes with it."""
    made = list(placed)
    for i, one in enumerate(made):
        if not one.box.intersects(playhead):
            continue
        for left in (playhead.right() + 3, playhead.left() - 3 - one.box.width()):
            box = QRectF(left, one.box.top(), one.box.width(), one.box.height())
            near = box.adjusted(-3, 0, 3, 0)
            free = not any(near.intersects(other.box) for j, other in enumerate(made) if j != i)
            if box.left() > 0 and box.right() < plot.right() + RIGHT_PX and free:
                made[i] = Placed(one.flag, box)
                break
    return made


def paint_lines(painter: QPainter, look: Look, axis: Axis, plot: QRectF, flags: Sequence[Flag]) -> None:
    """A line down from each flag, beneath the playhead; a loss is a hatched column."""
    for flag in _apart(axis, flags):
        style, x = STYLES[flag.kind], axis.x(flag.place)
        if flag.kind == "loss":
            _paint_hatch(painter, look, QRectF(x - HATCH_PX / 2, plot.top(), HATCH_PX, plot.height()))
            continue
        ink = look["ink" if flag.kind in ("a", "b") else style.ink]
        painter.setPen(QPen(ink, 1, style.line))
        painter.drawLine(QPointF(x, plot.top() - 4), QPointF(x, plot.bottom()))


def _paint_hatch(painter: QPainter, look: Look, box: QRectF) -> None:
    painter.fillRect(box, look["panel"])
    painter.save()
    painter.setClipRect(box)
    painter.setPen(QPen(look["warn"], 1.6))
    y = box.top() - box.width()
    while y < box.bottom() + box.width():
        painter.drawLine(QPointF(box.left(), y + box.width()), QPointF(box.right(), y))
        y += 5
    painter.restore()


def paint(painter: QPainter, look: Look, placed: Sequence[Placed]) -> None:
    """The boxes with their signs and words."""
    painter.setFont(look.sans(11, 600))
    for one in placed:
        style, box = STYLES[one.flag.kind], one.box
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look[style.ground])
        painter.drawRoundedRect(box, 4, 4)
        only_sign = bool(style.sign) and box.width() <= SIGN_BOX
        if style.sign:
            middle = QPointF(box.center().x() if only_sign else box.left() + 12, box.center().y())
            paint_sign(painter, style.sign, middle, look[style.ink])
        if not only_sign:
            painter.setPen(look[style.ink])
            room = box.adjusted(SIGN_PX + 6 if style.sign else 0, 0, -6 if style.sign else 0, 0)
            painter.drawText(room, CENTRE, one.flag.text or one.flag.kind)


def _paths() -> dict[str, QPainterPath]:
    bookmark, triangle, cross, fork, question = (QPainterPath() for _ in range(5))
    for path, corners in (
        (bookmark, ((-3.2, -4.5), (3.2, -4.5), (3.2, 4.5), (0, 2), (-3.2, 4.5), (-3.2, -4.5))),
        (triangle, ((0, -4.5), (4.8, 4), (-4.8, 4), (0, -4.5))),
        (fork, ((0, 4.8), (0, 0.5), (-3.6, -3.6))),
        (cross, ((-3.4, -3.4), (3.4, 3.4))),
    ):
        path.moveTo(*corners[0])
        for x, y in corners[1:]:
            path.lineTo(x, y)
    for path, (x, y), (u, v) in (
        (triangle, (0, -1.4), (0, 1.2)), (triangle, (0, 2.6), (0, 2.7)), (cross, (-3.4, 3.4), (3.4, -3.4)),
        (fork, (0, 0.5), (3.6, -3.6)), (question, (0, 4.2), (0, 4.3)),
    ):  # fmt: skip
        path.moveTo(x, y)
        path.lineTo(u, v)
    question.moveTo(-2.6, -2.2)
    question.cubicTo(-2.4, -5.4, 2.8, -5.2, 2.6, -2.0)
    question.cubicTo(2.4, -0.2, 0, -0.2, 0, 1.8)
    return {"bookmark": bookmark, "triangle": triangle, "cross": cross, "fork": fork, "question": question}


_PATHS = _paths()


def paint_sign(painter: QPainter, sign: str, middle: QPointF, color: QColor) -> None:
    """A flag's sign, drawn so that no font can lack it."""
    painter.save()
    painter.translate(middle)
    painter.setPen(QPen(color, 1.3, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
    painter.setBrush(QBrush(Qt.BrushStyle.NoBrush))
    painter.drawPath(_PATHS[sign])
    painter.restore()
