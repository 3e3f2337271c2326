"""The menus, made from the table of commands, the panes, the lists and what came with pagevis."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from pagevis.session.commands import COMMANDS, Menu, pretty
from pagevis.session.session import Session
from pagevis.ui.docks import Docks
from pagevis.ui.entries import Entry, lessons, samples
from pagevis.ui.parts import grows, guarded, label

HEIGHT = 29


@guarded
class MenuBar(QMenuBar):
    """Menus at the left, the title of what is open at the right (a corner widget would stay invisible)."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        grows(self, HEIGHT)
        self.title = label(name="second")
        self.title.setParent(self)
        self.title.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.title.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def set_title(self, text: str) -> None:
        """What is open."""
        self.title.setText(text)
        self.title.setToolTip(text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        width = max(0, self.width() - 360)
        self.title.setGeometry(self.width() - width - 16, 0, width, self.height() - 1)


def _add_entries(menu: QMenu, title: str, entries: tuple[Entry, ...], run: Callable[[str], None]) -> None:
    if not entries:
        return
    sub = menu.addMenu(title)
    for entry in entries:
        action = sub.addAction(f"{entry.number}  {entry.title}".strip())
        action.setStatusTip(entry.words)
        action.triggered.connect(lambda _checked=False, path=str(entry.path): run(path))


def _add_panes(menu: QMenu, docks: Docks) -> None:
    for pane in docks.panes:
        if pane.titled:
            menu.addAction(docks.docks[pane.name].toggleViewAction())


def _add_lists(menu: QMenu, session: Session) -> None:
    """Which lists there are depends on what is open: the rows are made when the menu is."""
    made: list[QAction] = []

    def fill() -> None:
        for action in made:
            menu.removeAction(action)
        made.clear()
        snapshot = session.snapshot()
        for i, shown in enumerate(snapshot.lists if snapshot is not None else ()):
            action = QAction(f"Links of the {shown.name}", menu)
            action.setCheckable(True)
            action.setChecked(i in session.lists_shown)
            action.toggled.connect(lambda on, index=i: session.show_list(index, on))
            made.append(action)
        menu.insertActions(menu.actions()[0] if menu.actions() else QAction(), made)

    menu.aboutToShow.connect(fill)


def fill_menus(
    bar: QMenuBar,
    actions: dict[str, QAction],
    session: Session,
    docks: Docks,
    owner: QObject,
    open_file: Callable[[str], None],
) -> None:
    """All menus with something in them."""
    for place in Menu:
        if not any(command.menu is place for command in COMMANDS):
            continue
        menu = bar.addMenu(place.value)
        menu.setToolTipsVisible(True)
        if place is Menu.VIEW:
            _add_lists(menu, session)
            _add_panes(menu, docks)
        groups: dict[str, QMenu] = {}
        for command in COMMANDS:
            if command.menu is not place:
                continue
            if command.group:
                if command.group not in groups:
                    groups[command.group] = menu.addMenu(command.group)
                    groups[command.group].setToolTipsVisible(True)
                groups[command.group].addAction(actions[command.name])
                continue
            if command.separated:
                menu.addSeparator()
            menu.addAction(_row(actions[command.name], command.keys, command.plain_keys, owner))
            if command.name == "open":
                _add_entries(menu, "Open lesson", lessons(), open_file)
                _add_entries(menu, "Open sample", samples(), open_file)


def _row(action: QAction, keys: tuple[str, ...], plain_keys: tuple[str, ...], owner: QObject) -> QAction:
    """The action itself where its own shortcut is printed; else one that prints the plain key without owning it."""
    if keys or not plain_keys:
        return action
    row = QAction(f"{action.text()}\t{pretty(plain_keys[0])}", owner)
    row.triggered.connect(action.trigger)
    row.setStatusTip(action.statusTip())

    def follow() -> None:
        row.setEnabled(action.isEnabled())
        row.setToolTip(action.toolTip())

    action.changed.connect(follow)
    follow()
    return row
