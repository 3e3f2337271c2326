"""All of memory as a small picture, with a frame around the part that the map shows; a click moves the map there.

The picture is made anew when nothing has moved for a moment: it costs no step.
"""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QFocusEvent, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent

from pagevis.render.block_ruler import place_words
from pagevis.render.blocks import BlockLayout
from pagevis.render.colouring import Colouring
from pagevis.render.view import View, content_size, even
from pagevis.session.session import Session
from pagevis.ui.panes._base import Area, Pane, PaneWidget
from pagevis.ui.parts import guarded

LEFT, RIGHT, TOP, FOOT = 64, 14, 10, 12
REST_MS = 120
LABEL_PX = 40
ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


@guarded
class OverviewPane(PaneWidget):
    """See the module."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.setMinimumHeight(120)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self._picture: QImage | None = None
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self.renew)
        session.viewport.changed.connect(self._on_viewport)

    def sizeHint(self) -> QSize:
        return QSize(300, 240)

    def refresh(self) -> None:
        """Make the picture anew, soon."""
        if self.session.history is None:
            self._picture = None
            self.update()
        elif not self._rest.isActive():
            self._rest.start()

    def _on_viewport(self) -> None:
        view, box = self.session.viewport.view, self.box()
        if view is not None and box is not None and self._picture is None:
            self.refresh()
        self._say()
        self.update()

    def _say(self) -> None:
        view = self.session.viewport.view
        if view is None:
            return
        layout = view.layout
        (left, right), (top, bottom) = view.columns(), view.rows()
        seen = (right - left) * (bottom - top) / max(layout.grid_columns * layout.n_rows, 1)
        part = f"{seen:.0%}" if seen >= 0.01 else "less than 1%"
        self.noted.emit("all of it is seen" if seen >= 0.99 else f"{part} is seen")
        self.setAccessibleName(f"Overview: {part} of memory is seen on the map")

    @property
    def left(self) -> int:
        """Px of the ruler."""
        return self.look.px(LEFT)

    def small(self) -> View | None:
        """All of memory in this pane's room, laid out as on the map; its own rulers are left out."""
        view = self.session.viewport.view
        if view is None or not view.layout.n_rows:
            return None
        width, height = self.width() - self.left - RIGHT, self.height() - TOP - FOOT
        pitch = min(width / view.layout.grid_columns, height / view.layout.n_rows)
        bare = replace(view, pitch=even(view, pitch), lists=False, gx=0.0, gy=0.0)
        return replace(bare, width=bare.left + width, height=bare.top + height)

    def box(self) -> QRectF | None:
        """Where the picture stands."""
        small = self.small()
        if small is None:
            return None
        margins = small.margins
        width, height = content_size(small)
        return QRectF(self.left, TOP, width - margins.left - margins.right, height - margins.top - margins.bottom)

    def renew(self) -> None:
        """Make the picture now."""
        small, raster, snapshot = self.small(), self.session.viewport.raster, self.session.snapshot()
        if small is None or raster is None or snapshot is None or raster.layout != small.layout:
            return
        state = self.session.view
        colouring = Colouring(state.colour, state.dimmed_slots, state.dimmed_kinds)
        ratio = self.devicePixelRatioF()
        pixels = raster.paint(snapshot, small, ratio, colouring=colouring)
        height, width = pixels.shape
        image = QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_RGB32)
        left, top = round(small.left * ratio), round(small.top * ratio)
        self._picture = image.copy(left, top, width - left, height - top)
        self._picture.setDevicePixelRatio(ratio)
        self._say()
        self.update()

    def viewport_rect(self) -> QRectF | None:
        """Where the part that the map shows lies in this pane."""
        view, small, box = self.session.viewport.view, self.small(), self.box()
        if view is None or small is None or box is None:
            return None
        left, top = view.grid(view.left, view.top)
        right, bottom = view.grid(view.width, view.height)
        corner = QPointF(self.left + left * small.pitch, TOP + top * small.pitch)
        end = QPointF(self.left + right * small.pitch, TOP + bottom * small.pitch)
        return QRectF(corner, end).intersected(box.adjusted(-2, -2, 2, 2))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.refresh()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        look = self.look
        painter.fillRect(self.rect(), look["panel"])
        box, seen = self.box(), self.viewport_rect()
        if self.session.history is None or box is None or seen is None:
            painter.end()
            return
        painter.setClipRect(box.adjusted(-3, -3, 3, 3))
        if self._picture is not None:
            painter.drawImage(box.topLeft(), self._picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(look["map"], 4.5))
        painter.drawRoundedRect(seen, 2, 2)
        painter.setPen(QPen(look["ink"], 2.0))
        painter.drawRoundedRect(seen, 2, 2)
        painter.setClipping(False)
        self._paint_ruler(painter, box)
        if self.hasFocus():
            painter.setPen(QPen(look["accent"], 1.5))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5), 4, 4)
        painter.end()

    def _paint_ruler(self, painter: QPainter, box: QRectF) -> None:
        """The address of a row of squares every so often."""
        small, snapshot = self.small(), self.session.snapshot()
        if small is None or snapshot is None or not isinstance(small.layout, BlockLayout):
            return
        layout = small.layout
        block_bytes = layout.side * layout.side * snapshot.page_size_bytes
        row_px = layout.pitch * small.pitch
        step = max(1, round(self.look.px(LABEL_PX) / row_px))
        painter.setFont(self.look.sans(11))
        painter.setPen(self.look["text2"])
        for row in range(0, layout.n_block_rows, step):
            y = box.top() + row * row_px
            words = place_words(layout, int(layout.blocks[row * layout.per_row]) * block_bytes)
            place = QRectF(0, y - 2, self.left - 8, self.look.px(14))
            painter.drawText(place, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop), words)

    # Going there

    def _go(self, point: QPointF) -> None:
        small = self.small()
        if small is not None:
            self.session.viewport.ask_for((point.x() - self.left) / small.pitch, (point.y() - TOP) / small.pitch)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._go(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._go(event.position())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        seen, way = self.viewport_rect(), ARROWS.get(Qt.Key(event.key()))
        if way is None or seen is None:
            super().keyPressEvent(event)
            return
        step = QPointF(way[0] * seen.width() / 4, way[1] * seen.height() / 4)
        self._go(seen.center() + step)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()


PANE = Pane("overview", "Overview", Area.RIGHT, OverviewPane, order=0, for_kinds=("recording",), weight=2)
