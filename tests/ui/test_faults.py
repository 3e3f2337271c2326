"""What newcomers stumbled over: each stays mended."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QColor, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from pagevis.model.snapshot import Counts, Kind
from pagevis.render.theme import load_theme
from pagevis.session.session import Selection
from pagevis.sources.opening import open_path
from pagevis.trace.history import Position
from pagevis.ui import words
from pagevis.ui.dialogs import TO_OPEN
from pagevis.ui.entries import lessons
from pagevis.ui.main_window import MainWindow
from pagevis.ui.panes import _flags, _timeline
from pagevis.ui.panes._axis import Axis
from pagevis.ui.panes.processes import booking_note
from pagevis.ui.panes.timeline import known_until
from pagevis.ui.thumbnails import shown_event, thumbnail

# The platform without a screen says so of every window that has a smallest size.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def widths(window: MainWindow) -> tuple[int, int]:
    return window.docks.docks["processes"].width(), window.docks.docks["code"].width()


def test_panes_recover_from_a_small_window(fake_window: MainWindow, qtbot: QtBot) -> None:
    fake_window.resize(1600, 1000)
    qtbot.wait(20)
    before = widths(fake_window)
    fake_window.resize(300, 200)
    qtbot.wait(20)
    assert widths(fake_window)[0] >= 168
    assert widths(fake_window)[1] >= 232
    fake_window.resize(1600, 1000)
    qtbot.wait(20)
    assert widths(fake_window) == before
    assert before[0] > 200
    assert before[1] > 300


def test_panes_that_were_dragged_keep_their_width(fake_window: MainWindow, qtbot: QtBot) -> None:
    dock = fake_window.docks.docks["processes"]
    border = QPoint(dock.geometry().right() + 2, dock.geometry().center().y())
    before = dock.width()
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    for kind, button, buttons, dx in (
        (QMouseEvent.Type.MouseButtonPress, left, left, 0),
        (QMouseEvent.Type.MouseMove, none, left, 60),
        (QMouseEvent.Type.MouseButtonRelease, left, none, 60),
    ):
        at = QPointF(border + QPoint(dx, 0))
        place = QPointF(fake_window.mapToGlobal(at))
        event = QMouseEvent(kind, at, place, button, buttons, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(fake_window, event)
        qtbot.wait(20)
    dragged = dock.width()
    assert dragged > before + 30
    fake_window.resize(1500, 900)
    qtbot.wait(20)
    assert dock.width() == dragged


BOOKED = """pagevis-scenario 1
memory 128 frames at 0x100
kernel 0x100..0x102
kernel 0x102..0x106 booked
boot
start shell
alloc shell 5
"""


def test_the_numbers_of_the_status_bar_add_up(open_file: Callable[[Path], MainWindow], tmp_path: Path) -> None:
    path = tmp_path / "booked.scenario"
    path.write_text(BOOKED)
    window = open_file(path)
    session = window.session
    session.go_first()
    while not session.at_end():
        session.step()
        snapshot = session.snapshot()
        assert snapshot is not None
        told = window.status.place.text()
        parts = re.findall(r"(?:free|used|kernel|in flight) (\d+)(?=  ·|$)", told)
        assert sum(map(int, parts)) == snapshot.counts().managed, told
    rows = {row.kind: row for row in window.docks.widgets["processes"].model.rows if row.kind is not None}
    kernel = [rows[kind] for kind in (Kind.KERNEL, Kind.HEAP, Kind.BOOK) if kind in rows]
    counts = snapshot.counts()
    assert sum(int(row.number) for row in kernel) == counts.counted + counts.booked - counts.used
    assert rows[Kind.KERNEL].note == "4 booked, 2 counted"
    assert "used list" in rows[Kind.KERNEL].tip


def test_how_the_kernel_is_booked() -> None:
    def counts(booked: int) -> Counts:
        return Counts(free=50, used=6, booked=6 + booked, counted=8, managed=64 + booked)

    assert booking_note(Kind.KERNEL, 4, counts(0)) == "counted"
    assert booking_note(Kind.KERNEL, 4, counts(4)) == "booked"
    assert booking_note(Kind.KERNEL, 9, counts(4)) == "4 booked, 5 counted"
    assert booking_note(Kind.HEAP, 9, counts(4)) == "counted"
    assert booking_note(Kind.FREE, 9, counts(4)) == ""
    assert booking_note(Kind.KERNEL, 9, Counts(free=5)) == ""


def test_escape_selects_nothing_wherever_the_focus_is(fake_window: MainWindow, qtbot: QtBot) -> None:
    session = fake_window.session
    for place in (fake_window.docks.widgets["processes"].view, fake_window.docks.widgets["timeline"], fake_window.map):
        session.select(Selection(slot=2))
        place.setFocus()
        qtbot.keyClick(place, Qt.Key.Key_Escape)
        assert not session.selection


def test_card_and_ring_leave_a_frame_that_zoom_moves_away(fake_window: MainWindow) -> None:
    shown = fake_window.map
    shown.set_hovered(20)
    shown._show_card()
    assert shown.card.isVisible()
    shown.zoom(2)
    assert not shown.card.isVisible()
    assert shown.hovered is None
    assert shown.view is not None
    x, y, width, height = shown.view.cell_rect(shown.view.frame_at(300, 300) or 0)
    at = QPointF(x + width / 2, y + height / 2)
    none = Qt.MouseButton.NoButton
    turn = QWheelEvent(
        at, shown.mapToGlobal(at), QPoint(), QPoint(0, 120), none, Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(shown, turn)
    assert shown.hovered is not None
    assert shown.hovered == shown.view.frame_at(at.x(), at.y())


def test_an_old_message_goes_when_a_new_file_is_on_its_way(fake_window: MainWindow) -> None:
    fake_window.session.failed.emit("old.scenario: is gone")
    assert fake_window.message_bar.isVisible()
    fake_window.session.opening_started.emit("new.scenario")
    assert not fake_window.message_bar.isVisible()


def test_the_open_dialog_hides_nothing_and_starts_beside_what_is_open(
    window: MainWindow, open_file: Callable[[Path], MainWindow], tmp_path: Path
) -> None:
    assert TO_OPEN[0] == "All files (*)"
    answers = window.dialogs
    window.choose_file()
    assert answers.shown[-1] == str(Path.home())
    open_file(lessons()[0].path)
    window.choose_file()
    assert answers.shown[-1] == str(Path.home())
    path = tmp_path / "mine.scenario"
    path.write_text(BOOKED)
    open_file(path)
    window.choose_file()
    assert answers.shown[-1] == str(tmp_path.resolve())


def test_a_card_counts_events_as_the_status_does_and_tells_no_answer() -> None:
    lesson = lessons()[1]
    told = thumbnail(lesson, load_theme("light"), QSize(200, 100), 1.0, QColor("white"))[1]
    assert told.startswith(f"{open_path(str(lesson.path)).n_events - 1} events")
    for entry in lessons():
        history = open_path(str(entry.path))
        asked = min((question.event for question in history.questions), default=history.n_events)
        assert shown_event(history) <= asked


def test_the_recorders_clock_is_no_time_of_day() -> None:
    assert words.clock(3_571_812_345_678) == "at 3571.812345 s on the recorder's clock"


def test_no_mark_comes_or_goes_with_the_playhead(fake_window: MainWindow) -> None:
    pane = fake_window.docks.widgets["timeline"]
    history = fake_window.session.history
    assert history is not None
    seen = []
    for x in range(int(pane.plot.left()), int(pane.plot.right()), 3):
        flag = _timeline.flag_box(pane.look, pane.plot, x, "10")
        flags = _flags.flags_of(fake_window.session)
        placed = _flags.aside(_flags.place(pane.look, pane.axis, pane.plot, flags), pane.plot, flag)
        seen.append([(one.flag, one.box.width()) for one in placed])
        assert not any(a.box.intersects(b.box) for a in placed for b in placed if a is not b)
        assert not any(one.box.intersects(flag) for one in placed), "here is room to step aside"
    assert seen[0]
    assert all(marks == seen[0] for marks in seen)


def test_a_column_is_veiled_until_its_event_is_complete() -> None:
    axis = Axis(10, 100, 5)
    assert known_until(axis, Position(2, 3), 6) == axis.x(2)
    assert known_until(axis, Position(2, 6), 6) == axis.x(3)
    assert known_until(axis, Position(2, 0), 0) == axis.x(3)
