"""The stage that a scenario's commands act on: the machine, its book, the names given so far, and the record.

Boots, records events and finds things for the commands; knows no command.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields

import numpy as np

from pagevis.base.errors import PagevisError
from pagevis.model import machine as machines
from pagevis.model.book import Book
from pagevis.model.design import design
from pagevis.model.engine import Log, logged, run
from pagevis.model.machine import Machine, Placement
from pagevis.model.snapshot import Holder, HolderKind
from pagevis.model.words import AVAILABLE, GONE, KERNEL_HOLDER, NIL, NOBODY, OK
from pagevis.trace.expressions import ValueExpression
from pagevis.trace.lookup import BookLookup
from pagevis.trace.names import Names
from pagevis.trace.rules import RULE_OF_ANSWER, SENTENCES
from pagevis.trace.script import Event, Script
from pagevis.trace.sentences import amount, frame_namer, listed

MICRO_BOOT_UP_TO = 2**16  # frames; a larger boot is one step
MAX_HOLDERS = 2**20


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that waits for its ``reveal``."""

    event: int
    text: str
    answer: ValueExpression
    place: str
    line: int


class Stage:
    """One scenario's state while it is carried out."""

    def __init__(self, path: str, n_holders: int) -> None:
        self.path = path
        self.machine = Machine()
        self.allocator = "page-book"
        self.placement: Placement | None = None
        self.names = Names()
        self.case_began = False  # nothing happened yet in this case: what is told belongs to its first event
        self.asked: Asked | None = None
        self._n_holders = min(n_holders, MAX_HOLDERS)
        self._logged: tuple[Book, Log] | None = None
        self._script: Script | None = None
        self._pending: list[Callable[[Script], None]] = []

    @property
    def script(self) -> Script:
        """The record so far; boots first where no command has done so."""
        if self._script is None:
            self.boot("boot", self.path, 0)
        assert self._script is not None
        return self._script

    def later(self, tell: Callable[[Script], None]) -> None:
        """Do it to the script now, or, before boot, as soon as there is one."""
        if self._script is None:
            self._pending.append(tell)
        else:
            tell(self._script)

    @property
    def book(self) -> Book:
        return self.script.book

    @property
    def n_events(self) -> int:
        """Events so far; asking boots nothing."""
        return len(self._script.events) if self._script is not None else 0

    @property
    def told_event(self) -> int:
        """The event that captions, marks and findings belong to now."""
        return self.last + 1 if self.case_began else self.last

    @property
    def last(self) -> int:
        """The last event's number, -1 before boot."""
        return len(self.script.events) - 1

    def ready(self) -> BookLookup:
        """Boot where that was only implied; then what words mean now."""
        if self.placement is None:
            self.boot("boot", self.path, 0)
        assert self.placement is not None
        return BookLookup(self.book, self.placement, self.names, self.show)

    def show(self, frame: int) -> str:
        """A frame as messages name it."""
        return frame_namer(self.machine.first_pfn, self.machine.n_frames)(frame)

    def newest(self, slot: int, n: int) -> list[int]:
        """The holder's last n pages, in order."""
        book = self.book
        found: list[int] = []
        node = book.holder_last[slot]
        while node != NIL and len(found) < n:
            found.append(book.hold_frame[node])
            node = book.page_prev[node]
        return found[::-1]

    def running(self, slot: int) -> bool:
        """Is this holder there now? The kernel always is."""
        kind = self.book.holder_kind[slot]
        return slot == KERNEL_HOLDER or kind not in (NOBODY, GONE)

    def list_frames(self, frames: Sequence[int]) -> str:
        """Frames as a sentence names them."""
        return listed([self.show(frame) for frame in frames])

    # ---- boot

    def boot(self, text: str, place: str, line: int) -> None:
        """Place the book, lay memory out, carry the boot out as an event. Raises ``PagevisError`` where it cannot."""
        placement = machines.place(self.machine)
        shape = machines.shape(self.machine, self._n_holders)
        calls = machines.boot_calls(placement)
        if self._script is None:
            try:
                book = Book(shape)
            except MemoryError:
                raise PagevisError(
                    f"{self.machine.n_frames} frames need more memory than there is", remedy="take fewer frames"
                ) from None
            self._script = Script(design(self.allocator), self.path, book)
            for tell in self._pending:
                tell(self._script)
        elif self._script.book.shape != shape or self._script.design is not design(self.allocator):
            raise PagevisError(
                "memory, elements and allocator are the same in every case", remedy="say them above the first case"
            )
        script = self._script
        was = script.events[0].placement.machine if script.events else self.machine
        if (was.first_pfn, was.page_size_bytes) != (self.machine.first_pfn, self.machine.page_size_bytes):
            raise PagevisError("frame numbers and pages are the same in every case", remedy="say them above the first")
        self.placement = placement
        first = not script.events
        before = b"" if first else bytes(script.book.buffer)
        machines.lay_out(placement, script.book)
        if not first:
            self.restore(before)
        small = shape.n_frames <= MICRO_BOOT_UP_TO
        working, log = self.logged if small else (script.book, Log())
        log.clear()
        before = bytes(script.book.buffer) if not (small or first) else b""
        answer = run(script.design, working, calls)
        if answer != OK:
            raise PagevisError(f"booking the kernel's frames failed: {SENTENCES[RULE_OF_ANSWER[answer]]}")
        if before:
            self.restore(before)
        event = Event(
            verb="boot",
            text=text,
            summary=_boot_summary(placement),
            told=_boot_told(placement, script.book),
            slot=NOBODY,
            calls=calls,
            outcome="ok",
            n_micro=log.n_notes,
            placement=placement,
            place=place,
            line=line,
        )
        if first:
            script.base = bytes(script.book.buffer)
            log = Log(frames=list(range(shape.n_frames)) if small else [])
        self.record(event, log)

    # ---- the record

    @property
    def logged(self) -> tuple[Book, Log]:
        """The book with columns that keep what is written, and the log they keep it in."""
        if self._logged is None:
            self._logged = logged(self.script.book)
        return self._logged

    def record(self, event: Event, log: Log) -> None:
        """Enter an event with what it wrote."""
        self.case_began = False
        script = self.script
        begins = script.ends[-1] if script.ends else 0
        script.acts.append(len(script.log_word))
        script.begins.append(begins)
        script.log_word.extend(log.words)
        script.log_old.extend(log.old)
        script.log_new.extend(log.new)
        script.ends.append(len(script.log_word))
        for frame in sorted(set(log.frames)):
            script.touch_event.append(len(script.events))
            script.touch_frame.append(frame)
        script.namings.extend((2 * len(script.events) + when, naming) for when, naming in self.names.changes)
        self.names.changes.clear()
        script.events.append(event)

    def unshare(self) -> None:
        """Columns that a history looks at cannot grow: go on with copies of them."""
        script = self.script
        for column in fields(script):
            value = getattr(script, column.name)
            if isinstance(value, array):
                setattr(script, column.name, value[:])

    def restore(self, before: bytes) -> None:
        """The buffer was changed from ``before`` without an event: log that ahead of the next event's first step."""
        old, new = np.frombuffer(before, np.uint32), np.frombuffer(self.book.buffer, np.uint32)
        changed = np.flatnonzero(old != new)
        script = self.script
        for column, values in (
            (script.log_word, changed),
            (script.log_old, old[changed]),
            (script.log_new, new[changed]),
        ):
            column.frombytes(values.astype(np.uint32).tobytes())

    def drop_unused(self) -> None:
        """Take back what was logged ahead of an event that never came: the book stands after the last event."""
        script = self.script
        end = script.ends[-1]
        if len(script.log_word) == end:
            return
        words = np.frombuffer(self.book.buffer, np.uint32)
        words[np.array(script.log_word[end:])[::-1]] = np.array(script.log_old[end:])[::-1]
        del script.log_word[end:], script.log_old[end:], script.log_new[end:]

    def new_holder(self, name: str, kind: HolderKind) -> int:
        """A slot for a process or segment that begins."""
        slot = len(self.script.holders)
        if slot >= self._n_holders:
            raise PagevisError("too many processes and segments", remedy=f"at most {self._n_holders} in one scenario")
        self.script.holders.append(Holder(slot, name, kind, slot if kind is HolderKind.PROCESS else None))
        return slot


def _boot_summary(placement: Placement) -> str:
    machine = placement.machine
    size = machines.book_bytes(machine)
    frames = machines.book_frames(machine)
    return (
        f"{machine.n_frames:,} frames × {machine.element_bytes} bytes = {size:,} bytes of book: {amount(frames)} "
        f"of {machine.page_size_bytes:,} bytes"
    )


def _boot_told(placement: Placement, book: Book) -> str:
    first = placement.machine.first_pfn + placement.book.first
    n = placement.book.end - placement.book.first
    where = f"frame {first:#x}" if n == 1 else f"frames {first:#x} to {first + n - 1:#x}"
    return f"The book lies in {where}; {amount(book.count[AVAILABLE])} can be handed out."
