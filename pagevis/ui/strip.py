"""The kernel's addresses above the map, and the thin line that ties a page there to its frame on the map."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from pagevis.render import strip
from pagevis.session.session import Selection, Session
from pagevis.ui import words
from pagevis.ui.look import look_of
from pagevis.ui.map_view import MapView
from pagevis.ui.parts import guarded, on_event

TOP, FOOT, LEFT, RIGHT = 12, 2, 16, 16
WORDS, SHORT = "kernel addresses", "kernel"


@guarded
class KernelStrip(QWidget):
    """Shown where the source tells of kernel addresses. Pointing at a page rings its frame, a click selects it."""

    def __init__(self, session: Session, shown_map: MapView) -> None:
        super().__init__()
        self._session = session
        self._map = shown_map
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(TOP + round(strip.BAR_PX) + FOOT)
        self.setMouseTracking(True)
        self.setAccessibleName("Kernel addresses")
        on_event(self, QEvent.Type.ToolTip, self._tell)
        session.opened.connect(self._on_opened)
        session.view_changed.connect(self._on_opened)
        session.moved.connect(self.update)
        session.selection_changed.connect(self.update)
        session.theme_changed.connect(self.update)
        shown_map.zoomed.connect(self.update)
        self.hide()

    def sizeHint(self) -> QSize:
        return QSize(600, self.height())

    def _on_opened(self) -> None:
        snapshot = self._session.snapshot()
        hidden = "strip" in self._session.view.hidden_layers
        self.setVisible(snapshot is not None and bool(snapshot.regions) and not hidden)

    def boxes(self) -> tuple[strip.Box, ...]:
        """Where the regions stand, in this widget."""
        snapshot, view = self._session.snapshot(), self._map.view
        if snapshot is None or view is None:
            return ()
        left, right = float(LEFT + 112), float(self.width() - RIGHT)
        if view.is_vector:  # above the cells, as long as they are where they are seen whole
            left = min(max(left, view.x(0)), self.width() / 2)
            right = max(min(right, view.x(view.layout.grid_columns) - view.gap), left + 300)
        return strip.boxes(snapshot.regions, left, right - left)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look = look_of(self._session)
        painter.fillRect(self.rect(), look["map"])
        found = self.boxes()
        if found:
            painter.setFont(look.sans(11, 500))
            painter.setPen(look["text2"])
            room = QRectF(LEFT, TOP, found[0].left - LEFT - 8, strip.BAR_PX)
            fits = painter.fontMetrics().horizontalAdvance(WORDS) <= room.width()
            painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), WORDS if fits else SHORT)
            selected = self._session.selection.frame
            strip.paint_strip(painter, found, TOP, self._session.palette.theme, frame=selected, is_low=True)
        painter.end()

    def _frame_at(self, point: QPointF) -> int | None:
        return strip.frame_at(self.boxes(), point.x()) if TOP <= point.y() <= TOP + strip.BAR_PX else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._map.set_hovered(self._frame_at(event.position()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        frame = self._frame_at(event.position())
        if frame is not None:
            self._session.select(Selection(frame=frame))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._map.set_hovered(None)

    def _tell(self, event: QEvent) -> bool:
        """A tooltip about a region, its pages and what backs them."""
        if not isinstance(event, QHelpEvent):
            return False
        for box in self.boxes():
            if box.left <= event.pos().x() < box.left + box.width:
                region = box.region
                backed = "no frame is behind it: touching it faults" if region.first_frame is None else ""
                text = f"{region.name}: {words.plural(region.n_pages, 'page')} from 0x{region.address:x}"
                QToolTip.showText(event.globalPos(), "\n".join(part for part in (text, backed) if part), self)
                return True
        return False


@guarded
class Tie(QWidget):
    """Lies over strip and map and paints one line; the mouse goes through it."""

    def __init__(self, kernel_strip: KernelStrip, shown_map: MapView, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._strip, self._map, self._session = kernel_strip, shown_map, session
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()
        shown_map.hover_changed.connect(self._on_hover)
        session.closed.connect(self.hide)

    def _on_hover(self, frame: int | None) -> None:
        mapped = (
            frame is not None
            and self._strip.isVisible()
            and any(
                box.region.first_frame is not None
                and box.region.first_frame <= frame < box.region.first_frame + box.region.n_pages
                for box in self._strip.boxes()
            )
        )
        if mapped:
            self.setGeometry(self._strip.geometry().united(self._map.geometry()))
            self.show()
            self.raise_()
            self.update()
        elif self.isVisible():
            self.hide()

    def paintEvent(self, _event: QPaintEvent) -> None:
        frame, view = self._map.hovered, self._map.view
        if frame is None or view is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        offset: QPoint = self._map.pos() - self.pos()
        cell = QRectF(*view.cell_rect(frame)).translated(QPointF(offset))
        if self.rect().contains(cell.center().toPoint()):
            strip.paint_tie(painter, self._strip.boxes(), TOP, frame, cell, self._session.palette.theme)
        painter.end()
