"""What a scenario's record tells over all times: events as columns, a frame's events, how often frames were handed out.

Columns are built when first asked for and grow with the record; a record is never looked through twice.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pagevis.model.book import Book
from pagevis.model.snapshot import I64, NO_FRAME, U32
from pagevis.model.words import KERNEL, RAM
from pagevis.trace.history import EventColumns
from pagevis.trace.script import Script, column

_NONE = np.empty(0, np.int64)


@dataclass(slots=True)
class _Handed:
    """Frames handed out, by event: in the order of events, one row each."""

    event: I64
    frame: I64


class Queries:
    """Answers about one script, which may grow at its end between two questions."""

    def __init__(self, script: Script) -> None:
        self._script = script
        self._n_log = 0  # log entries looked through
        self._handed = _Handed(_NONE, _NONE)
        self._about = _Handed(_NONE, _NONE)  # the first frame that each event gave, took or shared; where there is one
        self._n_touches = -1
        self._by_frame = _Handed(_NONE, _NONE)  # touches, those of one frame together
        self._columns: EventColumns | None = None
        self._verbs: dict[str, int] = {}

    def frame_events(self, frame: int) -> I64:
        """Ascending indices of the events that wrote the frame's element or kind."""
        script = self._script
        if self._n_touches != len(script.touch_frame):
            events, frames = np.array(script.touch_event, np.int64), np.array(script.touch_frame, np.int64)
            order = np.argsort(frames, kind="stable")
            self._by_frame = _Handed(events[order], frames[order])
            self._n_touches = len(frames)
        lo, hi = np.searchsorted(self._by_frame.frame, (frame, frame + 1))
        return self._by_frame.event[lo:hi]

    def event_columns(self) -> EventColumns:
        """Every event in columns."""
        script, known = self._script, self._columns
        n_known = 0 if known is None else len(known.verb)
        new = script.events[n_known:]
        if known is not None and not new:
            return known
        self._read_log()
        for event in new:
            self._verbs.setdefault(event.verb, len(self._verbs))
        verb = np.array([self._verbs[e.verb] for e in new], np.uint8)
        slot = np.array([e.slot for e in new], np.uint32)
        refused = np.array([e.outcome != "ok" for e in new], np.bool_)
        if known is not None:
            verb, slot = np.concatenate([known.verb, verb]), np.concatenate([known.slot, slot])
            refused = np.concatenate([known.refused, refused])
        frame = np.full(len(verb), NO_FRAME, np.int64)
        frame[self._about.event] = self._about.frame
        order = np.zeros(len(verb), np.uint8)
        self._columns = EventColumns(tuple(self._verbs), verb, slot, frame, order, refused)
        return self._columns

    def times_used(self, lo: int, hi: int, event: int, *, over: bool, book: Book) -> U32:
        """How often each frame was handed out up to an event, or, where it is not over, up to what ``book`` shows.

        What happened in an earlier case does not count: a case starts from the state before the first one.
        """
        self._read_log()
        script = self._script
        begun = [case for case in script.cases if case <= event]
        first, now = (begun[0], begun[-1]) if begun else (0, 0)
        counted = np.zeros(hi - lo, np.int64)
        if now == first or first > 0:
            counted += _held_at_boot(script, lo, hi)
        for begin, end in ((0, first), (now, event)) if now > first else ((0, event),):
            a, b = np.searchsorted(self._handed.event, (begin, end))
            counted += _count(self._handed.frame[a:b], lo, hi)
        a, b = np.searchsorted(self._handed.event, (event, event + 1))
        frames = self._handed.frame[a:b]
        if not over:  # of this event, those that have got somebody by now
            taken = (book.array("refcount")[frames] > 0) | (book.array("kind")[frames] == KERNEL)
            frames = frames[taken]
        return (counted + _count(frames, lo, hi)).astype(np.uint32)

    def _read_log(self) -> None:
        """Take in what the log has got since: writes of reference counts and kinds."""
        script = self._script
        if self._n_log == len(script.log_word):
            return
        part = slice(self._n_log, len(script.log_word))
        word, old, new = (column(c)[part] for c in (script.log_word, script.log_old, script.log_new))
        ends, acts = np.array(script.ends, np.int64), np.array(script.acts, np.int64)
        at, frame, gets = _changes(script, word, old, new)
        entry = at + self._n_log
        event = np.searchsorted(ends, entry, side="right")
        inside = entry >= acts[np.minimum(event, len(acts) - 1)]  # what starts a case again hands nothing out
        event, frame, gets = event[inside], frame[inside], gets[inside]
        self._handed = _Handed(
            np.concatenate([self._handed.event, event[gets]]), np.concatenate([self._handed.frame, frame[gets]])
        )
        events, firsts = np.unique(event, return_index=True)
        self._about = _Handed(
            np.concatenate([self._about.event, events]), np.concatenate([self._about.frame, frame[firsts]])
        )
        self._n_log = part.stop


def _changes(script: Script, word: U32, old: U32, new: U32) -> tuple[I64, I64, NDArray[np.bool_]]:
    """Which of these log entries changed a frame's count or kind, which frame it is, and whether it was handed out."""
    fields = script.book.fields
    count, kind = fields["refcount"], fields["kind"]
    step = count.stride_bytes // 4
    off = word.astype(np.int64) - count.offset_bytes // 4
    of_count = np.flatnonzero((off >= 0) & (off < step * count.count) & (off % step == 0))
    of_kind = np.flatnonzero((word >= kind.offset_bytes // 4) & (old != new))
    before, after = old[of_kind].copy().view(np.uint8), new[of_kind].copy().view(np.uint8)
    differs = np.flatnonzero(before != after)
    kind_at = of_kind[differs // 4]
    kind_frame = word[kind_at].astype(np.int64) * 4 - kind.offset_bytes + differs % 4
    at = np.concatenate([of_count, kind_at])
    frame = np.concatenate([off[of_count] // step, kind_frame])
    gets = np.concatenate(
        [(old[of_count] == 0) & (new[of_count] == 1), (before[differs] == RAM) & (after[differs] == KERNEL)]
    )
    order = np.argsort(at, kind="stable")
    return at[order], frame[order], gets[order]


def _held_at_boot(script: Script, lo: int, hi: int) -> NDArray[np.bool_]:
    """Frames that the first boot booked for the kernel: its writes stand in no log."""
    field = script.book.fields["refcount"]
    first, step = field.offset_bytes // 4, field.stride_bytes // 4
    words = np.frombuffer(script.base, np.uint32)
    return words[first + lo * step : first + hi * step : step] > 0


def _count(frames: I64, lo: int, hi: int) -> I64:
    inside = frames[(frames >= lo) & (frames < hi)] - lo
    return np.bincount(inside, minlength=hi - lo)
