"""A small history of its own: 64 frames, two lists, three processes, one segment, micro-steps with code. It stands in
for the model where a test wants a history whose every number it knows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

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
from pagevis.trace.difference import Difference, HolderChange
from pagevis.trace.expressions import Lookup
from pagevis.trace.history import (
    CallFrame,
    Caption,
    Code,
    EventColumns,
    EventRow,
    Finding,
    LinkWrite,
    Mark,
    Past,
    Position,
    Step,
    Usage,
    Writes,
)
from pagevis.trace.questions import Question

CODE = '''"""Page book."""


def take(book, process):
    frame = book.free_head
    if frame == NIL:
        return 0  # "out of memory"
    book.free_head = book.next[frame]
    book.prev[book.free_head] = NIL
    push(book, book.used, frame)
    book.refcount[frame] = 1
    return frame
'''

HOLDERS = (
    Holder(0, "nobody", HolderKind.NONE),
    Holder(1, "kernel", HolderKind.KERNEL),
    Holder(2, "shell", HolderKind.PROCESS, 2),
    Holder(3, "editor", HolderKind.PROCESS, 3),
    Holder(4, "video", HolderKind.PROCESS, 4),
    Holder(5, "ring", HolderKind.SEGMENT),
)
N_FRAMES = 64
FIRST_FREE = 9
N_MICRO = 7


def requests() -> tuple[tuple[str, int, int], ...]:
    """(verb, slot, number of frames) for events 1…"""
    return (
        ("alloc", 2, 3), ("alloc", 3, 4), ("alloc", 4, 4), ("share", 3, 4), ("alloc", 2, 5), ("free", 2, 2),
        ("alloc", 4, 1), ("alloc", 3, 6), ("free", 3, 3), ("alloc", 2, 2), ("free", 4, 1), ("alloc", 4, 1),
    )  # fmt: skip


class FakeSnapshot:
    """What is held after the first ``event`` requests; the last one only in part."""

    source = "fake"
    page_size_bytes = 4096
    n_frames = N_FRAMES
    ranges = (FrameRange(0, 0, N_FRAMES),)
    holders: Sequence[Holder] = HOLDERS
    missing: tuple[str, ...] = ()
    regions = (
        Region("kernel", 0xC0001000, 3, 1),
        Region("heap", 0xC0004000, 4, 4),
        Region("unmapped", 0xC0008000, 1, None),
        Region("book", 0xC0009000, 1, 8),
        Region("unmapped", 0xC000A000, 1, None),
    )

    def __init__(self, event: int, micro: int) -> None:
        self.event_index = event
        self.version = event * 100 + micro
        self.time_ns = None
        self.free = list(range(FIRST_FREE, N_FRAMES))
        self.used: list[int] = []
        self.holds: dict[int, list[int]] = {}
        done = event if micro == N_MICRO else event - 1
        for verb, slot, n in requests()[: max(done, 0)]:
            self._do(verb, slot, n)

    def _do(self, verb: str, slot: int, n: int) -> None:
        if verb == "alloc":
            for _ in range(n):
                frame = self.free.pop(0)
                self.used.insert(0, frame)
                self.holds[frame] = [slot]
        elif verb == "share":
            for frame in [f for f in self.used if self.holds[f] == [4]][:n]:
                self.holds[frame] = [5, 4, slot]
        else:
            for frame in [f for f in self.used if self.holds[f] == [slot]][:n]:
                self.used.remove(frame)
                del self.holds[frame]
                self.free.insert(0, frame)

    @property
    def lists(self) -> tuple[FrameList, ...]:
        return tuple(
            FrameList(name, frames[0] if frames else NO_FRAME, len(frames))
            for name, frames in (("free list", self.free), ("used list", self.used))
        )

    def frames(self, lo: int, hi: int) -> Frames:
        kind = np.full(N_FRAMES, Kind.FREE, np.uint8)
        kind[0], kind[1:4], kind[4:8], kind[8] = Kind.RESERVED, Kind.KERNEL, Kind.HEAP, Kind.BOOK
        holder, holder2, count = (np.zeros(N_FRAMES, np.uint32) for _ in range(3))
        holder[1:9] = 1
        for frame, slots in self.holds.items():
            kind[frame], holder[frame], count[frame] = Kind.USED, slots[0], len(slots)
            holder2[frame] = slots[1] if len(slots) > 1 else 0
        last = np.full(N_FRAMES, -1, np.int64)
        return Frames(*(column[lo:hi].copy() for column in (kind, holder, holder2, count, last)))

    def on_list(self, lo: int, hi: int) -> U8:
        found = np.zeros(N_FRAMES, np.uint8)
        found[self.free] = 1
        found[self.used] = 2
        return found[lo:hi]

    def _links(self, step: int) -> I64:
        links = np.full(N_FRAMES, NO_FRAME, np.int64)
        for frames in (self.free, self.used):
            ordered = frames[::step]
            links[ordered[:-1]] = ordered[1:]
        return links

    def next_frame(self, lo: int, hi: int) -> I64:
        return self._links(1)[lo:hi]

    def prev_frame(self, lo: int, hi: int) -> I64:
        return self._links(-1)[lo:hi]

    def holders_of(self, frame: int) -> tuple[Hold, ...]:
        return tuple(Hold(slot, 0) for slot in self.holds.get(frame, ()))

    def allocated_by(self, frame: int) -> int:
        return self.holds.get(frame, [0])[-1]

    def element(self, frame: int) -> tuple[ElementField, ...]:
        after = int(self.next_frame(frame, frame + 1)[0])
        return (
            ElementField("kind", "used" if frame in self.holds else "free", None, "What the frame is."),
            ElementField("next", f"{after:02x}" if after >= 0 else "nil", after if after >= 0 else None, "Behind it."),
            ElementField("refcount", str(len(self.holds.get(frame, ()))), None, "How many holds there are."),
        )

    def times_used(self, lo: int, hi: int) -> U32:
        times = np.zeros(N_FRAMES, np.uint32)
        for event in range(1, self.event_index + 1):
            times[given(event)] += 1
        return times[lo:hi]

    def frames_of(self, slot: int) -> U32:
        if slot == 1:
            return np.arange(1, 9, dtype=np.uint32)
        return np.array(sorted(f for f, slots in self.holds.items() if slot in slots), np.uint32)

    def states(self) -> tuple[HolderState, ...]:
        found = []
        for holder in HOLDERS[1:]:
            frames = self.frames_of(holder.slot)
            shared = sum(len(self.holds.get(int(f), ())) > 1 for f in frames)
            attached = (4, 3) if holder.kind is HolderKind.SEGMENT and len(frames) else ()
            if len(frames) or holder.kind is HolderKind.PROCESS:
                found.append(HolderState(holder, len(frames), shared, True, attached))
        return tuple(found)

    def counts(self) -> Counts:
        n_used = len(self.used)
        return Counts(free=len(self.free), used=n_used, booked=n_used, counted=8, managed=len(self.free) + n_used + 8)

    def dirty_since(self, version: int) -> tuple[int, int] | None:
        return None if version == self.version else (0, N_FRAMES)


def given(event: int) -> list[int]:
    """Frames that an event handed out."""
    before, after = FakeSnapshot(event - 1, N_MICRO), FakeSnapshot(event, N_MICRO)
    return sorted(set(after.holds) - set(before.holds))


class FakeHistory:
    """See the module."""

    title = "Sharing a frame"
    path = "fake.scenario"
    kind = "scenario"
    warnings: tuple[str, ...] = ()
    questions: Sequence[Question] = ()
    marks: Sequence[Mark] = (Mark(4, "mark", "ring shared"), Mark(8, "pause", ""), Mark(10, "refused", "not-owner"))

    def __init__(self) -> None:
        self.n_events = len(requests()) + 1
        self.position = Position(0, N_MICRO)

    def seek(self, event: int, micro: int | None = None) -> None:
        if not 0 <= event < self.n_events:
            raise IndexError(event)
        self.position = Position(event, N_MICRO if micro is None else micro)

    def n_micro(self, _event: int) -> int:
        return N_MICRO

    def snapshot(self) -> FakeSnapshot:
        return FakeSnapshot(self.position.event, self.position.micro)

    def step(self) -> Step:
        snapshot = self.snapshot()
        head = snapshot.lists[0].head
        micro = self.position.micro
        links = (LinkWrite(0, None, head, snapshot.next_frame(0, 64)[head].item()),) if micro == 3 else ()
        code = Code("page_book.py", CODE, min(5 + micro, 12), (4, 12), {5: f"0x{head:02x}", 8: "0x12"}, {"frame": head})
        code = replace(code, stack=(CallFrame("allocate", 3), CallFrame("take", code.line)), variables={"frame": "12"})
        return Step(np.array([head], np.int64), links, "w free_head ← 12", code if micro < N_MICRO else None)

    def caption(self) -> Caption:
        event = self.position.event
        return Caption(
            f"Event {event}", self.event(event).summary, "The free list lets go of 0b: its head points to 12."
        )

    def event(self, index: int) -> EventRow:
        if index == 0:
            return EventRow(0, "boot", "boot", "the kernel lays out its book")
        verb, slot, n = requests()[index - 1]
        name = HOLDERS[slot].name
        return EventRow(index, verb, f"{verb} {name} {n}", f"{name}: {verb} {n} frames", slot)

    def event_columns(self) -> EventColumns:
        verbs = ("boot", "alloc", "share", "free")
        rows = (("boot", 0, 0), *requests())
        return EventColumns(
            verbs,
            np.array([verbs.index(verb) for verb, _, _ in rows], np.uint8),
            np.array([slot for _, slot, _ in rows], np.uint32),
            np.array([next(iter(self._touched(event)), -1) for event in range(self.n_events)], np.int64),
            np.zeros(self.n_events, np.uint8),
            np.zeros(self.n_events, np.bool_),
        )

    def _touched(self, event: int) -> list[int]:
        if event == 0:
            return []
        before, after = (FakeSnapshot(e, N_MICRO).holds for e in (event - 1, event))
        return sorted(f for f in before | after if before.get(f) != after.get(f))

    def frame_events(self, frame: int) -> I64:
        return np.array([e for e in range(self.n_events) if frame in self._touched(e)], np.int64)

    def frame_past(self, frame: int) -> Sequence[Past]:
        return [Past(e, tuple(FakeSnapshot(e, N_MICRO).holds.get(frame, ()))) for e in (0, *self.frame_events(frame))]

    def micro_steps(self, _event: int) -> Sequence[str]:
        return tuple(f"w free_head ← {k:02x}" for k in range(N_MICRO))

    def writes(self, _what: str) -> Writes | None:
        return None

    def write_steps(self, _event: int, _what: str, _frame: int | None) -> tuple[int, ...]:
        return ()

    def said(self, _event: int) -> str:
        return ""

    def lookup(self) -> Lookup | None:
        return None

    def integrity(self) -> Sequence[Finding] | None:
        return () if self.position.micro == N_MICRO else None

    def usage(self, n_columns: int, lo: int = 0, hi: int | None = None) -> Usage:
        end = self.n_events - 1 if hi is None else hi
        events = np.unique(np.linspace(lo, end, max(2, min(n_columns, end - lo + 1))).astype(np.int64))
        slots = (1, 2, 3, 4)
        held = np.array([[len(FakeSnapshot(int(e), N_MICRO).frames_of(s)) for e in events] for s in slots], np.int64)
        return Usage(events, slots, held, N_FRAMES)

    def held_by_all(self, n_columns: int) -> Usage:
        events = np.unique(np.linspace(0, self.n_events - 1, min(n_columns, self.n_events)).astype(np.int64))
        shots = [FakeSnapshot(int(event), N_MICRO) for event in events]
        held = np.array([[len(shot.frames_of(h.slot)) for shot in shots] for h in HOLDERS], np.int64)
        return Usage(events, tuple(h.slot for h in HOLDERS), held, N_FRAMES)

    def difference(self, first: int, last: int) -> Difference:
        was, now = (FakeSnapshot(event, N_MICRO) for event in (first, last))
        sets = [[set(s.frames_of(holder.slot).tolist()) for s in (was, now)] for holder in HOLDERS]
        changes = [HolderChange(slot, len(b - a), len(a - b)) for slot, (a, b) in enumerate(sets) if slot and a != b]
        changes.sort(key=lambda change: -change.gained - change.lost)
        free = now.counts().free - was.counts().free
        return Difference(first, last, free, -free, tuple(changes), (), ())

    def info(self) -> Mapping[str, object]:
        return {"kind": "scenario", "frames": N_FRAMES, "events": self.n_events}

    def findings(self) -> Sequence[Finding]:
        return ()

    def focus(self, _event: int) -> int | None:
        return None
