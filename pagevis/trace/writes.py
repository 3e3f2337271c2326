"""Every write to one field, over a whole history: what stops and searches ask. Reads the record; moves nothing."""

from __future__ import annotations

import numpy as np

from pagevis.model.book import Field
from pagevis.model.engine import Notes
from pagevis.model.snapshot import Kind
from pagevis.trace.history import Writes
from pagevis.trace.recording_entries import Entries
from pagevis.trace.script import Script, column

ELEMENT_FIELDS = ("next", "prev", "refcount", "owners")  # of a frame's element
HOLDER = "holder"  # who a hold belongs to, or who keeps a frame: slots
_BOOK_NAME = {HOLDER: "hold_by"}
_HELD = np.zeros(len(Kind), np.int64)  # by kind: the reference count that a recording lets one know of
_HELD[[Kind.USED, Kind.FILE]] = 1


def of_script(script: Script, what: str) -> Writes:
    """From the log of a scenario. What a new case sets back is none: it comes before its event's first step."""
    words = column(script.log_word)
    where: Field = script.book.fields[_BOOK_NAME.get(what, what)]
    first, stride = where.offset_bytes // 4, where.stride_bytes // 4
    behind = words.astype(np.int64) - first
    rows = np.flatnonzero((behind >= 0) & (behind < where.count * stride) & (behind % stride == 0))
    event = np.searchsorted(np.array(script.ends, np.int64), rows, side="right").astype(np.int64)
    inside = rows >= np.array(script.acts, np.int64)[event] if len(rows) else rows.astype(np.bool_)
    rows, event = rows[inside], event[inside]
    old, new = column(script.log_old)[rows], column(script.log_new)[rows]
    return Writes(event, behind[rows] // stride, old.astype(np.int64), new.astype(np.int64))


def of_entries(entries: Entries, what: str) -> Writes | None:
    """From what a recording told: whether a frame is held, and by whom. None: it does not tell of that field."""
    if what not in ("refcount", HOLDER):
        return None
    rows = slice(1, None)
    before = entries.previous[rows]
    of_row = entries.holder.astype(np.int64) if what == HOLDER else _HELD[entries.kind]
    event, index = entries.event[rows].astype(np.int64), entries.frame[rows].astype(np.int64)
    return Writes(event, index, of_row[before], of_row[rows])


def steps_that_write(notes: Notes, what: str, frame: int | None) -> tuple[int, ...]:
    """The micro-steps of an event, from 1, that write a field of a frame's element; None: of any."""
    return tuple(
        k + 1
        for k in range(len(notes))
        if notes.written[k] and notes.field_of[k] == what and frame in (None, notes.index[k])
    )
