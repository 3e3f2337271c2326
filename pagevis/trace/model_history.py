"""A scenario's history: any event and micro-step, both ways, by the log of words that each event wrote.

Within an event the texts are run again with every read and write noted; the cursor moves over the notes.
"""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pagevis.model.book import Book
from pagevis.model.book_snapshot import BookSnapshot, Moment
from pagevis.model.engine import Notes, note
from pagevis.model.invariants import broken
from pagevis.model.machine import lay_out
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
from pagevis.trace.model_queries import Queries
from pagevis.trace.model_steps import FRAME_FIELDS, NoteTexts, StepTeller
from pagevis.trace.model_totals import difference, info, usage
from pagevis.trace.names import NamesThen
from pagevis.trace.questions import Question
from pagevis.trace.script import Event, Script, column
from pagevis.trace.sentences import Teller, frame_namer
from pagevis.trace.writes import of_script, steps_that_write

if TYPE_CHECKING:
    from pagevis.trace.live import Live

MOVES_REMEMBERED = 64
_VERSIONS = itertools.count(1)  # no two histories share one: a branch's picture is never taken for another's
SOUND_UP_TO = 2**16  # frames whose laws are checked while somebody looks; more take longer than a picture may


@dataclass(slots=True)
class _Inside:
    """The event that the cursor stands inside: its notes, and how many of them are carried out in the buffer."""

    event: int
    notes: Notes
    micro: int


