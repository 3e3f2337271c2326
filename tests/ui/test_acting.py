"""Every act by menu, by form and by context menu: the line that is written, and the state that it leads to."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QMenu, QSpinBox
from pytestqt.qtbot import QtBot

from pagevis.base import resources
from pagevis.model.snapshot import HolderKind
from pagevis.session import queries
from pagevis.session.acts import ACTS, defaults
from pagevis.session.commands import BY_NAME
from pagevis.session.session import Selection
from pagevis.ui import act_menus
from pagevis.ui.act_forms import ActForm
from pagevis.ui.look import look_of
from pagevis.ui.main_window import MainWindow

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

LINES = ("start A B", "alloc A 3 as a", "segment new video 2 by A")


@pytest.fixture
def acting(window: MainWindow, qtbot: QtBot) -> MainWindow:
    """A window on a fresh scenario in which A holds three frames and a segment, and B nothing."""
    window.session.document.new()
    for line in LINES:
        window.session.document.act(line)
    qtbot.wait(10)
    return window


def last_line(window: MainWindow) -> str:
    return window.session.document.text().splitlines()[-1]


def value(window: MainWindow, expression: str) -> str:
    found = queries.answer(window.session, expression)
    assert found is not None
    return found.text


@pytest.mark.parametrize(
    ("name", "fill", "line", "expression", "wanted"),
    [
        ("start", {}, "start C", "used", "5"),
        ("alloc", {"process": "B", "n": "2", "group": "b"}, "alloc B 2 as b", "owners b[1]", "1"),
        ("share", {}, "share A B A.0", "owners a[0]", "2"),
        ("read", {"frames": "a[1]"}, "read A a[1]", "refcount a[1]", "1"),
        ("write", {}, "write A A.0", "copies", "0"),
        ("free", {"frames": "a"}, "free A a", "used", "2"),
        ("fork", {"mode": "copy"}, "fork A C copy", "copies", "3"),
        ("fork", {}, "fork A C", "refcount a[0]", "2"),
        ("segment", {"n": "1"}, "segment new shared 1 by A", "used", "6"),
        ("attach", {"process": "B"}, "attach video B", "owners video[0]", "3"),
        ("detach", {}, "detach video A", "owners video[0]", "1"),
        ("destroy", {}, "destroy video", "used", "5"),
        ("exit", {}, "exit A", "used", "2"),
    ],
)
def test_the_memory_menu_writes_the_line(
    acting: MainWindow, name: str, fill: dict[str, str], line: str, expression: str, wanted: str
) -> None:
    acting.dialogs.to_fill = fill  # type: ignore[attr-defined]  # the tests' dialogs
    n_events = acting.session.history.n_events if acting.session.history else 0
    acting.actions_by_name[f"act-{name}"].trigger()
    assert last_line(acting) == line
    assert value(acting, expression) == wanted
    assert acting.session.history is not None
    assert acting.session.history.n_events == n_events + 1
    assert acting.session.at_end(), "the new event is shown"
    assert acting.session.history.event(n_events).outcome == "ok"


def test_every_act_has_a_row_in_the_menu_and_is_tested_here() -> None:
    assert {f"act-{name}" for name in ACTS} <= set(BY_NAME)


def test_acts_that_lack_something_say_so(window: MainWindow) -> None:
    assert BY_NAME["act-alloc"].why_not(window.session) == "Open a lesson or a file first"
    window.session.document.new()
    for name, reason in (
        ("fork", "No process is running: start one first"),
        ("share", "It takes two running processes"),
        ("attach", "There is no segment: create one first"),
        ("free", "No process holds a frame: allocate some first"),
    ):
        assert BY_NAME[f"act-{name}"].why_not(window.session) == reason
        action = window.actions_by_name[f"act-{name}"]
        assert not action.isEnabled()
        assert reason[1:] in action.toolTip()
    assert window.actions_by_name["act-start"].isEnabled()


def test_a_recording_takes_no_lines(open_file: Callable[[Path], MainWindow]) -> None:
    window = open_file(next(resources.path("samples").iterdir()))
    for name in ACTS:
        assert "recording" in BY_NAME[f"act-{name}"].why_not(window.session)
    menu = act_menus.frame_menu(window, 3, window)
    assert not [row for row in menu.actions() if "alloc" in row.text() or "free " in row.text()]
    assert any(row.text() == "Copy PFN" for row in menu.actions())


def test_acting_in_the_past_begins_a_branch(acting: MainWindow) -> None:
    acting.session.seek(2)
    acting.actions_by_name["act-exit"].trigger()
    assert [row.is_current for row in acting.session.document.branches] == [False, True]
    assert last_line(acting) == "exit A"
    assert value(acting, "used") == "0"


# ---- context menus


def rows(menu: QMenu) -> dict[str, str]:
    """The lines that a menu and its submenus write, by their words."""
    found = {}
    for action in menu.actions():
        if action.menu() is not None:
            found.update({f"{action.text()} {words}": line for words, line in rows(action.menu()).items()})
        words, tab, line = action.text().partition("\t")
        if tab:
            found[words] = line
    return found


def trigger(menu: QMenu, words: str) -> None:
    for action in menu.actions():
        sub = action.menu()
        if sub is not None and words.startswith(action.text()):
            trigger(sub, words.removeprefix(action.text()).strip())
            return
        if action.text().partition("\t")[0] == words:
            action.trigger()
            return
    raise AssertionError(f"no row {words}")


def frame_of(window: MainWindow, name: str) -> int:
    snapshot = window.session.snapshot()
    assert snapshot is not None
    return int(value(window, name), 16)


def slot_of(window: MainWindow, name: str) -> int:
    snapshot = window.session.snapshot()
    assert snapshot is not None
    return next(holder.slot for holder in snapshot.holders if holder.name == name)


@pytest.mark.parametrize(
    ("words", "line", "expression", "wanted"),
    [
        ("A writes it", "write A A.1", "copies", "0"),
        ("A reads it", "read A A.1", "refcount a[1]", "1"),
        ("A gives it back", "free A A.1", "state a[1]", "free"),
        ("A shares it with B", "share A B A.1", "refcount a[1]", "2"),
    ],
)
def test_a_frames_menu_names_it_by_its_holder(
    acting: MainWindow, words: str, line: str, expression: str, wanted: str
) -> None:
    menu = act_menus.frame_menu(acting, frame_of(acting, "a[1]"), acting)
    assert rows(menu)[words] == line
    trigger(menu, words)
    assert last_line(acting) == line
    assert value(acting, expression) == wanted


def test_a_frames_menu_leads_through_its_history(acting: MainWindow) -> None:
    frame = frame_of(acting, "a[1]")
    trigger(act_menus.frame_menu(acting, frame, acting), "Previous event of this frame")
    assert acting.session.position.event == 2
    trigger(act_menus.frame_menu(acting, frame, acting), "Select A")
    assert acting.session.selection == Selection(slot=slot_of(acting, "A"))
    trigger(act_menus.frame_menu(acting, frame, acting), "Copy PFN")
    assert int(QApplication.clipboard().text(), 16) == frame


def test_a_free_frame_offers_to_allocate(acting: MainWindow) -> None:
    acting.dialogs.to_fill = {"process": "B"}  # type: ignore[attr-defined]
    trigger(act_menus.frame_menu(acting, frame_of(acting, "free[0]"), acting), "Allocate…")
    assert last_line(acting) == "alloc B 1"


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("Allocate one frame", "alloc A 1"),
        ("Detach video", "detach video A"),
        ("Kill it", "exit A"),
        ("Fork…", "fork A C"),
    ],
)
def test_a_processs_menu(acting: MainWindow, words: str, line: str) -> None:
    trigger(act_menus.process_menu(acting, slot_of(acting, "A"), acting), words)
    assert last_line(acting) == line


@pytest.mark.parametrize(
    ("words", "line"),
    [("Attach B", "attach video B"), ("Detach A", "detach video A"), ("Destroy it", "destroy video")],
)
def test_a_segments_menu(acting: MainWindow, words: str, line: str) -> None:
    trigger(act_menus.segment_menu(acting, slot_of(acting, "video"), acting), words)
    assert last_line(acting) == line


@pytest.mark.qt_log_ignore("This plugin does not support")  # raise() and the like, offscreen
def test_the_menus_open_on_map_and_panes_by_mouse_and_key(acting: MainWindow, qtbot: QtBot) -> None:
    frame = frame_of(acting, "a[1]")
    acting.session.select(Selection(frame=frame))
    by_key = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(0, 0), QPoint(0, 0))
    QApplication.sendEvent(acting.map, by_key)
    opened = QApplication.activePopupWidget()
    assert isinstance(opened, QMenu)
    assert rows(opened)["A reads it"] == "read A A.1"
    opened.close()
    table = acting.docks.widgets["processes"].view  # type: ignore[attr-defined]  # a pane of holders
    at = table.visualRect(table.model().index(1, 0)).center()
    by_mouse = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, table.viewport().mapToGlobal(at))
    QApplication.sendEvent(table.viewport(), by_mouse)
    opened = QApplication.activePopupWidget()
    assert isinstance(opened, QMenu)
    assert "Kill it" in rows(opened)
    opened.close()
    qtbot.wait(1)


# ---- forms


def form(window: MainWindow, name: str, **given: str) -> ActForm:
    return ActForm(window, ACTS[name], queries.scope(window.session), given, look_of(window.session))


def test_a_form_shows_the_line_as_it_is_filled(acting: MainWindow, qtbot: QtBot) -> None:
    made = form(acting, "alloc", process="B")
    qtbot.addWidget(made)
    assert made.preview.text() == "alloc B 1"
    process, n, group = made.findChild(QComboBox), made.findChild(QSpinBox), made.findChildren(QLineEdit)[-1]
    assert process is not None
    assert n is not None
    process.setCurrentText("kernel")
    n.setValue(3)
    qtbot.keyClicks(group, "k")
    assert made.preview.text() == made.line == "alloc kernel 3 as k"
    qtbot.keyClicks(group, "!")
    assert "k!" in made.problem.text()
    assert not made.accept_button.isEnabled()


def test_the_frames_offered_are_those_of_the_process_chosen(acting: MainWindow, qtbot: QtBot) -> None:
    acting.session.document.act("alloc B 1")
    made = form(acting, "free")
    qtbot.addWidget(made)
    assert made.line == "free A A.0"
    made.findChildren(QComboBox)[0].setCurrentText("B")
    assert made.line == "free B B.0"


def test_enter_accepts_and_escape_does_not(acting: MainWindow, qtbot: QtBot) -> None:
    for key, accepted in ((Qt.Key.Key_Return, True), (Qt.Key.Key_Escape, False)):
        made = form(acting, "start")
        qtbot.addWidget(made)
        with qtbot.waitExposed(made):
            made.open()
        qtbot.keyClick(made.findChild(QLineEdit), key)
        assert bool(made.result()) is accepted


def test_what_is_filled_in_at_first_can_be_written(acting: MainWindow) -> None:
    scope = queries.scope(acting.session)
    for act in ACTS.values():
        filled = defaults(act, scope, {})
        if act.name not in ("share", "read", "write", "free"):
            assert act.problem(filled) == "", act.name
    assert ACTS["start"].problem({"process": ""}) == "Name: still to be filled in"
    assert "reserved" in str(HolderKind) or ACTS["start"].problem({"process": "free"}) != ""
