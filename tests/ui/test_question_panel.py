"""The card with a question: right, wrong, skipped, held, by mouse and by keyboard alone."""

from __future__ import annotations

from types import ModuleType

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from pagevis.session.session import Selection
from pagevis.trace.questions import Question
from pagevis.ui.main_window import MainWindow
from pagevis.ui.question_panel import QuestionPanel

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

FRAME, NUMBER = Question(3, 5, "Which frame is next?", "0a", "frame"), Question(6, 7, "How many?", "41", "number")


@pytest.fixture
def panel(window: MainWindow, fakes: ModuleType, qtbot: QtBot) -> QuestionPanel:
    """The card of a window that stands where the first question opens."""
    history = fakes.FakeHistory()
    history.questions = (FRAME, NUMBER)
    window.session.show_history(history)
    window.session.seek(3)
    qtbot.wait(10)
    return window.question_panel


def test_the_card_is_there_only_while_something_is_asked(panel: QuestionPanel, window: MainWindow) -> None:
    assert panel.isVisible()
    assert panel.words.text() == "Which frame is next?"
    window.session.seek(2)
    assert not panel.isVisible()
    window.session.seek(6)
    assert panel.words.text() == "How many?"


def test_a_right_answer_by_keyboard_alone(panel: QuestionPanel, window: MainWindow, qtbot: QtBot) -> None:
    window.map.setFocus()
    qtbot.keyClick(window.map, Qt.Key.Key_Right)
    assert window.session.position.event == 3, "held"
    assert window.focusWidget() is panel.field
    assert "skip" in panel.hint.text()
    qtbot.keyClicks(panel.field, "hello")
    qtbot.keyClick(panel.field, Qt.Key.Key_Return)
    assert "no answer yet" in panel.hint.text()
    assert panel.field.selectedText() == "hello"
    qtbot.keyClicks(panel.field, "a")
    qtbot.keyClick(panel.field, Qt.Key.Key_Return)
    assert panel.words.text() == "Right: 0a."
    assert panel.property("state") == "right"
    assert not panel.field.isVisible()
    assert window.focusWidget() is panel.why_button
    window.session.set_speed(60.0)
    qtbot.keyClick(panel.why_button, Qt.Key.Key_Space)
    assert window.session.playing, "one sees it happen"
    qtbot.waitUntil(lambda: not window.session.playing, timeout=5000)
    assert window.session.position.event == 5
    assert window.focusWidget() is window.map
    assert panel.isVisible(), "the answer stays beside what shows it"
    panel.close_button.click()
    assert not panel.isVisible()


def test_a_wrong_answer_says_both(panel: QuestionPanel, qtbot: QtBot) -> None:
    qtbot.keyClicks(panel.field, "0c")
    qtbot.mouseClick(panel.answer_button, Qt.MouseButton.LeftButton)
    assert panel.words.text() == "Not 0c: it is 0a."
    assert panel.property("state") == "wrong"


def test_skipping_tells_the_answer(panel: QuestionPanel, window: MainWindow) -> None:
    assert window.session.hides
    panel.skip_button.click()
    assert panel.words.text() == "The answer is 0a."
    assert not window.session.hides


def test_nothing_typed_cannot_be_sent(panel: QuestionPanel, qtbot: QtBot) -> None:
    assert not panel.answer_button.isEnabled()
    qtbot.keyClick(panel.field, Qt.Key.Key_Return)
    assert panel.field.isVisible()


def test_a_click_on_a_frame_fills_the_field(panel: QuestionPanel, window: MainWindow) -> None:
    window.session.select(Selection(frame=0x0B))
    assert panel.field.text() == "0b"
    window.session.seek(6)
    window.session.select(Selection(frame=0x0C))
    assert panel.field.text() == "0b" or not panel.field.text(), "a number is not answered by a frame"


def test_escape_gives_the_keyboard_back(panel: QuestionPanel, window: MainWindow, qtbot: QtBot) -> None:
    panel.field.setFocus()
    qtbot.keyClick(panel.field, Qt.Key.Key_Escape)
    assert window.focusWidget() is window.map
    assert panel.isVisible()


def test_no_step_leads_past_it_but_the_timeline_does(panel: QuestionPanel, window: MainWindow) -> None:
    for _ in range(12):
        window.session.step_event()
    assert window.session.position.event == 3
    window.session.seek(5)
    assert window.session.position.event == 5
    assert panel.words.text() == "The answer is 0a."
    assert not panel.why_button.isVisible(), "it is seen already"


def test_what_would_tell_is_not_drawn_until_it_is_answered(panel: QuestionPanel, window: MainWindow) -> None:
    hidden = window.map.options()
    assert not hidden.lists
    assert not hidden.elements
    panel.skip_button.click()
    shown = window.map.options()
    assert shown.lists
    assert shown.elements
