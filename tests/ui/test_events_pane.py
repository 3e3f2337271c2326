"""The list of events: every row in its place, micro-steps below the shown event, a click goes there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from pagevis.base import resources
from pagevis.session.session import Selection
from pagevis.trace.history import Position
from pagevis.ui.main_window import MainWindow
from pagevis.ui.panes._event_model import EventsModel, Line
from pagevis.ui.panes.events import EventsPane

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
SAMPLE = resources.path("samples") / "compile.trace.txt.gz"


def pane_of(window: MainWindow) -> EventsPane:
    pane = window.docks.widgets["events"]
    assert isinstance(pane, EventsPane)
    return pane


def lines(model: EventsModel) -> list[Line]:
    return [model.line(row) for row in range(model.rowCount())]


def test_rows_are_the_events_with_the_micro_steps_of_the_shown_one(fake_window: MainWindow) -> None:
    pane, session = pane_of(fake_window), fake_window.session
    QAbstractItemModelTester(pane.model, QAbstractItemModelTester.FailureReportingMode.Fatal, pane)
    for place in ((4, 3), (4, 7), (9, 0), (0, 7), (12, 2), (3, 5)):
        session.seek(*place)
        told = lines(pane.model)
        events = [line.event for line in told if line.row is not None]
        assert events == list(range(13))
        nested = [line for line in told if line.row is None]
        assert [line.micro for line in nested] == list(range(1, 8))
        assert {line.event for line in nested} == {place[0]}
        assert told[place[0] + 1] == nested[0]
        now = told[pane.model.current_row()]
        assert (now.event, now.micro, now.when) == (*place, 0)
        assert [pane.model.place(row) for row in range(len(told))] == [(line.event, line.micro) for line in told]


def test_however_one_comes_to_a_moment_the_list_is_the_same(
    make_window: Callable[[], MainWindow], fakes: ModuleType, qtbot: QtBot
) -> None:
    walked, fresh = make_window(), make_window()
    walked.session.show_history(fakes.FakeHistory())
    for place in ((9, 3), (2, 7), (12, 7), (5, 1)):
        walked.session.seek(*place)
    history = fakes.FakeHistory()
    history.seek(5, 1)
    fresh.session.show_history(history)
    fresh.session.seek(5, 1)
    qtbot.wait(10)
    assert lines(pane_of(walked).model) == lines(pane_of(fresh).model)
    assert pane_of(walked).model.current_row() == pane_of(fresh).model.current_row()


def test_a_click_goes_to_the_event_or_the_micro_step(fake_window: MainWindow, qtbot: QtBot) -> None:
    pane, session = pane_of(fake_window), fake_window.session
    session.seek(4)
    fake_window.docks.show("events")
    for place, micro in (((4, 2), 2), ((6, 0), 7)):
        row = next(row for row in range(pane.model.rowCount()) if pane.model.place(row) == place)
        pane.view.scrollTo(pane.model.index(row, 0))
        middle = pane.view.visualRect(pane.model.index(row, 0)).center()
        qtbot.mouseClick(pane.view.viewport(), Qt.MouseButton.LeftButton, pos=middle)
        assert session.position == Position(place[0], micro)
    pane.view.setFocus()
    qtbot.keyClick(pane.view, Qt.Key.Key_Up)
    assert session.position == Position(6, 6)


def test_it_follows_until_somebody_scrolls_and_from_the_next_move_on(
    open_file: Callable[[Path], MainWindow], qtbot: QtBot
) -> None:
    window = open_file(SAMPLE)
    pane, session = pane_of(window), window.session

    def in_sight() -> bool:
        y = pane.view.rowViewportPosition(pane.model.current_row())
        return 0 <= y < pane.view.viewport().height()

    for event in (5000, 9999, 3, 5001):
        session.seek(event)
        assert in_sight()

    def scroll_away() -> None:
        pane.view.verticalScrollBar().triggerAction(pane.view.verticalScrollBar().SliderAction.SliderToMinimum)

    scroll_away()
    session.select(Selection(frame=9))
    assert not in_sight()
    session.seek(6000)
    assert in_sight()
    scroll_away()
    session.step()
    assert in_sight()
    pane.follow.click()
    session.seek(3)
    assert not in_sight()
    pane.follow.click()
    assert in_sight()
    session.seek(5000)
    scroll_away()
    session.open(str(SAMPLE))
    qtbot.waitSignal(session.opened, timeout=30_000).wait()
    session.seek(session.position.event + 4000)
    assert in_sight()


def test_the_filter_and_the_selection_narrow_the_list(fake_window: MainWindow, qtbot: QtBot) -> None:
    pane, session = pane_of(fake_window), fake_window.session
    QAbstractItemModelTester(pane.model, QAbstractItemModelTester.FailureReportingMode.Fatal, pane)
    qtbot.keyClicks(pane.field, "alloc vid")
    qtbot.waitUntil(lambda: pane.model.n_events == 3, timeout=2000)
    assert [line.event for line in lines(pane.model) if line.row is not None] == [3, 7, 12]
    pane.field.clear()
    qtbot.waitUntil(lambda: pane.model.n_events == 13, timeout=2000)
    session.select(Selection(slot=2))
    pane.of_selection.click()
    assert [line.event for line in lines(pane.model) if line.row is not None] == [1, 5, 6, 10]
    session.select(Selection(frame=9))
    assert session.history is not None
    told = [line.event for line in lines(pane.model) if line.row is not None]
    assert told == session.history.frame_events(9).tolist()
    pane.field.setText("nothing fits this")
    qtbot.waitUntil(lambda: pane.model.n_events == 0, timeout=2000)
    assert pane.empty.isVisible()


def test_the_future_is_not_told_while_a_question_is_open(
    fake_window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    pane, session = pane_of(fake_window), fake_window.session
    monkeypatch.setattr(type(session), "hides", property(lambda _session: frozenset({"future"})))
    session.seek(5)
    assert [line.event for line in lines(pane.model) if line.row is not None] == [0, 1, 2, 3, 4, 5]


def test_letters_typed_into_the_list_are_what_is_filtered_for(
    open_file: Callable[[Path], MainWindow], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_file(SAMPLE)
    with qtbot.waitActive(window):
        window.activateWindow()
    pane = pane_of(window)
    window.docks.show("events")
    asked: list[int] = []
    monkeypatch.setattr(EventsModel, "data", lambda *_arguments: asked.append(1))
    qtbot.keyClick(pane.view, Qt.Key.Key_R)
    assert len(asked) < 500, "not every event is asked for its words"
    monkeypatch.undo()
    assert window.focusWidget() is pane.field
    qtbot.keyClick(pane.field, Qt.Key.Key_E)
    assert pane.field.text() == "re"


def test_micro_steps_are_not_told_while_a_question_is_open(open_file: Callable[[Path], MainWindow]) -> None:
    window = open_file(resources.path("scenarios") / "2-last-in-first-out.scenario")
    pane, session = pane_of(window), window.session
    session.seek(3)
    assert session.hides
    assert all(line.row is not None for line in lines(pane.model))
    session.questions.skip()
    assert any(line.row is None for line in lines(pane.model))
