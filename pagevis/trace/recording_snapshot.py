"""A recording's frames at the cursor's event, as panes and exports read them. Copies nothing but what is asked for."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pagevis.model.snapshot import (
    I64,
    NO_FRAME,
    U8,
    U32,
    Counts,
    ElementField,
    FrameList,
    FrameRange,
    Frames,
    Hold,
    Holder,
    HolderKind,
    HolderState,
    Kind,
    Region,
)
from pagevis.trace.recording import Recording
from pagevis.trace.recording_cursor import Cursor
from pagevis.trace.recording_element import element

MISSING = (
    "Frames that the recording has not mentioned yet are unknown: they may be free or in use.",
    "Who maps a frame, and how often: the events carry no mappings, so sharing does not show.",
    "Reference counts: a frame that is held counts as held once.",
    "The order of the free lists.",
    "Frames that compaction, memory hotplug or balloons moved: they leave no such events.",
)
_REFCOUNT = np.zeros(len(Kind), np.uint32)
_REFCOUNT[[Kind.USED, Kind.FILE]] = 1


class RecordingSnapshot:
    """A Snapshot over a cursor; valid until the cursor moves. Every held frame has one hold, page 0."""

    lists: tuple[FrameList, ...] = ()
    regions: tuple[Region, ...] = ()
    missing: tuple[str, ...] = MISSING

    def __init__(self, recording: Recording, cursor: Cursor) -> None:
        self._recording = recording
        self._cursor = cursor
        self._entries = cursor.entries
        self.version: int = cursor.version
        self.event_index: int = cursor.event
        self.time_ns: int | None = int(recording.time_ns[cursor.event - 1]) if cursor.event else None

    @property
    def source(self) -> str:
        return self._recording.title

    @property
    def page_size_bytes(self) -> int:
        return self._recording.page_size_bytes

    @property
    def n_frames(self) -> int:
        return self._cursor.n_frames

    @property
    def ranges(self) -> tuple[FrameRange, ...]:
        return self._recording.ranges

    @property
    def holders(self) -> Sequence[Holder]:
        return self._recording.holders

    def frames(self, lo: int, hi: int) -> Frames:
        """Most frames of a large memory are never mentioned: only the others are looked up."""
        rows = self._cursor.last[lo:hi]
        known = np.flatnonzero(rows)
        told, n = rows[known], len(rows)
        kind, holder = np.full(n, Kind.UNKNOWN, np.uint8), np.zeros(n, np.uint32)
        refcount, last_event = np.zeros(n, np.uint32), np.full(n, -1, np.int64)
        kind[known] = of_known = self._entries.kind[told]
        holder[known] = self._entries.holder[told]
        refcount[known] = _REFCOUNT[of_known]
        last_event[known] = self._entries.event[told]
        return Frames(kind, holder, np.zeros(n, np.uint32), refcount, last_event)

    def on_list(self, lo: int, hi: int) -> U8:
        return np.zeros(len(self._cursor.last[lo:hi]), np.uint8)

    def next_frame(self, lo: int, hi: int) -> I64:
        return np.full(len(self._cursor.last[lo:hi]), NO_FRAME, np.int64)

    def prev_frame(self, lo: int, hi: int) -> I64:
        return self.next_frame(lo, hi)

    def holders_of(self, frame: int) -> tuple[Hold, ...]:
        slot = int(self._entries.holder[self._cursor.last[frame]])
        return (Hold(slot, 0),) if slot else ()

    def allocated_by(self, frame: int) -> int:
        return int(self._entries.allocated_by[self._cursor.last[frame]])

    def element(self, frame: int) -> tuple[ElementField, ...]:
        """What the last fact about the frame said. A recording knows no links: it has no book to read."""
        return element(self._recording, self._entries, int(self._cursor.last[frame]))

    def times_used(self, lo: int, hi: int) -> U32:
        return self._entries.times[self._cursor.last[lo:hi]]

    def frames_of(self, slot: int) -> U32:
        touched = self._entries.touched
        return touched[self._entries.holder[self._cursor.last[touched]] == slot] if slot else touched[:0]

    def states(self) -> tuple[HolderState, ...]:
        recording, event, held = self._recording, self.event_index, self._cursor.held
        alive = (recording.holder_first <= event) & (event < recording.holder_end)
        shown = np.flatnonzero(alive | (held > 0))
        return tuple(
            HolderState(recording.holders[slot], n_frames=int(held[slot]), n_shared=0, alive=bool(alive[slot]))
            for slot in shown.tolist()
            if recording.holders[slot].kind is not HolderKind.NONE
        )

    def counts(self) -> Counts:
        """Free, used and unknown frames; what the kernel manages, books or counts is not told."""
        of_kind = self._cursor.n_of_kind
        n_free = int(of_kind[Kind.FREE])
        n_used = int(of_kind[Kind.USED] + of_kind[Kind.FILE])
        return Counts(free=n_free, used=n_used, unknown=self.n_frames - n_free - n_used)

    def dirty_since(self, version: int) -> tuple[int, int] | None:
        return self._cursor.dirty_since(version)
