"""The stops a person set: kept as a list, watched while time plays, searched for on demand. Draws nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from pagevis.base.errors import PagevisError
from pagevis.model.snapshot import I64
from pagevis.session import walk
from pagevis.session.selection import Selection
from pagevis.session.stop_conditions import KINDS, Stop, describe, why_not
from pagevis.session.stop_search import Hit, Search, search
from pagevis.trace.history import Position

if TYPE_CHECKING:
    from pagevis.session.session import Session


@dataclass(frozen=True, slots=True)
class Halt:
    """Time stopped here, and why; ``stop`` None: a search went to its end without meeting a stop."""

    at: Position
    words: str
    stop: Stop | None = None


class Stops(QObject):
    """See the module. Stops belong to what is open: another file begins with none."""

    changed = Signal()  # the list, or which of them are on
    halted = Signal()  # ``halt`` is another one, or None again
    searching = Signal(float)  # how far a search is; 1 = it has ended

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self.rows: tuple[Stop, ...] = ()
        self.halt: Halt | None = None
        self._events: dict[Stop, I64] = {}
        self._search: Search | None = None
        self._forward = True
        self._going = False  # the move under way is the halt's own
        self._slices = QTimer(self, interval=0)
        self._slices.timeout.connect(self._slice)
        for signal in (session.opened, session.closed):
            signal.connect(self._on_opened)
        session.history_changed.connect(self._forget)
        session.moved.connect(self._on_moved)

    # The list

    def add(self, stop: Stop) -> None:
        """Watch for it from now on. Raises ``PagevisError`` where that cannot be."""
        history = self._session.history
        reason = why_not(history, stop) if history is not None else "Open a lesson or a file first"
        if reason:
            raise PagevisError(reason)
        if replace(stop, on=True) not in {replace(row, on=True) for row in self.rows}:
            self._set((*self.rows, stop))

    def remove(self, stop: Stop) -> None:
        """Watch for it no more."""
        self._set(tuple(row for row in self.rows if row != stop))

    def clear(self) -> None:
        """No stops at all."""
        self._set(())

    def turn(self, stop: Stop, on: bool) -> None:
        """Watch for it, or leave it in the list for later."""
        self._set(tuple(replace(row, on=on) if row == stop else row for row in self.rows))

    def toggle_selected(self) -> None:
        """A stop on the frame, process or segment that is selected; a second time takes it away."""
        selection = self._session.selection
        stop = (
            Stop("frame", frame=selection.frame)
            if selection.frame is not None
            else Stop("process", slot=selection.slot)
        )
        known = [row for row in self.rows if replace(row, on=True) == stop]
        if known:
            self.remove(known[0])
        elif selection.frame is not None or selection.slot:
            self.add(stop)

    def words(self, stop: Stop) -> str:
        """A stop as it is shown."""
        return describe(self._session.history, stop)

    def _set(self, rows: tuple[Stop, ...]) -> None:
        if rows != self.rows:
            self.cancel()
            self.rows = rows
            self.changed.emit()

    # Meeting them

    @property
    def active(self) -> tuple[Stop, ...]:
        """Those that are on and can be watched for here."""
        history = self._session.history
        if history is None:
            return ()
        recorded = history.kind == "recording"
        return tuple(row for row in self.rows if row.on and not (recorded and KINDS[row.kind].of_scenarios))

    @property
    def busy(self) -> bool:
        """Whether a search is under way."""
        return self._search is not None

    def between(self, to: Position) -> Hit | None:
        """The first stop that play would pass on its way to ``to``, either way. For near places: it does not pause."""
        history, stops = self._session.history, self.active
        if history is None or not stops:
            return None
        steps = search(history, stops, self._events_of, forward=to > history.position, until=to)
        while True:
            try:
                next(steps)
            except StopIteration as end:
                hit: Hit | None = end.value
                return hit

    def go_on(self, *, forward: bool) -> None:
        """Go to the nearest moment at which a stop's condition comes true, however far; the window stays alive."""
        history = self._session.history
        if history is None or not self.active:
            return
        self._session.pause()
        self.cancel()
        self._forward = forward
        until = walk.last(history) if forward else walk.first(history)
        self._search = search(history, self.active, self._events_of, forward=forward, until=until)
        self._slice()
        if self._search is not None:
            self._slices.start()

    def cancel(self) -> None:
        """Give the search up; the position stays."""
        if self._search is not None:
            self._search.close()
            self._search = None
            self._slices.stop()
            self.searching.emit(1.0)

    def arrive(self, hit: Hit) -> None:
        """Go there, select what it was about, and say why time stopped."""
        session = self._session
        self._going = True
        session.seek(hit.at.event, hit.at.micro)
        self._going = False
        touched = session.shown_step().touched
        frame = int(touched[0]) if hit.stop.frame is None and len(touched) == 1 else hit.stop.frame
        if frame is not None or hit.stop.slot:
            session.select(Selection(frame) if frame is not None else Selection(slot=hit.stop.slot))
        self._say(Halt(hit.at, self.words(hit.stop), hit.stop))

    def dismiss(self) -> None:
        """The message was read."""
        self._say(None)

    def _slice(self) -> None:
        if self._search is None:
            return
        try:
            self.searching.emit(min(next(self._search), 0.999))
        except StopIteration as end:
            self._search = None
            self._slices.stop()
            self.searching.emit(1.0)
            self._on_found(end.value)

    def _on_found(self, hit: Hit | None) -> None:
        if hit is not None:
            self.arrive(hit)
        else:
            words = f"No stop {'after' if self._forward else 'before'} this moment"
            self._say(Halt(self._session.position, words))

    def _say(self, halt: Halt | None) -> None:
        if halt != self.halt:
            self.halt = halt
            self.halted.emit()

    def _events_of(self, stop: Stop) -> I64:
        stop = replace(stop, on=True)
        if stop not in self._events:
            history, events = self._session.history, KINDS[stop.kind].events
            assert history is not None
            assert events is not None
            self._events[stop] = events(history, stop)
        return self._events[stop]

    # What happened

    def _forget(self) -> None:
        self.cancel()
        self._events.clear()
        self._say(None)

    def _on_opened(self) -> None:
        self._forget()
        self._set(())

    def _on_moved(self) -> None:
        if not self._going:
            self.cancel()
            self._say(None)


def why_no_stop(session: Session) -> str:
    """Why there is nothing to go on to."""
    if session.history is None:
        return "Open a lesson or a file first"
    return "" if session.stops.active else "No stops are set: F9 sets one on what is selected"
