"""The application: style, fonts, icon, the window, and the loop. Also takes pictures of the window for the manual."""

from __future__ import annotations

import contextlib
import os
import sys
import time
import traceback
from collections.abc import Callable
from types import TracebackType

from PySide6.QtCore import QEventLoop, QLocale, QSize, QTimer
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QMenu

from pagevis.base.errors import PagevisError, one_line
from pagevis.render import fonts
from pagevis.session.session import Session
from pagevis.session.settings import Settings, default_path
from pagevis.ui import icons
from pagevis.ui.main_window import MainWindow
from pagevis.ui.windows import Windows

LONGEST_OPENING_S = 60.0


def make_application() -> QApplication:
    """The one QApplication, as pagevis wants it; an existing one is used."""
    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    application.setApplicationName("pagevis")
    application.setDesktopFileName("pagevis")
    QLocale.setDefault(QLocale.c())
    application.setStyle("Fusion")
    fonts.load_fonts()
    application.setFont(fonts.sans(12))
    application.setWindowIcon(icons.application_icon())
    return application


def run(path: str | None, allocator: str | None = None, theme: str | None = None) -> int:
    """Open the window on a file, or on the start page, and stay until it is closed; the exit code."""
    application = make_application()
    windows = Windows(Settings(default_path()))
    window = windows.new(path, allocator, theme=theme)
    QTimer.singleShot(0, window, window.restore_bar.offer)
    sys.excepthook = Mistakes(windows.session).report
    code = application.exec()
    windows.settings.flush()
    if windows.blocked:
        _leave(code)
    return code


def _leave(code: int) -> None:
    """End the process at once. A thread that is blocked in reading standard input holds its buffer's lock, and
    Python's own way out would die of it."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            with contextlib.suppress(OSError, ValueError):
                stream.flush()
    os._exit(code)


class Mistakes:
    """Where pagevis's own mistakes end: in the bar and in one line on standard error, each once. The window goes on,
    and no traceback reaches a user who did not ask for it with ``PAGEVIS_DEBUG``."""

    def __init__(self, session: Session | Callable[[], Session | None]) -> None:
        self._session = session if callable(session) else lambda: session  # that of the window in front
        self._told: set[tuple[str, str]] = set()  # the bar is painted too: what fails there must not go round

    def report(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Takes the place of ``sys.excepthook``."""
        words = one_line(f"{kind.__name__}: {error}")
        place = traceback.extract_tb(trace)[-1:] if trace is not None else []
        key = words, "".join(f"{frame.filename}:{frame.lineno}" for frame in place)
        if key in self._told:
            return
        self._told.add(key)
        if sys.stderr is not None:
            if os.environ.get("PAGEVIS_DEBUG"):
                traceback.print_exception(kind, error, trace)
            hint = "please report it (PAGEVIS_DEBUG=1 shows where it happened)"
            sys.stderr.write(f"pagevis: internal error: {words}; {hint}\n")
        session = self._session()
        if session is not None:
            session.pause()
            session.failed.emit(f"pagevis made a mistake ({words}); what is open may be drawn wrongly")


def _wait(done: Callable[[], bool], seconds: float) -> bool:
    end = time.monotonic() + seconds
    while not done() and time.monotonic() < end:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
    return done()


def with_its_dialogs(window: MainWindow) -> QPixmap:
    """The window, and over it whatever it has opened besides: menus, dialogs, the manual."""
    picture = window.grab()
    painter = QPainter(picture)
    for other in QApplication.topLevelWidgets():
        if other is window or not other.isVisible():
            continue
        at = other.pos() - window.pos()
        if not isinstance(other, QMenu):
            at = window.rect().center() - other.rect().center()
            painter.setPen(QColor(128, 128, 128))
            painter.drawRect(other.rect().translated(at).adjusted(-1, -1, 0, 0))
        painter.drawPixmap(at, other.grab())
        other.close()
    painter.end()
    return picture


def screenshot(
    path: str | None,
    size: QSize,
    theme: str = "light",
    event: int | None = None,
    micro: int | None = None,
    prepare: Callable[[MainWindow], None] | None = None,
) -> QPixmap:
    """The window as it looks with a file at a moment; ``prepare`` may select or zoom first. Waits until all is drawn.

    Raises ``PagevisError`` where the file cannot be opened.
    """
    make_application()
    session = Session(theme_name=theme)
    window = MainWindow(session)
    session.document.ask_to_leave = lambda: True  # nobody is there to answer
    failures: list[str] = []
    session.failed.connect(failures.append)
    window.resize(size)
    window.show()
    if path is not None:
        session.open(path)
        if not _wait(lambda: session.history is not None or bool(failures), LONGEST_OPENING_S) or failures:
            window.close()
            raise PagevisError(failures[0] if failures else f"{path}: did not open in time")
        if event is not None:
            session.seek(event, micro)
    _wait(lambda: False, 0.3)
    _wait(lambda: path is not None or all(card.picture is not None for card in window.start_page.cards), 20)
    if prepare is not None:
        prepare(window)
        _wait(lambda: False, 0.2)
    picture = with_its_dialogs(window)
    window.close()
    window.deleteLater()
    _wait(lambda: False, 0.05)
    return picture
