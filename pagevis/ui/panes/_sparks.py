"""What every holder held over time, for small curves beside its name. Looked up once per history."""

from __future__ import annotations

import numpy as np

from pagevis.session.session import Session
from pagevis.trace.history import Usage

COLUMNS = 40


class Sparks:
    """Forgets what it knows when the history is another one, or has other events."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._usage: Usage | None = None
        for signal in (session.opened, session.closed, session.history_changed):
            signal.connect(self._forget)

    def _forget(self) -> None:
        self._usage = None

    def of(self, slot: int, event: int, most: int) -> tuple[tuple[float, ...], float]:
        """A holder's values up to an event, as parts of ``most``, and which part of the time that is."""
        history = self._session.history
        if history is None:
            return (), 0.0
        if self._usage is None:
            self._usage = history.held_by_all(COLUMNS)
        usage = self._usage
        if slot >= len(usage.held):
            return (), 0.0
        n = int(np.searchsorted(usage.events, event, side="right"))
        return tuple(np.minimum(usage.held[slot, :n] / most, 1.0).tolist()), n / len(usage.events)
