"""All windows of the program and what they share: settings, preferences, the desktop's theme. Paints nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from pagevis.render.theme import theme_names
from pagevis.session import recent
from pagevis.session.preferences import SYSTEM, Preferences
from pagevis.session.progress import ProgressKeeper
from pagevis.session.session import Session
from pagevis.session.settings import Settings
from pagevis.ui.parts import on_event

if TYPE_CHECKING:
    from pagevis.ui.dialogs import Dialogs
    from pagevis.ui.main_window import MainWindow

SIZE = QSize(1600, 1000)
STEP = QPoint(32, 32)  # a second window does not hide the first one


class Windows(QObject):
    """See the module. ``ask`` makes the dialogs of a new window; None for those that ask a person."""

    changed = Signal()  # a window came or went, or has another title
    preferences_changed = Signal()
    recent_changed = Signal()
    progress_changed = Signal()

    def __init__(
        self, settings: Settings | None = None, ask: Callable[[], Dialogs] | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.settings = settings if settings is not None else Settings()
        self.preferences = self.settings.preferences(theme_names())
        self.all: list[MainWindow] = []
        self._ask = ask
        self.blocked = False  # a thread of a closed window still waits for its file
        self._applying = False
        self._keepers: dict[int, ProgressKeeper] = {}
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._on_desktop_changed)

    # Windows

    def new(self, path: str | None = None, allocator: str | None = None, *, theme: str | None = None) -> MainWindow:
        """One more window, shown; on a file or on the start page."""
        from pagevis.ui.main_window import MainWindow

        session = Session(theme_name=theme or self.theme_name())
        session.set_preferences(self.preferences)
        session.set_speed(self.preferences.speed)
        beside = self.active()
        window = MainWindow(session, self._ask() if self._ask is not None else None, self)
        session.setParent(window)
        window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)  # else every theme would be put on closed windows too
        if beside is None:
            window.layouts.place_window()
        else:
            window.resize(beside.size())
            window.move(beside.pos() + STEP)
        window.show()
        if path is not None:
            session.open(path, allocator)
        if self.settings.complaint and len(self.all) == 1:
            session.warned.emit(self.settings.complaint)
        return window

    def adopt(self, window: MainWindow) -> None:
        """A window was made: it belongs to these from now on."""
        self.all.append(window)
        session = window.session
        keeper = self._keepers[id(window)] = ProgressKeeper(session, self.settings, window)
        keeper.kept.connect(self.progress_changed)
        session.theme_changed.connect(self._on_theme_changed)
        session.opened.connect(lambda: self._on_opened(session))
        session.closed.connect(self.changed)
        on_event(window, QEvent.Type.WindowTitleChange, self._on_title_changed)
        self.changed.emit()

    def release(self, window: MainWindow) -> None:
        """A window is closing: what it knows is kept."""
        if window in self.all:
            self._keepers.pop(id(window)).keep()
            self.all.remove(window)
            self.settings.flush()
            self.changed.emit()

    def active(self) -> MainWindow | None:
        """The one that has the keyboard, else the newest."""
        at = QApplication.activeWindow()
        return next((w for w in self.all if w is at), self.all[-1] if self.all else None)

    def session(self) -> Session | None:
        """That of the window in front."""
        window = self.active()
        return window.session if window is not None else None

    def showing(self, path: str) -> MainWindow | None:
        """The window in which a file is open."""
        wanted = _same(path)
        for window in self.all:
            history, document = window.session.history, window.session.document
            if history is None:
                continue
            paths = document.paths if document.is_open else {history.path}
            if any(path and _same(path) == wanted for path in paths):
                return window
        return None

    def close_all(self) -> bool:
        """Close every window; False where one stays open because its user said so."""
        return all(window.close() for window in tuple(self.all))

    def _on_title_changed(self, _event: QEvent) -> bool:
        self.changed.emit()
        return False

    # What is remembered

    def _on_opened(self, session: Session) -> None:
        if session.history is not None:
            recent.note(self.settings, session.history)
            self.recent_changed.emit()
        self.changed.emit()

    def note_saved(self, session: Session, path: str) -> None:
        """A scenario was saved: its file is the newest."""
        if session.history is not None:
            recent.note(self.settings, session.history, path=path)
            self.recent_changed.emit()

    def forget_recent(self, path: str) -> None:
        """A recent file less; "" forgets all."""
        if path:
            recent.forget(self.settings, path)
        else:
            recent.clear(self.settings)
        self.recent_changed.emit()

    # Preferences

    def theme_name(self) -> str:
        """The theme that is preferred now."""
        if self.preferences.theme != SYSTEM:
            return self.preferences.theme
        return "dark" if desktop_scheme() == Qt.ColorScheme.Dark else "light"

    def prefer(self, preferences: Preferences, *, keep: bool = True) -> None:
        """All windows follow at once; ``keep``: so do the next runs."""
        speed_changed = preferences.speed != self.preferences.speed
        self.preferences = preferences
        self._applying = True
        for window in self.all:  # before any hears of the rest: they share one style sheet
            window.session.set_theme(self.theme_name())
        for window in self.all:
            window.session.set_preferences(preferences)
            if speed_changed:
                window.session.set_speed(preferences.speed)
        self._applying = False
        if keep:
            self.settings.keep_preferences(preferences)
        self.preferences_changed.emit()

    def _on_theme_changed(self, name: str) -> None:
        """Somebody changed it in one window: it is what they prefer."""
        if not self._applying and name != self.theme_name():
            self.prefer(replace(self.preferences, theme=name))

    def _on_desktop_changed(self) -> None:
        if self.preferences.theme == SYSTEM:
            self.prefer(self.preferences, keep=False)


def desktop_scheme() -> Qt.ColorScheme:
    """Whether the desktop is light or dark now."""
    return QGuiApplication.styleHints().colorScheme()


def _same(path: str) -> str:
    return path if path == "-" else str(Path(path).resolve())
