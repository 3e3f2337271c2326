"""The constants that an allocator's text and the text of the holds may use. Small integers only."""

from __future__ import annotations

NIL = 0xFFFFFFFF  # ends a list; never 0, for frame 0 exists

# book.head: where each list begins
FREE = 0
USED = 1
SPARE = 2  # hold records given back, to be used again

# book.count: numbers the kernel keeps
AVAILABLE = 0  # frames that can be handed out
BOOKED = 1  # frames entered in the book as used
COUNTED = 2  # kernel frames that are only counted
COPIES = 3  # pages copied by fork and by writes
FRESH = 4  # hold records never used yet begin here

# book.kind: what a frame is, as found at boot
HOLE = 0
RAM = 2  # free or used: the reference count tells
RESERVED = 3
KERNEL = 4
BOOK = 5
HEAP = 6
TO_BOOK = 7  # kernel frames that boot enters in the book
WITHHELD = 8

# book.holder_kind: what a holder is
NOBODY = 0
THE_KERNEL = 1
PROCESS = 2
SEGMENT = 3
GONE = 9

KERNEL_HOLDER = 1  # the kernel's own slot among the holders

# book.hold_copy: what a write does to a page
IN_PLACE = 0
ON_WRITE = 1

# fork's three modes
COW = 0
COPY = 1
SHARE = 2

# what a request answers
OK = 0
OUT_OF_MEMORY = 1
POOL_FULL = 2
DOUBLE_FREE = 3
NOT_OWNER = 4
NOT_MANAGED = 5
ALREADY_ATTACHED = 6
NOT_ATTACHED = 7
