"""Beats in an event loop: how long a window did not answer, and what it was doing then."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer

HEARTBEAT_MS = 4
KEPT = 20


@dataclass(frozen=True, slots=True)
class Beat:
    """The time since the beat before: on the clock, and of the processor. Other programs take the difference."""

    wall_s: float
    cpu_s: float
    deed: str

    def __str__(self) -> str:
        return f"{1e3 * self.wall_s:.0f} ms, {1e3 * self.cpu_s:.0f} of them computing: {self.deed}"


class Heart:
    """Say in ``deed`` what is being done; ``worst`` keeps the longest beats, those that computed longest first."""

    def __init__(self, on_beat: Callable[[], None] = lambda: None) -> None:
        self.worst: list[Beat] = []
        self.deed = ""
        self._on_beat = on_beat
        self._wall, self._cpu = time.perf_counter(), time.thread_time()
        self._timer = QTimer(interval=HEARTBEAT_MS)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    def _beat(self) -> None:
        beat = Beat(time.perf_counter() - self._wall, time.thread_time() - self._cpu, self.deed)
        self.worst = sorted([*self.worst, beat], key=lambda b: -b.cpu_s)[:KEPT]
        self._on_beat()
        self._wall, self._cpu = time.perf_counter(), time.thread_time()

    def stop(self) -> None:
        """No more beats."""
        self._timer.stop()
