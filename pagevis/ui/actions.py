"""QActions and shortcuts made from the table of commands. Knows no command by name."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QIcon, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from pagevis.session.commands import COMMANDS, Command, Desk, tooltip
from pagevis.ui import icons
from pagevis.ui.look import Look


def _trigger(command: Command, desk: Desk, action: QAction | None = None) -> None:
    if not command.why_not(desk.session):
        command.run(desk)
    if action is not None and command.checked is not None:  # a click has turned it already
        action.setChecked(command.checked(desk.session))


def make_actions(desk: Desk, window: QWidget) -> dict[str, QAction]:
    """An action per command, by its name; keys that act everywhere are the window's."""
    made = {}
    for command in COMMANDS:
        action = QAction(command.title, window)
        action.setObjectName(command.name)
        action.setShortcuts([QKeySequence(key) for key in command.keys])
        action.setToolTip(tooltip(command))
        action.setStatusTip(command.help)
        action.setCheckable(command.checked is not None)
        action.triggered.connect(lambda _checked=False, row=command, made=action: _trigger(row, desk, made))
        window.addAction(action)
        made[command.name] = action
    return made


def add_plain_keys(desk: Desk, widget: QWidget) -> None:
    """The keys that act only while this widget has the keyboard."""
    for command in COMMANDS:
        for key in command.plain_keys:
            shortcut = QShortcut(QKeySequence(key), widget)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(lambda row=command: _trigger(row, desk))


def enable(actions: dict[str, QAction], desk: Desk) -> None:
    """Grey out what cannot be done now, and say why in the tooltip."""
    for command in COMMANDS:
        action, why_not = actions[command.name], command.why_not(desk.session)
        if command.checked is not None:
            action.setChecked(command.checked(desk.session))
        if action.data() != why_not:  # with every move: only what changed is told to menus and buttons
            action.setData(why_not)
            action.setEnabled(not why_not)
            action.setToolTip(tooltip(command, why_not))


def tint(actions: dict[str, QAction], look: Look) -> None:
    """Icons in the theme's colours."""
    for command in COMMANDS:
        if command.icon:
            actions[command.name].setIcon(icons.icon(command.icon, look["text2"], look["disabled"]))


def theme_icon(look: Look) -> QIcon:
    """The sun where it is dark, the moon where it is light: what the button would bring."""
    return icons.icon("sun" if look.is_dark else "moon", look["text2"])
