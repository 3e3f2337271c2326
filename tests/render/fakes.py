"""A history that stands still at the moment of the study: 64 frames, three processes, one link just written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

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
from pagevis.trace.difference import Difference
from pagevis.trace.expressions import Lookup
from pagevis.trace.history import (
    Caption,
    Code,
    EventColumns,
    EventRow,
    Finding,
    LinkWrite,
    Mark,
    Position,
    Step,
    Usage,
)
from pagevis.trace.questions import Question

SHELL, EDITOR, VIDEO = 2, 3, 4
HOLDERS = (
    Holder(0, "nobody", HolderKind.NONE),
    Holder(1, "kernel", HolderKind.KERNEL),
    Holder(SHELL, "shell", HolderKind.PROCESS, 1),
    Holder(EDITOR, "editor", HolderKind.PROCESS, 2),
    Holder(VIDEO, "video", HolderKind.SEGMENT),
)
USED_ORDER = [0x28, 0x27, 0x25, 0x24, 0x23, 0x22, 0x21, 0x20, 0x1F, 0x1E, 0x1D, 0x1C, 0x1B, 0x1A, 0x19, 0x18, 0x17]
USED_ORDER += [0x16, 0x15, 0x14, 0x11, 0x10, 0x0F, 0x0E, 0x0D, 0x0C, 0x0A, 0x09]
FREE_ORDER = [0x12, 0x13, 0x26, *range(0x29, 0x40)]


@dataclass(frozen=True)
class FakeSnapshot:
    """Arrays for everything; see Snapshot."""

    kind: U8
    holder: U32
    holder2: U32
    refcount: U32
    following: I64
    list_of: U8
    ranges: tuple[FrameRange, ...]
    lists: tuple[FrameList, ...] = ()
    regions: tuple[Region, ...] = ()
    holders: Sequence[Holder] = HOLDERS
    version: int = 1
    dirty: tuple[int, int] | None = None
    ages: int = -1  # events since each frame's last; -1: nothing ever happened to any
    source: str = "fake"
    event_index: int = 1000
    time_ns: int | None = None
    page_size_bytes: int = 4096
    missing: tuple[str, ...] = ()

    @property
    def n_frames(self) -> int:
        return len(self.kind)

    def frames(self, lo: int, hi: int) -> Frames:
        return Frames(
            self.kind[lo:hi],
            self.holder[lo:hi],
            self.holder2[lo:hi],
            self.refcount[lo:hi],
            np.full(hi - lo, self.event_index - self.ages if self.ages >= 0 else -1, np.int64),
        )

    def on_list(self, lo: int, hi: int) -> U8:
        return self.list_of[lo:hi]

    def next_frame(self, lo: int, hi: int) -> I64:
        return self.following[lo:hi]

    def prev_frame(self, lo: int, hi: int) -> I64:
        return np.full(hi - lo, NO_FRAME, np.int64)

    def holders_of(self, frame: int) -> tuple[Hold, ...]:
        return tuple(Hold(int(slot), 0) for slot in (self.holder[frame], self.holder2[frame]) if slot)

    def allocated_by(self, frame: int) -> int:
        return int(self.holder[frame])

    def element(self, frame: int) -> tuple[ElementField, ...]:
        return (ElementField("refcount", str(self.refcount[frame]), None, "How many holds there are."),)

    def times_used(self, lo: int, hi: int) -> U32:
        return self.refcount[lo:hi]

    def frames_of(self, slot: int) -> U32:
        return np.flatnonzero((self.holder == slot) | (self.holder2 == slot)).astype(np.uint32)

    def states(self) -> tuple[HolderState, ...]:
        counted = [(h, len(self.frames_of(h.slot))) for h in self.holders[1:]]
        return tuple(HolderState(h, n, 0, alive=True) for h, n in counted)

    def counts(self) -> Counts:
        free, used = int((self.kind == Kind.FREE).sum()), int((self.kind == Kind.USED).sum())
        return Counts(free=free, used=used, booked=used, counted=7, managed=self.n_frames - 2)

    def dirty_since(self, version: int) -> tuple[int, int] | None:
        return None if version == self.version else self.dirty or (0, self.n_frames)


def lesson() -> FakeSnapshot:
    """The memory of the study at the moment that the free list's head was written."""
    kind = np.full(64, Kind.FREE, np.uint8)
    holder, holder2, refcount = (np.zeros(64, np.uint32) for _ in range(3))
    kind[0:2], kind[2:5], kind[5:6], kind[6:8], kind[8:9] = (
        Kind.RESERVED,
        Kind.KERNEL,
        Kind.HEAP,
        Kind.BOOK,
        Kind.KERNEL,
    )
    for slot, frames in (
        (SHELL, [0x09, 0x0A, 0x0C, 0x0D, 0x1E, 0x1F, 0x20, 0x21, 0x22]),
        (EDITOR, [0x0E, 0x0F, 0x10, 0x11, 0x23, 0x24, 0x25, 0x27, 0x28]),
        (VIDEO, [*range(0x14, 0x1E)]),
    ):
        kind[frames], holder[frames], refcount[frames] = Kind.USED, slot, 1
    holder2[[0x0E, 0x0F]], holder2[0x1A:0x1E] = SHELL, EDITOR
    refcount[[0x0E, 0x0F]], refcount[0x1A:0x1E] = 2, 2
    following = np.full(64, NO_FRAME, np.int64)
    list_of = np.zeros(64, np.uint8)
    for index, order in ((1, FREE_ORDER), (2, USED_ORDER)):
        following[order[:-1]] = order[1:]
        list_of[order] = index
    following[0x0B] = 0x12
    lists = (FrameList("free list", 0x12, len(FREE_ORDER)), FrameList("used list", 0x28, len(USED_ORDER)))
    base = 0xC0000000
    regions = (
        Region("kernel", base, 4, 2),
        Region("heap", base + 0x4000, 1, 5),
        Region("unmapped", base + 0x5000, 1, None),
        Region("book", base + 0x6000, 2, 6),
        Region("unmapped", base + 0x8000, 1, None),
    )
    return FakeSnapshot(
        kind, holder, holder2, refcount, following, list_of, (FrameRange(0, 0, 64),), lists=lists, regions=regions
    )


