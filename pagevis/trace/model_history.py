"""A scenario's history: its record, the cursor in it and what can be asked of both, as ``History`` promises it.

Moving is the cursor's business; this puts its bytes into snapshots and words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from pagevis.model.book import Book
from pagevis.model.book_snapshot import BookSnapshot, Moment
from pagevis.model.invariants import broken
from pagevis.model.snapshot import I64, U32, Snapshot
from pagevis.trace import frame_past
from pagevis.trace.difference import Difference
from pagevis.trace.expressions import Lookup
from pagevis.trace.history import (
    NOTHING_TOUCHED,
    Caption,
    EventColumns,
    EventRow,
    Finding,
    Mark,
    Past,
    Position,
    Step,
    Usage,
    Writes,
)
from pagevis.trace.lookup import BookLookup
from pagevis.trace.model_cursor import ModelCursor
from pagevis.trace.model_queries import Queries
from pagevis.trace.model_steps import NoteTexts, StepTeller
from pagevis.trace.model_totals import difference, held_by_all, info, usage
from pagevis.trace.names import NamesThen
from pagevis.trace.questions import Question
from pagevis.trace.script import Event, Script
from pagevis.trace.sentences import Teller, frame_namer
from pagevis.trace.writes import of_script, steps_that_write

if TYPE_CHECKING:
    from pagevis.trace.live import Live

SOUND_UP_TO = 2**16  # frames whose laws are checked while somebody looks; more take longer than a picture may


class ModelHistory:
    """Implements ``History`` for a scenario that was carried out."""

    kind = "scenario"
    warnings: tuple[str, ...] = ()
    live: Live | None = None  # what carried it out and can go on, where a text is behind it

    def __init__(self, script: Script, path: str = "") -> None:
        self._script = script
        self._book = script.book
        self.path = path or script.path
        self._cursor = ModelCursor(script)
        self._sound: tuple[int, tuple[Finding, ...]] | None = None  # version, what breaks the laws there
        self._name_frame = frame_namer(script.events[0].placement.machine.first_pfn, self._book.n_frames)
        teller = Teller(self._name_frame, lambda slot: script.holders[slot].name, script.design.allocator.lists)
        self._steps = StepTeller(script.design, self._book, teller)
        self._queries = Queries(script)
        self._names = NamesThen(script.namings)

    # ---- what there is

    @property
    def title(self) -> str:
        """The scenario's title, '' where it has none."""
        return self._script.title

    @property
    def n_events(self) -> int:
        """Events, boot included."""
        return len(self._script.events)

    @property
    def marks(self) -> Sequence[Mark]:
        """Marks, pauses, refusals and findings in order of events."""
        return self._script.marks  # in order since the script was finished

    @property
    def script(self) -> Script:
        """The record that this history reads."""
        return self._script

    @property
    def buffer(self) -> bytes:
        """A copy of every byte of state at the position."""
        return bytes(self._book.buffer)

    @property
    def book(self) -> Book:
        """The book at the position, to be read only."""
        return self._book

    def n_micro(self, event: int) -> int:
        """Reads and writes of an event."""
        return self._script.events[event].n_micro

    def findings(self) -> Sequence[Finding]:
        """What ``check`` reports."""
        return tuple(self._script.findings)

    def focus(self, event: int) -> int | None:
        """The frame to look at from ``event`` on."""
        asked = [e for e in self._script.focus if e <= event]
        return self._script.focus[max(asked)] if asked else None

    # ---- moving

    @property
    def position(self) -> Position:
        """Where the cursor stands."""
        return self._cursor.position

    def seek(self, event: int, micro: int | None = None) -> None:
        """Go to a moment. Raises ``IndexError`` outside."""
        self._cursor.seek(event, micro)

    # ---- state

    def snapshot(self) -> Snapshot:
        """The state at the position; valid until the next ``seek``."""
        event = self._script.events[self._cursor.at]
        moment = Moment(
            source=self.path,
            version=self._cursor.version,
            event_index=self._cursor.at,
            holders=self._script.holders,
            list_names=self._script.design.allocator.lists,
            last_event=self._cursor.last_event,
            dirty_since=self._cursor.dirty_since,
            times_used=self._times_used,
            name_frame=self._name_frame,
            inside_event=self._cursor.inside is not None,
        )
        return BookSnapshot(self._book, event.placement, moment)

    def _times_used(self, lo: int, hi: int) -> U32:
        return self._queries.times_used(lo, hi, self._cursor.at, over=self._cursor.inside is None, book=self._book)

    # ---- words

    def event(self, index: int) -> EventRow:
        """One event in words."""
        e: Event = self._script.events[index]
        return EventRow(index, e.verb, e.text, e.summary, e.slot, e.outcome, e.line or None)

    def caption(self) -> Caption:
        """What the scenario says here; inside an event, what the last micro-step did."""
        event = self._script.events[self._cursor.at]
        heading = f"Event {self._cursor.at}"
        if self._cursor.inside is None:
            text = " ".join(self._script.says.get(self._cursor.at, ())) or event.told
            return Caption(heading, event.summary, text)
        notes, micro = self._cursor.inside.notes, self._cursor.inside.micro
        if micro == 0:
            return Caption(heading, event.summary, f"About to happen: {event.text}")
        return Caption(heading, event.summary, self._steps.sentence(notes, micro - 1))

    def step(self) -> Step:
        """What the last micro-step touched, or, after a whole event, all that the event did."""
        if self._cursor.inside is None:
            event = self._script.events[self._cursor.at]
            is_boot = event.verb == "boot"  # it touches every frame: rings around all of them would tell nothing
            changed = NOTHING_TOUCHED if is_boot else self._cursor.touched_by(self._cursor.at)
            return Step(changed, code=self._steps.after(event.calls))
        return self._steps.step(self._cursor.inside.notes, self._cursor.inside.micro - 1, self._pile_of)

    def _pile_of(self, frame: int) -> int:
        return max(int(self.snapshot().on_list(frame, frame + 1)[0]) - 1, 0)

    def micro_steps(self, event: int) -> Sequence[str]:
        """A terse note for each read and write of an event; the position stays."""
        return NoteTexts(self._cursor.notes_of(event), self._steps.note) if self.n_micro(event) else ()

    def writes(self, what: str) -> Writes | None:
        """Every write to a field, from the log."""
        return of_script(self._script, what)

    def write_steps(self, event: int, what: str, frame: int | None) -> tuple[int, ...]:
        """The micro-steps of an event that write a field; the position stays."""
        return steps_that_write(self._cursor.notes_of(event), what, frame) if self.n_micro(event) else ()

    def said(self, event: int) -> str:
        """The captions after an event."""
        return " ".join(self._script.says.get(event, ()))

    # ---- what may be asked

    @property
    def questions(self) -> Sequence[Question]:
        """What the scenario asks, in order of events."""
        return self._script.questions

    def event_columns(self) -> EventColumns:
        """Every event in columns."""
        return self._queries.event_columns()

    def frame_events(self, frame: int) -> I64:
        """The events that wrote a frame's element or kind."""
        return self._queries.frame_events(frame)

    def frame_past(self, frame: int) -> Sequence[Past]:
        """Who held the frame, read from a copy of the bytes that the log is carried out on."""
        return frame_past.of_script(self._script, frame, self.frame_events(frame))

    def lookup(self) -> Lookup:
        """What words mean at the position; inside an event, as they were before it."""
        names = self._names.at(self._cursor.at, over=self._cursor.inside is None)
        return BookLookup(self._book, self._script.events[self._cursor.at].placement, names, self._name_frame)

    def integrity(self) -> Sequence[Finding] | None:
        """The laws broken after the event at the position; None inside an event and above ``SOUND_UP_TO`` frames."""
        if self._cursor.inside is not None or self._book.n_frames > SOUND_UP_TO:
            return None
        if self._sound is None or self._sound[0] != self._cursor.version:
            first_pfn = self._script.events[0].placement.machine.first_pfn
            findings = []
            for law in broken(self._book):
                frame = None if law.frame is None else first_pfn + law.frame
                message = law.message if law.frame is None else f"{self._name_frame(law.frame)}: {law.message}"
                findings.append(Finding(self._cursor.at, frame, law.rule, message, "check"))
            self._sound = (self._cursor.version, tuple(findings))
        return self._sound[1]

    # ---- over time

    def usage(self, n_columns: int, lo: int = 0, hi: int | None = None) -> Usage:
        """Frames by their oldest holder at about ``n_columns`` events from ``lo`` to ``hi``, both included."""
        return usage(self._script, n_columns, lo, self.n_events - 1 if hi is None else hi)

    def held_by_all(self, n_columns: int) -> Usage:
        """Different frames of every holder over time."""
        return held_by_all(self._script, n_columns)

    def difference(self, first: int, last: int) -> Difference:
        """What the state after one event has that the state after an earlier one had not."""
        return difference(self._script, first, last)

    def info(self) -> Mapping[str, object]:
        """The keys of ``info --json`` for a scenario."""
        return info(self._script)
