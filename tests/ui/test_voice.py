"""What a screen reader is told: every control has a name, and the map says what is selected."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from types import ModuleType

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QLineEdit

from pagevis.model.snapshot import Kind
from pagevis.session.session import NOTHING, Selection
from pagevis.ui import words
from pagevis.ui.main_window import MainWindow
from pagevis.ui.voice import NOTHING_WORDS

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def heard(window: MainWindow) -> tuple[str, str]:
    """The map's name and description, as the desktop's own interface gives them out."""
    interface = QAccessible.queryAccessibleInterface(window.map)
    assert interface is not None
    return interface.text(QAccessible.Text.Name), interface.text(QAccessible.Text.Description)


def test_the_map_says_what_is_selected(fake_window: MainWindow) -> None:
    session = fake_window.session
    assert heard(fake_window) == ("Frame map", NOTHING_WORDS)
    session.seek(5)
    session.select(Selection(frame=16))
    assert heard(fake_window)[1] == "Frame 0x10, held by ring, video, editor, refcount 3"
    session.select(Selection(frame=60))
    assert heard(fake_window)[1] == "Frame 0x3c, free"
    session.set_preferences(replace(session.preferences, number_base=10))
    assert heard(fake_window)[1] == "Frame 60, free"
    session.select(Selection(slot=2))
    assert heard(fake_window)[1] == "shell, 8 frames"
    session.select(Selection(kind=Kind.FREE))
    assert heard(fake_window)[1] == "All free frames"
    session.select(NOTHING)
    assert heard(fake_window)[1] == NOTHING_WORDS


def test_moving_in_time_changes_what_is_said_of_the_selected_frame(fake_window: MainWindow) -> None:
    session = fake_window.session
    session.select(Selection(frame=9))
    session.seek(0)
    assert heard(fake_window)[1] == "Frame 0x09, free"
    session.seek(2)
    assert heard(fake_window)[1] == "Frame 0x09, held by shell, refcount 1"


def test_every_control_has_a_name(make_window: Callable[[], MainWindow], fakes: ModuleType) -> None:
    window = make_window()
    for opened in (False, True):
        if opened:
            window.session.show_history(fakes.FakeHistory())
        for kind in (QAbstractButton, QLineEdit, QAbstractItemView):
            for control in window.findChildren(kind):
                of_qt = control.objectName().startswith("qt_") or isinstance(control.parent(), QLineEdit)
                if control.isVisible() and not of_qt:
                    text = control.text() if isinstance(control, QAbstractButton) else ""
                    assert control.accessibleName() or text, control


def test_pfns_are_written_in_the_preferred_base() -> None:
    assert (words.pfn(11), words.pfn(11, 4), words.pfn(11, 4, 10)) == ("0x0b", "0x000b", "11")
    assert words.runs([26, 27, 28, 32]) == "1a–1c, 20"
    assert words.runs([26, 27, 28, 32], base=10) == "26–28, 32"
