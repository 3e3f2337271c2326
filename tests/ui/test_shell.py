"""Around the map: preferences, several windows, layouts, what is dropped. Each as a user meets it."""

from __future__ import annotations

import base64
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QDialogButtonBox, QMenu
from pytestqt.qtbot import QtBot

from pagevis.base import resources
from pagevis.session.preferences import Preferences
from pagevis.session.settings import Settings
from pagevis.ui import entries
from pagevis.ui.app import make_application
from pagevis.ui.drops import REFUSED
from pagevis.ui.look import look_of
from pagevis.ui.main_window import MainWindow
from pagevis.ui.preferences_dialog import PreferencesDialog
from pagevis.ui.windows import Windows

pytestmark = pytest.mark.qt_log_ignore(r"propagateSizeHints|raise\(\)")

LESSONS = sorted(resources.path("scenarios").glob("*.scenario"))
Open = Callable[[MainWindow, str], None]


@pytest.fixture
def ini(tmp_path: Path) -> Path:
    return tmp_path / "config" / "pagevis.ini"


@pytest.fixture
def make_windows(qtbot: QtBot, ini: Path) -> Iterator[Callable[[], Windows]]:
    """Programs that share one file of settings, one after the other."""
    make_application()
    made: list[Windows] = []

    def make() -> Windows:
        windows = Windows(Settings(ini))
        made.append(windows)
        return windows

    yield make
    for windows in made:
        windows.close_all()
    qtbot.wait(1)


@pytest.fixture
def windows(make_windows: Callable[[], Windows]) -> Windows:
    return make_windows()


@pytest.fixture
def opened(qtbot: QtBot) -> Open:
    def wait(window: MainWindow, path: str) -> None:
        with qtbot.waitSignal(window.session.opened, timeout=30_000):
            window.open_file(path)
        qtbot.wait(20)

    return wait


def menu(window: MainWindow, *titles: str) -> QMenu:
    """A menu as it is when it opens."""
    found = window.menu_bar
    for title in titles:
        found = next(m for m in found.findChildren(QMenu) if m.title().replace("&", "") == title)
        found.aboutToShow.emit()
    return found


def rows(shown: QMenu) -> list[str]:
    return [action.text() for action in shown.actions() if action.text()]


def choose(shown: QMenu, text: str) -> None:
    next(action for action in shown.actions() if action.text() == text).trigger()


def test_preferences_hold_at_once_in_all_windows_and_in_the_next_run(
    make_windows: Callable[[], Windows], qtbot: QtBot
) -> None:
    windows = make_windows()
    one, other = windows.new(theme="light"), windows.new(theme="light")
    one.actions_by_name["preferences"].trigger()
    dialog = one.preferences_dialog
    for field, value in (("theme", "dark"), ("font_percent", 150), ("speed", 4.0), ("number_base", 10)):
        box = dialog.boxes[field]
        box.setCurrentIndex(box.findData(value))
        box.activated.emit(box.currentIndex())
    for window in (one, other):
        assert window.session.theme_name == "dark"
        assert window.session.preferences.number_base == 10
        assert window.session.speed == 4.0
        assert look_of(window.session).px(100) == 150
        grown = look_of(window.session).px(43)
        qtbot.waitUntil(lambda bar=window.tool_bar, px=grown: bar.height() == px)  # windows behind dress a little later
    dialog.buttons.button(QDialogButtonBox.StandardButton.Ok).click()
    windows.close_all()
    again = make_windows()
    assert again.preferences == Preferences("dark", 150, 4.0, 10)
    third = again.new()
    assert third.session.theme_name == "dark"
    assert third.session.speed == 4.0
    qtbot.wait(1)


def test_cancel_brings_back_what_was_and_defaults_are_a_button(windows: Windows) -> None:
    window = windows.new()
    before = windows.preferences
    dialog = PreferencesDialog(windows, window)
    box = dialog.boxes["font_percent"]
    box.setCurrentIndex(box.findData(130))
    box.activated.emit(box.currentIndex())
    assert windows.preferences.font_percent == 130
    dialog.reject()
    assert windows.preferences == before
    assert window.session.preferences == before
    windows.prefer(Preferences("dark", 115, 2.0, 10))
    dialog = PreferencesDialog(windows, window)
    dialog.buttons.button(QDialogButtonBox.StandardButton.RestoreDefaults).click()
    dialog.accept()
    assert windows.preferences == Preferences()
    assert windows.settings.preferences(("light", "dark")) == Preferences()


