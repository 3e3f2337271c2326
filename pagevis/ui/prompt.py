"""The console's prompt: a line of the scenario language with completion, history and help. Carries nothing out."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from pagevis.session.completion import Completion, Scope, complete, word_at
from pagevis.ui.completion_popup import CompletionPopup
from pagevis.ui.look import Look
from pagevis.ui.parts import guarded, on_event

MOST_REMEMBERED = 500


@guarded
class Prompt(QLineEdit):
    """``entered`` carries the line, ``asked`` the word to explain, ``left`` says that Escape was pressed."""

    entered = Signal(str)
    asked = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget, scope: Callable[[], Scope], look: Callable[[], Look]) -> None:
        super().__init__(parent)
        self.setObjectName("prompt")
        self.setAccessibleName("Console prompt")
        self._scope = scope
        self._popup: CompletionPopup | None = None
        self._look = look
        self._found = Completion(0, 0)
        self._before: list[str] = []  # lines entered, oldest first; kept as long as the window
        self._at = 0  # in them; their number: the line being typed
        self._draft = ""
        self.textEdited.connect(self._on_edited)
        on_event(self, QEvent.Type.ShortcutOverride, self._keep)
        on_event(self, QEvent.Type.KeyPress, self._tab)

    @property
    def popup(self) -> CompletionPopup:
        """The list above; it belongs to the window, so that it may lie over other panes."""
        if self._popup is None:
            self._popup = CompletionPopup(self.window(), self._look)
            self._popup.picked.connect(self._take)
        return self._popup

    @property
    def remembered(self) -> tuple[str, ...]:
        """Lines entered before, oldest first."""
        return tuple(self._before)

    def _keep(self, event: QEvent) -> bool:
        """F1 explains the word here and Escape leaves here: the window's own meaning of the keys waits."""
        if isinstance(event, QKeyEvent) and event.key() in (Qt.Key.Key_F1, Qt.Key.Key_Escape):
            event.accept()
            return True
        return False

    def _tab(self, event: QEvent) -> bool:
        """Tab completes where something can be completed; else it goes to the next widget."""
        if not isinstance(event, QKeyEvent) or event.key() not in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            return False
        if not self.text().strip() and not self.popup.isVisible():
            return False
        self._complete(-1 if event.key() == Qt.Key.Key_Backtab else 1)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, popup = event.key(), self.popup
        choosing = popup.isVisible() and popup.chosen >= 0
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            step = -1 if key == Qt.Key.Key_Up else 1
            popup.choose(step) if choosing else self._recall(step)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take(popup.chosen) if choosing else self._enter()
        elif key == Qt.Key.Key_Escape:
            if popup.isVisible():
                popup.hide()
            else:
                self.left.emit()
        elif key == Qt.Key.Key_F1 or (event.text() == "?" and self.text()[: self.cursorPosition()].count('"') % 2 == 0):
            self.asked.emit(word_at(self.text(), self.cursorPosition()))
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.popup.hide()

    # Entering, and lines entered before

    def _enter(self) -> None:
        line = self.text().strip()
        self.popup.hide()
        if not line:
            return
        if self._before[-1:] != [line]:
            self._before.append(line)
            del self._before[:-MOST_REMEMBERED]
        self._at = len(self._before)
        self._draft = ""
        self.clear()
        self.entered.emit(line)

    def _recall(self, step: int) -> None:
        at = min(max(self._at + step, 0), len(self._before))
        if at == self._at:
            return
        if self._at == len(self._before):
            self._draft = self.text()
        self._at = at
        self.setText(self._before[at] if at < len(self._before) else self._draft)
        self.popup.hide()

    # Completion

    def _on_edited(self) -> None:
        self._at = len(self._before)
        if self.text().strip():
            self._offer()
        else:
            self.popup.hide()

    def _offer(self) -> None:
        self._found = complete(self.text(), self.cursorPosition(), self._scope())
        window = self.window()
        x = self.cursorRect().left() if self._found.start else 0
        self.popup.offer(self._found.suggestions, self.mapTo(window, QPoint(x, -6)), window.rect())

    def _complete(self, step: int) -> None:
        if not self.popup.isVisible():
            self._offer()
        found = self._found
        if len(found.suggestions) == 1:
            self._take(0)
        elif len(found.common) > found.end - found.start and self.popup.chosen < 0:
            self._replace(found.common)
            self._offer()
        else:
            self.popup.choose(step)

    def _take(self, row: int) -> None:
        if 0 <= row < len(self._found.suggestions):
            self._replace(self._found.suggestions[row].text + " ")
            self._offer()

    def _replace(self, text: str) -> None:
        line, found = self.text(), self._found
        self.setText(line[: found.start] + text + line[found.end :].removeprefix(" " if text.endswith(" ") else ""))
        self.setCursorPosition(found.start + len(text))