def big(n_frames: int, seed: int = 1) -> FakeSnapshot:
    """Many frames in runs of random owners, in two ranges with a hole between them."""
    rng = np.random.default_rng(seed)
    runs = rng.integers(1, 40, n_frames // 8)
    owner = np.repeat(rng.integers(0, 9, len(runs)), runs)[:n_frames]
    owner = np.pad(owner, (0, n_frames - len(owner)))
    kind = np.where(owner == 0, Kind.FREE, np.where(owner == 1, Kind.UNKNOWN, Kind.USED)).astype(np.uint8)
    holder = np.where(kind == Kind.USED, owner, 0).astype(np.uint32)
    holder2 = np.where((kind == Kind.USED) & (rng.random(n_frames) < 0.02), 3, 0).astype(np.uint32)
    names = ("nobody", "kernel", "cc1", "as", "ld", "make", "bash", "cat", "sed")
    kinds = (HolderKind.NONE, HolderKind.KERNEL) + (HolderKind.PROCESS,) * 7
    holders = tuple(Holder(i, name, k) for i, (name, k) in enumerate(zip(names, kinds, strict=True)))
    half = n_frames // 2
    ranges = (FrameRange(0, 0x1000, half), FrameRange(half, 0x1000 + half + 5120, n_frames - half))
    nothing = np.full(n_frames, NO_FRAME, np.int64)
    refcount = (kind == Kind.USED).astype(np.uint32) + (holder2 > 0)
    return FakeSnapshot(
        kind,
        holder,
        holder2,
        refcount.astype(np.uint32),
        nothing,
        np.zeros(n_frames, np.uint8),
        ranges,
        holders=holders,
    )


CODE = Code(
    title="page_book.py",
    text="def allocate(book, process):\n    frame = book.free_head\n    book.free_head = book.next[frame]\n",
    line=3,
    function=(1, 3),
    values={3: "0x12"},
    tags={"frame": 0x0B},
)
STEP = Step(np.array([0x0B], np.int64), (LinkWrite(0, None, 0x0B, 0x12),), "w free_head ← 12", CODE)
STILL = Step(np.empty(0, np.int64))


@dataclass
class FakeHistory:
    """A history of one moment; see History."""

    now: FakeSnapshot = field(default_factory=lesson)
    what: Step = STEP
    kind: str = "scenario"
    title: str = "Sharing a frame"
    path: str = "lesson.scenario"
    n_events: int = 24
    position: Position = field(default_factory=lambda: Position(12, 3))
    marks: Sequence[Mark] = ()
    warnings: tuple[str, ...] = ()

    def seek(self, event: int, micro: int | None = None) -> None:
        self.position = Position(event, micro or 0)

    def n_micro(self, event: int) -> int:
        return 7 if event else 0

    def snapshot(self) -> FakeSnapshot:
        return self.now

    def step(self) -> Step:
        return self.what

    def caption(self) -> Caption:
        return Caption(
            "Event 12", "video asks for one frame", "The free list lets go of 0b: its head now points to 12."
        )

    def event(self, index: int) -> EventRow:
        return EventRow(index, "alloc", "alloc video 1", "video asks for one frame")

    @property
    def questions(self) -> Sequence[Question]:
        return ()

    def event_columns(self) -> EventColumns:
        n = self.n_events
        nothing = np.zeros(n, np.uint8)
        return EventColumns(("alloc",), nothing, nothing.astype(np.uint32), np.full(n, -1), nothing, nothing > 0)

    def frame_events(self, frame: int) -> I64:
        return np.array([12] if frame == 0x0B else [], np.int64)

    def micro_steps(self, event: int) -> Sequence[str]:
        return ("w free_head ← 12",) * self.n_micro(event)

    def lookup(self) -> Lookup | None:
        return None

    def integrity(self) -> Sequence[Finding] | None:
        return None

    def usage(self, n_columns: int, _lo: int = 0, _hi: int | None = None) -> Usage:
        slots = tuple(h.slot for h in self.now.holders[1:])
        return Usage(np.arange(n_columns), slots, np.ones((len(slots), n_columns), np.int64), self.now.n_frames)

    def held_by_all(self, n_columns: int) -> Usage:
        return self.usage(n_columns)

    def difference(self, first: int, last: int) -> Difference:
        return Difference(first, last, 0, 0, (), (), ())

    def info(self) -> Mapping[str, object]:
        return {}

    def findings(self) -> Sequence[Finding]:
        return ()

    def focus(self, event: int) -> int | None:
        return None if event < 0 else 0x1B


def changed(snapshot: FakeSnapshot, lo: int, hi: int, slot: int) -> FakeSnapshot:
    """The snapshot after frames ``lo..hi`` went to a holder; it names them as dirty."""
    kind, holder = snapshot.kind.copy(), snapshot.holder.copy()
    kind[lo:hi], holder[lo:hi] = Kind.USED, slot
    return replace(snapshot, kind=kind, holder=holder, version=snapshot.version + 1, dirty=(lo, hi))
