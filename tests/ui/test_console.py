"""The console: lines, answers, completion, history, help, and that it follows branches and undo."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from pagevis.base import resources
from pagevis.ui.main_window import MainWindow
from pagevis.ui.panes.console import ConsolePane
from pagevis.ui.prompt import Prompt

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def console(window: MainWindow, qtbot: QtBot) -> ConsolePane:
    """The console of a window on a fresh scenario, with the keyboard."""
    window.session.document.new()
    window.show_pane("console")
    qtbot.wait(10)
    pane = window.docks.widgets["console"]
    assert isinstance(pane, ConsolePane)
    pane.prompt.setFocus()
    return pane


def enter(console: ConsolePane, qtbot: QtBot, *lines: str) -> list[str]:
    for line in lines:
        console.prompt.clear()
        qtbot.keyClicks(console.prompt, line)
        qtbot.keyClick(console.prompt, Qt.Key.Key_Return)
    return logged(console)


def logged(console: ConsolePane) -> list[str]:
    return [line.strip() for line in console.log.toPlainText().replace("\t", " ").splitlines()]


def test_a_line_acts_and_is_answered(console: ConsolePane, qtbot: QtBot) -> None:
    found = enter(console, qtbot, "start A", "alloc A 2 as a")
    assert found[0] == "› start A"
    assert found[2] == "› alloc A 2 as a"
    assert found[3].startswith("A gets frames")
    assert console.session.document.added_lines() == ("start A", "alloc A 2 as a")
    assert console.session.at_end()


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("free B a[0]", "✕ Refused, and nothing changes: the process does not hold the frame."),
        ("alocc A 1", "✕ unknown command 'alocc'"),
        ("alloc A", "✕ the number of frames is missing"),
        ("exit Z", "✕ unknown process 'Z'"),
        ("refcount z[0]", "✕ "),
    ],
)
def test_what_cannot_be_done_is_said_with_a_sign(console: ConsolePane, qtbot: QtBot, line: str, told: str) -> None:
    enter(console, qtbot, "start A B", "alloc A 2 as a")
    found = enter(console, qtbot, line)
    assert found[-2] == f"› {line}"
    assert found[-1].startswith(told)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("used", "2"),
        ("free + used + counted = managed", "yes: "),
        ("refcount a[0]", "1"),
        ("owners a[0] = 2", "no: found 1"),
        ("state a[1]", "used"),
        ("free", ""),
        ("help alloc", "alloc P N"),
        ("help double-free", "double-free — the frame is free already"),
        ("go 1", "A starts"),
    ],
)
def test_what_is_asked_is_answered_and_becomes_no_line(
    console: ConsolePane, qtbot: QtBot, line: str, told: str
) -> None:
    enter(console, qtbot, "start A", "alloc A 2 as a")
    text = console.session.document.text()
    found = enter(console, qtbot, line)
    assert found[-2] == f"› {line}"
    assert ("✕" not in found[-1]) is not line.endswith("= 2")
    assert told in found[-1]
    assert console.session.document.text() == text


def test_taking_back_takes_the_entry_too(console: ConsolePane, qtbot: QtBot) -> None:
    enter(console, qtbot, "start A", "alloc A 2")
    console.session.document.undo()
    assert "› alloc A 2" not in logged(console)
    assert "› start A" in logged(console)


def test_the_log_is_that_of_the_branch_in_sight(console: ConsolePane, qtbot: QtBot) -> None:
    enter(console, qtbot, "start A", "alloc A 2", "go 1", "alloc A 5")
    assert "› alloc A 2" not in logged(console)
    assert "› start A" in logged(console)
    assert any(line.startswith("Branch 2 begins after event 1") for line in logged(console))
    console.session.document.show_branch(1)
    assert "› alloc A 2" in logged(console)
    assert "› alloc A 5" not in logged(console)


def test_words_are_completed_by_tab(console: ConsolePane, qtbot: QtBot) -> None:
    enter(console, qtbot, "start A B", "alloc A 2 as group")
    prompt = console.prompt
    qtbot.keyClicks(prompt, "fr")
    assert prompt.popup.isVisible()
    qtbot.keyClick(prompt, Qt.Key.Key_Tab)
    assert prompt.text() == "free "
    qtbot.keyClicks(prompt, "A gr")
    qtbot.keyClick(prompt, Qt.Key.Key_Tab)
    assert prompt.text() == "free A group "
    assert prompt.hasFocus()


def test_the_popup_is_walked_by_tab_and_arrows_and_taken_by_enter(console: ConsolePane, qtbot: QtBot) -> None:
    enter(console, qtbot, "start A B")
    prompt = console.prompt
    qtbot.keyClicks(prompt, "alloc ")
    qtbot.keyClick(prompt, Qt.Key.Key_Tab)
    qtbot.keyClick(prompt, Qt.Key.Key_Down)
    qtbot.keyClick(prompt, Qt.Key.Key_Return)
    assert prompt.text() == "alloc B "
    qtbot.keyClicks(prompt, "1 ")
    qtbot.keyClick(prompt, Qt.Key.Key_Escape)
    assert not prompt.popup.isVisible()
    assert prompt.text() == "alloc B 1 "
    qtbot.keyClick(prompt, Qt.Key.Key_Escape)
    assert not prompt.hasFocus()


def test_lines_before_come_back_in_another_document_too(console: ConsolePane, qtbot: QtBot) -> None:
    enter(console, qtbot, "start A", "alloc A 1")
    console.session.document.new()
    assert logged(console) == [""] or not console.log.isVisible()
    prompt = console.prompt
    qtbot.keyClicks(prompt, "dra")
    prompt.popup.hide()
    for wanted in ("alloc A 1", "start A", "start A"):
        qtbot.keyClick(prompt, Qt.Key.Key_Up)
        assert prompt.text() == wanted
    qtbot.keyClick(prompt, Qt.Key.Key_Down)
    qtbot.keyClick(prompt, Qt.Key.Key_Down)
    assert prompt.text() == "dra", "what was being typed is not lost"


@pytest.mark.parametrize("key", [Qt.Key.Key_F1, Qt.Key.Key_Question])
def test_the_word_at_the_cursor_is_explained(console: ConsolePane, qtbot: QtBot, key: Qt.Key) -> None:
    qtbot.keyClicks(console.prompt, "fork")
    if key == Qt.Key.Key_F1:
        qtbot.keyClick(console.prompt, key)
    else:
        qtbot.keyClicks(console.prompt, "?")
    assert logged(console)[:1] == ["› help fork"]
    assert "fork P C [cow|copy|share]" in logged(console)[1]
    assert console.prompt.text() == "fork", "what is being typed stays"


def test_the_usage_stands_below_while_typing(console: ConsolePane, qtbot: QtBot) -> None:
    qtbot.keyClicks(console.prompt, "share A")
    assert console.usage.text().startswith("share P Q F — ")


def test_the_key_for_the_console_brings_the_keyboard(console: ConsolePane, qtbot: QtBot) -> None:
    window = console.window()
    assert isinstance(window, MainWindow)
    window.map.setFocus()
    window.actions_by_name["console"].trigger()
    qtbot.waitUntil(lambda: isinstance(window.focusWidget(), Prompt))


def test_a_recording_is_asked_but_not_changed(open_file: Callable[[Path], MainWindow], qtbot: QtBot) -> None:
    window = open_file(next(resources.path("samples").iterdir()))
    window.show_pane("console")
    pane = window.docks.widgets["console"]
    assert isinstance(pane, ConsolePane)
    found = enter(pane, qtbot, "alloc A 1")
    assert "A recording tells facts" in found[-1]
    enter(pane, qtbot, "go 5")
    assert window.session.position.event == 5
    assert "recording" in enter(pane, qtbot, "used")[-1]


def test_nothing_is_told_while_a_question_is_open(open_file: Callable[[Path], MainWindow], qtbot: QtBot) -> None:
    window = open_file(resources.path("scenarios") / "2-last-in-first-out.scenario")
    window.show_pane("console")
    qtbot.wait(10)
    pane = window.docks.widgets["console"]
    assert isinstance(pane, ConsolePane)
    question = window.session.questions.all[0]
    window.session.seek(question.event)
    assert "a question is open" in enter(pane, qtbot, "free[0]")[-1]
    window.session.questions.skip()
    assert enter(pane, qtbot, "free[0]")[-1] == question.answer
