"""Panes in docks: default places, tabs where there is little room, showing and hiding. Knows no pane by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QAction, QMouseEvent
from PySide6.QtWidgets import QDockWidget, QMainWindow, QTabWidget, QWidget

from pagevis.base.discovery import discover
from pagevis.session.session import Session
from pagevis.ui.dock_title import DockTitle
from pagevis.ui.look import look_of
from pagevis.ui.panes._base import Area, Pane, PaneWidget
from pagevis.ui.parts import on_event, regrow

COLUMNS = (
    (1500, (244, 372)),
    (1400, (208, 318)),
    (1150, (200, 300)),
    (0, (168, 232)),
)  # left and right, by the window's width
LEAST_WIDTHS = {Area.LEFT: 168, Area.RIGHT: 232}  # below, names and lines of code cannot be read
SPLITTER = "qt_qmainwindow_extended_splitter"  # Qt's name
LOW = 900  # px of the window's height below which panes share a place as tabs rather than being crushed
CAPTION_HEIGHT = 96
TIMELINES = ((900, 176), (820, 124), (760, 110), (0, 104))  # height of the timeline, by the window's
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


Made = Callable[[Pane, PaneWidget], None]


class Widgets(Mapping[str, PaneWidget]):
    """The panes by name, each made when it is asked for first: one that nobody looks at costs no time and no memory."""

    def __init__(self, names: tuple[str, ...], make: Callable[[str], PaneWidget]) -> None:
        self._names, self._make = names, make
        self.made: dict[str, PaneWidget] = {}

    def __getitem__(self, name: str) -> PaneWidget:
        if name not in self.made:
            self.made[name] = self._make(name)
        return self.made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


class Docks:
    """Every pane in its dock."""

    def __init__(self, window: QMainWindow, session: Session, actions: Mapping[str, QAction]) -> None:
        self._window, self._session = window, session
        self.docks: dict[str, QDockWidget] = {}
        self.panes = panes()
        self.widgets = Widgets(tuple(pane.name for pane in self.panes), self._make)
        self._when_made: list[Made] = []
        self._titles: dict[str, DockTitle] = {}
        self._wanted: dict[str, bool] = {}
        self._dragged = False  # a border between panes: sizes are the user's now
        self._low: bool | None = None  # which of the two default arrangements stands; None: neither any more
        window.setDockNestingEnabled(True)
        window.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, QTabWidget.TabPosition.North)
        for corner, area in CORNERS.items():
            window.setCorner(corner, AREAS[area])
        self._retitle = QTimer(window, singleShot=True, interval=0)
        self._retitle.timeout.connect(self._on_rearranged)
        for pane in self.panes:
            self._add(pane, session, actions)
        self.reset()
        on_event(window, QEvent.Type.MouseButtonPress, self._on_pressed)

    def _on_pressed(self, event: QEvent) -> bool:
        """Borders between panes belong to the window itself: no child is there but Qt's own, which widens them."""
        if isinstance(event, QMouseEvent):
            child = self._window.childAt(event.position().toPoint())
            self._dragged = self._dragged or child is None or child.objectName() == SPLITTER
        return False

    def _add(self, pane: Pane, session: Session, actions: Mapping[str, QAction]) -> None:
        dock = QDockWidget(pane.title, self._window)
        dock.setObjectName(f"dock-{pane.name}")
        if pane.titled:
            title = DockTitle(pane, dock, session, actions)
            dock.setTitleBarWidget(title)
            self._titles[pane.name] = title
        else:
            dock.setTitleBarWidget(QWidget(dock))
            dock.setFeatures(QDockWidget.DockWidgetFeature.DockWidgetClosable)
        dock.hide()
        dock.visibilityChanged.connect(lambda seen, name=pane.name: self.widgets[name] if seen else None)
        dock.visibilityChanged.connect(self._retitle.start)
        dock.dockLocationChanged.connect(self._retitle.start)
        dock.topLevelChanged.connect(self._retitle.start)
        dock.topLevelChanged.connect(self._on_moved)
        self.docks[pane.name] = dock
        if pane.always:
            self.widgets[pane.name]

    def _make(self, name: str) -> PaneWidget:
        pane = next(pane for pane in self.panes if pane.name == name)
        widget = pane.make(self._session)
        widget.setMinimumWidth(LEAST_WIDTHS.get(pane.area, 0))
        if name in self._titles:
            widget.noted.connect(self._titles[name].say)
        self.docks[name].setWidget(widget)
        regrow(widget, look_of(self._session))
        for tell in self._when_made:
            tell(pane, widget)
        return widget

    def when_made(self, tell: Made) -> None:
        """Call this with every pane that is there already, and with each that will be."""
        self._when_made.append(tell)
        for pane in self.panes:
            if pane.name in self.widgets.made:
                tell(pane, self.widgets.made[pane.name])

    def _on_moved(self) -> None:
        """A pane was taken out or put elsewhere: the arrangement is the user's now."""
        self._low = None
        self._dragged = True

    def _on_rearranged(self) -> None:
        for name, title in self._titles.items():
            beside = self._window.tabifiedDockWidgets(self.docks[name])
            title.set_tabbed(any(not dock.isHidden() for dock in beside))

    def reset(self) -> None:
        """Every pane where it stands at first."""
        self._dragged = False
        self._arrange(self._window.height() < LOW)

    def _arrange(self, low: bool) -> None:
        window = self._window
        self._low = low
        shown = {name: not dock.isHidden() for name, dock in self.docks.items()}
        for dock in self.docks.values():
            if dock.isFloating():
                dock.blockSignals(True)
                dock.setFloating(False)
                dock.blockSignals(False)
            window.removeDockWidget(dock)
        last: dict[Area, QDockWidget] = {}
        for pane in self._leads():
            dock = self.docks[pane.name]
            window.addDockWidget(AREAS[pane.area], dock)
            if pane.area in last:
                window.splitDockWidget(last[pane.area], dock, Qt.Orientation.Vertical)
            last[pane.area] = dock
        for pane in self.panes:
            lead = self._tab_of(pane)
            if lead:
                window.addDockWidget(AREAS[pane.area], self.docks[pane.name])
                window.tabifyDockWidget(self.docks[lead], self.docks[pane.name])
        for name, dock in self.docks.items():
            dock.setVisible(shown[name])
        self._raise_leads()
        self._retitle.start()

    def _tab_of(self, pane: Pane) -> str:
        """The pane in whose place this one stands as a tab; '' where it has its own."""
        lead = pane.tab_of or (pane.low_tab_of if self._low else "")
        return lead if lead in self.docks else ""

    def _leads(self) -> list[Pane]:
        """The panes that have a place of their own."""
        return [pane for pane in self.panes if not self._tab_of(pane)]

    def _raise_leads(self) -> None:
        for pane in self._leads():
            if not self.docks[pane.name].isHidden():
                self.docks[pane.name].raise_()

    def show(self, name: str) -> None:
        """Show a pane, in front of those in the same place, and give it the keyboard."""
        dock, widget = self.docks[name], self.widgets[name]
        dock.show()
        dock.raise_()
        (widget.focusProxy() or widget).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_for(self, kind: str) -> None:
        """Show the panes that a history of this kind has use for; what the user hid or showed stays so."""
        leads = self._leads()
        for pane in self.panes:
            shown = self._wanted.get(f"{kind}:{pane.name}", not pane.for_kinds or kind in pane.for_kinds)
            if shown and pane in leads:
                self.widgets[pane.name]  # made before it is laid out; one behind a tab is made when the tab is chosen
            self.docks[pane.name].setVisible(shown)
        if self._low is not None:
            self._raise_leads()

    def remember(self, kind: str) -> None:
        """Note what is shown, before the panes are hidden or shown for another kind."""
        for name, dock in self.docks.items():
            self._wanted[f"{kind}:{name}"] = not dock.isHidden()

    def forget(self) -> None:
        """Nothing is wanted any more but what stands there at first."""
        self._wanted.clear()
        self._dragged = False

    def keep_sizes(self) -> None:
        """Sizes are the user's now: they do not follow the window's classes of width."""
        self._dragged = True

    def hide_all(self) -> None:
        """The start page stands alone."""
        for dock in self.docks.values():
            dock.hide()

    def follow(self, width: int, height: int) -> None:
        """The window has another size: so have the panes, unless the user chose theirs."""
        if not self._dragged:
            self.resize(width, height)

    def resize(self, width: int, height: int) -> None:
        """Columns as at 1600 pixels, narrower in narrow windows; heights by the panes' weights."""
        self._dragged = False
        if self._low is not None and self._low != (height < LOW):
            self._arrange(height < LOW)
        look = look_of(self._session)
        left, right = next(columns for least, columns in COLUMNS if width >= least)
        left, right = (max(c, min(look.px(c), round(width * most))) for c, most in ((left, 0.19), (right, 0.26)))
        horizontal, vertical = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
        timeline = next(px for least, px in TIMELINES if height >= least)
        for area, column, below in ((Area.LEFT, left, CAPTION_HEIGHT + timeline), (Area.RIGHT, right, 0)):
            shown = self._in(area)
            total = sum(pane.weight for pane in shown)
            docks = [self.docks[pane.name] for pane in shown]
            rest = height - 100 - below
            self._window.resizeDocks(docks[:1], [column][: len(docks)], horizontal)
            self._window.resizeDocks(docks, [round(rest * pane.weight / total) for pane in shown], vertical)
        bottom = [self.docks[pane.name] for pane in self._in(Area.BOTTOM)]
        heights = [timeline] if len(bottom) == 1 else [CAPTION_HEIGHT, *[timeline] * (len(bottom) - 1)]
        self._window.resizeDocks(bottom, heights[: len(bottom)], vertical)

    def _in(self, area: Area) -> list[Pane]:
        """The panes of an area that are shown in a place of their own."""
        return [pane for pane in self._leads() if pane.area is area and not self.docks[pane.name].isHidden()]
