"""The form in which the blanks of one line are filled in. Shows the line it will write; writes nothing itself."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from pagevis.session.acts import Act, Blank, Given, defaults
from pagevis.session.completion import Scope
from pagevis.ui.look import Look
from pagevis.ui.parts import label, named

MOST_FRAMES = 2**28
WIDTH = 380
TEXT_LEFT = 5  # px


class ActForm(QDialog):
    """One act. ``line`` is what it writes as it is filled in now."""

    def __init__(self, parent: QWidget | None, act: Act, scope: Scope, given: Given, look: Look) -> None:
        super().__init__(parent)
        self._act, self._scope = act, scope
        self._fields: dict[str, QComboBox | QLineEdit | QSpinBox] = {}
        self.setWindowTitle(act.title)
        self.setMinimumWidth(look.px(WIDTH))
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(12)
        told = label(act.help + ".", "second", wraps=True)
        told.setFont(look.sans(12))
        told.setFixedHeight(told.heightForWidth(look.px(WIDTH) - 40))
        column.addWidget(told)
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        filled = defaults(act, scope, given)
        for row, blank in enumerate(act.blanks):
            words = label(blank.title + ("" if not blank.optional else " (optional)"), "second")
            field = self._field(blank, filled)
            field.setFont(look.sans(12) if blank.number else look.mono(12))
            field.setFixedHeight(look.px(28))
            field.setAccessibleName(blank.title)
            field.setToolTip(blank.help)
            words.setBuddy(field)
            grid.setRowMinimumHeight(row, look.px(28))
            grid.addWidget(words, row, 0)
            grid.addWidget(field, row, 1)
            self._fields[blank.name] = field
        column.addLayout(grid)
        self.preview = label(name="formline")
        self.preview.setFont(look.mono(13))
        self.preview.setTextFormat(Qt.TextFormat.PlainText)
        self.preview.setAccessibleName("The line that is written")
        self.problem = label(name="formproblem", wraps=True)
        self.problem.setFont(look.sans(11))
        self.problem.setMinimumHeight(round(QFontMetricsF(self.problem.font()).height()))
        holder = named(QFrame(), "formpreview")
        holder.setFixedHeight(look.px(34))
        inside = QHBoxLayout(holder)
        inside.setContentsMargins(10, 0, 10, 0)
        inside.addWidget(label("›", "promptsign"))
        inside.addWidget(self.preview, 1)
        column.addWidget(holder)
        column.addWidget(self.problem)
        self._buttons(column, act)
        self._show()
        self.problem.clear()  # nothing was typed yet that could be wrong; the button waits all the same
        number = next((field for field in self._fields.values() if isinstance(field, QSpinBox)), None)
        (number or next(iter(self._fields.values()))).setFocus()  # the number is what one comes to type

    def _buttons(self, column: QVBoxLayout, act: Act) -> None:
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        box.button(QDialogButtonBox.StandardButton.Cancel).setAutoDefault(False)
        self.accept_button = QPushButton(act.title)
        self.accept_button.setObjectName("primary")
        self.accept_button.setDefault(True)
        box.addButton(self.accept_button, QDialogButtonBox.ButtonRole.AcceptRole)
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        column.addWidget(box)

    def _field(self, blank: Blank, filled: dict[str, str]) -> QComboBox | QLineEdit | QSpinBox:
        if blank.number:
            spin = QSpinBox()
            spin.lineEdit().setTextMargins(TEXT_LEFT, 0, 0, 0)  # style sheets do not pad it as they pad the others
            spin.setRange(1, MOST_FRAMES)
            spin.setValue(int(filled[blank.name] or 1))
            spin.selectAll()
            spin.valueChanged.connect(self._show)
            return spin
        choices = blank.choices(self._scope, filled)
        if blank.open and len(choices) < 2:
            line = QLineEdit(filled[blank.name])
            line.selectAll()
            line.textEdited.connect(self._show)
            return line
        combo = QComboBox()
        combo.setEditable(blank.open)
        self._fill(combo, choices, filled[blank.name])
        combo.currentTextChanged.connect(lambda _text: self._on_chosen(blank))
        return combo

    @staticmethod
    def _fill(combo: QComboBox, choices: tuple[str, ...], text: str) -> None:
        combo.blockSignals(True)
        combo.clear()
        combo.addItems(choices)
        if combo.isEditable():
            combo.setEditText(text)
        elif text in choices:
            combo.setCurrentIndex(choices.index(text))
        elif text:
            combo.insertItem(0, text)
            combo.setCurrentIndex(0)
        combo.blockSignals(False)

    def _on_chosen(self, chosen: Blank) -> None:
        """What can stand in the blanks behind may depend on this one."""
        given = self.given
        for blank in self._act.blanks[self._act.blanks.index(chosen) + 1 :]:
            field = self._fields[blank.name]
            if isinstance(field, QComboBox):
                choices = blank.choices(self._scope, given)
                kept = given[blank.name] if given[blank.name] in choices else (choices[0] if choices else "")
                self._fill(field, choices, kept)
        self._show()

    @property
    def given(self) -> dict[str, str]:
        """What stands in the blanks."""
        return {name: _text(field) for name, field in self._fields.items()}

    @property
    def line(self) -> str:
        """The line that is written."""
        return self._act.write(self.given)

    def _show(self) -> None:
        problem = self._act.problem(self.given)
        self.preview.setText(self.line)
        self.problem.setText(problem)
        self.accept_button.setEnabled(not problem)

    def sizeHint(self) -> QSize:
        return QSize(max(WIDTH, super().sizeHint().width()), super().sizeHint().height())


def _text(field: QComboBox | QLineEdit | QSpinBox) -> str:
    if isinstance(field, QSpinBox):
        return str(field.value())
    return field.currentText() if isinstance(field, QComboBox) else field.text()
