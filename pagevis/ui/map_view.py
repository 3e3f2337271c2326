"""The map as a widget: keeps a view and a picture of it, and turns mouse and keys into zoom, pan and selection.

All painting of frames is render's. The picture is kept, so that hovering paints nothing anew.
"""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from pagevis.model.snapshot import Snapshot
from pagevis.render import view as views
from pagevis.render.blocks import BlockLayout
from pagevis.render.colouring import Colouring, colour_mode
from pagevis.render.layout import RowLayout
from pagevis.render.map_painter import MapOptions, paint_map
from pagevis.render.raster import Raster
from pagevis.render.view import View
from pagevis.session.session import NOTHING, Selection, Session
from pagevis.session.view_state import BUDDY_BLOCKS, ROWS
from pagevis.ui.hover_card import HoverCard
from pagevis.ui.look import look_of
from pagevis.ui.parts import guarded, on_event

ZOOM_STEP = 1.25
WHEEL_NOTCH = 120
DRAG_FROM_PX = 4
DWELL_MS = 350
REST_MS = 150
RESIZED_MS = 100  # after the last change of size a large memory is laid out anew; until then it is fitted as it lies
AT_ONCE_FRAMES = 1 << 16  # of larger memories, colours that follow time do so when nothing moves
READABLE_FRAMES, READABLE_COLUMNS = 256, 16
NO_LISTS: frozenset[int] = frozenset()


