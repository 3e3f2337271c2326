"""Menu rows that depend on what there is just now: layouts, windows, recent files, themes. Made when a menu opens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QMenuBar

from pagevis.render.theme import load_theme, theme_names
from pagevis.session.commands import Menu
from pagevis.session.preferences import SYSTEM
from pagevis.session.recent import recent_files

if TYPE_CHECKING:
    from pagevis.ui.main_window import MainWindow

SYSTEM_WORDS = "As the desktop"
LONGEST_ROW = 60


def theme_words(name: str) -> str:
    """A theme's name in menus."""
    return SYSTEM_WORDS if name == SYSTEM else load_theme(name).title


def _plain(text: str) -> str:
    """A text as a menu prints it: no letter of it is a key."""
    short = text if len(text) <= LONGEST_ROW else text[: LONGEST_ROW - 1] + "…"
    return short.replace("&", "&&")


def _add(
    menu: QMenu, text: str, run: Callable[[], object], *, checked: bool | None = None, why_not: str = ""
) -> QAction:
    action = menu.addAction(text)
    action.triggered.connect(lambda _checked=False: run())
    action.setEnabled(not why_not)
    action.setToolTip(why_not or text.replace("&", ""))
    if checked is not None:
        action.setCheckable(True)
        action.setChecked(checked)
    return action


def _sub(parent: QMenu, title: str, fill: Callable[[QMenu], None], before: QAction | None = None) -> QMenu:
    """A menu below a menu, made anew whenever it opens."""
    menu = QMenu(title, parent)
    menu.setToolTipsVisible(True)

    def anew() -> None:
        menu.clear()
        for child in menu.findChildren(QMenu, options=Qt.FindChildOption.FindDirectChildrenOnly):
            child.setParent(None)
            child.deleteLater()
        fill(menu)

    menu.aboutToShow.connect(anew)
    parent.insertMenu(before, menu) if before is not None else parent.addMenu(menu)
    return menu


def _fill_recent(menu: QMenu, window: MainWindow) -> None:
    files = recent_files(window.windows.settings)
    for file in files:
        row = _add(menu, _plain(Path(file.path).name), partial(window.open_file, file.path))
        row.setToolTip(f"{file.path}\n{file.what}")
    if files:
        menu.addSeparator()
    _add(menu, "Clear list", lambda: window.windows.forget_recent(""), why_not="" if files else "No file was open yet")


def _fill_themes(menu: QMenu, window: MainWindow) -> None:
    windows = window.windows
    for name in (SYSTEM, *theme_names()):
        _add(
            menu,
            theme_words(name),
            partial(windows.prefer, replace(windows.preferences, theme=name)),
            checked=name == windows.preferences.theme,
        )


def _fill_layouts(menu: QMenu, window: MainWindow) -> None:
    closed = "" if window.session.history is not None else "Open a lesson or a file first"
    names = window.layouts.names()
    for name in names:
        _add(menu, _plain(name), partial(window.layouts.load, name), why_not=closed)
    if names:
        menu.addSeparator()
    _add(menu, "Save layout…", window.save_layout, why_not=closed)
    forget = menu.addMenu("Delete layout")
    forget.setEnabled(bool(names))
    for name in names:
        _add(forget, _plain(name), partial(window.layouts.delete, name))


def _fill_windows(menu: QMenu, window: MainWindow) -> None:
    for number, other in enumerate(window.windows.all, 1):
        _add(menu, _plain(f"{number}  {other.windowTitle()}"), other.come_forward, checked=other is window)


def fill_late_menus(bar: QMenuBar, window: MainWindow) -> None:
    """Add these rows to the menus that the table of commands made."""
    menus = {menu.title(): menu for menu in bar.findChildren(QMenu)}
    file, view, windows = (menus[place.value] for place in (Menu.FILE, Menu.VIEW, Menu.WINDOW))
    _sub(file, "Open recent", lambda menu: _fill_recent(menu, window), window.actions_by_name["save-picture"])
    _sub(view, "Theme", lambda menu: _fill_themes(menu, window), window.actions_by_name["theme"])
    _sub(windows, "Layouts", lambda menu: _fill_layouts(menu, window))
    _sub(windows, "Windows", lambda menu: _fill_windows(menu, window))
