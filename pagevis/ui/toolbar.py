"""The bar below the menus: open, steps both ways, play, speed, theme. Its buttons are the commands' actions."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QToolBar, QToolButton, QWidget

from pagevis.session.player import SPEEDS, steps_per_second
from pagevis.session.session import Session
from pagevis.ui import icons
from pagevis.ui.look import Look
from pagevis.ui.parts import grows, named, rule, tool_button
from pagevis.ui.search import SearchField

HEIGHT = 43
BACK = ("first", "step-event-back", "step-back")
SPEED_TIP = (
    "At 1× an event takes at most six seconds, and its caption some time to read;\na recording plays in one minute."
)
ON = ("step", "step-event", "last")


def speed_words(speed: float) -> str:
    """``×0.25`` … ``×60``."""
    return f"{speed:g}×"


class ToolBar(QToolBar):
    """See the module."""

    def __init__(self, session: Session, actions: dict[str, QAction]) -> None:
        super().__init__("Toolbar")
        self.setObjectName("toolbar")
        self.setMovable(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        grows(self, HEIGHT)
        self._session = session
        content = named(QWidget(), "bar")
        content.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        grows(content, HEIGHT - 1)
        row = QHBoxLayout(content)
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(4)
        open_button = tool_button(actions["open"], words=True)
        open_button.setText("Open")
        row.addWidget(open_button)
        row.addWidget(tool_button(actions["save-picture"]))
        row.addSpacing(6)
        row.addWidget(rule())
        row.addSpacing(6)
        for name in BACK:
            row.addWidget(tool_button(actions[name]))
        self.play = tool_button(name="primary", words=True)
        grows(self.play, width=84)
        self.play.clicked.connect(actions["play"].trigger)
        self.play.setToolTip(actions["play"].toolTip())
        actions["play"].changed.connect(lambda: self.play.setEnabled(actions["play"].isEnabled()))
        row.addWidget(self.play)
        for name in ON:
            row.addWidget(tool_button(actions[name]))
        row.addSpacing(8)
        self.speed = tool_button(name="field", words=True)
        self.speed.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.speed.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.speed.setMenu(self._speed_menu())
        row.addWidget(self.speed)
        row.addSpacing(12)
        row.addStretch()
        self.search = SearchField(session)
        row.addWidget(self.search)
        row.addSpacing(4)
        row.addWidget(tool_button(actions["theme"]))
        self.addWidget(content)
        session.playing_changed.connect(self._say_playing)
        session.speed_changed.connect(self._say_speed)
        session.opened.connect(self._say_speed)
        self._say_speed()

    def _speed_menu(self) -> QMenu:
        menu = QMenu(self)
        group = QActionGroup(menu)
        for speed in SPEEDS:
            action = menu.addAction(speed_words(speed))
            action.setCheckable(True)
            action.setChecked(speed == self._session.speed)
            action.triggered.connect(lambda _checked=False, s=speed: self._session.set_speed(s))
            group.addAction(action)
        return menu

    def _say_speed(self) -> None:
        self.speed.setText(f"Speed  {speed_words(self._session.speed)}  ▾")
        self.speed.setAccessibleName(f"Speed {speed_words(self._session.speed)}")
        history, tip = self._session.history, SPEED_TIP
        if history is not None and history.kind == "recording":
            tip = f"{steps_per_second(history, self._session.speed, 0):,.3g} events per second now.\n{tip}"
        self.speed.setToolTip(tip)

    def _say_playing(self) -> None:
        playing = self._session.playing
        self.play.setText("Pause" if playing else "Play")
        self.play.setIcon(self._play_icons[playing])

    def tint(self, look: Look) -> None:
        """The primary button's icons stand on the accent."""
        inks = look["now_text"], look["disabled"]
        self._play_icons = {False: icons.icon("play", *inks), True: icons.icon("pause", *inks)}
        self._say_playing()
