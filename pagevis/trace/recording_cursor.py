"""The state of all frames at one event of a recording, moved both ways. Knows entries; nothing of words or panes.

The state is one array: for each frame, the row of ``Entries`` that touched it last. Moving from one event to another,
forwards or backwards, costs the entries between; a far jump starts from the nearest checkpoint instead. A checkpoint
keeps touched frames only and they lie so far apart that all of them together take at most 4 bytes per entry.
"""

from __future__ import annotations

from collections import deque

import numpy as np

from pagevis.base.jobs import Job
from pagevis.model.snapshot import I64, U32, Kind
from pagevis.trace.recording_entries import Entries

CHECKPOINT_ENTRIES = 1 << 18
REMEMBERED_MOVES = 64
N_KINDS = len(Kind)


class Cursor:
    """Mutable. ``last`` has one row of ``Entries`` per frame, 0 = never touched; ``version`` grows with every move."""

    def __init__(self, entries: Entries, n_frames: int, n_holders: int, job: Job | None = None) -> None:
        self.entries = entries
        self.n_frames = n_frames
        self.event = 0
        self.version = 1
        self.last: U32 = np.zeros(n_frames, np.uint32)
        self.held: I64 = np.zeros(n_holders, np.int64)  # frames by slot of their holder
        self.n_of_kind: I64 = np.zeros(N_KINDS, np.int64)  # touched frames by kind
        self._moves: deque[tuple[int, int]] = deque(maxlen=REMEMBERED_MOVES)  # frames changed by each version
        self._interval = max(CHECKPOINT_ENTRIES, len(entries.touched))
        self._checkpoints: list[U32] = [np.zeros(len(entries.touched), np.uint32)]
        for end in range(self._interval, len(entries) + 1, self._interval):
            if job is not None:
                job.tick(0.8 + 0.2 * end / len(entries), "Laying checkpoints")
            self._forwards(end - self._interval, end)
            self._checkpoints.append(self.last[entries.touched])
        self._restore(0)

    def go(self, event: int) -> None:
        """Move to the state after ``event``. Raises ``IndexError`` outside the recording."""
        if not 0 <= event < len(self.entries.applied):
            raise IndexError(event)
        if event == self.event:
            return
        now, then = int(self.entries.applied[self.event]), int(self.entries.applied[event])
        nearest = min(round(then / self._interval), len(self._checkpoints) - 1)
        mark = nearest * self._interval
        if abs(then - mark) + 2 * len(self.entries.touched) < abs(then - now):
            self._restore(nearest)
            now, changed = mark, (int(self.entries.touched[0]), int(self.entries.touched[-1]) + 1)
        else:
            between = self.entries.frame[min(now, then) + 1 : max(now, then) + 1]
            changed = (int(between.min()), int(between.max()) + 1) if len(between) else (0, 0)
        self._forwards(now, then)
        self._backwards(now, then)
        self.event = event
        self.version += 1
        self._moves.append(changed)

    def _forwards(self, now: int, then: int) -> None:
        rows = np.arange(now + 1, then + 1, dtype=np.uint32)
        # Of several rows for one frame the last wins, as numpy promises for repeated indices.
        self.last[self.entries.frame[rows]] = rows
        self._count(self.entries.previous[rows], rows)

    def _backwards(self, now: int, then: int) -> None:
        rows = np.arange(now, then, -1).astype(np.uint32)
        self.last[self.entries.frame[rows]] = self.entries.previous[rows]
        self._count(rows, self.entries.previous[rows])

    def _count(self, before: U32, after: U32) -> None:
        np.subtract.at(self.held, self.entries.holder[before], 1)
        np.add.at(self.held, self.entries.holder[after], 1)
        np.subtract.at(self.n_of_kind, self.entries.kind[before], 1)
        np.add.at(self.n_of_kind, self.entries.kind[after], 1)

    def _restore(self, checkpoint: int) -> None:
        rows = self._checkpoints[checkpoint]
        self.last[self.entries.touched] = rows
        self.held[:] = np.bincount(self.entries.holder[rows], minlength=len(self.held))
        self.n_of_kind[:] = np.bincount(self.entries.kind[rows], minlength=N_KINDS)

    def dirty_since(self, version: int) -> tuple[int, int] | None:
        """Half-open range of frames that covers every change since ``version``; None where there was none."""
        n_moves = self.version - version
        if n_moves > len(self._moves):
            return 0, self.n_frames
        changed = [m for m in list(self._moves)[len(self._moves) - n_moves :] if m[0] < m[1]] if n_moves > 0 else []
        return (min(lo for lo, _ in changed), max(hi for _, hi in changed)) if changed else None
