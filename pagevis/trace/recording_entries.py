"""What each frame is after each fact about it: facts unrolled to one entry per frame touched, as columns.

Only allocations and frees decide whether a frame counts as held in the statistics. For the picture, page cache comes
on top: a frame added to the page cache is held by the page cache until it is freed, or until it is removed, which
gives it back to whoever allocated it, as far as that was told.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pagevis.model.snapshot import I64, U8, U32, Kind
from pagevis.trace.recording import CACHE_SLOT, NO_INDEX, FactKind, Recording

Bools = NDArray[np.bool_]

_MOVING = np.array([FactKind.ALLOC, FactKind.FREE, FactKind.CACHE_ADD, FactKind.CACHE_REMOVE], np.uint8)
_BECOMES = np.full(256, Kind.USED, np.uint8)
_BECOMES[FactKind.FREE] = Kind.FREE
_BECOMES[FactKind.CACHE_ADD] = Kind.FILE


@dataclass(frozen=True, slots=True)
class Entries:
    """Columns with one row per (fact, frame touched), in the order of facts. Row 0 stands for "never touched"."""

    applied: I64  # by event: number of entries done once the event is over; the event's rows end there
    frame: U32
    event: U32
    previous: U32  # the row that touched the same frame before, 0 = none
    kind: U8  # what the frame is afterwards
    holder: U32  # who holds it afterwards
    allocated_by: U32  # who asked for it last
    times: U32  # how often the frame has been allocated, this row included
    odd: Bools  # a free of a frame not seen allocated, or an allocation of a frame already held
    touched: U32  # all frames that occur, ascending
    by_frame: U32  # all rows again, those of one frame together and ascending
    first: I64  # by place in ``touched``: where the frame's rows begin in ``by_frame``; one more for the end
    n_held_at_end: int  # frames allocated and not freed again

    def __len__(self) -> int:
        return len(self.frame) - 1

    def rows(self, event: int) -> slice:
        """The rows of one event, from 1 on."""
        return slice(int(self.applied[event - 1]) + 1, int(self.applied[event]) + 1)

    def rows_of(self, frame: int) -> U32:
        """The rows of one frame, ascending."""
        at = int(np.searchsorted(self.touched, frame))
        if at == len(self.touched) or self.touched[at] != frame:
            return self.by_frame[:0]
        return self.by_frame[self.first[at] : self.first[at + 1]]


def expand(recording: Recording) -> Entries:
    """Unroll a recording. Needs about 130 bytes per entry while it works, 30 afterwards."""
    moves = np.isin(recording.kind, _MOVING) & (recording.frame != NO_INDEX)
    size = np.where(moves, np.int64(1) << recording.order.astype(np.int64), 0)
    applied = np.concatenate([[0], np.cumsum(size)]).astype(np.int64)
    n = int(applied[-1])
    fact = np.repeat(np.arange(len(size), dtype=np.uint32), size)
    frame = (recording.frame[fact] + (np.arange(n, dtype=np.int64) - applied[fact])).astype(np.uint32)
    by_frame = np.argsort(frame, kind="stable").astype(np.uint32)

    sorted_frame = frame[by_frame]
    said = recording.kind[fact[by_frame]]
    actor = recording.process[fact[by_frame]]
    opens = np.ones(n, np.bool_)
    opens[1:] = sorted_frame[1:] != sorted_frame[:-1]
    start = np.maximum.accumulate(np.where(opens, np.arange(n), 0))
    is_alloc, is_free, is_remove = (said == k for k in (FactKind.ALLOC, FactKind.FREE, FactKind.CACHE_REMOVE))

    balance = _latest(is_alloc | is_free, start)  # the alloc or free that last decided about the frame
    allocated = (balance >= 0) & is_alloc[balance]
    was_allocated = np.zeros(n, np.bool_)
    was_allocated[1:] = allocated[:-1]
    was_allocated &= ~opens
    odd = (is_free & ~was_allocated) | (is_alloc & was_allocated)

    # Removing a free frame from the page cache leaves it free: CPUs report out of order now and then.
    before_removals = _latest(~is_remove, start)
    still_free = is_remove & (before_removals >= 0) & is_free[before_removals]
    kind = np.where(still_free, np.uint8(Kind.FREE), _BECOMES[said])
    allocation = _latest(is_alloc, start)
    allocated_by = np.where(allocation >= 0, actor[allocation], 0)
    holder = np.where(kind == Kind.FILE, CACHE_SLOT, np.where((kind == Kind.USED) & allocated, allocated_by, 0))
    previous = np.zeros(n, np.uint32)
    previous[1:] = np.where(opens[1:], 0, by_frame[:-1] + 1)
    n_allocs = np.cumsum(is_alloc)
    times = n_allocs - (n_allocs - is_alloc)[start]
    closes = np.concatenate([opens[1:], np.ones(min(n, 1), np.bool_)])

    def column(values: NDArray[np.generic], dtype: type[np.generic], first: int = 0) -> NDArray[np.generic]:
        out = np.full(n + 1, first, dtype)
        out[1:][by_frame] = values
        return out

    event = np.zeros(n + 1, np.uint32)
    event[1:] = fact + 1
    return Entries(
        applied=applied,
        frame=np.concatenate([np.zeros(1, np.uint32), frame]),
        event=event,
        previous=column(previous, np.uint32).astype(np.uint32, copy=False),
        kind=column(kind, np.uint8, Kind.UNKNOWN).astype(np.uint8, copy=False),
        holder=column(holder, np.uint32).astype(np.uint32, copy=False),
        allocated_by=column(allocated_by, np.uint32).astype(np.uint32, copy=False),
        times=column(times, np.uint32).astype(np.uint32, copy=False),
        odd=column(odd, np.bool_).astype(np.bool_, copy=False),
        touched=sorted_frame[opens],
        by_frame=by_frame + np.uint32(1),
        first=np.concatenate([np.flatnonzero(opens), [n]]).astype(np.int64),
        n_held_at_end=int(np.count_nonzero(allocated & closes)),
    )


def _latest(mask: Bools, start: NDArray[np.intp]) -> NDArray[np.intp]:
    """For each row, the last row up to it, in its own group, where ``mask`` holds; -1 where there is none."""
    at = np.maximum.accumulate(np.where(mask, np.arange(len(mask)), -1))
    return np.where(at >= start, at, -1)
