"""The window: puts map, panes, bars and menus together and answers what commands ask of it. Owns no state of memory."""

from __future__ import annotations

from pathlib import PurePath

from PySide6.QtCore import QPointF, Qt, QTimer
from PySide6.QtGui import (
    QAction,
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from pagevis.session.recent import folder_to_ask
from pagevis.session.session import Session
from pagevis.ui import actions, theming
from pagevis.ui.acting import Acting
from pagevis.ui.bars import MessageBar, ProgressBar
from pagevis.ui.dialogs import Dialogs, RealDialogs
from pagevis.ui.docks import Docks
from pagevis.ui.drops import MOST_DROPPED, DropHint, local_files
from pagevis.ui.guides import Guides
from pagevis.ui.layouts import Layouts
from pagevis.ui.legend import LegendRow
from pagevis.ui.look import look_of
from pagevis.ui.map_header import MapHeader
from pagevis.ui.map_view import MapView
from pagevis.ui.menus import MenuBar, fill_menus
from pagevis.ui.panes._base import PaneWidget
from pagevis.ui.parts import guarded, regrow
from pagevis.ui.pictures import copy_picture, save_picture
from pagevis.ui.question_panel import QuestionPanel
from pagevis.ui.saving import RestoreBar, Saving
from pagevis.ui.start_page import StartPage
from pagevis.ui.status import StatusBar
from pagevis.ui.stops_bar import StopsBar
from pagevis.ui.strip import KernelStrip, Tie
from pagevis.ui.toolbar import ToolBar
from pagevis.ui.voice import MapVoice
from pagevis.ui.window_menu import fill_late_menus
from pagevis.ui.windows import SIZE, Windows

DRESSING_MS = 60  # from one window to the next


@guarded
class MainWindow(QMainWindow):
    """See the module. It is the ``Desk`` of the commands."""

    def __init__(self, session: Session, dialogs: Dialogs | None = None, windows: Windows | None = None) -> None:
        super().__init__()
        self._session = session
        self.windows = windows if windows is not None else Windows(parent=self)
        self.dialogs: Dialogs = dialogs if dialogs is not None else RealDialogs(self)
        self._kind = ""  # of what is open
        self._go_to: int | None = None  # the event that the file on its way in is opened at
        self.setWindowTitle("pagevis")
        self.setAcceptDrops(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.actions_by_name = actions.make_actions(self, self)
        self.message_bar = MessageBar(session)
        self.progress_bar = ProgressBar(session)
        self.restore_bar = RestoreBar(session)
        self.header = MapHeader(session, self.actions_by_name)
        self.map = MapView(session)
        self.voice = MapVoice(session, self.map)
        self.strip = KernelStrip(session, self.map)
        self.legend = LegendRow(session)
        self.start_page = StartPage(session, self.actions_by_name, self.windows)
        self.docks = Docks(self, session, self.actions_by_name)
        self.layouts = Layouts(self, self.docks, self.windows.settings)
        self.tool_bar = ToolBar(session, self.actions_by_name)
        self.addToolBar(self.tool_bar)
        self.guides = Guides(self, session, self.actions_by_name)
        self.menu_bar = MenuBar(self)
        self.setMenuBar(self.menu_bar)
        fill_menus(self.menu_bar, self.actions_by_name, session, self.docks, self, self.open_file)
        self.status = StatusBar(session)
        self.map.zoomed.connect(self.status.set_zoom)
        self.map.zoomed.connect(lambda _words: self.header.show_view(self.map.view))
        self.status.integrity_asked.connect(lambda: self.docks.show("integrity"))
        self._put_together()
        self.saving = Saving(self)
        fill_late_menus(self.menu_bar, self)
        self.acting = Acting(self, self.map, self.docks)
        self.drop_hint = DropHint(self, session)
        actions.add_plain_keys(self, self.map)
        self.docks.when_made(lambda pane, widget: actions.add_plain_keys(self, widget) if pane.plain_keys else None)
        session.opened.connect(self._on_opened)
        session.closed.connect(self._on_closed)
        self._dressed = ("", 0)  # theme and size of letters that the widgets wear
        self._dressing = QTimer(self, singleShot=True)
        self._dressing.timeout.connect(self._dress)
        session.theme_changed.connect(self._on_theme_changed)
        markers = session.markers
        document = session.document
        for signal in (
            session.moved,
            session.selection_changed,
            markers.changed,
            markers.shown_changed,
            session.view_changed,
            document.changed,
            session.search.changed,
            session.stops.changed,
        ):
            signal.connect(self._enable)
        markers.name_wanted.connect(self._on_name_wanted)
        session.preferences_changed.connect(self._on_theme_changed)
        self.start_page.picked.connect(self.open_file)
        self._dress()
        self._on_closed()
        self.windows.adopt(self)

    def _put_together(self) -> None:
        workspace = QWidget()
        column = QVBoxLayout(workspace)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.question_panel = QuestionPanel(self._session, self.map, self.legend)
        for widget in (self.header, self.strip, self.map, self.legend, self.question_panel):
            column.addWidget(widget, 1 if widget is self.map else 0)
        self.tie = Tie(self.strip, self.map, self._session, workspace)
        self.stops_bar = StopsBar(self._session, self.legend, workspace)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.start_page)
        self.pages.addWidget(workspace)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for bar in (self.progress_bar, self.restore_bar, self.message_bar, self.pages):
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
        folder = folder_to_ask(self.windows.settings, history.path if history is not None else None)
        path = self.dialogs.file_to_open(str(folder))
        if path:
            self.open_file(path)

    def open_file(self, path: str, event: int | None = None) -> None:
        """Open a file here, at an event if one is named; where a window shows it already, that comes to the front."""
        shown = self.windows.showing(path)
        if shown is not None and shown is not self:
            shown.come_forward()
            return
        self._go_to = event
        self._session.open(path)

    def save(self) -> None:
        """The text that is shown, to its file."""
        self.saving.save()

    def save_as(self) -> None:
        """The text that is shown, to another file."""
        self.saving.save_as()

    def save_all(self) -> None:
        """All branches, each to a file."""
        self.saving.save_all()

    def save_picture(self) -> None:
        """Ask where, and save what the map shows."""
        history = self._session.history
        if history is None:
            return
        stem = PurePath(history.path or "memory").name.split(".")[0]
        path = self.dialogs.picture_to_save(f"{stem}-{history.position.event}.png")
        if path:
            save_picture(self._session, path)

    def copy_picture(self) -> None:
        """What the map shows, on the clipboard."""
        copy_picture(self.map)

    def leave(self) -> None:
        """Close all windows: the program ends."""
        self.windows.close_all()

    def new_window(self) -> None:
        """One more, on its start page."""
        self.windows.new()

    def show_preferences(self) -> None:
        """The dialog; what is chosen in it holds at once."""
        from pagevis.ui.preferences_dialog import PreferencesDialog

        self.preferences_dialog = PreferencesDialog(self.windows, self)
        self.preferences_dialog.open()

    def reopen_pane(self) -> None:
        """The pane that was closed last."""
        if not self.layouts.reopen():
            self._session.warned.emit("No pane was closed in this window; the Window menu lists all panes")

    def save_layout(self) -> None:
        """Ask for a name, and keep how the panes stand."""
        name = self.dialogs.layout_name().strip()
        if name:
            self.layouts.save(name)

    def come_forward(self) -> None:
        """Above the other windows, with the keyboard."""
        self.showNormal() if self.isMinimized() else self.show()
        self.raise_()
        self.activateWindow()

    def reset_layout(self) -> None:
        """Every pane where it stands at first."""
        self.layouts.reset(self._kind)

    def fit(self) -> None:
        """All of memory, or of what the pane with the keyboard shows."""
        pane = QApplication.focusWidget()
        if not (isinstance(pane, PaneWidget) and pane.fit()):
            self.map.fit()

    def zoom(self, steps: int) -> None:
        """In or out, what has the keyboard, else the map; at the pointer where it is over it."""
        pane = QApplication.focusWidget()
        if isinstance(pane, PaneWidget) and pane.zoom(steps):
            return
        at = self.map.mapFromGlobal(self.cursor().pos())
        over = self.map.rect().contains(at) and self.map.underMouse()
        self.map.zoom(steps, QPointF(at) if over else None)

    def _on_name_wanted(self, event: int, suggestion: str) -> None:
        name = self.dialogs.mark_name(event, suggestion).strip()
        if name:
            self._session.markers.name(event, name)

    def zoom_block(self) -> None:
        """To the block under the pointer, or of the selected frame."""
        self.map.zoom_block()

    def move_selection(self, columns: int, rows: int) -> None:
        """To the frame beside."""
        self.map.move_selection(columns, rows)

    def show_pane(self, name: str) -> None:
        """One of the panes, with the keyboard."""
        self.docks.show(name)

    def search(self, hint: str = "") -> None:
        """The search field takes the keyboard."""
        self.tool_bar.search.begin(hint)

    def add_stop(self) -> None:
        """The form of the stops."""
        self.docks.show("stops")

    def show_palette(self) -> None:
        """Every command by its name."""
        self.guides.palette.open()

    def show_help(self, page: str = "") -> None:
        """The manual."""
        self.guides.manual.open(page)

    def act(self, name: str, **given: str) -> None:
        """Ask for what a line of the scenario lacks, and add it."""
        self.acting.ask(name, given)

    def command(self, name: str) -> QAction | None:
        """The action of a command, for other menus; None where there is no such command."""
        return self.actions_by_name.get(name)

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
        self._remember()
        self._kind = history.kind
        self.pages.setCurrentIndex(1)
        self.tool_bar.show()
        if not self.layouts.restore(history.kind):
            self.docks.forget()
            self.docks.show_for(history.kind)
            self.docks.resize(self.width(), self.height())
        self.saving.show_title()
        self._enable()
        self.map.setFocus()
        QTimer.singleShot(0, self.map, self._settle)
        if self._go_to is not None:
            event, self._go_to = self._go_to, None
            QTimer.singleShot(0, self.map, lambda: self._session.seek(event))

    def _settle(self) -> None:
        """The docks have their sizes only now."""
        if self.map.fitted:
            self.map.show_readable()

    def _on_closed(self) -> None:
        self._remember()
        self._kind = ""
        self.docks.hide_all()
        self.tool_bar.hide()
        self.pages.setCurrentIndex(0)
        self.menu_bar.set_title("")
        self.setWindowModified(False)
        self.setWindowTitle("pagevis")
        self._enable()
        self.start_page.setFocus()

    def _remember(self) -> None:
        if self._kind:
            self.layouts.remember(self._kind)

    def _on_theme_changed(self) -> None:
        """Windows behind the one at work change their clothes one after the other: each takes its time."""
        at = self.windows.all.index(self) if self in self.windows.all else 0
        if at and not self.isActiveWindow():
            self._dressing.start(at * DRESSING_MS)
        else:
            self._dress()

    def _dress(self) -> None:
        look = look_of(self._session)
        if self._dressed == (look.name, look.percent):
            return
        self._dressed = look.name, look.percent
        application = QApplication.instance()
        if isinstance(application, QApplication):
            theming.apply(application, self, look)
        regrow(self, look)
        actions.tint(self.actions_by_name, look)
        self.actions_by_name["theme"].setIcon(actions.theme_icon(look))
        self.tool_bar.tint(look)
        if self._kind:
            self.docks.follow(self.width(), self.height())

    def _enable(self) -> None:
        actions.enable(self.actions_by_name, self)

    # The window system

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._kind:
            self.docks.follow(self.width(), self.height())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self.drop_hint.offer(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self.drop_hint.allow(event)

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        self.drop_hint.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        self.drop_hint.hide()
        paths = local_files(event.mimeData())
        if paths:
            event.acceptProposedAction()
            self.open_file(paths[0])
        for path in paths[1:MOST_DROPPED]:
            if self.windows.showing(path) is None:
                self.windows.new(path)

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._session.document.may_be_left():
            event.ignore()
            return
        self._session.autosave.end()
        self._remember()
        self.layouts.keep_window()
        self.windows.release(self)
        self.windows.blocked |= not self._session.shut_down()
        super().closeEvent(event)
