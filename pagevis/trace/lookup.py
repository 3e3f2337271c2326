"""What a scenario's words mean at one moment: groups, pages, segments and lists looked up in the book."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pagevis.base.errors import PagevisError
from pagevis.base.words import did_you_mean
from pagevis.model.book import Book
from pagevis.model.machine import Placement, n_managed
from pagevis.model.words import (
    AVAILABLE,
    BOOK,
    BOOKED,
    COPIES,
    COUNTED,
    FREE,
    FRESH,
    HEAP,
    HOLE,
    KERNEL,
    KERNEL_HOLDER,
    NIL,
    NOBODY,
    RAM,
    RESERVED,
    TO_BOOK,
    USED,
    WITHHELD,
)
from pagevis.trace.expressions import Value
from pagevis.trace.names import Names
from pagevis.trace.words import FrameRef, shorten

_STATE_NAMES = {
    HOLE: "hole",
    RESERVED: "reserved",
    KERNEL: "kernel",
    TO_BOOK: "kernel",
    BOOK: "book",
    HEAP: "heap",
    WITHHELD: "withheld",
}


class AbsentError(PagevisError):
    """The words are right, but there is no such frame now: an empty group, a page given back, the end of a list."""


@dataclass(frozen=True, slots=True)
class Named:
    """A frame as somebody named it, perhaps as a page of ``slot``'s."""

    frame: int
    slot: int = NOBODY
    page: int = NIL

    def page_of(self, slot: int) -> int:
        """Which of the holder's pages was meant, NIL = any: a page number means nothing to another process."""
        return self.page if self.slot == slot else NIL


