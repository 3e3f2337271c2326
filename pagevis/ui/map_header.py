"""The bar above the map: what memory this is, which lists are drawn, zoom."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from pagevis.session.session import Session
from pagevis.ui import words
from pagevis.ui.look import look_of
from pagevis.ui.parts import label, named, tool_button

HEIGHT = 41


def memory_words(session: Session) -> str:
    """``64 frames of 4 KiB · 256 KiB``."""
    snapshot = session.snapshot()
    if snapshot is None:
        return ""
    total = words.size(snapshot.n_frames * snapshot.page_size_bytes)
    return f"{words.plural(snapshot.n_frames, 'frame')} of {words.size(snapshot.page_size_bytes)} · {total}"


class MapHeader(QWidget):
    """See the module."""

    def __init__(self, session: Session, actions: dict[str, QAction]) -> None:
        super().__init__()
        named(self, "header")
        self.setFixedHeight(HEIGHT)
        self._session = session
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 12, 0)
        row.setSpacing(4)
        title = label("Physical memory", "title")
        title.setFont(look_of(session).sans(13, 600))
        self.note = label(name="second", yields=True)
        row.addWidget(title)
        row.addSpacing(8)
        row.addWidget(self.note, 1)
        self.lists = named(QWidget(), "segmented")
        self.lists.setFixedHeight(28)
        self._toggles: list[QToolButton] = []
        self._toggle_row = QHBoxLayout(self.lists)
        self._toggle_row.setContentsMargins(2, 2, 2, 2)
        self._toggle_row.setSpacing(2)
        row.addWidget(self.lists)
        row.addSpacing(8)
        for name in ("zoom-out", "zoom-in", "fit"):
            row.addWidget(tool_button(actions[name]))
        session.opened.connect(self._on_opened)
        session.lists_changed.connect(self._on_lists_changed)

    def _on_opened(self) -> None:
        snapshot = self._session.snapshot()
        if snapshot is None:
            return
        self.note.setText(memory_words(self._session))
        self.note.setToolTip(self.note.text())
        for button in self._toggles:
            self._toggle_row.removeWidget(button)
            button.deleteLater()
        self._toggles = []
        for i, shown in enumerate(snapshot.lists):
            button = tool_button(name="segment", words=True)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
            button.setFixedHeight(24)
            button.setText(shown.name[:1].upper() + shown.name[1:])
            button.setCheckable(True)
            button.setToolTip(f"Draw the links of the {shown.name}: each element names the next one")
            button.toggled.connect(lambda on, index=i: self._session.show_list(index, on))
            self._toggle_row.addWidget(button)
            self._toggles.append(button)
        self.lists.setVisible(bool(self._toggles))
        self._on_lists_changed()

    def _on_lists_changed(self) -> None:
        for i, button in enumerate(self._toggles):
            blocked = button.blockSignals(True)
            button.setChecked(i in self._session.lists_shown)
            button.blockSignals(blocked)
