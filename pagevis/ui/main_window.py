"""The window: puts map, panes, bars and menus together and answers what commands ask of it. Owns no state of memory."""

from __future__ import annotations

from pathlib import Path, PurePath

from PySide6.QtCore import QPointF, QSize, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from pagevis.base import resources
from pagevis.session.session import Session
from pagevis.ui import actions, theming
from pagevis.ui.bars import MessageBar, ProgressBar
from pagevis.ui.dialogs import Dialogs, RealDialogs
from pagevis.ui.docks import Docks
from pagevis.ui.legend import LegendRow
from pagevis.ui.look import look_of
from pagevis.ui.map_header import MapHeader
from pagevis.ui.map_view import MapView
from pagevis.ui.menus import MenuBar, fill_menus
from pagevis.ui.parts import guarded
from pagevis.ui.pictures import save_picture
from pagevis.ui.start_page import StartPage
from pagevis.ui.status import StatusBar
from pagevis.ui.strip import KernelStrip, Tie
from pagevis.ui.toolbar import ToolBar

SIZE = QSize(1600, 1000)


@guarded
class MainWindow(QMainWindow):
    """See the module. It is the ``Desk`` of the commands."""

    def __init__(self, session: Session, dialogs: Dialogs | None = None) -> None:
        super().__init__()
        self._session = session
        self.dialogs: Dialogs = dialogs if dialogs is not None else RealDialogs(self)
        self._kind = ""  # of what is open
        self.setWindowTitle("pagevis")
        self.setAcceptDrops(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.actions_by_name = actions.make_actions(self, self)
        self.message_bar = MessageBar(session)
        self.progress_bar = ProgressBar(session)
        self.header = MapHeader(session, self.actions_by_name)
        self.map = MapView(session)
        self.strip = KernelStrip(session, self.map)
        self.legend = LegendRow(session)
        self.start_page = StartPage(session, self.actions_by_name["open"])
        self.docks = Docks(self, session, self.actions_by_name)
        self.tool_bar = ToolBar(session, self.actions_by_name)
        self.addToolBar(self.tool_bar)
        self.menu_bar = MenuBar(self)
        self.setMenuBar(self.menu_bar)
        fill_menus(self.menu_bar, self.actions_by_name, session, self.docks, self)
        self.status = StatusBar(session)
        self.map.zoomed.connect(self.status.set_zoom)
        self._put_together()
        for widget in (self.map, *(self.docks.widgets[p.name] for p in self.docks.panes if p.plain_keys)):
            actions.add_plain_keys(self, widget)
        session.opened.connect(self._on_opened)
        session.closed.connect(self._on_closed)
        session.theme_changed.connect(self._on_theme_changed)
        for signal in (session.moved, session.selection_changed):
            signal.connect(self._enable)
        self._on_theme_changed()
        self._on_closed()

    def _put_together(self) -> None:
        workspace = QWidget()
        column = QVBoxLayout(workspace)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (self.header, self.strip, self.map, self.legend):
            column.addWidget(widget, 1 if widget is self.map else 0)
        self.tie = Tie(self.strip, self.map, self._session, workspace)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.start_page)
        self.pages.addWidget(workspace)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for bar in (self.progress_bar, self.message_bar, self.pages):
            column.addWidget(bar, 1 if bar is self.pages else 0)
        self.setCentralWidget(whole)
        holder = self.statusBar()
        holder.setSizeGripEnabled(False)
        holder.setContentsMargins(0, 0, 0, 0)
        holder.addWidget(self.status, 1)
        self.resize(SIZE)

    # Desk: what commands ask

    @property
    def session(self) -> Session:
        """The one owner of state."""
        return self._session

    def choose_file(self) -> None:
        """Ask for a file and open it."""
        history = self._session.history
        file = Path(history.path) if history is not None and history.path else None
        folder = file.resolve().parent if file is not None and file.is_file() else resources.path("scenarios")
        path = self.dialogs.file_to_open(str(folder))
        if path:
            self._session.open(path)

    def save_picture(self) -> None:
        """Ask where, and save what the map shows."""
        history = self._session.history
        if history is None:
            return
        stem = PurePath(history.path or "memory").name.split(".")[0]
        path = self.dialogs.picture_to_save(f"{stem}-{history.position.event}.png")
        if path:
            save_picture(self._session, path)

    def leave(self) -> None:
        """Close the window."""
        self.close()

    def fit(self) -> None:
        """All of memory."""
        self.map.fit()

    def zoom(self, steps: int) -> None:
        """In or out: at the pointer where it is over the map."""
        at = self.map.mapFromGlobal(self.cursor().pos())
        over = self.map.rect().contains(at) and self.map.underMouse()
        self.map.zoom(steps, QPointF(at) if over else None)

    def move_selection(self, columns: int, rows: int) -> None:
        """To the frame beside."""
        self.map.move_selection(columns, rows)

    def show_pane(self, name: str) -> None:
        """One of the panes, with the keyboard."""
        self.docks.show(name)

    def show_keys(self) -> None:
        """The sheet of keys."""
        self.dialogs.show_keys(look_of(self._session))

    def show_about(self) -> None:
        """Name and version."""
        self.dialogs.show_about()

    # What happened

    def _on_opened(self) -> None:
        history = self._session.history
        if history is None:
            return
        self.message_bar.hide()
        if self._kind:
            self.docks.remember(self._kind)
        self._kind = history.kind
        self.pages.setCurrentIndex(1)
        self.tool_bar.show()
        self.docks.show_for(history.kind)
        self.docks.resize(self.width(), self.height())
        self.menu_bar.set_title(history.title)
        self.setWindowTitle(f"{history.title} — pagevis")
        self._enable()
        self.map.setFocus()
        QTimer.singleShot(0, self.map, self._settle)

    def _settle(self) -> None:
        """The docks have their sizes only now."""
        if self.map.fitted:
            self.map.show_readable()

    def _on_closed(self) -> None:
        if self._kind:
            self.docks.remember(self._kind)
        self._kind = ""
        self.docks.hide_all()
        self.tool_bar.hide()
        self.pages.setCurrentIndex(0)
        self.menu_bar.set_title("")
        self.setWindowTitle("pagevis")
        self._enable()
        self.start_page.setFocus()

    def _on_theme_changed(self) -> None:
        look = look_of(self._session)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            theming.apply(application, look)
        actions.tint(self.actions_by_name, look)
        self.actions_by_name["theme"].setIcon(actions.theme_icon(look))
        self.tool_bar.tint(look)

    def _enable(self) -> None:
        actions.enable(self.actions_by_name, self)

    # The window system

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._kind:
            self.docks.follow(self.width(), self.height())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        for url in event.mimeData().urls():
            if url.isLocalFile():
                event.acceptProposedAction()
                self._session.open(url.toLocalFile())
                return

    def closeEvent(self, event: QCloseEvent) -> None:
        self._session.shut_down()
        super().closeEvent(event)
