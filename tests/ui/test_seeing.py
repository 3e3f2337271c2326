"""Ways of seeing, by mouse and keyboard: colour, layout, layers, the legend as a filter, blocks, the overview."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from pagevis.base import resources
from pagevis.model.snapshot import Kind
from pagevis.render.blocks import BlockLayout
from pagevis.render.paint_legend import entry_rects
from pagevis.session.commands import BY_NAME
from pagevis.session.commands.seeing import COLOUR, LAYER, LAYOUT, THEME
from pagevis.session.session import Selection
from pagevis.ui.block_card import block_range, largest_run
from pagevis.ui.main_window import MainWindow

Open = Callable[[Path], MainWindow]
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
SAMPLE = resources.path("samples", "compile.trace.txt.gz")
LESSON = resources.path("scenarios", "3-counting-holds.scenario")


def run(window: MainWindow, name: str) -> None:
    window.actions_by_name[name].trigger()


def pixels(widget: object) -> np.ndarray:
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)  # type: ignore[attr-defined]
    return np.frombuffer(image.constBits(), np.uint32).copy()


@pytest.mark.parametrize("group", [COLOUR, LAYOUT, LAYER, THEME])
def test_each_way_of_seeing_changes_the_map_and_is_ticked(open_file: Open, group: str, qtbot: QtBot) -> None:
    window = open_file(LESSON)
    window.session.seek(4)
    for command in [row for row in BY_NAME.values() if row.group == group]:
        before = window.session.view, window.session.theme_name
        run(window, command.name)
        qtbot.wait(1)
        assert command.checked is not None
        ticked = window.actions_by_name[command.name].isChecked()
        assert ticked == command.checked(window.session) == (group != LAYER)
        if (window.session.view, window.session.theme_name) != before:
            assert pixels(window.map).size


def test_a_recording_opens_in_buddy_blocks_and_a_lesson_in_rows(open_file: Open) -> None:
    window = open_file(SAMPLE)
    assert window.map.view is not None
    assert isinstance(window.map.view.layout, BlockLayout)
    assert "Buddy blocks" in window.header.layout_field.text()
    run(window, "layout-rows")
    assert not isinstance(window.map.view.layout, BlockLayout)
    window = open_file(LESSON)
    run(window, "layout-auto")
    assert not isinstance(window.map.view.layout, BlockLayout)


def test_the_map_is_the_same_however_one_came_to_a_way_of_seeing(open_file: Open, qtbot: QtBot) -> None:
    window = open_file(LESSON)
    window.session.seek(3)
    qtbot.wait(10)  # the question takes the legend's place
    plain = pixels(window.map)
    for name in ("colour-refcount", "layer-labels", "layer-refcounts", "layout-buddy-blocks"):
        run(window, name)
        assert not np.array_equal(pixels(window.map), plain), name
    for name in ("layout-auto", "layer-refcounts", "layer-labels", "colour-owner"):
        run(window, name)
    qtbot.wait(1)
    assert np.array_equal(pixels(window.map), plain)


def place_of(window: MainWindow, words: str) -> tuple[int, QPoint]:
    legend = window.legend
    at = next(i for i, entry in enumerate(legend.entries) if entry.words == words)
    return at, entry_rects(legend.entries, legend._room(), legend._k)[at].center().toPoint()


def test_a_click_on_the_legend_dims_and_a_double_click_leaves_one(open_file: Open) -> None:
    window = open_file(LESSON)
    session = window.session
    left = Qt.MouseButton.LeftButton
    _at, free = place_of(window, "free")
    QTest.mouseClick(window.legend, left, pos=free)
    assert session.view.dimmed_kinds == {Kind.FREE}
    assert "free (off)" in window.legend.accessibleName()
    QTest.mouseClick(window.legend, left, pos=free)
    assert not session.view.dimmed_kinds
    _at, kernel = place_of(window, "kernel")
    QTest.mouseDClick(window.legend, left, pos=kernel)
    assert Kind.FREE in session.view.dimmed_kinds
    assert Kind.KERNEL not in session.view.dimmed_kinds
    _at, everything = place_of(window, "Show all")
    QTest.mouseClick(window.legend, left, pos=everything)
    assert not session.view.dimmed_kinds
    _at, links = place_of(window, "free list")
    QTest.mouseClick(window.legend, left, pos=links)
    assert 0 not in session.lists_shown


def test_the_legend_is_worked_by_keys(open_file: Open) -> None:
    window = open_file(LESSON)
    window.legend.setFocus()
    at, _place = place_of(window, "free")
    for _ in range(at):
        QTest.keyClick(window.legend, Qt.Key.Key_Right)
    assert "free" in window.legend.accessibleDescription()
    QTest.keyClick(window.legend, Qt.Key.Key_Space)
    assert window.session.view.dimmed_kinds == {Kind.FREE}
    run(window, "show-all")
    assert not window.session.view.dimmed_kinds
    QTest.keyClick(window.legend, Qt.Key.Key_Return)
    assert Kind.KERNEL in window.session.view.dimmed_kinds


def test_a_selected_process_is_dimmed_and_shown_again(open_file: Open) -> None:
    window = open_file(SAMPLE)
    session = window.session
    session.go_last()
    slot = session.history.usage(16).slots[0] if session.history is not None else 0
    run(window, "dim-holder")
    assert not session.view.dimmed_slots, "nothing is selected"
    session.select(Selection(slot=slot))
    run(window, "dim-holder")
    assert session.view.dimmed_slots == {slot}
    run(window, "dim-holder")
    assert not session.view.dimmed_slots


def test_a_block_is_told_frame_by_frame_and_zoomed_into(open_file: Open) -> None:
    window = open_file(SAMPLE)
    snapshot, shown = window.session.snapshot(), window.map
    assert snapshot is not None
    assert shown.view is not None
    lo, hi, offset = block_range(snapshot, 1500)
    assert lo <= 1500 < hi <= lo + 1024 - offset
    shown.set_hovered(1500)
    shown.card.show_frame(1500, shown.view)
    assert shown.card.isVisible()
    assert pixels(shown.card).size
    before = shown.view
    QTest.keyClick(shown, Qt.Key.Key_Return)
    assert shown.view.pitch > before.pitch
    assert shown.view.layout == before.layout
    x, y, _width, _height = shown.view.cell_rect(1500)
    assert 0 <= x < shown.width()
    assert 0 <= y < shown.height()


@pytest.mark.parametrize(("text", "longest"), [("", 0), ("1", 1), ("0110", 2), ("1101110", 3), ("000", 0)])
def test_the_longest_run(text: str, longest: int) -> None:
    assert largest_run(np.array([c == "1" for c in text], np.bool_)) == longest


def test_the_overview_frames_what_is_seen_and_moves_the_map(open_file: Open, qtbot: QtBot) -> None:
    window = open_file(SAMPLE)
    pane = window.docks.widgets["overview"]
    window.map.zoom(6)
    qtbot.wait(200)
    seen, box = pane.viewport_rect(), pane.box()
    assert seen.width() < box.width()
    before = window.map.view
    QTest.mouseClick(pane, Qt.MouseButton.LeftButton, pos=box.bottomLeft().toPoint() + QPoint(12, -12))
    assert window.map.view != before
    moved = pane.viewport_rect()
    assert moved.center().y() > seen.center().y()
    QTest.keyClick(pane, Qt.Key.Key_Up)
    assert pane.viewport_rect().center().y() < moved.center().y()
    window.session.go_last()
    qtbot.wait(200)
    first = pixels(pane)
    pane.renew()
    assert np.array_equal(pixels(pane), first), "the throttled picture is the one made now"


def test_numbers_are_written_in_the_preferred_base(fake_window: MainWindow, fakes: ModuleType, qtbot: QtBot) -> None:
    session = fake_window.session
    before = pixels(fake_window.map)
    session.set_preferences(replace(session.preferences, number_base=10))
    qtbot.wait(1)
    assert not np.array_equal(pixels(fake_window.map), before)
    assert fakes.FakeHistory().kind == session.history.kind  # type: ignore[union-attr]


@pytest.mark.parametrize("width", [1000, 1280, 1600])
def test_the_header_fits(open_file: Open, width: int, qtbot: QtBot) -> None:
    window = open_file(LESSON)
    window.resize(width, 800)
    qtbot.wait(20)
    header = window.header
    shown = [w for w in (header.lists, header.colour, header.layout_field, header.layers) if w.isVisible()]
    ends = [w.geometry() for w in shown]
    assert all(a.right() < b.left() for a, b in itertools.pairwise(ends))
    assert all(w.width() >= w.sizeHint().width() - 2 for w in shown[1:])


def test_a_large_memory_is_laid_out_when_the_window_has_its_size(open_file: Open, qtbot: QtBot) -> None:
    window = open_file(SAMPLE)
    window.map.grab()  # the first picture has the layout that stays
    before = window.map.view
    assert before is not None
    window.resize(window.width() - 500, window.height())
    QApplication.processEvents()
    during = window.map.view
    assert during is not None
    assert during.layout == before.layout
    assert during.width < before.width
    qtbot.waitUntil(lambda: window.map.view is not None and window.map.view.layout != before.layout)
    kept = pixels(window.map)
    window.map._raster = window.map._picture = None
    assert (pixels(window.map) == kept).all()
