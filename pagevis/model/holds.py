"""Who holds what: the one text above every allocator. Owner lists, reference counts, segments, fork, exit.

A *hold* is one record: a frame, its holder, which page of the holder's it is. It stands in two lists at once, the
frame's owner list and the holder's pages, so that both questions have an answer. Written in the dialect (dialect.py):
``take``, ``give``, ``enter`` and ``leave`` are those of the allocator that the text is linked with.
"""

from __future__ import annotations

from pagevis.model.allocators._base import enter, give, initialise, leave, take
from pagevis.model.book import Book
from pagevis.model.words import (
    ALREADY_ATTACHED,
    AVAILABLE,
    BOOKED,
    COPIES,
    COPY,
    COUNTED,
    COW,
    DOUBLE_FREE,
    FRESH,
    GONE,
    IN_PLACE,
    KERNEL,
    KERNEL_HOLDER,
    NIL,
    NOBODY,
    NOT_ATTACHED,
    NOT_MANAGED,
    NOT_OWNER,
    OK,
    ON_WRITE,
    OUT_OF_MEMORY,
    POOL_FULL,
    PROCESS,
    RAM,
    SEGMENT,
    SPARE,
)


def boot(book: Book) -> int:
    """Lay out the lists; what they hold is what can be handed out."""
    book.count[AVAILABLE] = initialise(book)
    return OK


def book_kernel(book: Book, first: int, end: int) -> int:
    """Enter frames of the kernel in the book, as the kernel's own."""
    for frame in range(first, end):
        book.kind[frame] = RAM
        enter(book, frame)
        book.count[BOOKED] = book.count[BOOKED] + 1
        if hold(book, frame, KERNEL_HOLDER, 0, IN_PLACE) != OK:
            return POOL_FULL
    return OK


def start(book: Book, process: int) -> int:
    """A process begins, holding nothing."""
    return begin(book, process, PROCESS)


def begin(book: Book, holder: int, kind: int) -> int:
    """A holder comes into being."""
    book.holder_kind[holder] = kind
    book.holder_first[holder] = NIL
    book.holder_last[holder] = NIL
    book.holder_pages[holder] = 0
    return OK


def allocate(book: Book, holder: int, n_frames: int) -> int:
    """Give a holder that many more frames, all or none."""
    if book.count[AVAILABLE] < n_frames:
        return OUT_OF_MEMORY
    for _ in range(n_frames):
        frame = obtain(book)
        if frame == NIL:
            return OUT_OF_MEMORY
        if hold(book, frame, holder, 0, IN_PLACE) != OK:
            return POOL_FULL
    return OK


def obtain(book: Book) -> int:
    """One frame off the free ones, entered as used."""
    frame = take(book)
    if frame != NIL:
        book.count[AVAILABLE] = book.count[AVAILABLE] - 1
        enter(book, frame)
        book.count[BOOKED] = book.count[BOOKED] + 1
    return frame


def count_kernel(book: Book, n_frames: int) -> int:
    """Frames for the kernel that are not booked, only counted: fewer are available."""
    if book.count[AVAILABLE] < n_frames:
        return OUT_OF_MEMORY
    for _ in range(n_frames):
        frame = take(book)
        if frame == NIL:
            return OUT_OF_MEMORY
        book.kind[frame] = KERNEL
        book.count[AVAILABLE] = book.count[AVAILABLE] - 1
        book.count[COUNTED] = book.count[COUNTED] + 1
    return OK


def uncount_kernel(book: Book, frame: int) -> int:
    """The kernel gives back a frame that was only counted."""
    if book.kind[frame] != KERNEL:
        return NOT_MANAGED
    book.kind[frame] = RAM
    give(book, frame)
    book.count[COUNTED] = book.count[COUNTED] - 1
    book.count[AVAILABLE] = book.count[AVAILABLE] + 1
    return OK


def hold(book: Book, frame: int, holder: int, via: int, copy: int) -> int:
    """One more hold on a frame: its count goes up, the holder joins its owner list."""
    node = new_hold(book)
    if node == NIL:
        return POOL_FULL
    book.hold_by[node] = holder
    book.hold_via[node] = via
    book.hold_copy[node] = copy
    page = book.holder_pages[holder]
    book.hold_page[node] = page
    book.holder_pages[holder] = page + 1
    append_page(book, holder, node)
    join(book, frame, node)
    return OK


def new_hold(book: Book) -> int:
    """A record from the pool: one given back before, else one never used."""
    node = book.head[SPARE]
    if node != NIL:
        book.head[SPARE] = book.hold_next[node]
        return node
    node = book.count[FRESH]
    if node == book.n_holds:
        return NIL
    book.count[FRESH] = node + 1
    return node


def append_page(book: Book, holder: int, node: int) -> None:
    """The record becomes the holder's last page."""
    tail = book.holder_last[holder]
    book.page_prev[node] = tail
    book.page_next[node] = NIL
    if tail == NIL:
        book.holder_first[holder] = node
    else:
        book.page_next[tail] = node
    book.holder_last[holder] = node


def join(book: Book, frame: int, node: int) -> None:
    """The record joins the frame's owner list, and the frame's count goes up."""
    book.hold_frame[node] = frame
    book.hold_next[node] = book.owners[frame]
    book.owners[frame] = node
    book.refcount[frame] = book.refcount[frame] + 1


