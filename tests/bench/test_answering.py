"""Does the window answer while a large recording is opened, played, scrubbed, zoomed and looked at? Run by name."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from support.heart import Heart

from pagevis.base import resources
from pagevis.session.session import Selection, Session
from pagevis.ui.app import make_application
from pagevis.ui.main_window import MainWindow

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")  # the offscreen platform has no say in sizes
LONGEST_S = 0.050
SCRUB_S = 0.100
N_SCRUBS = 60
LARGE = Path(__file__).resolve().parents[3] / "shared" / "data" / "linux" / "compile.trace-cmd.txt.gz"


class Painted(QObject):
    """Remembers when a widget was painted last."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.at = 0.0
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.at = time.perf_counter()
        return False


def wait(done: Callable[[], bool], seconds: float = 60.0) -> None:
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, "did not happen in time"
        QApplication.processEvents()


def rest(seconds: float) -> None:
    end = time.monotonic() + seconds
    wait(lambda: time.monotonic() > end)


@pytest.fixture
def heart() -> Iterator[Heart]:
    make_application()
    beating = Heart()
    yield beating
    beating.stop()


@pytest.fixture
def window(heart: Heart, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The window on the large recording, opened as a user opens it."""
    del monkeypatch
    session = Session()
    made = MainWindow(session)
    made.resize(1600, 1000)
    made.show()
    rest(1.0)
    heart.worst.clear()
    heart.deed = "opening"
    session.open(str(LARGE if LARGE.is_file() else resources.path("samples", "compile.trace.txt.gz")))
    wait(lambda: session.history is not None)
    rest(1.0)
    session.document.ask_to_leave = lambda: True
    yield made
    session.shut_down()
    made.close()


def wheel(widget: QWidget, notches: int) -> None:
    at = QPointF(widget.width() / 3, widget.height() / 3)
    event = QWheelEvent(
        at, QPointF(widget.mapToGlobal(at.toPoint())), QPoint(), QPoint(0, 120 * notches), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(widget, event)


def drag(widget: QWidget, to: QPointF) -> None:
    """The pointer moves with its left button held: QTest's own moves are not told which button that is."""
    left = Qt.MouseButton.LeftButton
    point = QPointF(widget.mapToGlobal(to.toPoint()))
    event = QMouseEvent(QEvent.Type.MouseMove, to, point, left, left, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(widget, event)


def test_the_loop_is_never_blocked_for_long(window: Any, heart: Heart, capsys: pytest.CaptureFixture[str]) -> None:
    session, n = window.session, window.session.history.n_events
    for deed, do in (
        ("playing", lambda: (session.set_speed(60.0), session.play(), rest(2.0), session.pause())),
        ("stepping", lambda: [(session.step(), rest(0.02)) for _ in range(30)]),
        ("jumping", lambda: [(session.seek(n * k // 17 % n), rest(0.03)) for k in range(30)]),
        ("zooming", lambda: [(wheel(window.map, 1 if k < 16 else -1), rest(0.02)) for k in range(32)]),
        ("selecting holders", lambda: [(session.select(Selection(slot=k)), rest(0.03)) for k in range(1, 12)]),
        ("selecting frames", lambda: [(session.select(Selection(frame=k * 4001)), rest(0.05)) for k in range(20)]),
        ("panes", lambda: [(dock.hide(), rest(0.05), dock.show(), rest(0.1)) for dock in window.docks.docks.values()]),
        ("a theme", lambda: (session.toggle_theme(), rest(0.3))),
        ("resizing", lambda: [(window.resize(1000 + 60 * k, 700 + 30 * k), rest(0.05)) for k in range(10)]),
    ):
        heart.deed = deed
        do()
    heart.stop()
    with capsys.disabled():
        print("", *heart.worst[:12], sep="\n  ")  # noqa: T201 - what a bench is for
    assert [str(beat) for beat in heart.worst if beat.cpu_s > LONGEST_S] == []


def test_scrubbing_shows_the_map_at_the_pointer_in_time(window: Any, capsys: pytest.CaptureFixture[str]) -> None:
    session, timeline = window.session, window.docks.widgets["timeline"]
    painted = Painted(window.map)
    target = max((timeline, *timeline.findChildren(QWidget)), key=lambda w: w.width() * w.height() * w.isVisible())
    y = target.height() // 2
    took = []
    QTest.mousePress(target, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(target.width() // 2, y))
    rest(0.3)  # the press goes there too
    for k in range(1, N_SCRUBS + 1):
        before, start = session.position, time.perf_counter()
        drag(target, QPointF(60 + (k * 997) % (target.width() - 120), y))
        wait(lambda before=before, start=start: session.position != before and painted.at > start, 5.0)
        took.append(painted.at - start)
    QTest.mouseRelease(target, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(200, y))
    took.sort()
    with capsys.disabled():
        print(f"\n  scrub to painted map: median {1e3 * took[len(took) // 2]:.0f} ms, worst {1e3 * took[-1]:.0f} ms")  # noqa: T201
    assert took[-1] < SCRUB_S
