"""Runs a design's functions in one of three ways: plainly, keeping what was written, or noting every read and write.

The text is the same each time; only the columns under ``book`` differ. Knows nothing of what the functions do.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from types import CodeType, FrameType

from pagevis.model.book import Book, Column, Field
from pagevis.model.design import Design
from pagevis.model.words import OK


@dataclass(frozen=True, slots=True)
class Call:
    """One call of a design's function: its name and the integers after ``book``."""

    name: str
    arguments: tuple[int, ...]


def run(design: Design, book: Book, calls: Sequence[Call]) -> int:
    """Carry the calls out in order; stops at the first that does not answer OK, and answers what it answered."""
    for call in calls:
        answer = design.functions[call.name](book, *call.arguments)
        if answer != OK:
            return answer
    return OK


# ---- keeping what was written


@dataclass(slots=True)
class Log:
    """What was written, word by word (4 bytes, numbered from the buffer's start), and how many reads and writes."""

    words: list[int] = field(default_factory=list)
    old: list[int] = field(default_factory=list)
    new: list[int] = field(default_factory=list)
    frames: list[int] = field(default_factory=list)  # frames whose element or kind was written
    n_notes: int = 0

    def clear(self) -> None:
        """Forget everything."""
        self.words, self.old, self.new, self.frames, self.n_notes = [], [], [], [], 0

    def undo(self, book: Book) -> None:
        """Put every word back, last first."""
        for word, old in zip(reversed(self.words), reversed(self.old), strict=True):
            book.words[word] = old


class _Logged:
    """A column whose reads are counted; what a write keeps differs with the width of its values."""

    __slots__ = ("log", "view")

    def __init__(self, book: Book, field_: Field, log: Log) -> None:
        self.view = book.plain(field_)
        self.log = log

    def __getitem__(self, index: int) -> int:
        self.log.n_notes += 1
        value: int = self.view[index]
        return value


class _LoggedWords(_Logged):
    __slots__ = ("first", "of_frames", "step")

    def __init__(self, book: Book, field_: Field, log: Log) -> None:
        super().__init__(book, field_, log)
        self.first, self.step = field_.offset_bytes // 4, field_.stride_bytes // 4
        self.of_frames = field_.of_frames

    def __setitem__(self, index: int, value: int) -> None:
        log = self.log
        log.n_notes += 1
        log.words.append(self.first + index * self.step)
        log.old.append(self.view[index])
        log.new.append(value)
        if self.of_frames:
            log.frames.append(index)
        self.view[index] = value


class _LoggedBytes(_Logged):
    __slots__ = ("first", "words")

    def __init__(self, book: Book, field_: Field, log: Log) -> None:
        super().__init__(book, field_, log)
        self.words = book.words
        self.first = field_.offset_bytes

    def __setitem__(self, index: int, value: int) -> None:
        log = self.log
        log.n_notes += 1
        word = (self.first + index) // 4
        log.words.append(word)
        log.old.append(self.words[word])
        self.view[index] = value
        log.new.append(self.words[word])
        log.frames.append(index)


def logged(book: Book) -> tuple[Book, Log]:
    """A second book over the same bytes whose columns keep what is written through them."""
    log = Log()

    def make(owner: Book, field_: Field) -> Column:
        return _LoggedBytes(owner, field_, log) if field_.width_bytes == 1 else _LoggedWords(owner, field_, log)

    return Book(book.shape, book.buffer, make), log


# ---- noting every read and write

VARIABLES_OF_NOTES = 20_000  # about 5 MB; events that long are not read variable by variable


@dataclass(slots=True)
class Notes:
    """Every read and write of one event, in order: columns of one length, and the running call's variables at each.

    ``value`` is what was read or what was written, ``old`` what a write replaced. ``call`` numbers the calls of
    functions; ``calls`` tells for each its file. Byte ranges: ``offset`` and the field's width.
    """

    written: array[int] = field(default_factory=lambda: array("B"))
    field_of: list[str] = field(default_factory=list)
    index: array[int] = field(default_factory=lambda: array("I"))
    offset: array[int] = field(default_factory=lambda: array("Q"))
    value: array[int] = field(default_factory=lambda: array("I"))
    old: array[int] = field(default_factory=lambda: array("I"))
    line: array[int] = field(default_factory=lambda: array("I"))
    call: array[int] = field(default_factory=lambda: array("I"))
    calls: list[CodeType] = field(default_factory=list)
    callers: list[tuple[int, int]] = field(default_factory=list)  # of each call: the call that made it (-1), its line
    variables: list[dict[str, int]] = field(default_factory=list)  # of the first VARIABLES_OF_NOTES notes
    _running: list[FrameType] = field(default_factory=list)  # kept until the end, so that no two calls share an id
    _numbers: dict[int, int] = field(default_factory=dict)  # id of a call's frame -> its place in calls

    def __len__(self) -> int:
        return len(self.written)

    def end(self) -> None:
        """All is noted: let the calls go, whose variables would keep the book and these notes alive in a circle."""
        self._running.clear()
        self._numbers.clear()

    def add(self, frame: FrameType, what: Field, index: int, value: int, old: int, written: int) -> None:
        """One read or write by the function that ``frame`` runs."""
        number = self._numbers.get(id(frame))
        if number is None:
            number = self._enter(frame)
        self.written.append(written)
        self.field_of.append(what.name)
        self.index.append(index)
        self.offset.append(what.offset_bytes + index * what.stride_bytes)
        self.value.append(value)
        self.old.append(old)
        self.line.append(frame.f_lineno)
        self.call.append(number)
        if len(self.variables) < VARIABLES_OF_NOTES:
            self.variables.append({name: v for name, v in frame.f_locals.items() if isinstance(v, int)})

    def _enter(self, frame: FrameType) -> int:
        """Number a call, and before it those that led to it: some call others before they read or write anything."""
        caller = frame.f_back
        above, line = -1, 0
        if caller is not None and caller.f_code is not run.__code__:
            known = self._numbers.get(id(caller))
            above, line = self._enter(caller) if known is None else known, caller.f_lineno
        number = len(self.calls)
        self._numbers[id(frame)] = number
        self._running.append(frame)
        self.calls.append(frame.f_code)
        self.callers.append((above, line))
        return number


class _NotedColumn:
    __slots__ = ("field", "notes", "view")

    def __init__(self, book: Book, field_: Field, notes: Notes) -> None:
        self.view = book.plain(field_)
        self.field = field_
        self.notes = notes

    def __getitem__(self, index: int) -> int:
        value: int = self.view[index]
        self.notes.add(sys._getframe(1), self.field, index, value, value, 0)
        return value

    def __setitem__(self, index: int, value: int) -> None:
        old = self.view[index]
        self.view[index] = value
        self.notes.add(sys._getframe(1), self.field, index, value, old, 1)


def note(design: Design, book: Book, calls: Sequence[Call]) -> Notes:
    """Carry the calls out on a book with every read and write noted; they stay carried out."""
    notes = Notes()
    run(design, Book(book.shape, book.buffer, lambda owner, field_: _NotedColumn(owner, field_, notes)), calls)
    notes.end()
    return notes
