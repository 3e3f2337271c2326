"""The page book: one element per frame, a free list and a used list threaded through the elements.

After a question on an operating-system developers' forum, 2005. Knows links; knows nothing of processes.
"""

from __future__ import annotations

from pagevis.model.allocators._base import Allocator, Option
from pagevis.model.book import Book
from pagevis.model.words import FREE, NIL, RAM, USED

ALLOCATOR = Allocator(
    name="page-book",
    title="Page book",
    help="one element per frame, two lists through the elements",
    lists=("free list", "used list"),
    detects=frozenset({"out-of-memory", "double-free", "not-owner"}),
    contiguous=False,
    options={
        "element": Option("the size of an element in bytes, a multiple of 4 from 16 on"),
        "links": Option("how elements are linked", ("double",)),
    },
)


def initialise(book: Book) -> int:
    """Stroll through the region: each usable element points at the next one. Answers how many there are."""
    last = NIL
    n = 0
    for frame in range(book.n_frames):
        if book.kind[frame] == RAM:
            if last == NIL:
                book.head[FREE] = frame
            else:
                book.next[last] = frame
                book.prev[frame] = last
            last = frame
            n = n + 1
    return n


def take(book: Book) -> int:
    """Take the first element off the free list."""
    frame = book.head[FREE]
    if frame != NIL:
        unlink(book, FREE, frame)
    return frame


def give(book: Book, frame: int) -> None:
    """Put an element on the free list."""
    push(book, FREE, frame)


def enter(book: Book, frame: int) -> None:
    """Put an element on the used list."""
    push(book, USED, frame)


def leave(book: Book, frame: int) -> None:
    """Take an element off the used list."""
    unlink(book, USED, frame)


def push(book: Book, pile: int, frame: int) -> None:
    """Make ``frame`` the first of a list."""
    first = book.head[pile]
    book.next[frame] = first
    book.prev[frame] = NIL
    if first != NIL:
        book.prev[first] = frame
    book.head[pile] = frame


def unlink(book: Book, pile: int, frame: int) -> None:
    """Take ``frame`` out of a list, wherever it stands: its neighbours join hands."""
    before = book.prev[frame]
    after = book.next[frame]
    if before == NIL:
        book.head[pile] = after
    else:
        book.next[before] = after
    if after != NIL:
        book.prev[after] = before
