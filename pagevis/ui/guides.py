"""Palette and manual of one window, made when they are first asked for: the window is up before that."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from pagevis.session.session import Session

if TYPE_CHECKING:
    from pagevis.ui.help_window import HelpWindow
    from pagevis.ui.palette import Palette


class Guides:
    """See the module."""

    def __init__(self, window: QWidget, session: Session, actions: Mapping[str, QAction]) -> None:
        self._window, self._session, self._actions = window, session, actions

    @cached_property
    def palette(self) -> Palette:
        """The command palette."""
        from pagevis.ui.palette import Palette

        return Palette(self._window, self._session, self._actions)

    @cached_property
    def manual(self) -> HelpWindow:
        """The manual's window."""
        from pagevis.ui.help_window import HelpWindow

        return HelpWindow(self._window, self._session)
