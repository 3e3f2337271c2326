"""The real window, driven: lessons and the sample to their ends and back, one selection, bad files, keys, themes."""

from __future__ import annotations

import gc
import resource
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from pagevis.base import resources
from pagevis.model.snapshot import Kind
from pagevis.render import view as views
from pagevis.session.session import Selection, Session
from pagevis.trace.history import Position
from pagevis.ui.main_window import MainWindow

# The platform without a screen says so of every window that has a smallest size.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

LESSONS = sorted(resources.path("scenarios").glob("*.scenario"))
SAMPLES = sorted(p for p in resources.path("samples").iterdir() if p.suffix in (".gz", ".txt"))
LONG = 200  # micro-steps: of longer events the first quarter of so many, then their end
Open = Callable[[Path], MainWindow]


@pytest.mark.parametrize(("width", "height", "least"), [(1600, 1000, 50), (1280, 800, 38), (1024, 720, 30)])
@pytest.mark.parametrize("lesson", LESSONS[1:], ids=lambda p: p.stem)
def test_a_lesson_opens_whole_with_its_links(
    make_window: Callable[[], MainWindow], qtbot: QtBot, lesson: Path, width: int, height: int, least: int
) -> None:
    window = make_window()
    window.resize(width, height)
    with qtbot.waitSignal(window.session.opened, timeout=30_000):
        window.session.open(str(lesson))
    qtbot.wait(20)
    view = window.map.view
    assert view is not None
    assert view.is_vector
    assert view.lists
    assert views.fits(view)
    assert view.pitch >= least
    last = view.layout.n_frames - 1
    for frame in (0, view.layout.columns - 1, last):
        x, y, cell_width, cell_height = view.cell_rect(frame)
        assert x >= 0
        assert y >= view.margins.top - 1, "the heads of lists have their room"
        assert x + cell_width <= window.map.width()
        assert y + cell_height <= window.map.height()


def frames_of(session: Session) -> bytes:
    snapshot = session.snapshot()
    assert snapshot is not None
    frames = snapshot.frames(0, snapshot.n_frames)
    return b"".join(np.ascontiguousarray(c).tobytes() for c in (frames.kind, frames.holder, frames.refcount))


