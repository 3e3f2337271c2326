"""Each lesson played by a person: with the keyboard alone, with the mouse alone, to the end and back, answering; and
what a person adds in the past, saved and opened again, byte for byte."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from pagevis.base import resources
from pagevis.model.snapshot import PfnTable
from pagevis.session.session import Selection
from pagevis.ui.main_window import MainWindow
from pagevis.ui.panes.timeline import TimelinePane

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

LESSONS = sorted(resources.path("scenarios").glob("*.scenario"))
LEFT, SHIFT, CTRL = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
MOST_STEPS = 400
Open = Callable[[Path], MainWindow]


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Where the keyboard is, whatever that is."""
    focused = QApplication.focusWidget()
    assert focused is not None, "nothing has the keyboard"
    QTest.keyClick(focused, key, modifiers)


WRONG = {"frame": "3f", "number": "77", "state": "hole"}


def whole(window: MainWindow) -> tuple[object, object]:
    """Where it stands, and the book's bytes."""
    history = window.session.history
    assert history is not None
    return history.position, bytes(history.buffer)  # type: ignore[attr-defined]


def walk_back(window: MainWindow, seen: dict[int, bytes], back: Callable[[], None]) -> None:
    """To the beginning; every event looks as it did on the way there."""
    for _ in range(MOST_STEPS):
        if window.session.at_start():
            break
        back()
        position, buffer = whole(window)
        known = seen.get(position.event)  # type: ignore[attr-defined]
        if known is not None and position.micro == window.session.history.n_micro(position.event):  # type: ignore
            assert buffer == known
    assert window.session.at_start()


@pytest.mark.parametrize("lesson", range(len(LESSONS)), ids=[path.stem for path in LESSONS])
def test_a_lesson_is_played_by_the_keyboard_alone(window: MainWindow, lesson: int, qtbot: QtBot) -> None:
    session, panel = window.session, window.question_panel
    with qtbot.waitActive(window):
        window.activateWindow()
    for _ in range(60):
        if QApplication.focusWidget() is window.start_page.lessons[lesson]:
            break
        press(Qt.Key.Key_Tab)
    with qtbot.waitSignal(session.opened, timeout=30_000):
        press(Qt.Key.Key_Return)
    qtbot.wait(10)
    assert session.history is not None
    n_questions, seen = len(session.history.questions), dict[int, bytes]()
    session.set_speed(60.0)  # where something is shown by playing, a test need not wait as long as a person
    for _ in range(MOST_STEPS):
        if session.at_end():
            break
        before, question = session.position, session.questions.current
        press(Qt.Key.Key_Right, SHIFT)
        if question is None:
            assert session.position > before
        else:
            assert session.position == before, "held: an answer is due"
            assert QApplication.focusWidget() is panel.field
            right = len(session.questions.verdicts) % 2 == 0
            qtbot.keyClicks(panel.field, question.answer if right else WRONG[question.kind])
            press(Qt.Key.Key_Return)
            verdict = session.questions.verdict(question)
            assert verdict is not None
            assert verdict.right is right
            assert question.answer in panel.words.text()
            assert QApplication.focusWidget() is panel.why_button
            press(Qt.Key.Key_Space)
            qtbot.waitUntil(lambda: not session.playing, timeout=5000)
            assert session.position.event == question.reveal
            assert QApplication.focusWidget() is window.map
        position, buffer = whole(window)
        seen[position.event] = buffer  # type: ignore[attr-defined]
    assert session.at_end()
    assert len(set(seen.values())) > 3
    assert len(session.questions.verdicts) == n_questions > 0
    walk_back(window, seen, lambda: press(Qt.Key.Key_Left, SHIFT))
    press(Qt.Key.Key_W, CTRL)
    assert session.history is None
    assert window.start_page.lessons[lesson].progress.done


def click(widget: QWidget, at: QPoint | None = None) -> None:
    assert widget.isVisible()
    assert widget.isEnabled()
    QTest.mouseClick(widget, LEFT, Qt.KeyboardModifier.NoModifier, at if at is not None else widget.rect().center())


def tool(window: MainWindow, name: str) -> QWidget:
    """The button of a command in the tool bar."""
    action = window.actions_by_name[name]
    return next(w for w in action.associatedObjects() if isinstance(w, QWidget) and window.tool_bar.isAncestorOf(w))


