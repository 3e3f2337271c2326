"""Work is saved, asked for before it is lost, kept while nobody saved it, and brought back after a kill."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from pagevis.base import resources
from pagevis.session import autosave
from pagevis.session.autosave import Found
from pagevis.ui.dialogs import unsaved_box
from pagevis.ui.main_window import MainWindow

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

LESSON = resources.path("scenarios", "2-last-in-first-out.scenario")
Open = Callable[[Path], MainWindow]


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where autosaves of this test go."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return tmp_path / "data" / "pagevis" / "autosave"


def state(window: MainWindow) -> tuple[object, ...]:
    session = window.session
    assert session.history is not None
    return session.document.text(), session.document.branches, session.position, session.history.buffer  # type: ignore[attr-defined]


def test_a_lesson_is_saved_elsewhere_and_opens_as_it_was(open_file: Open, tmp_path: Path, qtbot: QtBot) -> None:
    window = open_file(LESSON)
    window.session.go_last()
    window.session.document.act("start C")
    assert window.isWindowModified()
    assert window.windowTitle().startswith("Last in, first out[*]")
    before = LESSON.read_bytes()
    path = tmp_path / "mine.scenario"
    window.dialogs.scenario = str(path)  # type: ignore[attr-defined]
    qtbot.keyClick(window, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert window.dialogs.shown[-1] == LESSON.name  # type: ignore[attr-defined]
    assert not window.isWindowModified()
    assert "mine.scenario" in window.windowTitle()
    assert LESSON.read_bytes() == before
    saved = state(window)
    assert window.windows.showing(str(path)) is window
    assert window.windows.showing(str(LESSON)) is None
    open_file(path)
    window.session.go_last()
    assert state(window)[0] == saved[0]
    assert state(window)[2:] == saved[2:]


def test_a_lesson_is_never_written_over(open_file: Open) -> None:
    window = open_file(LESSON)
    failures: list[str] = []
    window.session.failed.connect(failures.append)
    before = LESSON.read_bytes()
    window.dialogs.scenario = str(LESSON)  # type: ignore[attr-defined]
    window.save()
    assert LESSON.read_bytes() == before
    assert "came with pagevis" in failures[0]


def test_unsaved_lines_are_asked_for(open_file: Open, tmp_path: Path) -> None:
    window = open_file(LESSON)
    window.session.document.act("start C")
    window.session.document.act("alloc C 1")
    answers = window.dialogs
    answers.leave = "cancel"  # type: ignore[attr-defined]
    assert not window.close()
    window.session.close_document()
    window.session.open(str(LESSON))
    assert window.session.opening is None
    assert window.session.history is not None
    assert answers.shown[-1] == "Last in, first out: In no file: 2 lines of branch 2."  # type: ignore[attr-defined]
    answers.leave, answers.scenario = "save", ""  # type: ignore[attr-defined]
    assert not window.close(), "no place was chosen"
    answers.scenario = str(tmp_path / "mine.scenario")  # type: ignore[attr-defined]
    assert window.close()
    assert (tmp_path / "mine.scenario").read_text(encoding="utf-8").endswith("start C\nalloc C 1\n")


def test_saving_on_leaving_saves_every_branch(open_file: Open, tmp_path: Path) -> None:
    file = tmp_path / "mine.scenario"
    file.write_text("memory 64 frames\nstart A\n", encoding="utf-8")
    window = open_file(file)
    document, answers = window.session.document, window.dialogs
    window.session.go_last()
    document.act("start B")
    document.act("alloc B 1")
    window.session.go_first()
    document.act("start C")
    assert [row.number for row in document.branches] == [1, 2]
    document.show_branch(1)
    (tmp_path / "mine (branch 2).scenario").write_text("precious", encoding="utf-8")
    window.save()
    assert window.isWindowModified(), "branch 2 is in no file"
    window.session.go_last()
    document.act("alloc B 2")
    answers.leave = "cancel"  # type: ignore[attr-defined]
    assert not window.close()
    assert answers.shown[-1] == "mine.scenario: In no file: 1 line of main line, 1 line of branch 2."  # type: ignore[attr-defined]
    answers.leave = "save"  # type: ignore[attr-defined]
    assert window.close()
    assert file.read_text(encoding="utf-8").endswith("start B\nalloc B 1\nalloc B 2\n")
    assert (tmp_path / "mine (branch 2).scenario").read_text(encoding="utf-8") == "precious"
    assert (tmp_path / "mine (branch 2, 2).scenario").read_text(encoding="utf-8").endswith("start C\n")


def test_no_branch_is_written_over_the_file_of_another(open_file: Open, tmp_path: Path) -> None:
    file = tmp_path / "mine.scenario"
    file.write_text("memory 64 frames\nstart A\nstart B\n", encoding="utf-8")
    window = open_file(file)
    window.session.go_first()
    window.session.document.act("start C")
    failures: list[str] = []
    window.session.failed.connect(failures.append)
    window.dialogs.scenario = str(file)  # type: ignore[attr-defined]
    window.save()
    assert window.dialogs.shown[-1] == str(tmp_path / "mine (branch 2).scenario")  # type: ignore[attr-defined]
    assert "the file of main line" in failures[0]
    assert file.read_text(encoding="utf-8").endswith("start B\n")


def test_nothing_is_asked_where_nothing_was_added(open_file: Open) -> None:
    window = open_file(LESSON)
    window.dialogs.leave = "cancel"  # type: ignore[attr-defined]
    window.session.document.act("start C")
    window.session.document.undo()
    assert window.close()


def test_new_takes_lines_at_once(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert window.session.history is not None
    assert window.session.snapshot().n_frames == 64  # type: ignore[union-attr]
    window.session.document.act("start A")
    assert [row.is_current for row in window.session.document.branches] == [True]
    assert window.session.document.text() == "memory 64 frames\nboot\nstart A\n"
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert not window.session.document.modified
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert window.session.document.text() == "memory 64 frames\nboot\nstart A\n"


def test_work_is_kept_while_no_file_has_it(open_file: Open, own_folder: Path, tmp_path: Path) -> None:
    window = open_file(LESSON)
    session = window.session
    assert not own_folder.exists()
    session.document.act("start C")
    assert session.autosave.path is not None
    assert own_folder.stat().st_mode & 0o777 == 0o700
    assert session.autosave.path.stat().st_mode & 0o077 in (0, 0o044)
    assert session.autosave.found() == [], "its owner lives"
    session.document.undo()
    assert list(own_folder.iterdir()) == []
    session.document.redo()
    session.document.save(str(tmp_path / "mine.scenario"))
    assert list(own_folder.iterdir()) == []
    session.document.act("start D")
    window.close()
    assert list(own_folder.iterdir()) == [], "somebody said that it may go"


def test_work_on_a_file_named_from_its_folder_is_kept_for_any_folder(
    open_file: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mine.scenario").write_text("memory 64 frames\nstart A\n")
    monkeypatch.chdir(tmp_path)
    session = open_file(Path("mine.scenario")).session
    session.document.act("start B")
    kept = session.document.to_keep()
    assert kept is not None
    assert {kept.place} | {branch.path for branch in kept.tree} == {str(tmp_path / "mine.scenario"), ""}


def test_what_is_damaged_is_put_aside(window: MainWindow, own_folder: Path) -> None:
    autosave.folder()
    for name, text in {
        "a.json": "{",
        "b.json": '{"pagevis-autosave": 1}',
        "c.json": '{"pagevis-autosave": 1, "branches": [{"number": -1}]}',
        "d.json": "[" * 100_000,
        "e.json": "\0\0",
    }.items():
        (own_folder / name).write_text(text)
    (own_folder / "f.json").write_bytes(b"\xff\xfe")
    warnings: list[str] = []
    window.session.warned.connect(warnings.append)
    window.restore_bar.offer()
    assert window.restore_bar.isHidden()
    assert len(warnings) == 6
    assert all("\n" not in warning for warning in warnings)
    assert sorted(p.name for p in own_folder.iterdir() if p.suffix == ".damaged") == [
        f"{name}.json.damaged" for name in "abcdef"
    ]


WORKER = """
import sys, time
from PySide6.QtWidgets import QApplication
from pagevis.ui.app import make_application
from pagevis.ui.windows import Windows
application = make_application()
window = Windows().new()
session = window.session
session.open(sys.argv[1])
while session.history is None:
    application.processEvents()