def test_the_theme_follows_the_desktop_while_that_is_preferred(
    windows: Windows, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = windows.new()
    dark = [Qt.ColorScheme.Light]
    monkeypatch.setattr("pagevis.ui.windows.desktop_scheme", lambda: dark[0])
    hints = QGuiApplication.styleHints()
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Light)
    assert window.session.theme_name == "light"
    dark[0] = Qt.ColorScheme.Dark
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert window.session.theme_name == "dark"
    choose(menu(window, "View", "Theme"), "Light")
    assert windows.preferences.theme == "light"
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert window.session.theme_name == "light"


def test_the_theme_changed_in_one_window_is_what_one_prefers(windows: Windows) -> None:
    one, other = windows.new(theme="light"), windows.new(theme="light")
    windows.prefer(replace(windows.preferences, theme="light"))
    one.actions_by_name["theme"].trigger()
    assert other.session.theme_name == one.session.theme_name == windows.preferences.theme == "dark"


def test_a_file_that_is_open_comes_to_the_front(windows: Windows, opened: Open) -> None:
    one = windows.new()
    opened(one, str(LESSONS[0]))
    other = windows.new()
    assert rows(menu(other, "Window", "Windows")) == [f"1  {one.windowTitle()}", f"2  {other.windowTitle()}"]
    other.open_file(str(LESSONS[0].parent / "." / LESSONS[0].name))
    assert other.session.history is None
    assert other.session.opening is None
    opened(other, str(LESSONS[1]))
    assert one.session.history is not other.session.history


def test_closing_one_window_leaves_the_others_and_quit_closes_all(windows: Windows) -> None:
    one, other = windows.new(), windows.new()
    one.actions_by_name["new-window"].trigger()
    assert len(windows.all) == 3
    one.close()
    assert windows.all[0] is other
    other.actions_by_name["quit"].trigger()
    assert windows.all == []


def test_recent_files_are_in_the_menu_and_on_the_start_page(
    make_windows: Callable[[], Windows], opened: Open, tmp_path: Path, qtbot: QtBot
) -> None:
    windows = make_windows()
    window = windows.new()
    assert rows(menu(window, "File", "Open recent")) == ["Clear list"]
    files = [tmp_path / name for name in ("a & b.scenario", "gone.scenario")]
    for file in files:
        file.write_bytes(LESSONS[1].read_bytes())
        opened(window, str(file))
    windows.close_all()
    files[1].unlink()
    window = make_windows().new()
    assert rows(menu(window, "File", "Open recent")) == ["gone.scenario", "a && b.scenario", "Clear list"]
    shown = window.start_page.recent.rows
    assert [Path(row.file.path).name for row in shown] == ["gone.scenario", "a & b.scenario"]
    qtbot.waitUntil(lambda: shown[0].missing)
    assert "not there any more" in shown[0].accessibleName()
    assert not shown[1].missing
    shown[0].click()
    assert window.message_bar.isVisible()
    qtbot.keyClick(shown[0], Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: len(window.start_page.recent.rows) == 1)
    with qtbot.waitSignal(window.session.opened, timeout=30_000):
        qtbot.keyClick(window.start_page.recent.rows[0], Qt.Key.Key_Return)
    choose(menu(window, "File", "Open recent"), "Clear list")
    assert rows(menu(window, "File", "Open recent")) == ["Clear list"]


def test_a_branch_of_ones_own_is_no_progress_in_the_lesson(make_windows: Callable[[], Windows], opened: Open) -> None:
    windows = make_windows()
    window = windows.new()
    opened(window, str(LESSONS[1]))
    window.session.seek(2)
    for k in range(8):
        window.session.document.act(f"start Z{k}")
    assert window.session.at_end()
    assert window.session.position.event == 10
    window.session.document.ask_to_leave = lambda: True
    windows.close_all()
    card = make_windows().new().start_page.lessons[1]
    assert (card.progress.event, card.progress.done) == (2, False)


