"""Two small pictures of one frame: its owner list as it is linked, and who held it over time."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from pagevis.trace.history import Past
from pagevis.ui.look import Look
from pagevis.ui.panes._inspected import Owner
from pagevis.ui.parts import guarded

BOX, GAP, SIDE = 34, 22, 14
BAND = 16
CENTRE = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine)
LookOfNow = Callable[[], Look]


@guarded
class OwnerList(QWidget):
    """The element, then a box for each record of who holds the frame, linked as in memory; ∅ at the end."""

    def __init__(self, look_of_now: LookOfNow) -> None:
        super().__init__()
        self._look = look_of_now
        self._title = ""
        self._owners: tuple[Owner, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_owners(self, title: str, owners: tuple[Owner, ...]) -> None:
        """The records in the order of the list."""
        self._title, self._owners = title, owners
        self.setFixedHeight(self._look().px(BOX) + 12)
        told = " → ".join((title, *(f"{o.name} page {o.page}" for o in owners), "nil"))
        self.setAccessibleName(f"Owner list: {told}")
        self.setToolTip(f"The owner list, as it is linked: {told}\nThe newest hold comes first.")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, self._look().px(BOX) + 12)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look = self._look()
        height = look.px(BOX)
        x, y = float(SIDE), 4.0
        painter.setFont(look.mono(12, 600))
        width = QFontMetricsF(painter.font()).horizontalAdvance(self._title) + 16
        painter.setPen(QPen(look["border_strong"], 1.2))
        painter.setBrush(look["raised"])
        painter.drawRoundedRect(QRectF(x, y, width, height), 5, 5)
        painter.setPen(look["ink"])
        painter.drawText(QRectF(x, y, width, height), CENTRE, self._title)
        x += width
        for i, owner in enumerate(self._owners):
            box = self._box(look, x + GAP, y, owner)
            rest = len(self._owners) - i
            if box.right() + GAP + 18 > self.width() and rest > 1:
                self._paint_arrow(painter, look, x, y + height / 2)
                painter.setFont(look.sans(11))
                painter.setPen(look["text2"])
                painter.drawText(QRectF(x + GAP + 2, y, 80, height), int(Qt.AlignmentFlag.AlignVCenter), f"+{rest}")
                painter.end()
                return
            self._paint_arrow(painter, look, x, y + height / 2)
            self._paint_record(painter, look, box, owner)
            x = box.right()
        self._paint_arrow(painter, look, x, y + height / 2)
        painter.setFont(look.mono(12))
        painter.setPen(look["text3"])
        painter.drawText(QRectF(x + GAP, y, 16, height), CENTRE, "∅")
        painter.end()

    def _box(self, look: Look, x: float, y: float, owner: Owner) -> QRectF:
        name = QFontMetricsF(look.sans(11, 600)).horizontalAdvance(owner.name)
        page = QFontMetricsF(look.sans(11)).horizontalAdvance(f"page {owner.page}")
        return QRectF(x, y, max(name, page) + 16, look.px(BOX))

    def _paint_arrow(self, painter: QPainter, look: Look, x: float, y: float) -> None:
        painter.setPen(QPen(look["link_free"], 1.5))
        painter.drawLine(QPointF(x + 2, y), QPointF(x + GAP - 5, y))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look["link_free"])
        tip = QPointF(x + GAP - 1, y)
        painter.drawPolygon(QPolygonF([tip, tip + QPointF(-7, -3.5), tip + QPointF(-7, 3.5)]))

    def _paint_record(self, painter: QPainter, look: Look, box: QRectF, owner: Owner) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.holder(owner.slot))
        painter.drawRoundedRect(box, 5, 5)
        ink = look["owner_ink"] if owner.slot > 1 else look["kernel_ink"]
        half = box.height() / 2
        painter.setPen(ink)
        painter.setFont(look.sans(11, 600))
        painter.drawText(QRectF(box.left(), box.top() + 2, box.width(), half), CENTRE, owner.name)
        painter.setFont(look.sans(11))
        painter.drawText(QRectF(box.left(), box.top() + half - 2, box.width(), half), CENTRE, f"page {owner.page}")


@guarded
class PastBand(QWidget):
    """Who held the frame from event to event, as a band; shared stretches are split; the future is veiled."""

    def __init__(self, look_of_now: LookOfNow) -> None:
        super().__init__()
        self._look = look_of_now
        self._past: Sequence[Past] = ()
        self._n_events, self._now, self._hidden = 1, 0, False
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Who held the frame over time")
        self.setToolTip("Who held the frame over time, from the first event to the last; the line is now")

    def show_past(self, past: Sequence[Past], n_events: int, now: int, hidden: bool) -> None:
        """Everything anew; ``hidden``: the future must not be told."""
        self._past, self._n_events, self._now, self._hidden = past, max(n_events, 1), now, hidden
        self.setFixedHeight(self._look().px(BAND) + 8)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look = self._look()
        space = QRectF(SIDE, 4, self.width() - 2 * SIDE, self.height() - 8)
        painter.setPen(QPen(look["free_line"], 1))
        painter.setBrush(look["free"])
        painter.drawRoundedRect(space.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        ends = [past.event for past in self._past[1:]] + [self._n_events]
        for past, end in zip(self._past, ends, strict=False):
            if past.slots and not (self._hidden and past.event > self._now):
                self._paint_stretch(painter, look, space, past, min(end, self._now + 1) if self._hidden else end)
        now = space.left() + space.width() * min((self._now + 1) / self._n_events, 1.0)
        veil = look["panel"]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setOpacity(1.0 if self._hidden else 0.6)
        painter.setBrush(veil)
        painter.drawRect(QRectF(now, 0, self.width() - now, self.height()))
        painter.setOpacity(1.0)
        painter.fillRect(QRectF(min(now, space.right()) - 1, 1, 2, self.height() - 2), look["now"])
        painter.end()

    def _paint_stretch(self, painter: QPainter, look: Look, space: QRectF, past: Past, end: int) -> None:
        left = space.left() + space.width() * past.event / self._n_events
        right = space.left() + space.width() * end / self._n_events
        slots = tuple(dict.fromkeys(past.slots))
        height = space.height() / len(slots)
        for i, slot in enumerate(slots):
            painter.fillRect(QRectF(left, space.top() + i * height, max(right - left, 1.5), height), look.holder(slot))
