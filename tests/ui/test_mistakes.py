"""A mistake inside the window is told once, in one line, and ends nothing."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from pagevis.session.session import Session
from pagevis.ui.app import Mistakes
from pagevis.ui.parts import guarded


@guarded
class Broken(QWidget):
    """Fails in the middle of painting, with its painter open."""

    n_painted = 0

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        Broken.n_painted += 1
        painter.drawLine(0, 0, 5, 5)
        raise ValueError("no\nsuch colour")


@pytest.mark.qt_log_ignore("propagateSizeHints")
def test_a_mistake_in_painting_reaches_the_bar_once_and_the_window_lives(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("PAGEVIS_DEBUG", raising=False)
    session = Session()
    told: list[str] = []
    session.failed.connect(told.append)
    monkeypatch.setattr(sys, "excepthook", Mistakes(session).report)
    widget = Broken()
    qtbot.addWidget(widget)
    for _ in range(3):
        widget.grab()
    assert Broken.n_painted >= 3
    assert len(told) == 1
    assert "no\\nsuch colour" in told[0]
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1
    assert lines[0].startswith("pagevis: internal error: ValueError: no\\nsuch colour; ")
    session.shut_down()
