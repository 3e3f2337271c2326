"""What one micro-step of the model touched, in words, links and the code that ran. Reads notes; moves nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import CodeType
from typing import overload

import numpy as np

from pagevis.model.book import Book
from pagevis.model.design import Design
from pagevis.model.dialect import FRAME_VARIABLES
from pagevis.model.engine import Call, Notes
from pagevis.model.snapshot import NO_FRAME
from pagevis.model.words import NIL, NOBODY
from pagevis.trace.history import NOTHING_TOUCHED, CallFrame, Code, LinkWrite, Step
from pagevis.trace.sentences import Teller

VALUES_FROM_NOTES = 4000  # how far back from the cursor the code pane looks for values
FRAME_FIELDS = frozenset(("next", "prev", "refcount", "owners", "kind"))
_HOLD_FIELDS = frozenset(("hold_frame", "hold_by", "hold_next", "hold_copy"))


class StepTeller:
    """Tells of the steps of one design over one book, as the book stands when asked."""

    def __init__(self, design: Design, book: Book, teller: Teller) -> None:
        self._design = design
        self._book = book
        self._teller = teller
        self._lists = design.allocator.lists

    def sentence(self, notes: Notes, k: int) -> str:
        """Note ``k`` as somebody would say it in front of a class."""
        return self._teller.sentence(
            notes.field_of[k], notes.index[k], notes.value[k], notes.old[k], bool(notes.written[k])
        )

    def note(self, notes: Notes, k: int) -> str:
        """Note ``k``, terse."""
        return self._teller.note(notes.field_of[k], notes.index[k], notes.value[k], bool(notes.written[k]))

    def step(self, notes: Notes, k: int, pile_of: Callable[[int], int]) -> Step:
        """What note ``k`` touched, the book standing after it; -1: nothing yet. ``pile_of`` finds a frame's list."""
        if k < 0:
            return Step(NOTHING_TOUCHED, code=None)
        field, index, written = notes.field_of[k], notes.index[k], bool(notes.written[k])
        touched = [index] if field in FRAME_FIELDS else []
        if field in _HOLD_FIELDS and int(self._book.hold_by[index]) != NOBODY:
            touched = [int(self._book.hold_frame[index])]
        links: tuple[LinkWrite, ...] = ()
        if written and (field in ("next", "prev") or (field == "head" and index < len(self._lists))):
            links = (self._link(field, index, notes, k, pile_of),)
        return Step(np.array(touched, np.int64), links, self.note(notes, k), self._code(notes, k))

    def _link(self, field: str, index: int, notes: Notes, k: int, pile_of: Callable[[int], int]) -> LinkWrite:
        """A link or head being written, on the list that the running text works on, where it says so."""
        before, after = (NO_FRAME if v == NIL else v for v in (notes.old[k], notes.value[k]))
        if field == "head":
            return LinkWrite(index, None, before, after)
        pile = _variables(notes, k).get("pile")
        return LinkWrite(
            pile_of(index) if pile is None or pile >= len(self._lists) else pile, index, before, after, field
        )

    def after(self, calls: tuple[Call, ...]) -> Code | None:
        """After a whole event: the first function it ran, with no line of it running any more."""
        if not calls:
            return None
        function = self._design.functions[calls[0].name]
        text = self._design.texts[function.__code__.co_filename]
        return Code(text.title, text.source, 0, _extent(function.__code__))

    def _code(self, notes: Notes, k: int) -> Code:
        code = notes.calls[notes.call[k]]
        text = self._design.texts[code.co_filename]
        values: dict[int, str] = {}
        for j in range(k, max(-1, k - VALUES_FROM_NOTES), -1):
            if notes.call[j] == notes.call[k] and notes.line[j] not in values:
                values[notes.line[j]] = self._teller.value(notes.field_of[j], notes.value[j])
        variables = _variables(notes, k)
        return Code(
            text.title,
            text.source,
            notes.line[k],
            _extent(code),
            values,
            {n: v for n, v in variables.items() if n in FRAME_VARIABLES and v < self._book.n_frames},
            _stack(notes, k),
            {n: self._teller.variable(n, v) for n, v in variables.items() if not n.startswith("_")},
        )


class NoteTexts(Sequence[str]):
    """The notes of an event as terse texts, each made when it is asked for."""

    def __init__(self, notes: Notes, tell: Callable[[Notes, int], str]) -> None:
        self._notes = notes
        self._tell = tell

    def __len__(self) -> int:
        return len(self._notes)

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[str, ...]: ...
    def __getitem__(self, index: int | slice) -> str | tuple[str, ...]:
        places = range(len(self._notes))[index]
        if isinstance(places, int):
            return self._tell(self._notes, places)
        return tuple(self._tell(self._notes, k) for k in places)


def _variables(notes: Notes, k: int) -> dict[str, int]:
    return notes.variables[k] if k < len(notes.variables) else {}


def _stack(notes: Notes, k: int) -> tuple[CallFrame, ...]:
    found = []
    call, line = notes.call[k], notes.line[k]
    while call >= 0:
        found.append(CallFrame(notes.calls[call].co_name, line))
        call, line = notes.callers[call]
    return tuple(reversed(found))


def _extent(code: CodeType) -> tuple[int, int]:
    """First and last line of a function, from its code object."""
    lines = [line for _, _, line in code.co_lines() if line]
    return min(lines), max(lines)
