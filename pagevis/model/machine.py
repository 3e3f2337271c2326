"""A machine before boot: how much memory, what is reserved, where the kernel, its heap and the book lie.

Works out the layout; knows no list and no process.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from pagevis.base.errors import PagevisError
from pagevis.model.book import ELEMENT_BYTES, MAX_ELEMENT_BYTES, Book, Shape
from pagevis.model.engine import Call
from pagevis.model.snapshot import FrameRange, Region
from pagevis.model.words import (
    BOOK,
    COUNTED,
    HEAP,
    HOLE,
    KERNEL,
    KERNEL_HOLDER,
    NIL,
    RAM,
    RESERVED,
    THE_KERNEL,
    TO_BOOK,
    WITHHELD,
)

MAX_FRAMES = 2**22  # 16 GiB of 4 KiB pages: what the interpreter lays out in some seconds
KERNEL_ADDRESS = 0xC0000000  # the first kernel address; below it nothing is mapped


@dataclass(frozen=True, slots=True)
class Span:
    """Half-open range of frame indices, and what it is (a constant of words.py)."""

    first: int
    end: int
    kind: int


@dataclass(frozen=True, slots=True)
class Machine:
    """What a scenario says before ``boot``. Frame indices count from the first frame, whose PFN is ``first_pfn``."""

    n_frames: int = 64
    first_pfn: int = 0
    page_size_bytes: int = 4096
    element_bytes: int = ELEMENT_BYTES
    guard: str = "none"  # none, virtual, withhold
    spans: tuple[Span, ...] = ()
    kernel_booked: bool = False  # what the kernel asks for at run time is booked, not only counted


@dataclass(frozen=True, slots=True)
class Placement:
    """A machine with its book placed."""

    machine: Machine
    spans: tuple[Span, ...]  # ascending, all that is not plain RAM
    book: Span
    regions: tuple[Region, ...]

    @property
    def ranges(self) -> tuple[FrameRange, ...]:
        """The one range of frames that a scenario's machine has."""
        return (FrameRange(0, self.machine.first_pfn, self.machine.n_frames),)


def add_span(machine: Machine, first: int, end: int, kind: int, name: str) -> Machine:
    """The machine with one more span. Raises ``PagevisError`` outside memory or where another span lies."""
    if not 0 <= first < end <= machine.n_frames:
        base = machine.first_pfn
        low, high, bottom, top = (
            f"{pfn:#x}" if base else str(pfn) for pfn in (base + first, base + end, base, base + machine.n_frames)
        )
        raise PagevisError(
            f"{name} {low}..{high} is no range of this memory",
            remedy=f"frames run from {bottom} to {top}, the end not included",
        )
    for other in machine.spans:
        if first < other.end and other.first < end:
            raise PagevisError(f"{name} overlaps what was said before", remedy="each frame can be one thing only")
    spans = tuple(sorted((*machine.spans, Span(first, end, kind)), key=lambda s: s.first))
    return replace(machine, spans=spans)


def book_bytes(machine: Machine) -> int:
    """The region's size: number of frames × size of an element."""
    return machine.n_frames * machine.element_bytes


