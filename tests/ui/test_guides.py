"""Search field, command palette, sheet of keys, manual and the pane of stops, by mouse and keyboard."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import QTextDocument
from pytestqt.qtbot import QtBot

from pagevis.base import resources
from pagevis.session.commands import COMMANDS
from pagevis.session.session import Selection
from pagevis.session.stop_conditions import KINDS, Stop
from pagevis.ui import help_window, palette, shortcut_sheet
from pagevis.ui.look import look_of
from pagevis.ui.main_window import MainWindow
from pagevis.ui.panes.stops import StopsPane

# The platform without a screen says so of every window that has a smallest size, and of those that come to the front.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "does not support raise")

LESSON = min(resources.path("scenarios").glob("2-*.scenario"))
Open = Callable[[Path], MainWindow]


@pytest.fixture
def lesson(open_file: Open) -> MainWindow:
    return open_file(LESSON)


# The search field


def test_a_frame_is_typed_and_selected_and_the_keyboard_goes_back(lesson: MainWindow, qtbot: QtBot) -> None:
    lesson.map.setFocus()
    lesson.actions_by_name["find"].trigger()
    field = lesson.tool_bar.search
    assert lesson.focusWidget() is field
    qtbot.keyClicks(field, "0x1b")
    assert field.popup is not None
    assert field.popup.isVisible()
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert lesson.session.selection == Selection(0x1B)
    assert not field.popup.isVisible()
    assert lesson.focusWidget() is lesson.map


def test_down_picks_the_next_place_and_escape_none(lesson: MainWindow, qtbot: QtBot) -> None:
    field = lesson.tool_bar.search
    lesson.session.seek(0)
    lesson.actions_by_name["go-to"].trigger()
    qtbot.keyClicks(field, "3")
    assert field.list is not None
    first = field.list.current()
    qtbot.keyClick(field, Qt.Key.Key_Down)
    assert field.list.current() != first
    assert [row.title for row in field.list.rows.rows if row.is_heading][:2] == ["Frames", "Events"]
    before = lesson.session.position
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert lesson.session.position == before
    assert not field.hasFocus()
    lesson.actions_by_name["go-to"].trigger()
    qtbot.keyClick(field, Qt.Key.Key_Down)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert lesson.session.position.event == 3


def test_a_click_on_a_found_event_goes_there(lesson: MainWindow, qtbot: QtBot) -> None:
    field = lesson.tool_bar.search
    lesson.session.seek(0)
    lesson.actions_by_name["find"].trigger()
    qtbot.keyClicks(field, "alloc")
    qtbot.waitUntil(lambda: not lesson.session.search.busy)
    assert field.list is not None
    rows = field.list.rows.rows
    at = next(i for i, row in enumerate(rows) if row.mono and row.note.startswith("alloc"))
    box = field.list.visualRect(field.list.rows.index(at, 0))
    qtbot.mouseClick(field.list.viewport(), Qt.MouseButton.LeftButton, pos=box.center())
    assert lesson.session.position.event == int(rows[at].title)
    assert " of " in lesson.session.search.place_words()


# The palette


def test_the_palette_runs_a_command_by_a_few_letters(lesson: MainWindow, qtbot: QtBot) -> None:
    lesson.map.setFocus()
    lesson.actions_by_name["palette"].trigger()
    shown = lesson.guides.palette
    qtbot.keyClicks(shown.field, "to the end")
    current = shown.list.current()
    assert current is not None
    assert current.title == "To the end"
    qtbot.keyClick(shown.field, Qt.Key.Key_Return)
    assert lesson.session.at_end()
    assert not shown.isVisible()
    assert lesson.focusWidget() is lesson.map


def test_what_cannot_be_done_stands_in_the_palette_with_its_reason_and_is_not_run(
    lesson: MainWindow, qtbot: QtBot
) -> None:
    lesson.session.go_last()
    lesson.show_palette()
    shown = lesson.guides.palette
    qtbot.keyClicks(shown.field, "whole event")
    rows = {row.title: row for row in shown.list.rows.rows}
    assert rows["Whole event"].run is None
    assert rows["Whole event"].note == "This is the end"
    assert rows["Whole event back"].run is not None
    qtbot.keyClick(shown.field, Qt.Key.Key_Escape)
    assert not shown.isVisible()


def test_places_stand_behind_the_commands(lesson: MainWindow, qtbot: QtBot) -> None:
    lesson.show_palette()
    shown = lesson.guides.palette
    qtbot.keyClicks(shown.field, "event 4")
    qtbot.keyClick(shown.field, Qt.Key.Key_Up)
    qtbot.keyClick(shown.field, Qt.Key.Key_Return)
    assert lesson.session.position.event == 4


@pytest.mark.parametrize("command", COMMANDS, ids=lambda row: row.name)
def test_a_command_is_best_found_by_its_own_title(command: object) -> None:
    title = command.title  # type: ignore[attr-defined]
    best = max(palette.score(row, title.rstrip("…")) for row in COMMANDS)
    assert palette.score(command, title.rstrip("…")) == best  # type: ignore[arg-type]


# Keys


@pytest.mark.parametrize("size", [QSize(1280, 800), QSize(900, 600)])
def test_the_sheet_of_keys_has_them_all_and_filters(window: MainWindow, qtbot: QtBot, size: QSize) -> None:
    window.resize(size)
    sheet = shortcut_sheet.ShortcutSheet(window, look_of(window.session))
    qtbot.addWidget(sheet)
    sheet.show()
    shown = {label.text() for label in sheet.findChildren(shortcut_sheet.QLabel)}
    assert {row.title.rstrip("…") for row in COMMANDS if row.keys or row.plain_keys} <= shown
    assert sheet.width() <= window.width()
    qtbot.keyClicks(sheet.field, "shift+f8")
    qtbot.wait(1)
    area = sheet.area.widget()
    assert area is not None
    assert "Back to the previous stop" in {label.text() for label in area.findChildren(shortcut_sheet.QLabel)}
    assert "Step" not in {label.text() for label in area.findChildren(shortcut_sheet.QLabel)}


# The manual


def test_the_manual_opens_follows_links_and_goes_back(window: MainWindow, qtbot: QtBot) -> None:
    window.show_help()
    manual = window.guides.manual
    assert manual.page.page == "index.md"
    manual._on_link(QUrl("window.md#finding"))
    assert manual.page.page == "window.md"
    assert manual.page.verticalScrollBar().value() > 0
    qtbot.mouseClick(manual.back, Qt.MouseButton.LeftButton)
    assert manual.page.page == "index.md"
    qtbot.mouseClick(manual.forward, Qt.MouseButton.LeftButton)
    assert manual.page.page == "window.md"
    qtbot.keyClick(manual, Qt.Key.Key_Escape)
    assert not manual.isVisible()


def test_every_page_is_shown_and_every_section_found(window: MainWindow) -> None:
    window.show_help()
    pages = {section.page for section in help_window.sections()}
    assert pages == {file.name for file in help_window.folder().glob("*.md")}
    for page in pages:
        window.guides.manual.go(page)
        assert len(window.guides.manual.page.toPlainText()) > 100
        assert "<!--" not in window.guides.manual.page.toPlainText()
    for section in help_window.sections():
        assert section in help_window.search(section.title)


def test_the_manual_loads_nothing_from_outside(window: MainWindow) -> None:
    window.show_help()
    page = window.guides.manual.page
    kind = QTextDocument.ResourceType.ImageResource.value
    assert page.loadResource(kind, QUrl("http://example.com/window.png")) is None
    assert page.loadResource(kind, QUrl("../../etc/passwd")) is None
    assert page.loadResource(kind, QUrl("window.png")) is not None
    window.guides.manual.go("../README.md")
    assert page.page == "index.md"


# Stops


def test_stops_are_added_switched_and_removed_in_their_pane(lesson: MainWindow, qtbot: QtBot) -> None:
    lesson.add_stop()
    pane = lesson.docks.widgets["stops"]
    assert isinstance(pane, StopsPane)
    form, stops = pane.form, lesson.session.stops
    form.kind.setCurrentIndex(list(KINDS).index("expression"))
    qtbot.keyClicks(form.expression, "free <")
    qtbot.keyClick(form.expression, Qt.Key.Key_Return)
    assert stops.rows == ()
    assert "not complete" in form.note.text()
    qtbot.keyClicks(form.expression, " 54")
    qtbot.keyClick(form.expression, Qt.Key.Key_Return)
    assert stops.rows == (Stop("expression", text="free < 54"),)
    box = next(b for b in pane.findChildren(type(form.add).__mro__[1]) if b.text() == "free < 54")
    box.click()
    assert not stops.rows[0].on
    qtbot.wait(1)
    away = next(b for b in pane.findChildren(type(form.add).__mro__[1]) if b.objectName() == "remove-stop")
    away.click()
    assert stops.rows == ()


def test_a_halt_is_told_over_the_legend_and_its_buttons_go_on(lesson: MainWindow, qtbot: QtBot) -> None:
    session = lesson.session
    session.stops.add(Stop("zero"))
    session.stops.add(Stop("process", slot=2))
    session.go_first()
    assert not lesson.stops_bar.isVisible()
    height = lesson.map.height()
    lesson.actions_by_name["stop-next"].trigger()
    qtbot.waitUntil(lambda: session.stops.halt is not None)
    assert lesson.stops_bar.isVisible()
    assert str(session.position.event) in lesson.stops_bar.text.text()
    assert lesson.map.height() == height, "the map keeps its size"
    first = session.position
    qtbot.mouseClick(lesson.stops_bar.next, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: session.position > first)
    qtbot.mouseClick(lesson.stops_bar.previous, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: session.position == first)
    qtbot.mouseClick(lesson.stops_bar.dismiss, Qt.MouseButton.LeftButton)
    assert not lesson.stops_bar.isVisible()


def test_the_manual_finds_words_of_the_glossary_and_its_contents_follow(window: MainWindow) -> None:
    window.show_help()
    manual = window.guides.manual
    manual.field.setText("list free")
    manual.contents.pick()
    assert manual.page.page == "glossary.md"
    assert manual.page.textCursor().block().text() == "free list"
    manual.field.clear()
    manual.go("window.md")
    shown = manual.contents.current()
    assert shown is not None
    assert shown.title == "The window"
    manual.go("formats.md", "scenarios")
    shown = manual.contents.current()
    assert shown is not None
    assert shown.title == "Scenarios"
