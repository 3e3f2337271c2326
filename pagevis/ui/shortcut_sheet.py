"""All keys on one sheet, by menu, in columns; typing leaves what fits. Derived from the table of commands."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from pagevis.session.commands import COMMANDS, Command, Menu, pretty
from pagevis.ui.look import Look
from pagevis.ui.parts import label, named

COLUMN, N_COLUMNS = 320, 3
SIZE = QSize(1080, 700)
SCOPES = (
    "Keys in a frame act everywhere; plain ones while map or timeline has the keyboard, so that text fields keep them."
)


def rows(menu: Menu, typed: str) -> list[Command]:
    """The commands of a menu that have a key and whose title or key contains what was typed."""
    wanted = typed.casefold()
    return [
        command
        for command in COMMANDS
        if command.menu is menu
        and (command.keys or command.plain_keys)
        and wanted in f"{command.title} {' '.join(pretty(k) for k in (*command.keys, *command.plain_keys))}".casefold()
    ]


def _key(text: str, look: Look, *, everywhere: bool) -> QLabel:
    made = label(text, "key" if everywhere else "plain-key")
    made.setFont(look.mono(11))
    return made


class ShortcutSheet(QDialog):
    """See the module. Esc closes it."""

    def __init__(self, parent: QWidget, look: Look) -> None:
        super().__init__(parent)
        self._look = look
        self.setWindowTitle("Keys")
        self.resize(SIZE.boundedTo(parent.size() - QSize(64, 64)))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 18, 0, 0)
        whole.setSpacing(12)
        top = QHBoxLayout()
        top.setContentsMargins(28, 0, 28, 0)
        heading = label("Keys")
        heading.setFont(look.sans(22, 600))
        self.field = QLineEdit()
        self.field.setObjectName("search-plain")
        self.field.setFont(look.sans(12))
        self.field.setFixedSize(look.px(240), look.px(30))
        self.field.setPlaceholderText("Filter by name or key")
        self.field.setAccessibleName("Filter by name or key")
        self.field.textChanged.connect(self._fill)
        top.addWidget(heading)
        top.addStretch()
        top.addWidget(self.field)
        whole.addLayout(top)
        note = label(SCOPES, "note", wraps=True)
        note.setFont(look.sans(12))
        note.setContentsMargins(28, 0, 28, 0)
        whole.addWidget(note)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        whole.addWidget(self.area, 1)
        self._fill()
        self.field.setFocus()

    def _fill(self) -> None:
        """Menus into the shortest column, whole: what belongs together stays together."""
        sheet = named(QWidget(), "panel")
        across = QHBoxLayout(sheet)
        across.setContentsMargins(28, 4, 28, 24)
        across.setSpacing(36)
        n_columns = max(1, min(N_COLUMNS, (self.width() - 56) // self._look.px(COLUMN - 20)))
        columns = [QVBoxLayout() for _ in range(n_columns)]
        lengths = [0] * n_columns
        for column in columns:
            column.setSpacing(18)
            across.addLayout(column, 1)
        groups = [(menu, rows(menu, self.field.text().strip())) for menu in Menu]
        for menu, commands in sorted(groups, key=lambda group: -len(group[1])):
            if commands:
                shortest = lengths.index(min(lengths))
                columns[shortest].addLayout(self._group(menu, commands))
                lengths[shortest] += len(commands) + 2
        if not any(lengths):
            columns[0].addWidget(label("No key or command of that name", "note"))
        for column in columns:
            column.addStretch()
        self.area.setWidget(sheet)

    def _group(self, menu: Menu, commands: list[Command]) -> QGridLayout:
        look = self._look
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(0, 1)
        heading = label(menu.value.replace("&", ""))
        heading.setFont(look.sans(13, 600))
        grid.addWidget(heading, 0, 0)
        for at, command in enumerate(commands, start=1):
            title = label(command.title.rstrip("…"), "second", yields=True)
            title.setFont(look.sans(12))
            title.setToolTip(command.help or command.title)
            grid.addWidget(title, at, 0)
            keys = QHBoxLayout()
            keys.setSpacing(4)
            keys.addStretch()
            for key in command.keys[:1]:
                keys.addWidget(_key(pretty(key), look, everywhere=True))
            for key in command.plain_keys[:1]:
                keys.addWidget(_key(pretty(key), look, everywhere=False))
            grid.addLayout(keys, at, 1)
        return grid