def test_a_lesson_goes_on_where_one_was_and_is_done_at_its_end(
    make_windows: Callable[[], Windows], opened: Open, qtbot: QtBot
) -> None:
    windows = make_windows()
    window = windows.new()
    opened(window, str(LESSONS[1]))
    window.session.seek(3)
    window.session.questions.answer("0a")
    window.session.seek(4)
    window.session.seek(3)
    windows.close_all()
    window = make_windows().new()
    card = window.start_page.lessons[1]
    assert card.begun
    assert "1 of 1 answered" in card.accessibleName()
    assert (card.progress.event, card.progress.left_at) == (4, 3)
    assert "Begun" in card.accessibleName()
    with qtbot.waitSignal(window.session.opened, timeout=30_000):
        qtbot.keyClick(card, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: window.session.position.event == 3)
    window.session.go_last()
    window.session.close_document()
    assert card.progress.done
    with qtbot.waitSignal(window.session.opened, timeout=30_000):
        card.click()
    qtbot.wait(20)
    assert window.session.position.event == 0
    window.session.close_document()
    next(a for a in card.menu().actions() if a.text() == "Forget progress").trigger()
    assert not card.progress.done


def test_lessons_are_found_by_words_and_by_keyboard(windows: Windows, qtbot: QtBot) -> None:
    window = windows.new()
    with qtbot.waitActive(window):
        window.activateWindow()
    page = window.start_page
    assert not any(card.near for card in page.cards), "nothing glows at first"
    qtbot.keyClick(page, Qt.Key.Key_Down)
    assert page.focusWidget() is page.cards[0]
    assert page.cards[0].near
    qtbot.keyClick(page.cards[0], Qt.Key.Key_Right)
    assert page.focusWidget() is page.cards[1]
    qtbot.keyClick(page.cards[1], Qt.Key.Key_Left)
    word = page.lessons[1].entry.title.lower()
    qtbot.keyClicks(page.search, word)
    assert [card.entry.number for card in page.lessons if card.isVisible()] == ["2"]
    qtbot.keyClicks(page.search, " zzz")
    assert page.nothing_found.isVisible()
    qtbot.keyClick(page.search, Qt.Key.Key_Escape)
    assert all(card.isVisible() for card in page.lessons)


def test_panes_stand_where_they_were_left_and_can_be_put_back(
    make_windows: Callable[[], Windows], opened: Open, qtbot: QtBot
) -> None:
    windows = make_windows()
    window = windows.new()
    opened(window, str(LESSONS[1]))
    docks = window.docks.docks
    docks["code"].close()
    window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, docks["segments"])
    docks["segments"].setFloating(True)
    windows.close_all()
    window = make_windows().new()
    opened(window, str(LESSONS[1]))
    docks = window.docks.docks
    assert docks["code"].isHidden()
    assert docks["segments"].isFloating()
    window.actions_by_name["reset-layout"].trigger()
    assert not docks["code"].isHidden()
    assert not docks["segments"].isFloating()
    qtbot.wait(20)
    assert {name for name, dock in docks.items() if not dock.isHidden()} >= {"code", "processes", "timeline"}


def test_a_closed_pane_comes_back(windows: Windows, opened: Open) -> None:
    window = windows.new()
    opened(window, str(LESSONS[1]))
    window.docks.docks["code"].close()
    window.docks.docks["processes"].close()
    reopen = window.actions_by_name["reopen-pane"]
    reopen.trigger()
    assert not window.docks.docks["processes"].isHidden()
    assert window.docks.docks["code"].isHidden()
    reopen.trigger()
    assert not window.docks.docks["code"].isHidden()
    reopen.trigger()
    assert "No pane was closed" in window.message_bar.text.text()


