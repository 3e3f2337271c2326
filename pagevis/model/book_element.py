"""One element of a book in words, field by field, for whoever inspects a frame. Reads bytes; follows no list."""

from __future__ import annotations

from collections.abc import Callable

from pagevis.model.book import Book
from pagevis.model.machine import Placement
from pagevis.model.snapshot import ElementField
from pagevis.model.words import BOOK, HEAP, HOLE, KERNEL, KERNEL_HOLDER, NIL, NOBODY, RAM, RESERVED, TO_BOOK, WITHHELD

_KINDS = {
    HOLE: "hole",
    RESERVED: "reserved",
    KERNEL: "kernel",
    TO_BOOK: "kernel",
    BOOK: "book",
    HEAP: "heap",
    WITHHELD: "withheld",
}


def element(book: Book, placement: Placement, frame: int, name_frame: Callable[[int], str]) -> tuple[ElementField, ...]:
    """The element of a frame: its links, its count, where its owner list begins, and where it lies itself."""
    refcount, owners = int(book.array("refcount")[frame]), int(book.array("owners")[frame])

    def link(name: str, help_: str) -> ElementField:
        to = int(book.array(name)[frame])
        if to >= book.n_frames:
            return ElementField(name, "nil" if to == NIL else f"{to:#x}", None, help_)
        return ElementField(name, name_frame(to), to, help_)

    size, page = placement.machine.element_bytes, placement.machine.page_size_bytes
    lies_in = placement.book.first + frame * size // page
    region = next(r for r in placement.regions if r.first_frame == placement.book.first)
    return (
        ElementField("kind", _kind(book, frame, refcount), None, "What the frame is: free and used take turns."),
        link("next", "The frame behind this one on its list; nil ends the list."),
        link("prev", "The frame before this one on its list; nil begins the list."),
        ElementField("refcount", str(refcount), None, "How many holds there are on the frame; at zero it is free."),
        ElementField(
            "owners",
            "nil" if owners == NIL else f"#{owners}",
            None,
            "The first record of the owner list: who holds the frame, the newest hold first.",
        ),
        ElementField(
            "element at",
            f"{region.address + frame * size:#x}",
            lies_in,
            f"Where the element itself lies: {size} bytes a frame, in the book’s frame {name_frame(lies_in)}.",
        ),
    )


def _kind(book: Book, frame: int, refcount: int) -> str:
    kind = int(book.array("kind")[frame])
    if kind != RAM:
        return _KINDS[kind]
    if not refcount:
        return "free"
    node = int(book.array("owners")[frame])
    by = int(book.array("hold_by")[node]) if node < book.n_holds else NOBODY
    return "kernel" if by == KERNEL_HOLDER else "used"