def part(book: Book, node: int) -> None:
    """The record parts from its frame; when the count reaches zero, the frame is free again."""
    frame = book.hold_frame[node]
    other = book.owners[frame]
    if other == node:
        book.owners[frame] = book.hold_next[node]
    else:
        while book.hold_next[other] != node:
            other = book.hold_next[other]
        book.hold_next[other] = book.hold_next[node]
    count = book.refcount[frame] - 1
    book.refcount[frame] = count
    if count == 0:
        leave(book, frame)
        book.count[BOOKED] = book.count[BOOKED] - 1
        give(book, frame)
        book.count[AVAILABLE] = book.count[AVAILABLE] + 1


def drop(book: Book, node: int) -> None:
    """End one hold: out of both lists, the record goes back to the pool."""
    holder = book.hold_by[node]
    behind = book.page_next[node]
    ahead = book.page_prev[node]
    if ahead == NIL:
        book.holder_first[holder] = behind
    else:
        book.page_next[ahead] = behind
    if behind == NIL:
        book.holder_last[holder] = ahead
    else:
        book.page_prev[behind] = ahead
    part(book, node)
    book.hold_by[node] = NOBODY
    book.hold_next[node] = book.head[SPARE]
    book.head[SPARE] = node


def find_hold(book: Book, frame: int, holder: int, page: int) -> int:
    """The holder's hold on a frame (NIL: it has none), as a certain page or, with page NIL, as any."""
    node = book.owners[frame]
    while node != NIL:
        if book.hold_by[node] == holder:
            if page == NIL:
                return node
            if book.hold_page[node] == page:
                return node
        node = book.hold_next[node]
    return NIL


def release(book: Book, holder: int, frame: int, page: int) -> int:
    """Give a frame back: only who holds it can, and only once."""
    if book.kind[frame] != RAM:
        return NOT_MANAGED
    if book.refcount[frame] == 0:
        return DOUBLE_FREE
    node = find_hold(book, frame, holder, page)
    if node == NIL:
        return NOT_OWNER
    drop(book, node)
    return OK


def share(book: Book, giver: int, taker: int, frame: int, page: int) -> int:
    """A second process uses the frame too: one more on its owner list."""
    node = find_hold(book, frame, giver, page)
    if node == NIL:
        return NOT_OWNER
    return hold(book, frame, taker, 0, book.hold_copy[node])


def read(book: Book, holder: int, frame: int, page: int) -> int:
    """A process reads a page: it must hold the frame."""
    if find_hold(book, frame, holder, page) == NIL:
        return NOT_OWNER
    return OK


def write(book: Book, holder: int, frame: int, page: int) -> int:
    """A process writes a page. If it is shared until written, the writer gets a copy of its own."""
    node = find_hold(book, frame, holder, page)
    if node == NIL:
        return NOT_OWNER
    if book.hold_copy[node] == IN_PLACE:
        return OK
    if book.refcount[frame] > 1:
        fresh = obtain(book)
        if fresh == NIL:
            return OUT_OF_MEMORY
        book.count[COPIES] = book.count[COPIES] + 1
        part(book, node)
        join(book, fresh, node)
    book.hold_copy[node] = IN_PLACE
    return OK


def fork(book: Book, parent: int, child: int, mode: int) -> int:
    """A child with its parent's pages: shared until written, copied at once, or shared for good.

    Pages that come through a segment stay shared in every mode.
    """
    begin(book, child, PROCESS)
    node = book.holder_first[parent]
    while node != NIL:
        frame = book.hold_frame[node]
        via = book.hold_via[node]
        copy = book.hold_copy[node]
        if via == NOBODY:
            if mode == COPY:
                frame = obtain(book)
                if frame == NIL:
                    return OUT_OF_MEMORY
                book.count[COPIES] = book.count[COPIES] + 1
                copy = IN_PLACE
            if mode == COW:
                copy = ON_WRITE
                book.hold_copy[node] = ON_WRITE
        book.holder_pages[child] = book.hold_page[node]
        if hold(book, frame, child, via, copy) != OK:
            return POOL_FULL
        node = book.page_next[node]
    book.holder_pages[child] = book.holder_pages[parent]
    return OK


def leave_all(book: Book, process: int) -> int:
    """A process exits: each of its holds ends, first page first."""
    node = book.holder_first[process]
    while node != NIL:
        drop(book, node)
        node = book.holder_first[process]
    book.holder_kind[process] = GONE
    return OK


def create_segment(book: Book, segment: int, n_frames: int, process: int) -> int:
    """A named set of frames comes into being; who asked for it is attached to it."""
    begin(book, segment, SEGMENT)
    answer = allocate(book, segment, n_frames)
    if answer != OK:
        return answer
    return attach(book, segment, process)


def attach(book: Book, segment: int, process: int) -> int:
    """Each frame of the segment becomes a page of the process too."""
    node = book.holder_first[process]
    while node != NIL:
        if book.hold_via[node] == segment:
            return ALREADY_ATTACHED
        node = book.page_next[node]
    node = book.holder_first[segment]
    while node != NIL:
        if hold(book, book.hold_frame[node], process, segment, IN_PLACE) != OK:
            return POOL_FULL
        node = book.page_next[node]
    return OK


def detach(book: Book, segment: int, process: int) -> int:
    """The process gives back every page that came through the segment."""
    answer = NOT_ATTACHED
    node = book.holder_first[process]
    while node != NIL:
        behind = book.page_next[node]
        if book.hold_via[node] == segment:
            drop(book, node)
            answer = OK
        node = behind
    return answer


def destroy(book: Book, segment: int) -> int:
    """The name goes, and the segment's own holds; frames go when their last hold does."""
    return leave_all(book, segment)
