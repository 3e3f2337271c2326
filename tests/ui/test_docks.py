"""Panes stand where there is room for them, and every one is reached by its key."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from pagevis.session.commands import BY_NAME
from pagevis.session.commands.panes import PANES
from pagevis.ui.docks import panes
from pagevis.ui.main_window import MainWindow
from pagevis.ui.panes.code import HIDDEN

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def test_every_pane_with_a_title_has_its_key() -> None:
    titled = {pane.name: pane.title for pane in panes() if pane.titled}
    assert titled == dict(PANES)


def test_places_and_buttons_that_panes_name_exist() -> None:
    known = {pane.name for pane in panes()}
    for pane in panes():
        assert {pane.tab_of, pane.low_tab_of} <= known | {""}
        assert set(pane.actions) <= set(BY_NAME)


def test_keys_bring_panes_to_the_front_with_the_keyboard(fake_window: MainWindow, qtbot: QtBot) -> None:
    fake_window.activateWindow()
    qtbot.waitUntil(fake_window.isActiveWindow, timeout=2000)
    for name, dock in fake_window.docks.docks.items():
        if f"pane-{name}" not in BY_NAME:
            continue
        dock.hide()
        fake_window.actions_by_name[f"pane-{name}"].trigger()
        qtbot.waitUntil(lambda pane=fake_window.docks.widgets[name]: not pane.visibleRegion().isEmpty(), timeout=2000)
        focused = QApplication.focusWidget()
        assert focused is not None
        assert dock.isAncestorOf(focused), name


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (1600, 1000), (1024, 720)])
def test_no_pane_is_crushed(
    make_window: Callable[[], MainWindow], fakes: ModuleType, qtbot: QtBot, width: int, height: int
) -> None:
    window = make_window()
    window.resize(width, height)
    window.session.show_history(fakes.FakeHistory())
    qtbot.wait(50)
    for name in ("processes", "events", "inspector", "code"):
        pane = window.docks.widgets[name]
        if not pane.visibleRegion().isEmpty():
            assert pane.height() >= 90, name
            assert pane.width() >= 168, name
    tabs = [dock.objectName() for dock in window.tabifiedDockWidgets(window.docks.docks["processes"])]
    assert ("dock-segments" in tabs) == (height < 900)


def test_growing_and_shrinking_changes_the_arrangement_and_nothing_else(fake_window: MainWindow, qtbot: QtBot) -> None:
    processes = fake_window.docks.docks["processes"]
    shown = {name: dock.isHidden() for name, dock in fake_window.docks.docks.items()}
    for size, tabbed in (((1600, 1000), False), ((1280, 800), True), ((1500, 950), False)):
        fake_window.resize(*size)
        qtbot.wait(20)
        assert bool(fake_window.tabifiedDockWidgets(processes)) == tabbed
        assert {name: dock.isHidden() for name, dock in fake_window.docks.docks.items()} == shown
    title = processes.titleBarWidget()
    assert title is not None
    assert title.height() >= 30


def test_code_is_hidden_while_a_question_is_open(fake_window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    pane, session = fake_window.docks.widgets["code"], fake_window.session
    fake_window.docks.show("code")
    session.seek(4, 3)
    assert pane.area.code is not None
    monkeypatch.setattr(type(session), "hides", property(lambda _session: frozenset({"code"})))
    session.seek(4, 4)
    assert pane.area.code is None
    assert pane.area.empty_words == HIDDEN


def test_the_trail_of_calls_shows_their_lines(fake_window: MainWindow) -> None:
    pane, session = fake_window.docks.widgets["code"], fake_window.session
    fake_window.docks.show("code")
    session.seek(4, 3)
    code = session.shown_step().code
    assert code is not None
    shown = [button.text() for button in pane.trail.buttons if not button.isHidden()]
    assert shown == [call.function for call in code.stack]
    fake_window.resize(1280, 420)
    pane.area.setFocus(Qt.FocusReason.OtherFocusReason)
    for button in pane.trail.buttons:
        if not button.isHidden():
            button.click()


@pytest.mark.parametrize("hidden", [("caption",), ("timeline",), ("caption", "timeline")])
def test_the_window_is_resized_with_bottom_panes_hidden(fake_window: MainWindow, hidden: tuple[str, ...]) -> None:
    """Qt warns, and this fails, where panes and sizes are not as many."""
    for name in hidden:
        fake_window.docks.docks[name].close()
    fake_window.docks.resize(1500, 950)
    assert all(fake_window.docks.docks[name].isHidden() for name in hidden)
