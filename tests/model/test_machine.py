"""Where things lie before boot: the book's size and place, guards, and the kernel's addresses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pagevis.base.errors import PagevisError
from pagevis.model.book import Book
from pagevis.model.machine import Machine, add_span, book_frames, lay_out, n_managed, place, shape
from pagevis.model.words import BOOK, COUNTED, HEAP, HOLE, KERNEL, RESERVED


def _lesson(**options: object) -> Machine:
    machine = Machine(64, **options)  # type: ignore[arg-type]
    for first, end, kind in ((0, 1, RESERVED), (1, 4, KERNEL), (4, 8, HEAP)):
        machine = add_span(machine, first, end, kind, "range")
    return machine


def test_the_book_lies_behind_the_heap() -> None:
    placement = place(_lesson())
    assert (placement.book.first, placement.book.end) == (8, 9)
    assert n_managed(placement) == 63


def test_without_a_heap_it_lies_behind_the_last_kernel_range() -> None:
    machine = Machine(1024)
    machine = add_span(add_span(machine, 160, 256, HOLE, "hole"), 256, 260, KERNEL, "kernel")
    placement = place(machine)
    assert (placement.book.first, placement.book.end) == (260, 264)


def test_without_either_it_takes_the_first_run_that_fits() -> None:
    machine = add_span(Machine(1024), 2, 6, RESERVED, "reserve")
    assert place(machine).book.first == 6


def test_a_virtual_guard_is_no_frame_and_a_withheld_one_is() -> None:
    virtual, withheld = place(_lesson(guard="virtual")), place(_lesson(guard="withhold"))
    assert [r.name for r in virtual.regions] == ["kernel", "heap", "unmapped", "book", "unmapped"]
    assert [r.first_frame for r in virtual.regions if r.name == "unmapped"] == [None, None]
    assert n_managed(virtual) == 63
    assert [r.name for r in withheld.regions] == ["kernel", "heap", "withheld", "book", "withheld", "unmapped"]
    assert n_managed(withheld) == 61
    for placement in (virtual, withheld):
        addresses = [r.address for r in placement.regions]
        assert addresses[0] == 0xC0000000
        assert all(
            a.address + a.n_pages * 4096 == b.address
            for a, b in zip(placement.regions, placement.regions[1:], strict=False)
        )


@given(st.integers(1, 5000), st.integers(4, 64), st.sampled_from((256, 4096, 65536)))
def test_the_book_is_the_product_rounded_up_to_a_page(n_frames: int, words: int, page_size: int) -> None:
    machine = Machine(n_frames, page_size_bytes=page_size, element_bytes=4 * words)
    size = n_frames * 4 * words
    assert (book_frames(machine) - 1) * page_size < size <= book_frames(machine) * page_size


def test_laid_out_frames_have_their_kinds_and_the_kernel_is_counted() -> None:
    placement = place(_lesson())
    book = Book(shape(placement.machine, 8))
    lay_out(placement, book)
    assert book.array("kind")[:10].tolist() == [RESERVED, KERNEL, KERNEL, KERNEL, HEAP, HEAP, HEAP, HEAP, BOOK, 2]
    assert int(book.array("count")[COUNTED]) == 8


def test_fields_never_overlap() -> None:
    book = Book(shape(Machine(7, element_bytes=24), 5))
    owner = [""] * book.size_bytes
    for field in book.fields.values():
        for k in range(field.count):
            at = field.offset_bytes + k * field.stride_bytes
            for byte in range(at, at + field.width_bytes):
                assert owner[byte] == "", (field.name, owner[byte])
                owner[byte] = field.name


def test_a_book_that_fits_nowhere_is_one_clear_error() -> None:
    with pytest.raises(PagevisError, match="in a row and finds none"):
        place(add_span(Machine(64, element_bytes=4096), 0, 10, RESERVED, "reserve"))


def test_a_heap_at_the_end_leaves_the_book_behind_the_kernel() -> None:
    machine = add_span(add_span(Machine(64), 1, 4, KERNEL, "kernel"), 60, 64, HEAP, "heap")
    assert place(machine).book.first == 4
