"""What newcomers stumbled over: each stays mended."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from pagevis.ui.main_window import MainWindow

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
