"""What a history promises: any moment of something that happened, in state and in words. Implemented by the model's
history (scenarios) and the recording's; read by every pane, export and verb."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from pagevis.model.snapshot import I64, U8, U32, Snapshot
from pagevis.trace.difference import Difference
from pagevis.trace.expressions import Lookup
from pagevis.trace.questions import Question


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """After the first ``micro`` micro-steps of event ``event``; all of them: after the event. Event 0 is boot, or
    the moment before a recording's first event."""

    event: int
    micro: int


@dataclass(frozen=True, slots=True)
class EventRow:
    """One event in words, for tables, caption and status bar."""

    index: int
    verb: str  # "alloc", "free", "boot", …; recordings: "alloc", "free", "page cache", "fork", …
    text: str  # as a scenario line or a short restatement of the fact: "alloc shell 3 as a", "alloc bash 0x29c8be"
    summary: str  # a plain sentence: "shell asks for three frames"
    slot: int = 0  # who acts, 0 = nobody
    outcome: str = "ok"  # or the rule that refused it: "double-free"
    line: int | None = None  # of the file
    time_ns: int | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """Something at an event that the timeline shows. ``kind``: mark, loss, refused, finding, pause."""

    event: int
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class LinkWrite:
    """A link or head that the shown step wrote. ``source`` None: the list's head. Frame indices, NO_FRAME = nil."""

    list_index: int  # into Snapshot.lists
    source: int | None
    old: int
    new: int
    field: str = "next"  # or "prev"


@dataclass(frozen=True, slots=True)
class CallFrame:
    """One call on the way to the running line: the function, and its line that runs or that called the next one."""

    function: str
    line: int


@dataclass(frozen=True, slots=True)
class Code:
    """The allocator's text at a micro-step: what runs is what is shown."""

    title: str  # "page_book.py"
    text: str
    line: int  # the running line, from 1
    function: tuple[int, int]  # first and last line of the running function, from 1, inclusive
    values: Mapping[int, str] = field(default_factory=dict)  # line -> value last read or written there in this call
    tags: Mapping[str, int] = field(default_factory=dict)  # variable of the running code -> frame index
    stack: tuple[CallFrame, ...] = ()  # outermost first, the running function last
    variables: Mapping[str, str] = field(default_factory=dict)  # of the running call, in the order they came to be


@dataclass(frozen=True, slots=True)
class Step:
    """What the step that led to the position touched, forwards or backwards."""

    touched: I64  # frame indices, ascending
    links: tuple[LinkWrite, ...] = ()
    note: str = ""  # the micro-step, terse: "w next[0b] ← 12"; "" at event granularity
    code: Code | None = None


@dataclass(frozen=True, slots=True)
class Caption:
    """The words under the map."""

    heading: str  # "Event 12"
    summary: str  # "video asks for one frame"
    text: str  # the scenario's own words, or a sentence about the step


@dataclass(frozen=True, slots=True)
class Usage:
    """Frames by holder over time, for the timeline: ``held[i, k]`` frames of ``slots[i]`` after event ``events[k]``."""

    events: I64  # shape (k,), ascending, first and last event included
    slots: tuple[int, ...]  # largest holders first; slot 0 gathers the rest
    held: I64  # shape (len(slots), k)
    n_frames: int  # top of the axis: frames that can be held


@dataclass(frozen=True, slots=True)
class EventColumns:
    """All events as columns, one row per event, event 0 included: what filters and searches look through."""

    verbs: tuple[str, ...]
    verb: U8  # index into ``verbs``
    slot: U32  # who acts, 0 = nobody
    frame: I64  # the first frame that the event is about, -1 = none
    order: U8  # 2^order frames in a row, where the source tells; else 0
    refused: NDArray[np.bool_]  # refused, or failed
    time_ns: I64 | None = None  # None: the source knows no time


@dataclass(frozen=True, slots=True)
class Writes:
    """One row per write to a field, in the order of writing. ``index`` is a frame's for the fields of an element; for
    "holder" it is a hold record's (recordings: a frame's), and the values are slots. NIL stands as it is written."""

    event: I64
    index: I64
    old: I64
    value: I64


