"""The command palette: every command of the table by a few letters, with its key, greyed with the reason."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from itertools import groupby

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout, QWidget

from pagevis.session import finder
from pagevis.session.commands import COMMANDS, Command, pretty
from pagevis.session.session import Session
from pagevis.ui.look import look_of
from pagevis.ui.parts import guarded, label, named, on_event
from pagevis.ui.pick_list import Pick, PickList

WIDTH, HIGHEST, TOP = 600, 460, 86


def score(command: Command, typed: str) -> int:
    """How well a command fits what was typed, 0 = not at all: every typed word begins a word of its title, occurs in
    title, menu or help, or is a row of letters of the title."""
    title = command.title.casefold()
    menu = command.menu.value.replace("&", "").casefold()
    total = 1
    for word in typed.casefold().split():
        if any(part.startswith(word) for part in title.replace("…", "").split()):
            total += 100
        elif word in title:
            total += 40
        elif word in menu or word in command.name:
            total += 20
        elif word in command.help.casefold():
            total += 8
        elif _in_order(word, title):
            total += 4
        else:
            return 0
    return total + (50 if typed and title.startswith(typed.casefold()) else 0)


def _in_order(letters: str, text: str) -> bool:
    rest = iter(text)
    return len(letters) > 1 and all(letter in rest for letter in letters)


@guarded
class _Field(QLineEdit):
    """Hands the keys of the list on."""

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self._palette = palette

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._palette.leave()
        elif not self._palette.list.key(event.key()):
            super().keyPressEvent(event)


class Palette(QFrame):
    """Over the window, at its top. Esc, a click elsewhere or a command closes it and gives the keyboard back."""

    def __init__(self, window: QWidget, session: Session, actions: Mapping[str, QAction]) -> None:
        super().__init__(window)
        named(self, "popup")
        self._session, self._actions = session, actions
        self._back: QWidget | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 10, 1, 8)
        column.setSpacing(8)
        self.field = _Field(self)
        self.field.setObjectName("search")
        self.field.setPlaceholderText("A command, a frame, event 12…")
        self.field.setAccessibleName("Command")
        self.list = PickList(session, "Commands", self)
        self.list.picked.connect(self.leave)
        self.note = label("No command of that name", "note")
        self.note.setContentsMargins(14, 0, 14, 4)
        holder = QVBoxLayout()
        holder.setContentsMargins(10, 0, 10, 0)
        holder.addWidget(self.field)
        column.addLayout(holder)
        column.addWidget(self.list, 1)
        column.addWidget(self.note)
        self.field.textChanged.connect(self._fill)
        on_event(self.field, QEvent.Type.FocusOut, self._on_focus_out)
        self.hide()

    def open(self) -> None:
        """Show it with nothing typed."""
        if not self.isVisible():
            self._back = self.window().focusWidget()
        look = look_of(self._session)
        self.field.setFont(look.sans(13))
        self.field.setFixedHeight(look.px(32))
        self.field.clear()
        self._fill()
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def leave(self) -> None:
        """Close it."""
        if not self.isVisible():
            return
        self.hide()
        if self._back is not None and self._back.isVisible():
            self._back.setFocus()

    def _fill(self) -> None:
        typed = self.field.text().strip()
        rows = [*self._commands(typed), *self._places(typed)]
        self.list.show_rows(rows)
        self.note.setVisible(not rows)
        window = self.window()
        width = min(look_of(self._session).px(WIDTH), window.width() - 32)
        height = min(self.list.content_height() + self.field.height() + 40, HIGHEST, window.height() - TOP - 24)
        height = max(height, self.field.height() + 60)
        self.setGeometry((window.width() - width) // 2, min(TOP, window.height() // 8), width, height)

    def _commands(self, typed: str) -> list[Pick]:
        if typed:
            ranked = sorted(((score(c, typed), c) for c in COMMANDS), key=lambda pair: -pair[0])
            return [self._pick(command, with_menu=True) for points, command in ranked if points]
        rows: list[Pick] = []
        for menu, commands in groupby(sorted(COMMANDS, key=_menu_place), key=lambda command: command.menu):
            rows.append(Pick(menu.value.replace("&", ""), is_heading=True))
            rows += [self._pick(command, with_menu=False) for command in commands]
        return rows

    def _pick(self, command: Command, *, with_menu: bool) -> Pick:
        reason = command.why_not(self._session)
        menu = command.menu.value.replace("&", "") if with_menu else ""
        keys = (*command.keys[:1], *command.plain_keys[:1])
        action = self._actions[command.name]
        return Pick(
            command.title,
            reason or menu,
            "  ".join(pretty(key) for key in keys),
            run=None if reason else action.trigger,
        )

    def _places(self, typed: str) -> list[Pick]:
        """What the search field would go to, behind the commands."""
        session = self._session
        history, snapshot = session.history, session.snapshot()
        if history is None or snapshot is None or not typed:
            return []
        hits = finder.hits(typed, history, snapshot, session.preferences.number_base)
        rows = [Pick(hit.title, hit.note, run=partial(session.search.go, hit)) for hit in hits[: finder.MOST]]
        return [Pick("Go to", is_heading=True), *rows] if rows else []

    def _on_focus_out(self, _event: QEvent) -> bool:
        self.hide()
        return False


def _menu_place(command: Command) -> int:
    return list(type(command.menu)).index(command.menu)
