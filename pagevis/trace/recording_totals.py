"""A recording over time: frames by holder at many moments, and the difference of two. Knows entries; no cursor.

A table of all of it in ``FINE`` columns is made once, in one pass; what a view of a part needs beyond it costs only
the entries of that part.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np

from pagevis.model.snapshot import I64, HolderKind, Kind
from pagevis.trace.difference import Difference, largest_first
from pagevis.trace.history import Usage
from pagevis.trace.recording import Recording
from pagevis.trace.recording_entries import Entries

TOP_HOLDERS = 8
FINE = 1 << 14
_HELD = np.zeros(len(Kind), np.int64)
_HELD[[Kind.USED, Kind.FILE]] = 1
_PROCESSES = (HolderKind.PROCESS, HolderKind.INTERRUPT)


class Totals:
    """Frames by holder, the ``TOP_HOLDERS`` that held most on average first, then the rest as slot 0."""

    def __init__(self, recording: Recording, entries: Entries) -> None:
        self._recording = recording
        self._entries = entries

    @cached_property
    def _top(self) -> tuple[int, ...]:
        entries, n_holders = self._entries, len(self._recording.holders)
        before, after = entries.previous[1:], slice(1, None)
        remaining = (self._recording.n_facts + 1 - entries.event[1:].astype(np.int64)).astype(np.float64)
        mean = np.bincount(entries.holder[after], remaining, n_holders)
        mean -= np.bincount(entries.holder[before], remaining, n_holders)
        mean[0] = 0
        return tuple(s for s in np.argsort(-mean, kind="stable")[:TOP_HOLDERS].tolist() if mean[s] > 0)

    def _over(self, events: I64, begin: int, held: I64) -> I64:
        """Held after each of ``events``, given what was ``held`` after event ``begin``, at most ``events[0]``."""
        entries = self._entries
        rows = slice(int(entries.applied[begin]) + 1, int(entries.applied[int(events[-1])]) + 1)
        before, column = entries.previous[rows], np.searchsorted(events, entries.event[rows])
        holder, held_by = entries.holder[rows], entries.holder[before]

        def over_time(delta: I64) -> I64:
            return np.cumsum(np.bincount(column, delta, len(events))).astype(np.int64)

        made = [over_time((holder == slot).astype(np.int64) - (held_by == slot)) for slot in self._top]
        everything = over_time(_HELD[entries.kind[rows]] - _HELD[entries.kind[before]])
        rest = everything - sum(made, np.zeros(len(events), np.int64))
        return np.stack([*made, rest]) + held[:, None]

    @cached_property
    def _fine(self) -> tuple[I64, I64]:
        n = self._recording.n_facts
        events = np.unique(np.linspace(0, n, max(min(FINE, n + 1), 2)).astype(np.int64))
        return events, self._over(events, 0, np.zeros(len(self._top) + 1, np.int64))

    def usage(self, n_columns: int, lo: int, hi: int) -> Usage:
        """As ``History.usage``. A part is exact at each of the events answered; in one much wider than the columns
        asked for the first of them may lie a little before ``lo``."""
        events, held = self._fine
        wanted = np.unique(np.linspace(lo, hi, max(min(n_columns, hi - lo + 1), 2)).astype(np.int64))
        at = np.searchsorted(events, wanted, side="right") - 1
        step = self._recording.n_facts / max(1, len(events) - 1)
        n_frames = len(self._entries.touched)
        if (hi - lo) >= step * (len(wanted) - 1):
            at = np.unique(np.append(at, np.searchsorted(events, hi)) if hi == events[-1] else at)
            return Usage(events[at], (*self._top, 0), held[:, at], n_frames)
        begin = int(at[0])
        return Usage(wanted, (*self._top, 0), self._over(wanted, int(events[begin]), held[:, begin]), n_frames)

    def everyone(self, n_columns: int) -> Usage:
        """As ``History.held_by_all``; costs one pass over all entries."""
        entries, n_holders, n = self._entries, len(self._recording.holders), self._recording.n_facts
        events = np.unique(np.linspace(0, n, max(min(n_columns, n + 1), 2)).astype(np.int64))
        row = np.searchsorted(events, entries.event[1:]) * n_holders
        size = len(events) * n_holders
        delta = np.bincount(row + entries.holder[1:], minlength=size)
        delta -= np.bincount(row + entries.holder[entries.previous[1:]], minlength=size)
        held = np.cumsum(delta.reshape(len(events), n_holders), axis=0).T.astype(np.int64)
        held[0] = 0
        return Usage(events, tuple(range(n_holders)), held, len(entries.touched))

    def difference(self, first: int, last: int) -> Difference:
        """As ``History.difference``; costs the entries between."""
        entries, recording = self._entries, self._recording
        lo, hi = int(entries.applied[first]) + 1, int(entries.applied[last]) + 1
        rows = np.arange(lo, hi, dtype=np.uint32)
        frame = entries.frame[lo:hi]
        opening = np.zeros(recording.n_frames, np.uint32)
        opening[frame[::-1]] = rows[::-1]  # of several rows for one frame the last assigned stays: the earliest
        closing = np.zeros(recording.n_frames, np.uint32)
        closing[frame] = rows
        is_last = closing[frame] == rows
        before, after = entries.previous[opening[frame[is_last]]], rows[is_last]
        was, now = entries.holder[before], entries.holder[after]
        moved, n_holders = was != now, len(recording.holders)
        gained, lost = (np.bincount(side[moved], minlength=n_holders).astype(np.int64) for side in (now, was))
        gained[0] = lost[0] = 0
        of_kind = np.bincount(entries.kind[after], minlength=len(Kind)) - np.bincount(
            entries.kind[before], minlength=len(Kind)
        )
        is_process = np.array([holder.kind in _PROCESSES for holder in recording.holders], np.bool_)
        began = (recording.holder_first > first) & (recording.holder_first <= last) & is_process
        ended = (recording.holder_end > first) & (recording.holder_end <= last) & is_process
        return Difference(
            first,
            last,
            free=int(of_kind[Kind.FREE]),
            used=int(of_kind[Kind.USED] + of_kind[Kind.FILE]),
            holders=largest_first(np.arange(n_holders), gained, lost),
            started=tuple(np.flatnonzero(began).tolist()),
            ended=tuple(np.flatnonzero(ended).tolist()),
        )
