"""The caption: nothing of what a lesson says is lost, and a lesson opens in a small window as it is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from pytestqt.qtbot import QtBot

from pagevis.base import resources
from pagevis.trace.history import Caption
from pagevis.ui.main_window import MainWindow
from pagevis.ui.panes.caption import HEIGHT, TEXT_SIZES, CaptionPane

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

LESSONS = sorted(path.name for path in resources.path("scenarios").glob("*.scenario"))


def caption_of(window: MainWindow) -> CaptionPane:
    pane = window.docks.widgets["caption"]
    assert isinstance(pane, CaptionPane)
    return pane


@pytest.mark.parametrize("name", LESSONS)
def test_every_word_of_a_lesson_has_room(open_file: Callable[[Path], MainWindow], name: str) -> None:
    window = open_file(resources.path("scenarios") / name)
    pane, history = caption_of(window), window.session.history
    assert window.size() == QSize(1280, 800)
    assert history is not None
    for event in range(history.n_events):
        window.session.seek(event)
        _size, lines = pane._lines()
        assert " ".join(lines) == pane.caption.text
        assert pane.height() == pane.look.px(HEIGHT), pane.caption.text


def test_longer_words_make_it_grow(open_file: Callable[[Path], MainWindow], qtbot: QtBot) -> None:
    pane = caption_of(open_file(resources.path("scenarios") / LESSONS[0]))
    pane.caption = Caption("", "", "word " * 120)
    pane._place()
    size, lines = pane._lines()
    assert size == TEXT_SIZES[-1][0]
    qtbot.waitUntil(lambda: pane.height() >= size * len(lines) + 30)


def test_the_map_does_not_jump_at_questions(open_file: Callable[[Path], MainWindow], qtbot: QtBot) -> None:
    window = open_file(resources.path("scenarios") / LESSONS[1])
    window.resize(1600, 1000)
    qtbot.wait(20)
    views = []
    for event in (2, 3, 4, 6):
        window.session.seek(event)
        qtbot.wait(20)
        views.append((window.question_panel.isVisible(), window.map.view))
        if window.session.questions.current is not None:
            window.session.questions.skip()
    assert [asked for asked, _view in views] == [False, True, True, False]
    assert len({repr(view) for _asked, view in views}) == 1


def test_a_small_window_stays_as_it_is(open_file: Callable[[Path], MainWindow], qtbot: QtBot) -> None:
    window = open_file(resources.path("scenarios") / LESSONS[1])
    window.resize(1024, 700)
    qtbot.wait(20)
    assert window.size() == QSize(1024, 700)
    assert window.map.height() >= 160
