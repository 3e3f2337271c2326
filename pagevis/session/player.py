"""Play: which position comes next at which time. Knows the speeds; draws nothing."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, Qt, QTimer

from pagevis.session import walk
from pagevis.trace.history import History, Position

SPEEDS = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 15.0, 30.0, 60.0)
RECORDING_S = 60.0  # at 1x a whole recording takes a minute, however many events it has
FRAME_S = 1 / 30
EVENT_S = 6.0  # at 1x an event of a scenario takes no longer, however many micro-steps it has …
DWELL_S = 2.5  # … and then its caption is read
MOST_STEPS = 400  # in one go, where steps are taken singly: a pause mark must not be jumped over


def steps_per_second(history: History, speed: float, event: int) -> float:
    """Micro-steps (of a recording: events) per second at a speed, while an event is under way."""
    if history.kind == "recording":
        return max(1.0, history.n_events / RECORDING_S) * speed
    return speed * max(1.0, history.n_micro(event) / EVENT_S)


def under_way(history: History, at: Position, backwards: bool) -> int:
    """The event whose steps come next."""
    if backwards:
        return at.event if at.micro else max(at.event - 1, 0)
    return at.event if at.micro < history.n_micro(at.event) else min(at.event + 1, history.n_events - 1)


def dwells(history: History, at: Position) -> bool:
    """Whether a caption has to be read here before time goes on."""
    return history.kind != "recording" and at.micro == history.n_micro(at.event)


def pauses(history: History) -> frozenset[int]:
    """Events after which play stops."""
    return frozenset(mark.event for mark in history.marks if mark.kind == "pause")


def advance(history: History, at: Position, n_steps: int, stops: frozenset[int]) -> tuple[Position, bool]:
    """The position ``n_steps`` on, of a scenario no further than the event's end; and whether play stops there: at a
    pause mark or the end."""
    if history.kind == "recording":
        event = min(at.event + n_steps, history.n_events - 1)
        due = [stop for stop in stops if at.event < stop <= event]
        if due:
            return walk.whole(history, min(due)), True
        return walk.whole(history, event), event == history.n_events - 1
    for _ in range(min(n_steps, MOST_STEPS)):
        at = walk.forward(history, at)
        if dwells(history, at):
            return at, at.event in stops or at.event == history.n_events - 1
    return at, False


def retreat(history: History, at: Position, n_steps: int, stops: frozenset[int]) -> tuple[Position, bool]:
    """The same towards the beginning."""
    if history.kind == "recording":
        event = max(at.event - n_steps, 0)
        due = [stop for stop in stops if event <= stop < at.event]
        return walk.whole(history, max(due, default=event)), bool(due) or event == 0
    for _ in range(min(n_steps, MOST_STEPS)):
        at = walk.back(history, at)
        if dwells(history, at) or at == walk.first(history):
            return at, at.event in stops or at == walk.first(history)
    return at, False


class Clock(QObject):
    """Counts how many steps are due. Owed fractions are kept, a stall is not made good."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.timer = QTimer(self)
        self.timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._rate = 1.0
        self._interval_ms = 0
        self._last = 0.0
        self._owed = 0.0

    def start(self, rate: float, rest_s: float = 0.0) -> None:
        """Tick at ``rate`` steps per second, at most thirty times a second; for the first time after a rest."""
        self._rate = rate
        self._owed = 0.0
        self._last = time.monotonic() + rest_s
        self._interval_ms = max(round(1000 * FRAME_S), round(1000 / rate))
        self.timer.start(max(self._interval_ms, round(1000 * rest_s)))

    def stop(self) -> None:
        """No more ticks."""
        self.timer.stop()

    def due(self) -> int:
        """Steps due since the last call: at least one, since the timer ticks no faster than steps are wanted."""
        if self.timer.interval() != self._interval_ms:
            self.timer.setInterval(self._interval_ms)
        now = max(time.monotonic(), self._last)
        self._owed += min(now - self._last, 4 * FRAME_S + 1 / self._rate) * self._rate
        self._last = now
        n_steps = max(1, int(self._owed))
        self._owed = max(0.0, self._owed - n_steps)
        return n_steps
