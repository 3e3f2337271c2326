"""The book and all that belongs to it, in one buffer of bytes. Knows where each field lies; knows no algorithm."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from pagevis.model.words import NIL

N_HEADS = 3
N_COUNTS = 5
ELEMENT_BYTES = 16  # next, prev, refcount, owners: four words; a larger element only pads
MAX_ELEMENT_BYTES = 4096


class Column(Protocol):
    """One field of all its records: what a text reads and writes, ``book.next[frame]``."""

    def __getitem__(self, index: int, /) -> int: ...
    def __setitem__(self, index: int, value: int, /) -> None: ...


@dataclass(frozen=True, slots=True)
class Field:
    """Where a field lies: ``count`` values of ``width_bytes`` (1 or 4), ``stride_bytes`` apart."""

    name: str
    offset_bytes: int
    stride_bytes: int
    width_bytes: int
    count: int
    of_frames: bool  # its index is a frame's


@dataclass(frozen=True, slots=True)
class Shape:
    """What decides the buffer's size. ``n_holds`` records of who holds what come from a pool of that size."""

    n_frames: int
    element_bytes: int = ELEMENT_BYTES
    n_holds: int = 0
    n_holders: int = 256


# (field, words behind the record's start); records of one group lie side by side, as structures do
_ELEMENT = (("next", 0), ("prev", 1), ("refcount", 2), ("owners", 3))
_HOLD = (
    ("hold_frame", 0),  # the frame that is held
    ("hold_by", 1),  # slot of the holder, 0 = this record is spare
    ("hold_page", 2),  # which page of the holder's it is
    ("hold_via", 3),  # slot of the segment it came through, 0 = none
    ("hold_copy", 4),  # IN_PLACE or ON_WRITE
    ("hold_next", 5),  # next in the frame's owner list, or next spare record
    ("page_next", 6),  # next page of the same holder
    ("page_prev", 7),
)
_HOLDER = (("holder_kind", 0), ("holder_first", 1), ("holder_last", 2), ("holder_pages", 3))
_HOLD_BYTES = 32
_HOLDER_BYTES = 16


def fields(shape: Shape) -> tuple[dict[str, Field], int]:
    """Every field of a book of that shape, and the buffer's size in bytes (a multiple of 4)."""
    found: dict[str, Field] = {}
    at = 0

    def group(names: tuple[tuple[str, int], ...], stride: int, count: int, *, of_frames: bool) -> None:
        nonlocal at
        for name, word in names:
            found[name] = Field(name, at + 4 * word, stride, 4, count, of_frames)
        at += stride * count

    group((("head", 0),), 4, N_HEADS, of_frames=False)
    group((("count", 0),), 4, N_COUNTS, of_frames=False)
    group(_ELEMENT, shape.element_bytes, shape.n_frames, of_frames=True)
    group(_HOLD, _HOLD_BYTES, shape.n_holds, of_frames=False)
    group(_HOLDER, _HOLDER_BYTES, shape.n_holders, of_frames=False)
    found["kind"] = Field("kind", at, 1, 1, shape.n_frames, of_frames=True)
    at += -(-shape.n_frames // 4) * 4
    return found, at


class Book:
    """What the texts work on: named columns over one buffer. Several books may share a buffer, each with columns
    of its own make: plain memory, or columns that take note of every read and write."""

    head: Column
    count: Column
    next: Column
    prev: Column
    refcount: Column
    owners: Column
    kind: Column
    hold_frame: Column
    hold_by: Column
    hold_page: Column
    hold_via: Column
    hold_copy: Column
    hold_next: Column
    page_next: Column
    page_prev: Column
    holder_kind: Column
    holder_first: Column
    holder_last: Column
    holder_pages: Column

    def __init__(
        self, shape: Shape, buffer: bytearray | None = None, make: Callable[[Book, Field], Column] | None = None
    ) -> None:
        self.shape = shape
        self.fields, self.size_bytes = fields(shape)
        self.buffer = bytearray(self.size_bytes) if buffer is None else buffer
        self.words = memoryview(self.buffer).cast("I")
        self.n_frames = shape.n_frames
        self.n_holds = shape.n_holds
        for field in self.fields.values():
            setattr(self, field.name, self.plain(field) if make is None else make(self, field))

    def plain(self, field: Field) -> memoryview:
        """The field's values as memory, stride and all."""
        if field.width_bytes == 1:
            return memoryview(self.buffer)[field.offset_bytes : field.offset_bytes + field.count]
        first, step = field.offset_bytes // 4, field.stride_bytes // 4
        return self.words[first : first + step * field.count : step]

    def array(self, name: str) -> NDArray[np.uint32] | NDArray[np.uint8]:
        """The field as a numpy view of the buffer, shape (count,), dtype u32 (``kind``: u8)."""
        field = self.fields[name]
        if field.width_bytes == 1:
            return np.frombuffer(self.buffer, np.uint8, field.count, field.offset_bytes)
        first, step = field.offset_bytes // 4, field.stride_bytes // 4
        return np.frombuffer(self.buffer, np.uint32)[first : first + step * field.count : step]

    def clear(self) -> None:
        """A region fresh from the boot loader: all zero, but links and list heads are NIL."""
        np.frombuffer(self.buffer, np.uint8)[:] = 0
        for name in ("head", "next", "prev", "owners"):
            self.array(name)[:] = NIL

    def walk(self, pile: int) -> Iterator[int]:
        """The frames of a list, first to last; ends after as many steps as there are frames, whatever the links say."""
        link = self.plain(self.fields["next"])
        frame = self.plain(self.fields["head"])[pile]
        for _ in range(self.n_frames):
            if frame >= self.n_frames:
                return
            yield frame
            frame = link[frame]