def test_layouts_have_names(windows: Windows, opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    window = windows.new()
    opened(window, str(LESSONS[1]))
    monkeypatch.setattr(window.dialogs, "layout_name", lambda: " code & all/%ü ")
    choose(menu(window, "Window", "Layouts"), "Save layout…")
    window.docks.docks["code"].close()
    name = "code && all/%ü"
    choose(menu(window, "Window", "Layouts"), name)
    assert not window.docks.docks["code"].isHidden()
    layouts = menu(window, "Window", "Layouts")
    choose(next(m for m in layouts.findChildren(QMenu) if m.title() == "Delete layout"), name)
    assert name not in rows(menu(window, "Window", "Layouts"))


@pytest.mark.parametrize("kept", ["", "no base64 é", base64.b64encode(os.urandom(500)).decode(), "AAAA" * 1000])
def test_a_layout_that_cannot_be_read_is_as_at_first(windows: Windows, opened: Open, kept: str) -> None:
    for key in ("layout-1/scenario", "window/geometry"):
        windows.settings.keep(key, kept)
    window = windows.new()
    opened(window, str(LESSONS[1]))
    assert window.docks.docks["code"].isVisible()
    assert window.width() >= 640


def test_a_layout_of_another_version_is_left_alone(windows: Windows, opened: Open) -> None:
    window = windows.new()
    opened(window, str(LESSONS[1]))
    window.docks.docks["code"].close()
    state = base64.b64encode(window.saveState(99).data()).decode()
    window.session.close_document()
    windows.settings.keep("layout-1/scenario", state)
    opened(window, str(LESSONS[1]))
    assert window.docks.docks["code"].isVisible()


def dragged(paths: list[Path], text: str = "") -> QMimeData:
    mime = QMimeData()
    if paths:
        mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    if text:
        mime.setText(text)
    return mime


ACTIONS = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def test_files_are_dropped_each_into_a_window(windows: Windows, qtbot: QtBot) -> None:
    window = windows.new()
    mime = dragged(LESSONS[:2])
    action, buttons, modifiers = ACTIONS
    window.dragEnterEvent(QDragEnterEvent(QPoint(50, 50), action, mime, buttons, modifiers))
    assert window.drop_hint.isVisible()
    assert window.drop_hint.words == "Drop to open 2 files, each in a window of its own"
    window.grab()
    with qtbot.waitSignal(window.session.opened, timeout=30_000):
        window.dropEvent(QDropEvent(QPointF(50, 50), action, mime, buttons, modifiers))
    assert not window.drop_hint.isVisible()
    other = windows.all[1]
    qtbot.waitUntil(lambda: other.session.history is not None, timeout=30_000)
    assert Path(str(other.session.history and other.session.history.path)) == LESSONS[1]


def test_what_is_no_file_is_refused(windows: Windows) -> None:
    window = windows.new()
    mime = dragged([], "words")
    action, buttons, modifiers = ACTIONS
    window.dragEnterEvent(QDragEnterEvent(QPoint(50, 50), action, mime, buttons, modifiers))
    assert window.drop_hint.words == REFUSED
    move = QDragMoveEvent(QPoint(60, 60), action, mime, buttons, modifiers)
    window.dragMoveEvent(move)
    assert not move.isAccepted()
    window.dropEvent(QDropEvent(QPointF(50, 50), action, mime, buttons, modifiers))
    assert window.session.opening is None
    assert not window.drop_hint.isVisible()


def test_the_picture_is_copied_sharp(windows: Windows, opened: Open) -> None:
    window = windows.new()
    opened(window, str(LESSONS[1]))
    window.actions_by_name["copy-picture"].trigger()
    copied = QGuiApplication.clipboard().image()
    assert copied.width() >= 2 * window.map.width()
    colours = {copied.pixel(x, y) for x in range(0, copied.width(), 37) for y in range(0, copied.height(), 37)}
    assert len(colours) > 5
    QGuiApplication.clipboard().clear()


def test_damaged_settings_are_told_in_the_bar(make_windows: Callable[[], Windows], ini: Path) -> None:
    ini.parent.mkdir()
    ini.write_text('[General]\npreferences="{\\"theme\\": 12}"\n')
    window = make_windows().new()
    assert window.message_bar.isVisible()
    assert "pagevis.ini" in window.message_bar.text.text()


def test_marks_beside_a_sample_are_no_sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("compile.trace.txt.gz", "compile.trace.txt.gz.marks.json", "compile.md"):
        (tmp_path / name).write_text("what a compiler takes", encoding="utf-8")
    monkeypatch.setattr(entries.resources, "path", lambda _name: tmp_path)
    assert [(entry.path.name, entry.words) for entry in entries.samples()] == [
        ("compile.trace.txt.gz", "what a compiler takes")
    ]
