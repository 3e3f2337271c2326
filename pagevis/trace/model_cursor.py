"""The bytes of a scenario's book at any event and micro-step, both ways, by the log of words that each event wrote.

Within an event the texts are run again with every read and write noted; the cursor moves over the notes. Knows bytes
and ranges of frames; nothing of words or pictures.
"""

from __future__ import annotations

import itertools
from collections import deque
from dataclasses import dataclass

import numpy as np

from pagevis.model.engine import Notes, note
from pagevis.model.machine import lay_out
from pagevis.model.snapshot import I64
from pagevis.trace.history import Position
from pagevis.trace.model_steps import FRAME_FIELDS
from pagevis.trace.script import Script, column

MOVES_REMEMBERED = 64
_VERSIONS = itertools.count(1)  # no two histories share one: a branch's picture is never taken for another's


@dataclass(slots=True)
class Inside:
    """The event that the cursor stands inside: its notes, and how many of them are carried out in the buffer."""

    event: int
    notes: Notes
    micro: int


class ModelCursor:
    """Stands after event ``at``, or, with ``inside``, in the middle of it; ``version`` is new after every move."""

    def __init__(self, script: Script) -> None:
        self._script = script
        self._book = script.book
        self._word, self._old, self._new = (column(c) for c in (script.log_word, script.log_old, script.log_new))
        self._touch_event = np.array(script.touch_event, np.int64)
        self._touch_frame = np.array(script.touch_frame, np.int64)
        self._words = np.frombuffer(script.book.buffer, np.uint32)
        self.at = len(script.events) - 1  # the event after which the buffer stands, or whose inside it shows
        self.inside: Inside | None = None
        self.version = next(_VERSIONS)
        self._moves: deque[tuple[int, int, int]] = deque(maxlen=MOVES_REMEMBERED)  # version, lo, hi
        self._moves.append((self.version, 0, self._book.n_frames))
        self._noted: deque[tuple[int, Notes]] = deque(maxlen=2)  # of the cursor's event, and of one looked into

    def _n_micro(self, event: int) -> int:
        return self._script.events[event].n_micro

    def touched_by(self, event: int) -> I64:
        """Frames whose element or kind an event wrote, ascending."""
        a, b = np.searchsorted(self._touch_event, (event, event + 1))
        return np.unique(self._touch_frame[a:b])

    @property
    def position(self) -> Position:
        """Where the cursor stands."""
        if self.inside is not None:
            return Position(self.inside.event, self.inside.micro)
        return Position(self.at, self._n_micro(self.at))

    def seek(self, event: int, micro: int | None = None) -> None:
        """Go to a moment. Raises ``IndexError`` outside."""
        if not 0 <= event < len(self._script.events):
            raise IndexError(f"event {event} of {len(self._script.events)}")
        n_micro = self._n_micro(event)
        if micro is not None and not 0 <= micro <= n_micro:
            raise IndexError(f"micro-step {micro} of {n_micro}")
        lo, hi = self._book.n_frames, 0
        if micro is None or micro == n_micro:
            lo, hi = self._leave_inside(lo, hi)
            lo, hi = self._go_after(event, lo, hi)
        else:
            if self.inside is None or self.inside.event != event:
                lo, hi = self._leave_inside(lo, hi)
                lo, hi = self._enter(event, lo, hi)
            lo, hi = self._move_inside(micro, lo, hi)
        self.version = next(_VERSIONS)
        self._moves.append((self.version, lo, hi))

    def _go_after(self, event: int, lo: int, hi: int) -> tuple[int, int]:
        """From after one event to after another, by the log alone."""
        script, here = self._script, self.at
        if event > here:
            part = slice(script.ends[here], script.ends[event])
            self._words[self._word[part]] = self._new[part]
        elif event < here:
            part = slice(script.ends[event], script.ends[here])
            # Backwards, the earliest write to a word is the one assigned last, so its old value stays.
            self._words[self._word[part][::-1]] = self._old[part][::-1]
        self.at = event
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
        self.inside = Inside(event, notes, 0)
        self.at = event
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
        assert self.inside is not None
        notes, here = self.inside.notes, self.inside.micro
        self._replay(notes, here, micro)
        self.inside.micro = micro
        for k in range(min(here, micro), max(here, micro)):
            if notes.written[k] and notes.field_of[k] in FRAME_FIELDS:
                lo, hi = min(lo, notes.index[k]), max(hi, notes.index[k] + 1)
        return lo, hi

    def _leave_inside(self, lo: int, hi: int) -> tuple[int, int]:
        """From inside an event to the moment after the one before it (event 0: to the moment after it)."""
        if self.inside is None:
            return lo, hi
        script, event = self._script, self.inside.event
        lo, hi = self._move_inside(0, lo, hi)
        self.inside = None
        if event == 0:
            np.frombuffer(self._book.buffer, np.uint8)[:] = np.frombuffer(script.base, np.uint8)
            self.at = 0
            return 0, self._book.n_frames
        part = slice(script.begins[event], script.acts[event])
        self._words[self._word[part][::-1]] = self._old[part][::-1]
        self.at = event - 1
        return (0, self._book.n_frames) if part.stop > part.start else (lo, hi)

    def notes_of(self, event: int) -> Notes:
        if self.inside is not None and self.inside.event == event:
            return self.inside.notes
        return next((kept for of, kept in self._noted if of == event), None) or self._note_elsewhere(event)

    def _note_elsewhere(self, event: int) -> Notes:
        """The notes of another event than the one at the cursor: there and back, so that nobody sees it."""
        here = None if self.inside is None else (self.inside.event, self.inside.micro)
        self._leave_inside(0, 0)
        at = self.at
        self._enter(event, 0, 0)
        notes = self._note(event)
        self._leave_inside(0, 0)
        self._go_after(at, 0, 0)
        if here is not None:
            self._enter(here[0], 0, 0)
            self._move_inside(here[1], 0, 0)
        return notes

    def last_event(self, lo: int, hi: int) -> I64:
        found = np.full(hi - lo, -1, np.int64)
        end = int(np.searchsorted(self._touch_event, self.at + 1))
        frames, events = self._touch_frame[:end], self._touch_event[:end]
        inside = (frames >= lo) & (frames < hi)
        found[frames[inside] - lo] = events[inside]
        return found

    def dirty_since(self, version: int) -> tuple[int, int] | None:
        if version == self.version:
            return None
        if all(v != version for v, _, _ in self._moves):
            return 0, self._book.n_frames  # too long ago, or of another history
        moves = [(lo, hi) for v, lo, hi in self._moves if v > version]
        lo, hi = min(m[0] for m in moves), max(m[1] for m in moves)
        return (lo, hi) if lo < hi else None
