"""The bar above the map: what memory this is, which lists are drawn, zoom."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

from pagevis.render.blocks import BlockLayout
from pagevis.render.colouring import colour_modes
from pagevis.render.view import View
from pagevis.session.commands import COMMANDS
from pagevis.session.commands.seeing import COLOUR, LAYER, LAYOUT
from pagevis.session.session import Session
from pagevis.session.view_state import BUDDY_BLOCKS, LAYOUTS
from pagevis.ui import words
from pagevis.ui.look import look_of
from pagevis.ui.parts import grows, guarded, label, named, regrow, tool_button, written

HEIGHT = 41
NARROW, TIGHT, TIGHTEST, LEAST = 900, 680, 560, 240  # px: fields without their names, no note; without layers; title


def memory_words(session: Session) -> str:
    """``64 frames of 4 KiB · 256 KiB``."""
    snapshot = session.snapshot()
    if snapshot is None:
        return ""
    total = words.size(snapshot.n_frames * snapshot.page_size_bytes)
    return f"{words.plural(snapshot.n_frames, 'frame')} of {words.size(snapshot.page_size_bytes)} · {total}"


def layout_words(session: Session, view: View | None) -> str:
    """``Rows of 16``, ``Buddy blocks``: what is seen now."""
    if view is None or isinstance(view.layout, BlockLayout):
        return LAYOUTS[BUDDY_BLOCKS if view is not None else session.view.layout]
    return f"Rows of {view.layout.columns:,}"


@guarded
class MapHeader(QWidget):
    """See the module. Where it is narrow, what the fields are called gives way to what they say, then the note."""

    def __init__(self, session: Session, actions: dict[str, QAction]) -> None:
        super().__init__()
        named(self, "header")
        grows(self, HEIGHT)
        self._session = session
        self._view: View | None = None
        row = QHBoxLayout(self)
        row.setSizeConstraint(QHBoxLayout.SizeConstraint.SetNoConstraint)  # the panes' widths are not its business
        self.setMinimumWidth(LEAST)
        row.setContentsMargins(16, 0, 12, 0)
        row.setSpacing(4)
        self.title = written(label("Physical memory", "title"), look_of(session), 13, 600)
        self.note = label(name="second", yields=True)
        row.addWidget(self.title)
        row.addSpacing(8)
        row.addWidget(self.note, 1000)
        row.addStretch(1)  # where there is no note
        self.lists = named(QWidget(), "segmented")
        grows(self.lists, 28)
        self._toggles: list[QToolButton] = []
        self._toggle_row = QHBoxLayout(self.lists)
        self._toggle_row.setContentsMargins(2, 2, 2, 2)
        self._toggle_row.setSpacing(2)
        row.addWidget(self.lists)
        row.addSpacing(4)
        self.colour = self._field(row, actions, COLOUR, "What the colour of a frame tells")
        self.layout_field = self._field(row, actions, LAYOUT, "How frames are laid out")
        self.layers = self._field(row, actions, LAYER, "What is drawn besides the frames")
        row.addSpacing(4)
        for name in ("zoom-out", "zoom-in", "fit"):
            row.addWidget(tool_button(actions[name]))
        session.view_changed.connect(self.refresh)
        session.preferences_changed.connect(self.refresh)
        session.opened.connect(self._on_opened)
        session.lists_changed.connect(self._on_lists_changed)

    def _field(self, row: QHBoxLayout, actions: dict[str, QAction], group: str, tip: str) -> QToolButton:
        """A button with a menu of the commands of one group."""
        button = tool_button(name="field", words=True)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setToolTip(tip)
        menu = QMenu(button)
        menu.setToolTipsVisible(True)
        for command in COMMANDS:
            if command.group == group:
                menu.addAction(actions[command.name])
        button.setMenu(menu)
        row.addWidget(button)
        return button

    def show_view(self, view: View | None) -> None:
        """The map's layout changed."""
        self._view = view
        self.refresh()

    def refresh(self) -> None:
        """What the fields say, in full where there is room."""
        state = self._session.view
        mode = colour_modes().get(state.colour, colour_modes()["owner"]).title
        shown = layout_words(self._session, self._view)
        hidden = len(state.hidden_layers)
        layers = f"Layers −{hidden}" if hidden else "Layers"
        width = self.width() * 100 // look_of(self._session).px(100)  # letters of 150 % need more
        narrow = width < NARROW
        for button, name, value in ((self.colour, COLOUR, mode), (self.layout_field, LAYOUT, shown)):
            button.setText(f"{value}  ▾" if narrow else f"{name}  {value}  ▾")
            button.setAccessibleName(f"{name}: {value}")
        self.layers.setText(f"{layers}  ▾")
        self.layers.setAccessibleName(f"Layers, {hidden} hidden" if hidden else "Layers")
        self.layers.setVisible(width >= TIGHT)
        self.title.setVisible(width >= TIGHTEST)
        self.note.setVisible(not narrow)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.refresh()

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
            grows(button, 24)
            button.setText(shown.name[:1].upper() + shown.name[1:])
            button.setCheckable(True)
            button.setToolTip(f"Draw the links of the {shown.name}: each element names the next one")
            button.toggled.connect(lambda on, index=i: self._session.show_list(index, on))
            self._toggle_row.addWidget(button)
            self._toggles.append(button)
        self.lists.setVisible(bool(self._toggles))
        regrow(self.lists, look_of(self._session))
        self._on_lists_changed()

    def _on_lists_changed(self) -> None:
        for i, button in enumerate(self._toggles):
            blocked = button.blockSignals(True)
            button.setChecked(i in self._session.lists_shown)
            button.blockSignals(blocked)
