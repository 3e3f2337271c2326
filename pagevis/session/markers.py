"""Moments a person picked: markers A and B with what lies between them, own marks, the part of time that is shown.

Marks on a scenario are lines of it; those on a recording go into a file beside it. Draws nothing.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from pagevis.base.errors import PagevisError
from pagevis.session import sidecar
from pagevis.trace.difference import Difference
from pagevis.trace.history import Mark

if TYPE_CHECKING:
    from pagevis.session.session import Session

JUMPS = frozenset({"mark", "own", "loss", "finding", "refused", "pause"})  # kinds that next and previous go to
LEAST_SHOWN = 4.0  # events


class Markers(QObject):
    """See the module. ``a`` and ``b`` are events, ``b`` never before ``a``; None: not set. ``shown`` is the first
    event and the number of events that the timeline shows, None: all."""

    changed = Signal()  # A, B or the marks
    shown_changed = Signal()
    name_wanted = Signal(int, str)  # a mark's event and the name it has, or might have

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self.a: int | None = None
        self.b: int | None = None
        self.own: tuple[Mark, ...] = ()
        self.shown: tuple[float, float] | None = None
        self._file: Path | None = None
        self._difference: Difference | None = None
        session.opened.connect(self._on_opened)
        session.closed.connect(self._on_opened)
        session.history_changed.connect(self._on_history_changed)

    def _on_opened(self) -> None:
        history = self._session.history
        self.a = self.b = self._difference = self.shown = None
        self.own = ()
        recording = history is not None and history.kind == "recording"
        self._file = sidecar.beside(history.path) if history is not None and recording else None
        if self._file is not None and history is not None:
            try:
                self.own = sidecar.read(self._file, history.n_events)
            except PagevisError as error:
                self._file = None  # what is there is not ours to replace
                self._session.warned.emit(str(error))
        self.shown_changed.emit()
        self.changed.emit()

    def _on_history_changed(self) -> None:
        last = self._n_events - 1
        self._difference = None
        if (self.a or 0) > last or (self.b or 0) > last:
            self.a = self.b = None
        if self.shown is not None:
            self.show_part(*self.shown)
        self.changed.emit()

    @property
    def _n_events(self) -> int:
        return self._session.history.n_events if self._session.history is not None else 1

    # A and B

    def set_a(self, event: int) -> None:
        """Put A there; a B before it goes."""
        self._set(event, self.b if self.b is not None and self.b >= event else None)

    def set_b(self, event: int) -> None:
        """Put B there; an A after it goes."""
        self._set(self.a if self.a is not None and self.a <= event else None, event)

    def set_span(self, one: int, other: int) -> None:
        """Both, in either order."""
        self._set(min(one, other), max(one, other))

    def clear(self) -> None:
        """Neither."""
        self._set(None, None)

    def _set(self, a: int | None, b: int | None) -> None:
        if (a, b) != (self.a, self.b):
            self.a, self.b, self._difference = a, b, None
            self.changed.emit()

    def difference(self) -> Difference | None:
        """What lies between A and B; None where they are not both set."""
        history = self._session.history
        if history is None or self.a is None or self.b is None:
            return None
        if self._difference is None:
            self._difference = history.difference(self.a, self.b)
        return self._difference

    def play_span(self) -> None:
        """Play from A to B and stop there."""
        if self.a is not None and self.b is not None:
            self._session.seek(self.a)
            self._session.play_to(self.b)

    # Marks

    def all_marks(self) -> tuple[Mark, ...]:
        """The history's marks and one's own, in order of events."""
        history = self._session.history
        told = tuple(history.marks) if history is not None else ()
        return tuple(sorted((*told, *self.own), key=lambda mark: mark.event)) if self.own else told

    def next_mark(self, direction: int) -> Mark | None:
        """The nearest mark after (1) or before (-1) the position's event."""
        here = self._session.position.event
        marks = [mark for mark in self.all_marks() if mark.kind in JUMPS]
        if direction > 0:
            return next((mark for mark in marks if mark.event > here), None)
        return next((mark for mark in reversed(marks) if mark.event < here), None)

    def go_mark(self, direction: int) -> None:
        """Go to the nearest mark."""
        mark = self.next_mark(direction)
        if mark is not None:
            self._session.seek(mark.event)

    def suggestion(self) -> str:
        """A name that no mark has: m1, m2 …"""
        taken = {mark.text for mark in self.all_marks()}
        return next(name for name in (f"m{k}" for k in range(1, len(taken) + 2)) if name not in taken)

    def want_mark(self) -> None:
        """Ask for the name of a mark at the position."""
        self.want_name(self._session.position.event)

    def want_name(self, event: int) -> None:
        """Ask for the name of a mark there, a new one or the one that is there."""
        here = next((mark.text for mark in self.own if mark.event == event), "")
        self.name_wanted.emit(event, here or self.suggestion())

    def name(self, event: int, name: str) -> None:
        """Give the mark at an event this name; a scenario's mark becomes a line of it, at the position."""
        history, name = self._session.history, sidecar.clean(name)
        if history is None or not name:
            return
        if history.kind != "recording":
            self._session.document.act(f"mark {_as_word(name)}")
            return
        if len(self.own) >= sidecar.MOST_MARKS:
            self._session.failed.emit(f"There are {sidecar.MOST_MARKS:,} marks already; remove some first")
            return
        others = [mark for mark in self.own if mark.event != event]
        self._keep((*others, Mark(event, sidecar.KIND, name)))

    def remove(self, event: int) -> None:
        """Take one's own mark at an event away."""
        self._keep(tuple(mark for mark in self.own if mark.event != event))

    def _keep(self, marks: tuple[Mark, ...]) -> None:
        self.own = tuple(sorted(marks, key=lambda mark: mark.event))
        self.changed.emit()
        if self._file is None:
            self._session.warned.emit("These marks are gone when the recording is closed: no file can be put beside it")
            return
        try:
            sidecar.write(self._file, self.own)
        except PagevisError as error:
            self._session.warned.emit(f"{error}. The marks are kept until the recording is closed")

    # The part of time that is shown

    def show_part(self, first: float, n_events: float) -> None:
        """Show these events on the timeline; as many as there are, or more, is all of them."""
        n_all = float(self._n_events)
        n_shown = min(max(n_events, min(LEAST_SHOWN, n_all)), n_all)
        part = None if n_shown >= n_all else (min(max(first, 0.0), n_all - n_shown), n_shown)
        if part != self.shown:
            self.shown = part
            self.shown_changed.emit()

    def show_all(self) -> None:
        """The timeline's whole length."""
        self.show_part(0.0, float(self._n_events))

    def show_span(self) -> None:
        """From A to B, with a little room on both sides."""
        if self.a is not None and self.b is not None:
            n_events = self.b - self.a + 1
            self.show_part(self.a - 0.05 * n_events, 1.1 * n_events)


def _as_word(name: str) -> str:
    """A name as the scenario language wants it."""
    word = re.sub(r"[^A-Za-z0-9_-]+", "-", name).strip("-_")
    return word if word[:1].isalpha() else f"m{word}"