class ModelHistory:
    """Implements ``History`` for a scenario that was carried out."""

    kind = "scenario"
    warnings: tuple[str, ...] = ()
    live: Live | None = None  # what carried it out and can go on, where a text is behind it

    def __init__(self, script: Script, path: str = "") -> None:
        self._script = script
        self._book = script.book
        self.path = path or script.path
        self._word, self._old, self._new = (column(c) for c in (script.log_word, script.log_old, script.log_new))
        self._touch_event = np.array(script.touch_event, np.int64)
        self._touch_frame = np.array(script.touch_frame, np.int64)
        self._words = np.frombuffer(script.book.buffer, np.uint32)
        self._at = self.n_events - 1  # the event after which the buffer stands, or whose inside it shows
        self._inside: _Inside | None = None
        self._version = next(_VERSIONS)
        self._moves: deque[tuple[int, int, int]] = deque(maxlen=MOVES_REMEMBERED)  # version, lo, hi
        self._moves.append((self._version, 0, self._book.n_frames))
        self._noted: deque[tuple[int, Notes]] = deque(maxlen=2)  # of the cursor's event, and of one looked into
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
        if self._inside is not None:
            return Position(self._inside.event, self._inside.micro)
        return Position(self._at, self.n_micro(self._at))

    def seek(self, event: int, micro: int | None = None) -> None:
        """Go to a moment. Raises ``IndexError`` outside."""
        if not 0 <= event < self.n_events:
            raise IndexError(f"event {event} of {self.n_events}")
        n_micro = self.n_micro(event)
        if micro is not None and not 0 <= micro <= n_micro:
            raise IndexError(f"micro-step {micro} of {n_micro}")
        lo, hi = self._book.n_frames, 0
        if micro is None or micro == n_micro:
            lo, hi = self._leave_inside(lo, hi)
            lo, hi = self._go_after(event, lo, hi)
        else:
            if self._inside is None or self._inside.event != event:
                lo, hi = self._leave_inside(lo, hi)
                lo, hi = self._enter(event, lo, hi)
            lo, hi = self._move_inside(micro, lo, hi)
        self._version = next(_VERSIONS)
        self._moves.append((self._version, lo, hi))

    def _go_after(self, event: int, lo: int, hi: int) -> tuple[int, int]:
        """From after one event to after another, by the log alone."""
        script, here = self._script, self._at
        if event > here:
            part = slice(script.ends[here], script.ends[event])
            self._words[self._word[part]] = self._new[part]
        elif event < here:
            part = slice(script.ends[event], script.ends[here])
            # Backwards, the earliest write to a word is the one assigned last, so its old value stays.
            self._words[self._word[part][::-1]] = self._old[part][::-1]
        self._at = event
        return self._widen(min(event, here) + 1, max(event, here) + 1, lo, hi)

    def _widen(self, first: int, end: int, lo: int, hi: int) -> tuple[int, int]:
        """A range of frames that covers ``lo..hi`` and what the events ``first..end`` touched."""
        if any(self._script.acts[e] > self._script.begins[e] for e in range(first, min(end, first + 1000))) or (
            end - first > 1000
        ):
            return 0, self._book.n_frames
        a, b = np.searchsorted(self._touch_event, (first, end))
        if a == b:
            return lo, hi
        part = self._touch_frame[a:b]
        return min(lo, int(part.min())), max(hi, int(part.max()) + 1)

    def _enter(self, event: int, lo: int, hi: int) -> tuple[int, int]:
        """To the moment before an event's first micro-step, with its notes at hand."""
        script = self._script
        if event == 0:
            lay_out(script.events[0].placement, self._book)
            lo, hi = 0, self._book.n_frames
        else:
            lo, hi = self._go_after(event - 1, lo, hi)
            part = slice(script.begins[event], script.acts[event])
            self._words[self._word[part]] = self._new[part]
            if part.stop > part.start:
                lo, hi = 0, self._book.n_frames
        notes = self._note(event)
        self._inside = _Inside(event, notes, 0)
        self._at = event
        return lo, hi

    def _note(self, event: int) -> Notes:
        """The notes of an event, the buffer standing before it, and standing there again afterwards."""
        for of, kept in self._noted:
            if of == event:
                return kept
        notes = note(self._script.design, self._book, self._script.events[event].calls)
        self._replay(notes, len(notes), 0)
        self._noted.append((event, notes))
        return notes

    def _replay(self, notes: Notes, here: int, there: int) -> None:
        """Carry notes out, or take them back, from ``here`` notes done to ``there`` notes done."""
        book = self._book
        if there > here:
            for k in range(here, there):
                if notes.written[k]:
                    getattr(book, notes.field_of[k])[notes.index[k]] = notes.value[k]
        else:
            for k in range(here - 1, there - 1, -1):
                if notes.written[k]:
                    getattr(book, notes.field_of[k])[notes.index[k]] = notes.old[k]

    def _move_inside(self, micro: int, lo: int, hi: int) -> tuple[int, int]:
        assert self._inside is not None
        notes, here = self._inside.notes, self._inside.micro
        self._replay(notes, here, micro)
        self._inside.micro = micro
        for k in range(min(here, micro), max(here, micro)):
            if notes.written[k] and notes.field_of[k] in FRAME_FIELDS:
                lo, hi = min(lo, notes.index[k]), max(hi, notes.index[k] + 1)
        return lo, hi

    def _leave_inside(self, lo: int, hi: int) -> tuple[int, int]:
        """From inside an event to the moment after the one before it (event 0: to the moment after it)."""
        if self._inside is None:
            return lo, hi
        script, event = self._script, self._inside.event
        lo, hi = self._move_inside(0, lo, hi)
        self._inside = None
        if event == 0:
            np.frombuffer(self._book.buffer, np.uint8)[:] = np.frombuffer(script.base, np.uint8)
            self._at = 0
            return 0, self._book.n_frames
        part = slice(script.begins[event], script.acts[event])
        self._words[self._word[part][::-1]] = self._old[part][::-1]
        self._at = event - 1
        return (0, self._book.n_frames) if part.stop > part.start else (lo, hi)

    # ---- state

    def snapshot(self) -> Snapshot:
        """The state at the position; valid until the next ``seek``."""
        event = self._script.events[self._at]
        moment = Moment(
            source=self.path,
            version=self._version,
            event_index=self._at,
            holders=self._script.holders,
            list_names=self._script.design.allocator.lists,
            last_event=self._last_event,
            dirty_since=self._dirty_since,
            times_used=self._times_used,
            name_frame=self._name_frame,
            inside_event=self._inside is not None,
        )
        return BookSnapshot(self._book, event.placement, moment)

    def _last_event(self, lo: int, hi: int) -> I64:
        found = np.full(hi - lo, -1, np.int64)
        end = int(np.searchsorted(self._touch_event, self._at + 1))
        frames, events = self._touch_frame[:end], self._touch_event[:end]
        inside = (frames >= lo) & (frames < hi)
        found[frames[inside] - lo] = events[inside]
        return found

    def _times_used(self, lo: int, hi: int) -> U32:
        return self._queries.times_used(lo, hi, self._at, over=self._inside is None, book=self._book)

    def _dirty_since(self, version: int) -> tuple[int, int] | None:
        if version == self._version:
            return None
        if all(v != version for v, _, _ in self._moves):
            return 0, self._book.n_frames  # too long ago, or of another history
        moves = [(lo, hi) for v, lo, hi in self._moves if v > version]
        lo, hi = min(m[0] for m in moves), max(m[1] for m in moves)
        return (lo, hi) if lo < hi else None

    # ---- words

    def event(self, index: int) -> EventRow:
        """One event in words."""
        e: Event = self._script.events[index]
        return EventRow(index, e.verb, e.text, e.summary, e.slot, e.outcome, e.line or None)

    def caption(self) -> Caption:
        """What the scenario says here; inside an event, what the last micro-step did."""
        event = self._script.events[self._at]
        heading = f"Event {self._at}"
        if self._inside is None:
            text = " ".join(self._script.says.get(self._at, ())) or event.told
            return Caption(heading, event.summary, text)
        notes, micro = self._inside.notes, self._inside.micro
        if micro == 0:
            return Caption(heading, event.summary, f"About to happen: {event.text}")
        return Caption(heading, event.summary, self._steps.sentence(notes, micro - 1))

    def step(self) -> Step:
        """What the last micro-step touched, or, after a whole event, all that the event did."""
        if self._inside is None:
            a, b = np.searchsorted(self._touch_event, (self._at, self._at + 1))
            changed = np.unique(self._touch_frame[a:b]) if self._at else NOTHING_TOUCHED
            return Step(changed, code=self._steps.after(self._script.events[self._at].calls))
        return self._steps.step(self._inside.notes, self._inside.micro - 1, self._pile_of)

    def _pile_of(self, frame: int) -> int:
        return max(int(self.snapshot().on_list(frame, frame + 1)[0]) - 1, 0)

    def micro_steps(self, event: int) -> Sequence[str]:
        """A terse note for each read and write of an event; the position stays."""
        return NoteTexts(self._notes_of(event), self._steps.note) if self.n_micro(event) else ()

    def writes(self, what: str) -> Writes | None:
        """Every write to a field, from the log."""
        return of_script(self._script, what)

    def write_steps(self, event: int, what: str, frame: int | None) -> tuple[int, ...]:
        """The micro-steps of an event that write a field; the position stays."""
        return steps_that_write(self._notes_of(event), what, frame) if self.n_micro(event) else ()

    def said(self, event: int) -> str:
        """The captions after an event."""
        return " ".join(self._script.says.get(event, ()))

    def _notes_of(self, event: int) -> Notes:
        if self._inside is not None and self._inside.event == event:
            return self._inside.notes
        return next((kept for of, kept in self._noted if of == event), None) or self._note_elsewhere(event)

    def _note_elsewhere(self, event: int) -> Notes:
        """The notes of another event than the one at the cursor: there and back, so that nobody sees it."""
        here = None if self._inside is None else (self._inside.event, self._inside.micro)
        self._leave_inside(0, 0)
        at = self._at
        self._enter(event, 0, 0)
        notes = self._note(event)
        self._leave_inside(0, 0)
        self._go_after(at, 0, 0)
        if here is not None:
            self._enter(here[0], 0, 0)
            self._move_inside(here[1], 0, 0)
        return notes

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
        names = self._names.at(self._at, over=self._inside is None)
        return BookLookup(self._book, self._script.events[self._at].placement, names, self._name_frame)

    def integrity(self) -> Sequence[Finding] | None:
        """The laws broken after the event at the position; None inside an event and above ``SOUND_UP_TO`` frames."""
        if self._inside is not None or self._book.n_frames > SOUND_UP_TO:
            return None
        if self._sound is None or self._sound[0] != self._version:
            first_pfn = self._script.events[0].placement.machine.first_pfn
            findings = []
            for law in broken(self._book):
                frame = None if law.frame is None else first_pfn + law.frame
                message = law.message if law.frame is None else f"{self._name_frame(law.frame)}: {law.message}"
                findings.append(Finding(self._at, frame, law.rule, message, "check"))
            self._sound = (self._version, tuple(findings))
        return self._sound[1]

    # ---- over time

    def usage(self, n_columns: int, lo: int = 0, hi: int | None = None) -> Usage:
        """Frames by their oldest holder at about ``n_columns`` events from ``lo`` to ``hi``, both included."""
        return usage(self._script, n_columns, lo, self.n_events - 1 if hi is None else hi)

    def difference(self, first: int, last: int) -> Difference:
        """What the state after one event has that the state after an earlier one had not."""
        return difference(self._script, first, last)

    def info(self) -> Mapping[str, object]:
        """The keys of ``info --json`` for a scenario."""
        return info(self._script)
