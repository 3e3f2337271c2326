"""Who held one frame over time, exactly: a scenario's log carried out on a copy of its bytes, the frame looked at after
each event that touched it. Moves no cursor."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pagevis.model.book import Book
from pagevis.model.snapshot import I64
from pagevis.model.words import NIL
from pagevis.trace.history import Past
from pagevis.trace.script import Script, column


def of_script(script: Script, frame: int, events: I64) -> Sequence[Past]:
    """The frame after event 0, after each of ``events`` that touched it, and where a case began again."""
    book = Book(script.book.shape, bytearray(script.base))
    words = np.frombuffer(book.buffer, np.uint32)
    word, new = column(script.log_word), column(script.log_new)
    done = script.ends[0]
    found = [Past(0, _holders(book, frame))]
    again = np.flatnonzero(np.array(script.acts) > np.array(script.begins))
    for event in np.union1d(events[events > 0], again[again > 0]).tolist():
        part = slice(done, script.ends[event])
        words[word[part]] = new[part]
        done = max(done, script.ends[event])
        found.append(Past(event, _holders(book, frame)))
    return found


def _holders(book: Book, frame: int) -> tuple[int, ...]:
    found: list[int] = []
    node = int(book.owners[frame])
    while node != NIL and node < book.n_holds and len(found) <= book.n_holds:
        found.append(int(book.hold_by[node]))
        node = int(book.hold_next[node])
    return tuple(reversed(found))
