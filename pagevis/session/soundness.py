"""Whether the books are sound at the position: asked for after each move, when there is time. Knows no law itself."""

from __future__ import annotations

import time
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from pagevis.trace.history import Finding

if TYPE_CHECKING:
    from pagevis.session.session import Session

SOON_MS = 30  # after a move: the picture comes first
LATEST_MS = 1500
SHARE = 8  # a look through the books that takes 10 ms is followed by 80 ms without one


class State(Enum):
    """What is known of the books now."""

    SOUND = "sound"
    BROKEN = "broken"
    WAITING = "waiting"  # the look through them is still to come
    INSIDE = "inside"  # in the middle of an event the books need not agree
    LARGE = "large"  # too many frames to look through after each step
    UNTOLD = "untold"  # a recording keeps no books
    NOTHING = "nothing"  # nothing is open


class Soundness(QObject):
    """See the module. ``changed``: ``state`` or ``findings`` are others."""

    changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._known = _Known(State.NOTHING)
        self._cost_ms = 0.0
        self._timer = QTimer(self, singleShot=True, interval=SOON_MS)
        self._timer.timeout.connect(self.look)
        for signal in (session.opened, session.closed, session.history_changed, session.moved):
            signal.connect(self._on_moved)

    @property
    def state(self) -> State:
        """What is known."""
        return self._known.state

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The laws that do not hold; () unless the state is BROKEN."""
        return self._known.findings

    def _on_moved(self) -> None:
        history = self._session.history
        if history is None:
            self._know(_Known(State.NOTHING))
            return
        if history.kind == "recording":
            self._know(_Known(State.UNTOLD))
            return
        at = history.position
        if at.micro < history.n_micro(at.event):
            self._know(_Known(State.INSIDE))
            return
        if self.state is not State.LARGE:
            self._know(_Known(State.WAITING))
        if not self._timer.isActive():
            self._timer.start(int(min(SOON_MS + SHARE * self._cost_ms, LATEST_MS)))

    def look(self) -> None:
        """Look through the books now."""
        self._timer.stop()
        history = self._session.history
        if history is None or self.state not in (State.WAITING, State.LARGE):
            return
        start = time.perf_counter()
        found = history.integrity()
        self._cost_ms = 1000 * (time.perf_counter() - start)
        if found is None:
            self._know(_Known(State.LARGE))
        else:
            self._know(_Known(State.BROKEN if found else State.SOUND, tuple(found)))

    def stop(self) -> None:
        """The window is closing."""
        self._timer.stop()

    def _know(self, known: _Known) -> None:
        if known != self._known:
            self._known = known
            self.changed.emit()


@dataclass(frozen=True, slots=True)
class _Known:
    state: State
    findings: tuple[Finding, ...] = ()