@dataclass(frozen=True, slots=True)
class Past:
    """A frame from an event on: its holders' slots, oldest hold first; () = nobody holds it."""

    event: int
    slots: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that ``pagevis check`` reports. ``frame`` is a PFN. ``noticed_by``: kernel, request, expect, check."""

    event: int
    frame: int | None
    rule: str
    message: str
    noticed_by: str
    expected: bool = False  # an ``expect`` names it: it stays in the list and fails nothing
    cause: tuple[int, str] | None = None  # event and message of the write that made the damage
    place: str = ""  # file and line of the scenario, where there is one
    line: int | None = None


class History(Protocol):
    """Random access in time. Only ``seek`` changes what ``position``, ``snapshot``, ``step`` and ``caption`` tell."""

    @property
    def title(self) -> str: ...
    @property
    def path(self) -> str: ...  # as the user named it, "" where there is no file
    @property
    def kind(self) -> str: ...  # "scenario" or "recording"
    @property
    def n_events(self) -> int: ...  # event 0 included; the last event is n_events - 1
    @property
    def position(self) -> Position: ...
    @property
    def marks(self) -> Sequence[Mark]: ...  # in order of events
    @property
    def warnings(self) -> tuple[str, ...]: ...  # what a user must be told about the file: losses, a cut, …

    def seek(self, event: int, micro: int | None = None) -> None:
        """Go to a moment; ``micro`` None: after the whole event. Raises ``IndexError`` outside."""
        ...

    def n_micro(self, event: int) -> int:
        """Micro-steps of an event; 0 where the source knows none, and stepping goes by events."""
        ...

    def snapshot(self) -> Snapshot: ...
    def step(self) -> Step: ...
    def caption(self) -> Caption: ...
    def event(self, index: int) -> EventRow: ...

    def usage(self, n_columns: int, lo: int = 0, hi: int | None = None) -> Usage:
        """At about ``n_columns`` events from ``lo`` to ``hi``, None: the last one. The first answered may lie a
        little before ``lo``."""
        ...

    def held_by_all(self, n_columns: int) -> Usage:
        """Of every holder, each in the row of its slot; a frame that several hold counts for each of them."""
        ...

    def difference(self, first: int, last: int) -> Difference:
        """The state after event ``last`` compared with the state after the earlier event ``first``."""
        ...

    @property
    def questions(self) -> Sequence[Question]:
        """What the scenario asks, in order of events; no two are open at once."""
        ...

    def event_columns(self) -> EventColumns:
        """Every event in columns. Kept: asking again costs nothing until there are more events."""
        ...

    def frame_events(self, frame: int) -> I64:
        """Ascending indices of the events that touched a frame: what ``Frames.last_event`` tells, for all times."""
        ...

    def frame_past(self, frame: int) -> Sequence[Past]:
        """Who held a frame, from event 0 on, one entry for each of its events. Takes a few µs for each; the position
        stays."""
        ...

    def micro_steps(self, event: int) -> Sequence[str]:
        """A terse note for each micro-step of an event, () where none are known. The position stays."""
        ...

    def writes(self, what: str) -> Writes | None:
        """Every write to "next", "prev", "refcount", "owners" (of all elements) or "holder", in the order of writing;
        None: the source does not tell of that field."""
        ...

    def write_steps(self, event: int, what: str, frame: int | None, /) -> tuple[int, ...]:
        """The micro-steps of an event, from 1, that write that field of a frame's element (None: of any), ascending.
        The position stays."""
        ...

    def said(self, event: int) -> str:
        """What the scenario's captions say after an event, "" where they say nothing."""
        ...

    def lookup(self) -> Lookup | None:
        """What the words of the scenario language mean at the position, names as they were then; None: no scenario.
        Valid until the next ``seek``."""
        ...

    def integrity(self) -> Sequence[Finding] | None:
        """The laws that the state at the position breaks. None: not to be told, as inside an event, in a recording,
        or in a memory too large to look through at once."""
        ...

    def info(self) -> Mapping[str, object]:
        """The keys of ``pagevis info --json``; what does not apply is None."""
        ...

    def findings(self) -> Sequence[Finding]:
        """What ``pagevis check`` reports, in order of events; () for recordings, whose oddities are data."""
        ...

    def focus(self, event: int) -> int | None:
        """A frame the scenario asks to look at from this event on, if any."""
        ...


NOTHING_TOUCHED = np.empty(0, np.int64)
