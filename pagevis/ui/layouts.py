"""Where panes stand and how large the window is, kept from run to run, and layouts under names. Moves no pane itself:
Qt does, from the bytes that it gave."""

from __future__ import annotations

import base64
import binascii
from functools import partial

from PySide6.QtCore import QByteArray, QEvent
from PySide6.QtWidgets import QMainWindow

from pagevis.session.settings import Settings
from pagevis.ui.docks import Docks
from pagevis.ui.parts import on_event

VERSION = 1  # of the docks' names and meaning: what was kept under another one is left alone
LONGEST_NAME = 40


def _text(state: QByteArray) -> str:
    return base64.b64encode(state.data()).decode("ascii")


def _bytes(text: str) -> QByteArray:
    try:
        return QByteArray(base64.b64decode(text, validate=True))
    except (ValueError, binascii.Error):
        return QByteArray()


class Layouts:
    """See the module. ``closed`` names the panes that were closed, the last one last."""

    def __init__(self, window: QMainWindow, docks: Docks, settings: Settings) -> None:
        self._window, self._docks, self._settings = window, docks, settings
        self.closed: list[str] = []
        for name, dock in docks.docks.items():
            on_event(dock, QEvent.Type.Close, partial(self._on_closed, name))

    # The window

    def place_window(self) -> None:
        """As large and where it was; at first as large as the screen allows, up to the full layout."""
        screen = self._window.screen().availableSize()
        if not self._window.restoreGeometry(_bytes(self._settings.text("window/geometry"))):
            self._window.resize(self._window.size().boundedTo(screen))

    def keep_window(self) -> None:
        """Note where it is."""
        self._settings.keep("window/geometry", _text(self._window.saveGeometry()))

    # The panes

    def remember(self, kind: str) -> None:
        """Keep the layout that the window has for this kind of history."""
        self._settings.keep(f"layout-{VERSION}/{kind}", _text(self._window.saveState(VERSION)))

    def restore(self, kind: str) -> bool:
        """The layout as it was last for this kind. False: there is none."""
        return self._put(self._settings.text(f"layout-{VERSION}/{kind}"))

    def _put(self, text: str) -> bool:
        if not text or not self._window.restoreState(_bytes(text), VERSION):
            return False
        self._docks.keep_sizes()
        return True

    def reset(self, kind: str) -> None:
        """Every pane where it stands at first."""
        self._settings.keep(f"layout-{VERSION}/{kind}", "")
        self.closed.clear()
        self._docks.forget()
        for dock in self._docks.docks.values():
            dock.setFloating(False)
        self._docks.reset()
        self._docks.show_for(kind)
        self._docks.resize(self._window.width(), self._window.height())

    # Layouts under names

    def names(self) -> tuple[str, ...]:
        """Those that the user saved."""
        return tuple(bytes.fromhex(name).decode("utf-8", "replace") for name in self._keys())

    def _keys(self) -> tuple[str, ...]:
        names = self._settings.names(f"layouts-{VERSION}")
        return tuple(name for name in names if len(name) % 2 == 0 and set(name) <= set("0123456789abcdef"))

    def _key(self, name: str) -> str:
        return f"layouts-{VERSION}/{name.encode().hex()}"  # a name may hold what an ini file's keys may not

    def save(self, name: str) -> None:
        """Keep how the panes stand now under a name."""
        self._settings.keep(self._key(name[:LONGEST_NAME]), _text(self._window.saveState(VERSION)))

    def load(self, name: str) -> bool:
        """As it was saved. False where that cannot be read."""
        return self._put(self._settings.text(self._key(name)))

    def delete(self, name: str) -> None:
        """Forget a name."""
        self._settings.keep(self._key(name), "")

    # Panes that were closed

    def _on_closed(self, name: str, _event: QEvent) -> bool:
        self.closed = [other for other in self.closed if other != name] + [name]
        return False

    def reopen(self) -> bool:
        """The pane that was closed last stands again where it was. False: none was closed."""
        while self.closed:
            dock = self._docks.docks[self.closed.pop()]
            if dock.isHidden():
                dock.show()
                dock.raise_()
                return True
        return False