@pytest.mark.parametrize("lesson", range(len(LESSONS)), ids=[path.stem for path in LESSONS])
def test_a_lesson_is_played_by_the_mouse_alone(window: MainWindow, lesson: int, qtbot: QtBot) -> None:
    session, panel = window.session, window.question_panel
    with qtbot.waitSignal(session.opened, timeout=30_000):
        click(window.start_page.lessons[lesson])
    qtbot.wait(20)
    assert session.history is not None
    event_button, seen = tool(window, "step-event"), dict[int, bytes]()
    for _ in range(MOST_STEPS):
        if session.at_end():
            break
        question = session.questions.current
        if question is not None and question.kind == "frame":
            table = PfnTable(session.snapshot().ranges)  # type: ignore[union-attr]
            click_frame(window, table.frame(int(question.answer, 16)))
            click(panel.answer_button)
            verdict = session.questions.verdict(question)
            assert verdict is not None
            assert verdict.right
            click(panel.why_button)
        elif question is not None:
            click(panel.skip_button)
            assert f"The answer is {question.answer}." in panel.words.text()
            click(panel.close_button)
            assert not panel.isVisible()
        else:
            click(event_button)
        position, buffer = whole(window)
        seen[position.event] = buffer  # type: ignore[attr-defined]
    assert session.at_end()
    timeline = window.docks.widgets["timeline"]
    assert isinstance(timeline, TimelinePane)
    middle = timeline.axis.x(session.history.n_events // 2)
    click(timeline, QPointF(middle, timeline.plot.center().y()).toPoint())
    qtbot.waitUntil(lambda: not session.at_end())
    walk_back(window, seen, lambda: click(tool(window, "step-event-back")))


def click_frame(window: MainWindow, frame: int) -> None:
    view = window.map.view
    assert view is not None
    x, y, width, height = view.cell_rect(frame)
    click(window.map, QPointF(x + width / 2, y + height / 2).toPoint())
    assert window.session.selection == Selection(frame=frame)


def test_every_pane_is_closed_and_opened_by_mouse_and_by_keyboard(open_file: Open, qtbot: QtBot) -> None:
    window = open_file(LESSONS[2])
    with qtbot.waitActive(window):
        window.activateWindow()
    titled = [pane for pane in window.docks.panes if pane.titled]
    for pane in titled:
        dock = window.docks.docks[pane.name]
        key = window.actions_by_name[f"pane-{pane.name}"].shortcut()[0]
        window.map.setFocus()
        press(key.key(), key.keyboardModifiers())
        qtbot.waitUntil(lambda d=dock: not d.visibleRegion().isEmpty())  # type: ignore[misc]
        focused = QApplication.focusWidget()
        assert focused is not None
        assert dock.isAncestorOf(focused), f"{pane.name}: the keyboard is in {focused}"
        button = dock.titleBarWidget().hide_button  # type: ignore[attr-defined]
        if button.height() and button.isVisible() and not button.visibleRegion().isEmpty():
            click(button)
        else:
            dock.close()
        assert dock.isHidden(), pane.name
        press_in_window(window, Qt.Key.Key_T, CTRL | SHIFT)
        assert not dock.isHidden(), f"{pane.name} comes back"
        window.docks.docks[pane.name].toggleViewAction().trigger()
        assert dock.isHidden(), f"{pane.name} by the View menu"
        window.docks.docks[pane.name].toggleViewAction().trigger()
        assert not dock.isHidden()


def press_in_window(window: MainWindow, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> None:
    """Where no widget has the keyboard, because the one that had it is hidden."""
    QTest.keyClick(QApplication.focusWidget() or window, key, modifiers)


def test_branches_are_made_left_saved_and_opened_again(open_file: Open, tmp_path: Path, qtbot: QtBot) -> None:
    """By the console's keys, by a menu and by a context menu's line; then each branch from its own file."""
    window = open_file(LESSONS[1])
    with qtbot.waitActive(window):
        window.activateWindow()
    session = window.session
    window.map.setFocus()
    press(Qt.Key.Key_End)
    original = session.document.text(), whole(window)
    session.seek(3)
    press(Qt.Key.Key_K, CTRL)
    for line in ("start Zoe", "alloc Zoe 3 as z", "exit Zoe", "start Zoe"):
        QTest.keyClicks(QApplication.focusWidget(), line)
        press(Qt.Key.Key_Return)
    window.dialogs.to_fill = {"process": "Zoe", "n": "2"}  # type: ignore[attr-defined]
    window.actions_by_name["act-alloc"].trigger()
    assert session.document.text().endswith("start Zoe\nalloc Zoe 2\n")
    assert [row.fork_event for row in session.document.branches] == [0, 3]
    second = session.document.text(), whole(window)
    window.dialogs.scenario = str(tmp_path / "second.scenario")  # type: ignore[attr-defined]
    press(Qt.Key.Key_S, CTRL)
    window.actions_by_name["next-branch"].trigger()
    press(Qt.Key.Key_Escape)
    session.go_last()
    assert (session.document.text(), whole(window)) == original
    window.actions_by_name["next-branch"].trigger()
    session.go_last()
    assert (session.document.text(), whole(window)) == second
    assert not session.document.modified
    open_file(tmp_path / "second.scenario")
    session.go_last()
    assert (session.document.text(), whole(window)) == second
    assert len(session.document.branches) == 1
