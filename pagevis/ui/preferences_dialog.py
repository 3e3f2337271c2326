"""The dialog of what is preferred. What is chosen holds at once in all windows; Cancel brings back what was."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QGridLayout, QVBoxLayout, QWidget

from pagevis.render.theme import theme_names
from pagevis.session.player import SPEEDS
from pagevis.session.preferences import FONT_PERCENTS, NUMBER_BASES, SYSTEM, Preferences
from pagevis.ui.parts import label
from pagevis.ui.toolbar import speed_words
from pagevis.ui.window_menu import theme_words
from pagevis.ui.windows import Windows

BASES = {16: "Hexadecimal, as kernels print them: 0x1a", 10: "Decimal: 26"}
ROWS: tuple[
    tuple[str, str, tuple[Any, ...], Callable[[Any], str], str], ...
] = (  # field, words, choices, as shown, help
    ("theme", "&Theme", (), theme_words, "Colours of the whole window"),
    ("font_percent", "&Size of letters", FONT_PERCENTS, lambda n: f"{n} %", "Rows and buttons grow with them"),
    ("speed", "S&peed of play", SPEEDS, speed_words, "At 1× one micro-step each second; in new windows too"),
    (
        "number_base",
        "&Frame numbers",
        NUMBER_BASES,
        lambda n: BASES[n],
        "On the map and in the panes; addresses, captions and lines stay hexadecimal",
    ),
)


class PreferencesDialog(QDialog):
    """See the module."""

    def __init__(self, windows: Windows, parent: QWidget) -> None:
        super().__init__(parent)
        self._windows = windows
        self._before = windows.preferences
        self.setWindowTitle("Preferences")
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 24, 28, 20)
        column.setSpacing(20)
        grid = QGridLayout()
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(4)
        column.addLayout(grid)
        self.boxes: dict[str, QComboBox] = {}
        for i, (field, words, choices, shown, tip) in enumerate(ROWS):
            box = QComboBox()
            for choice in choices or (SYSTEM, *theme_names()):
                box.addItem(shown(choice), choice)
            name = label(words)
            name.setBuddy(box)
            box.setAccessibleName(words.replace("&", ""))
            box.setToolTip(tip)
            box.setMinimumWidth(280)
            box.setMinimumHeight(30)
            box.activated.connect(self._choose)
            grid.addWidget(name, 2 * i, 0)
            grid.addWidget(box, 2 * i, 1)
            grid.addWidget(label(tip, "note"), 2 * i + 1, 1)
            grid.setRowMinimumHeight(2 * i + 1, 28)
            self.boxes[field] = box
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok
            | QDialogButtonBox.StandardButton.Cancel
            | QDialogButtonBox.StandardButton.RestoreDefaults
        )
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.buttons.button(QDialogButtonBox.StandardButton.RestoreDefaults).clicked.connect(
            lambda: self._show(Preferences())
        )
        column.addWidget(self.buttons)
        self._fill()

    def _fill(self) -> None:
        for field, box in self.boxes.items():
            box.setCurrentIndex(box.findData(getattr(self._windows.preferences, field)))

    def _choose(self) -> None:
        chosen = {field: box.currentData() for field, box in self.boxes.items()}
        self._windows.prefer(replace(self._windows.preferences, **chosen), keep=False)

    def _show(self, preferences: Preferences) -> None:
        self._windows.prefer(preferences, keep=False)
        self._fill()

    def accept(self) -> None:
        """Keep what is chosen."""
        self._windows.prefer(self._windows.preferences)
        super().accept()

    def reject(self) -> None:
        """As it was before."""
        self._windows.prefer(self._before)
        super().reject()