def book_frames(machine: Machine) -> int:
    """The region's size rounded up to whole frames."""
    return -(-book_bytes(machine) // machine.page_size_bytes)


def place(machine: Machine) -> Placement:
    """Put the book behind the heap, else behind the last kernel range, else into the first gap that fits.

    With ``guard withhold`` a frame on each side of the book is kept out of use. Raises ``PagevisError`` where the
    book fits nowhere.
    """
    n_book, guards = book_frames(machine), 1 if machine.guard == "withhold" else 0
    wanted = n_book + 2 * guards
    first = _room(machine, wanted)
    if first is None:
        raise PagevisError(
            f"the page book needs {wanted} frames in a row and finds none",
            remedy="give more memory or a smaller element",
        )
    book = Span(first + guards, first + guards + n_book, BOOK)
    kept_out = (Span(first, first + 1, WITHHELD), Span(book.end, book.end + 1, WITHHELD)) if guards else ()
    spans = tuple(sorted((*machine.spans, book, *kept_out), key=lambda s: s.first))
    return Placement(machine, spans, book, _regions(machine, book, kept_out))


def _room(machine: Machine, wanted: int) -> int | None:
    """Where ``wanted`` frames in a row are free of spans, by the order of preference that ``place`` names."""
    ends = []
    for kinds in ((HEAP,), (KERNEL, TO_BOOK)):
        ends += (
            [max(s.end for s in machine.spans if s.kind in kinds)]
            if any(s.kind in kinds for s in machine.spans)
            else []
        )
    gaps, at = [], 0
    for span in (*machine.spans, Span(machine.n_frames, machine.n_frames, HOLE)):
        if span.first - at >= wanted:
            gaps.append((at, span.first))
        at = span.end
    for end in ends:
        for low, high in gaps:
            if high - max(low, end) >= wanted:
                return max(low, end)
    return gaps[0][0] if gaps else None


def _regions(machine: Machine, book: Span, kept_out: tuple[Span, ...]) -> tuple[Region, ...]:
    """Kernel addresses from KERNEL_ADDRESS on: kernel, heap, what guards, the book, and nothing behind it."""
    found: list[Region] = []
    address = KERNEL_ADDRESS

    def add(name: str, n_pages: int, first_frame: int | None) -> None:
        nonlocal address
        found.append(Region(name, address, n_pages, first_frame))
        address += n_pages * machine.page_size_bytes

    for name, kinds in (("kernel", (KERNEL, TO_BOOK)), ("heap", (HEAP,))):
        for span in machine.spans:
            if span.kind in kinds:
                add(name, span.end - span.first, span.first)
    if machine.guard == "virtual":
        add("unmapped", 1, None)
    elif kept_out:
        add("withheld", 1, kept_out[0].first)
    add("book", book.end - book.first, book.first)
    if kept_out:
        add("withheld", 1, kept_out[1].first)
    add("unmapped", 1, None)
    return tuple(found)


def shape(machine: Machine, n_holders: int) -> Shape:
    """The shape of the machine's book. The pool has room for four holds on each frame, in a large memory for one.

    Raises ``PagevisError`` where an element cannot have the size that was asked for.
    """
    size = machine.element_bytes
    if size < ELEMENT_BYTES or size > MAX_ELEMENT_BYTES or size % 4:
        raise PagevisError(
            f"an element cannot have {size} bytes", remedy=f"multiples of 4 from {ELEMENT_BYTES} to {MAX_ELEMENT_BYTES}"
        )
    n_holds = max(256, 4 * machine.n_frames if machine.n_frames <= 2**16 else machine.n_frames + 2**18)
    return Shape(machine.n_frames, size, n_holds, n_holders)


def lay_out(placement: Placement, book: Book) -> None:
    """Fill a book's buffer as it is when boot begins: cleared, each frame's kind known, kernel frames counted."""
    book.clear()
    kinds = book.array("kind")
    kinds[:] = RAM
    counted = 0
    for span in placement.spans:
        kinds[span.first : span.end] = span.kind
        if span.kind in (KERNEL, BOOK, HEAP):
            counted += span.end - span.first
    book.array("count")[COUNTED] = counted
    book.array("holder_kind")[KERNEL_HOLDER] = THE_KERNEL
    book.array("holder_first")[:] = NIL
    book.array("holder_last")[:] = NIL


def boot_calls(placement: Placement) -> tuple[Call, ...]:
    """What boot carries out on a book that was laid out."""
    booked = tuple(Call("book_kernel", (s.first, s.end)) for s in placement.spans if s.kind == TO_BOOK)
    return (Call("boot", ()), *booked)


def n_managed(placement: Placement) -> int:
    """Frames that free + booked + counted must add up to: all but holes, reserved and withheld ones."""
    lost = sum(s.end - s.first for s in placement.spans if s.kind in (HOLE, RESERVED, WITHHELD))
    return placement.machine.n_frames - lost