session.go_last()
session.document.act("start Zoe")
session.document.act("alloc Zoe 3 as z")
session.seek(session.history.n_events - 2)
session.document.act("exit Zoe")
session.document.act("alloc A 1")
session.document.act('say "here"')
assert session.autosave.path is not None
print(session.document.text() + "|" + repr(session.position) + "|" + repr(session.document.branches)
      + "|" + session.history.buffer.hex(), end="~", flush=True)
while True:
    application.processEvents()
    time.sleep(0.01)
"""


@pytest.fixture
def killed(own_folder: Path) -> str:
    """What a process showed when it was killed."""
    environment = os.environ | {"XDG_DATA_HOME": str(own_folder.parents[1])}
    process = subprocess.Popen(
        [sys.executable, "-c", WORKER, str(LESSON)], env=environment, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    shown = ""
    while not shown.endswith("~"):
        read = process.stdout.read(1)
        assert read, "the process ended by itself"
        shown += read
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    return shown.removesuffix("~")


def test_after_a_kill_the_session_is_offered_back(
    window: MainWindow, qtbot: QtBot, killed: str, own_folder: Path
) -> None:
    text, position, branches, buffer = killed.split("|")
    session = window.session
    window.restore_bar.offer()
    assert window.restore_bar.isVisible()
    assert "“Last in, first out” with 5 unsaved lines" in window.restore_bar.text.text()
    with qtbot.waitSignals([session.opened, session.history_changed], timeout=20_000):
        qtbot.mouseClick(window.restore_bar.restore, Qt.MouseButton.LeftButton)
    assert session.document.text() == text
    assert repr(session.position) == position
    assert repr(session.document.branches) == branches
    assert session.history.buffer.hex() == buffer  # type: ignore[union-attr]
    assert window.restore_bar.isHidden()
    assert window.isWindowModified()
    for _ in range(3):
        session.document.undo()
    assert [row.number for row in session.document.branches] == [1]
    session.document.undo()
    session.document.undo()
    assert session.document.text() == LESSON.read_text(encoding="utf-8")
    window.close()
    assert list(own_folder.iterdir()) == []


def test_what_was_left_behind_can_be_thrown_away(
    window: MainWindow, qtbot: QtBot, killed: str, own_folder: Path
) -> None:
    assert killed
    window.restore_bar.offer()
    qtbot.mouseClick(window.restore_bar.discard, Qt.MouseButton.LeftButton)
    assert window.restore_bar.isHidden()
    assert list(own_folder.iterdir()) == []


def test_two_windows_do_not_take_each_others_work(
    make_window: Callable[[], MainWindow], qtbot: QtBot, killed: str
) -> None:
    assert killed
    first, second = make_window(), make_window()
    first.restore_bar.offer()
    second.restore_bar.offer()
    found: Found = first.session.autosave.found()[0]
    with qtbot.waitSignal(first.session.opened, timeout=20_000):
        qtbot.mouseClick(first.restore_bar.restore, Qt.MouseButton.LeftButton)
    failures: list[str] = []
    second.session.failed.connect(failures.append)
    qtbot.mouseClick(second.restore_bar.restore, Qt.MouseButton.LeftButton)
    assert failures == ["another window has brought this work back already"]
    second.session.autosave.discard(found)
    assert found.path.is_file()


def test_buttons_of_dialogs_say_it_in_words_alone(window: MainWindow) -> None:
    box = unsaved_box(window, "mine", "One line")
    assert len(box.buttons()) == 3
    assert all(button.icon().isNull() for button in box.buttons())
