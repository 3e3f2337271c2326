"""The allocator's text with the line that runs, how it got there, and what its variables hold. What runs is shown."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from pagevis.session.session import Session
from pagevis.trace.history import Code
from pagevis.ui.panes._base import Area, Pane, PaneWidget
from pagevis.ui.panes._code_area import CodeArea
from pagevis.ui.parts import label, named, tool_button

MOST_CALLS = 6  # that the trail shows; deeper, the outermost are left out
STRIP = 28  # px: height of the trail and of the variables
HIDDEN = "The code is hidden while the question is open: it would tell the answer."
OF_RECORDINGS = (
    "A recording tells what happened, not which code did it: there is no text to follow here.\n\n"
    "Open a lesson to see an allocator run line by line."
)
STEP_IN = "Step into an event to follow the code that carries it out: F5, or → on the map."


class CallTrail(QWidget):
    """The calls that led to the running line, outermost first; each is a button that shows where it stands."""

    def __init__(self, area: CodeArea) -> None:
        super().__init__()
        named(self, "strip")
        self._area = area
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(10, 0, 8, 0)
        self._row.setSpacing(0)
        self.buttons: list[QToolButton] = []
        self._signs: list[QLabel] = []
        self._lines: tuple[int, ...] = ()
        for i in range(MOST_CALLS):
            if i:
                self._signs.append(label("›", "note"))
                self._row.addWidget(self._signs[-1])
            button = tool_button(name="crumb", words=True)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
            button.clicked.connect(partial(self._show_line, i))
            self.buttons.append(button)
            self._row.addWidget(button)
        self._row.addStretch(1)

    def _show_line(self, number: int) -> None:
        self._area.reveal(self._lines[number])

    def show_calls(self, code: Code | None, height: int) -> None:
        """The stack of a moment; nothing where no code runs."""
        stack = code.stack[-MOST_CALLS:] if code is not None else ()
        self._lines = tuple(call.line for call in stack)
        self.setVisible(bool(stack))
        self.setFixedHeight(height)
        for i, button in enumerate(self.buttons):
            shown = i < len(stack)
            button.setVisible(shown)
            if i:
                self._signs[i - 1].setVisible(shown)
            if shown:
                call = stack[i]
                button.setText(call.function)
                running = i == len(stack) - 1
                button.setToolTip(f"{call.function}, line {call.line}: {'runs now' if running else 'called the next'}")
                button.setAccessibleName(f"{call.function}, line {call.line}")
                button.setFixedHeight(height - 6)


class CodePane(PaneWidget):
    """Keeps the last text on screen between events, without a running line."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._last: Code | None = None
        self.area = CodeArea(self)
        self.trail = CallTrail(self.area)
        self.variables = label("", "variables", yields=True)
        self.variables.setTextFormat(Qt.TextFormat.PlainText)
        self.variables.setContentsMargins(14, 0, 8, 0)
        self.setFocusProxy(self.area)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.trail)
        column.addWidget(self.area, 1)
        column.addWidget(self.variables)

    def forget(self) -> None:
        """The text was another file's."""
        self._last = None

    def refresh(self) -> None:
        """The text of the step that is shown."""
        code = None if "code" in self.session.hides else self.session.shown_step().code
        self._last = code or self._last
        shown = None if "code" in self.session.hides else self._last
        running = code is not None and code.line > 0
        self.area.empty_words = self._empty_words()
        self.noted.emit(shown.title if shown is not None else "")
        self.trail.show_calls(code if running else None, self.look.px(STRIP))
        self.area.show_code(shown, running)
        self._show_variables(code if running else None)

    def _show_variables(self, code: Code | None) -> None:
        variables = code.variables if code is not None else {}
        text = "    ".join(f"{name} = {value}" for name, value in variables.items())
        self.variables.setVisible(bool(variables))
        self.variables.setFixedHeight(self.look.px(STRIP))
        self.variables.setFont(self.look.mono(11))
        self.variables.setText(text)
        self.variables.setToolTip("Variables of the running call\n" + text.replace("    ", "\n"))
        self.variables.setAccessibleName(f"variables: {text}")

    def _empty_words(self) -> str:
        """What to do where there is no code."""
        if "code" in self.session.hides:
            return HIDDEN
        history = self.session.history
        return OF_RECORDINGS if history is not None and history.kind == "recording" else STEP_IN


PANE = Pane("code", "Code", Area.RIGHT, CodePane, order=3, weight=3, for_kinds=("scenario",))
