"""All frames at one moment, as every pane and export reads it. Knows nothing of how the moment came to be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

U8 = NDArray[np.uint8]
U32 = NDArray[np.uint32]
I64 = NDArray[np.int64]

NO_FRAME = -1  # ends a list, in the signed columns of a snapshot


class Kind(IntEnum):
    """What a frame is. ``UNKNOWN``: a recording has not mentioned it yet. ``FILE``: it is page cache."""

    HOLE = 0
    UNKNOWN = 1
    FREE = 2
    RESERVED = 3
    KERNEL = 4
    BOOK = 5
    HEAP = 6
    USED = 7
    WITHHELD = 8
    FILE = 9


class HolderKind(IntEnum):
    """What kind of thing a holder is. A name in a recording is that of the task that ran."""

    NONE = 0
    KERNEL = 1
    PROCESS = 2
    SEGMENT = 3
    INTERRUPT = 4
    CACHE = 5


@dataclass(frozen=True, slots=True)
class FrameRange:
    """Consecutive frames with consecutive PFNs. Between two ranges lies a break that the map shows as a seam."""

    first_frame: int
    first_pfn: int
    n_frames: int
    node: int = 0
    zone: str = ""


@dataclass(frozen=True, slots=True)
class Holder:
    """One process lifetime, segment, the kernel, …; its slot is its index in ``Snapshot.holders``. Never changes."""

    slot: int
    name: str
    kind: HolderKind
    pid: int | None = None


@dataclass(frozen=True, slots=True)
class HolderState:
    """One holder at the snapshot's moment: a row of the processes or segments pane."""

    holder: Holder
    n_frames: int  # different frames it holds
    n_shared: int  # of those, held by somebody else too
    alive: bool  # started and not yet gone
    attached: tuple[int, ...] = ()  # of a segment: slots of those attached, in order of attaching


@dataclass(frozen=True, slots=True)
class Hold:
    """One hold on one frame: who, as which (virtual) page of theirs, through which segment (slot, 0 = none)."""

    slot: int
    page: int
    via: int = 0


@dataclass(frozen=True, slots=True)
class Frames:
    """Columns for a half-open range of frame indices; all of one length."""

    kind: U8  # of Kind
    holder: U32  # slot of the first holder, 0 = none
    holder2: U32  # slot of the second holder, 0 = none: enough to draw bands where cells are small
    refcount: U32  # number of holds
    last_event: I64  # event that touched the frame last, -1 = none


@dataclass(frozen=True, slots=True)
class ElementField:
    """One thing that the books tell of a frame, as the inspector shows it."""

    name: str  # "next", "refcount", "order"
    value: str  # "0b", "2", "nil"
    frame: int | None  # the frame that the value names, to jump to
    help: str  # what the field is, in a sentence


@dataclass(frozen=True, slots=True)
class FrameList:
    """A list threaded through the elements. ``head`` is a frame index or NO_FRAME."""

    name: str  # "free list", "used list"
    head: int
    length: int


@dataclass(frozen=True, slots=True)
class Region:
    """A piece of the kernel's addresses, for the strip above the map; ``first_frame`` None: nothing is mapped there."""

    name: str  # "kernel", "heap", "unmapped", "book", "withheld"
    address: int
    n_pages: int
    first_frame: int | None


@dataclass(frozen=True, slots=True)
class Counts:
    """Frames by state. free + booked + counted + in_flight = managed; unknown frames are a recording's."""

    free: int = 0
    used: int = 0  # held by processes, segments or page cache
    booked: int = 0  # on the used list: used, and kernel frames that are booked
    counted: int = 0  # kernel frames that are only counted, heap and book included
    managed: int = 0
    in_flight: int = 0  # on no list just now, in the middle of an event
    unknown: int = 0
    copies: int = 0  # pages copied by fork and by writes


class Snapshot(Protocol):
    """A cheap read-only handle; asked for ranges, never copied whole. Valid until the history moves again."""

    @property
    def source(self) -> str: ...
    @property
    def version(self) -> int: ...  # grows with every change of what is seen
    @property
    def event_index(self) -> int: ...
    @property
    def time_ns(self) -> int | None: ...
    @property
    def page_size_bytes(self) -> int: ...
    @property
    def n_frames(self) -> int: ...
    @property
    def ranges(self) -> tuple[FrameRange, ...]: ...
    @property
    def holders(self) -> Sequence[Holder]: ...  # by slot; slot 0 is "nobody"
    @property
    def lists(self) -> tuple[FrameList, ...]: ...  # () where the source has none
    @property
    def regions(self) -> tuple[Region, ...]: ...  # () where the source has none
    @property
    def missing(self) -> tuple[str, ...]: ...  # what this source cannot tell, in words

    def frames(self, lo: int, hi: int) -> Frames: ...

    def on_list(self, lo: int, hi: int) -> U8:
        """Index into ``lists`` plus one for each frame, 0 = on none."""
        ...

    def next_frame(self, lo: int, hi: int) -> I64:
        """The ``next`` link of each element as a frame index, NO_FRAME = end of list; meaningful where on a list."""
        ...

    def prev_frame(self, lo: int, hi: int) -> I64: ...

    def holders_of(self, frame: int) -> tuple[Hold, ...]: ...

    def allocated_by(self, frame: int) -> int:
        """Slot of the task or process that asked for the frame last, 0 = nobody or not told."""
        ...

    def element(self, frame: int) -> tuple[ElementField, ...]:
        """All that the source's books keep of a frame, field by field."""
        ...

    def times_used(self, lo: int, hi: int) -> U32:
        """How often each frame was handed out up to now."""
        ...

    def frames_of(self, slot: int) -> U32:
        """Frame indices that a holder holds, in the order of its pages (recordings: ascending)."""
        ...

    def states(self) -> tuple[HolderState, ...]:
        """Every holder that is alive or holds something, kernel first, then in order of their slots."""
        ...

    def counts(self) -> Counts: ...

    def dirty_since(self, version: int) -> tuple[int, int] | None:
        """A half-open range of frames that covers every change since ``version``; None: nothing changed."""
        ...


@dataclass(frozen=True, slots=True)
class PfnTable:
    """Translates between frame indices and PFNs by the table of ranges."""

    ranges: tuple[FrameRange, ...]
    _first_frame: I64 = field(init=False)
    _first_pfn: I64 = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_first_frame", np.array([r.first_frame for r in self.ranges], np.int64))
        object.__setattr__(self, "_first_pfn", np.array([r.first_pfn for r in self.ranges], np.int64))

    def pfn(self, frame: int) -> int:
        """The PFN of a frame index. Raises ``IndexError`` outside the table."""
        at = int(np.searchsorted(self._first_frame, frame, side="right")) - 1
        if at < 0 or frame >= self.ranges[at].first_frame + self.ranges[at].n_frames:
            raise IndexError(frame)
        return self.ranges[at].first_pfn + frame - self.ranges[at].first_frame

    def frame(self, pfn: int) -> int | None:
        """The frame index of a PFN, None where no range covers it."""
        at = int(np.searchsorted(self._first_pfn, pfn, side="right")) - 1
        if at < 0 or pfn >= self.ranges[at].first_pfn + self.ranges[at].n_frames:
            return None
        return self.ranges[at].first_frame + pfn - self.ranges[at].first_pfn
