"""The timeline by mouse and keyboard: zoom, pan, spans, flags, marks; and the lists of processes and segments."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from pagevis.session.session import Selection
from pagevis.trace.history import Mark
from pagevis.ui.main_window import MainWindow
from pagevis.ui.panes import _density, _timeline, _timeline_menu
from pagevis.ui.panes._axis import Axis

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
LEFT, SHIFT = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def pane(fake_window: MainWindow) -> Any:
    """The timeline of a window on the fake history of 13 events."""
    made = fake_window.docks.widgets["timeline"]
    made.grab()
    return made


def at(pane: Any, event: float) -> QPoint:
    return QPoint(round(pane.axis.x(event)), int(pane.plot.center().y()))


def wheel(pane: Any, x: float, notches: int, modifiers: Qt.KeyboardModifier = NONE) -> None:
    point = QPointF(x, pane.plot.center().y())
    event = QWheelEvent(
        point, QPointF(pane.mapToGlobal(point.toPoint())), QPoint(), QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton, modifiers, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(pane, event)


def pixels(widget: Any) -> bytes:
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    return bytes(image.constBits())


def test_the_axis_goes_both_ways() -> None:
    axis = Axis(10, 200, 50, 20.0, 8.0)
    assert axis.visible == (20, 27)
    for place in (20.0, 21.5, 27.9):
        assert axis.place(axis.x(place)) == pytest.approx(place)
        assert axis.event_at(axis.x(place)) == int(place)
    assert not axis.holds(axis.x(19.5))
    assert Axis(0, 100, 5).visible == (0, 4)


def test_the_wheel_zooms_at_the_pointer_and_shift_pans(pane: Any) -> None:
    markers, x = pane.session.markers, pane.axis.x(8.0)
    wheel(pane, x, 2)
    assert markers.shown is not None
    assert pane.axis.place(x) == pytest.approx(8.0, abs=0.05)
    first = markers.shown[0]
    wheel(pane, x, -1, SHIFT)
    assert markers.shown[0] > first
    wheel(pane, x, -20)
    assert markers.shown is None


def test_plus_minus_and_f_zoom_the_timeline_while_it_has_the_keyboard(pane: Any, qtbot: QtBot) -> None:
    pane.setFocus()
    scale = pane.window().map.grab().toImage()
    qtbot.keyClick(pane, Qt.Key.Key_Plus)
    assert pane.session.markers.shown is not None
    assert pane.window().map.grab().toImage() == scale
    qtbot.keyClick(pane, Qt.Key.Key_F)
    assert pane.session.markers.shown is None


def test_shift_and_drag_pick_a_span_and_the_card_tells_it(pane: Any, qtbot: QtBot) -> None:
    start = pane.session.position
    qtbot.mousePress(pane, LEFT, SHIFT, at(pane, 3.1))
    pane._drag.move(QPointF(at(pane, 8.05)))
    qtbot.mouseRelease(pane, LEFT, SHIFT, at(pane, 8.05))
    markers = pane.session.markers
    assert (markers.a, markers.b) == (2, 7)
    assert pane.session.position == start
    assert pane.card.isVisible()
    told = pane.card.text.text()
    for change in markers.difference().holders:
        assert pane.session.snapshot().holders[change.slot].name in told
    assert "5 events" in told
    assert "alloc 3" in told
    pane.card.close_button.click()
    assert markers.a is None
    assert not pane.card.isVisible()


def test_brackets_set_a_and_b_at_the_playhead(pane: Any, qtbot: QtBot) -> None:
    pane.setFocus()
    pane.session.seek(4)
    qtbot.keyClick(pane, "[")
    pane.session.seek(9)
    qtbot.keyClick(pane, "]")
    assert (pane.session.markers.a, pane.session.markers.b) == (4, 9)
    qtbot.keyClick(pane, "{")
    assert pane.session.position.event == 4


def test_a_flag_is_a_place_to_go_and_markers_can_be_dragged(pane: Any, qtbot: QtBot) -> None:
    flags = {one.flag.kind: one.box for one in pane.shown_flags}
    qtbot.mouseClick(pane, LEFT, pos=flags["mark"].center().toPoint())
    assert pane.session.position.event == 4
    pane.session.markers.set_span(2, 6)
    pane.grab()
    box = next(one.box for one in pane.shown_flags if one.flag.kind == "b")
    qtbot.mousePress(pane, LEFT, NONE, box.center().toPoint())
    pane._drag.move(QPointF(at(pane, 10.0)))
    qtbot.mouseRelease(pane, LEFT, NONE, at(pane, 10.0))
    assert (pane.session.markers.a, pane.session.markers.b) == (2, 9)


def test_the_playhead_takes_the_shown_part_along(pane: Any) -> None:
    pane.session.seek(1)
    pane.session.markers.show_part(0.0, 4.0)
    pane.session.seek(11)
    first, n_shown = pane.session.markers.shown
    assert n_shown == 4.0
    assert first <= 12 <= first + n_shown


def test_however_one_zooms_the_picture_is_the_same(fake_window: MainWindow, pane: Any) -> None:
    markers = fake_window.session.markers
    markers.show_part(2.0, 6.0)
    fresh = pixels(pane)
    for part in ((0.0, 5.0), (7.0, 4.5), (2.0, 6.0)):
        markers.show_part(*part)
        seen = pixels(pane)
    assert seen == fresh
    markers.show_all()
    assert pixels(pane) != fresh


def test_dense_areas_look_like_the_exact_ones(pane: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def picture() -> np.ndarray[Any, np.dtype[np.uint8]]:
        pane._areas = None
        image = pane._picture().toImage().convertToFormat(QImage.Format.Format_RGB32)
        plot = pane.plot.toRect()
        flat = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1, 4)
        return flat[plot.top() : plot.bottom(), plot.left() : plot.right()].astype(np.int64)

    exact = picture()
    monkeypatch.setattr(_timeline, "MOST_STEPS", 0)
    different = np.abs(picture() - exact).max(axis=2) > 24
    assert different.mean() < 0.05
    assert exact.std() > 10


def test_nothing_of_the_future_shows_while_a_question_hides_it(pane: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    pane.session.seek(5)
    monkeypatch.setattr(type(pane.session), "hides", frozenset({"future"}))
    image = pane.grab().toImage()
    ground = pane.look["panel"].rgb()
    right = range(round(pane.axis.x(6)) + 4, round(pane.plot.right()) - 2)
    bottom = round(pane.plot.bottom()) + 20
    assert all(image.pixel(x, y) == ground for x in right for y in (round(pane.plot.bottom()) - 3, bottom))
    assert {one.flag.event for one in pane.shown_flags} == {4}


def test_m_names_a_moment_of_a_recording(
    fake_window: MainWindow, fakes: ModuleType, qtbot: QtBot, tmp_path: Path
) -> None:
    history = fakes.FakeHistory()
    history.kind, history.path, history.marks = "recording", str(tmp_path / "r.txt"), ()
    (tmp_path / "r.txt").touch()
    session, pane = fake_window.session, fake_window.docks.widgets["timeline"]
    session.show_history(history)
    session.seek(6)
    pane.setFocus()
    answers: Any = fake_window.dialogs
    answers.to_name = "rush hour"
    qtbot.keyClick(pane, "M")
    assert answers.shown[-1] == "mark 6 m1"
    assert session.markers.own == (Mark(6, "own", "rush hour"),)
    assert (tmp_path / "r.txt.marks.json").is_file()
    session.seek(1)
    qtbot.keyClick(pane, Qt.Key.Key_F7)
    assert session.position.event == 6
    pane.grab()
    flag = next(one.flag for one in pane.shown_flags)
    answers.to_name = "calm"
    _choose(_timeline_menu.menu(pane, session, flag, 0), "Rename this mark…")
    assert session.markers.own == (Mark(6, "own", "calm"),)
    _choose(_timeline_menu.menu(pane, session, flag, 0), "Remove this mark")
    assert session.markers.own == ()
    _choose(_timeline_menu.menu(pane, session, None, 3), "Set A at event 3")
    assert session.markers.a == 3


def _choose(menu: QMenu, text: str) -> None:
    next(action for action in menu.actions() if action.text() == text).trigger()


def test_rates_count_events_per_second() -> None:
    time_ns = np.array([0, 0, 10, 20, 30, 1_000_000_030], np.int64) * 1000
    found = _density.rates(time_ns, np.array([1, 4, 5], np.int64))
    assert found.tolist() == [3 * 10**9 // 30_000, 0]


def test_processes_are_sorted_and_found(fake_window: MainWindow) -> None:
    pane: Any = fake_window.docks.widgets["processes"]
    fake_window.session.seek(12)

    def names() -> list[str]:
        return [row.name for row in pane.model.rows if row.slot and row.share is not None]

    assert names() == ["shell", "editor", "video"]
    pane.sort_by("name")
    assert names() == ["editor", "shell", "video"]
    pane.sort_by("frames")
    held = {state.holder.name: state.n_frames for state in fake_window.session.snapshot().states()}
    assert names() == sorted(names(), key=lambda name: -held[name])
    pane.tools.show()
    pane.field.setText("DIT")
    assert names() == ["editor"]
    spark = next(row.spark for row in pane.model.rows if row.name == "editor")
    assert len(spark) == 13
    assert 0.0 <= min(spark) <= max(spark) <= 1.0


def test_a_segment_opens_and_who_is_attached_can_be_clicked(fake_window: MainWindow, qtbot: QtBot) -> None:
    pane: Any = fake_window.docks.widgets["segments"]
    session = fake_window.session
    session.seek(12)
    fake_window.docks.docks["segments"].show()
    fake_window.docks.docks["segments"].raise_()
    qtbot.wait(20)
    rows = pane.model.rows
    assert [row.name for row in rows] == ["ring"]
    rect = pane.view.visualRect(pane.model.index(0, 0))
    assert pane.row_at(pane.view.viewport().mapTo(pane, rect.center())).name == "ring"
    qtbot.mouseClick(pane.view.viewport(), LEFT, pos=QPoint(rect.left() + 34, rect.top() + 33))
    assert session.selection == Selection(slot=4)
    pane.toggle(5)
    frames = session.snapshot().frames_of(5).tolist()
    assert [row.frame for row in pane.model.rows[1:]] == frames
    pane.view.selectRow(2)
    assert session.selection == Selection(frame=frames[1])
    pane.view.setCurrentIndex(pane.model.index(0, 0))
    qtbot.keyClick(pane.view, Qt.Key.Key_Left)
    assert len(pane.model.rows) == 1


def test_its_menu_shows_and_discards_branches(window: MainWindow, qtbot: QtBot) -> None:
    session = window.session
    session.document.new()
    qtbot.waitUntil(lambda: session.history is not None)
    for line in ("start one", "start two"):
        session.document.act(line)
    session.seek(1)
    session.document.act("start other")
    pane = window.docks.widgets["timeline"]
    assert [row.is_current for row in session.document.branches] == [False, True]
    menus = [a.menu() for a in _timeline_menu.menu(pane, session, None, 1).actions() if isinstance(a.menu(), QMenu)]
    shown, gone = (menu for menu in menus if isinstance(menu, QMenu))
    assert [action.isEnabled() for action in gone.actions()] == [False, False]
    assert all(action.toolTip() for action in gone.actions())
    shown.actions()[0].trigger()
    qtbot.waitUntil(lambda: session.document.branches[0].is_current)
    menus = [a.menu() for a in _timeline_menu.menu(pane, session, None, 1).actions() if isinstance(a.menu(), QMenu)]
    discard = menus[1]
    assert isinstance(discard, QMenu)
    discard.actions()[1].trigger()
    assert len(session.document.branches) == 1
    session.document.ask_to_leave = lambda: True
