"""Panes in docks: a title bar of the house's own, default places, hiding. Knows no pane by name."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QDockWidget, QHBoxLayout, QMainWindow, QWidget

from pagevis.base.discovery import discover
from pagevis.session.session import Session
from pagevis.ui import icons
from pagevis.ui.look import look_of
from pagevis.ui.panes._base import Area, Pane, PaneWidget
from pagevis.ui.parts import label, named, on_event, tool_button

TITLE_HEIGHT = 33
COLUMNS = (
    (1500, (244, 372)),
    (1400, (208, 318)),
    (1150, (200, 300)),
    (0, (168, 232)),
)  # left and right, by the window's width
LEAST_WIDTHS = {Area.LEFT: 168, Area.RIGHT: 232}  # below, names and lines of code cannot be read
SPLITTER = "qt_qmainwindow_extended_splitter"  # Qt's name
TIMELINES = ((900, 176), (760, 124), (0, 108))  # height of the timeline, by the window's
AREAS = {
    Area.LEFT: Qt.DockWidgetArea.LeftDockWidgetArea,
    Area.RIGHT: Qt.DockWidgetArea.RightDockWidgetArea,
    Area.BOTTOM: Qt.DockWidgetArea.BottomDockWidgetArea,
}
CORNERS = {  # the right column runs the full height, caption and timeline run to the window's left edge
    Qt.Corner.TopRightCorner: Area.RIGHT,
    Qt.Corner.BottomRightCorner: Area.RIGHT,
    Qt.Corner.TopLeftCorner: Area.LEFT,
    Qt.Corner.BottomLeftCorner: Area.BOTTOM,
}


def panes() -> tuple[Pane, ...]:
    """All panes, in the order in which they stand."""
    found = discover("pagevis.ui.panes", "PANE", Pane).values()
    return tuple(sorted(found, key=lambda pane: (pane.area.value, pane.order)))


class DockTitle(QWidget):
    """Title, note and a button to hide the pane. Dragging it moves the dock: it leaves the mouse alone."""

    def __init__(self, pane: Pane, dock: QDockWidget, session: Session) -> None:
        super().__init__(dock)
        named(self, "docktitle")
        self._session = session
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 6, 0)
        row.setSpacing(8)
        title = label(pane.title, "title")
        self.note = label(name="note", yields=True)
        self.hide_button = tool_button(name="hide-pane")
        self.hide_button.setFixedSize(22, 22)
        self.hide_button.setIconSize(QSize(12, 12))
        self.hide_button.setToolTip(f"Hide {pane.title}; the View menu shows it again")
        self.hide_button.setAccessibleName(f"Hide {pane.title}")
        self.hide_button.clicked.connect(dock.close)
        row.addWidget(title)
        row.addWidget(self.note, 1)
        row.addWidget(self.hide_button)
        session.theme_changed.connect(self._tint)
        self._tint()

    def _tint(self) -> None:
        look = look_of(self._session)
        self.hide_button.setIcon(icons.icon("close", look["text3"], size=12))

    def sizeHint(self) -> QSize:
        return QSize(120, TITLE_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(60, TITLE_HEIGHT)


class Docks:
    """Every pane in its dock."""

    def __init__(self, window: QMainWindow, session: Session) -> None:
        self._window = window
        self.docks: dict[str, QDockWidget] = {}
        self.widgets: dict[str, PaneWidget] = {}
        self.panes = panes()
        self._wanted: dict[str, bool] = {}
        self._dragged = False  # a border between panes: sizes are the user's now
        window.setDockNestingEnabled(True)
        for corner, area in CORNERS.items():
            window.setCorner(corner, AREAS[area])
        for pane in self.panes:
            self._add(pane, session)
        self.reset()
        on_event(window, QEvent.Type.MouseButtonPress, self._on_pressed)

    def _on_pressed(self, event: QEvent) -> bool:
        """Borders between panes belong to the window itself: no child is there but Qt's own, which widens them."""
        if isinstance(event, QMouseEvent):
            child = self._window.childAt(event.position().toPoint())
            self._dragged = self._dragged or child is None or child.objectName() == SPLITTER
        return False

    def _add(self, pane: Pane, session: Session) -> None:
        dock = QDockWidget(pane.title, self._window)
        dock.setObjectName(f"dock-{pane.name}")
        widget = pane.make(session)
        widget.setMinimumWidth(LEAST_WIDTHS.get(pane.area, 0))
        dock.setWidget(widget)
        if pane.titled:
            title = DockTitle(pane, dock, session)
            widget.noted.connect(title.note.setText)
            dock.setTitleBarWidget(title)
        else:
            dock.setTitleBarWidget(QWidget(dock))
            dock.setFeatures(QDockWidget.DockWidgetFeature.DockWidgetClosable)
        dock.hide()
        self.docks[pane.name] = dock
        self.widgets[pane.name] = widget

    def reset(self) -> None:
        """Every pane where it stands at first."""
        last: dict[Area, QDockWidget] = {}
        for pane in self.panes:
            dock = self.docks[pane.name]
            self._window.addDockWidget(AREAS[pane.area], dock)
            if pane.area in last:
                self._window.splitDockWidget(last[pane.area], dock, Qt.Orientation.Vertical)
            last[pane.area] = dock

    def show_for(self, kind: str) -> None:
        """Show the panes that a history of this kind has use for; what the user hid or showed stays so."""
        for pane in self.panes:
            fits = not pane.for_kinds or kind in pane.for_kinds
            self.docks[pane.name].setVisible(self._wanted.get(f"{kind}:{pane.name}", fits))

    def remember(self, kind: str) -> None:
        """Note what is shown, before the panes are hidden or shown for another kind."""
        for name, dock in self.docks.items():
            self._wanted[f"{kind}:{name}"] = not dock.isHidden()

    def hide_all(self) -> None:
        """The start page stands alone."""
        for dock in self.docks.values():
            dock.hide()

    def follow(self, width: int, height: int) -> None:
        """The window has another size: so have the panes, unless the user chose theirs."""
        if not self._dragged:
            self.resize(width, height)

    def resize(self, width: int, height: int) -> None:
        """Columns as at 1600 pixels, narrower in narrow windows; the processes above the segments."""
        self._dragged = False
        left, right = next(columns for least, columns in COLUMNS if width >= least)
        horizontal, vertical = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
        self._resize(Area.LEFT, [left], horizontal)
        self._resize(Area.RIGHT, [right], horizontal)
        rest = height - 330
        self._resize(Area.LEFT, [round(rest * 0.62), round(rest * 0.38)], vertical)
        bottom = self._in(Area.BOTTOM)
        self._window.resizeDocks(
            bottom, [88, next(px for least, px in TIMELINES if height >= least)][-len(bottom) :], vertical
        )

    def _in(self, area: Area) -> list[QDockWidget]:
        return [
            self.docks[pane.name] for pane in self.panes if pane.area is area and not self.docks[pane.name].isHidden()
        ]

    def _resize(self, area: Area, sizes: list[int], orientation: Qt.Orientation) -> None:
        shown = self._in(area)
        if shown:
            self._window.resizeDocks(shown[: len(sizes)], sizes[: len(shown)], orientation)
