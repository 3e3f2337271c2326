"""Collects facts one by one into a Recording: process lifetimes, the table of strings, the frames that are covered.
Knows no input format; sources call it."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field

import numpy as np

from pagevis.base.errors import PagevisError
from pagevis.model.snapshot import I64, U32, FrameRange, Holder, HolderKind
from pagevis.trace.recording import (
    BLOCK_FRAMES,
    CACHE_SLOT,
    FIRST_PROCESS_SLOT,
    INTERRUPT_SLOT,
    NO_CPU,
    NO_INDEX,
    NO_MIGRATETYPE,
    FactKind,
    Loss,
    Recording,
    Statistics,
)

MAX_ORDER = 20
MAX_PFN = 1 << 52
MAX_FRAMES = 1 << 28  # covered frames: 1 TiB of 4 KiB frames
MAX_ENTRIES = 1 << 27  # frames touched by all events together: what 20 GiB of memory can hold comfortably
MAX_STRINGS = 1 << 16
NO_PFN = MAX_PFN
NEVER = -1
COMM_LENGTH = 15  # Linux cuts a task's name to this


@dataclass(slots=True)
class RecordingBuilder:
    """Append facts with ``add``, then ``finish``. Every column is a compact array; nothing is kept per frame."""

    kind: array[int] = field(default_factory=lambda: array("B"))
    process: array[int] = field(default_factory=lambda: array("I"))
    pfn: array[int] = field(default_factory=lambda: array("q"))
    order: array[int] = field(default_factory=lambda: array("B"))
    time_ns: array[int] = field(default_factory=lambda: array("q"))
    cpu: array[int] = field(default_factory=lambda: array("H"))
    migratetype: array[int] = field(default_factory=lambda: array("B"))
    flags: array[int] = field(default_factory=lambda: array("H"))
    arg: array[int] = field(default_factory=lambda: array("Q"))
    losses: list[Loss] = field(default_factory=list)
    _names: list[str] = field(default_factory=lambda: ["nobody", "page cache", "interrupt"])
    _pids: list[int | None] = field(default_factory=lambda: [None, None, None])
    _first: list[int] = field(default_factory=lambda: [NEVER] * FIRST_PROCESS_SLOT)
    _end: list[int] = field(default_factory=lambda: [NEVER] * FIRST_PROCESS_SLOT)
    _slot_of_tid: dict[int, int] = field(default_factory=dict)
    _strings: dict[str, int] = field(default_factory=lambda: {"": 0})

    @property
    def n_facts(self) -> int:
        """Facts so far: the number of the event added last."""
        return len(self.kind)

    def process_slot(self, tid: int, name: str) -> int:
        """The slot of the thread's current lifetime; ``name`` "" where it is not known. The last name told stays."""
        slot = self._slot_of_tid.get(tid)
        if slot is None or (name and self._end[slot] != NEVER and self._names[slot] not in ("", name)):
            # Never seen, or it exited and the number now belongs to somebody of another name.
            return self._start(tid, name, self.n_facts + 1)
        if name:
            self._names[slot] = name
        return slot

    def _start(self, tid: int, name: str, event: int) -> int:
        slot = len(self._names)
        self._names.append(name)
        self._pids.append(tid)
        self._first.append(event)
        self._end.append(NEVER)
        self._slot_of_tid[tid] = slot
        return slot

    def string(self, text: str) -> int:
        """Index of a text in the table of strings; 0, the empty one, once the table is full."""
        found = self._strings.get(text)
        if found is None:
            if len(self._strings) >= MAX_STRINGS:
                return 0
            found = self._strings[text] = len(self._strings)
        return found

    def add(
        self,
        kind: FactKind,
        slot: int,
        time_ns: int,
        *,
        pfn: int = NO_PFN,
        order: int = 0,
        cpu: int = NO_CPU,
        migratetype: int = NO_MIGRATETYPE,
        flags: int = 0,
        arg: int = 0,
    ) -> None:
        """One fact. ``pfn`` is NO_PFN or below MAX_PFN, ``order`` at most MAX_ORDER: the source has checked."""
        self.kind.append(kind)
        self.process.append(slot)
        self.time_ns.append(time_ns)
        self.pfn.append(pfn)
        self.order.append(order)
        self.cpu.append(cpu)
        self.migratetype.append(migratetype)
        self.flags.append(flags)
        self.arg.append(arg)

    def fork(self, slot: int, time_ns: int, cpu: int, child_tid: int, child_name: str) -> None:
        """A process starts: whatever thread had its id before is another lifetime."""
        child = self._start(child_tid, child_name, self.n_facts + 1)
        self.add(FactKind.FORK, slot, time_ns, cpu=cpu, arg=child)

    def exec(self, tid: int, name: str, time_ns: int, cpu: int, file: str) -> None:
        """A process runs another program; one that has exited cannot, so its thread id names a new lifetime."""
        slot = self._slot_of_tid.get(tid)
        if slot is not None and self._end[slot] != NEVER:
            del self._slot_of_tid[tid]
        slot = self.process_slot(tid, name or file.rpartition("/")[2][:COMM_LENGTH])
        self.add(FactKind.EXEC, slot, time_ns, cpu=cpu, flags=self.string(file))

    def exit(self, slot: int, time_ns: int, cpu: int) -> None:
        """A process ends. Its frames come back later, one by one, by facts of their own."""
        self.add(FactKind.EXIT, slot, time_ns, cpu=cpu)
        if slot >= FIRST_PROCESS_SLOT:
            self._end[slot] = self.n_facts

    def lost(self, n_events: int | None, cpu: int | None) -> None:
        """A gap in the record, before the next fact."""
        self.losses.append(Loss(self.n_facts + 1, n_events, cpu))

    def finish(
        self, *, title: str, path: str, form: str, warnings: tuple[str, ...], statistics: Statistics
    ) -> Recording:
        """The recording. Raises ``PagevisError`` where it has no frame at all, or more than a machine can hold."""
        kind = np.array(self.kind, np.uint8)
        pfn = np.array(self.pfn, np.int64)
        order = np.array(self.order, np.uint8)
        has_frame = pfn != NO_PFN
        n = len(kind)
        if not has_frame.any():
            raise PagevisError(
                "the recording mentions no page frame",
                remedy="record the events kmem:mm_page_alloc and kmem:mm_page_free",
                place=path,
            )
        size = np.where(has_frame, np.int64(1) << order.astype(np.int64), 0)
        if int(size.sum()) > MAX_ENTRIES:
            raise PagevisError(
                f"its events touch {int(size.sum()):,} frames, and pagevis follows {MAX_ENTRIES:,} at most",
                remedy="cut the recording into pieces",
                place=path,
            )
        ranges = _cover(pfn[has_frame], size[has_frame])
        n_frames = sum(r.n_frames for r in ranges)
        if n_frames > MAX_FRAMES:
            raise PagevisError(
                f"it covers {n_frames:,} frames, and pagevis shows {MAX_FRAMES:,} at most",
                remedy="cut the recording into pieces",
                place=path,
            )
        process = np.array(self.process, np.uint32)
        first = np.array(self._first, np.int64)
        end = np.array(self._end, np.int64)
        cached = kind == FactKind.CACHE_ADD
        first[CACHE_SLOT] = int(cached.argmax()) + 1 if cached.any() else NEVER
        interrupted = process == INTERRUPT_SLOT
        first[INTERRUPT_SLOT] = int(interrupted.argmax()) + 1 if interrupted.any() else NEVER
        return Recording(
            kind=kind,
            process=process,
            frame=_indices(pfn, ranges),
            order=order,
            time_ns=np.array(self.time_ns, np.int64),
            cpu=np.array(self.cpu, np.uint16),
            migratetype=np.array(self.migratetype, np.uint8),
            flags=np.array(self.flags, np.uint16),
            arg=np.array(self.arg, np.uint64),
            ranges=ranges,
            holders=self._holders(),
            holder_first=np.where(first == NEVER, n + 1, first),
            holder_end=np.where(end == NEVER, n + 1, end),
            strings=tuple(self._strings),
            losses=tuple(Loss(min(loss.event, n), loss.n_events, loss.cpu) for loss in self.losses),
            warnings=warnings,
            statistics=statistics,
            title=title,
            path=path,
            form=form,
        )

    def _holders(self) -> tuple[Holder, ...]:
        pseudo = (HolderKind.NONE, HolderKind.CACHE, HolderKind.INTERRUPT)
        processes = zip(self._names[FIRST_PROCESS_SLOT:], self._pids[FIRST_PROCESS_SLOT:], strict=True)
        return tuple(Holder(slot, self._names[slot], kind) for slot, kind in enumerate(pseudo)) + tuple(
            Holder(slot, name or f"pid {pid}", HolderKind.PROCESS, pid)
            for slot, (name, pid) in enumerate(processes, FIRST_PROCESS_SLOT)
        )


