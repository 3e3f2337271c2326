"""Every command of the table, on the start page, on a lesson and on a recording: it does what its row says, or it is
disabled and its tooltip tells why. A command without an entry in ``EFFECTS`` fails: add one when you add a command.

An entry is what changes: a function of the window whose answer differs after the command from the answer before.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from pagevis.base import resources
from pagevis.base.jobs import Job
from pagevis.session.commands import BY_NAME, COMMANDS, Menu
from pagevis.session.session import Selection
from pagevis.session.stop_conditions import Stop
from pagevis.sources.opening import open_path
from pagevis.ui.main_window import MainWindow

# The platform without a screen says so of every window that has a smallest size, and of those that come to the front.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "does not support raise")

Probe = Callable[[MainWindow], object]
FILES = {
    "start page": None,
    "lesson": min(resources.path("scenarios").glob("3-*.scenario")),
    "recording": resources.path("samples") / "compile.trace.txt.gz",
}


def position(window: MainWindow) -> object:
    return window.session.position


def asked(window: MainWindow) -> object:
    return len(window.dialogs.shown)  # type: ignore[attr-defined]


def selection(window: MainWindow) -> object:
    return window.session.selection


def view(window: MainWindow) -> object:
    return window.session.view


def map_view(window: MainWindow) -> object:
    return window.map.view.pitch if window.map.view is not None else None


def theme(window: MainWindow) -> object:
    return window.session.theme_name


def playing(window: MainWindow) -> object:
    return window.session.playing, window.session.playing_backwards


def stops(window: MainWindow) -> object:
    return window.session.stops.rows


def focus(window: MainWindow) -> object:
    return window.focusWidget()


def markers(window: MainWindow) -> object:
    return window.session.markers.a, window.session.markers.b


def timeline(window: MainWindow) -> object:
    return window.session.markers.shown


def is_open(window: MainWindow) -> object:
    return window.session.history


def manual(window: MainWindow) -> object:
    return window.guides.manual.isVisible(), window.guides.manual.page.page


def clipboard(_window: MainWindow) -> object:
    return QGuiApplication.clipboard().image().size()


def text(window: MainWindow) -> object:
    return window.session.document.text() if window.session.history is not None else ""


EFFECTS: dict[str, Probe] = {
    "new": is_open,
    "open": asked,
    "save": asked,  # of a lesson: it asks for another place
    "save-as": asked,
    "save-all": asked,
    "save-picture": asked,
    "close": is_open,
    "quit": lambda window: window.isVisible(),
    "undo": text,
    "redo": text,
    "find": focus,
    "go-to": focus,
    "find-next": position,
    "find-previous": position,
    "event-of-selection-next": position,
    "event-of-selection-previous": position,
    "fit": map_view,
    "zoom-in": map_view,
    "zoom-out": map_view,
    "zoom-block": map_view,
    "theme": theme,
    **dict.fromkeys(("frame-left", "frame-right", "frame-up", "frame-down", "clear-selection"), selection),
    **{row.name: view for row in COMMANDS if row.name.startswith(("colour-", "layout-", "layer-"))},
    **{row.name: theme for row in COMMANDS if row.name.startswith("theme-")},
    "dim-holder": view,
    "show-all": view,
    "play": playing,
    "play-back": playing,
    **dict.fromkeys(("step", "step-back", "step-event", "step-event-back", "first", "last"), position),
    "stop-next": position,
    "stop-previous": position,
    "stop-here": stops,
    "stops": focus,
    "stops-clear": stops,
    "mark": asked,
    "next-mark": position,
    "previous-mark": position,
    "set-a": markers,
    "set-b": markers,
    "go-a": position,
    "go-b": position,
    "play-span": playing,
    "show-span": timeline,
    "clear-markers": markers,
    "show-all-time": timeline,
    **{row.name: focus for row in COMMANDS if row.name.startswith("pane-")},
    **{row.name: text for row in COMMANDS if row.name.startswith("act-")},
    "console": focus,
    "next-branch": lambda window: [row.is_current for row in window.session.document.branches],
    "preferences": lambda _window: QApplication.activeModalWidget(),
    "copy-picture": clipboard,
    "new-window": lambda window: len(window.windows.all),
    "reopen-pane": lambda window: window.docks.docks["processes"].isVisible(),
    "reset-layout": lambda window: window.docks.docks["processes"].isFloating(),
    "help": manual,
    "glossary": manual,
    "palette": lambda window: window.guides.palette.isVisible(),
    "keys": asked,
    "about": asked,
}


def select_holder(window: MainWindow) -> None:
    window.session.select(Selection(slot=3))


def searched(window: MainWindow, qtbot: QtBot) -> None:
    window.session.search.find("free")
    qtbot.waitUntil(lambda: not window.session.search.busy)


def prepared(window: MainWindow, name: str, qtbot: QtBot) -> None:
    """What must be there for a command to have something to do: as a person would have it there."""
    session = window.session
    if name == "theme-light":  # what stands is chosen anew
        session.set_theme("dark")
    if session.history is None:
        return
    session.seek(3)
    if session.questions.current is not None:  # an open question holds the next step back, once
        session.questions.skip()
    named = session.history.event_columns().frame
    session.select(Selection(int(named[named >= 0][0])))
    window.map.setFocus()
    if name.startswith("find-"):
        searched(window, qtbot)
    elif name.startswith("stop-") or name == "stops-clear":
        session.stops.add(Stop("refusal"))
        for frame in (int(named[named >= 0][0]), int(named[-1])):
            session.stops.add(Stop("frame", frame=max(frame, 0)))
    elif name in ("go-a", "go-b", "play-span", "show-span", "clear-markers", "show-all-time"):
        session.markers.set_a(1)
        session.markers.set_b(5)
        if name == "show-all-time":
            session.markers.show_span()
    elif name in ("dim-holder", "show-all"):
        select_holder(window)
        if name == "show-all":
            window.actions_by_name["dim-holder"].trigger()
    elif name == "zoom-out":
        window.zoom(2)
    elif name == "fit":
        window.zoom(3)
    elif name == "reopen-pane":
        window.docks.docks["processes"].close()
    elif name == "reset-layout":
        window.docks.docks["processes"].setFloating(True)
    elif name.startswith("frame-"):
        session.select(Selection(session.snapshot().n_frames // 2 + 5))  # type: ignore[union-attr]
    elif name in ("colour-owner", "layout-auto"):
        other = {"colour-owner": "colour-state", "layout-auto": "layout-rows"}[name]
        window.actions_by_name[other].trigger()
    elif name in ("undo", "redo", "save", "next-branch") and not session.document.why_not_act():
        session.document.act("alloc A 1")
        qtbot.wait(20)
        if name == "redo":
            window.actions_by_name["undo"].trigger()


def put_away(window: MainWindow, qtbot: QtBot) -> None:
    """As before: one window, nothing in front of it."""
    window.session.pause()
    for other in [w for w in window.windows.all if w is not window]:
        other.close()
    dialog = QApplication.activeModalWidget()
    if dialog is not None:
        dialog.close()
    window.guides.manual.close()
    window.guides.palette.leave()
    window.session.set_theme("light")
    window.session.set_view(type(window.session.view)())
    window.actions_by_name["reset-layout"].trigger()
    qtbot.wait(1)


def one(window: MainWindow, name: str, path: Path | None, qtbot: QtBot) -> str:
    """What is wrong with a command here, "" where nothing is."""
    if path is not None:
        window.session.show_history(open_path(str(path), Job(), None))
    else:
        window.session.close_document()
    prepared(window, name, qtbot)
    window._enable()
    action, reason = window.actions_by_name[name], BY_NAME[name].why_not(window.session)
    if action.isEnabled() != (not reason):
        return f"{name}: enabled {action.isEnabled()}, reason {reason!r}"
    if reason:
        told = reason[1:] in action.toolTip() and len(reason) > 5
        return "" if told else f"{name}: the tooltip {action.toolTip()!r} does not say {reason!r}"
    if name.startswith("pane-") and name.removeprefix("pane-") not in window.docks.docks:
        return f"{name}: there is no such pane"
    before = EFFECTS[name](window)
    action.trigger()
    for _ in range(40):
        if EFFECTS[name](window) != before:
            return ""
        qtbot.wait(5)
    return f"{name}: nothing changed, {before!r}"


def test_every_command_has_an_entry_and_every_entry_a_command() -> None:
    assert set(EFFECTS) == set(BY_NAME)


@pytest.mark.parametrize("state", FILES)
def test_each_command_does_what_its_row_says_or_tells_why_not(window: MainWindow, state: str, qtbot: QtBot) -> None:
    wrong = []
    names = [row.name for row in COMMANDS if row.name not in ("quit", "close", "new")]
    for name in [*names, "close", "new", "quit"]:
        wrong.append(one(window, name, FILES[state], qtbot))
        if name != "quit":
            put_away(window, qtbot)
    told = "\n".join(line for line in wrong if line)
    assert not told, told


def test_every_command_is_in_a_menu_and_in_the_palette(fake_window: MainWindow) -> None:
    def texts(menu: QMenu) -> set[str]:
        menu.aboutToShow.emit()
        found = set()
        for action in menu.actions():
            found.add(action.text().split("\t")[0])
            if action.menu() is not None:
                found |= texts(action.menu())
        return found

    menus = set()
    for action in fake_window.menu_bar.actions():
        menus |= texts(action.menu())
        assert action.menu().toolTipsVisible()
    assert [row.title for row in COMMANDS if row.title not in menus] == []
    fake_window.show_palette()
    shown = {row.title for row in fake_window.guides.palette.list.rows.rows}
    assert [row.title for row in COMMANDS if row.title not in shown] == []
    assert {place for place in Menu if any(row.menu is place for row in COMMANDS)}


def test_keys_of_commands_leave_text_fields_theirs() -> None:
    """Qt's own keys of a text field, but for those that do the same there or nothing that is missed."""
    standard = QKeySequence.StandardKey
    texts = (
        standard.Copy, standard.Cut, standard.Paste, standard.SelectAll, standard.Delete, standard.DeleteStartOfWord,
        standard.DeleteEndOfWord, standard.MoveToNextWord, standard.MoveToPreviousWord, standard.SelectNextWord,
        standard.SelectPreviousWord,
    )  # fmt: skip
    kept = {sequence.toString() for key in texts for sequence in QKeySequence.keyBindings(key)}
    used = {QKeySequence(key).toString() for row in COMMANDS for key in row.keys}
    assert sorted(kept & used) == []


def test_typing_in_the_search_field_triggers_no_command(fake_window: MainWindow, qtbot: QtBot) -> None:
    session = fake_window.session
    session.seek(3)
    fake_window.search()
    field = fake_window.tool_bar.search
    before = session.position, session.theme_name, session.playing
    qtbot.keyClicks(field, "f m , . ? +-[] p")
    qtbot.keyClick(field, Qt.Key.Key_Left)
    qtbot.keyClick(field, Qt.Key.Key_Home)
    assert isinstance(fake_window.focusWidget(), QLineEdit)
    assert field.text() == "f m , . ? +-[] p"
    assert (session.position, session.theme_name, session.playing) == before