def pixels(window: MainWindow) -> bytes:
    image = window.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    return bytes(image.constBits())


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda p: p.stem)
def test_each_lesson_goes_to_its_end_and_back(open_file: Open, lesson: Path) -> None:
    window = open_file(lesson)
    session = window.session
    session.go_first()
    assert session.history is not None
    seen: list[tuple[Position, bytes, bool]] = []
    while not session.at_end():
        session.questions.skip()  # an open one would hold the step
        at = session.position
        long = session.history.n_micro(at.event) > LONG and at.micro >= LONG // 4
        seen.append((at, frames_of(session), long))
        (session.step_event if long else session.step)()
        if len(seen) % 25 == 0:
            window.grab()
    window.grab()
    for position, frames, long in reversed(seen):
        if long:
            session.seek(position.event, position.micro)
        else:
            session.step_back()
        assert session.position == position
        assert frames_of(session) == frames
    window.grab()


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda p: p.name)
def test_the_sample_is_scrubbed_to_its_end_and_back(open_file: Open, sample: Path) -> None:
    window = open_file(sample)
    session = window.session
    assert session.history is not None
    last = session.history.n_events - 1
    places = [round(last * part / 10) for part in range(11)]
    there = {}
    for event in places:
        session.seek(event)
        window.grab()
        there[event] = frames_of(session)
    for event in reversed(places):
        session.seek(event)
        assert frames_of(session) == there[event]
    session.seek(last // 2)
    session.step()
    session.step_back()
    assert frames_of(session) == there[last // 2]


def test_keys_step_only_where_they_should(fake_window: MainWindow, qtbot: QtBot) -> None:
    session = fake_window.session
    session.seek(3)
    qtbot.keyClick(fake_window.map, Qt.Key.Key_Left)
    assert session.position == Position(3, 6)
    qtbot.keyClick(fake_window.map, Qt.Key.Key_Right)
    fake_window.docks.widgets["timeline"].setFocus()
    qtbot.keyClick(fake_window.docks.widgets["timeline"], Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert session.position == Position(4, 7)
    table = fake_window.docks.widgets["processes"].view
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_Down)
    qtbot.keyClick(table, Qt.Key.Key_Right)
    assert session.position == Position(4, 7), "tables keep their arrows"
    assert session.selection.slot > 1
    qtbot.keyClick(table, Qt.Key.Key_F4)
    assert session.position == Position(4, 6), "function keys act everywhere"
    fake_window.map.setFocus()
    qtbot.keyClick(fake_window.map, Qt.Key.Key_Home)
    assert session.at_start()
    qtbot.keyClick(fake_window.map, Qt.Key.Key_Space)
    assert session.playing
    qtbot.keyClick(fake_window.map, Qt.Key.Key_Space)
    assert not session.playing


def test_one_selection_through_map_panes_and_back(fake_window: MainWindow, qtbot: QtBot) -> None:
    session = fake_window.session
    session.seek(4)
    assert fake_window.map.view is not None
    snapshot = session.snapshot()
    assert snapshot is not None
    shared = int(snapshot.frames_of(5)[0])
    x, y, width, height = fake_window.map.view.cell_rect(shared)
    qtbot.mouseClick(fake_window.map, Qt.MouseButton.LeftButton, pos=QPoint(int(x + width / 2), int(y + height / 2)))
    assert session.selection == Selection(frame=shared)
    processes, segments = fake_window.docks.widgets["processes"], fake_window.docks.widgets["segments"]
    names = {processes.model.rows[i.row()].name for i in processes.view.selectionModel().selectedRows()}
    assert names == {"editor", "video"}
    assert [segments.model.rows[i.row()].name for i in segments.view.selectionModel().selectedRows()] == ["ring"]
    row = next(i for i, r in enumerate(processes.model.rows) if r.name == "shell")
    middle = processes.view.visualRect(processes.model.index(row, 0)).center()
    qtbot.mouseClick(processes.view.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    assert session.selection == Selection(slot=2)
    assert not segments.view.selectionModel().selectedRows()
    row = next(i for i, r in enumerate(processes.model.rows) if r.kind is Kind.FREE)
    middle = processes.view.visualRect(processes.model.index(row, 0)).center()
    qtbot.mouseClick(processes.view.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    assert session.selection == Selection(kind=Kind.FREE)
    fake_window.map.setFocus()
    qtbot.keyClick(fake_window.map, Qt.Key.Key_Escape)
    assert not session.selection
    assert not processes.view.selectionModel().selectedRows()


def test_alt_arrows_move_the_selected_frame(fake_window: MainWindow, qtbot: QtBot) -> None:
    fake_window.session.select(Selection(frame=9))
    qtbot.keyClick(fake_window.map, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert fake_window.session.selection.frame == 10
    assert fake_window.map.view is not None
    qtbot.keyClick(fake_window.map, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert fake_window.session.selection.frame == 10 + fake_window.map.view.layout.columns


def test_zoom_holds_what_is_under_the_pointer(fake_window: MainWindow) -> None:
    shown = fake_window.map
    assert shown.view is not None
    at = QPointF(shown.width() * 0.6, shown.height() * 0.5)
    before = shown.view.grid(at.x(), at.y())
    shown.zoom(3, at)
    after = shown.view.grid(at.x(), at.y())
    assert abs(after[0] - before[0]) < 0.6
    assert abs(after[1] - before[1]) < 0.6
    assert not shown.fitted
    fake_window.fit()
    assert shown.fitted


def test_a_click_on_the_timeline_goes_there(fake_window: MainWindow, qtbot: QtBot) -> None:
    timeline = fake_window.docks.widgets["timeline"]
    for event in (2, 9, 5):
        x = timeline.axis.x(event + 0.999)
        qtbot.mouseClick(timeline, Qt.MouseButton.LeftButton, pos=QPoint(int(x), int(timeline.plot.center().y())))
        qtbot.waitUntil(lambda want=event: fake_window.session.position.event == want, timeout=1000)


def test_hovering_paints_no_frame_anew(fake_window: MainWindow, qtbot: QtBot) -> None:
    fake_window.grab()
    kept = fake_window.map._picture
    for frame in range(5, 30):
        fake_window.map.set_hovered(frame)
        fake_window.map.grab()
    assert fake_window.map._picture is kept
    fake_window.map._show_card()
    assert fake_window.map.card.isVisible()
    qtbot.wait(1)


def test_partial_refresh_equals_a_full_one(make_window: Callable[[], MainWindow], fakes: object, qtbot: QtBot) -> None:
    """However one comes to a moment, the window shows the same as a window that was opened there."""
    walked, fresh = make_window(), make_window()
    for shown in (walked, fresh):
        shown.session.show_history(fakes.FakeHistory())  # type: ignore[attr-defined]
        qtbot.wait(20)
    for place in ((9, 3), (2, 7), (12, 7), (5, 1), (6, 7)):
        walked.session.seek(*place)
        walked.grab()
    fresh.session.seek(6, 7)
    qtbot.wait(20)
    assert pixels(walked.map) == pixels(fresh.map)
    for name in ("processes", "segments", "timeline"):
        assert pixels(walked.docks.widgets[name]) == pixels(fresh.docks.widgets[name]), name


BAD = {
    "junk.bin": bytes(range(256)) * 40,
    "empty.scenario": b"",
    "line.txt": b"x" * 2_000_000,
    "word.scenario": b"pagevis-scenario 1\nmemory 64 frames\nallloc A 3\n",
    "huge.scenario": b"pagevis-scenario 1\nmemory 1000000000000 frames\n",
    "minus.scenario": b"pagevis-scenario 1\nmemory -1 frames\n",
}


@pytest.mark.parametrize("name", [*BAD, "directory", "missing"])
def test_bad_files_end_in_the_bar_and_what_was_open_stays(
    fake_window: MainWindow, qtbot: QtBot, tmp_path: Path, name: str
) -> None:
    path = tmp_path / name
    if name in BAD:
        path.write_bytes(BAD[name])
    elif name == "directory":
        path.mkdir()
    history = fake_window.session.history
    with qtbot.waitSignal(fake_window.session.failed, timeout=10_000):
        fake_window.session.open(str(path))
    assert fake_window.message_bar.isVisible()
    assert name in fake_window.message_bar.text.text()
    assert fake_window.session.history is history
    fake_window.message_bar.dismiss.click()
    assert not fake_window.message_bar.isVisible()


def test_a_dropped_file_opens(window: MainWindow, qtbot: QtBot) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(LESSONS[0]))])
    drop = QDropEvent(
        QPointF(50, 50), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    with qtbot.waitSignal(window.session.opened, timeout=20_000):
        window.dropEvent(drop)


def test_the_start_page_offers_what_came_with_pagevis(window: MainWindow, qtbot: QtBot) -> None:
    assert [card.entry.path for card in window.start_page.cards] == LESSONS + SAMPLES
    assert all(card.entry.title and card.entry.words for card in window.start_page.cards)
    qtbot.waitUntil(lambda: all(card.picture is not None for card in window.start_page.cards), timeout=30_000)
    with qtbot.waitSignal(window.session.opened, timeout=20_000):
        qtbot.keyClick(window.start_page.cards[0], Qt.Key.Key_Return)
    assert window.pages.currentIndex() == 1
    window.session.close_document()
    assert window.pages.currentIndex() == 0
    assert all(dock.isHidden() for dock in window.docks.docks.values())


def test_both_themes_paint_and_a_holder_keeps_its_hue(fake_window: MainWindow) -> None:
    light = pixels(fake_window)
    fake_window.session.toggle_theme()
    assert pixels(fake_window) != light
    fake_window.session.toggle_theme()
    assert pixels(fake_window.map) == pixels(fake_window.map)


def test_every_button_has_a_name_and_a_tooltip(fake_window: MainWindow) -> None:
    for button in fake_window.findChildren(QAbstractButton):
        if button.objectName().startswith("qt_") or not button.isVisible():
            continue
        name = button.accessibleName() or button.text()
        assert name, button
        assert button.toolTip() or button.text(), name


def test_commands_with_dialogs(fake_window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    answers = fake_window.dialogs
    answers.to_save = str(tmp_path / "out.svg")
    fake_window.actions_by_name["save-picture"].trigger()
    assert b"<svg" in (tmp_path / "out.svg").read_bytes()[:1000]
    answers.to_save = str(tmp_path / "nowhere" / "out.png")
    fake_window.actions_by_name["save-picture"].trigger()
    assert fake_window.message_bar.isVisible()
    fake_window.actions_by_name["keys"].trigger()
    fake_window.actions_by_name["about"].trigger()
    assert answers.shown[-2:] == ["keys", "about"]
    answers.to_open = str(LESSONS[0])
    with qtbot.waitSignal(fake_window.session.opened, timeout=20_000):
        fake_window.actions_by_name["open"].trigger()


def rss_mib() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / (1 << 20)


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="reads the resident size from /proc")
def test_ten_thousand_repaints_and_steps(open_file: Open) -> None:
    window = open_file(LESSONS[1])
    window.resize(640, 560)
    session = window.session

    def walk(n: int) -> None:
        for i in range(n):
            if session.at_end():
                session.go_first()
                session.step_event()
            session.step()
            window.map.repaint()
            if i % 200 == 0:
                QTest.qWait(1)

    walk(1500)  # caches of glyphs and icons fill
    window.resize(480, 560)  # smaller pictures for the rest, and no panes: it is their number that matters
    window.docks.hide_all()
    window.fit()
    walk(500)
    gc.collect()
    before = rss_mib()
    walk(8000)
    gc.collect()
    assert rss_mib() - before < 24
