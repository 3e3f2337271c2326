"""The application: style, fonts, icon, the window, and the loop. Also takes pictures of the window for the manual."""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Callable

from PySide6.QtCore import QEventLoop, QLocale, QSize, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication

from pagevis.base.errors import PagevisError
from pagevis.render import fonts
from pagevis.session.session import Session
from pagevis.ui import icons
from pagevis.ui.main_window import MainWindow

LONGEST_OPENING_S = 60.0

log = logging.getLogger(__name__)


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
    session = Session(theme_name=theme or ("dark" if _desktop_is_dark(application) else "light"))
    window = MainWindow(session)
    window.show()
    if path is not None:
        session.open(path, allocator)
    sys.excepthook = lambda _kind, error, _trace: _on_mistake(session, error)
    code = application.exec()
    session.shut_down()
    return code


def _on_mistake(session: Session, error: BaseException) -> None:
    """A mistake of pagevis's own ends in the bar: the window goes on, and no traceback reaches a user."""
    log.debug("a mistake in the window", exc_info=error)
    session.pause()
    session.failed.emit(f"pagevis made a mistake ({type(error).__name__}: {error}); what is open may be drawn wrongly")


def _desktop_is_dark(application: QApplication) -> bool:
    return application.styleHints().colorScheme() == Qt.ColorScheme.Dark


def _wait(done: Callable[[], bool], seconds: float) -> bool:
    end = time.monotonic() + seconds
    while not done() and time.monotonic() < end:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
    return done()


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
    picture = window.grab()
    window.close()
    window.deleteLater()
    _wait(lambda: False, 0.05)
    return picture