@guarded
class MapView(QWidget):
    """See the module."""

    zoomed = Signal(str)  # in words, for the status bar; also after panning
    hover_changed = Signal(object)  # the frame under the pointer, or None

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.view: View | None = None
        self.fitted = True  # the view is the one that fit() or the opening chose: stays so when the window grows
        self._readable = True  # … which the opening chose: links in sight rather than all of memory
        self.hovered: int | None = None
        self._raster: Raster | None = None
        self._picture: QPixmap | None = None
        self._picture_key: tuple[object, ...] = ()
        self._pressed: QPointF | None = None
        self._dragging = False
        self._wheel = 0.0
        self._by_key = False  # the keyboard brought the focus here: say so
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumSize(240, 160)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Frame map")
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.card = HoverCard(session, self)
        self._dwell = QTimer(self, singleShot=True, interval=DWELL_MS)
        self._dwell.timeout.connect(self._show_card)
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._on_rest)
        self._resized = QTimer(self, singleShot=True, interval=RESIZED_MS)
        self._resized.timeout.connect(self._refit)
        on_event(self, QEvent.Type.NativeGesture, self._pinch)
        session.opened.connect(self._on_opened)
        session.closed.connect(self._on_closed)
        session.moved.connect(self._on_moved)
        session.selection_changed.connect(self._on_selection_changed)
        session.lists_changed.connect(self._on_lists_changed)
        session.theme_changed.connect(self._on_theme_changed)
        session.view_changed.connect(self._on_view_changed)
        session.viewport.asked.connect(self._on_asked)
        session.preferences_changed.connect(self.update)
        session.questions.changed.connect(self._on_lists_changed)
        session.history_changed.connect(self._on_theme_changed)

    def sizeHint(self) -> QSize:
        return QSize(982, 500)

    # What is shown

    def _on_opened(self) -> None:
        self._raster = self._picture = None
        self.hovered = None
        self.show_readable()

    def _on_closed(self) -> None:
        self.view = None
        self._raster = None
        self._picture = None
        self.session.viewport.show(None, None)
        self.card.hide()

    def _on_rest(self) -> None:
        """Nothing moves: colours that follow time are brought up to it."""
        if self._raster is not None and not self._raster.exact:
            self._raster.exact = True
            self._picture = None
            self.update()

    def _on_moved(self) -> None:
        snapshot = self.session.snapshot()
        if self._raster is not None and snapshot is not None and snapshot.n_frames > AT_ONCE_FRAMES:
            self._raster.exact = not colour_mode(self.session.view.colour).follows_time
            if not self._raster.exact:
                self._rest.start()
        self._dwell.stop()
        self.card.hide()
        history = self.session.history
        if history is not None and self.view is not None and self.view.is_vector and not views.fits(self.view):
            focus, touched = history.focus(history.position.event), self.session.shown_step().touched
            for frame in (focus, *touched[:1].tolist()):  # what happens must be seen
                if frame is not None and 0 <= frame < self.view.layout.n_frames:
                    self._set_view(views.reveal(self.view, frame), fitted=self.fitted)
        self.update()

    def _on_selection_changed(self) -> None:
        frame = self.session.selection.frame
        if frame is not None and self.view is not None:
            self._set_view(views.reveal(self.view, frame), fitted=self.fitted)
        self.update()

    def _on_lists_changed(self) -> None:
        if self.view is not None:
            with_lists = self._links_wanted()
            if with_lists != self.view.lists:
                self._set_view(views.clamp(replace(self.view, lists=with_lists)), fitted=self.fitted)
                self._refit()
        self.update()

    def _on_theme_changed(self) -> None:
        self._raster = None
        self.update()

    def _on_view_changed(self) -> None:
        """Another layout, or other layers: what is seen whole stays so."""
        snapshot = self.session.snapshot()
        if self.view is None or snapshot is None:
            return
        if isinstance(self.view.layout, BlockLayout) != self._in_blocks():
            self.show_readable()
        self._on_lists_changed()

    def _set_view(self, view: View, *, fitted: bool) -> None:
        if view != self.view:  # other frames lie beneath the pointer now
            self._dwell.stop()
            self.card.hide()
            self.set_hovered(None)
        self.view, self.fitted = view, fitted
        self.zoomed.emit(zoom_words(view))
        self.session.viewport.show(view, self.raster())
        self.update()

    def _on_asked(self, column: float, row: float) -> None:
        """Show a place in the middle."""
        if self.view is not None:
            view = self.view
            across, down = (view.width - view.left) / view.pitch, (view.height - view.top) / view.row_pitch
            self._set_view(views.clamp(replace(view, gx=column - across / 2, gy=row - down / 2)), fitted=self.fitted)

    def _best(self, snapshot: Snapshot) -> View:
        width, height = float(max(self.width(), 1)), float(max(self.height(), 1))
        small = snapshot.n_frames <= READABLE_FRAMES and bool(snapshot.lists)
        vector_from = views.LEAST_PITCH if small else views.VECTOR_PITCH
        lists = self._links_wanted()
        blocks = self._in_blocks()
        return views.best_view(snapshot.ranges, width, height, lists=lists, vector_from=vector_from, blocks=blocks)

    def _in_blocks(self) -> bool:
        """Whether memory is laid out in buddy blocks; where that is left to us, recordings are."""
        history, layout = self.session.history, self.session.view.layout
        is_recording = history is not None and history.kind == "recording"
        return layout == BUDDY_BLOCKS or (layout != ROWS and is_recording)

    def _links_wanted(self) -> bool:
        """Whether there is room for links; between buddy blocks they would cross too much."""
        hidden = "links" in self.session.view.hidden_layers
        return bool(self.session.lists_shown) and not hidden and not self._in_blocks()

    def _links_shown(self) -> bool:
        """Whether links are drawn. While a question hides them they keep their room: the map must not jump."""
        return self._links_wanted() and "links" not in self.session.hides

    def _choose(self, view: View, *, readable: bool) -> None:
        if self.view is None or view.layout != self.view.layout:
            kept = self._raster
            self._raster = kept.laid_out(view.layout) if kept is not None else None
        self._readable = readable
        self._set_view(view, fitted=True)

    def fit(self) -> None:
        """All of memory, in the layout that fills the window best."""
        snapshot = self.session.snapshot()
        if snapshot is not None and snapshot.ranges:
            self._choose(self._best(snapshot), readable=False)

    def show_readable(self) -> None:
        """All of memory; of a small one with lists so large that its links can be followed, in part if need be."""
        snapshot = self.session.snapshot()
        if snapshot is None or not snapshot.ranges:
            return
        view = self._best(snapshot)
        if snapshot.n_frames <= READABLE_FRAMES and self._links_wanted() and not view.is_vector:
            layout = RowLayout(snapshot.ranges, READABLE_COLUMNS)
            view = views.clamp(replace(view, layout=layout, pitch=views.VECTOR_PITCH, gx=-10.0, gy=-10.0))
        self._choose(view, readable=True)

    def _refit(self) -> None:
        self._resized.stop()
        if self.fitted and self._readable:
            self.show_readable()
        elif self.fitted:
            self.fit()

    def zoom(self, steps: float, at: QPointF | None = None) -> None:
        """In (positive) or out, holding what is at a point, else at the selection, else in the middle."""
        if self.view is None:
            return
        if at is None:
            frame = self.session.selection.frame
            if frame is not None:
                x, y, width, height = self.view.cell_rect(frame)
                at = QPointF(x + width / 2, y + height / 2)
            else:
                at = QPointF(self.width() / 2, self.height() / 2)
        zoomed = views.zoom_at(self.view, at.x(), at.y(), ZOOM_STEP**steps)
        if steps < 0 and views.fits(zoomed):
            self.fit()
        else:
            self._set_view(zoomed, fitted=False)

    def zoom_block(self) -> None:
        """The block under the pointer, or of the selected frame, as large as it goes; a frame alone where there are
        no blocks."""
        frame = self.hovered if self.hovered is not None else self.session.selection.frame
        if self.view is None or frame is None:
            return
        self._set_view(views.show_block(self.view, frame), fitted=False)

    def move_selection(self, columns: int, rows: int) -> None:
        """To the frame beside the selected one; the first visible frame where none is selected."""
        if self.view is None:
            return
        frame = self.session.selection.frame
        if frame is None:
            left, right = self.view.columns()
            seen = (self.view.layout.cells_in_row(row, left, right) for row in range(*self.view.rows()))
            target = next((first for row in seen for first, _column in row), None)
        else:
            target = self.view.layout.beside(frame, columns, rows)
        if target is not None:
            self.session.select(Selection(frame=target))

    # Painting

    def raster(self) -> Raster | None:
        """What colours the cells; one per file, layout and theme."""
        if self._raster is None and self.view is not None:
            self._raster = Raster(self.view.layout, self.session.palette)
            self.session.viewport.raster = self._raster
        return self._raster

    def options(self) -> MapOptions:
        """What is drawn besides the frames."""
        selection, state = self.session.selection, self.session.view
        return MapOptions(
            lists=self.session.lists_shown if self._links_shown() else NO_LISTS,
            refcounts="refcounts" not in state.hidden_layers and "elements" not in self.session.hides,
            labels="labels" not in state.hidden_layers,
            elements="elements" not in self.session.hides,
            changes="changes" not in state.hidden_layers,
            selected_frame=selection.frame,
            selected_slot=selection.slot,
            selected_kind=selection.kind,
            colouring=Colouring(state.colour, state.dimmed_slots, state.dimmed_kinds),
            number_base=self.session.preferences.number_base,
        )

    def _painted(self, snapshot: Snapshot) -> QPixmap:
        history, raster = self.session.history, self.raster()
        assert history is not None
        assert self.view is not None
        assert raster is not None
        ratio, options = self.devicePixelRatioF(), self.options()
        key = (id(history), snapshot.version, history.position, self.view, options, ratio, id(raster))
        if self._picture is None or key != self._picture_key:
            made = QPixmap(self.size() * ratio)
            made.setDevicePixelRatio(ratio)
            painter = QPainter(made)
            paint_map(painter, snapshot, self.view, options, self.session.shown_step(), raster)
            painter.end()
            self._picture, self._picture_key = made, key
        return self._picture

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        look = look_of(self.session)
        snapshot = self.session.snapshot()
        if snapshot is None or self.view is None:
            painter.fillRect(self.rect(), look["map"])
            painter.end()
            return
        if self._picture is None and self._resized.isActive():
            self._refit()  # the first picture of a file is that of the layout which stays
        painter.drawPixmap(0, 0, self._painted(snapshot))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.hovered is not None and self.view.pitch >= 4:
            painter.setPen(QPen(look["ink"], 1.2))
            radius = 4.0 if self.view.is_vector else 1.5
            box = QRectF(*self.view.cell_rect(self.hovered)).adjusted(-0.5, -0.5, 0.5, 0.5)
            painter.drawRoundedRect(box, radius, radius)
        if self.hasFocus() and self._by_key:
            painter.setPen(QPen(look["accent"], 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(self.rect()).adjusted(0.75, 0.75, -0.75, -0.75))
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.view is None:
            return
        if self.fitted and self.view.layout.n_frames > AT_ONCE_FRAMES:
            sized = replace(self.view, width=float(self.width()), height=float(self.height()))
            self._set_view(views.fit(sized), fitted=True)
            self._resized.start()
        elif self.fitted:
            self._refit()
        else:
            self._set_view(views.resize(self.view, float(self.width()), float(self.height())), fitted=False)

    # Mouse and gestures

    def _frame_at(self, point: QPointF) -> int | None:
        return self.view.frame_at(point.x(), point.y()) if self.view is not None else None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed, self._dragging = event.position(), False
            self.card.hide()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position()
        if self._pressed is not None and self.view is not None:
            moved = at - self._pressed
            if self._dragging or moved.manhattanLength() >= DRAG_FROM_PX:
                if not self._dragging:
                    self._dragging = True
                    self.setCursor(Qt.CursorShape.ClosedHandCursor)
                panned = views.pan(self.view, moved.x(), moved.y())
                if panned != self.view:
                    self._set_view(panned, fitted=False)
                self._pressed = at
            return
        self._hover(at)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self._pressed is None:
            return
        clicked = not self._dragging
        self._pressed, self._dragging = None, False
        self.unsetCursor()
        if clicked:
            frame = self._frame_at(event.position())
            self.session.select(Selection(frame=frame) if frame is not None else NOTHING)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.view is not None and not self.view.is_vector:
            self.zoom(4, event.position())

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and self.view is not None:
            delta = event.pixelDelta() if not event.pixelDelta().isNull() else event.angleDelta() / 2
            self._set_view(views.pan(self.view, delta.x() or delta.y(), 0), fitted=False)
        else:
            self._wheel += event.angleDelta().y() / WHEEL_NOTCH
            if abs(self._wheel) >= 0.25:
                self.zoom(self._wheel, event.position())
                self._wheel = 0.0
        self._hover(event.position())
        event.accept()

    def _pinch(self, event: QEvent) -> bool:
        if isinstance(event, QNativeGestureEvent) and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
            self.zoom(event.value() * 4, event.position())
            return True
        return False

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._dwell.stop()
        self.card.hide()
        self.set_hovered(None)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._by_key = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        self.update()

    def _hover(self, at: QPointF) -> None:
        self.set_hovered(self._frame_at(at))
        self._dwell.stop()
        if self.hovered is not None and not self.card.isVisible():
            self._dwell.start()

    def set_hovered(self, frame: int | None) -> None:
        """Outline a frame, here or on the strip of kernel addresses."""
        if frame != self.hovered:
            self.hovered = frame
            self.card.hide()
            self.hover_changed.emit(frame)
            self.update()

    def _show_card(self) -> None:
        if self.hovered is not None and self.view is not None:
            self.card.show_frame(self.hovered, self.view)


def zoom_words(view: View) -> str:
    """``100 %`` at the vector level's own size; below, pixels per frame or frames per pixel."""
    if view.is_vector:
        return f"zoom {view.scale:.0%}"
    if view.pitch >= 1:
        return f"{view.pitch:.0f} px per frame"
    n_frames = round((1 / view.pitch) ** 2)
    return f"{n_frames:,} {'frame' if n_frames == 1 else 'frames'} per pixel"