def _cover(pfn: I64, size: I64) -> tuple[FrameRange, ...]:
    """Ranges over all 4 MiB blocks that the pieces of ``size`` frames from ``pfn`` lie in, neighbours merged."""
    by_pfn = np.argsort(pfn)
    lo = pfn[by_pfn] // BLOCK_FRAMES
    reach = np.maximum.accumulate((pfn + size - 1)[by_pfn] // BLOCK_FRAMES + 1)
    opens = np.concatenate([[True], lo[1:] > reach[:-1]])
    starts = lo[opens]
    ends = reach[np.concatenate([np.flatnonzero(opens)[1:] - 1, [len(lo) - 1]])]
    ranges: list[FrameRange] = []
    frame = 0
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        n_frames = (end - start) * BLOCK_FRAMES
        ranges.append(FrameRange(frame, start * BLOCK_FRAMES, n_frames))
        frame += n_frames
    return tuple(ranges)


def _indices(pfn: I64, ranges: tuple[FrameRange, ...]) -> U32:
    """Frame index of each PFN, NO_INDEX where there is none."""
    first_pfn = np.array([r.first_pfn for r in ranges], np.int64)
    first_frame = np.array([r.first_frame for r in ranges], np.int64)
    at = np.searchsorted(first_pfn, pfn, side="right") - 1
    return np.where(pfn == NO_PFN, NO_INDEX, pfn - first_pfn[at] + first_frame[at]).astype(np.uint32)
