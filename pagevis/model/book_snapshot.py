"""A book seen as a snapshot: frames, holders, lists and counts read from its bytes, in ranges, with numpy."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pagevis.model.book import Book
from pagevis.model.book_element import element
from pagevis.model.machine import Placement, n_managed
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
from pagevis.model.words import (
    AVAILABLE,
    BOOKED,
    COPIES,
    COUNTED,
    FREE,
    FRESH,
    GONE,
    KERNEL_HOLDER,
    NIL,
    NOBODY,
    RAM,
    TO_BOOK,
    USED,
)

EXACT_LISTS_UP_TO = 2**16  # frames; above, list membership follows the reference count inside events too

# kinds of words.py -> kinds of a snapshot; RAM is told apart by its reference count
_KINDS = np.array(
    [Kind.HOLE, 0, Kind.FREE, Kind.RESERVED, Kind.KERNEL, Kind.BOOK, Kind.HEAP, 0, Kind.WITHHELD], np.uint8
)
_KINDS[TO_BOOK] = Kind.KERNEL


@dataclass(frozen=True, slots=True)
class Moment:
    """What a snapshot knows that the bytes do not tell."""

    source: str
    version: int
    event_index: int
    holders: Sequence[Holder]
    list_names: tuple[str, ...]
    last_event: Callable[[int, int], I64]
    dirty_since: Callable[[int], tuple[int, int] | None]
    times_used: Callable[[int, int], U32]
    name_frame: Callable[[int], str]
    inside_event: bool  # frames may be on their way from list to list: only walking the lists tells


class BookSnapshot:
    """Implements ``Snapshot`` over a ``Book``. Valid until the book's bytes change."""

    time_ns: int | None = None
    missing: tuple[str, ...] = ("who asked for a frame that others hold now",)

    def __init__(self, book: Book, placement: Placement, moment: Moment) -> None:
        self._book = book
        self._placement = placement
        self._moment = moment
        self.source = moment.source
        self.version = moment.version
        self.event_index = moment.event_index
        self.page_size_bytes = placement.machine.page_size_bytes
        self.n_frames = book.n_frames
        self.holders = moment.holders
        self._membership: U8 | None = None

    @property
    def ranges(self) -> tuple[FrameRange, ...]:
        """One range: a scenario's memory has no gaps but its holes."""
        return self._placement.ranges

    @property
    def regions(self) -> tuple[Region, ...]:
        """Kernel addresses in ascending order."""
        return self._placement.regions

    @property
    def lists(self) -> tuple[FrameList, ...]:
        """The lists through the elements, with the lengths that the kernel counts."""
        heads, counts = self._book.array("head"), self._book.array("count")
        lengths = (int(counts[AVAILABLE]), int(counts[BOOKED]))
        return tuple(
            FrameList(name, _signed(int(heads[pile])), lengths[pile])
            for pile, name in enumerate(self._moment.list_names)
        )

    def frames(self, lo: int, hi: int) -> Frames:
        """Columns for frames ``lo`` to ``hi``, the end not included."""
        refcount = self._book.array("refcount")[lo:hi].astype(np.uint32)
        raw = self._book.array("kind")[lo:hi]
        kind = _KINDS[raw]
        held = refcount > 0
        kind[held & (raw == RAM)] = Kind.USED
        first, second = self._two_holders(lo, hi, refcount)
        kind[held & (first == KERNEL_HOLDER)] = Kind.KERNEL
        return Frames(kind, first, second, refcount, self._moment.last_event(lo, hi))

    def _two_holders(self, lo: int, hi: int, refcount: U32) -> tuple[U32, U32]:
        """The oldest holder of each frame and the next one that differs. Owner lists begin with the newest hold."""
        owners = self._book.array("owners")[lo:hi]
        by, following = self._book.array("hold_by"), self._book.array("hold_next")
        first, second = np.zeros(hi - lo, np.uint32), np.zeros(hi - lo, np.uint32)
        at = np.flatnonzero((refcount > 0) & (owners < self._book.n_holds))
        node = owners[at]
        for _ in range(self._book.n_holds):
            if not len(at):
                break
            who = by[node]
            differs = who != first[at]
            second[at] = np.where(differs, first[at], second[at])
            first[at] = who
            node = following[node]
            goes_on = node < self._book.n_holds
            at, node = at[goes_on], node[goes_on]
        return first, second

    def on_list(self, lo: int, hi: int) -> U8:
        """1 = free list, 2 = used list, 0 = none. Between events the reference count tells."""
        if self._moment.inside_event and self.n_frames <= EXACT_LISTS_UP_TO:
            if self._membership is None:
                self._membership = np.zeros(self.n_frames, np.uint8)
                for pile in (FREE, USED):
                    self._membership[np.fromiter(self._book.walk(pile), np.int64)] = pile + 1
            return self._membership[lo:hi]
        ram = self._book.array("kind")[lo:hi] == RAM
        held = self._book.array("refcount")[lo:hi] > 0
        return np.where(ram, np.where(held, 2, 1), 0).astype(np.uint8)

    def next_frame(self, lo: int, hi: int) -> I64:
        """The ``next`` link of each element."""
        return _links(self._book.array("next")[lo:hi])

    def prev_frame(self, lo: int, hi: int) -> I64:
        """The ``prev`` link of each element."""
        return _links(self._book.array("prev")[lo:hi])

    def holders_of(self, frame: int) -> tuple[Hold, ...]:
        """The frame's owner list, oldest hold first."""
        by, page, via = (self._book.array(name) for name in ("hold_by", "hold_page", "hold_via"))
        following = self._book.array("hold_next")
        found: list[Hold] = []
        node = int(self._book.array("owners")[frame])
        while node < self._book.n_holds and len(found) <= self._book.n_holds:
            found.append(Hold(int(by[node]), int(page[node]), int(via[node])))
            node = int(following[node])
        return tuple(reversed(found))

    def allocated_by(self, frame: int) -> int:
        """Not told: a book keeps who holds a frame, not who asked for it."""
        del frame
        return 0

    def element(self, frame: int) -> tuple[ElementField, ...]:
        """The frame's element in the page book, field by field, as its bytes are now."""
        return element(self._book, self._placement, frame, self._moment.name_frame)

    def times_used(self, lo: int, hi: int) -> U32:
        """How often each frame was handed out up to now."""
        return self._moment.times_used(lo, hi)

    def frames_of(self, slot: int) -> U32:
        """The holder's frames in the order of its pages; one held twice stands there twice."""
        nodes = np.flatnonzero(self._book.array("hold_by")[: self._n_records()] == slot)
        order = np.argsort(self._book.array("hold_page")[nodes], kind="stable")
        frames: U32 = self._book.array("hold_frame")[nodes[order]].astype(np.uint32)
        return frames

    def states(self) -> tuple[HolderState, ...]:
        """Kernel first, then every holder that is alive or holds something, by slot."""
        n = self._n_records()
        by = self._book.array("hold_by")[:n].astype(np.int64)
        frame = self._book.array("hold_frame")[:n].astype(np.int64)
        via = self._book.array("hold_via")[:n].astype(np.int64)
        live = by != NOBODY
        pairs = np.unique(by[live] * self.n_frames + frame[live])
        who, what = pairs // self.n_frames, pairs % self.n_frames
        shared = np.bincount(what, minlength=self.n_frames)[what] > 1
        size = len(self.holders)
        held = np.bincount(who, minlength=size)
        held_shared = np.bincount(who[shared], minlength=size)
        attached: dict[int, list[int]] = {}
        for node in np.flatnonzero(live & (via > 0)):
            joined = attached.setdefault(int(via[node]), [])
            if int(by[node]) not in joined:
                joined.append(int(by[node]))
        kinds = self._book.array("holder_kind")
        found = []
        for holder in self.holders[1:]:
            alive = int(kinds[holder.slot]) not in (NOBODY, GONE)
            n_held = int(held[holder.slot])
            if holder.kind is HolderKind.KERNEL:
                n_held += int(self._book.array("count")[COUNTED])
            if alive or n_held:
                links = tuple(attached.get(holder.slot, ()))
                found.append(HolderState(holder, n_held, int(held_shared[holder.slot]), alive, links))
        return tuple(found)

    def counts(self) -> Counts:
        """What the kernel counts, and what is on no list just now."""
        count = [int(c) for c in self._book.array("count")]
        managed = n_managed(self._placement)
        kernel_booked = int(np.count_nonzero(self._book.array("hold_by")[: self._n_records()] == KERNEL_HOLDER))
        return Counts(
            free=count[AVAILABLE],
            used=count[BOOKED] - kernel_booked,
            booked=count[BOOKED],
            counted=count[COUNTED],
            managed=managed,
            in_flight=managed - count[AVAILABLE] - count[BOOKED] - count[COUNTED],
            copies=count[COPIES],
        )

    def dirty_since(self, version: int) -> tuple[int, int] | None:
        """A range that covers what changed since ``version``."""
        return self._moment.dirty_since(version)

    def _n_records(self) -> int:
        return min(int(self._book.array("count")[FRESH]), self._book.n_holds)


def _signed(link: int) -> int:
    return NO_FRAME if link == NIL else link


def _links(raw: NDArray[np.uint32] | NDArray[np.uint8]) -> I64:
    links: I64 = raw.astype(np.int64)
    links[links == NIL] = NO_FRAME
    return links
