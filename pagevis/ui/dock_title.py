"""The title bar of a pane: title, note, buttons of its own and one to hide it. Among tabs the tab is the title."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSize
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDockWidget, QHBoxLayout, QWidget

from pagevis.session.session import Session
from pagevis.ui import icons
from pagevis.ui.look import look_of
from pagevis.ui.panes._base import Pane
from pagevis.ui.parts import label, named, tool_button, with_icon

HEIGHT, TABBED_HEIGHT = 33, 27
BUTTON, ICON = 22, 12


class DockTitle(QWidget):
    """See the module. Dragging it moves the dock: it leaves the mouse alone."""

    def __init__(self, pane: Pane, dock: QDockWidget, session: Session, actions: Mapping[str, QAction]) -> None:
        super().__init__(dock)
        named(self, "docktitle")
        self._session = session
        self._tabbed = False
        self._bare = not pane.actions  # it has nothing to say but title and note
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 6, 0)
        row.setSpacing(8)
        self.title = label(pane.title, "title")
        self.note = label(name="note", yields=True)
        self.hide_button = tool_button(name="hide-pane")
        self.hide_button.setToolTip(f"Hide {pane.title}; the View menu shows it again")
        self.hide_button.setAccessibleName(f"Hide {pane.title}")
        self.hide_button.clicked.connect(dock.close)
        row.addWidget(self.title)
        row.addWidget(self.note, 1)
        for button in (*(tool_button(actions[name]) for name in pane.actions), self.hide_button):
            button.setFixedSize(BUTTON, BUTTON)
            with_icon(button, ICON)
            row.addWidget(button)
        session.theme_changed.connect(self._tint)
        session.preferences_changed.connect(self.updateGeometry)
        self._tint()

    def _tint(self) -> None:
        self.hide_button.setIcon(icons.icon("close", look_of(self._session)["text3"], size=ICON))

    def say(self, note: str) -> None:
        """A few words beside the title."""
        if note != self.note.text():
            self.note.setText(note)
            self.updateGeometry()

    def set_tabbed(self, tabbed: bool) -> None:
        """Whether a tab above says the title already."""
        if tabbed != self._tabbed:
            self._tabbed = tabbed
            self.title.setVisible(not tabbed)
            self.updateGeometry()

    def _height(self) -> int:
        if self._tabbed and self._bare:
            return 0  # the tab says the title, and rows of the pane are worth more than a note
        return look_of(self._session).px(TABBED_HEIGHT if self._tabbed else HEIGHT)

    def sizeHint(self) -> QSize:
        return QSize(120, self._height())

    def minimumSizeHint(self) -> QSize:
        return QSize(60, self._height())