class BookLookup:
    """Implements ``expressions.Lookup`` over a book and the names given so far."""

    def __init__(self, book: Book, placement: Placement, names: Names, show_frame: Callable[[int], str]) -> None:
        self._book = book
        self._placement = placement
        self._names = names
        self._show_frame = show_frame

    # ---- frames

    def frames(self, ref: FrameRef) -> list[Named]:
        """All frames a reference names. Raises ``PagevisError`` where it names none."""
        if ref.kind == "pfn":
            return [Named(self._of_pfn(pfn, ref)) for pfn in self._pfns(ref)]
        if ref.kind == "page":
            return [self._page(ref)]
        if ref.name in self._names.groups:
            return [Named(frame) for frame in self._some(self._names.groups[ref.name], ref)]
        if ref.name in self._names.segments:
            return [Named(frame) for frame in self._some(self._pages(self._names.segments[ref.name]), ref)]
        if ref.name in ("free", "used"):
            pile = FREE if ref.name == "free" else USED
            wanted = self._book.n_frames if ref.end is None else ref.end
            walked = [frame for frame, _ in zip(self._book.walk(pile), range(wanted), strict=False)]
            return [Named(frame) for frame in self._some(walked, ref)]
        if ref.name == "book":
            return [Named(f) for f in self._some(range(self._placement.book.first, self._placement.book.end), ref)]
        raise PagevisError(f"'{shorten(ref.name)}' names no frames", remedy=did_you_mean(ref.name, self.names()))

    def names(self) -> tuple[str, ...]:
        """Everything that names frames by itself."""
        return (*self._names.groups, *self._names.segments, "free", "used", "book")

    def _pfns(self, ref: FrameRef) -> range:
        assert ref.first is not None
        assert ref.end is not None
        pfns = range(ref.first, ref.end, ref.stride)
        if len(pfns) > self._book.n_frames:
            raise PagevisError(f"{shorten(ref.text)} names more frames than there are", remedy="a shorter range")
        return pfns

    def _of_pfn(self, pfn: int, ref: FrameRef) -> int:
        frame = pfn - self._placement.machine.first_pfn
        if not 0 <= frame < self._book.n_frames:
            low = self._placement.machine.first_pfn
            last = low + self._book.n_frames - 1
            raise PagevisError(
                f"{shorten(ref.text)} lies outside memory", remedy=f"frames run from @{low:#x} to @{last:#x}"
            )
        return frame

    def _page(self, ref: FrameRef) -> Named:
        slot = self.process(ref.name)
        by_page = self._book.array("hold_page")
        nodes = self._records(slot)
        for node in nodes[by_page[nodes] == ref.first]:
            return Named(int(self._book.array("hold_frame")[node]), slot, int(ref.first or 0))
        raise AbsentError(f"{ref.name} has no page {ref.first} now", remedy="pages count from 0 in order of asking")

    def _records(self, slot: int) -> NDArray[np.int64]:
        """Numbers of the records that name a holder."""
        used = int(self._book.array("count")[FRESH]) if slot != NOBODY else 0
        return np.flatnonzero(self._book.array("hold_by")[:used] == slot)

    def _pages(self, slot: int) -> list[int]:
        nodes = self._records(slot)
        order = np.argsort(self._book.array("hold_page")[nodes], kind="stable")
        return [int(frame) for frame in self._book.array("hold_frame")[nodes[order]]]

    @staticmethod
    def _some(frames: range | list[int] | tuple[int, ...], ref: FrameRef) -> list[int]:
        if not frames:
            raise AbsentError(f"{ref.name} has no frames now")
        if ref.first is None or ref.end is None:
            return list(frames)
        if ref.end > len(frames):
            have = f"{len(frames)} frame{'' if len(frames) == 1 else 's'}"
            kind = AbsentError if ref.name in ("free", "used") else PagevisError
            raise kind(f"{shorten(ref.text)} is past the end", remedy=f"{ref.name} has {have}, counted from 0")
        return list(frames[ref.first : ref.end])

    # ---- who

    def process(self, name: str) -> int:
        """The slot of a process, running or gone. Raises ``PagevisError`` where none of that name ever started."""
        if name == "kernel":
            return KERNEL_HOLDER
        if name not in self._names.processes:
            known = (*self._names.processes, "kernel")
            raise PagevisError(f"unknown process '{shorten(name)}'", remedy=did_you_mean(name, known))
        return self._names.processes[name]

    def segment(self, name: str) -> int:
        """The slot of a segment, there or destroyed. Raises ``PagevisError`` where none had that name."""
        if name not in self._names.segments:
            raise PagevisError(
                f"unknown segment '{shorten(name)}'",
                remedy=did_you_mean(name, self._names.segments) or "create it first: segment new S N by P",
            )
        return self._names.segments[name]

    # ---- values

    def count(self, name: str) -> int:
        """A number of the whole book."""
        count, by = self._book.array("count"), self._book.array("hold_by")
        if name == "managed":
            return n_managed(self._placement)
        if name == "used":
            return int(count[BOOKED]) - int(np.count_nonzero(by == KERNEL_HOLDER))
        if name == "largest-run":
            free = (self._book.array("kind") == RAM) & (self._book.array("refcount") == 0)
            edges = np.flatnonzero(np.diff(np.concatenate(([0], free.view(np.int8), [0]))))
            return int((edges[1::2] - edges[::2]).max(initial=0))
        return int(count[{"free": AVAILABLE, "booked": BOOKED, "counted": COUNTED, "copies": COPIES}[name]])

    def one_frame(self, ref: FrameRef) -> int:
        """The frame of a reference that names just one; -1 (nil) past the end of a list."""
        try:
            named = self.frames(ref)
        except AbsentError:
            if ref.name in ("free", "used"):
                return -1
            raise
        if len(named) != 1:
            raise PagevisError(f"{shorten(ref.text)} names {len(named)} frames", remedy=f"pick one: {ref.name}[0]")
        return named[0].frame

    def of_frame(self, word: str, frame: int) -> Value:
        """``refcount``, ``owners``, ``state`` or ``next`` of a frame."""
        if frame < 0:
            raise AbsentError("nil is no frame")
        if word == "refcount":
            return Value("number", int(self._book.array("refcount")[frame]))
        if word == "next":
            link = int(self._book.array("next")[frame])
            return Value("frame", -1 if link == NIL else link)
        owners = self._owners(frame)
        if word == "owners":
            return Value("number", len(owners))
        kind = int(self._book.array("kind")[frame])
        if kind == RAM:
            return Value("state", state="free" if not owners else "kernel" if KERNEL_HOLDER in owners else "used")
        return Value("state", state=_STATE_NAMES[kind])

    def _owners(self, frame: int) -> set[int]:
        found: set[int] = set()
        node = int(self._book.array("owners")[frame])
        for _ in range(self._book.n_holds):
            if node == NIL:
                break
            found.add(int(self._book.array("hold_by")[node]))
            node = int(self._book.array("hold_next")[node])
        return found

    def show(self, value: Value) -> str:
        """A value as messages show it."""
        if value.kind == "frame":
            return "nil" if value.number < 0 else self._show_frame(value.number)
        return value.state if value.kind == "state" else str(value.number)
