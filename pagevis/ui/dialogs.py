"""Questions to the user, behind a protocol that tests answer."""

from __future__ import annotations

from pathlib import PurePath
from typing import Protocol

from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QInputDialog,
    QLabel,
    QLineEdit,
    QMessageBox,
    QVBoxLayout,
    QWidget,
)

import pagevis
from pagevis.session.acts import Act, Given
from pagevis.session.completion import Scope
from pagevis.ui.act_forms import ActForm
from pagevis.ui.look import Look

TO_OPEN = ("All files (*)", "Scenarios (*.scenario)", "Traces (*.txt *.gz *.log *.dat)")  # the content decides
PICTURES = {"PNG picture (*.png)": ".png", "SVG drawing (*.svg)": ".svg", "PDF document (*.pdf)": ".pdf"}


class Dialogs(Protocol):
    """What the window asks."""

    def file_to_open(self, folder: str) -> str: ...  # "" for none
    def picture_to_save(self, suggestion: str) -> str: ...
    def scenario_to_save(self, suggestion: str) -> str: ...
    def unsaved(self, title: str, what: str) -> str: ...  # "save", "discard" or "cancel"
    def layout_name(self) -> str: ...
    def mark_name(self, event: int, suggestion: str) -> str: ...
    def line_for(self, act: Act, scope: Scope, given: Given, look: Look) -> str: ...  # of the scenario; "" for none
    def show_keys(self, look: Look) -> None: ...
    def show_about(self) -> None: ...


class RealDialogs:
    """Asks a person."""

    def __init__(self, window: QWidget) -> None:
        self._window = window

    def file_to_open(self, folder: str) -> str:
        """The path of a file, "" where none was chosen. Asks in ``folder`` first."""
        return QFileDialog.getOpenFileName(self._window, "Open", folder, ";;".join(TO_OPEN))[0]

    def picture_to_save(self, suggestion: str) -> str:
        """Where to put a picture; its suffix says which form."""
        path, chosen = QFileDialog.getSaveFileName(self._window, "Save picture", suggestion, ";;".join(PICTURES))
        if path and not path.lower().endswith(tuple(PICTURES.values())):
            path += PICTURES.get(chosen, ".png")
        return path

    def mark_name(self, event: int, suggestion: str) -> str:
        """What the mark at an event is called; "" for none."""
        title = f"Mark event {event:,}"
        name, given = QInputDialog.getText(
            self._window, title, "Name of this moment", QLineEdit.EchoMode.Normal, suggestion
        )
        return name if given else ""

    def scenario_to_save(self, suggestion: str) -> str:
        """Where to put a scenario; "" for nowhere."""
        path = QFileDialog.getSaveFileName(self._window, "Save scenario", suggestion, "Scenario (*.scenario)")[0]
        return path if not path or PurePath(path).suffix else f"{path}.scenario"

    def unsaved(self, title: str, what: str) -> str:
        """What to do with lines that are in no file: "save", "discard" or "cancel"."""
        kinds = QMessageBox.StandardButton
        answers = {kinds.Save: "save", kinds.Discard: "discard"}
        return answers.get(kinds(unsaved_box(self._window, title, what).exec()), "cancel")

    def layout_name(self) -> str:
        """Under which name to keep a layout; "" for none."""
        name, given = QInputDialog.getText(self._window, "Save layout", "Name of the layout")
        return name if given else ""

    def line_for(self, act: Act, scope: Scope, given: Given, look: Look) -> str:
        """The line that somebody fills the blanks of, "" where they think better of it."""
        form = ActForm(self._window, act, scope, given, look)
        return form.line if form.exec() == QDialog.DialogCode.Accepted else ""

    def show_keys(self, look: Look) -> None:
        """The sheet of keys."""
        from pagevis.ui.shortcut_sheet import ShortcutSheet

        ShortcutSheet(self._window, look).exec()

    def show_about(self) -> None:
        """Name, version, purpose."""
        about_box(self._window).exec()


def unsaved_box(window: QWidget, title: str, what: str) -> QMessageBox:
    """Asks what becomes of lines that are in no file."""
    box = QMessageBox(window)
    box.setWindowTitle("Unsaved lines")
    box.setText(f"Save what was added to “{title}”?")
    box.setInformativeText(what)
    kinds = QMessageBox.StandardButton
    box.setStandardButtons(kinds.Save | kinds.Discard | kinds.Cancel)
    box.button(kinds.Save).setText("Save all")
    box.setDefaultButton(kinds.Save)
    return box


def about_box(window: QWidget) -> QDialog:
    """Name, version, purpose."""
    about = QDialog(window)
    about.setWindowTitle("About pagevis")
    column = QVBoxLayout(about)
    column.setContentsMargins(28, 24, 28, 24)
    text = QLabel(
        f"<b>pagevis {pagevis.__version__}</b><br><br>Shows physical memory: which page frame belongs to whom,<br>"
        "and how it came to be that way, both ways in time.<br><br>MIT licence."
    )
    column.addWidget(text)
    return about
