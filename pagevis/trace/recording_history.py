"""Random access in time over a recording: facts, played as they are. No allocator runs here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from pagevis.base.jobs import Job
from pagevis.model.snapshot import I64, PfnTable
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
from pagevis.trace.questions import Question
from pagevis.trace.recording import FIRST_PROCESS_SLOT, NO_CPU, FactKind, Recording
from pagevis.trace.recording_cursor import Cursor
from pagevis.trace.recording_entries import expand
from pagevis.trace.recording_snapshot import RecordingSnapshot
from pagevis.trace.recording_totals import Totals
from pagevis.trace.recording_words import columns, describe
from pagevis.trace.writes import of_entries

_OF_SCENARIOS = ("title", "allocator", "page_size_bytes", "events_by_kind", "refused")


class RecordingHistory:
    """A History over a recording. It knows no micro-steps: every position is after a whole event."""

    kind: str = "recording"

    def __init__(self, recording: Recording, job: Job | None = None) -> None:
        self._recording = recording
        self._entries = expand(recording)
        self._cursor = Cursor(self._entries, recording.n_frames, len(recording.holders), job)
        self._pfns = PfnTable(recording.ranges)
        self._totals = Totals(recording, self._entries)
        self._columns: EventColumns | None = None  # built when first asked for
        self._shown_event = 0  # the event whose frames the last step touched: done, or undone
        self.marks: Sequence[Mark] = tuple(Mark(loss.event, "loss", loss.text) for loss in recording.losses)

    @property
    def title(self) -> str:
        return self._recording.title

    @property
    def path(self) -> str:
        return self._recording.path

    @property
    def n_events(self) -> int:
        return self._recording.n_facts + 1

    @property
    def position(self) -> Position:
        return Position(self._cursor.event, 0)

    @property
    def warnings(self) -> tuple[str, ...]:
        return self._recording.warnings

    def seek(self, event: int, micro: int | None = None) -> None:
        if micro not in (None, 0):
            raise IndexError(micro)
        before = self._cursor.event
        self._cursor.go(event)
        self._shown_event = before if event == before - 1 else event

    def n_micro(self, event: int) -> int:
        if not 0 <= event < self.n_events:
            raise IndexError(event)
        return 0

    def snapshot(self) -> RecordingSnapshot:
        return RecordingSnapshot(self._recording, self._cursor)

    def step(self) -> Step:
        if self._shown_event == 0:
            return Step(NOTHING_TOUCHED)
        return Step(self._entries.frame[self._entries.rows(self._shown_event)].astype(np.int64))

    def event(self, index: int) -> EventRow:
        return describe(self._recording, self._entries, self._pfns, index)

    def caption(self) -> Caption:
        row = self.event(self._cursor.event)
        heading = f"Event {row.index:,} of {self._recording.n_facts:,}"
        if row.time_ns is None:
            n_ranges = len(self._recording.ranges)
            text = f"The recording mentions {len(self._entries.touched):,} frames in {n_ranges:,} "
            return Caption(heading, row.summary, text + ("range." if n_ranges == 1 else "ranges."))
        since_s = (row.time_ns - int(self._recording.time_ns[0])) / 1e9
        cpu = int(self._recording.cpu[row.index - 1])
        where = "" if cpu == NO_CPU else f", on CPU {cpu}"
        lost = "".join(f" Here {m.text}." for m in self.marks if m.event == row.index)
        return Caption(heading, row.summary, f"{since_s:,.6f} s after the first event{where}.{lost}")

    def usage(self, n_columns: int, lo: int = 0, hi: int | None = None) -> Usage:
        """Frames by holder, the largest on average first, then the rest as slot 0."""
        return self._totals.usage(n_columns, lo, self.n_events - 1 if hi is None else hi)

    def held_by_all(self, n_columns: int) -> Usage:
        """Frames of every holder over time."""
        return self._totals.everyone(n_columns)

    def difference(self, first: int, last: int) -> Difference:
        """What the state after one event has that the state after an earlier one had not."""
        return self._totals.difference(first, last)

    @property
    def questions(self) -> Sequence[Question]:
        return ()

    def event_columns(self) -> EventColumns:
        if self._columns is None:
            self._columns = columns(self._recording)
        return self._columns

    def frame_events(self, frame: int) -> I64:
        # An event that names a frame twice does not occur, so no number stands here twice.
        return self._entries.event[self._entries.rows_of(frame)].astype(np.int64)

    def writes(self, what: str) -> Writes | None:
        return of_entries(self._entries, what)

    def write_steps(self, event: int, _what: str, _frame: int | None) -> tuple[int, ...]:
        self.n_micro(event)
        return ()

    def said(self, event: int) -> str:
        self.n_micro(event)
        return ""

    def frame_past(self, frame: int) -> Sequence[Past]:
        rows = self._entries.rows_of(frame)
        events, slots = self._entries.event[rows].tolist(), self._entries.holder[rows].tolist()
        told = [Past(event, (slot,) if slot else ()) for event, slot in zip(events, slots, strict=True)]
        return [Past(0, ()), *told]

    def micro_steps(self, event: int) -> Sequence[str]:
        self.n_micro(event)
        return ()

    def lookup(self) -> Lookup | None:
        return None

    def integrity(self) -> Sequence[Finding] | None:
        return None

    def info(self) -> Mapping[str, object]:
        """The keys of ``pagevis info --json``. ``allocations`` and ``frees`` count events, frames_* count frames."""
        recording, entries, statistics = self._recording, self._entries, self._recording.statistics
        of_kind = np.bincount(recording.kind, minlength=len(FactKind) + 1)
        is_free = recording.kind[entries.event[1:] - 1] == FactKind.FREE
        n_odd_frees = int(np.count_nonzero(entries.odd[1:] & is_free))
        time_s = recording.time_ns[[0, -1]] / 1e9
        return {
            **dict.fromkeys(_OF_SCENARIOS),
            "path": recording.path,
            "kind": self.kind,
            "source": recording.form,
            "format": statistics.format,
            "frames": recording.n_frames,
            "frames_mentioned": len(entries.touched),
            "events": recording.n_facts,
            "allocations": int(of_kind[FactKind.ALLOC]),
            "allocations_failed": int(of_kind[FactKind.ALLOC_FAILED]),
            "frees": int(of_kind[FactKind.FREE]),
            "frees_unmatched": n_odd_frees,
            "allocations_of_held": int(np.count_nonzero(entries.odd)) - n_odd_frees,
            "page_cache_additions": int(of_kind[FactKind.CACHE_ADD]),
            "page_cache_removals": int(of_kind[FactKind.CACHE_REMOVE]),
            "forks": int(of_kind[FactKind.FORK]),
            "execs": int(of_kind[FactKind.EXEC]),
            "exits": int(of_kind[FactKind.EXIT]),
            "frames_held_at_end": entries.n_held_at_end,
            "processes": len(recording.holders) - FIRST_PROCESS_SLOT,
            "lost_events": sum(loss.n_events or 0 for loss in recording.losses),
            "loss_marks": len(recording.losses),
            "lines_skipped": statistics.lines_skipped,
            "truncated": statistics.truncated,
            "time_first": float(time_s[0]),
            "time_last": float(time_s[1]),
            "time_backwards": int(np.count_nonzero(np.diff(recording.time_ns) < 0)),
            "other_events": dict(statistics.other_events),
        }

    def findings(self) -> Sequence[Finding]:
        return ()

    def focus(self, event: int) -> int | None:
        """None: a recording asks for no attention. ``event`` must lie inside, as everywhere."""
        self.n_micro(event)
        return None
