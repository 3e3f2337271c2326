"""A monkey at the desk: seeded clicks, keys, wheels, drags, drops, lines, answers, dialogs, windows. It knows how to do
things and remembers what it did; what must hold meanwhile is the test's business."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, QSize, Qt, QTimer, QUrl
from PySide6.QtGui import QContextMenuEvent, QDragEnterEvent, QDropEvent, QKeyEvent, QKeySequence, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QWidget

from pagevis.render.theme import theme_names
from pagevis.session.acts import Act, Given
from pagevis.session.commands import COMMANDS
from pagevis.session.completion import Scope
from pagevis.session.preferences import FONT_PERCENTS, NUMBER_BASES, SYSTEM
from pagevis.ui.dialogs import RealDialogs
from pagevis.ui.look import Look
from pagevis.ui.main_window import MainWindow
from pagevis.ui.windows import Windows

TYPED = "alloc A 1\n free B.0 start Z exit fork 0x1b ?;:#\"'[]{}\\/~éß→"
LINES = (
    "start A", "start Z Y X", "alloc A 1", "alloc A 3 as a", "alloc B 900", "alloc kernel 1", "free A a[0]",
    "free A A.0", "share A B A.0", "fork A C", "fork A D cow", "write A A.0", "write C C.0", "read A A.0", "exit A",
    "exit Z", "segment new S 2 by A", "attach S B", "detach S A", "destroy S", "mark here", "pause", 'say "so"',
    'ask "How many?" = free', "reveal", "expect sound", "expect free = 3", "random 30 steps", "seed 4", "case again",
    "repeat 3", "free", "refcount a[0]", "free[0]", "1/0", "help alloc", "go 7", "nonsense", "", "alloc", "include x",
    "memory 9 frames", "@0x1f", "free kernel @0x1f", "alloc A 99999999999", "title \"a < b & c\"",
)  # fmt: skip
ANSWERS = ("0a", "3", "1", "free", "used", "0x0c", "12", "zzz", " ", "-1", "9" * 40)
ROAMING = ("Tab", "Shift+Tab", "Return", "Escape", "Space", "Left", "Right", "Up", "Down", "Home", "End", "PgUp",
           "PgDown", "Del", "Backspace", "F2", "Menu", "Alt+F", "Ctrl+A", "Ctrl+C", "Ctrl+V", "Ctrl+Z")  # fmt: skip
MOST_WINDOWS = 3
LEFT, RIGHT, MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton
PLAIN = Qt.KeyboardModifier.NoModifier


class Asked(RealDialogs):
    """Files are named at once; everything else really opens, and the monkey plays in it."""

    def __init__(self, monkey: Monkey) -> None:
        super().__init__(QWidget())
        self._monkey = monkey

    def _front(self) -> None:
        self._window = QApplication.activeWindow() or self._window

    def file_to_open(self, _folder: str) -> str:
        return self._monkey.file()

    def picture_to_save(self, _suggestion: str) -> str:
        return self._monkey.place(("a.png", "b.svg", "c.pdf", "d", "missing/e.png", ""))

    def scenario_to_save(self, _suggestion: str) -> str:
        return self._monkey.place(("a.scenario", "b.scenario", "missing/c.scenario", ""))

    def unsaved(self, title: str, what: str) -> str:
        self._front()
        return super().unsaved(title, what)

    def layout_name(self) -> str:
        self._front()
        return super().layout_name()

    def mark_name(self, event: int, suggestion: str) -> str:
        self._front()
        return super().mark_name(event, suggestion)

    def line_for(self, act: Act, scope: Scope, given: Given, look: Look) -> str:
        self._front()
        return super().line_for(act, scope, given, look)

    def show_keys(self, look: Look) -> None:
        self._front()
        super().show_keys(look)

    def show_about(self) -> None:
        self._front()
        super().show_about()


class Monkey:
    """See the module. ``do`` does one thing and says what; ``inside`` plays in a dialog that waits for an answer."""

    def __init__(self, files: list[Path], folder: Path, seed: int) -> None:
        self.chance = random.Random(seed)
        self._files, self._folder = files, folder
        self.windows = Windows(ask=lambda: Asked(self))
        self.window: MainWindow = self.windows.new()
        self._inside = False
        self.deeds: dict[Callable[[], str], int] = {
            self.click: 30,
            self.double_click: 4,
            self.right_click: 6,
            self.drag: 8,
            self.wheel: 8,
            self.key: 26,
            self.roam: 16,
            self.type_letter: 8,
            self.command: 10,
            self.line: 12,
            self.answer: 5,
            self.branch: 4,
            self.context_menu: 3,
            self.resize: 2,
            self.prefer: 2,
            self.drop: 2,
            self.change_window: 2,
        }

    def do(self) -> str:
        """One deed, in the window that is in front."""
        shown = [window for window in self.windows.all if window.isVisible()]
        if not shown:
            self.window = self.windows.new()
        elif self.window not in shown:
            self.window = shown[-1]
        (deed,) = self.chance.choices(list(self.deeds), list(self.deeds.values()))
        return deed()

    def inside(self) -> None:
        """A few deeds in what waits for an answer, then an answer. The menu of a button waits for one too."""
        QTimer.singleShot(0, self._play)  # from a timer's own call that timer would not fire again

    def _play(self) -> None:
        dialog = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        if dialog is None:
            return
        if self._inside:  # what it opened from there
            dialog.close()
            return
        self._inside = True
        try:
            self.chance.choice((self.click, self.roam, self.type_letter, self.click))()
            if self.chance.random() < 0.3 and dialog.isVisible():
                if isinstance(dialog, QDialog):
                    self.chance.choice((dialog.accept, dialog.reject))()
                else:
                    dialog.close()
        finally:
            self._inside = False

    def leave(self) -> None:
        """Close everything and lose what was added."""
        for _ in range(20):
            for one in QApplication.topLevelWidgets():
                if isinstance(one, QDialog | QMenu):
                    one.close()
        for window in tuple(self.windows.all):
            window.session.document.ask_to_leave = lambda: True
            window.close()
            window.deleteLater()

    # Where

    def file(self) -> str:
        """One of those it may open, or that it wrote."""
        return str(self.chance.choice((*self._files, *sorted(self._folder.glob("*.scenario")))))

    def place(self, names: tuple[str, ...]) -> str:
        """Where to write; "" for nowhere."""
        name = self.chance.choice(names)
        return str(self._folder / name) if name else ""

    def _front(self) -> QWidget:
        """What takes clicks: a menu before a dialog, a dialog before the window."""
        front = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        if front is None:
            others = [w for w in QApplication.topLevelWidgets() if w.isVisible() and not isinstance(w, QMenu)]
            front = self.chance.choice(others) if others and self.chance.random() < 0.05 else self.window
        return front

    def _somewhere(self) -> tuple[QWidget, QPoint]:
        front = self._front()
        modal = QApplication.activePopupWidget() is not None or QApplication.activeModalWidget() is not None
        inside: Iterator[QWidget] = (w for w in front.findChildren(QWidget) if not modal or w.window() is front)
        shown = [w for w in inside if w.isVisible() and w.isEnabled() and w.width() > 0 and w.height() > 0]
        widget = self.chance.choice([*shown, front])
        return widget, QPoint(
            self.chance.randrange(max(widget.width(), 1)), self.chance.randrange(max(widget.height(), 1))
        )

    def _focused(self) -> QWidget:
        return (
            QApplication.activePopupWidget()
            or QApplication.focusWidget()
            or QApplication.activeModalWidget()
            or self.window
        )

    def _modifier(self) -> Qt.KeyboardModifier:
        return self.chance.choice(
            (PLAIN, PLAIN, PLAIN, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier)
        )

    # Mouse

    def click(self) -> str:
        widget, at = self._somewhere()
        told = f"click {_name(widget)} {at.x()},{at.y()}"
        button = self.chance.choice((LEFT,) * 12 + (MIDDLE,))
        QTest.mouseClick(widget, button, self._modifier(), at)
        return told

    def double_click(self) -> str:
        widget, at = self._somewhere()
        told = f"double click {_name(widget)} {at.x()},{at.y()}"
        QTest.mouseDClick(widget, LEFT, PLAIN, at)
        return told

    def right_click(self) -> str:
        widget, at = self._somewhere()
        told = f"right click {_name(widget)} {at.x()},{at.y()}"
        QTest.mouseClick(widget, RIGHT, PLAIN, at)
        return told

    def context_menu(self) -> str:
        """Qt makes one of a right click only where a platform does; the offscreen one does not."""
        widget, at = self._somewhere()
        told = f"context menu {_name(widget)} {at.x()},{at.y()}"
        reason = self.chance.choice((QContextMenuEvent.Reason.Mouse, QContextMenuEvent.Reason.Keyboard))
        QApplication.sendEvent(widget, QContextMenuEvent(reason, at, widget.mapToGlobal(at)))
        return told

    def drag(self) -> str:
        widget, at = self._somewhere()
        to = QPoint(self.chance.randrange(-50, widget.width() + 50), self.chance.randrange(-50, widget.height() + 50))
        told = f"drag {_name(widget)} {at.x()},{at.y()} to {to.x()},{to.y()}"
        modifier = self._modifier()
        QTest.mousePress(widget, LEFT, modifier, at)
        for part in (0.3, 0.7, 1.0):
            QTest.mouseMove(widget, at + (to - at) * part)
        QTest.mouseRelease(widget, LEFT, modifier, to)
        return told

    def wheel(self) -> str:
        widget, at = self._somewhere()
        told = f"wheel {_name(widget)}"
        turn = QPoint(0, self.chance.choice((-360, -120, -30, 30, 120, 360)))
        phase = Qt.ScrollPhase.NoScrollPhase
        QApplication.sendEvent(
            widget,
            QWheelEvent(
                QPointF(at), QPointF(widget.mapToGlobal(at)), QPoint(), turn, Qt.MouseButton.NoButton,
                self._modifier(), phase, False,
            ),
        )  # fmt: skip
        return told

    def drop(self) -> str:
        mime = QMimeData()
        file = self.file()
        mime.setUrls([QUrl.fromLocalFile(file)])
        at, action = QPointF(20, 20), Qt.DropAction.CopyAction
        QApplication.sendEvent(self.window, QDragEnterEvent(at.toPoint(), action, mime, LEFT, PLAIN))
        QApplication.sendEvent(self.window, QDropEvent(at, action, mime, LEFT, PLAIN))
        return f"drop {Path(file).name}"

    # Keyboard

    def key(self) -> str:
        command = self.chance.choice(COMMANDS)
        keys = (*command.keys, *command.plain_keys)
        if command.name == "quit" or not keys:
            return "no key"
        return self._press(self.chance.choice(keys))

    def roam(self) -> str:
        return self._press(self.chance.choice(ROAMING))

    def _press(self, key: str) -> str:
        focused = self._focused()
        told = f"key {key} in {_name(focused)}"
        combination = QKeySequence(key)[0]
        QTest.keyClick(focused, combination.key(), combination.keyboardModifiers())
        return told

    def type_letter(self) -> str:
        letter = self.chance.choice(TYPED)
        self._type(letter)
        return f"type {letter!r}"

    def _type(self, text: str) -> None:
        for letter in text:
            if letter == "\n":
                QTest.keyClick(self._focused(), Qt.Key.Key_Return)
                continue
            code = ord(letter.upper()) if letter.isascii() else 0  # QTest.keyClicks knows ASCII only
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                QApplication.sendEvent(self._focused(), QKeyEvent(kind, code, PLAIN, letter))

    def line(self) -> str:
        """A line into the console, as somebody types it."""
        line = self.chance.choice(LINES)
        if self._front() is self.window and self.window.session.history is not None:
            QTest.keyClick(self._focused(), Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
            self._type(f"{line}\n")
        return f"line {line!r}"

    def answer(self) -> str:
        """Of the question that is asked."""
        panel = self.window.question_panel
        if not panel.field.isVisible() or self._front() is not self.window:
            return "no question"
        question = self.window.session.questions.current
        typed = question.answer if question is not None and self.chance.random() < 0.4 else self.chance.choice(ANSWERS)
        panel.field.setFocus()
        self._type(f"{typed}\n")
        return f"answer {typed!r}"

    def command(self) -> str:
        command = self.chance.choice(COMMANDS)
        if command.name == "quit" and self.chance.random() < 0.9:
            return "not quit"
        if QApplication.activeModalWidget() is not None:
            return "no command before a dialog"
        self.window.actions_by_name[command.name].trigger()
        return f"command {command.name}"

    # What stands in menus of the moment, dialogs and the window system

    def branch(self) -> str:
        document = self.window.session.document
        rows = document.branches
        if not rows or QApplication.activeModalWidget() is not None:
            return "no branch"
        row = self.chance.choice(rows)
        if self.chance.random() < 0.3 and not document.why_not_discard(row.number):
            document.discard_branch(row.number)
            return f"discard branch {row.number}"
        document.show_branch(row.number)
        return f"branch {row.number}"

    def prefer(self) -> str:
        if QApplication.activeModalWidget() is not None:
            return "no preference before a dialog"
        choice = self.chance.choice
        changed: dict[str, Any] = choice(
            (
                {"theme": choice((SYSTEM, *theme_names()))},
                {"font_percent": choice(FONT_PERCENTS)},
                {"number_base": choice(NUMBER_BASES)},
            )
        )
        self.windows.prefer(replace(self.windows.preferences, **changed))
        return f"prefer {changed}"

    def resize(self) -> str:
        size = QSize(self.chance.randrange(300, 1900), self.chance.randrange(200, 1200))
        self.window.resize(size)
        return f"resize {size.width()}×{size.height()}"

    def change_window(self) -> str:
        """Another one, one more, or one less."""
        if QApplication.activeModalWidget() is not None:
            return "no other window before a dialog"
        n_windows = len(self.windows.all)
        if n_windows >= MOST_WINDOWS or (n_windows > 1 and self.chance.random() < 0.2):
            self.window.close()
            return "close window"
        if n_windows > 1 and self.chance.random() < 0.5:
            self.window = self.chance.choice(self.windows.all)
            self.window.come_forward()
            return "other window"
        self.window = self.windows.new()
        return "new window"


def _name(widget: QWidget) -> str:
    return f"{type(widget).__name__} {widget.objectName()} {widget.accessibleName()[:30]}".strip()
