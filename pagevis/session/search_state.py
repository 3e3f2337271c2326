"""The last search: what was typed, what it found, at which match one stands. Asks the finder; draws nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from pagevis.model.snapshot import I64
from pagevis.session import finder
from pagevis.session.selection import Selection
from pagevis.trace.history import NOTHING_TOUCHED

if TYPE_CHECKING:
    from pagevis.session.session import Session


class SearchState(QObject):
    """See the module. ``matches`` are events in whose words all that was typed occurs, ascending."""

    changed = Signal()  # hits or matches

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self.typed = ""
        self.hits: list[finder.Hit] = []
        self.matches: I64 = NOTHING_TOUCHED
        self._of_selection: tuple[Selection, I64] | None = None  # remembered: commands ask with every move
        self._matching: finder.Matching | None = None
        self._slices = QTimer(self, interval=0)
        self._slices.timeout.connect(self._slice)
        for signal in (session.opened, session.closed):
            signal.connect(self._on_opened)
        session.history_changed.connect(self._on_history_changed)

    @property
    def busy(self) -> bool:
        """Whether words in events are still looked for."""
        return self._matching is not None

    def find(self, typed: str) -> None:
        """Look for something else; what takes longer arrives later, with ``changed``."""
        session = self._session
        history, snapshot = session.history, session.snapshot()
        self._slices.stop()
        self._matching = None
        self.typed = typed.strip()
        self.hits, self.matches = [], NOTHING_TOUCHED
        if self.typed and history is not None and snapshot is not None:
            self.hits = finder.hits(self.typed, history, snapshot, session.preferences.number_base)
            self._matching = finder.matching(self.typed, history, snapshot)
            self._slices.start()
        self.changed.emit()

    def _slice(self) -> None:
        if self._matching is None:
            return
        part = next(self._matching, None)
        if part is None:
            self._matching = None
            self._slices.stop()
            self.changed.emit()
        elif len(part):
            self.matches = np.concatenate([self.matches, part])
            self.changed.emit()

    def _on_opened(self) -> None:
        self._of_selection = None
        self.find("")

    def _on_history_changed(self) -> None:
        self._of_selection = None
        self.find(self.typed)

    # Going

    @property
    def at_match(self) -> int | None:
        """Which of the matches the position is at, counted from 0; None between two."""
        event = self._session.position.event
        k = int(np.searchsorted(self.matches, event))
        return k if k < len(self.matches) and self.matches[k] == event else None

    def place_words(self) -> str:
        """``3 of 17``; what there is where the position is between two."""
        n, at = len(self.matches), self.at_match
        if not self.typed or not n:
            return ""
        return f"{at + 1:,} of {n:,}" if at is not None else f"{n:,} event{'' if n == 1 else 's'}"

    def go(self, hit: finder.Hit) -> None:
        """Select it, or go to its moment, or both."""
        if hit.event is not None:
            self._session.seek(hit.event, hit.micro)
        if hit.selection is not None:
            self._session.select(hit.selection)

    def go_match(self, *, forward: bool) -> None:
        """The next or previous match from here; after the last one comes the first."""
        if len(self.matches):
            event = self._session.position.event
            k = int(np.searchsorted(self.matches, event, side="right" if forward else "left")) - (not forward)
            self._session.seek(int(self.matches[k % len(self.matches)]))

    def go_event_of_selection(self, *, forward: bool) -> None:
        """The next or previous event that touched the selected frame, or in which the selected holder acts."""
        event = self.event_of_selection(forward=forward)
        if event is not None:
            self._session.seek(event)

    def event_of_selection(self, *, forward: bool) -> int | None:
        """That event, None where there is none."""
        events = self._events_of(self._session.selection)
        position, history = self._session.position, self._session.history
        if history is None:
            return None
        inside = position.micro < history.n_micro(position.event)
        after = forward and not inside
        k = int(np.searchsorted(events, position.event, "right" if after else "left")) - (not forward)
        return int(events[k]) if 0 <= k < len(events) else None

    def _events_of(self, selection: Selection) -> I64:
        if self._of_selection is None or self._of_selection[0] != selection:
            self._of_selection = selection, self._look_up(selection)
        return self._of_selection[1]

    def _look_up(self, selection: Selection) -> I64:
        history = self._session.history
        if history is not None and selection.frame is not None:
            return history.frame_events(selection.frame)
        if history is not None and selection.slot:
            return np.flatnonzero(history.event_columns().slot == selection.slot).astype(np.int64)
        return NOTHING_TOUCHED
